"""Demand or capacity: what the month's basic charge would be either way, where a contract offers both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from dispatch.contract.amounts import Tables
from sites.assets.grid import Grid

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["charge_kpis"]


def charge_kpis(inputs: Inputs, tables: Tables) -> dict[str, dict[str, Any]]:
    """The month's charge by demand, with the peak so far and the day's, and by capacity, yuan; which is less."""
    found: dict[str, dict[str, Any]] = {}
    for name in inputs.site.of_role("tie"):
        tie = cast(Grid, inputs.site.assets[name])
        demand, capacity = tie.demand_charge, tie.capacity_charge
        if demand is None or capacity is None:
            continue
        day = float(np.nanmax(tables[name]["import_mw"]))
        peak = max(inputs.state.billed_peak_mw.get(name, 0.0), day, demand.floor_mw)
        above = (demand.overrun_factor - 1) * max(0.0, peak - demand.overrun_mw)
        by_demand = demand.price_yuan_per_mw_month * (peak + above)
        found[name] = {
            "charged_by": tie.charged_by,
            "month_peak_mw": peak,
            "demand_charge_yuan": by_demand,
            "capacity_charge_yuan": capacity.yuan_per_month,
            "cheaper": "demand" if by_demand <= capacity.yuan_per_month else "capacity",
        }
    return found
