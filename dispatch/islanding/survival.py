r"""Operation without the public grid: how long the critical loads live through an outage, from each step on.

For each start s of the site's windows the ties carry nothing during :math:`[s, s + H)`. All before s is as planned,
commitments stay as planned; stores begin at their scheduled level, renewables give what they have, and any load may be
cut off at its breaker, wholly or in part:

.. math::

    \min \sum_{a, \tau} w_\tau u_{a\tau} h \quad \text{s.t.} \quad
    u_{a\tau} \ge \kappa_a D_{a\tau} - (p_{a\tau} - r_{a\tau}), \qquad 0 \le r_{a\tau} \le p_{a\tau}

with :math:`p` what a load would take, :math:`r` what is cut off (``shed``), :math:`\kappa` its critical share and
:math:`D` its demand on the reference day. The weights :math:`w_\tau` fall with time, so that what can be
served is served first to last. The *survival* is the time until critical load is first left unserved.

The whole is a resilience assessment by replay, after the outage survivability that is used for microgrids (Laws et
al., Applied Energy 228 (2018), DOI 10.1016/j.apenergy.2018.06.115).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.assets.base import Expr
from dispatch.case import Case
from dispatch.clock import Clock
from dispatch.columns import FAR, Columns, step_of
from dispatch.islanding.needs import critical_mw
from dispatch.model import Model, build
from dispatch.network.variables import NETWORK_EVENT_VARIABLES
from dispatch.results import ASSET_QUANTITIES, decisions_of, schedule_data
from dispatch.solvers.base import Limits
from dispatch.solvers.highs import HighsSession
from dispatch.windows import Array

__all__ = ["Islands", "islands"]

UNSERVED_MW = 1e-4
PLAN_TOLERANCE = 1e-6
SHED_WEIGHT, EFFORT_WEIGHT = 1e-3, 1e-6
GAP_REL, GAP_MWH = 1e-6, 1e-6


@dataclass(frozen=True)
class Islands:
    """Survival of the critical loads.

    Attributes
    ----------
    hours : array, shape (count,)
        By step of the outage's beginning; NaN outside the windows.
    unserved_mwh : array, shape (count,)
        Critical energy left unserved in that outage.
    witnesses : xarray.Dataset or None
        The day of the worst outage of each hour, over ``event``, with ``shed_mw(event, time, asset)``.
    """

    hours: Array
    unserved_mwh: Array
    witnesses: xr.Dataset | None = None


def islands(case: Case, planned: Model, clock: Clock) -> Islands | None:
    """Survival from each step of the site's windows; None where the site asks for none, or time ran out.

    Parameters
    ----------
    case : Case
        The day as it was solved, within its limits.
    planned : Model
        The solved model.
    clock : Clock
        Ends the computation.
    """
    about = case.site.islanding
    if about is None:
        return None
    count, length = case.steps.count, about.length(case.steps)
    hours, unserved = np.full(count, np.nan), np.full(count, np.nan)
    outage = _Outage(case, planned, length)
    worst: dict[int, tuple[float, float, xr.Dataset]] = {}
    for start in np.flatnonzero(about.starts(case.steps)):
        if clock.is_over or not outage.solve(int(start), clock):
            return None  # part of the outages would look like all of them
        lost = outage.unserved_mw(int(start))
        dark = np.flatnonzero(lost > UNSERVED_MW)
        hours[start] = (int(dark[0]) if dark.size else length) * case.hours
        unserved[start] = float(lost.sum()) * case.hours
        clock_hour = int(case.steps.local_minutes[start]) // 60
        found = (hours[start], -unserved[start])
        if clock_hour not in worst or found < worst[clock_hour][:2]:
            worst[clock_hour] = (*found, outage.witness(int(start)))
    days = [day for _, _, day in worst.values()]
    witnesses = xr.concat(days, dim="event", coords="minimal", compat="override") if days else None
    return Islands(hours, unserved, witnesses)


class _Outage:
    """The day's matrix with loads that can be cut off; bounds tell which outage is meant."""

    def __init__(self, case: Case, planned: Model, length: int) -> None:
        self.case, self.length = case, length
        self.critical = critical_mw(case)
        self.model = build(case, is_shedding=True)
        m = self.model.pyomo
        for constraint in (m.peak_is_shaved, m.no_new_peak_outside, m.island_energy_is_kept):
            constraint.deactivate()
        if case.site.reserve is not None:
            m.reserve_is_held.deactivate()
        m.lost = pyo.Var(list(self.critical), self.model.T, within=pyo.NonNegativeReals)
        m.critical_is_served = pyo.Constraint(list(self.critical), self.model.T, rule=self._served)
        wasted = (self.model.total(quantity, t) for quantity in ("losses", "reserve") for t in self.model.T)
        self.effort = pyo.quicksum(wasted) + SHED_WEIGHT * pyo.quicksum(m.shed.values())
        self.session = HighsSession(m, threads=case.options.threads, seed=case.options.seed)
        # What is fixed is a plan within the tolerance of integer solves, ten times that of linear ones.
        self.session.highs.setOptionValue("primal_feasibility_tolerance", PLAN_TOLERANCE)
        self.columns = Columns.of(self.session.columns, self.model)
        self.plan = self.columns.values_of(planned)
        ties = case.site.of_role("tie")
        self.is_tie = np.isin(self.columns.owners, ties)
        lp = self.session.highs.getLp()
        self.row_bounds = np.array(lp.row_lower_), np.array(lp.row_upper_)
        self.row_steps = np.asarray([step_of(row.constraint) for row in self.session.rows])

    def _served(self, m: Any, name: str, t: int) -> Expr:
        taken = -self.model.behaviours[name].injection(self.model.block(name), t)
        return m.lost[name, t] >= float(self.critical[name][t]) - taken + m.shed[name, t]

    def solve(self, start: int, clock: Clock) -> bool:
        """Find the best that can be done in an outage; False where the solver brings nothing."""
        columns, session, end = self.columns, self.session, start + self.length
        is_fixed = (
            (columns.steps < start) | ((columns.steps >= end) & (columns.steps < FAR)) | columns.is_held
        )
        low = np.where(is_fixed, self.plan, session.lower)
        high = np.where(is_fixed, self.plan, session.upper)
        is_cut = self.is_tie & (columns.steps >= start) & (columns.steps < end)
        low, high = np.where(is_cut, 0.0, low), np.where(is_cut, 0.0, high)
        every = np.arange(len(low), dtype=np.int32)
        session.highs.changeColsBounds(len(low), every, low, high)
        self._keep_rows(start, end)
        session.begin_at(self.plan)
        session.highs.clearSolver()  # presolve takes all but the outage away; an old basis is of no use
        goal = self._goal(start, end)
        answer = session.minimise(goal, Limits(clock.left, GAP_REL, GAP_MWH), is_integer=False)
        if answer.has_solution and self.unserved_mw(start).max() <= UNSERVED_MW:
            return True  # no other integers could do better
        session.begin_at(self.plan)
        answer = session.minimise(goal, Limits(clock.left, GAP_REL, GAP_MWH))
        return answer.has_solution

    def _keep_rows(self, start: int, end: int) -> None:
        """Only the rows of the outage's steps hold: before it all is as planned, and after it the grid is back."""
        is_kept = (self.row_steps >= start) & (self.row_steps < end)
        low = np.where(is_kept, self.row_bounds[0], -np.inf)
        high = np.where(is_kept, self.row_bounds[1], np.inf)
        every = np.arange(len(low), dtype=np.int32)
        self.session.highs.changeRowsBounds(len(low), every, low, high)

    def _goal(self, start: int, end: int) -> Expr:
        lost, hours = self.model.pyomo.lost, self.case.hours
        weights = {t: (1.0 + (end - t) / self.length) * hours for t in range(start, end)}
        wanted = pyo.quicksum(weights[t] * lost[name, t] for name in self.critical for t in weights)
        return wanted + EFFORT_WEIGHT * self.effort

    def unserved_mw(self, start: int) -> Array:
        """Critical power left unserved in each step of the outage, MW, shape (length,)."""
        m, steps = self.model.pyomo, range(start, start + self.length)
        total = np.zeros(self.length)
        for name, critical in self.critical.items():
            block, behaviour = self.model.block(name), self.model.behaviours[name]
            taken = [-pyo.value(behaviour.injection(block, t)) - pyo.value(m.shed[name, t]) for t in steps]
            total += np.maximum(critical[start : start + self.length] - np.asarray(taken), 0.0)
        return total

    def witness(self, start: int) -> xr.Dataset:
        """The day of an outage as data, with what is cut off."""
        data = schedule_data(self.case, decisions_of(self.model))
        names = [*(q for q in ASSET_QUANTITIES if q in data), *SERIES]
        day = data[[name for name in names if name in data]]
        shed = np.zeros((self.case.steps.count, data.sizes["asset"]))
        for place, name in enumerate(map(str, data["asset"].values)):
            if name in self.model.pyomo.SHEDDING:
                shed[:, place] = [pyo.value(self.model.pyomo.shed[name, t]) for t in self.model.T]
        day = day.assign(shed_mw=(("time", "asset"), shed, {"units": "MW"}))
        return day.assign_coords(event=start, event_time=self.case.steps.times[start])


SERIES = (
    "task_power_mw",
    "batch_power_mw",
    "feed_mw",
    "spilled_mw",
    "stock_level",
    *NETWORK_EVENT_VARIABLES,
)
