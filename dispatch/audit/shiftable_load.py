"""Audit of a shiftable load: each of the day's tasks takes its energy within its window.

Reference day: a task runs at its most power from ``preferred_start`` on until its energy is taken; what is
left at the window's end is taken from the window's beginning on. A step that is pinned to a standstill
gives nothing. Work that arrives is done as it arrives, and what could not be as soon as it can.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, injection, steps_at_most
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.interface import AssetAudit
from dispatch.audit.rules import Rule
from sites.assets.shiftable_load import Queue, ShiftableLoad, Task
from sites.demand import demand_mw

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

QUEUE_POWER, QUEUE_EARLY, QUEUE_LATE = "queue-power", "queue-early", "queue-late"


def todays(load: ShiftableLoad, case: Case) -> Iterator[tuple[str, Task]]:
    """``(asset/task, task)`` of the tasks that happen on the day."""
    for task in load.tasks:
        if case.happens(task.days):
            yield f"{load.name}/{task.name}", task


def everything(load: ShiftableLoad, case: Case) -> Iterator[tuple[str, Task | Queue]]:
    """``(asset/name, description)`` of the day's tasks and of the queues."""
    yield from todays(load, case)
    for queue in load.queues:
        yield f"{load.name}/{queue.name}", queue


def _work(queue: Queue, case: Case) -> tuple[Array, Array, Array]:
    """Work as it arrives, MW, what of it has arrived, and what must be done by the end of each step, MWh."""
    work = demand_mw(case.site, queue.arrives, case.steps)
    arrived = np.cumsum(work) * case.hours
    wait = steps_at_most(queue.deadline_hours, case)
    due = np.asarray([arrived[step - wait] if step >= wait else 0.0 for step in range(case.steps.count)])
    due[-1] = arrived[-1]
    return work, arrived, due


def check_queues(load: ShiftableLoad, case: Case, track: Track) -> Iterator[Finding]:
    """Work is not done before it arrives, nor after its deadline unless declared as dropped."""
    for queue in load.queues:
        key = f"{load.name}/{queue.name}"
        power = track.tasks[key]
        yield from track.over(Rule.NEGATIVE_POWER, key, -power)
        yield from track.over(QUEUE_POWER, key, power - case.limited_mw(load.name, queue.power_mw_max))
        _, arrived, due = _work(queue, case)
        done, dropped = 0.0, 0.0
        early, late = np.zeros(case.steps.count), np.zeros(case.steps.count)
        for step in range(case.steps.count):
            done += float(power[step]) * case.hours
            missed = max(0.0, float(due[step]) - done - dropped)
            late[step], dropped = missed / case.hours, dropped + missed
            early[step] = done + dropped - float(arrived[step])
        yield from track.over(QUEUE_EARLY, key, early, "MWh")
        yield from track.over(QUEUE_LATE, key, track.ledger.excuse("task_energy", key, late))


def reference_queue_mw(load: ShiftableLoad, queue: Queue, case: Case) -> Array:
    """Power of a queue on the reference day, MW: work as it arrives, what waits as soon as it can."""
    work, _, _ = _work(queue, case)
    limit = np.where(case.pinned_mw(load.name) == 0.0, 0.0, case.limited_mw(load.name, queue.power_mw_max))
    result, open_mw = np.zeros(case.steps.count), 0.0
    for step in range(case.steps.count):
        open_mw += float(work[step])
        result[step] = min(open_mw, float(limit[step]))
        open_mw -= result[step]
    return result


def check_window(load: ShiftableLoad, case: Case, track: Track) -> Iterator[Finding]:
    """A task takes nothing outside its window."""
    for key, task in todays(load, case):
        outside = np.where(case.within(task.window), 0.0, np.abs(track.tasks[key]))
        yield from track.over(Rule.SHIFTABLE_WINDOW, key, outside)


def check_power(load: ShiftableLoad, case: Case, track: Track) -> Iterator[Finding]:
    """A task's power is within its limits, or 0; the asset's within the day's derates."""
    total = np.zeros(case.steps.count) + sum(track.tasks[key] for key, _ in everything(load, case))
    for key, task in todays(load, case):
        power = track.tasks[key]
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
    total = np.zeros(case.steps.count) + sum(track.tasks[key] for key, _ in everything(load, case))
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
    series += [reference_queue_mw(load, queue, case) for queue in load.queues]
    return np.asarray(np.zeros(case.steps.count) + sum(series), dtype=float)


AUDIT = AssetAudit(
    operation=(check_pin, check_window, check_power, check_energy, check_queues, check_sum),
    variables=("injection_mw", "power_mw"),
    reference=reference_mw,
    tasks=everything,
    rules=(QUEUE_POWER, QUEUE_EARLY, QUEUE_LATE),
)
