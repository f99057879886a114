"""Demand of an asset over the steps of a horizon, from its shape, series or constant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sites.calendar import day_types
from sites.problems import Refused, problem
from sites.table import DailyTable, DatedTable, read_daily, read_dated
from sites.time import Steps

if TYPE_CHECKING:
    from sites.assets.demand import Demand
    from sites.site import Site

__all__ = ["demand_mw", "demand_readers", "happens_on", "read_series", "read_shape"]


def read_shape(name: str, text: str) -> DailyTable:
    """Read and check a shape: shares of the peak between 0 and 1.5, see `sites.assets.demand.Demand`."""
    table = read_daily(name, text, ("workday", "rest_day"), ("holiday",))
    for column, values in table.columns.items():
        wrong = np.flatnonzero((values < 0) | (values > 1.5))
        if wrong.size:
            place = int(wrong[0])
            raise Refused(
                [
                    problem(
                        "table-share",
                        f"{name}:{table.lines[place]}",
                        column=column,
                        found=float(values[place]),
                    )
                ]
            )
    return table


def read_series(name: str, text: str) -> DatedTable:
    """Read and check a dated series of power in MW, not negative."""
    table = read_dated(name, text, ("power_mw",))
    wrong = np.flatnonzero(table.columns["power_mw"] < 0)
    if wrong.size:
        place = int(wrong[0])
        found = float(table.columns["power_mw"][place])
        raise Refused(
            [problem("table-negative", f"{name}:{table.lines[place]}", column="power_mw", found=found)]
        )
    return table


def demand_readers(demand: Demand) -> dict[str, Callable[[str, str], object]]:
    """The files that a demand names, each with what reads and checks its text."""
    readers: dict[str, Callable[[str, str], object]] = {}
    if demand.shape is not None:
        readers[demand.shape] = read_shape
    if demand.series is not None:
        readers[demand.series] = read_series
    return readers


def demand_mw(site: Site, demand: Demand, steps: Steps) -> NDArray[np.float64]:
    """Demand of each step, MW, shape (count,), before outages and before any response.

    Raises
    ------
    Refused
        Where a series does not cover the steps, or the calendar does not know the year.
    """
    if demand.constant_mw is not None:
        return np.full(steps.count, demand.constant_mw)
    if demand.series is not None:
        return read_series(demand.series, site.text_of(demand.series)).values("power_mw", steps)
    assert demand.shape is not None
    assert demand.power_mw_peak is not None
    table = read_shape(demand.shape, site.text_of(demand.shape))
    kinds = np.asarray(day_types(steps.local_dates, site.place.country))
    result = np.zeros(steps.count)
    for kind in np.unique(kinds):
        column = str(kind) if str(kind) in table.columns else "rest_day"
        result = np.where(kinds == kind, table.values(column, steps), result)
    return result * demand.power_mw_peak * _monthly(demand.monthly_factor, steps.local_dates)


def _monthly(factors: tuple[float, ...], dates: tuple[dt.date, ...]) -> NDArray[np.float64]:
    if not factors:
        return np.ones(len(dates))
    return np.asarray([factors[date.month - 1] for date in dates])


def happens_on(days: str, date: dt.date, country: str) -> bool:
    """Whether something that happens on ``all``, ``workday`` or ``rest_day`` happens on a date."""
    if days == "all":
        return True
    kind = day_types((date,), country)[0]
    return (kind == "workday") == (days == "workday")
