"""Audit of a wind farm."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin
from dispatch.audit.finding import Finding
from dispatch.audit.interface import AssetAudit
from dispatch.audit.renewable import (
    DECLARED_VARIABLES,
    available_mw,
    check_available,
    check_causes,
    check_used,
    costs,
)
from dispatch.audit.rules import Rule
from sites.assets.wind import Wind

__all__ = ["AUDIT", "check_capacity"]


def check_capacity(wind: Wind, case: Case, track: Track) -> Iterator[Finding]:
    """Fed power stays within the installed power that is there on the day."""
    limit = case.limited_mw(wind.name, wind.capacity_mw)
    yield from track.over(Rule.WIND_ABOVE_CAPACITY, wind.name, track.of("used_mw", wind.name) - limit)


AUDIT = AssetAudit(
    operation=(check_pin, check_used, check_capacity),
    variables=("injection_mw", "used_mw"),
    declared=(check_available, check_causes),
    declared_variables=DECLARED_VARIABLES,
    reference=available_mw,
    costs=costs,
)
