"""Whether a history can be of its asset: its capacity beside the site's, before anything is learnt from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from runs.asset_files import AssetFile
from sites.problems import Problem, Refused, problem
from sites.site import Site

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["check_size"]

REFUSED_OVER, REFUSED_UNDER = 2.5, 0.25
ODD_OVER, ODD_UNDER = 1.25, 0.6


def check_size(site: Site, each: AssetFile, history: xr.Dataset) -> list[Problem]:
    """Return a note where a history is of an odd size for its asset.

    Its size is the 99.9 % quantile of the measured power; the asset's is its rated power, or the peak of a load's
    profile. A load whose peak the site does not name is not judged.

    Raises
    ------
    Refused
        ``forecast-history-size``: it is at least 2.5 times the asset, or at most a quarter.
    """
    from forecasts.calibration.frame import capacity_of

    found = capacity_of(np.asarray(history["measured_mw"].to_numpy(), dtype=float))
    own = _size_mw(site, each.asset)
    if own is None or not own > 0 or not np.isfinite(found):
        return []
    ratio = found / own
    about = {"asset": each.asset, "found": _shown(found), "rated": _shown(own), "ratio": _shown(ratio)}
    if ratio >= REFUSED_OVER or ratio <= REFUSED_UNDER:
        raise Refused(Problem("forecast-history-size", each.path.name, about))
    if ratio > ODD_OVER or ratio < ODD_UNDER:
        return [problem("forecast-note-history-size", file=each.path.name, **about)]
    return []


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _size_mw(site: Site, name: str) -> float | None:
    asset = site.assets[name]
    rated = getattr(asset, "power_mw_rated", None)
    if rated is not None:
        return float(rated)
    demand = getattr(asset, "demand", None)
    if demand is None:
        return None
    if demand.series is not None:
        from sites.demand import read_series

        table = read_series(demand.series, site.text_of(demand.series))
        return float(table.columns["power_mw"].max())
    most = demand.constant_mw if demand.constant_mw is not None else demand.power_mw_peak
    return None if most is None else float(most)
