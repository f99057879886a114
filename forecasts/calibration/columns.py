"""What the power models look at, step by step, in groups.

Every column of a step uses the forecast weather and the plant's forecast up to the end of the step's own day, and
measurements up to the issue of its forecast (:class:`forecasts.calibration.clock.Clock`). Columns are free of
the plant's size. The season is left out: with less than a year of history it only says how old a step is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from forecasts.calibration.clock import Clock, window_mean
from forecasts.calibration.frame import Frame
from forecasts.notes import Array

__all__ = ["Columns", "columns_of"]

LIGHT = ("ghi", "dni", "dhi", "poa_global")
GAS_CONSTANT = 287.058  # J/(kg K), dry air
KELVIN = 273.15
REFERENCE_DENSITY = 1.2  # kg/m3; only the scale of a column hangs on it


@dataclass(frozen=True)
class Columns:
    """Columns by group: ``clock``, ``weather``, ``vendor``, ``vendor_error``, ``latest``.

    Each column has the shape (time,) and may hold NaN.
    """

    groups: dict[str, dict[str, Array]]

    def names(self, groups: Iterable[str]) -> list[str]:
        """Return the names of the columns of some groups, in their order."""
        return [name for group in groups for name in self.groups.get(group, {})]

    def table(self, groups: Iterable[str]) -> Array:
        """Return the columns of some groups side by side, shape (time, column)."""
        return np.column_stack(
            [self.groups[group][name] for group in groups for name in self.groups.get(group, {})]
        )

    def column(self, group: str, name: str) -> Array:
        """Return one column, shape (time,)."""
        return self.groups[group][name]


def columns_of(frame: Frame) -> Columns:
    """Return all columns that a history allows."""
    clock, weather = frame.clock, frame.weather
    found: dict[str, Array] = {}
    if "wind_speed" in weather:
        found |= _wind(clock, weather)
    for name in LIGHT:
        if name in weather:
            found |= _light(clock, name, weather[name])
    if found:
        found |= _air(clock, weather)
    if frame.physics is not None:
        found |= {"physics": frame.physics, "physics_1h": clock.around(frame.physics, clock.per_hour)}
    angle = clock.hour * np.pi / 12.0
    groups = {
        "clock": {"hour_sin": np.sin(angle), "hour_cos": np.cos(angle), "lead": clock.lead_hours},
        "latest": _latest(frame),
    }
    if found:
        groups["weather"] = found
    if frame.physics is not None:
        groups["physics"] = {"physics_now": frame.physics}
    if frame.vendor is not None:
        groups["vendor"] = _vendor(clock, frame.vendor)
        groups["vendor_error"] = _vendor_error(frame, frame.vendor)
    return Columns(groups)


def _wind(clock: Clock, weather: dict[str, Array]) -> dict[str, Array]:
    hour = clock.per_hour
    speed = weather["wind_speed"]
    density = _density(weather, len(speed))
    found = {"speed": clock.around(speed, max(1, hour // 4))}
    for hours in (1, 3, 6, 12):
        found[f"speed_{hours}h"] = clock.around(speed, hours * hour)
    found |= {
        "speed_day": clock.day_mean(speed),
        "speed_day_before": clock.day_mean(speed, days_back=1),
        # what drives the power in thin and thick air alike
        "cubic_speed_3h": np.cbrt(clock.around(speed**3 * density / REFERENCE_DENSITY, 3 * hour)),
        "speed_slope": clock.shifted(speed, 3 * hour) - clock.shifted(speed, -3 * hour),
        "speed_before": clock.shifted(speed, -6 * hour),
        "speed_after": clock.shifted(speed, 6 * hour),
    }
    if "wind_direction" in weather:
        angle = np.radians(weather["wind_direction"])
        east, north = np.sin(angle), np.cos(angle)
        found |= {
            "east": clock.around(speed * east, 2 * hour),
            "north": clock.around(speed * north, 2 * hour),
            "east_day": clock.day_mean(speed * east),
            "north_day": clock.day_mean(speed * north),
            "direction_east": clock.around(east, 2 * hour),
            "direction_north": clock.around(north, 2 * hour),
        }
    return found


def _light(clock: Clock, name: str, light: Array) -> dict[str, Array]:
    hour = clock.per_hour
    return {
        name: light,
        f"{name}_1h": clock.around(light, hour),
        f"{name}_3h": clock.around(light, 3 * hour),
        f"{name}_day": clock.day_mean(light),
        f"{name}_before": clock.shifted(light, -hour),
        f"{name}_after": clock.shifted(light, hour),
    }


def _air(clock: Clock, weather: dict[str, Array]) -> dict[str, Array]:
    hour = clock.per_hour
    found: dict[str, Array] = {}
    fortnight = clock.last - 15 * clock.per_day
    if "temp_air" in weather:
        temperature = weather["temp_air"]
        smooth = clock.around(temperature, hour)
        found["temperature_unusual"] = smooth - window_mean(temperature, fortnight, clock.last)
        found["temperature_change"] = smooth - clock.shifted(smooth, -24 * hour)
        found["temperature_in_day"] = clock.around(temperature, 2 * hour) - clock.day_mean(temperature)
    if "pressure" in weather:
        pressure = weather["pressure"] / 100.0
        smooth = clock.around(pressure, hour)
        found["pressure_unusual"] = smooth - window_mean(pressure, fortnight, clock.last)
        found["pressure_change_6h"] = smooth - clock.shifted(smooth, -6 * hour)
        found["pressure_change_24h"] = smooth - clock.shifted(smooth, -24 * hour)
    if "relative_humidity" in weather:
        found["humidity"] = clock.around(weather["relative_humidity"], hour)
    return found


def _vendor(clock: Clock, vendor: Array) -> dict[str, Array]:
    hour = clock.per_hour
    found = {"vendor": vendor, "vendor_day": clock.day_mean(vendor)}
    for hours in (1, 3, 6):
        found[f"vendor_{hours}h"] = clock.around(vendor, hours * hour)
    return found | {
        "vendor_slope": clock.shifted(vendor, 3 * hour) - clock.shifted(vendor, -3 * hour),
        "vendor_before": clock.shifted(vendor, -3 * hour),
        "vendor_after": clock.shifted(vendor, 3 * hour),
    }


def _vendor_error(frame: Frame, vendor: Array) -> dict[str, Array]:
    error = frame.learnt_from(len(vendor)) - vendor
    return {f"vendor_error_{hours}h": frame.clock.known_mean(error, hours) for hours in (6, 24, 168, 720)}


def _latest(frame: Frame) -> dict[str, Array]:
    """Return what the plant did lately, and at the same clock time on the days before."""
    power, clock = frame.learnt_from(len(frame.measured)), frame.clock
    like = np.full(len(power), np.nan)
    for days in (3, 2, 1):
        place = np.arange(len(power)) - days * clock.per_day
        is_known = (place >= 0) & (place <= clock.known)
        value = np.where(is_known, power[np.maximum(place, 0)], np.nan)
        like = np.where(np.isfinite(value), value, like)
    hour = clock.per_hour
    usual = np.full((5, len(power)), np.nan)
    for row, days in enumerate(range(2, 7)):
        place = np.arange(len(power)) - days * clock.per_day
        usual[row] = np.where(place >= 0, clock.around(power, hour)[np.maximum(place, 0)], np.nan)
        usual[row, place + hour > clock.known] = np.nan
    count = np.isfinite(usual).sum(axis=0)
    week = np.where(count > 0, np.nansum(usual, axis=0) / np.maximum(count, 1), np.nan)
    return {
        "latest_2h": clock.known_mean(power, 2),
        "latest_24h": clock.known_mean(power, 24),
        "latest_7d": clock.known_mean(power, 168),
        "latest_like": like,
        "latest_week_like": week,
    }


def _density(weather: dict[str, Array], count: int) -> Array:
    """Return the density of air [kg/m3] where temperature and pressure are known, else the reference."""
    if "temp_air" not in weather or "pressure" not in weather:
        return np.full(count, REFERENCE_DENSITY)
    density = weather["pressure"] / (GAS_CONSTANT * (weather["temp_air"] + KELVIN))
    return np.where(np.isfinite(density), density, REFERENCE_DENSITY)
