"""Numbered points of a file to steps of local days.

Point 1 is the interval [00:00, 00:15) of the first day, labelled 00:15; a file may hold several days. On a
day whose clock changes a file has either the day's true 92 or 100 points, or 96 by the clock: then the
points of the skipped hour are left out, and the doubled hour takes its points twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from forecasts.notes import Array, Times
from sites.problems import Problem, Refused, problem
from sites.time import day_steps

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["MINUTES_A_DAY", "on_days", "point_list", "points_dataset"]

MINUTES_A_DAY = 24 * 60
POINTS_SHOWN = 12


def on_days(
    points: Mapping[int, float], first: dt.datetime, step_minutes: int, time_zone: str
) -> tuple[Times, Array, list[Problem]]:
    """Return the steps that numbered points stand for, and their values.

    Parameters
    ----------
    points
        Number from 1 -> MW.
    first
        Start of point 1 on the local clock, naive.
    step_minutes
        Length of a step.
    time_zone
        IANA zone of the clock.

    Returns
    -------
    times
        UTC starts of all steps from point 1 to the last one, shape (time,).
    values_mw
        NaN where a point is missing, shape (time,).
    notes
        What a day with a clock change made of 96 points.
    """
    last = max(points)
    notes: list[Problem] = []
    per_day = MINUTES_A_DAY // step_minutes
    whole_days = -(-last // per_day)
    days = [
        day_steps(first.date() + dt.timedelta(days=day), time_zone, step_minutes) for day in range(whole_days)
    ]
    if not (first.time() == dt.time() and _is_by_clock(last, per_day, sum(day.count for day in days))):
        begin = first.replace(tzinfo=ZoneInfo(time_zone)).astimezone(dt.UTC).replace(tzinfo=None)
        times = np.datetime64(begin, "ns") + np.arange(last) * np.timedelta64(step_minutes, "m")
        numbers = np.arange(1, last + 1)
    else:
        times = np.concatenate([day.times for day in days])
        numbers = np.concatenate(
            [day.local_minutes // step_minutes + 1 + place * per_day for place, day in enumerate(days)]
        )
        what = "skipped" if len(times) < whole_days * per_day else "doubled"
        notes.append(problem("plant-note-clock", what=what))
    values = np.array([points.get(int(number), np.nan) for number in numbers])
    return times.astype("datetime64[ns]"), values, notes


def _is_by_clock(last: int, per_day: int, true_count: int) -> bool:
    """Whether points are numbered by the clock of days that have another number of true steps."""
    by_clock = -(-last // per_day) * per_day
    return true_count not in (by_clock, last) and (last == by_clock or last > true_count)


def point_list(numbers: list[int]) -> str:
    """Return numbers for people: ``3, 7-12, 40``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = [f"{a}" if a == b else f"{a}-{b}" for a, b in runs[:POINTS_SHOWN]]
    return ", ".join(shown) + (", ..." if len(runs) > POINTS_SHOWN else "")


def points_dataset(  # one call for all readers of this package, so that their Datasets are alike
    times: Times, values_mw: Array, *, date: dt.date | None, time_zone: str, step_minutes: int, where: str
) -> xr.Dataset:
    """Return values as a Dataset, cut to a local day where one is wanted.

    Raises
    ------
    Refused
        No step of the wanted day is in the file.
    """
    import xarray as xr

    dataset = xr.Dataset(
        {"plant_forecast_mw": ("time", np.asarray(values_mw, dtype=float))},
        coords={"time": times},
        attrs={"time_zone": time_zone, "step_minutes": step_minutes, "source": where},
    )
    if date is None:
        return dataset
    wanted = day_steps(date, time_zone, step_minutes).times
    if not np.isin(wanted, times).any():
        zone = ZoneInfo(time_zone)
        begin, end = (
            dt.datetime.fromisoformat(str(time)[:19])
            .replace(tzinfo=dt.UTC)
            .astimezone(zone)
            .strftime("%Y-%m-%d %H:%M")
            for time in (times[0], times[-1] + np.timedelta64(step_minutes, "m"))
        )
        raise Refused([problem("plant-day", where, begin=begin, end=end, date=str(date))])
    return dataset.reindex(time=wanted)
