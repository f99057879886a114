"""Audit of batches that may run several times, of the silos that they fill, and of what they share with others.

A silo holds what it held, plus the product of runs and less what they draw, each evenly over its run, less what
customers take. Reference day: the batches that run once are placed first; then, step by step and in the file's order,
one that may run several times begins where it is free to, its product finds room by the end of the run and what it
draws is there, and either its silo would fall below its reserve within the run, or it is past ``preferred_start`` and
the silo would end the run below its content at the beginning of the day. What lacks to ``runs_min`` begins as early as
it may from ``preferred_start`` on, else before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from dispatch.audit.case import Case, Track
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from sites.assets.batch_load import Batch, BatchLoad
from sites.assets.silo import Silo, silo_demand_t

__all__ = [
    "RULES",
    "check_silos",
    "costs",
    "levels_t",
    "occupied",
    "runs_in",
    "silos_of",
    "usual_runs",
]

BALANCE, WINDOW = "silo-balance", "silo-window"
RULES = (BALANCE, WINDOW)
TONNE_TOLERANCE = 1e-5
SMALL = 1e-9
Runs = Mapping[str, list[int]]


def silos_of(load: BatchLoad, case: Case) -> Iterator[tuple[str, Silo]]:
    """``(asset/silo, silo)`` of all silos."""
    for silo in load.silos:
        yield f"{load.name}/{silo.name}", silo


def runs_in(power_mw: Array, profile_mw: Array) -> list[int] | None:
    """Where the runs of a batch begin, if its power is nothing but whole runs one after another; else None."""
    starts: list[int] = []
    rest = np.array(power_mw)
    lead = int(np.argmax(profile_mw > 0))
    while (np.abs(rest) > MW_TOLERANCE).any():
        start = int(np.argmax(np.abs(rest) > MW_TOLERANCE)) - lead
        run = slice(start, start + len(profile_mw))
        if start < 0 or run.stop > len(rest) or (starts and start < starts[-1] + len(profile_mw)):
            return None
        if np.abs(rest[run] - profile_mw).max() > MW_TOLERANCE:
            return None
        rest[run] = 0.0
        starts.append(start)
    return starts


def occupied(load: BatchLoad, case: Case, runs: Runs) -> dict[str, Array]:
    """Runs that use each shared resource, shape (count,)."""
    found: dict[str, Array] = {}
    for batch in load.batches:
        for start in runs.get(batch.name, []) if batch.resource is not None else ():
            taken = found.setdefault(str(batch.resource), np.zeros(case.steps.count))
            taken[start : start + batch.minutes // case.steps.step_minutes] += 1.0
    return found


def _gained_t(load: BatchLoad, case: Case, silo: Silo, runs: Runs) -> Array:
    """What a silo gains in each step, t, shape (count,)."""
    gained = -silo_demand_t(case.site, silo, case.steps)
    for batch in load.batches:
        tonnes = batch.product_t * (batch.fills == silo.name) - batch.draw_t * (batch.draws == silo.name)
        length = batch.minutes // case.steps.step_minutes
        for start in runs.get(batch.name, []):
            gained[start : start + length] += tonnes / length
    return np.asarray(gained)


def _begin_t(load: BatchLoad, case: Case, silo: Silo) -> float:
    return case.state.value(case.site, "stocks", f"{load.name}/{silo.name}")


def levels_t(load: BatchLoad, case: Case, runs: Runs) -> dict[str, Array]:
    """Contents of the silos by their runs alone, never beyond reserve and size, t, by ``asset/silo``."""
    found: dict[str, Array] = {}
    for key, silo in silos_of(load, case):
        level, held = np.zeros(case.steps.count), _begin_t(load, case, silo)
        for step, gained in enumerate(_gained_t(load, case, silo, runs)):
            held = float(np.clip(held + gained, silo.t_min, silo.t_max))
            level[step] = held
        found[key] = level
    return found


def check_silos(load: BatchLoad, case: Case, track: Track, runs: Runs) -> Iterator[Finding]:
    """Each silo holds what runs and customers leave, and stays between its reserve and its size."""
    for key, silo in silos_of(load, case):
        gained, begin = _gained_t(load, case, silo, runs), _begin_t(load, case, silo)
        level = track.stocks.get(key, begin + np.cumsum(gained))
        before = np.concatenate(([begin], level[:-1]))
        per_t = load.mwh_per_t(silo.name) / case.hours
        wrong_mw = np.abs(level - before - gained) * per_t
        left = track.ledger.excuse("product", key, wrong_mw) / per_t
        yield from track.over(BALANCE, key, left, "t", TONNE_TOLERANCE + MW_TOLERANCE / per_t)
        outside = np.maximum(silo.t_min - level, level - silo.t_max)
        yield from track.over(WINDOW, key, outside, "t", TONNE_TOLERANCE)


def costs(load: BatchLoad, case: Case, track: Track) -> dict[str, float]:
    """The value of the product added to the silos, as a negative cost."""
    if not load.silos:
        return {}
    gained = sum(
        silo.terminal_value_yuan_per_t * (float(track.stocks[key][-1]) - _begin_t(load, case, silo))
        for key, silo in silos_of(load, case)
    )
    return {"terminal_value": -gained}


class _Day:
    """The reference day of the batches that may run several times, as far as it is filled."""

    def __init__(self, load: BatchLoad, case: Case, placed: Runs) -> None:
        self.load, self.case = load, case
        self.running = np.zeros(case.steps.count)
        self.runs: dict[str, list[int]] = {}
        self.levels: dict[str, Array] = {}
        for batch in load.batches:
            self.runs[batch.name] = []
            for start in placed.get(batch.name, []):
                self.place(batch, start)
        self._fill()

    def place(self, batch: Batch, start: int) -> None:
        self.runs[batch.name].append(start)
        self.running[start : start + self.length(batch)] += 1.0
        self._fill()

    def _fill(self) -> None:
        self.levels = {
            silo.name: _begin_t(self.load, self.case, silo)
            + np.cumsum(_gained_t(self.load, self.case, silo, self.runs))
            for silo in self.load.silos
        }

    def length(self, batch: Batch) -> int:
        return batch.minutes // self.case.steps.step_minutes

    def is_open(self, batch: Batch, start: int) -> bool:
        length, own = self.length(batch), self.runs[batch.name]
        is_clear = all(start >= other + length or other >= start + length for other in own)
        is_room = bool((self.running[start : start + length] < self.load.at_once_max).all())
        return is_clear and is_room and len(own) < batch.runs_max

    def is_wanted(self, batch: Batch, start: int) -> bool:
        silos = {silo.name: silo for silo in self.load.silos}
        last = start + self.length(batch) - 1
        if batch.fills is None:
            return False
        if batch.draws is not None and (
            self.levels[batch.draws][last] - batch.draw_t < silos[batch.draws].t_min - SMALL
        ):
            return False
        silo, level = silos[batch.fills], self.levels[batch.fills]
        if level[last] + batch.product_t > silo.t_max + SMALL:
            return False
        if (level[start : last + 1] < silo.t_min - SMALL).any():
            return True
        is_preferred = self.case.steps.local_minutes[start] >= batch.preferred_start
        return bool(is_preferred and level[last] < _begin_t(self.load, self.case, silo) - SMALL)


def usual_runs(
    load: BatchLoad, case: Case, batches: list[Batch], free: Mapping[str, NDArray[np.bool_]], placed: Runs
) -> dict[str, list[int]]:
    """Runs of all batches on the reference day, given those that run once; see the module's docstring.

    Parameters
    ----------
    free : mapping of str to array of bool, shape (count,)
        Where a run of each batch may begin, whatever else runs.
    """
    day = _Day(load, case, placed)
    often = [batch for batch in batches if not batch.is_once]
    for step in range(case.steps.count):
        for batch in often:
            if free[batch.name][step] and day.is_open(batch, step) and day.is_wanted(batch, step):
                day.place(batch, step)
    for batch in often:
        clock = case.steps.local_minutes
        steps = [int(step) for step in np.flatnonzero(free[batch.name])]
        for step in sorted(steps, key=lambda s: (clock[s] < batch.preferred_start, s)):
            if len(day.runs[batch.name]) < batch.runs_min and day.is_open(batch, step):
                day.place(batch, step)
    return day.runs
