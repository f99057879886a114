"""From what is asked for to what can be scheduled: inputs read and checked together, weather, forecast, gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import forecasts
from runs.calibrated import forecast_day, plant_file_problems
from runs.from_vintage import alone_problems, vintage_notes, vintage_of
from runs.inputs import Gathered, read_day, read_state
from runs.progress import Clock
from runs.similar import features
from runs.vintages import Vintage, Vintages
from runs.weather_order import WeatherOrder, day_weather, weather_problems
from sites.day import DayFacts
from sites.problems import Problem, Refused, problem
from sites.reading import find, load
from sites.site import Site
from sites.state import State
from sites.time import today, tomorrow

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Order", "Prepared", "gate_notes", "issue_time_of", "prepare"]

AHEAD_MOST = dt.timedelta(days=7)
ISSUE_HOUR = dt.time(12)
ENERGY_ROUNDING = 1e-9


@dataclass(frozen=True)
class Order(WeatherOrder):
    """What a user asks for.

    Attributes
    ----------
    forecast
        Issue of an archived forecast to plan with, or ``latest``; it takes the place of weather and files.
    state, day
        Files with the state to start from and the day's own facts.
    options
        Options of :class:`dispatch.Options` that differ from the default.
    """

    forecast: str | None = None
    state: Path | None = None
    day: Path | None = None
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Prepared:
    """Everything a day is scheduled from, the state excepted where the user gave none.

    Attributes
    ----------
    site_text
        The site file as it stands.
    inputs
        Files given by the user: what each is (weather, state, day), its name and content.
    now
        When the forecast was made, None where its time is assumed.
    vintage
        The archived forecast that was taken, None where one was made.
    """

    site: Site
    site_text: str
    date: dt.date
    weather: xr.Dataset
    forecast: xr.Dataset
    features: Mapping[str, object]
    state: State | None
    day: DayFacts
    day_text: str
    inputs: Mapping[str, tuple[str, bytes]]
    now: dt.datetime | None
    notes: tuple[Problem, ...]
    vintage: Vintage | None = None


def prepare(
    order: Order, *, now: dt.datetime, clock: Clock | None = None, vintages: Vintages | None = None
) -> Prepared:
    """Read and check all inputs of a day, forecast it, and pass the gate.

    Parameters
    ----------
    now
        The present, with its zone.
    vintages
        Where archived forecasts lie; the default archive where not given.

    Raises
    ------
    Refused
        With every problem of the site, the state, the day's facts and the weather, or what the gate refuses.
    """
    clock = clock or Clock()
    clock.begin("inputs")
    site = load(order.site)
    date = order.date or tomorrow(site.place.time_zone, now)
    inputs = Gathered()
    inputs.problems += [*plant_file_problems(site, order.files), *_order_problems(order)]
    given = order.state
    state = inputs.take(lambda: read_state(given, site, date)) if given else None
    facts = inputs.take(lambda: read_day(order.day, site, date))
    clock.begin("weather")
    source = inputs.take(lambda: _source(order, site, date, now, vintages))
    inputs.finish()
    assert source is not None  # else it was refused
    assert facts is not None
    clock.begin("forecast")
    forecast = source.forecast(order, site, date)
    _pass_gate(site, forecast, source.made)
    _pass_energy(site, forecast, facts[0])
    return Prepared(
        site=site,
        site_text=find(order.site).read_text(encoding="utf-8-sig"),
        date=date,
        weather=source.weather,
        forecast=forecast,
        features=features(site, forecast),
        state=state,
        day=facts[0],
        day_text=facts[1],
        inputs=_kept(order),
        now=source.made,
        notes=tuple(source.notes),
        vintage=source.vintage,
    )


@dataclass(frozen=True)
class _Source:
    """What the forecast comes from: weather of now, or an archived forecast."""

    weather: xr.Dataset
    issue_time: dt.datetime
    made: dt.datetime | None
    notes: list[Problem]
    vintage: Vintage | None = None

    def forecast(self, order: Order, site: Site, date: dt.date) -> xr.Dataset:
        """Return the archived forecast, or make one."""
        if self.vintage is not None:
            return self.vintage.forecast
        return forecast_day(
            site, self.weather, date, issue_time=self.issue_time, seed=order.seed, files=order.files
        )


def _source(
    order: Order, site: Site, date: dt.date, now: dt.datetime, vintages: Vintages | None
) -> _Source | None:
    """Read the weather, or find the archived forecast; nothing where both are asked for, which is refused already."""
    if _order_problems(order):
        return None
    if order.forecast is not None:
        found = vintage_of(order.forecast, site, date, vintages or Vintages.at())
        notes = vintage_notes(found, site, order.site)
        return _Source(found.weather, found.issue_time, None, notes, found)
    issue_time, is_assumed = issue_time_of(site, date, now)
    notes = [problem("note-issue-assumed", time=_local(issue_time, site))] if is_assumed else []
    weather = day_weather(order, site, date, issue_time=issue_time, now=now)
    return _Source(weather, issue_time, None if is_assumed else now, notes)


def _order_problems(order: Order) -> list[Problem]:
    """What cannot be asked for together."""
    asked = order if order.forecast is None else replace(order, hindsight=False)  # that is told already
    return [*alone_problems(order), *weather_problems(asked)]


def issue_time_of(site: Site, date: dt.date, now: dt.datetime) -> tuple[dt.datetime, bool]:
    """When the forecast of a day counts as issued, and whether that is assumed.

    It is now for today and the week ahead. For a day of the past, or one further ahead than any forecast reaches, it is
    noon of the day before at the site: the day is studied as if it were tomorrow.
    """
    ahead = date - today(site.place.time_zone, now)
    if dt.timedelta() <= ahead <= AHEAD_MOST:
        return now, False
    before = dt.datetime.combine(date - dt.timedelta(days=1), ISSUE_HOUR, tzinfo=site.place.zone)
    return before.astimezone(dt.UTC), True


def _local(moment: dt.datetime, site: Site) -> str:
    return moment.astimezone(site.place.zone).strftime("%Y-%m-%d %H:%M")


def _pass_gate(site: Site, forecast: xr.Dataset, now: dt.datetime | None) -> None:
    refused = [each for each in forecasts.gate(site, forecast, now=now) if each.level == "refuse"]
    if refused:
        raise Refused([each.as_problem() for each in refused])


def _pass_energy(site: Site, forecast: xr.Dataset, day: DayFacts) -> None:
    """Refuse a load that may not be served in a day what it wants: its reference day, uncut, would break the limit."""
    steps, problems = site.steps(dt.date.fromisoformat(str(forecast.attrs["date"]))), []
    for name in site.of_role("load"):
        most = getattr(site.assets[name], "energy_mwh_max", None)
        if most is None:
            continue
        demand = forecast["power_mw"].sel(asset=name).max("scenario").values
        wanted = float(day.limited_mw(name, steps, demand).sum() * steps.hours)
        if wanted > most * (1 + ENERGY_ROUNDING):
            about = {"most": most, "wanted": round(wanted, 3), "date": str(forecast.attrs["date"])}
            problems.append(problem("demand-above-energy", f"[assets.{name}] energy_mwh_max", **about))
    if problems:
        raise Refused(problems)


def gate_notes(prepared: Prepared, previous: xr.Dataset | None) -> list[Problem]:
    """What the gate finds odd about a forecast, also against the day before's."""
    found = forecasts.gate(prepared.site, prepared.forecast, previous=previous, now=prepared.now)
    return [each.as_problem() for each in found]


def _kept(order: Order) -> dict[str, tuple[str, bytes]]:
    given = {"weather": order.weather, "weather-mapping": order.weather_mapping}
    given |= {"state": order.state, "day": order.day}
    kept = {kind: (path.name, path.read_bytes()) for kind, path in given.items() if path is not None}
    return kept | order.files.kept()
