"""One stage after the other, each held at its incumbent while the next is optimised.

The price of stage k is the least cost with stages 1..k held less the least cost with 1..k-1 held. Exclusivity binaries
are put in where a look at the answer shows that they are needed; a stage value found without them is void, so the
stages then begin again from the first. When the time limit is reached, the last incumbent stands and the stages
that were not reached say so.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pyomo.environ as pyo

from dispatch.case import Case
from dispatch.clock import Clock
from dispatch.model import Model, build
from dispatch.objective import Goal, goal, relaxation_goals, stages
from dispatch.solvers import Answer, Session, session

__all__ = ["Solved", "StageResult", "solve"]

Progress = Callable[[str, float], None]
MOST_LOOKS = 6


@dataclass(frozen=True)
class StageResult:
    """What a stage brought.

    Attributes
    ----------
    value : float or None
        Incumbent's value; None where the stage was not reached.
    status : str
        ``optimal``, ``feasible`` or ``not_reached``.
    price_yuan : float or None
        What holding the stage costs at least; None where it was not computed.
    tolerance : float
        How far later stages were allowed to fall short.
    """

    name: str
    unit: str
    value: float | None
    gap_rel: float | None
    status: str
    seconds: float
    price_yuan: float | None = None
    tolerance: float = 0.0


@dataclass
class Solved:
    """A solved model, or the news that there is none."""

    model: Model
    session: Session
    stages: list[StageResult] = field(default_factory=list)
    outcome: str = "nothing"

    @property
    def has_solution(self) -> bool:
        """Whether an incumbent is loaded into the model."""
        return self.outcome in ("optimal", "feasible")


def solve(case: Case, clock: Clock, progress: Progress) -> Solved:
    """Solve a day; the model holds the incumbent in the end.

    Parameters
    ----------
    case : Case
        The day.
    clock : Clock
        Time limit over everything.
    progress : callable
        Told the name of each stage as it begins, and the seconds since the beginning.
    """
    for look in range(MOST_LOOKS):
        last = look == MOST_LOOKS - 1
        trial = (
            case
            if not last
            else replace(case, options=case.options.model_copy(update={"is_lazily_exclusive": False}))
        )
        solved = _once(trial, clock, progress)
        if not solved.has_solution:
            return solved
        found = {name: b.conflicts(solved.model.block(name)) for name, b in solved.model.behaviours.items()}
        conflicts = {name: steps - trial.exclusive_steps(name) for name, steps in found.items()}
        if not any(conflicts.values()):
            return solved
        case = case.with_exclusive(conflicts)
    return solved


def _once(case: Case, clock: Clock, progress: Progress) -> Solved:
    model = build(case)
    with_solver = Solved(model=model, session=session(model.pyomo, case.options))
    goals = [*(relaxation_goals(model) if case.is_elastic else []), *stages(model)]
    _run(with_solver, goals, clock, progress)
    return with_solver


def _run(solved: Solved, goals: list[Goal], clock: Clock, progress: Progress) -> None:
    names = [each.name for each in goals]
    before_cost = names.index("cost")
    costs: list[float | None] = []
    for place, each in enumerate(goals):
        if clock.is_over:
            solved.stages.append(StageResult(each.name, each.unit, None, None, "not_reached", 0.0))
            continue
        if solved.model.case.options.has_stage_prices and place < before_cost and not _is_relaxation(each):
            costs.append(_least_cost(solved, clock, progress, each.name))
        progress(each.name, clock.elapsed)
        answer = solved.session.minimise(each.minimised, clock.limits(), is_integer=each.is_integer)
        solved.stages.append(_result(each, answer))
        if answer.has_solution:
            solved.outcome = "feasible"
            value = float(pyo.value(each.held))
            solved.session.hold(each.held, value + each.tolerance(value))
        elif answer.status == "infeasible" and not solved.has_solution:
            solved.outcome = "infeasible"
            return
    _price(solved, names, costs)
    if solved.has_solution and all(stage.status == "optimal" for stage in solved.stages):
        solved.outcome = "optimal"


def _is_relaxation(each: Goal) -> bool:
    return each.name.startswith("relaxation")


def _least_cost(solved: Solved, clock: Clock, progress: Progress, name: str) -> float | None:
    """Least cost with the stages held so far; its solution starts the next stage."""
    if clock.is_over:
        return None
    progress(f"price_{name}", clock.elapsed)
    answer = solved.session.minimise(goal(solved.model, "cost").minimised, clock.limits())
    if answer.has_solution and not solved.has_solution:
        solved.outcome = "feasible"
    return answer.value if answer.status == "optimal" else None


def _result(each: Goal, answer: Answer) -> StageResult:
    if not answer.has_solution:
        return StageResult(each.name, each.unit, None, None, "not_reached", answer.seconds)
    value = float(pyo.value(each.held)) * each.sign
    return StageResult(
        name=each.name,
        unit=each.unit,
        value=value,
        gap_rel=answer.gap_rel if math.isfinite(answer.gap_rel) else None,
        status=answer.status,
        seconds=answer.seconds,
        tolerance=each.tolerance(value),
    )


def _price(solved: Solved, names: list[str], costs: list[float | None]) -> None:
    """Differences of least costs: before a stage and after it."""
    cost = solved.stages[names.index("cost")]
    priced = [
        place for place, name in enumerate(names[: names.index("cost")]) if not name.startswith("relaxation")
    ]
    after = [*costs[1:], cost.value if cost.status == "optimal" else None]
    for place, first, second in zip(priced, costs, after, strict=False):
        if first is not None and second is not None:
            solved.stages[place] = replace(solved.stages[place], price_yuan=second - first)
