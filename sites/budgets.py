r"""Budgets of a contract: what a month or a year may use, or which shares it must reach.

=========================  =====================================================  ====================
quantity                   what is counted                                        what is agreed
=========================  =====================================================  ====================
``import_mwh``             imported energy, MWh                                   at most ``limit``
``export_mwh``             exported energy, MWh                                   at most ``limit``
``co2_t``                  imported energy x grid factor + fossil CO2 of fuels    at most ``limit``
``energy_tce``             (imported energy + fuel) x ``tce_per_mwh``, tce        at most ``limit``
``self_use_of_generation``  (used renewables - export) / available renewables     at least ``share_frac``
``self_use_of_load``       (used renewables - export) / load served               at least ``share_frac``
``export_of_generation``   export / available renewables                          at most ``share_frac``
=========================  =====================================================  ====================

All export counts as renewable here, as a meter at the tie sees it. What a *day* may use (``daily``): ``pro_rata`` gives
each remaining day the same part of what is left; ``to_date`` lets a day use all that is left, or makes the sums to date
with the day reach the share; ``day`` looks at the day alone.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sites.base import Described, Fraction, Name, Number, PriceYuan, custom_error

__all__ = [
    "Begun",
    "Budget",
    "Daily",
    "Profile",
    "Quantity",
    "begins_anew",
    "begun",
    "days_of",
    "read_profile",
]

Quantity = Literal[
    "import_mwh",
    "export_mwh",
    "co2_t",
    "energy_tce",
    "self_use_of_generation",
    "self_use_of_load",
    "export_of_generation",
]
Daily = Literal["pro_rata", "to_date", "day"]
SHARES = ("self_use_of_generation", "self_use_of_load", "export_of_generation")
AT_LEAST = ("self_use_of_generation", "self_use_of_load")
UNITS = {"co2_t": "t", "energy_tce": "tce"}


class Budget(Described):
    """A sum that a period may use, or a share that it must reach."""

    name: Name
    title: str = ""
    title_zh: str = ""
    quantity: Quantity
    period: Literal["month", "year"] = "year"
    limit: Annotated[Number, Field(ge=0)] | None = Field(
        default=None, description="Most of the period, in the quantity's own unit (MWh, t or tce)."
    )
    share_frac: Fraction | None = Field(default=None, description="The share to reach, or not to exceed.")
    daily: Daily | None = Field(
        default=None,
        description="What a day may use; pro_rata for a limit and to_date for a share if left out.",
    )
    penalty_yuan_per_unit: Annotated[PriceYuan, Field(gt=0)] | None = Field(
        default=None,
        description="Price of each MWh, t or tce beyond what the day may use; without it the budget is a hard limit.",
    )
    tce_per_mwh: Annotated[Number, Field(gt=0, le=1)] = Field(
        default=0.1229,
        description="Standard coal of a MWh (energy_tce); 0.1229 is the calorific value of electricity, GB/T 2589.",
    )
    assets_excluded: tuple[Name, ...] = Field(
        default=(), description="Assets whose fuel and CO2 do not count, e.g. of biomass in an energy quota."
    )
    effective_from: dt.date | None = None
    effective_until: dt.date | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        wanted, other = ("share_frac", "limit") if self.is_share else ("limit", "share_frac")
        if getattr(self, wanted) is None or getattr(self, other) is not None:
            raise custom_error("budget-kind", quantity=self.quantity, wanted=wanted, other=other)
        if self.is_share and self.daily == "pro_rata":
            raise custom_error("budget-pro-rata", quantity=self.quantity)
        return self

    @property
    def is_share(self) -> bool:
        """Whether a share is agreed, not a sum."""
        return self.quantity in SHARES

    @property
    def is_at_least(self) -> bool:
        """Whether more is better."""
        return self.quantity in AT_LEAST

    @property
    def is_hard(self) -> bool:
        """Whether the day must keep it, instead of paying."""
        return self.penalty_yuan_per_unit is None

    @property
    def unit(self) -> str:
        """Unit of what is counted: MWh, t or tce."""
        return UNITS.get(self.quantity, "MWh")

    @property
    def rule(self) -> Daily:
        """What a day may use."""
        return self.daily or ("to_date" if self.is_share else "pro_rata")

    @property
    def key(self) -> str:
        """Key in the state's sums to date."""
        return f"contract/{self.name}"

    def called(self, language: str) -> str:
        """The budget's name for people in a language."""
        return (self.title_zh if language == "zh" else self.title) or self.name

    def holds_on(self, date: dt.date) -> bool:
        """Whether it is in force on a date."""
        begin, end = self.effective_from or dt.date.min, self.effective_until or dt.date.max
        return begin <= date <= end

    def unit_per_mwh(self, grid_factor_t_per_mwh: float) -> float:
        """What a MWh of imported energy adds to the sum, in its unit; 1 where it adds nothing."""
        factors = {"co2_t": grid_factor_t_per_mwh, "energy_tce": self.tce_per_mwh}
        return factors.get(self.quantity, 1.0) or 1.0


class Profile(Described):
    """Budgets of a rule that a site may take over by naming the file."""

    name: str
    title: str = ""
    title_zh: str = ""
    is_second_hand: bool = False
    budgets: tuple[Budget, ...] = Field(min_length=1)


def read_profile(name: str, text: str) -> Profile:
    """Read the file of a profile.

    Raises
    ------
    sites.Refused
        With every problem found.
    """
    from sites.reading import read_model

    return read_model(Profile, name, text)


@dataclass(frozen=True)
class Begun:
    """What a period has used before a day.

    Attributes
    ----------
    used : float
        The sum so far, or the numerator of the share, in the budget's unit.
    of : float
        Denominator of the share so far, MWh.
    days : float
        Days that are in the sums.
    remaining_days : int
        Days of the period from this one on.
    is_assumed : bool
        Whether the sum is what an even use would have brought, since the state does not know it.
    """

    used: float
    of: float
    days: float
    remaining_days: int
    is_assumed: bool


def days_of(period: str, date: dt.date) -> tuple[int, int]:
    """Days of the period that lie before a date, and all days of the period."""
    if period == "month":
        return date.day - 1, calendar.monthrange(date.year, date.month)[1]
    return date.timetuple().tm_yday - 1, 366 if calendar.isleap(date.year) else 365


def begins_anew(period: str, date: dt.date) -> bool:
    """Whether a new period begins on a date."""
    return days_of(period, date)[0] == 0


def begun(budget: Budget, to_date: Mapping[str, float], date: dt.date) -> Begun:
    """What a period has used before a day, from the sums of a state.

    A sum that the state does not know is taken as an even use of the limit so far; a share as not begun.
    """
    elapsed, total = days_of(budget.period, date)
    known = to_date.get(budget.key)
    if elapsed and known is None:
        even = 0.0 if budget.is_share else (budget.limit or 0.0) * elapsed / total
        return Begun(even, 0.0, 0.0 if budget.is_share else elapsed, total - elapsed, True)
    days = to_date.get(f"{budget.key}/days", float(elapsed))
    return Begun(known or 0.0, to_date.get(f"{budget.key}/of", 0.0), days, total - elapsed, False)
