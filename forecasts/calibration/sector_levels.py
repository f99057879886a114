"""Daily extremes of a load's sectors as shares of the total's: laid out by days, and forecast.

What is learnt is the difference from the mean of the last seven known days, by a ridge from the latest days and the
calendar; late days count more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecasts.calibration.day_table import Places, mean_of
from forecasts.calibration.load_calendar import HOLIDAY, DayKinds, day_kinds
from forecasts.notes import Array

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "EXTREMES",
    "KNOWN_BEFORE",
    "SectorDays",
    "extremes_of",
    "forecast_share",
    "latest_share",
    "reaching",
    "sector_days",
]

EXTREMES = ("power_mw_max", "power_mw_min")
KNOWN_BEFORE = 2
"""Days back of the latest day whose extremes are known at issue."""

WEEK = tuple(range(KNOWN_BEFORE, KNOWN_BEFORE + 7))
HALF_LIFE_DAYS = 120.0
STRENGTH = 2.0
WHOLE_DAY = 0.9


@dataclass(frozen=True)
class SectorDays:
    """Sectors and total by local day.

    Attributes
    ----------
    share
        Extremes of the sectors over those of the total, shape (sector, extreme, day); NaN where missing.
    total_mw
        Extremes of the total, shape (extreme, day).
    first_day
        Days since 1970-01-01.
    """

    share: Array
    total_mw: Array
    first_day: int
    kinds: DayKinds


def sector_days(sectors: xr.Dataset, places: Places, table: Array, country: str | None) -> SectorDays:
    """Return sectors and total over the days of the total."""
    dates = (np.datetime64(places.first_day, "D") + np.arange(places.days)).astype("datetime64[ns]")
    own = sectors.reindex(date=dates)
    levels = np.stack([own[name].transpose("sector", "date").to_numpy() for name in EXTREMES], axis=1)
    total = extremes_of(table)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(total > 0, np.maximum(levels, 0.0) / total, np.nan)
    share = np.where(np.isfinite(share).all(axis=1, keepdims=True), share, np.nan)
    return SectorDays(share, total, places.first_day, day_kinds(places.first_day, places.days, country))


def extremes_of(table: Array) -> Array:
    """Return the largest and the smallest of each day, shape (2, day); NaN where a tenth or more is missing."""
    there = np.isfinite(table)
    whole = there.mean(axis=1) > WHOLE_DAY
    most = np.where(there, table, -np.inf).max(axis=1)
    least = np.where(there, table, np.inf).min(axis=1)
    return np.where(whole, np.stack([most, least]), np.nan)


def reaching(days: SectorDays, number: int, country: str | None) -> SectorDays:
    """Return the days up to a day number, later ones cut off and missing ones empty."""
    count = number - days.first_day + 1

    def resized(values: Array) -> Array:
        longer = np.full((*values.shape[:-1], count), np.nan)
        kept = min(count - 1, values.shape[-1])
        longer[..., :kept] = values[..., :kept]
        return longer

    kinds = day_kinds(days.first_day, count, country)
    return SectorDays(resized(days.share), resized(days.total_mw), days.first_day, kinds)


def _back(values: Array, days: int) -> Array:
    """Return figures over days as they were so many days before."""
    moved = np.full(values.shape, np.nan)
    moved[..., days:] = values[..., : values.shape[-1] - days]
    return moved


def latest_share(share: Array) -> Array:
    """Return the share of the latest known day that has one, two weeks back at most."""
    found = _back(share, KNOWN_BEFORE)
    for days in range(KNOWN_BEFORE + 1, KNOWN_BEFORE + 14):
        found = np.where(np.isfinite(found), found, _back(share, days))
    return found


def _columns(days: SectorDays, share: Array, known: int) -> tuple[Array, Array]:
    """Return base, shape (extreme, day), and the ridge's columns, shape (extreme, day, column), of one sector."""
    week = mean_of(np.stack([_back(share, each) for each in WEEK]), 0)
    month = mean_of(np.stack([_back(share, each) for each in range(KNOWN_BEFORE, 30)]), 0)
    base = np.where(np.isfinite(week), week, latest_share(share))
    total = days.total_mw
    usual = mean_of(np.stack([_back(total, each) for each in WEEK]), 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        level = total / usual - 1.0
    scale = _scale(base, known)
    found = [(_back(share, each) - base) / scale for each in (2, 3, 7, 8, 14)]
    found += [(month - base) / scale, level]
    found += [np.broadcast_to(each, share.shape) for each in _calendar(days.kinds)]
    table = np.stack(found, axis=2)
    return base, np.clip(np.where(np.isfinite(table), table, 0.0), -1.0, 1.0)


def _calendar(kinds: DayKinds) -> list[Array]:
    """Return the calendar of the day and of the latest known one, each of shape (day,)."""
    kind = np.minimum(kinds.kind, HOLIDAY)
    marks = [(kind == each).astype(float) for each in (1, 2, HOLIDAY)] + [
        (kinds.kind > HOLIDAY).astype(float)
    ]
    before = [np.nan_to_num(_back(each, KNOWN_BEFORE)) for each in marks]
    around = [np.exp(-0.5 * ((kinds.to_new_year - each) / 4.0) ** 2) for each in (-12, 0, 12)]
    return [np.ones(len(kind)), *marks, *before, *around]


def forecast_share(
    days: SectorDays, known: int, rows: NDArray[np.int64], taught: SectorDays | None = None
) -> Array:
    """Return shares of some rows, shape (sector, extreme, row), taught on the rows before ``known``.

    ``taught`` has the measured totals to learn from where those of ``days`` are forecasts.
    """
    found = np.full((len(days.share), len(EXTREMES), len(rows)), np.nan)
    for place, share in enumerate(days.share):
        base, table = _columns(days, share, known)
        own_base, own_table = (base, table) if taught is None else _columns(taught, share, known)
        for extreme, scale in enumerate(_scale(own_base, known)[:, 0].tolist()):
            target = (share[extreme, :known] - own_base[extreme, :known]) / scale
            weights = _ridge(own_table[extreme, :known], np.clip(target, -0.5, 0.5))
            moved = base[extreme, rows] + (table[extreme, rows] @ weights) * scale
            found[place, extreme] = np.maximum(moved, 0.0)
    return found


def _scale(base: Array, known: int) -> Array:
    """Return the usual size of each extreme's share over the rows before ``known``, shape (extreme, 1)."""
    usual = mean_of(base[:, :known], 1)[:, None]
    return np.where(usual > 0, usual, 1.0)


def _ridge(table: Array, target: Array) -> Array:
    """Return the weights of a ridge on what is there, late rows counting more; shape (column,)."""
    use = np.isfinite(target)
    age = np.arange(len(target))[::-1]
    fresh = 0.5 ** (age / HALF_LIFE_DAYS)
    weighted = table[use] * fresh[use, None]
    square = weighted.T @ table[use] + STRENGTH * np.diag(table[use].var(axis=0) + 1e-3)
    return np.asarray(np.linalg.solve(square, weighted.T @ target[use]), dtype=float)
