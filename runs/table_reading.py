"""Reading a plan table back, as a dispatcher or a spreadsheet program left it: every cell is checked, none is guessed.

What spreadsheets do by themselves is understood: ``0:15`` and ``24:00:00`` for labels, semicolons or tabs between
cells, decimal commas with these, GB 18030 instead of UTF-8, empty rows at the end; commas and GB 18030 are said. All
else that is not as written is named with row and column.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from runs.table import LABEL, RUN, Column
from sites.explain import near_miss
from sites.problems import Problem, Refused, problem

__all__ = ["PlanTable", "RawTable", "interpret", "read_raw"]

CLOCK = re.compile(r"^(\d{1,2}):(\d{2})(?::00)?([+-]\d{4})?$")
COMMA_NUMBER = re.compile(r"^[+-]?\d+,\d+(?:[eE][+-]?\d+)?$")
POINT_NUMBER = re.compile(r"^[+-]?\d*\.\d+(?:[eE][+-]?\d+)?$")
PROBLEMS_SHOWN = 20
BYTES_MOST = 50_000_000
SHEET = "plan"
Values = NDArray[np.float64]


@dataclass(frozen=True)
class RawTable:
    """Cells of a table as they stand in the file, and the number of the row that each line has there."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def run_id(self) -> str | None:
        """The id in the column ``run``, None where there is no such column or it says nothing.

        Raises
        ------
        Refused
            The rows belong to different runs.
        """
        if RUN not in self.header:
            return None
        place = self.header.index(RUN)
        found = sorted({row[place] for row in self.rows} - {""})
        if len(found) > 1:
            raise Refused(problem("plan-two-runs", self.name, found=", ".join(found[:3])))
        return found[0] if found else None


@dataclass(frozen=True)
class PlanTable:
    """The figures of a table by column name; text columns are compared, not kept."""

    columns: dict[str, Values]
    texts: dict[str, tuple[str, ...]]


def read_raw(path: Path) -> RawTable:
    """Read the cells of a CSV or Excel file.

    Raises
    ------
    Refused
        The file cannot be read, or is of another kind.
    """
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise Refused(problem("plan-suffix", str(path), found=suffix))
    try:
        if path.stat().st_size > BYTES_MOST:
            raise Refused(problem("plan-large", str(path), most=BYTES_MOST // 1_000_000))
        content = path.read_bytes()
    except FileNotFoundError:
        raise Refused(problem("input-not-there", str(path))) from None
    except OSError as fault:
        raise Refused(
            problem("input-unreadable", str(path), detail=fault.strerror or type(fault).__name__)
        ) from None
    notes: list[Problem] = []
    is_csv = suffix == ".csv"
    lines = _csv_lines(path.name, content, notes) if is_csv else _excel_lines(path.name, content)
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if any(line)]
    if not numbered:
        raise Refused(problem("plan-empty", path.name))
    header = tuple(cell.strip() for cell in numbered[0][1])
    while header and not header[-1]:
        header = header[:-1]
    width = len(header)
    rows = tuple((*line, *[""] * (width - len(line))) for _, line in numbered[1:])
    wide = [number for number, line in numbered[1:] if any(line[width:])]
    if wide:
        raise Refused(problem("plan-wide", f"{path.name}:{wide[0]}", columns=width))
    numbers = tuple(number for number, _ in numbered[1:])
    return RawTable(path.name, header, tuple(row[:width] for row in rows), numbers, tuple(notes))


def _csv_lines(name: str, content: bytes, notes: list[Problem]) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            if encoding != "utf-8-sig":
                notes.append(problem("plan-note-encoding", name))
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused(problem("plan-encoding", name))
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = [
            [cell.strip() for cell in line] for line in csv.reader(io.StringIO(text), delimiter=delimiter)
        ]
    except csv.Error as fault:
        raise Refused(problem("plan-syntax", name, detail=str(fault))) from None
    return lines if delimiter == "," else _with_points(name, lines, notes)


def _with_points(name: str, lines: list[list[str]], notes: list[Problem]) -> list[list[str]]:
    """Read decimal commas; where there are decimal points too, all stays as written: which is meant is not known."""
    cells = [cell for line in lines[1:] for cell in line]
    count = sum(COMMA_NUMBER.match(cell) is not None for cell in cells)
    if not count or any(POINT_NUMBER.match(cell) for cell in cells):
        return lines
    notes.append(problem("plan-note-comma", name, count=count))
    return [[cell.replace(",", ".") if COMMA_NUMBER.match(cell) else cell for cell in line] for line in lines]


def _excel_lines(name: str, content: bytes) -> list[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book[SHEET] if SHEET in book.sheetnames else book[book.sheetnames[0]]
        return [[_excel_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as fault:
        raise Refused(problem("plan-syntax", name, detail=str(fault))) from None


def _excel_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.time):
        is_midnight = (value.hour, value.minute) == (0, 0)
        return "24:00" if is_midnight else f"{value.hour:02d}:{value.minute:02d}"
    if isinstance(value, dt.timedelta):
        hours, minutes = divmod(round(value.total_seconds() / 60), 60)
        return f"{hours:02d}:{minutes:02d}"
    return repr(value) if isinstance(value, float) else str(value).strip()


def interpret(
    raw: RawTable, known: Sequence[Column], needed: Sequence[str], labels: Sequence[str]
) -> PlanTable:
    """Check a table against the columns and steps that it must have, and return its figures.

    Parameters
    ----------
    known
        Columns that the table may have.
    needed
        Names of the columns that it must have.
    labels
        Labels of the steps, one a row.

    Raises
    ------
    Refused
        With every problem: unknown, missing or double columns, too few or too many rows, wrong labels, cells that
        hold no number.
    """
    problems = [*_header_problems(raw, known, needed), *_row_problems(raw, labels)]
    columns: dict[str, Values] = {}
    texts: dict[str, tuple[str, ...]] = {}
    for column in known:
        if column.name not in raw.header:
            continue
        cells = tuple(row[raw.header.index(column.name)] for row in raw.rows)
        if column.variable == "period_kind":
            texts[column.name] = cells
        else:
            columns[column.name] = _figures(raw, column.name, cells, problems)
    if len(problems) > PROBLEMS_SHOWN:
        more = problem("plan-more", raw.name, count=len(problems) - PROBLEMS_SHOWN)
        problems = [*problems[:PROBLEMS_SHOWN], more]
    if problems:
        raise Refused(problems)
    return PlanTable(columns, texts)


def _header_problems(raw: RawTable, known: Sequence[Column], needed: Sequence[str]) -> list[Problem]:
    names = [LABEL, *(column.name for column in known), RUN]
    problems: list[Problem] = []
    for name in dict.fromkeys(raw.header):
        if raw.header.count(name) > 1:
            problems.append(problem("plan-column-twice", raw.name, column=name))
        if name not in names:
            near = near_miss(name, names)
            if near is not None:
                problems.append(problem("plan-column-near", raw.name, column=name, near=near))
            else:
                problems.append(problem("plan-column-unknown", raw.name, column=name))
    missing = [name for name in (LABEL, *needed) if name not in raw.header]
    return [*problems, *(problem("plan-column-missing", raw.name, column=name) for name in missing)]


def _row_problems(raw: RawTable, labels: Sequence[str]) -> list[Problem]:
    problems: list[Problem] = []
    if len(raw.rows) != len(labels):
        problems.append(problem("plan-rows", raw.name, found=len(raw.rows), expected=len(labels)))
    if LABEL not in raw.header:
        return problems
    place = raw.header.index(LABEL)
    for row, number, expected in zip(raw.rows, raw.row_numbers, labels, strict=False):
        if _clock(row[place]) != expected:
            problems.append(
                problem("plan-label", f"{raw.name}:{number}", found=row[place] or "''", expected=expected)
            )
            break  # one row too few shifts all that follow
    return problems


def _clock(text: str) -> str:
    match = CLOCK.match(text)
    return text if match is None else f"{int(match[1]):02d}:{match[2]}{match[3] or ''}"


def _figures(raw: RawTable, column: str, cells: tuple[str, ...], problems: list[Problem]) -> Values:
    values = np.full(len(cells), math.nan)
    for place, cell in enumerate(cells):
        if not cell:
            continue
        try:
            values[place] = float(cell)
        except ValueError:
            values[place] = math.inf
        if not math.isfinite(values[place]):
            where = f"{raw.name}:{raw.row_numbers[place]}"
            problems.append(problem("plan-not-number", where, column=column, found=cell))
    return values
