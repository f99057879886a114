r"""Tie to the public grid: import and export with limits, time of use and tiers, feed-in price, basic charge.

.. math::

    & 0 \le i_t \le I_t, \qquad 0 \le x_t \le X_t, \qquad i_t \le I_t z_t, \quad x_t \le X_t (1 - z_t) \quad t \in X \\
    & \text{energy} = \sum_t p_t i_t h, \qquad \text{feed-in} = -\sum_t f_t x_t h \\
    & P \ge i_t, \qquad \text{demand charge} = \pi\, [(P - B)^+ + (\varphi - 1) (P - \max(B, O))^+] \\
    & \text{tiers} = F(M + E) - F(M), \quad E = \sum_t i_t h, \quad F(x) = \max_k\, [F(m_k) + a_k (x - m_k)]^+ \\
    & \text{differential} = s E, \qquad \text{carbon} = \lambda \gamma g E, \qquad
        \text{capacity charge} = \kappa S / \text{days of the month}

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
:math:`F`          ``tiers_yuan``: convex, since the adders a rise             yuan
:math:`M`          energy of the month or year so far, ``to_date``                MWh
:math:`s`          surcharge of the enterprise's class                            yuan/MWh
:math:`\lambda`    carbon price                                                   yuan/t
:math:`\gamma, g`  liable share of imported CO2, emission factor of the grid      1, t/MWh
:math:`\kappa, S`  capacity charge, transformers                                  yuan/kVA, kVA
=================  =============================================================  ==========

The basic charge goes by demand or by capacity, never both. By demand a day is charged only what it adds to the month's
peak, so that the 1st does not carry a month alone.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pyomo.environ as pyo

from dispatch.assets.base import NEGLIGIBLE_MW, Behaviour, Block, Expr, values_of
from dispatch.windows import Array
from sites.assets.grid import Grid
from sites.tariff_tiers import Tiers

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
        self._charge_tiers(block)

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
        charge = self.asset.billed_demand
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

    def _charge_tiers(self, block: Block) -> None:
        """The tiers' yuan lie above each tier's line: F is convex, so its least value is the charge."""
        tiers = tiers_of(self.asset, self.case)
        if tiers is None:
            return
        before = self.case.state.to_date.get(f"{self.asset.name}/{tiers.period}_mwh", 0.0)
        energy = self.case.hours * pyo.quicksum(block.imported[t] for t in self.T)
        starts = [(0.0, 0.0), *((start, adder) for start, _, adder in tiers.pieces)]
        block.tiers_yuan = pyo.Var()
        block.tiers_reach = pyo.Constraint(
            range(len(starts)),
            rule=lambda b, k: (
                b.tiers_yuan
                >= _tiers_sum(tiers, starts[k][0])
                + starts[k][1] * (before - starts[k][0] + energy)
                - _tiers_sum(tiers, before)
            ),
        )

    def injection(self, block: Block, t: int) -> Expr:
        """Import feeds the bus, export takes from it."""
        return block.imported[t] - block.exported[t]

    def exchange(self, block: Block, t: int) -> Expr:
        """Net exchange."""
        return block.imported[t] - block.exported[t]

    def exchanged(self, block: Block, t: int) -> tuple[Expr, Expr]:
        """Import and export."""
        return block.imported[t], block.exported[t]

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """Net exchange."""
        return (block.imported[t] - block.exported[t],)

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """Energy and what is added to its price, feed-in, the basic charge, and the carbon of what is imported."""
        name, hours = self.asset.name, self.case.hours
        buy, sell = self.case.import_price[name], self.case.export_price[name]
        parts: dict[str, Expr] = {
            "energy_import": pyo.quicksum(float(buy[t]) * hours * block.imported[t] for t in self.T),
            "feed_in": -pyo.quicksum(float(sell[t]) * hours * block.exported[t] for t in self.T),
        }
        imported = hours * pyo.quicksum(block.imported[t] for t in self.T)
        if tiers_of(self.asset, self.case) is not None:
            parts["tiers"] = block.tiers_yuan
        parts |= {part: price * imported for part, price in _per_mwh(self.asset, self.case).items()}
        parts |= _fixed(self.asset, self.case)
        charge = self.asset.billed_demand
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
        """The same parts in figures."""
        imported, hours = quantities["import_mw"], inputs.hours
        parts = {
            "energy_import": float((imported * inputs.import_price[asset.name]).sum()) * hours,
            "feed_in": -float((quantities["export_mw"] * inputs.export_price[asset.name]).sum()) * hours,
        }
        energy, tiers = float(imported.sum()) * hours, tiers_of(asset, inputs)
        if tiers is not None:
            before = inputs.state.to_date.get(f"{asset.name}/{tiers.period}_mwh", 0.0)
            parts["tiers"] = _tiers_sum(tiers, before + energy) - _tiers_sum(tiers, before)
        parts |= {part: price * energy for part, price in _per_mwh(asset, inputs).items()}
        parts |= _fixed(asset, inputs)
        charge = asset.billed_demand
        if charge is not None:
            base, peak = inputs.state.billing_base_mw(inputs.site, asset.name), float(imported.max())
            above_overrun = max(0.0, peak - max(base, charge.overrun_mw))
            above = max(0.0, peak - base) + (charge.overrun_factor - 1) * above_overrun
            parts["demand_charge"] = charge.price_yuan_per_mw_month * above
        return parts


def tiers_of(asset: Grid, inputs: Inputs) -> Tiers | None:
    """Tiers of a tie's tariff on the day."""
    return inputs.site.tariff_of(asset.name).version(inputs.date).tiers


def _tiers_sum(tiers: Tiers, energy_mwh: float) -> float:
    """F: what the tiers charge for the energy of a whole period, yuan."""
    return sum(adder * max(0.0, min(energy_mwh, end) - start) for start, end, adder in tiers.pieces)


def _per_mwh(asset: Grid, inputs: Inputs) -> dict[str, float]:
    """What every imported MWh costs beside its price, by part, yuan/MWh."""
    site, parts = inputs.site, dict[str, float]()
    if asset.enterprise_class != "permitted":
        version = site.tariff_of(asset.name).version(inputs.date)
        parts["differential"] = version.differential_of(asset.enterprise_class)
    liable = site.contract.import_carbon_liable_frac
    if liable:
        factor = site.grid_factors.on(inputs.date).factor_t_per_mwh
        parts["carbon"] = site.contract.carbon_price_yuan_per_t(inputs.date) * factor * liable
    return parts


def _fixed(asset: Grid, inputs: Inputs) -> dict[str, float]:
    """What a day costs whatever it does: its share of the capacity charge, yuan."""
    charge = asset.billed_capacity
    if charge is None:
        return {}
    return {"capacity_charge": charge.yuan_per_month / monthrange(inputs.date.year, inputs.date.month)[1]}


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
