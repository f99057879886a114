"""The models that are blended: what each looks at, how it learns, how it forecasts.

Boosted trees, extremely randomised trees and a ridge each see the weather alone and the weather with the plant's
own forecast; one learns only where the plant's forecast is wrong; one knows nothing but the latest measurements.
All are of scikit-learn, on one thread, and give the same figures for the same seed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from forecasts.calibration.columns import Columns
from forecasts.calibration.frame import Mask
from forecasts.calibration.wind_parameters import WindParameters, fit_wind, wind_share
from forecasts.notes import Array

__all__ = ["MEMBERS", "FittedMember", "Member", "fit_member", "members_for"]

SHARE_MOST = 1.02
THREADS = 1


@dataclass(frozen=True)
class Member:
    """One model of power, in shares of capacity.

    Attributes
    ----------
    name
        Its name in tables and weights.
    kind
        ``boost``, ``trees``, ``ridge``, ``curve``, or ``line`` (least squares, nothing drawn towards the mean).
    groups
        The groups of columns it looks at.
    needs
        Groups without which it does not exist.
    base
        Column of the group ``vendor`` from which it learns the difference; None: it learns power itself.
    leaf_rows
        Fewest rows of a leaf.
    """

    name: str
    kind: str
    groups: tuple[str, ...]
    needs: tuple[str, ...]
    base: str | None = None
    leaf_rows: int = 10
    rounds: int = 200
    leaves: int = 8
    copies: int = 1


WEATHER = ("weather", "clock")
VENDOR = ("weather", "clock", "vendor")
MEMBERS = (
    Member("weather_boost", "boost", WEATHER, ("weather",), leaf_rows=40, rounds=300, leaves=12, copies=2),
    Member("weather_trees", "trees", WEATHER, ("weather",)),
    Member("weather_ridge", "ridge", WEATHER, ("weather",)),
    Member("weather_curve", "curve", ("weather",), ("weather",)),
    Member("physics_line", "line", ("physics",), ("physics",)),
    Member("latest_ridge", "ridge", ("latest", "clock"), ("latest",)),
    Member("vendor_boost", "boost", (*VENDOR, "vendor_error"), ("vendor",), leaf_rows=75),
    Member("vendor_trees", "trees", VENDOR, ("vendor",)),
    Member("vendor_ridge", "ridge", VENDOR, ("vendor",)),
    Member("vendor_correction", "trees", VENDOR, ("vendor",), base="vendor_1h", leaf_rows=25),
)


class _Regressor(Protocol):
    def predict(self, table: Array) -> Array: ...


@dataclass(frozen=True)
class _Curve:
    """The one turbine that stands for the farm, on one column of equivalent speed."""

    place: int
    parameters: WindParameters

    def predict(self, table: Array) -> Array:
        return wind_share(self.parameters, table[:, self.place])


@dataclass(frozen=True)
class FittedMember:
    """A member that has learnt."""

    member: Member
    models: tuple[_Regressor, ...]
    median: Array
    told: Mask

    def predict(self, columns: Columns, rows: Mask) -> Array:
        """Return power in shares of capacity for the rows marked, shape (rows,).

        NaN where the group the member needs has nothing to say.
        """
        member = self.member
        table = columns.table(member.groups)[rows]
        filled = (
            table[:, self.told]
            if member.kind == "boost"
            else np.where(np.isfinite(table), table, self.median)
        )
        found = np.mean([model.predict(filled) for model in self.models], axis=0)
        if member.base is not None:
            found = found + columns.column("vendor", member.base)[rows]
        return np.where(_is_told(columns, member)[rows], np.clip(found, 0.0, SHARE_MOST), np.nan)


def members_for(columns: Columns) -> tuple[Member, ...]:
    """Return the members that the columns allow."""
    has_wind = "cubic_speed_3h" in columns.groups.get("weather", {})
    return tuple(
        each
        for each in MEMBERS
        if all(group in columns.groups for group in each.needs) and (has_wind or each.kind != "curve")
    )


def fit_member(
    member: Member, columns: Columns, power: Array, rows: Mask, least: int, seed: int
) -> FittedMember | None:
    """Return a member taught on the rows marked; None when too little is known of what it needs.

    Parameters
    ----------
    power
        What it learns, share of capacity, shape (time,).
    rows
        Steps it may learn from, shape (time,); all else is not looked at.
    least
        Rows without which it stays out.
    """
    from threadpoolctl import threadpool_limits

    told = rows & _is_told(columns, member)
    if told.sum() < least:
        return None
    table = columns.table(member.groups)[told]
    median = _median(table)
    target = power[told]
    ever = np.asarray(np.isfinite(table).any(axis=0), dtype=bool)
    if member.base is not None:
        target = target - columns.column("vendor", member.base)[told]
    filled = table[:, ever] if member.kind == "boost" else np.where(np.isfinite(table), table, median)
    place = columns.names(member.groups).index("cubic_speed_3h") if member.kind == "curve" else 0
    with threadpool_limits(limits=THREADS):
        models = tuple(_fit(member, place, filled, target, seed + copy) for copy in range(member.copies))
    return FittedMember(member, models, median, ever)


def _fit(member: Member, place: int, table: Array, target: Array, seed: int) -> _Regressor:
    if member.kind == "boost":
        return _boost(member, table, target, seed)
    if member.kind == "curve":
        speed = table[:, place]
        return _Curve(place, fit_wind(speed, target))
    if member.kind == "trees":
        from sklearn.ensemble import ExtraTreesRegressor

        trees = ExtraTreesRegressor(
            60,
            min_samples_leaf=member.leaf_rows,
            max_features=0.4,
            max_samples=0.4,
            bootstrap=True,
            random_state=seed,
            n_jobs=THREADS,
        )
        return _as_regressor(trees.fit(table, target))
    from sklearn.linear_model import LinearRegression, Ridge

    if member.kind == "line":
        return _as_regressor(LinearRegression().fit(table, target))
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    # columns stand for each other, and rows follow each other closely: the strength grows with the rows
    return _as_regressor(make_pipeline(StandardScaler(), Ridge(0.12 * len(table))).fit(table, target))


def _boost(member: Member, table: Array, target: Array, seed: int) -> _Regressor:
    from sklearn.ensemble import HistGradientBoostingRegressor

    rows = np.random.default_rng(seed).random(len(target)) < 0.5  # each copy sees its own half
    model = HistGradientBoostingRegressor(
        learning_rate=0.04,
        max_iter=member.rounds,
        max_leaf_nodes=member.leaves,
        min_samples_leaf=min(member.leaf_rows, max(5, len(target) // 40)),
        l2_regularization=20.0,
        max_features=0.3,
        max_bins=127,
        early_stopping=False,
        random_state=seed,
    )
    return _as_regressor(model.fit(table[rows], target[rows]))


def _as_regressor(model: _Regressor) -> _Regressor:
    return model


def _is_told(columns: Columns, member: Member) -> Mask:
    """Return where each group that the member needs holds at least half of its columns, shape (time,)."""
    told = [_half_known(columns.groups[group].values()) for group in member.needs]
    if member.base is not None:
        told.append(np.isfinite(columns.column("vendor", member.base)))
    return np.asarray(np.logical_and.reduce(told), dtype=bool)


def _half_known(columns: Iterable[Array]) -> Mask:
    known = [np.isfinite(each) for each in columns]
    return np.asarray(np.mean(known, axis=0) >= 0.5, dtype=bool)


def _median(table: Array) -> Array:
    there = np.isfinite(table)
    return np.array(
        [
            np.median(table[there[:, each], each]) if there[:, each].any() else 0.0
            for each in range(table.shape[1])
        ]
    )
