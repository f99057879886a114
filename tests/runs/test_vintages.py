"""Archived forecasts: whole or not at all, kept by issue, found again by site, day and issue time."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from runs.archive import Archive, new_id
from runs.vintages import Vintages
from sites.problems import Refused

DAY = dt.date(2026, 7, 15)
START = "2026-07-14T16:00:00Z"


def put(vintages: Vintages, issue_time: str, day: dt.date = DAY) -> str:
    """Archive the record of a forecast and return the issue's name."""
    issue = new_id(dt.datetime.fromisoformat(issue_time))
    record = {"site": "small", "date": str(day), "issue_time": issue_time, "day_start": START, "issue": issue}
    with vintages.new("small", day, issue) as folder:
        (folder / "forecast.json").write_text(json.dumps(record), encoding="utf-8")
    return issue


def write_half(vintages: Vintages) -> None:
    """Be interrupted while a forecast is written."""
    with vintages.new("small", DAY, "20260714T030000Z-abcdef") as folder:
        (folder / "forecast.json").write_text("{}", encoding="utf-8")
        raise KeyboardInterrupt


def test_a_forecast_is_found_by_day_issue_and_time(tmp_path: Path) -> None:
    vintages = Vintages(tmp_path)
    names = [put(vintages, f"2026-07-14T{hour:02d}:00:00Z") for hour in (3, 1, 9)]
    assert [each.issue for each in vintages.of_day("small", DAY)] == sorted(names)
    assert vintages.find("small", DAY).issue == names[2]
    assert vintages.find("small", DAY, issue=names[1][:11]).issue == names[1]
    assert vintages.find("small", DAY, issue=names[0][-6:]).issue == names[0]
    noon = dt.datetime(2026, 7, 14, 3, 30, tzinfo=dt.UTC)
    assert vintages.find("small", DAY, before=noon).issue == names[0]
    found = vintages.find("small", DAY)
    assert found.folder == tmp_path / "small" / "2026-07-15" / "forecasts" / names[2]


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    vintages = Vintages(tmp_path)
    with pytest.raises(Refused, match="hengli forecast small"):
        vintages.find("small", DAY)
    put(vintages, "2026-07-14T03:00:00Z")
    put(vintages, "2026-07-14T03:30:00Z")
    with pytest.raises(Refused, match="2 forecasts"):
        vintages.find("small", DAY, issue="20260714")
    with pytest.raises(Refused):
        vintages.find("small", DAY, before=dt.datetime(2026, 7, 14, 2, tzinfo=dt.UTC))


def test_only_what_was_issued_before_the_day_counts_in_a_look_back(tmp_path: Path) -> None:
    vintages = Vintages(tmp_path)
    first = put(vintages, "2026-07-14T03:00:00Z")
    second = put(vintages, "2026-07-14T15:59:00Z")
    put(vintages, "2026-07-14T16:00:00Z")
    assert first < second
    found = vintages.between("small", dt.date(2026, 7, 10), dt.date(2026, 7, 20))
    assert [each.issue for each in found] == [second]


def test_half_a_forecast_is_never_seen_and_runs_do_not_mind(tmp_path: Path) -> None:
    vintages = Vintages(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        write_half(vintages)
    assert list(tmp_path.iterdir()) == []
    put(vintages, "2026-07-14T03:00:00Z")
    archive = Archive(tmp_path)
    assert archive.records() == []
    assert archive.unreadable == []


def test_a_spoilt_record_is_left_out(tmp_path: Path) -> None:
    vintages = Vintages(tmp_path)
    put(vintages, "2026-07-14T03:00:00Z")
    spoilt = tmp_path / "small" / str(DAY) / "forecasts" / "20260714T040000Z-000000"
    spoilt.mkdir()
    (spoilt / "forecast.json").write_text("{", encoding="utf-8")
    assert len(vintages.of_day("small", DAY)) == 1
