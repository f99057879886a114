"""Steps of a day: counts, labels, clock spans, tomorrow at the site."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.time import ClockSpan, day_steps, parse_clock_span, today, tomorrow

SHANGHAI, ATHENS = "Asia/Shanghai", "Europe/Athens"
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
DIVISORS = (1, 5, 10, 15, 20, 30, 60)


def test_a_day_in_shanghai() -> None:
    steps = day_steps(dt.date(2026, 7, 15), SHANGHAI, 15)
    assert steps.count == 96
    assert steps.times[0] == np.datetime64("2026-07-14T16:00")
    assert steps.times.dtype == np.dtype("datetime64[ns]")
    assert (steps.labels[0], steps.labels[47], steps.labels[-2:]) == ("00:15", "12:00", ("23:45", "24:00"))
    assert set(steps.local_dates) == {dt.date(2026, 7, 15)}


@pytest.mark.parametrize(("date", "hours"), [(SPRING, 23), (AUTUMN, 25), (dt.date(2026, 7, 15), 24)])
@pytest.mark.parametrize("minutes", DIVISORS)
def test_count_of_steps_where_the_clock_is_set(date: dt.date, hours: int, minutes: int) -> None:
    steps = day_steps(date, ATHENS, minutes)
    assert steps.count == hours * 60 // minutes
    assert set(steps.local_dates) == {date}
    assert len(set(steps.labels)) == steps.count
    assert steps.labels[-1] == "24:00"


def test_labels_of_the_short_day_leave_an_hour_out() -> None:
    labels = day_steps(SPRING, ATHENS, 15).labels
    assert labels[11:13] == ("04:00", "04:15")
    assert len(labels) == 92


def test_labels_of_the_long_day_carry_the_offset_the_second_time() -> None:
    labels = day_steps(AUTUMN, ATHENS, 15).labels
    assert labels[11:15] == ("03:00", "03:15", "03:30", "03:45")
    assert labels[15:20] == ("03:00+0200", "03:15+0200", "03:30+0200", "03:45+0200", "04:00")


def test_span_of_the_repeated_hour_holds_both_times() -> None:
    assert day_steps(AUTUMN, ATHENS, 15).within(ClockSpan(180, 240)).sum() == 8
    assert day_steps(SPRING, ATHENS, 15).within(ClockSpan(180, 240)).sum() == 0


@pytest.mark.parametrize(
    ("text", "start", "end", "minutes"),
    [("16:00-22:00", 960, 1320, 360), ("23:00 - 7:00", 1380, 420, 480), ("00:00-24:00", 0, 1440, 1440)],
)
def test_spans_are_read(text: str, start: int, end: int, minutes: int) -> None:
    span = parse_clock_span(text)
    assert (span.start_minute, span.end_minute, span.minutes) == (start, end, minutes)


@pytest.mark.parametrize(
    "text", ["", "16-22", "16:00", "24:00-01:00", "10:60-11:00", "10:00-25:00", "a:b-c:d"]
)
def test_text_that_is_no_span(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        parse_clock_span(text)


CUTS = st.lists(st.integers(0, 95), min_size=2, max_size=6, unique=True).map(sorted)


@given(CUTS, st.sampled_from([dt.date(2026, 7, 15), SPRING, AUTUMN]))
def test_spans_that_follow_each_other_share_out_the_day(cuts: list[int], date: dt.date) -> None:
    """Whatever the cuts, also over midnight and where the clock is set: each step lies in exactly one span."""
    steps = day_steps(date, ATHENS, 15)
    edges = [cut * 15 for cut in cuts]
    spans = [ClockSpan(start, end) for start, end in zip(edges, [*edges[1:], edges[0]], strict=True)]
    assert (np.sum([steps.within(span) for span in spans], axis=0) == 1).all()
    assert steps.within_any(tuple(spans)).all()


@given(st.integers(0, 1439), st.integers(0, 1440))
def test_a_span_reads_back_what_it_prints(start: int, end: int) -> None:
    span = ClockSpan(start, end)
    assert parse_clock_span(str(span)) == span


@given(st.dates(dt.date(1990, 1, 1), dt.date(2035, 12, 30)), st.sampled_from(DIVISORS))
def test_days_follow_each_other_without_gap(date: dt.date, minutes: int) -> None:
    first, second = (day_steps(date + dt.timedelta(days=days), ATHENS, minutes) for days in (0, 1))
    assert first.times[-1] + np.timedelta64(minutes, "m") == second.times[0]


def test_tomorrow_is_the_sites_and_not_the_machines() -> None:
    now = dt.datetime(2026, 7, 14, 17, 0, tzinfo=dt.UTC)
    assert today(SHANGHAI, now) == dt.date(2026, 7, 15)
    assert tomorrow(SHANGHAI, now) == dt.date(2026, 7, 16)
    assert tomorrow("America/New_York", now) == dt.date(2026, 7, 15)
