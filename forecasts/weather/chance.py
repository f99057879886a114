"""The chance in a typical year: standard normal processes with a memory, the same for the same seed and date.

Each process is a stationary autoregression of first order by the hour, ``x[t] = r x[t-1] + sqrt(1 - r^2)
e[t]``, ``r = exp(-1 h / tau)``. The innovations ``e`` of a calendar year (UTC) come from a NumPy generator
seeded by the site's name, that year and the seed. A year's processes are started 60 days before it on the
innovations of the year before, and run on into the year after, so that a stamp has the same value whichever
year is asked first (to within ``exp(-60 d / tau)``, less than 1e-6) and New Year is no seam.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from forecasts.notes import Array, Times

__all__ = ["HOURS_OF_MEMORY", "processes"]

HOURS_OF_MEMORY: Mapping[str, float] = {
    "sky_slow": 30.0,  # fronts and fair-weather spells
    "sky_fast": 2.5,  # cloud fields passing
    "wind_slow": 30.0,
    "wind_fast": 4.0,
    "temperature": 60.0,
    "direction_slow": 24.0,
    "direction_fast": 3.0,
    "pressure": 48.0,
}
RUN_UP_HOURS = 60 * 24
RUN_OUT_HOURS = 4 * 24
HOUR = np.timedelta64(60, "m")


def processes(name: str, seed: int, times: Times) -> dict[str, Array]:
    """Return the processes of ``HOURS_OF_MEMORY`` at hours, each of shape (time,), mean 0 and variance 1.

    Parameters
    ----------
    name, seed
        Whose chance it is.
    times
        Consecutive whole hours, UTC.
    """
    years = times.astype("datetime64[Y]").astype(int) + 1970
    pieces: list[Array] = []
    for year in np.unique(years):
        start, figures = _year(name, seed, int(year))
        places = ((times[years == year] - start) / HOUR).astype(int)
        pieces.append(figures[:, places])
    whole = np.concatenate(pieces, axis=1)
    return dict(zip(HOURS_OF_MEMORY, whole, strict=True))


@lru_cache(maxsize=24)
def _year(name: str, seed: int, year: int) -> tuple[np.datetime64, Array]:
    """Return the first hour of a year's run and its processes, shape (process, hour)."""
    start = np.datetime64(f"{year:04d}-01-01T00", "ns") - RUN_UP_HOURS * HOUR
    before, own, after = (_innovations(name, seed, each) for each in (year - 1, year, year + 1))
    innovations = np.concatenate([before[:, -RUN_UP_HOURS:], own, after[:, :RUN_OUT_HOURS]], axis=1)
    memory = np.exp(-1.0 / np.array(list(HOURS_OF_MEMORY.values())))
    gain = np.sqrt(1.0 - memory**2)
    figures = np.empty_like(innovations)
    state = innovations[:, 0]
    figures[:, 0] = state
    for hour in range(1, innovations.shape[1]):
        state = memory * state + gain * innovations[:, hour]
        figures[:, hour] = state
    return start, figures


def _innovations(name: str, seed: int, year: int) -> Array:
    """Return the innovations of a calendar year, shape (process, hour)."""
    first, last = (np.datetime64(f"{each:04d}-01-01T00", "h") for each in (year, year + 1))
    hours = int((last - first).astype(int))
    generator = np.random.default_rng([zlib.crc32(name.encode()), year, seed & 0xFFFF_FFFF])
    return generator.standard_normal((hours, len(HOURS_OF_MEMORY))).T
