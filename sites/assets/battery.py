"""A battery: power, energy, efficiencies, a window of levels, wear, and the value of what is left in it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sites.assets.store import Store
from sites.base import EfficiencyFrac, Fraction, Number, PowerMw, PriceYuan, custom_error

__all__ = ["Battery"]


class Battery(Store):
    """Electric store with separate efficiencies each way; powers are measured at the bus.

    Near full the charging power falls: above ``taper_charge_soc_frac`` it goes down in a straight line to
    ``taper_charge_power_frac`` of its rating at soc 1; below ``taper_discharge_soc_frac`` the discharging power
    does so towards soc 0.
    """

    type: Literal["battery"]
    power_mw_max: PowerMw = Field(
        description="Most discharging power, and charging power unless told apart, MW."
    )
    charge_mw_max: PowerMw | None = Field(
        default=None, description="Most charging power where it differs, MW."
    )
    charge_efficiency_frac: EfficiencyFrac = 0.95
    discharge_efficiency_frac: EfficiencyFrac = 0.95
    soc_frac_min: Fraction = 0.1
    soc_frac_max: Fraction = 0.9
    wear_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        description="Wear per MWh discharged at the bus, yuan."
    )
    terminal_value_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        description="Value of a stored MWh at the end of the day, yuan."
    )
    soc_frac_initial: Fraction = Field(
        default=0.5, description="Level to start from where no state is known, 0-1."
    )
    calendar_wear_yuan_per_day: Annotated[PriceYuan, Field(ge=0)] = Field(
        default=0.0,
        description="Wear of a day at whatever level, yuan; it steers nothing, but is on the bill.",
    )
    calendar_wear_yuan_per_mwh_hour: Annotated[PriceYuan, Field(ge=0)] = Field(
        default=0.0, description="Further wear of a MWh held for an hour above calendar_wear_soc_frac, yuan."
    )
    calendar_wear_soc_frac: Fraction = Field(
        default=0.0, description="Level above which rest wears the cells more, share of the nominal energy."
    )
    taper_charge_soc_frac: Annotated[Number, Field(ge=0, lt=1)] | None = Field(
        default=None, description="Level above which the charging power falls; never where not given."
    )
    taper_charge_power_frac: Fraction = Field(
        default=0.0, description="Share of the charging power that is left at soc 1."
    )
    taper_discharge_soc_frac: Annotated[Number, Field(gt=0, le=1)] | None = Field(
        default=None, description="Level below which the discharging power falls; never where not given."
    )
    taper_discharge_power_frac: Fraction = Field(
        default=0.0, description="Share of the discharging power that is left at soc 0."
    )
    auxiliary_mw: PowerMw = Field(
        default=0.0, description="Cooling and controls, drawn from the bus at all times, MW."
    )
    auxiliary_frac: Annotated[Number, Field(ge=0, lt=0.5)] = Field(
        default=0.0, description="Cooling drawn from the bus beside, share of the power each way."
    )

    @property
    def level_fracs(self) -> tuple[float, float, float]:
        """Lowest and highest level and the one to start from, shares of the nominal energy."""
        return self.soc_frac_min, self.soc_frac_max, self.soc_frac_initial

    @property
    def charging_mw_max(self) -> float:
        """Most charging power at the bus, MW."""
        return self.power_mw_max if self.charge_mw_max is None else self.charge_mw_max

    @property
    def power_mw_rated(self) -> float:
        """The most that it can feed into its bus, MW."""
        return self.power_mw_max

    @property
    def stored_per_taken(self) -> float:
        """MWh of level for each MWh taken from the bus."""
        return self.charge_efficiency_frac

    @property
    def given_per_stored(self) -> float:
        """MWh given to the bus for each MWh of level."""
        return self.discharge_efficiency_frac

    @property
    def draw_mw(self) -> float:
        """What it takes from its bus at all times, MW."""
        return self.auxiliary_mw

    @property
    def draw_frac(self) -> float:
        """What it takes beside, as a share of the power that it charges or discharges."""
        return self.auxiliary_frac

    @property
    def level_mwh_wearing(self) -> float:
        """Level above which rest wears the cells more, MWh."""
        return self.calendar_wear_soc_frac * self.energy_mwh_max

    @model_validator(mode="after")
    def _window(self) -> Self:
        if self.soc_frac_min >= self.soc_frac_max:
            raise custom_error("site-min-above-max", low="soc_frac_min", high="soc_frac_max")
        if not self.soc_frac_min <= self.soc_frac_initial <= self.soc_frac_max:
            raise custom_error("site-initial-outside", found=self.soc_frac_initial)
        for way in ("charge", "discharge"):
            is_given = getattr(self, f"taper_{way}_soc_frac") is not None
            if not is_given and getattr(self, f"taper_{way}_power_frac") > 0:
                raise custom_error("site-together", fields=f"taper_{way}_soc_frac, taper_{way}_power_frac")
        return self
