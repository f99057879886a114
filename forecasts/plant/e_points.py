"""From a table of an E file to numbered points of power.

Three shapes are known: a row a point (its number, or a clock or ``VAL001345`` in a column); a row a plant
with one column a point; and the same with a time in each row.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field

from forecasts.history.mapping import POWER_UNITS, unit_known
from forecasts.history.wide import step_columns
from forecasts.plant.e_text import ETable
from forecasts.plant.e_times import ULTRA_SHORT, row_stamp
from sites.problems import Problem, Refused, problem

__all__ = ["Points", "power_points", "power_tables"]

POINTS_MOST = 31 * 96
"""A month of quarter-hours: a larger number is no number of a point."""

MISSING = ("", "null", "none", "nan", "-", "--", "/", "无")
MISSING_FIGURES = (-99.0, -999.0, -9999.0, -99999.0)
_NO_POWER_TABLE = re.compile("capacity|容量|nwp|mast|测风|气象|weather|limit|限", re.IGNORECASE)
_SHORT_TERM = re.compile("(?<!ultra)shortterm|短期|^dq$|plan|计划", re.IGNORECASE)
_POWER_COLUMNS = (
    "短期预测功率|短期.*功率",
    "预测功率|预测出力|计划功率|计划出力|计划",
    "功率|出力|power|有功|^value$|^val$|^p$|^mw$|forecast",
)
_CAPACITY_COLUMN = re.compile("容量|^cap$|capacity|开机", re.IGNORECASE)
_NOT_POWER = re.compile("容量|^cap$|capacity|开机|无功|风速|温|压|湿|辐", re.IGNORECASE)
_VAL_LABEL = re.compile(r"^(?:VAL)?(\d{2})?(\d{2}):?(\d{2})(?::00)?$", re.IGNORECASE)
_ENTITY_COLUMN = re.compile("名称|name|厂站|电站|场站|entity|station|^id$|plant", re.IGNORECASE)


@dataclass(frozen=True)
class Points:
    """Numbered points of one entity.

    Attributes
    ----------
    values_mw
        Number from 1 -> MW; missing points are not in it.
    capacity_mw
        On-line capacity of the points, likewise; empty where the table has none.
    first_label
        Clock of point 1 in the file, minutes after midnight, where rows carry one.
    notes
        What was taken as what.
    stamps
        Number from 1 -> date and clock that the row carries, local; empty where rows carry no whole ones.
    """

    values_mw: dict[int, float]
    capacity_mw: dict[int, float]
    first_label: int | None
    notes: list[Problem]
    stamps: dict[int, dt.datetime] = field(default_factory=dict)


def power_tables(tables: tuple[ETable, ...]) -> list[ETable]:
    """Return the tables that may hold power, day-ahead ones first."""
    fitting = [table for table in tables if table.rows and not _NO_POWER_TABLE.search(table.name)]

    def order(table: ETable) -> tuple[bool, bool]:
        return bool(ULTRA_SHORT.search(table.name)), not _SHORT_TERM.search(table.name)

    return sorted(fitting, key=order)


def power_points(table: ETable, where: str, *, entity: str, column: str | None, unit: str | None) -> Points:
    """Return the points of power of a table.

    Parameters
    ----------
    table
        One that :func:`power_tables` gave.
    where
        File, for problems.
    entity
        Row to take in a table with one row a plant.
    column
        Column of power; None to find it.
    unit
        Unit of power; None takes the ``$`` line's or the header's, else MW.

    Raises
    ------
    Refused
        All cells that are no numbers, points that stand twice with different figures, and so on, by line.
    """
    across = step_columns(list(table.columns))
    if across is not None:
        return _across(table, across, where, entity, unit)
    columns = _aligned_columns(table)
    at = _power_column(table, columns, where, column)
    factor, unit_taken = _factor(table, columns, at, unit)
    capacity_at = next((place for place, name in enumerate(columns) if _CAPACITY_COLUMN.search(name)), None)
    problems: list[Problem] = []
    values: dict[int, float] = {}
    capacity: dict[int, float] = {}
    twice: list[int] = []
    labels = _labels(table, columns, at)
    for order, (cells, line) in enumerate(zip(table.rows, table.lines, strict=True)):
        number = _number_of(cells, columns, order + 1)
        value = _figure(cells, at, f"{where}:{line}", problems)
        if number is None or number < 1:
            problems.append(problem("plant-row-number", f"{where}:{line}", found=cells[0] if cells else ""))
        elif number > POINTS_MOST:
            problems.append(problem("plant-point", f"{where}:{line}", point=number, most=POINTS_MOST))
        elif value is not None:
            if number in values and values[number] != value * factor:
                twice.append(number)
            values[number] = value * factor
            online = _figure(cells, capacity_at, f"{where}:{line}", problems)
            if online is not None:
                capacity[number] = online * factor
    if twice:
        problems.append(problem("plant-twice", where, count=len(twice), point=twice[0]))
    if problems:
        raise Refused(problems)
    notes = [
        problem("plant-note-column", column=columns[at] or str(at + 1), table=table.name or "-"),
        problem("plant-note-unit", unit=unit_taken),
    ]
    return Points(values, capacity, labels, notes, _stamps(table, columns))


def _aligned_columns(table: ETable) -> list[str]:
    """Return the names of the cells of a row; the row's number has one of its own or is put before them."""
    width = max(len(row) for row in table.rows)
    names = list(table.columns)
    if len(names) == width - 1:
        names = ["id", *names]
    elif len(names) == width + 1 and len(names) > 1:
        names = names[1:]  # the rows have no number
    return names + [""] * (width - len(names))


def _power_column(table: ETable, columns: list[str], where: str, column: str | None) -> int:
    known = ", ".join(columns)
    if column is not None:
        if column not in columns:
            raise Refused([problem("plant-column", where, found=column, known=known)])
        return columns.index(column)
    for words in _POWER_COLUMNS:
        for place, name in enumerate(columns):
            if re.search(words, name.lower()) and not _NOT_POWER.search(name):
                return place
    numeric = [
        place
        for place in range(1, len(columns))
        if not _NOT_POWER.search(columns[place])
        and all(len(row) <= place or _is_figure(row[place]) for row in table.rows)
    ]
    if len(numeric) != 1:
        raise Refused([problem("plant-no-power-column", where, found=known)])
    return numeric[0]


def _factor(table: ETable, columns: list[str], at: int, unit: str | None) -> tuple[float, str]:
    """Return what a figure is multiplied with to be MW, and the unit taken."""
    said = [unit or ""]
    shift = len(columns) - len(table.units)
    if table.units and 0 <= at - shift < len(table.units):
        said.append(table.units[at - shift])
    said += re.findall(r"(?i)[(（/_](kw|mw|万kw|gw)[)）]?", columns[at] if at < len(columns) else "")
    for text in said:
        taken = unit_known(text)
        if taken in POWER_UNITS and taken not in ("kWh", "MWh"):
            return POWER_UNITS[taken], taken
    return 1.0, "MW"


def _labels(table: ETable, columns: list[str], power_at: int) -> int | None:
    """Return the clock that the first row carries, minutes after midnight, if its rows carry one."""
    for place in range(len(columns)):
        cells = [row[place] for row in table.rows if len(row) > place]
        if place in (0, power_at) and not any(":" in cell for cell in cells):
            continue
        found = _VAL_LABEL.match(cells[0].replace("_", "")[-10:]) if cells else None
        if found and all(_VAL_LABEL.match(cell.replace("_", "")[-10:]) for cell in cells[:4]):
            if any(not re.search("val|:", cell.lower()) for cell in cells[:4]):
                continue
            return int(found[2]) * 60 + int(found[3])
    return None


def _stamps(table: ETable, columns: list[str]) -> dict[int, dt.datetime]:
    """Return the date and clock of each row; none where all rows carry the same one, which is no point's."""
    stamps: dict[int, dt.datetime] = {}
    for order, cells in enumerate(table.rows):
        number, stamp = _number_of(cells, columns, order + 1), row_stamp(cells)
        if number is not None and stamp is not None:
            stamps[number] = stamp
    return {} if len(stamps) > 1 and len(set(stamps.values())) == 1 else stamps


def _number_of(cells: tuple[str, ...], columns: list[str], order: int) -> int | None:
    """Return the number of a row; its place where rows have none."""
    if not cells:
        return None
    if cells[0].isdecimal():
        return int(cells[0])
    first_is_number = bool(columns) and re.fullmatch("(?i)id|num|no|序号|顺序|序|点号", columns[0])
    return None if first_is_number else order


def _figure(cells: tuple[str, ...], at: int | None, where: str, problems: list[Problem]) -> float | None:
    if at is None:
        return None
    text = cells[at].strip() if at < len(cells) else ""
    if text.lower() in MISSING:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.inf
    if not math.isfinite(value):
        problems.append(problem("plant-number", where, found=text))
        return None
    return None if value in MISSING_FIGURES else value


def _is_figure(text: str) -> bool:
    try:
        return text.lower() in MISSING or math.isfinite(float(text))
    except ValueError:
        return False


def _across(table: ETable, ends: dict[str, int], where: str, entity: str, unit: str | None) -> Points:
    """Return the points of one row of a table with a column a point."""
    columns = _aligned_columns(table)
    names = [place for place, name in enumerate(columns) if name not in ends and _ENTITY_COLUMN.search(name)]
    rows = [
        (cells, line)
        for cells, line in zip(table.rows, table.lines, strict=True)
        if not entity
        or len(table.rows) == 1
        or any(cells[place] == entity for place in names if place < len(cells))
    ]
    if len(rows) != 1:
        known = ", ".join(cells[names[-1]] for cells in table.rows if names and names[-1] < len(cells))
        raise Refused([problem("plant-entity", where, found=entity, known=known)])
    cells, line = rows[0]
    problems: list[Problem] = []
    step = 24 * 60 // len(ends)
    said = unit_known(unit or "") or "MW"
    values: dict[int, float] = {}
    for place, name in enumerate(columns):
        value = _figure(cells, place, f"{where}:{line}", problems) if name in ends else None
        if value is not None:
            values[ends[name] // step] = value * POWER_UNITS[said]
    if problems:
        raise Refused(problems)
    return Points(values, {}, None, [problem("plant-note-unit", unit=said)])
