"""A plant's own forecast or plan from a file: an E file, or a table of points in CSV or a workbook.

Files for people carry the labels 00:15 ... 24:00, the end of each step; a file whose first label is 00:00
labels the starts. Which was taken is said in a note.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forecasts.history.mapping import Mapping as ColumnsMapping
from forecasts.history.mapping import Stamp
from forecasts.history.tables import CSV_SUFFIXES, WORKBOOK_SUFFIXES, decoded
from forecasts.notes import Times, notes_to_json
from forecasts.plant.e_points import power_points, power_tables
from forecasts.plant.e_text import EDocument, ETable, parse_e_text
from forecasts.plant.e_times import parsed_time
from forecasts.plant.first_point import FirstPoint, attribute_of, first_point, step_of
from forecasts.plant.point_table import read_point_table
from forecasts.plant.points import on_days, point_list, points_dataset
from sites.problems import Problem, Refused, problem
from sites.time import day_steps

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["entities_of", "read_plant"]

_ISSUE_NAMES = ("issuetime", "issue", "createtime", "maketime")
_E_MARK = re.compile(r"^\s*(?:<!|<[^\s<>]+::|@|#\s*\d)", re.MULTILINE)


def entities_of(path: str | Path) -> tuple[str, ...]:
    """Return the entities that an E file has power of, in order."""
    path = Path(path)
    tables = power_tables(parse_e_text(decoded(path), path.name).tables)
    return tuple(dict.fromkeys(table.entity for table in tables))


def read_plant(
    path: str | Path,
    *,
    time_zone: str,
    date: dt.date | None = None,
    entity: str | tuple[str, ...] | None = None,
    column: str | None = None,
    unit: str | None = None,
    stamp: Stamp | None = None,
    step_minutes: int | None = None,
    mapping: ColumnsMapping | None = None,
) -> xr.Dataset:
    """Read a plant's own forecast or plan.

    Parameters
    ----------
    path
        E file (any suffix but those of tables, or a text that begins like one), CSV or workbook.
    time_zone
        IANA zone of the file's clock.
    date
        Local day wanted: the result has all its steps. None takes all that the file has. A table of 96
        labels without a date is taken to be for this day.
    entity
        Whose power, in an E file of several; in a table of points the column, with or without its unit. Of
        a tuple the first that is there, and none need be.
    column, unit
        Column of power and its unit, where the file does not say so plainly.
    stamp
        Whether labels and the head's time mark the start or the end; None to find out.
    step_minutes
        Step of numbered points in an E file; None to find out: what the head says, else an hour or half an
        hour where the points are just those of a day, else 15 minutes.
    mapping
        Columns of a table with stamps.

    Returns
    -------
    xarray.Dataset
        ``plant_forecast_mw`` (time), MW, NaN where a point is missing (noted), and ``online_capacity_mw``
        where the file has it. Attributes: ``time_zone step_minutes source entity kind issue_time notes``.

    Raises
    ------
    Refused
        The file cannot be read, has no power, not this entity, or not this day.
    """
    path = Path(path)
    entity, likely = (None, entity) if isinstance(entity, tuple) else (entity, ())
    suffix = path.suffix.lower()
    if suffix in WORKBOOK_SUFFIXES or (suffix in CSV_SUFFIXES and not _E_MARK.search(decoded(path)[:4000])):
        return read_point_table(
            path,
            time_zone=time_zone,
            date=date,
            entity=entity,
            likely=likely,
            column=column,
            unit=unit,
            stamp=stamp,
            mapping=mapping,
        )
    document = parse_e_text(decoded(path), path.name)
    table, entity, notes = _chosen(document, path.name, entity, likely)
    points = power_points(table, path.name, entity=entity or table.entity, column=column, unit=unit)
    if not points.values_mw:
        raise Refused([problem("plant-no-rows", path.name, found=table.name)])
    kind = attribute_of(table.head, ("type",)) or table.name
    step_minutes, step_notes = (step_minutes, []) if step_minutes else step_of(table, points, kind, time_zone)
    placed = first_point(
        table,
        points,
        kind,
        date=date,
        stamp=stamp,
        step_minutes=step_minutes,
        time_zone=time_zone,
        where=path.name,
    )
    times, values, clock_notes = on_days(points.values_mw, placed.start, step_minutes, time_zone)
    _check_day(placed, times, date, time_zone, step_minutes, path.name)
    dataset = points_dataset(
        times, values, date=date, time_zone=time_zone, step_minutes=step_minutes, where=path.name
    )
    if points.capacity_mw:
        _, online, _ = on_days(
            {number: points.capacity_mw.get(number, np.nan) for number in points.values_mw},
            placed.start,
            step_minutes,
            time_zone,
        )
        whole = points_dataset(
            times, online, date=date, time_zone=time_zone, step_minutes=step_minutes, where=path.name
        )
        dataset["online_capacity_mw"] = whole["plant_forecast_mw"]
    notes += [*points.notes, *step_notes, *placed.notes, *clock_notes, *_missing(dataset)]
    dataset.attrs |= {
        "entity": table.entity,
        "kind": kind,
        "issue_time": _issue_time(document, table, placed, time_zone),
        "notes": notes_to_json(notes),
    }
    return dataset


def _chosen(
    document: EDocument, where: str, entity: str | None, likely: tuple[str, ...]
) -> tuple[ETable, str | None, list[Problem]]:
    """Return the table of power of an entity, and the entity where it is named or likely."""
    tables = power_tables(document.tables)
    if not tables:
        found = ", ".join(table.name or "-" for table in document.tables)
        raise Refused([problem("plant-no-rows", where, found=found or "-")])
    names = list(dict.fromkeys(table.entity for table in tables))
    if entity is None:
        rows = {cell for table in tables if len(table.rows) > 1 for row in table.rows for cell in row}
        told = {*names, *rows} if len(names) > 1 else rows
        entity = next((name for name in likely if name and name in told), None)
    if entity is None:
        if len(names) > 1:
            raise Refused([problem("plant-entities", where, known=", ".join(names))])
        return tables[0], None, []
    fitting = [table for table in tables if table.entity == entity]
    within = [table for table in tables if any(entity in row for row in table.rows)]
    if not fitting and not within:
        raise Refused([problem("plant-entity", where, found=entity, known=", ".join(names))])
    notes = [problem("plant-note-entities", known=", ".join(names), taken=entity)] if len(names) > 1 else []
    return (fitting or within)[0], entity, notes


def _check_day(
    placed: FirstPoint, times: Times, date: dt.date | None, time_zone: str, step_minutes: int, where: str
) -> None:
    """Refuse a wanted day that has no points because the head's time was taken as the issue time."""
    if (
        date is None
        or not placed.issue
        or np.isin(day_steps(date, time_zone, step_minutes).times, times).any()
    ):
        return
    raise Refused(
        [problem("plant-day-issue", where, time=placed.issue, begin=str(placed.start.date()), date=str(date))]
    )


def _issue_time(document: EDocument, table: ETable, placed: FirstPoint, time_zone: str) -> str:
    """Return when the file was made, UTC, if a comment, an attribute or the head says so; else empty."""
    from zoneinfo import ZoneInfo

    said = [attribute_of(table.head, _ISSUE_NAMES), *document.comments, placed.issue]
    for text in said:
        found = parsed_time(text)
        if found is not None and found[1] is not None:
            local = dt.datetime.combine(found[0], found[1], tzinfo=ZoneInfo(time_zone))
            return local.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return ""


def _missing(dataset: xr.Dataset) -> list[Problem]:
    numbers = [int(place) + 1 for place in np.flatnonzero(np.isnan(dataset["plant_forecast_mw"].to_numpy()))]
    if not numbers:
        return []
    return [problem("plant-note-missing", count=len(numbers), points=point_list(numbers))]
