"""A load that, once started, runs through its power profile; its product may wait in silos.

A batch runs once a day unless ``runs_min`` and ``runs_max`` say otherwise: a mill that may run any hour is a batch of
one hour with ``runs_min = 0`` and many ``runs_max``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.assets.shiftable_load import DaysOf, name_twice
from sites.assets.silo import Silo, Stoppage, read_product
from sites.base import Clock, Described, Hours, Name, Number, PowerMw, Span, WholeNumber, custom_error
from sites.demand import happens_on
from sites.problems import Problem, problem

if TYPE_CHECKING:
    from sites.site import Site

Tonnes = Annotated[Number, Field(ge=0, le=1e8)]

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
    runs_min: Annotated[WholeNumber, Field(ge=0, le=1440)] = Field(
        default=1, description="Fewest runs on each of its days."
    )
    runs_max: Annotated[WholeNumber, Field(ge=1, le=1440)] = Field(
        default=1,
        description="Most runs on each of its days; a run never overlaps another of the same batch.",
    )
    fills: Name | None = Field(
        default=None, description="Silo of the asset that a run fills, evenly over its time."
    )
    product_t: Tonnes = Field(default=0.0, description="What a run brings into that silo, t.")
    draws: Name | None = Field(
        default=None, description="Silo of the asset that a run draws from, evenly over its time."
    )
    draw_t: Tonnes = Field(default=0.0, description="What a run takes from that silo, t.")
    resource: Name | None = Field(
        default=None, description="Shared resource of the site that a run uses, see [resources]."
    )

    @property
    def is_once(self) -> bool:
        """Whether it runs exactly once on each of its days."""
        return self.runs_min == self.runs_max == 1

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
        if self.runs_min > self.runs_max:
            raise custom_error("site-min-above-max", low="runs_min", high="runs_max")
        if self.runs_min * self.minutes > self.window.minutes:
            about = {"runs": self.runs_min, "minutes": self.minutes, "window": str(self.window)}
            raise custom_error("batch-runs-window", batch=self.name, **about)
        for silo, tonnes in (("fills", "product_t"), ("draws", "draw_t")):
            if (getattr(self, silo) is None) != (getattr(self, tonnes) == 0.0):
                raise custom_error("site-together", fields=f"{silo}, {tonnes}")
        if not self.is_once and self.profile_mw[0] == 0.0:
            raise custom_error("batch-profile-zero", batch=self.name)
        return self

    @property
    def runs_fitting(self) -> int:
        """Most runs that fit into its window on a day, no more than `runs_max`."""
        return min(self.runs_max, self.window.minutes // self.minutes)


class BatchLoad(AssetBase):
    """A plant that runs batches, one at a time unless told otherwise."""

    role: ClassVar[Role] = "load"
    state_fields: ClassVar[tuple[str, ...]] = ("stocks",)

    type: Literal["batch_load"]
    batches: tuple[Batch, ...] = Field(min_length=1)
    at_once_max: Annotated[WholeNumber, Field(ge=1, le=100)] = Field(
        default=1, description="Most batches that run together."
    )
    silos: tuple[Silo, ...] = Field(
        default=(), description="Stocks of product that batches fill and draw from."
    )
    stoppages: tuple[Stoppage, ...] = Field(
        default=(), description="Days on which batches must stand still, such as 错峰生产."
    )

    def todays(self, date: dt.date, country: str) -> list[Batch]:
        """Batches that may run on a date."""
        return [
            batch
            for batch in self.batches
            if happens_on(batch.days, date, country)
            and not any(stoppage.stops(batch.name, date) for stoppage in self.stoppages)
        ]

    def mwh_per_t(self, silo: str) -> float:
        """Energy that a tonne of a silo's product takes, MWh: the most of the batches that fill it."""
        filling = [batch for batch in self.batches if batch.fills == silo]
        return max((batch.energy_mwh / batch.product_t for batch in filling), default=0.0) or 1.0

    def initial_state(self) -> dict[str, dict[str, float]]:
        """What the silos hold."""
        stocks = {f"{self.name}/{silo.name}": silo.t_initial for silo in self.silos}
        return {"stocks": stocks} if stocks else {}

    def readers(self) -> dict[str, Callable[[str, str], object]]:
        """Tables of the silos' demand."""
        return {silo.demand_series: read_product for silo in self.silos if silo.demand_series is not None}

    def state_contradictions(
        self, value: Callable[[str, str], float]
    ) -> Iterator[tuple[str, str, dict[str, object]]]:
        """A silo that holds more than it can."""
        for silo in self.silos:
            key = f"{self.name}/{silo.name}"
            held = value("stocks", key)
            if held > silo.t_max * (1 + 1e-9):
                yield "silo-state-full", f"stocks.{key}", {"found": held, "most": silo.t_max}

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
        for place, silo in enumerate(self.silos):
            for span in silo.demand_hours:
                yield f".silos[{place + 1}] demand_hours", span.start_minute
                yield f".silos[{place + 1}] demand_hours", span.end_minute

    def own_problems(self, site: Site, where: str) -> Iterator[Problem]:
        """A batch lasts a whole number of steps."""
        for place, batch in enumerate(self.batches):
            if batch.minutes % site.step_minutes:
                at = f"{where[:-1]}.batches[{place + 1}]] profile_mw"
                yield problem("site-batch-step", at, minutes=batch.minutes, step=site.step_minutes)
            yield from self._resource_problems(site, batch, f"{where[:-1]}.batches[{place + 1}]] resource")

    def _resource_problems(self, site: Site, batch: Batch, at: str) -> Iterator[Problem]:
        """A resource is one of the site's, and the batches that run once a day do not overtax it by their own wish."""
        if batch.resource is None:
            return
        if batch.resource not in site.resources:
            known = ", ".join(site.resources) or "-"
            yield problem("resource-unknown", at, found=batch.resource, known=known)
            return
        most = site.resources[batch.resource].at_once_max
        others = [
            f"{name}/{other.name}"
            for name, asset in site.assets.items()
            for other in getattr(asset, "batches", ())
            if other.resource == batch.resource and other.is_once and _meets(batch, other)
        ]
        if batch.is_once and len(others) > most:
            yield problem(
                "resource-preferred", at, batches=", ".join(others), found=batch.resource, most=most
            )

    @model_validator(mode="after")
    def _order(self) -> Self:
        names = [*(batch.name for batch in self.batches), *(silo.name for silo in self.silos)]
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
        self._check_silos()
        return self

    def _check_silos(self) -> None:
        """Batches name silos of the asset, and no silo must run empty by its own demand."""
        known = [silo.name for silo in self.silos]
        for batch in self.batches:
            for found in (batch.fills, batch.draws):
                if found is not None and found not in known:
                    about = {"found": found, "known": ", ".join(known) or "-"}
                    raise custom_error("silo-unknown", batch=batch.name, **about)
        for stoppage in self.stoppages:
            for found in stoppage.batches:
                if found not in {batch.name for batch in self.batches}:
                    raise custom_error("batch-stoppage-unknown", found=found)
        for silo in self.silos:
            most_t = sum(batch.runs_fitting * batch.product_t for batch in self._filling(silo.name))
            fewest_t = sum(
                batch.runs_min * batch.draw_t for batch in self.batches if batch.draws == silo.name
            )
            need_t = (silo.day_t or 0.0) + fewest_t
            if need_t > most_t * (1 + 1e-9):
                about = {"silo": silo.name, "need": f"{need_t:.10g}", "most": f"{most_t:.10g}"}
                raise custom_error("silo-runs-empty", **about)

    def _filling(self, silo: str) -> list[Batch]:
        return [batch for batch in self.batches if batch.fills == silo]

    def _check_preferred(self, batch: Batch, by_name: dict[str, Batch]) -> None:
        """The reference day runs every batch at its preferred time, so these must obey the order."""
        if batch.after is None:
            return
        earlier = by_name[batch.after]
        repeated = next((each.name for each in (batch, earlier) if not each.is_once), None)
        if repeated is not None:
            raise custom_error("batch-after-repeated", batch=batch.name, found=batch.after, repeated=repeated)
        if earlier.days not in (batch.days, "all"):
            raise custom_error("site-after-days", batch=batch.name, found=batch.after)
        if batch.preferred_start < earlier.preferred_start + earlier.minutes + batch.gap_hours_min * 60:
            raise custom_error("site-preferred-order", batch=batch.name, found=batch.after)

    def _check_together(self) -> None:
        for batch in self.batches:
            running = [other.name for other in self.batches if other.is_once and _meets(batch, other)]
            if not batch.is_once:
                continue
            if len(running) > self.at_once_max:
                raise custom_error(
                    "site-preferred-together", batches=", ".join(running), most=self.at_once_max
                )


def _meets(batch: Batch, other: Batch) -> bool:
    """Whether another batch runs when a batch would start on its own."""
    return other.preferred_start <= batch.preferred_start < other.preferred_start + other.minutes and (
        other.days == "all" or batch.days in ("all", other.days)
    )
