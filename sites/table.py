"""Small CSV tables that a site names: daily shapes by label, and dated series.

A daily table has the column ``label``, the ends of equal steps from midnight to ``24:00``. A dated table has
the column ``time``, the *beginning* of each step with its offset (``2026-07-15T00:00+08:00``). Every row is
checked; none is repaired or dropped.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sites.problems import Problem, Refused, problem
from sites.time import MINUTES_PER_DAY, Steps

__all__ = ["DailyTable", "DatedTable", "read_daily", "read_dated", "read_table"]

ROWS_LEAST = 1
PROBLEMS_SHOWN = 20
Columns = dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class DailyTable:
    """Columns over the steps of a day by the clock; ``step_minutes`` follows from the number of rows."""

    name: str
    step_minutes: int
    columns: Columns
    lines: tuple[int, ...] = ()

    def values(self, column: str, steps: Steps) -> NDArray[np.float64]:
        """Mean of a column over each step, shape (count,): the clock decides, also on a day of 92 or 100."""
        minutes = np.arange(MINUTES_PER_DAY)
        each_minute = self.columns[column][minutes // self.step_minutes]
        offsets = (steps.local_minutes[:, None] + np.arange(steps.step_minutes)[None, :]) % MINUTES_PER_DAY
        return np.asarray(each_minute[offsets].mean(axis=1), dtype=float)


@dataclass(frozen=True)
class DatedTable:
    """Columns over equal dated steps; ``start`` is the UTC beginning of the first."""

    name: str
    start: np.datetime64
    step_minutes: int
    columns: Columns
    lines: tuple[int, ...] = ()

    def values(self, column: str, steps: Steps) -> NDArray[np.float64]:
        """Mean of a column over each step, shape (count,).

        Raises
        ------
        Refused
            Where the table does not cover the steps, naming the span it has.
        """
        given = self.columns[column]
        first = int((steps.times[0] - self.start) / np.timedelta64(1, "m"))
        last = first + steps.count * steps.step_minutes
        if first < 0 or last > len(given) * self.step_minutes:
            end = self.start + np.timedelta64(len(given) * self.step_minutes, "m")
            raise Refused(
                [
                    problem(
                        "site-series-span",
                        self.name,
                        begin=_utc(self.start),
                        end=_utc(end),
                        wanted=_utc(steps.times[0]),
                        wanted_end=_utc(steps.times[-1] + np.timedelta64(steps.step_minutes, "m")),
                    )
                ]
            )
        offsets = first + np.arange(steps.count * steps.step_minutes).reshape(steps.count, -1)
        return np.asarray(given[offsets // self.step_minutes].mean(axis=1), dtype=float)


def _utc(stamp: np.datetime64) -> str:
    return f"{np.datetime_as_string(stamp, unit='m')}Z"


def read_table(
    name: str, text: str, columns: tuple[str, ...], optional: tuple[str, ...] = ()
) -> DailyTable | DatedTable:
    """Read a daily or a dated table, whichever its first column says.

    Raises
    ------
    Refused
        With every problem found: missing columns, gaps, duplicates, naive stamps, figures that are none.
    """
    header = next(csv.reader(io.StringIO(text.lstrip("\ufeff"))), [])
    if "time" in [cell.strip() for cell in header]:
        return read_dated(name, text, columns, optional)
    return read_daily(name, text, columns, optional)


@dataclass(frozen=True)
class _Rows:
    """Rows of a CSV with the line each stands on."""

    name: str
    header: list[str]
    cells: list[dict[str, str]]
    lines: list[int]

    def where(self, place: int) -> str:
        return f"{self.name}:{self.lines[place]}"


def _rows(name: str, text: str, key: str, columns: tuple[str, ...], optional: tuple[str, ...]) -> _Rows:
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), skipinitialspace=True)
    header = [cell.strip() for cell in next(reader, [])]
    known = (key, *columns, *optional)
    missing = [column for column in (key, *columns) if column not in header]
    unknown = [column for column in header if column not in known]
    twice = sorted({column for column in header if header.count(column) > 1} - set(unknown))
    problems = [
        problem("table-column-missing", name, column=column, found=", ".join(header)) for column in missing
    ]
    problems += [
        problem("table-column-unknown", name, column=column, known=", ".join(known)) for column in unknown
    ]
    problems += [problem("site-name-twice", name, found=column) for column in twice]
    if problems:
        raise Refused(problems)
    rows = _Rows(name, header, [], [])
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            where = f"{name}:{reader.line_num}"
            problems.append(problem("table-cells", where, found=len(row), expected=len(header)))
        rows.cells.append({column: cell.strip() for column, cell in zip(header, row, strict=False)})
        rows.lines.append(reader.line_num)
    _finish(problems, name)
    if len(rows.cells) <= ROWS_LEAST:
        raise Refused([problem("table-empty", name, rows=len(rows.cells))])
    return rows


def _numbers(rows: _Rows, columns: tuple[str, ...], problems: list[Problem]) -> Columns:
    result: Columns = {}
    for column in columns:
        values = np.zeros(len(rows.cells))
        for place, row in enumerate(rows.cells):
            try:
                values[place] = float(row[column])
            except ValueError:
                values[place] = math.nan
            if not math.isfinite(values[place]):
                where = rows.where(place)
                problems.append(problem("table-not-number", where, column=column, found=row[column]))
        result[column] = values
    return result


def _finish(problems: list[Problem], name: str) -> None:
    if len(problems) > PROBLEMS_SHOWN:
        more = len(problems) - PROBLEMS_SHOWN
        raise Refused([*problems[:PROBLEMS_SHOWN], problem("table-more", name, count=more)])
    if problems:
        raise Refused(problems)


def read_daily(name: str, text: str, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> DailyTable:
    """Read a table of the steps of a day; see the module's docstring."""
    rows = _rows(name, text, "label", columns, optional)
    problems: list[Problem] = []
    count = len(rows.cells)
    minutes = MINUTES_PER_DAY // count
    if minutes * count != MINUTES_PER_DAY or 60 % minutes:
        raise Refused([problem("table-rows", name, rows=count)])
    for place, row in enumerate(rows.cells):
        end = (place + 1) * minutes
        expected = f"{end // 60:02d}:{end % 60:02d}"
        if row["label"].zfill(5) != expected:
            found = row["label"]
            problems.append(problem("table-label", rows.where(place), found=found, expected=expected))
            break
    numbers = _numbers(rows, _present(rows, columns, optional), problems)
    _finish(problems, name)
    return DailyTable(name=name, step_minutes=minutes, columns=numbers, lines=tuple(rows.lines))


def _present(rows: _Rows, columns: tuple[str, ...], optional: tuple[str, ...]) -> tuple[str, ...]:
    return columns + tuple(column for column in optional if column in rows.header)


def read_dated(name: str, text: str, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> DatedTable:
    """Read a dated table; see the module's docstring."""
    rows = _rows(name, text, "time", columns, optional)
    problems: list[Problem] = []
    stamps = [_stamp(rows.where(place), row["time"], problems) for place, row in enumerate(rows.cells)]
    numbers = _numbers(rows, _present(rows, columns, optional), problems)
    known = [stamp for stamp in stamps if stamp is not None]
    if len(known) < len(stamps):
        _finish(problems, name)
    step = known[1] - known[0]
    minutes = round(step.total_seconds() / 60)
    if step == dt.timedelta():
        found = rows.cells[1]["time"]
        _finish([problem("table-duplicate", rows.where(1), found=found), *problems], name)
    if minutes <= 0 or 60 % minutes or step != dt.timedelta(minutes=minutes):
        _finish([problem("table-step", rows.where(1), found=str(step)), *problems], name)
    for place in range(1, len(known)):
        found, before = rows.cells[place]["time"], rows.cells[place - 1]["time"]
        where, gap = rows.where(place), known[place] - known[place - 1]
        if gap == dt.timedelta():
            problems.append(problem("table-duplicate", where, found=found))
        elif gap != step:
            problems.append(problem("table-gap", where, found=found, before=before, step=minutes))
    _finish(problems, name)
    start = np.datetime64(known[0].replace(tzinfo=None), "ns")
    return DatedTable(name=name, start=start, step_minutes=minutes, columns=numbers, lines=tuple(rows.lines))


def _stamp(where: str, text: str, problems: list[Problem]) -> dt.datetime | None:
    try:
        stamp = dt.datetime.fromisoformat(text)
    except ValueError:
        problems.append(problem("table-stamp", where, found=text))
        return None
    if stamp.tzinfo is None:
        problems.append(problem("table-naive", where, found=text))
        return None
    return stamp.astimezone(dt.UTC)
