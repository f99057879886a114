"""The job of ``hengli forecast``: inputs read and checked, forecast, gate, archive."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import forecasts
from forecasts.notes import notes_of
from runs.archive import new_id
from runs.asset_files import AssetFile, kept_files
from runs.calibrated import forecast_day, plant_file_problems
from runs.contents import dataset_bytes
from runs.files import json_text
from runs.notes import noted
from runs.prepare import issue_time_of
from runs.sector_parts import sector_energy_mwh, sector_problems, with_sectors
from runs.vintages import Vintage, Vintages
from runs.weather_order import WeatherOrder, day_weather, weather_problems
from sites.problems import Problem, Refused, problem
from sites.reading import find, load
from sites.site import Site
from sites.time import day_steps, tomorrow, utc_text

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["ForecastOrder", "make_forecast"]

SCHEMA_VERSION = 1
SCENARIOS_MOST = 1000


@dataclass(frozen=True)
class ForecastOrder(WeatherOrder):
    """What a user asks for.

    Attributes
    ----------
    scenarios
        How many joint scenarios are made; none where 0.
    keep
        How many of them stay, with probabilities; all where None.
    sectors
        Daily extremes of loads' sectors: the parts of those loads are forecast too.
    """

    scenarios: int = 0
    keep: int | None = None
    sectors: tuple[AssetFile, ...] = ()


def make_forecast(
    order: ForecastOrder, *, vintages: Vintages | None = None, now: dt.datetime | None = None
) -> Vintage:
    """Forecast a day and archive it.

    Parameters
    ----------
    vintages
        Where the forecast goes; the default archive where not given.
    now
        The present, with its zone; for tests.

    Raises
    ------
    Refused
        Bad input, or a forecast that cannot be; nothing was written.
    Trouble
        The archive could not be written.
    """
    vintages, moment = vintages or Vintages.at(), now or dt.datetime.now(dt.UTC)
    site = load(order.site)
    date = order.date or tomorrow(site.place.time_zone, moment)
    _check(order, site)
    issue_time, is_assumed = issue_time_of(site, date, moment)
    weather, members = _weather(order, site, date, issue_time, moment)
    forecast = forecast_day(
        site,
        weather,
        date,
        issue_time=issue_time,
        seed=order.seed,
        files=order.files,
        scenarios=order.scenarios,
        keep=order.keep,
        members=members,
    )
    forecast = with_sectors(
        forecast, site, date, sectors=order.sectors, history=order.files.history, issue_time=issue_time
    )
    findings = forecasts.gate(site, forecast, now=None if is_assumed else moment)
    refused = [each.as_problem() for each in findings if each.level == "refuse"]
    if refused:
        raise Refused(refused)
    notes = [*notes_of(forecast), *(each.as_problem() for each in findings)]
    if is_assumed:
        local = issue_time.astimezone(site.place.zone).strftime("%Y-%m-%d %H:%M")
        notes.insert(0, problem("note-issue-assumed", time=local))
    return _archived(order, site, forecast, (weather, members), notes, vintages)


def _check(order: ForecastOrder, site: Site) -> None:
    problems = plant_file_problems(site, order.files)
    problems += [*sector_problems(site, order.sectors, order.files.history), *weather_problems(order)]
    if not 0 <= order.scenarios <= SCENARIOS_MOST:
        problems.append(
            problem("forecast-scenario-count", "--scenarios", found=order.scenarios, most=SCENARIOS_MOST)
        )
    if order.keep is not None and not 1 <= order.keep <= order.scenarios:
        problems.append(problem("forecast-keep-count", "--keep", found=order.keep, scenarios=order.scenarios))
    if problems:
        raise Refused(problems)


def _weather(
    order: ForecastOrder, site: Site, date: dt.date, issue_time: dt.datetime, now: dt.datetime
) -> tuple[xr.Dataset, xr.Dataset | None]:
    """Return the day's weather, and all members where it is an ensemble and scenarios are made of it."""
    if order.scenarios and order.source is not None:
        from forecasts.weather.network.fetch import ENSEMBLES, fetch_ensemble

        if order.source in ENSEMBLES:
            members = fetch_ensemble(order.source, site, date, issue_time=issue_time, now=now)
            return members.isel(member=0, drop=True), members
    return day_weather(order, site, date, issue_time=issue_time, now=now), None


def _archived(
    order: ForecastOrder,
    site: Site,
    forecast: xr.Dataset,
    weathers: tuple[xr.Dataset, xr.Dataset | None],
    notes: list[Problem],
    vintages: Vintages,
) -> Vintage:
    date = dt.date.fromisoformat(str(forecast.attrs["date"]))
    issued = dt.datetime.fromisoformat(str(forecast.attrs["issue_time"]))
    issue = new_id(issued)
    inputs = order.files.kept() | kept_files("sectors", order.sectors)
    if order.weather is not None:
        inputs["weather"] = (order.weather.name, order.weather.read_bytes())
    if order.weather_mapping is not None:
        inputs["weather-mapping"] = (order.weather_mapping.name, order.weather_mapping.read_bytes())
    record = _record(order, site, forecast, date, issue, notes)
    record["inputs"] = {kind: name for kind, (name, _) in inputs.items()}
    with vintages.new(site.name, date, issue) as folder:
        (folder / "forecast.nc").write_bytes(dataset_bytes(forecast))
        (folder / "weather.nc").write_bytes(dataset_bytes(weathers[0]))
        if weathers[1] is not None:
            (folder / "members.nc").write_bytes(dataset_bytes(weathers[1]))
        _write_site(folder / "site", order.site, site)
        for kind, (name, content) in inputs.items():
            (folder / "inputs").mkdir(exist_ok=True)
            (folder / "inputs" / f"{kind}-{name}").write_bytes(content)
        (folder / "forecast.json").write_text(json_text(record), encoding="utf-8", newline="\n")
    return vintages.find(site.name, date, issue=issue)


def _write_site(folder: Path, name: str, site: Site) -> None:
    texts = {"site.toml": find(name).read_text(encoding="utf-8-sig"), **site.files}
    for each, content in texts.items():
        path = folder / each
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")


def _record(
    order: ForecastOrder, site: Site, forecast: xr.Dataset, date: dt.date, issue: str, notes: list[Problem]
) -> dict[str, Any]:
    about = forecast.attrs
    start = day_steps(date, site.place.time_zone, site.step_minutes).start
    return {
        "schema_version": SCHEMA_VERSION,
        "issue": issue,
        "site": site.name,
        "date": str(date),
        "day_start": f"{start.astype('datetime64[s]')}Z",
        "issue_time": about["issue_time"],
        "created": utc_text(dt.datetime.now(dt.UTC)),
        "weather": {
            "source": about.get("weather_source"),
            "kind": about.get("weather_kind"),
            "issue_time": about.get("weather_issue_time"),
            "synthetic": bool(int(about.get("synthetic", 0))),
        },
        "hindsight": bool(int(about.get("hindsight", 0))),
        "assets": _assets(site, forecast),
        "sectors": sector_energy_mwh(forecast, site.step_minutes),
        "cleaning": json.loads(str(about.get("cleaning", "{}"))),
        "scenarios": order.keep or order.scenarios,
        "scenarios_made": order.scenarios,
        "seed": order.seed,
        "versions": json.loads(str(about.get("versions", "{}"))),
        "notes": noted(notes),
    }


def _assets(site: Site, forecast: xr.Dataset) -> list[dict[str, Any]]:
    """What ``forecast.json`` says of each asset: method, energy, peak and when, width of the 80 % band."""
    methods: Mapping[str, str] = json.loads(str(forecast.attrs.get("methods", "{}")))
    mean = forecast["mean_mw"] if "mean_mw" in forecast else forecast["power_mw"].isel(scenario=0)
    date = dt.date.fromisoformat(str(forecast.attrs["date"]))
    labels = day_steps(date, site.place.time_zone, site.step_minutes).labels
    found: list[dict[str, Any]] = []
    for name in (str(each) for each in forecast["asset"].values):
        power = mean.sel(asset=name).to_numpy()
        entry: dict[str, Any] = {
            "name": name,
            "type": site.assets[name].type,
            "method": methods.get(name, "physics"),
            "energy_mwh": float(power.sum() * site.step_minutes / 60),
            "peak_mw": float(power.max()),
            "peak_label": labels[int(power.argmax())],
            "energy_mwh_low": None,
            "energy_mwh_high": None,
        }
        if forecast.sizes["scenario"] > 1:
            energy = forecast["power_mw"].sel(asset=name).sum("time").to_numpy() * site.step_minutes / 60
            entry |= {"energy_mwh_low": float(energy.min()), "energy_mwh_high": float(energy.max())}
        found.append(entry)
    return found
