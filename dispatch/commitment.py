r"""On, off, starting and stopping: the commitment of a unit, in the tight form with three binaries.

.. math::

    u_t - u_{t-1} &= v_t - w_t \\
    \sum_{i = t - UT + 1}^{t} v_i &\le u_t, \qquad \sum_{i = t - DT + 1}^{t} w_i \le 1 - u_t \\
    c^s_t &= C_K v_t - \sum_{t'} (C_K - C(t - t'))\, x_{t', t} \\
    \sum_{t'} x_{t', t} &\le v_t, \qquad \sum_t x_{t', t} \le w_{t'}

==================  ==============================================================  ====
symbol              name in code                                                    unit
==================  ==============================================================  ====
:math:`u, v, w`     ``is_on``, ``is_starting``, ``is_stopping``                     0/1
:math:`UT, DT`      ``up_steps``, ``down_steps``                                    steps
:math:`x_{t',t}`    ``restart``: the stop in t' is followed by the start in t       0..1
:math:`C(\cdot)`    `Commitment.start_yuan`, by the time off; C_K the coldest       yuan
==================  ==============================================================  ====

What lies before the day is known: it must stay on or off for what is left of its least time, and it may be matched
with its first start. A forced stop (an outage) excuses the least time on: the sums leave out starts before it.

Least times after Rajan & Takriti, Minimum up/down polytopes of the unit commitment problem with start-up costs, IBM
RC23628 (2005); the form with three binaries after Morales-España, Latorre & Ramos (2013), DOI
10.1109/TPWRS.2013.2251373; start-ups matched with the stop before them after Knueven, Ostrowski & Watson (2020), DOI
10.1287/ijoc.2019.0944.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray

from dispatch.assets.base import Block, Expr
from dispatch.windows import Array

__all__ = ["COMMITMENT", "Commitment", "add_commitment", "add_start_costs"]

COMMITMENT = frozenset({"is_on", "is_starting", "is_stopping"})
"""Names of the variables that a called event leaves as planned."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Commitment:
    """What decides when a unit may be on.

    Attributes
    ----------
    hours : float
        Length of a step.
    hours_before : float
        Hours on (+) or off (-) at the beginning of the day.
    min_up_hours, min_down_hours : float
        Least times on and off.
    is_forced_off : array of bool, shape (count,)
        Steps in which it cannot be on.
    must_run : bool
        On whenever it may be.
    start_yuan : callable
        Cost of a start after some hours off, rising.
    warm_hours : float
        Time off from which on a start costs the most.
    """

    hours: float
    hours_before: float
    min_up_hours: float
    min_down_hours: float
    is_forced_off: Mask
    must_run: bool = False
    start_yuan: Callable[[float], float] = lambda _: 0.0
    warm_hours: float = 0.0

    @property
    def steps(self) -> range:
        """Steps of the day."""
        return range(len(self.is_forced_off))

    def whole_steps(self, hours: float) -> int:
        """Fewest whole steps that last some hours."""
        return math.ceil(hours / self.hours - 1e-9)

    @property
    def up_steps(self) -> int:
        """Least time on, steps."""
        return max(1, self.whole_steps(self.min_up_hours))

    @property
    def down_steps(self) -> int:
        """Least time off, steps."""
        return max(1, self.whole_steps(self.min_down_hours))

    @property
    def was_on(self) -> bool:
        """Whether it was on before the day."""
        return self.hours_before > 0

    @property
    def held_on(self) -> Mask:
        """Steps in which what lies before the day keeps it on, shape (count,): until a forced stop at most."""
        left = self.whole_steps(self.min_up_hours - self.hours_before) if self.was_on else 0
        forced = np.flatnonzero(self.is_forced_off)
        end = min(left, int(forced[0]) if forced.size else len(self.is_forced_off))
        return np.arange(len(self.is_forced_off)) < end

    @property
    def held_off(self) -> Mask:
        """Steps in which what lies before the day keeps it off, shape (count,)."""
        left = 0 if self.was_on else self.whole_steps(self.min_down_hours + self.hours_before)
        return np.arange(len(self.is_forced_off)) < left

    def settled(self, wanted: Mask) -> Array:
        """States nearest to what is wanted that keep the least times, 0 or 1, shape (count,)."""
        states = np.zeros(len(wanted))
        is_on = self.was_on
        on_left, off_left = int(self.held_on.sum()), int(self.held_off.sum())
        for t in self.steps:
            if is_on and (self.is_forced_off[t] or (not wanted[t] and on_left <= 0)):
                is_on, off_left = False, self.down_steps
            elif not is_on and not self.is_forced_off[t] and wanted[t] and off_left <= 0:
                is_on, on_left = True, self.up_steps
            states[t] = is_on
            on_left, off_left = on_left - 1, off_left - 1
        return states

    def off_hours(self, states: Array) -> dict[int, float]:
        """Hours off before each start of given states, by step."""
        found: dict[int, float] = {}
        before, since = self.was_on, -self.hours_before
        for t in self.steps:
            is_on = bool(states[t] > 0.5)
            if is_on and not before:
                found[t] = since
            since = 0.0 if is_on else (since if not before else 0.0) + self.hours
            before = is_on
        return found


def add_commitment(block: Block, commitment: Commitment) -> None:
    """Declare ``is_on``, ``is_starting``, ``is_stopping`` and what joins them."""
    c, steps = commitment, commitment.steps
    block.is_on = pyo.Var(steps, within=pyo.Binary)
    block.is_starting = pyo.Var(steps, within=pyo.Binary)
    block.is_stopping = pyo.Var(steps, within=pyo.Binary)
    always = c.settled(np.ones(len(steps), dtype=bool)) > 0.5 if c.must_run else c.held_on
    for t in steps:
        if c.is_forced_off[t] or c.held_off[t]:
            block.is_on[t].setub(0)
            block.is_starting[t].setub(0)
        elif always[t]:
            block.is_on[t].setlb(1)
            block.is_stopping[t].setub(0)

    def before(b: Block, t: int) -> Expr:
        return b.is_on[t - 1] if t else float(c.was_on)

    block.starts_and_stops = pyo.Constraint(
        steps, rule=lambda b, t: b.is_on[t] - before(b, t) == b.is_starting[t] - b.is_stopping[t]
    )
    block.stays_on = pyo.Constraint(steps, rule=lambda b, t: _stays_on(b, t, c))
    block.stays_off = pyo.Constraint(
        steps,
        rule=lambda b, t: (
            pyo.quicksum(b.is_stopping[i] for i in range(max(0, t - c.down_steps + 1), t + 1))
            <= 1 - b.is_on[t]
        ),
    )


def _stays_on(block: Block, t: int, c: Commitment) -> Expr:
    """Starts of the last steps are still on, unless a forced stop came between."""
    if c.is_forced_off[t]:
        return pyo.Constraint.Skip
    recent = range(max(0, t - c.up_steps + 1), t + 1)
    forced = [i for i in recent if c.is_forced_off[i]]
    first = forced[-1] + 1 if forced else recent.start
    return pyo.quicksum(block.is_starting[i] for i in range(first, t + 1)) <= block.is_on[t]


def add_start_costs(block: Block, commitment: Commitment) -> Expr:
    """Add the matching of starts with stops; returns the cost of all starts, yuan."""
    c, steps = commitment, commitment.steps
    coldest = c.start_yuan(max(c.warm_hours, c.min_down_hours))
    saved: dict[tuple[int, int], float] = {}
    for t in steps:
        for stop in range(t):
            off_hours = (t - stop) * c.hours
            if t - stop >= c.down_steps and off_hours < c.warm_hours - 1e-9:
                saved[stop, t] = coldest - c.start_yuan(off_hours)
        off_hours = t * c.hours - c.hours_before
        if not c.was_on and off_hours < c.warm_hours - 1e-9:
            saved[-1, t] = coldest - c.start_yuan(off_hours)
    saved = {pair: yuan for pair, yuan in saved.items() if yuan > 0}
    by_start = {t: [p for p in saved if p[1] == t] for t in sorted({t for _, t in saved})}
    by_stop = {s: [p for p in saved if p[0] == s] for s in sorted({s for s, _ in saved})}
    block.restart = pyo.Var(list(saved), bounds=(0.0, 1.0))
    block.restart_has_start = pyo.Constraint(
        list(by_start), rule=lambda b, t: pyo.quicksum(b.restart[p] for p in by_start[t]) <= b.is_starting[t]
    )
    block.restart_has_stop = pyo.Constraint(
        list(by_stop),
        rule=lambda b, s: (
            pyo.quicksum(b.restart[p] for p in by_stop[s]) <= (b.is_stopping[s] if s >= 0 else 1.0)
        ),
    )
    starts = coldest * pyo.quicksum(block.is_starting[t] for t in steps)
    return starts - pyo.quicksum(yuan * block.restart[pair] for pair, yuan in saved.items())
