"""Compressed air: two trains with least loads, starts and runs; fuel where there is some."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.assets.caes import CaesBehaviour
from sites.problems import Refused
from sites.site import Site
from sites.state import state_problems
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import TIE, day_facts, forecast_of, hours, load, state_of, toy
from tests.dispatch.types.breaking import TEN, Breaker, put, rules_found, shift
from tests.dispatch.types.stores import assert_same, breaks_of_a_store, losses_by_step, pins, series

AIR: dict[str, Any] = {
    "type": "caes",
    "bus": "main",
    "energy_mwh_max": 100.0,
    "level_frac_initial": 0.0,
    "compressor_mw_max": 10.0,
    "compressor_mw_min": 5.0,
    "compressor_start_yuan": 200.0,
    "expander_mw_max": 8.0,
    "expander_mw_min": 4.0,
    "expander_start_yuan": 300.0,
    "expander_output_mwh_per_mwh": 0.65,
}
FUEL = {
    "expander_output_mwh_per_mwh": 1.25,
    "fuel_mwh_per_mwh": 1.6,
    "fuel_yuan_per_mwh": 200.0,
    "fuel_co2_t_per_mwh": 0.202,
}
CARBON = {"carbon_prices": [{"effective_from": "2020-01-01", "price_yuan_per_t": 100.0}]}


def site_with(buy: list[float], **fields: Any) -> Site:
    """A tie, 20 MW of load, and a cavern."""
    return toy({"tie": TIE, "works": load(20.0), "cavern": {**AIR, **fields}}, buy=buy, contract=CARBON)


def test_cheap_air_for_dear_hours() -> None:
    """50 MWh in five cheap hours give 32.5 MWh: 24 in three dear hours, 8.5 beside them at the usual price.

    20 MW cost 136 000; compressing 5000, given 24 x 500 and 8.5 x 300, one start of each train 500: 126 950.
    """
    schedule = solve_and_audit(site_with(hours(300.0, {(0, 5): 100.0, (18, 21): 500.0})))
    assert cost_of(schedule) == pytest.approx(126_950.0, abs=0.1)
    assert schedule.costs["start_stop"] == pytest.approx(500.0)
    assert series(schedule, "loss_mwh", "cavern").sum() == pytest.approx(17.5, abs=1e-5)


def test_a_cavern_too_small_for_the_least_load_is_left_alone() -> None:
    """5 MW for an hour do not fit into 3 MWh."""
    schedule = solve_and_audit(site_with(hours(300.0, {(0, 5): 100.0, (18, 21): 500.0}), energy_mwh_max=3.0))
    assert series(schedule, "charge_mw", "cavern").max() == pytest.approx(0.0, abs=1e-9)


KEPT = {
    "level_frac_initial": 0.4,
    "terminal_value_yuan_per_mwh": 200.0,
}  # 200 / 0.65 = 308 yuan for a MWh given
LONG = {**KEPT, "expander_hours_min": 4.0}


def test_a_run_lasts_its_least_time() -> None:
    """One dear hour at full power, and three at the least, though they bring less than they are worth."""
    schedule = solve_and_audit(site_with(hours(300.0, {(18, 19): 900.0}), **LONG))
    given = series(schedule, "discharge_mw", "cavern")
    assert given[18] == pytest.approx(8.0, abs=1e-6)
    assert sorted(given[given > 1e-6]) == pytest.approx([4.0, 4.0, 4.0, 8.0], abs=1e-5)


def test_a_run_that_came_goes_on_and_is_no_start() -> None:
    """The compressor has run for 1 of 3 hours: two more at 5 MW, then 22 hours off; the expander was off all day."""
    site = site_with(hours(300.0), compressor_hours_min=3.0, expander_start_yuan=9000.0)
    state = state_of(site, unit_hours={"cavern/compressor": 1.0, "cavern/expander": -5.0})
    schedule = solve_and_audit(site, state=state)
    assert series(schedule, "charge_mw", "cavern") == pytest.approx([5.0, 5.0] + [0.0] * 22, abs=1e-6)
    assert schedule.costs["start_stop"] == 0.0
    asset: Any = site.assets["cavern"]
    quantities = {name: series(schedule, name, "cavern") for name in ("is_compressing", "is_expanding")}
    assert CaesBehaviour.carried(asset, state, quantities, 1.0) == {
        ("unit_hours", "cavern/compressor"): -22.0,
        ("unit_hours", "cavern/expander"): -29.0,
    }


def test_an_outage_ends_the_run_that_came() -> None:
    site = site_with(hours(300.0), compressor_hours_min=3.0, expander_start_yuan=9000.0)
    state = state_of(site, unit_hours={"cavern/compressor": 1.0})
    day = day_facts('[[outages]]\nasset = "cavern"\nhours = "01:00-02:00"\navailable_frac = 0.0\n')
    schedule = solve_and_audit(site, state=state, day=day)
    assert series(schedule, "is_compressing", "cavern")[:3].tolist() == [1.0, 0.0, 0.0]


def test_a_run_that_must_go_on_into_a_full_cavern_is_named() -> None:
    site = site_with(hours(300.0), compressor_hours_min=3.0, level_frac_initial=1.0, expander_mw_max=4.0)
    schedule = solve_and_audit(site, state=state_of(site, unit_hours={"cavern/compressor": 1.0}))
    assert schedule.status == "relaxed"
    assert {(each["asset"], each["clause"]) for each in schedule.relaxations} == {("cavern", "unit_rules")}
    assert schedule.relaxations[0]["total_mwh"] == pytest.approx(10.0, abs=1e-5)


def test_a_state_in_which_both_trains_ran_is_refused() -> None:
    site = site_with(hours(300.0))
    state = state_of(site, unit_hours={"cavern/compressor": 1.0, "cavern/expander": 2.0})
    found = state_problems(site, state, state.date)
    assert [(key, at) for key, at, _ in found] == [("caes-state-both", "unit_hours.cavern/compressor")]


@pytest.mark.parametrize(("are_both_allowed", "together"), [(True, 4.0), (False, 0.0)])
def test_both_trains_only_where_they_may(are_both_allowed: bool, together: float) -> None:
    """Two dear hours with a free one between them, and runs of at least three hours."""
    buy = hours(300.0, {(18, 21): 900.0, (19, 20): 0.0})
    fields = {**KEPT, "expander_hours_min": 3.0, "expander_start_yuan": 2000.0}
    site = site_with(buy, **fields, are_both_allowed=are_both_allowed)
    data = solve_and_audit(site).data.sel(asset="cavern")
    assert min(data.charge_mw.values[19], data.discharge_mw.values[19]) == pytest.approx(together, abs=1e-6)


BURNING = {**FUEL, **KEPT, "level_frac_initial": 0.5, "expander_hours_min": 3.0}
DEAR = hours(100.0, {(18, 21): 900.0})


def test_fuel_and_its_carbon() -> None:
    """24 MWh in three dear hours burn 1.6 MWh of fuel each: 320 yuan, and 0.3232 t at 100 yuan/t."""
    schedule = solve_and_audit(site_with(DEAR, **BURNING))
    assert series(schedule, "discharge_mw", "cavern").sum() == pytest.approx(24.0, abs=1e-5)
    assert schedule.costs["fuel"] == pytest.approx(24 * 320.0, abs=0.1)
    assert schedule.costs["carbon"] == pytest.approx(24 * 32.32, abs=0.01)
    assert schedule.kpis["fuel_co2_t"] == pytest.approx(24 * 0.3232, abs=1e-5)


def test_events_leave_the_trains_as_planned() -> None:
    targets = {"shaving_frac": 0.05, "windows": ["17:00-22:00"]}
    assets = {"tie": TIE, "works": load(20.0), "cavern": {**AIR, **BURNING}}
    site = toy(assets, buy=hours(100.0, {(18, 21): 600.0}), targets=targets, contract=CARBON)
    schedule = solve_and_audit(site, has_capability=True)
    assert schedule.events is not None
    planned = series(schedule, "is_expanding", "cavern")
    for event in range(schedule.events.sizes["event"]):
        found = schedule.events["is_expanding"].isel(event=event).sel(asset="cavern").values
        assert found.tolist() == planned.tolist()


def test_an_earlier_plan_is_carried_out() -> None:
    site = site_with(DEAR, **BURNING)
    first = solve_and_audit(site)
    again = solve_and_audit(site, previous=first.data, time_limit_s=1e-6)
    assert again.status == "previous_plan"
    assert cost_of(again) == pytest.approx(cost_of(first), abs=1e-3)


def test_losses_do_not_depend_on_the_step() -> None:
    assets = {"tie": TIE, "works": load(20.0), "cavern": {**AIR, "self_discharge_frac_per_day": 0.05}}
    day = pins("cavern", {"00:00-04:00": -6.0, "04:00-18:00": 0.0, "18:00-20:00": 5.0, "20:00-24:00": 0.0})
    assert_same(losses_by_step(assets, day, "cavern"))


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"compressor_mw_min": 11.0}, "compressor_mw_min"),
        ({"expander_mw_min": 9.0}, "expander_mw_min"),
        ({"expander_output_mwh_per_mwh": 1.25}, "1.25"),
        ({"fuel_yuan_per_mwh": 200.0}, "fuel_mwh_per_mwh"),
        ({"level_frac_min": 0.5}, "level"),
    ],
)
def test_what_contradicts_itself_is_refused(fields: dict[str, Any], word: str) -> None:
    with pytest.raises(Refused) as caught:
        site_with(hours(300.0), **fields)
    assert word in str(caught.value)


SITE = site_with(hours(300.0, {(0, 4): 10.0, (18, 21): 900.0}), **{**BURNING, "level_frac_min": 0.1})
BREAKS: dict[str, Breaker] = {
    **breaks_of_a_store(SITE, "cavern", 0, 19),
    "caes-indicator": put("is_compressing", "cavern", 0, 0.5),
    "caes-least-power": put("charge_mw", "cavern", 0, 5.0 - TEN),
    "caes-both-trains": put("is_expanding", "cavern", 0, 1.0),
    "caes-run-short": put("is_expanding", "cavern", 19, 0.0),
    "caes-fuel": shift("fuel_mwh", "cavern", 19),
    "caes-co2": shift("co2_t", "cavern", 19),
}
del BREAKS["store-both-ways"]  # that is said of its trains


@pytest.mark.parametrize("rule", BREAKS)
def test_a_broken_rule_is_named(rule: str) -> None:
    schedule = solve_and_audit(SITE)
    assert series(schedule, "is_compressing", "cavern")[0] == 1.0
    assert series(schedule, "is_expanding", "cavern")[19] == 1.0
    assert rule in rules_found(SITE, state_of(SITE), forecast_of(SITE), schedule, BREAKS[rule])
