"""The processes behind a typical year: standard, with the memory that is said, without seams."""

from __future__ import annotations

import numpy as np
import pytest

from forecasts.weather.chance import HOURS_OF_MEMORY, processes

HOUR = np.timedelta64(60, "m")


def hours(start: str, count: int) -> np.ndarray:
    return np.datetime64(start, "ns") + np.arange(count) * HOUR


def test_they_are_standard_and_remember_as_long_as_said() -> None:
    found = processes("a", 0, hours("2001-01-01", 24 * 365 * 12))
    assert set(found) == set(HOURS_OF_MEMORY)
    for name, memory in HOURS_OF_MEMORY.items():
        values = found[name]
        assert values.mean() == pytest.approx(0, abs=0.12)
        assert values.std() == pytest.approx(1, abs=0.05)
        assert np.corrcoef(values[:-1], values[1:])[0, 1] == pytest.approx(np.exp(-1 / memory), abs=0.02)


def test_they_do_not_depend_on_the_span_that_is_asked_for() -> None:
    whole = processes("a", 3, hours("2026-12-20", 24 * 30))
    late = processes("a", 3, hours("2027-01-01", 24))
    for name, values in whole.items():
        np.testing.assert_allclose(values[24 * 12 : 24 * 13], late[name], rtol=0, atol=1e-9)


def test_names_and_seeds_differ() -> None:
    span = hours("2026-01-01", 200)
    base = processes("a", 0, span)["wind_slow"]
    assert not np.allclose(base, processes("b", 0, span)["wind_slow"])
    assert not np.allclose(base, processes("a", 1, span)["wind_slow"])
    assert not np.allclose(base, processes("a", -1, span)["wind_slow"])


def test_a_year_ends_as_the_next_begins() -> None:
    from forecasts.weather.chance import _year

    start, figures = _year("a", 0, 2026)
    after_start, after = _year("a", 0, 2027)
    first = int((np.datetime64("2027-01-01", "ns") - start) / HOUR)
    later = int((np.datetime64("2027-01-01", "ns") - after_start) / HOUR)
    np.testing.assert_allclose(figures[:, first : first + 48], after[:, later : later + 48], atol=1e-6)
