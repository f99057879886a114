"""Workdays and holidays, by libraries; refused beyond the years they know.

China's holidays and make-up workdays are decreed each November for the next year: no rule can compute them.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Literal

from sites.problems import Refused, problem

__all__ = ["DayType", "countries", "day_type", "day_types", "holiday_name", "known_names"]

DayType = Literal["workday", "rest_day", "holiday"]
SATURDAY = 5


def _beyond(date: dt.date, country: str, years: str) -> Refused:
    library = "chinesecalendar" if country == "CN" else "holidays"
    return Refused([problem("calendar-beyond", str(date), country=country, years=years, library=library)])


@cache
def countries() -> frozenset[str]:
    """Countries whose holidays are known, by ISO 3166 code."""
    import holidays

    return frozenset(holidays.list_supported_countries(include_aliases=False))


def _china(date: dt.date) -> tuple[bool, str | None]:
    import chinese_calendar

    try:
        is_rest, name = chinese_calendar.get_holiday_detail(date)
    except NotImplementedError:
        days = chinese_calendar.constants.holidays
        raise _beyond(date, "CN", f"{min(days).year}-{max(days).year}") from None
    return bool(is_rest), None if name is None else str(name)


@cache
def _holidays(country: str, year: int) -> tuple[int, int, dict[dt.date, str]]:
    """First and last year that the library knows, and the holidays of one."""
    import holidays

    calendar = holidays.country_holidays(country, years=year)
    names = {date: str(name) for date, name in calendar.items()}
    return calendar.start_year, calendar.end_year, names


def holiday_name(date: dt.date, country: str) -> str | None:
    """Name of the public holiday, None on other days.

    Raises
    ------
    Refused
        Where the year lies beyond what the library knows.
    """
    if country == "CN":
        is_rest, name = _china(date)
        return name if is_rest else None
    first, last, names = _holidays(country, date.year)
    if not first <= date.year <= last or not names:
        raise _beyond(date, country, f"{first}-{last}")
    return names.get(date)


def known_names(country: str) -> tuple[str, ...]:
    """Names that `holiday_name` can give, sorted; outside China those of the years around now."""
    if country == "CN":
        import chinese_calendar

        return tuple(sorted(holiday.value for holiday in chinese_calendar.Holiday))
    years = range(dt.date.today().year - 2, dt.date.today().year + 3)
    return tuple(sorted({name for year in years for name in _holidays(country, year)[2].values()}))


def day_type(date: dt.date, country: str) -> DayType:
    """Type of a day; a make-up workday is a workday, a day off in lieu is a holiday."""
    if country == "CN":
        is_rest, name = _china(date)
        if not is_rest:
            return "workday"
        return "holiday" if name is not None else "rest_day"
    if holiday_name(date, country) is not None:
        return "holiday"
    return "rest_day" if date.weekday() >= SATURDAY else "workday"


def day_types(dates: tuple[dt.date, ...], country: str) -> tuple[DayType, ...]:
    """Type of each day, each date looked up once."""
    known = {date: day_type(date, country) for date in set(dates)}
    return tuple(known[date] for date in dates)
