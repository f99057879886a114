"""Thermal units: commitment, ramps, fuels, heat and reserve, worked out by hand; every rule of the audit broken."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from dispatch.carried import carried_over
from tests.dispatch.solved import cost_of, findings, solve_and_audit
from tests.dispatch.toys import PV, day_facts, forecast_of, hours, state_of
from tests.dispatch.types.units import AT_8, BLEND, FORBIDDEN, TIERS, UNIT, Raw, chp, of, site


def test_what_a_unit_at_its_minimum_displaces_is_told() -> None:
    """Load 6 MW, a unit that must give 4, PV 7 MW from 10 to 12: 2 are used; of 5 curtailed 4 are the unit's doing."""
    made = site({"must_run": True}, need=6.0, assets={"pv": PV}, order=("absorption", "cost"))
    solved = solve_and_audit(made, {"pv": hours(0.0, {(10, 12): 7.0})})
    assert of(solved, "curtailed_unit_minimum_mw", "pv")[9:13] == pytest.approx([0, 4, 4, 0], abs=1e-3)
    assert solved.kpis["curtailed_mwh_by_cause"]["unit_minimum"] == pytest.approx(8.0, abs=1e-3)
    assert solved.kpis["curtailed_mwh_by_cause"]["surplus"] == pytest.approx(2.0, abs=1e-3)


def test_it_runs_while_power_is_dear() -> None:
    """12 h at 8 MW, 12 h of import at 400 yuan/h (the unit would cost 480), and a cold start."""
    solved = solve_and_audit(site({"start_costs": TIERS}, buy=hours(50.0, {(8, 20): 150.0})))
    assert of(solved, "is_on").tolist() == [0] * 8 + [1] * 12 + [0] * 4
    assert cost_of(solved) == pytest.approx(12 * AT_8 + 12 * 400.0 + 150.0)
    assert of(solved, "fuel_mwh")[10] == pytest.approx(23.0 + 10.0 / 3)


@pytest.mark.parametrize(("second", "start"), [(14, 100.0), (15, 150.0)])
def test_a_start_costs_by_the_time_off_before_it(second: int, start: float) -> None:
    """On from 6 to 9, again for three hours: five hours off cost 100 yuan, six cost 150; an hour more on costs 80."""
    dear = hours(50.0, {(6, 9): 150.0, (second, second + 3): 150.0})
    solved = solve_and_audit(site({"start_costs": TIERS}, buy=dear))
    assert cost_of(solved) == pytest.approx(6 * AT_8 + 18 * 400.0 + 150.0 + start)
    assert solved.costs["start_stop"] == pytest.approx(150.0 + start)


@pytest.mark.parametrize(("off", "start"), [(3.0, 100.0), (4.0, 150.0), (30.0, 150.0)])
def test_time_off_before_the_day_counts(off: float, start: float) -> None:
    """Off for 3 h at midnight, on from 02:00: five hours."""
    made = site({"start_costs": TIERS}, buy=hours(50.0, {(2, 6): 150.0}))
    solved = solve_and_audit(made, state=state_of(made, unit_hours={"unit": -off}))
    assert solved.costs["start_stop"] == pytest.approx(start)
    assert of(solved, "is_on").sum() == 4


def test_least_times_on_and_off() -> None:
    """Dear for one hour only: 4 h on cost 3 x 80 and 126.67 more than import at 50, and save 8 x 500 - 526.67."""
    unit = {"min_up_hours": 4.0, "min_down_hours": 20.0}
    solved = solve_and_audit(site(unit, buy=hours(50.0, {(10, 11): 500.0, (16, 17): 500.0})))
    # 10:00 to 17:00 in one go: with 20 h off between, a second start is impossible; 5 h between at 480.
    assert of(solved, "is_on").tolist() == [0] * 10 + [1] * 7 + [0] * 7
    assert cost_of(solved) == pytest.approx(2 * AT_8 + 5 * 480.0 + 17 * 400.0)


def test_the_state_before_the_day_keeps_it_on() -> None:
    """On for one hour of four: three more at 480 yuan, then import."""
    made = site({"min_up_hours": 4.0})
    state = state_of(made, unit_hours={"unit": 1.0}, output_mw={"unit": 4.0})
    assert cost_of(solve_and_audit(made, state=state)) == pytest.approx(3 * 480.0 + 21 * 400.0)
    day = day_facts('[[outages]]\nasset = "unit"\nhours = "01:00-02:00"\n')
    stopped = solve_and_audit(made, state=state, day=day)
    assert stopped.status == "optimal"
    assert of(stopped, "is_on").tolist() == [1] + [0] * 23


def test_the_state_before_the_day_keeps_it_off() -> None:
    made = site({"min_down_hours": 6.0}, buy=hours(150.0))
    solved = solve_and_audit(made, state=state_of(made, unit_hours={"unit": -2.0}))
    assert of(solved, "is_on").tolist() == [0] * 4 + [1] * 20


def test_ramps_and_limits_of_start_and_stop() -> None:
    """4 MW at the start, 2 MW/h up and down, at most 5 MW before a stop; 500 yuan/MWh from 10 to 14."""
    unit = {"ramp_up_mw_per_h": 2.0, "ramp_down_mw_per_h": 2.0, "start_mw_max": 4.0, "stop_mw_max": 5.0}
    solved = solve_and_audit(site(unit, buy=hours(50.0, {(10, 14): 500.0})))
    wanted = [0.0] * 8 + [4.0, 6.0, 8.0, 8.0, 8.0, 8.0, 6.0, 4.0] + [0.0] * 8
    assert of(solved, "output_mw") == pytest.approx(wanted, abs=1e-6)


def test_a_unit_too_high_to_stop_comes_down_first() -> None:
    made = site({"ramp_down_mw_per_h": 3.0, "stop_mw_max": 5.0})
    state = state_of(made, unit_hours={"unit": 9.0}, output_mw={"unit": 10.0})
    solved = solve_and_audit(made, state=state, powers={"works": 12.0})
    assert of(solved, "output_mw") == pytest.approx([7.0, 4.0] + [0.0] * 22, abs=1e-6)


def test_steps_of_a_quarter_hour_ramp_a_quarter() -> None:
    unit = {"ramp_up_mw_per_h": 8.0, "start_mw_max": 4.0, "must_run": True}
    made = site(unit, buy=hours(150.0), step_minutes=15)
    solved = solve_and_audit(made, state=state_of(made, unit_hours={"unit": 5.0}, output_mw={"unit": 4.0}))
    assert of(solved, "output_mw")[:4] == pytest.approx([6.0, 8.0, 8.0, 8.0], abs=1e-6)


def contract(price: float) -> Raw:
    """A price of carbon."""
    return {"carbon_prices": [{"effective_from": dt.date(2026, 1, 1), "price_yuan_per_t": price}]}


@pytest.mark.parametrize(("price", "share"), [(100.0, 0.2), (10.0, 0.05)])
def test_two_fuels_and_the_price_of_carbon(price: float, share: float) -> None:
    """Coal costs 20 + 0.34 c: 54 yuan/MWh at 100 yuan/t, 23.4 at 10; biogas 40. 33 MWh/h at full power."""
    fuels = [BLEND[0], {**BLEND[1], "share_frac_min": 0.05}]
    made = site({"fuels": fuels, "must_run": True}, buy=hours(1000.0), need=12.0, contract=contract(price))
    solved = solve_and_audit(made)
    coal, gas = 33.0 * (1 - share), 33.0 * share
    assert of(solved, "second_fuel_mwh") == pytest.approx([gas] * 24)
    assert of(solved, "co2_t") == pytest.approx([coal * 0.34] * 24)
    hour = 20.0 * coal + 40.0 * gas + price * 0.34 * coal + 2 * 1000.0
    assert cost_of(solved) == pytest.approx(24 * hour)
    assert solved.kpis["fuel_co2_t"] == pytest.approx(24 * coal * 0.34)


def test_part_of_waste_is_fossil_and_part_of_that_is_liable() -> None:
    fuels = [{**UNIT["fuels"][0], "factor_t_per_mwh": 0.5, "fossil_frac": 0.4}]
    unit = {"fuels": fuels, "carbon_liable_frac": 0.5, "must_run": True}
    solved = solve_and_audit(site(unit, buy=hours(1000.0), need=12.0, contract=contract(100.0)))
    assert of(solved, "co2_t") == pytest.approx([33.0 * 0.2] * 24)
    assert solved.costs["carbon"] == pytest.approx(24 * 33.0 * 0.2 * 0.5 * 100.0)


def test_waste_that_must_be_burnt() -> None:
    """Import is nearly free; 600 MWh are burnt all the same, no more."""
    fuels = [{**UNIT["fuels"][0], "must_burn_mwh": 600.0}]
    solved = solve_and_audit(site({"fuels": fuels}, buy=hours(1.0), need=12.0))
    assert of(solved, "fuel_mwh").sum() == pytest.approx(600.0, abs=1e-4)
    # Half a day's outage leaves 12 x 33 MWh: 204 stay.
    day = day_facts('[[outages]]\nasset = "unit"\nhours = "12:00-24:00"\n')
    short = solve_and_audit(site({"fuels": fuels}, buy=hours(1.0), need=12.0), day=day)
    assert short.status == "relaxed"
    assert [(r["asset"], r["clause"]) for r in short.relaxations] == [("unit/wood", "unit_rules")]
    assert short.relaxations[0]["total_mwh"] == pytest.approx(204.0, abs=1e-3)


def test_nothing_is_burnt_beside_the_curve_where_burning_pays() -> None:
    """40 yuan/MWh are paid for the waste: at 8 MW it would fill the dear piece first if it could."""
    fuels = [{**UNIT["fuels"][0], "price_yuan_per_mwh": -40.0}]
    solved = solve_and_audit(site({"fuels": fuels}, buy=hours(500.0)))
    assert of(solved, "fuel_mwh") == pytest.approx([23.0 + 10.0 / 3] * 24)
    assert cost_of(solved) == pytest.approx(-24 * 40.0 * (23.0 + 10.0 / 3))


def test_fuel_comes_and_runs_out() -> None:
    """Dear power all day: 46 MWh last two hours at 7 MW or one at more; 66 more come at noon."""
    stock = {"stock_mwh_initial": 28.0, "deliveries": [{"at": "12:00", "energy_mwh": 66.0}]}
    fuels = [{**UNIT["fuels"][0], **stock}]
    solved = solve_and_audit(site({"fuels": fuels}, buy=hours(150.0)))
    burnt = of(solved, "fuel_mwh")
    assert burnt[:12].sum() <= 28.0 + 1e-6
    assert burnt.sum() == pytest.approx(94.0, abs=1e-4)
    none = site({"fuels": [{**UNIT["fuels"][0], "stock_mwh_initial": 100.0}], "must_run": True})
    short = solve_and_audit(none)
    assert short.status == "relaxed"
    assert {r["clause"] for r in short.relaxations} <= {"unit_rules", "budget"}


def test_a_unit_that_must_run_into_too_small_a_load() -> None:
    """4 MW at least, 2 MW of load, no export: it runs 2 MW below its least power, and says so."""
    solved = solve_and_audit(site({"must_run": True}, need=2.0))
    assert [(r["asset"], r["clause"]) for r in solved.relaxations] == [("unit", "unit_rules")]
    assert solved.relaxations[0]["amounts_mw"] == pytest.approx([2.0] * 24, abs=1e-3)


def test_own_use_is_taken_off() -> None:
    """(1 - 0.1) x 10 - 1 = 8 MW net at full power."""
    made = site({"own_use_frac": 0.1, "own_use_mw": 1.0, "must_run": True}, buy=hours(1000.0), need=12.0)
    solved = solve_and_audit(made)
    assert of(solved, "output_mw") == pytest.approx([8.0] * 24)
    assert of(solved, "fuel_mwh") == pytest.approx([33.0] * 24)
    made_unit: Any = made.assets["unit"]
    assert made_unit.power_mw_rated == pytest.approx(8.0)


def test_a_cost_curve_and_costs_of_running() -> None:
    """100 + 30 yuan/h on, 10 yuan/MWh, a stop of 7: 4 h at 8 MW, ending within the day."""
    curve = [{"output_mw": 4.0, "cost_yuan_per_h": 100.0}, {"output_mw": 10.0, "cost_yuan_per_h": 400.0}]
    unit: Raw = {"fuels": [], "fuel_curve": [], "cost_curve": curve}
    unit |= {"no_load_yuan_per_h": 30.0, "wear_yuan_per_mwh": 10.0, "stop_cost_yuan": 7.0}
    solved = solve_and_audit(site(unit, buy=hours(40.0, {(6, 10): 150.0})))
    assert solved.costs["generation"] == pytest.approx(4 * 300.0)
    assert solved.costs["running"] == pytest.approx(4 * 30.0 + 4 * 80.0)
    assert solved.costs["start_stop"] == pytest.approx(7.0)


def test_reserve_commits_a_second_unit() -> None:
    """8 MW of load and 4 MW of reserve: one unit has 2 MW left at most; with two, one at 4 MW, 12 MW are left."""
    alone = {"tie": {**FORBIDDEN, "import_mw_max": 0.0}, "second": UNIT}
    made = site(assets=alone, reserve={"constant_mw": 4.0})
    solved = solve_and_audit(made)
    assert of(solved, "is_on").sum() + of(solved, "is_on", "second").sum() == 48
    held = solved.data["reserve_mw"].sel(asset=["unit", "second"]).values.sum(axis=1)
    assert (held >= 4.0 - 1e-6).all()
    short = solve_and_audit(site(assets=alone, reserve={"constant_mw": 30.0}))
    assert {(r["asset"], r["clause"]) for r in short.relaxations} == {("", "reserve")}
    # 30 MW wanted, 2 x 10 - 8 = 12 there: 18 short.
    assert short.relaxations[0]["amounts_mw"] == pytest.approx([18.0] * 24, abs=1e-4)
    priced = solve_and_audit(site(assets=alone, reserve={"constant_mw": 4.0, "shortage_yuan_per_mwh": 1.0}))
    assert priced.status == "optimal"
    assert priced.costs["reserve_shortage"] == pytest.approx(24 * 2.0)  # dearer than 2 yuan/h to hold it


def test_heat_that_nobody_needs_limits_the_power() -> None:
    """1.5 P + 1 = 9 MW: P = 5.33 MW however dear the import."""
    solved = solve_and_audit(chp())
    assert of(solved, "output_mw") == pytest.approx([16.0 / 3] * 24)
    assert solved.data["reference_feed_mw"].sel(feed="unit/heat_bus").values == pytest.approx([8.5] * 24)


def test_the_reference_day_runs_as_it_must() -> None:
    must = solve_and_audit(site({"must_run": True}))
    assert must.data["reference_injection_mw"].sel(asset="unit").values == pytest.approx([4.0] * 24)
    stated = solve_and_audit(site({"reference_mw": 6.0, "min_down_hours": 5.0, "hours_initial": -1.0}))
    wanted = [0.0] * 4 + [6.0] * 20
    assert stated.data["reference_injection_mw"].sel(asset="unit").values == pytest.approx(wanted)
    assert solve_and_audit(site()).data["reference_injection_mw"].sel(asset="unit").values.max() == 0.0


def test_derates_outages_and_pins() -> None:
    text = (
        '[[derates]]\nasset = "unit"\nhours = "00:00-02:00"\npower_mw_max = 6.0\n'
        '[[derates]]\nasset = "unit"\nhours = "04:00-05:00"\npower_mw_max = 3.0\n'
        '[[pins]]\nasset = "unit"\nhours = "06:00-07:00"\ninjection_mw = 5.0\n'
        '[[pins]]\nasset = "unit"\nhours = "08:00-09:00"\nis_on = false\n'
    )
    made = site({"min_up_hours": 20.0}, buy=hours(150.0))
    output = of(solve_and_audit(made, day=day_facts(text)), "output_mw")
    assert output[:9] == pytest.approx([6.0, 6.0, 8.0, 8.0, 0.0, 8.0, 5.0, 8.0, 0.0], abs=1e-6)


def test_what_is_carried_into_the_next_day() -> None:
    fuels = [{**UNIT["fuels"][0], "stock_mwh_initial": 500.0}]
    made = site({"fuels": fuels}, buy=hours(50.0, {(20, 24): 150.0}))
    solved = solve_and_audit(made)
    tables = carried_over(made, state_of(made), solved.data)
    assert tables["unit_hours"] == {"unit": 4.0}
    assert tables["output_mw"]["unit"] == pytest.approx(8.0)
    assert tables["stocks"]["unit/wood"] == pytest.approx(500.0 - 4 * (23.0 + 10.0 / 3))
    idle = site()
    rested = carried_over(idle, state_of(idle, unit_hours={"unit": -30.0}), solve_and_audit(idle).data)
    assert rested["unit_hours"] == {"unit": -54.0}


def test_callable_capability_leaves_commitments_alone() -> None:
    """4 MW at night beside 4 MW of import: the unit may give 4 MW more on call."""
    made = site(
        {"must_run": True}, targets={"shaving_frac": 0.05, "windows": ["02:00-03:00"]}, order=["cost"]
    )
    solved = solve_and_audit(made, has_capability=True)
    assert solved.data["capability_mw"].values[2] == pytest.approx(4.0, abs=1e-3)


# --- every rule of the audit can fail ------------------------------------------------------------------------------


def test_an_earlier_plan_is_carried_out_again() -> None:
    made = site({"min_up_hours": 3.0}, buy=hours(50.0, {(8, 20): 150.0}))
    before = solve_and_audit(made)
    day = day_facts('[[outages]]\nasset = "unit"\nhours = "10:00-11:00"\n')
    again = solve_and_audit(made, day=day, previous=before.data, time_limit_s=1e-3)
    assert again.status == "previous_plan"
    assert np.flatnonzero(of(again, "is_on") != of(before, "is_on")).tolist() == [10]
    assert findings(made, state_of(made), day, forecast_of(made), again) == []
