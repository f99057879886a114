"""The command line: exit codes, languages, JSON, and ends that are explained."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from dispatch import Options
from runs.archive import Archive
from runs.cli import run as command
from runs.commands import hengli
from runs.run import Run
from tests.runs.test_execute import no_report

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "numpy",
    "pandas",
    "xarray",
    "pydantic",
    "pyomo",
    "pvlib",
    "scipy",
    "highspy",
    "h5py",
    "openpyxl",
    "rich",
}


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the words of every command and group."""
    found = [path]
    for name, each in group.commands.items():
        inner = (*path, name)
        found += every_command(each, inner) if isinstance(each, click.Group) else [inner]
    return found


def python(*arguments: str, code: str | None = None, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    start = code or "import sys; from runs.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", start, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


@pytest.mark.parametrize("words", every_command(hengli), ids=" ".join)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_help_is_in_the_language_and_says_the_exit_codes(
    words: tuple[str, ...], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command([*words, "--help", "--lang", language] if words else ["--lang", language, "--help"]) == 0
    text = capsys.readouterr().out
    has_chinese = re.search(r"[\u4e00-\u9fff]", text) is not None
    assert has_chinese == (language == "zh")
    assert re.search(r"^ *0  ", text, re.MULTILINE)
    assert re.search(r"^ *130  ", text, re.MULTILINE)
    assert not re.search(r"\bcli-[a-z]", text), "a key instead of its text"


def test_help_tells_the_defaults_that_hold(capsys: pytest.CaptureFixture[str]) -> None:
    command(["day-ahead", "--help"])
    text = re.sub(r"\s+", " ", capsys.readouterr().out)
    options = Options()
    for option, default in (
        ("--solver NAME", options.solver),
        ("--time-limit SECONDS", f"{options.time_limit_s:g}"),
        ("--gap SHARE", f"{options.gap_rel:g}"),
        ("--threads N", str(options.threads)),
        ("--seed N", str(options.seed)),
    ):
        told = re.search(rf"{option}.*?Default: (\S+)\.", text)
        assert told is not None, option
        assert told[1] == default


def test_the_language_of_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HENGLI_LANG", "zh")
    command(["--help"])
    assert "日前调度" in capsys.readouterr().out
    command(["--lang=en", "--help"])
    assert "Day-ahead" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frob"], 'no command "frob"'),
        (["run"], "runs"),
        (["day-ahead"], "SITE is missing"),
        (["day-ahead", "small", "--dat", "x"], "--date"),
        (["day-ahead", "small", "--date", "15.7.2026"], "15.7.2026"),
        (["day-ahead", "small", "--threads", "two"], "--threads"),
        (["day-ahead", "no-such-site"], "no-such-site"),
        (["runs", "show", "zzz"], "zzz"),
        (["runs", "compare"], "two"),
        (["runs", "--lang", "en"], "list, show, issue, compare, like"),
        (["runs", "list", "a", "b"], "a b"),
        (["runs", "list", "--quiet=3"], "--quiet: This option takes no value"),
        (["runs", "list", "--date"], "--date: This option needs a value"),
        (["runs", "list", "--date", "x"], "2026-07-15"),
        (["runs", "like", "x", "--count", "0"], "1 to 100"),
        (["day-ahead", "ruichang", "--gap=-1", "--threads=0"], "--threads: 0 is not allowed"),
        (["day-ahead", "ruichang", "--weather", "none.epw", "--quiet"], "none.epw: There is no such file"),
        (["runs", "list", "--lang", "fr"], "fr"),
        (["site", "check", "nothing.toml"], "nothing.toml"),
        (["check", "nothing.csv"], "nothing.csv"),
        (["rerun", "zzz"], "zzz"),
    ],
)
def test_bad_input_is_explained_with_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert "Traceback" not in captured.err
    assert list(Archive.at().folders()) == []


def test_the_same_problem_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["day-ahead", "ruichang", "--date", "2103-01-05", "--quiet"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "pip install --upgrade chinesecalendar" in line


def test_bad_input_is_data_with_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["runs", "show", "zzz", "--json", "--lang", "zh"]) == 2
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert told["exit_code"] == 2
    assert told["problems"][0]["key"] == "run-id-unknown"
    assert "没有" in captured.err


def test_ctrl_c_ends_with_130_and_one_line(
    site_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dispatch.schedule", stopped)
    assert command(["day-ahead", str(site_folder), "--no-history", "--quiet"]) == 130
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip() == "Stopped. Nothing half-written is left."
    assert not list(Archive.at().root.rglob("*"))


@pytest.mark.slow
def test_ctrl_c_while_the_solver_works(site_folder: Path, tmp_path: Path) -> None:
    arguments = [
        sys.executable,
        "-c",
        "from runs.cli import main; main()",
        "day-ahead",
        str(site_folder),
        "--lang",
        "en",
    ]
    process = subprocess.Popen(
        [*arguments, "--archive", str(tmp_path / "archive"), "--no-history"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "stage" in line:
            break
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == ""
    assert "Stopped." in err
    assert "Traceback" not in err
    assert not (tmp_path / "archive").exists()


def test_an_internal_fault_is_one_line_and_a_file(
    site_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("dispatch.schedule", broken)
    assert command(["day-ahead", str(site_folder), "--no-history", "--quiet"]) == 3
    err = capsys.readouterr().err
    assert len(err.strip().splitlines()) == 1
    path = re.search(r"in (\S+\.txt);", err)
    assert path is not None
    kept = Path(path[1])
    assert kept.parent == Archive.at().root / ".faults"
    assert "ZeroDivisionError: a fault of ours" in kept.read_text(encoding="utf-8")
    assert list(Archive.at().folders()) == []


def test_a_full_disk_ends_with_3_and_leaves_nothing(site_folder: Path, tmp_path: Path) -> None:
    """No file may grow beyond 20 kB: the system itself refuses, wherever the write is."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));"
        "from runs.cli import main; main()"
    )
    archive = tmp_path / "archive"
    done = python(
        "day-ahead", str(site_folder), "--archive", str(archive), "--no-history", "--quiet", code=code
    )
    assert done.returncode == 3, done.stderr
    assert "disk is full" in done.stderr
    assert str(archive) in done.stderr
    assert not archive.exists()


def test_an_archive_that_cannot_be_there_ends_with_3(
    site_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runs.report.write_report", no_report)
    (tmp_path / "file").write_text("", encoding="utf-8")
    where = str(tmp_path / "file" / "archive")
    assert command(["day-ahead", str(site_folder), "--archive", where, "--no-history", "--quiet"]) == 3
    assert where in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["runs", "list"], ["--help"], ["day-ahead", "--help"]])
def test_light_commands_import_nothing_heavy(run: Run, arguments: list[str]) -> None:
    code = (
        "import sys; from runs.cli import run; code = run(sys.argv[1:]);"
        "print('\\n' + ' '.join(sys.modules)); sys.exit(code)"
    )
    done = python(*arguments, code=code)
    assert done.returncode == 0, done.stderr
    assert HEAVY & set(done.stdout.splitlines()[-1].split()) == set()
    assert run.id in done.stdout or "--help" in arguments


def test_a_reader_that_goes_away_is_no_fault(run: Run) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "from runs.cli import main; main()", "runs", "show", run.id, "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 141
    assert err == b""


def test_a_terminal_without_chinese_is_no_fault(run: Run) -> None:
    done = python("runs", "show", run.id, "--lang", "zh", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr
    assert "\\u" in done.stdout
