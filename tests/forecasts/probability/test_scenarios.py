"""Scenarios keep the shape in time and the dependence; the chosen few keep the probability."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from scipy.special import ndtri

from forecasts.notes import Array
from forecasts.probability import LEVELS, Bands, make_scenarios, reduce_scenarios, with_scenarios
from sites.problems import Refused
from tests.forecasts.calibration.made_up import times_of

STEPS = 96


def errors(days: int = 200) -> dict[str, Array]:
    """Return errors of three assets with memory in time; wind and load go together by 0.6."""
    rng = np.random.default_rng(0)
    apart = np.abs(np.subtract.outer(np.arange(STEPS), np.arange(STEPS)))
    root = np.linalg.cholesky(np.exp(-apart / 20.0))
    pv, wind, own = (rng.standard_normal((days, STEPS)) @ root.T for _ in range(3))
    return {"pv": pv, "wind": wind, "load": 0.6 * wind + 0.8 * own}


def bands(night: int = 0) -> Bands:
    table = 5.0 + np.tile(ndtri(LEVELS), (STEPS, 1))
    table[:night] = 0.0
    return Bands.of(times_of(1, 15), table[:, 9], table)


@pytest.fixture(scope="module")
def many() -> xr.Dataset:
    assets = {"pv": bands(20), "wind": bands(), "load": bands()}
    return make_scenarios(assets, errors(), 1000, seed=1, drawn=1000)


def test_dependence_and_shape_are_kept(many: xr.Dataset) -> None:
    power = many["scenario_mw"]
    wind, load = power.sel(asset="wind").to_numpy(), power.sel(asset="load").to_numpy()
    pv = power.sel(asset="pv").to_numpy()
    assert np.corrcoef(wind[:, 40], load[:, 40])[0, 1] == pytest.approx(0.6, abs=0.12)
    assert abs(np.corrcoef(wind[:, 40], pv[:, 40])[0, 1]) < 0.15
    assert np.corrcoef(wind[:, 40], wind[:, 45])[0, 1] == pytest.approx(np.exp(-0.25), abs=0.06)


def test_quantiles_are_those_of_the_bands(many: xr.Dataset) -> None:
    wind = many["scenario_mw"].sel(asset="wind").to_numpy()
    assert (wind <= 5.0 + ndtri(0.1)).mean() == pytest.approx(0.1, abs=0.02)
    assert np.all(many["scenario_mw"].sel(asset="pv").to_numpy()[:, :20] == 0.0)


def test_few_have_probabilities_and_repeat() -> None:
    pair = [make_scenarios({"wind": bands(), "load": bands()}, errors(), 20, seed=7) for _ in range(2)]
    assert pair[0].identical(pair[1])
    assert float(pair[0]["probability"].sum()) == pytest.approx(1.0)
    assert pair[0]["scenario_mw"].shape == (2, 20, STEPS)
    other = make_scenarios({"wind": bands(), "load": bands()}, errors(), 20, seed=8)
    assert not other["scenario_mw"].equals(pair[0]["scenario_mw"])


def test_an_asset_without_errors_is_smooth_in_time() -> None:
    found = make_scenarios({"wind": bands()}, {}, 200, seed=1, drawn=200)["scenario_mw"].to_numpy()[0]
    none = make_scenarios({"wind": bands()}, {"wind": np.zeros((0, STEPS))}, 200, seed=1, drawn=200)
    assert np.array_equal(none["scenario_mw"][0], found)
    assert np.corrcoef(found[:, 40], found[:, 42])[0, 1] > 0.8


def test_schaake_uses_the_ranks_of_real_days() -> None:
    found = make_scenarios({"wind": bands(), "load": bands()}, errors(), 20, seed=1, method="schaake")
    assert found["scenario_mw"].shape == (2, 20, STEPS)
    with pytest.raises(Refused, match="without gaps"):
        make_scenarios({"wind": bands()}, {"wind": errors(5)["wind"]}, 20, seed=1, method="schaake")


def test_reduction_keeps_the_middle_of_each_heap() -> None:
    values = np.array([[0.0], [0.1], [0.2], [10.0], [10.1], [10.2], [10.3]])
    kept, probability = reduce_scenarios(values, 2)
    assert kept[0] == 1
    assert kept[1] in (3, 4, 5)
    assert list(probability) == pytest.approx([3 / 7, 4 / 7])
    with pytest.raises(Refused, match="scenarios"):
        reduce_scenarios(values, 8)


def test_a_forecast_takes_scenarios() -> None:
    made = make_scenarios({"wind": bands()}, errors(), 5, seed=1, limits_mw={"wind": (0.0, 5.5)})
    assert float(made["scenario_mw"].max()) <= 5.5
    forecast = xr.Dataset({"power_mw": ("time", np.zeros(STEPS))}, {"time": times_of(1, 15)})
    found = with_scenarios(forecast, made, {"wind": "power_mw"})
    assert found["power_mw"].dims == ("scenario", "time")
    assert "probability" in found


def test_bands_without_quantiles_are_refused() -> None:
    empty = Bands.of(times_of(1, 15), np.zeros(STEPS), np.full((STEPS, len(LEVELS)), np.nan))
    with pytest.raises(Refused, match="wind"):
        make_scenarios({"wind": empty}, {}, 5, seed=1)
