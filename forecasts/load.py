"""Demand of a load: the profile that the site gives it (``sites.demand``), and heating by the weather."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

import numpy as np

from forecasts.conditions import Conditions
from forecasts.notes import Array
from sites.assets.base import AssetBase
from sites.demand import demand_mw
from sites.site import Site

if TYPE_CHECKING:
    from sites.assets.demand import Demand
    from sites.assets.heat_load import HeatLoad

__all__ = ["heat_mw", "power_mw"]


class _WithDemand(Protocol):
    """What the load-like types have in common."""

    demand: Demand


def power_mw(site: Site, asset: AssetBase, conditions: Conditions) -> Array:
    """Return the demand [MW], shape (time,), before any response.

    Raises
    ------
    Refused
        See :func:`sites.demand.demand_mw`.
    """
    return demand_mw(site, cast("_WithDemand", asset).demand, conditions.steps)


def heat_mw(site: Site, asset: AssetBase, conditions: Conditions) -> Array:
    """Return the firm demand for heat [MW], shape (time,): the profile, and so much a kelvin below a base temperature.

    Heating by degree-hours, as in ISO 15927-6; the heat of a building that the site describes is planned, not forecast.
    """
    heating = cast("HeatLoad", asset).heating
    demand = power_mw(site, asset, conditions)
    if heating is None:
        return demand
    return demand + heating.power_mw_per_k * np.maximum(heating.base_c - conditions.temp_air, 0.0)
