"""Where point 1 lies when a file's head carries the time of issue, or its rows carry whole stamps."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from forecasts.notes import notes_of
from forecasts.plant import read_plant
from sites.problems import Refused
from tests.forecasts.plant.examples import DAY, MIDNIGHT, ZONE, e_lines, rows, write

ISSUED = "2026-07-14 09:00:00"
EVE = dt.date(2026, 7, 14)


def stamped(form: str, *, begin: str = "2026-07-15 00:15", count: int = 96) -> str:
    """Return a file whose rows carry stamps of a form and whose head carries the time of issue."""
    first = dt.datetime.fromisoformat(begin)
    lines = [
        f"#{place + 1} {(first + dt.timedelta(minutes=15 * place)).strftime(form)} {(place + 1) / 10:.1f}"
        for place in range(count)
    ]
    return e_lines("@id time value", *lines, time=ISSUED)


@pytest.mark.parametrize(
    "form",
    [
        "%Y-%m-%d_%H:%M",
        "'%Y-%m-%d %H:%M:%S'",
        "%Y-%m-%d %H:%M",
        "%Y/%m/%dT%H:%M",
        "%Y%m%d_%H:%M",
        "%Y%m%d%H%M",
    ],
)
@pytest.mark.parametrize("begin", ["2026-07-15 00:15", "2026-07-15 00:00"])
def test_stamps_of_rows_win_over_the_head(tmp_path: Path, form: str, begin: str) -> None:
    path = write(tmp_path, stamped(form, begin=begin))
    plant = read_plant(path, time_zone=ZONE)
    assert plant["time"].to_numpy()[0] == MIDNIGHT
    np.testing.assert_allclose(plant["plant_forecast_mw"], np.arange(1, 97) / 10)
    assert "plant-note-row-stamps" in [note.key for note in notes_of(plant)]


def test_stamps_far_from_the_issue_are_refused_for_another_day(tmp_path: Path) -> None:
    path = write(tmp_path, stamped("%Y-%m-%d_%H:%M", begin="2026-07-17 00:15"))
    with pytest.raises(Refused) as caught:
        read_plant(path, time_zone=ZONE, date=DAY)
    assert [each.key for each in caught.value.problems] == ["plant-day"]
    assert "2026-07-17" in str(caught.value)
    assert "2026-07-15" in str(caught.value)


def test_stamps_that_do_not_follow_the_numbers_are_refused(tmp_path: Path) -> None:
    text = stamped("%Y-%m-%d_%H:%M").replace("2026-07-15_12:00", "2026-07-15_12:10")
    with pytest.raises(Refused) as caught:
        read_plant(write(tmp_path, text), time_zone=ZONE)
    assert [(each.key, each.args["point"]) for each in caught.value.problems] == [("plant-row-stamps", 48)]


def test_last_midnight_with_the_date_of_its_day(tmp_path: Path) -> None:
    text = stamped("%Y-%m-%d_%H:%M")
    for last in ("2026-07-15_00:00", "2026-07-15_24:00"):
        plant = read_plant(write(tmp_path, text.replace("2026-07-16_00:00", last)), time_zone=ZONE, date=DAY)
        assert plant["plant_forecast_mw"].to_numpy()[-1] == 9.6


def test_one_time_in_all_rows_is_no_stamp_of_points(tmp_path: Path) -> None:
    lines = [f"#{n} 2026-07-14_08:30 {n / 10}" for n in range(1, 97)]
    path = write(tmp_path, e_lines("@id made value", *lines))
    assert read_plant(path, time_zone=ZONE)["time"].to_numpy()[0] == MIDNIGHT


def test_true_points_of_a_day_with_a_clock_change(tmp_path: Path) -> None:
    clocks = [m for m in range(15, 1441, 15) if not 120 < m <= 180]
    lines = [
        f"#{n} {(dt.datetime(2026, 3, 29) + dt.timedelta(minutes=m)).strftime('%Y-%m-%d_%H:%M')} {n}"
        for n, m in enumerate(clocks, start=1)
    ]
    text = e_lines("@id time value", *lines, time="2026-03-28 09:00").replace("29_02:00", "29_03:00")
    plant = read_plant(write(tmp_path, text), time_zone="Europe/Berlin", date=dt.date(2026, 3, 29))
    np.testing.assert_array_equal(plant["plant_forecast_mw"], np.arange(1, 93))


@pytest.mark.parametrize("count", [96, 288])
def test_whole_days_after_a_time_of_issue(tmp_path: Path, count: int) -> None:
    path = write(tmp_path, e_lines("@id value", *rows(count), time=ISSUED))
    plant = read_plant(path, time_zone=ZONE)
    assert plant["time"].to_numpy()[0] == MIDNIGHT
    assert plant.sizes["time"] == count
    assert plant.attrs["issue_time"] == "2026-07-14T01:00:00Z"
    note = next(note for note in notes_of(plant) if note.key == "plant-note-issue")
    assert note.args == {"time": ISSUED, "label": "2026-07-15 00:15"}


def test_points_within_a_day_still_begin_at_the_time_of_the_head(tmp_path: Path) -> None:
    path = write(tmp_path, e_lines("@id value", *rows(16), time=ISSUED))
    first = np.datetime64("2026-07-14T00:45")
    assert read_plant(path, time_zone=ZONE)["time"].to_numpy()[0] == first


def test_the_day_of_issue_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, e_lines("@id value", *rows(96), time=ISSUED))
    with pytest.raises(Refused) as caught:
        read_plant(path, time_zone=ZONE, date=EVE)
    (found,) = caught.value.problems
    assert found.key == "plant-day-issue"
    assert found.args == {"time": ISSUED, "begin": "2026-07-15", "date": "2026-07-14"}


@pytest.mark.parametrize(
    ("kind", "is_issue"),
    [("DQ", True), ("JH", True), ("计划", True), ("CDQ", False), ("WPF_CDQ", False), ("超短期", False)],
)
def test_a_heads_clock_is_the_issue_time_of_all_kinds_but_ultra_short(
    tmp_path: Path, kind: str, is_issue: bool
) -> None:
    text = e_lines("@id 功率", *rows(96), time=ISSUED).replace("type=DQ", f"type={kind}")
    begin = read_plant(write(tmp_path, text), time_zone=ZONE)["time"].to_numpy()[0]
    assert f"type={kind}" in text
    first_of_issue = np.datetime64("2026-07-14T01:00") - np.timedelta64(15, "m")
    assert begin == (MIDNIGHT if is_issue else first_of_issue)
