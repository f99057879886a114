"""What weather was known when: the rule that keeps a backtest honest, in one place.

A forecast may be used from its issue time on; measured or reanalysed weather once it was published; typical
years always. The attribute ``known_at`` says when (ISO 8601, UTC); where it is missing ``issue_time`` does.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from forecasts.notes import with_notes
from sites.problems import Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["ALWAYS_KNOWN", "iso_text", "known_at", "require_known"]

ALWAYS_KNOWN = ("typical_year", "typical_months")


def iso_text(moment: dt.datetime) -> str:
    """Return a moment as ISO 8601 in UTC, ``2026-07-14T09:00:00Z``.

    Raises
    ------
    ValueError
        The moment has no zone.
    """
    if moment.tzinfo is None:
        msg = f"a moment without a zone: {moment.isoformat()}"
        raise ValueError(msg)
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def known_at(weather: xr.Dataset) -> dt.datetime | None:
    """Return the moment from which weather was known, None where it does not say."""
    said = str(weather.attrs.get("known_at", "") or weather.attrs.get("issue_time", ""))
    return dt.datetime.fromisoformat(said) if said else None


def require_known(weather: xr.Dataset, issue_time: dt.datetime, *, hindsight: bool = False) -> xr.Dataset:
    """Return the weather if a forecast issued at a moment may use it.

    Parameters
    ----------
    weather
        Canonical weather.
    issue_time
        When the forecast is issued, with its zone.
    hindsight
        Whether weather of later may be used all the same, to study perfect weather; a note and the attribute
        ``hindsight`` say so.

    Raises
    ------
    Refused
        The weather was not known yet, or does not say since when it was.
    ValueError
        ``issue_time`` has no zone.
    """
    issued = iso_text(issue_time)
    if str(weather.attrs["kind"]) in ALWAYS_KNOWN:
        return weather
    since = known_at(weather)
    where = str(weather.attrs.get("source", ""))
    if since is not None and since <= issue_time.astimezone(dt.UTC):
        return weather
    if hindsight:
        noted = with_notes(weather, [problem("weather-note-hindsight", issued=issued)])
        return noted.assign_attrs(hindsight=1)
    if since is None:
        raise Refused([problem("weather-known-unsaid", where, issued=issued)])
    raise Refused([problem("weather-known-later", where, known=iso_text(since), issued=issued)])
