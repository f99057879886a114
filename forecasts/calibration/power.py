"""Day-ahead power of a wind farm or PV station, calibrated with its history.

``fit_power`` walks through the past in blocks, each forecast by models taught before it, so that the weights of
the blend and the bands come from forecasts that had not seen what they were judged by. Then it teaches the models
once more on everything known. ``PowerModel.predict`` forecasts a day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from forecasts.calibration.adapting import adapted
from forecasts.calibration.blending import blended
from forecasts.calibration.clock import Clock, day_number
from forecasts.calibration.columns import LIGHT, columns_of
from forecasts.calibration.day_table import MINUTES_PER_DAY, by_day, places_of
from forecasts.calibration.frame import Frame, Mask, frame_of, left_out
from forecasts.calibration.walking import (
    ADAPTED,
    BLEND,
    RAW,
    WEATHER_ONLY,
    Taught,
    block_days,
    teach,
    walk_forward,
    weights_from,
)
from forecasts.notes import Array, Times
from forecasts.probability.bands import Bands, error_bands
from sites.problems import Problem, Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["BEFORE_DAYS", "BLOCK_DAYS", "PowerModel", "fit_power", "light_notes"]

BLOCK_DAYS = 14
BEFORE_DAYS = 126
FIT_BLOCK_DAYS, FIT_BEFORE_DAYS = 28, 84
"""The walk ahead of a single forecast: coarser than a backtest's, since only weights and errors come from it."""

LEAST_DAYS = 14
SHORT_DAYS = 56
COLUMN_DAYS = 45
"""Days ahead of a forecast day that its columns reach back to, with room to spare."""


@dataclass(frozen=True)
class Past:
    """Forecasts that had not seen what they were judged by, and what came; shares of capacity, shape (time,).

    Attributes
    ----------
    times
        UTC, rising, maybe with gaps.
    forecasts
        ``weather_only``, ``blend``, and both before their own latest errors corrected them.
    left_out
        Curtailed steps, which no band is learnt from.
    """

    times: Times
    forecasts: dict[str, Array]
    measured: Array
    left_out: Mask
    step_minutes: int
    time_zone: str

    def up_to(self, own: Times, clock: Clock, issued: str) -> _Whole:
        """Return the past before a day, followed by the day's steps."""
        before = int(np.searchsorted(self.times, own[0]))
        joined = np.concatenate([self.times[:before], own])
        whole = Clock.of(joined, clock.step_minutes, clock.time_zone, issued)
        return _Whole(self, before, len(own), whole)


@dataclass(frozen=True)
class _Whole:
    """The past and one day behind it."""

    past: Past
    before: int
    own: int
    clock: Clock

    def _joined(self, past: Array, day: Array) -> Array:
        return np.concatenate([past[: self.before], day])

    def _measured(self) -> Array:
        return self._joined(self.past.measured, np.full(self.own, np.nan))

    def adapted(self, name: str, day: Array) -> Array:
        """Return the day's forecast, corrected by the past errors of its like."""
        series = self._joined(self.past.forecasts[name + RAW], day)
        return adapted(series, self._measured(), self.clock, most=1.0)[self.before :]

    def quantiles(self, day: Array, number: int) -> Array:
        """Return the quantiles of the day's blend, shape (time, level)."""
        series = self._joined(self.past.forecasts[BLEND], day)
        flags = np.concatenate([self.past.left_out[: self.before], np.zeros(self.own, dtype=bool)])
        clock, wanted = self.clock, (number, number)
        table = error_bands(
            series, self._measured(), clock.day, clock.known, clock.hour, wanted, lambda count: flags[:count]
        )
        return table[self.before :]


@dataclass(frozen=True)
class PowerModel:
    """A plant's calibrated forecast.

    Attributes
    ----------
    capacity_mw
        What the models' share of 1 stands for.
    until
        End of the history that it was taught on, UTC.
    taught
        The members.
    weights
        Of ``weather_only`` and ``blend``, by member.
    past
        Past out-of-sample forecasts: the bands come from their errors.
    notes
        What should be said beside its forecasts.
    """

    capacity_mw: float
    until: np.datetime64
    issued: str
    seed: int
    taught: Taught
    weights: dict[str, dict[str, float]]
    past: Past
    notes: tuple[Problem, ...] = ()

    def past_errors_mw(self) -> xr.DataArray:
        """Return measured less forecast of the past days, dimensions (day, step); scenarios are made from them."""
        past = self.past
        if not len(past.times):
            return by_day(np.zeros((0, MINUTES_PER_DAY // past.step_minutes)), 0)
        places = places_of(past.times, past.step_minutes, past.time_zone)
        error = (past.measured - past.forecasts[BLEND]) * self.capacity_mw
        return by_day(places.table(error), places.first_day)

    def predict(self, history: xr.Dataset, date: dt.date) -> Bands:
        """Return the forecast of a local day.

        Parameters
        ----------
        history
            The latest months of the history (six weeks are enough), with weather and the plant's forecast up to
            the end of the day; measurements later than the issue of the forecast are not looked at.
        date
            The local day.

        Raises
        ------
        Refused
            ``calibration-day-missing``: the history does not reach over the day, or has nothing to go by for it.
            ``calibration-nothing-learnt``: no model could be taught, and there is no plant's forecast either.
        """
        frame = frame_of(_recent(history, date), self.capacity_mw, issued=self.issued)
        clock, number = frame.clock, day_number(date)
        rows = clock.day == number
        if not rows.any():
            raise Refused(problem("calibration-day-missing", day=date.isoformat()))
        frame = _hidden_after(frame, clock.known_for(number))
        columns = columns_of(frame)
        forecasts = {each.member.name: each.predict(columns, rows) for each in self.taught.members}
        if frame.vendor is not None:
            power = frame.learnt_from(len(frame.measured))
            forecasts[ADAPTED] = adapted(columns.column("vendor", "vendor_3h"), power, clock)[rows]
        if not forecasts:
            raise Refused(problem("calibration-nothing-learnt", day=date.isoformat()))
        whole = self.past.up_to(clock.times[rows], clock, self.issued)
        for name in (WEATHER_ONLY, BLEND):
            raw = blended(forecasts, self.weights[name], int(rows.sum()))
            forecasts[name] = whole.adapted(name, raw)
        mean = forecasts[BLEND]
        if not np.isfinite(mean).all():
            raise Refused(problem("calibration-day-missing", day=date.isoformat()))
        return Bands.of(
            clock.times[rows], mean * self.capacity_mw, whole.quantiles(mean, number) * self.capacity_mw
        )


def fit_power(
    history: xr.Dataset,
    *,
    capacity_mw: float | None = None,
    until: np.datetime64 | None = None,
    seed: int = 0,
    block_length_days: int = FIT_BLOCK_DAYS,
    before_days: int = FIT_BEFORE_DAYS,
    issued: str = "09:00",
) -> PowerModel:
    """Return a model taught on what was known at ``until``.

    Parameters
    ----------
    history
        As :func:`forecasts.history.read_history` gives it, cleaned.
    capacity_mw
        Installed or on-line capacity; by default the 99.9 % quantile of the power measured before ``until``.
    until
        UTC; nothing measured later is looked at. By default the end of the history.
    seed
        The same seed gives the same model.
    block_length_days, before_days
        The walk through the past: how often the models are taught again, and over how many days.
    issued
        Local clock time of the day before at which forecasts are issued.

    Raises
    ------
    Refused
        ``calibration-too-short`` with less than two weeks of measurements; ``calibration-no-measurements``.
    """
    times = history["time"].to_numpy()
    step = np.timedelta64(int(history.attrs["step_minutes"]), "m")
    end = times[-1].astype("datetime64[ns]") + step if until is None else until.astype("datetime64[ns]")
    frame = frame_of(history.sel(time=history["time"] <= end - step), capacity_mw, issued=issued)
    clock = frame.clock
    found = int(np.isfinite(frame.measured).sum())
    if found < LEAST_DAYS * clock.per_day:
        least = LEAST_DAYS * clock.per_day
        raise Refused(problem("calibration-too-short", found=str(found), least=str(least)))
    columns = columns_of(frame)
    day = int(clock.day[-1]) + 1
    days = block_days(int(clock.day[0]), day - 1, day, block_length_days, before_days)
    walk = walk_forward(frame, columns, days, seed)
    nothing = np.full(len(clock.times), np.nan)
    past = {
        name: walk.forecasts.get(name, nothing)
        for each in (WEATHER_ONLY, BLEND)
        for name in (each, each + RAW)
    }
    there = np.isfinite(past[BLEND])
    return PowerModel(
        capacity_mw=frame.capacity_mw,
        until=end,
        issued=issued,
        seed=seed,
        taught=teach(frame, columns, len(clock.times), seed),
        weights=weights_from(frame, walk, len(clock.times)),
        past=Past(
            clock.times[there],
            {name: values[there] for name, values in past.items()},
            frame.learnt_from(len(clock.times))[there],
            left_out(frame, len(clock.times))[there],
            clock.step_minutes,
            clock.time_zone,
        ),
        notes=_notes(frame, int(there.sum()), issued),
    )


def _recent(history: xr.Dataset, date: dt.date) -> xr.Dataset:
    """Return the weeks of a history that a day's columns reach back to."""
    times = history["time"].to_numpy()
    day = np.datetime64(date, "ns")
    near = (times >= day - np.timedelta64(COLUMN_DAYS, "D")) & (times < day + np.timedelta64(2, "D"))
    return history.isel(time=near)


def _hidden_after(frame: Frame, count: int) -> Frame:
    """Return a history whose measurements end after ``count`` steps."""
    late = np.arange(len(frame.measured)) >= count

    def hidden(values: Array | None) -> Array | None:
        return None if values is None else np.where(late, np.nan, values)

    return replace(
        frame,
        measured=np.where(late, np.nan, frame.measured),
        second=hidden(frame.second),
        drivers={name: np.where(late, np.nan, values) for name, values in frame.drivers.items()},
    )


def light_notes(frame: Frame) -> tuple[Problem, ...]:
    """Return what is to be said where the weather holds irradiance: measured light would be no forecast."""
    found = [name for name in LIGHT if name in frame.weather]
    return (problem("calibration-light-known", columns=", ".join(found)),) if found else ()


def _notes(frame: Frame, past: int, issued: str) -> tuple[Problem, ...]:
    """Return what should be said of the history beside the forecasts."""
    found: list[Problem] = [*light_notes(frame)]
    days = round(float(np.isfinite(frame.measured).sum()) / frame.clock.per_day)
    if days < SHORT_DAYS:
        found.append(problem("calibration-short-history", days=str(days), wanted=str(SHORT_DAYS)))
    if frame.vendor is not None:
        found.append(problem("calibration-vendor-known", clock=issued))
    if past < LEAST_DAYS * frame.clock.per_day:
        found.append(problem("calibration-no-bands", days=str(LEAST_DAYS)))
    return tuple(found)
