"""Which weather a user asks for, and where it is read: the same for a forecast alone and for a whole day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import forecasts
from runs.calibrated import PlantFiles
from sites.problems import Problem, Refused, problem
from sites.site import Site

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["WeatherOrder", "day_weather", "weather_problems"]


@dataclass(frozen=True)
class WeatherOrder:
    """What a user asks for, as far as a forecast is concerned.

    Attributes
    ----------
    site
        Bundled name, folder or file.
    date
        Local day; tomorrow at the site where not given.
    weather, source
        A file, or the name of a network source; the typical year where neither is given.
    is_elsewhere
        Whether weather of another place may be used.
    weather_stamp, weather_zone
        How the stamps of a CSV are meant, see :class:`forecasts.weather.csv_file.Reading`.
    weather_mapping
        What the columns of the weather file hold.
    hindsight
        Whether a source may give what was not known at the issue time; marked as such.
    files
        Histories and own forecasts of plants.
    seed
        Of the typical year and of whatever else is drawn.
    """

    site: str
    date: dt.date | None = None
    weather: Path | None = None
    source: str | None = None
    is_elsewhere: bool = False
    weather_stamp: str | None = None
    weather_zone: str | None = None
    weather_mapping: Path | None = None
    hindsight: bool = False
    files: PlantFiles = field(default_factory=PlantFiles)
    seed: int = 0


def weather_problems(order: WeatherOrder) -> list[Problem]:
    """What of the weather cannot be asked for together."""
    found: list[Problem] = []
    if order.weather is not None and order.source is not None:
        found.append(problem("forecast-two-sources", "--source"))
    if order.hindsight and order.source is None:
        found.append(problem("forecast-hindsight-source", "--hindsight"))
    return found


def day_weather(
    order: WeatherOrder, site: Site, date: dt.date, *, issue_time: dt.datetime, now: dt.datetime
) -> xr.Dataset:
    """Return the day's weather from the source, the file, or the typical year.

    Raises
    ------
    Refused
        A file is not there or cannot be used, a source gives nothing, or nothing that was known by then.
    """
    if order.source is not None:
        from forecasts.weather.network.fetch import fetch_weather

        return fetch_weather(
            order.source, site, date, issue_time=issue_time, now=now, hindsight=order.hindsight
        )
    if order.weather is None:
        return forecasts.typical_weather(site, date, order.seed)
    missing = [path for path in (order.weather, order.weather_mapping) if path and not path.exists()]
    if missing:
        raise Refused(problem("input-not-there", str(path)) for path in missing)
    return forecasts.read_weather(
        order.weather,
        site,
        date,
        elsewhere=order.is_elsewhere,
        stamp=order.weather_stamp,
        time_zone=order.weather_zone,
        mapping=order.weather_mapping,
    )
