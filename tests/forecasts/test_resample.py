"""Energy is kept, the balance closes, nights are dark, and odd grids fit."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forecasts.resample import to_steps
from forecasts.sun import clear_sky, sun_at
from forecasts.weather.complete import split
from forecasts.weather.typical import typical_weather
from sites.problems import Refused
from sites.time import day_steps
from tests.forecasts.examples import DATE, a_site, canonical, keys


@settings(max_examples=40)
@given(
    latitude=st.floats(-75, 75),
    longitude=st.floats(-180, 180),
    day=st.integers(0, 364),
    step=st.sampled_from([5, 10, 15, 20, 30]),
    clearness=st.lists(st.floats(0.02, 1.1), min_size=28, max_size=28),
)
@example(latitude=68.0, longitude=17.0, day=355, step=15, clearness=[1.0] * 28)
def test_energy_of_each_hour_is_kept_and_the_balance_closes(
    latitude: float, longitude: float, day: int, step: int, clearness: list[float]
) -> None:
    site = a_site(latitude=latitude, longitude=longitude, time_zone="UTC", step_minutes=step)
    date = dt.date(2026, 1, 1) + dt.timedelta(days=day)
    quarters = np.datetime64(date, "ns") + np.arange(-8, 104) * np.timedelta64(15, "m")
    place = (latitude, longitude, site.place.elevation_m)
    middles = quarters + np.timedelta64(450, "s")
    sky = clear_sky(middles, sun_at(middles, *place), *place)
    ghi = sky.ghi.reshape(-1, 4).mean(axis=1) * np.array(clearness)
    halves = quarters[::4] + np.timedelta64(30, "m")
    dni, dhi = split(ghi, sun_at(halves, *place), halves)
    start = str(quarters[0])
    weather = canonical(site, start, {"ghi": ghi, "dni": dni, "dhi": dhi})
    found = to_steps(weather, site.steps(date), site.place)
    hourly = found.ghi.reshape(24, -1).mean(axis=1)
    np.testing.assert_allclose(hourly, ghi[2:26], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(found.ghi, found.dhi + found.dni * found.sun.cos_zenith, rtol=1e-9, atol=1e-9)
    assert min(found.dni.min(), found.dhi.min(), found.ghi.min()) >= 0
    assert np.all(found.dni <= found.sun.dni_extra + 1e-9)


def test_quarters_follow_the_sun_and_not_a_straight_line() -> None:
    site = a_site()
    ghi = np.zeros(28)
    ghi[7:10] = 40.0, 200.0, 400.0  # 05:00 to 08:00 local; the sun rises about 05:29
    weather = canonical(site, "2026-07-14T14:00", {"ghi": ghi, "dhi": ghi})
    found = to_steps(weather, site.steps(DATE), site.place)
    dawn = found.ghi[20:24]
    assert dawn[0] == 0
    assert dawn[3] > dawn[2] > dawn[1]
    assert dawn.mean() == pytest.approx(40.0, rel=1e-12)


def test_light_that_is_all_beam_never_exceeds_the_whole() -> None:
    site = a_site()
    ghi = np.zeros(28)
    ghi[7:21] = 40.0, 200.0, 400.0, 500, 600, 700, 750, 750, 700, 600, 500, 400.0, 200.0, 40.0
    weather = canonical(site, "2026-07-14T14:00", {"ghi": ghi, "dni": ghi})
    found = to_steps(weather, site.steps(DATE), site.place)
    np.testing.assert_allclose(found.ghi, found.dhi + found.dni * found.sun.cos_zenith, atol=1e-9)
    np.testing.assert_allclose(found.ghi.reshape(24, 4).mean(axis=1), ghi[2:26], rtol=1e-12)
    assert found.dhi[48] < 1e-9


def test_light_of_an_hour_whose_middles_are_dark_goes_to_its_highest_sun() -> None:
    # at 68 N, on the last day before polar night, the sun is up for minutes only
    site = a_site(latitude=67.2, longitude=15.0, time_zone="UTC", step_minutes=30)
    date = dt.date(2026, 12, 21)
    ghi = np.zeros(28)
    ghi[2 + 10] = 1.0
    weather = canonical(site, "2026-12-20T22:00", {"ghi": ghi, "dhi": ghi})
    found = to_steps(weather, site.steps(date), site.place)
    assert found.ghi[20:22].mean() == pytest.approx(1.0)
    assert np.count_nonzero(found.ghi) <= 2


def test_same_step_changes_nothing_but_the_beam() -> None:
    site = a_site(step_minutes=60)
    weather = typical_weather(site, DATE)
    found = to_steps(weather, site.steps(DATE), site.place)
    np.testing.assert_allclose(found.ghi, weather["ghi"][2:26], rtol=1e-12)
    np.testing.assert_allclose(found.temp_air, weather["temp_air"][2:26], rtol=1e-12)
    np.testing.assert_allclose(found.wind_speed, weather["wind_speed"][2:26], rtol=1e-12)


def test_longer_steps_are_means() -> None:
    site = a_site(step_minutes=60)
    fine = a_site(step_minutes=15)
    weather = typical_weather(fine, DATE)
    quarters = to_steps(weather, fine.steps(DATE), fine.place)
    columns = {
        name: getattr(quarters, name) for name in ("ghi", "dni", "dhi", "temp_air", "wind_speed", "pressure")
    }
    again = canonical(site, str(quarters.steps.times[0]), columns, step_minutes=15)
    hours = to_steps(again, site.steps(DATE), site.place)
    np.testing.assert_allclose(hours.ghi, quarters.ghi.reshape(-1, 4).mean(axis=1), rtol=1e-12)
    np.testing.assert_allclose(hours.temp_air, quarters.temp_air.reshape(-1, 4).mean(axis=1), rtol=1e-12)


@pytest.mark.parametrize("step", [15, 30, 60])
def test_a_zone_of_half_hours_keeps_the_energy(step: int) -> None:
    site = a_site(latitude=28.6, longitude=77.2, time_zone="Asia/Kolkata", country="IN", step_minutes=step)
    weather = typical_weather(site, DATE)  # by whole hours of UTC, half past in Delhi
    found = to_steps(weather, site.steps(DATE), site.place)
    assert found.steps.times[0] == np.datetime64("2026-07-14T18:30")
    inside = weather.sel(time=slice("2026-07-14T18:00", "2026-07-15T18:00"))
    assert float(inside["ghi"].sum()) == pytest.approx(found.ghi.sum() * step / 60)


def test_the_rest_is_joined_by_straight_lines_between_the_middles() -> None:
    site = a_site()
    weather = canonical(site, "2026-07-14T14:00", {"temp_air": np.arange(28.0)})
    found = to_steps(weather, site.steps(DATE), site.place)
    # 00:00-00:15 local is 16:00-16:15 UTC; its middle is 22.5 minutes before that of hour 2
    assert found.temp_air[0] == pytest.approx(2 - 22.5 / 60)
    np.testing.assert_allclose(np.diff(found.temp_air), 0.25)


@pytest.mark.parametrize(("date", "count"), [("2026-03-29", 92), ("2026-10-25", 100)])
def test_days_of_daylight_saving(date: str, count: int) -> None:
    site = a_site(latitude=37.98, longitude=23.73, time_zone="Europe/Athens", country="GR")
    day = dt.date.fromisoformat(date)
    weather = typical_weather(site, day)
    found = to_steps(weather, site.steps(day), site.place)
    assert len(found.ghi) == count
    hours = weather["ghi"].to_numpy()[2:-2]
    np.testing.assert_allclose(found.ghi.reshape(-1, 4).mean(axis=1), hours, rtol=1e-12)


def test_weather_that_ends_too_early_is_refused() -> None:
    site = a_site()
    weather = typical_weather(site, DATE).isel(time=slice(0, 20))
    with pytest.raises(Refused) as refused:
        to_steps(weather, day_steps(DATE, "Asia/Shanghai", 15), site.place)
    assert keys(refused.value) == ["weather-span"]
    assert "2026-07-15 18:00+08:00" in str(refused.value)
