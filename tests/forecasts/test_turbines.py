"""The turbine library is complete and what does not fit is named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from forecasts.turbines import WAKE_CURVES, library, power_curve_of
from sites.assets.wind import Wind
from sites.problems import Refused
from tests.forecasts.examples import a_site, keys, wind


def refused_for(**changes: Any) -> Refused:
    site = a_site(farm=wind(**changes))
    asset = site.assets["farm"]
    assert isinstance(asset, Wind)
    with pytest.raises(Refused) as refused:
        power_curve_of(site, asset)
    return refused.value


def test_the_library_has_its_turbines() -> None:
    turbines = library()
    assert len(turbines) > 60
    assert turbines["E-126/7580"].power_mw_max == pytest.approx(7.58)
    assert turbines["E-82/2300"].power_mw_max == pytest.approx(2.35, abs=0.06)
    for curve in turbines.values():
        assert np.all(np.diff(curve.wind_speed_m_per_s) > 0)
        assert np.all((curve.power_mw >= 0) & (curve.power_mw < 15))


def test_an_unknown_turbine_is_refused_with_near_ones() -> None:
    refused = refused_for(turbine_type="ENO100/2201")
    assert keys(refused) == ["wind-turbine-unknown"]
    assert "ENO100/2200" in str(refused)
    assert "[assets.farm] turbine_type" in str(refused)


def test_a_capacity_that_the_turbines_do_not_make_is_refused() -> None:
    refused = refused_for(capacity_mw=50.0)
    assert keys(refused) == ["wind-capacity"]
    assert "22 MW" in str(refused)


def test_an_unknown_wake_curve_is_refused() -> None:
    refused = refused_for(wake_curve="dena")
    assert keys(refused) == ["wind-wake-unknown"]
    assert "dena_mean" in str(refused)


@pytest.mark.parametrize("name", WAKE_CURVES)
def test_every_wake_curve_is_windpowerlib_s(name: str) -> None:
    from windpowerlib import wake_losses

    speed = wake_losses.reduce_wind_speed(np.array([8.0]), name)
    assert 4 < speed[0] < 8
