"""CPU seconds of the parts of a program, each without the parts inside it."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
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

    def watch(self, owner: Any, name: str, part: str) -> None:
        """Count the time inside a function of a module or class as a part."""
        inner: Callable[..., Any] = getattr(owner, name)

        @functools.wraps(inner)
        def timed(*args: Any, **named: Any) -> Any:
            self.lap(self._open[-1] if self._open else "other")
            self._open.append(part)
            try:
                return inner(*args, **named)
            finally:
                self.lap(self._open.pop())

        setattr(owner, name, timed)
