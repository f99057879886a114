"""The job from end to end: what is written, what is not, and what a history is."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xarray as xr

import dispatch
from runs.archive import Archive
from runs.execute import day_ahead, options_of
from runs.prepare import Order
from runs.record import exit_code_of
from runs.repeat import repeat
from runs.run import Run
from sites.problems import Refused, Trouble
from tests.builders import small_site
from tests.runs.conftest import DAY, NOW, write_site

FILES = {
    "audit.json",
    "day.toml",
    "events.nc",
    "forecast.nc",
    "plan.csv",
    "plan.xlsx",
    "report.html",
    "run.json",
    "schedule.nc",
    "site",
    "solver.log",
    "state.json",
    "state_end.json",
    "weather.nc",
}


def no_report(folder: Path, **_: object) -> Path:
    """Stand in for the report, which has tests of its own."""
    path = folder / "report.html"
    path.write_text("<!doctype html>", encoding="utf-8")
    return path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the report out where it is not looked at."""
    monkeypatch.setattr("runs.report.write_report", no_report)


@pytest.fixture(scope="module")
def hourly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the small site by the hour, which is solved at once."""
    return write_site(tmp_path_factory.mktemp("hourly") / "site", step_minutes=60)


def test_a_run_holds_everything(run: Run) -> None:
    assert {path.name for path in run.folder.iterdir()} == FILES
    assert {path.name for path in (run.folder / "site").iterdir()} == {
        "site.toml",
        "tariff.toml",
        "factors.toml",
        "shape.csv",
    }
    assert run.folder.parts[-3:] == ("small", "2026-07-15", run.id)
    assert run.site.files == small_site().files
    assert (run.date, run.state.date, run.state_end.date) == (DAY, DAY, DAY + dt.timedelta(days=1))


def test_a_run_can_be_read_without_our_code(run: Run) -> None:
    record = json.loads((run.folder / "run.json").read_text(encoding="utf-8"))
    assert {
        "id",
        "site",
        "date",
        "created",
        "status",
        "kpis",
        "costs",
        "stages",
        "versions",
        "seeds",
        "notes",
    } <= set(record)
    assert sum(record["costs"].values()) == pytest.approx(record["kpis"]["cost_yuan"])
    assert record["versions"].keys() >= {"python", "pyomo", "highspy", "pvlib"}
    assert record["duration_s"].keys() == {
        "inputs",
        "weather",
        "forecast",
        "schedule",
        "audit",
        "archive",
        "report",
    }
    for name in ("weather.nc", "forecast.nc", "schedule.nc", "events.nc"):
        with xr.open_dataset(run.folder / name, engine="h5netcdf") as dataset:
            assert dataset.sizes["time"] > 0


def test_the_forecast_survives_the_archive(run: Run) -> None:
    assert run.forecast["power_mw"].dtype == "float64"
    assert run.forecast.attrs["site"] == "small"
    assert run.forecast["time"].values[0] == run.schedule.data["time"].values[0]


def test_the_record_says_what_was_assumed(run: Run) -> None:
    keys = [note["key"] for note in run.record["notes"]]
    assert "note-state-assumed" in keys
    assert run.record["weather"]["synthetic"] is True
    assert run.record["issued"] is None
    assert run.record["issue_time"] == "2026-07-14T09:00:00Z"


@pytest.mark.usefixtures("quick")
def test_an_empty_archive_gets_a_history(hourly: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    made = day_ahead(Order(site=str(hourly), date=DAY), archive=archive, now=NOW)
    days = [record["date"] for record in archive.records("small")]
    assert days == [str(DAY - dt.timedelta(days=back)) for back in range(7, -1, -1)]
    runs = [Run.read(folder) for folder in archive.folders()]
    for before, after in itertools.pairwise(runs):
        assert after.state.origin_id == before.id
        assert after.state.levels_mwh == before.state_end.levels_mwh
    assert made.id == runs[-1].id
    again = day_ahead(Order(site=str(hourly), date=DAY), archive=archive, now=NOW)
    assert len(archive.records("small")) == 9, "a second run makes no second history"
    assert again.id != made.id


@pytest.mark.usefixtures("quick")
def test_a_history_day_that_cannot_be_had_is_left_out_and_said(
    hourly: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runs.execute.HISTORY_DAYS", 2)
    site = tmp_path / "site"
    shutil.copytree(hourly, site)
    tariff = site / "tariff.toml"
    begins = f"effective_from = {DAY - dt.timedelta(days=1)}"
    tariff.write_text(
        tariff.read_text(encoding="utf-8").replace("effective_from = 2020-01-01", begins), encoding="utf-8"
    )
    archive = Archive(tmp_path / "archive")
    made = day_ahead(Order(site=str(site), date=DAY), archive=archive, now=NOW)
    assert len(archive.records()) == 2
    left_out = [note for note in made.record["notes"] if note["key"] == "note-history-left-out"]
    assert [note["args"]["date"] for note in left_out] == ["2026-07-13"]


@pytest.mark.usefixtures("quick")
def test_the_files_of_the_user_are_kept(hourly: Path, tmp_path: Path) -> None:
    state = tmp_path / "evening.json"
    state.write_text(
        json.dumps({"site": "small", "date": str(DAY), "origin": "measured", "levels_mwh": {"battery": 3.0}}),
        encoding="utf-8",
    )
    day = tmp_path / "day.toml"
    day.write_text('[[outages]]\nasset = "roof"\nhours = "10:00-12:00"\n', encoding="utf-8")
    order = Order(site=str(hourly), date=DAY, state=state, day=day)
    made = day_ahead(order, archive=Archive(tmp_path / "archive"), has_history=False, now=NOW)
    assert {path.name for path in (made.folder / "inputs").iterdir()} == {
        "state-evening.json",
        "day-day.toml",
    }
    assert made.record["inputs"] == {"state": "evening.json", "day": "day.toml"}
    assert made.record["state"] == {"origin": "file", "origin_id": "evening.json"}
    assert made.state.levels_mwh == {"battery": 3.0}
    assert (made.folder / "day.toml").read_text(encoding="utf-8") == day.read_text(encoding="utf-8")
    assert made.day.outages[0].asset == "roof"
    available = made.schedule.data["available_mw"].sel(asset="roof").values
    assert (available[10:12] == 0).all()
    assert available[12] > 0


@pytest.mark.parametrize(
    "order",
    [
        {"options": {"solver": "no-such-solver"}},
        {"options": {"gap_rel": 0.0}},
        {"options": {"time_limit_s": -1.0}},
        {"seed": -1},
        {"weather": Path("nothing.csv")},
        {"date": dt.date(2050, 1, 1)},
    ],
)
@pytest.mark.usefixtures("quick")
def test_bad_input_writes_nothing(hourly: Path, tmp_path: Path, order: dict[str, Any]) -> None:
    root = tmp_path / "archive"
    with pytest.raises(Refused):
        day_ahead(Order(**{"site": str(hourly), "date": DAY, **order}), archive=Archive(root), now=NOW)
    assert not root.exists()


def test_all_wrong_options_are_named() -> None:
    with pytest.raises(Refused) as refused:
        options_of(Order(site="small", options={"gap_rel": 0.0, "threads": 0}))
    assert [each.where.rpartition(" ")[2] for each in refused.value.problems] == ["gap_rel", "threads"]


@pytest.mark.parametrize(
    ("target", "fault", "caught"),
    [
        ("dispatch.schedule", KeyboardInterrupt(), KeyboardInterrupt),
        ("runs.contents.csv_bytes", KeyboardInterrupt(), KeyboardInterrupt),
        ("runs.report.write_report", KeyboardInterrupt(), KeyboardInterrupt),
        ("runs.contents.csv_bytes", OSError(28, "No space left on device"), Trouble),
        ("runs.report.write_report", OSError(30, "Read-only file system"), Trouble),
        ("runs.report.write_report", ValueError("a fault of the report"), ValueError),
    ],
)
def test_what_ends_early_leaves_nothing(
    hourly: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    target: str,
    fault: BaseException,
    caught: type[BaseException],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(target, fail)
    root = tmp_path / "archive"
    with pytest.raises(caught):
        day_ahead(Order(site=str(hourly), date=DAY), archive=Archive(root), has_history=False, now=NOW)
    assert not root.exists()


class Planned:
    """As much of a schedule as the exit code looks at."""

    def __init__(self, status: str, *, is_targets_met: bool) -> None:
        self.status, self.is_targets_met = status, is_targets_met


@pytest.mark.parametrize(
    ("status", "is_met", "findings", "code"),
    [
        ("optimal", True, [], 0),
        ("feasible", True, [], 0),
        ("optimal", False, [], 1),
        ("optimal", True, [{}], 1),
        ("relaxed", True, [], 1),
        ("rule_based", True, [], 1),
        ("previous_plan", True, [], 1),
    ],
)
def test_exit_codes_of_plans(status: str, *, is_met: bool, findings: list[object], code: int) -> None:
    planned: Any = Planned(status, is_targets_met=is_met)
    assert exit_code_of(planned, findings) == code


@pytest.mark.usefixtures("quick")
def test_the_issued_plan_of_the_day_is_handed_to_fall_back_on(
    hourly: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path / "archive")
    first = day_ahead(Order(site=str(hourly), date=DAY), archive=archive, has_history=False, now=NOW)
    handed: list[object] = []
    schedule = dispatch.schedule

    def watched(*args: Any, **kwargs: Any) -> object:
        handed.append(kwargs["previous"])
        return schedule(*args, **kwargs)

    monkeypatch.setattr("dispatch.schedule", watched)
    day_ahead(Order(site=str(hourly), date=DAY), archive=archive, now=NOW)
    archive.issue(first.id, "Li")
    made = day_ahead(Order(site=str(hourly), date=DAY), archive=archive, now=NOW)
    assert handed[0] is None
    assert isinstance(handed[1], xr.Dataset)
    assert made.previous is None


@pytest.mark.usefixtures("quick")
def test_a_plan_that_was_carried_out_instead_can_be_repeated(hourly: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    order = Order(site=str(hourly), date=DAY)
    first = day_ahead(order, archive=archive, has_history=False, now=NOW)
    archive.issue(first.id, "Li")
    hurried = replace(order, options={"time_limit_s": 1e-6})
    made = day_ahead(hurried, archive=archive, now=NOW)
    assert (made.status, made.exit_code) == ("previous_plan", 1)
    assert made.previous is not None
    assert repeat(made).is_same


@pytest.mark.usefixtures("quick")
def test_an_interrupted_history_is_completed(
    hourly: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path / "archive")
    order = Order(site=str(hourly), date=DAY)
    schedule, calls = dispatch.schedule, itertools.count()

    def interrupted(*args: Any, **kwargs: Any) -> object:
        if next(calls) == 2:
            raise KeyboardInterrupt
        return schedule(*args, **kwargs)

    monkeypatch.setattr("dispatch.schedule", interrupted)
    with pytest.raises(KeyboardInterrupt):
        day_ahead(order, archive=archive, now=NOW)
    kept = {record["id"] for record in archive.records("small")}
    assert len(kept) == 2
    day_ahead(order, archive=archive, now=NOW)
    records = archive.records("small")
    assert len(records) == 8
    assert kept <= {record["id"] for record in records}
    assert [record["is_history"] for record in records] == [True] * 7 + [False]
    later = replace(order, date=DAY + dt.timedelta(days=5))
    day_ahead(later, archive=archive, now=NOW)
    assert len(archive.records("small")) == 9, "days left out on purpose stay so"


@pytest.mark.usefixtures("quick")
def test_a_damaged_day_before_does_not_stop_the_day(hourly: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    order = Order(site=str(hourly), date=DAY)
    first = day_ahead(order, archive=archive, has_history=False, now=NOW)
    forecast = first.folder / "forecast.nc"
    forecast.write_bytes(forecast.read_bytes()[:1000])
    (first.folder / "state_end.json").unlink()
    made = day_ahead(replace(order, date=DAY + dt.timedelta(days=1)), archive=archive, now=NOW)
    keys = [note["key"] for note in made.record["notes"]]
    assert {"note-before-unreadable", "note-state-plan-unreadable"} <= set(keys)


@pytest.mark.usefixtures("quick")
def test_a_damaged_issued_plan_is_said(hourly: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    order = Order(site=str(hourly), date=DAY)
    first = day_ahead(order, archive=archive, has_history=False, now=NOW)
    archive.issue(first.id, "Li")
    (first.folder / "schedule.nc").write_bytes(b"")
    made = day_ahead(order, archive=archive, now=NOW)
    assert "note-issued-unreadable" in [note["key"] for note in made.record["notes"]]


@pytest.mark.usefixtures("quick")
def test_a_store_that_the_state_leaves_out_is_noted(hourly: Path, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"site": "small", "date": str(DAY), "origin": "file"}), encoding="utf-8")
    order = Order(site=str(hourly), date=DAY, state=state)
    made = day_ahead(order, archive=Archive(tmp_path / "archive"), has_history=False, now=NOW)
    assert "state-note-level-absent" in [note["key"] for note in made.record["notes"]]


def test_an_archive_that_cannot_be_written_is_found_before_the_work(
    hourly: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwanted(*args: object, **kwargs: object) -> None:
        raise AssertionError(args, kwargs)

    monkeypatch.setattr("runs.execute.prepare", unwanted)
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    with pytest.raises(Trouble) as trouble:
        day_ahead(Order(site=str(hourly), date=DAY), archive=Archive(file), now=NOW)
    assert trouble.value.problems[0].where == str(file)


def test_the_probe_leaves_nothing_behind(tmp_path: Path) -> None:
    Archive(tmp_path / "one" / "two").probe()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("quick")
def test_a_load_that_wants_more_than_it_may_have_is_refused(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", step_minutes=60, assets={"plating": {"energy_mwh_max": 20.0}})
    order = Order(site=str(site), date=DAY)
    archive = Archive(tmp_path / "archive")
    with pytest.raises(Refused) as refused:
        day_ahead(order, archive=archive, has_history=False, now=NOW)
    (found,) = refused.value.problems
    assert (found.key, found.args["wanted"]) == ("demand-above-energy", 24.0)
    assert "plating" in found.where
    day = tmp_path / "day.toml"
    day.write_text('[[outages]]\nasset = "plating"\nhours = "00:00-06:00"\n', encoding="utf-8")
    day_ahead(replace(order, day=day), archive=archive, has_history=False, now=NOW)
