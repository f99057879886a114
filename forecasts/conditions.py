"""Weather at a site's steps, with the sun of their middles: what every forecaster starts from."""

from __future__ import annotations

from dataclasses import dataclass

from forecasts.notes import Array
from forecasts.sun import Sun
from sites.time import Steps

__all__ = ["Conditions"]


@dataclass(frozen=True)
class Conditions:
    """Means over the steps, each array of shape (steps.count,).

    Attributes
    ----------
    steps
        The site's steps.
    sun
        The sun at the steps' middles, at the site.
    ghi, dni, dhi
        Irradiance [W/m2], with ``ghi = dhi + dni cos(zenith)``.
    temp_air
        Air temperature [degC].
    wind_speed
        [m/s], ``wind_height_m`` above ground.
    pressure
        [Pa], at ``elevation_m``.
    wind_height_m
        Height of the wind speed above ground [m].
    elevation_m
        Height of the weather's own place above sea level [m].
    """

    steps: Steps
    sun: Sun
    ghi: Array
    dni: Array
    dhi: Array
    temp_air: Array
    wind_speed: Array
    pressure: Array
    wind_height_m: float
    elevation_m: float
