r"""Steps in which a network cannot export: told beforehand, since the branches hide it from the solver.

On one bus a solver's presolve reads off the balance that a tie cannot export before sunrise, and drops the binary that
keeps import and export apart. Behind branches it cannot: their flows have no bounds of their own. With

.. math:: x_t \le \max(0, \sum_{a \ne tie} \overline{\text{injection}}_{a,t})

(losses are not negative) export is nothing in the steps where all else together cannot feed in more than is taken, and
a feed-in price above the import price then tempts nobody there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo
from pyomo.repn import generate_standard_repn

if TYPE_CHECKING:
    from dispatch.assets.base import Expr
    from dispatch.case import Case
    from dispatch.model import Model

__all__ = ["close_exports", "never_exporting"]


def never_exporting(case: Case) -> frozenset[int]:
    """Tempting steps in which no tie can export and no price is negative; none where a tie stands in no tree."""
    site = case.site
    ties = site.of_role("tie")
    trees = {name: tree for name in ties for tree in site.trees if site.assets[name].bus in tree.buses}
    tempting = sorted(case.tempting)
    if not ties or not tempting or set(trees) != set(ties):
        return frozenset()
    from dispatch.assets import behaviours

    every = behaviours(case)
    m = pyo.ConcreteModel()
    m.asset = pyo.Block(list(every))
    for name, behaviour in every.items():
        behaviour.start(m.asset[name])
    built = {name: (behaviour, m.asset[name]) for name, behaviour in every.items()}
    for name, behaviour in every.items():
        behaviour.link(m.asset[name], built)
    fed = {
        tie: [
            (name, field)
            for name, asset in site.assets.items()
            for field, bus in asset.buses.items()
            if bus in tree.buses and name not in ties
        ]
        for tie, tree in trees.items()
    }
    prices = [*case.import_price.values(), *case.export_price.values()]
    is_negative = np.min(prices, axis=0) < 0
    return frozenset(
        t
        for t in tempting
        if not is_negative[t]
        and all(sum(_highest(built[name], field, t) for name, field in fed[tie]) <= 0.0 for tie in ties)
    )


def _highest(built: tuple[Any, Any], field: str, t: int) -> float:
    """Highest value that the bounds of its variables leave to what an asset feeds into a bus, MW."""
    behaviour, block = built
    fed: Expr = behaviour.injection(block, t) if field == "bus" else behaviour.feeds(block, t)[field]
    if not pyo.is_potentially_variable(fed):
        return float(pyo.value(fed))
    repn = generate_standard_repn(fed, compute_values=True)
    most = float(repn.constant)
    for variable, slope in zip(repn.linear_vars, repn.linear_coefs, strict=True):
        low, high = variable.bounds
        bound = high if slope > 0 else low
        most += slope * bound if bound is not None else math.inf
    return most


def close_exports(model: Model) -> None:
    """Keep the ties from exporting in these steps; not where limits may be broken, and load with them."""
    case = model.case
    for name in case.site.of_role("tie") if not case.is_elastic else ():
        for t in case.never_exporting:
            model.behaviours[name].exchanged(model.block(name), t)[1].setub(0.0)
