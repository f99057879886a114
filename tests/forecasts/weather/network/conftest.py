"""No test of these reaches the network, waits, or sees another's cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import responses

from forecasts.weather.network.asking import PATIENCE


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache folder."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("HENGLI_CACHE", str(folder))
    monkeypatch.setenv("CDSAPI_KEY", "a-key")
    monkeypatch.delenv("OPEN_METEO_API_KEY", raising=False)
    monkeypatch.setattr(PATIENCE, "pause_s", 0.0)
    return folder


@pytest.fixture(autouse=True)
def network() -> Iterator[responses.RequestsMock]:
    """Let only what a test says be answered."""
    with responses.mock as mock:
        yield mock
    responses.mock.reset()
