"""Typical months: 8760 hours of a year that never was, found by month, day and hour for any date.

The months of such a year come from different years. 29 February is the 28th, which is said once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasts.notes import Array, Times
from forecasts.weather.canonical import Origin
from forecasts.weather.source import Slice, Span
from sites.problems import Problem, problem

__all__ = ["HOUR", "HOURS_PER_YEAR", "TypicalMonths", "rows_of", "year_starts"]

HOURS_PER_YEAR = 8760
HOUR = np.timedelta64(60, "m")


@dataclass(frozen=True)
class TypicalMonths:
    """8760 hours in the order of a year of 365 days, in the standard time of their place.

    Attributes
    ----------
    where
        File or service, for people.
    offset
        Standard time less UTC.
    columns
        Figures by canonical name, each of shape (8760,), means over the hour that begins there.
    years
        The years that the months come from, for people.
    """

    where: str
    origin: Origin
    offset: np.timedelta64
    columns: dict[str, Array]
    years: str
    notes: tuple[Problem, ...]
    step_minutes: int = 60

    def over(self, span: Span) -> Slice:
        """Return the hours of any date, found by month, day and hour of standard time."""
        begin = span.start - span.margin + self.offset
        begin = begin.astype("datetime64[h]").astype("datetime64[ns]")
        local = np.arange(begin, span.end + span.margin + self.offset, HOUR).astype("datetime64[ns]")
        rows, is_leap_day = rows_of(local)
        notes = [*self.notes, problem("weather-note-typical-months", years=self.years)]
        wanted = (local - self.offset >= span.start) & (local - self.offset < span.end)
        if (is_leap_day & wanted).any():
            notes.append(problem("weather-note-leap-day"))
        columns = {name: values[rows] for name, values in self.columns.items()}
        return Slice(np.asarray(local - self.offset, dtype="datetime64[ns]"), columns, tuple(notes))


def year_starts() -> Times:
    """Return the hours of a year of 365 days."""
    start = np.datetime64("2001-01-01T00", "ns")
    return start + np.arange(HOURS_PER_YEAR) * HOUR


def rows_of(local: Times) -> tuple[np.ndarray, np.ndarray]:
    """Return the row of each hour of standard time, and which hours are of a 29 February."""
    days = local.astype("datetime64[D]")
    years = local.astype("datetime64[Y]")
    first = years.astype("datetime64[D]")
    ordinal = (days - first).astype(int)
    is_leap_year = ((years + 1).astype("datetime64[D]") - first).astype(int) == 366
    is_leap_day = is_leap_year & (ordinal == 59)
    ordinal = ordinal - (is_leap_year & (ordinal >= 59))
    hours = (local - days).astype("timedelta64[h]").astype(int)
    return ordinal * 24 + hours, is_leap_day
