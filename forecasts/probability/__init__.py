"""How sure a forecast is: quantile bands from past errors, joint scenarios, and a chosen few of them.

Quantiles -> N joint scenarios (Gaussian copula or Schaake shuffle) -> a few with probabilities. Everything is
repeatable from a seed. The names are imported when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sites.lazy import lazily

if TYPE_CHECKING:
    from forecasts.probability.bands import LEVELS, Bands, coverage
    from forecasts.probability.reduction import reduce_scenarios
    from forecasts.probability.scenarios import aligned_errors, make_scenarios, with_scenarios

__all__ = [
    "Bands",
    "LEVELS",
    "aligned_errors",
    "coverage",
    "make_scenarios",
    "reduce_scenarios",
    "with_scenarios",
]

_HOMES = {
    "LEVELS": "forecasts.probability.bands",
    "Bands": "forecasts.probability.bands",
    "aligned_errors": "forecasts.probability.scenarios",
    "coverage": "forecasts.probability.bands",
    "make_scenarios": "forecasts.probability.scenarios",
    "reduce_scenarios": "forecasts.probability.reduction",
    "with_scenarios": "forecasts.probability.scenarios",
}

__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
