r"""Hydrogen load: a firm demand, and a daily quantity that is taken where it pays.

.. math:: p_t = D_t - u_t + f_t, \qquad 0 \le f_t \le F_t, \qquad \sum_t f_t h \le E, \qquad
    \text{cost} = -v \sum_t f_t h

with :math:`u_t` = 0 unless the model is elastic. On the reference day the quantity is taken evenly over the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Behaviour, Block, Doing, Expr, values_of
from dispatch.assets.firm import firm_mw, movable_mw
from dispatch.windows import Array
from sites.assets.hydrogen_load import HydrogenLoad

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["HydrogenLoadBehaviour"]

COST = "hydrogen_sale"


class HydrogenLoadBehaviour(Behaviour[HydrogenLoad]):
    """A consumer of hydrogen."""

    clauses: ClassVar[tuple[str, ...]] = ("firm_load",)
    quantities: ClassVar[Mapping[str, tuple[str, str]]] = {
        "flexible_mw": ("MW", "what of the daily quantity is taken")
    }

    def build(self, block: Block) -> None:
        """What of the demand may be left unserved; the flexible part."""
        asset, case = self.asset, self.case
        wanted = firm_mw(case, asset.name, is_alone=asset.flexible is None)
        block.wanted = pyo.Param(self.T, initialize=dict(enumerate(wanted.tolist())))
        if case.is_elastic:
            block.unserved_at_most = pyo.Constraint(
                self.T, rule=lambda b, t: self.slack(b, "firm_load", t) <= float(wanted[t])
            )
        if asset.flexible is not None:
            most = movable_mw(case, asset.name, asset.flexible.power_mw_max)
            block.taken = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(most[t])))
            block.quantity_at_most = pyo.Constraint(
                expr=pyo.quicksum(block.taken.values()) * case.hours <= asset.flexible.energy_mwh_max
            )

    def injection(self, block: Block, t: int) -> Expr:
        """Demand and flexible part take hydrogen."""
        taken = block.taken[t] if self.asset.flexible is not None else 0.0
        return self.slack(block, "firm_load", t) - block.wanted[t] - taken

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """Worth of the flexible part."""
        if self.asset.flexible is None:
            return {}
        taken = pyo.quicksum(block.taken.values()) * self.case.hours
        return {COST: -self.asset.flexible.value_yuan_per_mwh * taken}

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """The flexible part."""
        return (block.taken[t],) if self.asset.flexible is not None else ()

    def results(self, block: Block) -> dict[str, Array]:
        """Demand on the reference day, hydrogen served, flexible part."""
        asset = self.asset
        unserved = self.overruns(block).get((asset.name, "firm_load"), np.zeros(len(self.T)))
        firm = firm_mw(self.case, asset.name, is_alone=asset.flexible is None) - unserved
        taken = values_of(block.taken, self.T) if asset.flexible is not None else None
        return _quantities(asset, self.case, firm, taken)

    @classmethod
    def preferred(cls, asset: HydrogenLoad, inputs: Inputs) -> Doing:
        """The demand, and the quantity evenly over the day."""
        return Doing(_quantities(asset, inputs, inputs.demand_mw[asset.name], _even_mw(asset, inputs)))

    @classmethod
    def repeated(cls, asset: HydrogenLoad, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """Today's demand or what the day pins, and the flexible part of the earlier plan."""
        firm, taken = firm_mw(inputs, asset.name, is_alone=asset.flexible is None), None
        if asset.flexible is not None:
            planned = np.asarray(earlier["flexible_mw"].sel(asset=asset.name).values, dtype=float)
            taken = np.minimum(planned, movable_mw(inputs, asset.name, asset.flexible.power_mw_max))
        return Doing(_quantities(asset, inputs, firm, taken))

    @classmethod
    def bill(cls, asset: HydrogenLoad, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """Worth of the flexible part."""
        if asset.flexible is None:
            return {}
        taken = float(quantities["flexible_mw"].sum()) * inputs.hours
        return {COST: -asset.flexible.value_yuan_per_mwh * taken}


def _even_mw(asset: HydrogenLoad, inputs: Inputs) -> Array | None:
    """The daily quantity evenly over the day, as far as it can be taken, MW."""
    if asset.flexible is None:
        return None
    even = asset.flexible.energy_mwh_max / (inputs.steps.count * inputs.hours)
    return np.minimum(movable_mw(inputs, asset.name, asset.flexible.power_mw_max), even)


def _quantities(asset: HydrogenLoad, inputs: Inputs, firm: Array, taken: Array | None) -> dict[str, Array]:
    demand, even = inputs.demand_mw[asset.name], _even_mw(asset, inputs)
    return {
        "demand_mw": demand if even is None else demand + even,
        "power_mw": firm if taken is None else firm + taken,
        "unserved_mw": np.maximum(demand - firm, 0.0),
        "flexible_mw": np.zeros(len(demand)) if taken is None else taken,
    }
