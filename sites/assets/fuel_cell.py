"""A fuel cell: electricity, and heat where it is used, from hydrogen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.base import EfficiencyFrac, Fraction, Name, PowerMw, PriceYuan, custom_error
from sites.problems import Problem, problem

if TYPE_CHECKING:
    from sites.site import Site

__all__ = ["FuelCell"]


class FuelCell(AssetBase):
    """A fuel cell, at home on electricity."""

    role: ClassVar[Role] = "unit"
    carriers: ClassVar[dict[str, str]] = {
        "bus": "electricity",
        "hydrogen_bus": "hydrogen",
        "heat_bus": "heat",
    }
    state_fields: ClassVar[tuple[str, ...]] = ("unit_hours",)

    type: Literal["fuel_cell"]
    hydrogen_bus: Name = Field(description="The hydrogen bus that it draws from.")
    heat_bus: Name | None = Field(
        default=None, description="The heat bus that it feeds; none where not given."
    )
    power_mw_max: PowerMw = Field(description="Most power into the bus, MW.")
    power_mw_min: PowerMw = Field(default=0.0, description="Least power while it runs, MW.")
    efficiency_frac: EfficiencyFrac = Field(
        description="Share of the hydrogen's lower heating value that becomes electricity."
    )
    heat_frac: Fraction = Field(default=0.0, description="Share of it that becomes usable heat.")
    start_yuan: Annotated[PriceYuan, Field(ge=0)] = Field(default=0.0, description="Cost of a start, yuan.")
    is_on_initial: bool = Field(default=False, description="Whether it runs where no state is known.")

    @property
    def power_mw_rated(self) -> float:
        """The most that it can feed into its bus, MW."""
        return self.power_mw_max

    @property
    def output_mw_least(self) -> float:
        """The least that it feeds into its bus while it is on, MW."""
        return self.power_mw_min

    def cycle_frac(self, site: Site) -> float:
        """Least share of electricity that comes back through an electrolyser on its hydrogen bus; 1 without any.

        Hydrogen that is made here from electricity and burnt here again is a store: its loss is that of the cycle. The
        electrolyser's worst point or worst further MW counts, so that none makes it worth while to burn a surplus.
        """
        makers = [
            float(getattr(asset, "efficiency_frac_least", 1.0))
            for asset in site.assets.values()
            if self.hydrogen_bus in asset.feeds.values() and asset.role == "load"
        ]
        return min(makers) * self.efficiency_frac if makers else 1.0

    def initial_state(self) -> dict[str, dict[str, float]]:
        """Off or on for a day, as the site assumes."""
        return {"unit_hours": {self.name: 24.0 if self.is_on_initial else -24.0}}

    def own_problems(self, site: Site, where: str) -> Iterator[Problem]:
        """Something gives the hydrogen."""
        others = [asset for name, asset in site.assets.items() if name != self.name]
        if not any(self.hydrogen_bus in asset.buses.values() and asset.role != "unit" for asset in others):
            yield problem("fuel-cell-no-hydrogen", f"{where} hydrogen_bus", found=self.hydrogen_bus)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.power_mw_min > self.power_mw_max:
            raise custom_error("site-min-above-max", low="power_mw_min", high="power_mw_max")
        if self.efficiency_frac + self.heat_frac > 1.2:
            raise custom_error("fuel-cell-heat", found=round(self.efficiency_frac + self.heat_frac, 4))
        if self.heat_frac and self.heat_bus is None:
            raise custom_error("site-together", fields="heat_frac, heat_bus")
        return self
