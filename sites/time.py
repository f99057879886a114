"""Steps of a day: the only place where local time and UTC meet.

Inside, everything is UTC; people see the trade's labels, the *end* of each step (00:15 ... 24:00).
A day has as many steps as its local midnight-to-midnight span holds: 96 quarter-hours normally, 92 or 100
where daylight saving changes.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ClockSpan", "Steps", "day_steps", "parse_clock_span", "today", "tomorrow", "utc_text"]

CLOCK_SPAN = re.compile(r"^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$")
MINUTES_PER_DAY = 24 * 60


@dataclass(frozen=True)
class Steps:
    """A run of equal steps.

    Attributes
    ----------
    start : numpy.datetime64
        Beginning of the first step, UTC.
    count : int
        Number of steps.
    step_minutes : int
        Length of a step, a divisor of 60.
    time_zone : str
        IANA name of the site's zone.
    """

    start: np.datetime64
    count: int
    step_minutes: int
    time_zone: str

    @property
    def hours(self) -> float:
        """Length of a step in hours."""
        return self.step_minutes / 60.0

    @cached_property
    def times(self) -> NDArray[np.datetime64]:
        """Beginnings of the steps, UTC, ``datetime64[ns]``, shape (count,)."""
        step = np.timedelta64(self.step_minutes, "m")
        times: NDArray[np.datetime64] = self.start.astype("datetime64[ns]") + np.arange(self.count) * step
        return times.astype("datetime64[ns]")

    @cached_property
    def local(self) -> pd.DatetimeIndex:
        """Beginnings of the steps in the site's zone, time-zone aware."""
        import pandas as pd

        return pd.DatetimeIndex(self.times, tz="UTC").tz_convert(self.time_zone)

    @cached_property
    def local_minutes(self) -> NDArray[np.int64]:
        """Minutes since local midnight *on the clock* at the beginning of each step, shape (count,)."""
        local = self.local
        return np.asarray(local.hour * 60 + local.minute, dtype=np.int64)

    @cached_property
    def local_dates(self) -> tuple[dt.date, ...]:
        """Local calendar date of each step."""
        return tuple(stamp.date() for stamp in self.local)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Label of each step: the clock at its end, ``24:00`` for the last of a day.

        Where the clock is set back an hour occurs twice; the second carries its offset, so labels are unique.
        """
        ends = self.local + np.timedelta64(self.step_minutes, "m")
        labels: list[str] = []
        seen: set[tuple[dt.date, str]] = set()
        for begin, end in zip(self.local, ends, strict=True):
            label = "24:00" if end.hour == 0 and end.minute == 0 else f"{end.hour:02d}:{end.minute:02d}"
            key = (begin.date(), label)
            labels.append(f"{label}{end.strftime('%z')}" if key in seen else label)
            seen.add(key)
        return tuple(labels)

    def within(self, span: ClockSpan) -> NDArray[np.bool_]:
        """Which steps begin inside a span of clock time, shape (count,)."""
        minutes = self.local_minutes
        if span.start_minute < span.end_minute:
            return (minutes >= span.start_minute) & (minutes < span.end_minute)
        return (minutes >= span.start_minute) | (minutes < span.end_minute)

    def within_any(self, spans: tuple[ClockSpan, ...]) -> NDArray[np.bool_]:
        """Which steps begin inside any of the spans, shape (count,)."""
        inside = np.zeros(self.count, dtype=bool)
        for span in spans:
            inside |= self.within(span)
        return inside


@dataclass(frozen=True)
class ClockSpan:
    """A span of clock time, e.g. 16:00-22:00; over midnight where the end is not later than the start."""

    start_minute: int
    end_minute: int

    def __str__(self) -> str:
        start, end = divmod(self.start_minute, 60), divmod(self.end_minute, 60)
        return f"{start[0]:02d}:{start[1]:02d}-{end[0]:02d}:{end[1]:02d}"

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return (self.end_minute - self.start_minute) % MINUTES_PER_DAY or MINUTES_PER_DAY


def parse_clock_span(text: str) -> ClockSpan:
    """Read ``"16:00-22:00"``; ``24:00`` is the end of the day.

    Raises
    ------
    ValueError
        Where the text is not two clock times.
    """
    match = CLOCK_SPAN.match(text.strip())
    if match is None:
        raise ValueError(text)
    hour_0, minute_0, hour_1, minute_1 = (int(part) for part in match.groups())
    start, end = hour_0 * 60 + minute_0, hour_1 * 60 + minute_1
    if max(minute_0, minute_1) > 59 or start >= MINUTES_PER_DAY or end > MINUTES_PER_DAY:
        raise ValueError(text)
    return ClockSpan(start, end)


def day_steps(date: dt.date, time_zone: str, step_minutes: int) -> Steps:
    """All steps of a local day, from midnight to midnight."""
    zone = ZoneInfo(time_zone)
    start = dt.datetime.combine(date, dt.time(), tzinfo=zone).astimezone(dt.UTC)
    end = dt.datetime.combine(date + dt.timedelta(days=1), dt.time(), tzinfo=zone).astimezone(dt.UTC)
    minutes = round((end - start).total_seconds() / 60)
    return Steps(
        start=np.datetime64(start.replace(tzinfo=None), "ns"),
        count=minutes // step_minutes,
        step_minutes=step_minutes,
        time_zone=time_zone,
    )


def today(time_zone: str, now: dt.datetime | None = None) -> dt.date:
    """Today at the site, whatever the machine's zone."""
    return (now or dt.datetime.now(dt.UTC)).astimezone(ZoneInfo(time_zone)).date()


def tomorrow(time_zone: str, now: dt.datetime | None = None) -> dt.date:
    """Tomorrow at the site, whatever the machine's zone."""
    return today(time_zone, now) + dt.timedelta(days=1)


def utc_text(moment: dt.datetime) -> str:
    """Return a moment as ISO 8601 in UTC, ``2026-07-14T09:00:00Z``.

    Raises
    ------
    ValueError
        The moment has no zone.
    """
    if moment.tzinfo is None:
        msg = f"a moment without a zone: {moment.isoformat()}"
        raise ValueError(msg)
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
