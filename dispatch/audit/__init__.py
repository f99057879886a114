"""The audit: a finished schedule held against site, state, day's facts and forecast, with NumPy alone.

It shares no code with the model that made the schedule. Everything is recomputed: limits, balances, levels,
the reference day, the bill, every indicator, the targets, and the day that proves each claim of callable
capability. `audit` returns a finding for each broken rule; an empty list means that none is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import xarray as xr

from dispatch.audit import absorption, status
from dispatch.audit.balance import check_balance, check_totals
from dispatch.audit.bill import check_bill, costs
from dispatch.audit.capability import check_capability
from dispatch.audit.case import Case, Track
from dispatch.audit.contract import check_budgets
from dispatch.audit.finding import Finding
from dispatch.audit.islanding import RULES as ISLAND_RULES
from dispatch.audit.islanding import check_islands, check_kept
from dispatch.audit.kpi import check_kpis
from dispatch.audit.ledger import Ledger
from dispatch.audit.network import check_network
from dispatch.audit.reference import Reference, check_reference, reference_day
from dispatch.audit.registry import ALL_RULES as TYPE_RULES
from dispatch.audit.registry import check_declared, check_operation
from dispatch.audit.relaxations import check_needed, read_relaxations
from dispatch.audit.reserve import check_reserve
from dispatch.audit.rules import Rule
from dispatch.audit.structure import (
    Declared,
    check_attributes,
    check_labels,
    missing,
    not_finite,
    read_attributes,
    read_declared,
    read_forecast,
    read_temp_air,
    read_track,
    series_not_finite,
)
from dispatch.audit.targets import check_outside
from sites.day import DayFacts
from sites.site import Site
from sites.state import State

__all__ = ["ALL_RULES", "Finding", "Rule", "audit"]

ALL_RULES: tuple[str, ...] = (*TYPE_RULES, *ISLAND_RULES)


def audit(
    site: Site,
    state: State,
    day: DayFacts,
    forecast: xr.Dataset,
    data: xr.Dataset,
    events: xr.Dataset | None = None,
    islands: xr.Dataset | None = None,
) -> list[Finding]:
    """Check a schedule against everything that it must obey.

    Parameters
    ----------
    site, state, day
        What stands where, from which state the day starts, and the day's own facts.
    forecast : xarray.Dataset
        ``power_mw (scenario, time, asset)`` of renewables and demands, MW, UTC.
    data : xarray.Dataset
        The schedule: variables over ``time`` and ``asset``, MW and MWh; its own account of itself in the attributes.
    events : xarray.Dataset, optional
        The complete day of each called event that proves the callable capability.
    islands : xarray.Dataset, optional
        The day of the worst outage of each hour, which proves the survival of critical loads.

    Returns
    -------
    list of Finding
        Empty where every rule is obeyed. A schedule that lacks something gets findings about that only.

    Raises
    ------
    sites.Refused
        Where the site's tariff or calendar does not cover the day.
    """
    return list(_findings(site, state, day, forecast, data, events, islands))


def _findings(
    site: Site,
    state: State,
    day: DayFacts,
    forecast: xr.Dataset,
    data: xr.Dataset,
    events: xr.Dataset | None,
    islands: xr.Dataset | None,
) -> list[Finding]:
    attrs, found = read_attributes(data)
    date = _date(attrs)
    if found or date is None:
        return found or [Finding(Rule.MISSING_ATTRIBUTE, "date", (), 1.0, "")]
    steps = site.steps(date)
    series, found = read_forecast(site.assets, forecast, steps)
    case = Case(site, state, day, date, steps, series, read_temp_air(forecast, steps))
    found += missing(case, data)
    if found:
        return found
    relaxations, found = read_relaxations(case, attrs["relaxations"])
    plan = read_track(case, data, Ledger.of(relaxations, steps.count))
    declared = read_declared(data, attrs)
    found += [*not_finite(case, plan, is_plan=True), *series_not_finite(plan, declared)]
    if any(finding.rule is Rule.NOT_FINITE for finding in found):
        return found
    found += check_labels(case, data, plan)
    found += check_attributes(case, declared)
    reference = reference_day(case)
    found += check_network(case, plan, data)
    found += _check_plan(case, plan, reference, declared)
    found += check_capability(case, plan, reference, declared, events)
    found += check_islands(case, plan, reference, data, islands)
    return found


def _date(attrs: dict[str, Any]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(attrs["date"]))
    except (KeyError, ValueError):
        return None


def _check_plan(case: Case, plan: Track, reference: Reference, declared: Declared) -> Iterator[Finding]:
    """The plan's own day, rule by rule; what its relaxations excuse is settled last."""
    yield from check_operation(case, plan)
    yield from check_declared(case, plan)
    yield from check_balance(case, plan)
    yield from check_totals(plan, declared)
    yield from check_reserve(case, plan)
    yield from check_reference(case, reference, plan, declared)
    yield from check_outside(case, plan, reference)
    yield from check_kept(case, plan, reference)
    yield from check_budgets(case, plan)
    yield from absorption.check_both_ways(case, plan)
    yield from absorption.check_curtailing(case, plan, declared)
    yield from absorption.check_stores(case, plan)
    yield from absorption.check_held(case, plan, declared)
    yield from check_bill(plan, declared, costs(case, plan))
    yield from check_kpis(case, plan, reference, declared)
    for check in (
        status.check_status,
        status.check_relaxed,
        status.check_gap,
        status.check_stages,
        status.check_targets,
    ):
        yield from check(case, declared)
    yield from check_needed(plan)
