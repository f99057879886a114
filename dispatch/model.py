r"""The model of a day, gathered from its assets: one balance per bus and step, one cost per name.

.. math::

    & \sum_{a \in b} \text{injection}_{a,t} = 0 \qquad \forall b, t \\
    & x_t \le (1 - f) P_{ref} + z \quad t \in W, \qquad x_t \le P_{cap} \quad t \notin W \\
    & m_{a,k,t} \ge \pm (q_{a,k,t} - q_{a,k,t-1})

with the named series x (net exchange or load), the target f, the reference peak :math:`P_{ref}` and the reference
day's own maximum :math:`P_{cap}` (`dispatch.reference`), the shortfall z (``shortfall_mw``), and the movement m of
each power that an asset would rather hold. No asset type is known here.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo

from dispatch.assets import Behaviour, behaviours
from dispatch.assets.base import Expr
from dispatch.case import Case
from dispatch.windows import Array

__all__ = ["Model", "build"]


@dataclass(frozen=True)
class Model:
    """A built model: the Pyomo model, the behaviour of each asset, and the expressions the stages use."""

    case: Case
    pyomo: Any
    behaviours: dict[str, Behaviour[Any]]

    @property
    def T(self) -> range:  # noqa: N802 - the set of steps
        """Steps of the day."""
        return range(self.case.steps.count)

    def block(self, asset: str) -> Any:
        """Block of an asset."""
        return self.pyomo.asset[asset]

    def total(self, quantity: str, t: int) -> Expr:
        """Sum over the assets of a quantity that behaviours offer per step."""
        return pyo.quicksum(getattr(b, quantity)(self.block(name), t) for name, b in self.behaviours.items())

    def cost_parts(self) -> dict[str, Expr]:
        """Costs by name, summed over the assets, yuan."""
        parts: dict[str, list[Expr]] = {}
        for name, behaviour in self.behaviours.items():
            for part, value in behaviour.costs(self.block(name)).items():
                parts.setdefault(part, []).append(value)
        return {part: pyo.quicksum(values) for part, values in parts.items()}

    def on_bus(self, bus: str) -> list[str]:
        """Names of the assets on a bus."""
        return [name for name, asset in self.case.site.assets.items() if asset.bus == bus]

    def surplus_mw(self, bus: str) -> Array:
        """What the solved plan has available on a bus above its load and its export limit, MW, shape (count,)."""
        case, here = self.case, self.on_bus(bus)
        zero = np.zeros(case.steps.count)
        available = sum((case.available_mw[name] for name in here if name in case.available_mw), zero)
        export = sum((case.export_limit_mw[name] for name in here if name in case.export_limit_mw), zero)
        loads = [name for name in here if name in case.site.of_role("load")]
        taken = [
            -sum(pyo.value(self.behaviours[n].injection(self.block(n), t)) for n in loads) for t in self.T
        ]
        return np.asarray(available - np.asarray(taken) - export, dtype=float)

    def series(self, t: int) -> Expr:
        """The series that the shaving target names, MW."""
        if self.case.site.targets.series == "net_exchange":
            return self.total("exchange", t)
        loads = self.case.site.of_role("load")
        return -pyo.quicksum(self.behaviours[name].injection(self.block(name), t) for name in loads)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep Python's collector from walking the half-built model over and over: most of a build's time otherwise."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def build(case: Case) -> Model:
    """Build the model of a day.

    Parameters
    ----------
    case : Case
        The day; `Case.is_elastic` and `Case.exclusive` decide about slacks and exclusivity binaries.
    """
    with _collector_at_rest():
        model = Model(case=case, pyomo=pyo.ConcreteModel(), behaviours=behaviours(case))
        model.pyomo.asset = pyo.Block(list(model.behaviours))
        for name, behaviour in model.behaviours.items():
            behaviour.start(model.block(name))
        _balance(model)
        _pins(model)
        _peak(model)
        _movement(model)
        _one_way(model)
    return model


def _balance(model: Model) -> None:
    """What is fed into a bus is taken from it."""
    site = model.case.site
    members = {bus: [name for name, asset in site.assets.items() if asset.bus == bus] for bus in site.buses}

    def rule(_: Any, bus: str, t: int) -> Expr:
        return pyo.quicksum(model.behaviours[n].injection(model.block(n), t) for n in members[bus]) == 0

    model.pyomo.balance = pyo.Constraint(list(site.buses), model.T, rule=rule)


def _pins(model: Model) -> None:
    """An asset that the day pins injects just that."""
    case = model.case
    pinned = {name: case.day.pinned_mw(name, case.steps) for name in model.behaviours}
    pairs = [(name, int(t)) for name, values in pinned.items() for t in np.flatnonzero(~np.isnan(values))]
    signs = ("above", "below")
    if case.is_elastic:
        model.pyomo.pin_slack = pyo.Var(signs, pairs, within=pyo.NonNegativeReals)

    def rule(m: Any, name: str, t: int) -> Expr:
        slack = m.pin_slack["above", name, t] - m.pin_slack["below", name, t] if case.is_elastic else 0.0
        injected = model.behaviours[name].injection(model.block(name), t) - slack
        wanted = float(pinned[name][t])
        if not pyo.is_potentially_variable(injected):  # nothing can run there anyway
            return pyo.Constraint.Feasible if pyo.value(injected) == wanted else never
        return injected == wanted

    # A pin that a constant contradicts: written so that the solver, not the building, finds the day infeasible.
    model.pyomo.nothing = pyo.Var(bounds=(0.0, 0.0))
    never = model.pyomo.nothing == 1.0
    model.pyomo.pinned = pyo.Constraint(pairs, rule=rule)


def _peak(model: Model) -> None:
    """Shortfall of the shaving target inside the windows, and the reference day's maximum outside."""
    m, reference = model.pyomo, model.case.reference
    m.shortfall_mw = pyo.Var(within=pyo.NonNegativeReals)
    inside = [t for t in model.T if reference.window[t]] if reference.is_applicable else []
    outside = [t for t in model.T if not reference.window[t]] if reference.is_applicable else []
    line = (1 - model.case.site.targets.shaving_frac) * reference.peak_mw
    m.peak_is_shaved = pyo.Constraint(inside, rule=lambda b, t: model.series(t) <= line + b.shortfall_mw)
    if model.case.is_elastic:
        m.cap_slack = pyo.Var(outside, within=pyo.NonNegativeReals)

    def rule(b: Any, t: int) -> Expr:
        return model.series(t) <= reference.cap_mw + (b.cap_slack[t] if model.case.is_elastic else 0.0)

    m.no_new_peak_outside = pyo.Constraint(outside, rule=rule)


def _movement(model: Model) -> None:
    """Change from step to step of each power that an asset would rather hold."""
    moving: dict[tuple[str, int], list[Expr]] = {}
    for name, behaviour in model.behaviours.items():
        history = [behaviour.movements(model.block(name), t) for t in model.T]
        moving |= {(name, place): [powers[place] for powers in history] for place in range(len(history[0]))}
    pairs = [(name, place, t) for name, place in moving for t in model.T if t]
    m = model.pyomo
    m.moved_mw = pyo.Var(pairs, within=pyo.NonNegativeReals)
    m.moves_up = pyo.Constraint(
        pairs, rule=lambda b, n, k, t: b.moved_mw[n, k, t] >= moving[n, k][t] - moving[n, k][t - 1]
    )
    m.moves_down = pyo.Constraint(
        pairs, rule=lambda b, n, k, t: b.moved_mw[n, k, t] >= moving[n, k][t - 1] - moving[n, k][t]
    )


def _one_way(model: Model) -> None:
    """The stores of a bus all charge or all discharge, in the steps where they were seen to do both."""
    m = model.pyomo
    pairs = [(bus, t) for bus in model.case.site.buses for t in sorted(model.case.one_way_steps(bus))]
    m.is_bus_charging = pyo.Var(pairs, within=pyo.Binary)
    m.stores_one_way = pyo.ConstraintList()
    for bus, t in pairs:
        for name in model.on_bus(bus):
            flows = model.behaviours[name].store_flows(model.block(name), t)
            if flows is not None:
                taken, given, most_taken, most_given = flows
                m.stores_one_way.add(taken <= most_taken * m.is_bus_charging[bus, t])
                m.stores_one_way.add(given <= most_given * (1 - m.is_bus_charging[bus, t]))
