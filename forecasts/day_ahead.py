"""The forecast of a day: one Dataset that the floor above is handed, and nothing else.

Dimensions ``scenario`` (one so far), ``time`` (starts of the steps, UTC) and ``asset``:

- ``power_mw(scenario, time, asset)``: available power of a source before outages and curtailment, demand of a
  load before any response; both are positive;
- ``ghi dni dhi temp_air wind_speed (time)``: the weather at the site's steps, as it was used;
- coordinate ``asset_type(asset)``.

Attributes follow CF-1.11, with the origin of everything: see :func:`forecast`. The Dataset survives NetCDF
unchanged.
"""

from __future__ import annotations

import datetime as dt
import json
import platform
from importlib import metadata
from typing import TYPE_CHECKING

import numpy as np

from forecasts.conditions import Conditions
from forecasts.notes import notes_of, notes_to_json
from forecasts.registry import FORECASTERS
from forecasts.resample import to_steps
from forecasts.weather.canonical import FIELDS
from sites.problems import Problem, Refused, problem
from sites.time import utc_text

if TYPE_CHECKING:
    import xarray as xr

    from sites.site import Site
    from sites.time import Steps

__all__ = ["forecast", "forecast_over"]

CONVENTIONS = "CF-1.11"
WEATHER_SHOWN = ("ghi", "dni", "dhi", "temp_air", "wind_speed")
LIBRARIES = ("hengli", "numpy", "pandas", "pvlib", "scipy", "windpowerlib", "xarray")


def forecast(
    site: Site, weather: xr.Dataset, date: dt.date, *, issue_time: dt.datetime, seed: int = 0
) -> xr.Dataset:
    """Forecast the sources and loads of a site for a local day.

    Parameters
    ----------
    site
        What stands where.
    weather
        Canonical weather over the day (``read_weather``, ``typical_weather``).
    date
        Local date at the site.
    issue_time
        When the forecast is made, with its zone.
    seed
        The seed of whatever is drawn by chance; kept in the attributes.

    Returns
    -------
    xarray.Dataset
        See the module's docstring. Attributes: ``Conventions title source issue_time`` (UTC, ISO 8601)
        ``time_zone date site seed step_minutes latitude longitude elevation_m weather_source weather_kind
        weather_issue_time synthetic versions`` (JSON) ``notes`` (JSON, :mod:`forecasts.notes`), and
        ``elsewhere_km`` with weather of another place, ``hindsight`` with weather that was not known at the issue.

    Raises
    ------
    Refused
        The weather does not cover the day, or an asset cannot be forecast; all assets' problems together.
    ValueError
        ``issue_time`` has no zone.
    """
    result = forecast_over(site, weather, site.steps(date))
    return result.assign_attrs(
        title=f"Day-ahead forecast of {site.name} for {date.isoformat()}",
        issue_time=utc_text(issue_time),
        date=date.isoformat(),
        seed=seed,
    )


def forecast_over(site: Site, weather: xr.Dataset, steps: Steps) -> xr.Dataset:
    """Forecast over any run of steps, a year say: :func:`forecast` without a date and an issue."""
    import xarray as xr

    conditions = to_steps(weather, steps, site.place)
    names = [name for name, asset in site.assets.items() if asset.type in FORECASTERS]
    power = _power(site, names, conditions)
    result = xr.Dataset(
        {
            "power_mw": (("scenario", "time", "asset"), power[None], _power_attributes()),
            **{
                name: ("time", getattr(conditions, name), _weather_attributes(weather, name))
                for name in WEATHER_SHOWN
            },
        },
        coords={
            "scenario": ("scenario", np.arange(1), {"long_name": "scenario"}),
            "time": ("time", steps.times, {"standard_name": "time", "long_name": "start of the step, UTC"}),
            "asset": ("asset", np.array(names, dtype=object), {"long_name": "asset"}),
            "asset_type": (
                "asset",
                np.array([site.assets[name].type for name in names], dtype=object),
                {"long_name": "type of the asset"},
            ),
        },
        attrs=_attributes(site, weather, steps),
    )
    result["time"].encoding = {"units": "seconds since 1970-01-01", "dtype": "int64"}
    return result


def _power(site: Site, names: list[str], conditions: Conditions) -> np.ndarray:
    """Return the power of assets [MW], shape (time, asset); what is wrong with several is said together."""
    power = np.zeros((conditions.steps.count, len(names)))
    problems: list[Problem] = []
    for place, name in enumerate(names):
        asset = site.assets[name]
        try:
            power[:, place] = FORECASTERS[asset.type].power_mw(site, asset, conditions)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return power


def _power_attributes() -> dict[str, str]:
    return {
        "long_name": "available power of sources, demand of loads",
        "units": "MW",
        "cell_methods": "time: mean",
    }


def _weather_attributes(weather: xr.Dataset, name: str) -> dict[str, object]:
    field = FIELDS[name]
    shown: dict[str, object] = {
        "units": field.units,
        "standard_name": field.standard_name,
        "cell_methods": "time: mean",
    }
    return shown | {"height_m": float(weather[name].attrs["height_m"])} if name == "wind_speed" else shown


def _attributes(site: Site, weather: xr.Dataset, steps: Steps) -> dict[str, object]:
    attributes: dict[str, object] = {
        "Conventions": CONVENTIONS,
        "title": f"Forecast of {site.name}",
        "source": "pvlib (PV), windpowerlib (wind), profiles of the site (loads)",
        "time_zone": steps.time_zone,
        "site": site.name,
        "step_minutes": steps.step_minutes,
        "latitude": site.place.latitude,
        "longitude": site.place.longitude,
        "elevation_m": site.place.elevation_m,
        "weather_source": str(weather.attrs["source"]),
        "weather_kind": str(weather.attrs["kind"]),
        "weather_issue_time": str(weather.attrs["issue_time"]),
        "synthetic": int(weather.attrs["synthetic"]),
        "versions": json.dumps(_versions(), sort_keys=True),
    }
    notes = notes_of(weather)
    if int(weather.attrs.get("hindsight", 0)):
        attributes["hindsight"] = 1
    if "elsewhere_km" in weather.attrs:
        attributes["elsewhere_km"] = float(weather.attrs["elsewhere_km"])
    if site.step_minutes < int(weather.attrs["step_minutes"]):
        shown = (int(weather.attrs["step_minutes"]), site.step_minutes)
        notes.append(problem("forecast-note-resampled", given=shown[0], step=shown[1]))
    return attributes | {"notes": notes_to_json(notes)}


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = metadata.version(library)
        except metadata.PackageNotFoundError:  # run from a checkout that is not installed
            continue
    return found
