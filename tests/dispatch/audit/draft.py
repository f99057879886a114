"""A day while it is being built, and its reference day, by plain loops."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sites import DayFacts, Site, State

__all__ = ["Array", "Draft", "Reference", "export_limit", "on_bus", "reference_by_hand"]

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass
class Draft:
    """The day while it is being built: ``variable[asset]`` over the steps."""

    site: Site
    date: dt.date
    day: DayFacts
    state: State
    power: dict[str, dict[str, Array]] = field(default_factory=dict)
    tasks: dict[str, Array] = field(default_factory=dict)
    batches: dict[str, Array] = field(default_factory=dict)

    def of(self, variable: str, asset: str) -> Array:
        """A variable of an asset, made of zeros where it is new."""
        count = self.site.steps(self.date).count
        return self.power.setdefault(variable, {}).setdefault(asset, np.zeros(count))


def on_bus(draft: Draft, bus: str, role: str) -> list[str]:
    """Assets of a role on a bus."""
    return [name for name, asset in draft.site.assets.items() if asset.bus == bus and asset.role == role]


def export_limit(draft: Draft, bus: str) -> Array:
    """Most that may leave a bus, MW."""
    steps = draft.site.steps(draft.date)
    for tie in on_bus(draft, bus, "tie"):
        grid: Any = draft.site.assets[tie]
        return draft.day.export_mw_max(tie, steps, grid.export_limit_mw)
    return np.zeros(steps.count)


@dataclass
class Reference:
    """The reference day of the tests' sites."""

    injection: dict[str, Array]
    bought: dict[str, Array]
    sold: dict[str, Array]
    load: Array
    surplus: Array


def reference_by_hand(draft: Draft) -> Reference:
    """Full demand, idle stores, renewables first to the load, then out, then curtailed in the stated order."""
    count = draft.site.steps(draft.date).count
    injection = {name: np.zeros(count) for name in draft.site.assets}
    bought = {name: np.zeros(count) for name in draft.site.of_role("tie")}
    sold = {name: np.zeros(count) for name in draft.site.of_role("tie")}
    total, surplus = np.zeros(count), np.zeros(count)
    for bus in draft.site.buses:
        limit = export_limit(draft, bus)
        for step in range(count):
            load = 0.0
            for name in on_bus(draft, bus, "load"):
                has_demand = name in draft.power.get("demand_mw", {})
                taken = draft.of("demand_mw" if has_demand else "power_mw", name)[step]
                injection[name][step] = -taken
                load += taken
            total[step] += load
            available = {
                name: draft.of("available_mw", name)[step] for name in on_bus(draft, bus, "renewable")
            }
            left = max(0.0, sum(available.values()) - load - limit[step])
            surplus[step] = max(surplus[step], float(left > 0))
            order = list(draft.site.objective.curtailment_order) + list(available)
            for name in dict.fromkeys(name for name in order if name in available):
                gone = min(left, available[name])
                left -= gone
                injection[name][step] = available[name] - gone
            net = load - sum(injection[name][step] for name in available)
            for name in on_bus(draft, bus, "tie"):
                injection[name][step] = net
                bought[name][step], sold[name][step] = max(0.0, net), max(0.0, -net)
    return Reference(injection, bought, sold, total, surplus)
