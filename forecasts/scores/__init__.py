"""How good forecasts were: the trade's formulas, honest references, and the region's own assessment.

``references`` makes what a forecast is held against, ``point`` and ``probability`` hold the formulas, ``regions``
what errors cost where, and ``scoring`` puts them together: :func:`score`.
"""

from __future__ import annotations

from forecasts.scores.references import with_references
from forecasts.scores.regions import REGIONS, Region, region_of
from forecasts.scores.scoring import Score, score

__all__ = ["REGIONS", "Region", "Score", "region_of", "score", "with_references"]
