"""Workdays and holidays, and the refusal of years that nobody has decreed yet."""

from __future__ import annotations

import datetime as dt

import pytest

from sites.calendar import day_type, day_types, holiday_name, known_names
from sites.demand import happens_on
from sites.problems import Refused


@pytest.mark.parametrize(
    ("date", "country", "kind"),
    [
        ("2026-07-15", "CN", "workday"),
        ("2026-07-18", "CN", "rest_day"),
        ("2026-02-17", "CN", "holiday"),
        ("2026-02-14", "CN", "workday"),  # a Saturday worked for the Spring Festival
        ("2026-10-10", "CN", "workday"),  # a Saturday worked for National Day
        ("2026-10-07", "CN", "holiday"),
        ("2026-10-28", "GR", "holiday"),
        ("2026-10-07", "GR", "workday"),
        ("2026-10-10", "GR", "rest_day"),
    ],
)
def test_types_of_days(date: str, country: str, kind: str) -> None:
    assert day_type(dt.date.fromisoformat(date), country) == kind


def test_makeup_workday_is_no_holiday_though_it_has_its_name() -> None:
    assert holiday_name(dt.date(2026, 2, 14), "CN") is None
    assert holiday_name(dt.date(2026, 2, 16), "CN") == "Spring Festival"


@pytest.mark.parametrize("date", [dt.date(2027, 1, 1), dt.date(2027, 7, 15), dt.date(2003, 12, 31)])
def test_years_beyond_the_decrees_are_refused(date: dt.date) -> None:
    with pytest.raises(Refused) as caught:
        day_type(date, "CN")
    (problem,) = caught.value.problems
    assert (problem.key, problem.where, problem.args["years"]) == ("calendar-beyond", str(date), "2004-2026")
    assert "2004-2026" in problem.text("zh")


def test_years_beyond_another_calendar_are_refused() -> None:
    with pytest.raises(Refused) as caught:
        day_type(dt.date(2200, 1, 1), "GR")
    assert [problem.key for problem in caught.value.problems] == ["calendar-beyond"]


def test_first_and_last_known_day() -> None:
    assert day_type(dt.date(2004, 1, 1), "CN") == "holiday"
    assert day_type(dt.date(2026, 12, 31), "CN") == "workday"


def test_several_days() -> None:
    dates = (dt.date(2026, 7, 17), dt.date(2026, 7, 18), dt.date(2026, 7, 17))
    assert day_types(dates, "CN") == ("workday", "rest_day", "workday")


def test_names_of_holidays() -> None:
    assert {"Spring Festival", "Labour Day", "National Day"} <= set(known_names("CN"))
    assert known_names("GR")


@pytest.mark.parametrize(
    ("days", "date", "happens"),
    [
        ("all", "2026-02-17", True),
        ("workday", "2026-02-17", False),
        ("rest_day", "2026-02-17", True),  # a holiday is a day of rest
        ("workday", "2026-02-14", True),
        ("rest_day", "2026-02-14", False),
    ],
)
def test_what_happens_on_a_day(days: str, date: str, happens: bool) -> None:
    assert happens_on(days, dt.date.fromisoformat(date), "CN") is happens
