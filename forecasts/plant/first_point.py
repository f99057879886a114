"""Where point 1 of an E file lies: by the stamps of its rows, else by the time in its head or tag."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from forecasts.history.mapping import Stamp
from forecasts.plant.e_points import Points
from forecasts.plant.e_text import ETable
from forecasts.plant.e_times import ULTRA_SHORT, parsed_time
from sites.problems import Problem, Refused, problem
from sites.time import day_steps

__all__ = ["STEP", "FirstPoint", "attribute_of", "first_point", "step_of"]

STEP = "step"
"""Attribute of a head with the minutes of a step, where they are not the usual 15."""

_TIME_NAMES = ("time", "datatime", "date", "datetime")
_MINUTES_A_DAY = 24 * 60
_LABEL = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class FirstPoint:
    """The place of point 1.

    Attributes
    ----------
    start
        Start of point 1 on the local clock, naive.
    notes
        What was taken as what.
    issue
        The head's time as written, where it is the issue time; else empty.
    """

    start: dt.datetime
    notes: list[Problem] = field(default_factory=list)
    issue: str = ""


def first_point(
    table: ETable,
    points: Points,
    kind: str,
    *,
    date: dt.date | None,
    stamp: Stamp | None,
    step_minutes: int,
    time_zone: str,
    where: str,
) -> FirstPoint:
    """Return where point 1 lies.

    Rows with a date and a clock win. Else a head's time without a clock, or at midnight, names the day.
    Another one, over whole days of day-ahead points, is the issue time, and point 1 is the first step of the
    next day; so for every kind but the ultra-short ones, as whole days of a plan or a longer forecast begin at
    midnight too. In all other files it is the time of point 1, an interval's end unless ``stamp`` says otherwise.

    Raises
    ------
    Refused
        Nothing names a day, the time cannot be read, or the rows' stamps do not follow their numbers.
    """
    is_day_ahead = ULTRA_SHORT.search(kind) is None
    if points.stamps:
        return _by_rows(points.stamps, is_day_ahead, stamp, step_minutes, time_zone, where)
    text = attribute_of(table.attributes, _TIME_NAMES) or attribute_of(table.head, _TIME_NAMES)
    if not text:
        if date is None:
            raise Refused([problem("plant-no-time", where)])
        return FirstPoint(dt.datetime.combine(date, dt.time()))
    found = parsed_time(text)
    if found is None:
        raise Refused([problem("plant-time", where, found=text)])
    day, clock = found
    label = points.first_label
    is_first_label = label is None or label in (0, step_minutes)
    if clock is None:
        if label is None or is_first_label:
            return FirstPoint(dt.datetime.combine(day, dt.time()))
        clock = dt.time(label // 60 % 24, label % 60)
    elif is_day_ahead and is_first_label and _is_issue(clock, points, step_minutes):
        start = dt.datetime.combine(day + dt.timedelta(days=1), dt.time())
        end = (start + dt.timedelta(minutes=step_minutes)).strftime(_LABEL)
        return FirstPoint(start, [problem("plant-note-issue", time=text, label=end)], text)
    at = dt.datetime.combine(day, clock)
    start, meaning, end = _interval(at, is_day_ahead, stamp, step_minutes)
    return FirstPoint(start, [problem("plant-note-first-point", time=text, meaning=meaning, label=end)])


def step_of(table: ETable, points: Points, kind: str, time_zone: str) -> tuple[int, list[Problem]]:
    """Return the minutes between points, and a note where it is not the usual quarter-hour.

    The head's ``step`` wins. Else 24 or 48 points of a kind that is not ultra-short are a day by the hour or half
    hour; on a day named by the head so are as many as that day truly has.
    """
    usual, count = 15, max(points.values_mw)
    said = attribute_of(table.attributes, (STEP,)) or attribute_of(table.head, (STEP,))
    if said.isdecimal() and int(said) and 60 % int(said) == 0:
        step = int(said)
    elif ULTRA_SHORT.search(kind):
        step = usual
    else:
        named = parsed_time(
            attribute_of(table.attributes, _TIME_NAMES) or attribute_of(table.head, _TIME_NAMES)
        )
        counts = {_MINUTES_A_DAY // each: each for each in (30, 60)}
        if named is not None and named[1] is None:
            counts |= {day_steps(named[0], time_zone, each).count: each for each in (30, 60)}
        step = counts.get(count, usual)
    return step, [] if step == usual else [problem("plant-note-step", count=count, minutes=step)]


def _is_issue(clock: dt.time, points: Points, step_minutes: int) -> bool:
    """Whether a head's clock cannot be that of point 1: whole days of points do not begin within a day."""
    minutes = clock.hour * 60 + clock.minute
    is_whole = max(points.values_mw) % (_MINUTES_A_DAY // step_minutes) == 0
    return is_whole and minutes not in (0, 15, step_minutes)


def _interval(
    at: dt.datetime, is_day_ahead: bool, stamp: Stamp | None, step_minutes: int
) -> tuple[dt.datetime, Stamp, str]:
    """Return the start of point 1, what its time means, and its label."""
    meaning: Stamp = stamp or ("start" if is_day_ahead and at.time() == dt.time() else "end")
    step = dt.timedelta(minutes=step_minutes)
    start = at if meaning == "start" else at - step
    return start, meaning, (start + step).strftime(_LABEL)


def _by_rows(
    stamps: Mapping[int, dt.datetime],
    is_day_ahead: bool,
    stamp: Stamp | None,
    step_minutes: int,
    time_zone: str,
    where: str,
) -> FirstPoint:
    """Return where the rows' stamps put point 1, whatever the head says."""
    step = dt.timedelta(minutes=step_minutes)
    number = min(stamps)
    at = stamps[number] - (number - 1) * step
    for other, found in stamps.items():
        expected = at + (other - 1) * step
        if found != expected and not _is_same_step(found, expected, at, (other - 1) * step, time_zone):
            raise Refused(
                [
                    problem(
                        "plant-row-stamps",
                        where,
                        point=other,
                        found=found.strftime(_LABEL),
                        expected=expected.strftime(_LABEL),
                    )
                ]
            )
    start, meaning, end = _interval(at, is_day_ahead, stamp, step_minutes)
    note = problem("plant-note-row-stamps", time=at.strftime(_LABEL), meaning=meaning, label=end)
    return FirstPoint(start, [note])


def _is_same_step(
    found: dt.datetime, expected: dt.datetime, at: dt.datetime, after: dt.timedelta, time_zone: str
) -> bool:
    """Whether a stamp is right by true time, or is a midnight that carries the date of the day it ends."""
    zone = ZoneInfo(time_zone)
    true = at.replace(tzinfo=zone).astimezone(dt.UTC) + after
    if found.time() == dt.time() and found + dt.timedelta(days=1) == expected:
        return True
    return true.astimezone(zone).replace(tzinfo=None) == found


def attribute_of(attributes: Mapping[str, str], names: tuple[str, ...]) -> str:
    """Return the first of some attributes that is there, whatever its case; else empty."""
    lower = {key.lower(): value for key, value in attributes.items()}
    return next((lower[name] for name in names if lower.get(name)), "")
