"""What the load models look at: ratios to a base, so that they are free of units and of a region's size.

The base of a day and clock is the mean of the seven latest values known there: each weekday once. Columns use rows
up to two days before whole, and of the day before only what was known at issue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from forecasts.calibration.day_table import DayTable, lagged, mean_of
from forecasts.calibration.load_calendar import HOLIDAY, DayKinds
from forecasts.notes import Array

__all__ = ["LoadColumns", "load_columns"]

LAGS = (2, 3, 6, 7, 8, 14, 21)
LIKE_DAYS, LIKE_REACH = 4, 30
NEAR_NEW_YEAR = 40


@dataclass(frozen=True)
class LoadColumns:
    """Columns of load, shape (day, step, column), with their names.

    Attributes
    ----------
    base
        Shape (day, step) [MW].
    latest
        The latest like step known at issue, shape (day, step) [MW].
    linear
        Names of the columns that the linear model takes.
    """

    names: tuple[str, ...]
    values: Array
    base: Array
    latest: Array
    linear: tuple[str, ...]

    def column(self, name: str) -> Array:
        """Return one column, shape (day, step)."""
        return np.asarray(self.values[:, :, self.names.index(name)], dtype=float)


def load_columns(table: DayTable, kinds: DayKinds, extra: Mapping[str, Array] | None = None) -> LoadColumns:
    """Return the columns of all days.

    Parameters
    ----------
    extra
        Further columns, shape (day, step), of figures around 1: a *forecast* of the day's temperature, say.
    """
    base, latest = _base(table)
    found: dict[str, Array] = {}
    with np.errstate(divide="ignore", invalid="ignore"):
        found |= _ratios(table, base, latest)
        found |= _levels(table, base)
        found |= _like_days(table.values / base, kinds)
        found |= _year_ago(table.values / base, kinds, table.first_day)
    linear = tuple(name for name in found if name != "spread")
    found |= _calendar(kinds, table.values.shape)
    found |= dict(extra or {})
    values = np.stack([np.asarray(each, dtype=float) for each in found.values()], axis=2)
    values[~np.isfinite(values)] = np.nan
    return LoadColumns(tuple(found), values, base, latest, (*linear, *(extra or {})))


def _base(table: DayTable) -> tuple[Array, Array]:
    """Return the base, and the latest like step that was known."""
    values, known = table.values, table.known_steps
    yesterday = lagged(values, 1)
    yesterday[:, known:] = np.nan
    latest = np.where(np.isfinite(yesterday), yesterday, lagged(values, 2))
    week = np.stack([yesterday, *[lagged(values, days) for days in range(2, 9)]])
    week[7] = np.where(np.isfinite(yesterday), np.nan, week[7])  # seven values a clock, no more
    base = mean_of(week, 0)
    older = mean_of(np.stack([lagged(values, days) for days in (14, 15, 21, 28)]), 0)
    base = np.where(np.isfinite(base), base, older)
    for day in range(1, len(base)):  # the last base known stands in over longer gaps
        base[day] = np.where(np.isfinite(base[day]), base[day], base[day - 1])
    return np.where(base > 0, base, np.nan), latest


def _over_day(values: Array, steps: int) -> Array:
    """Return figures of shape (day,) for every step."""
    return np.broadcast_to(values[:, None], (len(values), steps))


def _ratios(table: DayTable, base: Array, latest: Array) -> dict[str, Array]:
    values, known, steps = table.values, table.known_steps, table.steps
    yesterday = lagged(values, 1)
    yesterday[:, known:] = np.nan
    morning = yesterday / base
    found = {"latest": latest / base}
    found |= {f"lag_{days}": lagged(values, days) / base for days in LAGS}
    found["morning_1"] = _over_day(mean_of(morning[:, :known], 1), steps)
    found["last_hours"] = _over_day(mean_of(morning[:, max(0, known - steps // 8) : known], 1), steps)
    found["night_1"] = _over_day(mean_of(morning[:, : steps // 4], 1), steps)
    for days in (2, 3, 7, 8):
        ratio = lagged(values, days) / base
        found[f"day_{days}"] = _over_day(mean_of(ratio, 1), steps)
        found[f"morning_{days}"] = _over_day(mean_of(ratio[:, :known], 1), steps)
        found[f"rest_{days}"] = _over_day(mean_of(ratio[:, known:], 1), steps)
    return found


def _levels(table: DayTable, base: Array) -> dict[str, Array]:
    values, steps, known = table.values, table.steps, table.known_steps
    month = mean_of(np.stack([lagged(values, days) for days in range(2, 30)]), 0)
    week, before = lagged(values, 7), lagged(values, 8)
    week_day, before_day = mean_of(week, 1), mean_of(before, 1)
    usual = mean_of(base, 1) / mean_of(base[:, :known], 1)
    recent = np.stack([lagged(values, days) for days in range(2, 9)])
    spread = np.where(np.isfinite(recent), recent, base).max(axis=0) / np.where(
        np.isfinite(recent), recent, base
    ).min(axis=0)
    return {
        "week_change": week / before,  # what this weekday brought a week ago
        "week_change_day": _over_day(week_day / before_day, steps),
        "week_change_morning": _over_day(week_day / mean_of(before[:, :known], 1) / usual, steps),
        "trend": _over_day(mean_of(base, 1) / mean_of(month, 1), steps),
        "trend_clock": base / month,
        "spread": np.log(spread),
    }


def _like_days(ratio: Array, kinds: DayKinds) -> dict[str, Array]:
    """Return the mean of the last days of the same kind, in ratios to their own base."""
    days, steps = ratio.shape
    group = np.minimum(kinds.kind, HOLIDAY)
    like = np.full((days, steps), np.nan)
    for day in range(days):
        past = [each for each in range(max(0, day - LIKE_REACH), day - 1) if group[each] == group[day]]
        if past:
            like[day] = mean_of(ratio[past[-LIKE_DAYS:]], 0)
    return {"like": like, "like_day": _over_day(mean_of(like, 1), steps)}


def _year_ago(ratio: Array, kinds: DayKinds, first_day: int) -> dict[str, Array]:
    """Return the like day of the year before: by the lunar new year near it, else 52 weeks back."""
    days, steps = ratio.shape
    found = np.full((days, steps), np.nan)
    starts = sorted(kinds.new_year.values())
    for day in range(days):
        then = day - 364
        if abs(kinds.to_new_year[day]) <= NEAR_NEW_YEAR:
            nearest = int(first_day + day - kinds.to_new_year[day])
            place = starts.index(nearest) if nearest in starts else 0
            then = day - (nearest - starts[place - 1]) if place > 0 else then
        if 0 <= then < day - 1:
            found[day] = ratio[then]
    return {"year_ago": _over_day(mean_of(found, 1), steps), "year_ago_clock": found}


def _calendar(kinds: DayKinds, shape: tuple[int, ...]) -> dict[str, Array]:
    days, steps = shape[0], shape[1]
    plain = {
        "kind": kinds.kind,
        "code": kinds.code,
        "weekday": kinds.weekday,
        "to_new_year": kinds.to_new_year,
        "to_holiday": kinds.to_holiday,
        "since_holiday": kinds.since_holiday,
        "season_sin": np.sin(2 * np.pi * kinds.year_share),
        "season_cos": np.cos(2 * np.pi * kinds.year_share),
    }
    for back in (1, 2, 7):
        before = np.full(days, np.nan)
        before[back:] = kinds.kind[:-back] if back < days else []
        plain[f"kind_{back}"] = before
    off = (kinds.kind > 0).astype(float)
    plain["off_week"] = np.convolve(off, np.ones(7))[:days] / 7.0
    found = {name: _over_day(np.asarray(values, dtype=float), steps) for name, values in plain.items()}
    found["clock"] = np.broadcast_to(np.arange(steps) / steps, (days, steps))
    return found
