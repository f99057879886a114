"""PV power from measured irradiance on the plane: physics with estimated parameters, then a bounded correction.

Physics, all through pvlib:

1. light: irradiance smeared over neighbouring steps, ``E = b E[t-1] + (1 - b - a) E[t] + a E[t+1]``, since logger
   and inverter clocks differ by minutes;
2. cell temperature: Faiman 2008, doi:10.1002/pip.813, wind 1.5 m/s;
3. ``P = C E / 1000 (1 + gamma (T - 25)) (1 - k E / 1000)``, PVWatts with a bend ``k`` for wiring, inverter and
   incidence; at most the AC limit.

The parameters are found by robust least squares (soft L1), in rounds that leave out runs far below what the light
would give: curtailed or stopped. Boosted trees then learn what physics leaves over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.calibration.frame import Mask
from forecasts.calibration.pv_correction import Correction, fit_correction
from forecasts.calibration.spread import Estimate
from forecasts.history.runs_of import run_lengths
from forecasts.notes import Array
from sites.problems import Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["PvEstimates", "PvModel", "PvParameters", "curtailed", "estimate_pv", "fit_pv", "pv_mw"]

WIND_SPEED = 1.5  # m/s
DARK = 20.0  # W/m2 below which nothing is learnt about parameters
USUAL_TEMPERATURE = 15.0  # degrees Celsius, where none is known
ROUNDS = 3
LOW_SHARE, LOW_LEVEL, LOW_GAP, LOW_HOURS = 0.7, 0.12, 0.08, 1.0
LEAST_STEPS = 200
DRAWS, DRAWN_DAYS = 12, 200


@dataclass(frozen=True)
class PvParameters:
    """A station's effective parameters.

    Attributes
    ----------
    capacity_mw
        AC power at 1000 W/m2 and 25 degrees Celsius, losses included.
    bend
        Loss growing with irradiance, per 1000 W/m2; negative where power rises faster than light.
    gamma_per_degc
        Temperature coefficient of power.
    back, ahead
        Weights of the step before and the step after.
    limit_mw
        AC limit.
    """

    capacity_mw: float
    bend: float
    gamma_per_degc: float
    back: float
    ahead: float
    limit_mw: float


@dataclass(frozen=True)
class PvEstimates:
    """Parameters with the standard deviation over draws of days."""

    capacity_mw: Estimate
    bend: Estimate
    gamma_per_degc: Estimate
    back: Estimate
    ahead: Estimate


@dataclass(frozen=True)
class PvModel:
    """Parameters, and what was learnt of the rest.

    Attributes
    ----------
    flagged_steps
        Steps left out of the learning as curtailed or stopped.
    """

    parameters: PvParameters
    correction: Correction | None
    flagged_steps: int

    def power_mw(self, weather: xr.Dataset) -> Array:
        """Return the power of weather with ``poa_global`` [W/m2] and ``temp_air``, shape (time,) [MW]."""
        light, temperature = _inputs(weather)
        physics = pv_mw(self.parameters, light, temperature)
        if self.correction is None:
            return physics
        return np.clip(physics + self.correction.rest_mw(weather, physics), 0.0, self.parameters.limit_mw)


def pv_mw(parameters: PvParameters, poa: Array, temp_air: Array) -> Array:
    """Return power by physics alone [MW], shape (time,).

    Parameters
    ----------
    poa
        Irradiance on the plane [W/m2], shape (time,), regular steps.
    temp_air
        Degrees Celsius, shape (time,).
    """
    from pvlib import pvsystem, temperature

    light = _smeared(poa, parameters.back, parameters.ahead)
    cell = temperature.faiman(light, temp_air, wind_speed=WIND_SPEED)
    direct = pvsystem.pvwatts_dc(light, cell, parameters.capacity_mw, parameters.gamma_per_degc)
    power = np.asarray(direct) * (1.0 - parameters.bend * light / 1000.0)
    return np.asarray(np.clip(power, 0.0, parameters.limit_mw), dtype=float)


def curtailed(power: Array, expected: Array, capacity_mw: float, per_hour: int) -> Mask:
    """Return which steps lie in runs of an hour or more far below what the light would give, shape (time,).

    It judges measured power by the model itself, so a score without these steps is kinder by construction: it is
    to be shown beside the score with them.
    """
    gap = expected - power
    low = (
        (expected > LOW_LEVEL * capacity_mw) & (power < LOW_SHARE * expected) & (gap > LOW_GAP * capacity_mw)
    )
    return np.asarray(low & (run_lengths(low.astype(float)) >= LOW_HOURS * per_hour))


def fit_pv(
    history: xr.Dataset, *, until: np.datetime64 | None = None, seed: int = 0, corrected: bool = True
) -> PvModel:
    """Return a station's model from measured irradiance, temperature and power.

    Parameters
    ----------
    history
        With ``measured_mw``, ``poa_global`` and, if known, ``temp_air``.
    until
        UTC; nothing later is looked at.
    corrected
        Whether boosted trees learn what physics leaves over.

    Raises
    ------
    Refused
        ``calibration-no-weather`` without irradiance on the plane; ``calibration-too-short``.
    """
    past = _past(history, until)
    light, temperature = _inputs(past)
    power = past["measured_mw"].to_numpy().astype(float)
    parameters, flagged = _fit(light, temperature, power, _per_hour(history))
    correction = None
    if corrected:
        physics = pv_mw(parameters, light, temperature)
        correction = fit_correction(past, physics, power, flagged, parameters.limit_mw, seed)
    return PvModel(parameters, correction, int(flagged.sum()))


def estimate_pv(history: xr.Dataset, *, until: np.datetime64 | None = None, seed: int = 0) -> PvEstimates:
    """Return a station's parameters with their spread: days drawn with replacement.

    Raises
    ------
    Refused
        See :func:`fit_pv`.
    """
    past = _past(history, until)
    light, temperature = _inputs(past)
    power = past["measured_mw"].to_numpy().astype(float)
    per_hour = _per_hour(history)
    found, _ = _fit(light, temperature, power, per_hour)
    per_day = 24 * per_hour
    days = len(power) // per_day
    tables = [values[: days * per_day].reshape(days, per_day) for values in (light, temperature, power)]
    lit = np.flatnonzero(np.nanmax(np.where(np.isfinite(tables[0]), tables[0], 0.0), axis=1) > DARK)
    rng = np.random.default_rng(seed)
    drawn: list[PvParameters] = []
    for _ in range(DRAWS):
        pick = rng.choice(lit, min(len(lit), DRAWN_DAYS))
        some_light, some_temperature, some_power = (table[pick].ravel() for table in tables)
        drawn.append(_fit(some_light, some_temperature, some_power, per_hour, rounds=2)[0])
    # fewer days than there are make the draws wider than the estimate
    shrink = float(np.sqrt(min(1.0, DRAWN_DAYS / max(len(lit), 1))))

    def spread(name: str) -> Estimate:
        wide = Estimate.of(getattr(found, name), [getattr(each, name) for each in drawn])
        return Estimate(wide.value, wide.spread * shrink)

    return PvEstimates(*(spread(name) for name in ("capacity_mw", "bend", "gamma_per_degc", "back", "ahead")))


def _fit(
    light: Array, temperature: Array, power: Array, per_hour: int, rounds: int = ROUNDS
) -> tuple[PvParameters, Mask]:
    from scipy.optimize import least_squares

    lit = (light > DARK) & np.isfinite(power)
    if lit.sum() < LEAST_STEPS:
        raise Refused(problem("calibration-too-short", found=str(int(lit.sum())), least=str(LEAST_STEPS)))
    top = float(np.quantile(power[lit], 0.9995))
    keep, flagged = lit, np.zeros(len(power), dtype=bool)
    guess = np.array([top / 0.95, 0.05, -0.004, 0.1, 0.1])
    bounds = ([0.3 * top, -0.2, -0.008, 0.0, 0.0], [4.0 * top, 0.4, 0.0, 0.45, 0.45])
    for _ in range(rounds):
        rows = np.flatnonzero(keep)

        def missed(values: Array, rows: np.ndarray = rows) -> Array:
            expected = pv_mw(_parameters(values, np.inf), light, temperature)
            return np.asarray((expected[rows] - power[rows]) / top, dtype=float)

        result = least_squares(missed, guess, loss="soft_l1", f_scale=0.03, bounds=bounds, max_nfev=40)
        guess = np.clip(np.asarray(result.x, dtype=float), *bounds)
        parameters = _parameters(guess, top * 1.01)
        flagged = curtailed(power, pv_mw(parameters, light, temperature), top, per_hour)
        keep = lit & ~flagged
    return parameters, flagged


def _parameters(values: Array, limit_mw: float) -> PvParameters:
    capacity, bend, gamma, back, ahead = (float(each) for each in values)
    return PvParameters(capacity, bend, gamma, back, ahead, limit_mw)


def _smeared(poa: Array, back: float, ahead: float) -> Array:
    filled = np.where(np.isfinite(poa), np.maximum(poa, 0.0), 0.0)
    before, after = np.append(filled[:1], filled[:-1]), np.append(filled[1:], filled[-1:])
    smeared = back * before + (1.0 - back - ahead) * filled + ahead * after
    return np.where(np.isfinite(poa), smeared, np.nan)


def _inputs(weather: xr.Dataset) -> tuple[Array, Array]:
    """Return irradiance on the plane and temperature without gaps."""
    if "poa_global" not in weather:
        raise Refused(problem("calibration-no-weather", field="poa_global"))
    light = weather["poa_global"].to_numpy().astype(float)
    if "temp_air" not in weather:
        return light, np.full(len(light), USUAL_TEMPERATURE)
    temperature = weather["temp_air"].to_numpy().astype(float)
    there = np.flatnonzero(np.isfinite(temperature))
    if not there.size:
        return light, np.full(len(light), USUAL_TEMPERATURE)
    return light, np.interp(np.arange(len(light)), there, temperature[there])


def _past(history: xr.Dataset, until: np.datetime64 | None) -> xr.Dataset:
    return history if until is None else history.sel(time=history["time"] < until)


def _per_hour(history: xr.Dataset) -> int:
    return max(1, 60 // int(history.attrs["step_minutes"]))
