"""A calibrated forecast of a made-up wind farm: better than what it is made from, and blind to the future."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from forecasts.calibration import backtest_power, fit_load, fit_power
from forecasts.calibration.walking import Taught
from forecasts.notes import Array
from forecasts.probability import aligned_errors, coverage, make_scenarios
from sites.problems import Refused
from tests.forecasts.calibration.made_up import load, wind_farm

DAY = dt.date(2023, 6, 1)
UNTIL = np.datetime64("2023-05-31T01:00", "ns")


def rmse(result: xr.Dataset, name: str) -> float:
    return float(np.sqrt(np.nanmean((result[name] - result["measured_mw"]).to_numpy() ** 2)))


@pytest.fixture(scope="module")
def result() -> xr.Dataset:
    return backtest_power(wind_farm(), 0.25, block_length_days=28, before_days=56)


def test_the_blend_is_better_than_all_beside_it(result: xr.Dataset) -> None:
    best = rmse(result, "forecast_mw")
    for other in ("vendor_mw", "weather_only_mw", "persistence_mw", "climatology_mw", "mix_mw"):
        assert best < rmse(result, other)


def test_the_band_covers_about_what_it_says(result: xr.Dataset) -> None:
    table = result["quantile_mw"].transpose("time", "level").to_numpy()
    assert 0.7 < coverage(result["measured_mw"].to_numpy(), table) < 0.9
    assert np.all(np.diff(table, axis=1) >= -1e-9)


def test_nothing_later_changes_a_forecast() -> None:
    history = wind_farm()
    changed = history.copy(deep=True)
    times = history["time"].to_numpy()
    rng = np.random.default_rng(5)
    for name in ("measured_mw", "measured_wind_speed"):
        changed[name][times >= UNTIL] = rng.random(int((times >= UNTIL).sum())) * 20.0
    later = times >= np.datetime64("2023-06-01T16:00")  # forecasts for the day after were not there yet
    for name in ("wind_speed", "plant_forecast_mw", "temp_air", "pressure"):
        changed[name][later] = np.nan
    bands = [fit_power(each, until=UNTIL, before_days=28).predict(each, DAY) for each in (history, changed)]
    assert np.array_equal(bands[0].mean_mw, bands[1].mean_mw)
    assert np.array_equal(bands[0].quantile_mw, bands[1].quantile_mw)
    assert bands[0].mean_mw.sizes["time"] == 24


def test_a_backtest_does_not_see_ahead() -> None:
    history = wind_farm(90)
    whole = backtest_power(history, 0.3, block_length_days=14, before_days=28, capacity_mw=50.0)
    times = history["time"].to_numpy()
    cut = np.datetime64("2023-05-20T01:00", "ns")
    changed = history.copy(deep=True)
    changed["measured_mw"][times >= cut] = 25.0
    again = backtest_power(changed, 0.3, block_length_days=14, before_days=28, capacity_mw=50.0)
    # forecasts of 21 May (local) were issued at the cut
    early = slice(None, np.datetime64("2023-05-21T15:00"))
    for name in ("forecast_mw", "weather_only_mw", "quantile_mw"):
        assert np.array_equal(whole[name].sel(time=early), again[name].sel(time=early), equal_nan=True)
    assert not np.array_equal(whole["forecast_mw"], again["forecast_mw"], equal_nan=True)


def test_a_week_of_missing_measurements_does_not_stop_it() -> None:
    history = wind_farm(90)
    history["measured_mw"][40 * 24 : 47 * 24] = np.nan
    result = backtest_power(history, 0.3, block_length_days=14, before_days=28)
    assert np.isfinite(result["forecast_mw"]).all()


def test_without_the_plants_forecast_the_weather_speaks() -> None:
    result = backtest_power(wind_farm(90, vendor=False), 0.3, block_length_days=14, before_days=28)
    assert "vendor_mw" not in result
    assert rmse(result, "forecast_mw") < rmse(result, "climatology_mw")


def test_a_day_without_the_plants_forecast_is_still_forecast() -> None:
    history = wind_farm(90)
    model = fit_power(history, until=np.datetime64("2023-05-20T01:00", "ns"), before_days=28)
    history["plant_forecast_mw"][:] = history["plant_forecast_mw"].where(
        history["time"] < np.datetime64("2023-05-20T16:00")
    )
    assert np.isfinite(model.predict(history, dt.date(2023, 5, 21)).mean_mw).all()


def test_the_same_seed_gives_the_same_model() -> None:
    history = wind_farm(60)
    pair: list[Array] = [
        fit_power(history, until=np.datetime64("2023-04-25T01:00", "ns"), seed=3, before_days=0)
        .predict(history, dt.date(2023, 4, 26))
        .mean_mw.to_numpy()
        for _ in range(2)
    ]
    assert np.array_equal(pair[0], pair[1])


def test_past_errors_of_plant_and_load_make_scenarios() -> None:
    until = np.datetime64("2023-05-20T01:00", "ns")
    day = dt.date(2023, 5, 21)
    plant, demand = fit_power(wind_farm(90), until=until), fit_load(load(90), until=until)
    bands = {"wind": plant.predict(wind_farm(90), day), "load": demand.predict(load(90), day)}
    errors = aligned_errors({"wind": plant.past_errors_mw(), "load": demand.past_errors_mw()})
    assert errors["wind"].shape == errors["load"].shape
    found = make_scenarios(bands, errors, 20, seed=1, limits_mw={"wind": (0.0, 50.0)})
    assert found["scenario_mw"].shape == (2, 20, 24)
    assert float(found["probability"].sum()) == pytest.approx(1.0)


def test_too_short_a_history_is_refused() -> None:
    with pytest.raises(Refused, match="longer history"):
        fit_power(wind_farm(10))


def test_a_day_beyond_the_history_is_refused() -> None:
    history = wind_farm(40)
    with pytest.raises(Refused, match="does not reach"):
        fit_power(history, before_days=0).predict(history, dt.date(2024, 1, 1))


def test_a_given_capacity_is_what_everything_is_divided_by() -> None:
    history = wind_farm(60)
    given = backtest_power(history, 0.3, block_length_days=14, before_days=14, capacity_mw=80.0)
    found = backtest_power(history, 0.3, block_length_days=14, before_days=14)
    assert (given.attrs["capacity_mw"], given.attrs["model_capacity_mw"]) == (80.0, 80.0)
    assert found.attrs["capacity_mw"] == pytest.approx(50.0, rel=0.01)


def test_nothing_to_learn_from_is_refused_in_words() -> None:
    history = wind_farm(40, vendor=False)
    model = replace(fit_power(history, before_days=0), taught=Taught((), 0))
    with pytest.raises(Refused, match="no model could be taught"):
        model.predict(history, dt.date(2023, 4, 9))


def test_measured_light_is_not_passed_off_as_a_forecast() -> None:
    history = wind_farm(40)
    history["ghi"] = history["wind_speed"] * 50.0
    notes = [note.key for note in fit_power(history, before_days=0).notes]
    assert "calibration-light-known" in notes
    assert "calibration-light-known" not in [
        note.key for note in fit_power(wind_farm(40), before_days=0).notes
    ]
