"""What calibration reaches on real plants and a real load, the last 30 % of each span, taught on what came before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from forecasts.calibration import backtest_load, backtest_power, fit_pv
from forecasts.calibration.pv_parameters import curtailed, pv_mw
from forecasts.history import read_history
from forecasts.notes import Array
from forecasts.probability import coverage

pytestmark = pytest.mark.slow
ZONE = "Asia/Shanghai"


def rmse(values: Array, truth: Array) -> float:
    there = np.isfinite(values) & np.isfinite(truth)
    return float(np.sqrt(np.mean((values[there] - truth[there]) ** 2)))


def covered(result: xr.Dataset, name: str) -> float:
    return coverage(result["measured_mw"].to_numpy(), result[name].transpose("time", "level").to_numpy())


@pytest.mark.parametrize(("farm", "most_of_vendor"), [("03", 0.94), ("08", 0.86)])
def test_wind_farms(shared_data: Path, farm: str, most_of_vendor: float) -> None:
    history = read_history(shared_data / "wind" / f"wind_farm_{farm}.csv", time_zone=ZONE)
    result = backtest_power(history, 0.3)
    truth, capacity = result["measured_mw"].to_numpy(), result.attrs["capacity_mw"]
    assert np.isfinite(truth).sum() > 10_000
    error = {
        name: rmse(result[f"{name}_mw"].to_numpy(), truth) / capacity
        for name in ("forecast", "vendor", "weather_only", "mix")
    }
    assert error["forecast"] <= most_of_vendor * error["vendor"]
    assert error["weather_only"] <= 0.19
    assert error["weather_only"] < error["mix"]
    assert 0.77 <= covered(result, "quantile_mw") <= 0.83
    assert 0.77 <= covered(result, "weather_only_quantile_mw") <= 0.83


def test_pv_station(shared_data: Path) -> None:
    """Without steps flagged as curtailed 0.06 is met; with them it is not, and no input could foresee them."""
    history = read_history(shared_data / "solar" / "solar_station_1_50MW.xlsx", time_zone=ZONE)
    begin = history["time"].to_numpy()[int(history.sizes["time"] * 0.7)]
    model = fit_pv(history, until=begin)
    test = history.sel(time=slice(begin, None))
    found, truth = model.power_mw(test), test["measured_mw"].to_numpy()
    light = test["poa_global"].to_numpy()
    lit = (light > 5.0) & np.isfinite(truth)
    flagged = test["is_curtailed"].to_numpy()
    assert rmse(found[lit & ~flagged], truth[lit & ~flagged]) / 50.0 <= 0.06
    assert flagged[lit].mean() < 0.1
    assert rmse(found[lit], truth[lit]) / 50.0 <= 0.13
    physics = pv_mw(model.parameters, light, test["temp_air"].interpolate_na("time").to_numpy())
    own = curtailed(truth, physics, 50.0, 4)
    assert rmse(found[lit & ~own], truth[lit & ~own]) / 50.0 <= 0.06


def test_region_load(shared_data: Path) -> None:
    file = shared_data / "load" / "region_15min.csv"
    history = read_history(file, time_zone=ZONE, quantity="load").sel(time=slice("2020-08-31T16:00", None))
    result = backtest_load(history, 0.3)
    raw = read_history(file, time_zone=ZONE, quantity="load", cleaned=False)
    truth = raw["measured_mw"].sel(time=result["time"]).to_numpy()
    truth = np.where(truth >= 30.0, truth, np.nan)
    known = np.isfinite(result["persistence_mw"].to_numpy())
    truth = np.where(known, truth, np.nan)
    reference = rmse(result["persistence_mw"].to_numpy(), truth)
    assert 0.030 < reference / 369.6 < 0.036
    assert rmse(result["forecast_mw"].to_numpy(), truth) <= 0.65 * reference
    assert 0.77 <= covered(result, "quantile_mw") <= 0.83
