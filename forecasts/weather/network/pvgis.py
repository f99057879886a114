"""PVGIS of the Joint Research Centre, through ``pvlib.iotools``: hourly series of past years, typical years.

The hourly series carries the minute its light belongs to in its stamps: from satellites (SARAH, stamps such as
10:10) an instant, from ERA5 (stamps of :30) the mean over the hour around. Asked for is a horizontal plane, so
``poa_direct`` is the beam on the horizontal and the rest is diffuse. Temperature and wind are those of the
whole hour of the stamp. Typical years: :mod:`forecasts.weather.tmy_file`. The series ends years before today.
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from forecasts.notes import Array, Times
from forecasts.weather.canonical import Origin
from forecasts.weather.network.answer import Answer, Ask
from forecasts.weather.network.asking import PATIENCE, through_pvlib
from forecasts.weather.network.days import after_days, single
from forecasts.weather.stamps import means_of_instants, on_hours
from forecasts.weather.tmy_file import pvgis_months
from forecasts.weather.typical_months import year_starts
from sites.problems import Refused, problem

__all__ = ["LATENCY", "pvgis_hourly", "pvgis_tmy"]

HOST = "re.jrc.ec.europa.eu"
LATENCY = dt.timedelta(days=365)
FIRST_YEAR = 2005
HALF_PAST = 30


def pvgis_hourly(ask: Ask) -> Answer:
    """Return the hours of some days; whole years are asked for, which is what the service gives."""
    from pvlib import iotools

    if ask.begin.year < FIRST_YEAR:
        begins = f"{FIRST_YEAR}-01-01"
        wanted = ask.begin.isoformat()
        raise Refused([problem("weather-service-begins", "pvgis", begins=begins, wanted=wanted)])
    data, meta = through_pvlib(
        lambda: iotools.get_pvgis_hourly(
            ask.latitude,
            ask.longitude,
            start=ask.begin.year,
            end=ask.end.year,
            components=True,
            surface_tilt=0,
            map_variables=True,
            timeout=PATIENCE.read_s,
        ),
        "pvgis",
        HOST,
        deadline_s=PATIENCE.connect_s + 2 * PATIENCE.read_s,
    )
    inputs = meta["inputs"]
    place = inputs["location"]
    origin = Origin(
        float(place["latitude"]),
        float(place["longitude"]),
        float(place["elevation"]),
        f"PVGIS, {inputs['meteo_data']['radiation_db']}",
        "series",
    )
    instants = data.index.tz_convert(None).to_numpy().astype("datetime64[ns]")
    direct = data["poa_direct"].to_numpy(dtype=float)
    diffuse = data["poa_sky_diffuse"].to_numpy(dtype=float) + data["poa_ground_diffuse"].to_numpy(dtype=float)
    columns = {
        "ghi": direct + diffuse,
        "dhi": diffuse,
        "temp_air": data["temp_air"].to_numpy(dtype=float),
        "wind_speed": data["wind_speed"].to_numpy(dtype=float),
    }
    times, columns = _of_days(instants, columns, ask, origin)
    return single(ask, origin, times, columns, after_days(ask, LATENCY))


def pvgis_tmy(ask: Ask) -> Answer:
    """Return the typical year of a place."""
    from pvlib import iotools

    data, meta = through_pvlib(
        lambda: iotools.get_pvgis_tmy(
            ask.latitude,
            ask.longitude,
            outputformat="json",
            map_variables=True,
            coerce_year=None,
            timeout=PATIENCE.read_s,
        ),
        "pvgis-tmy",
        HOST,
        deadline_s=PATIENCE.connect_s + 2 * PATIENCE.read_s,
    )
    months = pvgis_months(data, meta, "pvgis-tmy")
    columns = {name: values[None, :] for name, values in months.columns.items()}
    return Answer(months.origin, year_starts(), columns, None, months.years, months.notes)


def _of_days(
    instants: Times, columns: dict[str, Array], ask: Ask, origin: Origin
) -> tuple[Times, dict[str, Array]]:
    """Return hourly means of the days that were asked for."""
    first = np.datetime64(ask.begin.isoformat(), "ns")
    last = np.datetime64((ask.end + dt.timedelta(days=1)).isoformat(), "ns")
    kept = (instants >= first) & (instants < last)
    if not kept.any():
        shown = f"{ask.begin.isoformat()} to {ask.end.isoformat()}"
        raise Refused([problem("weather-service-lacks", "pvgis", field=shown)])
    instants = instants[kept]
    given = {name: values[kept] for name, values in columns.items()}
    starts = instants.astype("datetime64[h]").astype("datetime64[ns]")
    minutes = (instants - starts) // np.timedelta64(1, "m")
    if not (minutes == HALF_PAST).all():
        given = means_of_instants(starts, instants, given, origin)
    return on_hours(starts, given)
