"""A made-up wind farm, PV station and load: small, and the truth about them is known."""

from __future__ import annotations

import numpy as np
import xarray as xr

HOURS = 24


def times_of(days: int, step_minutes: int = 60, begin: str = "2023-03-01T16:00") -> np.ndarray:
    """Return stamps in UTC that begin at midnight in Shanghai."""
    count = days * 24 * 60 // step_minutes
    return np.datetime64(begin, "ns") + np.arange(count) * np.timedelta64(step_minutes, "m")


def _noise(rng: np.random.Generator, count: int, memory: float) -> np.ndarray:
    values = np.zeros(count)
    for place in range(1, count):
        values[place] = memory * values[place - 1] + rng.standard_normal() * np.sqrt(1 - memory**2)
    return values


def wind_farm(days: int = 110, seed: int = 1, vendor: bool = True) -> xr.Dataset:
    """Return the history of a farm of 50 MW by the hour; its own forecast is biased and noisy."""
    rng = np.random.default_rng(seed)
    times = times_of(days)
    count = len(times)
    speed = np.maximum(8.0 + 3.5 * _noise(rng, count, 0.95), 0.0)
    told = np.maximum(speed + 1.2 * _noise(rng, count, 0.9), 0.0)
    power = 50.0 * np.clip((speed**3 - 27.0) / (11.5**3 - 27.0), 0.0, 1.0)
    data = {
        "measured_mw": power,
        "wind_speed": told,
        "wind_direction": 180.0 + 60.0 * _noise(rng, count, 0.97),
        "temp_air": 15.0 + 5.0 * _noise(rng, count, 0.98),
        "pressure": 92_000.0 + 500.0 * _noise(rng, count, 0.99),
        "measured_wind_speed": speed,
    }
    if vendor:
        data["plant_forecast_mw"] = np.clip(0.8 * power + 8.0 + 7.0 * _noise(rng, count, 0.9), 0.0, 50.0)
    return _history(times, data, "power")


def load(
    days: int = 130, seed: int = 1, time_zone: str = "Asia/Shanghai", begin: str = "2023-03-01T16:00"
) -> xr.Dataset:
    """Return a load by the hour with a day's shape, weekends, and a slow noise."""
    rng = np.random.default_rng(seed)
    times = times_of(days, begin=begin)
    place = np.arange(len(times))
    weekend = ((place // HOURS + 3) % 7) >= 5  # 2023-03-02 is a Thursday
    shape = 100.0 + 30.0 * np.sin(2 * np.pi * (place % HOURS - 8) / HOURS)
    values = shape * np.where(weekend, 0.8, 1.0) * (1.0 + 0.03 * _noise(rng, len(times), 0.98))
    return _history(times, {"measured_mw": values}, "load", time_zone)


def _history(
    times: np.ndarray, data: dict[str, np.ndarray], quantity: str, time_zone: str = "Asia/Shanghai"
) -> xr.Dataset:
    step = int((times[1] - times[0]) / np.timedelta64(1, "m"))
    attributes = {
        "time_zone": time_zone,
        "step_minutes": step,
        "source": "made up",
        "quantity": quantity,
        "notes": "[]",
    }
    return xr.Dataset({name: ("time", values) for name, values in data.items()}, {"time": times}, attributes)
