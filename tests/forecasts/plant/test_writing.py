"""What is written is read back the same; what is not whole is not written."""

from __future__ import annotations

import datetime as dt
import string
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.plant import EForm, format_e_text, parse_e_text, read_plant, write_e_file, write_point_table
from sites.problems import Refused, Trouble
from sites.time import day_steps
from tests.forecasts.plant.examples import DAY, ZONE

NAMES = st.text(string.ascii_letters + string.digits + "_瑞昌光伏风电", min_size=1, max_size=12)
POWERS = st.lists(st.floats(-50, 500, allow_nan=False), min_size=96, max_size=96)


@settings(max_examples=25)
@given(
    plans=st.dictionaries(NAMES, POWERS, min_size=1, max_size=3),
    entity=NAMES,
    encoding=st.sampled_from(["utf-8", "gbk"]),
    has_capacity=st.booleans(),
)
def test_e_files_come_back(
    plans: dict[str, list[float]], entity: str, encoding: str, has_capacity: bool
) -> None:
    form = EForm(encoding="gbk" if encoding == "gbk" else "utf-8")
    issued = dt.datetime(2026, 7, 14, 0, 30, tzinfo=dt.UTC)
    with tempfile.TemporaryDirectory() as folder:
        path = write_e_file(
            Path(folder) / "plan.WPD",
            {name: np.array(values) for name, values in plans.items()},
            date=DAY,
            time_zone=ZONE,
            entity=entity,
            form=form,
            capacity_mw=dict.fromkeys(plans, 99.5) if has_capacity else None,
            issue_time=issued,
        )
        content = path.read_bytes()
        assert content.count(b"\r\n") == content.count(b"\n")
        assert list(Path(folder).iterdir()) == [path]
        for name, values in plans.items():
            plant = read_plant(path, time_zone=ZONE, date=DAY, entity=name)
            np.testing.assert_allclose(plant["plant_forecast_mw"], values, atol=0.0005001)
            assert ("online_capacity_mw" in plant) == has_capacity
            assert plant.attrs["issue_time"] == "2026-07-14T00:30:00Z"
        text = content.decode(form.encoding)
        assert format_e_text(parse_e_text(text)) == text


@settings(max_examples=10)
@given(plans=POWERS, suffix=st.sampled_from([".csv", ".xlsx"]))
def test_point_tables_come_back(plans: list[float], suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_point_table(
            Path(folder) / f"plan{suffix}", {"pv": np.array(plans)}, date=DAY, time_zone=ZONE
        )
        plant = read_plant(path, time_zone=ZONE, date=DAY)
        np.testing.assert_allclose(plant["plant_forecast_mw"], plans, atol=0.0005001)


@pytest.mark.parametrize(("day", "count"), [("2026-03-29", 92), ("2026-10-25", 100)])
@pytest.mark.parametrize("suffix", [".WPD", ".csv", ".xlsx"])
def test_days_of_92_and_100_steps_come_back(tmp_path: Path, day: str, count: int, suffix: str) -> None:
    date, zone = dt.date.fromisoformat(day), "Europe/Berlin"
    values = np.arange(count) / 10
    if suffix == ".WPD":
        path = write_e_file(tmp_path / "p.WPD", {"pv": values}, date=date, time_zone=zone, entity="pv")
    else:
        path = write_point_table(tmp_path / f"p{suffix}", {"pv": values}, date=date, time_zone=zone)
    np.testing.assert_allclose(read_plant(path, time_zone=zone, date=date)["plant_forecast_mw"], values)


def test_what_is_not_whole_is_not_written(tmp_path: Path) -> None:
    good = np.zeros(96)
    gap = good.copy()
    gap[7] = np.nan
    path = tmp_path / "p.WPD"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        write_e_file(path, {"a": gap, "b": good[:95]}, date=DAY, time_zone=ZONE, entity="x")
    assert [each.key for each in caught.value.problems] == ["plant-write-values", "plant-write-points"]
    for entity, plant in (("x y", "a"), ("x", "a b"), ("x", "<a>"), ("x", "")):
        if entity == "x y":
            continue  # quoted in the head
        with pytest.raises(Refused, match="E file"):
            write_e_file(path, {plant: good}, date=DAY, time_zone=ZONE, entity=entity)
    with pytest.raises(Refused, match="gbk"):
        write_e_file(path, {"ñ": good}, date=DAY, time_zone=ZONE, entity="x", form=EForm(encoding="gbk"))
    assert path.read_text(encoding="utf-8") == "before"
    with pytest.raises(Refused, match="csv"):
        write_point_table(tmp_path / "p.doc", {"a": good}, date=DAY, time_zone=ZONE)
    with pytest.raises(Trouble):
        write_point_table(tmp_path / "no" / "p.csv", {"a": good}, date=DAY, time_zone=ZONE)


@pytest.mark.parametrize("step", [30, 60])
@pytest.mark.parametrize("day", ["2026-03-29", "2026-07-15", "2026-10-25"])
@pytest.mark.parametrize("is_told", [True, False])
def test_other_steps_come_back(tmp_path: Path, step: int, day: str, is_told: bool) -> None:
    date, zone = dt.date.fromisoformat(day), "Europe/Berlin"
    values = np.arange(day_steps(date, zone, step).count) / 10
    path = tmp_path / "p.WPD"
    write_e_file(path, {"pv": values}, date=date, time_zone=zone, entity="pv", step_minutes=step)
    if not is_told:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f" step='{step}'", ""), encoding="utf-8")
        assert path.read_text(encoding="utf-8") != text
    plant = read_plant(path, time_zone=zone, date=date)
    assert plant.attrs["step_minutes"] == step
    np.testing.assert_allclose(plant["plant_forecast_mw"], values)
