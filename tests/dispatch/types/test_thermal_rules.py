"""Thermal units: every rule of the audit broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import xarray as xr

from sites.site import Site
from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import forecast_of, hours, state_of
from tests.dispatch.types.breaking import TEN, Breaker, put, rules_found, shift
from tests.dispatch.types.units import BLEND, RAMPS, chp, site


def both(*breakers: Breaker) -> Breaker:
    """Break in several places."""

    def breaker(data: xr.Dataset) -> None:
        for each in breakers:
            each(data)

    return breaker


def output(step: int, by: float) -> Breaker:
    """Shift a unit's output and with it its injection."""
    return both(shift("output_mw", "unit", step, by), shift("injection_mw", "unit", step, by))


def off(step: int) -> Breaker:
    """Switch the unit off in a step."""
    names = ("output_mw", "injection_mw", "is_on", "fuel_mwh", "first_fuel_mwh", "reserve_mw")
    return both(*(put(name, "unit", step, 0.0) for name in names))


def ramped() -> Site:
    """On from 8 to 16 between ramps."""
    return site({**RAMPS, "min_up_hours": 3.0, "min_down_hours": 3.0}, buy=hours(50.0, {(10, 14): 500.0}))


def fuelled() -> Site:
    """Two fuels, a stock that is used up, waste that must be burnt."""
    fuels = [
        {**BLEND[0], "stock_mwh_initial": 264.0},
        {**BLEND[1], "must_burn_mwh": 66.0, "share_frac_max": 0.9},
    ]
    return site({"fuels": fuels}, buy=hours(65.0, {(0, 10): 300.0}), need=12.0)


def running() -> Site:
    """On throughout."""
    return site({"must_run": True}, buy=hours(500.0), need=12.0)


def reserving() -> Site:
    """Must run at 8 MW, 2 MW held."""
    return site({"must_run": True}, buy=hours(500.0), reserve={"constant_mw": 2.0})


CASES: dict[str, tuple[Callable[[], Site], Breaker]] = {
    "thermal-indicator": (ramped, put("is_on", "unit", 10, 0.999)),
    "thermal-minimum": (ramped, output(8, -TEN)),
    "thermal-maximum": (running, output(3, TEN)),
    "thermal-ramp-up": (ramped, output(9, TEN)),
    "thermal-ramp-down": (ramped, output(13, TEN)),
    "thermal-start-limit": (ramped, output(8, TEN)),
    "thermal-stop-limit": (ramped, output(15, TEN)),
    "thermal-minimum-up": (ramped, both(*(off(t) for t in range(9, 16)))),
    "thermal-minimum-down": (ramped, off(11)),
    "thermal-must-run": (running, off(5)),
    "thermal-fuel": (ramped, shift("fuel_mwh", "unit", 10, 2e-3)),
    "thermal-blend": (
        fuelled,
        both(shift("first_fuel_mwh", "unit", 2, -33.0), shift("second_fuel_mwh", "unit", 2, 33.0)),
    ),
    "thermal-co2": (fuelled, shift("co2_t", "unit", 2)),
    "thermal-stock": (fuelled, shift("first_fuel_mwh", "unit", 2, 300.0)),
    "thermal-must-burn": (fuelled, shift("second_fuel_mwh", "unit", 2, -20.0)),
    "thermal-heat": (chp, shift("feed_mw", "unit/heat_bus", 4)),
    "thermal-reserve": (reserving, shift("reserve_mw", "unit", 4, 1.0)),
    "reserve": (reserving, shift("reserve_mw", "unit", 4, -TEN)),
    "spill-limit": (chp, shift("spilled_mw", "steam", 4)),
    "reference-feed": (chp, shift("reference_feed_mw", "unit/heat_bus", 4)),
}
BREAKS: dict[str, Breaker] = {rule: breaker for rule, (_, breaker) in CASES.items()}


@pytest.mark.parametrize("rule", CASES)
def test_a_broken_rule_is_named(rule: str) -> None:
    made, breaker = CASES[rule]
    known = made()
    solved = solve_and_audit(known)
    assert rule in rules_found(known, state_of(known), forecast_of(known), solved, breaker)
