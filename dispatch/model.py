r"""The model of a day, gathered from its assets: one balance per bus and step, one cost per name.

.. math::

    & \sum_{a \in b} \text{injection}_{a,t} + \text{branches}_{b,t} = 0 \qquad \forall b, t \\
    & x_t \le (1 - f) P_{ref} + z \quad t \in W, \qquad x_t \le P_{cap} \quad t \notin W \\
    & m_{a,k,t} \ge \pm (q_{a,k,t} - q_{a,k,t-1})

with the named series x (net exchange or load), the target f, the reference peak :math:`P_{ref}` and the reference
day's own maximum :math:`P_{cap}` (`dispatch.reference`), the shortfall z (``shortfall_mw``), and the movement m of
each power that an asset would rather hold. No asset type is known here.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo

from dispatch.assets import Behaviour, behaviours
from dispatch.assets.base import Expr
from dispatch.case import Case
from dispatch.contract import add_contract, contract_cost
from dispatch.islanding.needs import hold_for_island
from dispatch.network.equations import add_network, into_bus
from dispatch.reserve import RESERVE_COST, add_reserve, reserve_cost
from dispatch.windows import Array

__all__ = ["Model", "build"]

ROUND_MW = 1e-9


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
        if self.case.site.reserve is not None:
            parts[RESERVE_COST] = [reserve_cost(self.pyomo, self.case)]
        for part, value in contract_cost(self).items():
            parts.setdefault(part, []).append(value)
        return {part: pyo.quicksum(values) for part, values in parts.items()}

    def surplus_mw(self, area: str) -> Array:
        """What the solved plan has available in an area above its load and its export limit, MW, shape (count,)."""
        case, here = self.case, self.case.site.of_area(area, carrier="electricity")
        zero = np.zeros(case.steps.count)
        available = sum((case.available_mw[name] for name in here if name in case.available_mw), zero)
        export = sum((case.export_limit_mw[name] for name in here if name in case.export_limit_mw), zero)
        loads = [name for name in here if case.site.assets[name].role == "load"]
        taken = [
            -sum(pyo.value(self.behaviours[n].injection(self.block(n), t)) for n in loads) for t in self.T
        ]
        return np.asarray(available - np.asarray(taken) - export, dtype=float)

    def curtailed_mw(self, area: str) -> Array:
        """What the solved plan curtails in an area, MW, shape (count,)."""
        case, total = self.case, np.zeros(self.case.steps.count)
        for name in case.site.of_area(area, "renewable", "electricity"):
            behaviour, block = self.behaviours[name], self.block(name)
            used = [pyo.value(behaviour.absorbed(block, t)) for t in self.T]
            total += case.available_mw[name] - np.asarray(used, dtype=float)
        return total

    def series(self, t: int) -> Expr:
        """The series that the shaving target names, MW."""
        if self.case.site.targets.series == "net_exchange":
            return self.total("exchange", t)
        loads = self.case.site.of_role("load", "electricity")
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


def build(case: Case, *, is_shedding: bool = False) -> Model:
    """Build the model of a day.

    Parameters
    ----------
    case : Case
        The day; `Case.is_elastic` and `Case.exclusive` decide about slacks and exclusivity binaries.
    is_shedding : bool
        Whether any electric load may be cut off at its breaker: variable ``shed`` (`dispatch.islanding`).
    """
    with _collector_at_rest():
        model = Model(case=case, pyomo=pyo.ConcreteModel(), behaviours=behaviours(case))
        # What a constant contradicts is written so that the solver, not the building, finds the day infeasible.
        model.pyomo.nothing = pyo.Var(bounds=(0.0, 0.0))
        model.pyomo.asset = pyo.Block(list(model.behaviours))
        for name, behaviour in model.behaviours.items():
            behaviour.start(model.block(name))
        built = {name: (behaviour, model.block(name)) for name, behaviour in model.behaviours.items()}
        for name, behaviour in model.behaviours.items():
            behaviour.link(model.block(name), built)
        _shedding(model, is_shedding=is_shedding)
        add_network(model)
        _balance(model)
        add_reserve(model.pyomo, case, model.T, lambda t: model.total("reserve", t))
        add_contract(model)
        _resources(model)
        _pins(model)
        _peak(model)
        _movement(model)
        _one_way(model)
        hold_for_island(model)
    return model


def _shedding(model: Model, *, is_shedding: bool) -> None:
    """What is cut off at the breaker of an electric load, up to all that it takes, MW."""
    loads = model.case.site.of_role("load", "electricity") if is_shedding else ()
    m = model.pyomo
    m.SHEDDING = pyo.Set(initialize=list(loads))
    m.shed = pyo.Var(m.SHEDDING, model.T, within=pyo.NonNegativeReals)
    m.shed_at_most = pyo.Constraint(
        m.SHEDDING, model.T, rule=lambda b, n, t: b.shed[n, t] <= -_fed(model, n, "bus", t)
    )


def _balance(model: Model) -> None:
    """What is fed into a bus is taken from it, on every bus of every carrier."""
    site = model.case.site
    members = {
        bus: [
            (name, field)
            for name, asset in site.assets.items()
            for field, other in asset.buses.items()
            if other == bus
        ]
        for bus in site.buses
    }
    _spill(model, members)

    def rule(m: Any, bus: str, t: int) -> Expr:
        total = pyo.quicksum(_fed(model, name, field, t) for name, field in members[bus])
        total += into_bus(model, bus, t) - (m.spilled[bus, t] if bus in m.SPILLING else 0.0)
        shed = [n for n, field in members[bus] if field == "bus" and n in m.SHEDDING]
        total += pyo.quicksum(m.shed[n, t] for n in shed)
        if not pyo.is_potentially_variable(total):
            return pyo.Constraint.Feasible if abs(pyo.value(total)) <= ROUND_MW else m.nothing == 1.0
        return total == 0

    model.pyomo.balance = pyo.Constraint(list(site.buses), model.T, rule=rule)


def _fed(model: Model, name: str, field: str, t: int) -> Expr:
    """What an asset feeds into the bus that a field of it names, MW."""
    behaviour, block = model.behaviours[name], model.block(name)
    return behaviour.injection(block, t) if field == "bus" else behaviour.feeds(block, t)[field]


def _spill(model: Model, members: Mapping[str, list[tuple[str, str]]]) -> None:
    """Heat of units that nobody needs is cooled away, no more than they give: never what was made of electricity."""
    m, site = model.pyomo, model.case.site
    limits = {bus: about.spilled_mw_max for bus, about in site.buses.items() if about.spilled_mw_max}
    m.SPILLING = pyo.Set(initialize=list(limits))
    m.spilled = pyo.Var(m.SPILLING, model.T, bounds=lambda _, bus, t: (0.0, limits[bus]))

    def rule(_: Any, bus: str, t: int) -> Expr:
        units = [(name, field) for name, field in members[bus] if site.assets[name].role == "unit"]
        return m.spilled[bus, t] <= pyo.quicksum(_fed(model, name, field, t) for name, field in units)

    m.only_unit_heat_is_spilled = pyo.Constraint(m.SPILLING, model.T, rule=rule)


def _resources(model: Model) -> None:
    """No more runs at once than a shared resource allows, over all assets."""
    resources = model.case.site.resources
    taken: dict[tuple[str, int], list[Expr]] = {}
    for name, behaviour in model.behaviours.items() if resources else ():
        for t in model.T:
            for resource, number in behaviour.uses(model.block(name), t).items():
                taken.setdefault((resource, t), []).append(number)

    def rule(_: Any, resource: str, t: int) -> Expr:
        number = pyo.quicksum(taken[resource, t])
        if not pyo.is_potentially_variable(number):
            return pyo.Constraint.Feasible
        return number <= resources[resource].at_once_max

    model.pyomo.resource_is_shared = pyo.Constraint(list(taken), rule=rule)


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
    """The electric stores of an area all charge or all discharge, in the steps where they were seen to do both."""
    m, site = model.pyomo, model.case.site
    pairs = [(area, t) for area in site.area_names for t in sorted(model.case.one_way_steps(area))]
    m.is_area_charging = pyo.Var(pairs, within=pyo.Binary)
    m.stores_one_way = pyo.ConstraintList()
    for area, t in pairs:
        for name in site.of_area(area, carrier="electricity"):
            flows = model.behaviours[name].store_flows(model.block(name), t)
            if flows is not None:
                taken, given, most_taken, most_given = flows
                m.stores_one_way.add(taken <= most_taken * m.is_area_charging[area, t])
                m.stores_one_way.add(given <= most_given * (1 - m.is_area_charging[area, t]))
