"""ERA5's figures by their short names, brought to canonical ones.

Radiation is accumulated over the hour that *ends* at the stamp [J/m2]; everything else is an instant *at* the
stamp (ECMWF, "ERA5: data documentation"). Relative humidity from the dew point by the Magnus form of Alduchov
& Eskridge 1996, doi:10.1175/1520-0450(1996)035<0601:IMFAOS>2.0.CO;2.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from forecasts.notes import Array, Times
from forecasts.weather.stamps import means_before_stamps

__all__ = ["SHORT_NAMES", "from_era5", "humidity_pct", "wind_from"]

SHORT_NAMES = ("ssrd", "fdir", "t2m", "d2m", "sp", "u10", "v10")
ZERO_C = 273.15
SECONDS = 3600.0
MAGNUS_A, MAGNUS_B = 17.625, 243.04


def from_era5(stamps: Times, given: Mapping[str, Array]) -> tuple[Times, dict[str, Array]]:
    """Return interval starts and canonical means; the beam comes as ``bhi``, on the horizontal, turned to ``dhi``.

    Parameters
    ----------
    stamps
        Hourly, UTC.
    given
        Figures by short name, in ERA5's own units (J/m2 over the hour, K, Pa, m/s).
    """
    columns: dict[str, Array] = {"ghi": np.maximum(given["ssrd"], 0.0) / SECONDS}
    if "fdir" in given:
        columns["bhi"] = np.clip(given["fdir"] / SECONDS, 0.0, columns["ghi"])
    if "t2m" in given:
        columns["temp_air"] = given["t2m"] - ZERO_C
    if {"t2m", "d2m"} <= set(given):
        columns["relative_humidity"] = humidity_pct(columns["temp_air"], given["d2m"] - ZERO_C)
    if "sp" in given:
        columns["pressure"] = given["sp"]
    if {"u10", "v10"} <= set(given):
        columns["wind_speed"], columns["wind_direction"] = wind_from(given["u10"], given["v10"])
    starts, means = means_before_stamps(stamps, columns)
    beam = means.pop("bhi", None)
    if beam is not None and np.isfinite(beam).any():
        means["dhi"] = np.maximum(means["ghi"] - beam, 0.0)
    return starts, means


def wind_from(eastward: Array, northward: Array) -> tuple[Array, Array]:
    """Return speed [m/s] and the direction it comes from [degrees from north] of two components [m/s]."""
    speed = np.hypot(eastward, northward)
    return speed, np.degrees(np.arctan2(-eastward, -northward)) % 360.0


def humidity_pct(temp_air_c: Array, dew_point_c: Array) -> Array:
    """Return relative humidity [%], at most 100."""
    exponent = MAGNUS_A * (dew_point_c / (MAGNUS_B + dew_point_c) - temp_air_c / (MAGNUS_B + temp_air_c))
    return np.minimum(100.0 * np.exp(exponent), 100.0)
