r"""Electric boiler: heat from electricity.

.. math:: q_t = \eta\, p_t, \qquad p^{min} o_t \le p_t \le P_t o_t

=====================  ===================  ====
symbol                 name in code         unit
=====================  ===================  ====
:math:`p_t`            ``power``            MW
:math:`q_t`            `feeds`              MW
:math:`o_t`            ``is_on``            0/1
:math:`\eta`           ``efficiency_frac``  1
=====================  ===================  ====

``is_on`` is there only where there is a least power.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Behaviour, Block, Doing, Expr, values_of
from dispatch.windows import Array
from sites.assets.electric_boiler import ElectricBoiler

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["ElectricBoilerBehaviour"]


class ElectricBoilerBehaviour(Behaviour[ElectricBoiler]):
    """An electric boiler."""

    def build(self, block: Block) -> None:
        """Power within its limits, in steps that it runs."""
        asset = self.asset
        limit = self.case.day.limited_mw(asset.name, self.case.steps, asset.power_mw_max)
        block.power = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(limit[t])))
        steps = self.T if asset.power_mw_min > 0 else range(0)
        block.is_on = pyo.Var(steps, within=pyo.Binary)
        block.runs_at_most = pyo.Constraint(
            steps, rule=lambda b, t: b.power[t] <= float(limit[t]) * b.is_on[t]
        )
        block.runs_at_least = pyo.Constraint(
            steps, rule=lambda b, t: b.power[t] >= asset.power_mw_min * b.is_on[t]
        )

    def injection(self, block: Block, t: int) -> Expr:
        """It takes power."""
        return -block.power[t]

    def feeds(self, block: Block, t: int) -> Mapping[str, Expr]:
        """Heat."""
        return {"heat_bus": self.asset.efficiency_frac * block.power[t]}

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """Its power."""
        return (block.power[t],)

    def results(self, block: Block) -> dict[str, Array]:
        """Power on the reference day and as planned."""
        demand = -self.case.reference.injection_mw[self.asset.name]
        return {**_quantities(values_of(block.power, self.T)), "demand_mw": demand}

    @classmethod
    def preferred(cls, asset: ElectricBoiler, inputs: Inputs) -> Doing:
        """Nothing by itself: it follows the heat that is lacking."""
        return _doing(asset, np.zeros(inputs.steps.count))

    @classmethod
    def follow(
        cls, asset: ElectricBoiler, inputs: Inputs, doing: Doing, field: str, wanted_mw: Array
    ) -> Doing | None:
        """As much as is lacking, within its limits; where that is below its least power, nothing."""
        limit = inputs.day.limited_mw(asset.name, inputs.steps, asset.power_mw_max)
        is_off = inputs.day.pinned_mw(asset.name, inputs.steps) == 0.0
        power = np.minimum(wanted_mw / asset.efficiency_frac, np.where(is_off, 0.0, limit))
        return _doing(asset, np.where(power < asset.power_mw_min, 0.0, power))

    @classmethod
    def repeated(cls, asset: ElectricBoiler, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """The power of the earlier plan."""
        return _doing(asset, np.asarray(earlier["power_mw"].sel(asset=asset.name).values, dtype=float))


def _quantities(power: Array) -> dict[str, Array]:
    return {"demand_mw": power, "power_mw": power, "unserved_mw": np.zeros(len(power))}


def _doing(asset: ElectricBoiler, power: Array) -> Doing:
    return Doing(_quantities(power), feeds={"heat_bus": power * asset.efficiency_frac})
