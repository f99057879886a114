"""Any solver that Pyomo knows, by its name there: the newer interface first, then the older."""

from __future__ import annotations

import math
import time
from typing import Any

import pyomo.environ as pyo
from pyomo.contrib.solver.common.factory import SolverFactory
from pyomo.contrib.solver.common.results import SolutionStatus, TerminationCondition

from dispatch.assets.base import Expr
from dispatch.solvers.base import Answer, Limits
from dispatch.solvers.shell import GAP_WORDS, ShellSession
from dispatch.solvers.stages import StageModel
from sites.problems import Refused, problem

__all__ = ["NamedSession", "available_solvers", "named_session"]

NOT_MIXED_INTEGER = ("ipopt",)

INFEASIBLE = (
    TerminationCondition.provenInfeasible,
    TerminationCondition.infeasibleOrUnbounded,
    TerminationCondition.locallyInfeasible,
)


def available_solvers() -> list[str]:
    """Names of the solvers for mixed-integer linear programs that are installed here."""
    newer = [
        name for name in SolverFactory if name not in NOT_MIXED_INTEGER and SolverFactory(name).available()
    ]
    older = [name for name in GAP_WORDS if pyo.SolverFactory(name).available(exception_flag=False)]
    return sorted({"highs", *newer, *older})


def named_session(model: Any, name: str, *, threads: int) -> NamedSession | ShellSession:
    """Give a model to a solver by its name in Pyomo, of either interface.

    Raises
    ------
    sites.Refused
        Where the name is unknown or the solver is not installed; says which are.
    """
    if name in SolverFactory and name not in NOT_MIXED_INTEGER:
        if SolverFactory(name).available():
            return NamedSession(model, name, threads=threads)
    elif name in pyo.SolverFactory:
        if pyo.SolverFactory(name).available(exception_flag=False):
            return ShellSession(model, name)
    else:
        known = ", ".join(available_solvers())
        raise Refused([problem("solver-unknown", name, known=known)])
    raise Refused([problem("solver-missing", name, known=", ".join(available_solvers()))])


class NamedSession(StageModel):
    """A Pyomo model in the hands of any solver; see `dispatch.solvers.base.Session`."""

    def __init__(self, model: Any, name: str, *, threads: int = 1) -> None:
        super().__init__(model)
        self.name, self.threads = name, threads
        self.solver = SolverFactory(name)

    @property
    def version(self) -> str:
        """Name and version of the solver."""
        number = self.solver.version()
        return f"{self.name} {'.'.join(str(part) for part in number or ())}".strip()

    def minimise(self, expression: Expr, limits: Limits, *, is_integer: bool = True) -> Answer:
        """Minimise; without integers they stay as the last solution has them."""
        wanted = {
            "load_solutions": False,
            "raise_exception_on_nonoptimal_result": False,
            "time_limit": max(limits.seconds, 0.1),
            "rel_gap": limits.gap_rel,
            "abs_gap": limits.gap_abs,
            "threads": self.threads,
            "warmstart_discrete_vars": self.has_solution and is_integer,
        }
        with self.stage(expression, is_integer=is_integer):
            before = time.monotonic()
            results = self.solver.solve(
                self.model, **{key: wanted[key] for key in wanted if key in self.solver.config}
            )
        answer = self._answer(results, time.monotonic() - before)
        if answer.has_solution:
            results.solution_loader.load_vars()
            self.has_solution = True
        self.note(f"{self.version}: {results.termination_condition}, {answer}")
        return answer

    def _answer(self, results: Any, seconds: float) -> Answer:
        if results.termination_condition in INFEASIBLE:
            return Answer("infeasible", math.nan, math.nan, math.inf, seconds)
        if results.solution_status not in (SolutionStatus.optimal, SolutionStatus.feasible):
            return Answer("nothing", math.nan, math.nan, math.inf, seconds)
        value = float(results.incumbent_objective)
        bound = float(-math.inf if results.objective_bound is None else results.objective_bound)
        gap = abs(value - bound) / max(abs(value), 1e-10) if math.isfinite(bound) else math.inf
        is_optimal = results.termination_condition == TerminationCondition.convergenceCriteriaSatisfied
        return Answer("optimal" if is_optimal else "feasible", value, bound, gap, seconds)
