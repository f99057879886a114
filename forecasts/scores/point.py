"""Scores of a forecast that is one figure a step.

With the on-line capacity ``C``, the measured power ``M`` and the forecast ``P`` over ``n`` points:

- ``rmse = sqrt(mean(((P - M) / C)^2))``, accuracy 准确率 ``= 1 - rmse``;
- ``mae = mean(|P - M| / C)``, bias ``= mean((P - M) / C)``;
- qualified rate 合格率: share of points with ``|P - M| / C < 0.25``;
- skill against a reference ``= 1 - rmse / rmse_reference``, over the points that both have.

Points where either side is missing are left out and counted.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import numpy as np

from forecasts.notes import Array

__all__ = ["QUALIFIED_BELOW", "PointScore", "point_score", "rmse_frac", "skill"]

QUALIFIED_BELOW = 0.25


@dataclass(frozen=True)
class PointScore:
    """Scores of one forecast, fractions of capacity; NaN over no points.

    Attributes
    ----------
    points
        Points that were scored.
    missing
        Measured points for which the forecast has no figure.
    """

    points: int
    missing: int
    rmse_frac: float
    mae_frac: float
    bias_frac: float
    accuracy_frac: float
    qualified_frac: float

    def as_dict(self) -> dict[str, float]:
        """Return the figures by name."""
        return asdict(self)


def point_score(measured_mw: Array, forecast_mw: Array, capacity_mw: float) -> PointScore:
    """Score a forecast; see the module's docstring.

    Parameters
    ----------
    measured_mw, forecast_mw
        Power [MW], shape (time,), NaN where missing.
    capacity_mw
        On-line capacity [MW].
    """
    both = np.isfinite(measured_mw) & np.isfinite(forecast_mw)
    missing = int(np.isfinite(measured_mw).sum() - both.sum())
    if not both.any():
        return PointScore(0, missing, *([math.nan] * 5))
    error = (forecast_mw[both] - measured_mw[both]) / capacity_mw
    rmse = float(np.sqrt(np.mean(error**2)))
    return PointScore(
        points=int(both.sum()),
        missing=missing,
        rmse_frac=rmse,
        mae_frac=float(np.mean(np.abs(error))),
        bias_frac=float(np.mean(error)),
        accuracy_frac=1.0 - rmse,
        qualified_frac=float(np.mean(np.abs(error) < QUALIFIED_BELOW)),
    )


def rmse_frac(measured_mw: Array, forecast_mw: Array, capacity_mw: float) -> float:
    """Return the root mean square error as a fraction of capacity."""
    return point_score(measured_mw, forecast_mw, capacity_mw).rmse_frac


def skill(measured_mw: Array, forecast_mw: Array, reference_mw: Array) -> float:
    """Return ``1 - rmse / rmse_reference`` over the points that both have; NaN where the reference never errs."""
    both = np.isfinite(measured_mw) & np.isfinite(forecast_mw) & np.isfinite(reference_mw)
    if not both.any():
        return math.nan
    mine = float(np.sqrt(np.mean((forecast_mw[both] - measured_mw[both]) ** 2)))
    theirs = float(np.sqrt(np.mean((reference_mw[both] - measured_mw[both]) ** 2)))
    return 1.0 - mine / theirs if theirs > 0 else math.nan
