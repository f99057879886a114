"""The columns of a compiled matrix: step, asset, and whether an event leaves them as planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray

if TYPE_CHECKING:
    from dispatch.model import Model

__all__ = ["FAR", "Columns", "step_of"]

FAR = 1_000_000_000


@dataclass(frozen=True)
class Columns:
    """What the columns of a matrix stand for.

    Attributes
    ----------
    variables : list
        The variables, in order.
    steps : array of int, shape (columns,)
        Step of each, far away where it has none.
    owners : array of str, shape (columns,)
        Asset of each; empty for what belongs to the site and follows the assets.
    is_held : array of bool, shape (columns,)
        Whether an event leaves it as planned: commitments and the like.
    is_shed : array of bool, shape (columns,)
        Whether it is what is cut off from a load.
    """

    variables: list[Any]
    steps: NDArray[np.int64]
    owners: NDArray[np.str_]
    is_held: NDArray[np.bool_]
    is_shed: NDArray[np.bool_]

    @classmethod
    def of(cls, variables: list[Any], model: Model) -> Self:
        """Read the columns of a model's matrix."""
        owners = [_owner_of(variable, model) for variable in variables]
        held = [
            bool(owner) and variable.parent_component().local_name in model.behaviours[owner].held
            for owner, variable in zip(owners, variables, strict=True)
        ]
        return cls(
            variables=variables,
            steps=np.asarray([step_of(variable) for variable in variables]),
            owners=np.asarray(owners),
            is_held=np.asarray(held, dtype=bool),
            is_shed=np.asarray([v.parent_component().local_name == "shed" for v in variables], dtype=bool),
        )

    def values_of(self, planned: Model) -> NDArray[np.float64]:
        """A solved plan in the order of the columns: the same names in both models."""
        known = {each.name: each.value for each in planned.pyomo.component_data_objects(pyo.Var)}
        return np.asarray([known.get(each.name) or 0.0 for each in self.variables], dtype=float)


def step_of(variable: Any) -> int:
    """The step of a variable or a row: its last index by convention (`dispatch.assets.base`), far away without."""
    index = variable.index()
    last = index[-1] if isinstance(index, tuple) else index
    return last if isinstance(last, int) else FAR


def _owner_of(variable: Any, model: Model) -> str:
    block = variable.parent_block()
    while block is not model.pyomo and block.parent_block() is not model.pyomo:
        block = block.parent_block()
    is_asset = block is not model.pyomo and block.parent_component().local_name == "asset"
    return str(block.index()) if is_asset else ""
