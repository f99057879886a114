"""An electric boiler: heat from electricity, one for one less its losses."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.base import EfficiencyFrac, Name, PowerMw, custom_error

__all__ = ["ElectricBoiler"]


class ElectricBoiler(AssetBase):
    """An electrode or resistance boiler, at home on electricity."""

    role: ClassVar[Role] = "load"
    carriers: ClassVar[dict[str, str]] = {"bus": "electricity", "heat_bus": "heat"}

    type: Literal["electric_boiler"]
    heat_bus: Name = Field(description="The heat bus that it feeds.")
    power_mw_max: PowerMw = Field(description="Most electric power, MW.")
    power_mw_min: PowerMw = Field(default=0.0, description="Least electric power while it runs, MW.")
    efficiency_frac: EfficiencyFrac = Field(description="Heat per electricity, 0-1.")

    @property
    def power_mw_taken_most(self) -> float:
        """Its electric rating, MW."""
        return self.power_mw_max

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.power_mw_min > self.power_mw_max:
            raise custom_error("site-min-above-max", low="power_mw_min", high="power_mw_max")
        return self
