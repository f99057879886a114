"""Canonical weather: its names and units, and one refusal for each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import xarray as xr

from forecasts.weather.canonical import FIELDS, check, stamp_text
from sites.problems import Refused
from tests.forecasts.examples import a_site, canonical, keys

if TYPE_CHECKING:
    from pathlib import Path


def weather() -> xr.Dataset:
    return canonical(a_site(), "2026-07-14T14:00", {"ghi": np.linspace(0, 500, 28)})


def refused_by(broken: xr.Dataset) -> Refused:
    with pytest.raises(Refused) as refused:
        check(broken, "w.csv")
    return refused.value


def test_good_weather_passes() -> None:
    check(weather())


def test_units_and_standard_names_stand_on_every_field() -> None:
    found = weather()
    for name, field in FIELDS.items():
        assert found[name].attrs["units"] == field.units
        assert found[name].attrs["standard_name"] == field.standard_name
        assert found[name].attrs["cell_methods"] == "time: mean"
    assert found["wind_speed"].attrs["height_m"] == 10.0


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.is_required])
def test_a_missing_field_is_named(name: str) -> None:
    refused = refused_by(weather().drop_vars(name))
    assert keys(refused) == ["weather-field-missing"]
    assert name in str(refused)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_missing_figure_is_named_with_its_time(name: str, value: float) -> None:
    broken = weather()
    broken[name][3] = value
    refused = refused_by(broken)
    assert keys(refused) == ["weather-value-missing"]
    assert name in str(refused)
    assert "2026-07-15 01:00+08:00" in str(refused)


@pytest.mark.parametrize("name", ["ghi", "dni", "dhi", "wind_speed", "relative_humidity"])
def test_a_negative_figure_is_named(name: str) -> None:
    broken = weather()
    broken[name][5] = -1.0
    refused = refused_by(broken)
    assert keys(refused) == ["weather-value-negative"]
    assert "2026-07-15 03:00+08:00" in str(refused)


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("ghi", 3600.0, "Wh"),
        ("dni", 9999.0, "missing"),
        ("temp_air", 293.0, "kelvin"),
        ("wind_speed", 90.0, "spikes"),
        ("pressure", 1013.0, "hPa"),
        ("wind_direction", 999.0, "360"),
        ("relative_humidity", 6553.5, "per cent"),
    ],
)
def test_a_wrong_magnitude_is_named_with_a_hint(name: str, value: float, hint: str) -> None:
    broken = weather()
    broken[name][5] = value
    refused = refused_by(broken)
    assert keys(refused) == ["weather-value-implausible"]
    assert hint in str(refused)


def test_a_gap_is_named() -> None:
    refused = refused_by(weather().isel(time=[0, 1, 2, 4, 5]))
    assert keys(refused) == ["weather-time-gap"]
    assert "2026-07-15 02:00+08:00" in str(refused)


def test_a_doubled_stamp_is_named() -> None:
    refused = refused_by(weather().isel(time=[0, 1, 1, 2, 3]))
    assert keys(refused) == ["weather-time-duplicate"]


def test_a_wrong_order_is_named() -> None:
    refused = refused_by(weather().isel(time=[0, 2, 1]))
    assert "weather-time-order" in keys(refused)


def test_everything_is_said_at_once() -> None:
    broken = weather()
    broken["ghi"][5] = -1.0
    broken["temp_air"][6] = np.nan
    assert keys(refused_by(broken)) == ["weather-value-negative", "weather-value-missing"]


def test_it_survives_netcdf(tmp_path: Path) -> None:
    given = weather()
    given.to_netcdf(tmp_path / "weather.nc", engine="h5netcdf")
    with xr.open_dataset(tmp_path / "weather.nc", engine="h5netcdf") as back:
        xr.testing.assert_identical(given, back.load())


def test_stamps_are_shown_with_their_offset() -> None:
    assert stamp_text(np.datetime64("2026-07-14T16:00", "ns"), "Asia/Shanghai") == "2026-07-15 00:00+08:00"
