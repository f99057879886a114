"""The day's schedule: solve, and if that fails say honestly what was done instead.

1. Solve with every hard limit. Status ``optimal`` or ``feasible``.
2. If no plan keeps them all, break the least total amount of them, named. Status ``relaxed``.
3. If the solver brought nothing in time, carry out the issued plan on the new forecast (``previous_plan``), or the
   reference day (``rule_based``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dispatch.by_rule import cap, netted, reference_decisions, stored_decisions
from dispatch.capability import capability
from dispatch.case import Case, case_of
from dispatch.clock import Clock
from dispatch.collisions import with_collisions
from dispatch.islanding.survival import islands
from dispatch.kpi import kpis_of
from dispatch.lexicographic import Progress, Solved, StageResult, price, solve
from dispatch.network.rounds import NetworkNote, at_ties, network_broken, with_network
from dispatch.options import Options
from dispatch.result import Schedule, SolverNote, relaxations_of
from dispatch.results import Decisions, decisions_of, schedule_data
from sites.day import DayFacts
from sites.site import Site
from sites.state import State

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["complete", "schedule"]


def _silent(stage: str, seconds: float) -> None:
    del stage, seconds


def schedule(
    site: Site,
    forecast: xr.Dataset,
    *,
    state: State,
    day: DayFacts | None = None,
    options: Options | None = None,
    previous: xr.Dataset | None = None,
    progress: Progress | None = None,
) -> Schedule:
    """Schedule one day.

    Parameters
    ----------
    forecast : xarray.Dataset
        ``power_mw(scenario, time, asset)`` over the steps of one local day.
    state : State
        What the day starts from.
    day : DayFacts, optional
        Outages, derates, temporary limits, pins.
    previous : xarray.Dataset, optional
        Data of the issued plan for the same day, to fall back on.
    progress : callable, optional
        Told each stage's name and the seconds so far.

    Returns
    -------
    Schedule
        Always one, with an honest status.

    Raises
    ------
    sites.Refused
        Where the forecast does not fit the site, or the solver is not installed.
    """
    chosen = options or Options()
    tell = progress or _silent
    clock = Clock(chosen)
    tell("build", 0.0)
    case = case_of(site, forecast, state=state, day=day, options=chosen)
    solved, note = with_network(lambda each: _kept_or_relaxed(each, clock, tell), case, clock)
    if not solved.has_solution:
        return _without_solver(solved.model.case, solved, previous)
    price(solved, clock, tell)
    return _finish(solved, clock, tell, note).with_network(note)


def _kept_or_relaxed(case: Case, clock: Clock, tell: Progress) -> Solved:
    """Solve with every hard limit; if that is infeasible, break the least of them."""
    solved = solve(case, clock, tell)
    if solved.outcome == "infeasible" and not case.is_elastic:
        solved = solve(case.elastic(), clock, tell)
    return solved


def _finish(solved: Solved, clock: Clock, tell: Progress, note: NetworkNote | None) -> Schedule:
    case = solved.model.case
    decisions = decisions_of(solved.model)
    if solved.is_conflicted:
        decisions = netted(case, schedule_data(case, decisions))
        if decisions.broken:
            return _without_solver(case, solved, None)
    is_moved = solved.is_conflicted  # what is published is no longer what the model holds
    if note is not None and note.is_difference_at_ties and not is_moved:
        decisions, is_moved = at_ties(case, decisions), True
        cap(case, decisions.assets, decisions.broken)
    decisions.broken.update(network_broken(case, decisions))
    broken = relaxations_of(decisions, case.hours)
    data = schedule_data(case, decisions)
    events, witnesses = None, None if is_moved else _islands(solved, data, clock, tell)
    if case.options.has_capability and not case.is_elastic and not is_moved and not broken:
        tell("capability", clock.elapsed)
        power, events = capability(case, solved.model, clock)
        data["capability_mw"].values[:] = power
    status = "relaxed" if broken else solved.outcome
    done = _schedule(case, data, decisions, status, solved.stages, _note(solved), events)
    return replace(done, islands=witnesses)


def _islands(solved: Solved, data: xr.Dataset, clock: Clock, tell: Progress) -> xr.Dataset | None:
    """Survival without the grid, put into the data; the days that prove it."""
    case = solved.model.case
    if case.site.islanding is None or case.is_elastic or solved.is_conflicted:
        return None
    tell("islanding", clock.elapsed)
    found = islands(case, solved.model, clock)
    if found is None:
        return None
    data["island_hours"] = (("time",), found.hours, {"units": "h"})
    data["island_unserved_mwh"] = (("time",), found.unserved_mwh, {"units": "MWh"})
    return found.witnesses


def _note(solved: Solved) -> SolverNote:
    return SolverNote(solved.session.version, solved.session.log, solved.model.case.options.gap_rel)


def _without_solver(case: Case, solved: Solved, previous: xr.Dataset | None) -> Schedule:
    fits = previous is not None and np.array_equal(previous["time"].values, case.steps.times)
    decisions = (
        stored_decisions(case, previous) if fits and previous is not None else reference_decisions(case)
    )
    decisions.broken.update(network_broken(case, decisions))
    status = "previous_plan" if fits else "rule_based"
    data = schedule_data(case, decisions)
    return _schedule(case, data, decisions, status, solved.stages, _note(solved), None)


def _schedule(
    case: Case,
    data: xr.Dataset,
    decisions: Decisions,
    status: str,
    stages: list[StageResult],
    solver: SolverNote,
    events: xr.Dataset | None,
) -> Schedule:
    kpis, costs = kpis_of(case, data, schedule_data(case, reference_decisions(case)))
    return Schedule.of(
        data,
        status=status,
        kpis=kpis,
        costs=costs,
        stages=stages,
        relaxations=with_collisions(case, data, relaxations_of(decisions, case.hours)),
        solver=solver,
        events=events,
    )


def complete(
    site: Site,
    forecast: xr.Dataset,
    data: xr.Dataset,
    *,
    state: State,
    day: DayFacts | None = None,
    status: str,
    keeps_curtailment: bool = False,
) -> Schedule:
    """Recompute what follows from a plan's decisions: levels, exchange, curtailment, figures.

    Decisions are the powers of stores, tasks and batches and what is interrupted; used for tables edited by hand, and
    for what a plan achieves with other powers than it was made for (``keeps_curtailment``: sources then stay at or
    below the plan where it curtailed them by choice).
    """
    case = case_of(site, forecast, state=state, day=day)
    decisions = stored_decisions(case, data, keeps_curtailment=keeps_curtailment)
    decisions.broken.update(network_broken(case, decisions))
    done = schedule_data(case, decisions)
    return _schedule(case, done, decisions, status, [], SolverNote("", "", case.options.gap_rel), None)
