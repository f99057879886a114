"""A day's forecast with what the plants know: physics, their own history, their own forecasts, and scenarios.

Without files it is :func:`forecasts.forecast` unchanged. A history calibrates its asset; a plant's forecast stands for
its asset, or is blended in where there is a history too. The result has what ``forecasts.forecast`` gives and

- ``mean_mw(time, asset)``: the forecast to plan with;
- ``quantile_mw(level, time, asset)``: its quantiles, NaN for assets without a history;
- ``power_mw(scenario, time, asset)`` with ``probability(scenario)``: the mean alone as the one scenario, else N joint
  scenarios.

The attribute ``methods`` (JSON) says for each asset how it was forecast: ``physics``, ``history`` or ``plant``;
``cleaning`` (JSON) what was taken out of each history.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

import forecasts
from forecasts.notes import Array, notes_of, with_notes
from forecasts.registry import FORECASTERS
from runs.asset_files import AssetFile, check_assets, files_kept_in, kept_files
from runs.cleaned import cleaning_record
from runs.on_steps import at, at_steps, reaching
from runs.spread import Errors, joint_scenarios, load_errors, power_errors
from sites.problems import Problem, Refused, problem
from sites.site import Site

if TYPE_CHECKING:
    import xarray as xr

    from forecasts.probability.bands import Bands
    from runs.run import Run

__all__ = ["PlantFiles", "forecast_day", "history_of", "kept_plant_files", "plant_file_problems"]


@dataclass(frozen=True)
class PlantFiles:
    """What the plants know: their histories and their own forecasts."""

    history: tuple[AssetFile, ...] = ()
    plant: tuple[AssetFile, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.history or self.plant)

    def kept(self) -> dict[str, tuple[str, bytes]]:
        """Return the files as inputs to archive: what each is, its name and content."""
        return kept_files("history", self.history) | kept_files("plant", self.plant)


@dataclass
class _Found:
    """What was found for each asset; errors of past days where there is a history."""

    mean: dict[str, Array] = field(default_factory=dict)
    bands: dict[str, Bands] = field(default_factory=dict)
    errors: dict[str, Errors] = field(default_factory=dict)
    methods: dict[str, str] = field(default_factory=dict)
    cleaning: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)


def forecast_day(
    site: Site,
    weather: xr.Dataset,
    date: dt.date,
    *,
    issue_time: dt.datetime,
    seed: int = 0,
    files: PlantFiles | None = None,
    scenarios: int = 0,
) -> xr.Dataset:
    """Forecast a day; see the module's docstring.

    Parameters
    ----------
    files
        Histories and plants' forecasts; none by default.
    scenarios
        How many joint scenarios are made; none by default, so that the mean is the only one.

    Raises
    ------
    Refused
        A file cannot be read or does not serve, all such problems together; or scenarios are asked for without any
        history to draw their spread from.
    """
    base = forecasts.forecast(site, weather, date, issue_time=issue_time, seed=seed)
    if not files and not scenarios:
        return base
    found = _of_files(site, base, date, issue_time, seed, files or PlantFiles())
    if scenarios and not found.bands:
        raise Refused(problem("forecast-scenarios-need-history", "--scenarios"))
    mean = _mean(site, base, found)
    result = base.assign(power_mw=base["power_mw"].copy(data=mean[None]))
    result["mean_mw"] = (("time", "asset"), mean, {"units": "MW", "long_name": "forecast to plan with"})
    if found.bands:
        result = _with_quantiles(site, result, found)
    result = _with_scenarios(site, result, found, scenarios, seed)
    names = [str(name) for name in base["asset"].values]
    methods = {name: found.methods.get(name, "physics") for name in names}
    return with_notes(result, found.notes).assign_attrs(
        methods=json.dumps(methods), cleaning=json.dumps(found.cleaning)
    )


def plant_file_problems(site: Site, files: PlantFiles) -> list[Problem]:
    """Return what is wrong with the names of assets and files, nothing read yet."""
    known = [name for name, asset in site.assets.items() if asset.type in FORECASTERS]
    found = check_assets(site, "--history", files.history, known)
    return found + check_assets(site, "--plant", files.plant, known)


def kept_plant_files(run: Run) -> PlantFiles:
    """Return the plants' files that an archived run was made from."""
    folder, inputs = run.folder / "inputs", dict(run.record.get("inputs") or {})
    return PlantFiles(files_kept_in(folder, inputs, "history"), files_kept_in(folder, inputs, "plant"))


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


def _of_files(
    site: Site, base: xr.Dataset, date: dt.date, issue_time: dt.datetime, seed: int, files: PlantFiles
) -> _Found:
    found, problems = _Found(), list[Problem]()
    plants: dict[str, Array] = {}
    for each in files.plant:
        try:
            plants[each.asset] = _plant_mw(site, base, date, each, found.notes)
        except Refused as refused:
            problems += refused.problems
    histories = {each.asset: each for each in files.history}
    for name, values in plants.items():
        if name not in histories:
            found.mean[name], found.methods[name] = _filled(base, name, values, found.notes), "plant"
            found.notes.append(problem("forecast-note-plant", asset=name))
    for each in files.history:
        try:
            _calibrate(site, base, date, issue_time, seed, each, plants.get(each.asset), found)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return found


def _plant_mw(site: Site, base: xr.Dataset, date: dt.date, each: AssetFile, notes: list[Problem]) -> Array:
    """Return a plant's own forecast at the site's steps [MW], NaN where a point is missing."""
    from forecasts.history import load_mapping
    from forecasts.plant import read_plant

    mapping = load_mapping(each.mapping) if each.mapping else None
    dataset = read_plant(each.path, time_zone=site.place.time_zone, date=date, mapping=mapping)
    notes += notes_of(dataset)
    values = at(dataset["plant_forecast_mw"], base["time"].to_numpy())
    missing = ~np.isfinite(values)
    if missing.all():
        raise Refused(
            problem("forecast-steps-missing", each.path.name, count=int(missing.sum()), steps=len(values))
        )
    return values


def _filled(base: xr.Dataset, asset: str, values: Array, notes: list[Problem]) -> Array:
    """Return a plant's forecast that is used as it is; points that are missing are the physical forecast's, noted."""
    missing = ~np.isfinite(values)
    if missing.any():
        notes.append(problem("forecast-note-plant-filled", asset=asset, count=int(missing.sum())))
    return np.where(missing, base["power_mw"].to_numpy()[0, :, _place(base, asset)], values)


def _place(base: xr.Dataset, asset: str) -> int:
    return [str(name) for name in base["asset"].values].index(asset)


def _calibrate(
    site: Site,
    base: xr.Dataset,
    date: dt.date,
    issue_time: dt.datetime,
    seed: int,
    each: AssetFile,
    plant: Array | None,
    found: _Found,
) -> None:
    """Fit a history and forecast the day with it."""
    from forecasts.history import known_until

    history = history_of(site, each)
    found.cleaning[each.asset] = cleaning_record(history)
    issued = np.datetime64(issue_time.astimezone(dt.UTC).replace(tzinfo=None), "ns")
    until = min(known_until(date, site.place.time_zone), issued)
    longer, filled = reaching(history, base, plant)
    zone, minutes = site.place.time_zone, site.step_minutes
    if site.assets[each.asset].role == "load":
        from forecasts.calibration import fit_load

        load = fit_load(history, until=until, seed=seed)
        bands, notes = load.predict(longer, date), load.notes
        found.errors[each.asset] = load_errors(load, history, zone, minutes)
    else:
        from forecasts.calibration import fit_power

        power = fit_power(history, capacity_mw=None, until=until, seed=seed)
        bands, notes = power.predict(longer, date), power.notes
        found.errors[each.asset] = power_errors(power, zone, minutes)
    bands = at_steps(bands, base["time"].to_numpy(), each.path.name)
    found.mean[each.asset] = bands.mean_mw.to_numpy()
    found.methods[each.asset] = "history"
    found.notes += [*notes_of(history), *notes]
    if np.isfinite(bands.quantile_mw.to_numpy()).all():
        found.bands[each.asset] = bands
    else:
        found.notes.append(problem("forecast-note-no-band", asset=each.asset))
    if filled:
        found.notes.append(
            problem("forecast-note-weather-filled", asset=each.asset, columns=", ".join(filled))
        )


def _mean(site: Site, base: xr.Dataset, found: _Found) -> Array:
    """Return the forecast to plan with [MW], shape (time, asset), inside what can be."""
    mean: Array = base["power_mw"].to_numpy()[0].copy()
    for place, name in enumerate(str(each) for each in base["asset"].values):
        if name in found.mean:
            mean[:, place] = _possible(site, base, name, found.mean[name])
            given, kept = float(found.mean[name].max()), float(mean[:, place].max())
            if given > kept * 1.001 and FORECASTERS[site.assets[name].type].is_bounded:
                shown = {"given": f"{given:.2f}", "rated": f"{kept:.2f}"}
                found.notes.append(Problem("forecast-note-clipped", "", {"asset": name, **shown}))
    return mean


def _possible(site: Site, base: xr.Dataset, name: str, power: Array) -> Array:
    """Return power inside zero and the rated power, and none in the dark where the sun is needed."""
    asset = site.assets[name]
    kind = FORECASTERS[asset.type]
    most = getattr(asset, "power_mw_rated", np.inf) if kind.is_bounded else np.inf
    possible: Array = np.clip(power, 0.0, most)
    if kind.needs_sun:
        possible = np.where(base["ghi"].to_numpy() <= 0.0, 0.0, possible)
    return np.asarray(possible, dtype=float)


def _with_quantiles(site: Site, result: xr.Dataset, found: _Found) -> xr.Dataset:
    names = [str(name) for name in result["asset"].values]
    levels = next(iter(found.bands.values())).quantile_mw["level"].to_numpy()
    table = np.full((len(levels), result.sizes["time"], len(names)), np.nan)
    for name, bands in found.bands.items():
        for row, values in enumerate(bands.quantile_mw.transpose("level", "time").to_numpy()):
            table[row, :, names.index(name)] = _possible(site, result, name, values)
    attrs = {"units": "MW", "long_name": "quantiles of the forecast"}
    return result.assign_coords(level=("level", levels)).assign(
        quantile_mw=(("level", "time", "asset"), table, attrs)
    )


def _with_scenarios(site: Site, result: xr.Dataset, found: _Found, count: int, seed: int) -> xr.Dataset:
    if not count:
        found.notes.append(problem("forecast-note-mean"))
        return result.assign(probability=("scenario", np.ones(1)))
    made = joint_scenarios(found.bands, found.errors, count, seed)
    names = [str(name) for name in result["asset"].values]
    power = np.repeat(result["mean_mw"].to_numpy()[None], count, axis=0)
    for name in found.bands:
        drawn = made["scenario_mw"].sel(asset=name).transpose("scenario", "time").to_numpy()
        for row, values in enumerate(drawn):
            power[row, :, names.index(name)] = _possible(site, result, name, values)
    without = [name for name in names if name not in found.bands]
    if without:
        found.notes.append(problem("forecast-note-no-scenarios", assets=", ".join(without)))
    wide = result.drop_vars(["power_mw", "scenario"]).assign_coords(scenario=np.arange(count))
    wide["power_mw"] = (("scenario", "time", "asset"), power, result["power_mw"].attrs)
    return wide.assign(probability=("scenario", made["probability"].to_numpy()))
