r"""What a unit burns: the curve in pieces, the blend of two fuels, stocks and what must be burnt.

.. math::

    F_t &= F(\underline P)\, u_t + \sum_l s_l\, q_{l,t} = \sum_k f_{k,t}, \qquad
    \alpha_k F_t \le f_{k,t} \le \beta_k F_t \\
    h \sum_{\tau \le t} f_{k,\tau} &\le S_{k,0} + \sum_{\tau \le t} d_{k,\tau}, \qquad h \sum_t f_{k,t} \ge B_k

with the slope s and the power q of each piece of a convex curve (``piece``), the fuels f (``fuel``, MW), their shares
of the blend, the stock before the day S, deliveries d and what must be burnt B (all MWh). Where burning more than the
curve asks for could pay - a fuel somebody pays to be rid of - the pieces are filled in their order by binaries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyomo.environ as pyo

from dispatch.assets.base import Block, Expr
from dispatch.windows import Array

if TYPE_CHECKING:
    from dispatch.case import Case
    from dispatch.inputs import Inputs
    from sites.assets.thermal import Fuel, Thermal

__all__ = ["add_fuels", "add_order", "available_mwh", "blended", "missing_mw", "unburnt_mwh"]


def available_mwh(asset: Thermal, fuel: Fuel, inputs: Inputs) -> Array:
    """What of a fuel has come by each step, stock before the day included, MWh, shape (count,)."""
    clock = np.maximum.accumulate(inputs.steps.local_minutes)
    begin = inputs.state.value(inputs.site, "stocks", asset.stock_key(fuel))
    come = sum(
        (np.where(clock >= each.at, each.energy_mwh, 0.0) for each in fuel.deliveries), np.zeros(len(clock))
    )
    return np.asarray(begin + come, dtype=float)


def missing_mw(asset: Thermal, fuel: Fuel, inputs: Inputs, burnt_mwh: Array) -> Array:
    """What is burnt of a fuel beyond what is there, MW, shape (count,)."""
    missing = np.zeros(len(burnt_mwh))
    if fuel.stock_mwh_initial is None:
        return missing
    come = np.diff(available_mwh(asset, fuel, inputs), prepend=0.0)
    stock = 0.0
    for t, burnt in enumerate(burnt_mwh):
        stock += come[t] - burnt
        missing[t], stock = max(0.0, -stock), max(0.0, stock)
    return missing / inputs.hours


def unburnt_mwh(fuel: Fuel, burnt_mwh: Array) -> float:
    """What of a fuel should have been burnt and was not, MWh."""
    return max(0.0, fuel.must_burn_mwh - float(burnt_mwh.sum()))


def blended(asset: Thermal, fuel_mwh: Array, second_frac: Array | None = None) -> tuple[Array, Array]:
    """Both fuels of a burnt total, MWh: by the share of the second, its least one where not given."""
    if len(asset.fuels) < 2:
        return fuel_mwh, np.zeros(len(fuel_mwh))
    first, second = asset.fuels
    least = max(second.share_frac_min, 1.0 - first.share_frac_max)
    most = min(second.share_frac_max, 1.0 - first.share_frac_min)
    share = np.full(len(fuel_mwh), least) if second_frac is None else np.clip(second_frac, least, most)
    return fuel_mwh * (1.0 - share), fuel_mwh * share


def add_order(block: Block, widths: list[float], steps: range) -> None:
    """Fill each piece before the next one."""
    before = range(len(widths) - 1)
    block.is_full = pyo.Var(before, steps, within=pyo.Binary)
    block.full_before_next = pyo.Constraint(
        before, steps, rule=lambda b, k, t: b.piece[k, t] >= widths[k] * b.is_full[k, t]
    )
    block.next_after_full = pyo.Constraint(
        before, steps, rule=lambda b, k, t: b.piece[k + 1, t] <= widths[k + 1] * b.is_full[k, t]
    )


def add_fuels(block: Block, asset: Thermal, case: Case, burnt: dict[int, Expr]) -> None:
    """Declare ``fuel`` and its rules.

    Parameters
    ----------
    burnt : dict of int to expression
        Fuel of all kinds in each step, MW.
    """
    steps, kinds = range(case.steps.count), range(len(asset.fuels))
    block.fuel = pyo.Var(kinds, steps, within=pyo.NonNegativeReals)
    block.fuels_make_blend = pyo.Constraint(
        steps, rule=lambda b, t: pyo.quicksum(b.fuel[k, t] for k in kinds) == burnt[t]
    )
    blends = kinds if len(kinds) > 1 else range(0)
    block.share_at_least = pyo.Constraint(
        blends, steps, rule=lambda b, k, t: b.fuel[k, t] >= asset.fuels[k].share_frac_min * burnt[t]
    )
    block.share_at_most = pyo.Constraint(
        blends, steps, rule=lambda b, k, t: b.fuel[k, t] <= asset.fuels[k].share_frac_max * burnt[t]
    )
    stocked = [k for k in kinds if asset.fuels[k].stock_mwh_initial is not None]
    due = [k for k in kinds if asset.fuels[k].must_burn_mwh > 0]
    block.fuel_slack = pyo.Var(stocked if case.is_elastic else [], steps, within=pyo.NonNegativeReals)
    block.burn_slack = pyo.Var(due if case.is_elastic else [], within=pyo.NonNegativeReals)
    there = {k: available_mwh(asset, asset.fuels[k], case) for k in stocked}

    def has_fuel(b: Block, k: int, t: int) -> Expr:
        slack = pyo.quicksum(b.fuel_slack[k, i] for i in range(t + 1)) if case.is_elastic else 0.0
        burnt_mw = pyo.quicksum(b.fuel[k, i] for i in range(t + 1))
        return case.hours * (burnt_mw - slack) <= float(there[k][t])

    def is_burnt(b: Block, k: int) -> Expr:
        slack = b.burn_slack[k] if case.is_elastic else 0.0
        total = case.hours * pyo.quicksum(b.fuel[k, t] for t in steps)
        return total + slack >= asset.fuels[k].must_burn_mwh

    block.fuel_is_there = pyo.Constraint(stocked, steps, rule=has_fuel)
    block.fuel_is_burnt = pyo.Constraint(due, rule=is_burnt)
