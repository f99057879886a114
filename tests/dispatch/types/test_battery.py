"""What a battery may have beyond power and energy: taper, own draw, wear at rest, a bound end of the day."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sites.problems import Refused
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import BATTERY, PV, TIE, day_facts, forecast_of, hours, load, state_of, toy
from tests.dispatch.types.breaking import Breaker, rules_found, shift
from tests.dispatch.types.stores import assert_same, losses_by_step, pins, series

PERFECT = {
    **BATTERY,
    "charge_efficiency_frac": 1.0,
    "discharge_efficiency_frac": 1.0,
    "power_mw_max": 2.0,
    "energy_mwh_max": 4.0,
    "soc_frac_initial": 0.5,
}


def site_with(store: dict[str, Any], buy: list[float] | None = None) -> Any:
    """A tie, 6 MW of load, and a battery."""
    return toy({"tie": TIE, "works": load(6.0), "store": store}, buy=buy)


FULL = {**PERFECT, "taper_charge_soc_frac": 0.5}
EMPTY = {**PERFECT, "taper_discharge_soc_frac": 0.5}


def test_charging_falls_near_full() -> None:
    """2 of 4 MWh, and from there on c <= 2 (1 - (E - 2) / 2) with E = 2 + c: c = 1 in the one cheap hour."""
    schedule = solve_and_audit(site_with(FULL, hours(500.0, {(0, 1): 100.0})))
    assert series(schedule, "charge_mw", "store")[0] == pytest.approx(1.0, abs=1e-6)


def test_charging_does_not_fall_below_its_share() -> None:
    """Half of the power is left at full: c <= 2 - c / 2, so c = 4/3."""
    store = {**FULL, "taper_charge_power_frac": 0.5}
    schedule = solve_and_audit(site_with(store, hours(500.0, {(0, 1): 100.0})))
    assert series(schedule, "charge_mw", "store")[0] == pytest.approx(4 / 3, abs=1e-6)


def test_discharging_falls_near_empty() -> None:
    """2 of 4 MWh, and from there on d <= 2 (E / 2) with E = 2 - d: d = 1 in the one dear hour."""
    schedule = solve_and_audit(site_with(EMPTY, hours(100.0, {(0, 1): 500.0})))
    assert series(schedule, "discharge_mw", "store")[0] == pytest.approx(1.0, abs=1e-6)


def test_what_it_needs_for_itself_is_drawn_and_lost() -> None:
    """0.1 MW at all times and a tenth of what passes: at 2 MW it takes 2.3 MW, and gives 1.7 MW at 2 MW."""
    store = {**PERFECT, "auxiliary_mw": 0.1, "auxiliary_frac": 0.1, "soc_frac_initial": 0.0}
    buy = hours(300.0, {(0, 1): 100.0, (20, 21): 900.0})
    schedule = solve_and_audit(site_with(store, buy))
    charge, discharge = (series(schedule, f"{way}_mw", "store") for way in ("charge", "discharge"))
    assert charge[0] == pytest.approx(2.3, abs=1e-6)
    assert discharge[20] == pytest.approx(1.7, abs=1e-6)
    assert charge[5] == pytest.approx(0.1, abs=1e-6)
    # 24 h x 0.1 MW, and a tenth of 2 MWh each way.
    assert schedule.kpis["storage_losses_mwh"] == pytest.approx(2.8, abs=1e-5)
    assert schedule.costs["wear"] == pytest.approx(20.0, abs=1e-4)
    assert series(schedule, "reference_injection_mw", "store") == pytest.approx([-0.1] * 24)
    assert schedule.data.reference_exchange_mw.values == pytest.approx([6.1] * 24)


def test_burning_surplus_in_its_cooling_is_not_absorbing() -> None:
    """9 MWh too much in each of four hours: 4 MWh and the cooling of charging are taken once, and not given back."""
    store = {**PERFECT, "auxiliary_frac": 0.2, "soc_frac_initial": 0.0, "terminal_value_yuan_per_mwh": 1.0}
    assets = {"tie": {**TIE, "export_mw_max": 0.0}, "works": load(1.0), "roof": PV, "store": store}
    site = toy(assets, order=("absorption", "cost"))
    schedule = solve_and_audit(site, {"roof": hours(0.0, {(10, 14): 10.0})})
    assert series(schedule, "discharge_mw", "store")[10:14].max() == pytest.approx(0.0, abs=1e-6)
    assert schedule.data["used_mw"].sel(asset="roof").values.sum() == pytest.approx(4 + 4 * 1.2, abs=1e-4)


def test_nothing_is_drawn_by_what_is_out_of_service() -> None:
    day = day_facts('[[outages]]\nasset = "store"\nhours = "00:00-12:00"\navailable_frac = 0.0\n')
    schedule = solve_and_audit(site_with({**PERFECT, "auxiliary_mw": 0.1, "soc_frac_initial": 0.0}), day=day)
    assert series(schedule, "charge_mw", "store") == pytest.approx([0.0] * 12 + [0.1] * 12, abs=1e-9)


def test_an_own_draw_that_nothing_feeds_is_named() -> None:
    """Nothing may be imported in the first hour, and the battery is empty: 6 MWh and 0.1 MWh go without."""
    day = day_facts('[[grid_limits]]\nasset = "tie"\nhours = "00:00-01:00"\nimport_mw_max = 0.0\n')
    store = {**PERFECT, "auxiliary_mw": 0.1, "soc_frac_initial": 0.0}
    schedule = solve_and_audit(site_with(store), day=day)
    assert schedule.status == "relaxed"
    lacking = {each["asset"]: each["total_mwh"] for each in schedule.relaxations}
    assert lacking == pytest.approx({"works": 6.0, "store": 0.1}, abs=1e-4)


def test_wear_at_rest_puts_charging_off() -> None:
    """2 yuan a MWh and hour: filled in the hour before the dear one, 1 MWh held half an hour each way."""
    store = {
        **PERFECT,
        "power_mw_max": 1.0,
        "soc_frac_initial": 0.0,
        "calendar_wear_yuan_per_day": 5.0,
        "calendar_wear_yuan_per_mwh_hour": 2.0,
    }
    schedule = solve_and_audit(site_with(store, hours(100.0, {(20, 21): 500.0})))
    assert series(schedule, "charge_mw", "store")[19] == pytest.approx(1.0, abs=1e-6)
    assert schedule.costs["calendar_wear"] == pytest.approx(5.0 + 2.0, abs=1e-4)


def test_wear_at_rest_counts_from_its_level_on() -> None:
    """Left alone at 2 of 4 MWh: 1 MWh above a quarter for 24 h."""
    store = {**PERFECT, "calendar_wear_yuan_per_mwh_hour": 0.01, "calendar_wear_soc_frac": 0.25}
    store |= {"wear_yuan_per_mwh": 5000.0, "terminal_value_yuan_per_mwh": 50.0}
    schedule = solve_and_audit(site_with(store))
    assert schedule.costs["calendar_wear"] == pytest.approx(0.24, abs=1e-6)


CYCLIC = {**PERFECT, "terminal": "cyclic", "power_mw_max": 1.0, "soc_frac_initial": 0.0}


def test_a_day_that_closes_in_itself_begins_where_it_likes() -> None:
    """Empty by the state, yet it gives 1 MWh in the dear first hour and takes it back later: 400 less 10 of wear."""
    schedule = solve_and_audit(site_with(CYCLIC, hours(100.0, {(0, 1): 500.0})))
    assert cost_of(schedule) == pytest.approx(6 * 500 + 23 * 600 - 500 + 100 + 10, abs=1e-3)
    assert schedule.costs["terminal_value"] == pytest.approx(0.0, abs=1e-9)
    assert schedule.kpis["stored_change_mwh"] == pytest.approx(0.0, abs=1e-9)


def test_a_day_that_closes_in_itself_with_losses_and_events() -> None:
    """Callable capability leaves the level at the beginning as planned, and the audit closes every event's day."""
    store = {**CYCLIC, "self_discharge_frac_per_day": 0.1, "calendar_wear_yuan_per_mwh_hour": 0.1}
    site = site_with(store, hours(100.0, {(0, 1): 500.0, (18, 20): 400.0}))
    schedule = solve_and_audit(site, has_capability=True)
    levels = series(schedule, "energy_mwh", "store")
    kept = 0.9 ** (1 / 24)
    given = series(schedule, "discharge_mw", "store")[0]
    span = (1 - kept) / -math.log(kept)
    assert levels[0] == pytest.approx(kept * levels[-1] - span * given, abs=1e-6)


@pytest.mark.parametrize(("penalty", "level", "part"), [(300.0, 4.0, 0.0), (100.0, 0.0, 400.0)])
def test_a_level_wished_for_at_the_end(penalty: float, level: float, part: float) -> None:
    """A stored MWh costs 100 / 0.8 = 125 yuan: worth it against 300, not against 100."""
    store = {**BATTERY, "terminal": "target", "terminal_frac_target": 0.8}
    schedule = solve_and_audit(site_with({**store, "terminal_penalty_yuan_per_mwh": penalty}))
    assert series(schedule, "energy_mwh", "store")[-1] == pytest.approx(level, abs=1e-5)
    assert schedule.costs["terminal_target"] == pytest.approx(part, abs=1e-3)


def test_losses_do_not_depend_on_the_step() -> None:
    store = {**BATTERY, "self_discharge_frac_per_day": 0.4, "auxiliary_mw": 0.05, "auxiliary_frac": 0.02}
    day = pins("store", {"00:00-04:00": -1.0, "04:00-18:00": -0.05, "18:00-20:00": 0.5, "20:00-24:00": -0.05})
    assets = {"tie": TIE, "works": load(6.0), "store": store}
    assert_same(losses_by_step(assets, day, "store"))


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"terminal": "target"}, "terminal_frac_target"),
        ({"terminal_penalty_yuan_per_mwh": 5.0, "terminal_frac_target": 0.5}, '"value"'),
        ({"terminal": "target", "terminal_penalty_yuan_per_mwh": 5.0, "terminal_frac_target": 0.9}, "0.9"),
        ({"taper_charge_power_frac": 0.5}, "taper_charge_soc_frac"),
        ({"taper_discharge_power_frac": 0.5}, "taper_discharge_soc_frac"),
        ({"terminal": "free"}, "terminal"),
    ],
)
def test_what_contradicts_itself_is_refused(fields: dict[str, Any], word: str) -> None:
    with pytest.raises(Refused) as caught:
        site_with({**BATTERY, "soc_frac_max": 0.8, "energy_mwh_max": 5.0, **fields})
    assert word in str(caught.value)


BREAKS: dict[str, Breaker] = {
    "battery-charge-taper": shift("charge_mw", "store", 0),
    "battery-discharge-taper": shift("discharge_mw", "store", 0),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_a_broken_rule_is_named(rule: str) -> None:
    store, cheap = (FULL, 100.0) if "-charge" in rule else (EMPTY, 900.0)
    site = site_with(store, hours(500.0, {(0, 1): cheap}))
    schedule = solve_and_audit(site)
    assert rule in rules_found(site, state_of(site), forecast_of(site), schedule, BREAKS[rule])
