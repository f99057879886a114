"""Peak windows, prices and surplus of a day: plain arrays from the site."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sites.site import Site
from sites.table import read_table
from sites.time import Steps

__all__ = ["peak_window", "period_kinds", "prices"]

Array = NDArray[np.float64]
PRICE_COLUMNS = ("import_price_yuan_per_mwh", "export_price_yuan_per_mwh")


def prices(site: Site, tie: str, steps: Steps) -> tuple[Array, Array]:
    """Import and feed-in price of each step, yuan/MWh, shape (count,) each.

    Raises
    ------
    sites.Refused
        Where no version of the tariff is in force, or its series does not cover the day.
    """
    tariff = site.tariff_of(tie)
    if tariff.series is not None:
        table = read_table(tariff.series, site.text_of(tariff.series), PRICE_COLUMNS)
        return table.values(PRICE_COLUMNS[0], steps), table.values(PRICE_COLUMNS[1], steps)
    version = tariff.version(steps.local_dates[0])
    feed_in = np.full(steps.count, version.feed_in_price_yuan_per_mwh)
    return version.import_price(steps, site.place.country), feed_in


def period_kinds(site: Site, steps: Steps) -> NDArray[np.str_]:
    """Kind of tariff period of each step after the first tie; empty texts where there is no tie."""
    ties = site.of_role("tie")
    if not ties:
        return np.full(steps.count, "", dtype="U12")
    version = site.tariff_of(ties[0]).version(steps.local_dates[0])
    return version.kinds(steps, site.place.country)


def peak_window(site: Site, steps: Steps) -> NDArray[np.bool_]:
    """Which steps lie inside the contract's peak windows; all where it names none."""
    targets = site.targets
    if targets.windows:
        return steps.within_any(targets.windows)
    if targets.window_kinds:
        return np.isin(period_kinds(site, steps), targets.window_kinds)
    return np.ones(steps.count, dtype=bool)
