"""NASA POWER, hourly, through ``pvlib.iotools.get_nasa_power``: satellite light and MERRA-2 weather.

Stamps are the *start* of their hour in UTC, all figures means over it, missing ones -999. Light is published
some days later, MERRA-2 within about two months; half a week stands for the near-real-time figures.
"""

from __future__ import annotations

import datetime as dt

from forecasts.weather.canonical import Origin
from forecasts.weather.network.answer import Answer, Ask
from forecasts.weather.network.asking import PATIENCE, through_pvlib
from forecasts.weather.network.days import after_days, single
from forecasts.weather.stamps import on_hours

__all__ = ["LATENCY", "nasa_power"]

HOST = "power.larc.nasa.gov"
LATENCY = dt.timedelta(days=4)
PARAMETERS = ("ghi", "dni", "dhi", "temp_air", "wind_speed", "pressure", "relative_humidity", "WD10M")
RENAMED = {"WD10M": "wind_direction"}


def nasa_power(ask: Ask) -> Answer:
    """Return the hours of some days."""
    from pvlib import iotools

    data, meta = through_pvlib(
        lambda: iotools.get_nasa_power(
            ask.latitude, ask.longitude, ask.begin, ask.end, parameters=list(PARAMETERS), map_variables=True
        ),
        "nasa-power",
        HOST,
        deadline_s=PATIENCE.connect_s + 2 * PATIENCE.read_s,
    )
    data = data.rename(columns=RENAMED)
    stamps = data.index.tz_convert(None).to_numpy()
    times, columns = on_hours(stamps, {str(name): data[name].to_numpy(dtype=float) for name in data.columns})
    origin = Origin(
        float(meta["latitude"]),
        float(meta["longitude"]),
        float(meta["altitude"]),
        "NASA POWER (MERRA-2, CERES SYN1deg)",
        "series",
    )
    return single(ask, origin, times, columns, after_days(ask, LATENCY))
