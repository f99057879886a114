"""``hengli forecast parameters``: what a history shows of a plant, beside what the site file states."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xarray as xr

from runs.asset_files import AssetFile
from runs.cli import run as command
from runs.parameters import AssetParameters, Parameter, estimate_parameters
from sites.assets.pv import Pv
from sites.messages import use_language
from sites.problems import Refused
from sites.reading import load
from sites.site import Site
from tests.forecasts.calibration.made_up import wind_farm
from tests.forecasts.calibration.test_parameters import pv_station

PV, WIND = "fishery-pv", "hengli-wind"


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that stands for the made-up history of an asset."""

    def made_up(_site: Site, each: AssetFile) -> xr.Dataset:
        return pv_station() if each.asset == PV else wind_farm()

    monkeypatch.setattr("runs.parameters.history_of", made_up)
    path = tmp_path / "h.csv"
    path.write_text("time\n", encoding="utf-8")
    return path


def found_of(asset: str, history: Path, height: float = 10.0) -> tuple[AssetParameters, dict[str, Parameter]]:
    """Return what is estimated of an asset of the bundled site."""
    found = estimate_parameters(load("ruichang"), (AssetFile(asset, history),), weather_height_m=height)[0]
    return found, {each.name: each for each in found.parameters}


def test_a_pv_arrays_parameters_stand_beside_what_is_stated(history: Path) -> None:
    asset = load("ruichang").assets[PV]
    assert isinstance(asset, Pv)
    found, parameters = found_of(PV, history)
    full = parameters["full_sun_power_mw"]
    assert full.value == pytest.approx(40.0 * 0.95, rel=0.02)  # a bend of 5 % in full sun
    assert 0.0 < full.spread < 2.0
    assert parameters["temperature_coefficient_per_degc"].value == pytest.approx(-0.004, abs=0.0003)
    assert parameters["azimuth_deg"].stated == asset.azimuth_deg
    assert full.is_apart
    keys = [note.key for note in found.notes]
    assert keys == ["parameters-note-plane", "parameters-note-losses", "parameters-note-apart"]
    assert "full_sun_power_mw" in str(found.notes[-1].args["names"])


def test_a_wind_farms_hub_height_is_told_only_where_it_can_be_one(history: Path) -> None:
    found, parameters = found_of(WIND, history)
    assert parameters["capacity_mw"].value == pytest.approx(50.0, rel=0.02)
    assert parameters["speed_factor"].value == pytest.approx(1.0, abs=0.15)
    assert "hub_height_m" not in parameters
    assert "parameters-note-hub" in [note.key for note in found.notes]
    found, parameters = found_of(WIND, history, height=90.0)
    assert 30 <= parameters["hub_height_m"].value <= 200
    assert parameters["hub_height_m"].stated is None  # the site has a ridge of its own
    assert "parameters-note-hub" not in [note.key for note in found.notes]


def test_a_stated_value_is_apart_only_beyond_two_spreads() -> None:
    assert Parameter("x", 1.0, 0.1, 1.21).is_apart
    assert not Parameter("x", 1.0, 0.1, 1.19).is_apart
    assert not Parameter("x", 1.0, 0.1).is_apart
    assert not Parameter("x", 1.0, float("nan"), 5.0).is_apart
    assert not Parameter("x", 359.0, 1.0, 0.5, is_angle=True).is_apart
    assert Parameter("x", 359.0, 1.0, 4.0, is_angle=True).is_apart
    assert not Parameter("x", 20.0, 1.0, 26.0, softness=5.0).is_apart


def test_the_command_shows_them(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["forecast", "parameters", "ruichang", "--history", f"{WIND}={history}"]
    assert command([*given, "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "speed_factor (轮毂处风速与气象风速之比)" in told
    assert "±" in told
    assert command([*given, "--json"]) == 0
    assets = json.loads(capsys.readouterr().out)["assets"]
    assert [each["name"] for each in assets[0]["parameters"]][:2] == ["capacity_mw", "speed_factor"]


def test_what_cannot_be_estimated_is_explained(history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = load("ruichang")
    with use_language("en"):
        with pytest.raises(Refused, match="--history ASSET=FILE"):
            estimate_parameters(site, ())
        with pytest.raises(Refused, match=r"No parameters are estimated for copper.*hengli-wind"):
            estimate_parameters(site, (AssetFile("copper", history),))
        with pytest.raises(Refused, match="moon"):
            estimate_parameters(site, (AssetFile("moon", history),))
        monkeypatch.setattr("runs.parameters.history_of", lambda *_: wind_farm(20))
        with pytest.raises(Refused, match=r"h\.csv.*poa_global"):
            estimate_parameters(site, (AssetFile(PV, history),))
