"""What a day is planned with, as plain arrays: everything but the reference day and how it is solved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from dispatch.windows import Array
from sites.day import DayFacts
from sites.site import Site
from sites.state import State
from sites.time import Steps

__all__ = ["Inputs"]


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """Site, state, the day's facts, forecast, limits and prices.

    Attributes
    ----------
    available_mw : dict of str to array, shape (count,)
        What each renewable asset could feed in after outages and derates, MW.
    demand_mw : dict of str to array, shape (count,)
        Demand of each load with a demand, after outages and derates, MW.
    import_limit_mw, export_limit_mw : dict of str to array, shape (count,)
        Limits of each tie after the day's facts, MW.
    import_price, export_price : dict of str to array, shape (count,)
        Prices of each tie, yuan/MWh.
    temp_air : array or None, shape (count,)
        Outdoor temperature of the forecast, degC; None where it has none.
    """

    site: Site
    steps: Steps
    state: State
    day: DayFacts
    available_mw: dict[str, Array]
    demand_mw: dict[str, Array]
    import_limit_mw: dict[str, Array]
    export_limit_mw: dict[str, Array]
    import_price: dict[str, Array]
    export_price: dict[str, Array]
    temp_air: Array | None = None

    def outdoor_c(self, otherwise_c: float) -> Array:
        """Outdoor temperature, degC, shape (count,): the forecast's, else what an asset assumes."""
        known = np.full(self.steps.count, np.nan) if self.temp_air is None else self.temp_air
        return np.where(np.isfinite(known), known, otherwise_c)

    @property
    def hours(self) -> float:
        """Length of a step, hours."""
        return self.steps.hours

    @property
    def date(self) -> dt.date:
        """The local day."""
        return self.steps.local_dates[0]
