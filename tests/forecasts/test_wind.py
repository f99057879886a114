"""Wind by hand for one turbine, thin air, and what must hold for any farm."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.conditions import Conditions
from forecasts.turbines import library
from forecasts.wind import hub_density, hub_wind_speed, power_mw
from sites.assets.wind import Wind
from sites.site import Site
from sites.time import Steps
from tests.forecasts.examples import a_site, conditions, wind

HOUR = Steps(np.datetime64("2026-07-15T04:00", "ns"), 1, 60, "Asia/Shanghai")
CURVE = "wind_speed_m_per_s,power_mw\n0,0\n3,0\n12,3\n25,3\n"


def farm(files: dict[str, str] | None = None, **changes: Any) -> tuple[Site, Wind]:
    site = a_site(files=files, farm=wind(**changes))
    asset = site.assets["farm"]
    assert isinstance(asset, Wind)
    return site, asset


def standard_air(site: Site, asset: Wind, **given: float) -> Conditions:
    """Return conditions whose air at the hub has 1.225 kg/m3: 15 degC and 101325 Pa there."""
    hub_m = asset.elevation_m + asset.hub_height_m
    base = conditions(site, HOUR, **({"temp_air": 15.0, "pressure": 101_325.0} | given))
    return replace(
        base, elevation_m=hub_m - 2.0, pressure=base.pressure * math.exp(9.80665 * 2 / (287.058 * 288.15))
    )


def test_the_logarithmic_profile_by_hand() -> None:
    site, asset = farm(roughness_length_m=0.1, speed_up_factor=1.5)
    found = hub_wind_speed(asset, conditions(site, HOUR, wind_speed=4.0))
    assert found[0] == pytest.approx(4.0 * 1.5 * math.log(90 / 0.1) / math.log(10 / 0.1))


def test_density_by_hand() -> None:
    site, asset = farm(elevation_m=0.0, hub_height_m=90.0)
    base = replace(conditions(site, HOUR, temp_air=15.0, pressure=101_325.0), elevation_m=0.0)
    above = 288.15 - 0.0065 * 88
    pressure = 101_325 * math.exp(-9.80665 * 90 / (287.058 * (288.15 + above) / 2))
    assert hub_density(asset, base)[0] == pytest.approx(pressure / (287.058 * above), rel=1e-9)


@pytest.mark.parametrize(
    ("height_m", "density"), [(0, 1.225), (1000, 1.1117), (2000, 1.0066), (3000, 0.9093)]
)
def test_density_is_that_of_the_standard_atmosphere(height_m: float, density: float) -> None:
    # ISO 2533 with 15 degC and 101325 Pa at sea level; its temperature is that of the air itself, not of 2 m above
    site, asset = farm(elevation_m=height_m - 90.0)
    base = replace(conditions(site, HOUR, temp_air=15.0 - 0.013, pressure=101_325.0), elevation_m=0.0)
    assert hub_density(asset, base)[0] == pytest.approx(density, rel=1.5e-3)


def test_the_library_curve_in_standard_air() -> None:
    site, asset = farm(farm_efficiency_frac=1.0, availability_frac=1.0, speed_up_factor=1.0)
    curve = library()["ENO100/2200"]
    factor = math.log(90 / 0.1) / math.log(10 / 0.1)
    for speed, each in ((8.0, None), (14.0, 2.2)):
        found = power_mw(site, asset, standard_air(site, asset, wind_speed=speed / factor))[0]
        at = int(np.flatnonzero(curve.wind_speed_m_per_s == speed)[0])
        assert found == pytest.approx(10 * curve.power_mw[at], rel=1e-3)
        assert each is None or found == pytest.approx(10 * each, rel=1e-3)


def test_the_user_s_curve_efficiency_and_availability() -> None:
    changes = {"turbine_type": None, "power_curve": "curve.csv", "turbine_count": 4, "capacity_mw": 12.0}
    site, asset = farm(
        {"curve.csv": CURVE}, **changes, speed_up_factor=1.0, farm_efficiency_frac=0.9, availability_frac=0.95
    )
    factor = math.log(90 / 0.1) / math.log(10 / 0.1)
    found = power_mw(site, asset, standard_air(site, asset, wind_speed=7.5 / factor))[0]
    assert found == pytest.approx(4 * 1.5 * 0.9 * 0.95, rel=1e-3)


def test_calm_and_storm_give_nothing() -> None:
    site, asset = farm(speed_up_factor=1.0)
    assert power_mw(site, asset, conditions(site, HOUR, wind_speed=0.0))[0] == 0
    assert power_mw(site, asset, conditions(site, HOUR, wind_speed=1.0))[0] == 0
    assert power_mw(site, asset, conditions(site, HOUR, wind_speed=30.0))[0] == 0


def test_a_wake_curve_stands_instead_of_the_efficiency() -> None:
    site, plain = farm(farm_efficiency_frac=1.0, availability_frac=1.0)
    _, waked = farm(farm_efficiency_frac=0.5, availability_frac=1.0, wake_curve="dena_mean")
    air = conditions(site, HOUR, wind_speed=4.5)
    alone, together = (power_mw(site, asset, air)[0] for asset in (plain, waked))
    assert 0.6 * alone < together < alone


@settings(max_examples=60)
@given(speed=st.floats(0, 14), low=st.floats(60_000, 105_000), less=st.floats(0.01, 0.3))
def test_thinner_air_never_gives_more_power(speed: float, low: float, less: float) -> None:
    site, asset = farm(speed_up_factor=1.0)
    thick, thin = (
        power_mw(site, asset, conditions(site, HOUR, wind_speed=speed, pressure=pressure))[0]
        for pressure in (low, low * (1 - less))
    )
    assert 0 <= thin <= thick + 1e-12
    assert thick <= asset.capacity_mw


def test_thinner_air_gives_less_on_the_slope() -> None:
    site, asset = farm(speed_up_factor=1.0)
    _, higher = farm(speed_up_factor=1.0, elevation_m=2500.0)
    air = conditions(site, HOUR, wind_speed=6.0)
    ratio = power_mw(site, higher, air)[0] / power_mw(site, asset, air)[0]
    density = hub_density(higher, air)[0] / hub_density(asset, air)[0]
    assert ratio == pytest.approx(density, abs=0.06)  # about proportional below the rated speed


def test_steps_do_not_see_each_other() -> None:
    site, asset = farm()
    steps = Steps(np.datetime64("2026-07-15T00:00", "ns"), 3, 15, "Asia/Shanghai")
    base = conditions(site, steps)
    mixed = replace(base, wind_speed=np.array([3.0, 6.0, 9.0]))
    whole = power_mw(site, asset, mixed)
    for place, speed in enumerate((3.0, 6.0, 9.0)):
        assert whole[place] == pytest.approx(
            power_mw(site, asset, conditions(site, HOUR, wind_speed=speed))[0]
        )
