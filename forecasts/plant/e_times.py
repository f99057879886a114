"""Dates and clocks in the texts of an E file."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

__all__ = ["ULTRA_SHORT", "parsed_time", "row_stamp"]

ULTRA_SHORT = re.compile("ultra|超短期|cdq|_ap$|_tp$", re.IGNORECASE)
"""Kinds and tables of the next hours; all others (day-ahead, longer, plans) are whole days."""

_TIME = re.compile(
    r"(\d{4})[-/年.]?(\d{1,2})[-/月.]?(\d{1,2})日?(?:[\s_T]*(\d{1,2})[:时]?(\d{2})(?:[:分]?(\d{2}))?)?"
)
_STAMP = re.compile(
    r"\d{4}[-/年.]?\d{1,2}[-/月.]?\d{1,2}日?[\s_T]*\d{1,2}[:时]\d{2}(?:[:分]\d{2}(?:\.0+)?)?[分秒]?|\d{12}(?:00)?"
)


def parsed_time(text: str) -> tuple[dt.date, dt.time | None] | None:
    """Return the day and the clock of a text, the clock None where there is none; 24:00 is the next day's 00:00."""
    found = _TIME.search(text)
    if found is None:
        return None
    try:
        day = dt.date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return day, None
        if int(found[4]) == 24:
            return day + dt.timedelta(days=1), dt.time()
        return day, dt.time(int(found[4]), int(found[5]), int(found[6] or 0))
    except ValueError:
        return None


def row_stamp(cells: tuple[str, ...]) -> dt.datetime | None:
    """Return the date and clock that stand in one cell of a row, or in two cells side by side."""
    pairs = [f"{day} {clock}" for day, clock in pairwise(cells)]
    for text in (*cells, *pairs):
        found = parsed_time(text) if _STAMP.fullmatch(text.strip()) else None
        if found is not None and found[1] is not None:
            return dt.datetime.combine(found[0], found[1])
    return None
