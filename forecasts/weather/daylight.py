"""Does the light in a file fall when the sun is up? Wrong zones and shifted stamps show here first.

A little light in an interval whose sun stays below the horizon is an instrument's offset, twilight, or a
stamp that is late by part of an interval: it is set to zero and counted. Much light means that the stamps are
wrong, and is refused.
"""

from __future__ import annotations

import numpy as np

from forecasts.notes import Array, Times
from forecasts.sun import brightest_elevation_deg, sun_at
from forecasts.weather.canonical import Origin, stamp_text
from sites.problems import Problem, Refused, problem

__all__ = ["late_minutes", "without_night_light"]

HORIZON_DEG = -0.833  # the upper limb, with the refraction that is usual at the horizon
NIGHT_LIGHT_MOST = 100.0  # W/m2
DAYS_LEAST = 60
SHIFT_MINUTES_SAID = 45
SHIFTS_MINUTES = range(-120, 121, 15)


def without_night_light(
    times: Times,
    columns: dict[str, Array],
    step_minutes: int,
    place: Origin,
    *,
    zone: str,
    where: str,
    is_strict: bool,
) -> tuple[dict[str, Array], list[Problem]]:
    """Return the figures without light in the dark, and what was taken away.

    Parameters
    ----------
    times, columns, step_minutes
        Starts of the intervals in UTC, figures with ``ghi``, ``dni`` and ``dhi``, length of an interval.
    place
        Whose sun counts.
    zone, where
        For people.
    is_strict
        Whether much light in the dark is refused; for weather of elsewhere it is not, since its sun is
        another one.

    Raises
    ------
    Refused
        More than 100 W/m2 in an interval whose sun stays below the horizon.
    """
    highest = brightest_elevation_deg(times, step_minutes, place.latitude, place.longitude, place.elevation_m)
    is_dark = highest < HORIZON_DEG
    light = np.where(is_dark, np.maximum.reduce([columns[name] for name in ("ghi", "dni", "dhi")]), 0.0)
    if is_strict and (light > NIGHT_LIGHT_MOST).any():
        worst = int(np.argmax(light))
        found = problem(
            "weather-night-light",
            where,
            count=int((light > NIGHT_LIGHT_MOST).sum()),
            time=stamp_text(times[worst], zone),
            found=f"{light[worst]:.0f}",
            elevation=f"{highest[worst]:.1f}",
        )
        raise Refused([found])
    dark = {name: np.where(is_dark, 0.0, columns[name]) for name in ("ghi", "dni", "dhi")}
    count = int((light > 0).sum())
    if not count:
        return columns | dark, []
    energy = float(np.where(is_dark, columns["ghi"], 0.0).sum()) * step_minutes / 60.0
    return columns | dark, [problem("weather-note-night-light", count=count, energy=f"{energy:.0f}")]


def late_minutes(times: Times, ghi: Array, step_minutes: int, origin: Origin) -> int:
    """Return by how many minutes the light of a long series lags behind the sun, by best correlation; 0 if
    short.

    Clouds are as likely before noon as after it to within half an hour or so in most climates, which is why
    only 45 minutes and more are worth a word.
    """
    per_day = 24 * 60 // step_minutes
    days = len(times) // per_day
    if days < DAYS_LEAST or not np.any(ghi > 0):
        return 0
    each = max(1, days // DAYS_LEAST)  # about sixty days are enough, spread over the whole
    kept = np.flatnonzero((np.arange(len(times)) // per_day) % each == 0)
    middle = times[kept] + np.timedelta64(step_minutes * 30, "s")
    best, best_fit = 0, -np.inf
    for shift in SHIFTS_MINUTES:
        sun = sun_at(
            middle - np.timedelta64(shift, "m"), origin.latitude, origin.longitude, origin.elevation_m
        )
        if not np.any(sun.cos_zenith > 0):
            continue
        fit = float(np.corrcoef(ghi[kept], sun.cos_zenith)[0, 1])
        if fit > best_fit:
            best, best_fit = shift, fit
    return best if abs(best) >= SHIFT_MINUTES_SAID else 0
