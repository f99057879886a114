r"""Tie to the public grid: import and export with limits, time-of-use price, feed-in price, demand charge.

.. math::

    & 0 \le i_t \le I_t, \qquad 0 \le x_t \le X_t, \qquad i_t \le I_t z_t, \quad x_t \le X_t (1 - z_t) \quad t \in X \\
    & \text{energy} = \sum_t p_t i_t h, \qquad \text{feed-in} = -\sum_t f_t x_t h \\
    & P \ge i_t, \qquad \text{demand charge} = \pi\, [(P - B)^+ + (\varphi - 1) (P - \max(B, O))^+]

=================  =============================================================  ==========
symbol             name in code                                                   unit
=================  =============================================================  ==========
:math:`i_t, x_t`   ``imported``, ``exported``                                     MW
:math:`p_t, f_t`   ``import_price``, ``export_price``                             yuan/MWh
:math:`z_t`        ``is_importing``                                               0/1
:math:`P`          the day's highest import                                       MW
:math:`B`          `State.billing_base_mw`: billed so far, expected, or floor     MW
:math:`O`          ``overrun_mw``: contract and its tolerance                     MW
:math:`\pi`        ``price_yuan_per_mw_month``                                    yuan/MW
:math:`\varphi`    ``overrun_factor``                                             1
=================  =============================================================  ==========

A day is charged only what it adds to the month's peak, so that the 1st does not carry a month alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo

from dispatch.assets.base import NEGLIGIBLE_MW, Behaviour, Block, Expr, values_of
from dispatch.windows import Array
from sites.assets.grid import Grid

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["GridBehaviour"]


class GridBehaviour(Behaviour[Grid]):
    """The tie."""

    clauses: ClassVar[tuple[str, ...]] = ("import_limit", "export_limit")

    def build(self, block: Block) -> None:
        """Import, export, the binaries where they are needed, and the day's excess over the billed peak."""
        name, case = self.asset.name, self.case
        imports, exports = case.import_limit_mw[name], case.export_limit_mw[name]
        elastic = case.is_elastic
        block.imported = pyo.Var(self.T, bounds=lambda _, t: (0.0, None if elastic else float(imports[t])))
        block.exported = pyo.Var(self.T, bounds=lambda _, t: (0.0, None if elastic else float(exports[t])))
        if elastic:
            block.import_at_most = pyo.Constraint(
                self.T,
                rule=lambda b, t: b.imported[t] <= float(imports[t]) + self.slack(b, "import_limit", t),
            )
            block.export_at_most = pyo.Constraint(
                self.T,
                rule=lambda b, t: b.exported[t] <= float(exports[t]) + self.slack(b, "export_limit", t),
            )
        self._exclude(block)
        self._charge_demand(block)

    def _exclude(self, block: Block) -> None:
        name, case = self.asset.name, self.case
        steps = sorted(case.exclusive_steps(name))
        most_in = float(max(case.import_limit_mw[name].max(), self.asset.import_mw_max))
        most_out = float(max(case.export_limit_mw[name].max(), self.asset.export_limit_mw))
        if case.is_elastic:  # a broken limit may exceed the rating: no more than all that stands on the site
            most_in, most_out = most_in + _site_mw(self), most_out + _site_mw(self)
        block.is_importing = pyo.Var(steps, within=pyo.Binary)
        block.import_only_when_importing = pyo.Constraint(
            steps, rule=lambda b, t: b.imported[t] <= most_in * b.is_importing[t]
        )
        block.export_only_when_not_importing = pyo.Constraint(
            steps, rule=lambda b, t: b.exported[t] <= most_out * (1 - b.is_importing[t])
        )

    def _charge_demand(self, block: Block) -> None:
        """Excess of the day's peak over what is billed anyway, and over the contract's overrun limit, MW."""
        charge = self.asset.demand_charge
        if charge is None:
            return
        base = self.case.state.billing_base_mw(self.case.site, self.asset.name)
        block.above_billed = pyo.Var(within=pyo.NonNegativeReals)
        block.peak_reaches_import = pyo.Constraint(
            self.T, rule=lambda b, t: b.imported[t] <= base + b.above_billed
        )
        block.above_overrun = pyo.Var(within=pyo.NonNegativeReals)
        if np.isfinite(charge.overrun_mw):
            most = max(base, charge.overrun_mw)
            block.overrun_reaches_import = pyo.Constraint(
                self.T, rule=lambda b, t: b.imported[t] <= most + b.above_overrun
            )
        else:
            block.above_overrun.fix(0.0)

    def injection(self, block: Block, t: int) -> Expr:
        """Import feeds the bus, export takes from it."""
        return block.imported[t] - block.exported[t]

    def exchange(self, block: Block, t: int) -> Expr:
        """Net exchange."""
        return block.imported[t] - block.exported[t]

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """Net exchange."""
        return (block.imported[t] - block.exported[t],)

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """Energy, feed-in and demand charge."""
        name, hours = self.asset.name, self.case.hours
        buy, sell = self.case.import_price[name], self.case.export_price[name]
        parts: dict[str, Expr] = {
            "energy_import": pyo.quicksum(float(buy[t]) * hours * block.imported[t] for t in self.T),
            "feed_in": -pyo.quicksum(float(sell[t]) * hours * block.exported[t] for t in self.T),
        }
        charge = self.asset.demand_charge
        if charge is not None:
            above = block.above_billed + (charge.overrun_factor - 1) * block.above_overrun
            parts["demand_charge"] = charge.price_yuan_per_mw_month * above
        return parts

    def conflicts(self, block: Block) -> frozenset[int]:
        """Steps that import and export at once."""
        both = np.minimum(values_of(block.imported, self.T), values_of(block.exported, self.T))
        return frozenset(np.flatnonzero(both > NEGLIGIBLE_MW).tolist())

    def results(self, block: Block) -> dict[str, Array]:
        """Import, export and their prices."""
        name = self.asset.name
        return {
            "import_mw": values_of(block.imported, self.T),
            "export_mw": values_of(block.exported, self.T),
            "import_price_yuan_per_mwh": self.case.import_price[name],
            "export_price_yuan_per_mwh": self.case.export_price[name],
        }

    @classmethod
    def bill(cls, asset: Grid, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """Energy, feed-in and demand charge."""
        imported, hours = quantities["import_mw"], inputs.hours
        parts = {
            "energy_import": float((imported * inputs.import_price[asset.name]).sum()) * hours,
            "feed_in": -float((quantities["export_mw"] * inputs.export_price[asset.name]).sum()) * hours,
        }
        charge = asset.demand_charge
        if charge is not None:
            base, peak = inputs.state.billing_base_mw(inputs.site, asset.name), float(imported.max())
            above_overrun = max(0.0, peak - max(base, charge.overrun_mw))
            above = max(0.0, peak - base) + (charge.overrun_factor - 1) * above_overrun
            parts["demand_charge"] = charge.price_yuan_per_mw_month * above
        return parts


def _site_mw(behaviour: GridBehaviour) -> float:
    """A bound on what the site could ever exchange, MW."""
    case = behaviour.case
    flows = [
        *case.available_mw.values(),
        *(-case.reference.injection_mw[n] for n in case.site.of_role("load")),
    ]
    flows += [part for doing in case.reference.own.values() for part in doing.parts.values()]
    stores = sum(case.site.assets[name].power_mw_rated * 2 for name in case.site.of_role("store"))  # type: ignore[attr-defined]  # by its role
    return float(sum(np.max(flow) for flow in flows) + stores)
