"""What batches and their silos do by rule and in figures, without any optimisation.

Reference day of a batch that may run several times: step by step through the day, in the file's order, a run starts
where nothing blocks it, no more than `at_once_max` run, the batch itself stands still, its run is not beyond
``runs_max``, the product finds room, what it draws is there, and either

* it is past ``preferred_start`` and its silo will hold less than at the beginning of the day, or
* the silo would else fall below its reserve before the run is over.

Afterwards runs that lack to ``runs_min`` start as early as they may from ``preferred_start`` on, else before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dispatch.windows import Array
from sites.assets.batch_load import Batch, BatchLoad
from sites.assets.silo import silo_demand_t

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["SiloDay", "repeated_runs", "runs_of", "silo_days"]

ROUND = 1e-9
Starts = dict[str, list[int]]


def runs_of(power_mw: Array, profile_mw: Array) -> list[int]:
    """Steps at which the runs of a batch begin, told from its power; the runs follow one another without overlap."""
    shape = np.flatnonzero(profile_mw > ROUND)
    starts: list[int] = []
    t = 0
    while shape.size and t < len(power_mw):
        later = np.flatnonzero(power_mw[t:] > ROUND)
        if not later.size:
            break
        start = t + int(later[0]) - int(shape[0])
        starts.append(start)
        t = max(start + len(profile_mw), t + 1)
    return starts


class SiloDay:
    """Contents of an asset's silos over a day: what is known to be filled and drawn so far.

    Attributes
    ----------
    change_t : dict of str to array, shape (count,)
        What each silo gains in each step, t.
    begin_t : dict of str to float
        What it holds before the day, t.
    """

    def __init__(self, asset: BatchLoad, inputs: Inputs) -> None:
        self.asset, self.inputs = asset, inputs
        self.silos = {silo.name: silo for silo in asset.silos}
        self.begin_t = {
            name: inputs.state.value(inputs.site, "stocks", f"{asset.name}/{name}") for name in self.silos
        }
        self.change_t = {
            name: -silo_demand_t(inputs.site, silo, inputs.steps) for name, silo in self.silos.items()
        }

    def add(self, batch: Batch, start: int) -> None:
        """Note a run: its product and what it draws, evenly over its time."""
        length = batch.minutes // self.inputs.steps.step_minutes
        run = slice(max(start, 0), start + length)
        if batch.fills is not None:
            self.change_t[batch.fills][run] += batch.product_t / length
        if batch.draws is not None:
            self.change_t[batch.draws][run] -= batch.draw_t / length

    def level_t(self, silo: str, t: int) -> float:
        """Content after the first `t` steps by what is known so far, t."""
        return float(self.begin_t[silo] + self.change_t[silo][:t].sum())

    def wants(self, batch: Batch, start: int, is_preferred: bool) -> bool:
        """Whether a run should begin by the rule of the module's docstring."""
        end = min(start + batch.minutes // self.inputs.steps.step_minutes, self.inputs.steps.count)
        if batch.draws is not None:
            feed = self.silos[batch.draws]
            if self.level_t(batch.draws, end) - batch.draw_t < feed.t_min - ROUND:
                return False
        if batch.fills is None:
            return False
        silo = self.silos[batch.fills]
        if self.level_t(batch.fills, end) + batch.product_t > silo.t_max + ROUND:
            return False
        levels = self.begin_t[batch.fills] + np.cumsum(self.change_t[batch.fills])[start:end]
        is_short = bool(levels.min() < silo.t_min - ROUND)
        is_below = bool(levels[-1] < self.begin_t[batch.fills] - ROUND)
        return is_short or (is_preferred and is_below)


class _Placing:
    """The runs of the reference day as far as they are placed."""

    def __init__(self, asset: BatchLoad, inputs: Inputs, batches: list[Batch]) -> None:
        self.asset = asset
        self.length = {batch.name: batch.minutes // inputs.steps.step_minutes for batch in batches}
        self.running = np.zeros(inputs.steps.count, dtype=int)
        self.day = SiloDay(asset, inputs)
        self.starts: Starts = {batch.name: [] for batch in batches}

    def begin(self, batch: Batch, start: int) -> None:
        """Place a run."""
        self.starts[batch.name].append(start)
        self.running[start : start + self.length[batch.name]] += 1
        self.day.add(batch, start)

    def may(self, batch: Batch, start: int) -> bool:
        """Whether another run of a batch has its place there."""
        own, run = self.starts[batch.name], self.length[batch.name]
        is_apart = all(abs(start - other) >= run for other in own)
        together = self.running[start : start + run].max(initial=0) < self.asset.at_once_max
        return is_apart and len(own) < batch.runs_max and bool(together)


def repeated_runs(
    asset: BatchLoad, inputs: Inputs, batches: list[Batch], free: Starts, once: Starts
) -> Starts:
    """Starts of the batches that may run several times on the reference day; see the module's docstring.

    Parameters
    ----------
    free : dict of str to list of int
        Feasible starts of each batch, whatever else runs.
    once : dict of str to list of int
        Starts of those that run once, which are placed already.
    """
    clock = inputs.steps.local_minutes
    placing = _Placing(asset, inputs, batches)
    for batch in batches:
        for start in once.get(batch.name, ()):
            placing.begin(batch, start)
    again = [batch for batch in batches if not batch.is_once]
    feasible = {batch.name: set(free[batch.name]) for batch in again}
    for t in range(inputs.steps.count):
        for batch in again:
            is_preferred = bool(clock[t] >= batch.preferred_start)
            may = t in feasible[batch.name] and placing.may(batch, t)
            if may and placing.day.wants(batch, t, is_preferred):
                placing.begin(batch, t)
    for batch in again:
        late = [s for s in free[batch.name] if clock[s] >= batch.preferred_start]
        early = [s for s in free[batch.name] if s not in late]
        for start in (*late, *early):
            if len(placing.starts[batch.name]) < batch.runs_min and placing.may(batch, start):
                placing.begin(batch, start)
    return {batch.name: sorted(placing.starts[batch.name]) for batch in again}


def silo_days(
    asset: BatchLoad, inputs: Inputs, batches: list[Batch], parts: dict[str, Array]
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Contents of the silos by given runs, and what customers lack or what finds no room.

    Returns
    -------
    stocks : dict of str to array, shape (count,)
        Contents at the end of each step, t, by ``asset/silo``.
    broken : dict of str to array, shape (count,)
        By ``silo/product``: the tonnes that lack or are too many, as the power that their making takes, MW.
    """
    day = SiloDay(asset, inputs)
    for batch in batches:
        power = parts[f"{asset.name}/{batch.name}"]
        for start in runs_of(power, batch.profile(inputs.steps.step_minutes)):
            day.add(batch, start)
    stocks: dict[str, Array] = {}
    broken: dict[str, Array] = {}
    for name, silo in day.silos.items():
        level, wrong = np.zeros(inputs.steps.count), np.zeros(inputs.steps.count)
        before = day.begin_t[name]
        for t, change in enumerate(day.change_t[name]):
            level[t] = min(max(before + change, silo.t_min), silo.t_max)
            wrong[t] = abs(before + change - level[t])
            before = level[t]
        stocks[f"{asset.name}/{name}"] = level
        broken[f"{name}/product"] = wrong * asset.mwh_per_t(name) / inputs.hours
    return stocks, broken
