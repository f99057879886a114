"""What every test stands on: the data folder, an archive of its own, one language, repeatable examples."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
NO_DATA = "no test data"
"""How the reason of a test skipped for its data begins; the summary counts by it."""

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data: ``$HENGLI_TEST_DATA``, else ``../shared/data`` from the repository."""
    named = os.environ.get("HENGLI_TEST_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"{NO_DATA}: {folder} is not there; name the folder in HENGLI_TEST_DATA")
    return folder


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an empty archive and English messages, whatever the machine is set to."""
    monkeypatch.setenv("HENGLI_ARCHIVE", str(tmp_path_factory.mktemp("archive")))
    monkeypatch.setenv("HENGLI_LANG", "en")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests did not run for want of data, so that a green line does not hide it."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and NO_DATA in report.longrepr[2]
    ]
    if skipped:
        reason = str(skipped[0].longrepr[2]).removeprefix("Skipped: ")
        terminalreporter.write_line(f"{len(skipped)} skipped for missing data; {reason}")
