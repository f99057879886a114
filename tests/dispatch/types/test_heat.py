"""Heat loads, buildings and heat pumps: hand-solved days, reference day, what cannot be had, what the audit sees."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import dispatch
from dispatch.audit import audit
from dispatch.carried import carried_over
from dispatch.case import case_of
from sites.day import DayFacts
from sites.problems import Refused
from sites.site import Site
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import TIE, day_facts, forecast_of, hours, load, state_of, toy
from tests.dispatch.types.breaking import Breaker, put, rules_found, shift

BUSES = {"main": {}, "warm": {"carrier": "heat"}}
HOMES: dict[str, Any] = {
    "type": "heat_load",
    "bus": "warm",
    "demand": {"constant_mw": 2.0},
    "temp_air_c": 0.0,
}
PUMP: dict[str, Any] = {
    "type": "heat_pump",
    "bus": "main",
    "heat_bus": "warm",
    "power_mw_max": 2.0,
    "cop_points": [{"source_c": -10.0, "cop": 2.0}, {"source_c": 10.0, "cop": 4.0}],
    "temp_air_c": 0.0,
}
# exp(-L h / C) = 1/2 over an hour.
HALL: dict[str, Any] = {
    "capacity_mwh_per_k": 0.1 / math.log(2.0),
    "loss_mw_per_k": 0.1,
    "heating_mw_max": 4.0,
    "set_point_c": 20.0,
    "comfort_c_min": 18.0,
    "comfort_c_max": 24.0,
}


def heated(pump: dict[str, Any] | None = None, homes: dict[str, Any] | None = None, **site: Any) -> Site:
    """A tie, a load of 1 MW, homes and a heat pump."""
    assets = {"tie": TIE, "works": load(1.0), "homes": homes or HOMES, "pump": {**PUMP, **(pump or {})}}
    return toy(assets, buses=BUSES, **site)


def of(schedule: Any, quantity: str, asset: str) -> Any:
    """A quantity of an asset."""
    return schedule.data[quantity].sel(asset=asset).values


def test_pump_serves_the_demand_by_its_cop() -> None:
    """At 0 degC the COP lies midway at 3: 2 MW of heat take 2/3 MW; 24 x (1 + 2/3) MWh at 100 yuan = 4000 yuan."""
    schedule = solve_and_audit(heated())
    assert of(schedule, "power_mw", "pump") == pytest.approx(np.full(24, 2 / 3))
    assert cost_of(schedule) == pytest.approx(4000.0)
    assert schedule.data["feed_mw"].sel(feed="pump/heat_bus").values == pytest.approx(np.full(24, 2.0))
    # It is what the reference day does: the pump follows the heat that is lacking.
    assert of(schedule, "reference_injection_mw", "pump") == pytest.approx(np.full(24, -2 / 3))


def test_cop_of_carnot_and_its_caps() -> None:
    """0.4 x 323.15 / 50 = 2.5852 at 0 degC outside and 50 degC; a source at 45 degC would give 25.9, capped at 8."""
    carnot = {"cop_points": [], "carnot_frac": 0.4, "supply_c": 50.0}
    pump: Any = heated({**carnot}).assets["pump"]
    assert pump.cop(np.array([0.0, 45.0, 60.0])) == pytest.approx([2.5852, 8.0, 8.0])
    ground: Any = heated({**carnot, "source_c": 10.0}).assets["pump"]
    assert ground.cop(np.array([-20.0])) == pytest.approx([0.4 * 323.15 / 40.0])


def test_cop_follows_the_temperature_of_the_forecast() -> None:
    """Air at 10 degC from the forecast, not the 0 degC of the site file: COP 4, 2 MW of heat take 0.5 MW."""
    site = heated()
    forecast = forecast_of(site).assign(temp_air=("time", np.full(24, 10.0)))
    options = dispatch.Options(has_capability=False)
    schedule = dispatch.schedule(site, forecast, state=state_of(site), options=options)
    assert of(schedule, "power_mw", "pump") == pytest.approx(np.full(24, 0.5))
    assert audit(site, state_of(site), DayFacts(), forecast, schedule.data, None) == []


def test_building_stores_heat_for_dear_hours() -> None:
    """Comfort from 18 degC at 0 degC outside: each hour halves the temperature, 18 = 9 + (1/2) q / 0.1 -> q = 1.8 MW.

    Hour 1 begins at 20: 18 = 10 + 5 q -> 1.6 MW. With COP 3 and 24 h: (1.6 + 23 x 1.8) / 3 = 43/3 MWh of electricity.
    In a dear hour (400) it is warmer before: 24 = 9 + 5 q -> 3.0 MW, then 18 = 12 + 5 q -> 1.2 MW: 1.2 MWh of heat
    more cost 120 yuan, 0.6 MWh less save 240 (both by the COP): it pays.
    """
    homes = {**HOMES, "demand": {"constant_mw": 0.0}, "building": HALL}
    plain = solve_and_audit(heated(homes=homes))
    assert cost_of(plain) == pytest.approx(2400.0 + 100.0 * 43.0 / 3.0)
    dear = solve_and_audit(heated(homes=homes, buy=hours(100.0, {(12, 13): 400.0})))
    assert of(dear, "heating_mw", "homes")[11:13] == pytest.approx([3.0, 1.2])
    assert of(dear, "indoor_c", "homes")[11:13] == pytest.approx([24.0, 18.0])
    # 43 + 1.2 - 0.6 = 43.6 MWh of heat, 1.2 of them in the dear hour.
    assert cost_of(dear) == pytest.approx(2300.0 + 400.0 + (100.0 * 42.4 + 400.0 * 1.2) / 3.0)


def test_building_is_held_at_its_set_point_on_the_reference_day_and_its_warmth_goes_on() -> None:
    """20 = 10 + 5 q -> 2 MW of heat, 2/3 MW of electricity."""
    homes = {**HOMES, "demand": {"constant_mw": 0.0}, "building": HALL}
    site = heated(homes=homes)
    reference = case_of(site, forecast_of(site), state=state_of(site)).reference
    assert reference.injection_mw["homes"] == pytest.approx(np.full(24, -2.0))
    assert reference.injection_mw["pump"] == pytest.approx(np.full(24, -2 / 3))
    assert carried_over(site, state_of(site), solve_and_audit(site).data)["stocks"]["homes"] == pytest.approx(
        18.0
    )


def test_gains_save_heat() -> None:
    """People and lamps give 0.3 MW: 20 = 10 + 5 (q + 0.3) -> 1.7 MW on the reference day, 1.3 and 23 x 1.5 planned."""
    homes = {**HOMES, "demand": {"constant_mw": 0.0}, "building": {**HALL, "gains_mw": 0.3}}
    schedule = solve_and_audit(heated(homes=homes))
    assert of(schedule, "reference_injection_mw", "homes") == pytest.approx(np.full(24, -1.7))
    assert cost_of(schedule) == pytest.approx(2400.0 + 100.0 * (1.3 + 23 * 1.5) / 3.0)


def test_terminal_value_keeps_the_building_warm() -> None:
    """A MWh left is worth 300 yuan; of a MWh at 100 / 3 yuan 0.5 / ln 2 = 0.72 MWh are left: it pays."""
    building = {**HALL, "terminal_value_yuan_per_mwh": 300.0}
    homes = {**HOMES, "demand": {"constant_mw": 0.0}, "building": building}
    schedule = solve_and_audit(heated(homes=homes))
    assert of(schedule, "indoor_c", "homes")[-1] == pytest.approx(24.0)
    stored = (24.0 - 20.0) * 0.1 / math.log(2.0)
    assert schedule.costs["terminal_value"] == pytest.approx(-300.0 * stored)


def test_warm_weather_breaks_no_rule() -> None:
    homes = {**HOMES, "temp_air_c": 35.0, "demand": {"constant_mw": 0.0}, "building": HALL}
    schedule = solve_and_audit(heated(homes=homes))
    assert schedule.status == "optimal"
    assert of(schedule, "indoor_c", "homes")[-1] == pytest.approx(35.0, abs=1e-3)
    assert of(schedule, "heating_mw", "homes").max() == pytest.approx(0.0)


def test_pump_stands_still_below_its_least_power() -> None:
    """The building needs 0.6 MW; at 0.7 MW at least it becomes warmer: 0.7 x 3 = 2.1 MW hold 21 degC."""
    homes = {**HOMES, "demand": {"constant_mw": 0.0}, "building": HALL}
    schedule = solve_and_audit(heated({"power_mw_min": 0.7}, homes=homes))
    power = of(schedule, "power_mw", "pump")
    assert schedule.status == "optimal"
    assert all(value < 1e-6 or value > 0.7 - 1e-6 for value in power)
    # On the reference day it would need 2/3 MW and stands still.
    assert of(schedule, "reference_injection_mw", "pump") == pytest.approx(np.zeros(24))


OUT = '[[outages]]\nasset = "pump"\nhours = "06:00-08:00"\navailable_frac = 0.0\n'


def test_heat_that_cannot_be_had_is_named() -> None:
    schedule = solve_and_audit(heated(), day=day_facts(OUT))
    assert schedule.status == "relaxed"
    (only,) = schedule.relaxations
    assert (only["asset"], only["clause"], only["steps"]) == ("homes", "firm_load", [6, 7])
    assert only["total_mwh"] == pytest.approx(4.0)


def test_a_cold_building_is_named() -> None:
    """24 degC when the pump stops for two hours: 12 and 6 degC; 6 and 12 K x C are lacking."""
    homes = {**HOMES, "demand": {"constant_mw": 0.0}, "building": {**HALL, "temp_c_initial": 20.0}}
    schedule = solve_and_audit(heated(homes=homes), day=day_facts(OUT))
    (only,) = schedule.relaxations
    assert (only["asset"], only["clause"], only["steps"]) == ("homes", "comfort", [6, 7])
    assert only["total_mwh"] == pytest.approx((6.0 + 12.0) * HALL["capacity_mwh_per_k"])


def test_pins_are_obeyed() -> None:
    pins = (
        '[[pins]]\nasset = "pump"\nhours = "06:00-07:00"\ninjection_mw = -1.0\n'
        '[[pins]]\nasset = "homes"\nhours = "06:00-07:00"\ninjection_mw = -3.0\n'
    )
    schedule = solve_and_audit(heated(), day=day_facts(pins))
    assert of(schedule, "power_mw", "homes")[6] == pytest.approx(3.0)
    assert of(schedule, "power_mw", "pump")[6] == pytest.approx(1.0)


def test_degree_hours_are_forecast() -> None:
    """0.1 MW a kelvin below 18 degC beside 2 MW: 3.8 MW at 0 degC, 2 MW at 20 degC."""
    from types import SimpleNamespace

    from forecasts.registry import FORECASTERS

    site = heated(homes={**HOMES, "heating": {"power_mw_per_k": 0.1}})
    steps = site.steps(case_of(site, forecast_of(site), state=state_of(site)).date)
    conditions: Any = SimpleNamespace(steps=steps, temp_air=np.where(np.arange(24) < 12, 0.0, 20.0))
    found = FORECASTERS["heat_load"].power_mw(site, site.assets["homes"], conditions)
    assert found == pytest.approx([3.8] * 12 + [2.0] * 12)


def both(*breakers: Breaker) -> Breaker:
    """One after the other."""

    def breaker(data: Any) -> None:
        for each in breakers:
            each(data)

    return breaker


def more_heat(by: float, hour: int = 12) -> Breaker:
    """Heat the building more in an hour, with the figures that go with it."""
    return both(
        shift("heating_mw", "homes", hour, by),
        shift("power_mw", "homes", hour, by),
        shift("injection_mw", "homes", hour, -by),
    )


BREAKS: dict[str, Breaker] = {
    "heat-cold": more_heat(-0.1),
    "heat-warm": more_heat(2.0),
    "heat-temperature": shift("indoor_c", "homes", 12),
    "heat-radiators": more_heat(4.1),
    "heat-pump-cop": shift("feed_mw", "pump/heat_bus", 12),
    "heat-pump-limit": both(put("power_mw", "pump", 12, 2.1), put("injection_mw", "pump", 12, -2.1)),
    "heat-pump-least": both(put("power_mw", "pump", 12, 0.1), put("injection_mw", "pump", 12, -0.1)),
    "heat-pump-shown": shift("cop", "pump", 12),
    "load-not-served": both(shift("power_mw", "homes", 12, -0.1), shift("injection_mw", "homes", 12, 0.1)),
    "load-demand": shift("demand_mw", "homes", 12),
    "load-unserved": shift("unserved_mw", "homes", 12),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_the_audit_names(rule: str) -> None:
    site = heated({"power_mw_min": 0.2}, homes={**HOMES, "demand": {"constant_mw": 1.0}, "building": HALL})
    schedule = solve_and_audit(site)
    assert rule in rules_found(site, state_of(site), forecast_of(site), schedule, BREAKS[rule])


@pytest.mark.parametrize(
    ("pump", "homes", "key"),
    [
        ({"power_mw_min": 3.0}, {}, "site-min-above-max"),
        ({"cop_min": 9.0}, {}, "site-min-above-max"),
        ({"carnot_frac": 0.4}, {}, "site-one-of"),
        ({"cop_points": [], "carnot_frac": 0.4}, {}, "site-together"),
        (
            {"cop_points": [{"source_c": 5.0, "cop": 3.0}, {"source_c": 5.0, "cop": 4.0}]},
            {},
            "heat-pump-points",
        ),
        ({"heat_bus": "main"}, {}, "site-bus-carrier"),
        ({}, {"building": {**HALL, "set_point_c": 30.0}}, "heat-set-point"),
        ({}, {"building": {**HALL, "comfort_c_min": 25.0}}, "site-min-above-max"),
        ({}, {"bus": "main"}, "site-bus-carrier"),
    ],
)
def test_bad_input(pump: dict[str, Any], homes: dict[str, Any], key: str) -> None:
    with pytest.raises(Refused) as refused:
        heated(pump, {**HOMES, **homes})
    found = [each.key for each in refused.value.problems]
    assert key in found, str(refused.value)
