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

__all__ = ["AUDIT", "check_demand", "check_served", "demand_mw", "shown", "unserved"]


def demand_mw(asset: AssetBase, case: Case) -> Array:
    """Demand after outages and derates, MW, shape (count,): what the load takes on the reference day."""
    return case.expected_mw(asset.name)


def unserved(
    asset: AssetBase, case: Case, track: Track, due_mw: Array, beside_mw: Array | float = 0.0
) -> Iterator[Finding]:
    """What is due is served, no more and, unless declared, no less; a pinned step obeys its pin instead.

    ``beside_mw`` is what the asset takes beside its demand: a movable part with rules of its own.
    """
    taken = track.of("power_mw", asset.name)
    power = taken - beside_mw
    yield from not_negative(asset, track, "power_mw")
    yield from injection(asset, track, -taken)
    is_free = np.isnan(case.pinned_mw(asset.name))
    short = track.ledger.excuse("firm_load", asset.name, due_mw - power)
    yield from track.over(Rule.LOAD_NOT_SERVED, asset.name, np.where(is_free, short, 0.0))
    yield from track.over(Rule.LOAD_ABOVE_DEMAND, asset.name, np.where(is_free, power - due_mw, 0.0))


def check_served(load: Load, case: Case, track: Track) -> Iterator[Finding]:
    """A firm load is served in full."""
    yield from unserved(load, case, track, demand_mw(load, case))


def shown(
    asset: AssetBase, case: Case, track: Track, reference_mw: Array, beside_mw: Array | float = 0.0
) -> Iterator[Finding]:
    """The schedule's own figures of what is taken on the reference day, and of the demand that was not served."""
    yield from track.apart(Rule.LOAD_DEMAND, asset.name, track.of("demand_mw", asset.name), reference_mw)
    served = track.of("power_mw", asset.name) - beside_mw
    short = np.maximum(demand_mw(asset, case) - served, 0.0)
    yield from track.apart(Rule.LOAD_UNSERVED, asset.name, track.of("unserved_mw", asset.name), short)


def check_demand(load: Load, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's own figures of demand and of what was not served."""
    yield from shown(load, case, track, demand_mw(load, case))


AUDIT = AssetAudit(
    operation=(check_pin, check_served),
    variables=("injection_mw", "power_mw"),
    declared=(check_demand,),
    declared_variables=("demand_mw", "unserved_mw"),
    reference=demand_mw,
)
