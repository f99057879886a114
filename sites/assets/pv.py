"""A PV field: one roof, or one ground-mounted or tracking array, of one tilt and azimuth."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sites.assets.renewable import Renewable
from sites.base import EfficiencyFrac, Fraction, Number, PowerMw

__all__ = ["Pv"]


class Pv(Renewable):
    """Photovoltaic array behind one inverter group."""

    type: Literal["pv"]
    capacity_mw: PowerMw = Field(
        description="Peak power of the modules at standard test conditions, MW (DC)."
    )
    inverter_mw: PowerMw = Field(
        description="Rated power of the inverters, MW (AC); what is above is clipped."
    )
    tilt_deg: Annotated[Number, Field(ge=0, le=90)] = Field(description="Tilt from the horizontal, degrees.")
    azimuth_deg: Annotated[Number, Field(ge=0, lt=360)] = Field(
        description="Azimuth, degrees from north, 180 = south."
    )
    mounting: Literal["roof", "open_rack", "tracker"] = "roof"
    ground_cover_ratio: EfficiencyFrac = 0.4
    axis_azimuth_deg: Annotated[Number, Field(ge=0, lt=360)] = 180.0
    max_tilt_deg: Annotated[Number, Field(ge=0, le=90)] = 55.0
    albedo: Fraction = 0.2
    bifaciality_frac: Fraction = 0.0
    losses_frac: Fraction = Field(
        default=0.14, description="Soiling, wiring, mismatch and age together, 0-1."
    )
    inverter_efficiency_frac: EfficiencyFrac = 0.97
    temperature_coefficient_per_degc: Annotated[Number, Field(ge=-0.02, le=0)] = -0.0035

    @property
    def power_mw_rated(self) -> float:
        """The most that the array can feed into its bus, MW."""
        return min(self.capacity_mw, self.inverter_mw)
