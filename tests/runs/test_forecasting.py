"""``hengli forecast``: made, archived, found again, and scored against what was measured."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from runs.asset_files import AssetFile, asset_files
from runs.calibrated import PlantFiles
from runs.cli import run as command
from runs.execute import day_ahead
from runs.forecasting import ForecastOrder, make_forecast
from runs.prepare import Order
from runs.repeat import repeat
from runs.shown_forecast import forecast_lines
from runs.vintages import Vintage, Vintages
from sites.problems import Refused
from sites.reading import load
from tests.runs.conftest import DAY, NOW
from tests.runs.test_execute import no_report

ZONE = "Asia/Shanghai"


def a_source(folder: Path) -> str:
    """Return the name of a source of the small site."""
    return next(name for name, asset in load(folder).assets.items() if asset.role == "renewable")


def write_measured(path: Path, vintages: list[Vintage], asset: str, factor: float) -> Path:
    """Write as measured what was forecast, times a factor, with eight days before it."""
    power = np.concatenate([each.forecast["power_mw"].isel(scenario=0).sel(asset=asset) for each in vintages])
    first = vintages[0].forecast["time"].to_numpy()[0]
    day = power[:96]
    whole = np.concatenate([np.tile(day, 8), power]) * factor
    times = pd.date_range(
        first - np.timedelta64(8, "D"), periods=len(whole), freq="15min", tz="UTC"
    ).tz_convert(ZONE)
    rows = [f"{time:%Y-%m-%d %H:%M},{value:.5f}" for time, value in zip(times, whole, strict=True)]
    path.write_text("time,measured_mw\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def write_mapping(path: Path) -> Path:
    """Write how the columns of :func:`write_measured` are to be taken."""
    text = 'stamp = "start"\n[time]\ncolumns = ["time"]\n'
    path.write_text(
        text + '[columns]\nmeasured_mw = { name = "measured_mw", unit = "MW" }\n', encoding="utf-8"
    )
    return path


def test_a_forecast_is_archived_with_its_inputs_and_found_again(site_folder: Path, tmp_path: Path) -> None:
    vintages = Vintages(tmp_path)
    made = make_forecast(ForecastOrder(str(site_folder), date=DAY), vintages=vintages, now=NOW)
    found = vintages.find("small", DAY, issue=made.issue)
    assert found.issue_time == NOW
    assert found.forecast.attrs["issue_time"] == "2026-07-14T09:00:00Z"
    assert found.weather.sizes["time"] > 0
    assert {path.name for path in found.folder.iterdir()} == {
        "forecast.nc",
        "weather.nc",
        "forecast.json",
        "site",
    }
    assert load(found.folder / "site").name == "small"
    assets = {each["name"]: each for each in found.record["assets"]}
    assert set(assets) == {str(name) for name in found.forecast["asset"].values}
    power = found.forecast["power_mw"].isel(scenario=0)
    for name, each in assets.items():
        assert each["energy_mwh"] == pytest.approx(float(power.sel(asset=name).sum()) / 4)
        assert each["method"] == "physics"


def test_a_plants_own_forecast_stands_for_its_asset(site_folder: Path, tmp_path: Path) -> None:
    asset = a_source(site_folder)
    bare = make_forecast(ForecastOrder(str(site_folder), date=DAY), vintages=Vintages(tmp_path), now=NOW)
    half = bare.forecast["power_mw"].isel(scenario=0).sel(asset=asset).to_numpy() * 0.5
    labels = [f"{(step + 1) // 4:02d}:{(step + 1) % 4 * 15:02d}" for step in range(96)]
    path = tmp_path / "plant.csv"
    rows = [f"{label},{value:.6f}" for label, value in zip(labels, half, strict=True)]
    path.write_text("time,power_mw\n" + "\n".join(rows) + "\n", encoding="utf-8")
    order = ForecastOrder(str(site_folder), date=DAY, files=PlantFiles(plant=(AssetFile(asset, path),)))
    found = make_forecast(order, vintages=Vintages(tmp_path), now=NOW)
    assert found.forecast["mean_mw"].sel(asset=asset).to_numpy() == pytest.approx(half, abs=1e-5)
    methods = {each["name"]: each["method"] for each in found.record["assets"]}
    assert methods.pop(asset) == "plant"
    assert set(methods.values()) == {"physics"}
    assert (found.folder / "inputs" / f"plant-{asset}-plant.csv").read_bytes() == path.read_bytes()


@pytest.fixture
def week(site_folder: Path, tmp_path: Path) -> list[Vintage]:
    """Return the archived forecasts of three days, each issued the day before."""
    found = []
    for back in range(3):
        date, now = DAY + dt.timedelta(days=back), NOW + dt.timedelta(days=back)
        order = ForecastOrder(str(site_folder), date=date)
        found.append(make_forecast(order, vintages=Vintages(tmp_path / "archive"), now=now))
    return found


def test_archived_forecasts_are_scored_against_what_was_measured(
    site_folder: Path, tmp_path: Path, week: list[Vintage], capsys: pytest.CaptureFixture[str]
) -> None:
    asset = a_source(site_folder)
    measured = write_measured(tmp_path / "m.csv", week, asset, 0.9)
    with measured.open("a", encoding="utf-8") as file:
        file.write("2026-07-08 12:00,oops\n")
    mapping = write_mapping(tmp_path / "map.toml")
    arguments = [
        "forecast",
        "score",
        str(site_folder),
        "--from",
        str(DAY),
        "--to",
        str(DAY + dt.timedelta(days=3)),
    ]
    arguments += ["--history", f"{asset}={measured}:{mapping}", "--archive", str(tmp_path / "archive")]
    assert command([*arguments, "--json", "--region", "central-china"]) == 0
    told = json.loads(capsys.readouterr().out)
    found = told["scores"][0]
    own = found["forecasters"]["forecast_mw"]
    assert own["points"] == pytest.approx(3 * 96, abs=48)  # the cleaning may take a step that looks odd
    power = np.concatenate([each.forecast["power_mw"].isel(scenario=0).sel(asset=asset) for each in week])
    assert own["bias_frac"] == pytest.approx(0.1 * power.mean() / found["capacity_mw"], rel=0.2)
    assert {"persistence_mw", "climatology_mw", "mix_mw"} < set(found["forecasters"])
    assert found["cleaning"]["file"] == "m.csv"
    assert found["cleaning"]["counts"] == {"unreadable_measured_mw": 1, "duplicate_rows": 1}
    assert [note["key"] for note in found["notes"]].count("forecast-score-note-days") == 1
    assert found["groups"]["lead"][0]["label"] == "06-09"  # issued at 17:00 local for the next midnight
    page = Path(told["report"]).read_text(encoding="utf-8")
    assert "second-hand" in page
    assert "m.csv: cleaned: 1 not a number, 1 rows twice." in page

    report = tmp_path / "out" / "report.html"
    assert command([*arguments, "--report", str(report), "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert "持续法" in shown
    assert "m.csv：清洗：" in shown
    assert 'lang="zh-CN"' in report.read_text(encoding="utf-8")


def test_the_command_makes_a_forecast_with_and_without_make(
    site_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["forecast"], ["forecast", "make"], ["forecast", "--lang", "en"]):
        assert command([*words, str(site_folder), "--date", str(DAY)]) == 0
        assert "Archived in" in capsys.readouterr().out
    assert len(Vintages.at().of_day("small", DAY)) == 3
    assert command(["forecast", str(site_folder), "--date", str(DAY), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["site"] == "small"
    assert command(["forecast", "--help"]) == 0
    assert "score" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["{site}", "--history", "nothing"], "ASSET=FILE"),
        (["{site}", "--history", "moon=x.csv"], "moon"),
        (["{site}", "--plant", "moon=x.csv"], "x.csv"),
        (["{site}", "--scenarios", "5", "--keep", "6"], "--keep"),
        (["{site}", "--keep", "1"], "--scenarios"),
        (["{site}", "--hindsight"], "--source"),
        (["{site}", "--scenarios", "-1"], "-1"),
        (["{site}", "--weather", "w.csv", "--source", "pvgis"], "not both"),
        (["score"], "--history FILE"),
        (["score", "--history", "none.csv"], "none.csv"),
        (["score", "{site}"], "--from"),
        (["score", "{site}", "--from", "2026-07-15", "--to", "2026-07-14"], "first"),
        (["score", "{site}", "--from", "2026-07-15", "--to", "2026-07-16"], "--history"),
        (["score", "--history", "none.csv", "--share", "2", "--kind", "sea"], "sea"),
        (["score", "--history", "none.csv", "--from", "2026-07-15"], "SITE"),
    ],
)
def test_mistakes_are_explained(
    arguments: list[str], word: str, site_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [each.replace("{site}", str(site_folder)) for each in arguments]
    assert command(["forecast", *given, "--lang", "en"] if given[0] == "score" else ["forecast", *given]) == 2
    told = capsys.readouterr().err
    assert word in told
    assert "Traceback" not in told


def test_files_of_assets_are_read() -> None:
    assert asset_files("--history", ["a=b.csv"]) == (AssetFile("a", Path("b.csv")),)
    assert asset_files("--history", ["a=b.csv:m.toml"]) == (AssetFile("a", Path("b.csv"), Path("m.toml")),)
    assert asset_files("--history", [r"a=C:\b.csv"]) == (AssetFile("a", Path(r"C:\b.csv")),)
    with pytest.raises(Refused, match="twice"):
        asset_files("--history", ["a=b.csv", "a=c.csv"])


def write_history(path: Path, days: int = 45) -> Path:
    """Write the history of a PV station up to 10:00 of the day before `DAY`, and its weather to the end of `DAY`."""
    rng = np.random.default_rng(5)
    times = pd.date_range(pd.Timestamp(DAY) - pd.Timedelta(days=days), periods=96 * (days + 1), freq="15min")
    hour = np.asarray(times.hour + times.minute / 60)
    clear = 950 * np.clip(np.sin((hour - 5.5) / 13 * np.pi), 0, None) * ((hour > 5.5) & (hour < 18.5))
    ghi = clear * np.repeat(rng.uniform(0.3, 1.0, days + 1), 96)
    power = np.clip(ghi / 1000 * 3 * (1 + rng.normal(0, 0.1, len(times))), 0, None)
    known = times < pd.Timestamp(DAY) - pd.Timedelta(hours=14)
    cells = [f"{each:.4f}" if is_known else "" for each, is_known in zip(power, known, strict=True)]
    rows = [
        f"{time:%Y-%m-%d %H:%M},{cell},{sun:.1f},25.0"
        for time, cell, sun in zip(times, cells, ghi, strict=True)
    ]
    path.write_text("time,measured_mw,ghi,temp\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def write_history_mapping(path: Path) -> Path:
    """Write how the columns of :func:`write_history` are to be taken."""
    text = write_mapping(path).read_text(encoding="utf-8")
    text += 'ghi = { name = "ghi", unit = "W/m2" }\ntemp = { name = "temp_air", unit = "degC" }\n'
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def history(site_folder: Path, tmp_path: Path) -> AssetFile:
    """Return the history of a source."""
    mapping = write_history_mapping(tmp_path / "history.toml")
    return AssetFile(a_source(site_folder), write_history(tmp_path / "history.csv"), mapping)


@pytest.mark.slow
def test_a_history_calibrates_its_asset_and_gives_scenarios(
    site_folder: Path, tmp_path: Path, history: AssetFile
) -> None:
    vintages = Vintages(tmp_path / "archive")
    order = ForecastOrder(str(site_folder), date=DAY, files=PlantFiles((history,)), scenarios=6)
    found = make_forecast(order, vintages=vintages, now=NOW)
    again = make_forecast(order, vintages=vintages, now=NOW)
    forecast = found.forecast
    assert forecast.sizes["scenario"] == 6
    assert float(forecast["probability"].sum()) == pytest.approx(1.0)
    own = forecast["power_mw"].sel(asset=history.asset)
    assert float(own.std("scenario").max()) > 0
    others = forecast["power_mw"].drop_sel(asset=history.asset)
    assert (others.std("scenario").max("time") > 0).all()  # by assumption, which a note says
    told = [note["key"] for note in found.record["notes"]]
    assert {"forecast-note-assumed-spread", "forecast-note-physics"} <= set(told)
    xr.testing.assert_identical(forecast["power_mw"], again.forecast["power_mw"])
    quantiles = forecast["quantile_mw"].sel(asset=history.asset)
    assert (quantiles.diff("level") >= -1e-9).all()
    methods = {each["name"]: each["method"] for each in found.record["assets"]}
    assert methods[history.asset] == "history"
    cleaning = found.record["cleaning"][history.asset]
    assert cleaning["file"] == "history.csv"
    assert cleaning["counts"]["missing_measured_mw"] == 4 * (14 + 24)
    assert any(line.startswith("history.csv: cleaned: 152 missing") for line in forecast_lines(found))
    assert {path.name for path in (found.folder / "inputs").iterdir()} == {
        f"history-{history.asset}-history.csv",
        f"mapping-{history.asset}-history.toml",
    }


@pytest.mark.slow
def test_a_day_is_scheduled_with_a_history_and_repeated_from_its_folder(
    site_folder: Path, history: AssetFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runs.report.write_report", no_report)
    order = Order(site=str(site_folder), date=DAY, files=PlantFiles((history,)))
    made = day_ahead(order, has_history=False, now=NOW)
    bare = day_ahead(Order(site=str(site_folder), date=DAY), has_history=False, now=NOW)
    own, plain = (
        run.forecast["power_mw"].sel(asset=history.asset).isel(scenario=0).to_numpy() for run in (made, bare)
    )
    assert np.abs(own - plain).max() > 0.1
    assert made.forecast.sizes["scenario"] == 1
    assert "forecast-note-mean" in [note["key"] for note in made.record["notes"]]
    again = repeat(made)
    assert again.forecast_mw == 0.0
    assert again.is_same
