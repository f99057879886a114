r"""Firm load: served in full; in an elastic model what cannot be served is counted.

.. math:: p_t = D_t - s_t, \qquad s_t = 0 \text{ unless the model is elastic}

A pin of the day is the operator's own decision and takes the demand's place in its steps: what is then not served is
still counted, but breaks nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Behaviour, Block, Doing, Expr
from dispatch.windows import Array
from sites.assets.load import Load

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["LoadBehaviour"]


class LoadBehaviour(Behaviour[Load]):
    """A firm load."""

    clauses: ClassVar[tuple[str, ...]] = ("firm_load",)

    @property
    def demand(self) -> Array:
        """Demand, MW, shape (count,)."""
        return self.case.demand_mw[self.asset.name]

    @property
    def wanted(self) -> Array:
        """What is to be served: the demand, or what the day pins, MW, shape (count,)."""
        pinned = self.case.day.pinned_mw(self.asset.name, self.case.steps)
        return np.where(np.isnan(pinned), self.demand, -pinned)

    def build(self, block: Block) -> None:
        """No more can be left unserved than is wanted."""
        wanted = self.wanted
        if self.case.is_elastic:
            block.unserved_at_most = pyo.Constraint(
                self.T, rule=lambda b, t: self.slack(b, "firm_load", t) <= float(wanted[t])
            )
        block.wanted = pyo.Param(self.T, initialize=dict(enumerate(wanted.tolist())))

    def injection(self, block: Block, t: int) -> Expr:
        """The load takes what is served."""
        return self.slack(block, "firm_load", t) - block.wanted[t]

    def results(self, block: Block) -> dict[str, Array]:
        """Demand, served and unserved power."""
        power = self.wanted - self.overruns(block).get((self.asset.name, "firm_load"), np.zeros(len(self.T)))
        return {
            "demand_mw": self.demand,
            "power_mw": power,
            "unserved_mw": np.maximum(self.demand - power, 0.0),
        }

    @classmethod
    def preferred(cls, asset: Load, inputs: Inputs) -> Doing:
        """The demand."""
        demand = inputs.demand_mw[asset.name]
        return Doing({"demand_mw": demand, "power_mw": demand, "unserved_mw": np.zeros(len(demand))})

    @classmethod
    def repeated(cls, asset: Load, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """Today's demand, or what the day pins."""
        demand, pinned = inputs.demand_mw[asset.name], inputs.day.pinned_mw(asset.name, inputs.steps)
        power = np.where(np.isnan(pinned), demand, -pinned)
        return Doing({"demand_mw": demand, "power_mw": power, "unserved_mw": np.maximum(demand - power, 0.0)})
