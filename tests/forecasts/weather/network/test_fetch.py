"""Weather from services: what was known when, and what is kept on disk."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import responses

from forecasts.notes import notes_of
from forecasts.weather.network.answer import Ask
from forecasts.weather.network.fetch import SERVICES, fetch_weather
from forecasts.weather.network.open_meteo import PUBLICATION_HOURS, days_before
from sites.problems import Refused
from tests.forecasts.examples import a_site, keys
from tests.forecasts.weather.network.answers import (
    hours,
)
from tests.forecasts.weather.network.cases import (
    DATE,
    LATER,
    NOW,
    STAMPS,
    add,
)


def test_previous_runs_take_only_what_was_published_by_then() -> None:
    site = a_site()
    add("open-meteo-previous-runs", site)
    weather = fetch_weather("open-meteo-previous-runs", site, DATE, issue_time=NOW, now=LATER)
    # 01:00 UTC + 24 h - 8 h: up to 17:00 UTC the run of one day before was there, then that of two
    speed = weather["wind_speed"]
    assert float(speed.sel(time=np.datetime64("2025-06-20T16:00"))) == 3.0
    assert float(speed.sel(time=np.datetime64("2025-06-20T18:00"))) == 4.0
    assert float(speed.sel(time=np.datetime64("2025-06-21T10:00"))) == 4.0
    assert dt.datetime.fromisoformat(weather.attrs["known_at"]) <= NOW
    assert weather.attrs["issue_time"] == weather.attrs["known_at"]


def test_previous_days_are_the_least_that_were_known() -> None:
    valid = hours("2025-06-20", 4)
    issue = np.datetime64("2025-06-20T01:00")
    day = np.timedelta64(24, "h")
    found = days_before(valid, NOW)
    published = valid - found * day + np.timedelta64(PUBLICATION_HOURS, "h")
    assert (published <= issue).all()
    assert ((published + day > issue) | (found == 1)).all()


def test_previous_runs_before_the_archive_or_beyond_its_reach_are_refused() -> None:
    site = a_site()
    for date, issue, key in (
        (dt.date(2023, 6, 1), dt.datetime(2023, 5, 31, 1, tzinfo=dt.UTC), "weather-service-begins"),
        (DATE, NOW - dt.timedelta(days=8), "weather-service-reach"),
    ):
        with pytest.raises(Refused) as refused:
            fetch_weather("open-meteo-previous-runs", site, date, issue_time=issue, now=LATER)
        assert keys(refused.value) == [key]
    assert len(responses.calls) == 0


@pytest.mark.parametrize("source", ["era5", "nasa-power", "pvgis"])
def test_a_backtest_never_uses_weather_of_afterwards(source: str) -> None:
    site = a_site()
    add(source, site)
    with pytest.raises(Refused) as refused:
        fetch_weather(source, site, DATE, issue_time=NOW, now=LATER)
    assert keys(refused.value) == ["weather-known-later"]
    weather = fetch_weather(source, site, DATE, issue_time=NOW, now=LATER, hindsight=True)
    assert "weather-note-hindsight" in [note.key for note in notes_of(weather)]
    with pytest.raises(Refused) as refused:  # nor does hindsight bring what is not there yet
        fetch_weather(source, site, DATE, issue_time=NOW, now=NOW, hindsight=True)
    assert keys(refused.value) == ["weather-known-later"]


def test_a_backtest_never_uses_a_later_forecast() -> None:
    site = a_site()
    add("open-meteo", site)
    evening = NOW + dt.timedelta(hours=10)
    fetch_weather("open-meteo", site, DATE, issue_time=evening, now=evening)  # is kept
    with pytest.raises(Refused) as refused:
        fetch_weather("open-meteo", site, DATE, issue_time=NOW, now=LATER)
    assert keys(refused.value) == ["weather-service-not-kept"]
    found = fetch_weather("open-meteo", site, DATE, issue_time=evening + dt.timedelta(hours=3), now=LATER)
    assert found.attrs["issue_time"] == "2025-06-20T11:00:00Z"
    assert len(responses.calls) == 1


def test_a_forecast_fetched_just_after_its_issue_counts_as_known() -> None:
    site = a_site()
    add("open-meteo", site)
    just_after = NOW + dt.timedelta(minutes=3)
    weather = fetch_weather("open-meteo", site, DATE, issue_time=NOW, now=just_after)
    assert weather.attrs["issue_time"] == "2025-06-20T01:00:00Z"
    assert weather.attrs["fetched_at"] == "2025-06-20T01:03:00Z"


@pytest.mark.parametrize("source", sorted(SERVICES))
def test_what_was_fetched_is_kept(source: str) -> None:
    site = a_site()
    add(source, site)
    moment = NOW if SERVICES[source].kind in ("forecast", "past_forecast") else LATER
    first = fetch_weather(source, site, DATE, issue_time=moment, now=moment)
    calls = len(responses.calls)
    again = fetch_weather(source, site, DATE, issue_time=moment, now=moment)
    assert len(responses.calls) == calls
    assert first.identical(again)


def test_a_cache_that_is_broken_or_cannot_be_written_does_no_harm(
    cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site = a_site()
    add("open-meteo", site)
    fetch_weather("open-meteo", site, DATE, issue_time=NOW, now=NOW)
    (path,) = cache.rglob("*.nc")
    path.write_bytes(b"half a file")
    fetch_weather("open-meteo", site, DATE, issue_time=NOW, now=NOW)
    assert len(responses.calls) == 2
    assert not list(cache.rglob("*.part"))
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("HENGLI_CACHE", str(blocked))
    assert fetch_weather("open-meteo", site, DATE, issue_time=NOW, now=NOW).sizes["time"] == 28


def test_what_is_asked_for_has_one_name() -> None:
    one = Ask(29.68, 115.67, 30.0, STAMPS[0], STAMPS[24], NOW, NOW)
    same = Ask(29.680001, 115.67, 30.2, STAMPS[0], STAMPS[24], LATER, LATER)
    assert one.key(is_timed=False) == same.key(is_timed=False)
    assert one.key(is_timed=True) != same.key(is_timed=True)
