"""Dependence of past errors as uniforms: a Gaussian copula, or the ranks of real days (Schaake shuffle).

Both take a history of errors, shape (day, dimension), a dimension being one step of one asset, and give uniforms
of shape (scenario, dimension).

Gaussian copula: normal scores by rank, their covariance shrunk (Ledoit & Wolf 2004, J. Multivariate Analysis 88,
365-411, here towards a target that keeps the shape in time: the correlation of assets times that of steps), draws
that are independent of each other (mirrored pairs would make a reduction choose mirrored scenarios). What no error is
known of keeps to itself, smooth in time, or depends as the caller assumes. Schaake shuffle: Clark et al. 2004,
J. Hydrometeorology 5, 243-262.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array
from sites.problems import Refused, problem

__all__ = ["copula_uniforms", "normal_scores", "schaake_uniforms"]

LEAST_SHARE = 0.25
MOVES = 1e-9
JITTER = 1e-8
SMOOTH_STEPS = 20.0


def normal_scores(history: Array) -> Array:
    """Return normal scores of errors by rank within each dimension.

    Gaps, and dimensions that never move or are hardly known, get 0: they take part in nothing.
    """
    from scipy.special import ndtri

    there = np.isfinite(history)
    ranks = np.where(there, history, np.inf).argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    count = there.sum(axis=0)
    scores = ndtri(np.clip((ranks + 0.5) / np.maximum(count, 1), 1e-6, 1.0 - 1e-6))
    top = np.where(there, history, -np.inf).max(axis=0)
    bottom = np.where(there, history, np.inf).min(axis=0)
    moves = (count > LEAST_SHARE * len(history)) & (top - bottom > MOVES)
    return np.where(there & moves, scores, 0.0)


def copula_uniforms(
    history: Array, count: int, seed: int, assets: NDArray[np.int64], assumed: Array | None = None
) -> Array:
    """Return ``count`` draws with the dependence of the errors, shape (count, dimension).

    Parameters
    ----------
    assets
        Number of the asset of each dimension, shape (dimension,).
    assumed
        Correlation of pairs of dimensions of which one has no known errors, shape (dimension, dimension).
    """
    from scipy.special import ndtr

    correlation = _correlation(normal_scores(history), assets, assumed)
    root = _root(correlation)
    draws = np.random.default_rng(seed).standard_normal((count, history.shape[1]))
    return np.asarray(ndtr(draws @ root.T), dtype=float)


def _root(correlation: Array) -> Array:
    """Return a root of a correlation matrix; one that is patched together, and none, is brought near to one."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):  # threads in each other's way cost more than they bring
        try:
            lower = np.linalg.cholesky(correlation + JITTER * np.eye(len(correlation)))
            return np.asarray(lower, dtype=float)
        except np.linalg.LinAlgError:
            value, vector = np.linalg.eigh(correlation)
    root = vector * np.sqrt(np.clip(value, 0.0, None))
    return np.asarray(root / np.maximum(np.sqrt((root**2).sum(axis=1, keepdims=True)), MOVES), dtype=float)


def schaake_uniforms(history: Array, count: int, seed: int) -> Array:
    """Return ``count`` rows of ranks of real days, shape (count, dimension): their shape is kept as it was.

    Raises
    ------
    Refused
        ``scenarios-too-few-days`` where fewer whole days are known.
    """
    whole = np.flatnonzero(np.isfinite(history).all(axis=1))
    if len(whole) < count:
        raise Refused(problem("scenarios-too-few-days", wanted=str(count), found=str(len(whole))))
    rng = np.random.default_rng(seed)
    chosen = history[rng.choice(whole, count, replace=False)]
    rank = np.lexsort((rng.random(chosen.shape), chosen), axis=0).argsort(axis=0)
    return (rank + rng.random(rank.shape)) / count


def _correlation(scores: Array, assets: NDArray[np.int64], assumed: Array | None) -> Array:
    """Return the correlation matrix, shrunk towards a smooth one; unmoving dimensions stand apart."""
    days = len(scores)
    if assumed is not None and not scores.any():
        return assumed
    covariance = scores.T @ scores / max(days, 1)
    spread = np.sqrt(np.diag(covariance))
    moves = spread > MOVES
    scale = np.where(moves, spread, 1.0)
    found = covariance / np.outer(scale, scale)
    target = _target(found, assets, moves)
    standard = scores / scale
    apart = float(((found - target) ** 2).sum())
    noise = float(((standard**2).T @ (standard**2)).sum() / max(days, 1) - (found**2).sum()) / max(days, 1)
    weight = 1.0 if apart <= 0 else min(1.0, max(0.0, noise / apart))
    result = (1.0 - weight) * found + weight * target
    if assumed is None:  # what is not known to move keeps to itself, and smooth in time
        still = np.outer(~moves, ~moves) & (assets[:, None] == assets[None, :])
        assumed = np.where(still, np.exp(-_apart(assets) / SMOOTH_STEPS), 0.0)
    result = np.where(np.outer(moves, moves), result, assumed)
    np.fill_diagonal(result, 1.0)
    return np.asarray(result, dtype=float)


def _apart(assets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the distance in steps between dimensions, each counted within its asset."""
    place = np.concatenate([np.arange(np.sum(assets == each)) for each in np.unique(assets)])
    return np.asarray(np.abs(place[:, None] - place[None, :]), dtype=np.int64)


def _target(found: Array, assets: NDArray[np.int64], moves: NDArray[np.bool_]) -> Array:
    """Return the mean correlation by pair of assets and distance in time."""
    apart = _apart(assets)
    pairs = np.outer(moves, moves)
    target = np.zeros_like(found)
    for one in np.unique(assets):
        for other in np.unique(assets):
            block = np.ix_(assets == one, assets == other)
            lag, known = apart[block], pairs[block]
            total = np.bincount(lag.ravel(), (found[block] * known).ravel())
            count = np.bincount(lag.ravel(), known.ravel().astype(float))
            target[block] = (total / np.maximum(count, 1.0))[lag] * known
    return target
