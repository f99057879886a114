"""Day-ahead load from its own history and the calendar.

``fit_load`` walks through the last weeks, each block forecast by models taught before it, for the errors that the
bands come from; then the models are taught once more on everything known. ``LoadModel.predict`` forecasts a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.calibration.backtest import test_begin
from forecasts.calibration.clock import day_number
from forecasts.calibration.day_table import DayTable, Places, by_day, places_of
from forecasts.calibration.load_calendar import DayKinds, country_of, day_kinds
from forecasts.calibration.load_columns import LoadColumns, load_columns
from forecasts.calibration.load_models import LoadModels, fit_models
from forecasts.calibration.load_weather import TEMPERATURE, has_temperature, temperature_columns
from forecasts.notes import Array, notes_of, notes_to_json
from forecasts.probability.bands import LEVELS, Bands
from forecasts.probability.clock_bands import ratio_bands
from forecasts.scores.references import with_references
from sites.base import clock_minutes
from sites.problems import Problem, Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["LoadModel", "backtest_load", "fit_load"]

BLOCK_DAYS = 28
BEFORE_DAYS = 84
LEAST_DAYS = 21
OWN_CALENDAR = "by zone"


@dataclass(frozen=True)
class _Case:
    """A history laid out by days, with all that the models look at."""

    places: Places
    table: DayTable
    kinds: DayKinds
    columns: LoadColumns


@dataclass(frozen=True)
class LoadModel:
    """A load's forecast.

    Attributes
    ----------
    until
        End of the history that it was taught on, UTC.
    models
        Ridge and boosted trees.
    past_day, past_mw, past_measured_mw
        First day (days since 1970-01-01), out-of-sample forecasts of the walk, and what came, shape (day, step) [MW].
    has_temperature
        Whether it learnt from the history's ``temp_air``; then the day's is looked at too.
    notes
        What should be said beside its forecasts: where the calendar ends, say.
    """

    until: np.datetime64
    issued: str
    country: str | None
    models: LoadModels
    past_day: int
    past_mw: Array
    past_measured_mw: Array
    has_temperature: bool = False
    notes: tuple[Problem, ...] = ()

    def predict(self, history: xr.Dataset, date: dt.date, extra: Mapping[str, Array] | None = None) -> Bands:
        """Return the forecast of a local day.

        Parameters
        ----------
        history
            The history up to the issue of the forecast, a year and a month of it; what was measured later is not looked
            at. ``temp_air`` reaches to the end of the day: it counts as forecast.
        date
            The local day; its calendar may lie beyond the history.
        extra
            The further columns that the models were taught with, up to the day's own row.

        Raises
        ------
        Refused
            ``calibration-nothing-lately``: no load was measured in the weeks before.
        """
        from forecasts.history import known_until
        from sites.time import day_steps

        zone, step = str(history.attrs["time_zone"]), int(history.attrs["step_minutes"])
        cut = known_until(date, zone, clock=self.issued)
        own = day_steps(date, zone, step).times
        known = _reaching(history, cut, own)
        case = _case(known, self.issued, self.country, extra, warm=self.has_temperature)
        row = case.places.days - 1
        load = self.models.predict(case.columns, case.kinds, np.array([row]))[0]
        if not np.isfinite(load).all():
            raise Refused(problem("calibration-nothing-lately", day=date.isoformat()))
        bands = self._bands(case, day_number(date), load)
        column = case.places.column[-len(own) :]
        return Bands.of(own, load[column], bands[column])

    def past_errors_mw(self) -> xr.DataArray:
        """Return measured less forecast of the past days, dimensions (day, step); scenarios are made from them."""
        return by_day(self.past_measured_mw - self.past_mw, self.past_day)

    def _bands(self, case: _Case, number: int, load: Array) -> Array:
        """Return the day's quantiles, shape (step, level), from the walk's errors."""
        days = number - self.past_day + 1
        forecast = np.full((days, len(load)), np.nan)
        measured = np.full((days, len(load)), np.nan)
        count = min(len(self.past_mw), days - 1)
        forecast[:count] = self.past_mw[:count]
        forecast[-1] = load
        offset = self.past_day - case.places.first_day
        low = max(0, -offset)
        measured[low:-1] = case.table.values[offset + low : offset + days - 1]
        return np.asarray(ratio_bands(forecast, measured, case.table.known_steps)[-1], dtype=float)


def fit_load(
    history: xr.Dataset,
    *,
    until: np.datetime64 | None = None,
    seed: int = 0,
    country: str | None = OWN_CALENDAR,
    extra: Mapping[str, Array] | None = None,
    issued: str = "09:00",
) -> LoadModel:
    """Return a model taught on what was known at ``until``.

    Parameters
    ----------
    history
        As :func:`forecasts.history.read_history` gives it with ``quantity="load"``.
    until
        UTC; nothing measured later is looked at. By default the end of the history.
    country
        Whose holidays count (ISO 3166), None for weekdays alone; by default China's in China's zones.
    extra
        Further columns by name, shape (local day, step), of figures around 1. Temperature needs none: where at least
        half of the history has ``temp_air`` it is learnt from.

    Raises
    ------
    Refused
        ``calibration-too-short`` with less than three weeks of load.
    """
    times = history["time"].to_numpy().astype("datetime64[ns]")
    step = np.timedelta64(int(history.attrs["step_minutes"]), "m")
    end = times[-1] + step if until is None else until.astype("datetime64[ns]")
    whose = country_of(str(history.attrs["time_zone"])) if country == OWN_CALENDAR else country
    warm = has_temperature(history)
    case = _case(history.sel(time=times + step <= end), issued, whose, extra, warm=warm)
    _long_enough(case.table)
    # the last row may be half a day: the models learn from it what is there
    last = case.places.days
    first = max(LEAST_DAYS, last - BEFORE_DAYS)
    past = _walk(case, range(first, last, BLOCK_DAYS), last, seed)
    return LoadModel(
        until=end,
        issued=issued,
        country=whose,
        models=fit_models(case.table.values, case.columns, case.kinds, last, seed),
        past_day=case.places.first_day + first,
        past_mw=past[first:],
        past_measured_mw=case.table.values[first:],
        has_temperature=warm,
        notes=(*_calendar_notes(case, whose), *_warm_notes(warm, issued)),
    )


def backtest_load(
    history: xr.Dataset,
    share: float = 0.3,
    *,
    capacity_mw: float | None = None,
    seed: int = 0,
    country: str | None = OWN_CALENDAR,
    extra: Mapping[str, Array] | None = None,
    issued: str = "09:00",
    block_length_days: int = BLOCK_DAYS,
) -> xr.Dataset:
    """Return the forecasts of the last ``share`` of a history beside what was measured.

    Parameters
    ----------
    capacity_mw
        What scores are divided by; by default the largest load measured.
    share, seed, country, extra, issued
        As :func:`forecasts.calibration.backtest_power` and :func:`fit_load`.
    block_length_days
        How often the models are taught again.

    Returns
    -------
    xarray.Dataset
        As :func:`forecasts.calibration.backtest_power`, without vendor; ``kind`` is ``load``.
    """
    begin = test_begin(history, share)
    zone = str(history.attrs["time_zone"])
    whose = country_of(zone) if country == OWN_CALENDAR else country
    warm = has_temperature(history)
    case = _case(history, issued, whose, extra, warm=warm)
    _long_enough(case.table)
    places = case.places
    times = history["time"].to_numpy().astype("datetime64[ns]")
    test = times >= begin
    start = int(places.row[int(np.argmax(test))])
    first = max(LEAST_DAYS, start - BEFORE_DAYS)
    load = _walk(case, range(first, places.days, block_length_days), places.days, seed)
    bands = ratio_bands(load, case.table.values, case.table.known_steps)
    measured = history["measured_mw"].to_numpy().astype(float)
    result = history[["measured_mw"]].assign_coords(level=LEVELS)
    result["forecast_mw"] = ("time", places.series(load), {"units": "MW"})
    result["quantile_mw"] = (("level", "time"), places.series(bands).T, {"units": "MW"})
    result = result.merge(with_references(result["measured_mw"], time_zone=zone, clock=issued)).isel(
        time=test
    )
    result.attrs = {
        "capacity_mw": float(np.nanmax(measured)) if capacity_mw is None else capacity_mw,
        "time_zone": zone,
        "step_minutes": int(history.attrs["step_minutes"]),
        "kind": "load",
        "issued": issued,
        "name": str(history.attrs.get("name", history.attrs.get("source", ""))),
        "notes": notes_to_json(
            [*notes_of(history), *_calendar_notes(case, whose), *_warm_notes(warm, issued)]
        ),
    }
    return result


def _case(
    history: xr.Dataset,
    issued: str,
    country: str | None,
    extra: Mapping[str, Array] | None,
    *,
    warm: bool,
) -> _Case:
    step = int(history.attrs["step_minutes"])
    times = history["time"].to_numpy().astype("datetime64[ns]")
    places = places_of(times, step, str(history.attrs["time_zone"]))
    values = places.table(history["measured_mw"].to_numpy().astype(float))
    table = DayTable(np.where(values > 0, values, np.nan), places.first_day, clock_minutes(issued) // step)
    kinds = day_kinds(places.first_day, places.days, country)
    further = dict(extra or {}) | (temperature_columns(history, places) if warm else {})
    return _Case(places, table, kinds, load_columns(table, kinds, further))


def _walk(case: _Case, blocks: range, last: int, seed: int) -> Array:
    """Return the forecasts of all blocks, shape (day, step) [MW]; each taught up to two days before its first day."""
    load = np.full(case.table.values.shape, np.nan)
    for begin in blocks:
        rows = np.arange(begin, min(begin + blocks.step, last))
        models = fit_models(case.table.values, case.columns, case.kinds, begin - 1, seed)
        load[rows] = models.predict(case.columns, case.kinds, rows)
    return load


def _reaching(history: xr.Dataset, cut: np.datetime64, own: np.ndarray) -> xr.Dataset:
    """Return the known part of a history, reaching over a day that is not measured yet."""
    step = np.timedelta64(int(history.attrs["step_minutes"]), "m")
    times = history["time"].to_numpy().astype("datetime64[ns]")
    known = history[["measured_mw"]].sel(time=times + step <= cut)
    axis = np.arange(times[0], own[-1] + step, step)
    reaching = known.reindex(time=axis)
    if TEMPERATURE in history:  # a forecast: known up to the end of the day
        reaching[TEMPERATURE] = history[TEMPERATURE].reindex(time=axis)
    return reaching


def _long_enough(table: DayTable) -> None:
    whole = np.isfinite(table.values).mean(axis=1) > 0.5
    if whole.sum() < LEAST_DAYS + 1:
        found, least = str(int(whole.sum()) * table.steps), str((LEAST_DAYS + 1) * table.steps)
        raise Refused(problem("calibration-too-short", found=found, least=least))


def _warm_notes(warm: bool, issued: str) -> tuple[Problem, ...]:
    return (problem("calibration-temperature-known", clock=issued),) if warm else ()


def _calendar_notes(case: _Case, country: str | None) -> tuple[Problem, ...]:
    return case.kinds.notes if country else (problem("calibration-no-calendar"),)
