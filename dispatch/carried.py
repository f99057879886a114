"""What a planned day leaves behind, as the tables of the next day's state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dispatch.assets import BEHAVIOURS
from dispatch.results import ASSET_QUANTITIES

if TYPE_CHECKING:
    import xarray as xr

    from sites.site import Site
    from sites.state import State

__all__ = ["carried_over"]


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
        kept = BEHAVIOURS[asset.type].carried(asset, state, quantities, hours)
        for (field, key), value in kept.items():
            tables.setdefault(field, {})[key] = value
    return tables
