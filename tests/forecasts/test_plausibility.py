"""The gate: a good forecast passes, and each rule names what breaks it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
import xarray as xr

from forecasts import forecast, gate, typical_weather
from forecasts.plausibility import RULES, Finding
from sites.site import Site
from tests.forecasts.examples import DATE, a_site, wind

BEFORE = dt.datetime(2026, 7, 15, 0, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture(name="site")
def _site() -> Site:
    return a_site()


def a_forecast(site: Site, date: dt.date = DATE, hours_before: float = 8) -> xr.Dataset:
    issued = BEFORE - dt.timedelta(hours=hours_before)
    return forecast(site, typical_weather(site, date), date, issue_time=issued)


def changed(given: xr.Dataset, asset: str, places: slice, value: float) -> xr.Dataset:
    power = given["power_mw"].copy(deep=True)
    power[0, places, given["asset"].to_numpy().tolist().index(asset)] = value
    return given.assign(power_mw=power)


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    for each in findings:
        assert each.text("en") != each.text("zh")
    return [(each.level, each.key, each.asset) for each in findings]


def test_a_good_forecast_passes(site: Site) -> None:
    assert (
        gate(site, a_forecast(site), previous=a_forecast(site, DATE - dt.timedelta(days=1)), now=BEFORE) == []
    )


def test_a_good_year_passes(site: Site) -> None:
    previous = None
    warned = 0
    for day in range(0, 365, 5):
        for date in (dt.date(2026, 1, 1) + dt.timedelta(days=day + each) for each in (0, 1)):
            issued = dt.datetime.combine(date, dt.time(9), tzinfo=site.place.zone) - dt.timedelta(days=1)
            made = forecast(site, typical_weather(site, date), date, issue_time=issued)
            findings = gate(site, made, previous=previous)
            assert "refuse" not in [each.level for each in findings]
            warned += len(findings)
            previous = made
    assert warned <= 2


def test_a_forecast_of_another_day_or_site(site: Site) -> None:
    made = a_forecast(site)
    other_day = made.assign_attrs(date="2026-07-16")
    assert told(gate(site, other_day)) == [("refuse", "forecast-misfit", "")]
    assert told(gate(site, made.isel(time=slice(0, 95)))) == [("refuse", "forecast-misfit", "")]
    findings = gate(site, made.isel(asset=[0, 2]))
    assert told(findings) == [("refuse", "forecast-misfit", "")]
    assert "farm" in findings[0].text("en")


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_no_figure(site: Site, value: float) -> None:
    findings = gate(site, changed(a_forecast(site), "park", slice(4, 6), value))
    assert told(findings) == [("refuse", "forecast-not-figure", "park")]
    assert findings[0].steps == ("01:15", "01:30")


def test_negative_power(site: Site) -> None:
    findings = gate(site, changed(a_forecast(site), "farm", slice(0, 1), -0.01))
    assert told(findings) == [("refuse", "forecast-negative", "farm")]
    assert findings[0].steps == ("00:15",)
    assert "-0.01" in findings[0].text("en")


@pytest.mark.parametrize(("asset", "rated"), [("roof", 8.0), ("farm", 22.0)])
def test_power_above_capacity(site: Site, asset: str, rated: float) -> None:
    at_noon = slice(50, 51)
    assert gate(site, changed(a_forecast(site), asset, at_noon, rated)) == []
    findings = gate(site, changed(a_forecast(site), asset, at_noon, rated * 1.00001))
    assert told(findings) == [("refuse", "forecast-over-capacity", asset)]


def test_pv_at_night(site: Site) -> None:
    made = a_forecast(site)
    assert gate(site, changed(made, "roof", slice(0, 4), 0.0079)) == []  # 0.1 % of 8 MW
    findings = gate(site, changed(made, "roof", slice(0, 4), 0.0081))
    assert told(findings) == [("refuse", "forecast-at-night", "roof")]
    assert findings[0].steps == ("00:15", "00:30", "00:45", "01:00")
    assert gate(site, changed(made, "farm", slice(0, 4), 5.0)) == []


def test_pv_at_dawn_is_no_night(site: Site) -> None:
    # the sun rises about 05:29; from 05:15 to 05:30 it is already above -1 degree
    assert gate(site, changed(a_forecast(site), "roof", slice(21, 22), 0.05)) == []
    assert told(gate(site, changed(a_forecast(site), "roof", slice(20, 21), 0.05)))


def test_issued_after_the_day_began(site: Site) -> None:
    assert told(gate(site, a_forecast(site, hours_before=-0.5))) == [("warn", "forecast-issued-late", "")]


def test_issued_in_the_future(site: Site) -> None:
    made = a_forecast(site, hours_before=8)
    findings = gate(site, made, now=BEFORE - dt.timedelta(hours=9))
    assert told(findings) == [("warn", "forecast-future-issue", "")]


@pytest.mark.parametrize(
    ("hours", "synthetic", "expected"),
    [
        (35, 0, []),
        (37, 0, [("warn", "forecast-old", "")]),
        (167, 0, [("warn", "forecast-old", "")]),
        (169, 0, [("refuse", "forecast-stale", "")]),
        (169, 1, [("warn", "forecast-old", "")]),
    ],
)
def test_age(site: Site, hours: float, synthetic: int, expected: list[Any]) -> None:
    made = a_forecast(site, hours_before=hours).assign_attrs(synthetic=synthetic)
    assert told(gate(site, made)) == expected


def test_age_of_the_weather_counts_too(site: Site) -> None:
    made = a_forecast(site).assign_attrs(synthetic=0, weather_issue_time="2026-07-01T00:00:00Z")
    assert told(gate(site, made)) == [("refuse", "forecast-stale", "")]


@pytest.mark.parametrize(("asset", "value"), [("farm", 22.0), ("roof", 8.0)])
def test_a_jump_beyond_the_climate(site: Site, asset: str, value: float) -> None:
    day = slice(24, 74) if asset == "roof" else slice(0, 96)
    calm = changed(a_forecast(site, DATE - dt.timedelta(days=1)), asset, slice(0, 96), 0.0)
    made = changed(a_forecast(site), asset, day, value)
    assert told(gate(site, made, previous=calm)) == [("warn", "forecast-jump", asset)]
    assert told(gate(site, calm_next(calm), previous=calm)) == []


def calm_next(calm: xr.Dataset) -> xr.Dataset:
    times = calm["time"] + np.timedelta64(1, "D")
    return calm.assign_coords(time=times).assign_attrs(date=DATE.isoformat())


def test_a_jump_is_only_seen_between_days_that_follow(site: Site) -> None:
    calm = changed(a_forecast(site, DATE - dt.timedelta(days=2)), "farm", slice(0, 96), 0.0)
    made = changed(a_forecast(site), "farm", slice(0, 96), 22.0)
    assert gate(site, made, previous=calm) == []


def test_a_source_that_is_new_makes_no_jump(site: Site) -> None:
    smaller = a_site(
        park={"type": "load", "bus": "main", "demand": {"constant_mw": 1.0, "assumption": "for tests"}}
    )
    assert gate(site, a_forecast(site), previous=a_forecast(smaller, DATE - dt.timedelta(days=1))) == []


def test_refusals_come_first_and_all_rules_speak(site: Site) -> None:
    made = changed(a_forecast(site, hours_before=40), "farm", slice(0, 1), -1.0)
    assert [each.level for each in gate(site, made)] == ["refuse", "warn"]
    assert len(RULES) == 5


def test_every_scenario_is_judged(site: Site) -> None:
    made = a_forecast(site)
    two = xr.concat([made, changed(made, "farm", slice(8, 9), -1.0)], dim="scenario", data_vars="minimal")
    two = two.assign_coords(scenario=[0, 1])
    findings = gate(site, two)
    assert told(findings) == [("refuse", "forecast-negative", "farm")]
    assert findings[0].steps == ("02:15",)


def test_a_site_without_sun_is_not_asked_for_night() -> None:
    site = a_site(farm=wind())
    assert gate(site, a_forecast(site)) == []
