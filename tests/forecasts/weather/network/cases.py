"""A day, the moments around it, and services that answer for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from sites.site import Site
from tests.forecasts.weather.network.answers import (
    add_era5,
    add_nasa_power,
    add_open_meteo,
    add_pvgis_hourly,
    add_pvgis_tmy,
    hours,
)

__all__ = ["BERLIN", "DATE", "LATER", "NOW", "SECONDS", "STAMPS", "add", "minutes_apart"]

DATE = dt.date(2025, 6, 21)
NOW = dt.datetime(2025, 6, 20, 1, 0, tzinfo=dt.UTC)  # 09:00 of the day before at the site
LATER = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
STAMPS = hours("2025-06-20", 3)
PREVIOUS = ("_previous_day1", "_previous_day2", "_previous_day3")
SECONDS = [1750467600 + 3600 * each for each in range(3)]  # from 2025-06-21 01:00 UTC
BERLIN: dict[str, Any] = {"latitude": 52.5, "longitude": 13.4, "time_zone": "Europe/Berlin", "country": "DE"}


def add(source: str, site: Site, first: str = "2025-06-20", days: int = 3) -> None:
    """Let a service answer for some days."""
    stamps = hours(first, days)
    if source == "open-meteo":
        add_open_meteo(site, stamps)
    elif source == "open-meteo-ensemble":
        add_open_meteo(site, stamps, "ensemble-api", "ensemble", suffixes=("", "_member01", "_member02"))
    elif source == "open-meteo-previous-runs":
        add_open_meteo(site, stamps, "previous-runs-api", suffixes=PREVIOUS)
    elif source == "nasa-power":
        add_nasa_power(site, stamps)
    elif source == "pvgis":
        add_pvgis_hourly(site, stamps, 10)
    elif source == "pvgis-tmy":
        add_pvgis_tmy(site, 0.1761)
    else:
        add_era5(site, hours(first, days + 1))


def minutes_apart(one: np.datetime64, other: np.datetime64) -> float:
    return abs(float((one - other) / np.timedelta64(1, "m")))
