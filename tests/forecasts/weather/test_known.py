"""What may be used at an issue time, whatever it was read from."""

from __future__ import annotations

import datetime as dt

import pytest

from forecasts import typical_weather
from forecasts.notes import notes_of
from forecasts.weather.known import require_known
from sites.problems import Refused
from tests.forecasts.examples import DATE, ISSUED, a_site, keys


def test_typical_years_are_always_known() -> None:
    weather = typical_weather(a_site(), DATE)
    assert require_known(weather, ISSUED) is weather


@pytest.mark.parametrize(
    ("attributes", "key"),
    [
        ({"issue_time": "2026-07-14T09:00:00Z"}, ""),
        ({"issue_time": "2026-07-14T09:00:01Z"}, "weather-known-later"),
        ({"issue_time": "2026-07-14T08:00:00Z", "known_at": "2026-07-14T12:00:00Z"}, "weather-known-later"),
        ({"issue_time": ""}, "weather-known-unsaid"),
    ],
)
def test_weather_of_later_or_of_no_time_is_refused(attributes: dict[str, str], key: str) -> None:
    weather = typical_weather(a_site(), DATE).assign_attrs(kind="series", **attributes)
    if not key:
        assert require_known(weather, ISSUED) is weather
        return
    with pytest.raises(Refused) as refused:
        require_known(weather, ISSUED)
    assert keys(refused.value) == [key]
    allowed = require_known(weather, ISSUED, hindsight=True)
    assert notes_of(allowed)[-1].key == "weather-note-hindsight"


def test_a_moment_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        require_known(typical_weather(a_site(), DATE), dt.datetime(2026, 7, 14))
