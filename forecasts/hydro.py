"""Available power of a hydropower station: ``forecasts`` side of ``sites.assets.hydro``.

For each step: the natural flow, by month or from a series, as power ``rho g H eta Q``; less the ecological flow where
it passes beside the turbines; at most what the turbines take; nothing below their least flow where no pond collects it.
The weather plays no part: the inflow given is the forecast.
"""

from __future__ import annotations

import numpy as np

from forecasts.conditions import Conditions
from forecasts.notes import Array
from sites.assets.base import AssetBase
from sites.assets.hydro import Hydro, Inflow, read_flow, read_power
from sites.site import Site
from sites.time import Steps

__all__ = ["natural_mw", "power_mw"]


def natural_mw(site: Site, asset: Hydro, steps: Steps) -> Array:
    """Power of the whole natural flow [MW], shape (time,).

    Raises
    ------
    Refused
        A series does not cover the steps.
    """
    inflow: Inflow = asset.inflow
    if inflow.series_m3_per_s is not None:
        table = read_flow(inflow.series_m3_per_s, site.text_of(inflow.series_m3_per_s))
        return np.asarray(table.values("inflow_m3_per_s", steps) * asset.mw_per_m3_per_s, dtype=float)
    if inflow.series_mw is not None:
        table = read_power(inflow.series_mw, site.text_of(inflow.series_mw))
        return np.asarray(table.values("inflow_mw", steps), dtype=float)
    monthly = inflow.monthly_m3_per_s if inflow.monthly_mw is None else inflow.monthly_mw
    factor = asset.mw_per_m3_per_s if inflow.monthly_mw is None else 1.0
    values = [(monthly or ())[date.month - 1] * factor for date in steps.local_dates]
    return np.asarray(values, dtype=float)


def power_mw(site: Site, asset: AssetBase, conditions: Conditions) -> Array:
    """Return the station's available power [MW], shape (time,), before outages and spill."""
    assert isinstance(asset, Hydro)
    power = np.maximum(natural_mw(site, asset, conditions.steps) - asset.bypass_mw, 0.0)
    power = np.minimum(power, asset.power_mw_rated)
    if asset.pond is None:
        power = np.where(power < asset.power_mw_least, 0.0, power)
    return np.asarray(power, dtype=float)
