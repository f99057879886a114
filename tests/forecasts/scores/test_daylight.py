"""Daylight of PV: by the sun where the place is known, else by the history; scored beside all hours."""

from __future__ import annotations

import numpy as np
import pytest

from forecasts.scores import score
from forecasts.scores.daylight import daylight_by_profile, daylight_by_sun
from tests.forecasts.scores.test_scoring import pairs

START = np.datetime64("2022-06-01T16:00", "ns")  # midnight in Shanghai


def quarters(days: int) -> np.ndarray:
    return START + np.arange(days * 96) * np.timedelta64(15, "m")


def test_the_sun_makes_the_day() -> None:
    is_day = daylight_by_sun(quarters(1), 15, 30.0, 120.0)
    first, last = np.flatnonzero(is_day)[[0, -1]]
    assert 4.5 < first / 4 < 5.5  # sunrise of early June near Shanghai
    assert 18.5 < last / 4 < 19.5
    assert is_day[first : last + 1].all()
    assert not daylight_by_sun(np.array(["2022-12-21T12:00"], "datetime64[ns]"), 15, 80.0, 0.0).any()


def test_the_history_makes_the_day_where_the_place_is_not_known() -> None:
    times = quarters(40)
    hour = np.tile(np.arange(96) / 4, 40)
    power = 50.0 * np.maximum(np.sin((hour - 6) / 12 * np.pi), 0.0) + 0.05  # the logger never says zero
    power[20 * 96 : 21 * 96] = 0.0  # a day of snow stays a day
    power[5 * 96 + 4] = 40.0  # a spike at night makes no day
    power[7 * 96 : 8 * 96] = np.nan
    is_day = daylight_by_profile(times, power, 15)
    inside = (hour >= 6.25) & (hour < 17.75)
    assert is_day[inside].all()
    assert not is_day[(hour < 6.0) | (hour > 18.0)].any()


def test_daylight_is_scored_beside_all_hours() -> None:
    given = pairs()
    hour = np.arange(given.sizes["time"]) % 96 / 4
    night = (hour < 6) | (hour >= 18)
    for name in ("measured_mw", "forecast_mw"):
        given[name][night] = 0.0
    given["is_daylight"] = ("time", ~night)
    found = score(given)
    own = found.lines["forecast_mw"]
    assert own.daylight is not None
    assert own.daylight.points == found.points / 2
    assert own.daylight.rmse_frac == pytest.approx(own.point.rmse_frac * np.sqrt(2))
    assert found.as_dict()["forecasters"]["forecast_mw"]["daylight"]["points"] == own.daylight.points


def test_a_month_of_which_a_part_was_scored_is_marked() -> None:
    months = {group.label: group.is_part for group in score(pairs()).groups["month"]}
    assert months == {"2022-03": False, "2022-04": False, "2022-05": True}
    assert not any(group.is_part for group in score(pairs()).groups["hour"])
