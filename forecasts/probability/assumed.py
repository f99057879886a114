"""How far a forecast may miss where no history tells it: an assumption, kept as data in ``assumed_spread.toml``.

Sources: a share ``p`` of what is possible has a beta distribution of mean ``p`` and standard deviation
``max(least, 2 std sqrt(p (1 - p)))``, so that it stays between nothing and the most, skewed near either end. Loads: a
log-normal of the forecast's mean, so that they stay above zero. In time the errors are a process with correlation
``exp(-dt / memory)``; between assets as the file says.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from forecasts.notes import Array, Times
from forecasts.probability.bands import Bands

__all__ = ["FINE_LEVELS", "Kind", "assumed_bands", "assumed_dependence", "assumed_kinds"]

FILE = "assumed_spread.toml"
DEFAULT = "load"
FINE_LEVELS: Array = np.array([0.01, 0.02, *np.round(np.arange(0.05, 0.951, 0.05), 2), 0.98, 0.99])
"""Levels of assumed quantiles, rising; further into the tails than errors of a history could tell."""

SHARE_LEAST = 1e-4
SPREAD_MOST = 0.9  # of sqrt(p (1 - p)), beyond which no beta distribution has one hump


@dataclass(frozen=True)
class Kind:
    """Assumed error of one kind of asset; see ``assumed_spread.toml``."""

    std_frac: float
    std_least_frac: float
    memory_hours: float


@dataclass(frozen=True)
class _Table:
    kinds: dict[str, Kind]
    together: dict[frozenset[str], float]


@lru_cache(maxsize=1)
def _table() -> _Table:
    text = files("forecasts.probability").joinpath(FILE).read_text(encoding="utf-8")
    data = tomllib.loads(text)
    fields = ("std_frac", "std_least_frac", "memory_hours")
    kinds = {name: Kind(*(float(each[field]) for field in fields)) for name, each in data["kinds"].items()}
    together = {frozenset(each["kinds"]): float(each["correlation"]) for each in data["together"]}
    return _Table(kinds, together)


def assumed_kinds() -> dict[str, Kind]:
    """Return the assumed error of each kind: types of sources, and ``load``."""
    return dict(_table().kinds)


def assumed_bands(mean_mw: Array, times: Times, kind: str, most_mw: Array | None) -> Bands:
    """Return a forecast with quantiles by assumption.

    Parameters
    ----------
    mean_mw
        The forecast [MW], shape (time,); it stays the mean, apart from rounding.
    kind
        A type of asset; one that the file does not name is taken for a load.
    most_mw
        What is possible at each step [MW], shape (time,), for sources; None for loads, which have no bound above.
    """
    spread = _table().kinds.get(kind, _table().kinds[DEFAULT])
    if most_mw is None:
        table = _log_normal(mean_mw, spread.std_frac)
    else:
        table = _beta(mean_mw, np.maximum(most_mw, mean_mw), spread)
    return Bands.of(times, mean_mw, table, FINE_LEVELS)


def assumed_dependence(kinds: Sequence[str], steps: int, step_minutes: int) -> Array:
    """Return the assumed correlation of errors, shape (asset x step, asset x step), assets one after the other.

    Two assets have their correlation, times the geometric mean of their memories over the distance in time.
    """
    table = _table()
    known = [kind if kind in table.kinds else DEFAULT for kind in kinds]
    hours = np.abs(np.subtract.outer(np.arange(steps), np.arange(steps))) * step_minutes / 60.0
    decay = {kind: hours / each.memory_hours for kind, each in table.kinds.items()}
    rows = []
    for place, one in enumerate(known):
        row = []
        for other_place, other in enumerate(known):
            same = place == other_place
            correlation = 1.0 if same else table.together.get(frozenset((one, other)), 0.0)
            row.append(correlation * np.exp(-0.5 * (decay[one] + decay[other])))
        rows.append(np.hstack(row))
    return np.asarray(np.vstack(rows), dtype=float)


def _beta(mean_mw: Array, most_mw: Array, spread: Kind) -> Array:
    """Return quantiles of sources, shape (time, level); where nothing is possible all are 0."""
    from scipy.special import betaincinv

    can = most_mw > 0
    share = np.clip(
        np.divide(mean_mw, most_mw, out=np.zeros_like(mean_mw), where=can), SHARE_LEAST, 1.0 - SHARE_LEAST
    )
    room = np.sqrt(share * (1.0 - share))
    std = np.minimum(np.maximum(spread.std_least_frac, 2.0 * spread.std_frac * room), SPREAD_MOST * room)
    both = share * (1.0 - share) / std**2 - 1.0
    table = betaincinv((share * both)[:, None], ((1.0 - share) * both)[:, None], FINE_LEVELS)
    result = np.where(can[:, None], np.nan_to_num(table) * most_mw[:, None], 0.0)
    return np.asarray(result, dtype=float)


def _log_normal(mean_mw: Array, std_frac: float) -> Array:
    """Return quantiles of loads, shape (time, level)."""
    from scipy.special import ndtri

    width = np.sqrt(np.log1p(std_frac**2))
    factor = np.exp(width * ndtri(FINE_LEVELS) - width**2 / 2.0)
    return np.asarray(mean_mw[:, None] * factor, dtype=float)
