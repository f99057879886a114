r"""Days like a day: the archived days whose weather and load were most like a plan's.

A day is described by its irradiance, air temperature, wind speed and load, each as a level (the day's mean) and a shape
(24 means over equal parts of the day, less the level), and by its type, workday or not. The distance of two days a, b
is the root mean square of the nine differences, each in units of its spread over all days looked at:

.. math:: d^2 = \frac{1}{9} \Big[ \sum_q \Big(\frac{m_q^a - m_q^b}{\sigma(m_q)}\Big)^2
          + \sum_q \frac{1}{24} \sum_k \Big(\frac{s_{qk}^a - s_{qk}^b}{\sigma(s_q)}\Big)^2 + [w^a \ne w^b] \Big]

with the level m, the shape s and the type w. A quantity that is the same on all days tells nothing and counts 0; one
that either day lacks is left out, and the mean is over what is left. The standardised Euclidean distance over weather
and load is the usual choice of similar-day methods, see T. Senjyu et al., One-hour-ahead load forecasting using neural
network, IEEE Transactions on Power Systems 17 (2002); level and shape are kept apart here so that
a cloudy morning and a cloudy afternoon of the same energy are told apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from runs.compare import history_of
from sites.demand import happens_on

if TYPE_CHECKING:
    import xarray as xr

    from sites.site import Site

__all__ = ["PARTS_OF_DAY", "QUANTITIES", "Similar", "features", "like"]

Array = NDArray[np.float64]
Record = Mapping[str, Any]

PARTS_OF_DAY = 24
SPREAD_LEAST = 1e-9
WEATHER: Mapping[str, str] = {
    "ghi_w_per_m2": "ghi",
    "temp_air_c": "temp_air",
    "wind_speed_m_per_s": "wind_speed",
}
"""Name in the features, and the variable of the forecast that it is taken from."""
LOAD = "load_mw"
QUANTITIES: tuple[str, ...] = (*WEATHER, LOAD)


@dataclass(frozen=True)
class Similar:
    """An archived day and how far it is.

    Attributes
    ----------
    distance
        0 for the same day; 1 where the days differ by one spread in everything.
    parts
        Share of each level, shape and the day's type in it: their absolute differences in spreads.
    """

    record: Record
    distance: float
    parts: Mapping[str, float]

    def as_dict(self) -> dict[str, object]:
        """As data for JSON."""
        about = {key: self.record.get(key) for key in ("id", "site", "date", "status")}
        return {**about, "distance": self.distance, "parts": dict(self.parts)}


def features(site: Site, forecast: xr.Dataset) -> dict[str, object]:
    """What a day is compared by, as data for ``run.json``.

    Parameters
    ----------
    site
        The site; it says which assets are loads, and whose holidays count.
    forecast
        Forecast of a day: ``power_mw(scenario, time, asset)`` and the weather over ``time``, attribute ``date``.

    Returns
    -------
    dict
        ``is_workday``, and 24 means over equal parts of the day for each of :data:`QUANTITIES`.
    """
    date = dt.date.fromisoformat(str(forecast.attrs["date"]))
    result: dict[str, object] = {"is_workday": happens_on("workday", date, site.place.country)}
    for name, variable in WEATHER.items():
        result[name] = _means(np.asarray(forecast[variable].values, dtype=float))
    loads = [name for name in site.of_role("load", "electricity") if name in forecast["asset"].values]
    load = forecast["power_mw"].sel(asset=loads).mean("scenario").sum("asset")
    result[LOAD] = _means(np.asarray(load.values, dtype=float))
    return result


def _means(values: Array) -> list[float]:
    """Means over 24 equal parts of the day, whatever the number of steps: 96, 92 or 48."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    bounds = np.linspace(0.0, values.size, PARTS_OF_DAY + 1)
    parts = np.diff(np.interp(bounds, np.arange(values.size + 1), total)) / (values.size / PARTS_OF_DAY)
    return [round(float(part), 6) for part in parts]


def like(record: Record, history: Iterable[Record], count: int = 5) -> list[Similar]:
    """The archived days of the same site that were most like a plan's day, nearest first.

    Parameters
    ----------
    record
        The plan, with ``features``.
    history
        Any records; one plan of each other day counts, those without features are passed over.
    count
        Most days to give.
    """
    days = [day for day in history_of(record, history) if _has_features(day)]
    if not days or not _has_features(record):
        return []
    pool = [record, *days]
    parts: dict[str, Array] = {"day_type": _day_type(pool)}
    for name in QUANTITIES:
        parts |= _level_and_shape(name, pool)
    found = [
        _similar(day, {name: float(part[place]) for name, part in parts.items()})
        for place, day in enumerate(days)
    ]
    return sorted(found, key=lambda each: (each.distance, str(each.record.get("date"))))[:count]


def _has_features(record: Record) -> bool:
    return bool(record.get("features"))


def _day_type(pool: Sequence[Record]) -> Array:
    """1 where the day's type differs from the first one's, shape (days,)."""
    types = np.asarray([bool(each["features"].get("is_workday")) for each in pool])
    return np.asarray(types[1:] != types[0], dtype=float)


def _level_and_shape(name: str, pool: Sequence[Record]) -> dict[str, Array]:
    """Differences of level and shape from the first day, in spreads, shape (days,); NaN where a day lacks it."""
    empty = [np.nan] * PARTS_OF_DAY
    profiles = np.asarray([each["features"].get(name) or empty for each in pool], dtype=float)
    level = profiles.mean(axis=1)
    shape = profiles - level[:, None]
    away = np.sqrt(np.mean((shape[1:] - shape[0]) ** 2, axis=1))
    spread = (
        np.sqrt(np.mean((shape - np.nanmean(shape, axis=0)) ** 2, where=np.isfinite(shape)))
        if _any(shape)
        else 0.0
    )
    return {
        f"{name}_level": _in_spreads(np.abs(level[1:] - level[0]), np.nanstd(level) if _any(level) else 0.0),
        f"{name}_shape": _in_spreads(away, spread),
    }


def _any(values: Array) -> bool:
    """Whether there is any figure, so that a mean over those there are can be taken hour by hour."""
    return bool(np.isfinite(values).any())


def _in_spreads(differences: Array, spread: float) -> Array:
    if spread < SPREAD_LEAST:
        return np.where(np.isfinite(differences), 0.0, np.nan)
    return differences / spread


def _similar(day: Record, parts: Mapping[str, float]) -> Similar:
    known = {name: part for name, part in parts.items() if np.isfinite(part)}
    distance = float(np.sqrt(np.mean(np.square(list(known.values())))))
    return Similar(day, distance, known)
