"""What solvers behind Pyomo share: one objective that each stage replaces, and constraints that hold earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pyomo.environ as pyo

from dispatch.assets.base import Expr

__all__ = ["StageModel"]


class StageModel:
    """A Pyomo model with a stage's objective and the holds of the stages before."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.has_solution = False
        self._lines: list[str] = []
        model.stage = pyo.Objective(expr=0.0)
        model.held = pyo.ConstraintList()

    @property
    def log(self) -> str:
        """What the stages brought: solvers behind Pyomo keep their own logs."""
        return "".join(self._lines)

    def note(self, line: str) -> None:
        """Add a line to the log."""
        self._lines.append(f"{line}\n")

    @contextmanager
    def stage(self, expression: Expr, *, is_integer: bool) -> Iterator[None]:
        """Minimise this expression inside; integers are fixed at their values where the stage leaves them alone."""
        self.model.stage.set_value(expression)
        fixed: list[Any] = []
        if not is_integer:
            every = self.model.component_data_objects(pyo.Var)
            fixed = [variable for variable in every if not variable.is_continuous() and not variable.fixed]
        for variable in fixed:
            variable.fix(round(variable.value or 0.0))
        try:
            yield
        finally:
            for variable in fixed:
                variable.unfix()

    def begin_with(self, integers: Mapping[str, float]) -> None:
        """Nothing: what a stage leaves in the model's variables is all that these solvers are told."""

    def hold(self, expression: Expr, most: float) -> int:
        """Keep an expression at or below a value from now on."""
        if not pyo.is_potentially_variable(expression):
            return 0
        self.model.held.add(expression <= most)
        return len(self.model.held)

    def release(self, handle: int) -> None:
        """Give a held expression up."""
        if handle:
            self.model.held[handle].deactivate()

    def close(self, variables: list[Expr]) -> None:
        """Keep variables at zero from now on."""
        for variable in variables:
            variable.setub(0.0)
