"""Progress of long work on stderr: live in a terminal, a line a stage elsewhere, nothing with ``--quiet``."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from sites.messages import say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["Clock", "Lines", "Live", "Shown", "Silent", "shown_on", "stage_text"]

STAGES = {
    "inputs": "doing-inputs",
    "weather": "doing-weather",
    "forecast": "doing-forecast",
    "schedule": "doing-schedule",
    "build": "doing-build",
    "shaving": "doing-shaving",
    "absorption": "doing-absorption",
    "cost": "doing-cost",
    "smooth": "doing-smooth",
    "capability": "doing-capability",
    "audit": "doing-audit",
    "archive": "doing-archive",
    "report": "doing-report",
}
"""Stages of a run and their names in the catalogue; what is not here is a stage of the solver."""


class Shown(Protocol):
    """Where progress is shown."""

    def days(self, count: int) -> None:
        """Say how many days will be scheduled."""

    def day(self, date: str) -> None:
        """Say which day begins."""

    def stage(self, name: str) -> None:
        """Say which stage begins."""


class Silent:
    """Shows nothing."""

    def days(self, count: int) -> None:
        """Show nothing."""

    def day(self, date: str) -> None:
        """Show nothing."""

    def stage(self, name: str) -> None:
        """Show nothing."""


def stage_text(name: str) -> str:
    """Return a stage's name for people."""
    key = STAGES.get(name.removeprefix("price_"))
    if key is None:
        return say("doing-solver", name=name)
    return say("doing-price", stage=say(key)) if name.startswith("price_") else say(key)


def day_text(date: str, place: int, count: int) -> str:
    """Return which day is scheduled, and its number where there are several."""
    if count == 1:
        return say("progress-day", date=date)
    return say("progress-day-of", place=place, count=count, date=date)


class Lines:
    """One line a stage, for logs; the stages of history days are left out."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._count = 1
        self._place = 0

    def days(self, count: int) -> None:
        """Remember whether stages are worth a line each."""
        self._count, self._place = count, 0

    def day(self, date: str) -> None:
        """Write the day."""
        self._place += 1
        self._write(day_text(date, self._place, self._count))

    def stage(self, name: str) -> None:
        """Write the stage."""
        if self._count == 1:
            self._write(f"  {stage_text(name)}")

    def _write(self, text: str) -> None:
        self._stream.write(text + "\n")
        self._stream.flush()


class Live:
    """A moving line in a terminal: a bar over the days where there are several, else over nothing."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None
        self._day = ""
        self._count, self._place = 1, 0

    def days(self, count: int) -> None:
        """Begin a bar of so many days."""
        self._count, self._place = count, 0
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(
            "", total=count if count > 1 else None, completed=-1 if count > 1 else 0
        )

    def day(self, date: str) -> None:
        """Go on to a day."""
        self._place += 1
        self._day = day_text(date, self._place, self._count)
        if self._task is not None:
            self._progress.update(self._task, advance=1, description=self._day)

    def stage(self, name: str) -> None:
        """Show the stage beside the day."""
        if self._task is not None:
            day = f"{self._day} · " if self._day else ""
            self._progress.update(self._task, description=day + stage_text(name))


@contextmanager
def shown_on(stream: TextIO | None = None, *, quiet: bool = False) -> Iterator[Shown]:
    """Give the progress that fits a stream (stderr by default): live, lines, or nothing."""
    target = stream or sys.stderr
    if quiet:
        yield Silent()
        return
    if not target.isatty():
        yield Lines(target)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(file=target), transient=True) as progress:
        yield Live(progress)


class Clock:
    """Measures the stages of a run, one after the other, and shows each as it begins."""

    def __init__(self, shown: Shown | None = None, before: Mapping[str, float] | None = None) -> None:
        self._shown = shown or Silent()
        self._begun = time.perf_counter()
        self._current: str | None = None
        self._durations: dict[str, float] = dict(before or {})

    def begin(self, name: str) -> None:
        """End the stage before and begin another."""
        self._end()
        self._current = name
        self._shown.stage(name)

    def step(self, name: str, _seconds: float = 0.0) -> None:
        """Show a step inside the current stage; the solver calls it."""
        self._shown.stage(name)

    def durations(self) -> dict[str, float]:
        """Return the seconds of each stage so far."""
        self._end()
        return {name: round(seconds, 3) for name, seconds in self._durations.items()}

    def _end(self) -> None:
        now = time.perf_counter()
        if self._current is not None:
            self._durations[self._current] = self._durations.get(self._current, 0.0) + now - self._begun
        self._begun, self._current = now, None
