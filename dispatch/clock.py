"""The one time limit over all stages."""

from __future__ import annotations

import time

from dispatch.options import Options
from dispatch.solvers.base import Limits

__all__ = ["Clock"]

LEAST_SECONDS = 0.01


class Clock:
    """Counts down from the time limit of a schedule."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._began = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._began

    @property
    def left(self) -> float:
        """Seconds left, 0 when the limit is reached."""
        return max(0.0, self._options.time_limit_s - self.elapsed)

    @property
    def is_over(self) -> bool:
        """Whether no time is left for a further solve."""
        return self.left < LEAST_SECONDS

    def limits(self) -> Limits:
        """Limits of the next solve: all the time that is left."""
        return Limits(seconds=self.left, gap_rel=self._options.gap_rel, gap_abs=self._options.gap_abs)
