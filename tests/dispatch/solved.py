"""Solve a day and let the audit look at it: the one way in which the tests get a schedule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import xarray as xr

import dispatch
from dispatch.audit import audit
from sites.day import DayFacts
from sites.site import Site
from sites.state import State
from tests.dispatch.toys import DATE, Powers, forecast_of, state_of

__all__ = ["cost_of", "findings", "solve_and_audit", "stage_values"]

PENDING: tuple[str, ...] = ()


def solve_and_audit(
    site: Site,
    powers: Powers | None = None,
    *,
    state: State | None = None,
    day: DayFacts | None = None,
    date: dt.date = DATE,
    previous: xr.Dataset | None = None,
    **options: Any,
) -> dispatch.Schedule:
    """Schedule a day of a site and hold the schedule to the audit.

    Parameters
    ----------
    powers : mapping, optional
        Power of assets by name, see `tests.dispatch.toys.forecast_of`.
    options : any
        Fields of `dispatch.Options`; callable capability only where a test asks for it.
    """
    chosen = dispatch.Options(**{"has_capability": False, **options})
    forecast = forecast_of(site, powers, date)
    begun = state or state_of(site, date)
    schedule = dispatch.schedule(site, forecast, state=begun, day=day, options=chosen, previous=previous)
    found = findings(site, begun, day, forecast, schedule)
    assert found == [], "\n".join(found)
    return schedule


def findings(
    site: Site, state: State, day: DayFacts | None, forecast: xr.Dataset, schedule: dispatch.Schedule
) -> list[str]:
    """What the audit finds, as text."""
    found = audit(site, state, day or DayFacts(), forecast, schedule.data, schedule.events)
    return [each.text("en") for each in found if each.asset not in PENDING]


def stage_values(schedule: dispatch.Schedule) -> dict[str, float]:
    """Value of each stage by name."""
    return {stage["name"]: stage["value"] for stage in schedule.stages}


def cost_of(schedule: dispatch.Schedule) -> float:
    """Total cost, yuan."""
    return float(schedule.kpis["cost_yuan"])
