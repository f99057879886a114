"""A battery: power, energy, efficiencies, a window of levels, wear, and the value of what is left in it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.base import EfficiencyFrac, EnergyMwh, Fraction, Number, PowerMw, PriceYuan, custom_error

__all__ = ["Battery"]


class Battery(AssetBase):
    """Electric store with separate efficiencies each way; powers are measured at the bus."""

    role: ClassVar[Role] = "store"
    state_fields: ClassVar[tuple[str, ...]] = ("levels_mwh",)

    type: Literal["battery"]
    power_mw_max: PowerMw = Field(
        description="Most discharging power, and charging power unless told apart, MW."
    )
    charge_mw_max: PowerMw | None = Field(
        default=None, description="Most charging power where it differs, MW."
    )
    energy_mwh_max: EnergyMwh = Field(description="Nominal energy, MWh; the window below is a share of it.")
    charge_efficiency_frac: EfficiencyFrac = 0.95
    discharge_efficiency_frac: EfficiencyFrac = 0.95
    soc_frac_min: Fraction = 0.1
    soc_frac_max: Fraction = 0.9
    self_discharge_frac_per_day: Annotated[Number, Field(ge=0, lt=1)] = 0.0
    wear_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        description="Wear per MWh discharged at the bus, yuan."
    )
    terminal_value_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        description="Value of a stored MWh at the end of the day, yuan."
    )
    soc_frac_initial: Fraction = Field(
        default=0.5, description="Level to start from where no state is known, 0-1."
    )

    @property
    def charging_mw_max(self) -> float:
        """Most charging power at the bus, MW."""
        return self.power_mw_max if self.charge_mw_max is None else self.charge_mw_max

    @property
    def power_mw_rated(self) -> float:
        """The most that it can feed into its bus, MW."""
        return self.power_mw_max

    @property
    def level_mwh_min(self) -> float:
        """Lowest level, MWh."""
        return self.soc_frac_min * self.energy_mwh_max

    @property
    def level_mwh_max(self) -> float:
        """Highest level, MWh."""
        return self.soc_frac_max * self.energy_mwh_max

    @property
    def level_mwh_initial(self) -> float:
        """Level to start from where no state is known, MWh."""
        return self.soc_frac_initial * self.energy_mwh_max

    def retention(self, hours: float) -> tuple[float, float]:
        """Share of a level kept over a step, and hours by which a constant power changes it.

        With a constant power p (MW inside the store) over h hours and a rate of self-discharge a (1/h),
        E(h) = exp(-a h) E(0) + p (1 - exp(-a h)) / a: the exact integral, so that losses do not depend on the
        step.
        """
        if self.self_discharge_frac_per_day == 0.0:
            return 1.0, hours
        rate = float(-np.log1p(-self.self_discharge_frac_per_day) / 24.0)
        lost = float(-np.expm1(-rate * hours))  # exact too where it is tiny
        return 1.0 - lost, lost / rate

    @model_validator(mode="after")
    def _window(self) -> Self:
        if self.soc_frac_min >= self.soc_frac_max:
            raise custom_error("site-min-above-max", low="soc_frac_min", high="soc_frac_max")
        if not self.soc_frac_min <= self.soc_frac_initial <= self.soc_frac_max:
            raise custom_error("site-initial-outside", found=self.soc_frac_initial)
        return self
