"""Weather from services: solar noon at the right minute, and what else a stamp means."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
import responses

from forecasts.resample import to_steps
from forecasts.weather.network.fetch import SERVICES, fetch_ensemble, fetch_weather
from tests.forecasts.examples import a_site
from tests.forecasts.weather.network.answers import (
    add_open_meteo,
    add_pvgis_hourly,
    add_pvgis_tmy,
    body_json,
    hours,
    noon_of,
    solar_noon,
)
from tests.forecasts.weather.network.cases import (
    BERLIN,
    DATE,
    LATER,
    NOW,
    STAMPS,
    add,
    minutes_apart,
)


@pytest.mark.parametrize("place", [{}, BERLIN], ids=["ruichang", "berlin"])
@pytest.mark.parametrize("source", sorted(SERVICES))
def test_solar_noon_falls_where_it_should(source: str, place: dict[str, Any]) -> None:
    site = a_site(**place)
    add(source, site)
    is_past = SERVICES[source].kind in ("reanalysis", "typical_months")
    moment = LATER if is_past else NOW
    weather = fetch_weather(source, site, DATE, issue_time=moment, now=moment)
    assert minutes_apart(noon_of(weather, site, DATE), solar_noon(site, DATE)) <= 3
    steps = site.steps(DATE)
    ghi = to_steps(weather, steps, site.place).ghi
    centre = float((np.arange(steps.count) * 15 + 7.5) @ ghi / ghi.sum())
    noon = float((solar_noon(site, DATE) - steps.times[0]) / np.timedelta64(1, "m"))
    assert centre == pytest.approx(noon, abs=3)


@pytest.mark.parametrize("minute", [10, 30, 52])
def test_light_seen_at_any_minute_of_the_hour_has_its_noon(minute: int) -> None:
    site = a_site()
    add_pvgis_hourly(site, STAMPS, minute)
    weather = fetch_weather("pvgis", site, DATE, issue_time=LATER, now=LATER)
    assert minutes_apart(noon_of(weather, site, DATE), solar_noon(site, DATE)) <= 3


@pytest.mark.parametrize("offset_h", [0.0, 0.1761, 0.5, 0.8])
def test_a_typical_year_has_its_noon_whatever_its_offset(offset_h: float) -> None:
    site = a_site()
    add_pvgis_tmy(site, offset_h)
    weather = fetch_weather("pvgis-tmy", site, DATE, issue_time=NOW, now=NOW)
    assert weather.attrs["kind"] == "typical_months"
    assert minutes_apart(noon_of(weather, site, DATE), solar_noon(site, DATE)) <= 3


@pytest.mark.parametrize(
    ("source", "celsius"),
    [("open-meteo", 14.5), ("era5", 14.5), ("nasa-power", 14.0)],
)
def test_what_is_at_the_stamp_becomes_the_mean_between_two(source: str, celsius: float) -> None:
    site = a_site()
    add(source, site)
    moment = NOW if source == "open-meteo" else LATER
    weather = fetch_weather(source, site, DATE, issue_time=moment, now=moment)
    hour = weather.sel(time=np.datetime64("2025-06-21T04:00"))
    assert float(hour["temp_air"]) == pytest.approx(celsius, abs=0.01)
    assert 99_000 < float(hour["pressure"]) < 102_000


def test_directions_are_halved_the_short_way_round() -> None:
    site = a_site()
    add("open-meteo", site)
    weather = fetch_weather("open-meteo", site, DATE, issue_time=NOW, now=NOW)
    np.testing.assert_allclose(weather["wind_direction"] % 360.0, 0.0)


def test_era5_turns_components_and_dew_points_into_wind_and_humidity() -> None:
    site = a_site()
    add("era5", site)
    weather = fetch_weather("era5", site, DATE, issue_time=LATER, now=LATER)
    np.testing.assert_allclose(weather["wind_speed"], 5.0)
    np.testing.assert_allclose(weather["wind_direction"], 143.13, atol=0.01)  # from the south-east
    np.testing.assert_allclose(weather["relative_humidity"], 100.0)
    asked = body_json(responses.calls[0])["inputs"]
    assert asked["date"] == ["2025-06-20/2025-06-21"]
    assert "surface_solar_radiation_downwards" in asked["variable"]


def test_wind_of_80_m_is_taken_where_there_is_one() -> None:
    site = a_site()
    add_open_meteo(site, STAMPS, more={"wind_speed_80m": [6.0] * len(STAMPS)})
    weather = fetch_weather("open-meteo", site, DATE, issue_time=NOW, now=NOW)
    assert weather["wind_speed"].attrs["height_m"] == 80.0
    assert float(weather["wind_speed"].mean()) == 6.0


def test_a_day_of_daylight_saving_is_whole() -> None:
    site = a_site(**BERLIN)
    for date, count in ((dt.date(2025, 3, 30), 23), (dt.date(2025, 10, 26), 25)):
        now = dt.datetime.combine(date - dt.timedelta(days=1), dt.time(8), tzinfo=dt.UTC)
        responses.mock.reset()
        add_open_meteo(site, hours((date - dt.timedelta(days=1)).isoformat(), 3))
        weather = fetch_weather("open-meteo", site, date, issue_time=now, now=now)
        assert weather.sizes["time"] == count + 4
        assert to_steps(weather, site.steps(date), site.place).steps.count == count * 4
        assert minutes_apart(noon_of(weather, site, date), solar_noon(site, date)) <= 3


def test_all_members_of_an_ensemble_are_canonical() -> None:
    site = a_site()
    add("open-meteo-ensemble", site)
    whole = fetch_ensemble("open-meteo-ensemble", site, DATE, issue_time=NOW, now=NOW)
    assert whole["ghi"].dims == ("member", "time")
    assert whole.sizes["member"] == 3
    np.testing.assert_allclose(whole["wind_speed"].mean("time"), [3.0, 4.0, 5.0])
    light = whole["ghi"].sum("time")
    np.testing.assert_allclose(light / light[0], [1.0, 0.9, 0.8], atol=0.01)
    second = whole.isel(member=1, drop=True)
    assert to_steps(second, site.steps(DATE), site.place).steps.count == 96
