r"""Callable capability: what the site could shed on call, in each step of the peak windows.

:math:`K_t` is the largest r such that net exchange can stay at or below plan - r in *every* step of the event:

.. math::

    \max r \quad \text{s.t.} \quad
    x_\tau \le x^{plan}_\tau - r \;\; (t \le \tau < t + H), \quad
    x_\tau \le x^{plan}_\tau \;\; (\tau \in W \text{ afterwards}), \quad
    x_\tau \le \max(P_{ref}, x^{plan}_\tau) \;\; (\text{elsewhere afterwards})

within every limit of every asset, with all that lies before t as planned: stores start at their scheduled level,
started batches run on, calls already made count, notice times are obeyed. The rest of the day serves all firm load
and meets every deadline. Energy that was not charged is carried forward by the level; a deferral counts only if a
later slot exists. A step whose event leaves the day is left out and marked (NaN). One call a day.

Each event is answered by a whole day (a witness), which the audit checks like any other. The matrix is compiled once;
an event changes bounds only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
import xarray as xr
from numpy.typing import NDArray

from dispatch.case import Case
from dispatch.clock import Clock
from dispatch.columns import Columns
from dispatch.model import Model, build
from dispatch.network.equations import network_loss
from dispatch.network.variables import NETWORK_EVENT_VARIABLES
from dispatch.results import ASSET_QUANTITIES, decisions_of, schedule_data
from dispatch.solvers.base import Limits
from dispatch.solvers.highs import HighsSession
from dispatch.windows import Array

__all__ = ["EVENT_QUANTITIES", "capability", "event_steps"]

# What belongs to the plan alone and is not asked of an event's day.
PLAN_ONLY = (
    "reference_injection_mw",
    "available_mw",
    "curtailed_mw",
    "curtailed_surplus_mw",
    "curtailed_export_limit_mw",
    "curtailed_unit_minimum_mw",
    "curtailed_network_mw",
    "curtailed_price_mw",
    "is_loss_counted",
    "import_price_yuan_per_mwh",
    "export_price_yuan_per_mwh",
    "demand_mw",
)
EVENT_QUANTITIES = tuple(name for name in ASSET_QUANTITIES if name not in PLAN_ONLY)
EVENT_SERIES = (
    "task_power_mw",
    "batch_power_mw",
    "net_exchange_mw",
    "feed_mw",
    "spilled_mw",
    "stock_level",
    *NETWORK_EVENT_VARIABLES,
)
TIDY_WEIGHT = 1e-6
EVENT_GAP_MW = 1e-5


def event_steps(case: Case) -> tuple[list[int], int]:
    """Steps of the windows whose event ends within the day, and the event's length in steps."""
    length = max(1, round(case.site.targets.event_hours / case.hours))
    inside = np.flatnonzero(case.reference.window)
    return [int(t) for t in inside if t + length <= case.steps.count], length


@dataclass
class _Matrix:
    """The day's matrix with an event's rows: bounds tell which event is meant."""

    session: HighsSession
    model: Model
    limit_rows: NDArray[np.int32]
    event_rows: NDArray[np.int32]
    goal: Any
    columns: Columns


def _matrix(case: Case) -> _Matrix:
    model = build(case)
    m = model.pyomo
    m.peak_is_shaved.deactivate()
    m.no_new_peak_outside.deactivate()
    m.event_mw = pyo.Var(within=pyo.NonNegativeReals)
    # A far bound that every event replaces: the row must exist in the compiled matrix.
    far = 1e6
    m.exchange_limit = pyo.Constraint(model.T, rule=lambda _, t: model.total("exchange", t) <= far)
    m.exchange_event = pyo.Constraint(
        model.T, rule=lambda b, t: model.total("exchange", t) + b.event_mw <= far
    )
    session = HighsSession(m, threads=case.options.threads, seed=case.options.seed)
    places = {id(row.constraint): place for place, row in enumerate(session.rows)}
    return _Matrix(
        session=session,
        model=model,
        limit_rows=np.asarray([places[id(m.exchange_limit[t])] for t in model.T], dtype=np.int32),
        event_rows=np.asarray([places[id(m.exchange_event[t])] for t in model.T], dtype=np.int32),
        goal=-m.event_mw + TIDY_WEIGHT * _effort(model),
        columns=Columns.of(session.columns, model),
    )


def _effort(model: Model) -> Any:
    """What a witness should not do without need: lose energy and move."""
    lost = pyo.quicksum(network_loss(model, t) for t in model.T) * model.case.hours
    return (
        lost
        + pyo.quicksum(model.total("losses", t) for t in model.T)
        + 1e-2 * pyo.quicksum(model.pyomo.moved_mw.values())
    )


def capability(case: Case, planned: Model, clock: Clock) -> tuple[Array, xr.Dataset | None]:
    """Callable capability of each step, and the witness of each event.

    Parameters
    ----------
    case : Case
        The day as it was solved.
    planned : Model
        The solved model.
    clock : Clock
        Ends the computation.

    Returns
    -------
    capability_mw : array, shape (count,)
        NaN outside the windows and where the event leaves the day; NaN throughout where time ran out before the end.
    events : xarray.Dataset or None
        Witnesses over (event, time, asset | task | batch).
    """
    result = np.full(case.steps.count, np.nan)
    steps, length = event_steps(case)
    if not steps or not case.site.of_role("tie"):
        return result, None
    matrix = _matrix(case)
    plan = matrix.columns.values_of(planned)
    exchange = np.asarray([pyo.value(planned.total("exchange", t)) for t in planned.T], dtype=float)
    witnesses: list[xr.Dataset] = []
    answered: list[int] = []
    for place, t in enumerate(steps):
        if clock.is_over:
            return np.full(case.steps.count, np.nan), None
        seconds = clock.left / (len(steps) - place)  # one hard event must not take the time of the others
        result[t] = _answer(matrix, case, plan, exchange, t, length, seconds)
        answered.append(t)
        data = schedule_data(case, decisions_of(matrix.model))
        keep = [name for name in (*EVENT_QUANTITIES, *EVENT_SERIES) if name in data]
        witnesses.append(data[keep])
    if not witnesses:
        return result, None
    events = xr.concat(witnesses, dim="event", coords="minimal", compat="override", data_vars="all")
    events = events.assign_coords(
        event=np.asarray(answered), event_time=(("event",), case.steps.times[answered])
    )
    events["capability_mw"] = (("event",), result[answered], {"units": "MW"})
    events.attrs = {"event_hours": case.site.targets.event_hours, "event_steps": length}
    return result, events


def _answer(
    matrix: _Matrix, case: Case, plan: Array, exchange: Array, event: int, length: int, seconds: float
) -> float:
    """Largest reduction at one event, MW; the witness is written into the matrix's model.

    The plan itself answers every event with a reduction of nothing: where the solver brings no more, it is the witness.
    It comes as near the largest as the day's own gap; the witness is then tidied up with the integers as they are.
    """
    session, count = matrix.session, case.steps.count
    free_from = {"": 0}
    for name, behaviour in matrix.model.behaviours.items():
        free_from[name] = behaviour.committed_until(event, length, case.site.targets.notice_hours)
    is_past = matrix.columns.steps < np.asarray([free_from[owner] for owner in matrix.columns.owners])
    is_past |= matrix.columns.is_held
    low, high = np.where(is_past, plan, session.lower), np.where(is_past, plan, session.upper)
    every = np.arange(len(low), dtype=np.int32)
    session.highs.changeColsBounds(len(low), every, low, high)
    most, during = np.full(count, np.inf), np.full(count, np.inf)
    cap = case.reference.peak_mw
    for t in range(event, count):
        inside = case.reference.window[t] or t < event + length
        most[t] = exchange[t] if inside else max(cap, exchange[t])
    during[event : event + length] = exchange[event : event + length]
    down = np.full(count, -np.inf)
    session.highs.changeRowsBounds(count, matrix.limit_rows, down, most)
    session.highs.changeRowsBounds(count, matrix.event_rows, down, during)
    session.begin_at(plan)
    limits = Limits(seconds, case.options.gap_rel, EVENT_GAP_MW)
    answer = session.minimise(matrix.goal, limits)
    if not answer.has_solution:
        session.solution = plan
        session.write_back()
    elif session.integer.any():
        session.minimise(matrix.goal, limits, is_integer=False)
    return max(0.0, float(matrix.model.pyomo.event_mw.value))
