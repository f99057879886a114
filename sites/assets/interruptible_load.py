"""A load that may be cut back for a while, against compensation or for want of value."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.assets.demand import Demand
from sites.base import EnergyMwh, Fraction, Hours, PowerMw, PriceYuan, WholeNumber, custom_error

__all__ = ["InterruptibleLoad"]


class InterruptibleLoad(AssetBase):
    """Demand of which a share may be interrupted.

    Limits hold per step (``interruptible_frac``, ``interrupted_mw_max``), per call (shortest and longest
    length, least depth), per day (number of calls, energy) and between calls (gap).
    """

    role: ClassVar[Role] = "load"
    state_fields: ClassVar[tuple[str, ...]] = ("calls_used",)

    type: Literal["interruptible_load"]
    demand: Demand
    interruptible_frac: Fraction = Field(default=1.0, description="Share of the demand that may be cut, 0-1.")
    interrupted_mw_max: PowerMw | None = Field(default=None, description="Most power cut in a step, MW.")
    interrupted_mw_min: PowerMw = Field(default=0.0, description="Least power cut while a call lasts, MW.")
    interrupted_mwh_max: EnergyMwh | None = Field(default=None, description="Most energy cut in a day, MWh.")
    energy_mwh_max: EnergyMwh | None = Field(default=None, description="Most energy served in a day, MWh.")
    calls_max: Annotated[WholeNumber, Field(ge=0, le=96)] | None = Field(
        default=None, description="Most calls in a day."
    )
    call_hours_min: Hours = 0.0
    call_hours_max: Hours | None = None
    gap_hours_min: Hours = Field(default=0.0, description="Least time between two calls, hours.")
    notice_hours: Hours = Field(
        default=0.0, description="Time between an announcement and its effect, hours."
    )
    compensation_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = 0.0
    value_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        default=0.0, description="Worth of a MWh served, yuan; what is not served is not worth it."
    )

    @property
    def has_calls(self) -> bool:
        """Whether a rule counts or measures calls, so that it must be known when one is on."""
        return (
            self.calls_max is not None
            or self.call_hours_min > 0
            or self.call_hours_max is not None
            or self.gap_hours_min > 0
            or self.interrupted_mw_min > 0
        )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.call_hours_max is not None and self.call_hours_min > self.call_hours_max:
            raise custom_error("site-min-above-max", low="call_hours_min", high="call_hours_max")
        if self.interrupted_mw_max is not None and self.interrupted_mw_min > self.interrupted_mw_max:
            raise custom_error("site-min-above-max", low="interrupted_mw_min", high="interrupted_mw_max")
        return self
