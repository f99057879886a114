r"""Fuel cell: electricity, and heat where it is used, from hydrogen.

.. math::

    P^{min} o_t \le p_t \le P_t o_t, \qquad \text{H}_2: -p_t / \eta, \qquad \text{heat}: \eta_q p_t / \eta,
    \qquad v_t \ge o_t - o_{t-1}

Hydrogen that was made here from electricity and comes back as electricity is a store: what a MWh given back has cost
is the loss of the whole cycle, :math:`\text{loop}_t = (1 / (\eta_{el} \eta) - 1) p_t h` with the least efficiency
:math:`\eta_{el}` of the electrolysers on its bus: with a better one, making hydrogen at the worst point of the curve
and burning it at once would count as absorbing. Without an electrolyser there is no loop. Constant efficiency: at
part load a fuel cell is rather better, so that the hydrogen is not underrated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Behaviour, Block, Doing, Expr, values_of
from dispatch.assets.electrolyser import hours_after, starts
from dispatch.windows import Array
from sites.assets.fuel_cell import FuelCell

if TYPE_CHECKING:
    from dispatch.inputs import Inputs
    from sites.state import State

__all__ = ["FuelCellBehaviour"]

COST = "fuel_cell_start"


class FuelCellBehaviour(Behaviour[FuelCell]):
    """A fuel cell."""

    held: ClassVar[frozenset[str]] = frozenset({"is_on"})

    def build(self, block: Block) -> None:
        """Power in the steps that it runs, and what a start is."""
        asset = self.asset
        limit = self.case.day.limited_mw(asset.name, self.case.steps, asset.power_mw_max)
        block.power = pyo.Var(self.T, bounds=lambda _, t: (0.0, float(limit[t])))
        block.is_on = pyo.Var(self.T, within=pyo.Binary)
        block.runs_at_most = pyo.Constraint(
            self.T, rule=lambda b, t: b.power[t] <= float(limit[t]) * b.is_on[t]
        )
        block.runs_at_least = pyo.Constraint(
            self.T, rule=lambda b, t: b.power[t] >= asset.power_mw_min * b.is_on[t]
        )
        steps = self.T if asset.start_yuan else []
        block.is_starting = pyo.Var(steps, bounds=(0.0, 1.0))
        block.starts = pyo.Constraint(
            steps,
            rule=lambda b, t: b.is_starting[t] >= b.is_on[t] - (b.is_on[t - 1] if t else self._was_on()),
        )

    def _was_on(self) -> float:
        return 1.0 if self.case.state.value(self.case.site, "unit_hours", self.asset.name) > 0 else 0.0

    def injection(self, block: Block, t: int) -> Expr:
        """It feeds power."""
        return block.power[t]

    def feeds(self, block: Block, t: int) -> Mapping[str, Expr]:
        """Hydrogen drawn, heat fed."""
        ratios = _ratios(self.asset)
        return {field: ratio * block.power[t] for field, ratio in ratios.items()}

    def losses(self, block: Block, t: int) -> Expr:
        """What of the hydrogen is neither electricity nor used heat."""
        return -self.case.hours * (block.power[t] + pyo.quicksum(self.feeds(block, t).values()))

    def looped(self, block: Block, t: int) -> Expr:
        """The loss of the whole cycle for what is given back."""
        cycle = self.asset.cycle_frac(self.case.site)
        return (1.0 / cycle - 1.0) * self.case.hours * block.power[t]

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """Starts."""
        return {COST: self.asset.start_yuan * pyo.quicksum(block.is_starting.values())}

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """Its power."""
        return (block.power[t],)

    def results(self, block: Block) -> dict[str, Array]:
        """Power, and whether it runs."""
        on = np.asarray([block.is_on[t].value or 0.0 for t in self.T]).round()
        return {"output_mw": values_of(block.power, self.T), "is_on": on}

    @classmethod
    def preferred(cls, asset: FuelCell, inputs: Inputs) -> Doing:
        """Off."""
        return _doing(asset, np.zeros(inputs.steps.count), np.zeros(inputs.steps.count))

    @classmethod
    def repeated(cls, asset: FuelCell, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """The power of the earlier plan."""
        of = earlier.sel(asset=asset.name)
        return _doing(asset, np.asarray(of["output_mw"].values), np.asarray(of["is_on"].values))

    @classmethod
    def bill(cls, asset: FuelCell, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """Starts."""
        before = inputs.state.value(inputs.site, "unit_hours", asset.name)
        return {COST: asset.start_yuan * starts(before, quantities["is_on"])}

    @classmethod
    def carried(
        cls, asset: FuelCell, state: State, quantities: Mapping[str, Array], hours: float
    ) -> dict[tuple[str, str], float]:
        """How long it has been on (+) or off (-)."""
        before = state.unit_hours.get(asset.name, asset.initial_state()["unit_hours"][asset.name])
        return {("unit_hours", asset.name): hours_after(before, quantities["is_on"], hours)}


def _ratios(asset: FuelCell) -> dict[str, float]:
    """What it feeds into its further buses for a MW at home, MW."""
    known = {
        "hydrogen_bus": -1.0 / asset.efficiency_frac,
        "heat_bus": asset.heat_frac / asset.efficiency_frac,
    }
    return {field: known[field] for field in asset.feeds}


def _doing(asset: FuelCell, power: Array, on: Array) -> Doing:
    feeds = {field: ratio * power for field, ratio in _ratios(asset).items()}
    return Doing({"output_mw": power, "is_on": on}, feeds=feeds)
