"""Types of asset and how each is audited. A new type: its file here, and one line in ``CHECKS``."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dispatch.audit import (
    batch_load,
    battery,
    caes,
    electric_boiler,
    electrolyser,
    ev_fleet,
    fuel_cell,
    grid,
    heat_load,
    heat_pump,
    hydro,
    hydrogen_load,
    hydrogen_store,
    interruptible_load,
    load,
    pv,
    shiftable_load,
    thermal,
    thermal_store,
    waste_heat,
    wind,
)
from dispatch.audit.case import Case, Track
from dispatch.audit.finding import Finding
from dispatch.audit.interface import AssetAudit
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
    "thermal": thermal.AUDIT,
    "waste_heat": waste_heat.AUDIT,
    "caes": caes.AUDIT,
    "hydrogen_store": hydrogen_store.AUDIT,
    "thermal_store": thermal_store.AUDIT,
    "ev_fleet": ev_fleet.AUDIT,
    "heat_load": heat_load.AUDIT,
    "heat_pump": heat_pump.AUDIT,
    "electric_boiler": electric_boiler.AUDIT,
    "electrolyser": electrolyser.AUDIT,
    "hydrogen_load": hydrogen_load.AUDIT,
    "fuel_cell": fuel_cell.AUDIT,
}

ALL_RULES: tuple[str, ...] = (*Rule, *(rule for each in CHECKS.values() for rule in each.rules))


def check_operation(case: Case, track: Track) -> Iterator[Finding]:
    """Every asset's rules of operation on a complete day."""
    for asset in case.site.assets.values():
        for check in CHECKS[asset.type].operation:
            yield from check(asset, case, track)
    yield from _check_resources(case, track)


def _check_resources(case: Case, track: Track) -> Iterator[Finding]:
    """No more runs use a shared resource at once than it allows, over all assets."""
    if not case.site.resources:
        return
    taken = {name: np.zeros(case.steps.count) for name in case.site.resources}
    for asset in case.site.assets.values():
        uses = CHECKS[asset.type].uses
        for resource, number in (uses(asset, case, track) if uses is not None else {}).items():
            taken[resource] = taken[resource] + number
    for name, about in case.site.resources.items():
        excess = np.maximum(taken[name] - about.at_once_max, 0.0)
        yield from track.over(Rule.RESOURCE_AT_ONCE, name, track.ledger.excuse("resource", "", excess), "")


def check_declared(case: Case, track: Track) -> Iterator[Finding]:
    """Every asset's figures that the schedule gives beside its powers."""
    for asset in case.site.assets.values():
        for check in CHECKS[asset.type].declared:
            yield from check(asset, case, track)
