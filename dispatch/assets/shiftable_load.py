r"""Shiftable load: each task takes its energy within its window; work that arrives is done by its deadline.

.. math::

    \sum_{t \in W_k} p_{kt} h + s_k &= E_k, \qquad p^{min}_k o_{kt} \le p_{kt} \le P_{kt} o_{kt} \\
    w_{kt} &= w_{k,t-1} + h (p_{kt} + x_{kt}), \qquad
        \sum_{s \le t - d_k} a_{ks} h \le w_{kt} \le \sum_{s \le t} a_{ks} h

with :math:`o_{kt}` (``is_on``) only for tasks that have a least power, and :math:`s_k = x_{kt} = 0` unless the model
is elastic. The second line is about work that arrives (:math:`a`) and must be done within :math:`d_k` steps, and by
the end of the day.

=================  ==========================================  ====
symbol             name in code                                unit
=================  ==========================================  ====
:math:`p_{kt}`     ``power[k, t]``                             MW
:math:`P_{kt}`     `task_limit`                                MW
:math:`E_k`        ``energy_mwh``                              MWh
:math:`s_k`        ``missing[k]``                              MWh
:math:`a_{kt}`     `arriving`                                  MW
:math:`w_{kt}`     ``done[k, t]``, done or dropped so far      MWh
:math:`x_{kt}`     ``dropped[k, t]``                           MW
=================  ==========================================  ====
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Behaviour, Block, Doing, Expr, taking
from dispatch.windows import Array
from sites.assets.shiftable_load import Queue, ShiftableLoad, Task
from sites.day import DayFacts
from sites.demand import demand_mw, happens_on
from sites.time import Steps

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["ShiftableLoadBehaviour", "arriving", "preferred_task_power", "task_limit"]

ROUND = 1e-9


def task_limit(asset: str, task: Task, day: DayFacts, steps: Steps) -> Array:
    """Most power of a task in each step, MW: zero outside its window and where the asset is pinned off."""
    limit = np.where(steps.within(task.window), day.limited_mw(asset, steps, task.power_mw_max), 0.0)
    return np.asarray(np.where(day.pinned_mw(asset, steps) == 0.0, 0.0, limit), dtype=float)


def preferred_task_power(asset: str, task: Task, day: DayFacts, steps: Steps) -> Array:
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


def arriving(queue: Queue, inputs: Inputs) -> tuple[Array, Array, Array]:
    """Work of a queue: as it arrives, MW, and what of it is there and what is due by the end of each step, MWh."""
    steps = inputs.steps
    work = demand_mw(inputs.site, queue.arrives, steps)
    there = np.cumsum(work) * steps.hours
    wait = min(int(np.floor(queue.deadline_hours / steps.hours + ROUND)), steps.count)
    due = np.concatenate([np.zeros(wait), there[: steps.count - wait]])
    due[-1] = there[-1]
    return work, there, due


def queue_limit(asset: str, queue: Queue, inputs: Inputs) -> Array:
    """Most power of a queue in each step, MW."""
    limit = inputs.day.limited_mw(asset, inputs.steps, queue.power_mw_max)
    return np.asarray(np.where(inputs.day.pinned_mw(asset, inputs.steps) == 0.0, 0.0, limit), dtype=float)


def preferred_queue_power(asset: str, queue: Queue, inputs: Inputs) -> Array:
    """Work is done as it arrives, and what could not be as soon as it can."""
    work, limit = arriving(queue, inputs)[0], queue_limit(asset, queue, inputs)
    power, waiting = np.zeros(len(work)), 0.0
    for t, arrived in enumerate(work):
        power[t] = min(float(limit[t]), waiting / inputs.hours + float(arrived))
        waiting += (float(arrived) - power[t]) * inputs.hours
    return power


def dropped_mw(queue: Queue, inputs: Inputs, power: Array) -> Array:
    """Work that misses its deadline in each step and is never done, MW: the least that a power leaves."""
    due, done = arriving(queue, inputs)[2], np.cumsum(power) * inputs.hours
    lost = np.maximum.accumulate(np.maximum(due - done, 0.0))
    return np.diff(lost, prepend=0.0) / inputs.hours


class ShiftableLoadBehaviour(Behaviour[ShiftableLoad]):
    """Tasks with deadlines."""

    @property
    def today(self) -> dict[str, Task]:
        """Tasks that happen on the day, by name."""
        return _today(self.asset, self.case)

    @property
    def queues(self) -> dict[str, Queue]:
        """Work that arrives, by name."""
        return {queue.name: queue for queue in self.asset.queues}

    def _work_off(self, block: Block) -> None:
        """Power of each queue, and what is done of it so far."""
        queues, case = self.queues, self.case
        limits = {key: queue_limit(self.asset.name, queue, case) for key, queue in queues.items()}
        known = {key: arriving(queue, case) for key, queue in queues.items()}
        most = {
            key: float(there[-1]) / case.hours if case.is_elastic else 0.0
            for key, (_, there, _) in known.items()
        }
        block.work = pyo.Var(queues, self.T, bounds=lambda _, k, t: (0.0, float(limits[k][t])))
        block.dropped = pyo.Var(queues, self.T, bounds=lambda _, k, t: (0.0, most[k]))
        block.done = pyo.Var(
            queues, self.T, bounds=lambda _, k, t: (float(known[k][2][t]), float(known[k][1][t]))
        )
        block.work_is_done = pyo.Constraint(
            list(queues),
            self.T,
            rule=lambda b, k, t: (
                b.done[k, t]
                == (b.done[k, t - 1] if t else 0.0) + case.hours * (b.work[k, t] + b.dropped[k, t])
            ),
        )

    def build(self, block: Block) -> None:
        """Power of each task in its window, and its energy; work that arrives."""
        self._work_off(block)
        tasks, case, name = self.today, self.case, self.asset.name
        limits = {key: task_limit(name, task, case.day, case.steps) for key, task in tasks.items()}
        block.power = pyo.Var(tasks, self.T, bounds=lambda _, k, t: (0.0, float(limits[k][t])))
        block.missing = pyo.Var(
            tasks, bounds=lambda _, k: (0.0, tasks[k].energy_mwh if case.is_elastic else 0.0)
        )
        block.task_energy_is_taken = pyo.Constraint(
            list(tasks),
            rule=lambda b, k: (
                pyo.quicksum(b.power[k, t] for t in self.T) * case.hours + b.missing[k] == tasks[k].energy_mwh
            ),
        )
        most = case.day.power_mw_max(name, case.steps)
        block.derate_holds_together = pyo.Constraint(
            [t for t in self.T if np.isfinite(most[t]) and len(tasks) + len(self.queues) > 1],
            rule=lambda b, t: -self.injection(b, t) <= float(most[t]),
        )
        least = [key for key, task in tasks.items() if task.power_mw_min > 0]
        block.is_on = pyo.Var(least, self.T, within=pyo.Binary)
        block.runs_at_most = pyo.Constraint(
            least, self.T, rule=lambda b, k, t: b.power[k, t] <= float(limits[k][t]) * b.is_on[k, t]
        )
        block.runs_at_least = pyo.Constraint(
            least, self.T, rule=lambda b, k, t: b.power[k, t] >= tasks[k].power_mw_min * b.is_on[k, t]
        )

    def injection(self, block: Block, t: int) -> Expr:
        """All tasks take power."""
        tasks = pyo.quicksum(block.power[key, t] for key in self.today)
        return -tasks - pyo.quicksum(block.work[key, t] for key in self.queues)

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """The power of each task and queue."""
        return (*(block.power[k, t] for k in self.today), *(block.work[k, t] for k in self.queues))

    def parts(self, block: Block) -> dict[str, Array]:
        """Power of each task and queue."""
        held = {**dict.fromkeys(self.today, block.power), **dict.fromkeys(self.queues, block.work)}
        return {
            f"{self.asset.name}/{key}": np.asarray([pyo.value(power[key, t]) for t in self.T])
            for key, power in held.items()
        }

    def results(self, block: Block) -> dict[str, Array]:
        """Power on the reference day and as planned."""
        zero = np.zeros(len(self.T))
        planned = np.asarray(sum(self.parts(block).values(), zero), dtype=float)
        preferred = -self.case.reference.injection_mw[self.asset.name]
        return {"demand_mw": preferred, "power_mw": planned, "unserved_mw": zero}

    def slacks(self, block: Block) -> dict[str, list[tuple[float, Expr]]]:
        """Energy that is not taken."""
        dropped = [(self.case.hours, dropped) for dropped in block.dropped.values()]
        return {"task_energy": [*((1.0, missing) for missing in block.missing.values()), *dropped]}

    def overruns(self, block: Block) -> dict[tuple[str, str], Array]:
        """Energy of each task that could not be taken, as a mean power over its window, MW."""
        found: dict[tuple[str, str], Array] = {}
        for key, task in self.today.items() if self.case.is_elastic else ():
            inside = self.case.steps.within(task.window)
            missing = pyo.value(block.missing[key]) / (inside.sum() * self.case.hours)
            found[f"{self.asset.name}/{key}", "task_energy"] = inside * missing
        for key, queue in self.queues.items() if self.case.is_elastic else ():
            power = self.parts(block)[f"{self.asset.name}/{key}"]
            found[f"{self.asset.name}/{key}", "task_energy"] = dropped_mw(queue, self.case, power)
        return found

    @classmethod
    def preferred(cls, asset: ShiftableLoad, inputs: Inputs) -> Doing:
        """Each task from its preferred start at full power."""
        tasks = _today(asset, inputs)
        parts = {
            f"{asset.name}/{key}": preferred_task_power(asset.name, task, inputs.day, inputs.steps)
            for key, task in tasks.items()
        }
        for queue in asset.queues:
            parts[f"{asset.name}/{queue.name}"] = preferred_queue_power(asset.name, queue, inputs)
        return taking(parts, parts, inputs.steps.count)

    @classmethod
    def repeated(cls, asset: ShiftableLoad, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """The power of each task in the earlier plan."""
        names = [*_today(asset, inputs), *(queue.name for queue in asset.queues)]
        keys = [f"{asset.name}/{key}" for key in names]
        parts = {key: np.asarray(earlier["task_power_mw"].sel(task=key).values, dtype=float) for key in keys}
        return taking(parts, cls.preferred(asset, inputs).parts, inputs.steps.count)


def _today(asset: ShiftableLoad, inputs: Inputs) -> dict[str, Task]:
    country = inputs.site.place.country
    return {task.name: task for task in asset.tasks if happens_on(task.days, inputs.date, country)}
