"""Small days whose optimum is worked out by hand, with the derivation beside each."""

from __future__ import annotations

import numpy as np
import pytest

from tests.dispatch.solved import cost_of, solve_and_audit, stage_values
from tests.dispatch.toys import BATTERY, PV, TIE, Raw, hours, load, state_of, toy

HALF_DAYS = hours(100.0, {(12, 24): 500.0})


def test_arbitrage_with_efficiencies_and_wear() -> None:
    """Buy at 100 for twelve hours, use at 500 for twelve.

    A stored MWh costs 100/0.8 = 125 yuan and saves 0.9 x (500 - 10) = 441 at the evening price less wear, so the
    empty 5 MWh store is filled once: 5/0.8 = 6.25 MWh bought, 5 x 0.9 = 4.5 MWh delivered, powers within 1 MW.
    Load 2 MW: 100 x (24 + 6.25) + 500 x (24 - 4.5) + 10 x 4.5 = 3025 + 9750 + 45 = 12820 yuan.
    """
    site = toy({"tie": TIE, "works": load(2.0), "store": BATTERY}, buy=HALF_DAYS)
    schedule = solve_and_audit(site)
    assert schedule.status == "optimal"
    assert cost_of(schedule) == pytest.approx(12820.0, rel=1e-6)
    assert schedule.costs == pytest.approx(
        {"energy_import": 12775.0, "feed_in": 0.0, "wear": 45.0, "terminal_value": 0.0}, abs=0.1
    )


def test_terminal_value_decides_what_stays() -> None:
    """As before, starting from 2 MWh; a MWh left is worth 200, less than the 441 it saves, or 600, more than it.

    200: 3/0.8 = 3.75 MWh bought, 4.5 delivered, level from 2 to 0:
    100 x 27.75 + 500 x 19.5 + 45 + 200 x 2 = 12970 yuan.
    600: nothing is discharged, the store is filled and stays full: 100 x 27.75 + 500 x 24 - 600 x 3 = 12975 yuan.
    """
    for value, cost, level in ((200.0, 12970.0, 0.0), (600.0, 12975.0, 5.0)):
        store = {**BATTERY, "soc_frac_initial": 0.4, "terminal_value_yuan_per_mwh": value}
        schedule = solve_and_audit(toy({"tie": TIE, "works": load(2.0), "store": store}, buy=HALF_DAYS))
        assert cost_of(schedule) == pytest.approx(cost, rel=1e-6)
        assert schedule.data.energy_mwh.sel(asset="store").values[-1] == pytest.approx(level, abs=1e-3)


SHORT_STORE: Raw = {
    **BATTERY,
    "power_mw_max": 2.0,
    "energy_mwh_max": 1.2,
    "discharge_efficiency_frac": 0.75,
    "soc_frac_initial": 0.5,
    "wear_yuan_per_mwh": 20.0,
}
PEAK = hours(2.0, {(18, 20): 4.0})


def test_shaving_as_far_as_the_store_reaches() -> None:
    """Load 2 MW, 4 MW from 18 to 20 h; target 25 %, line 3 MW.

    A full store of 1.2 MWh delivers 0.9 MWh, 0.45 MW in each peak hour: the plan's peak is 3.55 MW, the shortfall
    0.55 MW, the shaving (4 - 3.55)/4 = 11.25 %. It starts with 0.6 MWh, so 0.6/0.8 = 0.75 MWh are bought:
    100 x (2 x 22 + 4 x 2 + 0.75 - 0.9) + 20 x 0.9 = 5203 yuan.
    """
    site = toy(
        {"tie": TIE, "works": load(2.0), "store": SHORT_STORE},
        order=("shaving", "cost"),
        targets={"shaving_frac": 0.25},
    )
    schedule = solve_and_audit(site, {"works": PEAK})
    kpis = schedule.kpis
    assert stage_values(schedule)["shaving"] == pytest.approx(0.55, rel=1e-6)
    assert cost_of(schedule) == pytest.approx(5203.0, rel=1e-6)
    assert kpis["shaving_frac"] == pytest.approx(0.1125, abs=1e-6)
    assert kpis["shaving_shortfall_mw"] == pytest.approx(0.55, abs=1e-6)
    assert (kpis["is_shaving_met"], schedule.is_targets_met) == (0, False)
    assert kpis["gap_to_close"]["steps"] == [18, 19]
    assert kpis["gap_to_close"]["mwh"] == pytest.approx(1.1, abs=1e-4)


def test_price_of_the_shaving_stage() -> None:
    """Cost alone would only spend the 0.6 MWh at hand: 100 x (52 - 0.45) + 20 x 0.45 = 5164; so shaving costs 39."""
    site = toy(
        {"tie": TIE, "works": load(2.0), "store": SHORT_STORE},
        order=("shaving", "cost"),
        targets={"shaving_frac": 0.25},
    )
    schedule = solve_and_audit(site, {"works": PEAK})
    assert schedule.stages[0]["price_yuan"] == pytest.approx(39.0, abs=0.01)


def test_demand_charge_is_paid_above_what_is_billed_anyway() -> None:
    """Billed so far 3.9 MW, contract 3.8 MW without tolerance: above 3.9 each MW costs 2 x 1000 yuan.

    Delivered energy is worth 100 - 20 = 80 yuan/MWh; the 0.6 MWh at hand deliver 0.45 MWh, of which 0.1 + 0.1 take the
    peak to 3.9 MW. No charge is left: 100 x (52 - 0.45) + 20 x 0.45 = 5164 yuan.
    Without the store the peak is 4.0: 100 x 52 + 2 x 1000 x 0.1 = 5400 yuan.
    """
    charge = {
        "price_yuan_per_mw_month": 1000.0,
        "contract_mw": 3.8,
        "overrun_tolerance_frac": 0.0,
        "overrun_factor": 2.0,
    }
    tie = {**TIE, "demand_charge": charge}
    for store, cost, peak in ((SHORT_STORE, 5164.0, 0.0), (None, 5400.0, 200.0)):
        assets = {"tie": tie, "works": load(2.0), **({"store": store} if store else {})}
        site = toy(assets)
        schedule = solve_and_audit(site, {"works": PEAK}, state=state_of(site, billed_peak_mw={"tie": 3.9}))
        assert cost_of(schedule) == pytest.approx(cost, rel=1e-6)
        assert schedule.costs["demand_charge"] == pytest.approx(peak, abs=1e-6)
        assert schedule.kpis["cost_without_demand_charge_yuan"] == pytest.approx(cost - peak, rel=1e-6)


def test_export_limit_and_feed_in() -> None:
    """Roof 5 MW from 10 to 14 h, load 1 MW, export at most 3 MW at 60 yuan: 1 MW is curtailed for four hours.

    20 hours of load at 100 less 3 x 4 x 60 = 2000 - 720 = 1280 yuan; 16 of 20 MWh are absorbed.
    """
    site = toy({"tie": {**TIE, "export_mw_max": 3.0}, "works": load(1.0), "roof": PV}, sell=hours(60.0))
    schedule = solve_and_audit(site, {"roof": hours(0.0, {(10, 14): 5.0})})
    kpis = schedule.kpis
    assert cost_of(schedule) == pytest.approx(1280.0, rel=1e-9)
    assert kpis["absorption_rate_frac"] == pytest.approx(0.8)
    assert kpis["curtailed_mwh_by_cause"] == pytest.approx(
        {"network": 0.0, "unit_minimum": 0.0, "surplus": 0.0, "export_limit": 4.0, "price": 0.0}
    )
    assert np.flatnonzero(schedule.data.is_surplus.values).tolist() == [10, 11, 12, 13]
