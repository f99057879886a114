"""Archived forecasts are listed, shown and written as files that go out, and so is the plan of a run."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest

from forecasts.plant import entities_of, read_plant
from runs.cli import run as command
from runs.forecasting import ForecastOrder, make_forecast
from runs.run import Run
from runs.shown_forecast import forecast_lines
from runs.vintages import Vintage, Vintages
from sites.messages import use_language
from tests.runs.conftest import DAY, NOW

ZONE = "Asia/Shanghai"
NEXT = DAY + dt.timedelta(days=1)
DAY_OF = ["--date", str(DAY)]


@pytest.fixture
def vintage(site_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vintage:
    """Return the one forecast of the default archive."""
    monkeypatch.setenv("HENGLI_ARCHIVE", str(tmp_path / "forecasts"))
    return make_forecast(ForecastOrder(str(site_folder), date=DAY), vintages=Vintages.at(), now=NOW)


def power(vintage: Vintage) -> dict[str, list[float]]:
    """Return the power of each asset in whole kW."""
    table = vintage.forecast["power_mw"].isel(scenario=0)
    return {str(name): table.sel(asset=name).to_numpy().round(3).tolist() for name in table["asset"].values}


def test_forecasts_are_listed_and_shown(
    vintage: Vintage, site_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = NOW + dt.timedelta(hours=24)
    second = make_forecast(ForecastOrder(str(site_folder), date=NEXT), vintages=Vintages.at(), now=later)
    assert command(["forecast", "list", "small", "--quiet"]) == 0
    assert capsys.readouterr().out.split() == [vintage.issue, second.issue]
    assert command(["forecast", "list", str(site_folder), "--from", str(NEXT), "--json"]) == 0
    assert [each["issue"] for each in json.loads(capsys.readouterr().out)] == [second.issue]
    assert command(["forecast", "list", "small", *DAY_OF, "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "典型年" in told
    assert "2026-07-14 09:00 UTC" in told
    assert command(["forecast", "list", "small", "--to", "2026-01-01"]) == 0
    assert "No forecasts" in capsys.readouterr().out
    for issue in ("2026-07-14T09:00", "2026-07-14T17:00+08:00", vintage.issue[-6:]):
        assert command(["forecast", "show", "small", *DAY_OF, "--issue", issue, "--points"]) == 0
        told = capsys.readouterr().out
        assert str(vintage.folder) in told
        assert told.rstrip().splitlines()[-1].startswith("24:00")
    assert command(["forecast", "show", "small", *DAY_OF, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (len(shown["labels"]), shown["labels"][-1], shown["issue"]) == (96, "24:00", vintage.issue)
    assert {name: np.round(values, 3).tolist() for name, values in shown["mean_mw"].items()} == power(vintage)


def test_a_spread_of_nothing_is_one_figure(vintage: Vintage) -> None:
    vintage.record["scenarios"] = 5
    for place, asset in enumerate(vintage.record["assets"]):
        energy = asset["energy_mwh"]
        asset |= {"energy_mwh_low": energy - place, "energy_mwh_high": energy + 0.001}
    lines = forecast_lines(vintage)
    first, second = (
        next(line for line in lines if line.startswith(each["name"])) for each in vintage.record["assets"][:2]
    )
    assert "–" not in first
    assert "–" in second


def test_a_spoilt_forecast_is_told(vintage: Vintage, capsys: pytest.CaptureFixture[str]) -> None:
    (vintage.folder / "forecast.nc").write_bytes(b"spoilt")
    assert command(["forecast", "show", "small", *DAY_OF]) == 2
    assert "forecast.nc" in capsys.readouterr().err
    (vintage.folder / "forecast.json").write_text("{", encoding="utf-8")
    assert command(["forecast", "list", "small"]) == 0
    assert "forecast.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("form", "name", "encoding"),
    [
        ("e-file", "p.WPD", "gbk"),
        ("e-file", "p.txt", "utf-8"),
        ("points-csv", "p.csv", "gbk"),
        ("points-csv", "p.csv", "utf-8"),
        ("points-xlsx", "p.xlsx", "utf-8"),
    ],
)
def test_what_goes_out_is_read_back(
    vintage: Vintage, tmp_path: Path, form: str, name: str, encoding: str
) -> None:
    first, second, *_ = wanted = power(vintage)
    path = tmp_path / name
    given = ["--as", form, "--to", str(path), "--encoding", encoding]
    given += ["--asset", f"{first}=瑞昌光伏", "--asset", second]
    assert command(["forecast", "export", "small", *DAY_OF, *given]) == 0
    for entity, asset in (("瑞昌光伏", first), (second, second)):
        found = read_plant(path, time_zone=ZONE, date=DAY, entity=entity)
        assert found["plant_forecast_mw"].to_numpy().tolist() == wanted[asset]
    likely = read_plant(path, time_zone=ZONE, date=DAY, entity=("none such", second))
    assert likely["plant_forecast_mw"].to_numpy().tolist() == wanted[second]
    if form == "e-file":
        assert entities_of(path) == ("瑞昌光伏", second)
        assert likely.attrs["issue_time"] == "2026-07-14T09:00:00Z"


def test_an_exported_forecast_comes_in_again_by_the_name_of_its_asset(
    vintage: Vintage, site_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "all.WPD"
    assert command(["forecast", "export", "small", *DAY_OF, "--as", "e-file", "--to", str(path)]) == 0
    asset = next(iter(power(vintage)))
    assert command(["forecast", str(site_folder), *DAY_OF, "--plant", f"{asset}={path}"]) == 0
    again = next(each for each in Vintages.at().of_day("small", DAY) if each.issue != vintage.issue)
    assert [each["method"] for each in again.record["assets"] if each["name"] == asset] == ["plant"]
    assert power(again)[asset] == power(vintage)[asset]


def test_the_plan_of_a_run_goes_out(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.WPD"
    assert command(["runs", "export", run.id, "--as", "e-file", "--to", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["run"] == run.id
    data = run.schedule.data
    assert set(entities_of(path)) == {str(name) for name in data["asset"].values}
    for name, asset in run.site.assets.items():
        found = read_plant(path, time_zone=ZONE, date=DAY, entity=name)["plant_forecast_mw"].to_numpy()
        planned = data["power_mw" if asset.role == "load" else "injection_mw"].sel(asset=name).to_numpy()
        assert found == pytest.approx(planned, abs=0.0005001)
        assert asset.role != "load" or found.min() >= 0


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--as", "e-file", "--to", "there.WPD"], "--force"),
        (["--as", "e-file", "--to", "p.csv"], ".WPD"),
        (["--as", "points-csv", "--to", "p.WPD"], ".csv"),
        (["--as", "pdf", "--to", "p.pdf"], "e-file, points-csv"),
        (["--as", "e-file", "--to", "none/p.WPD"], "folder"),
        (["--as", "e-file", "--to", "p.WPD", "--asset", "moon"], "moon"),
        (["--as", "e-file", "--to", "p.WPD", "--asset", "{a}=x", "--asset", "{b}=x"], "twice"),
        (["--as", "e-file", "--to", "p.WPD", "--asset", "{a}=a b"], "E file"),
        (["--as", "e-file", "--to", "p.WPD", "--encoding", "latin"], "gbk"),
        (["--as", "points-xlsx", "--to", "p.xlsx", "--encoding", "gbk"], "workbook"),
        (["--as", "points-csv", "--to", "p.csv", "--encoding", "gbk", "--asset", "{a}=ñ"], "gbk"),
        (["--as", "points-csv", "--to", "p.csv", "--entity", "x"], "--asset"),
        (["--as", "e-file"], "--to"),
        (["--as", "e-file", "--to", "p.WPD", "--issue", "2020"], "2020"),
    ],
)
def test_what_cannot_go_out_is_explained_and_nothing_written(
    vintage: Vintage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    word: str,
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "there.WPD").write_text("before", encoding="utf-8")
    first, second, *_ = power(vintage)
    given = [each.replace("{a}", first).replace("{b}", second) for each in arguments]
    with use_language("en"):
        assert command(["forecast", "export", "small", *DAY_OF, *given]) == 2
    assert word in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["there.WPD"]
    assert (folder / "there.WPD").read_text(encoding="utf-8") == "before"


def test_a_file_is_replaced_if_told(vintage: Vintage, tmp_path: Path) -> None:
    path = tmp_path / "p.WPD"
    path.write_text("before", encoding="utf-8")
    given = ["--as", "e-file", "--to", str(path), "--force"]
    assert command(["forecast", "export", "small", "--date", str(vintage.date), *given]) == 0
    assert path.read_text(encoding="utf-8").startswith("//")
