"""A day's forecast or plan to a file that goes out: an E file, or a table of points.

Strict: every step of the day has a finite figure, names hold nothing that the format cannot, and a file is
written whole or not at all.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from forecasts.history.tables import WORKBOOK_SUFFIXES
from forecasts.notes import Array
from forecasts.plant.e_text import EDocument, ETable, format_e_text
from forecasts.plant.first_point import STEP
from sites.problems import Problem, Refused, Trouble, problem
from sites.time import Steps, day_steps

__all__ = ["EForm", "Encoding", "write_e_file", "write_point_table"]

Encoding = Literal["utf-8", "gbk"]
DECIMALS = 3
"""kW: what a meter of a plant resolves."""


@dataclass(frozen=True)
class EForm:
    """What a receiver wants an E file to look like.

    Attributes
    ----------
    kind
        ``type`` of the head: ``DQ`` for day-ahead.
    table, column
        Class of the tables and name of the column of power. (The trade spells the class so.)
    capacity_column
        Name of the column of on-line capacity.
    encoding
        ``gbk`` where the receiver wants it.
    """

    kind: str = "DQ"
    table: str = "ShortTermForcast"
    column: str = "短期预测功率"
    capacity_column: str = "预计开机容量"
    encoding: Encoding = "utf-8"


def write_e_file(
    path: str | Path,
    plans_mw: Mapping[str, Array],
    *,
    date: dt.date,
    time_zone: str,
    entity: str,
    form: EForm | None = None,
    capacity_mw: Mapping[str, float] | None = None,
    issue_time: dt.datetime | None = None,
    step_minutes: int = 15,
) -> Path:
    """Write the power of one or several entities on a local day as an E file.

    Parameters
    ----------
    path
        File to write; replaced at once when all is written.
    plans_mw
        Entity -> MW of each step, shape (steps of the day,).
    date, time_zone, step_minutes
        The day; one with a clock change has its true 92 or 100 points.
    entity
        Of the head.
    form
        What the receiver wants; a day-ahead forecast in UTF-8 where it is None.
    capacity_mw
        Entity -> on-line capacity, written as a second column for those that are in it.
    issue_time
        When the plan was made, written as a comment; with a zone.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    Refused
        Missing or infinite figures, a wrong number of them, names that the format cannot hold; all at once.
    Trouble
        The file cannot be written.
    """
    form = form or EForm()
    steps = day_steps(date, time_zone, step_minutes)
    problems = [each for name, values in plans_mw.items() for each in _faults(name, values, steps)]
    if problems:
        raise Refused(problems)
    tables = tuple(
        _table(form, name, np.asarray(values), (capacity_mw or {}).get(name))
        for name, values in plans_mw.items()
    )
    comments = () if issue_time is None else (_local_text(issue_time, time_zone),)
    head = {"Entity": entity, "type": form.kind, "time": date.isoformat()}
    if step_minutes != 15:
        head[STEP] = str(step_minutes)
    text = format_e_text(EDocument(head, tables, comments))
    try:
        content = text.encode(form.encoding)
    except UnicodeEncodeError as fault:
        raise Refused([problem("plant-write-encoding", Path(path).name, encoding=form.encoding)]) from fault
    return _written(Path(path), content)


def write_point_table(
    path: str | Path,
    plans_mw: Mapping[str, Array],
    *,
    date: dt.date,
    time_zone: str,
    step_minutes: int = 15,
    encoding: Encoding = "utf-8",
) -> Path:
    """Write the power of one or several plants on a local day as CSV or an Excel workbook.

    The first column, ``label``, has the clock at the end of each step, the others ``<plant> (MW)``. ``encoding`` is
    that of a CSV.

    Raises
    ------
    Refused
        As :func:`write_e_file`, or a suffix that is neither ``.csv`` nor ``.xlsx``.
    Trouble
        The file cannot be written.
    """
    path = Path(path)
    steps = day_steps(date, time_zone, step_minutes)
    problems = [each for name, values in plans_mw.items() for each in _faults(name, values, steps)]
    if path.suffix.lower() not in (".csv", ".xlsx"):
        problems.append(problem("plant-suffix", path.name, found=path.suffix, known=".csv, .xlsx"))
    if problems:
        raise Refused(problems)
    header = ["label", *(f"{name} (MW)" for name in plans_mw)]
    rows: list[list[str | float]] = [
        [label, *(float(np.round(np.asarray(values)[row], DECIMALS)) for values in plans_mw.values())]
        for row, label in enumerate(steps.labels)
    ]
    if path.suffix.lower() in WORKBOOK_SUFFIXES:
        return _written(path, _workbook(header, rows))
    try:
        return _written(path, _csv(header, rows, encoding))
    except UnicodeEncodeError as fault:
        raise Refused([problem("plant-write-encoding", path.name, encoding=encoding)]) from fault


def _faults(name: str, values: Array, steps: Steps) -> list[Problem]:
    figures = np.asarray(values, dtype=float)
    if figures.shape != (steps.count,):
        return [problem("plant-write-points", name, expected=steps.count, found=figures.size)]
    bad = np.flatnonzero(~np.isfinite(figures))
    if len(bad):
        return [problem("plant-write-values", name, count=len(bad), point=int(bad[0]) + 1)]
    return []


def _table(form: EForm, entity: str, values: Array, capacity_mw: float | None) -> ETable:
    columns = ("id", form.column) if capacity_mw is None else ("id", form.column, form.capacity_column)
    tail = () if capacity_mw is None else (_figure(capacity_mw),)
    rows = tuple((str(number), _figure(value), *tail) for number, value in enumerate(values, start=1))
    return ETable(form.table, entity, columns, rows)


def _figure(value: float) -> str:
    return f"{float(value) + 0.0:.{DECIMALS}f}".replace("-0.000", "0.000")


def _local_text(time: dt.datetime, time_zone: str) -> str:
    from zoneinfo import ZoneInfo

    return time.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m-%d_%H:%M:%S")


def _csv(header: list[str], rows: list[list[str | float]], encoding: Encoding) -> bytes:
    import csv

    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    # UTF-8 with its mark, so that a spreadsheet sees the encoding
    return text.getvalue().encode("utf-8-sig" if encoding == "utf-8" else encoding)


def _workbook(header: list[str], rows: list[list[str | float]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    for cell in next(sheet.iter_cols(min_col=1, max_col=1)):
        cell.number_format = "@"  # 24:00 is no time to a spreadsheet
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _written(path: Path, content: bytes) -> Path:
    """Write all of a file or nothing."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise Trouble(
            [problem("plant-write-file", path.name, reason=fault.strerror or str(fault))]
        ) from fault
    return path
