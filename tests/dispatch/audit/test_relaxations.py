"""A breach is excused where, and as far as, it is declared; a reason excuses what would be faked absorption."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dispatch.audit import Rule
from sites import DayFacts, site_from
from sites.state import assumed_state
from tests.dispatch.audit import places
from tests.dispatch.audit.builder import Plan, build
from tests.dispatch.audit.test_mutations import found_in

PlanOf = Callable[[str], Plan]


def declare(plan: Plan, clause: str, asset: str, steps: list[int], amount: float) -> None:
    plan.data.attrs["status"] = "relaxed"
    total = amount * len(steps) * plan.site.step_minutes / 60
    one = {
        "asset": asset,
        "clause": clause,
        "steps": steps,
        "amounts_mw": [amount] * len(steps),
        "total_mwh": total,
    }
    plan.put("relaxations", [*plan.json("relaxations"), one])


def rules_in(plan: Plan) -> set[str]:
    return {finding.rule for finding in found_in(plan)}


def limited(plan: Plan, below: float) -> None:
    """Put the tie's import limit of the first quarter-hour below what the plan imports."""
    imported = float(plan.data["import_mw"].sel(asset="tie").values[0])
    limit = {"asset": "tie", "hours": "00:00-00:15", "import_mw_max": imported - below}
    plan.day = DayFacts.model_validate({"grid_limits": [limit]})


def test_a_declared_breach_is_excused(plan_of: PlanOf) -> None:
    plan = plan_of("park")
    limited(plan, 0.5)
    assert Rule.GRID_IMPORT_LIMIT in rules_in(plan)
    declare(plan, "import_limit", "tie", [0], 0.5)
    assert found_in(plan) == []


@pytest.mark.parametrize(
    ("clause", "asset", "step", "amount", "rule"),
    [
        ("import_limit", "tie", 0, 0.5 - 1e-4, Rule.GRID_IMPORT_LIMIT),
        ("import_limit", "tie", 0, 0.5 + 1e-4, Rule.RELAXATION_UNUSED),
        ("import_limit", "tie", 1, 0.5, Rule.GRID_IMPORT_LIMIT),
        ("export_limit", "tie", 0, 0.5, Rule.GRID_IMPORT_LIMIT),
    ],
)
def test_another_clause_step_or_amount_does_not_excuse(
    clause: str, asset: str, step: int, amount: float, rule: Rule, plan_of: PlanOf
) -> None:
    plan = plan_of("park")
    limited(plan, 0.5)
    declare(plan, clause, asset, [step], amount)
    assert rule in rules_in(plan)


def test_a_breach_of_a_feasible_plan_is_not_excused(plan_of: PlanOf) -> None:
    plan = plan_of("park")
    limited(plan, 0.5)
    declare(plan, "import_limit", "tie", [0], 0.5)
    plan.data.attrs["status"] = "optimal"
    assert rules_in(plan) == {Rule.STATUS_RELAXATIONS}


def test_a_pin_that_cannot_be_kept_is_excused(plan_of: PlanOf) -> None:
    plan = plan_of("park")
    pin = {"asset": "battery", "hours": "00:00-00:15", "injection_mw": 0.25}
    plan.day = DayFacts.model_validate({"pins": [pin]})
    assert rules_in(plan) == {Rule.PIN}
    declare(plan, "pin", "battery", [0], 0.25)
    assert found_in(plan) == []


def test_calls_beyond_the_count_are_excused(plan_of: PlanOf) -> None:
    plan = plan_of("park")
    plan.state = plan.state.model_copy(update={"calls_used": {"furnace": 2}})
    declare(plan, "call_rules", "furnace", [72, 73, 74, 75], 0.8)
    assert found_in(plan) == []


def test_levels_below_the_window_are_excused_but_not_below_empty(plan_of: PlanOf) -> None:
    """The day starts at 0.6 MWh, below the window of 0.8, and the battery rests until there is a surplus."""
    site = places.park()
    state = assumed_state(site, places.PARK_DATE).model_copy(update={"levels_mwh": {"battery": 0.6}})
    plan = build(site, places.PARK_DATE, places.park_forecast(site), state=state)
    level = plan.data["energy_mwh"].sel(asset="battery").values
    assert rules_in(plan) == {Rule.BATTERY_LEVEL_WINDOW}
    below = np.maximum(0.8 - level, 0.0)
    steps = [int(step) for step in np.flatnonzero(below)]
    amounts = [float(below[step]) for step in steps]
    one = {
        "asset": "battery",
        "clause": "level_window",
        "steps": steps,
        "amounts_mw": amounts,
        "total_mwh": 0.0,
    }
    plan.put("relaxations", [one])
    plan.data.attrs["status"] = "relaxed"
    assert found_in(plan) == []
    plan.put("relaxations", [{**one, "amounts_mw": [9.0] * len(steps)}])
    plan.data["energy_mwh"].loc[{"asset": "battery"}][0] = -1e-4
    assert Rule.BATTERY_LEVEL_PHYSICAL in rules_in(plan)


def test_a_task_and_a_batch_that_fell_short_are_excused(plan_of: PlanOf) -> None:
    plan = plan_of("park")
    plan.data["batch_power_mw"][:, 0] = 0.0
    plan.data["task_power_mw"][28, 0] = 0.0
    assert {Rule.BATCH_MISSING, Rule.SHIFTABLE_ENERGY} <= rules_in(plan)
    declare(plan, "batch_run", "mill/first", [36, 37, 38, 39], 1.0)
    declare(plan, "batch_run", "mill/first", [40, 41, 42, 43], 0.5)
    declare(plan, "task_energy", "washing", [28], 1.0)
    left = rules_in(plan)
    assert not {Rule.BATCH_MISSING, Rule.SHIFTABLE_ENERGY, Rule.RELAXATION_UNUSED} & left


def importing_at_noon(raw: dict[str, Any], price: float) -> Plan:
    """A plan that curtails wind in the first quarter-hour while it imports, at a price."""
    tariff = places.PARK_TARIFF.replace(
        "energy_price_yuan_per_mwh = 400.0", f"energy_price_yuan_per_mwh = {price}"
    )
    site = site_from(raw, {"tariff.toml": tariff, "factors.toml": places.FACTORS})
    plan = build(site, places.PARK_DATE, places.park_forecast(site))
    plan.at("used_mw", "wind", 4, by=-1.0)
    return plan


@pytest.mark.parametrize(
    ("price", "objective", "is_right"),
    [
        (400.0, {}, False),
        (400.0, {"order": ["shaving", "cost", "absorption"]}, False),
        (-400.0, {}, False),
        (-400.0, {"order": ["shaving", "cost", "absorption"]}, True),
        (-400.0, {"order": ["shaving", "cost"]}, True),
        (-400.0, {"absorption_value_yuan_per_mwh": 80.0}, True),
        (-400.0, {"absorption_value_yuan_per_mwh": 100.0}, False),
    ],
)
def test_importing_while_curtailing_needs_its_reason(
    price: float, objective: dict[str, Any], is_right: bool
) -> None:
    """At -400 yuan/MWh the valley's price is (-400 + 20) x 0.5 + 100 = -90 yuan/MWh."""
    plan = importing_at_noon({**places.park_raw(), "objective": objective}, price)
    assert (Rule.IMPORT_WHILE_CURTAILING not in rules_in(plan)) is is_right


def test_a_pin_is_a_reason_to_curtail() -> None:
    plan = importing_at_noon(places.park_raw(), 400.0)
    assert Rule.IMPORT_WHILE_CURTAILING in rules_in(plan)
    pin = {"asset": "wind", "hours": "01:00-01:15", "injection_mw": 0.0}
    plan.day = DayFacts.model_validate({"pins": [pin]})
    assert Rule.IMPORT_WHILE_CURTAILING not in rules_in(plan)


def test_unlike_stores_may_charge_each_other(plan_of: PlanOf) -> None:
    raw = places.island(places.spot_series())
    two: Any = raw.assets["two"]
    worth = two.model_copy(update={"terminal_value_yuan_per_mwh": 900.0})
    site = raw.model_copy(update={"assets": {**raw.assets, "two": worth}})
    plan = build(site, places.ISLAND_DATE, places.island_forecast(site))
    plan.at("discharge_mw", "one", 0, by=1.0)
    plan.at("charge_mw", "two", 0, by=1.0)
    assert Rule.STORE_TO_STORE not in rules_in(plan)
