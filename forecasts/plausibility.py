"""The gate between forecast and dispatch: what cannot be is refused, what is odd is said.

The rules, one small function each (``RULES``):

- ``forecast-misfit`` (refuse): the assets or the steps are not those of the site and the day; nothing else is
  judged.
- ``forecast-not-figure`` (refuse): a power is missing or infinite.
- ``forecast-negative`` (refuse): a power is below zero.
- ``forecast-over-capacity`` (refuse): a source is above its rated power by more than 1e-6 of it.
- ``forecast-at-night`` (refuse): a source that needs the sun gives more than 0.1 % of its rated power in a
  step all of whose sun is below -1 degree.
- ``forecast-issued-late`` (warn): issued after the day began.
- ``forecast-future-issue`` (warn): issued later than ``now``, if ``now`` is given.
- ``forecast-old`` (warn): the older of the forecast's issue and its weather's is more than 36 h before the
  day.
- ``forecast-stale`` (refuse): it is more than 7 days before the day, unless the weather is synthetic.
- ``forecast-jump`` (warn): the mean power of a source differs from the day before's by more than its
  climate allows: 90 % of what it gives on a cloudless day for a source that needs the sun, 85 % of the rated
  power for others. Loads are not judged: their calendar makes them jump.

Findings of one rule, asset and scenario are one finding with all its steps. Forecasts with several scenarios
are judged in each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from forecasts.conditions import Conditions
from forecasts.notes import Array
from forecasts.registry import FORECASTERS
from forecasts.sun import brightest_elevation_deg, clear_sky, sun_at
from sites.problems import Problem
from sites.time import Steps

if TYPE_CHECKING:
    import xarray as xr

    from sites.site import Site

__all__ = ["RULES", "Finding", "gate"]

Level = Literal["refuse", "warn"]

NIGHT_DEG = -1.0
NIGHT_FRAC_MOST = 1e-3
OVER_FRAC_MOST = 1e-6
OLD = dt.timedelta(hours=36)
STALE = dt.timedelta(days=7)
JUMP_OF_CLEAR_DAY, JUMP_OF_RATED = 0.90, 0.85
STEPS_SHOWN = 8
SEA_LEVEL_PA = 101_325.0  # what needs the sun does not feel the pressure


@dataclass(frozen=True)
class Finding:
    """One thing that the gate says.

    Attributes
    ----------
    level
        ``refuse``: the forecast is not to be dispatched; ``warn``: it is, and the finding is shown.
    key, args
        Message of the catalogue and its figures.
    asset
        Name of the asset, empty for the forecast as a whole.
    steps
        Labels of the steps, empty for the day as a whole.
    """

    level: Level
    key: str
    args: Mapping[str, object] = field(default_factory=dict, hash=False)
    asset: str = ""
    steps: tuple[str, ...] = ()

    def as_problem(self) -> Problem:
        """Return the finding as a problem, to be raised or shown in either language."""
        shown = ", ".join(self.steps[:STEPS_SHOWN]) + (", ..." if len(self.steps) > STEPS_SHOWN else "")
        where = " ".join(part for part in (self.asset, shown) if part)
        return Problem(self.key, where, self.args)

    def text(self, language: str | None = None) -> str:
        """Return the finding for people, in a language or the one in force."""
        return self.as_problem().text(language)


@dataclass(frozen=True)
class Case:
    """What is judged, and against what."""

    site: Site
    forecast: xr.Dataset
    steps: Steps
    previous: xr.Dataset | None = None
    now: dt.datetime | None = None

    def sources(self) -> Iterator[tuple[str, float]]:
        """Yield name and rated power [MW] of the assets whose rated power bounds them."""
        for name in self.assets():
            asset = self.site.assets[name]
            if FORECASTERS[asset.type].is_bounded:
                yield name, float(getattr(asset, "power_mw_rated", np.inf))

    def assets(self) -> list[str]:
        """Return the names of the forecast's assets."""
        return [str(name) for name in self.forecast["asset"].to_numpy()]

    def power_mw(self, name: str) -> Array:
        """Return the power of an asset [MW], shape (scenario, time)."""
        chosen = self.forecast["power_mw"].sel(asset=name).transpose("scenario", "time")
        return np.asarray(chosen.to_numpy(), dtype=float)

    def needs_sun(self, name: str) -> bool:
        """Whether an asset gives nothing in the dark."""
        return FORECASTERS[self.site.assets[name].type].needs_sun


def gate(
    site: Site, forecast: xr.Dataset, *, previous: xr.Dataset | None = None, now: dt.datetime | None = None
) -> list[Finding]:
    """Judge a forecast before it is dispatched, by the rules of the module's docstring.

    Parameters
    ----------
    site
        The site that it is of.
    forecast
        See :mod:`forecasts.day_ahead`; it may come from a file.
    previous
        The forecast of the day before, for jumps; one of another day is not compared.
    now
        The present, with its zone.

    Returns
    -------
    list of Finding
        Refusals first; empty if nothing was found.
    """
    date = dt.date.fromisoformat(str(forecast.attrs["date"]))
    case = Case(site, forecast, site.steps(date), previous, now)
    misfits = list(check_fit(case))
    if misfits:
        return misfits
    findings = [finding for rule in RULES for finding in rule(case)]
    return sorted(findings, key=lambda finding: finding.level != "refuse")


def check_fit(case: Case) -> Iterator[Finding]:
    """The forecast is of this site and day: the same assets and the same steps."""
    expected = {name for name, asset in case.site.assets.items() if asset.type in FORECASTERS}
    apart = sorted(expected ^ set(case.assets()))
    is_same_time = np.array_equal(case.forecast["time"].to_numpy(), case.steps.times)
    if apart or not is_same_time:
        args = {
            "assets": ", ".join(apart) or "-",
            "found": case.forecast.sizes["time"],
            "steps": case.steps.count,
        }
        yield Finding("refuse", "forecast-misfit", args)


def check_figures(case: Case) -> Iterator[Finding]:
    """Every power is a figure, and none is negative."""
    for name in case.assets():
        power = case.power_mw(name)
        missing = ~np.isfinite(power)
        if missing.any():
            yield _finding(
                "refuse", "forecast-not-figure", case, name, missing, count=int(missing.any(axis=0).sum())
            )
        negative = np.nan_to_num(power, nan=0.0) < 0
        if negative.any():
            lowest = float(np.nanmin(power))
            yield _finding("refuse", "forecast-negative", case, name, negative, lowest=lowest)


def check_capacity(case: Case) -> Iterator[Finding]:
    """No source gives more than its rated power."""
    for name, rated in case.sources():
        power = np.nan_to_num(case.power_mw(name), nan=0.0)
        over = power > rated * (1 + OVER_FRAC_MOST)
        if over.any():
            yield _finding(
                "refuse", "forecast-over-capacity", case, name, over, found=float(power.max()), rated=rated
            )


def check_night(case: Case) -> Iterator[Finding]:
    """Nothing that needs the sun gives power in the dark."""
    place, steps = case.site.place, case.steps
    names = [(name, rated) for name, rated in case.sources() if case.needs_sun(name)]
    if not names:
        return
    highest = brightest_elevation_deg(
        steps.times, steps.step_minutes, place.latitude, place.longitude, place.elevation_m
    )
    for name, rated in names:
        power = np.nan_to_num(case.power_mw(name), nan=0.0)
        lit = (power > NIGHT_FRAC_MOST * rated) & (highest < NIGHT_DEG)[None, :]
        if lit.any():
            found = float(power[lit].max())
            yield _finding("refuse", "forecast-at-night", case, name, lit, found=found)


def check_age(case: Case) -> Iterator[Finding]:
    """The forecast and its weather are fresh, and were made before the day."""
    begins = _moment(str(np.datetime_as_string(case.steps.times[0], unit="s")) + "Z")
    issued = _moment(str(case.forecast.attrs["issue_time"]))
    zone = case.site.place.zone
    if issued > begins:
        yield Finding("warn", "forecast-issued-late", {"issued": _shown(issued, zone)})
    if case.now is not None and issued > case.now:
        yield Finding(
            "warn", "forecast-future-issue", {"issued": _shown(issued, zone), "now": _shown(case.now, zone)}
        )
    of_weather = str(case.forecast.attrs.get("weather_issue_time", ""))
    oldest = min(issued, _moment(of_weather)) if of_weather else issued
    args = {"issued": _shown(oldest, zone), "hours": f"{(begins - oldest).total_seconds() / 3600:.0f}"}
    is_synthetic = bool(int(case.forecast.attrs.get("synthetic", 0)))
    if begins - oldest > STALE and not is_synthetic:
        yield Finding("refuse", "forecast-stale", args)
    elif begins - oldest > OLD:
        yield Finding("warn", "forecast-old", args)


def check_jump(case: Case) -> Iterator[Finding]:
    """No source's day differs from the day before by more than its climate allows."""
    if case.previous is None or not _is_day_before(case.previous, case.forecast):
        return
    before = Case(case.site, case.previous, case.steps)
    known = set(before.assets())
    clear = _clear_day(case)
    for name, rated in case.sources():
        if name not in known:
            continue
        limit = JUMP_OF_RATED * rated
        if case.needs_sun(name):
            asset = case.site.assets[name]
            limit = JUMP_OF_CLEAR_DAY * float(
                FORECASTERS[asset.type].power_mw(case.site, asset, clear).mean()
            )
        means = [float(np.nanmean(each.power_mw(name))) for each in (before, case)]
        if abs(means[1] - means[0]) > limit:
            args = {"before": f"{means[0]:.3g}", "found": f"{means[1]:.3g}", "most": f"{limit:.3g}"}
            yield Finding("warn", "forecast-jump", args, asset=name)


RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    check_figures,
    check_capacity,
    check_night,
    check_age,
    check_jump,
)


def _finding(level: Level, key: str, case: Case, asset: str, is_wrong: np.ndarray, **args: object) -> Finding:
    places = np.flatnonzero(is_wrong.any(axis=0))
    labels = tuple(case.steps.labels[place] for place in places)
    return Finding(level, key, args, asset=asset, steps=labels)


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _shown(moment: dt.datetime, zone: dt.tzinfo) -> str:
    return moment.astimezone(zone).isoformat(sep=" ", timespec="minutes")


def _is_day_before(previous: xr.Dataset, forecast: xr.Dataset) -> bool:
    days = [dt.date.fromisoformat(str(each.attrs["date"])) for each in (previous, forecast)]
    return days[1] - days[0] == dt.timedelta(days=1)


def _clear_day(case: Case) -> Conditions:
    """Return the day's conditions under a cloudless sky, with the forecast's temperature and wind."""
    place, steps = case.site.place, case.steps
    middles = (steps.times + np.timedelta64(steps.step_minutes * 30, "s")).astype("datetime64[ns]")
    sun = sun_at(middles, place.latitude, place.longitude, place.elevation_m)
    clear = clear_sky(middles, sun, place.latitude, place.longitude, place.elevation_m)
    wind = case.forecast["wind_speed"]
    return Conditions(
        steps=steps,
        sun=sun,
        ghi=clear.ghi,
        dni=clear.dni,
        dhi=clear.dhi,
        temp_air=case.forecast["temp_air"].to_numpy(),
        wind_speed=wind.to_numpy(),
        pressure=np.full(steps.count, SEA_LEVEL_PA),
        wind_height_m=float(wind.attrs["height_m"]),
        elevation_m=place.elevation_m,
    )
