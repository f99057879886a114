"""Electric boilers: a hand-solved day beside a heat pump, the reference day, a day of outage, what the audit sees."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dispatch.audit.electric_boiler import AUDIT
from dispatch.case import case_of
from sites.problems import Refused
from sites.site import Site
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import TIE, day_facts, forecast_of, hours, load, state_of, toy
from tests.dispatch.types.breaking import Breaker, put, rules_found, shift

BOILER: dict[str, Any] = {
    "type": "electric_boiler",
    "bus": "main",
    "heat_bus": "warm",
    "power_mw_max": 4.0,
    "efficiency_frac": 0.8,
}
HOMES: dict[str, Any] = {
    "type": "heat_load",
    "bus": "warm",
    "demand": {"constant_mw": 2.0},
    "temp_air_c": 0.0,
}
STORE: dict[str, Any] = {
    "type": "thermal_store",
    "bus": "warm",
    "energy_mwh_max": 2.0,
    "charge_mw_max": 4.0,
    "discharge_mw_max": 4.0,
    "charge_efficiency_frac": 1.0,
    "discharge_efficiency_frac": 1.0,
    "level_frac_min": 0.0,
    "level_frac_max": 1.0,
    "level_frac_initial": 0.0,
    "self_discharge_frac_per_day": 0.0,
    "wear_yuan_per_mwh": 0.0,
    "terminal_value_yuan_per_mwh": 0.0,
}


def heated(boiler: dict[str, Any] | None = None, **more: Any) -> Site:
    """A tie, a load of 1 MW, homes that want 2 MW of heat, a boiler."""
    site = {key: more.pop(key) for key in ("buy", "objective") if key in more}
    assets = {"tie": TIE, "works": load(1.0), "homes": HOMES, "boiler": {**BOILER, **(boiler or {})}, **more}
    return toy(assets, buses={"main": {}, "warm": {"carrier": "heat"}}, **site)


def test_heat_takes_its_share_of_power() -> None:
    """2 MW of heat at 0.8 take 2.5 MW: 24 x 3.5 MWh at 100 yuan = 8400 yuan, on the reference day as in the plan."""
    schedule = solve_and_audit(heated())
    power = schedule.data["power_mw"].sel(asset="boiler").values
    assert power == pytest.approx(np.full(24, 2.5))
    assert cost_of(schedule) == pytest.approx(8400.0)
    assert schedule.data["reference_injection_mw"].sel(asset="boiler").values == pytest.approx(-power)


def test_cheap_hours_fill_a_store() -> None:
    """In the hour at 20 yuan 2 MWh more are made (4 MW of power at most: 3.2 MW of heat, so 1.2), used when dear.

    1.2 MWh of heat are 1.5 MWh of power: bought at 20 instead of 400 in the dear hour, 570 yuan less.
    """
    buy = hours(100.0, {(3, 4): 20.0, (12, 13): 400.0})
    plain, stored = solve_and_audit(heated(buy=buy)), solve_and_audit(heated(buy=buy, store=STORE))
    # The store is filled in the cheap hour (1.2 MWh) and beside it at 100 yuan (0.8 MWh, 1 MWh of power).
    assert cost_of(plain) - cost_of(stored) == pytest.approx(1.5 * 380.0 + 1.0 * 300.0)


def test_least_power_and_an_outage_that_cannot_be_bridged() -> None:
    """From 10 to 12 nothing heats: 2 MWh of heat an hour are missing, named as firm load of the homes."""
    outage = 'asset = "boiler"\nhours = "10:00-12:00"'
    schedule = solve_and_audit(heated({"power_mw_min": 1.0}), day=day_facts(f"[[outages]]\n{outage}\n"))
    assert schedule.status == "relaxed"
    short = {(each["asset"], each["clause"]): each["total_mwh"] for each in schedule.relaxations}
    assert short == {("homes", "firm_load"): pytest.approx(4.0)}


def test_reference_day_stands_still_below_the_least_power() -> None:
    site = heated({"power_mw_min": 3.0})
    reference = case_of(site, forecast_of(site), state=state_of(site)).reference
    assert reference.injection_mw["boiler"] == pytest.approx(np.zeros(24))


@pytest.mark.parametrize(
    ("change", "key"),
    [({"power_mw_min": 5.0}, "site-min-above-max"), ({"heat_bus": "main"}, "site-bus-carrier")],
)
def test_mistakes_are_named(change: dict[str, Any], key: str) -> None:
    with pytest.raises(Refused) as refused:
        heated(change)
    assert key in [each.key for each in refused.value.problems]


BREAKS: dict[str, Breaker] = {
    "electric-boiler-heat": shift("feed_mw", "boiler/heat_bus", 5),
    "electric-boiler-limit": put("power_mw", "boiler", 5, 4.1),
    "electric-boiler-least": put("power_mw", "boiler", 5, 0.5),
}


def test_every_rule_has_its_break() -> None:
    assert set(BREAKS) == set(AUDIT.rules)


@pytest.mark.parametrize("rule", BREAKS)
def test_a_broken_rule_is_named(rule: str) -> None:
    site = heated({"power_mw_min": 1.0})
    schedule = solve_and_audit(site)
    assert rule in rules_found(site, state_of(site), forecast_of(site), schedule, BREAKS[rule])
