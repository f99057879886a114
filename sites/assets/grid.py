"""The tie to the public grid and the contract that goes with it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.base import Described, FileName, Number, PowerMw, PriceYuan, custom_error

__all__ = ["DemandCharge", "Grid"]


class DemandCharge(Described):
    """Charge on the month's highest mean import of a step.

    What a *day* is charged is ``price x max(0, P - B)`` with the day's highest import P and
    ``B = max(billed peak so far, expected peak of the rest of the month, floor_mw)``; what exceeds
    ``contract_mw (1 + overrun_tolerance_frac)`` is charged ``overrun_factor`` times.
    """

    price_yuan_per_mw_month: Annotated[PriceYuan, Field(ge=0)]
    floor_mw: PowerMw = Field(default=0.0, description="Demand billed in any case, MW (contract floor).")
    contract_mw: PowerMw | None = Field(default=None, description="Contracted demand, MW.")
    overrun_tolerance_frac: Annotated[Number, Field(ge=0, le=1)] = 0.05
    overrun_factor: Annotated[Number, Field(ge=1, le=10)] = 2.0
    expected_peak_mw: PowerMw = Field(
        default=0.0, description="Expected peak of the rest of the month where the state knows none, MW."
    )

    @property
    def overrun_mw(self) -> float:
        """Import above which the overrun factor holds, MW."""
        return (
            float("inf") if self.contract_mw is None else self.contract_mw * (1 + self.overrun_tolerance_frac)
        )


class Grid(AssetBase):
    """Tie to the public grid: limits, reverse-flow rule, tariff, demand charge."""

    role: ClassVar[Role] = "tie"
    state_fields: ClassVar[tuple[str, ...]] = ("billed_peak_mw", "expected_peak_mw")

    type: Literal["grid"]
    import_mw_max: PowerMw
    export_mw_max: PowerMw = 0.0
    reverse_flow: Literal["allowed", "forbidden"] = Field(
        description="Whether power may flow to the public grid."
    )
    tariff: FileName = Field(description="TOML file of the tariff and its versions.")
    demand_charge: DemandCharge | None = None

    @property
    def export_limit_mw(self) -> float:
        """Most export after the reverse-flow rule, MW."""
        return 0.0 if self.reverse_flow == "forbidden" else self.export_mw_max

    @property
    def power_mw_rated(self) -> float:
        """The most that it can feed into its bus, MW."""
        return self.import_mw_max

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.reverse_flow == "forbidden" and self.export_mw_max > 0:
            raise custom_error("site-export-forbidden", found=self.export_mw_max)
        return self
