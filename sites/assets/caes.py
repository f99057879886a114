"""Compressed air: a train that fills a cavern, another that empties it, with or without fuel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sites.assets.store import LevelStore
from sites.base import Fraction, Hours, Number, PowerMw, PriceYuan, custom_error

__all__ = ["TRAINS", "Caes"]

TRAINS = ("compressor", "expander")
Charge = Annotated[PriceYuan, Field(ge=0)]


class Caes(LevelStore):
    """Compressed-air energy store with a compressor train and an expander train of their own.

    The level counts the electricity that the compressor has put into the air, MWh; in a cavern of fixed volume it
    goes with the pressure between its lowest and its highest. Each MWh of level gives
    ``expander_output_mwh_per_mwh`` at the bus: about 0.6-0.7 where the heat of compression is kept (adiabatic),
    above 1 where fuel heats the air (diabatic: ``fuel_mwh_per_mwh`` of it for each MWh given).
    """

    state_fields: ClassVar[tuple[str, ...]] = ("levels_mwh", "unit_hours")

    type: Literal["caes"]
    compressor_mw_max: PowerMw = Field(description="Most power of the compressor train, MW.")
    compressor_mw_min: PowerMw = Field(default=0.0, description="Least power of it while it runs, MW.")
    compressor_start_yuan: Charge = Field(default=0.0, description="Cost of each of its starts, yuan.")
    compressor_hours_min: Hours = Field(default=0.0, description="Least time that it runs, hours.")
    expander_mw_max: PowerMw = Field(description="Most power of the expander train, MW.")
    expander_mw_min: PowerMw = Field(default=0.0, description="Least power of it while it runs, MW.")
    expander_start_yuan: Charge = Field(default=0.0, description="Cost of each of its starts, yuan.")
    expander_hours_min: Hours = Field(default=0.0, description="Least time that it runs, hours.")
    expander_output_mwh_per_mwh: Annotated[Number, Field(gt=0, le=3)] = Field(
        description="Electricity given for each MWh of level."
    )
    are_both_allowed: bool = Field(
        default=False,
        description="Whether both trains may run in one step; else they share what drives them.",
    )
    fuel_mwh_per_mwh: Annotated[Number, Field(ge=0, le=10)] = Field(
        default=0.0, description="Fuel for each MWh that the expander gives, MWh of the lower heating value."
    )
    fuel_yuan_per_mwh: Charge = Field(default=0.0, description="Price of the fuel, yuan/MWh.")
    fuel_co2_t_per_mwh: Annotated[Number, Field(ge=0, le=2)] = Field(
        default=0.0, description="Fossil CO2 of a MWh of fuel, t."
    )
    carbon_liable_frac: Fraction = Field(
        default=1.0, description="Share of the CO2 that is charged at the contract's carbon price."
    )

    @property
    def power_mw_rated(self) -> float:
        """The most that it can feed into its bus, MW."""
        return self.expander_mw_max

    @property
    def charging_mw_max(self) -> float:
        """Most charging power at the bus, MW."""
        return self.compressor_mw_max

    @property
    def stored_per_taken(self) -> float:
        """The level counts what the compressor takes."""
        return 1.0

    @property
    def given_per_stored(self) -> float:
        """MWh given to the bus for each MWh of level."""
        return self.expander_output_mwh_per_mwh

    @property
    def is_one_way(self) -> bool:
        """Whether it can only either charge or discharge in a step."""
        return not self.are_both_allowed

    @property
    def co2_t_per_mwh(self) -> float:
        """Fossil CO2 of a MWh given, t."""
        return self.fuel_mwh_per_mwh * self.fuel_co2_t_per_mwh

    def train(self, name: str) -> tuple[float, float, float, float]:
        """Least and most power in MW, cost of a start in yuan, and least running time in hours of a train."""
        least, most = getattr(self, f"{name}_mw_min"), getattr(self, f"{name}_mw_max")
        return least, most, getattr(self, f"{name}_start_yuan"), getattr(self, f"{name}_hours_min")

    def state_contradictions(
        self, value: Callable[[str, str], float]
    ) -> Iterator[tuple[str, str, dict[str, object]]]:
        """Two trains that cannot run together did not both run when the day began."""
        if self.is_one_way and all(value("unit_hours", f"{self.name}/{train}") > 0 for train in TRAINS):
            yield "caes-state-both", f"unit_hours.{self.name}/compressor", {"asset": self.name}

    @model_validator(mode="after")
    def _trains(self) -> Self:
        for train in TRAINS:
            least, most, _, _ = self.train(train)
            if least > most:
                raise custom_error("site-min-above-max", low=f"{train}_mw_min", high=f"{train}_mw_max")
        if self.fuel_mwh_per_mwh == 0.0:
            if self.expander_output_mwh_per_mwh > 1.0:
                raise custom_error("caes-gain-without-fuel", found=self.expander_output_mwh_per_mwh)
            if self.fuel_yuan_per_mwh or self.fuel_co2_t_per_mwh:
                raise custom_error("site-together", fields="fuel_mwh_per_mwh, fuel_yuan_per_mwh")
        return self
