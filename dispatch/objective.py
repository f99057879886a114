r"""The objective: lexicographic stages, each held at its incumbent's value while the next is optimised.

==========  ===========================================================  ====  ========================
stage       what is minimised                                            unit  held within
==========  ===========================================================  ====  ========================
relaxation  total of broken hard limits (elastic model only)             MWh   1e-6 MWh
shaving     shortfall of the 5 % target                                  MW    1e-6 relative, 1e-6 MW
absorption  :math:`-\sum_t U_t h + \beta \sum_{S} \text{loop}_t`         MWh   1e-6 relative, 1e-4 MWh
cost        sum of all named costs                                       yuan  1e-6 relative, 0.01 yuan
smooth      :math:`\sum_{a,k,t} |q_{akt} - q_{ak,t-1}|`, integers fixed  MW    -
==========  ===========================================================  ====  ========================

S are the steps whose available renewables exceed the reference day's load plus the export limit. What a store gives
back in such a step displaces renewables, so the loss of its whole cycle was burnt, not absorbed:
:math:`\text{loop}_t = (1 / (\eta_c \eta_d) - 1) d_t h`. Counting the loss where energy is *given back* rather than all
losses in S leaves honest charging free: a cheap tie may fill the store at noon beside the surplus. The weight
:math:`\beta = 1.01` makes burning worse than curtailing, never a tie. S is told area by area. Steps outside
S count as soon as a look at the plan shows that a store gives back beside a surplus that the plan itself made by moving
flexible load away; and stores that pass energy to each other beside a surplus get a binary that lets all of them charge
or all discharge. Either way the stages begin again.
A willingness to pay w (yuan per absorbed MWh) turns the absorption stage into *cost - w x absorption*: it goes on
absorbing only while that costs later stages less than w. Lexicographic order with held incumbents after
Isermann, Linear lexicographic optimization, OR Spektrum 4 (1982), DOI 10.1007/BF01782758.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyomo.environ as pyo

from dispatch.assets.base import Expr
from dispatch.contract import budget_slacks
from dispatch.model import Model
from dispatch.network.equations import SLACK_MW_PER_PU
from dispatch.reserve import reserve_slacks

__all__ = ["Goal", "absorption", "goal", "relaxation_goals", "stages", "total_cost"]

HOLD_REL = 1e-6
BURN_WEIGHT = 1.01


@dataclass(frozen=True)
class Goal:
    """One stage: what is minimised, and how it is held afterwards.

    Attributes
    ----------
    name, unit : str
        As reported.
    minimised : expression
        What the stage minimises.
    held : expression
        What later stages keep at or below its incumbent's value (the same, but for a willingness to pay).
    hold_abs : float
        Absolute tolerance of the hold, in the held expression's unit.
    sign : int
        -1 where the reported value is the negative of what is minimised.
    hold_rel : float
        Relative tolerance of the hold.
    is_integer : bool
        False where the stage leaves the integers as they are.
    """

    name: str
    unit: str
    minimised: Expr
    held: Expr
    hold_abs: float
    sign: int = 1
    is_integer: bool = True
    hold_rel: float = HOLD_REL

    def tolerance(self, value: float) -> float:
        """How far later stages may fall short of a held value."""
        return max(self.hold_rel * abs(value), self.hold_abs)


def absorption(model: Model) -> Expr:
    """Absorbed renewable energy less what conversion loops burn in the steps of surplus, MWh."""
    hours, site = model.case.hours, model.case.site
    absorbed = pyo.quicksum(model.total("absorbed", t) for t in model.T) * hours
    burnt = []
    for name, behaviour in model.behaviours.items():
        surplus = model.case.surplus_on(site.areas[site.assets[name].bus])
        burnt += [behaviour.looped(model.block(name), t) for t in model.T if surplus[t]]
    return absorbed - BURN_WEIGHT * pyo.quicksum(burnt)


def total_cost(model: Model) -> Expr:
    """All cost parts together, yuan."""
    return pyo.quicksum(model.cost_parts().values())


def goal(model: Model, name: str) -> Goal:
    """The stage of a name."""
    if name == "shaving":
        shortfall = model.pyomo.shortfall_mw
        return Goal(name, "MW", shortfall, shortfall, 1e-6)
    if name == "absorption":
        absorbed = absorption(model)
        worth = model.case.site.objective.absorption_value_yuan_per_mwh
        minimised = -absorbed if worth is None else total_cost(model) - worth * absorbed
        return Goal(name, "MWh", minimised, -absorbed, 1e-4, sign=-1)
    if name == "cost":
        cost = total_cost(model)
        return Goal(name, "yuan", cost, cost, 0.01)
    moved = pyo.quicksum(model.pyomo.moved_mw.values())
    return Goal(name, "MW", moved, moved, 1e-6, is_integer=False)


def stages(model: Model) -> list[Goal]:
    """The stages in the site's order."""
    return [goal(model, name) for name in model.case.site.objective.order]


# Among plans that break as little as possible, the earlier of these are broken first.
BROKEN_FIRST = (
    "pin",
    "outside_peak",
    "budget",
    "batch_run",
    "product",
    "task_energy",
    "fleet_energy",
    "comfort",
    "unit_rules",
    "level_window",
    "spill_limit",
    "island_energy",
    "reserve",
    "network_limit",
    "firm_load",
    "export_limit",
    "import_limit",
)


RELAXATION = ("relaxation", "relaxation_order")
UNBROKEN_MWH = 1e-6


def slacks_of(model: Model) -> dict[tuple[str, str], list[tuple[float, Expr]]]:
    """Slack variables of an elastic model by asset and clause, each with the MWh that one unit of it stands for."""
    hours = model.case.hours
    found: dict[tuple[str, str], list[tuple[float, Expr]]] = {}
    for name, behaviour in model.behaviours.items():
        for clause, slacks in behaviour.slacks(model.block(name)).items():
            found[name, clause] = slacks
    if model.pyomo.find_component("island_slack"):
        found["", "island_energy"] = [(1.0, slack) for slack in model.pyomo.island_slack.values()]
    for (_, name, _), slack in model.pyomo.pin_slack.items():
        found.setdefault((name, "pin"), []).append((hours, slack))
    found["", "reserve"] = reserve_slacks(model.pyomo, model.case)
    found |= budget_slacks(model)
    if model.case.network is not None:
        is_bus = set(model.case.site.buses)
        for (name, _), slack in model.pyomo.network_slack.items():
            scale = hours * (SLACK_MW_PER_PU if name in is_bus else 1.0)
            found.setdefault((name, "network_limit"), []).append((scale, slack))
    found["", "outside_peak"] = [(hours, slack) for slack in model.pyomo.cap_slack.values()]
    return found


def unbroken(model: Model) -> list[Expr]:
    """Slack variables of the clauses that the incumbent keeps: later stages may not break them after all."""
    groups = slacks_of(model).values()
    sums = [(sum(scale * (slack.value or 0.0) for scale, slack in group), group) for group in groups]
    return [slack for total, group in sums if total <= UNBROKEN_MWH for _, slack in group]


def relaxation_goals(model: Model) -> list[Goal]:
    """First the least total of broken limits, then, at that total, those that hurt least."""
    sums: dict[str, Expr] = dict.fromkeys(BROKEN_FIRST, 0.0)
    for (_, clause), group in slacks_of(model).items():
        sums[clause] += pyo.quicksum(scale * slack for scale, slack in group)
    total = pyo.quicksum(sums.values())
    ranked = pyo.quicksum((1 + place) * sums[clause] for place, clause in enumerate(BROKEN_FIRST))
    return [
        Goal(name, "MWh", sum_, sum_, 1e-6) for name, sum_ in zip(RELAXATION, (total, ranked), strict=True)
    ]
