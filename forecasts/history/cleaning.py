"""Cleaning of a history: each thing taken out is counted by its cause, nothing is filled in.

============= ==========================================================================================
what          rule
============= ==========================================================================================
out of range  weather outside what nature does; power above 1.2 or below -0.1 of the capacity
negative      power between -0.1 of the capacity and 0 (own use) becomes 0
spike         load: far from the median of the 28 days before, or away from the like clock's usual course
              for less than an hour
stuck         the same figure to the last digit for 4 h (load: 6 h), between 2 % and 95 % of the capacity
missing       steps without a measured figure afterwards, their runs, and the longest run
============= ==========================================================================================
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from forecasts.history.curtailment import flagged
from forecasts.history.known import estimated_capacity_mw
from forecasts.history.runs_of import longest_run, run_lengths
from forecasts.history.spikes import load_outliers
from forecasts.notes import Array

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["LIMITS", "Quantity", "clean", "cleaning_of"]

Quantity: TypeAlias = Literal["power", "load"]

LIMITS: dict[str, tuple[float, float]] = {
    "wind_speed": (0.0, 40.0),
    "measured_wind_speed": (0.0, 40.0),
    "wind_direction": (0.0, 360.0),
    "measured_wind_direction": (0.0, 360.0),
    "temp_air": (-50.0, 55.0),
    "measured_temp_air": (-50.0, 55.0),
    "relative_humidity": (1.0, 105.0),
    "pressure": (45_000.0, 110_000.0),
    "ghi": (-20.0, 1600.0),
    "measured_ghi": (-20.0, 1600.0),
    "poa_global": (-20.0, 1800.0),
    "dni": (-20.0, 1400.0),
    "dhi": (-20.0, 1000.0),
}
"""Canonical name -> least and most that is believed, in its unit."""

IRRADIANCES = ("ghi", "measured_ghi", "poa_global", "dni", "dhi")
POWERS = ("measured_mw", "second_meter_mw", "plant_forecast_mw")
POWER_MOST, POWER_LEAST = 1.2, -0.1
STUCK_HOURS = {"power": 4.0, "load": 6.0}
STUCK_WEATHER_HOURS = {"measured_wind_speed": 6.0, "relative_humidity": 24.0, "pressure": 48.0}
STUCK_FROM, STUCK_TO = 0.02, 0.95


def clean(
    history: xr.Dataset, *, quantity: Quantity = "power", capacity_mw: float | None = None
) -> xr.Dataset:
    """Return a history with what cannot be true taken out, and curtailed steps flagged.

    Nothing is taken out of the plant's own forecast but what lies outside its capacity. The rules look at most
    a few hours ahead of a step and at the capacity; who must not see beyond a moment cuts the history there
    before cleaning it.

    Parameters
    ----------
    history
        As read.
    quantity
        ``power`` or ``load``.
    capacity_mw
        Estimated from the history where it is None.

    Returns
    -------
    xarray.Dataset
        With ``is_curtailed`` (time) for power, and the attributes ``capacity_mw`` and ``cleaning`` (further
        counts).
    """
    counts = cleaning_of(history)
    cleaned = history.copy(deep=True)
    for name, (least, most) in LIMITS.items():
        if name in cleaned:
            values = cleaned[name].to_numpy()
            _take_out(values, (values < least) | (values > most), f"out_of_range_{name}", counts)
            if name in IRRADIANCES:
                np.maximum(values, 0.0, out=values)
            hours = STUCK_WEATHER_HOURS.get(name)
            if hours is not None:
                _take_out(values, _stuck(values, history, hours), f"stuck_{name}", counts)
    capacity = _capacity_mw(cleaned, quantity, capacity_mw)
    for name in POWERS:
        if name in cleaned and np.isfinite(capacity):
            _clean_power(cleaned[name].to_numpy(), name, history, quantity, capacity, counts)
    if "measured_mw" in cleaned:
        is_missing = np.isnan(cleaned["measured_mw"].to_numpy())
        counts["missing_measured_mw"] = int(is_missing.sum())
        counts["missing_runs"] = int(np.sum(np.diff(is_missing.astype(int), prepend=0) == 1))
        counts["longest_missing_run"] = longest_run(is_missing)
    if quantity == "power" and "measured_mw" in cleaned:
        cleaned["is_curtailed"] = ("time", flagged(cleaned, capacity))
        counts["curtailed"] = int(cleaned["is_curtailed"].sum())
    cleaned.attrs |= {
        "capacity_mw": capacity,
        "quantity": quantity,
        "cleaning": json.dumps({what: count for what, count in counts.items() if count}),
    }
    return cleaned


def cleaning_of(history: xr.Dataset) -> dict[str, int]:
    """Return how many figures were taken out or changed, by cause."""
    return {
        str(what): int(count) for what, count in json.loads(str(history.attrs.get("cleaning", "{}"))).items()
    }


def _capacity_mw(history: xr.Dataset, quantity: Quantity, given_mw: float | None) -> float:
    if given_mw is not None:
        return given_mw
    return estimated_capacity_mw(history)


def _clean_power(
    power_mw: Array,
    name: str,
    history: xr.Dataset,
    quantity: Quantity,
    capacity_mw: float,
    counts: dict[str, int],
) -> None:
    """Clean one column of power in place."""
    outside = (power_mw > POWER_MOST * capacity_mw) | (power_mw < POWER_LEAST * capacity_mw)
    _take_out(power_mw, outside, f"out_of_range_{name}", counts)
    if name == "plant_forecast_mw":
        np.maximum(power_mw, 0.0, out=power_mw)
        return
    is_negative = power_mw < 0
    if quantity == "power":
        counts[f"negative_{name}"] = int(is_negative.sum())
        power_mw[is_negative] = 0.0
    else:
        _take_out(power_mw, is_negative, f"negative_{name}", counts)
        step = int(history.attrs["step_minutes"])
        for what, where in load_outliers(power_mw, 60 // step).items():
            _take_out(power_mw, where, f"{what}_{name}", counts)
    is_stuck = _stuck(power_mw, history, STUCK_HOURS[quantity])
    is_stuck &= (power_mw > STUCK_FROM * capacity_mw) & (power_mw < STUCK_TO * capacity_mw)
    _take_out(power_mw, is_stuck, f"stuck_{name}", counts)


def _stuck(values: Array, history: xr.Dataset, hours: float) -> NDArray[np.bool_]:
    """Which figures stand unchanged for some hours; zero is not stuck."""
    steps = round(hours * 60 / int(history.attrs["step_minutes"]))
    return np.asarray((run_lengths(values) >= steps) & (values != 0))


def _take_out(values: Array, where: NDArray[np.bool_], what: str, counts: dict[str, int]) -> None:
    counts[what] = counts.get(what, 0) + int(where.sum())
    values[where] = np.nan
