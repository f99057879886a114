r"""Budgets of the contract: a row for each, hard or priced.

With the day's sum n (or numerator n and denominator d), what the period has used before (N, D), the allowance A of the
day and the share s:

.. math::

    \text{at most a sum:} \quad & n - A \le e, \qquad
        A = \frac{(L - N)^+}{\text{days left}}, \; (L - N)^+ \; \text{or} \; \frac{L}{\text{days}} \\
    \text{at least a share:} \quad & s (D + d) - (N + n) \le e, \qquad
    \text{at most a share:} \quad (N + n) - s (D + d) \le e

(``daily = "day"``: N = D = 0 in the last two). A priced budget pays e; a hard one has e = 0, and in the elastic model a
slack counted in MWh of import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo

from dispatch.assets.base import Expr
from dispatch.contract.amounts import Amounts, Tables, amounts_of, counted, modelled
from dispatch.windows import Array
from sites.budgets import Begun, Budget, begun, days_of
from sites.contract import budgets_of

if TYPE_CHECKING:
    from dispatch.inputs import Inputs
    from dispatch.model import Model

__all__ = [
    "BUDGET_COST",
    "add_budgets",
    "budget_cost",
    "budget_kpis",
    "budget_slacks",
    "budget_yuan",
    "over_budget",
]

BUDGET_COST = "budget_penalty"
CLAUSE = "budget"


def _factor(inputs: Inputs) -> float:
    return inputs.site.grid_factors.on(inputs.date).factor_t_per_mwh


def _begun(budget: Budget, inputs: Inputs) -> Begun:
    return begun(budget, inputs.state.to_date, inputs.date)


def allowance(budget: Budget, before: Begun, inputs: Inputs) -> float:
    """What a day may use of a sum, in the budget's unit."""
    limit = budget.limit or 0.0
    if budget.rule == "day":
        return limit / days_of(budget.period, inputs.date)[1]
    left = max(0.0, limit - before.used)
    return left / before.remaining_days if budget.rule == "pro_rata" else left


def excess(budget: Budget, day: Amounts, inputs: Inputs) -> Expr:
    """By how much a day is beyond what it may use (negative: within), in the budget's unit; a MWh of a share."""
    number, of = counted(budget, day, _factor(inputs))
    before = _begun(budget, inputs)
    if not budget.is_share:
        return number - allowance(budget, before, inputs)
    so_far, of_so_far = (0.0, 0.0) if budget.rule == "day" else (before.used, before.of)
    missing = (budget.share_frac or 0.0) * (of_so_far + of) - (so_far + number)
    return missing if budget.is_at_least else -missing


def add_budgets(model: Model) -> None:
    """One row for each budget in force on the day."""
    m, case = model.pyomo, model.case
    budgets = {budget.name: budget for budget in budgets_of(case.site, case.date)}
    if not budgets:
        return
    day = modelled(model)
    priced = [name for name, budget in budgets.items() if not budget.is_hard]
    hard = [name for name, budget in budgets.items() if budget.is_hard and case.is_elastic]
    m.budget_excess = pyo.Var(priced, within=pyo.NonNegativeReals)
    m.budget_slack = pyo.Var(hard, within=pyo.NonNegativeReals)

    def rule(_: Any, name: str) -> Expr:
        budget = budgets[name]
        beyond = excess(budget, day, case)
        allowed = 0.0
        if name in priced:
            allowed = m.budget_excess[name]
        elif name in hard:
            allowed = budget.unit_per_mwh(_factor(case)) * m.budget_slack[name]
        if not pyo.is_potentially_variable(beyond) and isinstance(
            allowed, float
        ):  # nothing can be done about it
            return pyo.Constraint.Feasible if pyo.value(beyond) <= 0.0 else m.nothing == 1.0
        return beyond <= allowed

    m.budget_is_kept = pyo.Constraint(list(budgets), rule=rule)


def budget_cost(model: Model) -> dict[str, Expr]:
    """What priced budgets cost, yuan; nothing where there is none."""
    case = model.case
    priced = [each for each in budgets_of(case.site, case.date) if not each.is_hard]
    if not priced:
        return {}
    paid = [(each.penalty_yuan_per_unit or 0.0) * model.pyomo.budget_excess[each.name] for each in priced]
    return {BUDGET_COST: pyo.quicksum(paid)}


def budget_slacks(model: Model) -> dict[tuple[str, str], list[tuple[float, Expr]]]:
    """Slacks of hard budgets in an elastic model, MWh each."""
    names = model.pyomo.budget_slack if hasattr(model.pyomo, "budget_slack") else {}
    return {(f"contract/{name}", CLAUSE): [(1.0, slack)] for name, slack in names.items()}


def over_budget(inputs: Inputs, tables: Tables) -> dict[tuple[str, str], Array]:
    """How far a plan breaks each hard budget: MW over the whole day, which make the MWh of import that are too much."""
    found: dict[tuple[str, str], Array] = {}
    day = amounts_of(inputs, tables)
    for budget in budgets_of(inputs.site, inputs.date):
        if budget.is_hard:
            beyond = max(0.0, float(excess(budget, day, inputs))) / budget.unit_per_mwh(_factor(inputs))
            spread = beyond / (inputs.steps.count * inputs.hours)
            found[budget.key, CLAUSE] = np.full(inputs.steps.count, spread)
    return found


def budget_yuan(inputs: Inputs, tables: Tables) -> dict[str, float]:
    """What priced budgets cost in figures."""
    priced = [each for each in budgets_of(inputs.site, inputs.date) if not each.is_hard]
    if not priced:
        return {}
    day = amounts_of(inputs, tables)
    paid = [
        (each.penalty_yuan_per_unit or 0.0) * max(0.0, float(excess(each, day, inputs))) for each in priced
    ]
    return {BUDGET_COST: sum(paid)}


def budget_kpis(inputs: Inputs, tables: Tables) -> dict[str, dict[str, Any]]:
    """Each budget with the day included: used, allowed, remaining, and what the period's end would bring.

    ``used`` is the sum with the day, or the share reached with it; ``remaining`` what is left of the limit, or the
    MWh by which the share is kept (negative: missed); ``forecast`` goes on with the mean day so far.
    """
    day, found = amounts_of(inputs, tables), {}
    for budget in budgets_of(inputs.site, inputs.date):
        before = _begun(budget, inputs)
        number, of = (float(each) for each in counted(budget, day, _factor(inputs)))
        used, whole = before.used + number, before.of + of
        entry: dict[str, Any] = {"quantity": budget.quantity, "unit": budget.unit, "period": budget.period}
        if budget.is_share:
            margin = used - (budget.share_frac or 0.0) * whole
            share = used / whole if whole > 0 else None
            entry |= {"used": share, "allowed": budget.share_frac, "forecast": share}
            entry |= {"remaining": margin if budget.is_at_least else -margin}
            entry |= {"day": number / of if of > 0 else None}
        else:
            mean = used / (before.days + 1)
            entry |= {"used": used, "allowed": budget.limit, "day": number}
            entry |= {"remaining": (budget.limit or 0.0) - used}
            entry |= {"forecast": used + mean * (before.remaining_days - 1)}
        entry["exceeded"] = max(0.0, float(excess(budget, day, inputs)))
        entry["is_assumed"] = int(before.is_assumed)
        found[budget.name] = entry
    return found
