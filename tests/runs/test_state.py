"""Where the state of a day comes from, and what a plan leaves."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from dispatch.results import COMMON
from runs.archive import Archive
from runs.run import Run
from runs.state import end_state, starting_state
from sites.problems import Refused
from sites.state import State
from tests.builders import small_site
from tests.runs.conftest import DAY

NEXT = DAY + dt.timedelta(days=1)


def plan(level_mwh: float, import_mw: float) -> xr.Dataset:
    """Return a plan that ends at a level, with a peak of imports in its middle."""
    names = list(small_site().assets)
    data = xr.Dataset(
        {name: (("time", "asset"), np.full((3, len(names)), np.nan)) for name in COMMON},
        coords={"asset": names, "feed": []},
    )
    data["feed_mw"] = (("time", "feed"), np.zeros((3, 0)))
    data["energy_mwh"].loc[{"asset": "battery"}] = [2.0, 3.0, level_mwh]
    data["import_mw"].loc[{"asset": "tie"}] = [1.0, import_mw, 0.5]
    return data


def state(date: dt.date, **more: object) -> State:
    """Return a state of the small site."""
    return State.model_validate({"site": "small", "date": date, "origin": "assumption", **more})


def test_a_plan_leaves_its_last_levels_and_its_peak() -> None:
    left = end_state(small_site(), state(DAY, billed_peak_mw={"tie": 6.0}), DAY, plan(1.5, 7.0), "r-1")
    assert (left.date, left.origin_id) == (NEXT, "r-1")
    assert left.levels_mwh == {"battery": 1.5}
    assert left.billed_peak_mw == {"tie": 7.0}
    kept = end_state(small_site(), state(DAY, billed_peak_mw={"tie": 9.0}), DAY, plan(1.5, 7.0), "r-1")
    assert kept.billed_peak_mw == {"tie": 9.0}


def test_the_calls_of_a_day_end_with_it() -> None:
    left = end_state(small_site(), state(DAY, calls_used={"plating": 2}), DAY, plan(1.5, 7.0), "r-1")
    assert left.calls_used == {}


def test_the_month_begins_again_and_expects_the_one_before() -> None:
    last = dt.date(2026, 7, 31)
    left = end_state(small_site(), state(last, billed_peak_mw={"tie": 6.0}), last, plan(1.5, 7.0), "r-1")
    assert left.billed_peak_mw == {}
    assert left.expected_peak_mw == {"tie": 7.0}
    told = state(last, expected_peak_mw={"tie": 8.0})
    assert end_state(small_site(), told, last, plan(1.5, 7.0), "r-1").expected_peak_mw == {"tie": 8.0}


def test_last_digits_of_the_solver_do_not_leave_the_scale() -> None:
    left = end_state(small_site(), state(DAY), DAY, plan(-1e-12, 7.0), "r-1")
    assert left.levels_mwh == {"battery": 0.0}
    assert end_state(small_site(), state(DAY), DAY, plan(4.0 + 1e-9, 7.0), "r-1").levels_mwh == {
        "battery": 4.0
    }


def test_without_a_day_before_it_is_an_assumption(tmp_path: Path) -> None:
    start = starting_state(small_site(), DAY, Archive(tmp_path))
    assert (start.state.origin, start.state.origin_id) == ("assumption", "")
    assert [note.key for note in start.notes] == ["note-state-assumed"]


def test_a_draft_is_used_and_said(archive: Archive, run: Run) -> None:
    start = starting_state(run.site, NEXT, archive)
    assert (start.state.origin, start.state.origin_id) == ("assumption", run.id)
    assert start.state.levels_mwh == run.state_end.levels_mwh
    assert [note.key for note in start.notes] == ["note-state-from-draft"]
    end = float(run.schedule.data["energy_mwh"].sel(asset="battery").values[-1])
    assert start.state.levels_mwh["battery"] == pytest.approx(end, abs=1e-9)


def test_the_issued_plan_is_named(archive: Archive, run: Run) -> None:
    archive.issue(run.id, "Li")
    start = starting_state(run.site, NEXT, archive)
    assert (start.state.origin, start.state.origin_id) == ("issued_plan", run.id)
    assert [note.key for note in start.notes] == ["note-state-from-issued"]


def test_what_was_measured_counts_more(archive: Archive, run: Run) -> None:
    archive.issue(run.id, "Li")
    measured = archive.root / "small" / str(DAY) / "measured.json"
    content = {"site": "small", "date": str(NEXT), "origin": "measured", "levels_mwh": {"battery": 3.25}}
    measured.write_text(json.dumps(content), encoding="utf-8")
    start = starting_state(run.site, NEXT, archive)
    assert (start.state.origin, start.state.levels_mwh) == ("measured", {"battery": 3.25})
    assert str(measured) in start.notes[0].text()
    measured.write_text(json.dumps(content | {"date": str(DAY)}), encoding="utf-8")
    with pytest.raises(Refused, match=r"measured\.json"):
        starting_state(run.site, NEXT, archive)


def test_a_plan_of_another_shape_of_the_site_is_not_used(archive: Archive) -> None:
    smaller = small_site(assets={"battery": {"energy_mwh_max": 0.1}})
    start = starting_state(smaller, NEXT, archive)
    assert start.state.levels_mwh == {"battery": 0.05}
    assert [note.key for note in start.notes] == ["note-state-plan-unfit", "note-peak-carried"]


def later(archive: Archive, days: int) -> dt.date:
    """Return a day after the archived one."""
    assert next(archive.folders(), None) is not None
    return DAY + dt.timedelta(days=days)


def test_the_billed_peak_outlives_a_missing_day(archive: Archive, run: Run) -> None:
    start = starting_state(run.site, later(archive, 3), archive)
    assert run.state_end.billed_peak_mw["tie"] > 0
    assert start.state.billed_peak_mw == run.state_end.billed_peak_mw
    assert start.state.levels_mwh == {"battery": 2.0}, "a level of three days ago says nothing"
    assert [note.key for note in start.notes] == ["note-state-assumed", "note-peak-carried"]
    assert run.id in start.notes[1].text()
    august = dt.date(2026, 8, 3)
    assert starting_state(run.site, august, archive).state.billed_peak_mw == {}


def test_the_newest_known_peak_is_carried(archive: Archive, run: Run) -> None:
    measured = archive.root / "small" / str(NEXT) / "measured.json"
    measured.parent.mkdir()
    content = {"site": "small", "date": str(later(archive, 2)), "origin": "measured"}
    measured.write_text(json.dumps(content | {"billed_peak_mw": {"tie": 9.5}}), encoding="utf-8")
    start = starting_state(run.site, later(archive, 4), archive)
    assert start.state.billed_peak_mw == {"tie": 9.5}
    measured.write_text("{", encoding="utf-8")
    assert starting_state(run.site, later(archive, 4), archive).notes[1].key == "note-peak-carried"


@pytest.mark.parametrize("content", [None, "{", '{"site": 1}'])
def test_a_damaged_end_of_yesterday_is_said_and_left(archive: Archive, run: Run, content: str | None) -> None:
    path = run.folder / "state_end.json"
    path.unlink()
    if content is not None:
        path.write_text(content, encoding="utf-8")
    start = starting_state(run.site, NEXT, archive)
    assert start.state.origin == "assumption"
    assert [note.key for note in start.notes] == ["note-state-plan-unreadable"]
    assert str(path) in start.notes[0].text()
