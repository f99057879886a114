"""Audit of a shiftable load: each of the day's tasks takes its energy within its window.

Reference day: a task runs at its most power from ``preferred_start`` on until its energy is taken; what is
left at the window's end is taken from the window's beginning on. A step that is pinned to a standstill
gives nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dispatch.audit.case import AssetAudit, Case, Track
from dispatch.audit.common import check_pin, injection
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.rules import Rule
from sites.assets.shiftable_load import ShiftableLoad, Task

__all__ = [
    "AUDIT",
    "check_energy",
    "check_power",
    "check_sum",
    "check_window",
    "reference_mw",
    "reference_task_mw",
    "todays",
]


def todays(load: ShiftableLoad, case: Case) -> Iterator[tuple[str, Task]]:
    """``(asset/task, task)`` of the tasks that happen on the day."""
    for task in load.tasks:
        if case.happens(task.days):
            yield f"{load.name}/{task.name}", task


def check_window(load: ShiftableLoad, case: Case, track: Track) -> Iterator[Finding]:
    """A task takes nothing outside its window."""
    for key, task in todays(load, case):
        outside = np.where(case.within(task.window), 0.0, np.abs(track.tasks[key]))
        yield from track.over(Rule.SHIFTABLE_WINDOW, key, outside)


def check_power(load: ShiftableLoad, case: Case, track: Track) -> Iterator[Finding]:
    """A task's power is within its limits, or 0; the asset's within the day's derates."""
    total = np.zeros(case.steps.count)
    for key, task in todays(load, case):
        power = track.tasks[key]
        total += power
        yield from track.over(Rule.NEGATIVE_POWER, key, -power)
        excess = track.ledger.excuse(
            "power_limit", load.name, power - case.limited_mw(load.name, task.power_mw_max)
        )
        yield from track.over(Rule.SHIFTABLE_POWER_LIMIT, key, excess)
        between = np.where(power > MW_TOLERANCE, np.minimum(power, task.power_mw_min - power), 0.0)
        between = track.ledger.excuse("power_limit", load.name, between)
        yield from track.over(Rule.SHIFTABLE_POWER_MIN, key, between)
    excess = track.ledger.excuse("power_limit", load.name, total - case.derated_mw(load.name))
    yield from track.over(Rule.SHIFTABLE_POWER_LIMIT, load.name, excess)


def check_energy(load: ShiftableLoad, case: Case, track: Track) -> Iterator[Finding]:
    """A task takes its energy, no less unless declared, and no more."""
    for key, task in todays(load, case):
        taken_mwh = float(track.tasks[key].sum()) * case.hours
        missing_mwh = task.energy_mwh - taken_mwh
        for name in (key, load.name):
            missing_mwh = (
                track.ledger.excuse_total("task_energy", name, missing_mwh / case.hours) * case.hours
            )
        apart = max(missing_mwh, taken_mwh - task.energy_mwh)
        if not apart <= MW_TOLERANCE:
            yield track.whole_day(Rule.SHIFTABLE_ENERGY, key, apart, "MWh")


def check_sum(load: ShiftableLoad, case: Case, track: Track) -> Iterator[Finding]:
    """The asset's power is that of its tasks, and is taken from the bus."""
    power = track.of("power_mw", load.name)
    total = np.zeros(case.steps.count) + sum(track.tasks[key] for key, _ in todays(load, case))
    yield from track.apart(Rule.SHIFTABLE_SUM, load.name, power, total)
    yield from injection(load, track, -power)


def reference_task_mw(load: ShiftableLoad, task: Task, case: Case) -> Array:
    """Power of a task on the reference day, MW, shape (count,); see the module's docstring."""
    most = np.where(case.pinned_mw(load.name) == 0.0, 0.0, case.limited_mw(load.name, task.power_mw_max))
    inside = np.flatnonzero(case.within(task.window))
    is_late = case.steps.local_minutes[inside] >= task.preferred_start
    order: NDArray[np.int64] = np.concatenate((inside[is_late], inside[~is_late]))
    energy = most[order] * case.hours
    taken_before = np.concatenate(([0.0], np.cumsum(energy)[:-1])) if order.size else energy
    result = np.zeros(case.steps.count)
    result[order] = np.clip(task.energy_mwh - taken_before, 0.0, energy) / case.hours
    return result


def reference_mw(load: ShiftableLoad, case: Case) -> Array:
    """Power on the reference day, MW, shape (count,)."""
    series = [reference_task_mw(load, task, case) for _, task in todays(load, case)]
    return np.asarray(np.zeros(case.steps.count) + sum(series), dtype=float)


AUDIT = AssetAudit(
    operation=(check_pin, check_window, check_power, check_energy, check_sum),
    variables=("injection_mw", "power_mw"),
    reference=reference_mw,
    tasks=todays,
)
