r"""Renewable source that can be curtailed: PV and wind alike.

.. math:: 0 \le u_t \le a_t, \qquad c_t = a_t - u_t, \qquad \text{curtailment} = \pi \sum_t c_t h

with :math:`\pi` = ``curtailment_cost_yuan_per_mwh``.

====================  ==================  =====
symbol                name in code        unit
====================  ==================  =====
:math:`u_t`           ``used``            MW
:math:`a_t`           ``available``       MW
:math:`c_t`           ``curtailed_mw``    MW
====================  ==================  =====
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyomo.environ as pyo

from dispatch.assets.base import A, Behaviour, Block, Expr, values_of
from dispatch.windows import Array
from sites.assets.base import AssetBase

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["Renewable"]


class Renewable(Behaviour[A]):
    """A source whose available power comes from the forecast."""

    @property
    def available(self) -> Array:
        """Available power after outages and derates, MW, shape (count,)."""
        return self.case.available_mw[self.asset.name]

    def build(self, block: Block) -> None:
        """Used power between nothing and what is available."""
        block.used = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(self.available[t])))

    def injection(self, block: Block, t: int) -> Expr:
        """What is used feeds the bus."""
        return block.used[t]

    def absorbed(self, block: Block, t: int) -> Expr:
        """What is used."""
        return block.used[t]

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """What curtailing costs, where it does."""
        price = _price(self.asset)
        if price == 0.0:
            return {}
        cut = pyo.quicksum(float(self.available[t]) - block.used[t] for t in self.T)
        return {"curtailment": price * self.case.hours * cut}

    @classmethod
    def bill(cls, asset: A, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """What curtailing costs, where it does."""
        price = _price(asset)
        cut = float(quantities["curtailed_mw"].sum()) * inputs.hours if price else 0.0
        return {"curtailment": price * cut} if price else {}

    def results(self, block: Block) -> dict[str, Array]:
        """Available, used and curtailed power."""
        used = values_of(block.used, self.T)
        return {"available_mw": self.available, "used_mw": used, "curtailed_mw": self.available - used}


def _price(asset: AssetBase) -> float:
    """Cost of each MWh curtailed, yuan."""
    return float(getattr(asset, "curtailment_cost_yuan_per_mwh", 0.0))
