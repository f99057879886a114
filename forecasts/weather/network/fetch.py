"""Weather of a site's day from a service on the network: asked for once, kept on disk, never of the future.

===============================  ===============================================================================
``open-meteo``                   the latest forecast: for a forecast that is issued now
``open-meteo-ensemble``          the same with its members: ``fetch_weather`` gives the control run,
                                 ``fetch_ensemble`` all of them
``open-meteo-previous-runs``     what had been forecast by an earlier issue time: for honest backtests
``era5 nasa-power pvgis``        past weather, made afterwards: known only when it had been published
``pvgis-tmy``                    a typical year: known always
===============================  ===============================================================================

What was not known at the issue time is refused, unless hindsight is asked for, which a note then says. A live
forecast counts as known at the issue time if it is fetched within a quarter of an hour of it; the attribute
``fetched_at`` has the moment itself. Each live forecast is kept with its time, so that a later backtest finds what
was known then. Without the network the latest kept one serves up to a day, with a note.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from forecasts.notes import with_notes
from forecasts.weather.complete import completed
from forecasts.weather.known import require_known
from forecasts.weather.network.answer import Answer, Ask, Service
from forecasts.weather.network.cache import keep, kept
from forecasts.weather.network.days import after_days
from forecasts.weather.network.era5 import LATENCY as ERA5_LATENCY
from forecasts.weather.network.era5 import era5
from forecasts.weather.network.nasa_power import LATENCY as POWER_LATENCY
from forecasts.weather.network.nasa_power import nasa_power
from forecasts.weather.network.open_meteo import ensemble, forecast, previous_runs
from forecasts.weather.network.pvgis import LATENCY as PVGIS_LATENCY
from forecasts.weather.network.pvgis import pvgis_hourly, pvgis_tmy
from forecasts.weather.reading import day_span, of_day
from forecasts.weather.source import DatedSource, WeatherSource
from forecasts.weather.typical_months import TypicalMonths
from sites.problems import Refused, problem
from sites.time import utc_text

if TYPE_CHECKING:
    import xarray as xr

    from sites.site import Site

__all__ = ["ENSEMBLES", "SERVICES", "fetch_ensemble", "fetch_weather"]

SERVICES: dict[str, Service] = {
    service.name: service
    for service in (
        Service("era5", "reanalysis", "ERA5", era5, ERA5_LATENCY),
        Service("nasa-power", "reanalysis", "NASA POWER", nasa_power, POWER_LATENCY),
        Service("open-meteo", "forecast", "Open-Meteo", forecast),
        Service("open-meteo-ensemble", "forecast", "Open-Meteo ensemble", ensemble),
        Service("open-meteo-previous-runs", "past_forecast", "Open-Meteo previous runs", previous_runs),
        Service("pvgis", "reanalysis", "PVGIS", pvgis_hourly, PVGIS_LATENCY),
        Service("pvgis-tmy", "typical_months", "PVGIS, typical year", pvgis_tmy),
    )
}
"""Name of a service -> how it is asked."""

ENSEMBLES = ("open-meteo-ensemble",)
"""Services that give members."""

LIVE = dt.timedelta(minutes=15)
FRESH = dt.timedelta(hours=1)
OFFLINE_MOST = dt.timedelta(hours=24)
HOURS_AROUND = np.timedelta64(3, "h")  # two hours of margin, and a stamp on either side


def fetch_weather(
    source: str,
    site: Site,
    date: dt.date,
    *,
    issue_time: dt.datetime,
    now: dt.datetime | None = None,
    hindsight: bool = False,
) -> xr.Dataset:
    """Return the weather of a local day as it was known at the issue time.

    Parameters
    ----------
    source
        One of ``SERVICES``.
    site
        Whose weather it is to be.
    date
        Local date at the site.
    issue_time
        When the forecast is made, with its zone: nothing that was known only later is used.
    now
        The present, with its zone; the clock's where not given.
    hindsight
        Whether past weather may be used as if it had been known, to study perfect forecasts.

    Returns
    -------
    xarray.Dataset
        Canonical weather, with ``issue_time`` (forecasts), ``known_at`` and ``fetched_at`` in its attributes.

    Raises
    ------
    Refused
        The source is not known, cannot be reached, or has nothing that was known at the issue time.
    ValueError
        A moment has no zone.
    """
    return _days_weather(source, site, date, issue_time, now, hindsight=hindsight)[0]


def fetch_ensemble(
    source: str, site: Site, date: dt.date, *, issue_time: dt.datetime, now: dt.datetime | None = None
) -> xr.Dataset:
    """Return all members of an ensemble: canonical weather with the dimension ``member`` before ``time``.

    ``isel(member=k)`` is canonical weather again. See :func:`fetch_weather`.
    """
    import xarray as xr

    members = _days_weather(source, site, date, issue_time, now, hindsight=False)
    whole = xr.concat(
        members,
        dim="member",
        data_vars="all",
        coords="minimal",
        compat="override",
        join="inner",
        combine_attrs="override",
    )
    return whole.assign_coords(member=np.arange(len(members)))


def _days_weather(
    source: str,
    site: Site,
    date: dt.date,
    issue_time: dt.datetime,
    now: dt.datetime | None,
    *,
    hindsight: bool,
) -> list[xr.Dataset]:
    """Return the canonical weather of each member."""
    if source not in SERVICES:
        raise Refused(
            [problem("weather-service-unknown", "", found=source, known=", ".join(sorted(SERVICES)))]
        )
    service = SERVICES[source]
    present = _utc(now) if now is not None else dt.datetime.now(dt.UTC)
    issued = _utc(issue_time)
    ask = _ask(site, date, min(issued, present), present)
    _published(service, ask, issued, present, hindsight=hindsight)
    answer, offline = _answered(service, ask, issued, present)
    members = []
    for member in range(answer.members):
        weather = of_day(_opened(service, answer, member), service.title, site, date, may_be_elsewhere=False)
        weather = _labelled(weather, service, answer, issued)
        if offline:
            assert answer.known_at is not None
            weather = with_notes(
                weather, [problem("weather-note-offline", fetched=utc_text(answer.known_at))]
            )
        members.append(require_known(weather, issued, hindsight=hindsight))
    return members


def _published(
    service: Service, ask: Ask, issued: dt.datetime, present: dt.datetime, *, hindsight: bool
) -> None:
    """Refuse past weather before it was published, and any that nobody can have yet, without asking for it."""
    if service.kind != "reanalysis":
        return
    known = after_days(ask, service.latency)
    if known > (present if hindsight else issued):
        raise Refused(
            [problem("weather-known-later", service.name, known=utc_text(known), issued=utc_text(issued))]
        )


def _answered(service: Service, ask: Ask, issued: dt.datetime, present: dt.datetime) -> tuple[Answer, bool]:
    """Return an answer, from disk where it may be, and whether it stands in for one that cannot be reached."""
    key = ask.key(is_timed=service.kind == "past_forecast")
    if service.kind == "forecast":
        return _latest(service, ask, key, issued, present)
    found = kept(service.name, key, dt.datetime.max.replace(tzinfo=dt.UTC))
    if found is None:
        found = service.fetch(ask)
        if all(np.isfinite(values).all() for values in found.columns.values()):
            keep(service.name, key, found)  # what is missing today may be there tomorrow
    return found, False


def _latest(
    service: Service, ask: Ask, key: str, issued: dt.datetime, present: dt.datetime
) -> tuple[Answer, bool]:
    """Return the forecast that was the latest at the issue time: a fresh one for now, a kept one for the past."""
    found = kept(service.name, key, issued)
    age = issued - found.known_at if found is not None and found.known_at is not None else None
    if found is not None and age is not None and age <= FRESH:
        return found, False
    if present - issued > LIVE:
        if found is not None:
            return found, False
        shown = utc_text(issued)
        raise Refused([problem("weather-service-not-kept", service.name, issued=shown)])
    try:
        answer = service.fetch(ask)
    except Refused as refused:
        is_offline = refused.problems[0].key == "weather-service-offline"
        if is_offline and found is not None and age is not None and age <= OFFLINE_MOST:
            return found, True
        raise
    keep(service.name, key, answer)
    return answer, False


def _ask(site: Site, date: dt.date, known_by: dt.datetime, asked_at: dt.datetime) -> Ask:
    span = day_span(site, date)
    place = site.place
    return Ask(
        place.latitude,
        place.longitude,
        place.elevation_m,
        start=_hour(span.start - HOURS_AROUND),
        stop=_hour(span.end + HOURS_AROUND),
        known_by=known_by,
        asked_at=asked_at,
    )


def _opened(service: Service, answer: Answer, member: int) -> WeatherSource:
    """Return one member as a source, with what physics can fill in."""
    columns = {name: values[member] for name, values in answer.columns.items()}
    if service.kind == "typical_months":
        zero = np.timedelta64(0, "m")
        return TypicalMonths(service.title, answer.origin, zero, columns, answer.years, answer.notes)
    columns, filled = completed(answer.times, columns, 60, answer.origin)
    return DatedSource(service.title, answer.origin, 60, answer.times, columns, (*answer.notes, *filled))


def _labelled(weather: xr.Dataset, service: Service, answer: Answer, issued: dt.datetime) -> xr.Dataset:
    """Return the weather with the times that matter: issued, known, fetched."""
    if answer.known_at is None:
        return weather
    known = answer.known_at
    if service.kind == "forecast":
        if issued < known <= issued + LIVE:
            known = issued
        weather = weather.assign_attrs(fetched_at=utc_text(answer.known_at))
    issue = utc_text(known) if service.kind != "reanalysis" else ""
    return weather.assign_attrs(known_at=utc_text(known), issue_time=issue)


def _utc(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:
        msg = f"a moment without a zone: {moment.isoformat()}"
        raise ValueError(msg)
    return moment.astimezone(dt.UTC)


def _hour(stamp: np.datetime64) -> np.datetime64:
    hour: np.datetime64 = stamp.astype("datetime64[h]").astype("datetime64[ns]")
    return hour
