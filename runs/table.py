"""The plan as a table of one row a step, for people and other programs: CSV (UTF-8 with BOM) and Excel.

The first column, ``label``, is the clock at the *end* of each step (00:15 ... 24:00), the last, ``run``, the run's id.
Between them stand the quantities of the whole site by their own names, ``<asset>.<quantity>`` for every quantity that
the asset has, ``<asset>/<task>.task_power_mw`` and ``<asset>/<batch>.batch_power_mw``,
``<asset>/<stock>.stock_level`` in the unit of the site file; units are in the names, numbers
have up to six decimals. :mod:`runs.table_reading` reads such a table back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["DECIMALS", "LABEL", "LEFT_OUT", "RUN", "Column", "columns_of", "csv_bytes", "excel_bytes"]

LABEL, RUN = "label", "run"
DECIMALS = 6
PARTS = ("asset", "task", "batch", "stock", "feed", "bus", "branch")
Cell = str | float | None
LEFT_OUT = frozenset({"injection_mw", "reference_injection_mw", "reference_feed_mw"})
"""Quantities that say again what others say, or follow from the site alone."""
EXCEL_WIDTH = 11


@dataclass(frozen=True)
class Column:
    """One column of the table and where it stands in the schedule.

    Attributes
    ----------
    name
        Header of the column.
    variable
        Name of the quantity in ``schedule.data``.
    dimension, part
        The second dimension of the quantity and the entry of it, empty where it has none.
    """

    name: str
    variable: str
    dimension: str = ""
    part: str = ""

    def of(self, data: xr.Dataset) -> NDArray[Any]:
        """Return the values over the steps, shape (time,)."""
        chosen = data[self.variable]
        if self.dimension:
            chosen = chosen.isel({self.dimension: self._place(data)})
        return np.asarray(chosen.values)

    def put(self, data: xr.Dataset, values: NDArray[Any]) -> None:
        """Set the values over the steps in place."""
        if not self.dimension:
            data[self.variable].values[:] = values
            return
        index = {self.dimension: self._place(data)}
        data[self.variable][index] = values

    def _place(self, data: xr.Dataset) -> int:
        return [str(name) for name in data[self.dimension].values].index(self.part)


def columns_of(data: xr.Dataset) -> list[Column]:
    """Return the columns of a schedule: the site's, then asset by asset in its order, tasks and batches."""
    return [*_columns_of_site(data), *_columns_of_parts(data)]


def _columns_of_parts(data: xr.Dataset) -> Iterator[Column]:
    for dimension in PARTS:
        if dimension not in data.dims:
            continue
        quantities = [
            str(name) for name, values in data.data_vars.items() if set(values.dims) == {"time", dimension}
        ]
        for part in (str(name) for name in data[dimension].values):
            for quantity in quantities:
                column = Column(f"{part}.{quantity}", quantity, dimension, part)
                if _is_shown(data, column) and not np.isnan(column.of(data).astype(float)).all():
                    yield column


def _is_shown(data: xr.Dataset, column: Column) -> bool:
    """Whether a column says anything: no second saying of another, no heat cooled away from a bus that has none."""
    if column.variable == "spilled_mw" and "bus_carrier" in data.coords:
        return str(data["bus_carrier"].sel(bus=column.part).values) == "heat"
    return column.variable not in LEFT_OUT


def _columns_of_site(data: xr.Dataset) -> Iterator[Column]:
    for name, values in data.data_vars.items():
        if values.dims == ("time",):
            yield Column(str(name), str(name))


def labels_of(data: xr.Dataset) -> list[str]:
    """Return the labels of the steps."""
    return [str(label) for label in data["label"].values]


def rows_of(data: xr.Dataset, run_id: str) -> Iterator[list[Cell]]:
    """Yield the header and the rows; numbers are rounded, missing ones None."""
    columns = columns_of(data)
    yield [LABEL, *(column.name for column in columns), RUN]
    values = [column.of(data) for column in columns]
    for place, label in enumerate(labels_of(data)):
        yield [label, *(_cell(series[place]) for series in values), run_id]


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return str(value)
    number = float(value)
    if np.isnan(number):
        return None
    rounded = round(number, DECIMALS) + 0.0  # no -0.0
    return int(rounded) if rounded.is_integer() else rounded


def csv_bytes(data: xr.Dataset, run_id: str) -> bytes:
    """Return the plan as CSV: UTF-8 with BOM, so that Excel reads it as it is meant."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows_of(data, run_id):
        writer.writerow(["" if cell is None else _number_text(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _number_text(cell: str | float) -> str:
    return np.format_float_positional(cell, trim="-") if isinstance(cell, float) else str(cell)


def excel_bytes(data: xr.Dataset, run_id: str, about: Mapping[str, object]) -> bytes:
    """Return the plan as an Excel workbook: sheet ``plan`` with the table, sheet ``about`` with what it belongs to."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("plan")
    sheet.freeze_panes = "B2"
    rows = rows_of(data, run_id)
    header = next(rows)
    for place in range(len(header)):
        sheet.column_dimensions[get_column_letter(place + 1)].width = EXCEL_WIDTH
    head = [WriteOnlyCell(sheet, value=str(name)) for name in header]
    for cell in head:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet.append(head)
    for label, *values in rows:
        first = WriteOnlyCell(sheet, value=label)
        first.number_format = "@"  # text: 24:00 is no time to Excel
        sheet.append([first, *values])
    other = book.create_sheet("about")
    for name, said in about.items():
        other.append([name, said if isinstance(said, int | float) else str(said)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
