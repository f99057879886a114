"""A heat pump: heat from electricity and a colder source."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.base import Described, EfficiencyFrac, Name, Number, PowerMw, custom_error

__all__ = ["CopPoint", "HeatPump"]

KELVIN = 273.15
Celsius = Annotated[Number, Field(ge=-60, le=150)]
Cop = Annotated[Number, Field(ge=1, le=20)]


class CopPoint(Described):
    """Coefficient of performance at a temperature of the source, from a data sheet (EN 14511)."""

    source_c: Celsius
    cop: Cop


class HeatPump(AssetBase):
    """A heat pump, at home on electricity; COP by the temperature of its source, see `cop`."""

    role: ClassVar[Role] = "load"
    carriers: ClassVar[dict[str, str]] = {"bus": "electricity", "heat_bus": "heat"}

    type: Literal["heat_pump"]
    heat_bus: Name = Field(description="The heat bus that it feeds.")
    power_mw_max: PowerMw = Field(description="Most electric power, MW.")
    power_mw_min: PowerMw = Field(default=0.0, description="Least electric power while it runs, MW.")
    heat_mw_max: PowerMw | None = Field(default=None, description="Most heat, MW; none where not given.")
    carnot_frac: EfficiencyFrac | None = Field(
        default=None, description="Share of Carnot's COP that it reaches; with supply_c. Or cop_points."
    )
    supply_c: Celsius | None = Field(default=None, description="Temperature of the heat that it gives, degC.")
    cop_points: tuple[CopPoint, ...] = Field(
        default=(), description="COP by the source's temperature, rising."
    )
    cop_min: Cop = 1.0
    cop_max: Cop = 8.0
    source_c: Celsius | None = Field(
        default=None, description="Temperature of ground or water, degC; the outdoor air where not given."
    )
    temp_air_c: Celsius = Field(
        default=7.0, description="Outdoor temperature where the forecast has none, degC."
    )

    @property
    def power_mw_taken_most(self) -> float:
        """Its electric rating, MW."""
        return self.power_mw_max

    def cop(self, outdoor_c: NDArray[np.float64]) -> NDArray[np.float64]:
        """COP of each step, within its caps.

        By Carnot: eta T_hot / (T_hot - T_source) in kelvin; or linear between the points of a data sheet, level
        outside them.

        Parameters
        ----------
        outdoor_c : array, shape (count,)
            Outdoor temperature, degC.
        """
        source = outdoor_c if self.source_c is None else np.full(len(outdoor_c), self.source_c)
        if self.cop_points:
            known = [point.source_c for point in self.cop_points]
            result = np.interp(source, known, [point.cop for point in self.cop_points])
        else:
            assert self.supply_c is not None
            assert self.carnot_frac is not None
            lift = np.maximum(self.supply_c - source, 1e-3)
            result = self.carnot_frac * (self.supply_c + KELVIN) / lift
        return np.asarray(np.clip(result, self.cop_min, self.cop_max), dtype=float)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.power_mw_min > self.power_mw_max:
            raise custom_error("site-min-above-max", low="power_mw_min", high="power_mw_max")
        if self.cop_min > self.cop_max:
            raise custom_error("site-min-above-max", low="cop_min", high="cop_max")
        if (self.carnot_frac is None) == (not self.cop_points):
            raise custom_error("site-one-of", fields="carnot_frac, cop_points")
        if (self.carnot_frac is None) != (self.supply_c is None):
            raise custom_error("site-together", fields="carnot_frac, supply_c")
        known = [point.source_c for point in self.cop_points]
        if any(later <= earlier for earlier, later in pairwise(known)):
            raise custom_error("heat-pump-points", found=", ".join(map(str, known)))
        return self
