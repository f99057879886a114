"""What kind of day it is, for load: workdays, weekends, holidays, make-up workdays, the days around the new year.

China's holidays are decreed each November for the year to come. Beyond what the installed calendar knows the
weekday alone counts, and a note says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from forecasts.calibration.clock import EPOCH
from forecasts.notes import Array
from sites.calendar import countries, day_type, holiday_name
from sites.problems import Problem, Refused, problem

__all__ = ["DayKinds", "country_of", "day_kinds"]

WORKDAY, SATURDAY, SUNDAY, HOLIDAY, SPRING_FESTIVAL = range(5)
MAKE_UP = -1.0
NEW_YEAR_REACH = 45
HOLIDAY_REACH = 8
CHINESE_ZONES = ("Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "Asia/Urumqi", "PRC")


@dataclass(frozen=True)
class DayKinds:
    """The calendar of consecutive days, each of shape (day,).

    Attributes
    ----------
    kind
        0 workday, 1 Saturday, 2 Sunday, 3 holiday, 4 Spring Festival.
    code
        -1 on a make-up workday, else the holiday's number, 0 on other days.
    weekday
        0 Monday to 6 Sunday.
    to_new_year
        Days from the nearest lunar new year, within 45; 45 everywhere outside China.
    to_holiday, since_holiday
        Days to the next and from the last holiday, 8 at most.
    year_share
        Place in the year, 0 to 1.
    new_year
        Day number of each year's lunar new year, by year.
    notes
        What the calendar did not know.
    """

    kind: Array
    code: Array
    weekday: Array
    to_new_year: Array
    to_holiday: Array
    since_holiday: Array
    year_share: Array
    new_year: dict[int, int]
    notes: tuple[Problem, ...]


def country_of(time_zone: str) -> str | None:
    """Return the country whose calendar a zone's load follows; None where the weekday alone counts."""
    return "CN" if time_zone in CHINESE_ZONES else None


@lru_cache(maxsize=16)
def day_kinds(first_day: int, count: int, country: str | None) -> DayKinds:
    """Return the calendar of ``count`` days from a day number on.

    Parameters
    ----------
    country
        ISO 3166 code; None: no holidays.
    """
    dates = [EPOCH + dt.timedelta(days=first_day + each) for each in range(count)]
    weekday = np.array([date.weekday() for date in dates], dtype=float)
    kind = np.select([weekday == 5, weekday == 6], [SATURDAY, SUNDAY], WORKDAY).astype(float)
    code = np.zeros(count)
    unknown: list[dt.date] = []
    names: dict[str, int] = {}
    for place, date in enumerate(dates if country in countries() else []):
        try:
            name, is_work = holiday_name(date, str(country)), day_type(date, str(country)) == "workday"
        except Refused:
            unknown.append(date)
            continue
        if name is not None:
            kind[place] = SPRING_FESTIVAL if name == "Spring Festival" else HOLIDAY
            code[place] = names.setdefault(name, len(names) + 1)
        elif is_work:
            code[place] = MAKE_UP if weekday[place] >= 5 else 0.0
            kind[place] = WORKDAY
    new_year = _new_years(dates[0].year - 1, dates[-1].year + 1) if country == "CN" else {}
    starts = np.array(sorted(new_year.values()), dtype=float)
    numbers = first_day + np.arange(count, dtype=float)
    nearest = _nearest(numbers, starts)
    held = np.flatnonzero(kind >= HOLIDAY).astype(float)
    place_of = np.arange(count, dtype=float)
    return DayKinds(
        kind=kind,
        code=code,
        weekday=weekday,
        to_new_year=np.clip(nearest, -NEW_YEAR_REACH, NEW_YEAR_REACH),
        to_holiday=_distance(place_of, held, ahead=True),
        since_holiday=_distance(place_of, held, ahead=False),
        year_share=np.array([date.timetuple().tm_yday / 366.0 for date in dates]),
        new_year=new_year,
        notes=_notes(unknown, country),
    )


def _notes(unknown: list[dt.date], country: str | None) -> tuple[Problem, ...]:
    if country is None or not unknown:
        return ()
    return (
        problem(
            "calibration-calendar-end", country=country, first=unknown[0].isoformat(), days=str(len(unknown))
        ),
    )


@lru_cache(maxsize=16)
def _new_years(first: int, last: int) -> dict[int, int]:
    """Return the day number of each lunar new year (the lunar calendar of ``holidays`` reaches to 2099)."""
    import holidays

    found: dict[int, int] = {}
    for year in range(first, last + 1):
        for date, name in holidays.country_holidays("CN", years=year, language="en_US").items():
            if date.year == year and "Chinese New Year" in str(name) and "Eve" not in str(name):
                number = (date - EPOCH).days
                found[year] = min(number, found.get(year, number))
    return found


def _nearest(numbers: Array, starts: Array) -> Array:
    if not starts.size:
        return np.full(len(numbers), float(NEW_YEAR_REACH))
    apart = numbers[:, None] - starts
    return np.asarray(apart[np.arange(len(numbers)), np.abs(apart).argmin(axis=1)], dtype=float)


def _distance(places: Array, held: Array, *, ahead: bool) -> Array:
    if not held.size:
        return np.full(len(places), float(HOLIDAY_REACH))
    apart = (held - places[:, None]) if ahead else (places[:, None] - held)
    least = np.where(apart >= 0, apart, HOLIDAY_REACH).min(axis=1)
    return np.asarray(np.minimum(least, HOLIDAY_REACH), dtype=float)
