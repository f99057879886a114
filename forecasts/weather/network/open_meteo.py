"""Open-Meteo: the latest forecast, its ensemble, and forecasts as they were known on earlier days.

Hourly answers (documentation at https://open-meteo.com/en/docs): ``hourly.time`` and one list for each
variable, radiation as the mean of the hour *before* the stamp, everything else *at* the stamp; an ensemble
adds ``<variable>_member01`` and so on; a refusal is ``{"error": true, "reason": ...}``. Asked for are unix
time, m/s and UTC. Data: CC BY 4.0; without a key the service is for non-commercial use, a key of a
subscription is taken from ``$OPEN_METEO_API_KEY``.

**Previous runs.** ``<variable>_previous_dayN`` is what was forecast N x 24 h before the *valid* time, so the
values of a day come from many runs, and day 1 is no day-ahead forecast: at 18:00 it was made at 18:00 of the
day before, after the plan. For a valid time ``t`` and an issue time ``I`` the least N is taken with ``t - 24 h N
+ publication <= I``, where ``publication`` (8 h, an assumption on the safe side for global models) is the time
from the start of a run to its figures being there. The archive begins in January 2024.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from forecasts.notes import Array, Times
from forecasts.weather.canonical import Origin
from forecasts.weather.network.answer import Answer, Ask
from forecasts.weather.network.asking import asked
from forecasts.weather.stamps import means_before_stamps
from sites.problems import Refused, problem
from sites.time import utc_text

__all__ = ["ENSEMBLE_MODEL", "PUBLICATION_HOURS", "days_before", "ensemble", "forecast", "previous_runs"]

NAMES = {
    "shortwave_radiation": "ghi",
    "direct_normal_irradiance": "dni",
    "diffuse_radiation": "dhi",
    "temperature_2m": "temp_air",
    "relative_humidity_2m": "relative_humidity",
    "surface_pressure": "pressure",
    "wind_speed_10m": "wind_speed",
    "wind_direction_10m": "wind_direction",
}
HIGHER = {"wind_speed_80m": 80.0}
FACTORS = {"pressure": 100.0}  # hPa
NEEDED = ("ghi", "temp_air", "wind_speed")
ENSEMBLE_MODEL = "ecmwf_ifs025"
PUBLICATION_HOURS = 8
DAYS_BEFORE_MOST = 7
ARCHIVE_BEGINS = dt.date(2024, 1, 1)
HOUR = np.timedelta64(3600, "s")


def forecast(ask: Ask) -> Answer:
    """Return the latest forecast. Wind of 80 m where the models have it, else of 10 m."""
    answer = _asked("api", "forecast", ask, [*NAMES, *HIGHER])
    stamps, hourly = _hourly(answer, ask, "open-meteo")
    columns = _named(hourly, "", NAMES)
    height_m = 10.0
    for theirs, metres in HIGHER.items():
        higher = hourly.get(theirs)
        if higher is not None and np.isfinite(higher).all():
            columns["wind_speed"], height_m = higher, metres
    starts, means = means_before_stamps(stamps, columns)
    origin = _origin(answer, ask, "Open-Meteo forecast (CC BY 4.0)", height_m)
    return _answer(origin, starts, [means], ask.asked_at)


def ensemble(ask: Ask) -> Answer:
    """Return all members of the latest ensemble forecast; member 0 is the control run."""
    answer = _asked("ensemble-api", "ensemble", ask, list(NAMES), models=ENSEMBLE_MODEL)
    stamps, hourly = _hourly(answer, ask, "open-meteo-ensemble")
    tags = sorted(
        {name.rpartition("_")[2] for name in hourly if name.rpartition("_")[2].startswith("member")}
    )
    members = []
    for suffix in ("", *(f"_{tag}" for tag in tags)):
        starts, means = means_before_stamps(stamps, _named(hourly, suffix, NAMES))
        members.append(means)
    title = f"Open-Meteo ensemble, {ENSEMBLE_MODEL} (CC BY 4.0)"
    return _answer(_origin(answer, ask, title, 10.0), starts, members, ask.asked_at)


def previous_runs(ask: Ask) -> Answer:
    """Return what had been forecast by ``ask.known_by``, hour by hour from the latest run that was known.

    Raises
    ------
    Refused
        The days lie before the archive begins, or more than seven days after the issue time.
    """
    where = "open-meteo-previous-runs"
    if ask.begin < ARCHIVE_BEGINS:
        begins = ARCHIVE_BEGINS.isoformat()
        raise Refused([problem("weather-service-begins", where, begins=begins, wanted=ask.begin.isoformat())])
    wanted_stamps = np.arange(ask.start, ask.stop + HOUR, HOUR).astype("datetime64[ns]")
    leads = days_before(wanted_stamps, ask.known_by)
    if leads.max() > DAYS_BEFORE_MOST:
        raise Refused(
            [problem("weather-service-reach", where, days=DAYS_BEFORE_MOST, issued=utc_text(ask.known_by))]
        )
    wanted = range(int(leads.min()), int(leads.max()) + 1)
    variables = [f"{name}_previous_day{days}" for days in wanted for name in NAMES]
    answer = _asked("previous-runs-api", "forecast", ask, variables)
    stamps, hourly = _hourly(answer, ask, where)
    chosen = days_before(stamps, ask.known_by)
    columns: dict[str, Array] = {}
    for days in wanted:
        for name, values in _named(hourly, f"_previous_day{days}", NAMES, is_partial=True).items():
            columns.setdefault(name, np.full(len(stamps), np.nan))
            columns[name] = np.where(chosen == days, values, columns[name])
    _whole(columns, where)
    starts, means = means_before_stamps(stamps, columns)
    known = _known(stamps, chosen)
    origin = _origin(answer, ask, "Open-Meteo previous runs (CC BY 4.0)", 10.0)
    return _answer(origin, starts, [means], known)


def days_before(valid: Times, known_by: dt.datetime) -> np.ndarray:
    """Return how many days before its valid time each figure must have been forecast, shape (time,), at least 1."""
    issue = np.datetime64(known_by.astimezone(dt.UTC).replace(tzinfo=None), "ns")
    ahead = (valid + PUBLICATION_HOURS * HOUR - issue) / (24 * HOUR)
    return np.maximum(np.ceil(ahead), 1.0).astype(int)


def _known(stamps: Times, chosen: np.ndarray) -> dt.datetime:
    """Return when the youngest of the figures that were taken had been published."""
    latest = (stamps - chosen * 24 * HOUR + PUBLICATION_HOURS * HOUR).max()
    seconds = int(latest.astype("datetime64[s]").astype(np.int64))
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


def _asked(host: str, path: str, ask: Ask, variables: Sequence[str], **more: str) -> dict[str, Any]:
    key = os.environ.get("OPEN_METEO_API_KEY", "")
    name = f"customer-{host}" if key else host
    params: dict[str, object] = {
        "latitude": ask.latitude,
        "longitude": ask.longitude,
        "elevation": ask.elevation_m,
        "hourly": ",".join(variables),
        "wind_speed_unit": "ms",
        "timeformat": "unixtime",
        "timezone": "GMT",
        "start_date": ask.begin.isoformat(),
        "end_date": ask.end.isoformat(),
        **more,
    }
    if key:
        params["apikey"] = key
    return asked(f"https://{name}.open-meteo.com/v1/{path}", params, f"{name}.open-meteo.com")


def _hourly(answer: Mapping[str, Any], ask: Ask, where: str) -> tuple[Times, dict[str, Array]]:
    """Return stamps in UTC and figures, NaN where a figure is null."""
    try:
        hourly = answer["hourly"]
        stamps = np.array(hourly["time"], dtype=np.int64).astype("datetime64[s]").astype("datetime64[ns]")
        figures = {
            str(name): np.array([np.nan if each is None else each for each in values], dtype=float)
            for name, values in hourly.items()
            if name != "time"
        }
        is_fitting = all(len(values) == len(stamps) for values in figures.values())
        is_fitting = is_fitting and int(ask.wanted(stamps).sum()) > 1
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        reason = f"{type(fault).__name__}: {fault}"
        raise Refused([problem("weather-service-answer", where, reason=reason)]) from fault
    if not is_fitting:
        raise Refused([problem("weather-service-answer", where, reason=f"{len(stamps)} stamps")])
    inside = ask.wanted(stamps)
    return stamps[inside], {name: values[inside] for name, values in figures.items()}


def _named(
    hourly: Mapping[str, Array], suffix: str, names: Mapping[str, str], *, is_partial: bool = False
) -> dict[str, Array]:
    """Return figures by canonical name and unit; what is null all through is left out."""
    columns = {
        name: hourly[f"{theirs}{suffix}"] * FACTORS.get(name, 1.0)
        for theirs, name in names.items()
        if f"{theirs}{suffix}" in hourly and (is_partial or np.isfinite(hourly[f"{theirs}{suffix}"]).all())
    }
    if not is_partial:
        _needed(columns, f"Open-Meteo{suffix}")
    return columns


def _whole(columns: dict[str, Array], where: str) -> None:
    """Leave out what has gaps and can be done without."""
    for name in [name for name, values in columns.items() if np.isnan(values).any()]:
        if name not in NEEDED:
            del columns[name]
    _needed(columns, where)


def _needed(columns: Mapping[str, Array], where: str) -> None:
    problems = [problem("weather-service-lacks", where, field=name) for name in NEEDED if name not in columns]
    if problems:
        raise Refused(problems)


def _origin(answer: Mapping[str, Any], ask: Ask, title: str, height_m: float) -> Origin:
    """Return the origin: the grid cell that was answered, at the height that it was brought to."""
    return Origin(
        latitude=float(answer.get("latitude", ask.latitude)),
        longitude=float(answer.get("longitude", ask.longitude)),
        elevation_m=float(answer.get("elevation", ask.elevation_m)),
        source=title,
        kind="series",
        wind_height_m=height_m,
    )


def _answer(
    origin: Origin, starts: Times, members: Sequence[Mapping[str, Array]], known_at: dt.datetime
) -> Answer:
    names = set.intersection(*(set(member) for member in members))
    columns = {name: np.stack([member[name] for member in members]) for name in members[0] if name in names}
    return Answer(origin, starts, columns, known_at)
