"""Audit of compressed air: what every store has (`dispatch.audit.store`), and the rules of its two trains.

A train runs (1) or not (0); without running it has no power, running it has its least. A run that begins on the day
lasts its least time or to the day's end; a train that came running goes on until it has run for its least time, or
until outages and derates leave it less than its least power. Fuel goes with what the expander gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from dispatch.audit import store
from dispatch.audit.case import Case, Track
from dispatch.audit.common import steps_at_least
from dispatch.audit.finding import Array, Finding
from dispatch.audit.interface import AssetAudit
from sites.assets.caes import TRAINS, Caes

__all__ = ["AUDIT", "check_burnt", "check_running", "check_trains"]

POWER = {"compressor": "charge_mw", "expander": "discharge_mw"}
RUNS = {"compressor": "is_compressing", "expander": "is_expanding"}
IDLE_MW = 1e-9
INDICATOR, LEAST, BOTH = "caes-indicator", "caes-least-power", "caes-both-trains"
SHORT, FUEL, CO2 = "caes-run-short", "caes-fuel", "caes-co2"


def is_on(caes: Caes, track: Track, train: str) -> NDArray[np.bool_]:
    """Steps in which a train runs, shape (count,)."""
    return np.asarray(track.of(RUNS[train], caes.name) > 0.5)


def limit_mw(caes: Caes, case: Case, train: str) -> Array:
    """Most power of a train on the day, MW, shape (count,)."""
    return case.limited_mw(caes.name, caes.train(train)[1])


def check_trains(caes: Caes, case: Case, track: Track) -> Iterator[Finding]:
    """Indicators are 0 or 1, power flows only while a train runs, and then at least its least."""
    short = np.zeros(case.steps.count)
    for train in TRAINS:
        indicator, power = track.of(RUNS[train], caes.name), track.of(POWER[train], caes.name)
        broken = np.abs(indicator - np.round(np.clip(indicator, 0.0, 1.0)))
        yield from track.over(INDICATOR, caes.name, broken, "")
        yield from track.over(INDICATOR, caes.name, np.where(is_on(caes, track, train), 0.0, power))
        lacking = np.where(is_on(caes, track, train), caes.train(train)[0] - power, 0.0)
        short = np.maximum(short, lacking)
    yield from track.over(LEAST, caes.name, track.ledger.excuse("unit_rules", caes.name, short))
    if caes.is_one_way:
        both = np.logical_and(*(is_on(caes, track, train) for train in TRAINS))
        yield from track.over(BOTH, caes.name, both.astype(float), "")


def check_running(caes: Caes, case: Case, track: Track) -> Iterator[Finding]:
    """Each run lasts its least time."""
    lacking = np.zeros(case.steps.count)
    bound_before = 0
    for train in TRAINS:
        least, _, _, hours_min = caes.train(train)
        on = is_on(caes, track, train)
        before = hours_before(caes, case, train)
        bound = bound_steps(caes, case, train)
        if train == "expander" and caes.is_one_way and bound_before:
            bound = 0
        bound_before = max(bound_before, bound)
        lacking[:bound] = np.maximum(lacking[:bound], np.where(on[:bound], 0.0, max(least, 1e-8)))
        starts = np.flatnonzero(np.diff(np.concatenate([[before > 0], on]).astype(int)) == 1)
        for start in starts:
            end = min(int(start) + steps_at_least(hours_min, case), case.steps.count)
            missing = np.flatnonzero(~on[start:end]) + start
            if missing.size:
                yield track.at(SHORT, caes.name, missing, missing.size * case.hours, "h")
    left = track.ledger.excuse("unit_rules", caes.name, lacking)
    steps = np.flatnonzero(left > 1e-9)
    if steps.size:
        yield track.at(SHORT, caes.name, steps, steps.size * case.hours, "h")


def hours_before(caes: Caes, case: Case, train: str) -> float:
    """How long a train had been running (+) or standing (-) before the day, hours."""
    return case.state.value(case.site, "unit_hours", f"{caes.name}/{train}")


def bound_steps(caes: Caes, case: Case, train: str) -> int:
    """First steps in which a train must go on running since it came so."""
    least, _, _, hours_min = caes.train(train)
    before = hours_before(caes, case, train)
    if before <= 0:
        return 0
    stopped = np.flatnonzero(limit_mw(caes, case, train) < max(least, IDLE_MW))
    first = int(stopped[0]) if stopped.size else case.steps.count
    return min(max(0, steps_at_least(hours_min - before, case)), first)


def check_burnt(caes: Caes, case: Case, track: Track) -> Iterator[Finding]:
    """Fuel and its fossil CO2 are those of what the expander gives."""
    given = track.of("discharge_mw", caes.name) * case.hours
    for rule, variable, rate, unit in (
        (FUEL, "fuel_mwh", caes.fuel_mwh_per_mwh, "MWh"),
        (CO2, "co2_t", caes.fuel_mwh_per_mwh * caes.fuel_co2_t_per_mwh, "t"),
    ):
        yield from track.apart(rule, caes.name, track.of(variable, caes.name), rate * given, unit)


def costs(caes: Caes, case: Case, track: Track) -> dict[str, float]:
    """What every store costs, starts, fuel and its carbon."""
    parts = store.costs(caes, case, track)
    parts["start_stop"] = 0.0
    for train in TRAINS:
        was_on = hours_before(caes, case, train) > 0
        changes = np.diff(np.concatenate([[was_on], is_on(caes, track, train)]).astype(int))
        parts["start_stop"] += caes.train(train)[2] * int((changes == 1).sum())
    given = float(track.of("discharge_mw", caes.name).sum()) * case.hours
    if caes.fuel_mwh_per_mwh > 0:
        fuel = caes.fuel_mwh_per_mwh * given
        price = case.site.contract.carbon_price_yuan_per_t(case.date)
        parts["fuel"] = caes.fuel_yuan_per_mwh * fuel
        parts["carbon"] = fuel * caes.fuel_co2_t_per_mwh * caes.carbon_liable_frac * price
    return parts


def reference_quantities(caes: Caes, case: Case, own: Mapping[str, Array]) -> dict[str, Array]:
    """On the reference day both trains stand still."""
    return {variable: np.zeros(case.steps.count) for variable in (*RUNS.values(), "fuel_mwh", "co2_t")}


AUDIT = AssetAudit(
    operation=(*store.OWN.operation, check_trains, check_running, check_burnt),
    variables=(*store.VARIABLES, *RUNS.values(), "fuel_mwh", "co2_t"),
    declared=(store.OWN.check_loss,),
    declared_variables=store.DECLARED_VARIABLES,
    costs=costs,
    idle_mwh=store.idle_mwh,
    reference_quantities=reference_quantities,
    headroom=store.headroom,
    looped=store.looped_mwh,
    rules=(*store.OWN_RULES, INDICATOR, LEAST, BOTH, SHORT, FUEL, CO2),
)
