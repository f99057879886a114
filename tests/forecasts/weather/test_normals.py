"""Monthly normals stay what they are when they are made continuous."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.weather.normals import clearness_means, normals_of, over_year
from tests.forecasts.examples import a_site

YEAR = np.datetime64("2026-01-01", "ns") + np.arange(365) * np.timedelta64(1, "D")


@given(st.lists(st.floats(-20, 30), min_size=12, max_size=12))
def test_the_course_has_the_monthly_means(values: list[float]) -> None:
    months = YEAR.astype("datetime64[M]").astype(int) % 12
    course = over_year(tuple(values), YEAR)
    found = np.array([course[months == month].mean() for month in range(12)])
    np.testing.assert_allclose(found, values, atol=1e-9)


def test_the_course_goes_round_the_year() -> None:
    course = over_year(tuple(range(12)), YEAR)
    assert abs(course[0] - course[-1]) < 0.6  # 11 in a month


def test_clearness_is_the_normal_over_the_clear_sky() -> None:
    share = clearness_means(normals_of(a_site()))
    assert share.shape == (12,)
    assert np.all((share > 0.35) & (share < 0.85))
    assert share[6] == pytest.approx(5.1 / 7.0, rel=0.1)
