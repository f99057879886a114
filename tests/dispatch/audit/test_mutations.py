"""Every rule can fail: a valid schedule broken by ten tolerances is found out, by that rule."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from dispatch.audit import ALL_RULES, Rule, audit
from dispatch.audit.finding import Finding
from sites.messages import LANGUAGES
from tests.dispatch.audit.breakers import BREAKERS
from tests.dispatch.audit.builder import Plan

PlanOf = Callable[[str], Plan]

TYPES: dict[str, dict[str, Any]] = {
    path.stem: import_module(f"tests.dispatch.types.{path.stem}").BREAKS
    for path in sorted((Path(__file__).parents[1] / "types").glob("test_*.py"))
    if hasattr(import_module(f"tests.dispatch.types.{path.stem}"), "BREAKS")
}
"""Mutations that stand with the tests of a type of asset or of a system."""


def found_in(plan: Plan) -> list[Finding]:
    """All that the audit finds."""
    return audit(plan.site, plan.state, plan.day, plan.forecast, plan.data, plan.events)


def test_every_rule_has_a_mutation() -> None:
    assert set(ALL_RULES) - set(BREAKERS) - {rule for breaks in TYPES.values() for rule in breaks} == set()


@pytest.mark.parametrize("rule", BREAKERS)
def test_a_broken_rule_is_named(rule: Rule, plan_of: PlanOf) -> None:
    site, breaker = BREAKERS[rule]
    plan = plan_of(site)
    breaker(plan)
    found = [finding for finding in found_in(plan) if finding.rule is rule]
    assert found
    for finding in found:
        assert json.loads(json.dumps(finding.as_dict()))["rule"] == str(rule)
        texts = [finding.text(language) for language in LANGUAGES]
        assert len(set(texts)) == len(LANGUAGES)


def _leaves(values: dict[str, Any], *above: str) -> Iterator[tuple[str, ...]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _leaves(value, *above, name)
        else:
            yield (*above, name)


def test_every_wrong_indicator_is_named(plan_of: PlanOf) -> None:
    names = list(_leaves(plan_of("park").json("kpis")))
    assert len(names) > 50
    for path in names:
        plan = plan_of("park")
        kpis = plan.json("kpis")
        table = kpis
        for part in path[:-1]:
            table = table[part]
        value = table[path[-1]]
        table[path[-1]] = (
            value + "x" if isinstance(value, str) else (value or 0.0) + 1e-4 + 1e-5 * abs(value or 0.0)
        )
        plan.put("kpis", kpis)
        wrong = [finding.asset for finding in found_in(plan) if finding.rule is Rule.KPI_VALUE]
        assert wrong == [".".join(path)]


def test_every_wrong_part_of_the_bill_is_named(plan_of: PlanOf) -> None:
    for part in plan_of("park").json("costs"):
        plan = plan_of("park")
        costs = plan.json("costs")
        costs[part] = costs[part] * (1 + 1e-5) + 1e-4
        plan.put("costs", costs)
        found = [(finding.rule, finding.asset) for finding in found_in(plan)]
        assert (Rule.COST_PART, part) in found


def test_a_part_of_the_bill_that_nobody_knows_is_found(plan_of: PlanOf) -> None:
    plan = plan_of("park")
    plan.put("costs", {**plan.json("costs"), "tips": 1.0})
    assert (Rule.COST_PART, "tips") in [(finding.rule, finding.asset) for finding in found_in(plan)]
