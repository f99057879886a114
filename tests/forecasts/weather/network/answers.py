"""Answers of the services in their documented shapes, written from a cloudless sky whose noon is known."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

import numpy as np
import pandas as pd
import responses
import xarray as xr

from forecasts.notes import Array, Times
from forecasts.sun import clear_sky, sun_at
from sites.site import Site

__all__ = [
    "HOUR",
    "add_era5",
    "add_nasa_power",
    "add_open_meteo",
    "add_pvgis_hourly",
    "add_pvgis_tmy",
    "body_json",
    "era5_rows",
    "hours",
    "light_of",
    "noon_of",
    "over_hours",
    "pvgis_tmy",
    "solar_noon",
    "temperature",
]

HOUR = np.timedelta64(3600, "s")
CDS = "https://cds.climate.copernicus.eu/api/retrieve/v1/"


def hours(first: str, days: int) -> Times:
    """Return the stamps of whole days, UTC."""
    return np.datetime64(first, "ns") + np.arange(24 * days) * HOUR


def light_of(site: Site, times: Times) -> dict[str, Array]:
    """Return the cloudless light at instants, and its beam on the horizontal."""
    place = (site.place.latitude, site.place.longitude, site.place.elevation_m)
    sun = sun_at(times.astype("datetime64[ns]"), *place)
    sky = clear_sky(times.astype("datetime64[ns]"), sun, *place)
    beam = sky.dni * sun.cos_zenith
    return {"ghi": beam + sky.dhi, "dni": sky.dni, "dhi": sky.dhi, "bhi": beam}


def over_hours(site: Site, starts: Times) -> dict[str, Array]:
    """Return the means over hours."""
    parts = (starts[:, None] + (np.arange(12) * 300 + 150) * np.timedelta64(1, "s")).ravel()
    return {name: values.reshape(-1, 12).mean(axis=1) for name, values in light_of(site, parts).items()}


def temperature(times: Times) -> Array:
    """Return a temperature that rises by 1 K an hour through the day, from 10 degC at 00:00 UTC."""
    return np.asarray(10.0 + (times - times.astype("datetime64[D]")) / HOUR, dtype=float)


def solar_noon(site: Site, date: dt.date) -> np.datetime64:
    """Return the minute at which the sun of a local day stands highest, UTC."""
    start = np.datetime64(date.isoformat(), "ns") - np.timedelta64(round(site.place.longitude * 4), "m")
    minutes = start + np.arange(24 * 60) * np.timedelta64(60, "s")
    sun = sun_at(minutes, site.place.latitude, site.place.longitude, site.place.elevation_m)
    return np.datetime64(minutes[int(np.argmax(sun.elevation_deg))], "m")


def noon_of(weather: xr.Dataset, site: Site, date: dt.date) -> np.datetime64:
    """Return the centre of a local day's light, UTC: under a cloudless sky that is solar noon."""
    local = pd.DatetimeIndex(weather["time"].to_numpy()).tz_localize("UTC").tz_convert(site.place.time_zone)
    light = np.where(local.date == date, weather["ghi"].to_numpy(), 0.0)
    middles = weather["time"].to_numpy() + np.timedelta64(int(weather.attrs["step_minutes"]) * 30, "s")
    seconds = (middles - middles[0]) / np.timedelta64(1, "s")
    centre = round(float((seconds * light).sum() / light.sum()))
    return np.datetime64(middles[0] + np.timedelta64(centre, "s"), "m")


def open_meteo(
    site: Site, stamps: Times, *, suffixes: tuple[str, ...] = ("",), more: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return an hourly answer; each further suffix has a sky 10 % darker and a wind 1 m/s stronger."""
    before = over_hours(site, stamps - HOUR)
    hourly: dict[str, Any] = {"time": [int(each.astype("datetime64[s]").astype(int)) for each in stamps]}
    for place, suffix in enumerate(suffixes):
        share = 1.0 - 0.1 * place
        hourly |= {
            f"shortwave_radiation{suffix}": [round(float(each), 1) for each in share * before["ghi"]],
            f"direct_normal_irradiance{suffix}": [round(float(each), 1) for each in share * before["dni"]],
            f"diffuse_radiation{suffix}": [round(float(each), 1) for each in share * before["dhi"]],
            f"temperature_2m{suffix}": temperature(stamps).round(1).tolist(),
            f"relative_humidity_2m{suffix}": [60] * len(stamps),
            f"surface_pressure{suffix}": [1009.5] * len(stamps),
            f"wind_speed_10m{suffix}": [3.0 + place] * len(stamps),
            f"wind_direction_10m{suffix}": [350 if n % 2 else 10 for n in range(len(stamps))],
        }
    hourly |= more or {}
    return {
        "latitude": site.place.latitude + 0.02,
        "longitude": site.place.longitude - 0.02,
        "generationtime_ms": 0.21,
        "utc_offset_seconds": 0,
        "timezone": "GMT",
        "timezone_abbreviation": "GMT",
        "elevation": site.place.elevation_m,
        "hourly_units": {"time": "unixtime", "shortwave_radiation": "W/m²", "wind_speed_10m": "m/s"},
        "hourly": hourly,
    }


def add_open_meteo(site: Site, stamps: Times, host: str = "api", path: str = "forecast", **made: Any) -> None:
    """Let Open-Meteo answer."""
    responses.get(f"https://{host}.open-meteo.com/v1/{path}", json=open_meteo(site, stamps, **made))


def add_nasa_power(site: Site, starts: Times, missing: tuple[str, ...] = ()) -> None:
    """Let NASA POWER answer: figures by the start of their hour."""
    light = over_hours(site, starts)
    columns = {
        "ALLSKY_SFC_SW_DWN": light["ghi"],
        "ALLSKY_SFC_SW_DNI": light["dni"],
        "ALLSKY_SFC_SW_DIFF": light["dhi"],
        "T2M": temperature(starts),
        "WS10M": np.full(len(starts), 3.0),
        "WD10M": np.full(len(starts), 90.0),
        "PS": np.full(len(starts), 100.9),
        "RH2M": np.full(len(starts), 70.0),
    }
    names = [str(each.astype("datetime64[h]")).replace("-", "").replace("T", "") for each in starts]
    parameter = {
        theirs: {
            name: -999.0 if theirs in missing else round(float(value), 2)
            for name, value in zip(names, values, strict=True)
        }
        for theirs, values in columns.items()
    }
    place = site.place
    answer = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude, 41.5]},
        "properties": {"parameter": parameter},
        "header": {
            "title": "NASA/POWER Source Native Resolution Hourly Data",
            "api": {"version": "v2.8.9", "name": "POWER Hourly API"},
            "sources": ["MERRA2", "SYN1DEG"],
            "fill_value": -999.0,
            "time_standard": "UTC",
            "start": names[0][:8],
            "end": names[-1][:8],
        },
        "messages": [],
        "parameters": {name: {"units": "", "longname": name} for name in columns},
        "times": {"data": 1.2, "process": 0.05},
    }
    responses.get("https://power.larc.nasa.gov/api/temporal/hourly/point", json=answer)


def add_pvgis_hourly(site: Site, starts: Times, minute: int) -> None:
    """Let PVGIS answer with a series: of instants at a minute of each hour, or of means said by their middle."""
    instants = starts + np.timedelta64(minute, "m")
    light = over_hours(site, starts) if minute == 30 else light_of(site, instants)
    stamps = [str(each.astype("datetime64[m]")) for each in instants]
    rows = [
        {
            "time": stamp.replace("-", "").replace(":", "").replace("T", ":"),
            "Gb(i)": round(float(light["bhi"][place]), 2),
            "Gd(i)": round(float(light["dhi"][place]), 2),
            "Gr(i)": 0.0,
            "H_sun": 0.0,
            "T2m": 12.5,
            "WS10m": 3.1,
            "Int": 0.0,
        }
        for place, stamp in enumerate(stamps)
    ]
    database = "PVGIS-ERA5" if minute == 30 else "PVGIS-SARAH3"
    answer = {
        "inputs": {
            "location": {
                "latitude": site.place.latitude,
                "longitude": site.place.longitude,
                "elevation": 36.0,
            },
            "meteo_data": {"radiation_db": database, "meteo_db": "ERA5", "year_min": 2020, "year_max": 2020},
            "mounting_system": {"fixed": {"slope": {"value": 0}, "azimuth": {"value": 0}}},
        },
        "outputs": {"hourly": rows},
        "meta": {"inputs": {}, "outputs": {}},
    }
    responses.get("https://re.jrc.ec.europa.eu/api/seriescalc", json=answer)


def pvgis_tmy(site: Site, offset_h: float) -> dict[str, Any]:
    """Return a typical year whose light is that of an instant after each stamp."""
    starts = hours("2019-01-01", 365)
    shift = np.timedelta64(round(offset_h * 3600), "s")
    light = over_hours(site, starts) if offset_h == 0.5 else light_of(site, starts + shift)
    rows = [
        {
            "time(UTC)": str(each.astype("datetime64[m]"))
            .replace("-", "")
            .replace(":", "")
            .replace("T", ":"),
            "T2m": round(10.0 + place % 24, 2),
            "RH": 71.0,
            "G(h)": round(float(light["ghi"][place]), 2),
            "Gb(n)": round(float(light["dni"][place]), 2),
            "Gd(h)": round(float(light["dhi"][place]), 2),
            "IR(h)": 300.0,
            "WS10m": 2.5,
            "WD10m": 90.0,
            "SP": 101_000.0,
        }
        for place, each in enumerate(starts)
    ]
    return {
        "inputs": {
            "location": {
                "latitude": site.place.latitude,
                "longitude": site.place.longitude,
                "elevation": 36.0,
                "irradiance_time_offset": offset_h,
            },
            "meteo_data": {
                "radiation_db": "PVGIS-SARAH3",
                "meteo_db": "ERA5",
                "year_min": 2005,
                "year_max": 2023,
            },
        },
        "outputs": {
            "months_selected": [{"month": month, "year": 2005 + month} for month in range(1, 13)],
            "tmy_hourly": rows,
        },
        "meta": {"inputs": {}, "outputs": {}},
    }


def add_pvgis_tmy(site: Site, offset_h: float) -> None:
    """Let PVGIS answer with a typical year."""
    responses.get("https://re.jrc.ec.europa.eu/api/tmy", json=pvgis_tmy(site, offset_h))


def era5_rows(site: Site, stamps: Times) -> dict[str, Array]:
    """Return ERA5's figures by short name: radiation of the hour before the stamp, the rest at it."""
    before = over_hours(site, stamps - HOUR)
    return {
        "u10": np.full(len(stamps), -3.0),
        "v10": np.full(len(stamps), 4.0),
        "d2m": temperature(stamps) + 273.15,
        "t2m": temperature(stamps) + 273.15,
        "sp": np.full(len(stamps), 100_700.0),
        "ssrd": before["ghi"] * 3600.0,
        "fdir": before["bhi"] * 3600.0,
    }


def add_era5(site: Site, stamps: Times) -> None:
    """Let the Climate Data Store take a job, finish it, and hand over a zipped CSV."""
    figures = era5_rows(site, stamps)
    lines = [",".join(["valid_time", *figures, "latitude", "longitude"])]
    for place, stamp in enumerate(stamps):
        shown = str(stamp.astype("datetime64[s]")).replace("T", " ")
        values = [f"{values[place]:.4f}" for values in figures.values()]
        lines.append(",".join([shown, *values, f"{site.place.latitude:.2f}", f"{site.place.longitude:.2f}"]))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("reanalysis-era5-single-levels-timeseries.csv", "\n".join(lines))
    href = "https://object-store.os-api.cci2.ecmwf.int/cci2-prod-cache/answer.zip"
    job = {"processID": "reanalysis-era5-single-levels-timeseries", "type": "process", "jobID": "a-job"}
    slug = "processes/reanalysis-era5-single-levels-timeseries/execution"
    responses.post(f"{CDS}{slug}", json=job | {"status": "accepted", "metadata": {"origin": "api"}})
    responses.get(f"{CDS}jobs/a-job", json=job | {"status": "successful"})
    asset = {"asset": {"value": {"type": "application/zip", "href": href, "file:size": 1}}}
    responses.get(f"{CDS}jobs/a-job/results", json=asset)
    responses.get(href, body=packed.getvalue())


def body_json(call: Any) -> dict[str, Any]:
    """Return the JSON that a request carried."""
    found = json.loads(call.request.body)
    assert isinstance(found, dict)
    return found
