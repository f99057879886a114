"""An electrolyser: hydrogen from electricity, with a least load, a part-load curve and a standby."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.base import Described, Name, Number, PowerMw, PriceYuan, custom_error

__all__ = ["LHV_KWH_PER_KG", "CurvePoint", "Electrolyser"]

LHV_KWH_PER_KG = 33.33
"""Lower heating value of hydrogen, kWh/kg (119.96 MJ/kg; ISO 6976)."""


class CurvePoint(Described):
    """What a kilogram takes at a power; the whole plant with its rectifier and pumps."""

    power_mw: PowerMw
    kwh_per_kg: Annotated[Number, Field(ge=LHV_KWH_PER_KG, le=500)] = Field(
        description="Electricity for a kilogram of hydrogen, kWh/kg; no less than its heating value of 33.33."
    )

    @property
    def hydrogen_mw(self) -> float:
        """Hydrogen made, MW of lower heating value."""
        return self.power_mw * LHV_KWH_PER_KG / self.kwh_per_kg


class Electrolyser(AssetBase):
    """An electrolyser, at home on electricity: off, in standby (warm) or on."""

    role: ClassVar[Role] = "load"
    carriers: ClassVar[dict[str, str]] = {"bus": "electricity", "hydrogen_bus": "hydrogen"}
    state_fields: ClassVar[tuple[str, ...]] = ("unit_hours",)

    type: Literal["electrolyser"]
    hydrogen_bus: Name = Field(description="The hydrogen bus that it feeds.")
    curve: tuple[CurvePoint, ...] = Field(
        min_length=2,
        description="From its least load to its rating; straight lines of hydrogen over power between.",
    )
    standby_mw: PowerMw | None = Field(
        default=None,
        description="Power that keeps it warm while it makes nothing, MW; no standby where not given.",
    )
    cold_start_yuan: Annotated[PriceYuan, Field(ge=0)] = Field(
        default=0.0, description="Cost of a start from off: purging, wear of the cells, yuan."
    )
    is_warm_initial: bool = Field(default=False, description="Whether it is warm where no state is known.")

    @property
    def powers_mw(self) -> NDArray[np.float64]:
        """Powers of the curve, MW, rising."""
        return np.asarray([point.power_mw for point in self.curve])

    @property
    def hydrogens_mw(self) -> NDArray[np.float64]:
        """Hydrogen at these powers, MW, rising."""
        return np.asarray([point.hydrogen_mw for point in self.curve])

    @property
    def power_mw_min(self) -> float:
        """Least power while it makes hydrogen, MW."""
        return self.curve[0].power_mw

    @property
    def power_mw_max(self) -> float:
        """Its rating, MW."""
        return self.curve[-1].power_mw

    @property
    def power_mw_taken_most(self) -> float:
        """Its rating, MW."""
        return self.power_mw_max

    @property
    def efficiency_frac_least(self) -> float:
        """The least share of electricity that is found again in hydrogen, of a whole point or of a further MW."""
        points = (LHV_KWH_PER_KG / point.kwh_per_kg for point in self.curve)
        return float(min(*points, *(np.diff(self.hydrogens_mw) / np.diff(self.powers_mw))))

    @property
    def is_concave(self) -> bool:
        """Whether each further MW makes no more hydrogen than the one before."""
        slopes = np.diff(self.hydrogens_mw) / np.diff(self.powers_mw)
        return bool((np.diff(slopes) <= 1e-12).all())

    def initial_state(self) -> dict[str, dict[str, float]]:
        """Off or warm for a day, as the site assumes."""
        return {"unit_hours": {self.name: 24.0 if self.is_warm_initial else -24.0}}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        found = ", ".join(f"{point.power_mw:g} MW: {point.hydrogen_mw:.6g} MW" for point in self.curve)
        for values in (self.powers_mw, self.hydrogens_mw):
            if (np.diff(values) <= 0).any():
                raise custom_error("electrolyser-curve", found=found)
        if self.standby_mw is not None and self.standby_mw > self.power_mw_min:
            raise custom_error("site-min-above-max", low="standby_mw", high="curve[1].power_mw")
        return self
