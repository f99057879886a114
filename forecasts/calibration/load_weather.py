"""What a temperature forecast tells of load: columns around 1, as the ratios beside them are.

Load is learnt as a ratio to the mean of the seven latest known days, so temperature enters as its change from those
days, with degrees above 20 (cooling) and below 15 (heating) apart: load answers to the two with different slopes.
``temp_air`` of a history counts as the forecast of the day before, as it does for plants; a note says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forecasts.calibration.day_table import Places, lagged, mean_of
from forecasts.notes import Array

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["TEMPERATURE", "has_temperature", "temperature_columns"]

TEMPERATURE = "temp_air"
COOLING_ABOVE, HEATING_BELOW, USUAL = 20.0, 15.0, 18.0  # degrees Celsius
SCALE = 20.0
LEAST_SHARE = 0.5
BASE_DAYS = range(2, 9)


def has_temperature(history: xr.Dataset) -> bool:
    """Whether at least half of the steps of a history have a temperature."""
    if TEMPERATURE not in history:
        return False
    return bool(np.isfinite(history[TEMPERATURE].to_numpy().astype(float)).mean() >= LEAST_SHARE)


def temperature_columns(history: xr.Dataset, places: Places) -> dict[str, Array]:
    """Return the columns, shape (day, step); NaN where no temperature is known."""
    steps = places.steps
    if TEMPERATURE in history:
        table = places.table(history[TEMPERATURE].to_numpy().astype(float))
    else:
        table = np.full((places.days, steps), np.nan)
    cooling = np.where(np.isfinite(table), np.maximum(table - COOLING_ABOVE, 0.0), np.nan)
    heating = np.where(np.isfinite(table), np.maximum(HEATING_BELOW - table, 0.0), np.nan)
    found = {"temperature": 1.0 + (table - USUAL) / (2.0 * SCALE)}
    for name, values in (("cooling", cooling), ("heating", heating)):
        day = np.broadcast_to(mean_of(values, 1)[:, None], values.shape)
        found[f"{name}_change"] = 1.0 + _change(values) / SCALE
        found[f"{name}_change_day"] = 1.0 + _change(day) / SCALE
    return found


def _change(values: Array) -> Array:
    """Return the difference from the mean of the seven days two to eight days before."""
    return values - mean_of(np.stack([lagged(values, days) for days in BASE_DAYS]), 0)
