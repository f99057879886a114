"""What a history teaches: the site's physics goes in, and a history of another plant is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import forecasts
import runs.learning
from forecasts.calibration.power import PowerModel, fit_power
from forecasts.day_ahead import forecast_over
from forecasts.history import known_until
from forecasts.notes import Array
from runs.asset_files import AssetFile
from runs.learning import learn
from runs.site_physics import physics_of
from runs.size_check import check_size
from sites.problems import Problem, Refused, problem
from sites.site import Site
from sites.time import Steps
from tests.forecasts.examples import DATE, ISSUED, a_site, canonical, keys, wind

DAYS = 60
HOURS = (DAYS + 2) * 24


def farm_site() -> Site:
    return a_site(farm=wind(speed_up_factor=1.4))


def weather_of(site: Site) -> xr.Dataset:
    """Return sixty days of hourly weather up to the end of the day, and a little more."""
    rng = np.random.default_rng(4)
    speed = np.zeros(HOURS)
    for hour in range(1, HOURS):
        speed[hour] = 0.9 * speed[hour - 1] + rng.standard_normal()
    start = site.steps(DATE - dt.timedelta(days=DAYS)).start - np.timedelta64(3, "h")
    columns = {"wind_speed": np.clip(5.0 + 1.2 * speed, 0.0, None), "temp_air": np.full(HOURS, 20.0)}
    return canonical(site, str(start), columns)


def write_farm(path: Path, site: Site, weather: xr.Dataset, factor: float = 1.0) -> tuple[Array, AssetFile]:
    """Write a history whose power is exactly the site's physics times a factor; return the day's truth and the file."""
    first = site.steps(DATE - dt.timedelta(days=DAYS)).start
    steps = Steps(first, (DAYS + 1) * 96, 15, site.place.time_zone)
    whole = forecast_over(site, weather, steps)
    power = whole["power_mw"].to_numpy()[0, :, 0] * factor
    local = pd.DatetimeIndex(steps.times, tz="UTC").tz_convert(site.place.time_zone)
    known = np.arange(len(power)) < DAYS * 96 - 60
    cells = [f"{each:.5f}" if is_known else "" for each, is_known in zip(power, known, strict=True)]
    speed = whole["wind_speed"].to_numpy()
    rows = [
        f"{time:%Y-%m-%d %H:%M},{cell},{wind_speed:.4f},20.0"
        for time, cell, wind_speed in zip(local, cells, speed, strict=True)
    ]
    path.write_text("time,measured_mw,wind,temp\n" + "\n".join(rows) + "\n", encoding="utf-8")
    mapping = path.with_suffix(".toml")
    mapping.write_text(
        'stamp = "start"\n[time]\ncolumns = ["time"]\n[columns]\n'
        'measured_mw = { name = "measured_mw", unit = "MW" }\n'
        'wind = { name = "wind_speed", unit = "m/s" }\ntemp = { name = "temp_air", unit = "degC" }\n',
        encoding="utf-8",
    )
    return power[-96:], AssetFile("farm", path, mapping)


@pytest.mark.slow
def test_exact_physics_makes_a_better_forecast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = farm_site()
    weather = weather_of(site)
    truth, file = write_farm(tmp_path / "farm.csv", site, weather)
    base = forecasts.forecast(site, weather, DATE, issue_time=ISSUED)
    given: list[bool] = []

    def watched(history: xr.Dataset, **more: Any) -> PowerModel:
        given.append("physics_mw" in history and bool(np.isfinite(history["physics_mw"]).any()))
        return fit_power(history, **more)

    monkeypatch.setattr("forecasts.calibration.fit_power", watched)
    found = learn(site, base, DATE, file, None, issue_time=ISSUED, seed=0)
    assert given == [True]
    assert "forecast-note-physics" in [each.key for each in found.notes]
    error = found.bands.mean_mw.to_numpy() - truth
    with_physics = float(np.sqrt((error**2).mean())) / 22.0

    monkeypatch.setattr(runs.learning, "physics_of", lambda *_: None)
    bare = learn(site, base, DATE, file, None, issue_time=ISSUED, seed=0)
    without = float(np.sqrt(((bare.bands.mean_mw.to_numpy() - truth) ** 2).mean())) / 22.0
    assert with_physics < 0.03  # the weights of a blend are drawn towards equal ones
    assert with_physics < 0.75 * without


def test_physics_of_a_history_is_that_of_the_forecast(tmp_path: Path) -> None:
    site = farm_site()
    weather = weather_of(site)
    truth, file = write_farm(tmp_path / "farm.csv", site, weather)
    base = forecasts.forecast(site, weather, DATE, issue_time=ISSUED)
    history = runs.learning.history_of(site, file)
    found = physics_of(site, "farm", history, base, [])
    assert found is not None
    assert found[-96:] == pytest.approx(truth, abs=0.05 * 22.0)
    assert np.abs(found[-96:] - truth).mean() < 0.002 * 22.0
    filled = physics_of(site, "farm", history, base * 0.5, ["wind_speed"])
    assert filled is not None
    assert filled[-96:] == pytest.approx(base["power_mw"].to_numpy()[0, :, 0] * 0.5)
    assert physics_of(site, "farm", history.drop_vars("wind_speed"), base, []) is None


@pytest.mark.parametrize(
    ("factor", "key"),
    [(1000.0, "refused"), (3.0, "refused"), (1.6, "odd"), (1.0, ""), (0.4, "odd"), (0.1, "refused")],
)
def test_a_history_of_another_size_is_refused_or_noted(factor: float, key: str) -> None:
    site = a_site()
    power = np.full(500, 22.0 * factor)
    history = xr.Dataset({"measured_mw": ("time", power)})
    file = AssetFile("farm", Path("farm.csv"))
    if key == "refused":
        with pytest.raises(Refused, match="22 MW") as refused:
            check_size(site, file, history)
        assert keys(refused.value) == ["forecast-history-size"]
        assert refused.value.problems[0].where == "farm.csv"
    else:
        found = [each.key for each in check_size(site, file, history)]
        assert found == (["forecast-note-history-size"] if key else [])


def test_a_load_is_held_against_its_own_profile() -> None:
    site = a_site()
    file = AssetFile("park", Path("park.csv"))
    assert check_size(site, file, xr.Dataset({"measured_mw": ("time", np.full(50, 12.0))})) == []
    with pytest.raises(Refused):
        check_size(site, file, xr.Dataset({"measured_mw": ("time", np.full(50, 12_000.0))}))
    nothing = xr.Dataset({"measured_mw": ("time", np.full(50, np.nan))})
    assert check_size(site, replace(file, asset="farm"), nothing) == []


def test_what_was_measured_later_is_not_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size is that of what is known by 09:00 of the day before, whatever a file holds of later days."""
    site = farm_site()
    weather = weather_of(site)
    _, file = write_farm(tmp_path / "farm.csv", site, weather)
    seen: list[np.datetime64] = []

    def watched(site: Site, each: AssetFile, history: xr.Dataset) -> list[Problem]:
        seen.append(history["time"].values[-1])
        raise Refused(problem("forecast-score-what"))

    monkeypatch.setattr(runs.learning, "check_size", watched)
    base = forecasts.forecast(site, weather, DATE, issue_time=ISSUED)
    with pytest.raises(Refused):
        learn(site, base, DATE, file, None, issue_time=ISSUED, seed=0)
    known = known_until(DATE, site.place.time_zone)
    assert [known - each for each in seen] == [np.timedelta64(15, "m")]
