"""``--sectors``: the parts of a load in its forecast, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from runs.cli import run as command
from runs.shown_forecast import forecast_lines
from runs.vintages import Vintages
from sites.messages import use_language
from sites.reading import load
from tests.runs.conftest import DAY

DAYS = 40


def a_load(folder: Path) -> str:
    """Return the name of a load of the small site that is forecast."""
    return next(name for name, asset in load(str(folder)).assets.items() if asset.type == "load")


def write_files(folder: Path) -> tuple[Path, Path]:
    """Write the history of a load that ends today, and its sectors."""
    days = pd.date_range(end=pd.Timestamp(DAY) - pd.Timedelta(days=1), periods=DAYS, freq="D")
    rng = np.random.default_rng(0)
    shape = 3.0 + np.sin((np.arange(24) - 8) / 24 * 2 * np.pi)
    total = shape * rng.normal(1, 0.03, DAYS)[:, None]
    history = folder / "load.csv"
    stamps = [day + pd.Timedelta(hours=step) for day in days for step in range(24)]
    lines = [
        f"{stamp:%Y-%m-%d %H:%M},{value:.4f}" for stamp, value in zip(stamps, total.ravel(), strict=True)
    ]
    history.write_text("时间,有功功率（MW）\n" + "\n".join(lines) + "\n", encoding="utf-8")
    sectors = folder / "sectors.csv"
    parts = {"商业": 0.3, "大工业用电": 0.5}
    cells = [
        f"{name},{day:%Y-%m-%d},{share * row.max() * 1000:.1f},{share * row.min() * 1000:.1f}"
        for name, share in parts.items()
        for day, row in zip(days, total, strict=True)
    ]
    head = "行业类型,数据时间,有功功率最大值（kw）,有功功率最小值（kw）"
    sectors.write_text("\n".join([head, *cells]) + "\n", encoding="utf-8")
    return history, sectors


def test_parts_are_forecast_archived_and_shown(
    site_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asset = a_load(site_folder)
    history, sectors = write_files(tmp_path)
    root = tmp_path / "archive"
    arguments = ["forecast", str(site_folder), "--date", str(DAY), "--history", f"{asset}={history}"]
    arguments += ["--sectors", f"{asset}={sectors}", "--archive", str(root)]
    assert command([*arguments, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    energy = {each["sector"]: each["energy_mwh"] for each in record["sectors"]}
    assert set(energy) == {"商业", "大工业用电", "other"}
    assert record["inputs"][f"sectors-{asset}"] == "sectors.csv"
    assert "forecast-note-sectors" in [note["key"] for note in record["notes"]]
    forecast = Vintages(root).find("small", DAY).forecast
    whole = forecast["mean_mw"].sel(asset=asset).to_numpy()
    assert forecast["sector_mw"].sum("sector").to_numpy() == pytest.approx(whole)
    assert forecast["sector_mw"].sel(sector="商业").to_numpy() == pytest.approx(0.3 * whole, rel=0.15)
    assert list(forecast["sector_asset"].values) == [asset] * 3
    with use_language("zh"):
        shown = "\n".join(forecast_lines(Vintages(root).find("small", DAY)))
    assert "各行业电量" in shown
    assert "其他" in shown


def test_sectors_without_a_history_are_refused(
    site_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asset = a_load(site_folder)
    _, sectors = write_files(tmp_path)
    arguments = ["forecast", str(site_folder), "--date", str(DAY), "--sectors", f"{asset}={sectors}"]
    assert command([*arguments, "--lang", "en"]) == 2
    assert f"Add --history {asset}=FILE" in capsys.readouterr().err
