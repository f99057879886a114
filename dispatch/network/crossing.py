r"""What can cross a tie at most, where the branches hide it from the solver.

On one bus a solver's presolve reads off the balance that a tie cannot export before sunrise, and drops the binary that
keeps import and export apart. Behind branches it cannot: their flows have no bounds of their own. So the same interval
is told to it: what a tie exports is no more than all else on its area can feed in together, losses being no less than 0.

.. math:: x_t \le \max(0, \sum_{a \ne tie} \overline{\text{injection}}_{a,t})
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pyomo.environ as pyo
from pyomo.repn import generate_standard_repn

from dispatch.assets.base import Expr

if TYPE_CHECKING:
    from dispatch.model import Model

__all__ = ["bound_exports"]


def bound_exports(model: Model) -> None:
    """Bound what the ties of networks export, in the steps whose prices reward importing and exporting at once.

    Not where limits may be broken or load be cut off: what is fed and taken is then not bounded by the description.
    """
    case = model.case
    if case.is_elastic or len(model.pyomo.SHEDDING):
        return
    for tree in case.site.trees:
        ties = [name for name in case.site.of_role("tie") if case.site.assets[name].bus in tree.buses]
        fed = [
            (name, field)
            for name, asset in case.site.assets.items()
            for field, bus in asset.buses.items()
            if bus in tree.buses and name not in ties
        ]
        for t in sorted(case.tempting) if len(ties) == 1 else ():
            most = sum(_highest(model, name, field, t) for name, field in fed)
            exported = model.behaviours[ties[0]].exchanged(model.block(ties[0]), t)[1]
            exported.setub(min(exported.ub, max(most, 0.0)))


def _highest(model: Model, name: str, field: str, t: int) -> float:
    """Highest value that the bounds of its variables leave to what an asset feeds into a bus, MW."""
    behaviour, block = model.behaviours[name], model.block(name)
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
