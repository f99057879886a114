"""Spinning reserve that a site must hold: a constant or a dated series."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from sites.base import Described, FileName, Number, PowerMw, custom_error
from sites.problems import Refused, problem
from sites.table import DailyTable, DatedTable, read_table
from sites.time import Steps

if TYPE_CHECKING:
    from sites.site import Site

__all__ = ["Reserve", "read_reserve"]

COLUMN = "reserve_mw"


def read_reserve(name: str, text: str) -> DailyTable | DatedTable:
    """Read and check the reserve that is needed over a day or at dated steps, MW, not negative."""
    table = read_table(name, text, (COLUMN,))
    wrong = np.flatnonzero(table.columns[COLUMN] < 0)
    if wrong.size:
        place = int(wrong[0])
        found = float(table.columns[COLUMN][place])
        where = f"{name}:{table.lines[place]}"
        raise Refused([problem("table-negative", where, column=COLUMN, found=found)])
    return table


class Reserve(Described):
    """Exactly one of ``constant_mw`` and ``series`` (a CSV of ``reserve_mw`` by ``label`` or ``time``).

    What is committed and not used must reach it in every step. With a ``shortage_yuan_per_mwh`` the reserve may fall
    short at that price; without one it must be held.
    """

    data_files: ClassVar[tuple[str, ...]] = ("series",)

    constant_mw: PowerMw | None = None
    series: FileName | None = None
    shortage_yuan_per_mwh: Annotated[Number, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.constant_mw is None) == (self.series is None):
            raise custom_error("site-one-of", fields="constant_mw, series")
        return self

    def readers(self) -> dict[str, Callable[[str, str], object]]:
        """The file that it names, with what reads and checks its text."""
        return {} if self.series is None else {self.series: read_reserve}

    def needed_mw(self, site: Site, steps: Steps) -> NDArray[np.float64]:
        """Reserve that is needed in each step, MW, shape (count,)."""
        if self.series is None:
            return np.full(steps.count, float(self.constant_mw or 0.0))
        return read_reserve(self.series, site.text_of(self.series)).values(COLUMN, steps)
