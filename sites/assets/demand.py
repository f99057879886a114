"""Demand before any response: a daily shape with its peak, a dated series, or a constant."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from sites.base import Described, FileName, Number, PowerMw, custom_error

__all__ = ["Demand"]

MONTHS = 12
Factor = Annotated[Number, Field(ge=0, le=5, allow_inf_nan=False)]


class Demand(Described):
    """Exactly one of ``shape`` (with ``power_mw_peak``), ``series`` or ``constant_mw``.

    A shape is a CSV with the columns ``label, workday, rest_day`` (and ``holiday`` if it differs): shares of
    the peak, labelled by the ends of equal steps from midnight to ``24:00``. A series is a CSV with
    ``time, power_mw``.
    """

    data_files: ClassVar[tuple[str, ...]] = ("shape", "series")

    shape: FileName | None = None
    power_mw_peak: PowerMw | None = None
    monthly_factor: tuple[Factor, ...] = Field(
        default=(), description="Twelve factors on the peak, January first."
    )
    series: FileName | None = None
    constant_mw: PowerMw | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        given = [name for name in ("shape", "series", "constant_mw") if getattr(self, name) is not None]
        if len(given) != 1:
            raise custom_error("site-one-of", fields="shape, series, constant_mw")
        if (self.shape is None) != (self.power_mw_peak is None):
            raise custom_error("site-together", fields="shape, power_mw_peak")
        if self.monthly_factor and len(self.monthly_factor) != MONTHS:
            raise custom_error("site-twelve", found=len(self.monthly_factor))
        return self
