"""Tilt and azimuth of a PV plane from its clear days, with their spread.

On clear days the irradiance on the plane is that of the clear sky (Ineichen & Perez 2002,
doi:10.1016/S0038-092X(02)00045-2, through pvlib) on a plane of unknown tilt and azimuth, with an unknown turbidity
and a factor on the diffuse part. The site's place is needed: tilt and latitude trade off against each other. The
tilt is soft, several degrees, the azimuth sharp.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecasts.calibration.spread import Estimate
from forecasts.notes import Array, Times
from forecasts.sun import sun_at
from sites.problems import Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["PlaneEstimates", "estimate_plane"]

SMOOTHEST_SHARE = 0.06
RICH_SHARE = 0.85
LEAST_DAYS = 5
DARK = 50.0  # W/m2
ALBEDO = 0.2
DRAWS = 8
START = np.array([30.0, 180.0, 3.0, 1.0])
LOWEST, HIGHEST = np.array([0.0, 60.0, 1.0, 0.3]), np.array([80.0, 300.0, 8.0, 3.0])


@dataclass(frozen=True)
class PlaneEstimates:
    """Degrees, azimuth from north; and on how many clear days they stand."""

    tilt_deg: Estimate
    azimuth_deg: Estimate
    clear_days: int


@dataclass(frozen=True)
class _Sky:
    """The sun and what is known of the air at some steps."""

    day: NDArray[np.int64]
    zenith: Array
    azimuth: Array
    airmass: Array
    extra: Array
    elevation_m: float

    def take(self, rows: np.ndarray) -> _Sky:
        """Return some of the steps."""
        parts = (self.zenith, self.azimuth, self.airmass, self.extra)
        zenith, azimuth, airmass, extra = (each[rows] for each in parts)
        return _Sky(self.day[rows], zenith, azimuth, airmass, extra, self.elevation_m)


def estimate_plane(
    history: xr.Dataset, latitude: float, longitude: float, elevation_m: float = 0.0, seed: int = 0
) -> PlaneEstimates:
    """Return tilt and azimuth of the plane that ``poa_global`` was measured on.

    Parameters
    ----------
    history
        With ``poa_global`` [W/m2].
    latitude, longitude
        Of the station, degrees.

    Raises
    ------
    Refused
        ``calibration-no-weather``; ``calibration-few-clear-days`` with fewer than five.
    """
    if "poa_global" not in history:
        raise Refused(problem("calibration-no-weather", field="poa_global"))
    step = np.timedelta64(int(history.attrs["step_minutes"]), "m")
    times = history["time"].to_numpy().astype("datetime64[ns]")
    light = history["poa_global"].to_numpy().astype(float)
    # whole solar days, so that a day's hump is in one piece
    solar = times + np.timedelta64(round(longitude * 4 * 60), "s")
    day = solar.astype("datetime64[D]").astype(np.int64)
    clear = _clear_days(light, day, int(np.timedelta64(1, "D") / step))
    if len(clear) < LEAST_DAYS:
        raise Refused(problem("calibration-few-clear-days", found=str(len(clear)), least=str(LEAST_DAYS)))
    rows = np.flatnonzero(np.isin(day, clear) & (light > DARK))[::2]
    sky = _sky(_middles(times[rows], step), day[rows], latitude, longitude, elevation_m)
    found = _fit(sky, light[rows])
    rng = np.random.default_rng(seed)
    drawn = []
    for _ in range(DRAWS):
        pick = np.concatenate([np.flatnonzero(sky.day == each) for each in rng.choice(clear, len(clear))])
        drawn.append(_fit(sky.take(pick), light[rows][pick]))
    tilt, azimuth = (
        Estimate.of(float(found[place]), [float(each[place]) for each in drawn]) for place in (0, 1)
    )
    return PlaneEstimates(tilt, azimuth, len(clear))


def _clear_days(light: Array, day: np.ndarray, per_day: int) -> np.ndarray:
    """Return the smoothest days among those that bring much energy for their month."""
    days, start, count = np.unique(day, return_index=True, return_counts=True)
    whole = [each for each, many in enumerate(count) if many == per_day]
    whole = [each for each in whole if np.isfinite(light[start[each] : start[each] + per_day]).all()]
    if not whole:
        return np.zeros(0, dtype=np.int64)
    table = np.stack([light[start[each] : start[each] + per_day] for each in whole])
    numbers = days[whole]
    rough = np.abs(np.diff(table, 2, axis=1)).sum(axis=1) / np.maximum(table.max(axis=1), 1.0)
    energy = table.sum(axis=1)
    best = np.array([energy[np.abs(numbers - each) <= 15].max() for each in numbers])
    rich = energy > RICH_SHARE * best
    limit = np.quantile(rough, SMOOTHEST_SHARE)
    return np.asarray(numbers[(rough <= limit) & rich], dtype=np.int64)


def _middles(times: Times, step: np.timedelta64) -> Times:
    return np.asarray(times + step // 2, dtype="datetime64[ns]")


def _sky(middles: Times, day: np.ndarray, latitude: float, longitude: float, elevation_m: float) -> _Sky:
    from pvlib import atmosphere

    sun = sun_at(middles, latitude, longitude, elevation_m)
    airmass = atmosphere.get_absolute_airmass(
        np.nan_to_num(sun.airmass_relative, nan=38.0), atmosphere.alt2pres(elevation_m)
    )
    return _Sky(
        day,
        sun.apparent_zenith_deg,
        sun.azimuth_deg,
        np.asarray(airmass),
        sun.dni_extra,
        elevation_m,
    )


def _fit(sky: _Sky, light: Array) -> Array:
    """Return tilt, azimuth, turbidity and factor on the diffuse part."""
    from scipy.optimize import least_squares

    def missed(values: Array) -> Array:
        return (_clear_light(sky, values) - light) / 1000.0

    result = least_squares(
        missed, START, bounds=(LOWEST, HIGHEST), loss="soft_l1", f_scale=0.05, x_scale=[10, 10, 1, 0.3]
    )
    return np.asarray(result.x, dtype=float)


def _clear_light(sky: _Sky, values: Array) -> Array:
    from pvlib import clearsky, irradiance

    tilt, azimuth, turbidity, diffuse = values
    clear = clearsky.ineichen(
        sky.zenith, sky.airmass, turbidity, altitude=sky.elevation_m, dni_extra=sky.extra
    )
    toward = np.maximum(irradiance.aoi_projection(tilt, azimuth, sky.zenith, sky.azimuth), 0.0)
    upward = (1.0 + np.cos(np.radians(tilt))) / 2.0
    ground = clear["ghi"] * ALBEDO * (1.0 - upward)
    total = clear["dni"] * toward + diffuse * clear["dhi"] * upward + ground
    return np.asarray(np.nan_to_num(total), dtype=float)
