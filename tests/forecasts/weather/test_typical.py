"""The typical year keeps its normals, has a memory, and obeys the sky."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import numpy as np
import pytest
import xarray as xr

from forecasts.notes import notes_of
from forecasts.sun import clear_sky, sun_at
from forecasts.weather.canonical import check
from forecasts.weather.typical import typical_weather
from sites.problems import Refused
from sites.site import Site
from tests.forecasts.examples import CLIMATE, DATE, a_site, keys

YEARS = range(2001, 2021)
POLAR = CLIMATE | {"ghi_kwh_per_m2_day": [0, 0.4, 1.6, 3.4, 4.7, 5.3, 4.8, 3.4, 1.8, 0.6, 0.05, 0]}
SOUTH = CLIMATE | {"ghi_kwh_per_m2_day": [7.5, 6.6, 5.3, 3.7, 2.5, 2.0, 2.2, 3.0, 4.2, 5.5, 6.8, 7.6]}
PLACES: dict[str, dict[str, Any]] = {
    "ruichang": {},
    "narvik": {
        "latitude": 68.4,
        "longitude": 17.4,
        "time_zone": "Europe/Oslo",
        "country": "NO",
        "climate": POLAR,
    },
    "santiago": {
        "latitude": -33.4,
        "longitude": -70.6,
        "elevation_m": 550.0,
        "time_zone": "America/Santiago",
        "country": "CL",
        "climate": SOUTH,
    },
}


def place(name: str) -> Site:
    return a_site(**PLACES[name])


@cache
def long_run() -> dict[str, np.ndarray]:
    """Twenty years of Ruichang by the hour, local days."""
    pieces = [typical_weather(place("ruichang"), dt.date(year, 1, 1), days=365) for year in YEARS]
    hours = {
        str(name): np.concatenate([piece[name].to_numpy()[2:-2] for piece in pieces]) for name in pieces[0]
    }
    local = np.concatenate([piece["time"].to_numpy()[2:-2] for piece in pieces]) + np.timedelta64(8, "h")
    return hours | {"month": local.astype("datetime64[M]").astype(int) % 12}


def monthly(name: str) -> np.ndarray:
    hours = long_run()
    return np.array([hours[name][hours["month"] == month].mean() for month in range(12)])


def lagged(values: np.ndarray, hours: int) -> float:
    return float(np.corrcoef(values[:-hours], values[hours:])[0, 1])


def test_irradiance_keeps_the_normals() -> None:
    ratio = monthly("ghi") * 0.024 / np.array(CLIMATE["ghi_kwh_per_m2_day"])
    assert np.all(np.abs(ratio - 1) < 0.10)  # 600 days of a month, which hang together: 3 % of chance
    assert ratio.mean() == pytest.approx(1.0, abs=0.02)


def test_temperature_wind_and_humidity_keep_the_normals() -> None:
    assert np.all(np.abs(monthly("temp_air") - CLIMATE["temp_air_mean_c"]) < 0.8)
    ratio = monthly("wind_speed") / CLIMATE["wind_speed_mean_m_per_s"]
    assert np.all(np.abs(ratio - 1) < 0.10)
    assert ratio.mean() == pytest.approx(1.0, abs=0.02)
    assert np.all(np.abs(monthly("relative_humidity") - CLIMATE["relative_humidity_pct"]) < 2)


def test_daily_range_of_temperature_keeps_the_normal() -> None:
    hours = long_run()
    days = hours["temp_air"].reshape(-1, 24)
    found = (days.max(axis=1) - days.min(axis=1)).mean()
    assert found == pytest.approx(np.mean(CLIMATE["temp_air_range_c"]), rel=0.05)


def test_the_warmest_hour_is_in_the_afternoon() -> None:
    course = long_run()["temp_air"].reshape(-1, 24).mean(axis=0)
    assert course.argmax() in (14, 15)  # 115.67 E is 17 minutes behind the clock
    assert course.argmin() in (4, 5, 6)


def test_days_differ_and_hang_together() -> None:
    days = long_run()["ghi"].reshape(-1, 24).mean(axis=1)
    july = days[long_run()["month"][::24] == 6]
    assert 0.25 < july.std() / july.mean() < 0.55
    assert 0.2 < lagged(july, 1) < 0.6


def test_wind_has_a_memory_and_weibull_spread() -> None:
    wind = long_run()["wind_speed"]
    assert lagged(wind, 1) > 0.85
    assert 0.2 < lagged(wind, 24) < 0.5
    assert lagged(wind, 24 * 20) < 0.1
    assert wind.std() / wind.mean() == pytest.approx(0.523, abs=0.07)  # Weibull of shape 2, and seasons


def test_cloudy_days_are_windier() -> None:
    hours = long_run()
    light, wind = (hours[name].reshape(-1, 24).mean(axis=1) for name in ("ghi", "wind_speed"))
    month = hours["month"][::24]
    light, wind = (
        values / np.array([values[month == each].mean() for each in range(12)])[month]
        for values in (light, wind)
    )
    assert -0.45 < np.corrcoef(light, wind)[0, 1] < -0.1


def test_hours_are_mostly_clear_or_mostly_overcast() -> None:
    site = place("ruichang")
    weather = typical_weather(site, dt.date(2026, 1, 1), days=365)
    times = weather["time"].to_numpy()
    at = (site.place.latitude, site.place.longitude, site.place.elevation_m)
    middles = (np.arange(4) * 900 + 450) * np.timedelta64(1, "s")
    quarters = (times[:, None] + middles).ravel().astype("datetime64[ns]")
    clear = clear_sky(quarters, sun_at(quarters, *at), *at).ghi.reshape(-1, 4).mean(axis=1)
    index = (weather["ghi"].to_numpy() / np.maximum(clear, 1))[clear > 200]
    low, middle, high = ((index > edge).mean() - (index > edge + 0.2).mean() for edge in (0.05, 0.45, 0.8))
    assert high > low > middle * 0.8
    assert high > middle


@pytest.mark.parametrize("name", PLACES)
def test_no_light_at_night_and_none_above_the_clear_sky(name: str) -> None:
    site = place(name)
    weather = typical_weather(site, dt.date(2026, 1, 1), days=365)
    check(weather)
    times = weather["time"].to_numpy()
    at = (site.place.latitude, site.place.longitude, site.place.elevation_m)
    minutes = (times[:, None] + (np.arange(12) * 5 + 2.5) * np.timedelta64(60_000_000_000, "ns")).astype(
        "datetime64[ns]"
    )
    sun = sun_at(minutes.ravel(), *at)
    clear = clear_sky(minutes.ravel(), sun, *at).ghi.reshape(-1, 12).mean(axis=1)
    ghi = weather["ghi"].to_numpy()
    assert np.all(ghi <= clear * 1.02 + 5.0)
    dark = sun.elevation_deg.reshape(-1, 12).max(axis=1) < -1
    assert dark.any()
    assert ghi[dark].max() == 0
    halves = (times + np.timedelta64(30, "m")).astype("datetime64[ns]")
    cosine = sun_at(halves, *at).cos_zenith
    np.testing.assert_allclose(ghi, weather["dhi"] + weather["dni"] * cosine, atol=1e-6)


def test_polar_night_and_midnight_sun() -> None:
    weather = typical_weather(place("narvik"), dt.date(2026, 12, 15), days=10)
    assert float(weather["ghi"].max()) == 0
    summer = typical_weather(place("narvik"), dt.date(2026, 6, 20))
    assert float(summer["ghi"].min()) > 0


def test_the_south_has_its_summer_in_january() -> None:
    january = typical_weather(place("santiago"), dt.date(2026, 1, 1), days=31)["ghi"].mean()
    july = typical_weather(place("santiago"), dt.date(2026, 7, 1), days=31)["ghi"].mean()
    assert january > 2 * july


def test_same_seed_same_day_whichever_is_asked_first() -> None:
    from forecasts.weather import chance

    first = typical_weather(place("ruichang"), DATE)
    chance._year.cache_clear()
    typical_weather(place("ruichang"), dt.date(2027, 1, 1))
    xr.testing.assert_identical(first, typical_weather(place("ruichang"), DATE))
    whole = typical_weather(place("ruichang"), dt.date(2026, 7, 1), days=30)
    xr.testing.assert_allclose(first, whole.sel(time=first["time"]), rtol=1e-9)


def test_days_years_and_seeds_differ() -> None:
    site = place("ruichang")
    day = typical_weather(site, DATE)["wind_speed"].to_numpy()
    assert not np.allclose(
        day, typical_weather(site, DATE + dt.timedelta(days=1))["wind_speed"].to_numpy(), rtol=0.05
    )
    assert not np.allclose(
        day, typical_weather(site, DATE.replace(year=2027))["wind_speed"].to_numpy(), rtol=0.05
    )
    assert not np.allclose(day, typical_weather(site, DATE, seed=1)["wind_speed"].to_numpy(), rtol=0.05)


@pytest.mark.parametrize("eve", [dt.date(2026, 12, 31), dt.date(2027, 2, 28), dt.date(2028, 2, 28)])
def test_days_join_without_a_seam(eve: dt.date) -> None:
    site = place("ruichang")
    before, after = (typical_weather(site, eve + dt.timedelta(days=days)) for days in (0, 1))
    shared = np.intersect1d(before["time"], after["time"])
    assert len(shared) == 4  # two hours' margin each
    xr.testing.assert_allclose(before.sel(time=shared), after.sel(time=shared), rtol=1e-6)


def test_new_year_is_no_jump() -> None:
    jumps = []
    for year in range(2001, 2021):
        weather = typical_weather(place("ruichang"), dt.date(year, 12, 31), days=2)
        at = int(np.flatnonzero(weather["time"].to_numpy() == np.datetime64(f"{year + 1}-01-01"))[0])
        wind = weather["wind_speed"].to_numpy()
        jumps.append(abs(wind[at] - wind[at - 1]))
    usual = np.abs(np.diff(long_run()["wind_speed"])).mean()
    assert np.mean(jumps) < 1.6 * usual


def test_it_says_that_it_is_synthetic() -> None:
    weather = typical_weather(place("ruichang"), DATE, seed=7)
    assert weather.attrs["synthetic"] == 1
    assert weather.attrs["kind"] == "typical_year"
    assert "synthetic, seed 7" in weather.attrs["source"]
    assert [note.key for note in notes_of(weather)] == ["weather-note-typical-year"]


def test_normals_beyond_the_clear_sky_are_limited_and_said() -> None:
    site = a_site(climate=CLIMATE | {"ghi_kwh_per_m2_day": [9.0, *CLIMATE["ghi_kwh_per_m2_day"][1:]]})
    weather = typical_weather(site, DATE)
    assert "weather-note-normals-clipped" in [note.key for note in notes_of(weather)]
    assert " 1 " in notes_of(weather)[-1].text("en")


def test_a_site_without_normals_has_no_typical_year() -> None:
    with pytest.raises(Refused) as refused:
        typical_weather(a_site(climate=None), DATE)
    assert keys(refused.value) == ["weather-no-climate"]


@pytest.mark.parametrize(("height_m", "has_windy_days"), [(10.0, True), (140.0, False)])
def test_the_daily_course_of_wind_turns_round_with_height(height_m: float, has_windy_days: bool) -> None:
    site = a_site(climate=CLIMATE | {"wind_speed_height_m": height_m})
    wind = np.concatenate(
        [
            typical_weather(site, dt.date(year, 1, 1), days=365)["wind_speed"].to_numpy()[2:-2]
            for year in (2001, 2002)
        ]
    )
    course = wind.reshape(-1, 24).mean(axis=0)
    assert (course[12:17].mean() > course[0:5].mean()) == has_windy_days
