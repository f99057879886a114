"""Lengths of runs in a series."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array

__all__ = ["longest_run", "place_in_run", "run_lengths"]


def run_lengths(values: Array) -> NDArray[np.int64]:
    """Return for each figure how long the run of equal figures is that it stands in; NaN ends a run."""
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    number = np.cumsum(np.concatenate(([True], values[1:] != values[:-1]))) - 1
    return np.asarray(np.bincount(number)[number], dtype=np.int64)


def place_in_run(where: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return for each true value the how manieth of its run it is, from 1; 0 where false."""
    index = np.arange(1, len(where) + 1)
    last_false = np.maximum.accumulate(np.where(where, 0, index))
    return np.asarray(np.where(where, index - last_false, 0), dtype=np.int64)


def longest_run(where: NDArray[np.bool_]) -> int:
    """Return the length of the longest run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], where, [False])).astype(int)))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0
