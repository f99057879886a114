r"""Batch load: once a batch starts it runs through its power profile; its product may wait in silos.

.. math::

    & \sum_{s \in S_b} y_{bs} + k_b = 1, \qquad p_t = \sum_b \sum_{s} y_{bs} \pi_{b, t-s} \\
    & \sum_{s' \le s} y_{bs'} \le \sum_{s' \le s - \ell_a - g_b} y_{as'} \qquad a = \text{after}(b) \\
    & \sum_b \sum_{s \le t < s + \ell_b} y_{bs} \le K

A batch that may run several times has :math:`\underline{n}_b \le \sum_s y_{bs} + k_b`,
:math:`\sum_s y_{bs} \le \overline{n}_b` and no two runs at once. A silo q holds

.. math::

    Q_{qt} = Q_{q,t-1} + \sum_{b,s: s \le t < s + \ell_b} \frac{w_{bq} - d_{bq}}{\ell_b} y_{bs}
    - D_{qt} + e_{qt} - o_{qt}, \qquad Q_{min} \le Q_{qt} \le Q_{max}

(stocks between campaigns and sales: Castro, Harjunkoski, Grossmann, Industrial & Engineering Chemistry Research 48
(2009), DOI 10.1021/ie900073k). The runs that use a shared resource are summed over all assets by `dispatch.model`.

The start-time form is the tighter of the usual ones: the profile is a constant of each start.

==================  =================================================  =====
symbol              name in code                                       unit
==================  =================================================  =====
:math:`y_{bs}`      ``is_started[b, s]``                               0/1
:math:`S_b`         `feasible_starts`               steps
:math:`\pi_{bj}`    `Batch.profile`                                    MW
:math:`\ell_b,g_b`  length of the batch, least gap after the other     steps
:math:`K`           ``at_once_max``                                    1
:math:`k_b`         ``is_skipped[b]``, 0 unless the model is elastic   runs
:math:`n_b`         ``runs_min``, ``runs_max``                         runs
:math:`Q_{qt}`      ``silo_t[q, t]``, at the end of the step           t
:math:`w, d`        ``product_t``, ``draw_t``                          t
:math:`D_{qt}`      `sites.assets.silo.silo_demand_t`                  t
:math:`e, o`        ``silo_short``, ``silo_over``, elastic only        t
==================  =================================================  =====
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Behaviour, Block, Doing, Expr, taking, values_of
from dispatch.assets.batch_rule import repeated_runs, runs_of, silo_days
from dispatch.windows import Array
from sites.assets.batch_load import Batch, BatchLoad
from sites.assets.silo import silo_demand_t
from sites.day import DayFacts
from sites.time import Steps

if TYPE_CHECKING:
    from dispatch.case import Case
    from dispatch.inputs import Inputs
    from sites.state import State

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
        self.again = [name for name, batch in self.today.items() if not batch.is_once]

    def build(self, block: Block) -> None:
        """One start for each batch, or several; in order, and no more at once than allowed; the silos."""
        pairs = [(name, s) for name, starts in self.starts.items() for s in starts]
        block.is_started = pyo.Var(pairs, within=pyo.Binary)
        self._count(block)
        ordered = [(name, s) for name, s in pairs if self.today[name].after in self.today]
        block.batch_follows = pyo.Constraint(ordered, rule=self._follows)
        most = self.case.day.power_mw_max(self.asset.name, self.case.steps)
        block.derate_holds_together = pyo.Constraint(
            [t for t in self.T if np.isfinite(most[t]) and len(self.today) > 1],
            rule=lambda b, t: -self.injection(b, t) <= float(most[t]),
        )
        if len(self.today) > self.asset.at_once_max or self.again:
            block.batches_at_once = pyo.Constraint(self.T, rule=self._together)
        if self.asset.silos:
            self._silos(block)

    def _count(self, block: Block) -> None:
        """How often each batch runs."""
        fewest = {name: batch.runs_min for name, batch in self.today.items()}
        block.is_skipped = pyo.Var(
            list(self.today),
            within=lambda _, k: pyo.Binary if fewest[k] == 1 else pyo.NonNegativeIntegers,
        )
        for name in self.today:
            if not self.case.is_elastic or fewest[name] == 0:
                block.is_skipped[name].setub(0)
            elif fewest[name] > 1:
                block.is_skipped[name].setub(fewest[name])
        runs = {k: pyo.quicksum(block.is_started[k, s] for s in self.starts[k]) for k in self.today}
        once = [name for name in self.today if name not in self.again]
        block.batch_starts_once = pyo.Constraint(once, rule=lambda b, k: runs[k] + b.is_skipped[k] == 1)
        often = [name for name in self.again if fewest[name]]
        block.batch_runs_least = pyo.Constraint(
            often, rule=lambda b, k: runs[k] + b.is_skipped[k] >= fewest[k]
        )
        several = [name for name in self.again if self.starts[name]]
        block.batch_runs_most = pyo.Constraint(several, rule=lambda b, k: runs[k] <= self.today[k].runs_max)
        alone = [
            (k, t) for k in several for t in self.T if self.asset.at_once_max > 1 and self._covering(k, t)
        ]
        block.batch_beside_itself = pyo.Constraint(
            alone, rule=lambda b, k, t: pyo.quicksum(b.is_started[k, s] for s in self._covering(k, t)) <= 1
        )

    def _silos(self, block: Block) -> None:
        """What each silo holds, and in an elastic model what lacks or finds no room."""
        silos = {silo.name: silo for silo in self.asset.silos}
        demand = {q: silo_demand_t(self.case.site, silo, self.case.steps) for q, silo in silos.items()}
        block.silo_t = pyo.Var(list(silos), self.T, bounds=lambda _, q, t: (silos[q].t_min, silos[q].t_max))
        if self.case.is_elastic:
            block.silo_short = pyo.Var(list(silos), self.T, within=pyo.NonNegativeReals)
            block.silo_over = pyo.Var(list(silos), self.T, within=pyo.NonNegativeReals)

        def rule(b: Block, q: str, t: int) -> Expr:
            before = b.silo_t[q, t - 1] if t else self._stock_before(q)
            moved = b.silo_short[q, t] - b.silo_over[q, t] if self.case.is_elastic else 0.0
            return b.silo_t[q, t] == before + self._brought(b, q, t) - float(demand[q][t]) + moved

        block.silo_follows_runs = pyo.Constraint(list(silos), self.T, rule=rule)

    def _stock_before(self, silo: str) -> float:
        return self.case.state.value(self.case.site, "stocks", f"{self.asset.name}/{silo}")

    def _brought(self, block: Block, silo: str, t: int) -> Expr:
        """What runs bring into a silo in a step less what they draw from it, t."""
        terms = []
        for name, batch in self.today.items():
            tonnes = (batch.product_t if batch.fills == silo else 0.0) - (
                batch.draw_t if batch.draws == silo else 0.0
            )
            if tonnes:
                share = tonnes / len(self.profiles[name])
                terms += [share * block.is_started[name, s] for s in self._covering(name, t)]
        return pyo.quicksum(terms)

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

    def uses(self, block: Block, t: int) -> Mapping[str, Expr]:
        """Runs that use a shared resource."""
        found: dict[str, list[Expr]] = {}
        for name, batch in self.today.items():
            if batch.resource is not None:
                running = found.setdefault(batch.resource, [])
                running += [block.is_started[name, s] for s in self._covering(name, t)]
        return {resource: pyo.quicksum(running) for resource, running in found.items() if running}

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """The value of the change in the silos' contents."""
        if not self.asset.silos:
            return {}
        last = self.T[-1]
        gained = [
            silo.terminal_value_yuan_per_t * (block.silo_t[silo.name, last] - self._stock_before(silo.name))
            for silo in self.asset.silos
        ]
        return {"terminal_value": -pyo.quicksum(gained)}

    @classmethod
    def bill(cls, asset: BatchLoad, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """The same in figures."""
        if not asset.silos:
            return {}
        gained = 0.0
        for silo in asset.silos:
            key = f"{asset.name}/{silo.name}"
            change = float(quantities[key][-1]) - inputs.state.value(inputs.site, "stocks", key)
            gained += silo.terminal_value_yuan_per_t * change
        return {"terminal_value": -gained}

    def stocks(self, block: Block) -> dict[str, Array]:
        """Contents of the silos."""
        return {
            f"{self.asset.name}/{silo.name}": np.asarray(
                [pyo.value(block.silo_t[silo.name, t]) for t in self.T], dtype=float
            )
            for silo in self.asset.silos
        }

    @classmethod
    def carried(
        cls, asset: BatchLoad, state: State, quantities: Mapping[str, Array], hours: float
    ) -> dict[tuple[str, str], float]:
        """What the silos hold."""
        del state, hours
        return {
            ("stocks", f"{asset.name}/{silo.name}"): float(
                np.clip(quantities[f"{asset.name}/{silo.name}"][-1], 0.0, silo.t_max)
            )
            for silo in asset.silos
        }

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
        """A batch that does not run counts its energy; product counts what its making takes."""
        found: dict[str, list[tuple[float, Expr]]] = {
            "batch_run": [
                (self.today[name].energy_mwh, skipped) for name, skipped in block.is_skipped.items()
            ]
        }
        if self.asset.silos:
            found["product"] = [
                (self.asset.mwh_per_t(q), slack[q, t])
                for slack in (block.silo_short, block.silo_over)
                for q, t in slack
            ]
        return found

    def overruns(self, block: Block) -> dict[tuple[str, str], Array]:
        """Energy of each batch that could not run, as a mean power over its window, MW."""
        found: dict[tuple[str, str], Array] = {}
        for name, batch in self.today.items() if self.case.is_elastic else ():
            inside = self.case.steps.within(batch.window)
            missing = (
                round(pyo.value(block.is_skipped[name])) * batch.energy_mwh / (inside.sum() * self.case.hours)
            )
            found[f"{self.asset.name}/{name}", "batch_run"] = inside * missing
        for silo in self.asset.silos if self.case.is_elastic else ():
            wrong = [block.silo_short[silo.name, t] + block.silo_over[silo.name, t] for t in self.T]
            scale = self.asset.mwh_per_t(silo.name) / self.case.hours
            key = f"{self.asset.name}/{silo.name}"
            found[key, "product"] = scale * values_of(wrong, self.T)
        return found

    @classmethod
    def preferred(cls, asset: BatchLoad, inputs: Inputs) -> Doing:
        """Each batch at its preferred time, or the nearest that the day allows; mills by their silos."""
        batches, steps = _today(asset, inputs), inputs.steps
        once = [batch for batch in batches if batch.is_once]
        parts = preferred_batch_power(asset, inputs.day, steps, once)
        if len(once) < len(batches):
            profiles = {batch.name: batch.profile(steps.step_minutes) for batch in batches}
            free = {b.name: feasible_starts(asset.name, b, inputs.day, steps) for b in batches}
            placed = {b.name: runs_of(parts[f"{asset.name}/{b.name}"], profiles[b.name]) for b in once}
            starts = placed | repeated_runs(asset, inputs, batches, free, placed)
            parts = {
                f"{asset.name}/{b.name}": _powers(starts[b.name], profiles[b.name], steps.count)
                for b in batches
            }
        return _doing(asset, inputs, batches, parts, parts)

    @classmethod
    def repeated(cls, asset: BatchLoad, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """Each batch at the time of the earlier plan."""
        batches = _today(asset, inputs)
        keys = [f"{asset.name}/{batch.name}" for batch in batches]
        parts = {
            key: np.asarray(earlier["batch_power_mw"].sel(batch=key).values, dtype=float) for key in keys
        }
        return _doing(asset, inputs, batches, parts, cls.preferred(asset, inputs).parts)


def _powers(starts: list[int], profile: Array, count: int) -> Array:
    """Power of a batch's runs, MW, shape (count,)."""
    power = np.zeros(count)
    for start in starts:
        power[start : start + len(profile)] = profile[: count - start]
    return power


def _doing(
    asset: BatchLoad,
    inputs: Inputs,
    batches: list[Batch],
    parts: dict[str, Array],
    preferred: dict[str, Array],
) -> Doing:
    """Given runs with their silos and the shared resources that they take."""
    count = inputs.steps.count
    stocks, broken = silo_days(asset, inputs, batches, parts)
    uses: dict[str, Array] = {}
    for batch in batches:
        profile = batch.profile(inputs.steps.step_minutes)
        starts = runs_of(parts[f"{asset.name}/{batch.name}"], profile)
        if batch.resource is not None:
            running = _powers(starts, np.ones(len(profile)), count)
            uses[batch.resource] = uses.get(batch.resource, np.zeros(count)) + running
        if len(starts) < batch.runs_min and not batch.is_once:
            inside = inputs.steps.within(batch.window)
            missing = (batch.runs_min - len(starts)) * batch.energy_mwh / (inside.sum() * inputs.hours)
            broken[f"{batch.name}/batch_run"] = inside * missing
    taken = taking(parts, preferred, count)
    return Doing(taken.quantities, parts, broken=broken, stocks=stocks, uses=uses)


def _today(asset: BatchLoad, inputs: Inputs) -> list[Batch]:
    return asset.todays(inputs.date, inputs.site.place.country)
