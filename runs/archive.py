"""The archive: a folder tree of plain files, ``<root>/<site>/<day>/<id>/``, read and written without an index.

A run is written into ``.<id>.partial`` beside its place and moved there when it is whole, so a reader never meets half
a run, and two runs at once share nothing. Names that begin with ``.`` or ``_`` are not runs: what was cut off, and the
plotting library that all reports share. This module imports the standard library only, so that lists are fast.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runs.compare import one_a_day
from runs.faults import writing
from runs.files import json_text, read_json, replace_file, sync_folder
from sites.problems import Refused, problem

__all__ = ["Archive", "Record", "archive_root", "new_id"]

Record = dict[str, Any]
"""What ``run.json`` says, and the run's ``folder``."""

HOURS_KEPT_PARTIAL = 24
MATCHES_SHOWN = 5
MKDIR_TRIES = 5


def archive_root(named: Path | None = None) -> Path:
    """Folder of the archive: the named one, ``$HENGLI_ARCHIVE``, the checkout's ``runs/archive``, the user's folder."""
    if named is not None:
        return named.expanduser().absolute()
    told = os.environ.get("HENGLI_ARCHIVE")
    if told:
        return Path(told).expanduser().absolute()
    here = Path(__file__).resolve().parent
    if _is_checkout(here.parent):
        return here / "archive"
    import platformdirs

    return Path(platformdirs.user_data_dir("hengli", appauthor=False)) / "archive"


def _is_checkout(folder: Path) -> bool:
    """Whether the packages lie in a source tree of this project."""
    project = folder / "pyproject.toml"
    if not project.is_file():
        return False
    lines = project.read_text(encoding="utf-8", errors="replace").splitlines()
    return 'name = "hengli"' in (line.strip() for line in lines)


def new_id(moment: dt.datetime | None = None) -> str:
    """Return an id of its own: ``20260714T090000Z-3fa9c1``."""
    stamp = (moment or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"{stamp}-{secrets.token_hex(3)}"


@dataclass
class Archive:
    """The archived runs under a folder.

    Attributes
    ----------
    root
        The folder; it need not exist yet.
    unreadable
        Folders that look like runs but whose ``run.json`` could not be read, collected while reading.
    """

    root: Path
    unreadable: list[Path] = field(default_factory=list)

    @classmethod
    def at(cls, named: Path | None = None) -> Archive:
        """Return the archive in the named folder, or where it is by default."""
        return cls(archive_root(named))

    def expect(self, *, is_named: bool = True) -> None:
        """Refuse a place that holds no archive: a file, or a folder that was named but is not there.

        Raises
        ------
        Refused
            There is nothing that could be read.
        """
        if self.root.exists() and not self.root.is_dir():
            raise Refused(problem("archive-no-folder", str(self.root)))
        if is_named and not self.root.exists():
            raise Refused(problem("archive-not-there", str(self.root)))

    def folders(self, site: str | None = None, date: dt.date | str | None = None) -> Iterator[Path]:
        """Yield the folders of whole runs, by site, day and id."""
        sites = [self.root / site] if site else _inside(self.root)
        for site_folder in sites:
            days = [site_folder / str(date)] if date else _inside(site_folder)
            for day in days:
                yield from (run for run in _inside(day) if (run / "run.json").is_file())

    def records(self, site: str | None = None, date: dt.date | str | None = None) -> list[Record]:
        """Return what the runs say of themselves, by site, day and id."""
        found = (self._record(folder) for folder in self.folders(site, date))
        return [record for record in found if record is not None]

    def _record(self, folder: Path) -> Record | None:
        try:
            record = read_json(folder / "run.json")
        except (OSError, ValueError):
            record = None
        if not isinstance(record, dict) or not {"id", "site", "date"} <= record.keys():
            if folder not in self.unreadable:
                self.unreadable.append(folder)
            return None
        return {**record, "folder": str(folder)}

    def find(self, short: str) -> Path:
        """Return the folder of the one run whose id, or its last six characters, begins as given.

        Raises
        ------
        Refused
            No run or more than one begins so.
        """
        wanted = short.strip().lower()
        found = [run for run in self.folders() if wanted and _begins(run.name, wanted)]
        exact = [run for run in found if run.name.lower() == wanted]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            raise Refused(problem("run-id-unknown", found=short, root=str(self.root)))
        some = ", ".join(run.name for run in found[:MATCHES_SHOWN]) + (
            ", ..." if len(found) > MATCHES_SHOWN else ""
        )
        raise Refused(problem("run-id-ambiguous", found=short, count=len(found), some=some))

    def record(self, short: str) -> Record:
        """Return what one run says of itself; see :meth:`find`."""
        folder = self.find(short)
        record = self._record(folder)
        if record is None:
            raise Refused(problem("run-unreadable", str(folder / "run.json")))
        return record

    def has_ordered(self, site: str) -> bool:
        """Whether a run of a site was ever made for its own sake, and not only as history of another."""
        return any(not record.get("is_history") for record in map(self._record, self.folders(site)) if record)

    def plan_of(self, site: str, date: dt.date | str) -> Record | None:
        """Return the plan that counts for a day: the one issued last, else the best draft; None where there is none."""
        plans = one_a_day(self.records(site, date))
        return dict(plans[0]) if plans else None

    def issue(self, short: str, by: str, moment: dt.datetime | None = None) -> Record:
        """Mark a plan as issued; a later issue for the same day supersedes it."""
        record = self.record(short)
        folder = Path(record.pop("folder"))
        at = (moment or dt.datetime.now(dt.UTC)).astimezone(dt.UTC)
        record["issued"] = {"at": at.isoformat(timespec="microseconds").replace("+00:00", "Z"), "by": by}
        with writing(folder):
            replace_file(folder / "run.json", json_text(record))
        return {**record, "folder": str(folder)}

    def probe(self) -> None:
        """Find out before the work whether the archive can be written to; leaves nothing behind.

        Raises
        ------
        Trouble
            The machine refuses to make a folder here.
        """
        trial = self.root / f".{secrets.token_hex(4)}.probe"
        missing = [folder for folder in (self.root, *self.root.parents) if not folder.exists()]
        try:
            with writing(self.root):
                _make(trial)
                trial.rmdir()
        finally:
            _drop_empty(missing)

    @contextlib.contextmanager
    def new(self, site: str, date: dt.date | str, run_id: str) -> Iterator[Path]:
        """Give a temporary folder to write a run into; it becomes the run when the block ends well.

        Whatever ends the block otherwise, Ctrl-C included, leaves nothing behind.

        Raises
        ------
        Trouble
            The machine refused to write: disk full, no permission.
        """
        day = self.root / site / str(date)
        partial, final = day / f".{run_id}.partial", day / run_id
        self._drop_old_partials()
        missing = [folder for folder in (day, *day.parents) if not folder.exists()]
        try:
            with writing(self.root):
                _make(partial)
                yield partial
                sync_folder(partial)
                partial.rename(final)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            _drop_empty(missing)
            raise
        if os.name != "nt":
            with contextlib.suppress(OSError):  # the run is there; some file systems cannot sync a folder
                handle = os.open(day, os.O_RDONLY)
                os.fsync(handle)
                os.close(handle)

    def _drop_old_partials(self) -> None:
        """Remove what runs left that were killed more than a day ago."""
        before = time.time() - HOURS_KEPT_PARTIAL * 3600
        for partial in self.root.glob("*/*/.*.partial"):
            with contextlib.suppress(OSError):
                if partial.stat().st_mtime < before:
                    shutil.rmtree(partial, ignore_errors=True)


def _begins(run_id: str, wanted: str) -> bool:
    lowered = run_id.lower()
    return lowered.startswith(wanted) or lowered.rpartition("-")[2].startswith(wanted)


def _inside(folder: Path) -> list[Path]:
    """Return the folders in a folder that can be runs or hold some, by name; none where it is not there."""
    try:
        with os.scandir(folder) as entries:
            names = [
                entry.name for entry in entries if not entry.name.startswith((".", "_")) and entry.is_dir()
            ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [folder / name for name in sorted(names)]


def _make(partial: Path) -> None:
    """Make the folder; another run that cleans up may take an empty parent away in between."""
    for attempt in range(MKDIR_TRIES):
        try:
            partial.mkdir(parents=True)
        except FileNotFoundError:
            if attempt == MKDIR_TRIES - 1:
                raise
        else:
            return


def _drop_empty(folders: list[Path]) -> None:
    """Remove the folders that were made for a run that failed, innermost first, unless another run is in them."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()
