"""The audit recomputes every figure of the contract: a wrong one is named."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

import dispatch
from dispatch.audit import audit
from sites.day import DayFacts
from sites.site import Site
from tests.dispatch.contract.parks import park
from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import BATTERY, PV, forecast_of, hours, load, state_of

SUN = {"roof": hours(0.0, {(10, 14): 3.0})}
SUMS = {
    "tie/month_mwh": 990.0,
    "tie/month_mvarh": 500.0,
    "tie/month_yuan": 99_000.0,
    "contract/quota": 4000.0,
}


def everything() -> Site:
    """A park with every term of a contract at once."""
    budgets = [
        {"name": "quota", "quantity": "co2_t", "limit": 4380.0, "penalty_yuan_per_unit": 50.0},
        {"name": "green", "quantity": "self_use_of_load", "share_frac": 0.9, "penalty_yuan_per_unit": 5.0},
    ]
    return park(
        {"works": {**load(1.0), "power_factor": 0.8}, "battery": BATTERY, "roof": PV},
        tariff='tiers = { period = "month", steps = [{ from_mwh = 1000.0, adder_yuan_per_mwh = 50.0 }] }\n'
        "differential_yuan_per_mwh = { restricted = 100.0 }\n",
        tie={
            "enterprise_class": "restricted",
            "power_factor_rule": {"table": "power_factor.toml", "standard_frac": 0.9},
            "demand_charge": {"price_yuan_per_mw_month": 1000.0},
            "capacity_charge": {"price_yuan_per_kva_month": 25.0, "capacity_kva": 1250.0},
            "charged_by": "capacity",
        },
        contract={
            "budgets": budgets,
            "certificates": [{"effective_from": dt.date(2026, 1, 1), "price_yuan_per_mwh": 5.0}],
            "carbon_prices": [{"effective_from": dt.date(2026, 1, 1), "price_yuan_per_t": 80.0}],
            "import_carbon_liable_frac": 0.5,
        },
        buy=hours(200.0, {(0, 8): 100.0}),
        sell=hours(60.0),
    )


@cache
def planned() -> tuple[Site, dispatch.Schedule]:
    site = everything()
    return site, solve_and_audit(site, SUN, state=state_of(site, to_date=SUMS))


def found_after(name: str, table: dict[str, Any]) -> list[tuple[str, str]]:
    """What the audit finds when an attribute of the schedule is replaced."""
    site, schedule = planned()
    data = schedule.data.assign_attrs({name: json.dumps(table)})
    found = audit(site, state_of(site, to_date=SUMS), DayFacts(), forecast_of(site, SUN), data, None)
    return [(str(each.rule), each.asset) for each in found]


def test_every_part_is_there() -> None:
    wanted = {
        "energy_import",
        "feed_in",
        "tiers",
        "differential",
        "capacity_charge",
        "carbon",
        "certificates",
        "budget_penalty",
        "power_factor",
    }
    _, schedule = planned()
    assert wanted <= set(schedule.costs)
    assert all(schedule.costs[part] != 0.0 for part in wanted)


def test_the_model_s_cost_is_the_bill_s_but_for_the_power_factor() -> None:
    _, schedule = planned()
    (cost,) = (stage["value"] for stage in schedule.stages if stage["name"] == "cost")
    assert schedule.kpis["cost_yuan"] - schedule.costs["power_factor"] == pytest.approx(cost, rel=1e-6)


@pytest.mark.parametrize(
    "part",
    ["tiers", "differential", "capacity_charge", "carbon", "certificates", "budget_penalty", "power_factor"],
)
def test_a_wrong_part_of_the_bill_is_named(part: str) -> None:
    costs = dict(planned()[1].costs)
    costs[part] += 0.01 + 1e-4 * abs(costs[part])
    assert ("cost-part", part) in found_after("costs", costs)


def leaves(table: dict[str, Any], *above: str) -> Iterator[tuple[str, ...]]:
    for name, value in table.items():
        yield from leaves(value, *above, name) if isinstance(value, dict) else [(*above, name)]


def test_every_wrong_figure_is_named() -> None:
    kpis = dict(planned()[1].kpis)
    ours = ("budgets", "charges", "power_factors", "certified_mwh")
    paths = [path for path in leaves(kpis) if path[0] in ours]
    assert len(paths) == 2 * 10 + 5 + 5 + 1
    for path in paths:
        changed = json.loads(json.dumps(kpis))
        table = changed
        for part in path[:-1]:
            table = table[part]
        value = table[path[-1]]
        table[path[-1]] = f"{value}x" if isinstance(value, str) else value + 1e-3 * (1 + abs(value))
        assert ("kpi-value", ".".join(path)) in found_after("kpis", changed), path
