"""Demand of a load: the profile that the site gives it (``sites.demand``), whatever the weather."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from forecasts.conditions import Conditions
from forecasts.notes import Array
from sites.assets.base import AssetBase
from sites.demand import demand_mw
from sites.site import Site

if TYPE_CHECKING:
    from sites.assets.demand import Demand

__all__ = ["power_mw"]


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
