"""What the services of past weather share: when it was published, and an answer of one member."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from forecasts.notes import Array, Times
from forecasts.weather.canonical import FIELDS, Origin
from forecasts.weather.network.answer import Answer, Ask

__all__ = ["after_days", "single"]

NEEDED = ("ghi", "temp_air", "wind_speed")
"""What nothing else can give; the rest is left out where it has gaps, and filled in or done without."""


def after_days(ask: Ask, latency: dt.timedelta) -> dt.datetime:
    """Return when the last of the days that were asked for had been published."""
    end = dt.datetime.combine(ask.end + dt.timedelta(days=1), dt.time(), tzinfo=dt.UTC)
    return end + latency


def single(
    ask: Ask, origin: Origin, times: Times, columns: Mapping[str, Array], known_at: dt.datetime
) -> Answer:
    """Return an answer of one member; canonical figures only, and nothing with gaps that can be done without."""
    inside = ask.wanted(times)
    kept = {
        name: values[None, inside]
        for name, values in columns.items()
        if name in FIELDS and (name in NEEDED or np.isfinite(values[inside]).all())
    }
    return Answer(origin, times[inside], kept, known_at)
