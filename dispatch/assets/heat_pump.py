r"""Heat pump: heat from electricity, by a COP that follows the temperature of its source.

.. math:: q_t = \text{COP}_t\, p_t, \qquad p^{min} o_t \le p_t \le P_t o_t, \qquad q_t \le Q

The COP is known before the day (`HeatPump.cop`), so that the equation stays linear; the loss of COP at part load is not
modelled. o (``is_on``) is there only where there is a least power.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Behaviour, Block, Doing, Expr, values_of
from dispatch.windows import Array
from sites.assets.heat_pump import HeatPump

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["HeatPumpBehaviour"]


def _limit(asset: HeatPump, inputs: Inputs, cop: Array) -> Array:
    """Most electric power after the day's facts and the most heat, MW, shape (count,)."""
    limit = inputs.day.limited_mw(asset.name, inputs.steps, asset.power_mw_max)
    return limit if asset.heat_mw_max is None else np.minimum(limit, asset.heat_mw_max / cop)


class HeatPumpBehaviour(Behaviour[HeatPump]):
    """A heat pump."""

    quantities: ClassVar[Mapping[str, tuple[str, str]]] = {"cop": ("1", "heat per electricity")}

    @property
    def cop(self) -> Array:
        """COP of each step, shape (count,)."""
        return self.asset.cop(self.case.outdoor_c(self.asset.temp_air_c))

    def build(self, block: Block) -> None:
        """Power within its limits, in steps that it runs."""
        asset, cop = self.asset, self.cop
        limit = _limit(asset, self.case, cop)
        block.power = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(limit[t])))
        block.cop = dict(enumerate(cop.tolist()))
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
        return {"heat_bus": block.cop[t] * block.power[t]}

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """Its power."""
        return (block.power[t],)

    def results(self, block: Block) -> dict[str, Array]:
        """Power on the reference day and as planned; COP."""
        demand = -self.case.reference.injection_mw[self.asset.name]
        return {**_quantities(values_of(block.power, self.T), self.cop), "demand_mw": demand}

    @classmethod
    def preferred(cls, asset: HeatPump, inputs: Inputs) -> Doing:
        """Nothing by itself: it follows the heat that is lacking."""
        return _doing(asset, inputs, np.zeros(inputs.steps.count))

    @classmethod
    def follow(
        cls, asset: HeatPump, inputs: Inputs, doing: Doing, field: str, wanted_mw: Array
    ) -> Doing | None:
        """As much as is lacking, within its limits; where that is below its least power, nothing."""
        cop = asset.cop(inputs.outdoor_c(asset.temp_air_c))
        limit = np.where(
            inputs.day.pinned_mw(asset.name, inputs.steps) == 0.0, 0.0, _limit(asset, inputs, cop)
        )
        power = np.minimum(wanted_mw / cop, limit)
        return _doing(asset, inputs, np.where(power < asset.power_mw_min, 0.0, power))

    @classmethod
    def repeated(cls, asset: HeatPump, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """The power of the earlier plan, with today's COP."""
        return _doing(
            asset, inputs, np.asarray(earlier["power_mw"].sel(asset=asset.name).values, dtype=float)
        )


def _quantities(power: Array, cop: Array) -> dict[str, Array]:
    return {"demand_mw": power, "power_mw": power, "unserved_mw": np.zeros(len(power)), "cop": cop}


def _doing(asset: HeatPump, inputs: Inputs, power: Array) -> Doing:
    cop = asset.cop(inputs.outdoor_c(asset.temp_air_c))
    return Doing(_quantities(power, cop), feeds={"heat_bus": power * cop})
