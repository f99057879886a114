"""What a file leaves out: beam, diffuse and pressure."""

from __future__ import annotations

import numpy as np
import pytest

from forecasts.sun import Sun, sun_at
from forecasts.weather.canonical import Origin
from forecasts.weather.complete import beam_from, completed, split

ORIGIN = Origin(29.68, 115.67, 1500.0, "a test", "series")
NOON = np.array(["2026-07-15T04:00"], dtype="datetime64[ns]")


def sun_of(zenith_deg: float) -> Sun:
    angle = np.array([zenith_deg])
    return Sun(angle, angle, np.array([180.0]), np.array([1361.0]), np.array([5.0]))


def test_erbs_by_hand() -> None:
    # clearness 0.5: diffuse share 0.9511 - 0.0802 + 1.097 - 2.07975 + 0.771 = 0.65915
    sun = sun_at(NOON, 29.68, 115.67, 0.0)
    ghi = 0.5 * sun.dni_extra * sun.cos_zenith
    dni, dhi = split(ghi, sun, NOON)
    assert dhi[0] / ghi[0] == pytest.approx(0.65915, abs=1e-4)
    assert dni[0] * sun.cos_zenith[0] + dhi[0] == pytest.approx(ghi[0])


def test_the_beam_of_a_low_sun_is_not_made_up() -> None:
    assert beam_from(np.array([20.0]), sun_of(88.5))[0] == 0
    assert beam_from(np.array([20.0]), sun_of(86.0))[0] == pytest.approx(20 / np.cos(np.radians(86)))
    assert beam_from(np.array([500.0]), sun_of(80.0))[0] == 1361.0
    assert beam_from(np.array([500.0]), sun_of(120.0))[0] == 0


def test_pressure_is_the_standard_atmosphere_s() -> None:
    columns, notes = completed(NOON, {"ghi": np.array([700.0])}, 60, ORIGIN)
    assert columns["pressure"][0] == pytest.approx(84_556, rel=1e-3)  # ISO 2533 at 1500 m
    assert [note.key for note in notes] == ["weather-note-split", "weather-note-pressure"]


def test_what_is_given_stays() -> None:
    given = {
        name: np.array([value])
        for name, value in (("ghi", 700.0), ("dni", 1.0), ("dhi", 2.0), ("pressure", 9e4))
    }
    columns, notes = completed(NOON, given, 60, ORIGIN)
    assert columns == given
    assert notes == []
