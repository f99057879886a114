"""Bands cover what they say, and only look back."""

from __future__ import annotations

import numpy as np

from forecasts.calibration.clock import Clock
from forecasts.probability.bands import LEVELS, coverage, error_bands
from forecasts.probability.clock_bands import ratio_bands
from tests.forecasts.calibration.made_up import times_of


def test_bands_cover_errors_that_grow_in_the_middle() -> None:
    rng = np.random.default_rng(0)
    clock = Clock.of(times_of(120), 60, "Asia/Shanghai")
    forecast = rng.random(120 * 24)
    truth = np.clip(forecast + 0.3 * forecast * (1 - forecast) * rng.standard_normal(len(forecast)), 0.0, 1.0)
    table = error_bands(forecast, truth, clock.day, clock.known)
    assert abs(coverage(truth[60 * 24 :], table[60 * 24 :]) - 0.8) < 0.03
    width = table[:, -1] - table[:, 0]
    late = np.arange(len(forecast)) > 60 * 24
    assert width[late & (abs(forecast - 0.5) < 0.1)].mean() > 1.5 * width[late & (forecast < 0.1)].mean()
    changed = truth.copy()
    changed[clock.known[-1] + 1 :] = 0.0
    again = error_bands(forecast, changed, clock.day, clock.known)
    assert np.array_equal(again[-24:], table[-24:])
    only = error_bands(forecast, truth, clock.day, clock.known, (int(clock.day[-1]), int(clock.day[-1])))
    assert np.array_equal(only[-24:], table[-24:])


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
