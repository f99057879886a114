"""A wind farm of one type of turbine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sites.assets.renewable import Renewable
from sites.base import EfficiencyFrac, FileName, Number, PowerMw, WholeNumber, custom_error
from sites.curve import read_curve

__all__ = ["Wind"]


class Wind(Renewable):
    """Wind farm: turbines from a library or the user's own power curve, on a ridge of its own height."""

    data_files: ClassVar[tuple[str, ...]] = ("power_curve",)

    type: Literal["wind"]
    capacity_mw: PowerMw = Field(description="Installed power of the farm, MW.")
    turbine_count: Annotated[WholeNumber, Field(ge=1, le=5000)]
    turbine_type: str | None = Field(default=None, description="Name in windpowerlib's turbine library.")
    power_curve: FileName | None = Field(
        default=None, description="CSV of one turbine: columns wind_speed_m_per_s, power_mw."
    )
    hub_height_m: Annotated[Number, Field(gt=0, le=300)]
    elevation_m: Annotated[Number, Field(ge=-430, le=6000)] = Field(
        description="Height of the ridge above sea level, m."
    )
    roughness_length_m: Annotated[Number, Field(gt=0, le=5)] = 0.1
    speed_up_factor: Annotated[Number, Field(gt=0, le=3)] = Field(
        default=1.0, description="Wind speed on the ridge over that of the weather's own place, same height."
    )
    farm_efficiency_frac: EfficiencyFrac = Field(
        default=0.92, description="Wakes and the farm's own network, 0-1."
    )
    wake_curve: str | None = Field(
        default=None, description="A wind-efficiency curve of windpowerlib instead."
    )
    availability_frac: EfficiencyFrac = 0.97
    latitude: Annotated[Number, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[Number, Field(ge=-180, le=180)] | None = None

    @property
    def power_mw_rated(self) -> float:
        """The most that the farm can feed into its bus, MW."""
        return self.capacity_mw

    def readers(self) -> dict[str, Callable[[str, str], object]]:
        """The power curve."""
        return {} if self.power_curve is None else {self.power_curve: read_curve}

    @model_validator(mode="after")
    def _one_curve(self) -> Self:
        if (self.turbine_type is None) == (self.power_curve is None):
            raise custom_error("site-one-of", fields="turbine_type, power_curve")
        return self
