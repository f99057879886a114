"""Walking forward: blocks of days, each forecast by models that were taught on what was known before it.

Weights of the blend are learnt at the beginning of each block from the out-of-sample forecasts of the blocks
before it, and the blend is corrected day by day from its own latest errors. Nothing that became known later is
looked at: garbling it changes no figure, and a test does so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from forecasts.calibration.adapting import adapted
from forecasts.calibration.blending import LEAST_DAYS, blended, convex_weights
from forecasts.calibration.columns import Columns
from forecasts.calibration.frame import Frame, unusable
from forecasts.calibration.members import FittedMember, fit_member, members_for
from forecasts.notes import Array

__all__ = [
    "ADAPTED",
    "BLEND",
    "RAW",
    "WEATHER_ONLY",
    "Taught",
    "Walk",
    "block_days",
    "teach",
    "walk_forward",
    "weights_from",
]

ADAPTED = "vendor_adapted"
WEATHER_ONLY = "weather_only"
BLEND = "blend"
RAW = "_raw"
WITHOUT_VENDOR = (
    "weather_boost",
    "weather_trees",
    "weather_ridge",
    "weather_curve",
    "physics_line",
    "latest_ridge",
)
WITH_VENDOR = (ADAPTED, "vendor_boost", "vendor_trees", "vendor_ridge", "vendor_correction", WEATHER_ONLY)
ROWS_PER_HOUR = 2
"""Rows that are learnt from: neighbours of a quarter-hour say nearly the same."""


@dataclass(frozen=True)
class Taught:
    """Members taught on the first ``count`` steps of a history."""

    members: tuple[FittedMember, ...]
    count: int


@dataclass
class Walk:
    """Forecasts of a walk, by name, each of shape (time,), in shares of capacity; NaN before the first block.

    Attributes
    ----------
    forecasts
        The members', the adapted plant forecast, ``weather_only`` and ``blend``, and the latter two as they were before
        their own latest errors corrected them (``weather_only_raw``, ``blend_raw``).
    weights
        Per first day of each block: weights of ``weather_only`` and ``blend``.
    """

    forecasts: dict[str, Array]
    weights: dict[int, dict[str, dict[str, float]]] = field(default_factory=dict)


def block_days(first: int, last: int, start: int, length: int, before: int) -> list[int]:
    """Return the first days of the blocks, and one more as the end of the last.

    Parameters
    ----------
    first, last
        First and last day of the history.
    start
        A day at which a block begins: that of the test.
    length
        Days of a block.
    before
        Days ahead of ``start`` that are walked too, to learn weights and errors from.
    """
    ahead = min(before // length, max(0, (start - first) // length))
    return [*range(start - ahead * length, last + 1, length), last + 1]


def teach(frame: Frame, columns: Columns, count: int, seed: int) -> Taught:
    """Return the members taught on the first ``count`` steps."""
    power = np.full(len(frame.measured), np.nan)
    power[:count] = frame.learnt_from(count)
    rows = np.isfinite(power)
    rows[:count] &= ~unusable(frame, count)
    thinned = max(1, frame.clock.per_hour // ROWS_PER_HOUR)
    rows &= np.cumsum(rows) % thinned == seed % thinned
    least = LEAST_DAYS * frame.clock.per_day // thinned
    fitted = [fit_member(each, columns, power, rows, least, seed) for each in members_for(columns)]
    return Taught(tuple(each for each in fitted if each is not None), count)


def walk_forward(frame: Frame, columns: Columns, days: list[int], seed: int) -> Walk:
    """Return the forecasts of all blocks; ``days`` as :func:`block_days` gives them."""
    clock = frame.clock
    names = [each.name for each in members_for(columns)]
    forecasts = {name: np.full(len(frame.measured), np.nan) for name in names}
    if frame.vendor is not None:
        power = frame.learnt_from(len(frame.measured))
        forecasts[ADAPTED] = adapted(columns.column("vendor", "vendor_3h"), power, clock)
    for begin, end in pairwise(days):
        rows = (clock.day >= begin) & (clock.day < end)
        for fitted in teach(frame, columns, clock.known_for(begin), seed).members:
            forecasts[fitted.member.name][rows] = fitted.predict(columns, rows)
    walk = Walk(forecasts)
    _blend(frame, walk, days, WEATHER_ONLY, WITHOUT_VENDOR)
    _blend(frame, walk, days, BLEND, WITH_VENDOR if ADAPTED in forecasts else (WEATHER_ONLY,))
    return walk


def weights_from(frame: Frame, walk: Walk, known: int) -> dict[str, dict[str, float]]:
    """Return the weights of ``weather_only`` and ``blend`` that the walk's first ``known`` steps give."""
    final = WITH_VENDOR if ADAPTED in walk.forecasts else (WEATHER_ONLY,)
    return {
        name: _learn(frame, walk, names, known)
        for name, names in ((WEATHER_ONLY, WITHOUT_VENDOR), (BLEND, final))
    }


def _blend(frame: Frame, walk: Walk, days: list[int], name: str, members: tuple[str, ...]) -> None:
    """Blend members into the walk as ``name``, each block with weights of what was known before it, and adapt it."""
    raw = np.full(len(frame.measured), np.nan)
    for begin, end in pairwise(days):
        weights = _learn(frame, walk, members, frame.clock.known_for(begin))
        walk.weights.setdefault(begin, {})[name] = weights
        rows = (frame.clock.day >= begin) & (frame.clock.day < end)
        raw[rows] = blended({each: walk.forecasts[each][rows] for each in weights}, weights, int(rows.sum()))
    walk.forecasts[name + RAW] = raw
    walk.forecasts[name] = adapted(raw, frame.learnt_from(len(raw)), frame.clock, most=1.0)


def _learn(frame: Frame, walk: Walk, names: tuple[str, ...], known: int) -> dict[str, float]:
    """Return the weights of the members named, learnt from the steps before position ``known``."""
    present = [name for name in names if name in walk.forecasts]
    spoken = [name for name in present if np.isfinite(walk.forecasts[name][:known]).any()]
    if not spoken:
        return {name: 1.0 / len(present) for name in present}
    past = np.column_stack([walk.forecasts[name][:known] for name in spoken])
    age = (frame.clock.day[max(known - 1, 0)] - frame.clock.day[:known]).astype(float)
    found = convex_weights(past, frame.learnt_from(known), age, LEAST_DAYS * frame.clock.per_day)
    return dict(zip(spoken, (float(each) for each in found), strict=True))
