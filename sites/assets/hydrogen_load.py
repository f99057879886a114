"""An offtake of hydrogen: a firm demand, and a daily quantity that is bought where it pays."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.assets.demand import Demand
from sites.assets.electrolyser import LHV_KWH_PER_KG
from sites.base import Described, EnergyMwh, PowerMw, PriceYuan, custom_error

__all__ = ["FlexibleOfftake", "HydrogenLoad"]


class FlexibleOfftake(Described):
    """Hydrogen that is taken whenever it is there, up to a quantity a day."""

    energy_mwh_max: EnergyMwh = Field(description="Most in a day, MWh of lower heating value (33.33 kWh/kg).")
    power_mw_max: PowerMw = Field(description="Most at once (a compressor, a filling bay), MW.")
    value_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        description="Worth of a MWh, yuan (30 yuan/kg are 900 yuan/MWh)."
    )


class HydrogenLoad(AssetBase):
    """A consumer on a hydrogen bus; powers are lower heating values."""

    role: ClassVar[Role] = "load"
    carriers: ClassVar[dict[str, str]] = {"bus": "hydrogen"}

    type: Literal["hydrogen_load"]
    demand: Demand = Field(description="Firm demand; constant_mw = 0 where there is none.")
    flexible: FlexibleOfftake | None = None

    @staticmethod
    def tonnes(energy_mwh: float) -> float:
        """Mass of an energy of hydrogen, t."""
        return energy_mwh / LHV_KWH_PER_KG

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.flexible is not None and self.flexible.energy_mwh_max > 24.0 * self.flexible.power_mw_max * (
            1 + 1e-9
        ):
            most = 24.0 * self.flexible.power_mw_max
            raise custom_error("hydrogen-quantity", found=self.flexible.energy_mwh_max, most=most)
        return self
