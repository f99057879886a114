"""What physics leaves over of PV power, learnt by boosted trees: incidence, spectrum, shadows, clocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.calibration.clock import window_mean
from forecasts.calibration.frame import Mask
from forecasts.notes import Array

if TYPE_CHECKING:
    import xarray as xr
    from sklearn.ensemble import HistGradientBoostingRegressor

__all__ = ["Correction", "fit_correction"]

DAYLIGHT = 5.0  # W/m2
LEAST_ROWS = 1000
REST_MOST = 0.25
THREADS = 1


@dataclass(frozen=True)
class Correction:
    """Boosted trees of what is left over, in shares of the AC limit."""

    model: HistGradientBoostingRegressor
    limit_mw: float

    def rest_mw(self, weather: xr.Dataset, physics: Array) -> Array:
        """Return what is to be added to physics [MW], shape (time,); 0 in the dark."""
        rest = np.asarray(self.model.predict(_table(weather, physics / self.limit_mw)), dtype=float)
        lit = weather["poa_global"].to_numpy() > DAYLIGHT
        return np.where(lit, np.clip(rest, -REST_MOST, REST_MOST) * self.limit_mw, 0.0)


def fit_correction(
    weather: xr.Dataset, physics: Array, power: Array, flagged: Mask, limit_mw: float, seed: int
) -> Correction | None:
    """Return the correction taught on daylight that was not flagged; None with too little of it.

    Parameters
    ----------
    physics, power
        [MW], shape (time,).
    """
    from sklearn.ensemble import HistGradientBoostingRegressor
    from threadpoolctl import threadpool_limits

    rest = np.clip((power - physics) / limit_mw, -REST_MOST, REST_MOST)
    rows = np.isfinite(rest) & (weather["poa_global"].to_numpy() > DAYLIGHT) & ~flagged
    if rows.sum() < LEAST_ROWS:
        return None
    model = HistGradientBoostingRegressor(
        learning_rate=0.04,
        max_iter=250,
        max_leaf_nodes=15,
        min_samples_leaf=150,
        l2_regularization=10.0,
        max_features=0.7,
        max_bins=127,
        early_stopping=False,
        random_state=seed,
    )
    with threadpool_limits(limits=THREADS):
        model.fit(_table(weather, physics / limit_mw)[rows], rest[rows])
    return Correction(model, limit_mw)


def _table(weather: xr.Dataset, physics: Array) -> Array:
    """Return what the trees see, shape (time, column); no season: with a year of history it is only age."""
    import pandas as pd

    light = weather["poa_global"].to_numpy().astype(float)
    place = np.arange(len(light))
    local = (
        pd.DatetimeIndex(weather["time"].to_numpy()).tz_localize("UTC").tz_convert(weather.attrs["time_zone"])
    )
    minute = np.asarray(local.hour * 60 + local.minute, dtype=float)
    mean = window_mean(light, place - 2, place + 2)
    spread = np.sqrt(np.maximum(window_mean(light**2, place - 2, place + 2) - mean**2, 0.0))
    columns = [physics, light, _moved(light, 1), _moved(light, -1), _moved(light, 2), _moved(light, -2)]
    columns += [light - _moved(light, 1), _moved(light, -1) - light, spread, minute]
    columns += [
        weather[name].to_numpy().astype(float) for name in ("temp_air", "dni", "ghi") if name in weather
    ]
    return np.stack(columns, axis=1)


def _moved(values: Array, steps: int) -> Array:
    """Return the values ``steps`` before."""
    place = np.arange(len(values)) - steps
    inside = (place >= 0) & (place < len(values))
    return np.where(inside, values[np.clip(place, 0, len(values) - 1)], np.nan)
