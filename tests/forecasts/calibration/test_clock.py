"""What was known when a day was forecast."""

from __future__ import annotations

import numpy as np

from forecasts.calibration.clock import Clock, window_mean
from tests.forecasts.calibration.made_up import times_of


def test_known_ends_at_nine_of_the_day_before() -> None:
    clock = Clock.of(times_of(4, 15), 15, "Asia/Shanghai")
    # the third day is known up to the step 08:45-09:00 of the second
    assert clock.known[2 * 96] == 96 + 35
    assert clock.lead_hours[2 * 96] == 15.0
    assert clock.known_for(int(clock.day[2 * 96])) == 96 + 36


def test_a_short_day_ends_where_it_ends() -> None:
    times = np.datetime64("2024-03-29T23:00", "ns") + np.arange(4 * 96) * np.timedelta64(15, "m")
    clock = Clock.of(times, 15, "Europe/Berlin")
    sizes = np.unique(clock.day, return_counts=True)[1]
    assert list(sizes[:3]) == [96, 92, 96]
    assert np.all(clock.day[clock.last] == clock.day)
    assert np.all(clock.day[clock.first] == clock.day)


def test_means_never_reach_past_the_own_day() -> None:
    clock = Clock.of(times_of(3), 60, "Asia/Shanghai")
    values = np.where(np.arange(72) >= 48, 1000.0, 1.0)
    assert clock.around(values, 6)[:48].max() == 1.0
    assert clock.shifted(values, 6)[:48].max() == 1.0


def test_window_mean_leaves_gaps_out() -> None:
    values = np.array([1.0, np.nan, 3.0, 5.0])
    found = window_mean(values, np.array([0, 1, -5]), np.array([2, 1, 0]))
    assert found[0] == 2.0
    assert np.isnan(found[1])
    assert found[2] == 1.0
