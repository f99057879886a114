"""Load from its own history: better than the latest like step, blind to the future, honest about its calendar."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
import xarray as xr

from forecasts.calibration import backtest_load, fit_load
from forecasts.calibration.clock import day_number
from forecasts.calibration.load_calendar import day_kinds
from forecasts.probability import coverage
from sites.problems import Refused
from tests.forecasts.calibration.made_up import load


def test_it_beats_the_latest_like_step_and_covers() -> None:
    result = backtest_load(load(), 0.25)
    truth = result["measured_mw"].to_numpy()
    own = np.sqrt(np.nanmean((result["forecast_mw"].to_numpy() - truth) ** 2))
    other = np.sqrt(np.nanmean((result["persistence_mw"].to_numpy() - truth) ** 2))
    assert own < 0.5 * other
    assert 0.7 < coverage(truth, result["quantile_mw"].transpose("time", "level").to_numpy()) < 0.9


def test_nothing_later_changes_a_forecast() -> None:
    history = load(100)
    until = np.datetime64("2023-05-20T01:00", "ns")
    changed = history.copy(deep=True)
    changed["measured_mw"][history["time"].to_numpy() >= until] = 1.0
    bands = [fit_load(each, until=until).predict(each, dt.date(2023, 5, 21)) for each in (history, changed)]
    assert np.array_equal(bands[0].mean_mw, bands[1].mean_mw)
    assert np.array_equal(bands[0].quantile_mw, bands[1].quantile_mw)


@pytest.mark.parametrize(("day", "steps"), [(dt.date(2023, 3, 26), 23), (dt.date(2023, 3, 27), 24)])
def test_a_day_of_daylight_saving_has_its_own_steps(day: dt.date, steps: int) -> None:
    history = load(80, time_zone="Europe/Berlin", begin="2023-01-04T23:00")
    model = fit_load(history, until=np.datetime64("2023-03-25T07:00", "ns"))
    bands = model.predict(history, day)
    assert bands.mean_mw.sizes["time"] == steps
    assert np.isfinite(bands.mean_mw).all()


def test_a_week_of_missing_measurements_does_not_stop_it() -> None:
    history = load(100)
    history["measured_mw"][80 * 24 : 87 * 24] = np.nan
    assert np.isfinite(backtest_load(history, 0.25)["forecast_mw"]).all()


def test_the_calendar_knows_make_up_workdays_and_the_new_year() -> None:
    kinds = day_kinds(day_number(dt.date(2024, 2, 1)), 29, "CN")
    assert kinds.code[3] == -1.0  # Sunday 4 February 2024 was a workday
    assert kinds.kind[3] == 0.0
    assert kinds.kind[9] == 4.0
    assert kinds.to_new_year[9] == 0.0


def test_the_end_of_the_calendar_is_said() -> None:
    kinds = day_kinds(day_number(dt.date(2090, 5, 1)), 7, "CN")
    assert [each.key for each in kinds.notes] == ["calibration-calendar-end"]
    assert "2090-05-01" in kinds.notes[0].text()
    assert not day_kinds(day_number(dt.date(2024, 5, 1)), 7, "CN").notes


def test_too_short_a_history_is_refused() -> None:
    with pytest.raises(Refused, match="longer history"):
        fit_load(load(15))


def warm_load(days: int = 130) -> xr.Dataset:
    """Return a load that rises by 3 % with each degree above 20, and the temperature."""
    history = load(days)
    rng = np.random.default_rng(9)
    daily = np.repeat(np.cumsum(rng.normal(0, 3, days)), 24)
    warmth = 24.0 + 6.0 * np.sin(daily / 6.0) + 3.0 * np.sin(2 * np.pi * (np.arange(days * 24) - 9) / 24)
    history["temp_air"] = ("time", warmth)
    history["measured_mw"][:] = history["measured_mw"].to_numpy() * (
        1 + 0.03 * np.maximum(warmth - 20.0, 0.0)
    )
    return history


def test_temperature_of_the_day_makes_a_forecast_better() -> None:
    history = warm_load()
    results = {
        "with": backtest_load(history, 0.25),
        "without": backtest_load(history.drop_vars("temp_air"), 0.25),
    }
    error = {
        name: np.sqrt(np.nanmean((each["forecast_mw"] - each["measured_mw"]).to_numpy() ** 2))
        for name, each in results.items()
    }
    assert error["with"] < 0.8 * error["without"]
    assert "calibration-temperature-known" in results["with"].attrs["notes"]
    assert "calibration-temperature-known" not in results["without"].attrs["notes"]


def test_the_days_temperature_changes_its_forecast_and_no_later_one_does() -> None:
    history = warm_load(100)
    until = np.datetime64("2023-05-20T01:00", "ns")
    model = fit_load(history, until=until)
    plain = model.predict(history, dt.date(2023, 5, 21)).mean_mw.to_numpy()
    times = history["time"].to_numpy()
    day = (times >= np.datetime64("2023-05-20T16:00")) & (times < np.datetime64("2023-05-21T16:00"))
    hot, later = history.copy(deep=True), history.copy(deep=True)
    hot["temp_air"][day] = 36.0
    later["temp_air"][times >= np.datetime64("2023-05-21T16:00")] = 36.0
    assert model.predict(hot, dt.date(2023, 5, 21)).mean_mw.to_numpy().mean() > 1.02 * plain.mean()
    assert np.array_equal(model.predict(later, dt.date(2023, 5, 21)).mean_mw.to_numpy(), plain)
    without = model.predict(history.drop_vars("temp_air"), dt.date(2023, 5, 21))
    assert np.isfinite(without.mean_mw).all()


def test_further_columns_are_learnt_from() -> None:
    history = warm_load(100)
    table = history["temp_air"].to_numpy().reshape(100, 24)
    extra = {"warmth": 1.0 + np.maximum(table - 20.0, 0.0) / 20.0}
    plain = history.drop_vars("temp_air")
    own, other = backtest_load(plain, 0.25, extra=extra), backtest_load(plain, 0.25)
    assert not np.array_equal(own["forecast_mw"], other["forecast_mw"])
