r"""Spinning reserve of the site: what is committed and not used reaches what is needed in every step.

.. math:: \sum_a r_{a,t} + s_t + \sigma_t \ge R_t

with what each asset holds, :math:`r_{a,t}` (`Behaviour.reserve`, MW), the shortage s where it has a price
(``reserve_short``) and else the slack :math:`\sigma` of an elastic model (``reserve_slack``). An asset that says what
it holds gives it as ``reserve_mw``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo

from dispatch.assets.base import Expr
from dispatch.windows import Array

if TYPE_CHECKING:
    from dispatch.case import Case

__all__ = [
    "RESERVE_COST",
    "add_reserve",
    "reserve_cost",
    "reserve_slacks",
    "reserve_yuan",
    "short_of_reserve",
]

RESERVE_COST = "reserve_shortage"


def add_reserve(model: Any, case: Case, steps: range, held: Callable[[int], Expr]) -> None:
    """Add the rule to a model, where the site needs a reserve.

    Parameters
    ----------
    held : callable
        What all assets together hold in a step, MW.
    """
    rule = case.site.reserve
    if rule is None:
        return
    needed = rule.needed_mw(case.site, case.steps)
    priced = steps if rule.shortage_yuan_per_mwh is not None else []
    loose = steps if case.is_elastic and not priced else []
    model.reserve_short = pyo.Var(priced, bounds=lambda _, t: (0.0, float(needed[t])))
    model.reserve_slack = pyo.Var(loose, bounds=lambda _, t: (0.0, float(needed[t])))

    def enough(m: Any, t: int) -> Expr:
        given = held(t) + (m.reserve_short[t] if priced else 0.0) + (m.reserve_slack[t] if loose else 0.0)
        if not pyo.is_potentially_variable(given):
            return pyo.Constraint.Feasible if given >= needed[t] else m.nothing == 1.0
        return given >= float(needed[t])

    model.reserve_is_held = pyo.Constraint([t for t in steps if needed[t] > 0], rule=enough)


def reserve_cost(model: Any, case: Case) -> Expr:
    """What the shortage costs over the day, yuan."""
    price = case.site.reserve.shortage_yuan_per_mwh if case.site.reserve else None
    return (price or 0.0) * case.hours * pyo.quicksum(model.reserve_short.values())


def reserve_slacks(model: Any, case: Case) -> list[tuple[float, Expr]]:
    """Slack variables of an elastic model, each with the MWh that one unit of it stands for."""
    slacks = model.reserve_slack.values() if case.site.reserve is not None else ()
    return [(case.hours, slack) for slack in slacks]


def short_of_reserve(case: Case, assets: Mapping[str, Mapping[str, Array]]) -> Array:
    """By how much a plan falls short of the reserve, MW, shape (count,).

    Parameters
    ----------
    assets : mapping of str to mapping of str to array
        Quantities by asset; ``reserve_mw`` is what it holds.
    """
    zero = np.zeros(case.steps.count)
    if case.site.reserve is None:
        return zero
    held = sum((of["reserve_mw"] for of in assets.values() if "reserve_mw" in of), zero)
    return np.maximum(case.site.reserve.needed_mw(case.site, case.steps) - held, 0.0)


def reserve_yuan(case: Case, short_mw: Array) -> dict[str, float]:
    """The cost part of a shortage, yuan; none where the site needs no reserve."""
    if case.site.reserve is None:
        return {}
    return {
        RESERVE_COST: (case.site.reserve.shortage_yuan_per_mwh or 0.0) * float(short_mw.sum()) * case.hours
    }
