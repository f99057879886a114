"""A plan against other plans: the figures side by side, and the rank of each among the archived days.

A record is what ``run.json`` says, as a mapping. History counts one plan a day, the issued one or else the best draft,
so that ten attempts at one day do not count ten times. A plan that broke limits or was made by rule is no plan to be
measured by: it has no rank, and stands in no best and no median. Costs hold the value of the energy left in the stores
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
    "is_ranked",
    "median_of",
    "one_a_day",
    "rank",
]

Record = Mapping[str, Any]


BEST_STATUS_FIRST = ("optimal", "feasible", "previous_plan", "relaxed", "rule_based")
NOT_RANKED = frozenset({"relaxed", "rule_based"})


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
        Plans that are ranked, this one included where it is: those that have the figure and broke no limit.
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


def is_ranked(record: Record) -> bool:
    """Whether a plan may be measured against others: it broke no limit, and is no rule's."""
    return record.get("status") not in NOT_RANKED


def _counts_before(record: Record) -> tuple[bool, str, int, tuple[str, str]]:
    """What makes a plan the one that counts: issued before not, later issue before earlier; better status, later."""
    issued, status = record.get("issued"), record.get("status")
    worth = -BEST_STATUS_FIRST.index(status) if status in BEST_STATUS_FIRST else -len(BEST_STATUS_FIRST)
    return bool(issued), str((issued or {}).get("at") or ""), worth, _age(record)


def one_a_day(records: Iterable[Record]) -> list[Record]:
    """The plan that counts for each site and day: the one issued last, else the latest draft of the best status."""
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
    """Median of a figure over plans, those without it or not ranked left out; None where none is left."""
    values = _ranked(records, name)
    return statistics.median(values) if values else None


def _ranked(records: Iterable[Record], name: str) -> list[float]:
    """A figure of the plans that are ranked and have it."""
    values = (figure_of(record, name) for record in records if is_ranked(record))
    return [value for value in values if value is not None]


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
    others = _ranked(days, metric.name)
    counts = value is not None and is_ranked(record)
    best = (max if metric.is_higher_better else min)(others, default=None)
    return Rank(
        metric=metric.name,
        value=value,
        rank=_place(metric, value, others) if value is not None and counts else None,
        n=len(others) + counts,
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
        known = _ranked(records, metric.name)
        ranks = tuple(
            _place(metric, value, known) if value is not None and is_ranked(record) else None
            for value, record in zip(values, records, strict=True)
        )
        rows.append(Row(metric.name, metric.unit, values, ranks, len(known)))
    return Comparison(
        ids=tuple(str(record.get("id")) for record in records),
        sites=tuple(str(record.get("site")) for record in records),
        dates=tuple(str(record.get("date")) for record in records),
        statuses=tuple(str(record.get("status")) for record in records),
        rows=tuple(rows),
    )
