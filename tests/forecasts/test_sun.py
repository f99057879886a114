"""The sun against published figures, and the clear sky against what must hold anywhere."""

from __future__ import annotations

import numpy as np
import pytest

from forecasts.sun import brightest_elevation_deg, clear_sky, day_of_year, sun_at


def instants(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[ns]")


def test_the_published_example_of_the_solar_position_algorithm() -> None:
    # Reda & Andreas 2004, table A5.1: Golden, 17 October 2003, 12:30:30 at UTC-7
    sun = sun_at(instants("2003-10-17T19:30:30"), 39.742476, -105.1786, 1830.14)
    assert sun.apparent_zenith_deg[0] == pytest.approx(50.11162, abs=2e-3)
    assert sun.azimuth_deg[0] == pytest.approx(194.34024, abs=2e-3)


@pytest.mark.parametrize(
    ("date", "equation_of_time_minutes"),
    [("2026-02-11", -14.2), ("2026-05-14", 3.7), ("2026-07-26", -6.5), ("2026-11-03", 16.4)],
)
def test_solar_noon_falls_where_the_almanac_says(date: str, equation_of_time_minutes: float) -> None:
    longitude = 115.67
    minutes = np.arange(24 * 60) * np.timedelta64(1, "m")
    sun = sun_at(np.datetime64(date, "ns") + minutes, 29.68, longitude, 0.0)
    noon = int(sun.zenith_deg.argmin())
    assert noon == pytest.approx(12 * 60 - longitude * 4 - equation_of_time_minutes, abs=1.0)


def test_noon_height_is_latitude_and_declination() -> None:
    # at the solstice the declination is 23.44 degrees: 90 - 29.68 + 23.44
    minutes = np.arange(24 * 60) * np.timedelta64(1, "m")
    sun = sun_at(np.datetime64("2026-06-21", "ns") + minutes, 29.68, 115.67, 0.0)
    assert sun.elevation_deg.max() == pytest.approx(83.76, abs=0.02)


def test_clear_sky_is_dark_at_night_and_bright_at_noon() -> None:
    hours = np.datetime64("2026-07-15T00:30", "ns") + np.arange(24) * np.timedelta64(60, "m")
    sun = sun_at(hours, 29.68, 115.67, 30.0)
    sky = clear_sky(hours, sun, 29.68, 115.67, 30.0)
    assert np.all(sky.ghi[sun.apparent_zenith_deg >= 90] == 0)
    assert 850 < sky.ghi.max() < 1050
    horizontal = np.cos(np.radians(sun.apparent_zenith_deg)).clip(0)
    assert np.all(sky.ghi <= sun.dni_extra * horizontal + 1e-9)
    np.testing.assert_allclose(sky.ghi, sky.dhi + sky.dni * horizontal, atol=1)


def test_polar_night_has_no_light() -> None:
    hours = np.datetime64("2026-12-21T00:30", "ns") + np.arange(24) * np.timedelta64(60, "m")
    sky = clear_sky(hours, sun_at(hours, 69.5, 18.9, 0.0), 69.5, 18.9, 0.0)
    assert sky.ghi.max() == 0


def test_an_interval_is_as_bright_as_its_brightest_moment() -> None:
    start = instants("2026-07-14T21:00")  # sunrise at Ruichang is about 21:29 UTC
    assert brightest_elevation_deg(start, 60, 29.68, 115.67, 0.0)[0] > 5
    assert brightest_elevation_deg(start, 15, 29.68, 115.67, 0.0)[0] < 0


def test_day_of_year_counts_from_one() -> None:
    days = day_of_year(instants("2024-01-01T05:00", "2024-12-31T23:59", "2026-12-31T00:00"))
    assert days.tolist() == [1, 366, 365]
