"""Pairs of forecast and measurement: scenarios of archived forecasts, daylight, what the report says of them."""

from __future__ import annotations

import datetime as dt
import re
from operator import attrgetter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from forecasts.scores import Score, score
from runs.asset_files import AssetFile
from runs.files import json_text
from runs.score_report.page import render
from runs.score_tables import about, head, rows
from runs.scoring import HistoryOrder, SiteOrder, score_history, score_site
from runs.vintages import Vintages
from sites.messages import use_language
from sites.reading import load
from tests.forecasts.scores.test_scoring import pairs
from tests.runs.conftest import DAY

ZONE = "Asia/Shanghai"


def archive_scenarios(root: Path, site: str, asset: str, day: dt.date, power: np.ndarray) -> None:
    """Archive a forecast of scenarios, shape (scenario, step)."""
    start = pd.Timestamp(day, tz=ZONE).tz_convert("UTC").tz_localize(None)
    times = start.to_datetime64().astype("datetime64[ns]") + np.arange(96) * np.timedelta64(15, "m")
    count = len(power)
    forecast = xr.Dataset(
        {
            "power_mw": (("scenario", "time", "asset"), power[:, :, None]),
            "mean_mw": (("time", "asset"), power.mean(axis=0)[:, None]),
            "probability": ("scenario", np.full(count, 1.0 / count)),
        },
        {"time": times, "asset": [asset], "scenario": np.arange(count)},
    )
    folder = root / site / str(day) / "forecasts" / f"issue-{day:%d}"
    folder.mkdir(parents=True)
    forecast.to_netcdf(folder / "forecast.nc", engine="h5netcdf")
    issued = start - pd.Timedelta(hours=15)
    record = {
        "site": site,
        "date": str(day),
        "issue_time": f"{issued.isoformat()}+00:00",
        "day_start": f"{start.isoformat()}+00:00",
    }
    (folder / "forecast.json").write_text(json_text(record), encoding="utf-8")


def test_archived_scenarios_are_scored(site_folder: Path, tmp_path: Path) -> None:
    """Two days with different numbers of scenarios; what is measured is one more draw of the same kind."""
    site = load(str(site_folder))
    asset = next(name for name, each in site.assets.items() if each.role == "renewable")
    rng = np.random.default_rng(1)
    rated = float(attrgetter("power_mw_rated")(site.assets[asset]))
    shape = 0.2 + 0.6 * np.sin(np.arange(96) / 96 * np.pi)

    def drawn(count: int) -> np.ndarray:
        return np.asarray(rated * np.clip(shape + 0.1 * rng.standard_normal((count, 96)), 0, 1))

    for back, count in enumerate((10, 20)):
        archive_scenarios(tmp_path / "archive", site.name, asset, DAY + dt.timedelta(days=back), drawn(count))
    times = pd.date_range(DAY - dt.timedelta(days=8), periods=10 * 96, freq="15min")
    measured = np.concatenate([*drawn(8), *drawn(2)])
    file = tmp_path / "m.csv"
    lines = [f"{time:%Y-%m-%d %H:%M},{value:.5f}" for time, value in zip(times, measured, strict=True)]
    file.write_text("time,measured_mw\n" + "\n".join(lines) + "\n", encoding="utf-8")
    mapping = tmp_path / "map.toml"
    text = 'stamp = "start"\n[time]\ncolumns = ["time"]\n[columns]\n'
    mapping.write_text(text + 'measured_mw = { name = "measured_mw", unit = "MW" }\n', encoding="utf-8")
    order = SiteOrder(str(site_folder), DAY, DAY + dt.timedelta(days=1), (AssetFile(asset, file, mapping),))
    found = score_site(order, vintages=Vintages(tmp_path / "archive"))[0]
    assert found.scenarios is not None
    assert found.scenarios.points > 150
    assert 0.6 < found.scenarios.coverage_80_frac < 0.95
    assert found.scenarios.crps_frac == pytest.approx(0.057, abs=0.02)  # sigma / sqrt(pi)
    assert len(found.scenarios.rank_share) in (11, 21)
    assert sum(found.scenarios.rank_share) == pytest.approx(1.0)
    page = render([found], "plot.js")
    assert "Ranks among the scenarios" in page


def shown_score() -> Score:
    given = pairs()
    given["is_daylight"] = ("time", np.arange(given.sizes["time"]) % 96 > 40)
    given["is_curtailed"] = ("time", np.arange(given.sizes["time"]) % 96 == 50)
    return score(given.assign_attrs(kind="pv", cleaning='{"file": "made-up", "counts": {"curtailed": 70}}'))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_names_the_file_once_and_every_card(language: str) -> None:
    with use_language(language):
        page = render([shown_score()], "plot.js")
    body = re.sub("<(script|style|svg|title).*?</\\1>", "", page, flags=re.DOTALL)
    assert body.count("made-up") == 1
    for card in re.findall("<section.*?</section>", body, flags=re.DOTALL):
        assert "<h2" in card or 'class="h2"' in card
    identities = re.findall(r'\bid="([^"]+)"', body)
    assert len(identities) == len(set(identities))


def test_two_scores_on_a_page_keep_their_figures_apart() -> None:
    page = render([shown_score(), shown_score()], "plot.js")
    identities = re.findall(r'<figure[^>]* id="([^"]+)"', page)
    assert len(identities) == len(set(identities)) > 6


def test_tables_say_curtailed_daylight_and_dashes() -> None:
    found = shown_score()
    text = "\n".join(about(found))
    assert "70 curtailed" in text
    assert "Daylight: 3,780 of the scored steps are day" in text
    table = rows(found)
    assert {"RMSE with curtailed", "RMSE, daylight", "MAE, daylight"} < set(head(found))
    assert "–" in table[-1]
    assert not any("none" in cell for row in table for cell in row)


@pytest.mark.slow
def test_a_pv_station_is_scored_with_both_figures(shared_data: Path) -> None:
    file = shared_data / "solar" / "solar_station_1_50MW.xlsx"
    found = score_history(HistoryOrder(file, time_zone=ZONE, capacity_mw=50.0, share=0.04))
    own = found.lines["forecast_mw"]
    assert found.capacity_mw == 50.0
    assert found.curtailed > 0
    assert f"{found.curtailed:,} curtailed" in "\n".join(about(found))
    assert own.daylight is not None
    assert own.daylight.points < 0.65 * found.points
    assert own.point.rmse_frac < own.daylight.rmse_frac
    assert own.point.rmse_frac < own.rmse_with_curtailed_frac
    assert "calibration-light-known" in [note.key for note in found.notes]
