"""The tie: limits, prices by the clock, and the charge on the day's peak."""

from __future__ import annotations

import pytest

from tests.builders import small_site
from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import BATTERY, PV, TIE, Raw, day_facts, four_steps, hours, load, state_of, toy

CHARGE: Raw = {
    "price_yuan_per_mw_month": 1000.0,
    "floor_mw": 2.0,
    "contract_mw": 4.0,
    "overrun_tolerance_frac": 0.25,
    "overrun_factor": 3.0,
}


@pytest.mark.parametrize(
    ("peak", "billed", "expected", "charge"),
    [
        (1.5, 0.0, 0.0, 0.0),  # below the floor
        (3.0, 0.0, 0.0, 1000.0),  # 1 MW above the floor
        (3.0, 2.5, 0.0, 500.0),  # above what is billed
        (3.0, 0.0, 3.5, 0.0),  # below what the rest of the month will bring
        (7.0, 0.0, 0.0, 5000.0 + 4000.0),  # 2 MW above 5 MW count three times
        (7.0, 6.0, 0.0, 1000.0 + 2000.0),  # what is billed already is not charged again
    ],
)
def test_the_charge_on_a_day(peak: float, billed: float, expected: float, charge: float) -> None:
    site = toy({"tie": {**TIE, "demand_charge": CHARGE}, "works": load(1.0)})
    state = state_of(site, billed_peak_mw={"tie": billed}, expected_peak_mw={"tie": expected})
    schedule = solve_and_audit(site, {"works": hours(1.0, {(8, 9): peak})}, state=state)
    assert schedule.costs["demand_charge"] == pytest.approx(charge, abs=1e-6)


def test_a_forbidden_reverse_flow_leaves_surplus_on_the_roof() -> None:
    tie = {**TIE, "export_mw_max": 0.0, "reverse_flow": "forbidden"}
    schedule = solve_and_audit(
        toy({"tie": tie, "works": load(1.0), "roof": PV}, sell=hours(50.0)), {"roof": 3.0}
    )
    assert schedule.kpis["export_mwh"] == 0.0
    assert schedule.kpis["curtailed_mwh_by_cause"]["surplus"] == pytest.approx(48.0)


def test_a_temporary_limit_on_export_holds_in_its_hours() -> None:
    day = day_facts('[[grid_limits]]\nasset = "tie"\nhours = "10:00-12:00"\nexport_mw_max = 0.5\n')
    site = toy({"tie": TIE, "works": load(1.0), "roof": PV}, sell=hours(50.0))
    exported = solve_and_audit(site, {"roof": 3.0}, day=day).data.export_mw.sel(asset="tie").values
    assert exported[9:13].tolist() == pytest.approx([2.0, 0.5, 0.5, 2.0])


def test_an_outage_of_the_tie_leaves_the_store_to_feed_the_load() -> None:
    day = day_facts('[[outages]]\nasset = "tie"\nhours = "10:00-12:00"\n')
    site = toy({"tie": TIE, "works": load(0.5), "store": {**BATTERY, "soc_frac_initial": 0.5}})
    data = solve_and_audit(site, day=day).data
    assert data.import_mw.sel(asset="tie").values[10:12].tolist() == pytest.approx([0.0, 0.0])
    assert data.discharge_mw.sel(asset="store").values[10:12].tolist() == pytest.approx([0.5, 0.5])


def test_time_of_use_prices_have_a_floating_and_a_fixed_part() -> None:
    """400 x 1.5 + 100 in the peak, 400 x 0.5 + 100 in the valley, 400 + 100 else."""
    price = four_steps(small_site(step_minutes=60), {}).import_price["tie"]
    assert price.tolist() == [300.0] * 4
    data = solve_and_audit(small_site(step_minutes=60)).data.sel(asset="tie")
    assert data.import_price_yuan_per_mwh.values[[0, 6, 16, 22]].tolist() == [300.0, 500.0, 700.0, 500.0]


def test_the_bill_in_figures_is_the_cost_in_the_model() -> None:
    site = toy({"tie": {**TIE, "demand_charge": CHARGE}, "works": load(1.0), "roof": PV}, sell=hours(60.0))
    schedule = solve_and_audit(
        site, {"works": hours(1.0, {(8, 9): 6.0}), "roof": hours(0.0, {(12, 14): 3.0})}
    )
    cost = next(stage for stage in schedule.stages if stage["name"] == "cost")
    assert cost["value"] == pytest.approx(schedule.kpis["cost_yuan"], rel=1e-9)
    assert schedule.costs["feed_in"] == pytest.approx(-60.0 * 2.0 * 2.0)
