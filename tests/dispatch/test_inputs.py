"""Days of 92 and 100 steps, negative prices, and forecasts that are refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
import xarray as xr

import dispatch
from dispatch.case import case_of
from sites.messages import LANGUAGES
from sites.problems import Refused
from tests.builders import ONE_BUS, small_site
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import BATTERY, DATE, PV, TIE, forecast_of, hours, load, state_of, toy

BERLIN = {
    **ONE_BUS["place"],
    "time_zone": "Europe/Berlin",
    "country": "DE",
    "latitude": 52.5,
    "longitude": 13.4,
}


@pytest.mark.parametrize(("date", "count"), [(dt.date(2026, 3, 29), 92), (dt.date(2026, 10, 25), 100)])
def test_days_of_daylight_saving(date: dt.date, count: int) -> None:
    site = small_site(place=BERLIN, targets={"window_kinds": None, "windows": ["17:00-18:30"]})
    schedule = solve_and_audit(site, {"roof": hours(0.0, {(8, 16): 4.0})}, date=date, has_capability=True)
    assert schedule.data.sizes["time"] == count
    assert schedule.data.label.values[-1] == "24:00"
    assert len(set(schedule.data.label.values.tolist())) == count
    assert schedule.status in ("optimal", "feasible")


def test_negative_prices_from_a_series_are_used_and_nothing_runs_in_a_circle() -> None:
    """Paid 50 for each imported MWh from 2 to 4 h, charged 50 for each exported: the store fills then, and no more.

    Load 1 MW; 2 h x 1 MW of charging: 100 x 22 - 50 x (2 + 2) less what 1.6 MWh in the store deliver later,
    1.44 x (100 - 10) = 129.6: 2200 - 200 - 129.6 = 1870.4 yuan.
    """
    night = {(2, 4): -50.0}
    site = toy(
        {"tie": TIE, "works": load(1.0), "store": BATTERY}, buy=hours(100.0, night), sell=hours(0.0, night)
    )
    schedule = solve_and_audit(site)
    assert cost_of(schedule) == pytest.approx(1870.4, rel=1e-6)
    assert float(schedule.data.export_mw.sel(asset="tie").max()) == pytest.approx(0.0, abs=1e-6)


def test_a_feed_in_price_above_the_import_price_invites_no_circle() -> None:
    """Buying at 100 and selling at 200 in the same step would earn without end; the binaries forbid it."""
    site = toy({"tie": TIE, "works": load(1.0), "roof": PV}, sell=hours(200.0))
    schedule = solve_and_audit(site, {"roof": 0.5})
    assert cost_of(schedule) == pytest.approx(24 * 50.0, rel=1e-6)


def refused(forecast: xr.Dataset, **changes: Any) -> Refused:
    """The refusal that a forecast gets."""
    site = toy({"tie": TIE, "works": load(1.0), "roof": PV}, **changes)
    with pytest.raises(Refused) as caught:
        dispatch.schedule(site, forecast, state=state_of(site))
    for language in LANGUAGES:
        assert caught.value.problems[0].text(language)
    return caught.value


def good() -> xr.Dataset:
    """A forecast that fits."""
    return forecast_of(toy({"tie": TIE, "works": load(1.0), "roof": PV}))


def test_a_forecast_without_an_asset_is_refused() -> None:
    problem = refused(good().sel(asset=["works"])).problems[0]
    assert (problem.key, problem.where) == ("forecast-asset-missing", "roof")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.1])
def test_a_figure_that_is_no_power_is_refused_with_its_step(value: float) -> None:
    forecast = good()
    forecast["power_mw"].values[0, 9, list(forecast.asset.values).index("roof")] = value
    problem = refused(forecast).problems[0]
    assert (problem.key, problem.where) == ("forecast-value", "roof 10:00")
    assert np.isnan(value) or problem.args["found"] == value


def test_other_steps_than_the_day_s_are_refused() -> None:
    assert refused(good().isel(time=slice(0, 23))).problems[0].key == "forecast-steps"
    assert refused(good(), step_minutes=30).problems[0].key == "forecast-steps"
    shifted = good()
    assert (
        refused(shifted.assign_coords(time=shifted.time + np.timedelta64(1, "h"))).problems[0].key
        == "forecast-steps"
    )


def test_every_problem_of_a_forecast_is_shown_at_once() -> None:
    forecast = good()
    forecast["power_mw"].values[:] = -1.0
    assert {problem.where.split()[0] for problem in refused(forecast).problems} == {"works", "roof"}


def test_the_date_is_the_site_s_whatever_the_machine_s_zone() -> None:
    site = toy({"tie": TIE, "works": load(1.0)})
    assert solve_and_audit(site).data.attrs["date"] == str(DATE)


def test_several_scenarios_need_a_mean_and_are_planned_with_it() -> None:
    """Never silently the first scenario: it may be the least likely one."""
    site = toy({"tie": TIE, "works": load(4.0), "roof": PV})
    one = forecast_of(site, {"roof": 1.0})
    several = xr.concat([one * 0.0, one * 2.0], dim="scenario")
    with pytest.raises(Refused) as refused:
        case_of(site, several, state=state_of(site))
    assert refused.value.problems[0].key == "forecast-scenarios"
    mean = several.assign(mean_mw=one["power_mw"].isel(scenario=0))
    case = case_of(site, mean, state=state_of(site))
    np.testing.assert_allclose(case.available_mw["roof"], 1.0)
    np.testing.assert_allclose(case.demand_mw["works"], 4.0)
