"""Weather from NetCDF: this program's own, CF files in other units, ERA5's grid."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from forecasts import read_weather, typical_weather
from forecasts.notes import Times, notes_of
from sites.problems import Refused
from tests.forecasts.examples import DATE, a_site, keys
from tests.forecasts.weather.network.answers import era5_rows, hours, light_of, noon_of, solar_noon

HOURS = hours("2026-07-14", 3)


def test_own_weather_comes_back_as_it_was(tmp_path: Path) -> None:
    site = a_site()
    given = typical_weather(site, DATE).assign_attrs(issue_time="2026-07-14T01:00:00Z")
    given.to_netcdf(tmp_path / "weather.nc", engine="h5netcdf")
    found = read_weather(tmp_path / "weather.nc", site, DATE)
    for name in given.data_vars:
        np.testing.assert_allclose(found[name], given[name], rtol=1e-12)
    for name in ("kind", "synthetic", "issue_time", "source", "latitude", "elevation_m"):
        assert found.attrs[name] == given.attrs[name]
    assert notes_of(given)[0] in notes_of(found)
    assert found["wind_speed"].attrs["height_m"] == given["wind_speed"].attrs["height_m"]


def cf(stamps: Times) -> xr.Dataset:
    """Return a CF file of other names and units; light is that of the hour after the stamp."""
    count = len(stamps)
    middles: Times = stamps + np.timedelta64(30, "m")
    light = light_of(a_site(), middles)
    return xr.Dataset(
        {
            "rsds": (
                "time",
                light["ghi"],
                {"units": "W m-2", "standard_name": "surface_downwelling_shortwave_flux_in_air"},
            ),
            "tas": ("time", np.full(count, 293.15), {"units": "K", "standard_name": "air_temperature"}),
            "sfcWind": ("time", np.full(count, 18.0), {"units": "km/h", "standard_name": "wind_speed"}),
            "ps": ("time", np.full(count, 1009.5), {"units": "hPa", "standard_name": "air_pressure"}),
            "pr": ("time", np.zeros(count), {"units": "mm"}),
        },
        coords={"time": stamps, "lat": 29.7, "lon": 115.7},
    )


def test_a_cf_file_is_read_by_standard_names_and_units(tmp_path: Path) -> None:
    site = a_site()
    cf(HOURS).to_netcdf(tmp_path / "w.nc", engine="h5netcdf")
    found = read_weather(tmp_path / "w.nc", site, DATE)
    assert [float(found[name].mean()) for name in ("temp_air", "wind_speed", "pressure")] == pytest.approx(
        [20.0, 5.0, 100_950.0]
    )
    assert abs(float((noon_of(found, site, DATE) - solar_noon(site, DATE)) / np.timedelta64(1, "m"))) <= 3
    later = cf(HOURS).assign_coords(time=HOURS + np.timedelta64(60, "m"))
    later.to_netcdf(tmp_path / "end.nc", engine="h5netcdf")
    by_end = read_weather(tmp_path / "end.nc", site, DATE, stamp="end")
    np.testing.assert_allclose(by_end["ghi"], found["ghi"])


def test_time_bounds_say_where_intervals_begin(tmp_path: Path) -> None:
    site = a_site()
    given = cf(HOURS).assign_coords(time=HOURS + np.timedelta64(60, "m"))
    bounds = np.stack([HOURS, HOURS + np.timedelta64(60, "m")], axis=1)
    given = given.assign_coords(time_bnds=(("time", "nv"), bounds))
    given["time"].attrs["bounds"] = "time_bnds"
    given["time"].encoding = {"units": "hours since 2026-01-01"}
    given.to_netcdf(tmp_path / "w.nc", engine="h5netcdf")
    found = read_weather(tmp_path / "w.nc", site, DATE)
    assert abs(float((noon_of(found, site, DATE) - solar_noon(site, DATE)) / np.timedelta64(1, "m"))) <= 3


def test_era5_s_grid_gives_the_nearest_cell_at_the_right_hour(tmp_path: Path) -> None:
    site = a_site()
    rows = era5_rows(site, HOURS)
    latitude, longitude = np.array([30.0, 29.75, 29.5]), np.array([115.5, 115.75])
    near = np.zeros((3, 2))
    near[1, 1] = 1.0
    grid = {
        name: (("valid_time", "latitude", "longitude"), values[:, None, None] * np.where(near > 0, 1.0, 0.5))
        for name, values in rows.items()
    }
    data = xr.Dataset(grid, coords={"valid_time": HOURS, "latitude": latitude, "longitude": longitude})
    data.to_netcdf(tmp_path / "era5.nc", engine="h5netcdf")
    found = read_weather(tmp_path / "era5.nc", site, DATE)
    assert (found.attrs["latitude"], found.attrs["longitude"]) == (29.75, 115.75)
    assert float(found["wind_speed"].mean()) == pytest.approx(5.0)
    assert abs(float((noon_of(found, site, DATE) - solar_noon(site, DATE)) / np.timedelta64(1, "m"))) <= 3
    assert float(found["dni"].max()) > 500


def test_the_first_member_of_an_ensemble_is_taken_with_a_word(tmp_path: Path) -> None:
    site = a_site()
    both = xr.concat(
        [cf(HOURS), cf(HOURS) * 0.5], dim="member", coords="minimal", compat="override", join="exact"
    )
    for name in both.data_vars:
        both[name].attrs = dict(cf(HOURS)[name].attrs)
    both.to_netcdf(tmp_path / "w.nc", engine="h5netcdf")
    found = read_weather(tmp_path / "w.nc", site, DATE)
    assert float(found["wind_speed"].mean()) == pytest.approx(5.0)
    assert "weather-note-first-member" in [note.key for note in notes_of(found)]


def test_files_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    site = a_site()
    given = cf(HOURS)
    odd = given.copy()
    odd["tas"] = odd["tas"].assign_attrs(units="Rankine")
    cases = {
        "weather-nc-time": given.isel(time=0, drop=True),
        "weather-nc-unit": odd,
        "weather-csv-column-missing": given.drop_vars("sfcWind"),
        "weather-csv-step": given.isel(time=slice(None, None, 3)),
        "weather-nc-dimensions": given.expand_dims(level=2),
        "weather-csv-empty": given.isel(time=slice(1)),
    }
    for key, data in cases.items():
        path = tmp_path / f"{key}.nc"
        data.to_netcdf(path, engine="h5netcdf")
        with pytest.raises(Refused) as refused:
            read_weather(path, site, DATE)
        assert keys(refused.value) == [key]
    broken = tmp_path / "broken.nc"
    broken.write_bytes(b"not NetCDF")
    with pytest.raises(Refused) as refused:
        read_weather(broken, site, DATE)
    assert keys(refused.value) == ["weather-nc-unreadable"]
