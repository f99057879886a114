"""What weather was known when: the rule that keeps a backtest honest, in one place.

A forecast may be used from its issue time on; measured or reanalysed weather once it was published; typical
years always. The attribute ``known_at`` says when (ISO 8601, UTC); where it is missing ``issue_time`` does.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from forecasts.notes import with_notes
from sites.problems import Refused, problem
from sites.time import utc_text

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["ALWAYS_KNOWN", "known_at", "require_known"]

ALWAYS_KNOWN = ("typical_year", "typical_months")


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
    issued = utc_text(issue_time)
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
    raise Refused([problem("weather-known-later", where, known=utc_text(since), issued=issued)])
