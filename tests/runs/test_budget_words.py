"""Budgets in words: what the summary warns of."""

from __future__ import annotations

from typing import Any

import pytest

from runs.budget_words import budget_warnings, is_off_course
from sites.messages import use_language

SUM: dict[str, Any] = {
    "quantity": "co2_t",
    "unit": "t",
    "used": 120.0,
    "allowed": 365.0,
    "forecast": 400.0,
    "exceeded": 0.0,
}
SHARE: dict[str, Any] = {
    "quantity": "self_use_of_load",
    "unit": "MWh",
    "used": 0.2,
    "allowed": 0.3,
    "forecast": 0.2,
}


@pytest.mark.parametrize(
    ("figures", "is_off"),
    [
        (SUM, True),
        ({**SUM, "forecast": 365.0}, False),
        (SHARE, True),
        ({**SHARE, "forecast": 0.31}, False),
        ({**SHARE, "quantity": "export_of_generation"}, False),
        ({**SHARE, "quantity": "export_of_generation", "forecast": 0.4}, True),
        ({**SHARE, "forecast": None}, False),
    ],
)
def test_course(figures: dict[str, Any], is_off: bool) -> None:
    assert is_off_course(figures) is is_off


def test_lines() -> None:
    """Carbon is warned of before it is exceeded, and again on the day that goes beyond its part."""
    assert budget_warnings({}) == []
    with use_language("en"):
        (course,) = budget_warnings({"budgets": {"carbon": SUM}})
        exceeded, _ = budget_warnings({"budgets": {"carbon": {**SUM, "exceeded": 1.5}}})
        (share,) = budget_warnings({"budgets": {"green": SHARE}})
    assert all(word in course for word in ("carbon", "400.0", "365.0", "120.0"))
    assert "1.50" in exceeded
    assert all(word in share for word in ("green", "20.0", "30.0"))
