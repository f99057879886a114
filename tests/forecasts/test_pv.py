"""PV by hand for one overcast step, and what must hold for any roof and tracker."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.notes import Array
from forecasts.pv import power_mw
from forecasts.resample import to_steps
from forecasts.sun import clear_sky, sun_at
from forecasts.weather.typical import typical_weather
from sites.time import Steps
from tests.forecasts.examples import DATE, a_site, canonical, conditions, pv

NOON = Steps(np.datetime64("2026-07-15T04:00", "ns"), 1, 15, "Asia/Shanghai")


def power(table: dict[str, Any], **given: float) -> float:
    site = a_site(roof=pv(**table))
    return float(power_mw(site, site.assets["roof"], conditions(site, NOON, **given))[0])


def clear_day(table: dict[str, Any], date: dt.date = DATE, **place: Any) -> Array:
    """Return a cloudless day of an array, every quarter-hour."""
    site = a_site(roof=pv(**table), **place)
    at = (site.place.latitude, site.place.longitude, site.place.elevation_m)
    start = site.steps(date).times[0] - np.timedelta64(60, "m")
    times = start + np.arange(104) * np.timedelta64(15, "m")
    sky = clear_sky(times + np.timedelta64(450, "s"), sun_at(times + np.timedelta64(450, "s"), *at), *at)
    weather = canonical(site, str(start), {"ghi": sky.ghi, "dni": sky.dni, "dhi": sky.dhi}, step_minutes=15)
    return power_mw(site, site.assets["roof"], to_steps(weather, site.steps(date), site.place))


def test_an_overcast_flat_roof_by_hand() -> None:
    # all light is diffuse and the plane is flat, so 400 W/m2 fall on it
    found = power({"tilt_deg": 0.0}, ghi=400.0, dhi=400.0, temp_air=25.0, wind_speed=2.0)
    beta = 1e-3 * math.pi / 180
    trig = math.sin(beta) + (math.pi - beta - math.sin(beta)) / (1 + math.cos(beta))
    through = 1 - math.exp(-(0.4244 + (0.5 * 0.16 - 0.154) * trig) * trig / 0.16)
    module = 400 * math.exp(-2.98 - 0.0471 * 2.0) + 25.0
    cell = module + 400 / 1000 * 1.0
    direct = 400 * through / 1000 * 10.0 * (1 - 0.0035 * (cell - 25)) * (1 - 0.14)
    share = direct / (8.0 / 0.97)
    efficiency = 0.97 / 0.9637 * (-0.0162 * share - 0.0059 / share + 0.9858)
    assert found == pytest.approx(direct * efficiency, rel=1e-6)


def test_the_inverter_clips() -> None:
    table = {"inverter_mw": 5.0, "losses_frac": 0.0}
    assert power(table, ghi=1000.0, dni=800.0, dhi=220.0) == pytest.approx(5.0)
    assert clear_day(table).max() == pytest.approx(5.0)
    assert np.count_nonzero(clear_day(table) > 4.999) > 8


def test_never_above_the_rated_power_even_in_cold_light() -> None:
    table = {
        "inverter_mw": 20.0,
        "losses_frac": 0.0,
        "bifaciality_frac": 1.0,
        "albedo": 0.9,
        "mounting": "open_rack",
    }
    assert power(table, ghi=1200.0, dni=900.0, dhi=320.0, temp_air=-30.0, wind_speed=15.0) == 10.0


def test_heat_costs_power_and_wind_saves_some() -> None:
    light = {"ghi": 700.0, "dni": 500.0, "dhi": 210.0}
    assert power({}, temp_air=35.0, **light) < power({}, temp_air=5.0, **light)
    assert power({}, wind_speed=10.0, **light) > power({}, wind_speed=1.0, **light)
    hot = power({}, temp_air=35.0, **light) / power({}, temp_air=5.0, **light)
    assert hot == pytest.approx(1 - 30 * 0.0035 / (1 + 0.0035 * (25 - 5 - 0.7 * 30)), abs=0.01)


def test_wind_measured_high_up_is_brought_down() -> None:
    from dataclasses import replace

    site = a_site(roof=pv())
    low = conditions(site, NOON, ghi=700.0, dni=500.0, dhi=210.0)
    high = replace(low, wind_height_m=100.0)
    assert power_mw(site, site.assets["roof"], high)[0] < power_mw(site, site.assets["roof"], low)[0]


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"azimuth_deg": 90.0},
        {"mounting": "tracker"},
        {"mounting": "open_rack", "bifaciality_frac": 0.8},
        {"mounting": "tracker", "bifaciality_frac": 0.8},
        {"tilt_deg": 90.0, "azimuth_deg": 0.0},
    ],
)
def test_nights_are_zero_and_days_are_not(table: dict[str, Any]) -> None:
    site = a_site(roof=pv(**table))
    found = power_mw(
        site, site.assets["roof"], to_steps(typical_weather(site, DATE), site.steps(DATE), site.place)
    )
    assert np.all(found >= 0)
    assert found[:20].max() == 0  # until 05:00
    assert found[80:].max() == 0  # from 20:00
    assert found[40:56].min() > 0


def test_east_has_its_morning_and_west_its_evening() -> None:
    east, south, west = (
        clear_day({"azimuth_deg": azimuth, "tilt_deg": 30.0}) for azimuth in (90.0, 180.0, 270.0)
    )
    assert east[:48].sum() > 1.3 * west[:48].sum()
    assert west[52:].sum() > 1.3 * east[52:].sum()
    # the sun is highest at 12:23 local: the south roof is symmetrical about it
    assert (south * np.arange(96)).sum() / south.sum() == pytest.approx(49.1, abs=0.6)


def test_the_south_of_the_earth_looks_north() -> None:
    place: dict[str, Any] = {
        "latitude": -33.4,
        "longitude": -70.6,
        "time_zone": "America/Santiago",
        "country": "CL",
    }
    north, south = (
        clear_day({"azimuth_deg": azimuth, "tilt_deg": 30.0}, **place) for azimuth in (0.0, 180.0)
    )
    assert north.sum() > 1.5 * south.sum()


def test_a_tracker_gains_in_the_morning_and_lies_flat_at_noon() -> None:
    tracker = clear_day({"mounting": "tracker", "inverter_mw": 10.0})
    fixed = clear_day({"mounting": "open_rack", "inverter_mw": 10.0})
    flat = clear_day({"mounting": "open_rack", "tilt_deg": 0.0, "inverter_mw": 10.0})
    assert 1.1 < tracker.sum() / fixed.sum() < 1.45
    assert tracker[32] > 1.2 * fixed[32]
    assert tracker[49] == pytest.approx(flat[49], rel=0.01)


def test_backtracking_costs_less_where_rows_stand_apart() -> None:
    near, far = (clear_day({"mounting": "tracker", "ground_cover_ratio": ratio}) for ratio in (0.6, 0.2))
    assert far[26] > near[26]


def test_the_rear_side_adds_a_little() -> None:
    base = {"mounting": "open_rack", "inverter_mw": 10.0}
    one, two = (clear_day(base | {"bifaciality_frac": share}).sum() for share in (0.0, 0.7))
    assert 1.02 < two / one < 1.15


def test_the_rear_side_looks_the_other_way() -> None:
    base = {"mounting": "open_rack", "tilt_deg": 90.0, "azimuth_deg": 0.0, "ground_cover_ratio": 0.1}
    winter = DATE.replace(month=12)
    one, two = (clear_day(base | {"bifaciality_frac": share}, winter).sum() for share in (0.0, 1.0))
    assert two > 3 * one  # its rear faces the low sun in the south


def test_an_array_without_capacity_gives_nothing() -> None:
    assert power({"capacity_mw": 0.0}, ghi=500.0, dhi=500.0) == 0
    assert power({"inverter_mw": 0.0}, ghi=500.0, dhi=500.0) == 0


@settings(max_examples=60)
@given(
    tilt=st.floats(0, 90),
    azimuth=st.floats(0, 359.9),
    ghi=st.floats(0, 1100),
    share=st.floats(0, 1),
    temp_air=st.floats(-40, 45),
    mounting=st.sampled_from(["roof", "open_rack", "tracker"]),
    bifaciality=st.sampled_from([0.0, 0.8]),
)
def test_power_is_bounded_and_grows_with_the_array(
    tilt: float, azimuth: float, ghi: float, share: float, temp_air: float, mounting: str, bifaciality: float
) -> None:
    table = {"tilt_deg": tilt, "azimuth_deg": azimuth, "mounting": mounting, "bifaciality_frac": bifaciality}
    light = {"ghi": ghi, "dhi": ghi * share, "dni": ghi * (1 - share) / 0.98, "temp_air": temp_air}
    one = power(table, **light)
    assert 0 <= one <= 8.0
    doubled = power(table | {"capacity_mw": 20.0, "inverter_mw": 16.0}, **light)
    assert doubled == pytest.approx(2 * one, rel=1e-9, abs=1e-12)
