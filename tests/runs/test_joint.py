"""Joint scenarios without a history: the members of an ensemble, else an assumption; within what is possible."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest
import responses
import xarray as xr

from forecasts.notes import notes_of
from forecasts.weather.network.asking import PATIENCE
from forecasts.weather.typical import typical_weather
from runs.calibrated import forecast_day
from runs.forecasting import ForecastOrder, make_forecast
from runs.joint import Wanted
from runs.possible import most_mw
from runs.shown_forecast import forecast_lines
from runs.vintages import Vintages
from sites.problems import Refused
from sites.reading import load
from sites.site import Site
from tests.forecasts.examples import DATE, ISSUED, a_site, keys, pv, wind
from tests.forecasts.weather.network.answers import add_nasa_power, add_open_meteo, hours
from tests.runs.conftest import DAY, NOW

LOAD = {"type": "load", "bus": "main", "demand": {"constant_mw": 12.5, "assumption": "for tests"}}


def made(
    site: Site, count: int, *, keep: int | None = None, seed: int = 0, members: xr.Dataset | None = None
) -> xr.Dataset:
    return forecast_day(
        site,
        typical_weather(site, DATE),
        DATE,
        issue_time=ISSUED,
        seed=seed,
        scenarios=count,
        keep=keep,
        members=members,
    )


def an_ensemble(site: Site, count: int = 7) -> xr.Dataset:
    """Return members with the more wind and the less light the higher their number."""
    base = typical_weather(site, DATE)
    each = []
    for place in range(count):
        member = base.copy(deep=True)
        for name in ("ghi", "dni", "dhi"):
            member[name] = member[name] * (1.0 - 0.1 * place)
        member["wind_speed"] = (member["wind_speed"] * (0.7 + 0.1 * place)).assign_attrs(
            base["wind_speed"].attrs
        )
        each.append(member)
    return xr.concat(each, dim="member", combine_attrs="override")


def test_scenarios_without_a_history_are_assumed_and_possible() -> None:
    site = a_site(east=pv(), west=pv(azimuth_deg=270.0), farm=wind(), park=LOAD)
    found = made(site, 20)
    power = found["power_mw"]
    assert power.sizes["scenario"] == 20
    assert float(found["probability"].sum()) == pytest.approx(1.0)
    assert (power.std("scenario").max("time") > 0.01).all()
    dark = found["ghi"].to_numpy() <= 0
    for name in ("east", "west"):
        own = power.sel(asset=name).to_numpy()
        assert not own[:, dark].any()
        most = most_mw(site, found, name)
        assert most is not None
        assert (own <= np.maximum(most, found["mean_mw"].sel(asset=name).to_numpy()) + 1e-9).all()
    assert float(power.sel(asset="farm").min()) >= 0.0
    assert float(power.sel(asset="farm").max()) <= 22.0
    assert float(power.sel(asset="park").min()) > 0.0
    energy = power.sum("time")
    together = np.corrcoef(energy.sel(asset="east"), energy.sel(asset="west"))[0, 1]
    assert together > 0.5  # the same clouds
    mean = (power * found["probability"]).sum("scenario")
    load_mean = mean.sel(asset="park").to_numpy()
    assert load_mean == pytest.approx(found["mean_mw"].sel(asset="park").to_numpy(), rel=0.03)
    assert [each.key for each in notes_of(found)].count("forecast-note-assumed-spread") == 1
    xr.testing.assert_identical(made(site, 20)["power_mw"], power)
    assert not made(site, 20, seed=1)["power_mw"].equals(power)


def test_a_few_of_many_are_kept_with_probabilities() -> None:
    site = a_site()
    found = made(site, 100, keep=8)
    assert found["power_mw"].sizes["scenario"] == 8
    probability = found["probability"].to_numpy()
    assert probability.sum() == pytest.approx(1.0)
    assert probability.max() > probability.min() * 1.5
    assert "forecast-note-reduced" in [each.key for each in notes_of(found)]


def test_members_of_an_ensemble_are_scenarios() -> None:
    site = a_site()
    members = an_ensemble(site)
    found = made(site, 7, members=members)
    power = found["power_mw"]
    roof, farm, park = (power.sel(asset=name) for name in ("roof", "farm", "park"))
    # each scenario is one weather: the one with the most wind has the least sun
    wind_order, sun_order = farm.sum("time").to_numpy(), roof.sum("time").to_numpy()
    assert (np.argsort(wind_order) == np.argsort(-sun_order)).all()
    mean = found["mean_mw"].sel(asset="farm").to_numpy()
    assert farm.mean("scenario").to_numpy() == pytest.approx(mean)
    assert float(park.std("scenario").max()) > 0
    told = {each.key: each.args for each in notes_of(found)}
    assert told["forecast-note-members"]["count"] == 7
    assert "park" in str(told["forecast-note-assumed-spread"]["assets"])
    assert "farm" not in str(told["forecast-note-assumed-spread"]["assets"])


@pytest.mark.parametrize(("count", "keep"), [(3, None), (20, None), (20, 4)])
def test_other_numbers_than_members_repeat_from_the_seed(count: int, keep: int | None) -> None:
    site = a_site()
    members = an_ensemble(site)
    found = made(site, count, keep=keep, members=members)
    again = made(site, count, keep=keep, members=members)
    xr.testing.assert_identical(found["power_mw"], again["power_mw"])
    assert found["power_mw"].sizes["scenario"] == (keep or count)
    farms = found["power_mw"].sel(asset="farm").sum("time").round(6).to_numpy()
    assert len(set(farms)) <= 7
    if count > 7:
        assert "forecast-note-members-repeated" in [each.key for each in notes_of(found)]


def test_how_many_are_drawn() -> None:
    assert Wanted(20).numbers(0) == (200, 20)
    assert Wanted(200, 20).numbers(0) == (200, 20)
    assert Wanted(1000).numbers(0) == (2000, 1000)
    assert Wanted(20).numbers(51) == (51, 20)
    assert Wanted(100).numbers(51) == (100, 100)


@pytest.fixture
def _quiet_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HENGLI_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("OPEN_METEO_API_KEY", raising=False)
    monkeypatch.setattr(PATIENCE, "pause_s", 0.0)


@pytest.mark.usefixtures("_quiet_network")
def test_an_ensemble_from_the_network_is_archived_whole(site_folder: Path, tmp_path: Path) -> None:
    order = ForecastOrder(str(site_folder), date=DAY, source="open-meteo-ensemble", scenarios=3)
    with responses.mock:
        add_open_meteo(
            load(site_folder),
            hours("2026-07-13", 4),
            "ensemble-api",
            "ensemble",
            suffixes=("", "_member01", "_member02"),
        )
        found = make_forecast(order, vintages=Vintages(tmp_path), now=NOW)
    responses.mock.reset()
    assert found.forecast.sizes["scenario"] == 3
    with xr.open_dataset(found.folder / "members.nc", engine="h5netcdf") as members:
        assert members.sizes["member"] == 3
    assert "member" not in found.weather.dims
    assert found.record["hindsight"] is False


@pytest.mark.usefixtures("_quiet_network")
def test_past_weather_is_refused_but_in_hindsight_which_no_score_takes(
    site_folder: Path, tmp_path: Path
) -> None:
    later = NOW + dt.timedelta(days=60)
    vintages = Vintages(tmp_path)
    with responses.mock:
        add_nasa_power(load(site_folder), hours("2026-07-13", 4))
        with pytest.raises(Refused, match="--hindsight") as refused:
            make_forecast(
                ForecastOrder(str(site_folder), date=DAY, source="nasa-power"), vintages=vintages, now=later
            )
        assert keys(refused.value) == ["weather-known-later"]
        order = ForecastOrder(str(site_folder), date=DAY, source="nasa-power", hindsight=True)
        found = make_forecast(order, vintages=vintages, now=later)
    responses.mock.reset()
    assert found.record["hindsight"] is True
    assert int(found.forecast.attrs["hindsight"]) == 1
    assert any(line.startswith("Hindsight") for line in forecast_lines(found))
    assert vintages.between("small", DAY, DAY) == []
    honest = make_forecast(ForecastOrder(str(site_folder), date=DAY), vintages=vintages, now=NOW)
    assert [each.issue for each in vintages.between("small", DAY, DAY)] == [honest.issue]
    assert json.loads((found.folder / "forecast.json").read_text(encoding="utf-8"))["hindsight"] is True
