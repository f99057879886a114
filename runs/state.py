"""Where the state of a day comes from, and the state that a plan leaves.

In this order: the file given by the user; the measured end of the day before (``measured.json`` in that day's folder of
the archive, in the form of ``state.json``); the end of the plan of the day before, the issued one, else the best
draft, which is then said; the site's own assumption. With an assumption the month's billed peak still comes from the
last day of the month that is known: a day without a plan does not wipe out what is on the bill.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from runs.archive import Archive, Record
from runs.inputs import read_text, state_from
from runs.run import Run
from runs.sums import last_sums
from sites.problems import Problem, Refused, problem
from sites.site import Site
from sites.state import State, assumed_state, state_problems

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["MEASURED", "StartingState", "end_state", "starting_state"]

MEASURED = "measured.json"
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class StartingState:
    """A state and what is to be said about where it comes from."""

    state: State
    notes: tuple[Problem, ...] = ()


def starting_state(site: Site, date: dt.date, archive: Archive) -> StartingState:
    """Return the state at the beginning of a day for which the user gave none.

    Raises
    ------
    Refused
        A measured state is there but cannot be used.
    """
    before = date - DAY
    measured = archive.root / site.name / str(before) / MEASURED
    if measured.is_file():
        return _measured(measured, site, date)
    plan = archive.plan_of(site.name, before)
    if plan is None:
        return _assumed(site, date, archive, problem("note-state-assumed", date=str(before)))
    about = {"date": str(before), "id": plan["id"]}
    state = _left_by(plan)
    if state is None:
        file = str(Path(plan["folder"]) / "state_end.json")
        return _assumed(site, date, archive, problem("note-state-plan-unreadable", file=file, **about))
    if state_problems(site, state, date):
        return _assumed(site, date, archive, problem("note-state-plan-unfit", **about))
    if plan.get("issued"):
        note = problem("note-state-from-issued", date=str(before), id=plan["id"])
        return StartingState(_named(state, "issued_plan", plan["id"]), (note,))
    note = problem("note-state-from-draft", date=str(before), id=plan["id"])
    return StartingState(_named(state, "assumption", plan["id"]), (note,))


def _left_by(plan: Record) -> State | None:
    """The state that an archived plan leaves, None where it cannot be read any more."""
    try:
        return Run(Path(plan["folder"]), plan).state_end
    except Refused:
        return None


def _assumed(site: Site, date: dt.date, archive: Archive, why: Problem) -> StartingState:
    """The site's own assumption, with the peaks that the month's last known day left."""
    state, known = assumed_state(site, date), _last_peaks(site, date, archive)
    sums, said = last_sums(site, date, lambda day: _known_after(site, day, archive))
    state = state.model_copy(update={"to_date": sums}) if sums else state
    if known is None:
        return StartingState(state, (why, *said))
    earlier, note = known
    ties = [name for name, asset in site.assets.items() if "billed_peak_mw" in asset.state_fields]
    peaks = {
        field: {name: peak for name, peak in getattr(earlier, field).items() if name in ties}
        for field in ("billed_peak_mw", "expected_peak_mw")
    }
    return StartingState(state.model_copy(update=peaks), (why, note, *said))


def _known_after(site: Site, day: dt.date, archive: Archive) -> State | None:
    """The state that an earlier day left, measured before planned."""
    measured = archive.root / site.name / str(day) / MEASURED
    if measured.is_file():
        with contextlib.suppress(Refused):
            return state_from(read_text(measured), str(measured))
    plan = archive.plan_of(site.name, day)
    return _left_by(plan) if plan is not None else None


def _last_peaks(site: Site, date: dt.date, archive: Archive) -> tuple[State, Problem] | None:
    """The newest state of the month that an earlier day left, measured before planned, and where it is from."""
    for day in range(date.day - 1, 0, -1):
        earlier = date.replace(day=day)
        measured = archive.root / site.name / str(earlier) / MEASURED
        plan = archive.plan_of(site.name, earlier)
        if measured.is_file():
            with contextlib.suppress(Refused):
                note = problem("note-peak-carried-measured", date=str(earlier), path=str(measured))
                return state_from(read_text(measured), str(measured)), note
        state = _left_by(plan) if plan is not None else None
        if plan is not None and state is not None:
            return state, problem("note-peak-carried", date=str(earlier), id=plan["id"])
    return None


def _measured(path: Path, site: Site, date: dt.date) -> StartingState:
    state = state_from(read_text(path), str(path))
    found = state_problems(site, state, date)
    if found:
        raise Refused([Problem(key, f"{path} {field}", args) for key, field, args in found])
    note = problem("note-state-from-measured", date=str(date - DAY), path=str(path))
    return StartingState(_named(state, "measured", state.origin_id or str(path)), (note,))


def _named(state: State, origin: str, origin_id: str) -> State:
    return state.model_copy(update={"origin": origin, "origin_id": origin_id})


def end_state(site: Site, state: State, date: dt.date, data: xr.Dataset, run_id: str) -> State:
    """Return the state at the end of a planned day, which is the beginning of the next.

    Levels are those at the end of the last step. The month's billed peak is the highest import so far, and begins
    again on the first; where nobody gave an expected peak, that of the month that ended is expected of the next.

    Parameters
    ----------
    data : xarray.Dataset
        ``schedule.data``: ``energy_mwh(time, asset)``, ``import_mw(time, asset)``.
    """
    levels = {
        name: _within(float(data["energy_mwh"].sel(asset=name).values[-1]), _most(site, name))
        for name in site.of_role("store")
    }
    from dispatch.carried import carried_over

    imported = {name: float(np.max(data["import_mw"].sel(asset=name).values)) for name in site.of_role("tie")}
    billed = {name: max(state.billed_peak_mw.get(name, 0.0), peak, 0.0) for name, peak in imported.items()}
    expected = dict(state.expected_peak_mw)
    following = date + DAY
    if following.month != date.month:
        for name, peak in billed.items():
            charge = getattr(site.assets[name], "demand_charge", None)
            if charge is not None and charge.expected_peak_mw == 0.0:
                expected.setdefault(name, peak)
        billed = {}
    carried = carried_over(site, state, data)
    carried_levels = carried.pop("levels_mwh", {})
    return State(
        **{field: {**getattr(state, field), **values} for field, values in carried.items()},
        site=site.name,
        date=following,
        origin="issued_plan",
        origin_id=run_id,
        levels_mwh=levels | carried_levels,
        billed_peak_mw=billed,
        expected_peak_mw=expected,
    )


def _most(site: Site, store: str) -> float:
    return float(getattr(site.assets[store], "energy_mwh_max", np.inf))


def _within(level: float, most: float) -> float:
    """Return a level without the solver's last digits beyond the ends of the scale."""
    return min(max(level, 0.0), most)
