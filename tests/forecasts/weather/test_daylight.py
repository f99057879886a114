"""A long series whose light lags behind the sun is found out."""

from __future__ import annotations

import numpy as np
import pytest

from forecasts.weather.canonical import Origin
from forecasts.weather.daylight import late_minutes
from forecasts.weather.typical import typical_weather
from tests.forecasts.examples import DATE, a_site


@pytest.mark.parametrize(("shift", "expected"), [(0, 0), (1, 60), (-1, -60), (2, 120)])
def test_shifted_light_is_found(shift: int, expected: int) -> None:
    weather = typical_weather(a_site(), DATE.replace(month=1, day=1), days=365)
    ghi = np.roll(weather["ghi"].to_numpy(), shift)
    origin = Origin(29.68, 115.67, 30.0, "a test", "series")
    assert late_minutes(weather["time"].to_numpy(), ghi, 60, origin) == pytest.approx(expected, abs=15)


def test_a_short_series_says_nothing() -> None:
    weather = typical_weather(a_site(), DATE)
    origin = Origin(29.68, 115.67, 30.0, "a test", "series")
    assert late_minutes(weather["time"].to_numpy(), np.roll(weather["ghi"].to_numpy(), 3), 60, origin) == 0
