"""A plan against other plans: the figures side by side, and the rank of each among the archived days.

A record is what ``run.json`` says, as a mapping. History counts one plan a day, the issued one or else the latest, so
that ten attempts at one day do not count ten times. Costs hold the value of the energy left in the stores
(``terminal_value``), so the difference of stored energy between two plans is valued already.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runs.format import FIGURES

__all__ = [
    "METRICS",
    "Comparison",
    "Metric",
    "Rank",
    "Row",
    "compare",
    "figure_of",
    "history_of",
    "median_of",
    "one_a_day",
    "rank",
]

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Metric:
    """A figure that plans are ranked by.

    Attributes
    ----------
    name
        Name in ``kpis``.
    is_higher_better
        Which way is good.
    resolution
        Figures that differ by less share a rank: solvers do not tell them apart.
    """

    name: str
    is_higher_better: bool
    resolution: float

    @property
    def unit(self) -> str:
        """Unit of the figure, ``%`` where a fraction is shown as per cent."""
        return FIGURES[self.name].unit


METRICS: tuple[Metric, ...] = (
    Metric("absorption_rate_frac", is_higher_better=True, resolution=1e-6),
    Metric("curtailment_rate_frac", is_higher_better=False, resolution=1e-6),
    Metric("shaving_frac", is_higher_better=True, resolution=1e-6),
    Metric("cost_yuan", is_higher_better=False, resolution=0.01),
    Metric("cost_without_demand_charge_yuan", is_higher_better=False, resolution=0.01),
    Metric("co2_t", is_higher_better=False, resolution=1e-4),
)


@dataclass(frozen=True)
class Rank:
    """Where a plan stands in one figure.

    Attributes
    ----------
    value
        The plan's own figure, None where there is none.
    rank
        1 is best; equal figures share the better rank; None without a figure.
    n
        Plans that have the figure, this one included.
    best, median
        Over the history without this plan; None where no other plan has the figure.
    """

    metric: str
    value: float | None
    rank: int | None
    n: int
    best: float | None
    median: float | None
    is_higher_better: bool

    def as_dict(self) -> dict[str, object]:
        """As data for JSON."""
        return dict(vars(self))


@dataclass(frozen=True)
class Row:
    """One figure of several plans, with the rank of each among those that have it."""

    metric: str
    unit: str
    values: tuple[float | None, ...]
    ranks: tuple[int | None, ...]
    n: int

    def as_dict(self) -> dict[str, object]:
        """As data for JSON."""
        return {**vars(self), "values": list(self.values), "ranks": list(self.ranks)}


@dataclass(frozen=True)
class Comparison:
    """Several plans side by side."""

    ids: tuple[str, ...]
    sites: tuple[str, ...]
    dates: tuple[str, ...]
    statuses: tuple[str, ...]
    rows: tuple[Row, ...]

    def as_dict(self) -> dict[str, object]:
        """As data for JSON."""
        plans = zip(self.ids, self.sites, self.dates, self.statuses, strict=True)
        names = ("id", "site", "date", "status")
        return {
            "plans": [dict(zip(names, plan, strict=True)) for plan in plans],
            "rows": [row.as_dict() for row in self.rows],
        }


def figure_of(record: Record, name: str) -> float | None:
    """A figure of a plan as a finite number, None where there is none."""
    value = (record.get("kpis") or {}).get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _age(record: Record) -> tuple[str, str]:
    return str(record.get("created") or ""), str(record.get("id") or "")


def _counts_before(record: Record) -> tuple[bool, str, tuple[str, str]]:
    """What makes a plan the one that counts: issued before not, later issue before earlier, later before earlier."""
    issued = record.get("issued")
    return bool(issued), str((issued or {}).get("at") or ""), _age(record)


def one_a_day(records: Iterable[Record]) -> list[Record]:
    """The plan that counts for each site and day: the one issued last, else the latest; by site and day."""
    chosen: dict[tuple[str, str], Record] = {}
    for record in records:
        key = (str(record.get("site")), str(record.get("date")))
        if key not in chosen or _counts_before(record) > _counts_before(chosen[key]):
            chosen[key] = record
    return [chosen[key] for key in sorted(chosen)]


def history_of(record: Record, records: Iterable[Record]) -> list[Record]:
    """The other days of the same site, one plan a day, by day; never the plan's own day."""
    own_site, own_day = record.get("site"), str(record.get("date"))
    others = (each for each in records if each.get("site") == own_site and str(each.get("date")) != own_day)
    return one_a_day(others)


def median_of(records: Iterable[Record], name: str) -> float | None:
    """Median of a figure over plans, those without it left out; None where none has it."""
    values = [value for record in records if (value := figure_of(record, name)) is not None]
    return statistics.median(values) if values else None


def rank(record: Record, history: Iterable[Record]) -> list[Rank]:
    """Where a plan stands among the archived days of its site, for each of :data:`METRICS`.

    Parameters
    ----------
    record
        The plan.
    history
        Any records; :func:`history_of` chooses among them.
    """
    days = history_of(record, history)
    return [_rank(metric, record, days) for metric in METRICS]


def _rank(metric: Metric, record: Record, days: Sequence[Record]) -> Rank:
    value = figure_of(record, metric.name)
    others = [other for day in days if (other := figure_of(day, metric.name)) is not None]
    best = (max if metric.is_higher_better else min)(others, default=None)
    return Rank(
        metric=metric.name,
        value=value,
        rank=None if value is None else _place(metric, value, others),
        n=len(others) + (value is not None),
        best=best,
        median=median_of(days, metric.name),
        is_higher_better=metric.is_higher_better,
    )


def _place(metric: Metric, value: float, others: Iterable[float]) -> int:
    """One more than the number of figures that are better by more than the resolution."""
    sign = 1.0 if metric.is_higher_better else -1.0
    return 1 + sum(sign * (other - value) > metric.resolution for other in others)


def compare(records: Sequence[Record]) -> Comparison:
    """Put plans side by side, in the order given, each figure with its rank among them."""
    rows = []
    for metric in METRICS:
        values = tuple(figure_of(record, metric.name) for record in records)
        known = [value for value in values if value is not None]
        ranks = tuple(None if value is None else _place(metric, value, known) for value in values)
        rows.append(Row(metric.name, metric.unit, values, ranks, len(known)))
    return Comparison(
        ids=tuple(str(record.get("id")) for record in records),
        sites=tuple(str(record.get("site")) for record in records),
        dates=tuple(str(record.get("date")) for record in records),
        statuses=tuple(str(record.get("status")) for record in records),
        rows=tuple(rows),
    )
