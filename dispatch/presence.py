"""When the groups of a fleet are there on a day, with what energy they come and what they need."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dispatch.windows import Array
from sites.assets.ev_fleet import EvFleet, Group
from sites.demand import happens_on

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["Presence", "presences", "shore_mw"]


@dataclass(frozen=True)
class Presence:
    """A stay of a group in the steps of a day.

    Attributes
    ----------
    group : Group
    first, last : int
        Its steps.
    start_mwh, need_mwh : float
        Energy at its beginning, and the least at its end, MWh.
    is_carried_in, is_carried_on : bool
        Whether it began before the day, and goes on after it.
    """

    group: Group
    first: int
    last: int
    start_mwh: float
    need_mwh: float
    is_carried_in: bool
    is_carried_on: bool

    @property
    def steps(self) -> range:
        """Its steps."""
        return range(self.first, self.last + 1)

    @property
    def most_mwh(self) -> float:
        """Most energy at its end, MWh: what it came with or leaves with."""
        return max(self.group.departure_mwh, self.start_mwh)


def presences(asset: EvFleet, inputs: Inputs) -> list[Presence]:
    """Every stay of the day, in the order of the groups and of time."""
    country, date, steps = inputs.site.place.country, inputs.date, inputs.steps
    found: list[Presence] = []
    for group in asset.groups:
        came = happens_on(group.days, date - dt.timedelta(days=1), country) if group.is_overnight else False
        for stay in group.stays(is_today=happens_on(group.days, date, country), was_yesterday=came):
            inside = np.flatnonzero(
                (steps.local_minutes >= stay.start_minute) & (steps.local_minutes < stay.end_minute)
            )
            if not inside.size:
                continue
            start, need = group.arrival_mwh, group.departure_mwh
            if stay.is_carried_in:
                start = inputs.state.value(inputs.site, "stocks", f"{asset.name}/{group.name}")
            if stay.is_carried_on:
                need = asset.midnight_mwh(group)
            start = min(start, group.capacity_mwh)
            first, last = int(inside[0]), int(inside[-1])
            found.append(Presence(group, first, last, start, need, stay.is_carried_in, stay.is_carried_on))
    return found


def shore_mw(asset: EvFleet, stays: list[Presence], count: int) -> Array:
    """Shore power of all that are there, MW, shape (count,)."""
    total = np.zeros(count)
    for stay in stays:
        total[stay.first : stay.last + 1] += stay.group.count * stay.group.shore_mw
    return total
