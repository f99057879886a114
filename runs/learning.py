"""What the history of one asset teaches the forecast of a day: read, cleaned, checked, fitted, brought to the steps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from forecasts.notes import Array, notes_of
from runs.asset_files import AssetFile
from runs.cleaned import cleaning_record
from runs.on_steps import at_steps, reaching, unknown_weather
from runs.site_physics import physics_of
from runs.size_check import check_size
from runs.spread import Errors, load_errors, power_errors
from sites.problems import Problem, problem
from sites.site import Site

if TYPE_CHECKING:
    import xarray as xr

    from forecasts.probability.bands import Bands

__all__ = ["Learnt", "history_of", "learn"]


@dataclass(frozen=True)
class Learnt:
    """Forecast of an asset by its history.

    Attributes
    ----------
    bands
        At the site's steps; quantiles NaN where too little is known.
    errors
        Of past days, out of sample.
    cleaning
        What was taken out of the history.
    """

    bands: Bands
    errors: Errors
    cleaning: dict[str, Any]
    notes: list[Problem]


@dataclass(frozen=True)
class _Given:
    """A history ready to be learnt from, and the same reaching over the day."""

    history: xr.Dataset
    longer: xr.Dataset
    until: np.datetime64
    date: dt.date
    seed: int


def history_of(site: Site, each: AssetFile) -> xr.Dataset:
    """Read and clean the history of an asset."""
    from forecasts.history import load_mapping, read_history

    asset = site.assets[each.asset]
    return read_history(
        each.path,
        mapping=load_mapping(each.mapping) if each.mapping else None,
        time_zone=site.place.time_zone,
        quantity="load" if asset.role == "load" else "power",
    )


def learn(
    site: Site,
    base: xr.Dataset,
    date: dt.date,
    each: AssetFile,
    plant: Array | None,
    *,
    issue_time: dt.datetime,
    seed: int,
) -> Learnt:
    """Fit a history and forecast the day with it.

    Parameters
    ----------
    base
        The day's physical forecast.
    plant
        The plant's own forecast of the day at the site's steps [MW], to be blended in.

    Raises
    ------
    Refused
        The history cannot be read, is not this asset's by its size, or does not serve.
    """
    from forecasts.history import known_until

    history = history_of(site, each)
    cleaning, cleaned = cleaning_record(history), notes_of(history)
    issued = np.datetime64(issue_time.astimezone(dt.UTC).replace(tzinfo=None), "ns")
    until = min(known_until(date, site.place.time_zone), issued)
    notes = check_size(site, each, history.isel(time=history["time"].values < until))
    longer, filled = reaching(history, base, plant)
    unknown = unknown_weather(longer, base)
    if unknown:
        longer, history = longer.drop_vars(unknown), history.drop_vars(unknown)
        shown = ", ".join(unknown)
        notes.append(problem("forecast-note-weather-unknown", asset=each.asset, columns=shown))
    physics = physics_of(site, each.asset, longer, base, filled)
    if physics is not None:
        longer["physics_mw"] = ("time", physics)
        history["physics_mw"] = longer["physics_mw"].reindex(time=history["time"])
        notes.append(problem("forecast-note-physics", asset=each.asset))
    given = _Given(history, longer, until, date, seed)
    fit = _load if site.assets[each.asset].role == "load" else _power
    bands, errors, said = fit(given, site)
    bands = at_steps(bands, base["time"].to_numpy(), each.path.name)
    notes += [*cleaned, *said]
    if filled:
        shown = ", ".join(filled)
        notes.append(problem("forecast-note-weather-filled", asset=each.asset, columns=shown))
    return Learnt(bands, errors, cleaning, notes)


def _load(given: _Given, site: Site) -> tuple[Bands, Errors, tuple[Problem, ...]]:
    from forecasts.calibration import fit_load

    model = fit_load(given.history, until=given.until, seed=given.seed)
    errors = load_errors(model, given.history, site.place.time_zone, site.step_minutes)
    return model.predict(given.longer, given.date), errors, tuple(model.notes)


def _power(given: _Given, site: Site) -> tuple[Bands, Errors, tuple[Problem, ...]]:
    from forecasts.calibration import fit_power

    model = fit_power(given.history, capacity_mw=None, until=given.until, seed=given.seed)
    errors = power_errors(model, site.place.time_zone, site.step_minutes)
    return model.predict(given.longer, given.date), errors, tuple(model.notes)
