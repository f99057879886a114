"""The job of ``hengli forecast score``: pairs of forecast and measurement, from a backtest or from the archive."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forecasts.notes import Array, Times
from forecasts.scores import Score, region_of, score, with_references
from runs.asset_files import AssetFile, check_assets
from runs.calibrated import history_of
from runs.cleaned import cleaning_record
from runs.vintages import Vintage, Vintages
from sites.problems import Problem, Refused, problem
from sites.reading import load
from sites.site import Site

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["KINDS", "HistoryOrder", "SiteOrder", "score_history", "score_site"]

KINDS = ("wind", "pv", "load")
RENAMED = {
    name: f"{name}_mw" for name in ("measured", "forecast", "vendor", "persistence", "climatology", "mix")
} | {"quantiles": "quantile_mw"}


@dataclass(frozen=True)
class HistoryOrder:
    """A backtest that is asked for: the last `share` of a plant's history, forecast from what came before it.

    Attributes
    ----------
    kind
        ``wind``, ``pv`` or ``load``; by the columns of the file where not given.
    """

    history: Path
    mapping: Path | None = None
    capacity_mw: float | None = None
    share: float = 0.3
    kind: str | None = None
    time_zone: str | None = None
    region: str | None = None
    seed: int = 0


@dataclass(frozen=True)
class SiteOrder:
    """A look back that is asked for: the archived forecasts of a site's days against what was measured."""

    site: str
    first: dt.date
    last: dt.date
    measured: tuple[AssetFile, ...]
    region: str | None = None


def score_history(order: HistoryOrder) -> Score:
    """Forecast the last part of a history day by day, as it could have been forecast then, and score it.

    Raises
    ------
    Refused
        The file cannot be read, or does not hold what is needed.
    """
    from forecasts.history import load_mapping, read_history

    _check_history(order)
    region = region_of(order.region) if order.region else None
    mapping = load_mapping(order.mapping) if order.mapping else None
    history = read_history(
        order.history,
        mapping=mapping,
        time_zone=order.time_zone,
        quantity="load" if order.kind == "load" else "power",
        capacity_mw=order.capacity_mw,
    )
    kind = order.kind or _kind_of(history)
    if kind == "load" and order.kind is None:  # it was cleaned as a plant's so far
        history = read_history(order.history, mapping=mapping, time_zone=order.time_zone, quantity="load")
    tested = _tested(history, order, kind)
    return score(_pairs_of(tested, history, order, kind), region=region)


def check_order(site: Site, order: SiteOrder, known: Iterable[str]) -> None:
    """Refuse an order whose days, histories or assets cannot be.

    Parameters
    ----------
    known
        Assets that a history may be of.
    """
    problems: list[Problem] = check_assets(site, "--history", order.measured, list(known))
    if order.last < order.first:
        problems.append(problem("forecast-score-span", "--to", first=str(order.first), last=str(order.last)))
    if not order.measured:
        problems.append(problem("forecast-score-measured", "--history"))
    if problems:
        raise Refused(problems)


def score_site(order: SiteOrder, *, vintages: Vintages | None = None) -> list[Score]:
    """Score the archived forecasts of a site, asset by asset; the last forecast before each day counts.

    Raises
    ------
    Refused
        No forecast is archived for any of the days, nothing is said of what was measured, or it cannot be read.
    """
    vintages, site = vintages or Vintages.at(), load(order.site)
    region = region_of(order.region) if order.region else None
    check_order(site, order, site.assets)
    found = vintages.between(site.name, order.first, order.last)
    if not found:
        span = {"first": str(order.first), "last": str(order.last)}
        raise Refused(Problem("forecast-score-none", site.name, {**span, "root": str(vintages.root)}))
    days = (order.last - order.first).days + 1
    notes = [problem("forecast-score-note-days", found=len(found), days=days)] if len(found) < days else []
    return [score(_archived_pairs(site, found, each, notes), region=region) for each in order.measured]


def _tested(history: xr.Dataset, order: HistoryOrder, kind: str) -> xr.Dataset:
    """Return the backtest of a history."""
    if kind == "load":
        from forecasts.calibration import backtest_load

        return backtest_load(history, share=order.share, seed=order.seed)
    from forecasts.calibration import backtest_power

    return backtest_power(
        history, share=order.share, capacity_mw=order.capacity_mw, seed=order.seed, kind=kind
    )


def _check_history(order: HistoryOrder) -> None:
    problems = [
        problem("forecast-no-file", "--history", path=str(path))
        for path in (order.history, order.mapping)
        if path is not None and not path.is_file()
    ]
    if not 0.0 < order.share < 1.0:
        problems.append(problem("forecast-score-share", "--share", found=f"{order.share:g}"))
    if order.capacity_mw is not None and not order.capacity_mw > 0:
        problems.append(problem("forecast-score-capacity", "--capacity", found=f"{order.capacity_mw:g}"))
    if order.kind is not None and order.kind not in KINDS:
        problems.append(problem("forecast-score-kind", "--kind", found=order.kind, known=", ".join(KINDS)))
    if problems:
        raise Refused(problems)


def _kind_of(history: xr.Dataset) -> str:
    """Return what a history is of, by its columns: wind speed, irradiance, or neither."""
    if any(name in history for name in ("wind_speed", "measured_wind_speed")):
        has_sun = any(name in history for name in ("poa_global", "ghi", "dni"))
        return "pv" if has_sun and _is_dark_at_night(history) else "wind"
    return "pv" if any(name in history for name in ("poa_global", "ghi", "dni")) else "load"


def _is_dark_at_night(history: xr.Dataset) -> bool:
    """Whether there is hardly any power in the darker half of the steps."""
    name = next(each for each in ("poa_global", "ghi", "dni") if each in history)
    light, power = history[name].to_numpy(), history["measured_mw"].to_numpy()
    both = np.isfinite(light) & np.isfinite(power)
    dark = both & (light <= 1.0)
    return bool(dark.any() and power[dark].mean() < 0.02 * np.quantile(power[both], 0.99))


def _pairs_of(tested: xr.Dataset, history: xr.Dataset, order: HistoryOrder, kind: str) -> xr.Dataset:
    """Bring a backtest to the form that is scored; references learn from the whole history."""
    pairs = tested.rename({old: new for old, new in RENAMED.items() if old in tested})
    zone = str(history.attrs["time_zone"])
    if "mix_mw" not in pairs:
        pairs = pairs.merge(with_references(history["measured_mw"], time_zone=zone).sel(time=pairs["time"]))
    if "is_curtailed" in history and "is_curtailed" not in pairs:
        pairs["is_curtailed"] = history["is_curtailed"].sel(time=pairs["time"])
    capacity = order.capacity_mw or float(tested.attrs.get("capacity_mw", np.nan))
    if not np.isfinite(capacity):
        capacity = float(np.nanmax(history["measured_mw"].to_numpy()))
    about = {"capacity_mw": capacity, "time_zone": zone, "kind": kind, "name": order.history.name}
    about["cleaning"] = json.dumps(cleaning_record(history))
    if kind == "pv":
        pairs["is_daylight"] = _daylight_of(history, None).sel(time=pairs["time"])
    return pairs.assign_attrs(about, notes=str(tested.attrs.get("notes", history.attrs.get("notes", "[]"))))


def _archived_pairs(site: Site, found: list[Vintage], each: AssetFile, notes: list[Problem]) -> xr.Dataset:
    """Put an asset's archived forecasts beside its measured history."""
    import xarray as xr

    from forecasts.notes import with_notes

    history = history_of(site, each)
    zone = site.place.time_zone
    references = with_references(history["measured_mw"], time_zone=zone)
    parts = [_part(vintage, each.asset) for vintage in found]
    if any("scenario_mw" in part for part in parts):
        parts = _with_room(parts)
    joined = xr.concat(parts, "time", data_vars="all", coords="minimal", compat="override", join="outer")
    beside = xr.Dataset({"measured_mw": history["measured_mw"]}).merge(references)
    if "is_curtailed" in history:
        beside["is_curtailed"] = history["is_curtailed"].fillna(0).astype(float)
    if "plant_forecast_mw" in history:
        beside["vendor_mw"] = history["plant_forecast_mw"]
    asset = site.assets[each.asset]
    if asset.type == "pv":
        beside["is_daylight"] = _daylight_of(history, site).astype(float)
    pairs = joined.merge(_on(beside, joined["time"].to_numpy(), int(history.attrs["step_minutes"])))
    if "is_curtailed" in pairs:
        pairs["is_curtailed"] = pairs["is_curtailed"].fillna(0.0) > 0.5
    if "is_daylight" in pairs:
        pairs["is_daylight"] = pairs["is_daylight"].fillna(0.0) > 0.0
    kind = asset.type if asset.type in KINDS else "load"
    rated = getattr(asset, "power_mw_rated", None)
    capacity = (
        float(rated) if kind != "load" and rated else float(np.nanmax(history["measured_mw"].to_numpy()))
    )
    about = {"capacity_mw": capacity, "time_zone": zone, "kind": kind, "name": f"{site.name} · {each.asset}"}
    about["cleaning"] = json.dumps(cleaning_record(history))
    return with_notes(pairs.assign_attrs({**about, "notes": history.attrs.get("notes", "[]")}), notes)


def _daylight_of(history: xr.Dataset, site: Site | None) -> xr.DataArray:
    """Return which steps of a PV history are day: by the sun of the site, else by the history's own profile."""
    import xarray as xr

    from forecasts.scores.daylight import daylight_by_profile, daylight_by_sun

    times, step = history["time"].to_numpy(), int(history.attrs["step_minutes"])
    if site is None:
        power = history["measured_mw"].to_numpy().astype(float)
        values = daylight_by_profile(times, power, step)
    else:
        place = site.place
        values = daylight_by_sun(times, step, place.latitude, place.longitude, place.elevation_m)
    return xr.DataArray(values, {"time": history["time"]}, ("time",))


def _part(vintage: Vintage, asset: str) -> xr.Dataset:
    """Return one archived forecast of an asset."""
    import xarray as xr

    forecast = vintage.forecast.sel(asset=asset)
    times = forecast["time"].to_numpy()
    mean = forecast["mean_mw"] if "mean_mw" in forecast else forecast["power_mw"].isel(scenario=0)
    issued = np.datetime64(vintage.issue_time.astimezone(dt.UTC).replace(tzinfo=None), "ns")
    part = xr.Dataset(
        {
            "forecast_mw": ("time", mean.to_numpy()),
            "lead_hours": ("time", (times - issued) / np.timedelta64(1, "h")),
        },
        coords={"time": times},
    )
    if "quantile_mw" in forecast:
        table = forecast["quantile_mw"].transpose("level", "time")
        part = part.assign_coords(level=table["level"].to_numpy())
        part["quantile_mw"] = (("level", "time"), table.to_numpy())
    if forecast.sizes.get("scenario", 1) > 1:
        drawn = forecast["power_mw"].transpose("scenario", "time").to_numpy()
        count = len(drawn)
        given = (
            forecast["probability"].to_numpy() if "probability" in forecast else np.full(count, 1.0 / count)
        )
        part = part.assign_coords(scenario=np.arange(count))
        part["scenario_mw"] = (("scenario", "time"), drawn)
        part["probability"] = (("scenario", "time"), np.repeat(given[:, None], len(times), axis=1))
    return part


def _with_room(parts: list[xr.Dataset]) -> list[xr.Dataset]:
    """Give forecasts of different numbers of scenarios one axis for them; those that one lacks stay NaN."""
    most = max(part.sizes.get("scenario", 0) for part in parts)
    wide: list[xr.Dataset] = []
    for part in parts:
        each = part
        if "scenario_mw" not in part:
            empty = (("scenario", "time"), np.full((1, part.sizes["time"]), np.nan))
            each = part.assign_coords(scenario=np.arange(1)).assign(scenario_mw=empty, probability=empty)
        wide.append(each.reindex(scenario=np.arange(most)))
    return wide


def _on(dataset: xr.Dataset, times: Times, own_minutes: int) -> xr.Dataset:
    """Bring figures to the forecast's steps: the mean of shorter steps, longer ones held."""
    step = (times[1] - times[0]) / np.timedelta64(1, "m") if len(times) > 1 else float(own_minutes)
    if own_minutes < step:
        dataset = dataset.resample(time=f"{int(step)}min").mean()
    exact: dict[str, tuple[str, Array]] = {}
    moved = dataset.reindex(time=times, method="ffill", tolerance=f"{own_minutes * 60 - 1}s")
    for name in moved.data_vars:
        exact[str(name)] = ("time", moved[name].to_numpy())
    return moved.assign(exact)
