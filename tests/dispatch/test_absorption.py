"""Renewable energy is absorbed only if somebody uses it: nothing is burnt, and no store is frozen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

import dispatch
from sites.site import Site
from tests.dispatch.solved import cost_of, solve_and_audit, stage_values
from tests.dispatch.toys import BATTERY, PV, TIE, Raw, hours, load, toy

ABSORBING = ("absorption", "cost", "smooth")
COST_ONLY = ("cost", "smooth")
CLOSED: Raw = {**TIE, "export_mw_max": 0.0, "reverse_flow": "forbidden"}
STORE: Raw = {
    **BATTERY,
    "power_mw_max": 1.5,
    "energy_mwh_max": 5.0,
    "charge_efficiency_frac": 0.9,
    "soc_frac_min": 0.1,
    "soc_frac_initial": 0.3,
}
NOON = hours(0.0, {(10, 14): 3.0})
"""With 1 MW of load and no export: 2 MW of surplus for four hours."""


def surplus_site(order: Sequence[str] = ABSORBING, *, stores: Raw | None = None, **changes: Any) -> Site:
    """1 MW of load, a roof, a closed tie and stores (one, unless told otherwise)."""
    assets = {"tie": CLOSED, "works": load(1.0), "roof": PV, **(stores or {"store": STORE})}
    return toy(assets, order=order, **changes)


def used_mwh(schedule: dispatch.Schedule) -> float:
    """Renewable energy used, MWh."""
    return float(schedule.kpis["used_mwh"])


def surplus_losses_mwh(schedule: dispatch.Schedule) -> float:
    """Losses of all stores in the steps of surplus, MWh."""
    losses = schedule.data.loss_mwh.where(schedule.data.is_surplus == 1)
    return float(losses.sum())


def test_a_day_without_surplus_cycles_the_store_as_cost_alone_would() -> None:
    """The roof never exceeds the load; the price spread pays for a full cycle, and absorption must not forbid it."""
    assets = {"tie": TIE, "works": load(4.0), "roof": PV, "store": STORE}
    prices = hours(300.0, {(0, 8): 100.0, (17, 22): 900.0})
    with_stage, alone = (
        solve_and_audit(toy(assets, buy=prices, order=order), {"roof": NOON})
        for order in (ABSORBING, COST_ONLY)
    )
    assert with_stage.data.is_surplus.values.sum() == 0
    assert cost_of(with_stage) == pytest.approx(cost_of(alone), rel=1e-6)
    cycles = with_stage.kpis["equivalent_full_cycles"]["store"]
    assert cycles == pytest.approx(alone.kpis["equivalent_full_cycles"]["store"], rel=1e-3)
    assert cycles > 0.8
    assert with_stage.stages[0]["price_yuan"] == pytest.approx(0.0, abs=1e-3)


def test_a_surplus_day_absorbs_what_is_physically_possible() -> None:
    """4 MWh go to the load, (5 - 0.5)/0.9 = 5 MWh fill the store emptied before: 9 of 12 MWh, 0.5 MWh lost."""
    schedule = solve_and_audit(surplus_site(), {"roof": NOON})
    assert np.flatnonzero(schedule.data.is_surplus.values).tolist() == [10, 11, 12, 13]
    assert used_mwh(schedule) == pytest.approx(9.0, abs=1e-3)
    assert surplus_losses_mwh(schedule) == pytest.approx(0.5, abs=1e-3)
    assert stage_values(schedule)["absorption"] == pytest.approx(9.0, abs=1e-3)


def test_power_of_the_store_can_be_what_limits() -> None:
    """0.5 MW of charging takes 2 MWh in four hours: 6 of 12 MWh, 0.2 MWh lost."""
    site = surplus_site(stores={"store": {**STORE, "power_mw_max": 0.5}})
    schedule = solve_and_audit(site, {"roof": NOON})
    assert used_mwh(schedule) == pytest.approx(6.0, abs=1e-3)
    assert surplus_losses_mwh(schedule) == pytest.approx(0.2, abs=1e-3)


@pytest.mark.parametrize("wear", [0.0, 10.0])
@pytest.mark.parametrize("noon_price", [100.0, 0.0, -200.0])
def test_nothing_is_burnt_whatever_the_price(noon_price: float, wear: float) -> None:
    """Free wear and a negative price invite burning, in one step or in alternating quarter-hours."""
    prices = hours(100.0, {(9, 15): noon_price})
    store = {**STORE, "wear_yuan_per_mwh": wear}
    site = surplus_site(stores={"store": store}, buy=prices, step_minutes=15)
    schedule = solve_and_audit(site, {"roof": NOON})
    assert stage_values(schedule)["absorption"] == pytest.approx(9.0, abs=1e-3)
    assert used_mwh(schedule) == pytest.approx(9.0, abs=1e-2)
    assert surplus_losses_mwh(schedule) == pytest.approx(0.5, abs=1e-2)
    assert float(schedule.data.discharge_mw.where(schedule.data.is_surplus == 1).sum()) < 1e-2


def test_two_batteries_do_not_shuffle() -> None:
    """Each takes (2.5 - 0.25)/0.9 = 2.5 MWh; sending energy from one to the other would use up more of the roof."""
    half = {**STORE, "energy_mwh_max": 2.5, "power_mw_max": 1.5, "wear_yuan_per_mwh": 0.0}
    site = surplus_site(stores={"store-a": half, "store-b": half}, step_minutes=30)
    schedule = solve_and_audit(site, {"roof": NOON})
    assert used_mwh(schedule) == pytest.approx(9.0, abs=1e-2)
    noon = schedule.data.is_surplus.values == 1
    charge, discharge = (schedule.data[f"{way}_mw"].values[noon] for way in ("charge", "discharge"))
    shuffled = np.minimum(np.nansum(charge, axis=1), np.nansum(discharge, axis=1))
    assert shuffled.max() < 1e-3


def test_a_surplus_day_costs_what_cost_alone_would_where_nothing_more_can_be_absorbed() -> None:
    """Storing the surplus pays anyway (0.81 x 100 against 10 of wear), so both orders absorb all they can."""
    with_stage, alone = (
        solve_and_audit(surplus_site(order), {"roof": NOON}) for order in (ABSORBING, COST_ONLY)
    )
    assert used_mwh(with_stage) == pytest.approx(used_mwh(alone), abs=1e-3)
    assert cost_of(with_stage) == pytest.approx(cost_of(alone), abs=0.05)


def test_a_small_surplus_does_not_keep_the_store_from_charging_at_a_low_price() -> None:
    """All of the surplus is absorbed either way, and charging more from the cheap tie at noon burns nothing."""
    prices = hours(300.0, {(10, 14): 50.0, (17, 22): 900.0})
    day = {"roof": hours(0.0, {(10, 14): 1.2})}
    with_stage, alone = (
        solve_and_audit(surplus_site(order, buy=prices), day) for order in (ABSORBING, COST_ONLY)
    )
    assert used_mwh(with_stage) == pytest.approx(used_mwh(alone), abs=1e-3)
    assert cost_of(with_stage) == pytest.approx(cost_of(alone), abs=0.05)


DEAR: Raw = {**STORE, "wear_yuan_per_mwh": 200.0, "soc_frac_initial": 1.0}


@pytest.mark.parametrize(
    ("worth", "used", "cost"), [(None, 9.0, 2405.0), (85.0, 9.0, 2405.0), (75.0, 4.0, 2000.0)]
)
def test_willingness_to_pay_caps_what_absorption_costs(worth: float | None, used: float, cost: float) -> None:
    """The store begins full: to make room it must discharge, at 200 of wear for 100 of import saved.

    A delivered MWh frees 1/0.9 MWh, which takes 1/0.81 MWh of the roof: 100 x 0.81 = 81 yuan for each absorbed MWh.
    All of it: 4.5 x 0.9 = 4.05 MWh delivered, 2000 + 405 yuan.
    """
    objective = {} if worth is None else {"absorption_value_yuan_per_mwh": worth}
    schedule = solve_and_audit(surplus_site(stores={"store": DEAR}, objective=objective), {"roof": NOON})
    assert used_mwh(schedule) == pytest.approx(used, abs=1e-3)
    assert cost_of(schedule) == pytest.approx(cost, abs=0.05)


TASK: Raw = {
    "type": "shiftable_load",
    "bus": "main",
    "tasks": [
        {
            "name": "fill",
            "energy_mwh": 2.0,
            "power_mw_max": 2.0,
            "window": "12:00-14:00",
            "preferred_start": "12:00",
        }
    ],
}


@pytest.mark.parametrize("is_lazy", [True, False])
@pytest.mark.parametrize("minutes", [60, 15])
def test_load_moved_into_the_surplus_leaves_nothing_to_burn_where_it_was(minutes: int, is_lazy: bool) -> None:
    """3 MW of roof from 12 to 14 h, 1 MW of load, and a task of 2 MWh that the reference day puts at 12 h: S is 13 h.

    Moved to 13 h it frees 2 MW at 12 h, outside S, where charging and discharging at once would burn for nothing; the
    binary that a look puts in forbids it. Load and task take 4 MWh, the store 0.2/0.8 = 0.25 MWh. It delivers
    0.2 x 0.8 = 0.16 MWh before and after, so 22 - 0.32 MWh are imported.
    """
    store = {
        **BATTERY,
        "power_mw_max": 1.5,
        "energy_mwh_max": 2.0,
        "discharge_efficiency_frac": 0.8,
        "soc_frac_min": 0.9,
        "soc_frac_initial": 1.0,
        "wear_yuan_per_mwh": 0.0,
    }
    site = toy(
        {"tie": CLOSED, "works": load(1.0), "roof": PV, "pumps": TASK, "store": store},
        order=ABSORBING,
        step_minutes=minutes,
    )
    day = {"roof": hours(0.0, {(12, 14): 3.0})}
    schedule = solve_and_audit(site, day, is_lazily_exclusive=is_lazy)
    assert used_mwh(schedule) == pytest.approx(4.25, abs=1e-3)
    assert cost_of(schedule) == pytest.approx(100.0 * (22.0 - 0.32), abs=0.05)


@pytest.mark.parametrize("noon_price", [100.0, -200.0])
def test_lazily_added_binaries_give_the_same_stage_values(noon_price: float) -> None:
    prices = hours(100.0, {(9, 15): noon_price})
    stores = {"store": {**STORE, "wear_yuan_per_mwh": 0.0}}
    lazy, all_in = (
        solve_and_audit(
            surplus_site(ABSORBING[:2], buy=prices, stores=stores),
            {"roof": NOON},
            is_lazily_exclusive=is_lazy,
            gap_rel=1e-7,
        )
        for is_lazy in (True, False)
    )
    assert stage_values(lazy) == pytest.approx(stage_values(all_in), rel=1e-5, abs=1e-3)


WINDOW: Raw = {"energy_mwh_max": 4.0, "soc_frac_min": 0.1, "soc_frac_max": 0.9, "soc_frac_initial": 0.5}
PAIR: Raw = {
    name: {
        **BATTERY,
        **WINDOW,
        "power_mw_max": power,
        "wear_yuan_per_mwh": wear,
        "charge_efficiency_frac": efficiency,
        "discharge_efficiency_frac": efficiency,
    }
    for name, power, wear, efficiency in (("b1", 5.0, 0.0, 0.8), ("b2", 3.0, 1.0, 0.9))
}
MOVED: Raw = {
    "type": "shiftable_load",
    "bus": "main",
    "tasks": [
        {
            "name": "a",
            "energy_mwh": 6.0,
            "power_mw_max": 3.0,
            "window": "09:00-14:00",
            "preferred_start": "12:00",
        }
    ],
}


@pytest.mark.parametrize("is_lazy", [True, False])
def test_unlike_stores_do_not_pass_a_surplus_of_the_plan_s_own_to_and_fro(is_lazy: bool) -> None:
    """Flexible load moves from noon to the morning's surplus; what is left at noon must not be burnt between two."""
    assets = {"tie": CLOSED, "works": load(3.0), "roof": PV, "moved": MOVED, **PAIR}
    prices = hours(200.0)
    site = toy(assets, buy=prices, order=ABSORBING, step_minutes=15)
    sun = hours(0.0, {(9, 12): 9.0, (12, 14): 3.1})
    schedule = solve_and_audit(site, {"roof": sun}, is_lazily_exclusive=is_lazy)
    flows = {way: np.nansum(schedule.data[f"{way}_mw"].values, axis=1) for way in ("charge", "discharge")}
    is_sunny = np.repeat(np.asarray(sun) > 3.0, 4)
    assert np.minimum(flows["charge"], flows["discharge"])[is_sunny].max() < 1e-3


def test_a_surplus_of_one_bus_does_not_freeze_a_store_on_another() -> None:
    """Two buses that share nothing: the second's store follows its own prices beside the first's surplus."""
    other = {
        "tie-2": {**TIE, "bus": "side"},
        "works-2": {**load(2.0), "bus": "side"},
        "store-2": {**STORE, "bus": "side"},
    }
    assets = {"tie": CLOSED, "works": load(1.0), "roof": PV, **other}
    prices = hours(100.0, {(10, 14): 900.0})
    plans = [
        solve_and_audit(toy(assets, buy=prices, order=order, buses={"main": {}, "side": {}}), {"roof": NOON})
        for order in (ABSORBING, COST_ONLY)
    ]
    assert cost_of(plans[0]) == pytest.approx(cost_of(plans[1]), abs=0.1)
    given = plans[0].data.discharge_mw.sel(asset="store-2").values[10:14].sum()
    assert given > 1.0
