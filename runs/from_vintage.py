"""A day planned with an archived forecast: found by site, day and issue, and checked against the site as it is now."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forecasts.registry import FORECASTERS
from runs.notes import notes_of
from runs.run import readable
from runs.vintages import Vintage, Vintages
from sites.problems import Problem, Refused, problem
from sites.reading import find
from sites.site import Site

if TYPE_CHECKING:
    from runs.prepare import Order

__all__ = ["LATEST", "alone_problems", "vintage_notes", "vintage_of"]

LATEST = "latest"
"""What stands for the last forecast of a day instead of an issue."""

OTHERS = {
    "--weather": "weather",
    "--source": "source",
    "--weather-elsewhere": "is_elsewhere",
    "--weather-stamp": "weather_stamp",
    "--weather-zone": "weather_zone",
    "--weather-mapping": "weather_mapping",
    "--hindsight": "hindsight",
    "--history, --plant": "files",
}
"""Options that an archived forecast leaves no room for, and their fields in an order."""


def alone_problems(order: Order) -> list[Problem]:
    """Return what is asked for beside an archived forecast that would have no effect on it."""
    if order.forecast is None:
        return []
    others = [option for option, field in OTHERS.items() if getattr(order, field)]
    return [problem("day-ahead-forecast-alone", "--forecast", others=", ".join(others))] if others else []


def vintage_of(issue: str, site: Site, date: dt.date, vintages: Vintages) -> Vintage:
    """Return an archived forecast that a day of the site can be planned with.

    Parameters
    ----------
    issue
        As :meth:`runs.vintages.Vintages.find` takes it, or ``latest``.

    Raises
    ------
    Refused
        There is none, several begin so, it cannot be read, or it does not fit the site any more.
    """
    wanted = None if issue.strip().lower() == LATEST else issue
    found = vintages.find(site.name, date, issue=wanted)
    with readable(found.folder / "forecast.nc"):
        forecast = found.forecast
    with readable(found.folder / "weather.nc"):
        assert found.weather is not None  # read now, so that damage is met before anything is planned
    problems: list[Problem] = []
    steps = site.steps(date)
    if not np.array_equal(forecast["time"].to_numpy().astype("datetime64[ns]"), steps.times):
        about = {"issue": found.issue, "found": forecast.sizes["time"], "wanted": steps.count}
        problems.append(Problem("vintage-steps", "--forecast", about))
    known = {str(name) for name in forecast["asset"].values}
    lacking = [name for name, asset in site.assets.items() if asset.type in FORECASTERS and name not in known]
    if lacking:
        problems.append(problem("vintage-assets", "--forecast", issue=found.issue, assets=", ".join(lacking)))
    if problems:
        raise Refused(problems)
    return found


def vintage_notes(found: Vintage, site: Site, name: str) -> list[Problem]:
    """Return what is to be said: which forecast it is, what was assumed of it, and whether the site has changed."""
    local = found.issue_time.astimezone(site.place.zone).strftime("%Y-%m-%d %H:%M")
    notes = [problem("note-from-vintage", issue=found.issue, time=local)]
    said = notes_of(found.record.get("notes") or [])
    notes += [note for note in said if note.key == "note-issue-assumed"]
    if _is_changed(found.folder / "site", name, site):
        notes.append(problem("note-vintage-site-changed", issue=found.issue))
    return notes


def _is_changed(folder: Path, name: str, site: Site) -> bool:
    """Whether the site is not, to the letter, the one that the forecast was made for."""
    now = {"site.toml": find(name).read_text(encoding="utf-8-sig"), **site.files}
    try:
        return any((folder / each).read_text(encoding="utf-8") != text for each, text in now.items())
    except (OSError, UnicodeDecodeError):
        return True
