r"""What an island needs: the critical power of loads, and the energy that the plan keeps in stores for it.

Where the site asks the plan to be ready (``is_held``), stores keep before each start what the critical load would lack:

.. math:: \sum_s \eta_s (E_{s,t-1} - E_s^{min}) \ge \sum_{\tau = t}^{t + H - 1} \max(0,\; \kappa D_\tau - A_\tau) h

with the available renewables :math:`A`.

This is about energy; whether the power suffices as well is what the survival shows (`dispatch.islanding.survival`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo

from dispatch.assets.base import Expr, injection_of
from dispatch.case import Case
from dispatch.windows import Array

if TYPE_CHECKING:
    from dispatch.model import Model

__all__ = ["critical_mw", "hold_for_island", "needed_mwh"]


def critical_mw(case: Case) -> dict[str, Array]:
    """What must be served of each critical load, MW, shape (count,)."""
    about = case.site.islanding
    shares = about.critical_frac if about is not None else {}
    zero = np.zeros(case.steps.count)
    taken = {name: injection_of(case.reference.own[name].quantities) for name in shares}
    return {name: share * np.maximum(zero - taken[name], 0.0) for name, share in shares.items()}


def needed_mwh(case: Case) -> dict[str, Array]:
    """By area, what stores must hold at the beginning of each step for an outage from there, MWh, shape (count,)."""
    about, site = case.site.islanding, case.site
    if about is None:
        return {}
    length, count = about.length(case.steps), case.steps.count
    starts, critical = about.starts(case.steps), critical_mw(case)
    needed: dict[str, Array] = {}
    for area in site.area_names:
        here = set(site.of_area(area, "load", "electricity"))
        wanted = sum((power for name, power in critical.items() if name in here), np.zeros(count))
        free = sum((case.available_mw[n] for n in site.of_area(area, "renewable")), np.zeros(count))
        lack = np.concatenate((np.maximum(wanted - free, 0.0) * case.hours, np.zeros(length)))
        sums = np.convolve(lack, np.ones(length), "valid")[:count]
        needed[area] = np.where(starts, sums, 0.0)
    return needed


def hold_for_island(model: Model) -> None:
    """Stored energy that the plan keeps for an outage, where the site asks for it."""
    case, m = model.case, model.pyomo
    about = case.site.islanding
    is_held = about is not None and about.is_held
    needed = needed_mwh(case) if is_held else {}
    pairs = [(area, int(t)) for area, energy in needed.items() for t in np.flatnonzero(energy > 0)]
    if case.is_elastic:
        m.island_slack = pyo.Var(pairs, within=pyo.NonNegativeReals)

    def rule(b: Any, area: str, t: int) -> Expr:
        stores = case.site.of_area(area, carrier="electricity")
        kept = pyo.quicksum(model.behaviours[n].deliverable(model.block(n), t) for n in stores)
        kept += b.island_slack[area, t] if case.is_elastic else 0.0
        if not pyo.is_potentially_variable(kept):
            return pyo.Constraint.Feasible if pyo.value(kept) >= needed[area][t] else b.nothing == 1.0
        return kept >= float(needed[area][t])

    m.island_energy_is_kept = pyo.Constraint(pairs, rule=rule)
