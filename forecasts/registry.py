"""Which function forecasts which type of asset. A new type: its file beside this one, and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forecasts import hydro, load, pv, wind
from forecasts.conditions import Conditions
from forecasts.notes import Array
from sites.assets.base import AssetBase
from sites.site import Site

__all__ = ["FORECASTERS", "Forecaster"]


@dataclass(frozen=True)
class Forecaster:
    """How a type of asset is forecast.

    Attributes
    ----------
    power_mw
        ``(site, asset, conditions)`` -> available power of a source, or demand of a load [MW], shape (time,).
    is_bounded
        Whether the asset's ``power_mw_rated`` bounds the forecast.
    needs_sun
        Whether there is no power in the dark.
    """

    power_mw: Callable[[Site, AssetBase, Conditions], Array]
    is_bounded: bool = False
    needs_sun: bool = False


FORECASTERS: dict[str, Forecaster] = {
    "pv": Forecaster(pv.power_mw, is_bounded=True, needs_sun=True),
    "wind": Forecaster(wind.power_mw, is_bounded=True),
    "hydro": Forecaster(hydro.power_mw, is_bounded=True),
    "load": Forecaster(load.power_mw),
    "interruptible_load": Forecaster(load.power_mw),
    "heat_load": Forecaster(load.heat_mw),
    "hydrogen_load": Forecaster(load.power_mw),
}
