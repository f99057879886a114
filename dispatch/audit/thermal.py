"""Audit of a thermal unit.

With the generator's power P = (output + b u) / (1 - a), state u, the step's length h: least and most power, starts and
stops, ramps, least times on and off with what lies before the day, what must run; the fuel that the curve asks for,
its blend, stocks and what must be burnt; CO2; heat; the reserve that is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import cast

import numpy as np
from numpy.typing import NDArray

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, injection
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.interface import AssetAudit, Headroom
from sites.assets.thermal import Fuel, Thermal

__all__ = ["AUDIT", "runs_of"]

Mask = NDArray[np.bool_]
FUELS = ("first_fuel_mwh", "second_fuel_mwh")
CLAUSE = "unit_rules"


def limit_mw(unit: Thermal, case: Case) -> Array:
    """Most power of the generator after outages and derates, MW, shape (count,)."""
    return case.limited_mw(unit.name, unit.power_mw_max)


def forced_off(unit: Thermal, case: Case) -> Mask:
    """Steps in which nothing can run: less than the least power is left, or it is pinned to stand still."""
    limit = limit_mw(unit, case)
    return np.asarray(
        (limit < unit.power_mw_min - 1e-9) | (limit <= 0.0) | (case.pinned_mw(unit.name) == 0.0), dtype=bool
    )


def _hours_before(unit: Thermal, case: Case) -> float:
    return case.state.value(case.site, "unit_hours", unit.name)


def _states(unit: Thermal, track: Track) -> Mask:
    return np.asarray(track.of("is_on", unit.name) > 0.5, dtype=bool)


def _was_on(unit: Thermal, case: Case, on: Mask) -> Mask:
    return np.concatenate([[_hours_before(unit, case) > 0], on[:-1]])


def power_mw(unit: Thermal, track: Track) -> Array:
    """Power of the generator, MW, shape (count,)."""
    return cast(Array, unit.generator_mw(track.of("output_mw", unit.name), track.of("is_on", unit.name)))


def _power_before(unit: Thermal, case: Case, power: Array) -> Array:
    is_on = _hours_before(unit, case) > 0
    first = unit.generator_mw(case.state.value(case.site, "output_mw", unit.name), 1.0) if is_on else 0.0
    return np.concatenate([[float(first)], power[:-1]])


def check_indicator(unit: Thermal, case: Case, track: Track) -> Iterator[Finding]:
    """On is 1 and off is 0; what is off gives nothing, and what is forced off is off."""
    state = track.of("is_on", unit.name)
    on = _states(unit, track)
    output = track.of("output_mw", unit.name)
    yield from injection(unit, track, output)
    wrong = np.maximum(np.abs(state - on), np.where(on, 0.0, np.abs(output)))
    wrong = np.maximum(wrong, np.where(on & forced_off(unit, case), 1.0, 0.0))
    yield from track.over("thermal-indicator", unit.name, wrong, "")


def check_range(unit: Thermal, case: Case, track: Track) -> Iterator[Finding]:
    """Least power while on, and what outages and derates leave."""
    on, power = _states(unit, track), power_mw(unit, track)
    below = track.ledger.excuse(CLAUSE, unit.name, np.where(on, unit.power_mw_min - power, 0.0))
    yield from track.over("thermal-minimum", unit.name, below)
    yield from track.over("thermal-maximum", unit.name, np.where(on, power - limit_mw(unit, case), 0.0))


def check_ramps(unit: Thermal, case: Case, track: Track) -> Iterator[Finding]:
    """Changes from step to step, the first step on, the last one before a stop; reserve counts as risen already."""
    on, power, name = _states(unit, track), power_mw(unit, track), unit.name
    was_on, before = _was_on(unit, case, on), _power_before(unit, case, power)
    reach = power + track.of("reserve_mw", name) / (1.0 - unit.own_use_frac)
    for rule, limit, change in (
        ("thermal-ramp-up", unit.ramp_up_mw_per_h, reach - before),
        ("thermal-ramp-down", unit.ramp_down_mw_per_h, before - power),
    ):
        most = np.inf if limit is None else limit * case.hours
        excess = track.ledger.excuse(CLAUSE, name, np.where(on & was_on, change - most, 0.0))
        yield from track.over(rule, name, excess)
    begun = track.ledger.excuse(CLAUSE, name, np.where(on & ~was_on, reach - unit.start_limit_mw, 0.0))
    yield from track.over("thermal-start-limit", name, begun)
    stopped = was_on & ~on & ~forced_off(unit, case)
    ended = track.ledger.excuse(CLAUSE, name, np.where(stopped, before - unit.stop_limit_mw, 0.0))
    yield from track.over("thermal-stop-limit", name, ended)


def runs_of(on: Mask, hours: float, hours_before: float) -> Iterator[tuple[bool, int, int, float]]:
    """Stretches on or off: state, first step, step after the last, length in hours with what lies before the day."""
    edges = [0, *(np.flatnonzero(on[1:] != on[:-1]) + 1), len(on)]
    if on[0] != (hours_before > 0):
        yield hours_before > 0, 0, 0, abs(hours_before)
    for first, after in pairwise(edges):
        is_continued = first == 0 and on[0] == (hours_before > 0)
        length = (after - first) * hours + (abs(hours_before) if is_continued else 0.0)
        yield bool(on[first]), int(first), int(after), length


def check_times(unit: Thermal, case: Case, track: Track) -> Iterator[Finding]:
    """Least times on, unless a forced stop ends them, and off; what must run is on whenever it may be."""
    on, forced, count = _states(unit, track), forced_off(unit, case), case.steps.count
    for is_on, _, after, length in runs_of(on, case.hours, _hours_before(unit, case)):
        least = unit.min_up_hours if is_on else unit.min_down_hours
        is_ended = after < count and not (is_on and forced[after])
        if is_ended and length < least - 1e-6:
            rule = "thermal-minimum-up" if is_on else "thermal-minimum-down"
            yield track.at(rule, unit.name, np.asarray([after]), least - length, "h")
    if unit.must_run:
        resting = np.zeros(count, dtype=bool)
        for is_on, first, after, length in runs_of(on, case.hours, _hours_before(unit, case)):
            if not is_on:
                begun = after * case.hours - length
                resting[first:after] = (
                    np.arange(first, after) * case.hours - begun < unit.min_down_hours - 1e-6
                )
        idle = np.where(on | forced | resting, 0.0, unit.power_mw_min + 1.0)
        yield from track.over("thermal-must-run", unit.name, idle)


def check_fuel(unit: Thermal, case: Case, track: Track) -> Iterator[Finding]:
    """What is burnt is what the curve asks for, blended as it may be; its fossil CO2."""
    name = unit.name
    wanted = unit.curve(power_mw(unit, track), track.of("is_on", name)) * case.hours
    wanted = wanted if unit.fuels else np.zeros(case.steps.count)
    burnt = [track.of(variable, name) for variable in FUELS]
    total = track.of("fuel_mwh", name)
    off = np.maximum(np.abs(total - wanted), np.abs(burnt[0] + burnt[1] - total))
    yield from track.over("thermal-fuel", name, off, "MWh", MW_TOLERANCE * (1 + np.abs(wanted)))
    apart = np.zeros(case.steps.count)
    co2 = np.zeros(case.steps.count)
    for fuel, each in zip(unit.fuels, burnt, strict=False):
        bounds = np.maximum(fuel.share_frac_min * total - each, each - fuel.share_frac_max * total)
        apart = np.maximum(apart, bounds)
        co2 += fuel.factor_t_per_mwh * fuel.fossil_frac * each
    if len(unit.fuels) < 2:
        apart = np.abs(burnt[1])
    yield from track.over("thermal-blend", name, apart, "MWh")
    yield from track.over("thermal-co2", name, np.abs(track.of("co2_t", name) - co2), "t")


def check_stocks(unit: Thermal, case: Case, track: Track) -> Iterator[Finding]:
    """No fuel is burnt that is not there yet; what must be burnt is."""
    for fuel, variable in zip(unit.fuels, FUELS, strict=False):
        key, burnt = unit.stock_key(fuel), track.of(variable, unit.name)
        if fuel.stock_mwh_initial is not None:
            lacking = track.ledger.excuse("budget", key, _lacking_mw(unit, fuel, case, burnt))
            yield from track.over("thermal-stock", key, lacking)
        short = (fuel.must_burn_mwh - float(burnt.sum())) / case.hours
        left = track.ledger.excuse_total(CLAUSE, key, short)
        if left > MW_TOLERANCE * (1 + case.steps.count):
            yield track.whole_day("thermal-must-burn", key, left * case.hours, "MWh")


def _lacking_mw(unit: Thermal, fuel: Fuel, case: Case, burnt: Array) -> Array:
    """What a step burns beyond what is there, MW; what was lacking once is not lacking again."""
    stock = case.state.value(case.site, "stocks", unit.stock_key(fuel))
    found = np.zeros(case.steps.count)
    clock, come = -1, 0.0
    for t, minute in enumerate(case.steps.local_minutes):
        clock = max(clock, int(minute))
        so_far = sum(each.energy_mwh for each in fuel.deliveries if each.at <= clock)
        stock, come = stock + so_far - come - burnt[t], so_far
        if stock < 0.0:
            found[t], stock = -stock / case.hours, 0.0
    return found


def check_heat(unit: Thermal, case: Case, track: Track) -> Iterator[Finding]:
    """Heat follows power."""
    if unit.heat_bus is None:
        return
    wanted = unit.heat_frac * power_mw(unit, track) + unit.heat_mw_on * track.of("is_on", unit.name)
    yield from track.apart("thermal-heat", unit.name, track.fed(unit.name, "heat_bus"), wanted)


def check_reserve(unit: Thermal, case: Case, track: Track) -> Iterator[Finding]:
    """The reserve fits above the power: below what is left of the unit, at a start and before a stop too."""
    on, power, name = _states(unit, track), power_mw(unit, track), unit.name
    top = limit_mw(unit, case)
    stops = np.concatenate([~on[1:] & ~forced_off(unit, case)[1:], [False]])
    top = np.where(stops, np.minimum(top, unit.stop_limit_mw), top)
    room = np.where(on, np.maximum(top - power, 0.0), 0.0) * (1.0 - unit.own_use_frac)
    if unit.reserve_mw_max is not None:
        room = np.minimum(room, unit.reserve_mw_max * (1.0 - unit.own_use_frac))
    held = track.of("reserve_mw", name)
    yield from track.over("thermal-reserve", name, np.maximum(held - room, -held))


def costs(unit: Thermal, case: Case, track: Track) -> dict[str, float]:
    """Starts by the time off before them, stops, running, fuel (or the cost curve), carbon; yuan."""
    on, power, hours = _states(unit, track), power_mw(unit, track), case.hours
    runs = list(runs_of(on, hours, _hours_before(unit, case)))
    count = case.steps.count
    starts = sum(unit.start_yuan(length) for is_on, _, after, length in runs if not is_on and after < count)
    stops = sum(unit.stop_cost_yuan for is_on, _, after, _ in runs if is_on and after < count)
    running = unit.no_load_yuan_per_h * on.sum() * hours + unit.wear_yuan_per_mwh * power.sum() * hours
    parts = {"start_stop": starts + stops, "running": float(running)}
    if not unit.fuels:
        return {**parts, "generation": float(unit.curve(power, on.astype(float)).sum()) * hours}
    burnt = [float(track.of(variable, unit.name).sum()) for variable in FUELS]
    price = case.site.contract.carbon_price_yuan_per_t(case.date) * unit.carbon_liable_frac
    parts["fuel"] = sum(f.price_yuan_per_mwh * each for f, each in zip(unit.fuels, burnt, strict=False))
    fossil = (f.factor_t_per_mwh * f.fossil_frac * each for f, each in zip(unit.fuels, burnt, strict=False))
    return {**parts, "carbon": price * sum(fossil)}


def reference_states(unit: Thermal, case: Case) -> Mask:
    """On the reference day it is on whenever it may be, if it must run or has a schedule; else off when it may."""
    wanted = unit.must_run or bool(unit.reference_mw)
    forced, since = forced_off(unit, case), _hours_before(unit, case)
    found = np.zeros(case.steps.count, dtype=bool)
    for t in range(case.steps.count):
        if since > 0:
            is_on = not forced[t] and (wanted or since < unit.min_up_hours - 1e-6)
        else:
            is_on = not forced[t] and wanted and -since >= unit.min_down_hours - 1e-6
        found[t] = is_on
        since = max(since, 0.0) + case.hours if is_on else min(since, 0.0) - case.hours
    return found


def _reference_power(unit: Thermal, case: Case) -> Array:
    usual = unit.generator_mw(unit.reference_mw, 1.0) if unit.reference_mw else unit.power_mw_min
    return np.where(reference_states(unit, case), np.minimum(usual, limit_mw(unit, case)), 0.0)


def reference_mw(unit: Thermal, case: Case) -> Array:
    """Net power on the reference day, MW, shape (count,)."""
    return cast(Array, unit.net_mw(_reference_power(unit, case), reference_states(unit, case).astype(float)))


def reference_feeds(unit: Thermal, case: Case) -> dict[str, Array]:
    """Heat on the reference day, MW."""
    if unit.heat_bus is None:
        return {}
    heat = unit.heat_frac * _reference_power(unit, case) + unit.heat_mw_on * reference_states(unit, case)
    return {"heat_bus": heat}


def reference_quantities(unit: Thermal, case: Case, own: Mapping[str, Array]) -> dict[str, Array]:
    """State and fuels on the reference day: of the second fuel as little as the blend allows."""
    del own
    state = reference_states(unit, case).astype(float)
    zero = np.zeros(case.steps.count)
    burnt = unit.curve(_reference_power(unit, case), state) * case.hours if unit.fuels else zero
    share = 0.0
    if len(unit.fuels) > 1:
        share = max(unit.fuels[1].share_frac_min, 1.0 - unit.fuels[0].share_frac_max)
    both = burnt * (1.0 - share), burnt * share
    factors = [fuel.factor_t_per_mwh * fuel.fossil_frac for fuel in unit.fuels]
    co2 = zero + sum(factor * each for factor, each in zip(factors, both, strict=False))
    return {
        "is_on": state,
        "fuel_mwh": burnt,
        FUELS[0]: both[0],
        FUELS[1]: both[1],
        "co2_t": co2,
        "reserve_mw": zero,
    }


def headroom(unit: Thermal, case: Case, plan: Track, run: slice) -> Headroom:
    """What is on may give up to its limit."""
    on = _states(unit, plan)[run]
    most = cast(Array, unit.net_mw(limit_mw(unit, case)[run], 1.0))
    return Headroom(free_mw=np.where(on, np.maximum(most - plan.of("output_mw", unit.name)[run], 0.0), 0.0))


AUDIT = AssetAudit(
    operation=(
        check_pin,
        check_indicator,
        check_range,
        check_ramps,
        check_times,
        check_fuel,
        check_stocks,
        check_heat,
        check_reserve,
    ),
    variables=("injection_mw", "output_mw", "is_on", "fuel_mwh", *FUELS, "co2_t", "reserve_mw"),
    costs=costs,
    reference=reference_mw,
    reference_feeds=reference_feeds,
    reference_quantities=reference_quantities,
    headroom=headroom,
    rules=(
        "thermal-indicator",
        "thermal-minimum",
        "thermal-maximum",
        "thermal-ramp-up",
        "thermal-ramp-down",
        "thermal-start-limit",
        "thermal-stop-limit",
        "thermal-minimum-up",
        "thermal-minimum-down",
        "thermal-must-run",
        "thermal-fuel",
        "thermal-blend",
        "thermal-co2",
        "thermal-stock",
        "thermal-must-burn",
        "thermal-heat",
        "thermal-reserve",
    ),
)
