"""Product silos between machines and customers, and days on which machines must stand still."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from sites.base import Described, FileName, Name, Number, Span, custom_error
from sites.problems import Refused, problem
from sites.table import DailyTable, DatedTable, read_table

if TYPE_CHECKING:
    from sites.site import Site
    from sites.time import Steps

__all__ = ["Silo", "Stoppage", "read_product", "silo_demand_t"]

Tonnes = Annotated[Number, Field(ge=0, le=1e8)]
COLUMN = "demand_t_per_h"
DAY_HOURS = 24.0


class Silo(Described):
    """A stock of product (t, or any unit that all figures of the silo share), filled and drawn by batches.

    What customers take is ``demand_t_per_h``, in ``demand_hours`` where these are given, or a CSV with the column
    ``demand_t_per_h`` by ``label`` (every day alike) or by ``time``.
    """

    data_files: ClassVar[tuple[str, ...]] = ("demand_series",)

    name: Name
    t_max: Annotated[Number, Field(gt=0, le=1e8)] = Field(description="What the silo holds, t.")
    t_min: Tonnes = Field(default=0.0, description="Reserve that must stay in it, t.")
    t_initial: Tonnes = Field(description="Content to start from where no state is known, t.")
    demand_t_per_h: Tonnes | None = Field(default=None, description="What customers take, t/h.")
    demand_hours: tuple[Span, ...] = Field(default=(), description="When they take it; all day if empty.")
    demand_series: FileName | None = Field(default=None, description="CSV with the demand instead.")
    terminal_value_yuan_per_t: Annotated[Number, Field(ge=0, le=1e6)] = Field(
        default=0.0, description="Value of a tonne in the silo at the end of the day, yuan."
    )

    @property
    def has_demand(self) -> bool:
        """Whether customers draw from it."""
        return bool(self.demand_t_per_h) or self.demand_series is not None

    @property
    def day_t(self) -> float | None:
        """What customers take in a day of 24 hours, t; None where a series says."""
        if self.demand_series is not None:
            return None
        inside = np.zeros(24 * 60, dtype=bool)
        for span in self.demand_hours:
            first, last = span.start_minute, span.end_minute
            inside[first:last] = True
            if first >= last:
                inside[first:] = inside[:last] = True
        hours = inside.sum() / 60 if self.demand_hours else DAY_HOURS
        return float(hours * (self.demand_t_per_h or 0.0))

    @model_validator(mode="after")
    def _window(self) -> Self:
        if self.demand_t_per_h is not None and self.demand_series is not None:
            raise custom_error("site-one-of", fields="demand_t_per_h, demand_series")
        if self.demand_hours and self.demand_t_per_h is None:
            raise custom_error("site-together", fields="demand_hours, demand_t_per_h")
        if self.t_min >= self.t_max:
            raise custom_error("site-min-above-max", low="t_min", high="t_max")
        if not self.t_min <= self.t_initial <= self.t_max:
            raise custom_error("silo-initial", found=self.t_initial, low=self.t_min, high=self.t_max)
        return self


class Stoppage(Described):
    """Days on which batches may not run, such as staggered production (错峰生产) decreed for some weeks."""

    first: dt.date
    last: dt.date
    batches: tuple[Name, ...] = Field(default=(), description="Batches that stand still; all if empty.")
    reason: str = ""

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.last < self.first:
            raise custom_error("batch-stoppage-order", first=str(self.first), last=str(self.last))
        return self

    def stops(self, batch: str, date: dt.date) -> bool:
        """Whether a batch stands still on a date."""
        return self.first <= date <= self.last and (not self.batches or batch in self.batches)


def read_product(name: str, text: str) -> DailyTable | DatedTable:
    """Read and check a table of ``demand_t_per_h``, not negative."""
    table = read_table(name, text, (COLUMN,))
    wrong = np.flatnonzero(table.columns[COLUMN] < 0)
    if wrong.size:
        place = int(wrong[0])
        about = {"column": COLUMN, "found": float(table.columns[COLUMN][place])}
        raise Refused([problem("table-negative", f"{name}:{table.lines[place]}", **about)])
    return table


def silo_demand_t(site: Site, silo: Silo, steps: Steps) -> NDArray[np.float64]:
    """What customers take in each step, t, shape (count,)."""
    if silo.demand_series is not None:
        table = read_product(silo.demand_series, site.text_of(silo.demand_series))
        return np.asarray(table.values(COLUMN, steps) * steps.hours)
    rate = silo.demand_t_per_h or 0.0
    inside = steps.within_any(silo.demand_hours) if silo.demand_hours else np.ones(steps.count, dtype=bool)
    return np.asarray(inside * rate * steps.hours, dtype=float)
