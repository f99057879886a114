"""The battery: levels follow powers, limits hold, what is kept decays."""

from __future__ import annotations

import pytest

from dispatch.assets.battery import BatteryBehaviour
from dispatch.model import build
from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import BATTERY, TIE, day_facts, four_steps, hours, load, toy

CHEAP_NIGHT = hours(500.0, {(0, 12): 100.0})


def test_derates_and_outages_limit_both_ways() -> None:
    day = day_facts(
        '[[derates]]\nasset = "store"\nhours = "00:00-06:00"\npower_mw_max = 0.25\n'
        '[[outages]]\nasset = "store"\nhours = "12:00-18:00"\navailable_frac = 0.5\n'
    )
    site = toy({"tie": TIE, "works": load(6.0), "store": BATTERY}, buy=CHEAP_NIGHT)
    data = solve_and_audit(site, day=day).data.sel(asset="store")
    assert data.charge_mw.values[:6].max() == pytest.approx(0.25, abs=1e-6)
    assert data.charge_mw.values[6:12].max() == pytest.approx(1.0, abs=1e-6)
    assert data.discharge_mw.values[12:18].max() <= 0.5 + 1e-6


def test_an_idle_store_loses_its_share_of_a_day() -> None:
    """Nothing pays, so 40 % of 3 MWh are gone after a day."""
    store = {
        **BATTERY,
        "soc_frac_initial": 0.6,
        "self_discharge_frac_per_day": 0.4,
        "wear_yuan_per_mwh": 5000.0,
    }
    schedule = solve_and_audit(toy({"tie": TIE, "works": load(6.0), "store": store}))
    assert schedule.data.energy_mwh.sel(asset="store").values[-1] == pytest.approx(1.8, rel=1e-9)
    assert schedule.kpis["storage_losses_mwh"] == pytest.approx(1.2, rel=1e-9)


def test_losses_are_what_neither_came_out_nor_stayed() -> None:
    """Filled with 6.25 MWh, 4.5 MWh delivered: 1.75 MWh lost, and one full cycle of 4.5/5 by what came out."""
    schedule = solve_and_audit(toy({"tie": TIE, "works": load(6.0), "store": BATTERY}, buy=CHEAP_NIGHT))
    assert schedule.kpis["storage_losses_mwh"] == pytest.approx(1.75, abs=1e-5)
    assert schedule.kpis["equivalent_full_cycles"]["store"] == pytest.approx(0.9, abs=1e-5)


def test_a_charging_power_of_its_own() -> None:
    store = {**BATTERY, "charge_mw_max": 0.5}
    data = solve_and_audit(toy({"tie": TIE, "works": load(6.0), "store": store}, buy=CHEAP_NIGHT)).data
    assert data.charge_mw.sel(asset="store").max() == pytest.approx(0.5, abs=1e-6)
    assert data.discharge_mw.sel(asset="store").max() == pytest.approx(1.0, abs=1e-6)


def test_charging_and_discharging_at_once_is_seen_as_a_conflict() -> None:
    case = four_steps(toy({"tie": TIE, "works": load(6.0), "store": BATTERY}))
    model = build(case)
    behaviour, block = model.behaviours["store"], model.block("store")
    assert isinstance(behaviour, BatteryBehaviour)
    for t in range(4):
        block.charge[t].set_value(1.0 if t in (1, 2) else 0.0)
        block.discharge[t].set_value(0.5 if t in (2, 3) else 0.0)
    assert behaviour.conflicts(block) == {2}


@pytest.mark.parametrize(
    ("buy", "sell"),
    [({(1, 3): -1.0}, {(1, 3): -2.0}), ({}, {(1, 3): -1.0}), ({}, {(1, 3): 101.0})],
    ids=["negative import", "negative feed-in", "feed-in above import"],
)
def test_prices_that_tempt_put_the_binaries_in_from_the_start(
    buy: dict[tuple[int, int], float], sell: dict[tuple[int, int], float]
) -> None:
    site = toy(
        {"tie": TIE, "store": BATTERY, "works": load(1.0)}, buy=hours(100.0, buy), sell=hours(50.0, sell)
    )
    case = four_steps(site)
    assert case.tempting == {1, 2}
    assert case.exclusive_steps("store") == case.exclusive_steps("tie") == {1, 2}
