"""The forecast Dataset: what it holds, what it says of itself, and that it survives a file."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from forecasts import forecast, gate, read_weather, typical_weather
from forecasts.day_ahead import forecast_over
from forecasts.notes import notes_of
from sites.problems import Refused
from sites.time import Steps
from tests.forecasts.examples import DATE, ISSUED, a_site, keys, pv, wind


def a_forecast(date: dt.date = DATE, seed: int = 0) -> xr.Dataset:
    site = a_site()
    return forecast(site, typical_weather(site, date, seed), date, issue_time=ISSUED, seed=seed)


def test_dimensions_coordinates_and_units() -> None:
    found = a_forecast()
    assert dict(found.sizes) == {"scenario": 1, "time": 96, "asset": 3}
    assert found["power_mw"].dims == ("scenario", "time", "asset")
    assert found["asset"].to_numpy().tolist() == ["roof", "farm", "park"]
    assert found["asset_type"].to_numpy().tolist() == ["pv", "wind", "load"]
    assert found["time"].to_numpy()[0] == np.datetime64("2026-07-14T16:00")
    assert found["time"].dtype == np.dtype("datetime64[ns]")
    for name in ("power_mw", "ghi", "dni", "dhi", "temp_air", "wind_speed"):
        assert found[name].attrs["units"]
        assert np.all(np.isfinite(found[name]))
    assert float(found["power_mw"].min()) >= 0


def test_only_assets_with_a_forecast_are_in_it() -> None:
    battery = {
        "type": "battery",
        "bus": "main",
        "energy_mwh_max": 10.0,
        "power_mw_max": 5.0,
        "wear_yuan_per_mwh": 50.0,
        "terminal_value_yuan_per_mwh": 300.0,
        "assumption": "for tests",
    }
    site = a_site(roof=pv(), store=battery)
    found = forecast(site, typical_weather(site, DATE), DATE, issue_time=ISSUED)
    assert found["asset"].to_numpy().tolist() == ["roof"]


def test_it_says_where_everything_comes_from() -> None:
    attributes = a_forecast(seed=4).attrs
    assert attributes["Conventions"] == "CF-1.11"
    assert attributes["issue_time"] == "2026-07-14T09:00:00Z"
    assert attributes["date"] == "2026-07-15"
    assert attributes["site"] == "testing"
    assert attributes["time_zone"] == "Asia/Shanghai"
    assert attributes["seed"] == 4
    assert attributes["synthetic"] == 1
    assert attributes["weather_kind"] == "typical_year"
    versions = json.loads(attributes["versions"])
    assert {"pvlib", "windpowerlib", "numpy", "python"} <= set(versions)


def test_notes_are_those_of_the_weather_and_its_steps() -> None:
    found = notes_of(a_forecast())
    assert [note.key for note in found] == ["weather-note-typical-year", "forecast-note-resampled"]
    assert all(re.search(r"[\u4e00-\u9fff]", note.text("zh")) for note in found)


def test_it_survives_netcdf(tmp_path: Path) -> None:
    given = a_forecast()
    given.to_netcdf(tmp_path / "forecast.nc", engine="h5netcdf")
    with xr.open_dataset(tmp_path / "forecast.nc", engine="h5netcdf") as back:
        xr.testing.assert_identical(given, back.load())
        assert back["time"].to_numpy()[-1] == given["time"].to_numpy()[-1]


def test_the_same_again_and_another_by_seed() -> None:
    xr.testing.assert_identical(a_forecast(), a_forecast())
    assert not np.allclose(a_forecast()["power_mw"], a_forecast(seed=1)["power_mw"])


@pytest.mark.parametrize(("date", "count"), [("2026-03-29", 92), ("2026-10-25", 100)])
def test_days_of_daylight_saving(date: str, count: int) -> None:
    day = dt.date.fromisoformat(date)
    site = a_site(latitude=37.98, longitude=23.73, time_zone="Europe/Athens", country="GR")
    found = forecast(site, typical_weather(site, day), day, issue_time=ISSUED)
    assert found.sizes["time"] == count
    assert "refuse" not in [each.level for each in gate(site, found)]


def test_a_year_at_once_is_the_days_one_by_one() -> None:
    site = a_site()
    steps = Steps(site.steps(DATE).start, 3 * 96, 15, "Asia/Shanghai")
    whole = forecast_over(site, typical_weather(site, DATE, days=3), steps)
    for days in range(3):
        date = DATE + dt.timedelta(days=days)
        day = a_forecast(date)
        np.testing.assert_allclose(whole["power_mw"].sel(time=day["time"]), day["power_mw"], atol=1e-6)


def test_weather_of_elsewhere_is_said(shared_data: Path) -> None:
    site = a_site()
    path = shared_data / "weather" / "CHN_Zhejiang.Hangzhou.584570_CSWD.epw"
    found = forecast(site, read_weather(path, site, DATE, elsewhere=True), DATE, issue_time=ISSUED)
    assert found.attrs["elsewhere_km"] == pytest.approx(438, abs=2)
    assert found.attrs["synthetic"] == 0
    assert notes_of(found)[0].key == "weather-note-elsewhere"
    assert gate(site, found) == []


def test_hangzhou_makes_a_plausible_year(shared_data: Path) -> None:
    path = shared_data / "weather" / "CHN_Zhejiang.Hangzhou.584570_CSWD.epw"
    site = a_site(latitude=30.23, longitude=120.17, elevation_m=41.7, roof=pv(inverter_mw=10.0))
    energy = 0.0
    for month in range(1, 13):
        date = dt.date(2026, month, 15)
        days = [date + dt.timedelta(days=each) for each in range(-9, 10, 3)]
        for day in days:
            issued = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) - dt.timedelta(hours=24)
            found = forecast(site, read_weather(path, site, day), day, issue_time=issued)
            assert [each for each in gate(site, found) if each.level == "refuse"] == []
            energy += float(found["power_mw"].sum()) / 4 / len(days) * 365 / 12
    assert 850 < energy / 10 < 1150  # full-load hours of a roof at a place with 1202 kWh/m2


def test_wrong_days_and_assets_are_refused_together() -> None:
    site = a_site()
    with pytest.raises(Refused) as refused:
        forecast(site, typical_weather(site, DATE), DATE + dt.timedelta(days=1), issue_time=ISSUED)
    assert keys(refused.value) == ["weather-span"]
    broken = a_site(one=wind(turbine_type="no such"), two=wind(capacity_mw=99.0))
    with pytest.raises(Refused) as refused:
        forecast(broken, typical_weather(broken, DATE), DATE, issue_time=ISSUED)
    assert keys(refused.value) == ["wind-turbine-unknown", "wind-capacity"]


def test_an_issue_time_needs_a_zone() -> None:
    site = a_site()
    with pytest.raises(ValueError, match="without a zone"):
        forecast(site, typical_weather(site, DATE), DATE, issue_time=ISSUED.replace(tzinfo=None))
