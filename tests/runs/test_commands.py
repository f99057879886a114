"""What the commands do, as seen from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from runs.archive import Archive
from runs.cli import run as command
from runs.run import Run
from tests.runs.conftest import DAY
from tests.runs.test_execute import no_report


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
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Run", run.id[-6:], "abcdef"]
    assert "yuan" in next(line for line in lines if line.startswith("Cost of the day"))

    assert command(["runs", "list", "--date", "2026-07-20"]) == 0
    assert "no run of this site or day" in capsys.readouterr().out

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
    listed = {each["name"]: each["kind"] for each in json.loads(capsys.readouterr().out)}
    assert (listed["ruichang"], listed["examples/thermal"]) == ("bundled", "example")
    assert command(["site", "list", "--lang", "zh"]) == 0
    assert "垃圾" in capsys.readouterr().out
    assert command(["site", "new", "copy", "--example", "battery", "--folder", str(tmp_path / "copy")]) == 0
    assert command(["site", "check", str(tmp_path / "copy")]) == 0
    assert "copy" in capsys.readouterr().out
    assert command(["site", "new", "copy", "--example", "batery", "--folder", str(tmp_path / "no")]) == 2
    assert "battery" in capsys.readouterr().err
    assert command(["site", "new", "mine", "--folder", str(tmp_path / "mine")]) == 0
    assert str(tmp_path / "mine" / "site.toml") in capsys.readouterr().out
    assert command(["site", "check", str(tmp_path / "mine")]) == 0
    assert "mine" in capsys.readouterr().out
    assert command(["site", "new", "mine", "--folder", str(tmp_path / "mine")]) == 2
    capsys.readouterr()
    assert command(["site", "schema"]) == 0
    assert "properties" in json.loads(capsys.readouterr().out)


def test_an_archive_that_is_none_is_said(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for named, code, said in (
        (file, 2, "is a file"),
        (tmp_path / "nowhere", 2, "no such folder"),
        (tmp_path / "empty", 0, "holds no run"),
    ):
        assert command(["runs", "list", "--archive", str(named)]) == code
        captured = capsys.readouterr()
        assert said in captured.out + captured.err
    monkeypatch.setenv("HENGLI_ARCHIVE", str(tmp_path / "never-made"))
    assert command(["runs", "list"]) == 0
    assert "holds no run" in capsys.readouterr().out
    assert next(archive.folders(), None) is not None


def test_a_second_issue_changes_nothing(
    run: Run, archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    command(["runs", "issue", run.id, "--by", "Li"])
    before = archive.record(run.id)
    capsys.readouterr()
    assert command(["runs", "issue", run.id, "--by", "Wang"]) == 0
    assert "already" in capsys.readouterr().out
    assert archive.record(run.id) == before


def test_a_run_is_not_compared_with_itself(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["runs", "compare", run.id, run.id[-6:]]) == 2
    assert "more than once" in capsys.readouterr().err
    assert command(["runs", "compare", run.id]) == 2
