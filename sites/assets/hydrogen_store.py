"""A tank of hydrogen, with the compressor that fills it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sites.assets.store import LevelStore
from sites.base import Name, Number, PowerMw, custom_error

__all__ = ["HydrogenStore"]


class HydrogenStore(LevelStore):
    """A tank on a bus of hydrogen; energy and powers are of the lower heating value (33.33 kWh/kg).

    The compressor takes electricity for each MWh that is filled in, from a bus of its own choice.
    """

    carriers: ClassVar[Mapping[str, str]] = {"bus": "hydrogen", "compressor_bus": "electricity"}

    type: Literal["hydrogen_store"]
    compressor_bus: Name | None = Field(
        default=None,
        description="The bus of electricity that feeds the compressor; no compressor without it.",
    )
    fill_mw_max: PowerMw = Field(description="Most hydrogen filled in, MW of the lower heating value.")
    draw_mw_max: PowerMw = Field(description="Most hydrogen drawn, MW of the lower heating value.")
    compressor_mwh_per_mwh: Annotated[Number, Field(ge=0, le=1)] = Field(
        default=0.0, description="Electricity of the compressor for each MWh filled in."
    )

    @property
    def power_mw_rated(self) -> float:
        """The most that it can feed into its bus, MW."""
        return self.draw_mw_max

    @property
    def charging_mw_max(self) -> float:
        """Most charging power at the bus, MW."""
        return self.fill_mw_max

    @property
    def stored_per_taken(self) -> float:
        """All that is filled in is stored; what leaks is a loss over time."""
        return 1.0

    @property
    def given_per_stored(self) -> float:
        """All that leaves the tank reaches the bus."""
        return 1.0

    @model_validator(mode="after")
    def _compressor(self) -> Self:
        if (self.compressor_bus is None) != (self.compressor_mwh_per_mwh == 0.0):
            raise custom_error("site-together", fields="compressor_bus, compressor_mwh_per_mwh")
        return self
