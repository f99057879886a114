"""Days that no plan can meet, and runs that end early: every one ends with a schedule and an honest word."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest

import dispatch
from dispatch.case import Case, case_of
from dispatch.model import build
from dispatch.solvers.base import Limits
from dispatch.solvers.highs import HighsSession
from sites.day import DayFacts
from sites.site import Site
from sites.state import State
from tests.dispatch.hard import hard_site
from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import (
    BATTERY,
    PV,
    TIE,
    Powers,
    Raw,
    day_facts,
    forecast_of,
    hours,
    load,
    state_of,
    toy,
)

Broken = dict[tuple[str, str], dict[int, float]]


def broken(schedule: dispatch.Schedule) -> Broken:
    """Amounts of broken limits by asset and clause, then by step."""
    return {
        (each["asset"], each["clause"]): dict(zip(each["steps"], each["amounts_mw"], strict=True))
        for each in schedule.relaxations
    }


def is_feasible(case: Case, granted: Broken) -> bool:
    """Whether a plan exists that breaks no more than what is granted."""
    model = build(case.elastic())
    for variable in model.pyomo.component_data_objects(pyo.Var):
        component, index = variable.parent_component().local_name, variable.index()
        asset = str(variable.parent_block().index() or "")
        if component == "slack":
            allowed = granted.get((asset, index[0]), {}).get(index[1], 0.0)
        elif component == "pin_slack":
            allowed = granted.get((index[1], "pin"), {}).get(index[2], 0.0)
        elif component == "cap_slack":
            allowed = granted.get(("", "outside_peak"), {}).get(index, 0.0)
        elif component == "missing":
            allowed = sum(granted.get((f"{asset}/{index}", "task_energy"), {}).values()) * case.hours
        elif component == "is_skipped":
            allowed = float((f"{asset}/{index}", "batch_run") in granted)
        else:
            continue
        variable.setub(allowed + 1e-5 if allowed and component != "is_skipped" else allowed)
    answer = HighsSession(model.pyomo).minimise(
        model.pyomo.shortfall_mw, Limits(seconds=20.0, gap_rel=1e-3, gap_abs=1e-6)
    )
    return answer.has_solution


def relaxed(
    site: Site, powers: Powers | None = None, day: DayFacts | None = None, state: State | None = None
) -> Broken:
    """Solve, and hold the answer to its word: what is broken suffices, and none of it can be taken back."""
    begun = state or state_of(site)
    schedule = solve_and_audit(site, powers, day=day, state=begun)
    assert schedule.status == "relaxed"
    case = case_of(site, forecast_of(site, powers), state=begun, day=day)
    found = broken(schedule)
    assert is_feasible(case, found)
    for key in found:
        assert not is_feasible(case, {other: found[other] for other in found if other != key}), key
    return found


IMPORT_LIMIT = '[[grid_limits]]\nasset = "tie"\nhours = "10:00-12:00"\nimport_mw_max = 3.0\n'


def test_too_little_import_leaves_load_unserved_and_says_how_much() -> None:
    """4 MW of load, 3 MW of import for two hours: 2 MWh, and no plan breaks less."""
    found = relaxed(toy({"tie": TIE, "works": load(4.0)}), day=day_facts(IMPORT_LIMIT))
    assert found == {("works", "firm_load"): pytest.approx({10: 1.0, 11: 1.0}, abs=1e-5)}


def test_flexibility_is_used_before_a_limit_is_broken() -> None:
    """The store delivers 0.9 of its 1 MWh, so 2 - 0.9 = 1.1 MWh remain."""
    store = {**BATTERY, "energy_mwh_max": 1.0}
    found = relaxed(toy({"tie": TIE, "works": load(4.0), "store": store}), day=day_facts(IMPORT_LIMIT))
    assert sum(found.pop(("works", "firm_load")).values()) == pytest.approx(1.1, abs=1e-4)
    assert found == {}


def test_a_store_that_starts_below_its_window_is_brought_back() -> None:
    """Empty, least level 0.5 MWh, 0.25 MW x 0.8 a step: 0.3 and 0.1 MWh short at the end of the first two hours."""
    store = {**BATTERY, "power_mw_max": 0.25, "soc_frac_min": 0.1, "soc_frac_initial": 0.1}
    site = toy({"tie": TIE, "works": load(1.0), "store": store})
    found = relaxed(
        site, {"works": hours(1.0, {(20, 21): 2.0})}, state=state_of(site, levels_mwh={"store": 0.0})
    )
    assert found == {("store", "level_window"): pytest.approx({0: 0.3, 1: 0.1}, abs=1e-5)}


def test_a_pin_that_asks_for_more_than_there_is_is_not_followed() -> None:
    """1 MW for ten hours from 2 MWh x 0.9: 8.2 MWh of the pin cannot be followed."""
    store = {**BATTERY, "soc_frac_initial": 0.4}
    day = day_facts('[[pins]]\nasset = "store"\nhours = "00:00-10:00"\ninjection_mw = 1.0\n')
    found = relaxed(toy({"tie": TIE, "works": load(4.0), "store": store}), day=day)
    assert sum(found.pop(("store", "pin")).values()) == pytest.approx(8.2, abs=1e-4)
    assert found == {}


def test_pins_that_contradict_each_other() -> None:
    """Import pinned at 1 MW, the roof at 1 MW, but 4 MW of load for an hour: 2 MWh somewhere."""
    day = day_facts(
        '[[pins]]\nasset = "tie"\nhours = "12:00-13:00"\ninjection_mw = 1.0\n'
        '[[pins]]\nasset = "roof"\nhours = "12:00-13:00"\ninjection_mw = 1.0\n'
    )
    found = relaxed(toy({"tie": TIE, "works": load(4.0), "roof": PV}), {"roof": 3.0}, day=day)
    assert {clause for _, clause in found} == {"pin"}
    assert sum(sum(steps.values()) for steps in found.values()) == pytest.approx(2.0, abs=1e-4)


RUN: Raw = {"name": "a", "profile_mw": [1.0, 2.0], "window": "06:00-10:00", "preferred_start": "07:00"}


def test_a_batch_that_cannot_run_is_left_out_and_named() -> None:
    mill = {"type": "batch_load", "bus": "main", "batches": [RUN]}
    day = day_facts('[[outages]]\nasset = "mill"\nhours = "07:00-09:00"\n')
    found = relaxed(toy({"tie": TIE, "works": load(4.0), "mill": mill}), day=day)
    assert list(found) == [("mill/a", "batch_run")]
    assert sum(found["mill/a", "batch_run"].values()) == pytest.approx(3.0)


def test_a_task_whose_hours_are_cut_takes_what_it_can() -> None:
    """2 MW for the one hour that is left of its window: 1 of 3 MWh is missing."""
    entry = {
        "name": "fill",
        "energy_mwh": 3.0,
        "power_mw_max": 2.0,
        "window": "06:00-10:00",
        "preferred_start": "07:00",
    }
    pumps = {"type": "shiftable_load", "bus": "main", "tasks": [entry]}
    day = day_facts('[[outages]]\nasset = "pumps"\nhours = "06:00-09:00"\n')
    found = relaxed(toy({"tie": TIE, "works": load(4.0), "pumps": pumps}), day=day)
    assert sum(found["pumps/fill", "task_energy"].values()) == pytest.approx(1.0, abs=1e-5)


def test_an_island_without_enough_sun_sheds_load() -> None:
    site = toy({"works": load(2.0), "roof": PV, "store": {**BATTERY, "soc_frac_initial": 1.0}})
    found = relaxed(site, {"roof": hours(0.0, {(8, 16): 5.0})})
    assert list(found) == [("works", "firm_load")]


@pytest.mark.parametrize("seconds", [0.05, 1.0])
def test_a_short_time_limit_still_ends_with_a_schedule(seconds: float) -> None:
    site, powers = hard_site()
    schedule = solve_and_audit(site, powers, time_limit_s=seconds)
    assert schedule.status in ("feasible", "rule_based")
    is_solved = schedule.status == "feasible"
    assert any(stage["value"] is not None for stage in schedule.stages) is is_solved
    assert np.isfinite(schedule.data.net_exchange_mw.values).all()


def test_without_time_the_reference_day_is_carried_out() -> None:
    site, powers = hard_site()
    schedule = solve_and_audit(site, powers, time_limit_s=1e-3)
    assert schedule.status == "rule_based"
    assert {stage["status"] for stage in schedule.stages} <= {"not_reached"}
    np.testing.assert_allclose(schedule.data.net_exchange_mw, schedule.data.reference_exchange_mw)


def test_a_limit_that_stops_the_search_leaves_an_incumbent_and_its_gap() -> None:
    site, powers = hard_site()
    schedule = solve_and_audit(site, powers, time_limit_s=4.0, gap_rel=1e-9, gap_abs=1e-9)
    assert schedule.status == "feasible"
    stopped = [stage for stage in schedule.stages if stage["status"] == "feasible"]
    assert stopped
    assert stopped[0]["gap_rel"] > 1e-9
    assert schedule.gap_rel >= stopped[0]["gap_rel"]


def test_an_issued_plan_is_carried_out_on_the_new_forecast() -> None:
    site, powers = hard_site()
    issued = solve_and_audit(site, powers, time_limit_s=2.0)
    newer = {**powers, "works": [1.02 * value for value in powers["works"]]}
    schedule = solve_and_audit(site, newer, time_limit_s=1e-3, previous=issued.data)
    assert schedule.status == "previous_plan"
    np.testing.assert_allclose(
        schedule.data.charge_mw.sel(asset="store"), issued.data.charge_mw.sel(asset="store")
    )
    np.testing.assert_allclose(schedule.data.batch_power_mw, issued.data.batch_power_mw)


def test_a_plan_of_another_day_is_no_previous_plan() -> None:
    site, powers = hard_site()
    other = dispatch.schedule(
        site, forecast_of(site, powers), state=state_of(site), options=dispatch.Options(time_limit_s=1e-3)
    ).data
    other = other.assign_coords(time=other.time + np.timedelta64(1, "D"))
    assert solve_and_audit(site, powers, time_limit_s=1e-3, previous=other).status == "rule_based"


def test_a_plan_by_rule_names_what_it_breaks() -> None:
    site = toy({"tie": TIE, "works": load(4.0)})
    schedule = solve_and_audit(site, day=day_facts(IMPORT_LIMIT), time_limit_s=1e-3)
    assert schedule.status == "rule_based"
    assert broken(schedule) == {("tie", "import_limit"): pytest.approx({10: 1.0, 11: 1.0})}


def test_a_target_that_cannot_be_met_is_met_as_far_as_possible() -> None:
    """No flexibility: a shortfall of 5 % of 4 MW, from every step on; the word for the status stays optimal."""
    site = toy({"tie": TIE, "works": load(4.0)}, order=("shaving", "cost"))
    schedule = solve_and_audit(site)
    assert (schedule.status, schedule.is_targets_met) == ("optimal", False)
    assert schedule.kpis["shaving_shortfall_mw"] == pytest.approx(0.2, abs=1e-6)
    assert len(schedule.kpis["gap_to_close"]["steps"]) == 24


def test_a_site_that_only_exports_has_no_target() -> None:
    site = toy({"tie": TIE, "works": load(1.0), "roof": PV}, order=("shaving", "cost"))
    kpis: dict[str, Any] = solve_and_audit(site, {"roof": 3.0}).kpis
    assert (kpis["shaving_frac"], kpis["is_shaving_met"], kpis["reference_peak_mw"]) == (None, None, -2.0)


def test_what_collides_is_named_with_the_day_s_reason() -> None:
    """The tie's temporary limit binds in both steps, and the day's file says why."""
    day = day_facts(IMPORT_LIMIT + 'reason = "maintenance"\n')
    schedule = solve_and_audit(toy({"tie": TIE, "works": load(4.0)}), day=day)
    found = {(each["asset"], each["limit"]): each for each in schedule.relaxations[0]["collides_with"]}
    assert found["tie", "grid_limit"]["reason"] == "maintenance"
    assert found["tie", "import_limit"]["steps"] == [10, 11]
    assert found["tie", "import_limit"]["value"] == 3.0


def test_tasks_that_are_pinned_off_all_day_are_declared_one_by_one() -> None:
    entry = {"energy_mwh": 3.0, "power_mw_max": 2.0, "window": "06:00-10:00", "preferred_start": "07:00"}
    tasks = [{**entry, "name": "a"}, {**entry, "name": "b", "window": "05:00-12:00"}]
    pumps = {"type": "shiftable_load", "bus": "main", "tasks": tasks}
    day = day_facts('[[pins]]\nasset = "pumps"\nhours = "00:00-24:00"\nis_on = false\n')
    found = relaxed(toy({"tie": TIE, "works": load(4.0), "pumps": pumps}), day=day)
    assert {key: sum(steps.values()) for key, steps in found.items()} == {
        ("pumps/a", "task_energy"): pytest.approx(3.0),
        ("pumps/b", "task_energy"): pytest.approx(3.0),
    }


def test_a_pin_on_a_firm_load_is_the_operator_s_decision() -> None:
    day = day_facts('[[pins]]\nasset = "works"\nhours = "10:00-12:00"\nis_on = false\n')
    schedule = solve_and_audit(toy({"tie": TIE, "works": load(4.0)}), day=day)
    assert schedule.status == "optimal"
    assert schedule.kpis["unserved_mwh"] == pytest.approx(8.0)
