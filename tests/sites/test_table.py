"""CSV tables: no gap, no double, no naive stamp, no wrong count of rows goes through; resolutions convert by mean."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from sites.curve import check_power_curve
from sites.demand import read_series, read_shape
from sites.problems import Problem, Refused
from sites.table import DailyTable, DatedTable, read_daily, read_dated, read_table
from sites.time import day_steps
from tests.builders import shape_csv

DAY = dt.date(2026, 7, 15)


def refusal(read: object, *args: object) -> list[Problem]:
    with pytest.raises(Refused) as caught:
        read(*args)  # type: ignore[operator]  # a reader
    for problem in caught.value.problems:
        assert problem.text("en")
        assert problem.text("zh")
    return list(caught.value.problems)


def found(read: object, *args: object) -> list[tuple[str, str]]:
    return [(problem.key, problem.where) for problem in refusal(read, *args)]


def series(stamps: list[str], values: list[object] | None = None) -> str:
    rows = zip(stamps, values or [1.0] * len(stamps), strict=True)
    return "time,power_mw\n" + "".join(f"{stamp},{value}\n" for stamp, value in rows)


def stamps(count: int = 96, minutes: int = 15) -> list[str]:
    start = dt.datetime(2026, 7, 15, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    return [(start + dt.timedelta(minutes=minutes * place)).isoformat() for place in range(count)]


# ---- dated


def test_series_gives_back_its_values() -> None:
    table = read_series("s.csv", series(stamps(), list(range(96))))
    steps = day_steps(DAY, "Asia/Shanghai", 15)
    np.testing.assert_array_equal(table.values("power_mw", steps), np.arange(96.0))


def test_series_is_averaged_to_longer_and_held_over_shorter_steps() -> None:
    table = read_series("s.csv", series(stamps(), list(range(96))))
    hourly = table.values("power_mw", day_steps(DAY, "Asia/Shanghai", 60))
    np.testing.assert_allclose(hourly, np.arange(96.0).reshape(24, 4).mean(axis=1))
    finer = table.values("power_mw", day_steps(DAY, "Asia/Shanghai", 5))
    np.testing.assert_array_equal(finer, np.repeat(np.arange(96.0), 3))


def test_gap_names_the_row_after_it() -> None:
    rows = stamps()
    del rows[10]
    assert found(read_series, "s.csv", series(rows)) == [("table-gap", "s.csv:12")]


def test_duplicate_stamp() -> None:
    rows = stamps()
    assert found(read_series, "s.csv", series([*rows[:11], rows[10], *rows[11:]])) == [
        ("table-duplicate", "s.csv:13")
    ]
    assert found(read_series, "s.csv", series([rows[0], *rows])) == [("table-duplicate", "s.csv:3")]


def test_gap_and_duplicate_are_both_told() -> None:
    rows = stamps()
    rows = [*rows[:11], rows[10], *rows[11:50], *rows[51:]]
    assert found(read_series, "s.csv", series(rows)) == [
        ("table-duplicate", "s.csv:13"),
        ("table-gap", "s.csv:53"),
    ]


def test_naive_stamp() -> None:
    rows = stamps()
    rows[3] = rows[3].removesuffix("+08:00")
    assert found(read_series, "s.csv", series(rows)) == [("table-naive", "s.csv:5")]


def test_text_that_is_no_stamp() -> None:
    rows = stamps()
    rows[3] = "noon"
    assert found(read_series, "s.csv", series(rows)) == [("table-stamp", "s.csv:5")]


@pytest.mark.parametrize("minutes", [7, 25, 90])
def test_step_that_divides_no_hour(minutes: int) -> None:
    assert found(read_series, "s.csv", series(stamps(96, minutes))) == [("table-step", "s.csv:3")]


def test_rows_in_reverse() -> None:
    assert found(read_series, "s.csv", series(stamps()[::-1])) == [("table-step", "s.csv:3")]


def test_many_problems_are_counted_after_twenty() -> None:
    problems = refusal(read_series, "s.csv", series(stamps(), ["x"] * 96))
    assert [problem.key for problem in problems] == ["table-not-number"] * 20 + ["table-more"]
    assert problems[-1].args["count"] == 76


@pytest.mark.parametrize("value", ["", "nan", "inf", "1,5"])
def test_figure_that_is_none(value: str) -> None:
    text = series(stamps()).replace("T02:30:00+08:00,1.0", f"T02:30:00+08:00,{value}")
    key = "table-cells" if "," in value else "table-not-number"
    assert found(read_series, "s.csv", text) == [(key, "s.csv:12")]


def test_negative_demand() -> None:
    values: list[object] = [1.0] * 96
    values[7] = -0.1
    assert found(read_series, "s.csv", series(stamps(), values)) == [("table-negative", "s.csv:9")]


def test_line_numbers_count_blank_lines() -> None:
    text = series(stamps(), [1.0] * 95 + ["x"]).replace("power_mw\n", "power_mw\n\n\n")
    assert found(read_series, "s.csv", text) == [("table-not-number", "s.csv:99")]


def test_series_that_does_not_cover_the_day_names_its_span() -> None:
    table = read_series("s.csv", series(stamps()))
    (problem,) = refusal(table.values, "power_mw", day_steps(DAY + dt.timedelta(days=1), "Asia/Shanghai", 15))
    assert (problem.key, problem.where) == ("site-series-span", "s.csv")
    assert (problem.args["begin"], problem.args["end"]) == ("2026-07-14T16:00Z", "2026-07-15T16:00Z")
    assert (problem.args["wanted"], problem.args["wanted_end"]) == ("2026-07-15T16:00Z", "2026-07-16T16:00Z")


# ---- daily


def test_95_rows() -> None:
    lines = shape_csv([0.5] * 96).splitlines()
    assert found(read_shape, "d.csv", "\n".join(lines[:-1])) == [("table-rows", "d.csv")]


def test_label_out_of_place() -> None:
    text = shape_csv([0.5] * 24).replace("07:00,", "06:00,")
    (problem,) = refusal(read_shape, "d.csv", text)
    assert (problem.key, problem.where, problem.args["expected"]) == ("table-label", "d.csv:8", "07:00")


def test_labels_at_the_beginning_are_refused() -> None:
    lines = ["label,workday,rest_day", *(f"{hour:02d}:00,0.5,0.5" for hour in range(24))]
    assert found(read_shape, "d.csv", "\n".join(lines)) == [("table-label", "d.csv:2")]


def test_columns_missing_and_unknown() -> None:
    text = shape_csv([0.5] * 24).replace("rest_day", "weekend")
    assert found(read_shape, "d.csv", text) == [
        ("table-column-missing", "d.csv"),
        ("table-column-unknown", "d.csv"),
    ]


@pytest.mark.parametrize("text", ["", "label,workday,rest_day\n", "label,workday,rest_day\n24:00,1,1\n"])
def test_too_few_rows(text: str) -> None:
    assert found(read_shape, "d.csv", text)[0][0] in ("table-empty", "table-column-missing")


@pytest.mark.parametrize("value", [-0.1, 1.6, 800.0])
def test_share_of_the_peak(value: float) -> None:
    assert found(read_shape, "d.csv", shape_csv([0.5] * 5 + [value] + [0.5] * 18)) == [
        ("table-share", "d.csv:7")
    ]


def test_hourly_shape_holds_over_quarter_hours() -> None:
    table = read_shape("d.csv", shape_csv([place / 24 for place in range(24)]))
    values = table.values("workday", day_steps(DAY, "Asia/Shanghai", 15))
    np.testing.assert_allclose(values, np.repeat(np.arange(24) / 24, 4))


def test_quarter_hour_shape_is_averaged_to_hours() -> None:
    table = read_shape("d.csv", shape_csv([place / 96 for place in range(96)]))
    values = table.values("workday", day_steps(DAY, "Asia/Shanghai", 60))
    np.testing.assert_allclose(values, (np.arange(96) / 96).reshape(24, 4).mean(axis=1))


@pytest.mark.parametrize(("date", "count"), [(dt.date(2026, 3, 29), 92), (dt.date(2026, 10, 25), 100)])
def test_shape_follows_the_clock_where_it_is_set(date: dt.date, count: int) -> None:
    table = read_shape("d.csv", shape_csv([place / 24 for place in range(24)]))
    values = table.values("workday", day_steps(date, "Europe/Athens", 15))
    assert len(values) == count
    np.testing.assert_allclose(values[:12], np.repeat(np.arange(3) / 24, 4))
    np.testing.assert_allclose(values[-4:], 23 / 24)


def test_first_column_tells_daily_from_dated() -> None:
    daily = "\ufefflabel,power_mw\n12:00,1\n24:00,2\n"
    assert found(read_table, "p.csv", daily, ("power_mw",)) == [("table-rows", "p.csv")]
    assert isinstance(read_table("p.csv", shape_csv([0.5] * 24), ("workday", "rest_day")), DailyTable)
    assert isinstance(read_table("p.csv", series(stamps()), ("power_mw",)), DatedTable)


def test_column_twice() -> None:
    text = "label,workday,workday\n" + "".join(f"{hour + 1:02d}:00,1,1\n" for hour in range(24))
    assert found(read_daily, "d.csv", text, ("workday",)) == [("site-name-twice", "d.csv")]
    assert found(read_dated, "d.csv", text, ("workday",))[0] == ("table-column-missing", "d.csv")


# ---- power curve


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wind_speed_m_per_s,power_mw\n3,0\n10,1.5\n12,2\n", []),
        ("wind_speed,power_mw\n3,0\n", [("table-column-missing", "c.csv")]),
        ("wind_speed_m_per_s,power_mw\n3,0\n3,1\n", [("table-power-curve", "c.csv:3")]),
        ("wind_speed_m_per_s,power_mw\n3,0\n\n4,2000\n", [("table-power-curve", "c.csv:4")]),
        ("wind_speed_m_per_s,power_mw\n3,-1\n", [("table-power-curve", "c.csv:2")]),
        ("wind_speed_m_per_s,power_mw\n3,nan\n", [("table-power-curve", "c.csv:2")]),
        ("wind_speed_m_per_s,power_mw\n3,x\n", [("table-not-number", "c.csv:2")]),
        ("wind_speed_m_per_s,power_mw\n", [("table-empty", "c.csv")]),
    ],
)
def test_power_curve(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(problem.key, problem.where) for problem in check_power_curve("c.csv", text)] == expected
