"""An estimated parameter and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Estimate"]


@dataclass(frozen=True)
class Estimate:
    """A value and the standard deviation of its estimates over draws of the history."""

    value: float
    spread: float

    @classmethod
    def of(cls, value: float, draws: Sequence[float]) -> Estimate:
        """Return the estimate with the spread of its draws; NaN with fewer than two."""
        return cls(value, float(np.std(draws, ddof=1)) if len(draws) > 1 else float("nan"))
