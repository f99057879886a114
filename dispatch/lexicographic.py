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

import numpy as np
import pyomo.environ as pyo

from dispatch.case import Case
from dispatch.clock import Clock
from dispatch.model import Model, build
from dispatch.objective import RELAXATION, Goal, relaxation_goals, stages, unbroken
from dispatch.solvers import Answer, Session, session

__all__ = ["Solved", "StageResult", "price", "solve"]

Progress = Callable[[str, float], None]
MOST_LOOKS = 6
SURPLUS_MW = 1e-3
PASSED_MW = 5e-6
GAP_SHARE = 0.7  # of the gap is for the search where a network is: the rest for what losses add afterwards
TIME_SHARE = 0.5  # of the time that is left is for one search where a network is: AC wants its rounds
PRICE_SHARE = 0.25  # of the time that is left: prices wait behind capability and islands
BURNT_MWH = 1e-5


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
    is_conflicted: bool = False
    origin: Solved | None = None
    goals: list[Goal] = field(default_factory=list)
    holds: list[int | None] = field(default_factory=list)

    @property
    def has_solution(self) -> bool:
        """Whether an incumbent is loaded into the model."""
        return self.outcome in ("optimal", "feasible")

    def integers(self) -> dict[str, float]:
        """Integers of the incumbent by name."""
        every = self.model.pyomo.component_data_objects(pyo.Var)
        return {v.name: round(v.value) for v in every if v.value is not None and not v.is_continuous()}


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
    best: Solved | None = None
    for look in range(MOST_LOOKS):
        solved = _once(case if look < MOST_LOOKS - 1 else _strict(case), clock, progress)
        if not solved.has_solution:
            return solved if best is None else best
        looks = _looks(solved)
        solved.is_conflicted = any(looks[0].values())
        if not any(any(look.values()) for look in looks):
            return solved
        if best is None or best.is_conflicted or not solved.is_conflicted:
            best = solved
        best.outcome = "feasible"
        case = replace(case.with_looks(*looks), start=solved.integers())
    return best or solved


Looks = tuple[dict[str, frozenset[int]], dict[str, frozenset[int]], dict[str, frozenset[int]]]


def _looks(solved: Solved) -> Looks:
    """What a look at a plan finds: two exclusive things at once, late surplus, stores that pass energy on."""
    return _conflicts(solved), _late_surplus(solved), _passing(solved)


def _strict(case: Case) -> Case:
    """The last look: every exclusivity binary."""
    return replace(case, options=case.options.model_copy(update={"is_lazily_exclusive": False}))


def _conflicts(solved: Solved) -> dict[str, frozenset[int]]:
    """Steps, by asset, in which the plan does two exclusive things at once; all steps of an asset that does so again.

    A later stage may break one more step at each look within the tolerance of the stages before it: without end.
    """
    case, model = solved.model.case, solved.model
    found: dict[str, frozenset[int]] = {}
    for name, behaviour in model.behaviours.items():
        has_binary = case.exclusive_steps(name)
        steps = behaviour.conflicts(model.block(name)) - has_binary
        is_again = bool(steps and case.exclusive.get(name))
        found[name] = frozenset(model.T) - has_binary if is_again else steps
    return found


def _late_surplus(solved: Solved) -> dict[str, frozenset[int]]:
    """Steps, by area, outside S with a surplus in the plan, where a store gives back in one of them.

    A step that curtails while a store gives is one too, whatever load and limits say, unless a network may be why.
    """
    model, case = solved.model, solved.model.case
    found: dict[str, frozenset[int]] = {}
    if "absorption" not in case.site.objective.order:
        return found
    for area in case.site.area_names:
        here = case.site.of_area(area, carrier="electricity")
        looped = [
            sum(pyo.value(model.behaviours[n].looped(model.block(n), t)) for n in here) for t in model.T
        ]
        is_late = model.surplus_mw(area) > SURPLUS_MW
        if not case.site.branches:
            is_late |= (model.curtailed_mw(area) > SURPLUS_MW) & (np.asarray(looped) > BURNT_MWH)
        is_late &= ~case.surplus_on(area)
        if (is_late & (np.asarray(looped) > BURNT_MWH)).any():
            found[area] = frozenset(np.flatnonzero(is_late).tolist())
    return found


def _passing(solved: Solved) -> dict[str, frozenset[int]]:
    """Steps, by area, with a surplus in the plan in which one store gives while another takes."""
    model, case = solved.model, solved.model.case
    found: dict[str, frozenset[int]] = {}
    for area in case.site.area_names if "absorption" in case.site.objective.order else ():
        here = case.site.of_area(area, carrier="electricity")
        flows = [[model.behaviours[n].store_flows(model.block(n), t) for n in here] for t in model.T]
        taken = np.asarray(
            [sum(pyo.value(f[0]) for f in each if f is not None) for each in flows], dtype=float
        )
        given = np.asarray(
            [sum(pyo.value(f[1]) for f in each if f is not None) for each in flows], dtype=float
        )
        is_passing = (np.minimum(taken, given) > PASSED_MW) & (model.surplus_mw(area) > SURPLUS_MW)
        steps = frozenset(np.flatnonzero(is_passing).tolist()) - case.one_way_steps(area)
        if steps:
            found[area] = steps
    return found


def _once(case: Case, clock: Clock, progress: Progress) -> Solved:
    model = build(case)
    if case.known:
        _keep_integers(model)
    with_solver = Solved(model=model, session=session(model.pyomo, case.options))
    if case.start and not case.known:
        with_solver.session.begin_with(case.start)
    goals = [*(relaxation_goals(model) if case.is_elastic else []), *stages(model)]
    _run(with_solver, goals, clock, progress)
    if case.known:
        with_solver.stages = [_against_known(each, case) for each in with_solver.stages]
        if with_solver.outcome == "optimal" and any(s.status != "optimal" for s in with_solver.stages):
            with_solver.outcome = "feasible"
    return with_solver


def _keep_integers(model: Model) -> None:
    """Integers that were decided stay; what a look has added since is free."""
    for variable in model.pyomo.component_data_objects(pyo.Var):
        value = None if variable.is_continuous() else model.case.start.get(variable.name)
        if value is not None:
            variable.fix(value)


def _against_known(stage: StageResult, case: Case) -> StageResult:
    """The stage with its gap against the bound that was found before the integers were kept.

    What was set right since can only have made a stage worse, so that its bound still holds; the difference of the
    values adds to the gap.
    """
    if stage.value is None or stage.gap_rel is None or stage.name not in case.known:
        return stage
    value, gap = case.known[stage.name]
    whole = gap + abs(stage.value - value) / max(abs(stage.value), 1.0)
    is_within = abs(stage.value - value) <= stage.tolerance or whole <= case.options.gap_rel
    return replace(stage, gap_rel=whole, status=stage.status if is_within else "feasible")


def _run(solved: Solved, goals: list[Goal], clock: Clock, progress: Progress) -> None:
    holds: list[int | None] = []
    is_done, share = False, solved.model.case.network is not None
    for each in goals:
        # Stages that leave the integers as they are come last: in vain, if a look finds that all begins again.
        is_done = is_done or (not each.is_integer and solved.has_solution and _begins_again(solved))
        if clock.is_over or is_done:
            solved.stages.append(StageResult(each.name, each.unit, None, None, "not_reached", 0.0))
            holds.append(None)
            continue
        progress(each.name, clock.elapsed)
        limits = clock.limits()
        if share and each.is_integer:
            limits = replace(limits, gap_rel=GAP_SHARE * limits.gap_rel, seconds=TIME_SHARE * limits.seconds)
        answer = solved.session.minimise(each.minimised, limits, is_integer=each.is_integer)
        if answer.status == "feasible" and answer.gap_rel <= solved.model.case.options.gap_rel:
            answer = replace(
                answer, status="optimal"
            )  # the share was missed, the gap that was asked for is kept
        solved.stages.append(_result(each, answer))
        holds.append(None)
        if answer.has_solution:
            solved.outcome = "feasible"
            value = float(pyo.value(each.held))
            holds[-1] = solved.session.hold(each.held, value + each.tolerance(value))
            if each.name == RELAXATION[-1]:
                solved.session.close(unbroken(solved.model))
        elif answer.status == "infeasible" and not solved.has_solution:
            solved.outcome = "infeasible"
            return
    if solved.has_solution and all(stage.status == "optimal" for stage in solved.stages):
        solved.outcome = "optimal"
    solved.goals, solved.holds = goals, holds


def _begins_again(solved: Solved) -> bool:
    return any(any(look.values()) for look in _looks(solved))


def price(solved: Solved, clock: Clock, progress: Progress) -> None:
    """Least cost with one stage less held each time; the solution of the last stage is put back afterwards.

    Where integers were kept while losses and limits were set right, the prices are those found before that.
    """
    if solved.origin is not None:
        price(solved.origin, clock, progress)
        prices = {each.name: each.price_yuan for each in solved.origin.stages}
        solved.stages = [replace(each, price_yuan=prices.get(each.name)) for each in solved.stages]
        return
    goals, holds = solved.goals, solved.holds
    if not (solved.model.case.options.has_stage_prices and solved.has_solution and goals):
        return
    places = {each.name: place for place, each in enumerate(goals)}
    cost = solved.stages[places["cost"]]
    if cost.status != "optimal" or cost.value is None:
        return
    priced = [place for name, place in places.items() if place < places["cost"] and name not in RELAXATION]
    kept = pyo.ComponentMap((v, v.value) for v in solved.model.pyomo.component_data_objects(pyo.Var))
    for handle in holds[places["cost"] :]:
        if handle is not None:
            solved.session.release(handle)
    after, unsure = cost.value, abs(cost.value) * (cost.gap_rel or 0.0)
    for place in reversed(priced):
        handle = holds[place]
        if handle is None or clock.is_over:
            break
        solved.session.release(handle)
        progress("price_" + goals[place].name, clock.elapsed)
        limits = replace(clock.limits(), seconds=PRICE_SHARE * clock.left)
        answer = solved.session.minimise(goals[places["cost"]].minimised, limits)
        if answer.status != "optimal":
            break
        # Two least costs are each known within their gap: a difference inside that is none.
        gap = abs(answer.value) * answer.gap_rel
        paid = after - answer.value
        solved.stages[place] = replace(solved.stages[place], price_yuan=paid if paid > unsure + gap else 0.0)
        after, unsure = answer.value, gap
    for variable, value in kept.items():
        variable.set_value(value, skip_validation=True)


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
