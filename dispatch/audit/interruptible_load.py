"""Audit of an interruptible load: limits of a step, of a call, between calls and of a day.

A call is a run of steps with ``is_interrupted`` 1. It lies inside the day: one that would have to go on
after midnight is too short, one that begins at midnight begins there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, not_negative, steps_at_least, steps_at_most
from dispatch.audit.finding import MW_TOLERANCE, Finding
from dispatch.audit.interface import AssetAudit, Headroom
from dispatch.audit.load import demand_mw, unserved
from dispatch.audit.rules import Rule
from sites.assets.interruptible_load import InterruptibleLoad

__all__ = [
    "AUDIT",
    "calls",
    "check_calls",
    "check_declared",
    "check_energy",
    "check_indicator",
    "check_limits",
    "check_served",
    "costs",
    "most_cut_mw",
]

Steps = NDArray[np.int64]


def most_cut_mw(load: InterruptibleLoad, case: Case) -> NDArray[np.float64]:
    """Most power that may be cut in each step, MW, shape (count,)."""
    share = load.interruptible_frac * demand_mw(load, case)
    return share if load.interrupted_mw_max is None else np.minimum(share, load.interrupted_mw_max)


def check_served(load: InterruptibleLoad, case: Case, track: Track) -> Iterator[Finding]:
    """What is not cut is served in full."""
    yield from unserved(load, case, track, demand_mw(load, case) - track.of("interrupted_mw", load.name))


def check_limits(load: InterruptibleLoad, case: Case, track: Track) -> Iterator[Finding]:
    """No more is cut in a step than may be, and during a call no less than must be."""
    cut = track.of("interrupted_mw", load.name)
    yield from not_negative(load, track, "interrupted_mw")
    yield from track.over(Rule.INTERRUPTIBLE_STEP_LIMIT, load.name, cut - most_cut_mw(load, case))
    is_called = track.of("is_interrupted", load.name) > 0.5
    short = np.where(is_called, load.interrupted_mw_min - cut, 0.0)
    short = track.ledger.excuse("call_rules", load.name, short)
    yield from track.over(Rule.INTERRUPTIBLE_DEPTH, load.name, short)


def check_indicator(load: InterruptibleLoad, case: Case, track: Track) -> Iterator[Finding]:
    """The indicator of a call is 0 or 1, and nothing is cut without a call."""
    indicator = track.of("is_interrupted", load.name)
    cut = track.of("interrupted_mw", load.name)
    broken = np.abs(indicator - np.round(np.clip(indicator, 0.0, 1.0)))
    yield from track.over(Rule.INTERRUPTIBLE_INDICATOR, load.name, broken, "")
    silent = np.where(indicator < 0.5, cut, 0.0)
    yield from track.over(Rule.INTERRUPTIBLE_INDICATOR, load.name, silent)


def calls(load: InterruptibleLoad, track: Track) -> list[Steps]:
    """Steps of each call, in order."""
    called = np.flatnonzero(track.of("is_interrupted", load.name) > 0.5)
    return np.split(called, np.flatnonzero(np.diff(called) > 1) + 1) if called.size else []


def check_calls(load: InterruptibleLoad, case: Case, track: Track) -> Iterator[Finding]:
    """Number and length of the calls, and the time between them."""
    broken = list(_broken_calls(load, case, track))
    if broken and not track.ledger.pardons("call_rules", load.name):
        yield from broken


def _broken_calls(load: InterruptibleLoad, case: Case, track: Track) -> Iterator[Finding]:
    runs = calls(load, track)
    count = len(runs) + case.state.calls_used.get(load.name, 0)
    if runs and load.calls_max is not None and count > load.calls_max:
        steps = np.concatenate(runs)
        yield track.at(Rule.INTERRUPTIBLE_CALLS, load.name, steps, float(count - load.calls_max), "")
    shortest = steps_at_least(load.call_hours_min, case)
    longest = case.steps.count if load.call_hours_max is None else steps_at_most(load.call_hours_max, case)
    for run in runs:
        if len(run) < shortest:
            missing = (shortest - len(run)) * case.hours
            yield track.at(Rule.INTERRUPTIBLE_CALL_SHORT, load.name, run, missing, "h")
        if len(run) > longest:
            yield track.at(
                Rule.INTERRUPTIBLE_CALL_LONG, load.name, run, (len(run) - longest) * case.hours, "h"
            )
    gap = steps_at_least(load.gap_hours_min, case)
    for before, after in pairwise(runs):
        between = int(after[0] - before[-1]) - 1
        if between < gap:
            yield track.at(Rule.INTERRUPTIBLE_GAP, load.name, after[:1], (gap - between) * case.hours, "h")


def check_energy(load: InterruptibleLoad, case: Case, track: Track) -> Iterator[Finding]:
    """Energy cut and energy served over the day."""
    for rule, variable, most_mwh in (
        (Rule.INTERRUPTIBLE_ENERGY_CUT, "interrupted_mw", load.interrupted_mwh_max),
        (Rule.INTERRUPTIBLE_ENERGY_SERVED, "power_mw", load.energy_mwh_max),
    ):
        if most_mwh is None:
            continue
        excess = float(track.of(variable, load.name).sum()) * case.hours - most_mwh
        if not excess <= MW_TOLERANCE and not track.ledger.pardons("call_rules", load.name):
            yield track.whole_day(rule, load.name, excess, "MWh")


def check_declared(load: InterruptibleLoad, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's own figures of demand and of what was not served."""
    demand = demand_mw(load, case)
    yield from track.apart(Rule.LOAD_DEMAND, load.name, track.of("demand_mw", load.name), demand)
    short = demand - track.of("interrupted_mw", load.name) - track.of("power_mw", load.name)
    declared = track.of("unserved_mw", load.name)
    yield from track.apart(Rule.LOAD_UNSERVED, load.name, declared, np.maximum(short, 0.0))


def costs(load: InterruptibleLoad, case: Case, track: Track) -> dict[str, float]:
    """Compensation of what is cut; the worth of what is served, as a negative cost."""
    cut_mwh = float(track.of("interrupted_mw", load.name).sum()) * case.hours
    served_mwh = float(track.of("power_mw", load.name).sum()) * case.hours
    return {
        "interruption": load.compensation_yuan_per_mwh * cut_mwh,
        "served_value": -load.value_yuan_per_mwh * served_mwh,
    }


def headroom(load: InterruptibleLoad, case: Case, plan: Track, run: slice) -> Headroom:
    """What may still be cut."""
    return Headroom(
        free_mw=np.maximum(most_cut_mw(load, case) - plan.of("interrupted_mw", load.name), 0.0)[run]
    )


AUDIT = AssetAudit(
    headroom=headroom,
    operation=(check_pin, check_served, check_limits, check_indicator, check_calls, check_energy),
    variables=("injection_mw", "power_mw", "interrupted_mw", "is_interrupted"),
    declared=(check_declared,),
    declared_variables=("demand_mw", "unserved_mw"),
    reference=demand_mw,
    costs=costs,
)
