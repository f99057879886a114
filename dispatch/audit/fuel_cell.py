"""Audit of a fuel cell: power within its limits when on, hydrogen drawn and heat given in their ratios to it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, injection, not_negative
from dispatch.audit.electrolyser import count_starts
from dispatch.audit.finding import Array, Finding
from dispatch.audit.interface import AssetAudit, Headroom
from sites.assets.fuel_cell import FuelCell

__all__ = ["AUDIT"]

STATE, POWER, LIMIT = "fuel-cell-state", "fuel-cell-power", "fuel-cell-limit"
HYDROGEN, HEAT = "fuel-cell-hydrogen", "fuel-cell-heat-given"


def check_power(cell: FuelCell, case: Case, track: Track) -> Iterator[Finding]:
    """Off without power, on between least and most, never above what the day's facts leave."""
    power, on = track.of("output_mw", cell.name), track.of("is_on", cell.name)
    yield from not_negative(cell, track, "output_mw")
    yield from injection(cell, track, power)
    yield from track.over(STATE, cell.name, np.minimum(np.abs(on), np.abs(on - 1.0)), "")
    low, high = np.where(on > 0.5, cell.power_mw_min, 0.0), np.where(on > 0.5, cell.power_mw_max, 0.0)
    yield from track.over(POWER, cell.name, np.maximum(low - power, power - high))
    yield from track.over(LIMIT, cell.name, power - case.limited_mw(cell.name, cell.power_mw_max))


def check_feeds(cell: FuelCell, case: Case, track: Track) -> Iterator[Finding]:
    """Hydrogen is power over efficiency; heat its share of the hydrogen."""
    hydrogen = track.of("output_mw", cell.name) / cell.efficiency_frac
    yield from track.apart(HYDROGEN, cell.name, -track.fed(cell.name, "hydrogen_bus"), hydrogen)
    if cell.heat_bus is not None:
        yield from track.apart(HEAT, cell.name, track.fed(cell.name, "heat_bus"), cell.heat_frac * hydrogen)


def costs(cell: FuelCell, case: Case, track: Track) -> dict[str, float]:
    """Starts."""
    before = case.state.value(case.site, "unit_hours", cell.name)
    return {"fuel_cell_start": cell.start_yuan * count_starts(before, track.of("is_on", cell.name))}


def looped_mwh(cell: FuelCell, case: Case, track: Track) -> Array:
    """The loss of the cycle through the worst point of the electrolysers on its bus for what is given back."""
    cycle = cell.cycle_frac(case.site)
    return np.asarray((1.0 / cycle - 1.0) * track.of("output_mw", cell.name) * case.hours)


def headroom(cell: FuelCell, case: Case, plan: Track, run: slice) -> Headroom:
    """Up to its rating."""
    limit = case.limited_mw(cell.name, cell.power_mw_max)[run]
    return Headroom(free_mw=np.maximum(limit - plan.of("output_mw", cell.name)[run], 0.0))


AUDIT = AssetAudit(
    operation=(check_pin, check_power, check_feeds),
    variables=("injection_mw", "output_mw", "is_on"),
    declared_variables=("is_loss_counted",),
    costs=costs,
    looped=looped_mwh,
    headroom=headroom,
    rules=(STATE, POWER, LIMIT, HYDROGEN, HEAT),
)
