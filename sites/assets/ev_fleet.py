"""Vehicles or ships that come, charge and leave: groups of alike ones behind one station."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.assets.shiftable_load import DaysOf, name_twice
from sites.base import (
    Clock,
    Described,
    EfficiencyFrac,
    EnergyMwh,
    Fraction,
    Name,
    PowerMw,
    PriceYuan,
    WholeNumber,
    custom_error,
)
from sites.problems import Problem, problem

if TYPE_CHECKING:
    from sites.site import Site

__all__ = ["EvFleet", "Group", "Stay"]

DAY_MINUTES = 24 * 60
ROUND = 1e-9


@dataclass(frozen=True)
class Stay:
    """Part of a day that a group spends at its chargers.

    Attributes
    ----------
    start_minute, end_minute : int
        Minutes of the day.
    is_carried_in : bool
        Whether the group was there before the day: its energy is in the state.
    is_carried_on : bool
        Whether it is still there after the day.
    """

    start_minute: int
    end_minute: int
    is_carried_in: bool = False
    is_carried_on: bool = False


class Group(Described):
    """Vehicles (or ships) that are alike and come and go together; figures of energy and power are for one of them."""

    name: Name
    count: Annotated[WholeNumber, Field(ge=1, le=100_000)]
    energy_mwh_max: EnergyMwh = Field(description="What the battery of one holds, MWh.")
    charge_mw_max: PowerMw = Field(description="Most charging power of one, MW at the bus.")
    discharge_mw_max: PowerMw = Field(
        default=0.0, description="Most power that one gives back, MW at the bus; 0 without V2G."
    )
    arrival: Clock
    departure: Clock
    is_overnight: bool = Field(
        default=False, description="Whether it leaves on the morning after: departure is then before arrival."
    )
    energy_mwh_arrival: EnergyMwh | None = Field(default=None, description="In the battery of one, MWh; or:")
    soc_frac_arrival: Fraction | None = None
    energy_mwh_departure: EnergyMwh | None = Field(
        default=None, description="Needed in the battery of one, MWh; or:"
    )
    soc_frac_departure: Fraction | None = None
    soc_frac_min: Fraction = Field(default=0.0, description="Below that nothing is given back.")
    shore_mw: PowerMw = Field(
        default=0.0,
        description="What one takes beside charging while it is there (shore power of a ship), MW.",
    )
    days: DaysOf = "all"

    @property
    def capacity_mwh(self) -> float:
        """Batteries of all, MWh."""
        return self.count * self.energy_mwh_max

    @property
    def arrival_mwh(self) -> float:
        """Energy of all when they come, MWh."""
        return self._energy(self.energy_mwh_arrival, self.soc_frac_arrival)

    @property
    def departure_mwh(self) -> float:
        """Energy of all that is needed when they leave, MWh."""
        return self._energy(self.energy_mwh_departure, self.soc_frac_departure)

    def _energy(self, each_mwh: float | None, share: float | None) -> float:
        return self.count * each_mwh if each_mwh is not None else (share or 0.0) * self.capacity_mwh

    @property
    def least_mwh(self) -> float:
        """Below that nothing is given back, MWh."""
        return self.soc_frac_min * self.capacity_mwh

    @property
    def has_v2g(self) -> bool:
        """Whether it gives back."""
        return self.discharge_mw_max > 0

    def stays(self, *, is_today: bool, was_yesterday: bool) -> tuple[Stay, ...]:
        """Its stays within a day.

        Parameters
        ----------
        is_today, was_yesterday : bool
            Whether it comes on the day, and came on the day before (what matters to one that stays overnight).
        """
        if not self.is_overnight:
            return (Stay(self.arrival, self.departure),) if is_today else ()
        morning = (Stay(0, self.departure, is_carried_in=True),) if was_yesterday and self.departure else ()
        evening = (Stay(self.arrival, DAY_MINUTES, is_carried_on=True),) if is_today else ()
        return (*morning, *evening)

    @property
    def minutes(self) -> int:
        """Length of a whole stay."""
        return self.departure - self.arrival + (DAY_MINUTES if self.is_overnight else 0)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for stem in ("arrival", "departure"):
            fields = (f"energy_mwh_{stem}", f"soc_frac_{stem}")
            if sum(getattr(self, field) is not None for field in fields) != 1:
                raise custom_error("site-one-of", fields=", ".join(fields))
        if not self.is_overnight and self.departure <= self.arrival:
            raise custom_error("fleet-departure-early")
        if self.is_overnight and self.departure > self.arrival:
            raise custom_error("fleet-overnight-late")
        if self.arrival >= DAY_MINUTES:
            raise custom_error("fleet-arrival-late")
        for stem in ("arrival", "departure"):
            found = getattr(self, f"{stem}_mwh")
            if found > self.capacity_mwh * (1 + ROUND):
                about = {"stem": stem, "found": round(found, 6), "most": round(self.capacity_mwh, 6)}
                raise custom_error("fleet-battery-small", **about)
        if self.departure_mwh < self.least_mwh * (1 - ROUND):
            raise custom_error("site-min-above-max", low="soc_frac_min", high="soc_frac_departure")
        return self


class EvFleet(AssetBase):
    """A charging station with the groups that use it, or a quay with its ships.

    The station as a whole takes or gives: vehicles do not feed each other (see the behaviour).
    """

    role: ClassVar[Role] = "load"
    state_fields: ClassVar[tuple[str, ...]] = ("stocks",)

    type: Literal["ev_fleet"]
    power_mw_max: PowerMw = Field(
        description="Most power of all chargers and shore connections together, MW."
    )
    groups: tuple[Group, ...] = Field(min_length=1)
    charge_efficiency_frac: EfficiencyFrac = 0.92
    discharge_efficiency_frac: EfficiencyFrac = 0.92
    wear_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        default=0.0, description="Wear of the batteries per MWh given back at the bus, yuan."
    )
    terminal_value_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        default=0.0, description="Value of a MWh in the batteries that stay on after the day, yuan."
    )

    @property
    def has_v2g(self) -> bool:
        """Whether any group gives back."""
        return any(group.has_v2g for group in self.groups)

    @property
    def power_mw_taken_most(self) -> float:
        """All that can charge at once, MW."""
        return min(
            self.power_mw_max,
            sum(group.count * (group.charge_mw_max + group.shore_mw) for group in self.groups),
        )

    def charged_mwh(self, group: Group, minutes: float) -> float:
        """The most that a group alone can charge in some time, MWh inside the batteries."""
        free = max(0.0, self.power_mw_max - group.count * group.shore_mw)
        return self.charge_efficiency_frac * min(group.count * group.charge_mw_max, free) * minutes / 60

    def midnight_mwh(self, group: Group) -> float:
        """Least energy at midnight of a group that stays on, so that the morning suffices for the rest, MWh."""
        return max(0.0, group.departure_mwh - self.charged_mwh(group, group.departure))

    def initial_state(self) -> dict[str, dict[str, float]]:
        """Groups that were there before the day have charged since they came."""
        known: dict[str, float] = {}
        for group in self.groups:
            if group.is_overnight:
                charged = self.charged_mwh(group, DAY_MINUTES - group.arrival)
                known[f"{self.name}/{group.name}"] = max(
                    group.arrival_mwh, min(group.departure_mwh, group.arrival_mwh + charged)
                )
        return {"stocks": known} if known else {}

    def state_contradictions(
        self, value: Callable[[str, str], float]
    ) -> Iterator[tuple[str, str, dict[str, object]]]:
        """A group that is there and holds more than its batteries can."""
        for group in self.groups:
            key = f"{self.name}/{group.name}"
            held = value("stocks", key) if group.is_overnight else 0.0
            if held > group.capacity_mwh * (1 + ROUND):
                yield (
                    "fleet-state-full",
                    f"stocks.{key}",
                    {"found": held, "most": round(group.capacity_mwh, 6)},
                )

    def clocks(self) -> Iterator[tuple[str, int]]:
        """Arrivals and departures."""
        for place, group in enumerate(self.groups):
            yield f".groups[{place + 1}] arrival", group.arrival
            yield f".groups[{place + 1}] departure", group.departure

    def own_problems(self, site: Site, where: str) -> Iterator[Problem]:
        """Every group can be charged while it stays, alone and together with those that stay within its stay."""
        for place, group in enumerate(self.groups):
            at = f"{where[:-1]}.groups[{place + 1}]]"
            need = group.departure_mwh - group.arrival_mwh
            most = self.charged_mwh(group, group.minutes)
            if need > most * (1 + ROUND) + ROUND:
                about = {
                    "need": round(need, 4),
                    "most": round(most, 4),
                    "hours": round(group.minutes / 60, 2),
                }
                yield problem("fleet-stay-short", f"{at} departure", **about)
            if group.count * group.shore_mw > self.power_mw_max:
                yield problem("fleet-shore-high", f"{at} shore_mw", most=self.power_mw_max)
        yield from self._together(where)

    def _together(self, where: str) -> Iterator[Problem]:
        """What must be charged within a span of the day fits through the station."""
        daily = [group for group in self.groups if not group.is_overnight and group.days == "all"]
        spans = {(one.arrival, other.departure) for one in daily for other in daily}
        for start, end in sorted(spans):
            within = [group for group in daily if start <= group.arrival and group.departure <= end]
            need = sum(max(0.0, group.departure_mwh - group.arrival_mwh) for group in within)
            shore = sum(group.count * group.shore_mw * group.minutes / 60 for group in within)
            most = self.charge_efficiency_frac * max(0.0, self.power_mw_max * (end - start) / 60 - shore)
            if len(within) > 1 and need > most * (1 + ROUND) + ROUND:
                names = ", ".join(group.name for group in within)
                about = {"groups": names, "need": round(need, 4), "most": round(most, 4)}
                yield problem("fleet-station-small", f"{where} power_mw_max", **about)
                return

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        twice = name_twice([group.name for group in self.groups])
        if twice is not None:
            raise custom_error("site-name-twice", found=twice)
        return self
