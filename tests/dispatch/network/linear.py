"""Solve the linear network equations of a day whose powers are all given, about any flow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dispatch.assets.base import injection_of
from dispatch.case import Case, case_of
from dispatch.clock import Clock
from dispatch.lexicographic import Solved, solve
from dispatch.network.flow import Flow, ac_flow, taken_at_buses
from dispatch.network.tangents import Linearisation, point_of
from dispatch.results import decisions_of
from dispatch.windows import Array
from sites.site import Site
from tests.dispatch.toys import Powers, forecast_of, state_of

__all__ = ["about", "linear_voltages", "solved_about"]


def solved_about(site: Site, powers: Powers, previous: Powers) -> tuple[Case, Solved]:
    """The day with the losses of every step linearised at the flows of another day, as equations."""
    case = case_of(site, forecast_of(site, powers), state=state_of(site))
    other = case_of(site, forecast_of(site, previous), state=state_of(site))
    case = replace(case, network=about(other))
    return case, solve(case, Clock(case.options), lambda *_: None)


def about(case: Case) -> Linearisation:
    """The network about the reference day of a case, losses as equations throughout."""
    assert case.network is not None
    feeder = case.network.feeder
    taken = taken_at_buses(case.site, case.steps.count, case.reference.injection_mw, case.reference.feed_mw)
    point = point_of(feeder, ac_flow(case.site, *taken), *taken)
    return Linearisation.at(feeder, point, np.ones_like(point.sent_mw, dtype=bool))


def linear_voltages(case: Case, solved: Solved) -> tuple[Array, Flow]:
    """Voltages of the children by the linear equations, p.u., shape (count, children), and the AC flow of the plan."""
    assert case.network is not None
    decisions = decisions_of(solved.model)
    homes = {name: injection_of(quantities) for name, quantities in decisions.assets.items()}
    flow = ac_flow(case.site, *taken_at_buses(case.site, case.steps.count, homes, decisions.feeds))
    squared = [
        [solved.model.pyomo.voltage_sq[int(bus), t].value for bus in case.network.feeder.child]
        for t in range(case.steps.count)
    ]
    return np.sqrt(np.asarray(squared, dtype=float)), flow
