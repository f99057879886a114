"""Audit of a PV field."""

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
from sites.assets.pv import Pv

__all__ = ["AUDIT", "check_inverter"]


def check_inverter(pv: Pv, case: Case, track: Track) -> Iterator[Finding]:
    """Fed power stays within what the inverters, or the modules, can give on the day."""
    limit = case.limited_mw(pv.name, pv.power_mw_rated)
    yield from track.over(Rule.PV_ABOVE_INVERTER, pv.name, track.of("used_mw", pv.name) - limit)


AUDIT = AssetAudit(
    operation=(check_pin, check_used, check_inverter),
    variables=("injection_mw", "used_mw"),
    declared=(check_available, check_causes),
    declared_variables=DECLARED_VARIABLES,
    reference=available_mw,
    costs=costs,
)
