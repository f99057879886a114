"""Audit of a firm load; the rules on service serve the interruptible load too."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, injection, not_negative
from dispatch.audit.finding import Array, Finding
from dispatch.audit.interface import AssetAudit
from dispatch.audit.rules import Rule
from sites.assets.base import AssetBase
from sites.assets.load import Load

__all__ = ["AUDIT", "check_demand", "check_served", "demand_mw", "unserved"]


def demand_mw(asset: AssetBase, case: Case) -> Array:
    """Demand after outages and derates, MW, shape (count,): what the load takes on the reference day."""
    return case.expected_mw(asset.name)


def unserved(asset: AssetBase, case: Case, track: Track, due_mw: Array) -> Iterator[Finding]:
    """What is due is served, no more and, unless declared, no less; a pinned step obeys its pin instead."""
    power = track.of("power_mw", asset.name)
    yield from not_negative(asset, track, "power_mw")
    yield from injection(asset, track, -power)
    is_free = np.isnan(case.pinned_mw(asset.name))
    short = track.ledger.excuse("firm_load", asset.name, due_mw - power)
    yield from track.over(Rule.LOAD_NOT_SERVED, asset.name, np.where(is_free, short, 0.0))
    yield from track.over(Rule.LOAD_ABOVE_DEMAND, asset.name, np.where(is_free, power - due_mw, 0.0))


def check_served(load: Load, case: Case, track: Track) -> Iterator[Finding]:
    """A firm load is served in full."""
    yield from unserved(load, case, track, demand_mw(load, case))


def check_demand(load: Load, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's own figures of demand and of what was not served."""
    demand = demand_mw(load, case)
    yield from track.apart(Rule.LOAD_DEMAND, load.name, track.of("demand_mw", load.name), demand)
    short = np.maximum(demand - track.of("power_mw", load.name), 0.0)
    yield from track.apart(Rule.LOAD_UNSERVED, load.name, track.of("unserved_mw", load.name), short)


AUDIT = AssetAudit(
    operation=(check_pin, check_served),
    variables=("injection_mw", "power_mw"),
    declared=(check_demand,),
    declared_variables=("demand_mw", "unserved_mw"),
    reference=demand_mw,
)
