"""The figures of regret: a schedule's, a day's, and their sum."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sites.problems import Problem

if TYPE_CHECKING:
    from dispatch import Schedule

__all__ = ["Achieved", "DayRegret", "MoneyScore"]

LIMITS = ("import_limit", "export_limit")


@dataclass(frozen=True)
class Achieved:
    """Figures of one schedule, by the same definitions as every run's (`dispatch.kpi`).

    Attributes
    ----------
    over_limit_mwh
        Import and export above the tie's limits.
    """

    status: str
    cost_yuan: float
    cost_without_demand_charge_yuan: float
    available_mwh: float
    absorbed_mwh: float
    stored_change_mwh: float
    shaving_frac: float | None
    shaving_shortfall_mw: float | None
    unserved_mwh: float
    over_limit_mwh: float

    @classmethod
    def of(cls, schedule: Schedule) -> Achieved:
        """Take the figures out of a schedule."""
        kpis = schedule.kpis
        over = [each["total_mwh"] for each in schedule.relaxations if each["clause"] in LIMITS]
        return cls(
            status=schedule.status,
            cost_yuan=kpis["cost_yuan"],
            cost_without_demand_charge_yuan=kpis["cost_without_demand_charge_yuan"],
            available_mwh=kpis["available_mwh"],
            absorbed_mwh=kpis["used_mwh"],
            stored_change_mwh=kpis["stored_change_mwh"],
            shaving_frac=kpis["shaving_frac"],
            shaving_shortfall_mw=kpis["shaving_shortfall_mw"],
            unserved_mwh=kpis["unserved_mwh"],
            over_limit_mwh=float(sum(over)),
        )


@dataclass(frozen=True)
class DayRegret:
    """One day: what its forecast achieved, perfect foresight, and what persistence would have achieved.

    Attributes
    ----------
    is_comparable
        Whether the costs can be compared: all limits kept, and nothing that comes before cost fell short.
    reference
        None where persistence does not know the whole day.
    bridged, curtailed
        Measured points that were bridged; points that were curtailed, where more was available than measured.
    """

    date: dt.date
    issue: str
    achieved: Achieved
    perfect: Achieved
    reference: Achieved | None
    is_comparable: bool
    bridged: int = 0
    curtailed: int = 0

    @property
    def regret_yuan(self) -> float:
        """Cost achieved less cost with perfect foresight."""
        return self.achieved.cost_yuan - self.perfect.cost_yuan

    @property
    def reference_regret_yuan(self) -> float | None:
        """The same for persistence."""
        return None if self.reference is None else self.reference.cost_yuan - self.perfect.cost_yuan


@dataclass(frozen=True)
class MoneyScore:
    """The regret of a site's archived forecasts, day by day.

    Attributes
    ----------
    days
        In order; what could not be judged is left out and stands in the notes.
    """

    site: str
    order: tuple[str, ...]
    days: tuple[DayRegret, ...]
    notes: tuple[Problem, ...]

    @property
    def regret_yuan(self) -> float:
        """Sum over the days."""
        return sum(day.regret_yuan for day in self.days)

    @property
    def regret_frac(self) -> float | None:
        """Share of the cost with perfect foresight, its size where it is negative; None where that is nothing."""
        return _share(self.regret_yuan, self.total("perfect", "cost_yuan"))

    @property
    def reference_regret_yuan(self) -> float | None:
        """Sum over the days for persistence; None where a day is missing."""
        found = [day.reference_regret_yuan for day in self.days]
        return None if None in found else sum(each for each in found if each is not None)

    def total(self, which: str, figure: str) -> float:
        """Sum over the days of a figure of ``achieved`` or ``perfect``."""
        return float(sum(getattr(getattr(day, which), figure) for day in self.days))

    def as_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        rows = []
        for day in self.days:
            share = _share(day.regret_yuan, day.perfect.cost_yuan)
            extra = {"regret_yuan": day.regret_yuan, "regret_frac": share}
            extra["reference_regret_yuan"] = day.reference_regret_yuan
            rows.append({**asdict(day), "date": str(day.date), **extra})
        return {
            "site": self.site,
            "objective_order": list(self.order),
            "days": rows,
            "cost_yuan": self.total("achieved", "cost_yuan"),
            "perfect_cost_yuan": self.total("perfect", "cost_yuan"),
            "regret_yuan": self.regret_yuan,
            "regret_frac": self.regret_frac,
            "reference_regret_yuan": self.reference_regret_yuan,
            "absorbed_mwh": self.total("achieved", "absorbed_mwh"),
            "perfect_absorbed_mwh": self.total("perfect", "absorbed_mwh"),
            "notes": [note.as_dict() for note in self.notes],
        }


def _share(amount: float, cost: float) -> float | None:
    return amount / abs(cost) if abs(cost) > 0 else None
