"""What is asked of a service, and what it answers: the small interface that all services share."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from forecasts.notes import Array, Times
from forecasts.weather.canonical import Origin
from sites.problems import Problem

__all__ = ["Answer", "Ask", "Kind", "Service"]

FORM = 1
"""Of the kept files; another one is another name, so that old files are not misread."""

Kind = Literal["forecast", "past_forecast", "reanalysis", "typical_months"]


@dataclass(frozen=True)
class Ask:
    """What is wanted.

    Attributes
    ----------
    latitude, longitude, elevation_m
        The site's.
    start, stop
        The wanted span with its margin, whole hours in UTC; the stamps of both are needed.
    known_by
        What the answer may be made of was known by then, UTC with zone.
    asked_at
        The present, UTC with zone.
    """

    latitude: float
    longitude: float
    elevation_m: float
    start: np.datetime64
    stop: np.datetime64
    known_by: dt.datetime
    asked_at: dt.datetime

    @property
    def begin(self) -> dt.date:
        """First day in UTC."""
        return _day(self.start)

    @property
    def end(self) -> dt.date:
        """Last day in UTC, which belongs to it."""
        return _day(self.stop)

    def wanted(self, times: Times) -> np.ndarray:
        """Which times lie in the wanted span, both ends included."""
        return (times >= self.start) & (times <= self.stop)

    def key(self, *, is_timed: bool) -> str:
        """Return a short name of what is asked for; with ``is_timed`` another one for each ``known_by``."""
        told: dict[str, object] = {
            "latitude": round(self.latitude, 4),
            "longitude": round(self.longitude, 4),
            "elevation_m": round(self.elevation_m),
            "start": str(self.start.astype("datetime64[s]")),
            "stop": str(self.stop.astype("datetime64[s]")),
            "form": FORM,
        }
        if is_timed:
            told["known_by"] = self.known_by.astimezone(dt.UTC).isoformat()
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Answer:
    """What a service gave, in canonical names and units, as means over intervals.

    Attributes
    ----------
    origin
        Place, kind and provenance.
    times
        Starts of the hours in UTC, shape (time,); of typical months, of a year of 365 days.
    columns
        Figures by canonical name, each of shape (member, time); one member unless it is an ensemble.
    known_at
        From when on this was known, UTC with zone; None for what was always known.
    years
        Years that typical months come from, for people.
    """

    origin: Origin
    times: Times
    columns: Mapping[str, Array]
    known_at: dt.datetime | None
    years: str = ""
    notes: tuple[Problem, ...] = field(default=())

    @property
    def members(self) -> int:
        """How many members the answer has."""
        return int(np.shape(next(iter(self.columns.values())))[0])


@dataclass(frozen=True)
class Service:
    """A service that can be asked.

    Attributes
    ----------
    name
        As a user names it.
    kind
        ``forecast`` (the latest one, so only for now), ``past_forecast`` (as it was known then),
        ``reanalysis`` (made afterwards) or ``typical_months``.
    title
        For people.
    fetch
        Asks it.
    latency
        Of a reanalysis: how long after a day its figures are published.
    """

    name: str
    kind: Kind
    title: str
    fetch: Callable[[Ask], Answer]
    latency: dt.timedelta = dt.timedelta()


def _day(stamp: np.datetime64) -> dt.date:
    return dt.date.fromisoformat(str(stamp.astype("datetime64[D]")))
