"""A plant's history as the models see it: shares of capacity on a regular axis, with its clock.

``measured`` is what is learnt from and scored; ``usable`` marks the steps that training may take: not curtailed,
not iced up, not before commissioning.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecasts.calibration.clock import Clock
from forecasts.history import flagged
from forecasts.notes import Array
from sites.problems import Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Frame", "Mask", "capacity_of", "frame_of", "left_out", "unusable"]

Mask = NDArray[np.bool_]
WEATHER = (
    "wind_speed",
    "wind_direction",
    "temp_air",
    "relative_humidity",
    "pressure",
    "ghi",
    "dni",
    "dhi",
    "poa_global",
)
DRIVERS = ("measured_wind_speed", "measured_ghi")
BRIDGED_HOURS = 2


@dataclass(frozen=True)
class Frame:
    """History in shares of capacity, arrays of shape (time,).

    Attributes
    ----------
    clock
        The axis.
    capacity_mw
        What a share of 1 stands for.
    measured
        Measured power; NaN where missing.
    vendor
        The plant's own forecast; None where the history has none.
    weather
        Forecast weather by canonical name.
    drivers
        Measured wind speed and irradiance, those that are there.
    physics
        Our own physical forecast, when the history brings ``physics_mw``; else None.
    second
        Power of a second meter, when the history brings ``second_meter_mw``; else None.
    """

    clock: Clock
    capacity_mw: float
    measured: Array
    vendor: Array | None
    weather: dict[str, Array]
    drivers: dict[str, Array]
    physics: Array | None
    second: Array | None

    def learnt_from(self, count: int) -> Array:
        """Return the power to learn from, of the first ``count`` steps: the second meter stands in for the first.

        The second meter is scaled by the median ratio of the two on what both have measured by then.
        """
        first = self.measured[:count]
        if self.second is None:
            return first
        other = self.second[:count]
        both = np.isfinite(first) & np.isfinite(other) & (other > 0.05)
        ratio = float(np.median(first[both] / other[both])) if both.sum() > 2 * self.clock.per_day else 1.0
        return np.where(np.isfinite(first), first, other * ratio)

    def with_capacity(self, capacity_mw: float) -> Frame:
        """Return the same history in shares of another capacity."""
        by = self.capacity_mw / capacity_mw

        def scaled(values: Array | None) -> Array | None:
            return None if values is None else values * by

        return replace(
            self,
            capacity_mw=capacity_mw,
            measured=self.measured * by,
            vendor=scaled(self.vendor),
            physics=scaled(self.physics),
            second=scaled(self.second),
        )


def capacity_of(measured_mw: Array) -> float:
    """Return the robust capacity [MW]: the 99.9 % quantile of measured power; NaN without measurements."""
    there = measured_mw[np.isfinite(measured_mw)]
    return float(np.quantile(there, 0.999)) if there.size else float("nan")


def frame_of(
    history: xr.Dataset,
    capacity_mw: float | None = None,
    known: np.datetime64 | None = None,
    issued: str = "09:00",
) -> Frame:
    """Return a history for the models.

    Parameters
    ----------
    history
        As :func:`forecasts.history.read_history` gives it.
    capacity_mw
        Installed or on-line capacity; by default the 99.9 % quantile of what was measured before ``known``.
    known
        End of what may be looked at for the capacity, UTC; by default the history's end.
    issued
        Local clock time of the day before at which a forecast is issued.

    Raises
    ------
    Refused
        ``history-without-measurements`` when there is nothing to learn from.
    """
    times = history["time"].to_numpy().astype("datetime64[ns]")
    measured = _values(history, "measured_mw")
    seen = measured if known is None else measured[times < known]
    capacity = capacity_of(seen) if capacity_mw is None else capacity_mw
    if not capacity > 0:
        raise Refused(problem("calibration-no-measurements", file=str(history.attrs.get("source", ""))))
    clock = Clock.of(times, int(history.attrs["step_minutes"]), str(history.attrs["time_zone"]), issued)

    def share(name: str) -> Array | None:
        return _values(history, name) / capacity if name in history else None

    bridged = BRIDGED_HOURS * clock.per_hour
    vendor = share("plant_forecast_mw")
    return Frame(
        clock=clock,
        capacity_mw=capacity,
        measured=np.maximum(measured / capacity, 0.0),
        vendor=None if vendor is None else np.maximum(_bridge(vendor, bridged, clock), 0.0),
        weather={
            name: _values(history, name)
            if name == "wind_direction"
            else _bridge(_values(history, name), bridged, clock)
            for name in WEATHER
            if name in history and np.isfinite(_values(history, name)).any()
        },
        drivers={name: _values(history, name) for name in DRIVERS if name in history},
        physics=share("physics_mw"),
        second=share("second_meter_mw"),
    )


def unusable(frame: Frame, count: int) -> Mask:
    """Return which of the first ``count`` steps no model should learn from, judged by those steps alone.

    Power that stays far below what the *measured* wind or sun usually gives (curtailed, iced up), and standstill for
    two whole days (not yet running, stopped), by :func:`forecasts.history.flagged`. Flags that the history
    brings along are not taken: they may have been set with a look ahead.
    """
    return _flagged(frame, count, frame.drivers)


def left_out(frame: Frame, count: int) -> Mask:
    """Return which of the first ``count`` steps a score would leave out as curtailed, judged by those steps alone.

    As :func:`forecasts.history.flagged` does in cleaning: by the plane's irradiance too, where the history has it.
    """
    plane = {name: frame.weather[name] for name in ("poa_global",) if name in frame.weather}
    return _flagged(frame, count, frame.drivers | plane)


def _flagged(frame: Frame, count: int, drivers: dict[str, Array]) -> Mask:
    import xarray as xr

    columns = {"measured_mw": frame.learnt_from(count)}
    columns |= {name: values[:count] for name, values in drivers.items()}
    past = xr.Dataset(
        {name: ("time", values) for name, values in columns.items()},
        attrs={"step_minutes": frame.clock.step_minutes},
    )
    return flagged(past, 1.0)


def _values(history: xr.Dataset, name: str) -> Array:
    return np.asarray(history[name].to_numpy(), dtype=float)


def _bridge(values: Array, most: int, clock: Clock) -> Array:
    """Join gaps of at most ``most`` steps by straight lines, never from one day into the next."""
    there = np.flatnonzero(np.isfinite(values))
    if there.size < 2:
        return values
    place = np.arange(len(values))
    after = np.searchsorted(there, place)
    before = there[np.clip(after - 1, 0, there.size - 1)]
    behind = there[np.clip(after, 0, there.size - 1)]
    fits = (
        (behind - before - 1 <= most)
        & (clock.day[before] == clock.day[behind])
        & (before < place)
        & (place < behind)
    )
    return np.where(np.isfinite(values) | ~fits, values, np.interp(place, there, values[there]))
