"""Solve, hold against AC, linearise anew and tighten, solve again: all inside the one time limit.

A round ends the search when planned and AC losses agree and every limit is kept under AC. Otherwise the losses get a
tangent at the plan's own flows, broken limits are tightened by the excess and a tenth, and the stages begin again; at
most ``MOST_ROUNDS`` times, and only while the time left is more than the last round took. If no round is fine, the one
that breaks the limits least stands, and says so; if its losses are not those of AC, the ties take the difference.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatch.case import Case
from dispatch.clock import Clock
from dispatch.lexicographic import Solved, StageResult
from dispatch.network.checked import (
    LOADING_TOLERANCE_FRAC,
    VOLTAGE_TOLERANCE_PU,
    Checked,
    checked,
    excesses,
)
from dispatch.network.equations import SIDES
from dispatch.network.feeder import feeder_of
from dispatch.network.tangents import Linearisation
from dispatch.network.variables import is_binding
from dispatch.results import Decisions, decisions_of
from dispatch.windows import Array

__all__ = ["MOST_ROUNDS", "NetworkNote", "at_ties", "network_broken", "with_network"]

SAME = 10.0  # tolerances of its hold by which a stage may differ between two rounds
MOST_ROUNDS = 5
BURNT_MWH = 1e-5
CURTAILED_MW = 1e-3


@dataclass(frozen=True)
class NetworkNote:
    """How a plan and the AC power flow came together: an attribute of the schedule."""

    rounds: int
    is_agreed: bool
    loss_gap_mw: float
    tightened: list[dict[str, Any]]
    is_difference_at_ties: bool = False

    def text(self) -> str:
        """As JSON."""
        about = {
            "rounds": self.rounds,
            "rounds_most": MOST_ROUNDS,
            "is_agreed": self.is_agreed,
            "loss_gap_mw": self.loss_gap_mw,
            "is_difference_at_ties": self.is_difference_at_ties,
            "tightened": self.tightened,
            "polygon_sides": SIDES,
            "voltage_tolerance_pu": VOLTAGE_TOLERANCE_PU,
            "loading_tolerance_frac": LOADING_TOLERANCE_FRAC,
        }
        return json.dumps(about)


def with_network(
    solve: Callable[[Case], Solved], case: Case, clock: Clock
) -> tuple[Solved, NetworkNote | None]:
    """Solve a day until the plan stands under AC.

    Parameters
    ----------
    solve : callable
        Solves a case, elastically where it must.
    """
    best: tuple[Solved, Checked] | None = None
    origin: Solved | None = None
    rounds = 0
    while rounds < MOST_ROUNDS:
        rounds += 1
        before = clock.left
        solved = solve(case)
        if case.known and not _still_serves(solved, case.known):
            case = replace(case, known={})
            solved = solve(case)
        if solved.model.case.network is None:
            return solved, None
        if not solved.has_solution:
            break
        decisions = decisions_of(solved.model)
        found = checked(solved.model, decisions)
        late = _late_surplus(solved, decisions) if found.excess == 0.0 else {}
        if best is None or found.rank <= best[1].rank:
            best = solved, found
        # A further round begins where this one ended, so that it takes less time.
        if (found.is_fine and not late) or clock.left < (before - clock.left) / 2:
            break
        linear = solved.model.case.network
        if origin is None or not case.known:
            origin = solved
        known = _known(origin) if found.excess == 0.0 else {}  # a tighter limit wants a new search
        case = replace(
            solved.model.case, network=found.tightened(linear), start=solved.integers(), known=known
        )
        case = case.with_looks({}, late, {})
    if best is None:
        return solved, None
    if origin is not None and best[0] is not origin:
        best[0].origin = origin if best[0].model.case.known else None
    return best[0], _note(best, rounds)


def _known(solved: Solved) -> dict[str, tuple[float, float]]:
    """Value and gap of each stage, where all of them were solved and no limit had to be broken; else nothing."""
    stages = solved.stages
    is_whole = all(each.value is not None and each.gap_rel is not None for each in stages)
    if not is_whole or solved.model.case.is_elastic:
        return {}
    return {each.name: (each.value or 0.0, each.gap_rel or 0.0) for each in stages if each.name != "smooth"}


def _still_serves(solved: Solved, known: Mapping[str, tuple[float, float]]) -> bool:
    """Whether the integers that were kept serve: there is a plan, and no stage before cost is worse than it was.

    Only then do the bounds found before hold: what is feasible now was so before.
    """
    if not solved.has_solution:
        return False
    before = [stage for stage in solved.stages if stage.name in ("shaving", "absorption")]
    return all(_is_same(stage, known[stage.name][0]) for stage in before if stage.name in known)


def _is_same(stage: StageResult, value: float) -> bool:
    """Whether a stage is worth what it was, but for a few tolerances."""
    return stage.value is not None and abs(stage.value - value) <= SAME * max(stage.tolerance, 1e-3)


def _note(best: tuple[Solved, Checked], rounds: int) -> NetworkNote:
    solved, found = best
    linear = solved.model.case.network
    assert linear is not None
    worst = float(np.abs(found.gap_mw).max())
    return NetworkNote(rounds, found.is_fine, worst, _tightened(linear), bool(found.is_apart.any()))


def _tightened(linear: Linearisation) -> list[dict[str, Any]]:
    """Each limit that was tightened: bus or branch, which limit, how many steps, the most of it."""
    feeder = linear.feeder
    listed = (
        ("voltage_min", feeder.buses, linear.voltage_low, feeder.voltage_min),
        ("voltage_max", feeder.buses, linear.voltage_high, feeder.voltage_max),
        ("loading", feeder.branches, linear.loading, feeder.limit),
    )
    return [
        {
            "name": name,
            "limit": limit,
            "steps": int((by[:, place] > 0).sum()),
            "by": float(by[:, place].max()),
        }
        for limit, names, by, limits in listed
        for place, name in enumerate(names)
        if (by[:, place] > 0).any() and np.isfinite(limits[place])
    ]


def _late_surplus(solved: Solved, decisions: Decisions) -> dict[str, frozenset[int]]:
    """Steps, by area, in which the network makes the plan curtail while a store gives back: these burn energy too."""
    import pyomo.environ as pyo

    model, case = solved.model, solved.model.case
    found: dict[str, frozenset[int]] = {}
    if "absorption" not in case.site.objective.order:
        return found
    binding = _binding_of(case, decisions)
    for area in case.site.area_names:
        is_late = np.zeros(case.steps.count, dtype=bool)
        for name in case.site.of_area(area, "renewable"):
            bus = case.site.assets[name].bus
            cut = decisions.assets[name]["curtailed_mw"]
            if bus in binding:
                is_late |= binding[bus] & (cut > CURTAILED_MW)
        is_late &= ~case.surplus_on(area)
        here = case.site.of_area(area, carrier="electricity")
        given = [sum(pyo.value(model.behaviours[n].looped(model.block(n), t)) for n in here) for t in model.T]
        if (is_late & (np.asarray(given) > BURNT_MWH)).any():
            found[area] = frozenset(np.flatnonzero(is_late).tolist())
    return found


def _flow_of(case: Case, decisions: Decisions) -> Any:
    from dispatch.assets.base import injection_of
    from dispatch.network.flow import ac_flow, taken_at_buses

    homes = {name: injection_of(quantities) for name, quantities in decisions.assets.items()}
    return ac_flow(case.site, *taken_at_buses(case.site, case.steps.count, homes, decisions.feeds))


def _binding_of(case: Case, decisions: Decisions) -> dict[str, NDArray[np.bool_]]:
    return is_binding(case.site, feeder_of(case.site), _flow_of(case, decisions))


def network_broken(case: Case, decisions: Decisions) -> dict[tuple[str, str], Array]:
    """Limits that the AC power flow of a plan breaks, by bus (p.u.) or branch (share of the rating), and clause.

    A network that has no power flow in a step breaks 1 p.u. at the bus that feeds it.
    """
    if not case.site.branches:
        return {}
    feeder = feeder_of(case.site)
    flow = _flow_of(case, decisions)
    low, high, loading = excesses(feeder, flow)
    found = {(name, "network_limit"): (low + high)[:, place] for place, name in enumerate(feeder.buses)}
    found |= {(name, "network_limit"): loading[:, place] for place, name in enumerate(feeder.branches)}
    for root in feeder.root_voltage:  # all of the voltage where the network cannot carry the plan at all
        found[feeder.buses[root], "network_limit"] += np.where(np.isnan(flow.voltage_pu[:, root]), 1.0, 0.0)
    return {key: values for key, values in found.items() if values.max() > 0}


def at_ties(case: Case, decisions: Decisions) -> Decisions:
    """The same plan with AC losses: the tie of each tree takes the difference; limits that this breaks are named."""
    flow, feeder = _flow_of(case, decisions), feeder_of(case.site)
    assets, broken = dict(decisions.assets), dict(decisions.broken)
    for tree in case.site.trees:
        names = [joint.branch for joint in tree.joints]
        places = [feeder.branches.index(name) for name in names]
        lost = np.nan_to_num(flow.loss_mw[:, places]).sum(axis=1)
        more = lost - np.sum([decisions.flows[name][1] for name in names], axis=0)
        for tie in (name for name in case.site.of_role("tie") if case.site.assets[name].bus == tree.root):
            net = assets[tie]["import_mw"] - assets[tie]["export_mw"] + more
            bought, sold = np.maximum(net, 0.0), np.maximum(-net, 0.0)
            assets[tie] = {**assets[tie], "import_mw": bought, "export_mw": sold}
            for clause, power, limit in (
                ("import_limit", bought, case.import_limit_mw[tie]),
                ("export_limit", sold, case.export_limit_mw[tie]),
            ):
                if (power > limit).any():
                    broken[tie, clause] = np.maximum(power - limit, 0.0)
    return replace(decisions, assets=assets, broken=broken, flows={})
