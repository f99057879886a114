"""The three models of load: a ridge for each clock, and boosted trees by squared and by absolute error.

Each forecasts the ratio of load to its base, less 1. Alone the ridge goes astray where the world changes (a
lockdown), the trees where days come that they have not seen: their mean, with fixed weights, does neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from forecasts.calibration.load_calendar import DayKinds
from forecasts.calibration.load_columns import LoadColumns
from forecasts.notes import Array

__all__ = ["LoadModels", "fit_models"]

WEIGHTS = {"ridge": 0.35, "squared": 0.325, "absolute": 0.325}
RIDGE_STRENGTH = 0.3
POOLED_CLOCKS = 2
HALF_LIFE_DAYS = 540.0
WINDOW_DAYS = 1100
WARM_UP_DAYS = 28
THINNED = 4
TARGET_LIMITS = {"squared": 0.25, "absolute": 0.35}
RIDGE_LIMIT = 0.5
THREADS = 1
LEAST_ROWS = 200

Rows = NDArray[np.int64]
Loss = Literal["squared_error", "absolute_error"]


@dataclass(frozen=True)
class LoadModels:
    """Taught models.

    Attributes
    ----------
    ridge
        Coefficients, shape (step, column).
    boosted
        By ``squared`` and ``absolute``: models with ``predict``.
    """

    ridge: Array
    boosted: dict[str, _Boosted]

    def predict(self, columns: LoadColumns, kinds: DayKinds, rows: Rows) -> Array:
        """Return the load of some days [MW], shape (row, step)."""
        linear = np.einsum("dsk,sk->ds", _design(columns, kinds, rows), self.ridge)
        ratio = WEIGHTS["ridge"] * np.clip(linear, -RIDGE_LIMIT, RIDGE_LIMIT)
        table = columns.values[rows].reshape(-1, columns.values.shape[2])
        for name, model in self.boosted.items():
            ratio = ratio + WEIGHTS[name] * np.asarray(model.predict(table)).reshape(ratio.shape)
        return np.asarray(columns.base[rows] * (1.0 + ratio), dtype=float)


def fit_models(values: Array, columns: LoadColumns, kinds: DayKinds, end: int, seed: int) -> LoadModels:
    """Return models taught on the days before row ``end``.

    Parameters
    ----------
    values
        Load [MW], shape (day, step).
    """
    from threadpoolctl import threadpool_limits

    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = values / columns.base - 1.0
    # the first weeks have hardly any columns; with a short history they are better than nothing
    first = max(WARM_UP_DAYS if end > 90 else 8, end - WINDOW_DAYS)
    rows = np.arange(first, max(end, first + 1))
    rows = rows[rows < end]
    fresh = 0.5 ** ((end - rows) / HALF_LIFE_DAYS)
    with threadpool_limits(limits=THREADS):
        return LoadModels(
            ridge=_fit_ridge(np.clip(ratio, -0.25, 0.25), columns, kinds, rows, fresh),
            boosted={
                name: _fit_boosted(name, loss, ratio, columns, rows, fresh, seed)
                for name, loss in LOSSES.items()
            },
        )


LOSSES: dict[str, Loss] = {"squared": "squared_error", "absolute": "absolute_error"}


@dataclass(frozen=True)
class _Boosted:
    """Boosted trees on the columns that ever said something; a ratio of 0 where there was nothing to learn."""

    model: object | None
    told: NDArray[np.bool_]

    def predict(self, table: Array) -> Array:
        from sklearn.ensemble import HistGradientBoostingRegressor

        if not isinstance(self.model, HistGradientBoostingRegressor):
            return np.zeros(len(table))
        return np.asarray(self.model.predict(table[:, self.told]), dtype=float)


def _fit_boosted(
    name: str, loss: Loss, ratio: Array, columns: LoadColumns, rows: Rows, fresh: Array, seed: int
) -> _Boosted:
    from sklearn.ensemble import HistGradientBoostingRegressor

    limit = TARGET_LIMITS[name]
    target = np.clip(ratio[rows], -limit, limit)
    size = np.nan_to_num(columns.base[rows] / np.nanmean(columns.base[rows]), nan=1.0)
    weight = fresh[:, None] * size**2  # errors count in MW
    thin = np.add.outer(np.arange(len(rows)), np.arange(ratio.shape[1])) % THINNED == seed % THINNED
    use = np.isfinite(target) & thin
    table = columns.values[rows][use]
    told = np.isfinite(table).any(axis=0)
    if use.sum() < LEAST_ROWS:
        return _Boosted(None, told)
    model = HistGradientBoostingRegressor(
        loss=loss,
        learning_rate=0.06,
        max_iter=200,
        max_leaf_nodes=24,
        min_samples_leaf=50,
        l2_regularization=5.0,
        max_features=0.5,
        max_bins=127,
        early_stopping=False,
        random_state=seed,
    )
    return _Boosted(model.fit(table[:, told], target[use], sample_weight=weight[use]), told)


def _fit_ridge(ratio: Array, columns: LoadColumns, kinds: DayKinds, rows: Rows, fresh: Array) -> Array:
    """Solve one ridge per clock, its normal equations pooled with those of the clocks beside it."""
    design = _design(columns, kinds, rows)
    steps, count = design.shape[1], design.shape[2]
    square, mixed = np.zeros((steps, count, count)), np.zeros((steps, count))
    for step in range(steps):
        use = np.isfinite(ratio[rows, step])
        weighted = design[use, step] * np.sqrt(fresh[use, None])
        square[step] = weighted.T @ weighted
        mixed[step] = weighted.T @ (ratio[rows, step][use] * np.sqrt(fresh[use]))
    found = np.zeros((steps, count))
    for step in range(steps):
        near = [each % steps for each in range(step - POOLED_CLOCKS, step + POOLED_CLOCKS + 1)]
        found[step] = np.linalg.solve(
            square[near].mean(axis=0) + RIDGE_STRENGTH * np.eye(count), mixed[near].mean(axis=0)
        )
    return found


def _design(columns: LoadColumns, kinds: DayKinds, rows: Rows) -> Array:
    """Return what the ridge sees, shape (row, step, column)."""
    places = [columns.names.index(name) for name in columns.linear]
    ratios = columns.values[rows][:, :, places].astype(float) - 1.0
    ratios = np.clip(np.where(np.isfinite(ratios), ratios, 0.0), -0.6, 0.6)
    kind, weekday = kinds.kind[rows], kinds.weekday[rows]
    before, earlier = columns.column("kind_1")[rows, 0], columns.column("kind_2")[rows, 0]
    parts = [np.ones(len(rows))]
    parts += [(kind == each).astype(float) for each in (1, 2, 3, 4)]
    parts += [(weekday == each).astype(float) for each in (0, 5, 6)]
    parts += [np.exp(-0.5 * ((kinds.to_new_year[rows] - each) / 4.0) ** 2) for each in range(-30, 31, 6)]
    parts += [(before >= 3).astype(float), (before == 1).astype(float), (before == 2).astype(float)]
    parts += [(earlier >= 3).astype(float)]
    daily = np.stack(parts, axis=1)
    spread = np.broadcast_to(daily[:, None, :], (*ratios.shape[:2], daily.shape[1]))
    return np.concatenate([ratios, spread], axis=2)
