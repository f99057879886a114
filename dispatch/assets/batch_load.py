r"""Batch load: once a batch starts it runs through its power profile.

.. math::

    & \sum_{s \in S_b} y_{bs} + k_b = 1, \qquad p_t = \sum_b \sum_{s} y_{bs} \pi_{b, t-s} \\
    & \sum_{s' \le s} y_{bs'} \le \sum_{s' \le s - \ell_a - g_b} y_{as'} \qquad a = \text{after}(b) \\
    & \sum_b \sum_{s \le t < s + \ell_b} y_{bs} \le K

The start-time form is the tighter of the usual ones: the profile is a constant of each start.

==================  =================================================  =====
symbol              name in code                                       unit
==================  =================================================  =====
:math:`y_{bs}`      ``is_started[b, s]``                               0/1
:math:`S_b`         `feasible_starts`               steps
:math:`\pi_{bj}`    `Batch.profile`                                    MW
:math:`\ell_b,g_b`  length of the batch, least gap after the other     steps
:math:`K`           ``at_once_max``                                    1
:math:`k_b`         ``is_skipped[b]``, 0 unless the model is elastic   0/1
==================  =================================================  =====
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Behaviour, Block, Doing, Expr, taking
from dispatch.windows import Array
from sites.assets.batch_load import Batch, BatchLoad
from sites.day import DayFacts
from sites.demand import happens_on
from sites.time import Steps

if TYPE_CHECKING:
    from dispatch.case import Case
    from dispatch.inputs import Inputs

__all__ = ["BatchLoadBehaviour", "feasible_starts", "preferred_batch_power"]

ROUND = 1e-9


def feasible_starts(asset: str, batch: Batch, day: DayFacts, steps: Steps) -> list[int]:
    """Steps at which a batch may start: the whole run lies inside its window and nothing blocks it.

    A profile cannot be scaled: any outage, a derate below it, or a pin to standstill blocks it.
    """
    profile = batch.profile(steps.step_minutes)
    inside = steps.within(batch.window)
    share, most = day.available_frac(asset, steps), day.power_mw_max(asset, steps)
    is_off = day.pinned_mw(asset, steps) == 0.0
    starts: list[int] = []
    for start in range(steps.count - len(profile) + 1):
        run = slice(start, start + len(profile))
        limit = np.minimum(profile * share[run], most[run])
        is_blocked = (limit < profile - ROUND) | (is_off[run] & (profile > 0))
        if inside[run].all() and not is_blocked.any():
            starts.append(start)
    return starts


def preferred_batch_power(
    asset: BatchLoad, day: DayFacts, steps: Steps, batches: list[Batch]
) -> dict[str, Array]:
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


class BatchLoadBehaviour(Behaviour[BatchLoad]):
    """A plant that runs batches."""

    part_dimension: ClassVar[str] = "batch"

    def __init__(self, asset: BatchLoad, case: Case) -> None:
        super().__init__(asset, case)
        self.today: dict[str, Batch] = {batch.name: batch for batch in _today(asset, case)}
        self.profiles = {name: batch.profile(case.steps.step_minutes) for name, batch in self.today.items()}
        self.starts = {
            name: feasible_starts(asset.name, batch, case.day, case.steps)
            for name, batch in self.today.items()
        }

    def build(self, block: Block) -> None:
        """One start for each batch, in order, and no more at once than allowed."""
        pairs = [(name, s) for name, starts in self.starts.items() for s in starts]
        block.is_started = pyo.Var(pairs, within=pyo.Binary)
        block.is_skipped = pyo.Var(list(self.today), within=pyo.Binary)
        if not self.case.is_elastic:
            for name in self.today:
                block.is_skipped[name].setub(0)
        block.batch_starts_once = pyo.Constraint(
            list(self.today),
            rule=lambda b, k: pyo.quicksum(b.is_started[k, s] for s in self.starts[k]) + b.is_skipped[k] == 1,
        )
        ordered = [(name, s) for name, s in pairs if self.today[name].after in self.today]
        block.batch_follows = pyo.Constraint(ordered, rule=self._follows)
        most = self.case.day.power_mw_max(self.asset.name, self.case.steps)
        block.derate_holds_together = pyo.Constraint(
            [t for t in self.T if np.isfinite(most[t]) and len(self.today) > 1],
            rule=lambda b, t: -self.injection(b, t) <= float(most[t]),
        )
        if len(self.today) > self.asset.at_once_max:
            block.batches_at_once = pyo.Constraint(self.T, rule=self._together)

    def _follows(self, block: Block, name: str, start: int) -> Expr:
        before = str(self.today[name].after)
        gap = math.ceil(self.today[name].gap_hours_min / self.case.hours - ROUND)
        latest = start - len(self.profiles[before]) - gap
        begun = pyo.quicksum(block.is_started[name, s] for s in self.starts[name] if s <= start)
        done = pyo.quicksum(block.is_started[before, s] for s in self.starts[before] if s <= latest)
        return begun <= done + block.is_skipped[before]

    def _together(self, block: Block, t: int) -> Expr:
        running = [block.is_started[name, s] for name in self.today for s in self._covering(name, t)]
        return pyo.Constraint.Skip if not running else pyo.quicksum(running) <= self.asset.at_once_max

    def _covering(self, name: str, t: int) -> list[int]:
        return [s for s in self.starts[name] if s <= t < s + len(self.profiles[name])]

    def _power(self, block: Block, name: str, t: int) -> Expr:
        profile = self.profiles[name]
        return pyo.quicksum(
            float(profile[t - s]) * block.is_started[name, s] for s in self._covering(name, t)
        )

    def injection(self, block: Block, t: int) -> Expr:
        """All running batches take power."""
        return -pyo.quicksum(self._power(block, name, t) for name in self.today)

    def parts(self, block: Block) -> dict[str, Array]:
        """Power of each batch, rebuilt from its start so that it is the profile to the last digit."""
        result: dict[str, Array] = {}
        for name, profile in self.profiles.items():
            power = np.zeros(len(self.T))
            for s in self.starts[name]:
                if pyo.value(block.is_started[name, s]) > 0.5:
                    power[s : s + len(profile)] = profile
            result[f"{self.asset.name}/{name}"] = power
        return result

    def results(self, block: Block) -> dict[str, Array]:
        """Power on the reference day and as planned."""
        zero = np.zeros(len(self.T))
        planned = np.asarray(sum(self.parts(block).values(), zero), dtype=float)
        preferred = -self.case.reference.injection_mw[self.asset.name]
        return {"demand_mw": preferred, "power_mw": planned, "unserved_mw": zero}

    def slacks(self, block: Block) -> dict[str, list[tuple[float, Expr]]]:
        """A batch that does not run counts its energy."""
        return {
            "batch_run": [
                (self.today[name].energy_mwh, skipped) for name, skipped in block.is_skipped.items()
            ]
        }

    def overruns(self, block: Block) -> dict[tuple[str, str], Array]:
        """Energy of each batch that could not run, as a mean power over its window, MW."""
        found: dict[tuple[str, str], Array] = {}
        for name, batch in self.today.items() if self.case.is_elastic else ():
            inside = self.case.steps.within(batch.window)
            missing = (
                round(pyo.value(block.is_skipped[name])) * batch.energy_mwh / (inside.sum() * self.case.hours)
            )
            found[f"{self.asset.name}/{name}", "batch_run"] = inside * missing
        return found

    @classmethod
    def preferred(cls, asset: BatchLoad, inputs: Inputs) -> Doing:
        """Each batch at its preferred time, or the nearest that the day allows."""
        parts = preferred_batch_power(asset, inputs.day, inputs.steps, _today(asset, inputs))
        return taking(parts, parts, inputs.steps.count)

    @classmethod
    def repeated(cls, asset: BatchLoad, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """Each batch at the time of the earlier plan."""
        keys = [f"{asset.name}/{batch.name}" for batch in _today(asset, inputs)]
        parts = {
            key: np.asarray(earlier["batch_power_mw"].sel(batch=key).values, dtype=float) for key in keys
        }
        return taking(parts, cls.preferred(asset, inputs).parts, inputs.steps.count)


def _today(asset: BatchLoad, inputs: Inputs) -> list[Batch]:
    return [
        batch for batch in asset.batches if happens_on(batch.days, inputs.date, inputs.site.place.country)
    ]
