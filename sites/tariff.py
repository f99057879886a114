"""Tariffs: versions by date, time-of-use periods, floating and fixed parts, feed-in price.

The price of a step is ``energy_price x ratio(period) + sum of the adders that do not float``; an adder that
floats is multiplied by the ratio as well. What no period names is ``flat``. A version whose periods are meant to name
every hour may leave none out: one that says so (``is_complete``), that names flat hours, or that has periods and no
ratio of ``flat``. A version without periods has one price.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from sites.base import Described, FileName, Number, PriceYuan, Span, WholeNumber, custom_error
from sites.calendar import holiday_name
from sites.problems import Refused, problem
from sites.tariff_tiers import Tiers
from sites.time import Steps

__all__ = ["Adder", "EnterpriseClass", "Holidays", "Period", "PeriodKind", "Tariff", "TariffVersion"]

EnterpriseClass = Literal["permitted", "restricted", "eliminated"]
PeriodKind = Literal["sharp", "peak", "flat", "valley", "deep_valley"]
Month = Annotated[WholeNumber, Field(ge=1, le=12)]
MINUTES_PER_DAY = 1440


class Adder(Described):
    """A part of the price beside the energy price, e.g. transmission."""

    name: str
    price_yuan_per_mwh: PriceYuan
    is_floating: bool = False


class Period(Described):
    """Hours of some months that have a ratio of their own."""

    kind: PeriodKind
    months: tuple[Month, ...] = tuple(range(1, 13))
    hours: tuple[Span, ...] = Field(min_length=1)


class Holidays(Described):
    """Hours of named public holidays that have another kind, whatever the month says."""

    kind: PeriodKind
    names: tuple[str, ...] = Field(min_length=1, description="Names as the calendar library gives them.")
    hours: tuple[Span, ...] = Field(min_length=1)


class TariffVersion(Described):
    """One version of a tariff, in force from a date to the day before the next version."""

    effective_from: dt.date
    effective_until: dt.date | None = Field(
        default=None, description="Last day, where it ends without a successor."
    )
    energy_price_yuan_per_mwh: PriceYuan
    adders: tuple[Adder, ...] = ()
    ratios: dict[PeriodKind, Annotated[Number, Field(ge=0, le=10)]] = Field(default_factory=dict)
    periods: tuple[Period, ...] = ()
    holidays: tuple[Holidays, ...] = ()
    feed_in_price_yuan_per_mwh: PriceYuan
    is_complete: bool = Field(
        default=False, description="Whether the periods name every hour: what they leave out is refused then."
    )
    tiers: Tiers | None = Field(default=None, description="Adders by the energy of the month or year so far.")
    differential_yuan_per_mwh: dict[EnterpriseClass, Annotated[PriceYuan, Field(ge=0)]] = Field(
        default_factory=dict,
        description="Differential price: surcharge by class of enterprise (restricted, eliminated).",
    )

    @model_validator(mode="after")
    def _once(self) -> Self:
        if self.effective_until is not None and self.effective_until < self.effective_from:
            raise custom_error("tariff-until", until=self.effective_until, begin=self.effective_from)
        kinds = {entry.kind for entry in self.periods} | {entry.kind for entry in self.holidays}
        missing = sorted(kinds - set(self.ratios) - {"flat"})
        if missing:
            raise custom_error("tariff-ratio", kinds=", ".join(missing))
        named: dict[int, dict[int, str]] = {month: {} for month in range(1, 13)}
        for month, taken in named.items():
            for period in self.periods:
                if month not in period.months:
                    continue
                for span in period.hours:
                    for minute in range(span.start_minute, span.start_minute + span.minutes):
                        other = taken.setdefault(minute % MINUTES_PER_DAY, period.kind)
                        if other != period.kind:
                            clock = f"{minute % MINUTES_PER_DAY // 60:02d}:{minute % 60:02d}"
                            raise custom_error(
                                "tariff-overlap", month=month, clock=clock, kinds=f"{other}, {period.kind}"
                            )
        for month, taken in named.items():
            self._check_gap(month, set(taken))
        return self

    def _check_gap(self, month: int, taken: set[int]) -> None:
        """Refuse a month whose periods claim to name every hour and do not."""
        names_flat = any(entry.kind == "flat" and month in entry.months for entry in self.periods)
        is_whole = self.is_complete or names_flat or (bool(self.periods) and "flat" not in self.ratios)
        missing = sorted(set(range(MINUTES_PER_DAY)) - taken)
        if missing and is_whole:
            raise custom_error("tariff-gap", month=month, hours=_spans_of(missing))

    def differential_of(self, enterprise: EnterpriseClass) -> float:
        """Surcharge of a class of enterprise, yuan/MWh."""
        return self.differential_yuan_per_mwh.get(enterprise, 0.0)

    def kinds(self, steps: Steps, country: str) -> NDArray[np.str_]:
        """Kind of period of each step, shape (count,)."""
        kinds = np.full(steps.count, "flat", dtype="U12")
        months = np.asarray([date.month for date in steps.local_dates])
        for period in self.periods:
            kinds[np.isin(months, period.months) & steps.within_any(period.hours)] = period.kind
        for special in self.holidays:
            named = {date for date in set(steps.local_dates) if holiday_name(date, country) in special.names}
            on_day = np.asarray([date in named for date in steps.local_dates])
            kinds[on_day & steps.within_any(special.hours)] = special.kind
        return kinds

    def import_price(self, steps: Steps, country: str) -> NDArray[np.float64]:
        """Price of imported energy of each step, yuan/MWh, shape (count,)."""
        ratio = np.asarray([self.ratios.get(kind, 1.0) for kind in self.kinds(steps, country)])
        floating = self.energy_price_yuan_per_mwh + sum(
            a.price_yuan_per_mwh for a in self.adders if a.is_floating
        )
        fixed = sum(a.price_yuan_per_mwh for a in self.adders if not a.is_floating)
        return np.asarray(floating * ratio + fixed, dtype=float)


class Tariff(Described):
    """A tariff with its versions; a price series (spot market) may replace the time-of-use prices.

    ``series`` is a CSV, daily by ``label`` or dated by ``time``, with ``import_price_yuan_per_mwh`` and
    ``export_price_yuan_per_mwh``; both may be negative.
    """

    data_files: ClassVar[tuple[str, ...]] = ("series",)

    name: str
    title: str = ""
    title_zh: str = ""
    is_second_hand: bool = Field(
        default=False, description="Whether the rule was read in another's words only."
    )
    versions: tuple[TariffVersion, ...] = Field(min_length=1)
    series: FileName | None = None

    @model_validator(mode="after")
    def _one_at_a_time(self) -> Self:
        ordered = sorted(self.versions, key=lambda version: version.effective_from)
        for before, after in pairwise(ordered):
            until = before.effective_until
            if before.effective_from == after.effective_from or (until and until >= after.effective_from):
                dates = f"{before.effective_from}, {after.effective_from}"
                raise custom_error("tariff-two-versions", dates=dates)
            if until is not None and until + dt.timedelta(days=1) < after.effective_from:
                raise custom_error("tariff-version-gap", until=until, begin=after.effective_from)
        return self

    def version(self, date: dt.date) -> TariffVersion:
        """The version in force on a date.

        Raises
        ------
        Refused
            Where none is.
        """
        before = [version for version in self.versions if version.effective_from <= date]
        chosen = max(before, key=lambda version: version.effective_from, default=None)
        if chosen is None or (chosen.effective_until is not None and date > chosen.effective_until):
            known = ", ".join(str(version.effective_from) for version in self.versions)
            raise Refused([problem("tariff-no-version", self.name, date=str(date), known=known)])
        return chosen


def _spans_of(minutes: list[int]) -> str:
    """Minutes of a day as spans of clock time: ``"22:00-24:00"``."""
    cuts = [0, *(place for place in range(1, len(minutes)) if minutes[place] != minutes[place - 1] + 1)]
    ends = [*(minutes[place - 1] for place in cuts[1:]), minutes[-1]]
    pairs = [(minutes[place], end + 1) for place, end in zip(cuts, ends, strict=True)]
    return ", ".join(f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in pairs)
