"""What the operator wants: the 5 % targets, the order of objectives, and how carbon is counted."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sites.base import (
    Described,
    FileName,
    Fraction,
    Hours,
    Name,
    Number,
    PowerMw,
    PriceYuan,
    Span,
    WholeNumber,
    custom_error,
)
from sites.tariff import PeriodKind

__all__ = ["STAGES", "CarbonFactors", "GridFactor", "Objective", "StageName", "Targets"]

StageName = Literal["shaving", "absorption", "cost", "smooth"]
STAGES: tuple[StageName, ...] = ("shaving", "absorption", "cost", "smooth")


class Targets(Described):
    """Peak shaving: what must be achieved, and what callable (both defined in `dispatch.reference`)."""

    shaving_frac: Fraction = 0.05
    capability_frac: Fraction = 0.05
    series: Literal["net_exchange", "load"] = "net_exchange"
    windows: tuple[Span, ...] = Field(
        default=(), description="Peak windows by the clock; the whole day where none."
    )
    window_kinds: tuple[PeriodKind, ...] = Field(
        default=(), description="Peak windows as the tariff's periods of these kinds, instead."
    )
    event_hours: Annotated[Hours, Field(gt=0)] = Field(
        default=1.0, description="Length of a called event, hours."
    )
    notice_hours: Hours = Field(default=0.0, description="Time between the call and the event, hours.")
    year_load_mw_max: PowerMw | None = Field(default=None, description="The year's highest load, MW.")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if self.windows and self.window_kinds:
            raise custom_error("site-at-most-one-of", fields="windows, window_kinds")
        return self


class Objective(Described):
    """Lexicographic order of the stages after serving the load and meeting the hard limits."""

    order: tuple[StageName, ...] = STAGES
    absorption_value_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] | None = Field(
        default=None,
        description="Most that a further absorbed MWh may cost the later stages; no cap where not given.",
    )
    curtailment_order: tuple[Name, ...] = Field(
        default=(),
        description="Order in which the reference day curtails; the site file's order where not given.",
    )

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.order)) != len(self.order) or "cost" not in self.order:
            raise custom_error("site-order", found=", ".join(self.order), known=", ".join(STAGES))
        return self


class GridFactor(Described):
    """Emission factor of imported energy for a year and a region."""

    effective_from: dt.date
    year: Annotated[WholeNumber, Field(ge=1990, le=2100)]
    region: str
    region_zh: str = ""
    kind: Literal["average", "market_based"]
    factor_t_per_mwh: Annotated[Number, Field(ge=0, le=3)]

    def region_called(self, language: str) -> str:
        """The region's name for people in a language."""
        return (self.region_zh if language == "zh" else "") or self.region


class CarbonFactors(Described):
    """Grid emission factors by date."""

    name: str
    versions: tuple[GridFactor, ...] = Field(min_length=1)

    def on(self, date: dt.date) -> GridFactor:
        """The newest factor in force on a date; the oldest where the date lies before all of them."""
        before = [version for version in self.versions if version.effective_from <= date]
        if before:
            return max(before, key=lambda version: version.effective_from)
        return min(self.versions, key=lambda version: version.effective_from)


class Accounting(Described):
    """How carbon is counted."""

    grid_factors: FileName
