"""Progress: live in a terminal, lines elsewhere, nothing when quiet; and the times of the stages."""

from __future__ import annotations

import io

from runs.progress import Clock, Lines, Live, Silent, shown_on, stage_text
from sites.messages import use_language


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_lines_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    with shown_on(stream) as shown:
        assert isinstance(shown, Lines)
        shown.days(1)
        shown.day("2026-07-15")
        shown.stage("forecast")
        shown.stage("price_shaving")
        shown.stage("relaxation_1")
    assert stream.getvalue().splitlines() == [
        "day 2026-07-15",
        "  forecast",
        "  price of a stage (stage: peak shaving)",
        "  solver: relaxation_1",
    ]


def test_a_history_is_a_line_a_day() -> None:
    stream = io.StringIO()
    with shown_on(stream) as shown:
        shown.days(2)
        for date in ("2026-07-14", "2026-07-15"):
            shown.day(date)
            shown.stage("forecast")
    assert stream.getvalue() == "day 1 of 2: 2026-07-14\nday 2 of 2: 2026-07-15\n"


def test_quiet_shows_nothing() -> None:
    stream = Terminal()
    with shown_on(stream, quiet=True) as shown:
        assert isinstance(shown, Silent)
        shown.days(2)
        shown.day("2026-07-15")
        shown.stage("forecast")
    assert stream.getvalue() == ""


def test_a_terminal_gets_a_moving_line() -> None:
    stream = Terminal()
    with use_language("zh"), shown_on(stream) as shown:
        assert isinstance(shown, Live)
        shown.days(1)
        shown.stage("inputs")
        shown.days(8)
        for place in range(8):
            shown.day(f"2026-07-{place + 1:02d}")
            shown.stage("audit")
    assert stage_text("audit") == "audit"
    assert "审核" in stream.getvalue()


def test_the_clock_adds_up_stages() -> None:
    clock = Clock(before={"inputs": 1.5})
    clock.begin("forecast")
    clock.begin("schedule")
    clock.step("cost", 0.1)
    clock.begin("forecast")
    first = clock.durations()
    assert first.keys() == {"inputs", "forecast", "schedule"}
    assert first["inputs"] == 1.5
    assert clock.durations() == first, "no stage runs any more"
