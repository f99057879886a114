"""Weights and corrections from past errors."""

from __future__ import annotations

import numpy as np
import pytest

from forecasts.calibration.adapting import adapted
from forecasts.calibration.blending import blended, convex_weights
from forecasts.calibration.clock import Clock
from tests.forecasts.calibration.made_up import times_of


def test_weights_find_the_better_forecast() -> None:
    rng = np.random.default_rng(0)
    truth = rng.random(2000)
    forecasts = np.column_stack([truth + 0.02 * rng.standard_normal(2000), rng.random(2000)])
    weights = convex_weights(forecasts, truth, np.zeros(2000), least=100)
    assert weights.sum() == pytest.approx(1.0)
    assert np.all(weights >= 0.0)
    assert weights[0] > 0.85


def test_weights_are_equal_without_a_past() -> None:
    weights = convex_weights(np.ones((10, 4)), np.ones(10), np.zeros(10), least=100)
    assert list(weights) == [0.25] * 4


def test_old_errors_count_less() -> None:
    truth = np.zeros(2000)
    first = np.where(np.arange(2000) < 1000, 0.5, 0.0)
    age = np.where(np.arange(2000) < 1000, 365.0, 0.0)
    weights = convex_weights(np.column_stack([first, 0.5 - first]), truth, age, least=100)
    assert weights[0] > 0.9


def test_a_silent_member_is_left_out() -> None:
    found = blended(
        {"a": np.array([1.0, np.nan, np.nan]), "b": np.array([3.0, 3.0, np.nan])}, {"a": 0.5, "b": 0.5}, 3
    )
    assert list(found[:2]) == [2.0, 3.0]
    assert np.isnan(found[2])
    assert np.isnan(blended({}, {"a": 1.0}, 3)).all()


def test_adapting_takes_a_bias_away_and_sees_only_the_past() -> None:
    clock = Clock.of(times_of(120), 60, "Asia/Shanghai")
    rng = np.random.default_rng(0)
    truth = rng.random(120 * 24) * 0.6
    corrected = adapted(truth + 0.2, truth, clock)
    assert np.abs(corrected[-240:] - truth[-240:]).mean() < 0.1
    late = truth.copy()
    late[clock.known[-1] + 1 :] = rng.random(len(late) - clock.known[-1] - 1)
    assert np.array_equal(adapted(truth + 0.2, late, clock)[-24:], corrected[-24:])
