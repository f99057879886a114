"""A load whose energy is needed within a window, at whatever hours suit best."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.assets.demand import Demand
from sites.base import Clock, Described, EnergyMwh, Hours, Name, PowerMw, Span, custom_error
from sites.demand import demand_readers

__all__ = ["DaysOf", "Queue", "ShiftableLoad", "Task", "name_twice"]

DaysOf = Literal["all", "workday", "rest_day"]


def name_twice(names: list[str]) -> str | None:
    """The first name that occurs twice."""
    return next((name for place, name in enumerate(names) if name in names[:place]), None)


class Task(Described):
    """An amount of energy that must be taken between two times of the day."""

    name: Name
    energy_mwh: EnergyMwh
    power_mw_max: PowerMw
    power_mw_min: PowerMw = Field(
        default=0.0, description="Least power while it runs, MW (it may stand still)."
    )
    window: Span = Field(description="When the energy may be taken, e.g. 08:00-20:00.")
    preferred_start: Clock = Field(
        description="When it would begin on its own; it then runs at full power until done."
    )
    days: DaysOf = "all"

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.window.start_minute >= self.window.end_minute:
            raise custom_error("site-window-midnight", found=str(self.window))
        if self.power_mw_min > self.power_mw_max:
            raise custom_error("site-min-above-max", low="power_mw_min", high="power_mw_max")
        hours = self.window.minutes / 60
        if self.energy_mwh > self.power_mw_max * hours * (1 + 1e-9):
            raise custom_error(
                "site-energy-window",
                energy=self.energy_mwh,
                most=self.power_mw_max * hours,
                window=str(self.window),
            )
        needed = self.energy_mwh / self.power_mw_max * 60 if self.power_mw_max else 0.0
        if (
            self.preferred_start < self.window.start_minute
            or self.preferred_start + needed > self.window.end_minute + 1e-6
        ):
            raise custom_error("site-preferred-window", window=str(self.window), minutes=round(needed))
        return self


class Queue(Described):
    """Work that arrives over the day and may wait: batch computing of a data centre, say.

    What arrives in a step must be done by the end of the last step that lies within ``deadline_hours`` of that step's
    end, and all of it by the end of the day: nothing is handed on to the next.
    """

    name: Name
    arrives: Demand = Field(
        description="Work as it arrives, by the power that it takes when done at once, MW."
    )
    deadline_hours: Hours = Field(description="How long it may wait, hours.")
    power_mw_max: PowerMw = Field(description="Most power while it is worked off, MW.")


class ShiftableLoad(AssetBase):
    """Tasks of given energy within given windows, and work that arrives and may wait."""

    role: ClassVar[Role] = "load"

    type: Literal["shiftable_load"]
    tasks: tuple[Task, ...] = ()
    queues: tuple[Queue, ...] = ()

    @property
    def power_mw_taken_most(self) -> float:
        """All tasks and queues together, MW."""
        return sum(task.power_mw_max for task in self.tasks) + sum(q.power_mw_max for q in self.queues)

    def readers(self) -> dict[str, Callable[[str, str], object]]:
        """Files of arriving work."""
        return {name: read for queue in self.queues for name, read in demand_readers(queue.arrives).items()}

    def clocks(self) -> Iterator[tuple[str, int]]:
        """Windows and preferred starts."""
        for place, task in enumerate(self.tasks):
            yield f".tasks[{place + 1}] window", task.window.start_minute
            yield f".tasks[{place + 1}] window", task.window.end_minute
            yield f".tasks[{place + 1}] preferred_start", task.preferred_start

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        if not self.tasks and not self.queues:
            raise custom_error("shiftable-empty")
        twice = name_twice([*(task.name for task in self.tasks), *(queue.name for queue in self.queues)])
        if twice is not None:
            raise custom_error("site-name-twice", found=twice)
        return self
