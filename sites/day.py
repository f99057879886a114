"""The day's own facts: outages, derates, temporary grid limits and pins, by asset and hours.

A ``--day`` file, all tables optional::

    [[outages]]                     # 检修: the asset has only a share of its power
    asset = "hengli-wind"
    hours = "08:00-12:00"
    available_frac = 0.0
    reason = "inspection of the 35 kV line"

    [[derates]]                     # the asset's power stays at or below
    asset = "battery-1"
    hours = "00:00-24:00"
    power_mw_max = 5.0

    [[grid_limits]]                 # 有序用电: the tie's import or export stays at or below
    asset = "tie"
    hours = "16:00-22:00"
    import_mw_max = 40.0

    [[pins]]                        # the asset feeds exactly this (+) or takes it (-), or stands still
    asset = "grinding"
    hours = "10:00-12:00"
    is_on = false
"""

from __future__ import annotations

from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from sites.base import POWER_MW_MOST, Described, Fraction, Name, Number, PowerMw, Span, custom_error
from sites.time import Steps

__all__ = ["DayFacts", "Derate", "GridLimit", "Outage", "Pin"]

Array = NDArray[np.float64]


class Outage(Described):
    """An asset has only a share of its power for some hours."""

    asset: Name
    hours: Span
    available_frac: Fraction = 0.0
    reason: str = ""


class Derate(Described):
    """An asset's power stays at or below a figure for some hours."""

    asset: Name
    hours: Span
    power_mw_max: PowerMw
    reason: str = ""


class GridLimit(Described):
    """A tie's import or export stays at or below a figure for some hours."""

    asset: Name
    hours: Span
    import_mw_max: PowerMw | None = None
    export_mw_max: PowerMw | None = None
    reason: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.import_mw_max is None and self.export_mw_max is None:
            raise custom_error("day-grid-limit-empty")
        return self


class Pin(Described):
    """An asset's injection is fixed for some hours, or it stands still."""

    asset: Name
    hours: Span
    injection_mw: Annotated[Number, Field(ge=-POWER_MW_MOST, le=POWER_MW_MOST)] | None = Field(
        default=None, description="Injection into the bus, + feeds, - takes, MW."
    )
    is_on: bool | None = None
    reason: str = ""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.injection_mw is None) == (self.is_on is None) or self.is_on is True:
            raise custom_error("day-pin-form")
        return self

    @property
    def pinned_mw(self) -> float:
        """The injection, 0 where the asset stands still."""
        return self.injection_mw or 0.0


class DayFacts(Described):
    """All facts of one day; empty by default."""

    outages: tuple[Outage, ...] = ()
    derates: tuple[Derate, ...] = ()
    grid_limits: tuple[GridLimit, ...] = ()
    pins: tuple[Pin, ...] = ()

    def available_frac(self, asset: str, steps: Steps) -> Array:
        """Share of the asset's power that is there, 0-1, shape (count,): the least of all outages."""
        result = np.ones(steps.count)
        for outage in self.outages:
            if outage.asset == asset:
                result = np.where(
                    steps.within(outage.hours), np.minimum(result, outage.available_frac), result
                )
        return result

    def power_mw_max(self, asset: str, steps: Steps) -> Array:
        """Most power after derates, MW, shape (count,); infinite where none."""
        result = np.full(steps.count, np.inf)
        for derate in self.derates:
            if derate.asset == asset:
                result = np.where(steps.within(derate.hours), np.minimum(result, derate.power_mw_max), result)
        return result

    def limited_mw(self, asset: str, steps: Steps, rated_mw: float | Array) -> Array:
        """A rated power, MW, after outages and derates, shape (count,)."""
        scaled = np.broadcast_to(np.asarray(rated_mw, dtype=float), (steps.count,)) * self.available_frac(
            asset, steps
        )
        return np.asarray(np.minimum(scaled, self.power_mw_max(asset, steps)), dtype=float)

    def import_mw_max(self, tie: str, steps: Steps, rated_mw: float) -> Array:
        """Most import after outages, derates and temporary limits, MW, shape (count,)."""
        return self._tie(tie, steps, rated_mw, "import_mw_max")

    def export_mw_max(self, tie: str, steps: Steps, rated_mw: float) -> Array:
        """Most export after outages, derates and temporary limits, MW, shape (count,)."""
        return self._tie(tie, steps, rated_mw, "export_mw_max")

    def _tie(self, tie: str, steps: Steps, rated_mw: float, field: str) -> Array:
        result = self.limited_mw(tie, steps, rated_mw)
        for limit in self.grid_limits:
            most = getattr(limit, field)
            if limit.asset == tie and most is not None:
                result = np.where(steps.within(limit.hours), np.minimum(result, most), result)
        return result

    def pinned_mw(self, asset: str, steps: Steps) -> Array:
        """Pinned injection, MW, shape (count,); NaN where free. The last pin in the file counts."""
        result = np.full(steps.count, np.nan)
        for pin in self.pins:
            if pin.asset == asset:
                result = np.where(steps.within(pin.hours), pin.pinned_mw, result)
        return result

    def reasons(self) -> list[tuple[str, str, str]]:
        """``(asset, hours, reason)`` of everything in the file, for the report."""
        entries: tuple[Outage | Derate | GridLimit | Pin, ...] = (
            *self.outages,
            *self.derates,
            *self.grid_limits,
            *self.pins,
        )
        return [(entry.asset, str(entry.hours), entry.reason) for entry in entries]
