r"""DistFlow of a radial network, linear but for the losses, and these by tangents (`dispatch.network.tangents`).

For a branch from parent i to child j, with :math:`v` the squared voltage behind the ideal ratio of that end
(:math:`v' = v / k^2` at the high side of a transformer), in every step:

.. math::

    & v'_j = v'_i - 2 (r P + x Q) + (r^2 + x^2) l \\
    & P - r l - \tfrac{g}{2} v'_j + \text{injection}_j = \sum_{c} (P_c + \tfrac{g_c}{2} v'_j) \\
    & Q - x l + \tfrac{b}{2} v'_j + \text{reactive injection}_j = \sum_{c} (Q_c - \tfrac{b_c}{2} v'_j) \\
    & V_{min}^2 \le v_j \le V_{max}^2, \qquad
      P \cos\theta_k + Q \sin\theta_k \le \cos(\pi / n)\, S_{max} \quad k = 1 \dots n

==================  ===============================================  =============
symbol              name in code                                     unit
==================  ===============================================  =============
:math:`P, Q`        ``branch_mw``, ``branch_mvar``: sent by parent   MW, Mvar
:math:`|z| l`       ``branch_used_mva``: what the impedance uses     MVA
:math:`v`           ``voltage_sq``                                   p.u.
:math:`S_{max}`     current limit at the voltage, or rating          MVA
==================  ===============================================  =============

The branch equations are those of M. E. Baran and F. F. Wu, IEEE Transactions on Power Delivery 4 (1989), DOI
10.1109/61.25627; without l they are the linear DistFlow of H.-G. Yeh, D. F. Gayme and S. H. Low, IEEE Transactions on
Power Systems 27 (2012), DOI 10.1109/TPWRS.2012.2194312. The polygon of n = 16 sides lies inside the circle, so that
the limit is safe: between two corners up to 2 % of it stay unused. A side is written where the flow could reach it.
A power factor is inductive: reactive power is taken, whichever way active power flows. The root holds its voltage and
gives whatever reactive power is needed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray
from pyomo.contrib.fbbt.expression_bounds_walker import ExpressionBoundsVisitor

from dispatch.assets.base import Expr
from dispatch.network.crossing import close_exports
from dispatch.network.tangents import Linearisation, Point
from dispatch.windows import Array

if TYPE_CHECKING:
    from dispatch.model import Model

__all__ = ["SIDES", "SLACK_MW_PER_PU", "add_network", "into_bus", "network_loss", "planned_flows"]

SIDES = 16
SLACK_MW_PER_PU = 100.0  # what a broken voltage limit weighs beside broken powers: 0.01 p.u. as much as 1 MW
LOWEST_PU, HIGHEST_PU = 0.5, 1.5
LOSSES_MOST_FRAC = 0.25
SAME_SLOPE = 1e-3


class _Equations:
    """The network's variables beside the arrays that they belong to."""

    def __init__(self, model: Model, linear: Linearisation) -> None:
        self.model, self.m, self.case = model, model.pyomo, model.case
        self.linear, self.feeder = linear, linear.feeder
        self.branches = range(len(self.feeder.branches))
        self.size = np.hypot(self.feeder.r, self.feeder.x)

    def voltage(self, bus: int, t: int) -> Expr:
        """Squared voltage of a bus."""
        held = self.feeder.root_voltage.get(bus)
        return held**2 if held is not None else self.m.voltage_sq[bus, t]

    def near(self, e: int, t: int) -> Expr:
        """Squared voltage at the parent end of a branch, behind its ratio."""
        return float(self.feeder.parent_scale[e]) * self.voltage(int(self.feeder.parent[e]), t)

    def far(self, e: int, t: int) -> Expr:
        """Squared voltage at the child end of a branch, behind its ratio."""
        return float(self.feeder.child_scale[e]) * self.voltage(int(self.feeder.child[e]), t)

    def entering(self, e: int, t: int) -> Expr:
        """Active power that enters a branch at its parent end, MW."""
        half = float(self.feeder.g[e]) / 2
        return self.m.branch_mw[e, t] + (half * self.near(e, t) if half else 0.0)

    def loss(self, e: int, t: int) -> Expr:
        """Losses of a branch, MW."""
        half = float(self.feeder.g[e]) / 2
        shunt = half * (self.near(e, t) + self.far(e, t)) if half else 0.0
        return float(self.feeder.r[e] / self.size[e]) * self.m.branch_used_mva[e, t] + shunt


def add_network(model: Model) -> None:
    """Add variables and equations of all branches but the balances of active power, which the model gathers."""
    linear = model.case.network
    if linear is None:
        return
    linear = linear.shed() if len(model.pyomo.SHEDDING) else linear
    each = _Equations(model, linear)
    m, feeder, steps = model.pyomo, linear.feeder, model.T
    children = [int(bus) for bus in feeder.child]
    m.branch_mw = pyo.Var(each.branches, steps)
    m.branch_mvar = pyo.Var(each.branches, steps)
    m.branch_used_mva = pyo.Var(
        each.branches,
        steps,
        bounds=lambda _, e, t: (None, None) if linear.is_exact[t, e] else (0.0, None),
    )
    m.voltage_sq = pyo.Var(children, steps, bounds=(LOWEST_PU**2, HIGHEST_PU**2), initialize=1.0)
    m.voltage_falls = pyo.Constraint(each.branches, steps, rule=lambda _, e, t: _falls(each, e, t))
    m.reactive_balance = pyo.Constraint(children, steps, rule=lambda _, bus, t: _reactive(each, bus, t) == 0)
    _add_losses(each)
    _add_limits(each)
    close_exports(model)


def _falls(each: _Equations, e: int, t: int) -> Expr:
    r, x, m = float(each.feeder.r[e]), float(each.feeder.x[e]), each.m
    fall = 2 * r * m.branch_mw[e, t] + 2 * x * m.branch_mvar[e, t]
    return each.far(e, t) == each.near(e, t) - fall + float(each.size[e]) * m.branch_used_mva[e, t]


def _reactive(each: _Equations, bus: int, t: int) -> Expr:
    """What flows into a bus less what is taken there, Mvar."""
    feeder, m = each.feeder, each.m
    total = -_taken_mvar(each.model, feeder.buses[bus], t)
    for e in each.branches:
        half = float(feeder.b[e]) / 2
        if feeder.child[e] == bus:
            total += m.branch_mvar[e, t] - float(feeder.x[e] / each.size[e]) * m.branch_used_mva[e, t]
            total += half * each.far(e, t) if half else 0.0
        elif feeder.parent[e] == bus:
            total -= m.branch_mvar[e, t] - (half * each.near(e, t) if half else 0.0)
    return total


def _taken_mvar(model: Model, bus: str, t: int) -> Expr:
    """Reactive power that the assets of a bus take, Mvar."""
    total: Expr = 0.0
    for name, asset in model.case.site.assets.items():
        share = math.tan(math.acos(asset.power_factor or 1.0))
        if not share or bus not in asset.buses.values() or asset.role == "tie":
            continue
        behaviour, block = model.behaviours[name], model.block(name)
        sign = 1.0 if asset.role in ("unit", "renewable") else -1.0
        for field, other in asset.buses.items():
            if other != bus:
                continue
            flows = behaviour.store_flows(block, t) if field == "bus" else None
            if flows is not None:
                total += share * (flows[0] + flows[1])
            elif field == "bus":
                total += share * sign * behaviour.injection(block, t)
            else:
                total += share * sign * behaviour.feeds(block, t)[field]
    return total


def _add_losses(each: _Equations) -> None:
    m, linear = each.m, each.linear
    slopes = [point.slopes() for point in linear.points]
    new = [
        (point.current_sq > 0) & ~_is_known(point, linear.points[place + 1 :])
        for place, point in enumerate(linear.points)
    ]

    def tangent(place: int, e: int, t: int) -> Expr:
        by_mw, by_mvar, by_voltage = (float(slope[t, e] * each.size[e]) for slope in slopes[place])
        return by_mw * m.branch_mw[e, t] + by_mvar * m.branch_mvar[e, t] + by_voltage * each.near(e, t)

    every = [(e, t) for e in each.branches for t in each.model.T]
    exact = [(e, t) for e, t in every if linear.is_exact[t, e]]
    above = [
        (place, e, t)
        for place in range(len(slopes))
        for e, t in every
        if not linear.is_exact[t, e] and new[place][t, e]
    ]
    m.current_is = pyo.Constraint(
        exact, rule=lambda _, e, t: m.branch_used_mva[e, t] == tangent(len(slopes) - 1, e, t)
    )
    m.current_reaches = pyo.Constraint(
        above, rule=lambda _, k, e, t: m.branch_used_mva[e, t] >= tangent(k, e, t)
    )


def _is_known(point: Point, others: tuple[Point, ...]) -> Any:
    """Where a later point has the same tangent, shape (count, branches)."""
    found = np.zeros_like(point.sent_mw, dtype=bool)
    for other in others:
        apart = [np.abs(one - two) for one, two in zip(point.slopes(), other.slopes(), strict=True)]
        found |= np.max(apart, axis=0) < SAME_SLOPE
    return found


def _add_limits(each: _Equations) -> None:
    """Voltage limits of buses, and polygons of the branches that could reach their limit."""
    m, linear, feeder, steps = each.m, each.linear, each.feeder, each.model.T
    limited = [
        bus
        for bus in map(int, feeder.child)
        if not (math.isnan(feeder.voltage_min[bus]) and math.isnan(feeder.voltage_max[bus]))
    ]
    known: set[str] = set()
    reachable = _reachable(each)
    corners = [tuple(map(int, corner)) for corner in np.argwhere(reachable)]
    if each.case.is_elastic:
        names = [feeder.buses[bus] for bus in limited]
        names += [feeder.branches[e] for e in each.branches if reachable[e].any()]
        known.update(names)
        m.network_slack = pyo.Var(names, steps, within=pyo.NonNegativeReals)

    def slack(name: str, t: int) -> Expr:
        return m.network_slack[name, t] if each.case.is_elastic and name in known else 0.0

    def lowest(_: Any, bus: int, t: int) -> Expr:
        own = float(np.nan_to_num(feeder.voltage_min[bus], nan=LOWEST_PU))
        least = max(own + float(linear.voltage_low[t, bus]), LOWEST_PU)
        return m.voltage_sq[bus, t] >= least**2 - 2 * least * slack(feeder.buses[bus], t)

    def highest(_: Any, bus: int, t: int) -> Expr:
        most = float(feeder.voltage_max[bus] - linear.voltage_high[t, bus])
        return m.voltage_sq[bus, t] <= most**2 + 2 * most * slack(feeder.buses[bus], t)

    angles = _angles()

    def side(_: Any, e: int, t: int, k: int) -> Expr:
        angle = angles[k]
        sent = math.cos(angle) * m.branch_mw[e, t] + math.sin(angle) * m.branch_mvar[e, t]
        most = float(feeder.limit[e] - linear.loading[t, e] * feeder.rating[e]) * math.cos(math.pi / SIDES)
        if feeder.is_line[e]:  # the root of v by its tangent
            root = math.sqrt(float(linear.points[-1].voltage_sq[t, e]))
            return sent <= most * (root / 2 + each.near(e, t) / (2 * root)) + slack(feeder.branches[e], t)
        return sent <= most + slack(feeder.branches[e], t)

    # A bus without a limit has one as soon as a plan had no AC power flow: what brings it down has to give way.
    lifted = set(np.flatnonzero(linear.voltage_low.max(axis=0)).tolist())
    low = [bus for bus in map(int, feeder.child) if bus in lifted or not math.isnan(feeder.voltage_min[bus])]
    high = [bus for bus in limited if not math.isnan(feeder.voltage_max[bus])]
    m.voltage_at_least = pyo.Constraint(low, steps, rule=lowest)
    m.voltage_at_most = pyo.Constraint(high, steps, rule=highest)
    # The step stands last in a variable's index by convention; of a constraint nobody asks it.
    m.loading_at_most = pyo.Constraint(corners, rule=side)


def _reachable(each: _Equations) -> NDArray[np.bool_]:
    """Whether the flow of a branch could reach a side of its polygon in a step, shape (branches, count, SIDES).

    All that stands beyond it at its most and at its least span a box of flows, with a quarter for losses.
    """
    feeder, case = each.feeder, each.case
    low, high = np.zeros((2, 2, case.steps.count, len(feeder.buses)))  # MW and Mvar that are taken
    for place, bus in enumerate(feeder.buses):
        for t in each.model.T:
            for kind, taken in enumerate((_taken_mw, _taken_mvar)):
                least, most = _range_of(taken(each.model, bus, t))
                low[kind, t, place], high[kind, t, place] = min(least, 0.0), max(most, 0.0)
    low[1, :, feeder.child] -= (feeder.b * HIGHEST_PU**2)[:, None]  # charging
    for place in reversed(range(len(feeder.branches))):
        for table in (low, high):
            table[:, :, feeder.parent[place]] += table[:, :, feeder.child[place]]
    low, high = low[:, :, feeder.child], high[:, :, feeder.child]
    lost = LOSSES_MOST_FRAC * np.hypot(*np.maximum(np.abs(low), np.abs(high)))
    low, high = low - lost, high + lost
    lowest = np.where(feeder.is_line, math.sqrt(0.8), 1.0)
    limit = (feeder.limit - each.linear.loading * feeder.rating) * lowest * math.cos(math.pi / SIDES)
    found = np.zeros((len(feeder.branches), case.steps.count, SIDES), dtype=bool)
    for k, angle in enumerate(_angles()):
        reach = [
            np.maximum(w * low[n], w * high[n]) for n, w in enumerate((math.cos(angle), math.sin(angle)))
        ]
        found[:, :, k] = (sum(reach) >= limit).T
    return found


def _angles() -> list[float]:
    """Directions of the polygon's sides."""
    return [2 * math.pi * (k + 0.5) / SIDES for k in range(SIDES)]


def _taken_mw(model: Model, bus: str, t: int) -> Expr:
    """Active power that the assets of a bus take, the tie apart, MW."""
    total: Expr = 0.0
    for name, asset in model.case.site.assets.items():
        if asset.role == "tie" or bus not in asset.buses.values():
            continue
        behaviour, block = model.behaviours[name], model.block(name)
        for field, other in asset.buses.items():
            if other == bus:
                total -= behaviour.injection(block, t) if field == "bus" else behaviour.feeds(block, t)[field]
    return total


def _range_of(expression: Expr) -> tuple[float, float]:
    """The least and the most that a linear expression can be by the bounds of its variables."""
    if isinstance(expression, int | float):
        return float(expression), float(expression)
    walker = ExpressionBoundsVisitor(use_fixed_var_values_as_bounds=False)
    least, most = walker.walk_expression(expression)
    return float(least), float(most)


def into_bus(model: Model, bus: str, t: int) -> Expr:
    """What the branches bring to a bus, MW; less what they take away."""
    if model.case.network is None:
        return 0.0
    each = _Equations(model, model.case.network)
    place = each.feeder.place(bus)
    total: Expr = 0.0
    for e in each.branches if place is not None else ():
        if each.feeder.child[e] == place:
            total += each.entering(e, t) - each.loss(e, t)
        elif each.feeder.parent[e] == place:
            total -= each.entering(e, t)
    return total


def network_loss(model: Model, t: int) -> Expr:
    """Losses of all branches in a step, MW."""
    if model.case.network is None:
        return 0.0
    each = _Equations(model, model.case.network)
    return pyo.quicksum(each.loss(e, t) for e in each.branches)


def planned_flows(model: Model) -> dict[str, tuple[Array, Array]]:
    """By branch: power that enters at its from end and its losses, MW, shape (count,) each, as the plan counts them."""
    if model.case.network is None:
        return {}
    each = _Equations(model, model.case.network)
    found: dict[str, tuple[Array, Array]] = {}
    for e, name in enumerate(each.feeder.branches):
        ahead = np.asarray([pyo.value(each.entering(e, t)) for t in model.T], dtype=float)
        loss = np.asarray([pyo.value(each.loss(e, t)) for t in model.T], dtype=float)
        found[name] = (ahead, loss) if each.feeder.is_forward[e] else (loss - ahead, loss)
    return found
