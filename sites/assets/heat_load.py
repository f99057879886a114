"""Heat that is needed: a firm demand, space heating by degree-hours, and a building that stores heat itself."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.assets.demand import Demand
from sites.base import Described, Number, PowerMw, PriceYuan, custom_error

__all__ = ["Building", "HeatLoad", "Heating"]

Positive = Annotated[Number, Field(gt=0)]
Celsius = Annotated[Number, Field(ge=-60, le=100)]
Indoor = Annotated[Number, Field(ge=0, le=60)]


class Heating(Described):
    """Space heating that follows the weather: so much a kelvin below a base temperature, as degree-hours do."""

    power_mw_per_k: PowerMw = Field(description="Heat needed per kelvin below the base, MW/K.")
    base_c: Celsius = Field(
        default=18.0, description="Outdoor temperature from which on nothing is heated, degC."
    )


class Building(Described):
    """A building with one temperature: C dT/dt = q + gains - L (T - T_outdoor).

    One resistance and one capacity; identified from measurements as in Bacher & Madsen, Energy and Buildings 43
    (2011), DOI 10.1016/j.enbuild.2011.02.005.
    """

    capacity_mwh_per_k: Positive = Field(description="Heat that warms it by a kelvin, MWh/K.")
    loss_mw_per_k: Positive = Field(description="Loss per kelvin above the outdoor temperature, MW/K.")
    heating_mw_max: PowerMw = Field(description="Most heat that its radiators give, MW.")
    set_point_c: Indoor = Field(description="Temperature that it holds on its own, degC.")
    comfort_c_min: Indoor = Field(description="Lowest temperature that is allowed, degC.")
    comfort_c_max: Indoor = Field(description="Highest temperature that heating may lead to, degC.")
    gains_mw: PowerMw = Field(default=0.0, description="Heat of people, lamps and machines, MW.")
    temp_c_initial: Indoor | None = Field(
        default=None,
        description="To start from where no state is known, degC; the set-point where not given.",
    )
    terminal_value_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        default=0.0, description="Value of a MWh of heat in its walls at the end of the day, yuan."
    )

    def kept_frac(self, hours: float) -> float:
        """Share of its temperature above the outdoors that is left after some hours: exp(-L h / C)."""
        return math.exp(-self.loss_mw_per_k * hours / self.capacity_mwh_per_k)

    @model_validator(mode="after")
    def _band(self) -> Self:
        if self.comfort_c_min > self.comfort_c_max:
            raise custom_error("site-min-above-max", low="comfort_c_min", high="comfort_c_max")
        if not self.comfort_c_min <= self.set_point_c <= self.comfort_c_max:
            raise custom_error(
                "heat-set-point", found=self.set_point_c, low=self.comfort_c_min, high=self.comfort_c_max
            )
        return self


class HeatLoad(AssetBase):
    """A consumer of heat on a heat bus; what it needs is the sum of its parts."""

    role: ClassVar[Role] = "load"
    carriers: ClassVar[dict[str, str]] = {"bus": "heat"}
    state_fields: ClassVar[tuple[str, ...]] = ("stocks",)

    type: Literal["heat_load"]
    demand: Demand = Field(
        description="Firm heat: hot water, processes; constant_mw = 0 where there is none."
    )
    heating: Heating | None = None
    building: Building | None = None
    temp_air_c: Celsius = Field(
        default=7.0, description="Outdoor temperature where the forecast has none, degC."
    )

    def initial_state(self) -> dict[str, dict[str, float]]:
        """The building is at its set-point, unless told."""
        if self.building is None:
            return {}
        start = self.building.temp_c_initial
        return {"stocks": {self.name: self.building.set_point_c if start is None else start}}
