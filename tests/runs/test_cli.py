"""The command line: exit codes, languages, JSON, and ends that are explained."""

from __future__ import annotations

import json
import os
import re
import shutil
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
from tests.runs.conftest import DAY
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


def test_bad_input_is_data_with_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["runs", "show", "zzz", "--json", "--lang", "zh"]) == 2
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert told["exit_code"] == 2
    assert told["problems"][0]["key"] == "run-id-unknown"
    assert "没有" in captured.err


def test_a_day_is_scheduled_and_shown(
    site_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runs.report.write_report", no_report)
    arguments = ["day-ahead", str(site_folder), "--date", str(DAY), "--no-history"]
    code = command(arguments)
    captured = capsys.readouterr()
    made = Run.read(next(Archive.at().folders()))
    assert code == made.exit_code
    assert made.id in captured.out
    assert str(made.report) in captured.out
    assert "Absorption" in captured.out
    assert "audit" in captured.err
    assert "Traceback" not in captured.err
    assert command([*arguments, "--json", "--quiet"]) == code
    captured = capsys.readouterr()
    assert captured.err == ""
    told = json.loads(captured.out)
    assert told["exit_code"] == code
    assert Path(told["report"]).is_file()
    assert told["kpis"]["import_mwh"] == pytest.approx(made.kpis["import_mwh"])


def test_a_run_is_shown_in_chinese(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["runs", "show", run.id, "--lang", "zh"]) == 0
    text = capsys.readouterr().out
    assert "削峰" in text
    assert "草案" in text
    assert "假设或修补" in text


def test_runs_are_listed_issued_and_compared(
    run: Run, archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    day = run.folder.parent
    later = day.parent / "2026-07-16" / "20260714T100000Z-abcdef"
    shutil.copytree(run.folder, later)
    record = json.loads((later / "run.json").read_text(encoding="utf-8"))
    record |= {"id": later.name, "date": "2026-07-16"}
    record["kpis"]["cost_yuan"] += 1000
    (later / "run.json").write_text(json.dumps(record), encoding="utf-8")

    assert command(["runs", "list"]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.startswith("Run ")
    assert [line.split()[0] for line in lines] == [run.id, later.name]
    assert command(["runs", "list", "--date", "2026-07-16", "--json"]) == 0
    assert [each["id"] for each in json.loads(capsys.readouterr().out)] == [later.name]
    assert command(["runs", "list", "--quiet"]) == 0
    assert capsys.readouterr().out.split() == [run.id, later.name]

    assert command(["runs", "issue", "abcdef", "--by", "Li"]) == 0
    assert "Li" in capsys.readouterr().out
    plan = archive.plan_of("small", "2026-07-16")
    assert plan is not None
    assert plan["issued"]["by"] == "Li"

    assert command(["runs", "compare", run.id, "abcdef", "--json"]) == 0
    rows = {row["metric"]: row for row in json.loads(capsys.readouterr().out)["rows"]}
    assert rows["cost_yuan"]["ranks"] == [1, 2]
    assert command(["runs", "compare", run.id, "abcdef"]) == 0
    assert later.name in capsys.readouterr().out

    assert command(["runs", "like", "abcdef", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["id"] for each in told["like"]] == [run.id]
    assert {each["metric"]: each["rank"] for each in told["ranks"]}["cost_yuan"] == 2
    assert command(["runs", "like", "abcdef"]) == 0
    assert run.id in capsys.readouterr().out


def test_an_issue_that_supersedes_says_so(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    again = run.folder.with_name("20260714T100000Z-abcdef")
    shutil.copytree(run.folder, again)
    record = json.loads((again / "run.json").read_text(encoding="utf-8")) | {"id": again.name}
    (again / "run.json").write_text(json.dumps(record), encoding="utf-8")
    command(["runs", "issue", run.id])
    capsys.readouterr()
    assert command(["runs", "issue", "abcdef", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["issued"]["at"]
    assert command(["runs", "issue", run.id]) == 0
    assert again.name in capsys.readouterr().out


def test_a_check_ends_with_1_when_it_finds_something(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.csv"
    lines = (run.folder / "plan.csv").read_text(encoding="utf-8-sig").splitlines()
    header = lines[0].split(",")
    cells = lines[1].split(",")
    cells[header.index("battery.charge_mw")] = "7"
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]), encoding="utf-8")
    assert command(["check", str(path)]) == 1
    text = capsys.readouterr().out
    assert "battery" in text
    assert "00:15" in text
    assert command(["check", str(path), "--json", "--lang", "zh"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["edited"] == {"battery.charge_mw": 1}
    path.write_text("\n".join(lines[:-1]), encoding="utf-8")
    assert command(["check", str(path)]) == 2
    assert "95" in capsys.readouterr().err


def test_a_rerun_gives_the_same_plan(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["rerun", run.id, "--json", "--quiet"]) == 0
    assert json.loads(capsys.readouterr().out)["is_same"] is True


def test_sites_are_listed_checked_and_begun(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["site", "list", "--json"]) == 0
    assert "ruichang" in {each["name"] for each in json.loads(capsys.readouterr().out)}
    assert command(["site", "new", "mine", "--folder", str(tmp_path / "mine")]) == 0
    assert str(tmp_path / "mine" / "site.toml") in capsys.readouterr().out
    assert command(["site", "check", str(tmp_path / "mine")]) == 0
    assert "mine" in capsys.readouterr().out
    assert command(["site", "new", "mine", "--folder", str(tmp_path / "mine")]) == 2
    capsys.readouterr()
    assert command(["site", "schema"]) == 0
    assert "properties" in json.loads(capsys.readouterr().out)


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
