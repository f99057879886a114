r"""Shiftable load: each task takes its energy within its window.

.. math::

    \sum_{t \in W_k} p_{kt} h + s_k = E_k, \qquad p^{min}_k o_{kt} \le p_{kt} \le P_{kt} o_{kt}

with :math:`o_{kt}` (``is_on``) only for tasks that have a least power, and :math:`s_k = 0` unless the model is elastic.

=================  ==========================================  ====
symbol             name in code                                unit
=================  ==========================================  ====
:math:`p_{kt}`     ``power[k, t]``                             MW
:math:`P_{kt}`     `task_limit`                                MW
:math:`E_k`        ``energy_mwh``                              MWh
:math:`s_k`        ``missing[k]``                              MWh
=================  ==========================================  ====
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Behaviour, Block, Doing, Expr, taking
from dispatch.windows import Array
from sites.assets.shiftable_load import ShiftableLoad, Task
from sites.day import DayFacts
from sites.demand import happens_on
from sites.time import Steps

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["ShiftableLoadBehaviour", "preferred_task_power", "task_limit"]

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


class ShiftableLoadBehaviour(Behaviour[ShiftableLoad]):
    """Tasks with deadlines."""

    @property
    def today(self) -> dict[str, Task]:
        """Tasks that happen on the day, by name."""
        return _today(self.asset, self.case)

    def build(self, block: Block) -> None:
        """Power of each task in its window, and its energy."""
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
            [t for t in self.T if np.isfinite(most[t]) and len(tasks) > 1],
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
        return -pyo.quicksum(block.power[key, t] for key in self.today)

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """The power of each task."""
        return tuple(block.power[key, t] for key in self.today)

    def parts(self, block: Block) -> dict[str, Array]:
        """Power of each task."""
        return {
            f"{self.asset.name}/{key}": np.asarray([pyo.value(block.power[key, t]) for t in self.T])
            for key in self.today
        }

    def results(self, block: Block) -> dict[str, Array]:
        """Power on the reference day and as planned."""
        zero = np.zeros(len(self.T))
        planned = np.asarray(sum(self.parts(block).values(), zero), dtype=float)
        preferred = -self.case.reference.injection_mw[self.asset.name]
        return {"demand_mw": preferred, "power_mw": planned, "unserved_mw": zero}

    def slacks(self, block: Block) -> dict[str, list[tuple[float, Expr]]]:
        """Energy that is not taken."""
        return {"task_energy": [(1.0, missing) for missing in block.missing.values()]}

    def overruns(self, block: Block) -> dict[tuple[str, str], Array]:
        """Energy of each task that could not be taken, as a mean power over its window, MW."""
        found: dict[tuple[str, str], Array] = {}
        for key, task in self.today.items() if self.case.is_elastic else ():
            inside = self.case.steps.within(task.window)
            missing = pyo.value(block.missing[key]) / (inside.sum() * self.case.hours)
            found[f"{self.asset.name}/{key}", "task_energy"] = inside * missing
        return found

    @classmethod
    def preferred(cls, asset: ShiftableLoad, inputs: Inputs) -> Doing:
        """Each task from its preferred start at full power."""
        tasks = _today(asset, inputs)
        parts = {
            f"{asset.name}/{key}": preferred_task_power(asset.name, task, inputs.day, inputs.steps)
            for key, task in tasks.items()
        }
        return taking(parts, parts, inputs.steps.count)

    @classmethod
    def repeated(cls, asset: ShiftableLoad, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """The power of each task in the earlier plan."""
        keys = [f"{asset.name}/{key}" for key in _today(asset, inputs)]
        parts = {key: np.asarray(earlier["task_power_mw"].sel(task=key).values, dtype=float) for key in keys}
        return taking(parts, cls.preferred(asset, inputs).parts, inputs.steps.count)


def _today(asset: ShiftableLoad, inputs: Inputs) -> dict[str, Task]:
    country = inputs.site.place.country
    return {task.name: task for task in asset.tasks if happens_on(task.days, inputs.date, country)}
