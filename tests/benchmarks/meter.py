"""CPU seconds of the parts of a program, each without the parts inside it."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["Meter"]


class Meter:
    """Adds up the CPU time (all threads) of named functions, from the start of the process."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._open: list[str] = []
        self._since = 0.0

    def lap(self, part: str) -> None:
        """Give the time since the last change to a part."""
        now = time.process_time()
        self.seconds[part] = self.seconds.get(part, 0.0) + now - self._since
        self._since = now

    @property
    def part(self) -> str:
        """The part that is open now."""
        return self._open[-1] if self._open else "other"

    @contextmanager
    def inside(self, part: str) -> Iterator[None]:
        """Count the time inside as a part."""
        self.lap(self.part)
        self._open.append(part)
        try:
            yield
        finally:
            self.lap(self._open.pop())

    def watch(self, owner: Any, name: str, part: str) -> None:
        """Count the time inside a function of a module or class as a part."""
        inner: Callable[..., Any] = getattr(owner, name)

        @functools.wraps(inner)
        def timed(*args: Any, **named: Any) -> Any:
            with self.inside(part):
                return inner(*args, **named)

        setattr(owner, name, timed)
