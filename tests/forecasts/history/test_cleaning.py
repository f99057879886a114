"""Cleaning takes out what was put in, counts it by its cause, and leaves the rest alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from forecasts.history import Mapping, clean, cleaning_of, estimated_capacity_mw, flagged, read_history
from tests.forecasts.history.examples import ZONE, load_mw, stamps, write_frame

RNG = np.random.default_rng(3)


def farm(tmp_path: Path, **changed: np.ndarray) -> Path:
    """Write forty days of a 50 MW farm whose power follows the measured wind."""
    wind = 7 + 4 * np.sin(np.arange(40 * 96) / 50) + RNG.normal(0, 0.3, 40 * 96)
    power = 50 * np.clip((wind - 3) / 8, 0, 1) ** 2 + RNG.normal(0, 0.2, len(wind)).clip(0)
    columns = {"time": stamps(40).astype(str), "power (MW)": power, "measured wind speed": wind}
    frame = pd.DataFrame(columns | {"power (MW)": changed.get("power", power)})
    return write_frame(tmp_path / "farm.csv", frame)


def power_of(tmp_path: Path) -> np.ndarray:
    return pd.read_csv(farm(tmp_path))["power (MW)"].to_numpy().copy()


def test_each_fault_is_counted_by_its_cause(tmp_path: Path) -> None:
    power = power_of(tmp_path)
    power[100] = 90.0  # beyond the capacity
    power[200] = -99.0
    power[300] = -0.2
    power[400:420] = 20.1234  # stands still for five hours
    power[500:596] = np.nan
    history = read_history(farm(tmp_path, power=power), time_zone=ZONE)
    counts = cleaning_of(history)
    assert counts["out_of_range_measured_mw"] == 1
    assert counts["sentinel_measured_mw"] == 1
    assert counts["negative_measured_mw"] == 1
    assert counts["stuck_measured_mw"] == 20
    assert counts["missing_measured_mw"] == 96 + 20 + 2
    assert counts["longest_missing_run"] == 96
    assert counts["missing_runs"] == 4
    assert float(history["measured_mw"][300]) == 0.0
    untouched = np.ones(len(power), dtype=bool)
    untouched[[100, 200, 300, *range(400, 420), *range(500, 596)]] = False
    np.testing.assert_allclose(history["measured_mw"].to_numpy()[untouched], np.maximum(power, 0)[untouched])


def test_a_clean_history_stays_as_it_is(tmp_path: Path) -> None:
    raw = read_history(farm(tmp_path), time_zone=ZONE, cleaned=False)
    np.testing.assert_array_equal(clean(raw)["measured_mw"], raw["measured_mw"])
    assert not clean(raw)["is_curtailed"].any()


def test_curtailed_hours_are_flagged_not_taken_out(tmp_path: Path) -> None:
    power = power_of(tmp_path)
    windy = next(start for start in range(100, 3000) if power[start : start + 32].min() > 20)
    power[windy : windy + 32] = 3.0 + np.arange(32) * 0.01
    history = read_history(farm(tmp_path, power=power), time_zone=ZONE)
    is_curtailed = history["is_curtailed"].to_numpy()
    assert is_curtailed[windy + 4 : windy + 28].all()
    assert is_curtailed.sum() <= 48
    assert np.isfinite(history["measured_mw"].to_numpy()[is_curtailed]).all()


def test_own_use_is_no_sentinel(tmp_path: Path) -> None:
    """Near a -99 kW that is meant stand others like it; alone it means missing."""
    power_kw = power_of(tmp_path) * 1000
    power_kw[:40] = -80.0 - np.arange(40)
    frame = pd.DataFrame({"time": stamps(40).astype(str), "power (kW)": power_kw})
    history = read_history(write_frame(tmp_path / "kw.csv", frame), time_zone=ZONE)
    assert "sentinel_measured_mw" not in cleaning_of(history)
    given = Mapping(sentinels=(-99.0,))
    assert (
        cleaning_of(read_history(tmp_path / "kw.csv", mapping=given, time_zone=ZONE))["sentinel_measured_mw"]
        == 1
    )


def test_load_outliers(tmp_path: Path) -> None:
    power = load_mw(40)
    power[3000:3010] = 5.0
    power[3200] = 350.0
    power[3300:3400] *= 1.3  # lasts a day: a change, no spike
    frame = pd.DataFrame({"time": stamps(40).astype(str), "load (MW)": power})
    history = read_history(write_frame(tmp_path / "load.csv", frame), time_zone=ZONE, quantity="load")
    found = history["measured_mw"].to_numpy()
    assert np.isnan(found[3000:3010]).all()
    assert np.isnan(found[3200])
    assert np.isfinite(found[3310:3390]).all()
    assert np.isnan(found).sum() <= 20


def test_a_works_that_rests_at_night_has_no_faults(tmp_path: Path) -> None:
    working = (np.arange(40 * 96) % 96 >= 32) & (np.arange(40 * 96) % 96 < 72)
    power = np.where(working, 20.0, 0.8) + RNG.normal(0, 0.02, len(working))
    frame = pd.DataFrame({"time": stamps(40).astype(str), "load (MW)": power})
    history = read_history(write_frame(tmp_path / "load.csv", frame), time_zone=ZONE, quantity="load")
    assert np.isfinite(history["measured_mw"]).all()


def test_load_cleaning_looks_at_the_past_only(tmp_path: Path) -> None:
    power = load_mw(40)
    power[2900:3000] = np.linspace(28.0, 32.0, 100)  # around what is just too low
    power[2000:2600:20] *= np.linspace(1.2, 1.6, 30)  # and just too far from the like clock
    frame = pd.DataFrame({"time": stamps(40).astype(str), "load (MW)": power})
    raw = read_history(
        write_frame(tmp_path / "load.csv", frame), time_zone=ZONE, quantity="load", cleaned=False
    )
    whole = clean(raw, quantity="load", capacity_mw=300.0)["measured_mw"].to_numpy()
    assert 10 < np.isnan(whole[2900:3000]).sum() < 100
    assert 3 < np.isnan(whole[2000:2600]).sum() < 30
    for moment in (2300, 2605, 2950, 3000):
        for later in (1.0, 400.0, 29.9):
            changed = raw.copy(deep=True)
            changed["measured_mw"][moment:] = later
            other = clean(changed, quantity="load", capacity_mw=300.0)["measured_mw"].to_numpy()
            np.testing.assert_array_equal(whole[:moment], other[:moment])


def test_capacity_from_what_is_known(tmp_path: Path) -> None:
    raw = read_history(farm(tmp_path), time_zone=ZONE, cleaned=False)
    raw["measured_mw"][2000:] *= 2  # an extension, after the moment
    until = raw["time"].to_numpy()[2000]
    assert estimated_capacity_mw(raw, until=until) == pytest.approx(50, abs=1)
    assert estimated_capacity_mw(raw) == pytest.approx(100, abs=2)


def test_spikes_of_a_plant_do_not_set_its_capacity(tmp_path: Path) -> None:
    raw = read_history(farm(tmp_path), time_zone=ZONE, cleaned=False)
    plain = estimated_capacity_mw(raw)
    power = raw["measured_mw"].to_numpy()
    power[50 :: len(power) // 10] = 9000.0  # more than one in a thousand
    assert estimated_capacity_mw(raw) == pytest.approx(plain, rel=0.01)
    cleaned = clean(raw)
    assert cleaned.attrs["capacity_mw"] == pytest.approx(plain, rel=0.01)
    assert cleaning_of(cleaned)["out_of_range_measured_mw"] >= 10


def test_a_plant_that_begins_late_keeps_its_capacity(tmp_path: Path) -> None:
    raw = read_history(farm(tmp_path), time_zone=ZONE, cleaned=False)
    power = raw["measured_mw"].to_numpy()
    power[:] = 0.5
    power[-8:] = 40.0  # two hours are no spike
    assert estimated_capacity_mw(raw) == pytest.approx(40.0)


def test_a_spike_in_one_row_of_a_step_does_not_spoil_the_other(tmp_path: Path) -> None:
    frame = pd.DataFrame({"time": stamps(3).astype(str), "wind speed (m/s)": 5.0, "power (MW)": 10.0})
    twice = pd.concat([frame, frame]).sort_index(kind="stable").reset_index(drop=True)
    twice.loc[20, "wind speed (m/s)"] = 60.0  # with its sister a plausible 32.5
    twice.loc[[40, 41], "wind speed (m/s)"] = 90.0
    history = read_history(write_frame(tmp_path / "farm.csv", twice), time_zone=ZONE)
    speed = history["wind_speed"].to_numpy()
    assert speed[10] == 5.0
    assert np.isnan(speed[20])
    assert cleaning_of(history)["out_of_range_wind_speed"] == 2


@pytest.mark.parametrize("count", [0, 1, 10, 16])
def test_a_history_shorter_than_the_windows_is_flagged_too(tmp_path: Path, count: int) -> None:
    raw = read_history(farm(tmp_path), time_zone=ZONE, cleaned=False)
    assert flagged(raw.isel(time=slice(0, count)), 50.0).shape == (count,)
