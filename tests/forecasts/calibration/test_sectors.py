"""Parts of a load by sector: they sum to the total, see nothing later, and their levels beat the latest known share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from forecasts.calibration import backtest_load, backtest_sectors, fit_sectors
from forecasts.calibration.sector_shapes import profiles
from forecasts.history import read_history, read_sectors
from forecasts.notes import Array
from sites.problems import Refused
from tests.forecasts.calibration.made_up import load

DAYS = 130
DAY = dt.date(2023, 6, 20)
UNTIL = np.datetime64("2023-06-19T01:00", "ns")


def shops_and_works() -> tuple[xr.Dataset, xr.Dataset]:
    """Return a load made of shops, busy in the evening and at weekends, of works, and of a rest; and its sectors."""
    rng = np.random.default_rng(3)
    history = load(DAYS)
    hour = np.arange(24)
    evening, day = np.exp(-0.5 * ((hour - 19) / 3.0) ** 2), np.exp(-0.5 * ((hour - 11) / 4.0) ** 2)
    weekend = (np.arange(DAYS) + 3) % 7 >= 5
    busy = np.where(weekend, 1.4, 1.0) * rng.normal(1, 0.02, DAYS)
    work = np.where(weekend, 0.5, 1.0) * rng.normal(1, 0.02, DAYS)
    shops = busy[:, None] * (10.0 + 30.0 * evening)
    works = work[:, None] * (40.0 + 25.0 * day)
    history["measured_mw"][:] = (shops + works + 12.0).ravel()
    dates = np.datetime64("2023-03-02", "ns") + np.arange(DAYS) * np.timedelta64(1, "D")
    sectors = xr.Dataset(
        {
            "power_mw_max": (("sector", "date"), np.stack([shops.max(axis=1), works.max(axis=1)])),
            "power_mw_min": (("sector", "date"), np.stack([shops.min(axis=1), works.min(axis=1)])),
        },
        {"sector": ["shops", "works"], "date": dates},
    )
    return history, sectors


def day_of(history: xr.Dataset) -> xr.DataArray:
    """Return the total of the day."""
    return history["measured_mw"].sel(time=slice("2023-06-19T16:00", "2023-06-20T15:00"))


def rmse(values: Array, truth: Array) -> float:
    return float(np.sqrt(np.nanmean((values - truth) ** 2)))


def test_parts_sum_to_the_total_and_the_rest_is_other() -> None:
    history, sectors = shops_and_works()
    total = day_of(history)
    parts = fit_sectors(sectors, history, until=UNTIL).predict(total, DAY)
    assert list(parts["sector"].values) == ["shops", "works", "other"]
    assert parts.sum("sector").to_numpy() == pytest.approx(total.to_numpy())
    assert parts.min() >= -1e-9
    shops = parts.sel(sector="shops").to_numpy()
    assert 17 <= int(shops.argmax()) <= 21  # the hour is found from the total and daily extremes alone
    assert shops.max() == pytest.approx(40.0, rel=0.1)
    assert (
        4.0 < float(parts.sel(sector="other").mean()) < 16.0
    )  # truth: 12; daily extremes do not tell it sharply


def test_a_total_below_its_parts_scales_them_down() -> None:
    history, sectors = shops_and_works()
    total = day_of(history) * 0.2
    model = fit_sectors(sectors * 2.0, history, until=UNTIL)
    parts = model.predict(total, DAY)
    assert parts.sum("sector").to_numpy() == pytest.approx(total.to_numpy())
    assert parts.min() >= -1e-9


def test_nothing_later_changes_the_parts() -> None:
    history, sectors = shops_and_works()
    changed, other = history.copy(deep=True), sectors.copy(deep=True)
    changed["measured_mw"][history["time"].to_numpy() >= UNTIL] = 1.0
    for name in ("power_mw_max", "power_mw_min"):
        other[name].loc[{"date": slice("2023-06-19", None)}] = 1.0
    found = [
        fit_sectors(own, known, until=UNTIL).predict(day_of(history), DAY)
        for own, known in ((sectors, history), (other, changed))
    ]
    assert np.array_equal(found[0], found[1])


def test_levels_know_the_weekend_that_the_latest_day_does_not() -> None:
    history, sectors = shops_and_works()
    found = backtest_sectors(sectors, history, history["measured_mw"][-40 * 24 :])
    truth = found["measured_mw"].to_numpy()
    own, reference = (rmse(found[name].to_numpy(), truth) for name in ("forecast_mw", "reference_mw"))
    assert own < 0.6 * reference


def test_profiles_reach_from_zero_to_one() -> None:
    rng = np.random.default_rng(0)
    most, least = 10 + rng.random((2, 60)), 2 + rng.random((2, 60))
    total = most.sum(axis=0)[:, None] * (0.5 + 0.5 * np.sin(np.arange(24) / 24 * np.pi))
    found = profiles(total, most, least)
    assert found.shape == (2, 24)
    assert found.min(axis=1) == pytest.approx(0.0)
    assert found.max(axis=1) == pytest.approx(1.0)


def test_too_few_days_and_none_lately_are_refused() -> None:
    history, sectors = shops_and_works()
    with pytest.raises(Refused, match="at least 28"):
        fit_sectors(sectors.isel(date=slice(0, 20)), history)
    model = fit_sectors(sectors.isel(date=slice(0, 60)), history, until=UNTIL)
    with pytest.raises(Refused, match="no sector was measured"):
        model.predict(day_of(history), DAY)


@pytest.mark.slow
def test_sectors_of_a_region(shared_data: Path) -> None:
    folder = shared_data / "load"
    history = read_history(folder / "region_15min.csv", time_zone="Asia/Shanghai", quantity="load")
    history = history.sel(time=slice("2020-08-31T16:00", None))
    sectors = read_sectors(folder / "region_sectors_daily.csv")
    found = backtest_sectors(sectors, history, backtest_load(history, 0.3)["forecast_mw"])
    for extreme in found["extreme"].values:
        own, reference, truth = (
            found[name].sel(extreme=extreme).to_numpy()
            for name in ("forecast_mw", "reference_mw", "measured_mw")
        )
        assert rmse(own, truth) < rmse(reference, truth)
