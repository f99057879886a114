"""Budgets of the contract in words: which one the day breaks, and which one its period is about to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runs.format import percent, with_unit
from sites.messages import say

__all__ = ["budget_amount", "budget_warnings", "is_at_least", "is_off_course", "is_share"]

LEAST_SHOWN = 1e-3
Figures = Mapping[str, Any]


def is_share(figures: Figures) -> bool:
    """Whether a share is agreed, not a sum."""
    return str(figures.get("quantity")).endswith(("_of_generation", "_of_load"))


def is_at_least(figures: Figures) -> bool:
    """Whether more is better."""
    return str(figures.get("quantity")).startswith("self_use")


def budget_amount(figures: Figures, name: str) -> str:
    """A figure of a budget: a share in per cent, a sum with its unit."""
    value = figures.get(name)
    return percent(value) if is_share(figures) else with_unit(value, str(figures.get("unit") or ""), 1)


def is_off_course(figures: Figures) -> bool:
    """Whether the period would end beyond what is agreed, going on as so far."""
    forecast, allowed = figures.get("forecast"), figures.get("allowed")
    if not isinstance(forecast, int | float) or not isinstance(allowed, int | float):
        return False
    return bool(
        forecast < allowed - LEAST_SHOWN if is_at_least(figures) else forecast > allowed + LEAST_SHOWN
    )


def budget_warnings(kpis: Mapping[str, Any]) -> list[str]:
    """One line for each budget that the day exceeds, or that its period will not keep going on as so far."""
    lines = []
    for name, figures in (kpis.get("budgets") or {}).items():
        beyond = figures.get("exceeded") or 0.0
        if beyond > LEAST_SHOWN:
            amount = with_unit(beyond, str(figures.get("unit") or ""), 2)
            lines.append(say("budget-exceeded", name=name, amount=amount))
        if is_off_course(figures):
            told = {key: budget_amount(figures, key) for key in ("forecast", "allowed", "used")}
            lines.append(say("budget-off-course", name=name, **told))
    return lines
