"""A day's forecast with what the plants know: physics, their own history, their own forecasts, and scenarios.

Without files it is :func:`forecasts.forecast` unchanged. A history calibrates its asset; a plant's forecast stands for
its asset, or is blended in where there is a history too. The result has what ``forecasts.forecast`` gives and

- ``mean_mw(time, asset)``: the forecast to plan with;
- ``quantile_mw(level, time, asset)``: its quantiles, NaN for assets without a history;
- ``power_mw(scenario, time, asset)`` with ``probability(scenario)``: the mean alone as the one scenario, else N joint
  scenarios (:mod:`runs.joint`), which need no history.

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
from runs.asset_files import AssetFile, check_assets, files_kept_in, kept_files, plant_forecast
from runs.joint import Wanted, joint_scenarios, member_powers, moved_by
from runs.learning import Learnt, history_of, learn
from runs.on_steps import at
from runs.possible import possible_mw
from runs.spread import Errors
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

    def take(self, asset: str, learnt: Learnt) -> None:
        """Take what the history of an asset taught."""
        self.mean[asset], self.methods[asset] = learnt.bands.mean_mw.to_numpy(), "history"
        self.errors[asset], self.cleaning[asset] = learnt.errors, learnt.cleaning
        self.notes += learnt.notes
        if np.isfinite(learnt.bands.quantile_mw.to_numpy()).all():
            self.bands[asset] = learnt.bands
        else:
            self.notes.append(problem("forecast-note-no-band", asset=asset))


def forecast_day(
    site: Site,
    weather: xr.Dataset,
    date: dt.date,
    *,
    issue_time: dt.datetime,
    seed: int = 0,
    files: PlantFiles | None = None,
    scenarios: int = 0,
    keep: int | None = None,
    members: xr.Dataset | None = None,
) -> xr.Dataset:
    """Forecast a day; see the module's docstring.

    Parameters
    ----------
    files
        Histories and plants' forecasts; none by default.
    scenarios
        How many joint scenarios are made; none by default, so that the mean is the only one.
    keep
        How many of them stay, with probabilities; by default all.
    members
        An ensemble of the weather (``fetch_ensemble``): scenarios are its members', and what weather drives is
        planned with their mean.

    Raises
    ------
    Refused
        A file cannot be read or does not serve, all such problems together.
    """
    base = forecasts.forecast(site, weather, date, issue_time=issue_time, seed=seed)
    if not files and not scenarios:
        return base
    found = _of_files(site, base, date, issue_time, seed, files or PlantFiles())
    powers = _ensemble(site, base, members, found) if scenarios and members is not None else None
    mean = _mean(site, base, found)
    result = base.assign(power_mw=base["power_mw"].copy(data=mean[None]))
    result["mean_mw"] = (("time", "asset"), mean, {"units": "MW", "long_name": "forecast to plan with"})
    if found.bands:
        result = _with_quantiles(site, result, found)
    result = _with_scenarios(site, result, base, found, Wanted(scenarios, keep, seed), powers)
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
            learnt = learn(site, base, date, each, plants.get(each.asset), issue_time=issue_time, seed=seed)
            found.take(each.asset, learnt)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return found


def _plant_mw(site: Site, base: xr.Dataset, date: dt.date, each: AssetFile, notes: list[Problem]) -> Array:
    """Return a plant's own forecast at the site's steps [MW], NaN where a point is missing."""
    dataset = plant_forecast(site, date, each)
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


def _mean(site: Site, base: xr.Dataset, found: _Found) -> Array:
    """Return the forecast to plan with [MW], shape (time, asset), inside what can be."""
    mean: Array = base["power_mw"].to_numpy()[0].copy()
    for place, name in enumerate(str(each) for each in base["asset"].values):
        if name in found.mean:
            mean[:, place] = possible_mw(site, base, name, found.mean[name])
            given, kept = float(found.mean[name].max()), float(mean[:, place].max())
            if given > kept * 1.001 and FORECASTERS[site.assets[name].type].is_bounded:
                shown = {"given": f"{given:.2f}", "rated": f"{kept:.2f}"}
                found.notes.append(Problem("forecast-note-clipped", "", {"asset": name, **shown}))
    return mean


def _with_quantiles(site: Site, result: xr.Dataset, found: _Found) -> xr.Dataset:
    names = [str(name) for name in result["asset"].values]
    levels = next(iter(found.bands.values())).quantile_mw["level"].to_numpy()
    table = np.full((len(levels), result.sizes["time"], len(names)), np.nan)
    for name, bands in found.bands.items():
        for row, values in enumerate(bands.quantile_mw.transpose("level", "time").to_numpy()):
            table[row, :, names.index(name)] = possible_mw(site, result, name, values)
    attrs = {"units": "MW", "long_name": "quantiles of the forecast"}
    return result.assign_coords(level=("level", levels)).assign(
        quantile_mw=(("level", "time", "asset"), table, attrs)
    )


def _ensemble(site: Site, base: xr.Dataset, members: xr.Dataset, found: _Found) -> Array:
    """Return the power of each member; what weather drives and nothing else is known of is planned with their mean."""
    powers = member_powers(site, members, base)
    names = [str(each) for each in base["asset"].values]
    for name in moved_by(powers, names):
        found.mean.setdefault(name, powers[:, :, names.index(name)].mean(axis=0))
    return powers


def _with_scenarios(
    site: Site, result: xr.Dataset, base: xr.Dataset, found: _Found, wanted: Wanted, members: Array | None
) -> xr.Dataset:
    if not wanted.count:
        found.notes.append(problem("forecast-note-mean"))
        return result.assign(probability=("scenario", np.ones(1)))
    mean = result["mean_mw"].to_numpy()
    made = joint_scenarios(site, base, mean, found.bands, found.errors, wanted, members)
    found.notes += made.notes
    wide = result.drop_vars(["power_mw", "scenario"]).assign_coords(scenario=np.arange(len(made.power_mw)))
    wide["power_mw"] = (("scenario", "time", "asset"), made.power_mw, result["power_mw"].attrs)
    return wide.assign(probability=("scenario", made.probability))
