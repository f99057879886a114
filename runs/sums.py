"""Sums to date of a contract where the day before has no plan: those of the last known day go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from sites.budgets import days_of
from sites.contract import budgets_of, has_sums, to_date_problems
from sites.problems import Problem, problem
from sites.site import Site
from sites.state import State

__all__ = ["last_sums"]

DAY = dt.timedelta(days=1)


def last_sums(
    site: Site, date: dt.date, left_on: Callable[[dt.date], State | None]
) -> tuple[dict[str, float], tuple[Problem, ...]]:
    """Return the sums that still hold on a date, and what is to be said about them.

    Parameters
    ----------
    left_on : callable
        The state that a day left, None where none is known.
    """
    if not has_sums(site):
        return {}, ()
    first = date - dt.timedelta(days=days_of("year", date)[0])
    day = date - DAY
    while day >= first:
        state = left_on(day)
        if state is not None and state.to_date:
            kept = dict(_holding(site, state, date))
            return kept, (problem("note-sums-carried", date=str(day)),) if kept else ()
        day -= DAY
    return {}, ()


def _holding(site: Site, state: State, date: dt.date) -> Iterator[tuple[str, float]]:
    """Sums of periods that go on, and that belong to something that the site still has."""
    is_same_month = (state.date.year, state.date.month) == (date.year, date.month)
    periods = {budget.key: budget.period for budget in budgets_of(site)}
    strange = {place.removeprefix("to_date.") for _, place, _ in to_date_problems(site, list(state.to_date))}
    for key, value in state.to_date.items():
        owner, _, rest = key.partition("/")
        period = periods.get("/".join(key.split("/")[:2])) if owner == "contract" else rest.partition("_")[0]
        if key not in strange and (period == "year" or is_same_month):
            yield key, value
