"""A small site on disk, and an archive with one run of it that each test gets a copy of."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
import tomlkit

from runs.archive import Archive
from runs.execute import day_ahead
from runs.prepare import Order
from runs.run import Run
from tests.builders import FILES, site_dict

DAY = dt.date(2026, 7, 15)
NOW = dt.datetime(2026, 7, 14, 9, 0, tzinfo=dt.UTC)


def write_site(folder: Path, **changes: object) -> Path:
    """Write the small site, with changes, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.toml").write_text(tomlkit.dumps(site_dict(**changes)), encoding="utf-8")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the small site."""
    return write_site(tmp_path_factory.mktemp("sites") / "small")


@pytest.fixture(scope="session")
def _made(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with one run, made once; nobody writes to it."""
    root = tmp_path_factory.mktemp("made")
    day_ahead(Order(site=str(site_folder), date=DAY), archive=Archive(root), has_history=False, now=NOW)
    return root


@pytest.fixture
def archive(_made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Return an archive of the test's own that holds one run; it is the default archive too."""
    root = tmp_path / "archive"
    shutil.copytree(_made, root)
    monkeypatch.setenv("HENGLI_ARCHIVE", str(root))
    return Archive(root)


@pytest.fixture
def run(archive: Archive) -> Run:
    """Return the one run."""
    return Run.read(next(archive.folders()))
