"""Parts of a load by sector, added to a forecast: ``sector_mw(sector, time)``, from ``--sectors ASSET=FILE``.

The file holds the largest and smallest power of each sector and day; the asset's own history, which ``--history``
names, says how the total moves within a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from forecasts.notes import with_notes
from runs.asset_files import AssetFile, check_assets
from runs.calibrated import history_of
from sites.problems import Problem, problem
from sites.site import Site

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["sector_energy_mwh", "sector_problems", "with_sectors"]

OPTION = "--sectors"


def sector_problems(site: Site, sectors: Sequence[AssetFile], history: Sequence[AssetFile]) -> list[Problem]:
    """Return what is wrong with the names of assets and files, nothing read yet."""
    loads = [name for name, asset in site.assets.items() if asset.role == "load"]
    found = check_assets(site, OPTION, sectors, loads)
    found += [
        problem("forecast-sectors-mapping", OPTION, file=each.mapping.name)
        for each in sectors
        if each.mapping
    ]
    known = {each.asset for each in history}
    return found + [
        problem("forecast-sectors-history", OPTION, asset=each.asset)
        for each in sectors
        if each.asset in loads and each.asset not in known
    ]


def with_sectors(
    forecast: xr.Dataset,
    site: Site,
    date: dt.date,
    *,
    sectors: Sequence[AssetFile],
    history: Sequence[AssetFile],
    issue_time: dt.datetime,
) -> xr.Dataset:
    """Return a forecast with the parts of its loads.

    Returns
    -------
    xarray.Dataset
        The forecast with ``sector_mw(sector, time)`` [MW] and, along ``sector``, ``sector_asset``: whose part it is.
        An asset's sectors, with ``other``, sum to its forecast. With several assets the sectors are called
        ``asset/sector``.

    Raises
    ------
    Refused
        A file cannot be read, or too little of it is known by the issue time.
    """
    import xarray as xr

    if not sectors:
        return forecast
    parts = [_of_asset(forecast, site, date, each, history, issue_time) for each in sectors]
    owners = [
        each.asset for each, part in zip(sectors, parts, strict=True) for _ in range(part.sizes["sector"])
    ]
    whole = xr.concat(parts, "sector") if len(parts) > 1 else parts[0]
    if len(parts) > 1:
        names = [f"{owner}/{name}" for owner, name in zip(owners, whole["sector"].values, strict=True)]
        whole = whole.assign_coords(sector=np.array(names, dtype=object))
    found = forecast.assign(sector_mw=whole).assign_coords(
        sector_asset=("sector", np.array(owners, dtype=object))
    )
    notes = [problem("forecast-note-sectors", asset=each.asset) for each in sectors]
    return with_notes(found, notes)


def _of_asset(
    forecast: xr.Dataset,
    site: Site,
    date: dt.date,
    each: AssetFile,
    history: Sequence[AssetFile],
    issue_time: dt.datetime,
) -> xr.DataArray:
    from forecasts.calibration import fit_sectors
    from forecasts.history import known_until, read_sectors

    issued = np.datetime64(issue_time.astimezone(dt.UTC).replace(tzinfo=None), "ns")
    until = min(known_until(date, site.place.time_zone), issued)
    own = next(one for one in history if one.asset == each.asset)
    model = fit_sectors(read_sectors(each.path), history_of(site, own), until=until)
    mean = forecast["mean_mw"] if "mean_mw" in forecast else forecast["power_mw"].isel(scenario=0)
    return model.predict(mean.sel(asset=each.asset, drop=True), date)


def sector_energy_mwh(forecast: xr.Dataset, step_minutes: int) -> list[dict[str, object]]:
    """Return each part's energy of the day, for the record; nothing where there are no parts."""
    if "sector_mw" not in forecast:
        return []
    energy = forecast["sector_mw"].sum("time").to_numpy() * step_minutes / 60
    return [
        {"asset": str(asset), "sector": str(name), "energy_mwh": float(value)}
        for asset, name, value in zip(
            forecast["sector_asset"].values, forecast["sector"].values, energy, strict=True
        )
    ]
