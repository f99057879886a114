"""What a weather source is: a place, an origin, and figures over a span of time.

A new kind of file or service is a function that opens it as a :class:`WeatherSource`, and one line in the
registry of ``forecasts.weather.reading``. Two forms are enough so far: :class:`DatedSource` here, whose
stamps are real dates, and the typical months of ``forecasts.weather.epw_file``, which serve any year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from forecasts.notes import Array, Times
from forecasts.weather.canonical import Origin, stamp_text, value_problems
from sites.problems import Problem, Refused, problem

__all__ = ["Columns", "DatedSource", "Slice", "Span", "WeatherSource"]

Columns = Mapping[str, Array]


@dataclass(frozen=True)
class Span:
    """The wanted time, UTC: all of [start, end), and ``margin`` on either side where the source has it."""

    start: np.datetime64
    end: np.datetime64
    margin: np.timedelta64
    time_zone: str

    def moved(self, by: np.timedelta64) -> Span:
        """Return the span earlier (negative) or later."""
        return Span(self.start + by, self.end + by, self.margin, self.time_zone)


@dataclass(frozen=True)
class Slice:
    """Figures over a span: interval starts in UTC, figures by canonical name, and what was done to them."""

    times: Times
    columns: Columns
    notes: tuple[Problem, ...] = ()


class WeatherSource(Protocol):
    """Weather that was opened."""

    @property
    def origin(self) -> Origin:
        """Place, kind and provenance."""
        ...

    @property
    def step_minutes(self) -> int:
        """Length of an interval."""
        ...

    def over(self, span: Span) -> Slice:
        """Return the figures over a span, refusing what cannot be had."""
        ...


@dataclass(frozen=True)
class DatedSource:
    """A series of dated, equal intervals.

    Attributes
    ----------
    where
        File name for people.
    times
        Starts of the intervals, UTC, increasing; gaps are found when a span is asked for.
    columns
        Figures by canonical name; missing ones are NaN.
    """

    where: str
    origin: Origin
    step_minutes: int
    times: Times
    columns: Columns
    notes: tuple[Problem, ...] = field(default=())

    def over(self, span: Span) -> Slice:
        """Return the figures over a span; a margin with a fault in it is left away, the span itself is not.

        Raises
        ------
        Refused
            The series does not reach over the span (it names the span that it has), or has a gap inside.
        """
        step = np.timedelta64(self.step_minutes, "m")
        first, last = self.times[0], self.times[-1] + step
        # the interval that holds the start of the span may begin before it
        begin = span.start - (span.start - first) % step
        if first > span.start or last < span.end:
            self._lacks(span, first, last)
        inside = (self.times >= begin) & (self.times < span.end)
        wanted = np.arange(begin, span.end, step).astype("datetime64[ns]")
        missing = wanted[~np.isin(wanted, self.times[inside])]
        if missing.size:
            found = problem(
                "weather-time-gap",
                self.where,
                field="time",
                count=int(missing.size),
                time=stamp_text(missing[0], span.time_zone),
                before=stamp_text(missing[0] - step, span.time_zone),
                step=self.step_minutes,
            )
            raise Refused([found])
        kept = inside | self._margin(begin, span, step)
        return Slice(
            self.times[kept], {name: values[kept] for name, values in self.columns.items()}, self.notes
        )

    def _lacks(self, span: Span, first: np.datetime64, last: np.datetime64) -> None:
        zone = span.time_zone
        raise Refused(
            [
                problem(
                    "weather-span",
                    self.where,
                    begin=stamp_text(first, zone),
                    end=stamp_text(last, zone),
                    wanted=stamp_text(span.start, zone),
                    wanted_end=stamp_text(span.end, zone),
                )
            ]
        )

    def _margin(self, begin: np.datetime64, span: Span, step: np.timedelta64) -> np.ndarray:
        """Return which intervals next to the span have no fault, outwards until the first that has."""
        kept = np.zeros(len(self.times), dtype=bool)
        places = {int(stamp): place for place, stamp in enumerate(self.times.astype(np.int64))}
        for outward, edge in ((-step, begin - step), (step, self._after(begin, span, step))):
            stamp = edge
            while span.start - span.margin - step < stamp < span.end + span.margin:
                place = places.get(int(stamp.astype("datetime64[ns]").astype(np.int64)))
                if place is None or self._faults(place, span.time_zone):
                    break
                kept[place] = True
                stamp = stamp + outward
        return kept

    @staticmethod
    def _after(begin: np.datetime64, span: Span, step: np.timedelta64) -> np.datetime64:
        count = -((begin - span.end) // step)
        stamp: np.datetime64 = begin + count * step
        return stamp

    def _faults(self, place: int, zone: str) -> bool:
        here = slice(place, place + 1)
        return any(
            value_problems(name, values[here], self.times[here], zone, self.where)
            for name, values in self.columns.items()
        )
