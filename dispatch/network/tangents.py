r"""Where the network is linear, and what was tightened.

The squared current :math:`l = (P^2 + Q^2) / v` is convex and homogeneous of degree one in (P, Q, v), so its tangent
at a known flow needs no constant and lies below it everywhere:

.. math:: l \ge \frac{2 P_0}{v_0} P + \frac{2 Q_0}{v_0} Q - \frac{P_0^2 + Q_0^2}{v_0^2} v

The first tangent is taken at the reference day's flows, one more at every plan that is held against AC; all of them
stay. A tangent holds in every step: that of the step whose losses were wrong the most is given to all, so that the
next plan does not move the same flow to a step that has not seen it yet. Losses cost energy, so a plan lies on the
highest one, unless losing energy pays (surplus, negative prices): there the last tangent holds as an equation. The
root of v in a line's current limit is linearised at the same point.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from dispatch.network.feeder import Feeder
from dispatch.network.flow import Flow
from dispatch.windows import Array

__all__ = ["Linearisation", "Point", "point_of"]

SHARES = (0.15, 0.3, 0.45, 0.6, 0.8)


@dataclass(frozen=True)
class Point:
    """A flow, shape (count, branches): what is sent into the series impedance at the parent end.

    ``voltage_sq`` is the squared voltage there, behind the ideal ratio.
    """

    sent_mw: Array
    sent_mvar: Array
    voltage_sq: Array

    @property
    def current_sq(self) -> Array:
        """Squared current, p.u."""
        return np.asarray((self.sent_mw**2 + self.sent_mvar**2) / self.voltage_sq)

    def at_step(self, t: int) -> Point:
        """The flows of one step in all of them."""
        count = len(self.sent_mw)
        tables = (self.sent_mw, self.sent_mvar, self.voltage_sq)
        return Point(*(np.tile(table[t], (count, 1)) for table in tables))

    def shifted(self, more_mw: Array) -> Point:
        """The same with more active power in each branch, MW, shape (branches,)."""
        return replace(self, sent_mw=self.sent_mw + more_mw)

    def scaled(self, share: float) -> Point:
        """The same with a share of what flows in each branch."""
        return replace(self, sent_mw=share * self.sent_mw, sent_mvar=share * self.sent_mvar)

    def slopes(self) -> tuple[Array, Array, Array]:
        """Slopes of the tangent in P, Q and v."""
        return (
            2 * self.sent_mw / self.voltage_sq,
            2 * self.sent_mvar / self.voltage_sq,
            -self.current_sq / self.voltage_sq,
        )


def point_of(feeder: Feeder, flow: Flow, taken_mw: Array, taken_mvar: Array) -> Point:
    """The flow of an AC solution; in steps without one, what is taken beyond each branch at the held voltage."""
    ahead, ahead_q = (
        np.where(feeder.is_forward, flow.power_mw, flow.left_mw),
        np.where(feeder.is_forward, flow.power_mvar, flow.left_mvar),
    )
    squared = feeder.parent_scale * flow.voltage_pu[:, feeder.parent] ** 2
    known = Point(
        ahead - feeder.g / 2 * squared,
        ahead_q + feeder.b / 2 * squared,
        squared,
    )
    held = np.ones(len(feeder.buses))
    beyond, beyond_q = taken_mw.copy(), taken_mvar.copy()
    for bus, voltage in feeder.root_voltage.items():
        held[bus] = voltage
    for place in range(len(feeder.branches)):
        held[feeder.child[place]] = held[feeder.parent[place]]
    for place in reversed(range(len(feeder.branches))):
        beyond[:, feeder.parent[place]] += beyond[:, feeder.child[place]]
        beyond_q[:, feeder.parent[place]] += beyond_q[:, feeder.child[place]]
    is_known = flow.is_solved[:, None]
    return Point(
        np.where(is_known, known.sent_mw, beyond[:, feeder.child]),
        np.where(is_known, known.sent_mvar, beyond_q[:, feeder.child]),
        np.where(is_known, known.voltage_sq, feeder.parent_scale * held[feeder.parent] ** 2),
    )


@dataclass(frozen=True)
class Linearisation:
    """What the equations of the network are built from, beside the site.

    Attributes
    ----------
    feeder : Feeder
        The network.
    points : tuple of Point
        Flows at which losses are linearised, the newest last.
    is_exact : array of bool, shape (count, branches)
        Where the last tangent holds as an equation.
    voltage_low, voltage_high : array, shape (count, buses)
        By how much voltage limits are tightened, p.u.
    loading : array, shape (count, branches)
        By how much loadings are tightened, share of the rating.
    """

    feeder: Feeder
    points: tuple[Point, ...]
    is_exact: NDArray[np.bool_]
    voltage_low: Array
    voltage_high: Array
    loading: Array

    @classmethod
    def at(cls, feeder: Feeder, point: Point, is_exact: NDArray[np.bool_]) -> Self:
        """About one flow, with nothing tightened."""
        buses = np.zeros((len(point.sent_mw), len(feeder.buses)))
        return cls(feeder, (point,), is_exact, buses, buses, np.zeros_like(point.sent_mw))

    def shed(self) -> Self:
        """For a day on which load may be cut off: tangents at shares of the flows too, and none as an equation."""
        less = [self.points[-1].scaled(share) for share in SHARES]
        return replace(self, points=(*less, *self.points), is_exact=np.zeros_like(self.is_exact))

    def after(
        self,
        point: Point,
        is_exact: NDArray[np.bool_],
        low: Array,
        high: Array,
        loading: Array,
        *,
        everywhere: int | None = None,
    ) -> Self:
        """The same with one more point, more equations and tighter limits; the flows of one step in all of them."""
        shared = () if everywhere is None else (point.at_step(everywhere),)
        return replace(
            self,
            points=(*self.points, *shared, point),
            is_exact=self.is_exact | is_exact,
            voltage_low=self.voltage_low + low,
            voltage_high=self.voltage_high + high,
            loading=self.loading + loading,
        )
