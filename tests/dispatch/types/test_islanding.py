"""Operation without the public grid: survival by hand, the energy that is kept for it, and how each rule is broken."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray as xr

import dispatch
from dispatch.audit import audit
from dispatch.audit.islanding import RULES
from sites.day import DayFacts
from sites.problems import Refused
from sites.site import Site
from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import BATTERY, PV, TIE, forecast_of, load, state_of, toy
from tests.dispatch.types.breaking import TEN, Breaker

NOON = 12
CRITICAL = 0.5


def site(hours: float = 2.0, *, is_held: bool = False, **fields: Any) -> Site:
    """Load of 4 MW, half of it critical, a store of 8 MWh from 0 to full, at 50 % in the beginning, no losses."""
    battery = {
        **BATTERY,
        "power_mw_max": 3.0,
        "energy_mwh_max": 8.0,
        "charge_efficiency_frac": 1.0,
        "discharge_efficiency_frac": 1.0,
        "soc_frac_min": 0.0,
        "soc_frac_max": 1.0,
        "soc_frac_initial": 0.5,
        "terminal_value_yuan_per_mwh": 50.0,
        "wear_yuan_per_mwh": 2000.0,
    } | fields
    about = {"hours": hours, "critical_frac": {"works": CRITICAL}, "is_held": is_held}
    return toy({"tie": TIE, "works": load(4.0), "battery": battery}, islanding=about)


def solved(about: Site) -> dispatch.Schedule:
    """The day with its islands audited."""
    schedule = solve_and_audit(about)
    begun, forecast = state_of(about), forecast_of(about)
    found = audit(about, begun, DayFacts(), forecast, schedule.data, schedule.events, schedule.islands)
    assert found == []
    return schedule


def test_survival_is_what_the_store_holds_over_the_critical_load() -> None:
    """4 MWh stay in the store (moving them would only wear it): they serve 2 MW for 2 hours of an outage of 3."""
    schedule = solved(site(3.0))
    hours = schedule.data["island_hours"].values
    assert np.isnan(hours[22:]).all()
    assert hours[:22] == pytest.approx(np.full(22, 2.0))
    assert schedule.data["island_unserved_mwh"].values[:22] == pytest.approx(np.full(22, 2.0))
    assert schedule.kpis["island_hours_min"] == pytest.approx(2.0)
    assert schedule.kpis["is_island_survived"] == 0


def test_all_is_survived_with_enough() -> None:
    schedule = solved(site(2.0))
    assert schedule.kpis["is_island_survived"] == 1
    assert np.nanmax(schedule.data["island_unserved_mwh"].values) == pytest.approx(0.0, abs=1e-6)


def test_power_may_be_what_is_lacking() -> None:
    """A store of 1 MW cannot serve 2 MW, whatever it holds."""
    schedule = solved(site(2.0, power_mw_max=1.0))
    assert schedule.kpis["island_hours_min"] == 0.0
    assert schedule.data["island_unserved_mwh"].values[NOON] == pytest.approx(2.0)


def test_a_plan_keeps_energy_for_an_outage_where_the_site_asks() -> None:
    """Emptying the store pays (nothing is worn and what is left is worth nothing); 2 MW x 1 h is kept all the same."""
    free: dict[str, Any] = {"wear_yuan_per_mwh": 0.0, "terminal_value_yuan_per_mwh": 0.0}
    loose, held = solved(site(1.0, **free)), solved(site(1.0, is_held=True, **free))
    level = held.data["energy_mwh"].sel(asset="battery").values
    assert loose.kpis["is_island_survived"] == 0
    assert held.kpis["is_island_survived"] == 1
    assert level[:23].min() == pytest.approx(2.0, abs=1e-6)


def test_a_day_that_cannot_keep_it_says_by_how_much() -> None:
    """With 1 MWh of store, 2 MWh cannot be kept."""
    schedule = solve_and_audit(site(1.0, is_held=True, energy_mwh_max=1.0))
    assert schedule.status == "relaxed"
    assert {each["clause"] for each in schedule.relaxations} == {"island_energy"}


def test_who_is_critical_must_be_a_load() -> None:
    with pytest.raises(Refused) as caught:
        toy({"tie": TIE, "works": load(4.0)}, islanding={"hours": 2.0, "critical_frac": {"tie": 0.5}})
    assert [each.key for each in caught.value.problems] == ["islanding-not-load"]


def test_sun_helps_where_it_shines() -> None:
    about = toy(
        {"tie": TIE, "works": load(4.0), "roof": PV},
        islanding={"hours": 1.0, "critical_frac": {"works": CRITICAL}},
    )
    sun = [0.0] * 10 + [3.0] * 4 + [0.0] * 10
    schedule = solve_and_audit(about, {"works": 4.0, "roof": sun})
    hours = schedule.data["island_hours"].values
    assert hours[10:14] == pytest.approx(np.ones(4))
    assert hours[:10] == pytest.approx(np.zeros(10))


Breaks = dict[str, tuple[str, Breaker]]


def at(variable: str, asset: str, step: int, by: float) -> Breaker:
    def breaker(data: xr.Dataset) -> None:
        event = list(data["event"].values).index(NOON)
        place = list(map(str, data["asset"].values)).index(asset)
        values = data[variable].transpose("event", "time", "asset")
        changed = np.array(values.values)
        changed[event, step, place] += by
        data[variable] = (values.dims, changed)

    return breaker


def claim(step: int, to: float) -> Breaker:
    def breaker(data: xr.Dataset) -> None:
        values = np.array(data["island_hours"].values)
        values[step] = to
        data["island_hours"] = (("time",), values)

    return breaker


def drained(data: xr.Dataset) -> None:
    """A store that is emptied at once, and all that hangs on it left as it was."""
    data["energy_mwh"].values[NOON, list(map(str, data["asset"].values)).index("battery")] = 3.0


BREAKS: Breaks = {
    "island-energy": ("plan", drained),
    "island-missing": ("plan", claim(NOON, np.nan)),
    "island-outside-window": ("plan", claim(23, 2.0)),
    "island-unproven": ("plan", claim(NOON, 1.0)),
    "island-mismatch": ("plan", claim(NOON, 3.0)),
    "island-before-changed": ("islands", at("injection_mw", "battery", NOON - 1, TEN)),
    "island-tie": ("islands", at("import_mw", "tie", NOON + 1, TEN)),
    "island-shed": ("islands", at("shed_mw", "works", NOON + 1, 4.0)),
    "island-balance": ("islands", at("injection_mw", "battery", NOON + 1, 10 * TEN)),
}


def test_every_rule_can_be_broken() -> None:
    assert set(BREAKS) == set(RULES)


@pytest.mark.parametrize("rule", BREAKS)
def test_a_broken_rule_is_named(rule: str) -> None:
    about = site(2.0 if rule == "island-energy" else 3.0, is_held=rule == "island-energy")
    schedule = solved(about)
    where, breaker = BREAKS[rule]
    assert schedule.islands is not None
    plan, islands = schedule.data.copy(deep=True), schedule.islands.copy(deep=True)
    breaker(plan if where == "plan" else islands)
    found = audit(about, state_of(about), DayFacts(), forecast_of(about), plan, schedule.events, islands)
    assert rule in {str(each.rule) for each in found}
    assert all(each.text("en") != each.text("zh") for each in found)
