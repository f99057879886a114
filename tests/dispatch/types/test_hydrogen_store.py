"""Hydrogen stores: two tanks on one bus, so that nothing else is needed to see what each does."""

from __future__ import annotations

from typing import Any

import pytest

from sites.problems import Refused
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import TIE, day_facts, forecast_of, hours, load, state_of, toy
from tests.dispatch.types.breaking import Breaker, rules_found, shift
from tests.dispatch.types.stores import assert_same, breaks_of_a_store, losses_by_step, pins, series

BUSES = {"main": {}, "gas": {"carrier": "hydrogen"}}
TANK: dict[str, Any] = {
    "type": "hydrogen_store",
    "bus": "gas",
    "energy_mwh_max": 10.0,
    "fill_mw_max": 2.0,
    "draw_mw_max": 3.0,
    "level_frac_min": 0.1,
    "level_frac_initial": 0.6,
}
HIGH = {
    **TANK,
    "compressor_bus": "main",
    "compressor_mwh_per_mwh": 0.1,
    "level_frac_initial": 0.1,
    "terminal_value_yuan_per_mwh": 40.0,
}


def tanks(**fields: Any) -> dict[str, Any]:
    """A tank at low pressure, and one at high pressure whose hydrogen is worth 40 yuan/MWh."""
    return {"tie": TIE, "works": load(1.0), "low": TANK, "high": {**HIGH, **fields}}


DEAR = hours(500.0, {(3, 5): 100.0})


def test_the_compressor_runs_when_electricity_is_cheap() -> None:
    """At 100 yuan/MWh compressing costs 10 of 40 yuan, at 500 it costs 50: two cheap hours at 2 MW, 4 MWh."""
    schedule = solve_and_audit(toy(tanks(), buy=DEAR, buses=BUSES))
    assert series(schedule, "energy_mwh", "high")[-1] == pytest.approx(5.0, abs=1e-6)
    fed = schedule.data["feed_mw"].sel(feed="high/compressor_bus").values
    assert fed == pytest.approx([-0.2 if t in (3, 4) else 0.0 for t in range(24)], abs=1e-6)
    assert schedule.data["net_exchange_mw"].values[3] == pytest.approx(1.2, abs=1e-6)
    assert cost_of(schedule) == pytest.approx(22 * 500.0 + 2 * 120.0 - 4 * 40.0, abs=1e-3)


def test_a_derate_holds_the_filling_back() -> None:
    day = day_facts('[[derates]]\nasset = "high"\nhours = "03:00-04:00"\npower_mw_max = 0.5\n')
    schedule = solve_and_audit(toy(tanks(), buy=DEAR, buses=BUSES), day=day)
    assert series(schedule, "charge_mw", "high")[3] == pytest.approx(0.5, abs=1e-6)


def test_a_tank_below_its_window_is_named() -> None:
    """It came with 0.5 MWh, 1 MWh is the least, and nothing fills it before the first cheap hour needs to: at once."""
    site = toy({"tie": TIE, "works": load(1.0), "low": TANK}, buses=BUSES)
    schedule = solve_and_audit(site, state=state_of(site, levels_mwh={"low": 0.5}))
    assert schedule.status == "relaxed"
    assert {(e["asset"], e["clause"]) for e in schedule.relaxations} == {("low", "level_window")}


def test_a_leak_that_nothing_makes_up_is_named() -> None:
    """At its lowest level, 1 MWh, and alone on its bus: after a day a tenth of it is gone."""
    tank = {**TANK, "level_frac_initial": 0.1, "self_discharge_frac_per_day": 0.1}
    schedule = solve_and_audit(toy({"tie": TIE, "works": load(1.0), "low": tank}, buses=BUSES))
    assert schedule.status == "relaxed"
    assert series(schedule, "energy_mwh", "low")[-1] == pytest.approx(0.9, rel=1e-9)
    assert {(e["asset"], e["clause"]) for e in schedule.relaxations} == {("low", "level_window")}


def test_an_earlier_plan_is_carried_out_with_its_compressor() -> None:
    site = toy(tanks(), buy=DEAR, buses=BUSES)
    first = solve_and_audit(site)
    again = solve_and_audit(site, previous=first.data, time_limit_s=1e-6)
    assert again.status == "previous_plan"
    assert series(again, "charge_mw", "high") == pytest.approx(series(first, "charge_mw", "high"), abs=1e-9)


def test_losses_do_not_depend_on_the_step() -> None:
    assets = tanks(self_discharge_frac_per_day=0.2, level_frac_min=0.0)
    day = pins("high", {"00:00-06:00": 0.0, "06:00-08:00": -1.0, "08:00-24:00": 0.0})
    assert_same(losses_by_step(assets, day, "high", buses=BUSES))


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"compressor_bus": None}, "compressor_bus"),
        ({"compressor_mwh_per_mwh": 0.0}, "compressor_mwh_per_mwh"),
        ({"compressor_bus": "gas"}, "electricity"),
        ({"level_frac_initial": 0.05}, "0.05"),
    ],
)
def test_what_contradicts_itself_is_refused(fields: dict[str, Any], word: str) -> None:
    with pytest.raises(Refused) as caught:
        toy(tanks(**fields), buses=BUSES)
    assert word in str(caught.value)


SITE = toy(tanks(), buy=DEAR, buses=BUSES)
BREAKS: dict[str, Breaker] = {
    **breaks_of_a_store(SITE, "high", 3, 0),
    "hydrogen-compressor": shift("feed_mw", "high/compressor_bus", 3),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_a_broken_rule_is_named(rule: str) -> None:
    schedule = solve_and_audit(SITE)
    assert rule in rules_found(SITE, state_of(SITE), forecast_of(SITE), schedule, BREAKS[rule])
