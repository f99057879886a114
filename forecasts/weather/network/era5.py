"""ERA5 of the Copernicus Climate Data Store, through ``pvlib.iotools.get_era5``.

The stamps are the *end* of the hour of its radiation, everything else is at the stamp, see
:mod:`forecasts.weather.era5_columns`. The store wants the key of an account, which is taken from
``$CDSAPI_KEY``, and its licence to be accepted there once. Days appear about five days later.
"""

from __future__ import annotations

import datetime as dt
import os

from forecasts.weather.canonical import Origin
from forecasts.weather.era5_columns import from_era5
from forecasts.weather.network.answer import Answer, Ask
from forecasts.weather.network.asking import through_pvlib
from forecasts.weather.network.days import after_days, single
from sites.problems import Refused, problem

__all__ = ["LATENCY", "era5"]

HOST = "cds.climate.copernicus.eu"
KEY = "CDSAPI_KEY"
LATENCY = dt.timedelta(days=6)
QUEUE_S = 300
VARIABLES = (
    "2m_temperature",
    "2m_dewpoint_temperature",
    "surface_pressure",
    "surface_solar_radiation_downwards",
    "total_sky_direct_solar_radiation_at_surface",
    "10m_u_component_of_wind",
    "10m_v_component_of_wind",
)


def era5(ask: Ask) -> Answer:
    """Return the hours of some days.

    Raises
    ------
    Refused
        There is no key, or as :func:`forecasts.weather.network.asking.through_pvlib`.
    """
    from pvlib import iotools

    key = os.environ.get(KEY, "")
    if not key:
        raise Refused([problem("weather-service-key", "era5", variable=KEY, host=HOST)])
    data, meta = through_pvlib(
        lambda: iotools.get_era5(
            ask.latitude,
            ask.longitude,
            ask.begin,
            ask.end,
            list(VARIABLES),
            key,
            map_variables=False,
            timeout=QUEUE_S,
        ),
        "era5",
        HOST,
        deadline_s=2.0 * QUEUE_S,
    )
    stamps = data.index.tz_convert(None).to_numpy().astype("datetime64[ns]")
    given = {str(name): data[name].to_numpy(dtype=float) for name in data.columns}
    lacking = [name for name in ("ssrd", "t2m", "u10", "v10") if name not in given]
    if lacking or len(stamps) < 2:
        raise Refused([problem("weather-service-lacks", "era5", field=", ".join(lacking) or "time")])
    starts, columns = from_era5(stamps, given)
    origin = Origin(
        float(meta["latitude"]),
        float(meta["longitude"]),
        ask.elevation_m,
        "ERA5 (Copernicus Climate Change Service)",
        "series",
    )
    notes = (problem("weather-note-height-assumed", height=f"{ask.elevation_m:.0f}"),)
    answer = single(ask, origin, starts, columns, after_days(ask, LATENCY))
    return Answer(answer.origin, answer.times, answer.columns, answer.known_at, notes=notes)
