"""Any solver that Pyomo knows, by its name there."""

from __future__ import annotations

import math
import time
from typing import Any

import pyomo.environ as pyo
from pyomo.contrib.solver.common.factory import SolverFactory
from pyomo.contrib.solver.common.results import SolutionStatus, TerminationCondition

from dispatch.assets.base import Expr
from dispatch.solvers.base import Answer, Limits
from sites.problems import Refused, problem

__all__ = ["NamedSession", "available_solvers", "solver_named"]

INFEASIBLE = (
    TerminationCondition.provenInfeasible,
    TerminationCondition.infeasibleOrUnbounded,
    TerminationCondition.locallyInfeasible,
)


def available_solvers() -> list[str]:
    """Names of the linear solvers that are installed here."""
    return sorted(name for name in SolverFactory if name != "ipopt" and SolverFactory(name).available())


def solver_named(name: str) -> Any:
    """A solver of Pyomo by its name.

    Raises
    ------
    sites.Refused
        Where the name is unknown or the solver is not installed; says which are.
    """
    if name not in SolverFactory:
        raise Refused([problem("solver-unknown", name, known=", ".join(sorted(SolverFactory)))])
    solver = SolverFactory(name)
    if not solver.available():
        raise Refused([problem("solver-missing", name, known=", ".join(available_solvers()))])
    return solver


class NamedSession:
    """A Pyomo model in the hands of any solver; see `dispatch.solvers.base.Session`."""

    def __init__(self, model: Any, name: str, *, threads: int = 1, seed: int = 0) -> None:
        del seed  # Pyomo's common interface has no seed: the solver's own default holds
        self.model, self.name, self.threads = model, name, threads
        self.solver = solver_named(name)
        self._log: list[str] = []
        model.stage = pyo.Objective(expr=0.0)
        model.held = pyo.ConstraintList()
        self.has_solution = False

    @property
    def version(self) -> str:
        """Name and version of the solver."""
        number = self.solver.version()
        return f"{self.name} {'.'.join(str(part) for part in number or ())}".strip()

    @property
    def log(self) -> str:
        """What the stages brought: solvers behind Pyomo keep their own logs."""
        return "".join(self._log)

    def minimise(self, expression: Expr, limits: Limits, *, is_integer: bool = True) -> Answer:
        """Minimise; without integers they stay as the last solution has them."""
        self.model.stage.set_value(expression)
        fixed = [] if is_integer else self._fix_integers()
        before = time.monotonic()
        wanted = {
            "load_solutions": False,
            "raise_exception_on_nonoptimal_result": False,
            "time_limit": max(limits.seconds, 0.1),
            "rel_gap": limits.gap_rel,
            "abs_gap": limits.gap_abs,
            "threads": self.threads,
            "warmstart_discrete_vars": self.has_solution and is_integer,
        }
        results = self.solver.solve(
            self.model, **{key: wanted[key] for key in wanted if key in self.solver.config}
        )
        for variable in fixed:
            variable.unfix()
        answer = self._answer(results, time.monotonic() - before)
        if answer.has_solution:
            results.solution_loader.load_vars()
            self.has_solution = True
        self._log.append(f"{self.version}: {results.termination_condition}, {answer}\n")
        return answer

    def _fix_integers(self) -> list[Any]:
        free = [
            v for v in self.model.component_data_objects(pyo.Var) if not v.is_continuous() and not v.fixed
        ]
        for variable in free:
            variable.fix(round(variable.value))
        return free

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
