"""Loads are forecast as the site says, whatever the weather."""

from __future__ import annotations

import numpy as np
import pytest

from forecasts.load import power_mw
from sites.problems import Refused
from tests.forecasts.examples import DATE, a_site, conditions, keys

ROWS = "\n".join(f"{hour:02d}:00,{hour / 24:.4f},0.2" for hour in range(1, 25))
SHAPE = f"label,workday,rest_day\n{ROWS}\n"
DEMAND = {"shape": "shape.csv", "power_mw_peak": 40.0, "assumption": "for tests"}
LOAD = {"type": "load", "bus": "main", "demand": DEMAND}


def test_a_shape_is_followed_by_the_clock() -> None:
    site = a_site(files={"shape.csv": SHAPE}, park=LOAD)
    found = power_mw(site, site.assets["park"], conditions(site, site.steps(DATE)))
    np.testing.assert_allclose(found, np.repeat(np.arange(1, 25), 4) / 24 * 40, atol=0.01)


def test_rest_days_have_their_own_shape() -> None:
    site = a_site(files={"shape.csv": SHAPE}, park=LOAD)
    sunday = DATE.replace(day=19)
    found = power_mw(site, site.assets["park"], conditions(site, site.steps(sunday)))
    np.testing.assert_allclose(found, 8.0)


def test_an_interruptible_load_is_forecast_in_full() -> None:
    table = {
        "type": "interruptible_load",
        "bus": "main",
        "demand": {"constant_mw": 3.0, "assumption": "for tests"},
    }
    site = a_site(mill={**table, "value_yuan_per_mwh": 900.0, "assumption": "for tests"})
    found = power_mw(site, site.assets["mill"], conditions(site, site.steps(DATE)))
    np.testing.assert_allclose(found, 3.0)


def test_a_series_that_does_not_cover_the_day_is_refused() -> None:
    series = "time,power_mw\n2026-07-01T00:00+08:00,5\n2026-07-01T01:00+08:00,6\n"
    load = {"type": "load", "bus": "main", "demand": {"series": "s.csv", "assumption": "for tests"}}
    site = a_site(files={"s.csv": series}, park=load)
    with pytest.raises(Refused) as refused:
        power_mw(site, site.assets["park"], conditions(site, site.steps(DATE)))
    assert keys(refused.value) == ["site-series-span"]
