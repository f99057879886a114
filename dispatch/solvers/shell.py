"""Solvers of Pyomo's older interface, mostly programs that are called by a shell: CBC, GLPK, CPLEX, ...

That interface has a common word for the time limit but none for the gap; the words of the usual solvers are in
``GAP_WORDS``, and a solver without one is refused rather than run to a gap that nobody chose.
"""

from __future__ import annotations

import math
import time
from typing import Any

import pyomo.environ as pyo
from pyomo.common.errors import ApplicationError

from dispatch.assets.base import Expr
from dispatch.solvers.base import Answer, Limits
from dispatch.solvers.stages import StageModel
from sites.problems import Refused, problem

__all__ = ["ShellSession"]

GAP_WORDS = {
    "appsi_highs": "mip_rel_gap",
    "cbc": "ratioGap",
    "cplex": "mip_tolerances_mipgap",
    "glpk": "mipgap",
    "gurobi": "MIPGap",
    "mosek": "dparam.mio_tol_rel_gap",
    "scip": "limits/gap",
    "xpress": "miprelstop",
}
INFEASIBLE = (pyo.TerminationCondition.infeasible, pyo.TerminationCondition.infeasibleOrUnbounded)


class ShellSession(StageModel):
    """A Pyomo model in the hands of an older solver interface; see `dispatch.solvers.base.Session`."""

    def __init__(self, model: Any, name: str) -> None:
        super().__init__(model)
        if name not in GAP_WORDS:
            raise Refused([problem("solver-gap-word", name, known=", ".join(GAP_WORDS))])
        self.name = name
        self.solver = pyo.SolverFactory(name)

    @property
    def version(self) -> str:
        """Name and version of the solver."""
        number = self.solver.version()
        return f"{self.name} {'.'.join(str(part) for part in number or ())}".strip()

    def minimise(self, expression: Expr, limits: Limits, *, is_integer: bool = True) -> Answer:
        """Minimise; without integers they stay as the last solution has them."""
        with self.stage(expression, is_integer=is_integer):
            before = time.monotonic()
            try:
                results = self.solver.solve(
                    self.model,
                    load_solutions=False,
                    timelimit=max(limits.seconds, 1.0),
                    options={GAP_WORDS[self.name]: limits.gap_rel},
                )
            except ApplicationError:
                # What such a program says when its limit stops it before it has read the model.
                return Answer("nothing", math.nan, math.nan, math.inf, time.monotonic() - before)
        answer = self._answer(results, time.monotonic() - before)
        if answer.has_solution:
            self.model.solutions.load_from(results)
            self.has_solution = True
        self.note(f"{self.version}: {results.solver.termination_condition}, {answer}")
        return answer

    def _answer(self, results: Any, seconds: float) -> Answer:
        if results.solver.termination_condition in INFEASIBLE:
            return Answer("infeasible", math.nan, math.nan, math.inf, seconds)
        if not len(results.solution):
            return Answer("nothing", math.nan, math.nan, math.inf, seconds)
        value, bound = float(results.problem.upper_bound), float(results.problem.lower_bound)
        gap = abs(value - bound) / max(abs(value), 1e-10) if math.isfinite(bound) else math.inf
        is_optimal = results.solver.termination_condition == pyo.TerminationCondition.optimal
        return Answer("optimal" if is_optimal else "feasible", value, bound, gap, seconds)
