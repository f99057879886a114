"""A day planned with an archived forecast: found, recorded, repeated; and what a killed run leaves."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from runs.archive import Archive
from runs.cli import run as command
from runs.execute import day_ahead
from runs.forecasting import ForecastOrder, make_forecast
from runs.prepare import Order, prepare
from runs.repeat import repeat
from runs.run import Run
from runs.vintages import Vintage, Vintages
from sites.problems import Refused
from tests.builders import site_dict
from tests.runs.conftest import DAY, NOW, write_site
from tests.runs.test_execute import no_report

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def hourly(tmp_path: Path) -> Path:
    """Return the folder of the small site by the hour."""
    return write_site(tmp_path / "site", step_minutes=60)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runs.report.write_report", no_report)


def archived(site: Path, root: Path, *, seed: int = 0, hours: int = 0) -> Vintage:
    """Archive a forecast of the day, issued some hours later than the first."""
    order = ForecastOrder(str(site), date=DAY, seed=seed)
    return make_forecast(order, vintages=Vintages(root), now=NOW + dt.timedelta(hours=hours))


def planned(site: Path, root: Path, issue: str) -> Run:
    """Plan the day with an archived forecast."""
    order = Order(str(site), date=DAY, forecast=issue, options={"has_capability": False})
    return day_ahead(order, archive=Archive(root), has_history=False, now=NOW)


def test_a_day_is_planned_with_the_issue_that_is_named(hourly: Path, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    first, last = archived(hourly, root, seed=1), archived(hourly, root, seed=2, hours=1)
    for wanted, issue in ((first, first.issue), (first, first.issue[-6:]), (last, "latest")):
        run = planned(hourly, root, issue)
        assert run.record["forecast"]["issue"] == wanted.issue
        assert run.record["issue_time"] == wanted.record["issue_time"]
        assert np.array_equal(run.forecast["power_mw"].values, wanted.forecast["power_mw"].values)
        assert "note-from-vintage" in [note["key"] for note in run.record["notes"]]
    assert not np.array_equal(first.forecast["power_mw"].values, last.forecast["power_mw"].values)


def test_such_a_run_is_repeated_from_its_folder_alone(hourly: Path, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    made = archived(hourly, root, seed=1)
    run = planned(hourly, root, "latest")
    made.folder.rename(tmp_path / "gone")
    found = repeat(Run.read(run.folder))
    assert found.is_same
    assert found.forecast_mw == 0.0


def test_what_cannot_be_is_refused(hourly: Path, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    with pytest.raises(Refused, match=str(DAY)):
        planned(hourly, root, "latest")
    archived(hourly, root)
    with pytest.raises(Refused):
        planned(hourly, root, "1999")
    beside = Order(str(hourly), date=DAY, forecast="latest", source="era5", weather=tmp_path / "a.csv")
    with pytest.raises(Refused) as refused:
        prepare(beside, now=NOW, vintages=Vintages(root))
    assert [each.key for each in refused.value.problems] == [
        "day-ahead-forecast-alone",
        "forecast-two-sources",
    ]
    assert "--source" in refused.value.problems[0].text()
    assert not list(Archive(root).folders())


def test_a_forecast_of_another_site_than_now_is_refused_or_noted(hourly: Path, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    archived(hourly, root)
    write_site(hourly, step_minutes=30)
    with pytest.raises(Refused, match="24 steps"):
        planned(hourly, root, "latest")
    text = site_dict()["targets"]
    write_site(hourly, step_minutes=60, targets={**text, "capability_frac": 0.04})
    run = planned(hourly, root, "latest")
    assert "note-vintage-site-changed" in [note["key"] for note in run.record["notes"]]


def test_a_damaged_forecast_is_refused_by_name(hourly: Path, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    made = archived(hourly, root)
    whole = (made.folder / "forecast.nc").read_bytes()
    (made.folder / "forecast.nc").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused, match=r"forecast\.nc"):
        planned(hourly, root, "latest")


def test_network_weather_reaches_the_plan_with_its_issue_time(
    hourly: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weather = archived(hourly, tmp_path / "other").weather
    asked: list[tuple[str, dt.datetime, dt.datetime, bool]] = []

    def fetched(
        source: str, *_: object, issue_time: dt.datetime, now: dt.datetime, hindsight: bool
    ) -> xr.Dataset:
        asked.append((source, issue_time, now, hindsight))
        return weather

    monkeypatch.setattr("forecasts.weather.network.fetch.fetch_weather", fetched)
    prepared = prepare(Order(str(hourly), date=DAY, source="era5", hindsight=True), now=NOW)
    assert asked == [("era5", NOW, NOW, True)]
    assert prepared.vintage is None
    with pytest.raises(Refused, match="--source"):
        prepare(Order(str(hourly), date=DAY, hindsight=True), now=NOW)


def test_history_means_measurements_in_day_ahead_too(
    hourly: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for option in ("--history", "--measured"):
        assert command(["day-ahead", str(hourly), option, "moon=x.csv", "--no-week-before", "--quiet"]) == 2
        assert "moon" in capsys.readouterr().err


def test_the_week_before_uses_archived_forecasts_where_there_are_some(hourly: Path, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    archived(hourly, root)
    before = make_forecast(
        ForecastOrder(str(hourly), date=DAY - dt.timedelta(days=1)), vintages=Vintages(root), now=NOW
    )
    order = Order(str(hourly), date=DAY, forecast="latest", options={"has_capability": False})
    day_ahead(order, archive=Archive(root), now=NOW)
    records = {record["date"]: record for record in Archive(root).records()}
    assert len(records) == 8
    assert records[str(DAY - dt.timedelta(days=1))]["forecast"]["issue"] == before.issue
    other = records[str(DAY - dt.timedelta(days=2))]
    assert other["forecast"] is None
    assert "note-history-forecast-typical" in [note["key"] for note in other["notes"]]


KILLED = """
import os, signal
from {module} import {owner} as owner
whole = owner.{name}
def killed(*given, **named):
    {before}
    os.kill(os.getpid(), signal.SIGKILL)
owner.{name} = killed
from runs.cli import main
main()
"""
"""The program, killed by the system without a chance to clean up where a function is called."""


def killed_in(module: str, owner: str, name: str, *arguments: str, before: str = "pass") -> None:
    """Run a command that is killed when a function is called."""
    code = KILLED.format(module=module, owner=owner, name=name, before=before)
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=dict(os.environ),
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.slow
def test_whatever_is_killed_the_archive_stays_readable(
    hourly: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Killed while a forecast is written, while a plan is, and while the score report is."""
    root = tmp_path / "archive"
    made = archived(hourly, root)
    planned(hourly, root, "latest")
    where = ("--archive", str(root))
    day = ("--date", str(DAY))
    killed_in("runs", "forecasting", "json_text", "forecast", str(hourly), *day, *where)
    plan = ("day-ahead", str(hourly), *day, "--forecast", "latest", "--no-week-before", "--quiet", *where)
    killed_in("runs", "contents", "csv_bytes", *plan)
    measured = tmp_path / "measured.csv"
    source = str(made.forecast["asset"].values[0])
    times = made.forecast["time"].values
    power = made.forecast["power_mw"].isel(scenario=0).sel(asset=source).values
    rows = [
        f"{np.datetime_as_string(time, 's')}Z,{value:.4f}" for time, value in zip(times, power, strict=True)
    ]
    measured.write_text("time,measured_mw\n" + "\n".join(rows) + "\n", encoding="utf-8")
    mapping = 'stamp = "start"\n[time]\ncolumns = ["time"]\n[columns]\n'
    mapping += 'measured_mw = { name = "measured_mw", unit = "MW" }\n'
    (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
    file = f"{source}={measured}:{tmp_path / 'mapping.toml'}"
    report = tmp_path / "score.html"
    score = ["forecast", "score", str(hourly), "--from", str(DAY), "--to", str(DAY), "--history", file]
    score += ["--money", "--report", str(report), "--quiet", *where]
    killed_in("runs", "regret", "end_state", *score)
    assert not report.exists()
    assert command([*score, "--json"]) == 0
    assert report.exists()
    assert [each.issue for each in Vintages(root).of_day("small", DAY)] == [made.issue]
    assert len(Archive(root).records()) == 1
    capsys.readouterr()
    assert command(["runs", "list", *where, "--json"]) == 0
    assert made.folder.is_dir()
    assert "unreadable" not in capsys.readouterr().err
    assert planned(hourly, root, "latest").record["forecast"]["issue"] == made.issue
