r"""What makes heat of electricity at a ratio that is known before the day: a COP, an efficiency.

.. math:: q_t = \rho_t\, p_t, \qquad p^{min} o_t \le p_t \le P_t o_t

=====================  ======================  ====
symbol                 name in code            unit
=====================  ======================  ====
:math:`p_t`            ``power``               MW
:math:`q_t`            `Heater.feeds`          MW
:math:`\rho_t`         `Heater.ratio`          1
:math:`o_t`            ``is_on``               0/1
:math:`P_t`            `Heater.most_mw`        MW
=====================  ======================  ====

``is_on`` is there only where there is a least power. On the reference day it follows the heat that its bus lacks.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Behaviour, Block, Doing, Expr, values_of
from dispatch.windows import Array
from sites.assets.electric_boiler import ElectricBoiler
from sites.assets.heat_pump import HeatPump

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["Heater"]

H = TypeVar("H", HeatPump, ElectricBoiler)


class Heater(Behaviour[H]):
    """Takes power at home and feeds its ``heat_bus``."""

    @classmethod
    @abstractmethod
    def ratio(cls, asset: H, inputs: Inputs) -> Array:
        """Heat per electricity in each step, shape (count,)."""

    @classmethod
    def most_mw(cls, asset: H, inputs: Inputs) -> Array:
        """Most electric power after the day's facts, MW, shape (count,)."""
        return inputs.day.limited_mw(asset.name, inputs.steps, asset.power_mw_max)

    @classmethod
    def quantities_of(cls, asset: H, inputs: Inputs, power: Array) -> dict[str, Array]:
        """What the schedule says of some power."""
        del asset, inputs
        return {"demand_mw": power, "power_mw": power, "unserved_mw": np.zeros(len(power))}

    def build(self, block: Block) -> None:
        """Power within its limits, in steps that it runs."""
        asset, limit = self.asset, self.most_mw(self.asset, self.case)
        block.power = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(limit[t])))
        block.ratio = dict(enumerate(self.ratio(asset, self.case).tolist()))
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
        return {"heat_bus": block.ratio[t] * block.power[t]}

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """Its power."""
        return (block.power[t],)

    def results(self, block: Block) -> dict[str, Array]:
        """Power on the reference day and as planned."""
        demand = -self.case.reference.injection_mw[self.asset.name]
        power = values_of(block.power, self.T)
        return {**self.quantities_of(self.asset, self.case, power), "demand_mw": demand}

    @classmethod
    def preferred(cls, asset: H, inputs: Inputs) -> Doing:
        """Nothing by itself: it follows the heat that is lacking."""
        return cls._doing(asset, inputs, np.zeros(inputs.steps.count))

    @classmethod
    def follow(cls, asset: H, inputs: Inputs, doing: Doing, field: str, wanted_mw: Array) -> Doing | None:
        """As much as is lacking, within its limits; where that is below its least power, nothing."""
        is_off = inputs.day.pinned_mw(asset.name, inputs.steps) == 0.0
        limit = np.where(is_off, 0.0, cls.most_mw(asset, inputs))
        power = np.minimum(wanted_mw / cls.ratio(asset, inputs), limit)
        return cls._doing(asset, inputs, np.where(power < asset.power_mw_min, 0.0, power))

    @classmethod
    def repeated(cls, asset: H, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """The power of the earlier plan, at today's ratio."""
        power = np.asarray(earlier["power_mw"].sel(asset=asset.name).values, dtype=float)
        return cls._doing(asset, inputs, power)

    @classmethod
    def _doing(cls, asset: H, inputs: Inputs, power: Array) -> Doing:
        feeds = {"heat_bus": power * cls.ratio(asset, inputs)}
        return Doing(cls.quantities_of(asset, inputs, power), feeds=feeds)
