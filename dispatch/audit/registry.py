"""Types of asset and how each is audited. A new type: its file here, and one line in ``CHECKS``."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.audit import (
    batch_load,
    battery,
    caes,
    ev_fleet,
    grid,
    heat_load,
    heat_pump,
    hydrogen_store,
    hydro,
    interruptible_load,
    load,
    pv,
    shiftable_load,
    thermal_store,
    wind,
)
from dispatch.audit.case import AssetAudit, Case, Track
from dispatch.audit.finding import Finding
from dispatch.audit.rules import Rule

__all__ = ["ALL_RULES", "CHECKS", "check_declared", "check_operation"]

CHECKS: dict[str, AssetAudit] = {
    "pv": pv.AUDIT,
    "hydro": hydro.AUDIT,
    "wind": wind.AUDIT,
    "battery": battery.AUDIT,
    "grid": grid.AUDIT,
    "load": load.AUDIT,
    "interruptible_load": interruptible_load.AUDIT,
    "shiftable_load": shiftable_load.AUDIT,
    "batch_load": batch_load.AUDIT,
    "caes": caes.AUDIT,
    "hydrogen_store": hydrogen_store.AUDIT,
    "thermal_store": thermal_store.AUDIT,
    "ev_fleet": ev_fleet.AUDIT,
    "heat_load": heat_load.AUDIT,
    "heat_pump": heat_pump.AUDIT,
}

ALL_RULES: tuple[str, ...] = (*Rule, *(rule for each in CHECKS.values() for rule in each.rules))


def check_operation(case: Case, track: Track) -> Iterator[Finding]:
    """Every asset's rules of operation on a complete day."""
    for asset in case.site.assets.values():
        for check in CHECKS[asset.type].operation:
            yield from check(asset, case, track)


def check_declared(case: Case, track: Track) -> Iterator[Finding]:
    """Every asset's figures that the schedule gives beside its powers."""
    for asset in case.site.assets.values():
        for check in CHECKS[asset.type].declared:
            yield from check(asset, case, track)
