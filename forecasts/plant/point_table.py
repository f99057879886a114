"""A table of points in CSV or a workbook: labels or numbers of one day, a row a day, or full stamps."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forecasts.history.detect import guessed_columns, guessed_unit
from forecasts.history.mapping import POWER_UNITS, ColumnMapping, Mapping, Stamp, unit_known
from forecasts.history.reading import read_history
from forecasts.history.tables import numbers, read_table
from forecasts.history.wide import step_columns
from forecasts.notes import notes_of, notes_to_json
from forecasts.plant.e_points import MISSING_FIGURES
from forecasts.plant.points import MINUTES_A_DAY, on_days, point_list, points_dataset
from sites.problems import Problem, Refused, problem

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

__all__ = ["read_point_table"]

_CLOCK = re.compile(r"^(?:\D*)(\d{1,2}):(\d{2})(?::\d{2})?(?:[+-]\d{4})?$")
_NOTES_OF_STAMPS = ("history-note-columns", "history-note-format", "history-note-stamp")
"""Said of stamps that the reader makes of a row a day; they are not the user's."""
_UNIT = re.compile(r"(?i)\s*[(（\[](?:kw|mw|gw|万kw|万千瓦|千瓦|兆瓦)[)）\]]$")
_DATE_IN_NAME = re.compile(r"(20\d{2})[-_]?(\d{2})[-_]?(\d{2})")


def read_point_table(
    path: Path,
    *,
    time_zone: str,
    date: dt.date | None,
    entity: str | None = None,
    likely: tuple[str, ...] = (),
    column: str | None,
    unit: str | None,
    stamp: Stamp | None,
    mapping: Mapping | None,
) -> xr.Dataset:
    """Read a table of points; see :func:`forecasts.plant.read_plant`."""
    table = read_table(path, mapping.sheet if mapping else "")
    headers = list(table.columns)
    if column is None and mapping is None:
        column = _column_called(headers, (entity,) if entity else likely) or entity
    labels = _point_numbers(table, stamp) if mapping is None and step_columns(headers) is None else None
    if labels is None:
        return _with_stamps(path, table, time_zone, date, column, unit, stamp, mapping)
    label_column, points, step_minutes = labels
    power_column, factor, notes = _power(table, label_column, column, unit, path.name)
    values, unread = numbers(table[power_column])
    if unread:
        bad_rows = (values.isna() & table[power_column].notna()).to_numpy()
        bad = table[power_column][bad_rows]
        raise Refused(
            [
                problem("plant-number", f"{path.name}:{place + 2}", found=str(cell))
                for place, cell in zip(np.flatnonzero(bad_rows), bad, strict=True)
            ]
        )
    values = values.where(~values.isin(MISSING_FIGURES))
    taken: dict[int, float] = {}
    for number, value in zip(points, values, strict=True):
        if number in taken and taken[number] != value * factor:
            raise Refused([problem("plant-twice", path.name, count=1, point=number)])
        if np.isfinite(value):
            taken[number] = value * factor
    day = date or _day_in_name(path)
    if day is None:
        raise Refused([problem("plant-no-time", path.name)])
    taken.setdefault(max(points), np.nan)
    times, figures, clock_notes = on_days(taken, dt.datetime.combine(day, dt.time()), step_minutes, time_zone)
    dataset = points_dataset(
        times, figures, date=date, time_zone=time_zone, step_minutes=step_minutes, where=path.name
    )
    return _finished(dataset, [*notes, *clock_notes])


def _column_called(headers: list[str], names: tuple[str, ...]) -> str | None:
    """Return the column of one of some names, its unit left aside; None where there is none."""
    bare = {_UNIT.sub("", header).strip(): header for header in headers}
    found = (header for name in names if name for header in (name, bare.get(name)) if header in headers)
    return next(found, None)


def _point_numbers(table: pd.DataFrame, stamp: Stamp | None) -> tuple[str, list[int], int] | None:
    """Return the column of labels or numbers, the number of the point of each row, and the step.

    None where the table has stamps with a date, or neither.
    """
    for header in list(table.columns)[:2]:
        cells = [_clock_text(cell) for cell in table[header]]
        clocks = [_CLOCK.match(cell) for cell in cells]
        if all(clocks):
            minutes = [int(found[1]) * 60 + int(found[2]) for found in clocks if found]
            return header, *_from_clocks(minutes, stamp)
        if re.search("(?i)^(id|no|num|point|序号|点号|点|时段|step)", header) and all(
            re.fullmatch(r"\d+(\.0)?", cell) for cell in cells
        ):
            count = max(int(float(cell)) for cell in cells)
            step = next((step for step in (60, 30, 15) if count <= MINUTES_A_DAY // step + 60 // step), 15)
            return header, [int(float(cell)) for cell in cells], step
    return None


def _clock_text(cell: object) -> str:
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M")
    if isinstance(cell, float) and 0 <= cell <= 1:  # a clock as a workbook keeps it: a part of the day
        minutes = round(cell * MINUTES_A_DAY)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(cell).strip()


def _from_clocks(minutes: list[int], stamp: Stamp | None) -> tuple[list[int], int]:
    """Return point numbers of clock labels in their order, and the step.

    A clock that goes back by an hour was set back: the rows go on counting. One that skips was set forward.
    """
    apart = np.diff(minutes)
    step = int(np.median(apart[apart > 0])) if (apart > 0).any() else 15
    is_end = stamp == "end" or (stamp is None and minutes[0] != 0)
    ends = [(clock if is_end else clock + step) or MINUTES_A_DAY for clock in minutes]
    has_back = bool((np.diff(ends) < 0).any()) or len(set(ends)) < len(ends)
    whole = len(ends) * step != MINUTES_A_DAY and len(ends) * step % 60 == 0 and ends[-1] == MINUTES_A_DAY
    has_skip = whole and ends[0] == step and bool((np.diff(ends) == 60 + step).sum() == 1)
    if has_back or (has_skip and len(ends) * step == MINUTES_A_DAY - 60):
        return list(range(1, len(ends) + 1)), step
    return [end // step for end in ends], step


def _power(
    table: pd.DataFrame, label_column: str, column: str | None, unit: str | None, where: str
) -> tuple[str, float, list[Problem]]:
    """Return the column of power and the factor to MW."""
    others = [header for header in table.columns if header != label_column]
    known = ", ".join(others)
    if column is not None and column not in others:
        raise Refused([problem("plant-column", where, found=column, known=known)])
    if column is None:
        guessed, _ = guessed_columns(table, (label_column,))
        names = {mapped.name: header for header, mapped in guessed.items()}
        column = (
            names.get("plant_forecast_mw")
            or names.get("measured_mw")
            or (others[0] if len(others) == 1 else None)
        )
    if column is None:
        raise Refused([problem("plant-no-power-column", where, found=known)])
    taken = unit_known(unit) if unit else None
    if taken is None or taken not in POWER_UNITS:
        taken = guessed_unit(column, "plant_forecast_mw", table[column])[0]
    return (
        column,
        POWER_UNITS[taken],
        [
            problem("plant-note-column", column=column, table=where),
            problem("plant-note-unit", unit=taken),
        ],
    )


def _day_in_name(path: Path) -> dt.date | None:
    found = _DATE_IN_NAME.search(path.stem)
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _with_stamps(
    path: Path,
    table: pd.DataFrame,
    time_zone: str,
    date: dt.date | None,
    column: str | None,
    unit: str | None,
    stamp: Stamp | None,
    mapping: Mapping | None,
) -> xr.Dataset:
    """Return the power of a table whose rows carry full stamps, or are days."""
    mapping = mapping or Mapping()
    if column is not None:
        if column not in table.columns:
            known = ", ".join(table.columns)
            raise Refused([problem("plant-column", path.name, found=column, known=known)])
        mapping = mapping.model_copy(
            update={"columns": {column: ColumnMapping(name="plant_forecast_mw", unit=unit or "")}}
        )
    if stamp is not None:
        mapping = mapping.model_copy(update={"stamp": stamp})
    history = read_history(path, mapping=mapping, time_zone=time_zone, cleaned=False)
    name = "plant_forecast_mw" if "plant_forecast_mw" in history else "measured_mw"
    dataset = points_dataset(
        history["time"].to_numpy(),
        history[name].to_numpy(),
        date=date,
        time_zone=time_zone,
        step_minutes=int(history.attrs["step_minutes"]),
        where=path.name,
    )
    return _finished(dataset, _wide_notes(list(table.columns), notes_of(history)))


def _wide_notes(headers: list[str], notes: list[Problem]) -> list[Problem]:
    """Return the notes of a table; of one with a row a day, what its first column is, and not how it was read."""
    ends = step_columns(headers)
    if ends is None:
        return notes
    units = [
        problem("plant-note-unit", unit=str(note.args["unit"]))
        for note in notes
        if note.key == "history-note-unit"
    ]
    kept = [note for note in notes if note.key not in (*_NOTES_OF_STAMPS, "history-note-unit")]
    first = min(ends, key=ends.__getitem__)
    hours, minutes = divmod(ends[first], 60)
    label = f"{hours:02d}:{minutes:02d}"
    return [*kept, problem("plant-note-wide", column=first, label=label), *units]


def _finished(dataset: xr.Dataset, notes: list[Problem]) -> xr.Dataset:
    missing = [int(place) + 1 for place in np.flatnonzero(np.isnan(dataset["plant_forecast_mw"].to_numpy()))]
    if missing:
        notes = [*notes, problem("plant-note-missing", count=len(missing), points=point_list(missing))]
    return dataset.assign_attrs(entity="", kind="", issue_time="", notes=notes_to_json(notes))
