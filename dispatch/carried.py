"""What a planned day leaves behind, as the tables of the next day's state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dispatch.assets import BEHAVIOURS
from dispatch.contract.carried import to_date_after
from dispatch.results import ASSET_QUANTITIES, PARTS

if TYPE_CHECKING:
    import xarray as xr

    from sites.site import Site
    from sites.state import State

__all__ = ["carried_over", "stocks_of"]


def carried_over(site: Site, state: State, data: xr.Dataset) -> dict[str, dict[str, float]]:
    """What each type of asset carries into the next day (`Behaviour.carried`): field of the state -> key -> value.

    Parameters
    ----------
    data : xarray.Dataset
        ``schedule.data``.
    """
    hours = site.step_minutes / 60
    tables: dict[str, dict[str, float]] = {}
    for name, asset in site.assets.items():
        of = data.sel(asset=name)
        quantities = {q: np.asarray(of[q].values, dtype=float) for q in ASSET_QUANTITIES if q in of}
        quantities |= _parts_of(data, name) | stocks_of(data, name)
        kept = BEHAVIOURS[asset.type].carried(asset, state, quantities, hours)
        for (field, key), value in kept.items():
            tables.setdefault(field, {})[key] = value
    sums = to_date_after(site, state, data)
    if sums:
        tables["to_date"] = {**tables.get("to_date", {}), **sums}
    return tables


def stocks_of(data: xr.Dataset, asset: str) -> dict[str, np.ndarray]:
    """Contents of the asset's stocks by ``asset/stock``, shape (count,) each."""
    return {
        str(key): np.asarray(data["stock_level"].values[:, place], dtype=float)
        for place, key in enumerate(data["stock"].values if "stock_level" in data else ())
        if str(key).partition("/")[0] == asset
    }


def _parts_of(data: xr.Dataset, asset: str) -> dict[str, np.ndarray]:
    """Power of the asset's parts by ``asset/name``, MW, shape (count,) each."""
    return {
        str(key): np.asarray(data[f"{dimension}_power_mw"].values[:, place], dtype=float)
        for dimension in PARTS
        for place, key in enumerate(data[dimension].values if dimension in data.coords else ())
        if str(key).partition("/")[0] == asset
    }
