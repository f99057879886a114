"""Power from waste heat: an organic Rankine cycle, or a boiler and turbine, behind a process that runs anyway."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from sites.assets.base import AssetBase, Role
from sites.base import EfficiencyFrac, Hours, Name, Number, PowerMw
from sites.problems import Problem, problem

if TYPE_CHECKING:
    from sites.site import Site

__all__ = ["WasteHeat"]

HOSTS = ("load", "unit")


class WasteHeat(AssetBase):
    """A unit whose heat comes from another asset: no more than its host's power gives, some time later.

    Heat that is not used is let go; nothing is stored but for the delay.
    """

    role: ClassVar[Role] = "unit"
    state_fields: ClassVar[tuple[str, ...]] = ("stocks",)

    type: Literal["waste_heat"]
    host: Name = Field(description="The asset whose process gives the heat: a load, or a unit.")
    heat_frac: Annotated[Number, Field(ge=0, le=10)] = Field(
        description="Usable heat per power of the host, MW/MW."
    )
    delay_hours: Hours = Field(default=0.0, description="Time from the host's power to the heat, hours.")
    efficiency_frac: EfficiencyFrac = Field(description="Net electricity per heat.")
    power_mw_max: Annotated[PowerMw, Field(gt=0)]
    wear_yuan_per_mwh: Annotated[Number, Field(ge=0)] = 0.0
    host_mw_before: PowerMw = Field(
        default=0.0,
        description="The host's power before the day, where a delay looks back and no state is known.",
    )

    @property
    def power_mw_rated(self) -> float:
        """The most that it can feed into its bus, MW."""
        return self.power_mw_max

    @property
    def power_frac(self) -> float:
        """Electricity per power of the host."""
        return self.heat_frac * self.efficiency_frac

    def delay_steps(self, step_minutes: int) -> int:
        """The delay in steps; the reader refuses what is no whole number of them."""
        return round(self.delay_hours * 60 / step_minutes)

    def stock_key(self, place: int) -> str:
        """Key of the host's power in a step before the day, counted back from its end: 1 is the last."""
        return f"{self.name}/{place}"

    def own_problems(self, site: Site, where: str) -> Iterator[Problem]:
        """The host is a load or a unit of the site that follows no waste heat itself; the delay is whole steps."""
        host = site.assets.get(self.host)
        suited = [n for n, a in site.assets.items() if a.role in HOSTS and a.type != self.type]
        if host is None or self.host not in suited:
            yield problem("waste-heat-host", f"{where} host", found=self.host, known=", ".join(suited))
        steps = self.delay_hours * 60 / site.step_minutes
        if abs(steps - round(steps)) > 1e-9:
            yield problem(
                "waste-heat-delay", f"{where} delay_hours", found=self.delay_hours, step=site.step_minutes
            )
        if self.delay_hours > 24:
            yield problem("waste-heat-delay-long", f"{where} delay_hours", found=self.delay_hours)
