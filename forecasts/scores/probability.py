"""Scores of a forecast that says how sure it is, by ``scoringrules``: quantiles, or scenarios with probabilities.

- **pinball** of the level ``q``: ``mean(max(q (M - F), (q - 1) (M - F)))``, MW;
- **CRPS**: of quantiles, twice the mean pinball over the levels (Berrisch & Ziel 2023,
  doi:10.1016/j.jeconom.2021.11.008); of scenarios, ``E|X - M| - E|X - X'| / 2`` with their probabilities
  (Gneiting & Raftery 2007, doi:10.1198/016214506000001437), MW;
- **coverage**: share of points inside the band from the level 0.1 to 0.9, which should be 0.8; its mean width, MW;
- **rank histogram**: share of points in each gap between neighbours, beside the share expected. A point that ties
  with several neighbours, a calm with quantiles of zero say, is shared among their gaps;
- **reliability**: for each level, the share of points below its quantile, ties shared out likewise.

Points whose quantiles all are one value, a night of PV say, tell nothing of the spread: they are left out here.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from forecasts.notes import Array

__all__ = ["BAND", "Probabilistic", "ensemble_score", "quantile_score", "rank_shares"]

BAND = (0.1, 0.9)
"""Levels of the 80 % band."""

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Probabilistic:
    """Scores of a probabilistic forecast.

    Attributes
    ----------
    points
        Points that were scored.
    flat
        Points left out because their forecast has no spread.
    levels, pinball_mw, reliability_frac
        By level; empty for scenarios.
    rank_share, rank_expected
        Share of points by gap, from below the lowest to above the highest, and what it should be; empty for scenarios
        that are not equally likely.
    """

    points: int
    flat: int
    crps_mw: float
    crps_frac: float
    coverage_80_frac: float
    width_80_frac: float
    levels: tuple[float, ...]
    pinball_mw: tuple[float, ...]
    reliability_frac: tuple[float, ...]
    rank_share: tuple[float, ...]
    rank_expected: tuple[float, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the figures by name."""
        return {name: list(each) if isinstance(each, tuple) else each for name, each in asdict(self).items()}


def quantile_score(
    measured_mw: Array, quantile_mw: Array, levels: Array, capacity_mw: float
) -> Probabilistic | None:
    """Score quantiles; None where there is nothing to score.

    Parameters
    ----------
    measured_mw
        Shape (time,).
    quantile_mw
        Shape (time, level), rising with the level.
    levels
        Levels between 0 and 1, rising.
    """
    import scoringrules

    there = np.isfinite(measured_mw) & np.isfinite(quantile_mw).all(axis=1)
    spread = there & (np.ptp(quantile_mw, axis=1) > TOLERANCE)
    if not spread.any():
        return None
    measured, quantiles = measured_mw[spread], quantile_mw[spread]
    pinball = [
        float(np.mean(scoringrules.quantile_score(measured, quantiles[:, place], level, backend="numpy")))
        for place, level in enumerate(levels.tolist())
    ]
    crps = float(np.mean(scoringrules.crps_quantile(measured, quantiles, levels, backend="numpy")))
    coverage, width = _band(measured, quantiles, levels)
    shares = rank_shares(measured, quantiles)
    return Probabilistic(
        points=int(spread.sum()),
        flat=int(there.sum() - spread.sum()),
        crps_mw=crps,
        crps_frac=crps / capacity_mw,
        coverage_80_frac=coverage,
        width_80_frac=width / capacity_mw,
        levels=tuple(levels.tolist()),
        pinball_mw=tuple(pinball),
        reliability_frac=tuple(np.cumsum(shares)[:-1].tolist()),
        rank_share=tuple(shares.tolist()),
        rank_expected=tuple(np.diff([0.0, *levels.tolist(), 1.0]).tolist()),
    )


def ensemble_score(
    measured_mw: Array, scenario_mw: Array, probability: Array, capacity_mw: float
) -> Probabilistic | None:
    """Score scenarios; None where there is nothing to score.

    Parameters
    ----------
    measured_mw
        Shape (time,).
    scenario_mw
        Shape (time, scenario); NaN where a step has fewer scenarios than others.
    probability
        Shape (scenario,) or (time, scenario).
    """
    import scoringrules

    has = np.isfinite(scenario_mw)
    there = np.isfinite(measured_mw) & has.any(axis=1)
    stand_in = np.where(has, scenario_mw, -np.inf).max(axis=1, keepdims=True)
    whole = np.where(has, scenario_mw, stand_in)  # with a weight of zero
    spread = there.copy()
    spread[there] = np.ptp(whole[there], axis=1) > TOLERANCE
    if not spread.any():
        return None
    measured, members = measured_mw[spread], whole[spread]
    weights = np.where(has, np.broadcast_to(probability, scenario_mw.shape), 0.0)[spread]
    weights = weights / weights.sum(axis=1, keepdims=True)
    scored = scoringrules.crps_ensemble(measured, members, ens_w=weights, estimator="nrg", backend="numpy")
    crps = float(np.mean(scored))
    bounds = np.stack([_weighted_quantile(members, weights, level) for level in BAND], axis=1)
    coverage, width = _band(measured, bounds, np.asarray(BAND))
    ranked = _ranked(measured, scenario_mw[spread], weights)
    return Probabilistic(
        points=int(spread.sum()),
        flat=int(there.sum() - spread.sum()),
        crps_mw=crps,
        crps_frac=crps / capacity_mw,
        coverage_80_frac=coverage,
        width_80_frac=width / capacity_mw,
        levels=(),
        pinball_mw=(),
        reliability_frac=(),
        rank_share=tuple(ranked.tolist()),
        rank_expected=(1.0 / max(len(ranked), 1),) * len(ranked),
    )


def _ranked(measured: Array, scenario_mw: Array, weights: Array) -> Array:
    """Return the share of points by rank, over the points with the commonest number of scenarios.

    Empty where the scenarios are not equally likely: their ranks are not due equal shares.
    """
    has = np.isfinite(scenario_mw)
    count = has.sum(axis=1)
    usual = int(np.bincount(count).argmax())
    rows = count == usual
    if not np.allclose(weights[has], np.repeat(1.0 / count, count)):
        return np.zeros(0)
    return rank_shares(measured[rows], scenario_mw[rows][has[rows]].reshape(-1, usual))


def rank_shares(measured_mw: Array, members_mw: Array) -> Array:
    """Return the share of points by rank among the members, shape (member + 1,); ties are shared out."""
    below = (members_mw < measured_mw[:, None] - TOLERANCE).sum(axis=1)
    up_to = (members_mw <= measured_mw[:, None] + TOLERANCE).sum(axis=1)
    gaps = np.arange(members_mw.shape[1] + 1)
    is_in = (gaps >= below[:, None]) & (gaps <= up_to[:, None])
    shares: Array = (is_in / is_in.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares


def _band(measured: Array, quantiles: Array, levels: Array) -> tuple[float, float]:
    """Return coverage [1] and mean width [MW] of the 80 % band; NaN where the levels are not there."""
    places = [np.flatnonzero(np.isclose(levels, level)) for level in BAND]
    if not all(place.size for place in places):
        return math.nan, math.nan
    low, high = (quantiles[:, place[0]] for place in places)
    inside = (measured >= low - TOLERANCE) & (measured <= high + TOLERANCE)
    return float(inside.mean()), float((high - low).mean())


def _weighted_quantile(members: Array, weights: Array, level: float) -> Array:
    """Return the least member up to which the probability reaches a level, shape (time,)."""
    order = np.argsort(members, axis=1)
    rising = np.take_along_axis(members, order, axis=1)
    reached = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    place = (reached >= level * reached[:, -1:] - TOLERANCE).argmax(axis=1)
    found: Array = np.take_along_axis(rising, place[:, None], axis=1)[:, 0]
    return found
