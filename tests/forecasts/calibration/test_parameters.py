"""Estimated parameters find the truth of made-up plants."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from forecasts.calibration.pv_parameters import PvParameters, estimate_pv, fit_pv, pv_mw
from forecasts.calibration.pv_plane import estimate_plane
from forecasts.calibration.wind_parameters import (
    WindParameters,
    equivalent_speed,
    estimate_wind,
    fit_wind,
    wind_share,
)
from forecasts.sun import clear_sky, sun_at
from sites.problems import Refused
from tests.forecasts.calibration.made_up import times_of, wind_farm

PLACE = (30.0, 116.0, 50.0)


def pv_station(tilt: float = 25.0, azimuth: float = 170.0, curtail: bool = False) -> xr.Dataset:
    """Return a station of 40 MW under a clear sky with clouds on two days of three."""
    from pvlib import irradiance

    times = times_of(90, 15)
    middles = np.asarray(times + np.timedelta64(450, "s"), dtype="datetime64[ns]")
    sun = sun_at(middles, *PLACE)
    sky = clear_sky(middles, sun, *PLACE)
    upward = (1 + np.cos(np.radians(tilt))) / 2
    toward = np.maximum(
        irradiance.aoi_projection(tilt, azimuth, sun.apparent_zenith_deg, sun.azimuth_deg), 0.0
    )
    light = sky.dni * toward + sky.dhi * upward + sky.ghi * 0.2 * (1 - upward)
    rng = np.random.default_rng(2)
    cloudy = (np.arange(len(times)) // 96) % 3 > 0
    light = np.where(cloudy, light * rng.uniform(0.2, 1.0, len(times)), light)
    temperature = 20.0 + 10.0 * np.sin(np.arange(len(times)) / 800.0)
    power = pv_mw(PvParameters(40.0, 0.05, -0.004, 0.1, 0.1, 45.0), light, temperature)
    if curtail:
        power[40 * 96 : 46 * 96] = np.minimum(power[40 * 96 : 46 * 96], 5.0)
    return xr.Dataset(
        {
            "measured_mw": ("time", power),
            "poa_global": ("time", light),
            "temp_air": ("time", temperature),
        },
        {"time": times},
        {"time_zone": "Asia/Shanghai", "step_minutes": 15},
    )


@pytest.mark.parametrize("curtail", [False, True])
def test_pv_parameters_are_found_even_under_curtailment(curtail: bool) -> None:
    model = fit_pv(pv_station(curtail=curtail), corrected=False)
    assert model.parameters.capacity_mw == pytest.approx(40.0, rel=0.01)
    assert model.parameters.gamma_per_degc == pytest.approx(-0.004, abs=0.0003)
    assert (model.flagged_steps > 50) == curtail


def test_pv_estimates_tell_their_spread() -> None:
    found = estimate_pv(pv_station())
    assert found.capacity_mw.value == pytest.approx(40.0, rel=0.01)
    assert 0.0 <= found.capacity_mw.spread < 1.0


def test_the_correction_stays_dark_at_night() -> None:
    station = pv_station()
    power = fit_pv(station).power_mw(station)
    light = station["poa_global"].to_numpy()
    dark = (light <= 0.0) & (np.roll(light, 1) <= 0.0) & (np.roll(light, -1) <= 0.0)
    assert np.all(power[dark] == 0.0)
    assert power.max() > 20.0


def test_the_plane_is_found_from_clear_days() -> None:
    station = pv_station()
    found = estimate_plane(station, *PLACE)
    assert found.tilt_deg.value == pytest.approx(25.0, abs=3.0)
    assert found.azimuth_deg.value == pytest.approx(170.0, abs=3.0)
    assert found.clear_days >= 5


def test_irradiance_is_asked_for() -> None:
    with pytest.raises(Refused, match="poa_global"):
        fit_pv(wind_farm(20))


def test_wind_parameters_are_found() -> None:
    truth = WindParameters(1.3, 0.9, 0.1)
    speed = np.random.default_rng(0).weibull(2.0, 5000) * 7.0
    found = fit_wind(speed, wind_share(truth, speed))
    assert found.speed_factor == pytest.approx(1.3, abs=0.03)
    assert found.efficiency == pytest.approx(0.9, abs=0.03)


def test_thin_air_gives_less_wind_power() -> None:
    speed, warm = np.array([7.0]), np.array([20.0])
    thick = wind_share(WindParameters(1, 1, 0.1), equivalent_speed(speed, warm, np.array([101_325.0])))
    thin = wind_share(WindParameters(1, 1, 0.1), equivalent_speed(speed, warm, np.array([80_000.0])))
    assert thin[0] < 0.85 * thick[0]


def test_a_farm_estimate_tells_its_spread() -> None:
    found = estimate_wind(wind_farm())
    assert found.capacity_mw.value == pytest.approx(50.0, rel=0.02)
    assert found.speed_factor.value == pytest.approx(1.0, abs=0.15)
    assert found.speed_factor.spread > 0.0
