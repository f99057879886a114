"""HiGHS, with the matrix that Pyomo compiles once and every stage changes a little.

The solve runs in a thread of its own, so that Ctrl-C reaches the main thread and stops the solver.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Mapping
from typing import Any

import highspy
import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray
from pyomo.repn import generate_standard_repn
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

from dispatch.assets.base import Expr
from dispatch.solvers.base import Answer, Limits

__all__ = ["HighsSession"]

Array = NDArray[np.float64]
POLL_SECONDS = 0.2


class HighsSession:
    """A Pyomo model in HiGHS.

    Parameters
    ----------
    model : pyomo ConcreteModel
        Linear, without an objective.
    threads, seed : int
        Of the solver.
    """

    def __init__(self, model: Any, *, threads: int = 1, seed: int = 0) -> None:
        form = LinearStandardFormCompiler().write(model, mixed_form=True, set_sense=None)
        self.columns: list[Any] = list(form.columns)
        known = {id(variable) for variable in self.columns}
        every = model.component_data_objects(pyo.Var)
        # Variables that no constraint names have no column yet, but an objective may name them.
        self.columns += [variable for variable in every if id(variable) not in known and not variable.fixed]
        self.place = {id(variable): place for place, variable in enumerate(self.columns)}
        self.integer = np.asarray([not variable.is_continuous() for variable in self.columns], dtype=bool)
        self.solution: Array | None = None
        self.freed: tuple[Array, Array] = (np.zeros(0), np.zeros(0))
        self.start: tuple[NDArray[np.int32], Array] | None = None
        self._lines: list[str] = []
        self._coefficients: dict[int, tuple[Expr, Array, float]] = {}
        self.highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # its Python layer carries no types
        for option, value in (("threads", threads), ("random_seed", seed), ("log_to_console", False)):
            self.highs.setOptionValue(option, value)
        self.highs.cbLogging += lambda event: self._lines.append(event.message)
        self.highs.HandleUserInterrupt = True
        self._pass(form)

    @property
    def version(self) -> str:
        """Name and version of the solver."""
        return f"HiGHS {self.highs.version()}"

    @property
    def log(self) -> str:
        """What the solver has said so far."""
        return "".join(self._lines)

    def _pass(self, form: Any) -> None:
        matrix = form.A.tocsr()
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.columns), matrix.shape[0]
        lp.col_cost_ = np.zeros(len(self.columns))
        bounds = [
            variable.bounds if not variable.fixed else (variable.value, variable.value)
            for variable in self.columns
        ]
        lp.col_lower_ = np.asarray([-math.inf if low is None else low for low, _ in bounds], dtype=float)
        lp.col_upper_ = np.asarray([math.inf if high is None else high for _, high in bounds], dtype=float)
        kinds = np.asarray([row.bound_type for row in form.rows])
        right = np.asarray(form.rhs, dtype=float)
        lp.row_lower_ = np.where(kinds == 1, -math.inf, right)
        lp.row_upper_ = np.where(kinds == -1, math.inf, right)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
        lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
        lp.a_matrix_.value_ = matrix.data.astype(float)
        lp.integrality_ = [
            highspy.HighsVarType.kInteger if integer else highspy.HighsVarType.kContinuous
            for integer in self.integer
        ]
        self.highs.passModel(lp)
        self.rows = list(form.rows)
        self.lower, self.upper = np.array(lp.col_lower_), np.array(lp.col_upper_)

    def coefficients(self, expression: Expr) -> tuple[Array, float]:
        """Dense coefficients and constant of a linear expression; kept, since stages and events ask again."""
        kept = self._coefficients.get(id(expression))
        if kept is not None and kept[0] is expression:
            return kept[1], kept[2]
        repn = generate_standard_repn(expression, compute_values=True)
        dense = np.zeros(len(self.columns))
        for variable, coefficient in zip(repn.linear_vars, repn.linear_coefs, strict=True):
            dense[self.place[id(variable)]] += coefficient
        self._coefficients[id(expression)] = (expression, dense, float(repn.constant))
        return dense, float(repn.constant)

    def minimise(self, expression: Expr, limits: Limits, *, is_integer: bool = True) -> Answer:
        """Minimise from the last solution on; see `dispatch.solvers.base.Session`."""
        costs, constant = self.coefficients(expression)
        count = len(self.columns)
        every = np.arange(count, dtype=np.int32)
        self.highs.changeColsCost(count, every, costs)
        self.highs.changeObjectiveOffset(constant)
        has_integers = bool(self.integer.any())
        if has_integers and not is_integer:
            self._fix_integers()
        for option, value in (
            ("time_limit", max(limits.seconds, 1e-3)),
            ("mip_rel_gap", limits.gap_rel),
            ("mip_abs_gap", limits.gap_abs),
        ):
            self.highs.setOptionValue(option, value)
        if is_integer and has_integers and self.start is not None:
            self.highs.setSolution(len(self.start[0]), *self.start)
        began = time.monotonic()
        self._run()
        answer = self._answer(time.monotonic() - began)
        if has_integers and not is_integer:
            self._free_integers()
        if answer.has_solution:
            self.write_back()
        return answer

    def begin_with(self, integers: Mapping[str, float]) -> None:
        """Begin the next search from these integers, by name; the solver finds what else goes with them."""
        places = [place for place in np.flatnonzero(self.integer) if self.columns[place].name in integers]
        values = [integers[self.columns[place].name] for place in places]
        if places:
            self.start = np.asarray(places, dtype=np.int32), np.asarray(values, dtype=float)

    def begin_at(self, solution: Array) -> None:
        """Begin the next search from a solution; where integers are fixed, they are fixed at its own."""
        self.solution = solution
        places = np.flatnonzero(self.integer).astype(np.int32)
        self.start = places, np.round(solution[places])

    def _fix_integers(self) -> None:
        assert self.solution is not None  # a stage without integers follows one with them
        places = np.flatnonzero(self.integer).astype(np.int32)
        values = np.round(self.solution[places])
        lp = self.highs.getLp()
        self.freed = np.asarray(lp.col_lower_)[places], np.asarray(lp.col_upper_)[places]
        self.highs.changeColsBounds(len(places), places, values, values)
        self._make(places, highspy.HighsVarType.kContinuous)

    def _free_integers(self) -> None:
        places = np.flatnonzero(self.integer).astype(np.int32)
        self.highs.changeColsBounds(len(places), places, *self.freed)
        self._make(places, highspy.HighsVarType.kInteger)

    def _make(self, places: NDArray[np.int32], kind: highspy.HighsVarType) -> None:
        self.highs.changeColsIntegrality(len(places), places, np.full(len(places), int(kind), dtype=np.uint8))

    def _run(self) -> None:
        """Run the solver; an event tells its end, since a join that Ctrl-C breaks takes the thread for ended."""
        ended = threading.Event()

        def work() -> None:
            try:
                self.highs.run()
            finally:
                ended.set()

        threading.Thread(target=work, daemon=True).start()
        try:
            while not ended.wait(POLL_SECONDS):
                pass
        except KeyboardInterrupt:
            self.highs.cancelSolve()
            ended.wait()
            raise

    def _answer(self, seconds: float) -> Answer:
        status, info = self.highs.getModelStatus(), self.highs.getInfo()
        statuses = highspy.HighsModelStatus
        if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
            return Answer("infeasible", math.nan, math.nan, math.inf, seconds)
        if info.primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
            return Answer("nothing", math.nan, math.nan, math.inf, seconds)
        value = float(info.objective_function_value)
        is_mip = info.mip_node_count >= 0
        is_optimal = status == statuses.kOptimal
        bound = float(info.mip_dual_bound) if is_mip else value if is_optimal else -math.inf
        if is_optimal and not math.isfinite(bound):
            bound = value  # solved before any bound was reported
        self.begin_at(np.asarray(self.highs.getSolution().col_value, dtype=float))
        gap = abs(value - bound) / max(abs(value), 1e-10) if math.isfinite(bound) else math.inf
        if abs(value - bound) <= 1e-9:
            gap = 0.0
        return Answer("optimal" if is_optimal else "feasible", value, bound, gap, seconds)

    def write_back(self) -> None:
        """Write the solution into the model's variables, integers rounded."""
        assert self.solution is not None  # only after an answer with a solution
        values = np.where(self.integer, np.round(self.solution), self.solution)
        for variable, value in zip(self.columns, values.tolist(), strict=True):
            variable.set_value(value, skip_validation=True)

    def hold(self, expression: Expr, most: float) -> int:
        """Keep an expression at or below a value; see `dispatch.solvers.base.Session`."""
        dense, constant = self.coefficients(expression)
        places = np.flatnonzero(dense).astype(np.int32)
        self.highs.addRow(-math.inf, most - constant, len(places), places, dense[places])
        return int(self.highs.getNumRow()) - 1

    def release(self, handle: int) -> None:
        """Give a held expression up."""
        self.highs.changeRowBounds(handle, -math.inf, math.inf)

    def close(self, variables: list[Expr]) -> None:
        """Keep variables at zero from now on."""
        places = np.asarray([self.place[id(variable)] for variable in variables], dtype=np.int32)
        self.upper[places] = 0.0
        self.highs.changeColsBounds(len(places), places, self.lower[places], self.upper[places])
