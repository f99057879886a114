r"""The reference day: what the site would do on its own, by rule, without any optimisation.

Stores idle; loads take their full demand; shiftable tasks run at full power from their preferred start; batches start
at their preferred time; renewables are used as they come and, above the export limit, curtailed in a stated order.
Peak shaving is measured against it:

.. math:: s = (P_{ref} - P_{plan}) / P_{ref}, \qquad P = \max_{t \in W} x_t

with the named series x (net exchange or load) and the peak windows W of the contract.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch.windows import Array, peak_window
from sites.assets.batch_load import Batch, BatchLoad
from sites.assets.shiftable_load import ShiftableLoad, Task
from sites.day import DayFacts
from sites.demand import happens_on
from sites.site import Site
from sites.time import Steps

__all__ = ["ReferenceDay", "curtail", "feasible_starts", "preferred_power", "reference_day", "task_limit"]

ROUND = 1e-9


@dataclass(frozen=True)
class ReferenceDay:
    """The reference day of a site.

    Attributes
    ----------
    injection_mw : dict of str to array, shape (count,)
        Injection of each asset into its bus, MW.
    task_mw, batch_mw : dict of str to array, shape (count,)
        Power of each task or batch that happens on the day, by ``asset/name``, MW.
    net_exchange_mw, load_mw : array, shape (count,)
        Import less export, and power of all loads, MW.
    window : array of bool, shape (count,)
        Peak windows.
    peak_mw, cap_mw : float
        Highest value of the named series inside the windows (P_ref), and over the whole day.
    is_surplus : array of bool, shape (count,)
        The set S: steps whose renewables exceed load plus export limit on some bus.
    """

    injection_mw: dict[str, Array]
    task_mw: dict[str, Array]
    batch_mw: dict[str, Array]
    net_exchange_mw: Array
    load_mw: Array
    window: NDArray[np.bool_]
    peak_mw: float
    cap_mw: float
    is_surplus: NDArray[np.bool_]

    @property
    def is_applicable(self) -> bool:
        """Whether a shaving rate can be measured: the reference peak is above zero."""
        return self.peak_mw > 0


def task_limit(asset: str, task: Task, day: DayFacts, steps: Steps) -> Array:
    """Most power of a task in each step, MW: zero outside its window and where the asset is pinned off."""
    limit = np.where(steps.within(task.window), day.limited_mw(asset, steps, task.power_mw_max), 0.0)
    return np.asarray(np.where(day.pinned_mw(asset, steps) == 0.0, 0.0, limit), dtype=float)


def _task_power(asset: str, task: Task, day: DayFacts, steps: Steps) -> Array:
    """Forward from the preferred start; what is left at the window's end, forward from the window's start."""
    limit = task_limit(asset, task, day, steps)
    later = steps.local_minutes >= task.preferred_start
    order = [*np.flatnonzero(later).tolist(), *np.flatnonzero(~later).tolist()]
    power, left = np.zeros(steps.count), task.energy_mwh
    for t in order:
        power[t] = min(limit[t], left / steps.hours)
        left -= power[t] * steps.hours
        if left <= ROUND:
            break
    return power


def feasible_starts(asset: str, batch: Batch, day: DayFacts, steps: Steps) -> list[int]:
    """Steps at which a batch may start: the whole run lies inside its window and nothing blocks it."""
    profile = batch.profile(steps.step_minutes)
    inside = steps.within(batch.window)
    limit = day.limited_mw(asset, steps, float(profile.max()))
    blocked_off = day.pinned_mw(asset, steps) == 0.0
    starts: list[int] = []
    for start in range(steps.count - len(profile) + 1):
        run = slice(start, start + len(profile))
        if inside[run].all() and not (blocked_off[run] | (limit[run] < profile - ROUND)).any():
            starts.append(start)
    return starts


def preferred_power(asset: BatchLoad, day: DayFacts, steps: Steps, batches: list[Batch]) -> dict[str, Array]:
    """Power of each batch at its preferred time, or the nearest that the day allows, MW; see the module's rule."""
    running = np.zeros(steps.count, dtype=int)
    ends: dict[str, int] = {}
    result: dict[str, Array] = {}
    for batch in batches:
        profile = batch.profile(steps.step_minutes)
        wanted = int(np.argmax(steps.local_minutes >= batch.preferred_start))
        gap = int(np.ceil(batch.gap_hours_min / steps.hours - ROUND))
        earliest = ends[batch.after] + gap if batch.after in ends else 0
        free = [
            start
            for start in feasible_starts(asset.name, batch, day, steps)
            if start >= earliest and (running[start : start + len(profile)] < asset.at_once_max).all()
        ]
        later = [start for start in free if start >= wanted]
        start = later[0] if later else free[0] if free else wanted
        run = slice(start, start + len(profile))
        running[run] += 1
        ends[batch.name] = start + len(profile)
        power = np.zeros(steps.count)
        power[run] = profile[: steps.count - start]
        result[f"{asset.name}/{batch.name}"] = power
    return result


def curtail(site: Site, bus: str, used_mw: dict[str, Array], excess_mw: Array) -> dict[str, Array]:
    """Take an excess away from the renewables of a bus in the stated order, MW."""
    order = site.objective.curtailment_order or site.of_role("renewable")
    names = [name for name in order if site.assets[name].bus == bus]
    names += [name for name in used_mw if site.assets[name].bus == bus and name not in names]
    left, result = excess_mw.copy(), dict(used_mw)
    for name in names:
        cut = np.minimum(left, result[name])
        result[name] = result[name] - cut
        left = left - cut
    return result


def _flexible(site: Site, day: DayFacts, steps: Steps) -> tuple[dict[str, Array], dict[str, Array]]:
    date, country = steps.local_dates[0], site.place.country
    tasks: dict[str, Array] = {}
    batches: dict[str, Array] = {}
    for name, asset in site.assets.items():
        if isinstance(asset, ShiftableLoad):
            for task in asset.tasks:
                if happens_on(task.days, date, country):
                    tasks[f"{name}/{task.name}"] = _task_power(name, task, day, steps)
        elif isinstance(asset, BatchLoad):
            today = [batch for batch in asset.batches if happens_on(batch.days, date, country)]
            batches |= preferred_power(asset, day, steps, today)
    return tasks, batches


def _sum(parts: dict[str, Array], asset: str, count: int) -> Array:
    return np.asarray(sum((p for key, p in parts.items() if key.split("/")[0] == asset), np.zeros(count)), dtype=float)


def reference_day(
    site: Site,
    day: DayFacts,
    steps: Steps,
    available_mw: dict[str, Array],
    demand_mw: dict[str, Array],
    export_limit_mw: dict[str, Array],
) -> ReferenceDay:
    """Compute the reference day by rule.

    Parameters
    ----------
    available_mw, demand_mw : dict of str to array, shape (count,)
        Renewables and demands after outages and derates, MW.
    export_limit_mw : dict of str to array, shape (count,)
        Most export of each tie after the day's limits, MW.
    """
    tasks, batches = _flexible(site, day, steps)
    zero = np.zeros(steps.count)
    injection = {name: zero for name in site.assets}
    for name in site.of_role("load"):
        injection[name] = -(demand_mw.get(name, zero) + _sum(tasks, name, steps.count) + _sum(batches, name, steps.count))
    load = -np.asarray(sum((injection[name] for name in site.of_role("load")), zero), dtype=float)
    surplus = np.zeros(steps.count, dtype=bool)
    net = zero.copy()
    for bus in site.buses:
        used = {name: available_mw[name] for name in available_mw if site.assets[name].bus == bus}
        ties = [name for name in site.of_role("tie") if site.assets[name].bus == bus]
        export = export_limit_mw[ties[0]] if ties else zero
        load_here = -sum((injection[n] for n in site.of_role("load") if site.assets[n].bus == bus), zero)
        excess = np.maximum(sum(used.values(), zero) - load_here - export, 0.0)
        surplus |= excess > ROUND
        used = curtail(site, bus, used, excess)
        injection |= used
        balance = load_here - sum(used.values(), zero)
        if ties:
            injection[ties[0]] = balance
            net = net + balance
    window = peak_window(site, steps)
    series = net if site.targets.series == "net_exchange" else load
    return ReferenceDay(
        injection_mw=injection,
        task_mw=tasks,
        batch_mw=batches,
        net_exchange_mw=net,
        load_mw=load,
        window=window,
        peak_mw=float(series[window].max()) if window.any() else 0.0,
        cap_mw=float(series.max()),
        is_surplus=surplus,
    )
