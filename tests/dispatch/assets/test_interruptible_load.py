"""Calls of an interruptible load: their depth, length, number, gaps and energy, where cutting pays in the evening."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import numpy as np
import pytest

from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import TIE, Raw, day_facts, hours, state_of, toy

PLATING: Raw = {
    "type": "interruptible_load",
    "bus": "main",
    "demand": {"constant_mw": 4.0},
    "interruptible_frac": 0.5,
    "compensation_yuan_per_mwh": 300.0,
}
EVENING = hours(100.0, {(16, 22): 900.0})


def cut(used: int = 0, **rules: Any) -> list[float]:
    """What is cut in each hour."""
    site = toy({"tie": TIE, "plating": {**PLATING, **rules}}, buy=EVENING)
    schedule = solve_and_audit(site, state=state_of(site, calls_used={"plating": used}))
    return [round(float(value), 6) for value in schedule.data.interrupted_mw.sel(asset="plating")]


def lengths(values: list[float]) -> list[int]:
    """Lengths of the calls."""
    return [len(list(group)) for is_on, group in groupby(value > 0 for value in values) if is_on]


def test_without_rules_everything_that_pays_is_cut() -> None:
    assert cut() == hours(0.0, {(16, 22): 2.0})


def test_a_call_ends_after_its_longest_time_and_the_next_waits() -> None:
    found = cut(call_hours_max=2.0, gap_hours_min=2.0)
    assert lengths(found) == [2, 2]
    assert sum(found) == pytest.approx(8.0)
    assert sum(cut(call_hours_max=2.0, gap_hours_min=3.0)) == pytest.approx(6.0)


def test_the_number_of_calls_counts_those_already_used() -> None:
    assert lengths(cut(calls_max=2, call_hours_max=2.0)) == [2, 2]
    assert lengths(cut(calls_max=2, call_hours_max=2.0, used=1)) == [2]
    assert lengths(cut(calls_max=2, call_hours_max=2.0, used=2)) == []


def test_a_call_lasts_its_shortest_time_even_where_it_no_longer_pays() -> None:
    """Eight hours for six that pay: 2 x 6 x (900 - 300) against 2 x 2 x (300 - 100)."""
    assert lengths(cut(call_hours_min=8.0, interrupted_mw_min=2.0)) == [8]


def test_a_call_is_at_least_so_deep() -> None:
    """1 MW for six hours would cut 6 MWh; with 3 MWh a day, three hours at 1 MW are left."""
    found = cut(interrupted_mw_min=1.0, interrupted_mwh_max=3.0)
    assert sum(found) == pytest.approx(3.0)
    assert min(value for value in found if value > 0) >= 1.0 - 1e-6


def test_limits_of_energy_hold_both_ways() -> None:
    assert sum(cut(interrupted_mwh_max=5.0)) == pytest.approx(5.0)
    assert sum(cut(compensation_yuan_per_mwh=2000.0)) == 0.0
    assert sum(cut(compensation_yuan_per_mwh=2000.0, energy_mwh_max=90.0)) == pytest.approx(6.0)


def test_what_is_served_may_be_worth_something_instead() -> None:
    assert sum(cut(compensation_yuan_per_mwh=0.0, value_yuan_per_mwh=950.0)) == 0.0
    assert sum(cut(compensation_yuan_per_mwh=0.0, value_yuan_per_mwh=850.0)) == pytest.approx(12.0)


def test_an_outage_takes_demand_and_what_can_be_cut() -> None:
    site = toy({"tie": TIE, "plating": PLATING}, buy=EVENING)
    day = day_facts('[[outages]]\nasset = "plating"\nhours = "17:00-18:00"\navailable_frac = 0.25\n')
    data = solve_and_audit(site, day=day).data.sel(asset="plating")
    assert data.demand_mw.values[17] == 1.0
    assert data.interrupted_mw.values[17] == pytest.approx(0.5)
    np.testing.assert_allclose(data.power_mw + data.interrupted_mw, data.demand_mw)
