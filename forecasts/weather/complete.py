"""What a file leaves out and physics can give: beam and diffuse from global irradiance, pressure from height.

Diffuse fraction: Erbs, Klein & Duffie 1982, doi:10.1016/0038-092X(82)90302-4. Closure: ``ghi = dhi + dni
cos(zenith)``. Pressure: the standard atmosphere (ISO 2533:1975), through pvlib.
"""

from __future__ import annotations

import numpy as np

from forecasts.notes import Array, Times
from forecasts.sun import Sun, day_of_year, sun_at
from forecasts.weather.canonical import Origin
from sites.problems import Problem, problem

__all__ = ["beam_from", "completed", "split"]

# Below this cosine (87 degrees, as in pvlib's Erbs) an interval's beam cannot be told from its diffuse light.
COS_ZENITH_LEAST = float(np.cos(np.radians(87.0)))


def split(ghi: Array, sun: Sun, times: Times) -> tuple[Array, Array]:
    """Return beam and diffuse irradiance ``(dni, dhi)`` [W/m2] of global irradiance by the Erbs model.

    ``sun`` is that of the middles of the intervals, ``times`` any stamps of the same days.
    """
    from pvlib import irradiance

    parts = irradiance.erbs(ghi, sun.zenith_deg, day_of_year(times))
    return np.asarray(parts["dni"], dtype=float), np.asarray(parts["dhi"], dtype=float)


def beam_from(beam_horizontal: Array, sun: Sun) -> Array:
    """Return ``dni`` [W/m2] of the beam on the horizontal; none at a sun so low that it cannot be told."""
    is_high = sun.cos_zenith > COS_ZENITH_LEAST
    dni = np.where(is_high, beam_horizontal / np.maximum(sun.cos_zenith, COS_ZENITH_LEAST), 0.0)
    return np.clip(dni, 0.0, sun.dni_extra)


def completed(
    times: Times, columns: dict[str, Array], step_minutes: int, origin: Origin
) -> tuple[dict[str, Array], list[Problem]]:
    """Return the figures with ``dni``, ``dhi`` and ``pressure`` filled in where they are missing, and what
    was done.

    Parameters
    ----------
    times
        Starts of the intervals, UTC, shape (time,).
    columns
        Figures by canonical name, ``ghi`` among them.
    step_minutes
        Length of an interval.
    origin
        The weather's own place.
    """
    done = dict(columns)
    notes: list[Problem] = []
    middle = times + np.timedelta64(step_minutes * 30, "s")
    if not {"dni", "dhi"} <= set(columns):
        sun = sun_at(middle, origin.latitude, origin.longitude, origin.elevation_m)
        if "dni" in columns:
            done["dhi"] = np.clip(columns["ghi"] - columns["dni"] * sun.cos_zenith, 0.0, None)
        elif "dhi" in columns:
            done["dni"] = beam_from(np.clip(columns["ghi"] - columns["dhi"], 0.0, None), sun)
        else:
            done["dni"], done["dhi"] = split(columns["ghi"], sun, middle)
        filled = ", ".join(name for name in ("dni", "dhi") if name not in columns)
        notes.append(problem("weather-note-split", fields=filled, count=len(times)))
    if "pressure" not in columns:
        from pvlib import atmosphere

        pressure = float(atmosphere.alt2pres(origin.elevation_m))
        done["pressure"] = np.full(len(times), pressure)
        notes.append(
            problem("weather-note-pressure", pressure=f"{pressure:.0f}", height=f"{origin.elevation_m:.0f}")
        )
    return done, notes
