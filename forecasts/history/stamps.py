"""Stamps as people write them, to UTC.

Order of day and month, a clock of 24:00, a midnight that belongs to the day before, two columns, cells that
are dates or Excel's serial numbers, and the hour that occurs twice where the clock is set back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.notes import Times
from sites.problems import Problem, Refused, problem

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LocalStamps", "local_stamps", "to_utc", "with_midnights"]

EXCEL_DAY_ZERO = "1899-12-30"
CLOCKS = ("%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%H", "")
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class LocalStamps:
    """Stamps of a file, row by row.

    Attributes
    ----------
    stamps
        On the clock of the file, naive; in UTC where ``is_utc``. NaT where a cell holds none.
    is_utc
        The stamps carried an offset.
    format
        How they were read, for a note.
    """

    stamps: pd.DatetimeIndex
    is_utc: bool
    format: str


def local_stamps(
    cells: pd.Series, clocks: pd.Series | None, given_format: str, dayfirst: bool | None, where: str
) -> LocalStamps:
    """Return the stamps of a column, or of a date and a clock column.

    Parameters
    ----------
    cells, clocks
        Cells of the file; clocks is None where the first column holds both.
    given_format
        ``strptime`` format; empty to find it.
    dayfirst
        Whether the day stands before the month; None to find it from the order of the rows.
    where
        File, for the problem.

    Raises
    ------
    Refused
        Fewer than nine in ten cells can be read as stamps.
    """
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(cells) and clocks is None:
        index = pd.DatetimeIndex(cells)
        is_utc = index.tz is not None
        return LocalStamps(index.tz_convert(None) if is_utc else index, is_utc, "date cells")
    if pd.api.types.is_numeric_dtype(cells) and clocks is None and cells.between(20_000, 80_000).mean() > 0.9:
        days = pd.to_datetime(cells, unit="D", origin=EXCEL_DAY_ZERO)
        return LocalStamps(pd.DatetimeIndex(days).round("s"), False, "serial numbers")
    text = _text(cells)
    if clocks is not None:
        text = text.str.split(" ").str[0] + " " + _text(clocks).str.split(" ").str[-1]
    if given_format:
        stamps, taken = pd.to_datetime(text, format=given_format, errors="coerce"), given_format
    else:
        text, next_day = _without_24(text)
        stamps, taken = _found(text, dayfirst)
        stamps = stamps + pd.to_timedelta(next_day.astype(int), unit="D")
    readable = stamps.notna() | text.isna()
    if not readable.mean() > 0.9:
        first = text[~readable].iloc[0] if len(text) else ""
        raise Refused([problem("history-stamps", where, found=str(first), count=int((~readable).sum()))])
    index = pd.DatetimeIndex(stamps)
    is_utc = index.tz is not None
    return LocalStamps(index.tz_convert(None) if is_utc else index, is_utc, taken)


def _text(cells: pd.Series) -> pd.Series:
    """Return stamps with ``-`` in the date, ``:`` in the clock and one space between."""
    text = cells.astype("string").str.strip()
    sample = " ".join(text.dropna().head(200))
    if re.search("[年月时点]", sample):
        text = text.str.replace("[年月]", "-", regex=True).str.replace("日", " ", regex=False)
        text = text.str.replace("[时点分]", ":", regex=True).str.replace("秒", "", regex=False)
        text = text.str.rstrip(":")
    if re.search("[/.]", sample):
        text = text.str.replace(r"^(\d+)[/.](\d+)[/.](\d+)", r"\1-\2-\3", regex=True)
    if re.search("[T_]|  ", sample):
        text = text.str.replace(r"[ T_]+", " ", regex=True).str.strip()
    return text


def _without_24(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return stamps with 24:00 as 00:00, and which of them belong to the next day."""
    late = text.str.contains(" 24:", regex=False).fillna(False).astype(bool)
    if late.any():
        text = text.str.replace(" 24:", " 00:", regex=False)
    return text, late


def _found(text: pd.Series, dayfirst: bool | None) -> tuple[pd.Series, str]:
    """Return the stamps by the order of day, month and year whose neighbours lie closest, and its format."""
    import pandas as pd

    sample = text.dropna()
    if sample.str.contains(r"\d(?:Z|[+-]\d\d:?\d\d)$", regex=True).mean() > 0.5:
        return pd.to_datetime(text, format="ISO8601", utc=True, errors="coerce"), "ISO 8601"
    year_first = bool(sample.str.match(r"\d{4}-").mean() > 0.5)
    compact = bool(sample.str.match(r"\d{8}").mean() > 0.5)
    if compact:
        dates = ["%Y%m%d"]
    elif year_first:
        dates = ["%Y-%m-%d"]
    elif dayfirst is None:
        dates = ["%d-%m-%Y", "%m-%d-%Y", "%d-%m-%y", "%m-%d-%y"]
    else:
        dates = ["%d-%m-%Y", "%d-%m-%y"] if dayfirst else ["%m-%d-%Y", "%m-%d-%y"]
    best, best_format, best_score = pd.Series(pd.NaT, index=text.index), dates[0], -1.0
    for date in dates:
        stamps, taken = _by_date(text, date)
        score = _smoothness(stamps)
        if score > best_score + 1e-9:
            best, best_format, best_score = stamps, taken, score
    return best, best_format


def _by_date(text: pd.Series, date: str) -> tuple[pd.Series, str]:
    """Read stamps with one order of the date and any of the clocks; rows may differ in their clock."""
    import pandas as pd

    result = pd.Series(pd.NaT, index=text.index, dtype="datetime64[ns]")
    used = ""
    if (
        pd.to_datetime(text.dropna().str.split(" ").str[0].head(3000), format=date, errors="coerce")
        .isna()
        .mean()
        > 0.1
    ):
        return result, used
    for clock in CLOCKS:
        left = result.isna() & text.notna()
        if not left.any():
            break
        for gap in (" ", "") if clock in ("%H:%M:%S", "%H:%M") and date == "%Y%m%d" else (" ",):
            taken = f"{date}{gap}{clock}".strip()
            read = pd.to_datetime(text[left], format=taken, errors="coerce")
            result[left] = read.astype("datetime64[ns]")
            used = used or (taken if read.notna().any() else "")
            left = result.isna() & text.notna()
    return result, used


def _smoothness(stamps: pd.Series) -> float:
    """Share of neighbours that lie at most one usual step apart; 0 where nothing can be read."""
    values = stamps.dropna().to_numpy().astype("datetime64[s]").astype(np.int64)
    if len(values) < 2:
        return len(values) / max(len(stamps), 1)
    apart = np.abs(np.diff(values))
    usual = np.median(apart[apart > 0]) if (apart > 0).any() else 0
    return float(np.mean(apart <= usual)) * len(values) / len(stamps)


def with_midnights(stamps: pd.DatetimeIndex) -> tuple[pd.DatetimeIndex, int]:
    """Move midnights that carry the date of the day before to where they belong.

    Some makers write 23:30, 23:45, 00:00 with one date: the last is the end of that day. Moved are rows of
    00:00 that follow a later clock of the same date, if most rows of 00:00 do so.

    Returns
    -------
    stamps, count
        The stamps, and how many were moved.
    """
    values = stamps.to_numpy().astype("datetime64[ns]")
    days = values.astype("datetime64[D]")
    midnight = (values == days) & ~np.isnat(values)
    follows = np.zeros(len(values), dtype=bool)
    follows[1:] = midnight[1:] & (days[:-1] == days[1:]) & (values[:-1] > values[1:])
    if not midnight.any() or follows.sum() <= midnight.sum() / 2:
        return stamps, 0
    import pandas as pd

    return pd.DatetimeIndex(np.where(follows, values + DAY, values)), int(follows.sum())


def to_utc(local: LocalStamps, time_zone: str) -> tuple[Times, list[Problem], dict[str, int]]:
    """Return stamps in UTC, NaT where a stamp cannot be, with notes and counts.

    Where the clock is set back, the second pass through the doubled hour is the one that comes after the
    first in the file. A clock time that is skipped does not exist and is left out.
    """
    if local.is_utc:
        return local.stamps.to_numpy().astype("datetime64[ns]"), [], {}
    doubled = local.stamps.tz_localize(time_zone, ambiguous="NaT", nonexistent="shift_forward").isna()
    is_given = np.asarray(local.stamps.notna())
    doubled = np.asarray(doubled) & is_given
    is_first_pass = np.ones(len(local.stamps), dtype=bool)
    values = local.stamps.to_numpy().astype("datetime64[ns]")
    latest = day = np.datetime64("NaT")
    second = False
    for row in np.flatnonzero(doubled):
        if values[row].astype("datetime64[D]") != day:
            day, latest, second = values[row].astype("datetime64[D]"), values[row], False
        second = second or bool(values[row] < latest)
        latest = max(latest, values[row])
        is_first_pass[row] = not second
    aware = local.stamps.tz_localize(time_zone, ambiguous=is_first_pass, nonexistent="NaT")
    skipped = int((np.asarray(aware.isna()) & is_given).sum())
    notes = [problem("history-note-skipped-clock", count=skipped)] if skipped else []
    times: Times = aware.tz_convert(None).to_numpy().astype("datetime64[ns]")
    return times, notes, {"skipped_clock": skipped}
