"""From the weather's intervals to the site's steps.

Irradiance goes through the clear-sky index. With ``n`` sub-steps ``i`` in an interval ``I`` and the clear sky
``c`` at the sub-steps' middles, ``ghi[i] = ghi[I] n c[i] / sum(c)``: the index ``ghi / c`` is the same all
through the interval and the interval's energy is kept exactly. Where the sun rises or sets inside the
interval the dark sub-steps get nothing; where no middle sees the sun, the sub-step of the highest sun gets
all. The beam on the horizontal, ``ghi - dhi``, is shared out in the same way by the clear sky's beam, never
more than ``ghi[i]``; then ``dni = beam / cos(zenith)``, at most what there is outside the atmosphere and none
below 3 degrees, and ``dhi = ghi - dni cos(zenith)`` closes the balance.

Temperature, wind speed and pressure are joined by straight lines between the middles of the intervals, which
keeps no mean exactly. Where the site's steps are longer than the weather's intervals, or lie across them, the
same is done on the finest common grid and averaged.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from forecasts.conditions import Conditions
from forecasts.notes import Array, Times
from forecasts.sun import Sun, clear_sky, sun_at
from forecasts.weather.canonical import stamp_text
from forecasts.weather.complete import beam_from
from sites.problems import Refused, problem

if TYPE_CHECKING:
    import xarray as xr

    from sites.site import Place
    from sites.time import Steps

__all__ = ["to_steps"]

MINUTE = np.timedelta64(1, "m")
JOINED = ("temp_air", "wind_speed", "pressure")


def to_steps(weather: xr.Dataset, steps: Steps, place: Place) -> Conditions:
    """Bring canonical weather to a site's steps.

    Parameters
    ----------
    weather
        Canonical weather, checked, over the steps at least.
    steps
        The site's steps.
    place
        The site's place: its sun counts.

    Raises
    ------
    Refused
        The weather does not cover the steps; the span that it has is named.
    """
    interval = int(weather.attrs["step_minutes"])
    starts = weather["time"].to_numpy()
    _covers(weather, starts, interval, steps)
    offset = int((steps.times[0] - starts[0]) / MINUTE)
    fine = math.gcd(interval, steps.step_minutes, offset)
    first = offset // interval
    last = -(-(offset + steps.count * steps.step_minutes) // interval)
    ghi, beam = _light(weather, slice(first, last), fine, place)
    begin = (offset - first * interval) // fine
    shape = (steps.count, steps.step_minutes // fine)
    inside = slice(begin, begin + shape[0] * shape[1])
    ghi, beam = (values[inside].reshape(shape).mean(axis=1) for values in (ghi, beam))
    sun = _sun(_middles(steps.times, steps.step_minutes), place)
    dni = beam_from(beam, sun)
    joined = _joined(weather, starts, interval, steps, fine)
    return Conditions(
        steps=steps,
        sun=sun,
        ghi=ghi,
        dni=dni,
        dhi=np.maximum(ghi - dni * sun.cos_zenith, 0.0),
        temp_air=joined["temp_air"],
        wind_speed=joined["wind_speed"],
        pressure=joined["pressure"],
        wind_height_m=float(weather["wind_speed"].attrs["height_m"]),
        elevation_m=float(weather.attrs["elevation_m"]),
    )


def _covers(weather: xr.Dataset, starts: Times, interval: int, steps: Steps) -> None:
    begin, end = steps.times[0], steps.times[-1] + steps.step_minutes * MINUTE
    last = starts[-1] + interval * MINUTE
    if starts[0] > begin or last < end:
        zone = steps.time_zone
        found = problem(
            "weather-span",
            str(weather.attrs.get("source", "")),
            begin=stamp_text(starts[0], zone),
            end=stamp_text(last, zone),
            wanted=stamp_text(begin, zone),
            wanted_end=stamp_text(end, zone),
        )
        raise Refused([found])


def _light(weather: xr.Dataset, kept: slice, fine: int, place: Place) -> tuple[Array, Array]:
    """Return global irradiance and horizontal beam [W/m2] on the fine grid of some whole intervals."""
    interval = int(weather.attrs["step_minutes"])
    count = interval // fine
    starts = weather["time"].to_numpy()[kept]
    grid = (starts[:, None] + np.arange(count)[None, :] * (fine * MINUTE)).ravel().astype("datetime64[ns]")
    middles = _middles(grid, fine)
    sun = _sun(middles, place)
    clear = clear_sky(middles, sun, place.latitude, place.longitude, place.elevation_m)
    shape = (len(starts), count)
    highest = np.zeros(shape)
    highest[np.arange(shape[0]), sun.elevation_deg.reshape(shape).argmax(axis=1)] = 1.0
    by_ghi = _shares(clear.ghi.reshape(shape), highest)
    by_beam = _shares((clear.dni * sun.cos_zenith).reshape(shape), by_ghi)
    ghi_given, dhi_given = (weather[name].to_numpy()[kept][:, None] for name in ("ghi", "dhi"))
    ghi = ghi_given * count * by_ghi
    beam = np.minimum(np.clip(ghi_given - dhi_given, 0.0, None) * count * by_beam, ghi)
    return ghi.ravel(), beam.ravel()


def _shares(weights: Array, otherwise: Array) -> Array:
    """Return weights that sum to 1 in each row; another row where all are 0."""
    total = weights.sum(axis=1, keepdims=True)
    return np.where(total > 0, weights / np.where(total > 0, total, 1.0), otherwise)


def _joined(weather: xr.Dataset, starts: Times, interval: int, steps: Steps, fine: int) -> dict[str, Array]:
    """Return what is joined by straight lines, averaged from the fine grid."""
    per_step = steps.step_minutes // fine
    grid = (
        (steps.times[:, None] + np.arange(per_step)[None, :] * (fine * MINUTE))
        .ravel()
        .astype("datetime64[ns]")
    )
    wanted = (_middles(grid, fine) - starts[0]) / MINUTE
    known = (_middles(starts, interval) - starts[0]) / MINUTE
    return {
        name: np.interp(wanted, known, weather[name].to_numpy()).reshape(-1, per_step).mean(axis=1)
        for name in JOINED
    }


def _middles(starts: Times, minutes: int) -> Times:
    return (starts + np.timedelta64(minutes * 30, "s")).astype("datetime64[ns]")


def _sun(times: Times, place: Place) -> Sun:
    return sun_at(times, place.latitude, place.longitude, place.elevation_m)
