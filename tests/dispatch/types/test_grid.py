"""The tie under a contract: how its budget rule is broken, and the reference day's bill beside the plan's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial

import pytest
import xarray as xr

from tests.dispatch.contract.parks import park
from tests.dispatch.solved import findings, solve_and_audit
from tests.dispatch.toys import BATTERY, forecast_of, hours, load, state_of
from tests.dispatch.types.breaking import Breaker, rules_found, shift

BREAKS: Mapping[str, Breaker] = {"budget-exceeded": shift("import_mw", "tie", 12, by=2e-3)}
"""Ten tolerances of a day's budget, MWh."""

QUOTA = {"name": "quota", "quantity": "import_mwh", "limit": 24.0 * 365, "daily": "day"}


@pytest.mark.parametrize("rule", BREAKS)
def test_a_broken_rule_is_named(rule: str) -> None:
    site = park({"works": load(1.0)}, contract={"budgets": [QUOTA]})
    found = rules_found(site, state_of(site), forecast_of(site), solve_and_audit(site), BREAKS[rule])
    assert rule in found


def test_a_false_relaxation_does_not_excuse() -> None:
    """A hard budget broken by 4 MWh: told as 3, the rest is a finding; told as 5, more than was needed."""
    site = park({"works": load(1.0)}, contract={"budgets": [{**QUOTA, "limit": 20.0 * 365}]})
    schedule = solve_and_audit(site)
    assert schedule.status == "relaxed"
    for total, rule in ((3.0, "budget-exceeded"), (5.0, "relaxation-unused")):
        found = rules_found(site, state_of(site), forecast_of(site), schedule, partial(_tell, total / 4.0))
        assert rule in found


def _tell(share: float, data: xr.Dataset) -> None:
    """Declare another part of what is broken."""
    (entry,) = json.loads(data.attrs["relaxations"])
    entry["amounts_mw"] = [amount * share for amount in entry["amounts_mw"]]
    entry["total_mwh"] *= share
    data.attrs["relaxations"] = json.dumps([entry])


def test_the_reference_day_pays_tiers_and_budgets_too() -> None:
    """24 MWh at 100, 4 of them in a tier of 50, and 4 MWh beyond a priced budget of 20 at 30 each: 2720."""
    tiers = 'tiers = { period = "month", steps = [{ from_mwh = 1020.0, adder_yuan_per_mwh = 50.0 }] }\n'
    quota = {**QUOTA, "limit": 20.0 * 365, "penalty_yuan_per_unit": 30.0}
    site = park({"works": load(1.0), "battery": BATTERY}, tariff=tiers, contract={"budgets": [quota]})
    schedule = solve_and_audit(site, state=state_of(site, to_date={"tie/month_mwh": 1000.0}))
    assert schedule.kpis["reference_cost_yuan"] == pytest.approx(2720.0)
    assert schedule.kpis["cost_yuan"] == pytest.approx(2720.0)


def test_a_plan_without_a_solver_names_its_budget() -> None:
    """No time: the reference day is carried out and breaks the budget by 4 MWh, declared and audited."""
    site = park({"works": load(1.0)}, contract={"budgets": [{**QUOTA, "limit": 20.0 * 365}]}, buy=hours(50.0))
    schedule = solve_and_audit(site, time_limit_s=1e-6)
    assert schedule.status == "rule_based"
    assert [(each["asset"], each["clause"]) for each in schedule.relaxations] == [
        ("contract/quota", "budget")
    ]
    assert findings(site, state_of(site), None, forecast_of(site), schedule) == []
