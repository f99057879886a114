"""References: the right values, and nothing that was not known at the cut-off."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from forecasts.scores.references import lead_hours, with_references

ZONE = "Asia/Shanghai"


def series(days: int, per_hour: int = 4, zone: str = ZONE, begin: str = "2022-03-01") -> xr.DataArray:
    """Return a series whose value says its local day and its step of the clock: 1000 d + s."""
    stop = pd.Timestamp(begin) + pd.Timedelta(days=days)
    local = pd.date_range(begin, stop, freq=f"{60 // per_hour}min", tz=zone, inclusive="left")
    day = (local.tz_localize(None).normalize() - pd.Timestamp(begin)).days
    step = (local.hour * 60 + local.minute) // (60 // per_hour)
    times = local.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[ns]")
    return xr.DataArray(1000.0 * np.asarray(day) + np.asarray(step), {"time": times}, ("time",))


def test_persistence_is_the_latest_like_step_known_at_nine() -> None:
    found = with_references(series(4), time_zone=ZONE)["persistence_mw"].to_numpy()
    last_day = found[3 * 96 :]
    assert last_day[:36].tolist() == [2000.0 + step for step in range(36)]  # over by 09:00 of the day before
    assert last_day[36:].tolist() == [1000.0 + step for step in range(36, 96)]  # 09:00-09:15 was not


def test_persistence_goes_back_over_a_gap_for_a_week_at_most() -> None:
    measured = series(12)
    measured[96:] = np.nan
    found = with_references(measured, time_zone=ZONE)["persistence_mw"].to_numpy().reshape(12, 96)
    assert found[7, 0] == 0.0
    assert np.isnan(found[8, 0])
    assert found[8, 50] == 50.0


def test_climatology_is_the_mean_of_the_days_known() -> None:
    found = with_references(series(5), time_zone=ZONE)["climatology_mw"].to_numpy().reshape(5, 96)
    assert found[4, 0] == pytest.approx(1500.0)  # days 0-3
    assert found[4, 95] == pytest.approx(1000.0 + 95.0)  # days 0-2
    assert np.isnan(found[0]).all()


def test_the_mix_lies_between_and_beats_both_where_both_help() -> None:
    rng = np.random.default_rng(3)
    measured = series(200)
    walk = np.zeros(len(measured))
    for place in range(96, len(walk)):
        walk[place] = 0.6 * walk[place - 96] + rng.normal()
    measured[:] = 10.0 + walk
    found = with_references(measured, time_zone=ZONE)
    bounds = np.sort(
        np.stack([found["persistence_mw"].to_numpy(), found["climatology_mw"].to_numpy()]), axis=0
    )
    mix = found["mix_mw"].to_numpy()
    there = np.isfinite(bounds).all(axis=0)
    assert (mix[there] >= bounds[0, there] - 1e-9).all()
    assert (mix[there] <= bounds[1, there] + 1e-9).all()
    late = slice(100 * 96, None)
    errors = {
        name: float(np.sqrt(np.nanmean((found[name].to_numpy() - measured.to_numpy())[late] ** 2)))
        for name in found
    }
    assert errors["mix_mw"] < min(errors["persistence_mw"], errors["climatology_mw"])


def test_nothing_known_later_changes_a_reference() -> None:
    rng = np.random.default_rng(0)
    measured = series(30)
    measured[:] = rng.uniform(0, 10, len(measured))
    day, cut = 20, 19 * 96 + 36  # 09:00 of the day before day 20
    garbled = measured.copy(deep=True)
    garbled[cut:] = rng.uniform(50, 90, len(measured) - cut)
    before, after = (with_references(each, time_zone=ZONE) for each in (measured, garbled))
    for name in before:
        own = slice(day * 96, (day + 1) * 96)
        np.testing.assert_array_equal(before[name].to_numpy()[own], after[name].to_numpy()[own])
        assert (before[name].to_numpy()[own.stop :] != after[name].to_numpy()[own.stop :]).any()


def test_days_of_daylight_saving_go_by_the_clock() -> None:
    zone = "Europe/Athens"
    found = with_references(series(5, 1, zone, "2026-03-27"), time_zone=zone)
    assert found.sizes["time"] == 5 * 24 - 1  # 29 March has no 03:00
    persistence = found["persistence_mw"].to_numpy()
    first = 3 * 24 - 1  # 30 March
    assert persistence[first : first + 9].tolist() == [2000, 2001, 2002, 1003, 2004, 2005, 2006, 2007, 2008]
    assert persistence[first + 9] == 1009


def test_lead_counts_from_the_cut_off() -> None:
    times = series(1)["time"].to_numpy()
    lead = lead_hours(times, ZONE)
    assert lead[0] == 15.0
    assert lead[-1] == pytest.approx(38.75)
