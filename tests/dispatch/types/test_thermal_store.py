"""Heat stores: two of them on one bus, so that nothing else is needed to see what each does."""

from __future__ import annotations

from typing import Any

import pytest

from sites.problems import Refused
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import TIE, forecast_of, load, state_of, toy
from tests.dispatch.types.breaking import Breaker, rules_found
from tests.dispatch.types.stores import assert_same, breaks_of_a_store, losses_by_step, pins, series

BUSES = {"main": {}, "heat": {"carrier": "heat", "spilled_mw_max": 0.0}}
TANK: dict[str, Any] = {
    "type": "thermal_store",
    "bus": "heat",
    "energy_mwh_max": 10.0,
    "charge_mw_max": 2.0,
    "discharge_mw_max": 3.0,
    "level_frac_min": 0.1,
    "level_frac_initial": 0.6,
}
WORTH = {
    **TANK,
    "charge_efficiency_frac": 0.9,
    "level_frac_initial": 0.1,
    "terminal_value_yuan_per_mwh": 100.0,
}


def tanks(**fields: Any) -> dict[str, Any]:
    """A tank whose heat is worth nothing, and one whose heat is, beside a load of electricity."""
    return {"tie": TIE, "works": load(1.0), "old": {**TANK, **fields}, "new": WORTH}


def test_heat_goes_where_it_is_worth_more() -> None:
    """5 MWh above the lowest level of the one become 4.5 MWh in the other, at no more than 2 MW."""
    site = toy(tanks(), buses=BUSES)
    schedule = solve_and_audit(site)
    assert series(schedule, "energy_mwh", "old")[-1] == pytest.approx(1.0, abs=1e-6)
    assert series(schedule, "energy_mwh", "new")[-1] == pytest.approx(5.5, abs=1e-6)
    assert series(schedule, "charge_mw", "new").max() <= 2.0 + 1e-9
    assert cost_of(schedule) == pytest.approx(2400.0 - 450.0, abs=1e-3)
    # No heat is counted among what electric stores lose.
    assert schedule.kpis["storage_losses_mwh"] == pytest.approx(0.0, abs=1e-9)
    assert series(schedule, "loss_mwh", "new").sum() == pytest.approx(0.5, abs=1e-6)


def test_heat_of_an_idle_tank_decays() -> None:
    """Nothing pays: 40 % of 6 MWh are gone after a day."""
    site = toy(
        {"tie": TIE, "works": load(1.0), "old": {**TANK, "self_discharge_frac_per_day": 0.4}}, buses=BUSES
    )
    schedule = solve_and_audit(site)
    assert series(schedule, "energy_mwh", "old")[-1] == pytest.approx(3.6, rel=1e-9)


def test_what_is_lost_at_any_level_is_made_up_from_the_bus() -> None:
    """0.05 MW all day: 1.2 MWh that the other tank must give, since nothing else does."""
    site = toy(tanks(standing_loss_mw=0.05), buses=BUSES)
    schedule = solve_and_audit(site)
    assert series(schedule, "loss_mwh", "old").sum() == pytest.approx(1.2, abs=1e-6)
    assert series(schedule, "energy_mwh", "new")[-1] == pytest.approx(1.0 + 0.9 * 3.8, abs=1e-6)
    assert series(schedule, "reference_injection_mw", "old") == pytest.approx([-0.05] * 24)


def test_a_standing_loss_that_nothing_feeds_is_named() -> None:
    """An empty tank alone on its bus."""
    cold = {**TANK, "standing_loss_mw": 0.05, "level_frac_initial": 0.1}
    schedule = solve_and_audit(toy({"tie": TIE, "works": load(1.0), "old": cold}, buses=BUSES))
    assert schedule.status == "relaxed"
    assert [(e["asset"], e["clause"]) for e in schedule.relaxations] == [("old", "firm_load")]
    assert schedule.relaxations[0]["total_mwh"] == pytest.approx(1.2, abs=1e-6)


def test_losses_do_not_depend_on_the_step() -> None:
    assets = tanks(self_discharge_frac_per_day=0.3)
    assets["new"] = {**WORTH, "self_discharge_frac_per_day": 0.5, "level_frac_min": 0.0}
    assets["old"]["level_frac_min"] = 0.0
    day = pins("old", {"00:00-06:00": 0.0, "06:00-08:00": 1.0, "08:00-24:00": 0.0})
    assert_same(losses_by_step(assets, day, "old", buses=BUSES))
    assert_same(losses_by_step(assets, day, "new", buses=BUSES))


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"level_frac_min": 0.9, "level_frac_max": 0.5}, "level_frac_min"),
        ({"level_frac_initial": 0.05}, "0.05"),
        ({"bus": "main"}, "heat"),
        ({"self_discharge_frac_per_day": 1.0}, "self_discharge_frac_per_day"),
    ],
)
def test_what_contradicts_itself_is_refused(fields: dict[str, Any], word: str) -> None:
    with pytest.raises(Refused) as caught:
        toy(tanks(**fields), buses=BUSES)
    assert word in str(caught.value)


SITE = toy(tanks(), buses=BUSES)
BREAKS: dict[str, Breaker] = breaks_of_a_store(SITE, "new", 0, 0)


@pytest.mark.parametrize("rule", BREAKS)
def test_a_broken_rule_is_named(rule: str) -> None:
    schedule = solve_and_audit(SITE)
    breaker = BREAKS[rule]
    if rule == "store-both-ways":
        step = int(series(schedule, "charge_mw", "new").argmax())
        breaker = breaks_of_a_store(SITE, "new", step, step)[rule]
    assert rule in rules_found(SITE, state_of(SITE), forecast_of(SITE), schedule, breaker)
