"""Weather for one day of a site: from a file, or from the typical year that needs none.

A kind of file is a function that opens it, and one line in ``READERS``. A CSV may be one of four: this program's
own, a table with a mapping or headings that are known (in Chinese, say), TMY3, or PVGIS's typical year.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import numpy as np

from forecasts.history.tables import WORKBOOK_SUFFIXES
from forecasts.notes import notes_to_json
from forecasts.weather.canonical import Origin, build, check
from forecasts.weather.csv_file import Reading, is_own, open_csv
from forecasts.weather.daylight import without_night_light
from forecasts.weather.epw_file import open_epw
from forecasts.weather.netcdf_file import open_netcdf
from forecasts.weather.source import Span, WeatherSource
from forecasts.weather.table_file import is_recognised, open_table
from forecasts.weather.tmy_file import is_pvgis_tmy, is_tmy3, open_pvgis_tmy, open_tmy2, open_tmy3
from sites.problems import Problem, Refused, problem
from sites.time import day_steps

if TYPE_CHECKING:
    import xarray as xr

    from sites.site import Place, Site

__all__ = ["DISTANCE_KM_MOST", "READERS", "day_span", "distance_km", "of_day", "read_weather"]

Opener = Callable[[Path, Reading], WeatherSource]


def _open_csv(path: Path, reading: Reading) -> WeatherSource:
    """Open a CSV by what its beginning says it is."""
    if reading.mapping is not None:
        return open_table(path, reading)
    head = path.read_bytes()[:HEAD_BYTES].decode("utf-8-sig", errors="replace")
    if is_tmy3(head):
        return open_tmy3(path)
    if is_pvgis_tmy(head):
        return open_pvgis_tmy(path)
    if not is_own(head) and is_recognised(path):
        return open_table(path, reading)
    return open_csv(path, reading)


READERS: dict[str, Opener] = {
    ".csv": _open_csv,
    ".epw": lambda path, _: open_epw(path),
    ".json": lambda path, _: open_pvgis_tmy(path),
    ".nc": open_netcdf,
    ".tm2": lambda path, _: open_tmy2(path),
    **dict.fromkeys(WORKBOOK_SUFFIXES, open_table),
}
"""File suffix in small letters -> how a file is opened."""

HEAD_BYTES = 4096
DISTANCE_KM_MOST = 50.0
EARTH_RADIUS_KM = 6371.0
MARGIN = np.timedelta64(120, "m")


def read_weather(
    path: str | Path,
    site: Site,
    date: dt.date,
    *,
    elsewhere: bool = False,
    stamp: str | None = None,
    time_zone: str | None = None,
    mapping: str | Path | None = None,
) -> xr.Dataset:
    """Read the weather of a local day from a file.

    Parameters
    ----------
    path
        An EPW, CSV, Excel, NetCDF, TMY2, TMY3 or PVGIS file, see the modules of these names.
    site
        Whose weather it is to be.
    date
        Local date at the site.
    elsewhere
        Whether weather of a place more than 50 km away may be used. It is moved by the difference of solar
        time, rounded to whole intervals, so that its noon is the site's; attribute ``elsewhere_km`` and a
        note say so.
    stamp, time_zone
        For CSV, Excel and NetCDF: see :class:`forecasts.weather.csv_file.Reading`.
    mapping
        TOML file that says what the columns of a CSV or Excel file are, see :mod:`forecasts.history.mapping`.

    Returns
    -------
    xarray.Dataset
        Canonical weather (see ``forecasts.weather.canonical``) over [local midnight, next midnight), with up
        to two hours on either side where the source has them.

    Raises
    ------
    Refused
        The file cannot be read, is of another place or without the date, or its figures fail the check.
    """
    path = Path(path)
    source = _opened(path, site.place, stamp, time_zone, Path(mapping) if mapping is not None else None)
    return of_day(source, path.name, site, date, may_be_elsewhere=elsewhere)


def day_span(site: Site, date: dt.date, days: int = 1) -> Span:
    """Return the wanted time of local days: from midnight to midnight, with a margin of two hours."""
    start = day_steps(date, site.place.time_zone, 60).start
    end = day_steps(date + dt.timedelta(days=days), site.place.time_zone, 60).start
    return Span(start, end, MARGIN, site.place.time_zone)


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the great-circle distance of two places by the haversine formula, on a sphere of 6371 km."""
    phi, psi = math.radians(latitude), math.radians(other_latitude)
    north, east = psi - phi, math.radians(other_longitude - longitude)
    chord = math.sin(north / 2) ** 2 + math.cos(phi) * math.cos(psi) * math.sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def of_day(
    source: WeatherSource, name: str, site: Site, date: dt.date, *, may_be_elsewhere: bool
) -> xr.Dataset:
    """Return a source's weather of a day in canonical form, checked; see :func:`read_weather`."""
    origin, zone = source.origin, site.place.time_zone
    apart_km = distance_km(origin.latitude, origin.longitude, site.place.latitude, site.place.longitude)
    is_elsewhere = apart_km > DISTANCE_KM_MOST
    if is_elsewhere and not may_be_elsewhere:
        raise Refused(
            [problem("weather-elsewhere", name, distance=f"{apart_km:.0f}", most=f"{DISTANCE_KM_MOST:.0f}")]
        )
    later = (
        _solar_time_later(origin, site.place, source.step_minutes) if is_elsewhere else np.timedelta64(0, "m")
    )
    piece = source.over(day_span(site, date).moved(-later))
    times = piece.times + later
    weather = build(times, piece.columns, origin, step_minutes=source.step_minutes, time_zone=zone)
    _check(weather, name, piece.notes)
    columns, dark = without_night_light(
        times,
        {str(each): weather[each].to_numpy() for each in weather.data_vars},
        source.step_minutes,
        _at_site(origin, site.place),
        zone=zone,
        where=name,
        is_strict=not is_elsewhere,
    )
    notes = [*piece.notes, *dark]
    weather = build(times, columns, origin, step_minutes=source.step_minutes, time_zone=zone)
    if is_elsewhere:
        hours = float(later / np.timedelta64(1, "m")) / 60.0
        notes.insert(0, problem("weather-note-elsewhere", distance=f"{apart_km:.0f}", hours=f"{hours:+.1f}"))
        weather.attrs["elsewhere_km"] = round(apart_km, 1)
    return weather.assign_attrs(notes=notes_to_json(notes))


def _check(weather: xr.Dataset, name: str, notes: Sequence[Problem]) -> None:
    """Refuse weather that cannot be; where beam or diffuse light were derived, what they came from is to blame."""
    try:
        check(weather, name)
    except Refused as refused:
        split = [str(each.args["fields"]) for each in notes if each.key == "weather-note-split"]
        derived = set(", ".join(split).split(", "))
        own = [each for each in refused.problems if each.args.get("field") not in derived]
        blamed = [
            problem(
                "weather-derived-implausible",
                name,
                field=each.args.get("field"),
                count=each.args.get("count"),
                time=each.args.get("time"),
                found=each.args.get("found"),
            )
            for each in refused.problems
            if each not in own
        ]
        has_blame = any(each.args.get("field") == "ghi" for each in own)
        raise Refused(own if has_blame else [*own, *blamed]) from None


def _opened(
    path: Path, place: Place, stamp: str | None, time_zone: str | None, mapping: Path | None
) -> WeatherSource:
    suffix = path.suffix.lower()
    if not suffix:
        raise Refused([problem("weather-no-suffix", path.name, known=", ".join(sorted(READERS)))])
    if suffix not in READERS:
        raise Refused([problem("weather-suffix", path.name, found=suffix, known=", ".join(sorted(READERS)))])
    if time_zone is not None and time_zone not in available_timezones():
        raise Refused([problem("history-zone", path.name, found=time_zone)])
    try:
        changed = path.stat().st_mtime_ns
    except OSError as fault:
        raise Refused([problem("weather-no-file", str(path), reason=fault.strerror or str(fault))]) from fault
    reading = Reading(
        place.latitude, place.longitude, place.elevation_m, stamp, time_zone, site_zone=place.time_zone
    )
    if mapping is not None:
        try:
            when = mapping.stat().st_mtime_ns
        except OSError as fault:
            reason = fault.strerror or str(fault)
            raise Refused([problem("weather-no-file", str(mapping), reason=reason)]) from fault
        reading = replace(reading, mapping=mapping.resolve(), mapping_changed=when)
    return _opened_once(path.resolve(), changed, reading)


@lru_cache(maxsize=4)
def _opened_once(path: Path, _changed: int, reading: Reading) -> WeatherSource:
    """Open a file; a year of days reads it once."""
    try:
        return READERS[path.suffix.lower()](path, reading)
    except OSError as fault:
        raise Refused([problem("weather-no-file", path.name, reason=fault.strerror or str(fault))]) from fault


def _solar_time_later(origin: Origin, place: Place, step_minutes: int) -> np.timedelta64:
    """Return by how much the sun is later at the site than at the weather's place, in whole intervals."""
    degrees = (origin.longitude - place.longitude + 180.0) % 360.0 - 180.0
    minutes = degrees * 4.0
    return np.timedelta64(round(minutes / step_minutes) * step_minutes, "m")


def _at_site(origin: Origin, place: Place) -> Origin:
    """Return the origin with the site's coordinates: its sun decides what is night."""
    return replace(origin, latitude=place.latitude, longitude=place.longitude, elevation_m=place.elevation_m)
