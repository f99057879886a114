"""What every store has: energy, losses over time, wear, and what its level shall be in the end."""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.base import EnergyMwh, Fraction, Number, PriceYuan, custom_error

__all__ = ["LevelStore", "Store", "retention"]


def retention(frac_per_day: float, hours: float) -> tuple[float, float]:
    """Share of a level kept over some hours, and hours by which a constant power changes it.

    With a constant power p (MW inside the store) over h hours and a rate of self-discharge a (1/h),
    E(h) = exp(-a h) E(0) + p (1 - exp(-a h)) / a: the exact integral, so that losses do not depend on the
    step.
    """
    if frac_per_day == 0.0:
        return 1.0, hours
    rate = float(-np.log1p(-frac_per_day) / 24.0)
    lost = float(-np.expm1(-rate * hours))  # exact too where it is tiny
    return 1.0 - lost, lost / rate


class Store(AssetBase):
    """Something that takes energy from its bus and gives it back later; powers are measured at the bus.

    ``terminal`` says what binds the end of a day: with ``value`` a MWh more or less is worth
    ``terminal_value_yuan_per_mwh``; with ``cyclic`` the day ends at the level at which it begins, and that level
    is free within the window; with ``target`` each MWh below ``terminal_frac_target`` costs a penalty.
    """

    role: ClassVar[Role] = "store"
    state_fields: ClassVar[tuple[str, ...]] = ("levels_mwh",)

    energy_mwh_max: EnergyMwh = Field(description="Nominal energy, MWh; the window below is a share of it.")
    self_discharge_frac_per_day: Annotated[Number, Field(ge=0, lt=1)] = Field(
        default=0.0, description="Share of the level that is lost in a day at rest."
    )
    wear_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        default=0.0, description="Wear per MWh discharged at the bus, yuan."
    )
    terminal_value_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        default=0.0, description="Value of a stored MWh at the end of the day, yuan."
    )
    terminal: Literal["value", "cyclic", "target"] = Field(
        default="value", description="What binds the level at the end of the day."
    )
    terminal_frac_target: Fraction | None = Field(
        default=None, description="Level wished for at the end of the day, share of the nominal energy."
    )
    terminal_penalty_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        default=0.0, description="Cost of each MWh below that level at the end of the day, yuan."
    )

    @property
    @abstractmethod
    def level_fracs(self) -> tuple[float, float, float]:
        """Lowest and highest level and the one to start from, shares of the nominal energy."""

    @property
    @abstractmethod
    def power_mw_rated(self) -> float:
        """The most that it can feed into its bus, MW."""

    @property
    @abstractmethod
    def charging_mw_max(self) -> float:
        """Most charging power at the bus, MW."""

    @property
    @abstractmethod
    def stored_per_taken(self) -> float:
        """MWh of level for each MWh taken from the bus."""

    @property
    @abstractmethod
    def given_per_stored(self) -> float:
        """MWh given to the bus for each MWh of level."""

    @property
    def draw_mw(self) -> float:
        """What it takes from its bus at all times to be kept running, MW."""
        return 0.0

    @property
    def draw_frac(self) -> float:
        """What it takes beside, as a share of the power that it charges or discharges."""
        return 0.0

    @property
    def is_one_way(self) -> bool:
        """Whether it can only either charge or discharge in a step."""
        return True

    @property
    def is_cyclic(self) -> bool:
        """Whether a day ends at the level at which it begins, which is then free."""
        return self.terminal == "cyclic"

    @property
    def level_mwh_min(self) -> float:
        """Lowest level, MWh."""
        return self.level_fracs[0] * self.energy_mwh_max

    @property
    def level_mwh_max(self) -> float:
        """Highest level, MWh."""
        return self.level_fracs[1] * self.energy_mwh_max

    @property
    def level_mwh_initial(self) -> float:
        """Level to start from where no state is known, MWh."""
        return self.level_fracs[2] * self.energy_mwh_max

    @property
    def level_mwh_target(self) -> float:
        """Level wished for at the end of the day, MWh; 0 without a target."""
        return (self.terminal_frac_target or 0.0) * self.energy_mwh_max if self.terminal == "target" else 0.0

    def retention(self, hours: float) -> tuple[float, float]:
        """Share of a level kept over a step, and hours by which a constant power changes it: `retention`."""
        return retention(self.self_discharge_frac_per_day, hours)

    @model_validator(mode="after")
    def _terminal(self) -> Self:
        has_target = self.terminal_frac_target is not None and self.terminal_penalty_yuan_per_mwh > 0
        if (self.terminal == "target") != has_target:
            raise custom_error("store-terminal-target", found=self.terminal)
        if self.terminal_frac_target is not None:
            low, high, _ = self.level_fracs
            if not low <= self.terminal_frac_target <= high:
                raise custom_error("store-target-outside", found=self.terminal_frac_target)
        return self


class LevelStore(Store):
    """A store whose window is named by shares of its level."""

    level_frac_min: Fraction = Field(default=0.0, description="Lowest level, share of the nominal energy.")
    level_frac_max: Fraction = Field(default=1.0, description="Highest level, share of the nominal energy.")
    level_frac_initial: Fraction = Field(
        default=0.5, description="Level to start from where no state is known, 0-1."
    )

    @property
    def level_fracs(self) -> tuple[float, float, float]:
        """Lowest and highest level and the one to start from, shares of the nominal energy."""
        return self.level_frac_min, self.level_frac_max, self.level_frac_initial

    @model_validator(mode="after")
    def _window(self) -> Self:
        if self.level_frac_min >= self.level_frac_max:
            raise custom_error("site-min-above-max", low="level_frac_min", high="level_frac_max")
        if not self.level_frac_min <= self.level_frac_initial <= self.level_frac_max:
            raise custom_error("site-initial-outside", found=self.level_frac_initial)
        return self
