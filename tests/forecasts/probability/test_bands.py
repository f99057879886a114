"""Bands cover what they say, and only look back."""

from __future__ import annotations

import numpy as np

from forecasts.calibration.clock import Clock
from forecasts.notes import Array
from forecasts.probability.bands import LEVELS, coverage, error_bands
from forecasts.probability.clock_bands import ratio_bands
from forecasts.probability.quiet import quiet_steps
from tests.forecasts.calibration.made_up import times_of


def test_bands_cover_errors_that_grow_in_the_middle() -> None:
    rng = np.random.default_rng(0)
    clock = Clock.of(times_of(120), 60, "Asia/Shanghai")
    forecast = rng.random(120 * 24)
    truth = np.clip(forecast + 0.3 * forecast * (1 - forecast) * rng.standard_normal(len(forecast)), 0.0, 1.0)
    table = error_bands(forecast, truth, clock.day, clock.known, clock.hour)
    assert abs(coverage(truth[60 * 24 :], table[60 * 24 :]) - 0.8) < 0.03
    width = table[:, -1] - table[:, 0]
    late = np.arange(len(forecast)) > 60 * 24
    assert width[late & (abs(forecast - 0.5) < 0.1)].mean() > 1.5 * width[late & (forecast < 0.1)].mean()
    changed = truth.copy()
    changed[clock.known[-1] + 1 :] = 0.0
    again = error_bands(forecast, changed, clock.day, clock.known, clock.hour)
    assert np.array_equal(again[-24:], table[-24:])
    last = (int(clock.day[-1]), int(clock.day[-1]))
    only = error_bands(forecast, truth, clock.day, clock.known, clock.hour, last)
    assert np.array_equal(only[-24:], table[-24:])


def sunny(days: int) -> tuple[Clock, Array, Array]:
    """Return a forecast and a truth of a plant that gives power from 6 to 18 o'clock, with errors by day alone."""
    rng = np.random.default_rng(1)
    clock = Clock.of(times_of(days), 60, "Asia/Shanghai")
    sun = np.maximum(np.sin((clock.hour - 5.5) / 13.0 * np.pi), 0.0) * (clock.hour < 18.0)
    forecast = 0.7 * sun * rng.uniform(0.5, 1.0, len(sun))
    truth = np.clip(forecast * (1.0 + 0.3 * rng.standard_normal(len(sun))), 0.0, 1.0)
    return clock, forecast + 0.0005, truth


def test_nights_do_not_narrow_the_days() -> None:
    clock, forecast, truth = sunny(120)
    table = error_bands(forecast, truth, clock.day, clock.known, clock.hour)
    late = np.arange(len(forecast)) > 60 * 24
    by_day = late & (clock.hour >= 6) & (clock.hour < 18)
    night = late & ((clock.hour < 5) | (clock.hour >= 19))
    assert abs(coverage(truth[by_day], table[by_day]) - 0.8) < 0.03
    assert np.array_equal(np.ptp(table[night], axis=1), np.zeros(night.sum()))
    changed = truth.copy()
    changed[clock.known[-1] + 1 :] = 0.5
    again = error_bands(forecast, changed, clock.day, clock.known, clock.hour)
    assert np.array_equal(again[-24:], table[-24:])


def test_a_step_is_quiet_by_the_clock_and_by_what_was_known() -> None:
    clock, _, truth = sunny(30)
    quiet = quiet_steps(truth, clock.day, clock.known, clock.hour)
    late = clock.day > clock.day[0] + 5
    assert quiet[late & (clock.hour == 2)].all()
    assert not quiet[late & (clock.hour >= 5) & (clock.hour <= 18)].any()
    assert not quiet[clock.day <= clock.day[0] + 2].any()
    woken = truth.copy()
    woken[clock.known[-1]] = 0.1  # 08:00 of the day before: known, and no night anyway
    woken[clock.known[-1] + 1 :] = 0.1
    assert np.array_equal(
        quiet_steps(woken, clock.day, clock.known, clock.hour)[clock.day == clock.day[-1]],
        quiet[clock.day == clock.day[-1]],
    )
    calm = np.where(np.arange(len(truth)) % 7 == 0, 0.2, 0.0)
    assert not quiet_steps(calm, clock.day, clock.known, clock.hour).any()


def test_curtailed_steps_do_not_widen_the_band() -> None:
    clock, forecast, truth = sunny(120)
    ordered = (clock.day % 5 == 0) & (clock.hour >= 10) & (clock.hour < 15)
    measured = np.where(ordered, 0.05, truth)
    late = (np.arange(len(forecast)) > 60 * 24) & (clock.hour >= 6) & (clock.hour < 18) & ~ordered
    kept = error_bands(
        forecast, measured, clock.day, clock.known, clock.hour, left_out=lambda count: ordered[:count]
    )
    mixed = error_bands(forecast, measured, clock.day, clock.known, clock.hour)
    assert abs(coverage(truth[late], kept[late]) - 0.8) < 0.03
    assert coverage(truth[late], mixed[late]) > 0.83


def test_bands_of_load_widen_when_errors_do() -> None:
    rng = np.random.default_rng(0)
    forecast = np.full((240, 24), 100.0)
    spread = np.where(np.arange(240) < 120, 2.0, 6.0)[:, None]
    truth = forecast + spread * rng.standard_normal((240, 24))
    table = ratio_bands(forecast, truth, 9)
    flat = table[130:].reshape(-1, len(LEVELS))
    assert abs(coverage(truth[130:].ravel(), flat) - 0.8) < 0.03
    changed = truth.copy()
    changed[-1] = 0.0
    changed[-2, 9:] = 0.0
    assert np.array_equal(ratio_bands(forecast, changed, 9)[-1], table[-1])
