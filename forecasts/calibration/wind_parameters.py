"""A wind farm's effective parameters, estimated from history: how the weather's wind drives its power.

One turbine stands for the farm:

``P / C = e g(v_eq)``, ``v_eq = s v (rho / 1.225)^(1/3)`` (density by IEC 61400-12-1:2017),
``g(v) = mean over z of curve(v (1 + d z))``, ``z`` standard normal, by Gauss-Hermite quadrature,
``curve(v) = (v^3 - v_in^3) / (v_r^3 - v_in^3)`` between cut-in and rated speed, 1 up to cut-out, 0 elsewhere.

``s`` (``speed_factor``) takes the weather's wind to the hub: its height and the terrain; ``e`` (``efficiency``) holds
wakes and availability; ``d`` (``diffusion``) is how far the wind differs between turbines and from its forecast.
Two ways to find them, both on a grid of ``s`` and ``d`` with ``e`` in closed form. :func:`fit_wind` takes the least
squared error, the best *forecast*; an uncertain wind flattens its curve. :func:`estimate_wind` sorts wind and power
apart and matches their quantiles, so that errors of the wind forecast do not bend the *farm*; its spread comes from
drawing whole weeks with replacement.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from forecasts.calibration.frame import Frame, frame_of, unusable
from forecasts.calibration.spread import Estimate
from forecasts.notes import Array
from sites.problems import Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["WindEstimates", "WindParameters", "equivalent_speed", "estimate_wind", "fit_wind", "wind_share"]

CUT_IN, RATED, CUT_OUT = 3.0, 11.5, 25.0  # m/s, a present-day turbine on land
STANDARD_DENSITY = 1.225  # kg/m3
GAS_CONSTANT = 287.058  # J/(kg K), dry air
KELVIN = 273.15
NODES = 15
SPEED_FACTORS = np.round(np.arange(0.5, 2.51, 0.02), 2)
DIFFUSIONS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
EFFICIENCY_MOST = 1.0
QUANTILES = np.linspace(0.001, 0.999, 400)
LEAST_STEPS = 700
DRAWS = 40


@dataclass(frozen=True)
class WindParameters:
    """Parameters of the one turbine that stands for a farm.

    Attributes
    ----------
    speed_factor
        Wind at the hub over the weather's wind, s.
    efficiency
        Share of capacity reached in strong wind, e.
    diffusion
        Relative spread of the wind, d.
    """

    speed_factor: float
    efficiency: float
    diffusion: float


@dataclass(frozen=True)
class WindEstimates:
    """Parameters with their spread, and what they explain.

    Attributes
    ----------
    capacity_mw, speed_factor, efficiency, diffusion
        Each with the standard deviation over the draws.
    hub_height_m
        The effective hub height that the factor stands for with a logarithmic profile over 0.1 m, from the
        weather's height; it holds the terrain too.
    rmse
        Of the parameters on the history they were found on, share of capacity.
    """

    capacity_mw: Estimate
    speed_factor: Estimate
    efficiency: Estimate
    diffusion: Estimate
    hub_height_m: Estimate
    rmse: float


def equivalent_speed(speed: Array, temp_air: Array | None, pressure: Array | None) -> Array:
    """Return the wind speed [m/s] that air of 1.225 kg/m3 would need for the same power.

    Parameters
    ----------
    speed
        m/s.
    temp_air, pressure
        Degrees Celsius and pascal; without either the speed stays as it is.
    """
    if temp_air is None or pressure is None:
        return speed
    density = pressure / (GAS_CONSTANT * (temp_air + KELVIN))
    return speed * np.cbrt(np.where(np.isfinite(density), density / STANDARD_DENSITY, 1.0))


def wind_share(parameters: WindParameters, speed: Array) -> Array:
    """Return power as a share of capacity for equivalent speeds [m/s], of the same shape."""
    shape = _curve_table(parameters.diffusion)
    return np.minimum(
        parameters.efficiency * np.interp(parameters.speed_factor * speed, TABLE_SPEEDS, shape), 1.0
    )


def fit_wind(speed: Array, share: Array) -> WindParameters:
    """Return the parameters of least squared error.

    Parameters
    ----------
    speed
        Equivalent wind speeds [m/s], shape (n,), without gaps.
    share
        Measured power as share of capacity, shape (n,), without gaps.
    """
    best, least = WindParameters(1.0, 1.0, DIFFUSIONS[0]), np.inf
    for diffusion in DIFFUSIONS:
        table = _curve_table(diffusion)
        for factor in SPEED_FACTORS:
            shape = np.interp(factor * speed, TABLE_SPEEDS, table)
            efficiency = float(
                np.clip(shape @ share / max(float(shape @ shape), 1e-12), 0.0, EFFICIENCY_MOST)
            )
            error = float(np.sum((efficiency * shape - share) ** 2))
            if error < least:
                best, least = WindParameters(float(factor), efficiency, diffusion), error
    return best


def estimate_wind(
    history: xr.Dataset,
    capacity_mw: float | None = None,
    until: np.datetime64 | None = None,
    seed: int = 0,
    weather_height_m: float = 10.0,
) -> WindEstimates:
    """Return a farm's parameters with their spread from its history up to ``until``.

    Raises
    ------
    Refused
        ``calibration-too-short`` without two weeks of wind speed and power.
    """
    frame = frame_of(history, capacity_mw, until)
    rows, speed = _learnable(frame, until)
    share = frame.measured[rows]
    weeks, group = np.unique(frame.clock.day[rows] // 7, return_inverse=True)
    members = [np.flatnonzero(group == each) for each in range(len(weeks))]
    rng = np.random.default_rng(seed)
    draws = [
        np.concatenate([members[each] for each in rng.integers(0, len(weeks), len(weeks))])
        for _ in range(DRAWS)
    ]
    found = _matched(speed, share)
    drawn = [_matched(speed[pick], share[pick]) for pick in draws]
    capacities = [float(np.quantile(share[pick], 0.999)) * frame.capacity_mw for pick in draws]
    error = wind_share(found, speed) - share

    def spread(name: str) -> Estimate:
        return Estimate.of(getattr(found, name), [getattr(each, name) for each in drawn])

    return WindEstimates(
        capacity_mw=Estimate.of(frame.capacity_mw, capacities),
        speed_factor=spread("speed_factor"),
        efficiency=spread("efficiency"),
        diffusion=spread("diffusion"),
        hub_height_m=Estimate.of(
            _height(found.speed_factor, weather_height_m),
            [_height(each.speed_factor, weather_height_m) for each in drawn],
        ),
        rmse=float(np.sqrt(np.mean(error**2))),
    )


TABLE_SPEEDS = np.arange(0.0, 60.01, 0.1)


@lru_cache(maxsize=32)
def _curve_table(diffusion: float) -> Array:
    """Return g at TABLE_SPEEDS."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    speeds = np.maximum(TABLE_SPEEDS[:, None] * (1.0 + diffusion * nodes), 0.0)
    cubic = (speeds**3 - CUT_IN**3) / (RATED**3 - CUT_IN**3)
    share = np.where(speeds > CUT_OUT, 0.0, np.clip(cubic, 0.0, 1.0))
    return np.asarray(share @ weights / weights.sum(), dtype=float)


def _matched(speed: Array, share: Array) -> WindParameters:
    """Return the parameters that take the quantiles of the wind to the quantiles of the power."""
    return fit_wind(np.quantile(speed, QUANTILES), np.quantile(share, QUANTILES))


def _learnable(frame: Frame, until: np.datetime64 | None) -> tuple[np.ndarray, Array]:
    """Return the positions to learn from, and their equivalent speeds."""
    count = len(frame.measured) if until is None else int(np.searchsorted(frame.clock.times, until))
    weather = frame.weather
    if "wind_speed" not in weather:
        raise Refused(problem("calibration-no-weather", field="wind_speed"))
    smooth = frame.clock.around(weather["wind_speed"], frame.clock.per_hour)
    speed = equivalent_speed(smooth, weather.get("temp_air"), weather.get("pressure"))[:count]
    fits = np.isfinite(frame.measured[:count]) & np.isfinite(speed) & ~unusable(frame, count)
    rows = np.flatnonzero(fits)
    if len(rows) < LEAST_STEPS:
        raise Refused(problem("calibration-too-short", found=str(len(rows)), least=str(LEAST_STEPS)))
    return rows, speed[rows]


def _height(factor: float, weather_height_m: float, roughness_m: float = 0.1) -> float:
    """Return the height [m] whose logarithmic profile gives the factor."""
    return float(roughness_m * (weather_height_m / roughness_m) ** factor)
