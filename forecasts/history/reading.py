"""History from a file: columns found, units and stamps brought into the house's, one value a step.

What the file leaves open is taken from a mapping, else found from the file and said in a note. Only the time
zone of naive stamps is never guessed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as AnyMapping
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import numpy as np
from numpy.typing import NDArray

from forecasts.history.cleaning import clean
from forecasts.history.detect import guessed_columns, guessed_time, guessed_unit
from forecasts.history.grid import on_grid, step_of
from forecasts.history.mapping import ENERGY_UNITS, POWER_UNITS, ColumnMapping, Mapping, Stamp, TimeColumns
from forecasts.history.stamps import local_stamps, to_utc, with_midnights
from forecasts.history.tables import numbers, read_table
from forecasts.history.wide import melted
from forecasts.notes import Array, Times, notes_to_json
from sites.problems import Problem, Refused, problem

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from forecasts.history.cleaning import Quantity

__all__ = ["SENTINELS", "read_history"]

SENTINELS = (-99.0, -999.0, -9999.0, -99999.0, 6553.5, 65535.0, 999999.0)
"""Figures that makers of loggers write for "missing"; 6553.5 is all bits of a 16-bit register, in tenths."""

SENTINEL_SLACK, SENTINEL_APART, SENTINEL_NEAR_MOST = 1e-6, 0.1, 0.25


def read_history(
    path: str | Path,
    *,
    mapping: Mapping | None = None,
    time_zone: str | None = None,
    quantity: Quantity = "power",
    cleaned: bool = True,
    capacity_mw: float | None = None,
) -> xr.Dataset:
    """Read what was measured, forecast and observed at a plant or of a load.

    Parameters
    ----------
    path
        CSV (UTF-8, UTF-16 or GBK; comma, semicolon or tab) or a workbook. Rows are steps, or days with one
        column a step.
    mapping
        What the columns hold; what it leaves out is found from the file.
    time_zone
        IANA zone of stamps without an offset, where the mapping names none.
    quantity
        ``power`` of a plant, or ``load``: which cleaning is right.
    cleaned
        Whether :func:`forecasts.history.clean` follows.
    capacity_mw
        For the cleaning; a robust estimate where it is None.

    Returns
    -------
    xarray.Dataset
        Dimension ``time``: UTC starts of regular steps (finer ones than 15 min are averaged to 15 min), with
        ``measured_mw`` (time), MW, and where the file has them ``plant_forecast_mw`` with the count
        ``plant_forecast_issues``, ``second_meter_mw`` and weather by its canonical names and units; NaN where
        missing. Attributes: ``time_zone``, ``step_minutes``, ``source``, ``quantity``, ``cleaning``
        (JSON: what -> how many), ``mapping`` (JSON: what was taken), ``notes``.

    Raises
    ------
    Refused
        The file cannot be read, has no stamps or no power, names a column that is not there, or its stamps
        are naive and nothing names their zone.
    """
    path = Path(path)
    mapping = mapping or Mapping()
    counts: dict[str, int] = {}
    notes: list[Problem] = []
    table = melted(read_table(path, mapping.sheet), notes)
    table, mapping = _completed(table, mapping, path.name, notes)
    assert mapping.time is not None
    times, stamp = _times(table, mapping, time_zone, path.name, notes, counts)
    columns = _figures(table, mapping, counts, notes)
    step_minutes = step_of(times, path.name)
    if stamp == "end":
        times = times - np.timedelta64(step_minutes, "m")
    for header, column in mapping.columns.items():
        if column.unit_taken in ENERGY_UNITS:
            columns[column.name] = columns[column.name] * (60 / step_minutes)
            notes.append(problem("history-note-energy", column=header, minutes=step_minutes))
    dataset = on_grid(times, columns, step_minutes, counts, notes)
    dataset.attrs = {
        "time_zone": mapping.time_zone or time_zone or "UTC",
        "step_minutes": int(dataset.attrs["step_minutes"]),
        "source": path.name,
        "quantity": quantity,
        "cleaning": json.dumps({what: count for what, count in counts.items() if count}),
        "mapping": mapping.model_copy(update={"stamp": stamp}).model_dump_json(),
        "notes": notes_to_json(notes),
    }
    return clean(dataset, quantity=quantity, capacity_mw=capacity_mw) if cleaned else dataset


def _completed(
    table: pd.DataFrame, mapping: Mapping, where: str, notes: list[Problem]
) -> tuple[pd.DataFrame, Mapping]:
    """Return the mapping with what it leaves open found from the headers."""
    headers = list(table.columns)
    time = mapping.time or TimeColumns(columns=guessed_time(headers) or (headers[0],))
    missing = [each for each in (*time.columns, *mapping.columns) if each not in headers]
    if missing:
        found = ", ".join(headers)
        raise Refused(
            [problem("history-column-missing", where, column=each, found=found) for each in missing]
        )
    columns: AnyMapping[str, ColumnMapping] = mapping.columns
    if columns:
        columns = {header: _with_unit(header, column, table[header]) for header, column in columns.items()}
    else:
        columns, left_out = guessed_columns(table, time.columns)
        taken = "; ".join(
            f"{header} = {column.name} [{column.unit_taken}]" for header, column in columns.items()
        )
        notes.append(problem("history-note-columns", time=" + ".join(time.columns), taken=taken))
        if left_out:
            notes.append(problem("history-note-left-out", columns=", ".join(left_out)))
        for header, column in columns.items():
            unit, is_said = guessed_unit(header, column.name, table[header])
            if not is_said:
                notes.append(problem("history-note-unit", column=header, unit=unit))
    if not {"measured_mw", "plant_forecast_mw"} & {column.name for column in columns.values()}:
        raise Refused([problem("history-no-power", where, found=", ".join(headers))])
    return table, mapping.model_copy(update={"time": time, "columns": dict(columns)})


def _with_unit(header: str, column: ColumnMapping, cells: pd.Series) -> ColumnMapping:
    if column.unit:
        return column
    return ColumnMapping(name=column.name, unit=guessed_unit(header, column.name, cells)[0])


def _times(
    table: pd.DataFrame,
    mapping: Mapping,
    time_zone: str | None,
    where: str,
    notes: list[Problem],
    counts: dict[str, int],
) -> tuple[Times, Stamp]:
    """Return the stamps of the rows in UTC, and what they mark."""
    time = mapping.time
    assert time is not None
    clocks = table[time.columns[1]] if len(time.columns) == 2 else None
    local = local_stamps(table[time.columns[0]], clocks, time.format, time.dayfirst, where)
    zone = mapping.time_zone or time_zone
    if zone is not None and zone not in available_timezones():
        raise Refused([problem("history-zone", where, found=zone)])
    if zone is None and not local.is_utc:
        raise Refused([problem("history-naive", where, found=str(table[time.columns[0]].iloc[0]))])
    notes.append(problem("history-note-format", format=local.format))
    stamps, moved = with_midnights(local.stamps)
    counts["midnights_moved"] = moved
    if moved:
        notes.append(problem("history-note-midnights", count=moved))
    stamp = mapping.stamp or _guessed_stamp(stamps, moved)
    if mapping.stamp is None:
        notes.append(problem("history-note-stamp", stamp=stamp))
    local = type(local)(stamps, local.is_utc, local.format)
    times, skipped_notes, skipped = to_utc(local, zone or "UTC")
    notes += skipped_notes
    counts.update(skipped)
    counts["rows_without_stamp"] = int(np.isnat(times).sum()) - skipped.get("skipped_clock", 0)
    return times, stamp


def _guessed_stamp(stamps: pd.DatetimeIndex, moved: int) -> Stamp:
    """Return what the stamps mark: the end if the file begins one step after a midnight and ends on one."""
    known = stamps.dropna()
    if moved:
        return "end"
    if len(known) < 2:
        return "start"
    first, last = known.min(), known.max()
    apart = np.diff(np.unique(known.to_numpy()))
    begins_late = first - first.normalize() == np.median(
        apart.astype("timedelta64[s]").astype(int)
    ) * np.timedelta64(1, "s")
    return "end" if begins_late and last == last.normalize() else "start"


def _figures(
    table: pd.DataFrame, mapping: Mapping, counts: dict[str, int], notes: list[Problem]
) -> dict[str, pd.Series]:
    """Return the columns by canonical name in the house's units, sentinels taken out and counted."""
    columns: dict[str, pd.Series] = {}
    for header, column in mapping.columns.items():
        values, unread = numbers(table[header])
        if unread:
            counts[f"unreadable_{column.name}"] = unread
            notes.append(problem("history-note-unreadable", column=header, count=unread))
        is_sentinel = _sentinels(values.to_numpy(), mapping.sentinels)
        counts[f"sentinel_{column.name}"] = int(is_sentinel.sum())
        columns[column.name] = _converted(values.where(~is_sentinel), column.unit_taken)
    return columns


def _sentinels(values: Array, given: tuple[float, ...] | None) -> NDArray[np.bool_]:
    """Which figures mean "missing": those given, else the usual ones where they stand apart from all others.

    A plant at rest that takes 99 kW from the grid writes -99 kW, and means it: near it stand -98 and -101.
    """
    result = np.zeros(len(values), dtype=bool)
    for sentinel in SENTINELS if given is None else given:
        away = np.abs(values - sentinel)
        equal = away <= SENTINEL_SLACK
        near = (away <= SENTINEL_APART * abs(sentinel)) & ~equal
        if given is not None or near.sum() <= SENTINEL_NEAR_MOST * equal.sum():
            result |= equal
    return result


def _converted(values: pd.Series, unit: str) -> pd.Series:
    if unit in POWER_UNITS:
        return values * POWER_UNITS[unit]
    factors = {"km/h": 1 / 3.6, "hPa": 100.0, "kPa": 1000.0, "fraction": 100.0}
    if unit == "K":
        return values - 273.15
    return values * factors.get(unit, 1.0)
