"""Archived forecasts with their issue times: ``<root>/<site>/<day>/forecasts/<issue>/``, beside the day's runs.

=================  ==================================================================================================
``forecast.nc``    the forecast: mean, quantiles where known, scenarios with their probabilities
``weather.nc``     the weather that it was made from
``inputs/``        the files given by the user, as they were, by what each is
``site/``          ``site.toml`` and the files that it names
``forecast.json``  issue time, sources, method of each asset, seed, versions, notes
=================  ==================================================================================================

An issue is named by its time, ``20260714T010000Z-3fa9c1``, so names sort as issues do. Like a run, it is there whole
or not at all, and is never changed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runs.archive import Archive
from runs.files import read_json
from sites.problems import Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["FOLDER", "Vintage", "Vintages"]

FOLDER = "forecasts"
RECORD = "forecast.json"
MATCHES_SHOWN = 5
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CLOCK_LENGTH = len("2026-07-14T01:00")


@dataclass(frozen=True)
class Vintage:
    """One archived forecast of one day.

    Attributes
    ----------
    folder
        Where it lies.
    record
        What ``forecast.json`` says.
    """

    folder: Path
    record: dict[str, Any]

    @property
    def issue(self) -> str:
        """Name of the issue."""
        return self.folder.name

    @property
    def date(self) -> dt.date:
        """The local day that is forecast."""
        return dt.date.fromisoformat(str(self.record["date"]))

    @property
    def issue_time(self) -> dt.datetime:
        """When the forecast was issued, UTC."""
        return dt.datetime.fromisoformat(str(self.record["issue_time"]))

    @cached_property
    def forecast(self) -> xr.Dataset:
        """The forecast."""
        return _dataset(self.folder / "forecast.nc")

    @cached_property
    def weather(self) -> xr.Dataset:
        """The weather that it was made from."""
        return _dataset(self.folder / "weather.nc")


@dataclass(frozen=True)
class Vintages:
    """The archived forecasts under the folder of an archive.

    Attributes
    ----------
    root
        Folder of the archive.
    unreadable
        Folders that look like forecasts but whose ``forecast.json`` could not be read, collected while reading.
    """

    root: Path
    unreadable: list[Path] = field(default_factory=list, compare=False)

    @classmethod
    def at(cls, named: Path | None = None) -> Vintages:
        """Return the forecasts in the named archive, or where it is by default."""
        return cls(Archive.at(named).root)

    def of_day(self, site: str, date: dt.date) -> list[Vintage]:
        """Return the forecasts of a day, by issue time; what cannot be read is left out."""
        day = self.root / site / str(date) / FOLDER
        found: list[Vintage] = []
        for path in sorted(day.glob("[!._]*/" + RECORD)) if day.is_dir() else []:
            vintage = _read(path)
            if vintage is not None:
                found.append(vintage)
            elif path.parent not in self.unreadable:
                self.unreadable.append(path.parent)
        return sorted(found, key=_age)

    def of_site(self, site: str, first: dt.date | None = None, last: dt.date | None = None) -> list[Vintage]:
        """Return all forecasts of a site, of the days from ``first`` to ``last`` where given, in order."""
        found: list[Vintage] = []
        for folder in sorted((self.root / site).glob("*/" + FOLDER)):
            day = _day(folder.parent.name)
            if day is not None and (first is None or first <= day) and (last is None or day <= last):
                found += self.of_day(site, day)
        return found

    def find(
        self, site: str, date: dt.date, *, issue: str | None = None, before: dt.datetime | None = None
    ) -> Vintage:
        """Return one forecast of a day.

        Parameters
        ----------
        issue
            Beginning of an issue's name, or of its last six characters, or of its time like
            ``2026-07-14T01:00``, UTC unless it names its offset; the latest issue where not given.
        before
            Only issues up to this moment count, so that a look back sees what was known then.

        Raises
        ------
        Refused
            None fits, or several issues begin as given.
        """
        known = self.of_day(site, date)
        found = [each for each in known if before is None or each.issue_time <= before]
        if issue:
            issued, wanted = found, _plain(issue)
            found = [each for each in issued if _begins(each.issue.lower(), wanted)]
            if issued and not found:
                some = ", ".join(each.issue for each in issued[-MATCHES_SHOWN:])
                raise Refused(problem("forecast-issue-unknown", found=issue, date=str(date), some=some))
            if len(found) > 1:
                some = ", ".join(each.issue for each in found[:MATCHES_SHOWN])
                raise Refused(problem("forecast-issue-ambiguous", found=issue, count=len(found), some=some))
        if not found:
            raise Refused(problem("forecast-not-archived", site=site, date=str(date), root=str(self.root)))
        return found[-1]

    def between(self, site: str, first: dt.date, last: dt.date) -> list[Vintage]:
        """Return the last forecast issued before each day began; days without one are left out."""
        found: list[Vintage] = []
        for back in range((last - first).days + 1):
            ahead = [each for each in self.of_day(site, first + dt.timedelta(days=back)) if _is_ahead(each)]
            found += ahead[-1:]
        return found

    @contextlib.contextmanager
    def new(self, site: str, date: dt.date, issue: str) -> Iterator[Path]:
        """Give a temporary folder to write a forecast into; it is archived when the block ends well.

        Raises
        ------
        Trouble
            The machine refused to write: disk full, no permission.
        """
        with Archive(self.root / site).new(str(date), FOLDER, issue) as folder:
            yield folder


def _age(vintage: Vintage) -> tuple[dt.datetime, str, str]:
    """Order of forecasts of one day: by issue time; those of the same by when they were made."""
    return vintage.issue_time, str(vintage.record.get("created", "")), vintage.issue


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted) or name.rpartition("-")[2].startswith(wanted)


def _plain(issue: str) -> str:
    """Return what a user gives for an issue as its name would begin; a whole time with its offset as UTC."""
    text = issue.strip()
    if not ISO_DAY.match(text):
        return text.lower()
    with contextlib.suppress(ValueError):
        time = dt.datetime.fromisoformat(text)
        if time.tzinfo is not None:
            text = time.astimezone(dt.UTC).isoformat()[:CLOCK_LENGTH]
    return text.replace(" ", "T").replace("-", "").replace(":", "").lower()


def _day(name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(name)
    except ValueError:
        return None


def _is_ahead(vintage: Vintage) -> bool:
    """Whether a forecast was issued before its day began at the site, with nothing known only later."""
    if vintage.record.get("hindsight"):
        return False
    start = vintage.record.get("day_start")
    return start is not None and vintage.issue_time < dt.datetime.fromisoformat(str(start))


def _read(path: Path) -> Vintage | None:
    try:
        record = read_json(path)
    except (OSError, ValueError):
        return None
    if not isinstance(record, dict) or not {"site", "date", "issue_time"} <= record.keys():
        return None
    return Vintage(path.parent, record)


def _dataset(path: Path) -> xr.Dataset:
    import xarray as xr

    with xr.open_dataset(path, engine="h5netcdf", decode_timedelta=False) as dataset:
        return dataset.load()
