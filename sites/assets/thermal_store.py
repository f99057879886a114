"""A heat store: a tank of hot water or a bed of something hot on a bus of heat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from sites.assets.store import LevelStore
from sites.base import EfficiencyFrac, PowerMw

__all__ = ["ThermalStore"]


class ThermalStore(LevelStore):
    """Heat kept above the temperature at which it is still of use; level 0 is a tank at the return temperature.

    Losses through the walls grow with the level (``self_discharge_frac_per_day``); what pipes and walls lose at
    any level is made up from the bus (``standing_loss_mw``), so that an empty store loses it too.
    """

    carriers: ClassVar[Mapping[str, str]] = {"bus": "heat"}

    type: Literal["thermal_store"]
    charge_mw_max: PowerMw = Field(description="Most heat taken from the bus, MW.")
    discharge_mw_max: PowerMw = Field(description="Most heat given to the bus, MW.")
    charge_efficiency_frac: EfficiencyFrac = 1.0
    discharge_efficiency_frac: EfficiencyFrac = 1.0
    standing_loss_mw: PowerMw = Field(
        default=0.0, description="Heat lost at any level, made up from the bus at all times, MW."
    )

    @property
    def power_mw_rated(self) -> float:
        """The most that it can feed into its bus, MW."""
        return self.discharge_mw_max

    @property
    def charging_mw_max(self) -> float:
        """Most charging power at the bus, MW."""
        return self.charge_mw_max

    @property
    def stored_per_taken(self) -> float:
        """MWh of level for each MWh taken from the bus."""
        return self.charge_efficiency_frac

    @property
    def given_per_stored(self) -> float:
        """MWh given to the bus for each MWh of level."""
        return self.discharge_efficiency_frac

    @property
    def draw_mw(self) -> float:
        """What it takes from its bus at all times, MW."""
        return self.standing_loss_mw
