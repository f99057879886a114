r"""Electrolyser: off, in standby or on; on, hydrogen follows power along straight lines between the curve's points.

.. math::

    p_t &= P_0 o_t + \sum_i \delta_{it} + P_s b_t, \qquad
    q_t = H_0 o_t + \sum_i \frac{H_i - H_{i-1}}{P_i - P_{i-1}} \delta_{it} \\
    0 &\le \delta_{it} \le (P_i - P_{i-1}) o_t, \qquad o_t + b_t \le 1, \qquad v_t \ge (o + b)_t - (o + b)_{t-1} \\
    (P_i - P_{i-1}) z_{it} &\le \delta_{it}, \qquad \delta_{i+1,t} \le (P_{i+1} - P_i) z_{it} \qquad t \in X

The incremental form of a piecewise linear function (Vielma, Mixed Integer Linear Programming Formulation Techniques,
SIAM Review 57 (2015), DOI 10.1137/130915303). Production is an equality: an inequality would let a plan waste
electricity to hide a surplus. Where the curve is concave the best segments fill first by themselves; steps in which
they do not (a surplus that nobody wants) get the order's binaries z at the next look (X, see `Behaviour.conflicts`);
a curve that is not concave has them in all steps. Three states after Baumhof et al., Optimization of hybrid power
plants: when is a detailed electrolyzer model necessary? (2023), DOI 10.48550/arXiv.2301.05310.

====================  ==========================================  ====
symbol                name in code                                unit
====================  ==========================================  ====
:math:`o, b, v`       ``is_on``, ``is_standby``, ``is_starting``  0/1
:math:`\delta`        ``segment[i, t]``                           MW
:math:`z`             ``is_full[i, t]``                           0/1
:math:`P_i, H_i`      points of the curve                         MW
:math:`P_s`           ``standby_mw``                              MW
====================  ==========================================  ====
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import NEGLIGIBLE_MW, Behaviour, Block, Doing, Expr
from dispatch.windows import Array
from sites.assets.electrolyser import LHV_KWH_PER_KG, Electrolyser

if TYPE_CHECKING:
    from dispatch.inputs import Inputs
    from sites.state import State

__all__ = ["ElectrolyserBehaviour", "hours_after"]

COST = "electrolyser_start"


def hours_after(before_hours: float, is_on: Array, hours: float) -> float:
    """Hours on (+) or off (-) at the end of a day, from those at its beginning and the steps between."""
    on = np.asarray(is_on) > 0.5
    changes = np.flatnonzero(on != on[-1])
    since = len(on) - (int(changes[-1]) + 1 if changes.size else 0)
    is_through = not changes.size and (before_hours > 0) == bool(on[-1])
    total = since * hours + (abs(before_hours) if is_through else 0.0)
    return float(min(total, 8784.0) * (1.0 if on[-1] else -1.0))


def starts(before_hours: float, is_on: Array) -> int:
    """How often something goes on in a day."""
    on = np.concatenate([[before_hours > 0], np.asarray(is_on) > 0.5])
    return int((on[1:] & ~on[:-1]).sum())


class ElectrolyserBehaviour(Behaviour[Electrolyser]):
    """An electrolyser."""

    quantities: ClassVar[Mapping[str, tuple[str, str]]] = {
        "is_standby": ("1", "whether it is kept warm without making anything"),
        "kwh_per_kg": ("kWh/kg", "electricity for a kilogram of hydrogen"),
    }
    held: ClassVar[frozenset[str]] = frozenset({"is_on", "is_standby"})

    def build(self, block: Block) -> None:
        """States, segments, and what a start is."""
        asset, limit = self.asset, self._limit()
        widths, count = np.diff(asset.powers_mw), len(asset.curve) - 1
        block.slope = dict(enumerate((np.diff(asset.hydrogens_mw) / widths).tolist()))
        block.is_on = pyo.Var(self.T, within=pyo.Binary)
        block.is_standby = pyo.Var(self.T if asset.standby_mw is not None else [], within=pyo.Binary)
        block.segment = pyo.Var(range(count), self.T, bounds=lambda _, i, t: (0.0, float(widths[i])))
        block.segment_only_on = pyo.Constraint(
            range(count), self.T, rule=lambda b, i, t: b.segment[i, t] <= float(widths[i]) * b.is_on[t]
        )
        block.within_limit = pyo.Constraint(
            [t for t in self.T if limit[t] < asset.power_mw_max],
            rule=lambda b, t: self.power(b, t) <= float(limit[t]),
        )
        block.one_state = pyo.Constraint(
            list(block.is_standby), rule=lambda b, t: b.is_on[t] + b.is_standby[t] <= 1
        )
        steps = self.T if asset.cold_start_yuan else []
        block.is_starting = pyo.Var(steps, bounds=(0.0, 1.0))
        block.starts_from_cold = pyo.Constraint(
            steps, rule=lambda b, t: b.is_starting[t] >= self._warm(b, t) - self._warm(b, t - 1)
        )
        self._order(block, widths)

    def _order(self, block: Block, widths: Array) -> None:
        """Segments fill one after the other, in the steps that need it said."""
        is_needed = not self.asset.is_concave
        steps = list(self.T) if is_needed else sorted(self.case.exclusive_steps(self.asset.name))
        inner = range(len(widths) - 1)
        block.is_full = pyo.Var(inner, steps, within=pyo.Binary)
        block.full_before_next = pyo.Constraint(
            inner, steps, rule=lambda b, i, t: float(widths[i]) * b.is_full[i, t] <= b.segment[i, t]
        )
        block.next_only_when_full = pyo.Constraint(
            inner, steps, rule=lambda b, i, t: b.segment[i + 1, t] <= float(widths[i + 1]) * b.is_full[i, t]
        )

    def _limit(self) -> Array:
        return self.case.day.limited_mw(self.asset.name, self.case.steps, self.asset.power_mw_max)

    def _before_hours(self) -> float:
        return self.case.state.value(self.case.site, "unit_hours", self.asset.name)

    def _warm(self, block: Block, t: int) -> Expr:
        if t < 0:
            return 1.0 if self._before_hours() > 0 else 0.0
        return block.is_on[t] + (block.is_standby[t] if self.asset.standby_mw is not None else 0.0)

    def power(self, block: Block, t: int) -> Expr:
        """What it takes, MW."""
        asset = self.asset
        standby = asset.standby_mw * block.is_standby[t] if asset.standby_mw is not None else 0.0
        segments = pyo.quicksum(block.segment[i, t] for i in block.slope)
        return asset.power_mw_min * block.is_on[t] + segments + standby

    def injection(self, block: Block, t: int) -> Expr:
        """It takes power."""
        return -self.power(block, t)

    def feeds(self, block: Block, t: int) -> Mapping[str, Expr]:
        """Hydrogen."""
        made = pyo.quicksum(slope * block.segment[i, t] for i, slope in block.slope.items())
        return {"hydrogen_bus": float(self.asset.hydrogens_mw[0]) * block.is_on[t] + made}

    def losses(self, block: Block, t: int) -> Expr:
        """What of the electricity is no hydrogen."""
        return self.case.hours * (self.power(block, t) - self.feeds(block, t)["hydrogen_bus"])

    def looped(self, block: Block, t: int) -> Expr:
        """Standby makes nothing: beside a surplus it would only hide it."""
        if self.asset.standby_mw is None:
            return 0.0
        return self.asset.standby_mw * self.case.hours * block.is_standby[t]

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """Cold starts."""
        return {COST: self.asset.cold_start_yuan * pyo.quicksum(block.is_starting.values())}

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """Its power."""
        return (self.power(block, t),)

    def conflicts(self, block: Block) -> frozenset[int]:
        """Steps in which a segment is used before the one below it is full."""
        widths = np.diff(self.asset.powers_mw)
        filled = np.asarray([[block.segment[i, t].value or 0.0 for t in self.T] for i in block.slope])
        early = np.minimum(widths[:-1, None] - filled[:-1], filled[1:]) > NEGLIGIBLE_MW
        return frozenset(np.flatnonzero(early.any(axis=0)).tolist())

    def results(self, block: Block) -> dict[str, Array]:
        """Power, states, kWh for a kilogram; by the curve, so that what is shown is exact."""
        on = np.asarray([block.is_on[t].value or 0.0 for t in self.T]).round()
        standby = np.zeros(len(self.T))
        for t, variable in block.is_standby.items():
            standby[t] = round(variable.value or 0.0)
        power = np.asarray([pyo.value(self.power(block, t)) for t in self.T])
        made = np.asarray([pyo.value(self.feeds(block, t)["hydrogen_bus"]) for t in self.T])
        demand = -self.case.reference.injection_mw[self.asset.name]
        return {**_quantities(power, made, on, standby), "demand_mw": demand}

    @classmethod
    def preferred(cls, asset: Electrolyser, inputs: Inputs) -> Doing:
        """Off by itself: it follows the hydrogen that is lacking."""
        zero = np.zeros(inputs.steps.count)
        return Doing(_quantities(zero, zero, zero, zero), feeds={"hydrogen_bus": zero})

    @classmethod
    def follow(
        cls, asset: Electrolyser, inputs: Inputs, doing: Doing, field: str, wanted_mw: Array
    ) -> Doing | None:
        """As much as is lacking, within its limits; where that is below its least load, it is off."""
        limit = inputs.day.limited_mw(asset.name, inputs.steps, asset.power_mw_max)
        limit = np.where(inputs.day.pinned_mw(asset.name, inputs.steps) == 0.0, 0.0, limit)
        power = np.minimum(np.interp(wanted_mw, asset.hydrogens_mw, asset.powers_mw), limit)
        on = (wanted_mw >= asset.hydrogens_mw[0]) & (power >= asset.power_mw_min) & (wanted_mw > 0)
        return _at(asset, np.where(on, power, 0.0), on.astype(float), np.zeros(len(power)))

    @classmethod
    def repeated(cls, asset: Electrolyser, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """States and power of the earlier plan."""
        of = earlier.sel(asset=asset.name)
        power, on, standby = (
            np.asarray(of[q].values, dtype=float) for q in ("power_mw", "is_on", "is_standby")
        )
        return _at(asset, power, on, standby)

    @classmethod
    def bill(cls, asset: Electrolyser, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """Cold starts."""
        warm = quantities["is_on"] + quantities["is_standby"]
        before = inputs.state.value(inputs.site, "unit_hours", asset.name)
        return {COST: asset.cold_start_yuan * starts(before, warm)}

    @classmethod
    def carried(
        cls, asset: Electrolyser, state: State, quantities: Mapping[str, Array], hours: float
    ) -> dict[tuple[str, str], float]:
        """How long it has been warm (+) or off (-)."""
        before = state.unit_hours.get(asset.name, asset.initial_state()["unit_hours"][asset.name])
        after = hours_after(before, quantities["is_on"] + quantities["is_standby"], hours)
        return {("unit_hours", asset.name): after}


def _at(asset: Electrolyser, power: Array, on: Array, standby: Array) -> Doing:
    """What it does at given powers and states."""
    made = np.where(on > 0.5, np.interp(power, asset.powers_mw, asset.hydrogens_mw), 0.0)
    return Doing(_quantities(power, made, on, standby), feeds={"hydrogen_bus": made})


def _quantities(power: Array, made: Array, on: Array, standby: Array) -> dict[str, Array]:
    is_making = made > NEGLIGIBLE_MW
    ratio = np.divide(power, made, out=np.full(len(power), np.nan), where=is_making)
    return {
        "demand_mw": power,
        "power_mw": power,
        "unserved_mw": np.zeros(len(power)),
        "is_on": on,
        "is_standby": standby,
        "kwh_per_kg": ratio * LHV_KWH_PER_KG,
    }
