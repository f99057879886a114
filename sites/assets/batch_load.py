"""A load that, once started, runs through its power profile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.assets.shiftable_load import DaysOf, name_twice
from sites.base import Clock, Described, Hours, Name, PowerMw, Span, WholeNumber, custom_error
from sites.problems import Problem, problem

if TYPE_CHECKING:
    from sites.site import Site

__all__ = ["Batch", "BatchLoad"]


class Batch(Described):
    """One run of a machine: a power profile that cannot be stopped, inside a window."""

    name: Name
    profile_mw: tuple[PowerMw, ...] = Field(
        min_length=1, description="Mean power of each step of the profile, MW."
    )
    profile_step_minutes: Annotated[WholeNumber, Field(ge=1, le=1440)] = 60
    window: Span = Field(description="The whole run lies inside, e.g. 06:00-24:00.")
    preferred_start: Clock = Field(description="When it would start on its own.")
    after: Name | None = Field(
        default=None, description="Batch of the same asset that must have ended before."
    )
    gap_hours_min: Hours = Field(default=0.0, description="Least time after the end of that batch, hours.")
    days: DaysOf = "all"

    @property
    def minutes(self) -> int:
        """Length of the run in minutes."""
        return len(self.profile_mw) * self.profile_step_minutes

    @property
    def energy_mwh(self) -> float:
        """Energy of the run, MWh."""
        return sum(self.profile_mw) * self.profile_step_minutes / 60

    def profile(self, step_minutes: int) -> NDArray[np.float64]:
        """Mean power of each step of `step_minutes`, MW; energy is conserved.

        The run's length is a whole number of steps (the site's reader refuses it otherwise).
        """
        minute_by_minute = np.repeat(np.asarray(self.profile_mw, dtype=float), self.profile_step_minutes)
        return np.asarray(minute_by_minute.reshape(-1, step_minutes).mean(axis=1), dtype=float)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.window.start_minute >= self.window.end_minute:
            raise custom_error("site-window-midnight", found=str(self.window))
        if self.minutes > self.window.minutes:
            raise custom_error("site-batch-window", minutes=self.minutes, window=str(self.window))
        if not self.window.start_minute <= self.preferred_start <= self.window.end_minute - self.minutes:
            raise custom_error("site-preferred-window", window=str(self.window), minutes=self.minutes)
        return self


class BatchLoad(AssetBase):
    """A plant that runs batches, one at a time unless told otherwise."""

    role: ClassVar[Role] = "load"

    type: Literal["batch_load"]
    batches: tuple[Batch, ...] = Field(min_length=1)
    at_once_max: Annotated[WholeNumber, Field(ge=1, le=100)] = Field(
        default=1, description="Most batches that run together."
    )

    @property
    def power_mw_taken_most(self) -> float:
        """The highest powers of as many batches as may run together, MW."""
        tops = sorted((max(batch.profile_mw) for batch in self.batches), reverse=True)
        return sum(tops[: self.at_once_max])

    def clocks(self) -> Iterator[tuple[str, int]]:
        """Windows and preferred starts."""
        for place, batch in enumerate(self.batches):
            yield f".batches[{place + 1}] window", batch.window.start_minute
            yield f".batches[{place + 1}] window", batch.window.end_minute
            yield f".batches[{place + 1}] preferred_start", batch.preferred_start

    def own_problems(self, site: Site, where: str) -> Iterator[Problem]:
        """A batch lasts a whole number of steps."""
        for place, batch in enumerate(self.batches):
            if batch.minutes % site.step_minutes:
                at = f"{where[:-1]}.batches[{place + 1}]] profile_mw"
                yield problem("site-batch-step", at, minutes=batch.minutes, step=site.step_minutes)

    @model_validator(mode="after")
    def _order(self) -> Self:
        names = [batch.name for batch in self.batches]
        twice = name_twice(names)
        if twice is not None:
            raise custom_error("site-name-twice", found=twice)
        by_name = {batch.name: batch for batch in self.batches}
        for batch in self.batches:
            if batch.after is not None and batch.after not in by_name:
                raise custom_error("site-unknown-batch", batch=batch.name, found=batch.after)
            trail, current = [batch.name], batch
            while current.after is not None:
                if current.after in trail:
                    raise custom_error("site-circular", trail=" -> ".join([*trail, current.after]))
                trail.append(current.after)
                current = by_name[current.after]
            self._check_preferred(batch, by_name)
        self._check_together()
        return self

    def _check_preferred(self, batch: Batch, by_name: dict[str, Batch]) -> None:
        """The reference day runs every batch at its preferred time, so these must obey the order."""
        if batch.after is None:
            return
        earlier = by_name[batch.after]
        if earlier.days not in (batch.days, "all"):
            raise custom_error("site-after-days", batch=batch.name, found=batch.after)
        if batch.preferred_start < earlier.preferred_start + earlier.minutes + batch.gap_hours_min * 60:
            raise custom_error("site-preferred-order", batch=batch.name, found=batch.after)

    def _check_together(self) -> None:
        for batch in self.batches:
            running = [
                other.name
                for other in self.batches
                if other.preferred_start <= batch.preferred_start < other.preferred_start + other.minutes
                and (other.days == "all" or batch.days in ("all", other.days))
            ]
            if len(running) > self.at_once_max:
                raise custom_error(
                    "site-preferred-together", batches=", ".join(running), most=self.at_once_max
                )
