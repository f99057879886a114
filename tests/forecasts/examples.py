"""Small sites to forecast: a park near Ruichang, and the same assets anywhere else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import xarray as xr

from forecasts.conditions import Conditions
from forecasts.notes import Array
from forecasts.sun import sun_at
from forecasts.weather.canonical import Origin, build
from forecasts.weather.typical import typical_weather
from sites.assets import ASSET_TYPES
from sites.problems import Refused
from sites.site import Site
from sites.time import Steps

__all__ = [
    "CLIMATE",
    "DATE",
    "ISSUED",
    "a_site",
    "canonical",
    "conditions",
    "csv_text",
    "keys",
    "pv",
    "wind",
]

DATE = dt.date(2026, 7, 15)

ISSUED = dt.datetime(2026, 7, 14, 9, 0, tzinfo=dt.UTC)

CLIMATE: dict[str, Any] = {
    "ghi_kwh_per_m2_day": [2.0, 2.3, 2.7, 3.6, 4.1, 4.2, 5.1, 4.8, 3.9, 3.2, 2.7, 2.3],
    "temp_air_mean_c": [4.4, 6.9, 11.3, 17.4, 22.4, 25.8, 29.2, 28.4, 24.4, 18.8, 12.5, 6.7],
    "temp_air_range_c": [7.0, 7.2, 7.8, 8.6, 8.4, 7.2, 7.6, 7.8, 7.9, 8.5, 8.4, 8.0],
    "wind_speed_mean_m_per_s": [2.2, 2.3, 2.4, 2.3, 2.1, 2.1, 2.5, 2.4, 2.3, 2.0, 2.0, 2.1],
    "wind_speed_height_m": 10.0,
    "relative_humidity_pct": [76, 78, 79, 78, 77, 81, 77, 78, 76, 73, 75, 73],
    "assumption": "for tests",
}


def pv(**changes: object) -> dict[str, Any]:
    """Return the table of a south-facing roof."""
    return {
        "type": "pv",
        "bus": "main",
        "capacity_mw": 10.0,
        "inverter_mw": 8.0,
        "tilt_deg": 20.0,
        "azimuth_deg": 180.0,
        "assumption": "for tests",
    } | changes


def wind(**changes: object) -> dict[str, Any]:
    """Return the table of a small farm on a ridge."""
    return {
        "type": "wind",
        "bus": "main",
        "capacity_mw": 22.0,
        "turbine_count": 10,
        "turbine_type": "ENO100/2200",
        "hub_height_m": 90.0,
        "elevation_m": 600.0,
        "speed_up_factor": 1.6,
        "assumption": "for tests",
    } | changes


def a_site(
    *,
    latitude: float = 29.68,
    longitude: float = 115.67,
    elevation_m: float = 30.0,
    time_zone: str = "Asia/Shanghai",
    country: str = "CN",
    step_minutes: int = 15,
    climate: dict[str, Any] | None = CLIMATE,
    files: dict[str, str] | None = None,
    **assets: dict[str, Any],
) -> Site:
    """Return a site with the given assets; a roof, a farm and a constant load if none is given."""
    tables = assets or {
        "roof": pv(),
        "farm": wind(),
        "park": {"type": "load", "bus": "main", "demand": {"constant_mw": 12.5, "assumption": "for tests"}},
    }
    site = Site.model_validate(
        {
            "schema_version": 1,
            "name": "testing",
            "step_minutes": step_minutes,
            "place": {
                "latitude": latitude,
                "longitude": longitude,
                "elevation_m": elevation_m,
                "time_zone": time_zone,
                "country": country,
            },
            "climate": climate,
            "buses": {"main": {}},
            "assets": {
                name: ASSET_TYPES[table["type"]].model_validate({**table, "name": name})
                for name, table in tables.items()
            },
            "accounting": {"grid_factors": "factors.csv"},
        }
    )
    site._files = files or {}
    return site


def keys(refused: Refused) -> list[str]:
    """Return the keys of what was refused; each has a text in both languages."""
    for each in refused.problems:
        assert each.text("en") != each.text("zh")
    return [each.key for each in refused.problems]


def canonical(site: Site, start: str, columns: dict[str, Array], step_minutes: int = 60) -> xr.Dataset:
    """Return canonical weather of a site's own place from a UTC start; what is not given is mild and constant."""
    count = len(next(iter(columns.values())))
    times = np.datetime64(start, "ns") + np.arange(count) * np.timedelta64(step_minutes, "m")
    mild = {
        "ghi": 0.0,
        "dni": 0.0,
        "dhi": 0.0,
        "temp_air": 20.0,
        "wind_speed": 4.0,
        "wind_direction": 90.0,
        "pressure": 101_000.0,
        "relative_humidity": 60.0,
    }
    whole = {name: np.full(count, value) for name, value in mild.items()} | columns
    place = site.place
    origin = Origin(place.latitude, place.longitude, place.elevation_m, "a test", "series")
    return build(times, whole, origin, step_minutes=step_minutes, time_zone=place.time_zone)


def conditions(site: Site, steps: Steps, **given: float) -> Conditions:
    """Return constant conditions over steps, with the sun as it stands there."""
    place = site.place
    middles = (steps.times + np.timedelta64(steps.step_minutes * 30, "s")).astype("datetime64[ns]")
    values = {
        "temp_air": 20.0,
        "wind_speed": 4.0,
        "pressure": 101_325.0,
        "ghi": 0.0,
        "dni": 0.0,
        "dhi": 0.0,
    } | given
    return Conditions(
        steps=steps,
        sun=sun_at(middles, place.latitude, place.longitude, place.elevation_m),
        wind_height_m=10.0,
        elevation_m=place.elevation_m,
        **{name: np.full(steps.count, value) for name, value in values.items()},
    )


def csv_text(site: Site, date: dt.date = DATE, head: str = "") -> list[str]:
    """Return the lines of a weather CSV: a typical day from 22:00 of the day before to 02:00 of the day after."""
    weather = typical_weather(site, date)
    lines = [
        f"# latitude = {site.place.latitude}",
        f"# longitude = {site.place.longitude}",
        f"# elevation_m = {site.place.elevation_m}",
        *head.splitlines(),
        "time,ghi_w_per_m2,dni_w_per_m2,dhi_w_per_m2,temp_air_degc,wind_speed_m_per_s",
    ]
    names = ("ghi", "dni", "dhi", "temp_air", "wind_speed")
    for place, stamp in enumerate(weather["time"].to_numpy()):
        moment = dt.datetime.fromisoformat(f"{np.datetime_as_string(stamp, unit='s')}+00:00")
        local = moment.astimezone(site.place.zone).isoformat(timespec="minutes")
        lines.append(",".join([local, *(f"{float(weather[name][place]):.3f}" for name in names)]))
    return lines
