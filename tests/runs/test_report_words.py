"""Words of the page: a plan that broke limits is not praised, and the reader's language is spoken throughout."""

from __future__ import annotations

from pathlib import Path

import pytest

from runs.broken import with_spans
from tests.builders import FILES
from tests.runs.report_day import kpis, record, write_day
from tests.runs.test_report import page

LABELS = [f"{(15 * step) // 60:02d}:{(15 * step) % 60:02d}" for step in range(1, 97)]


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the drawings out, which have tests of their own."""
    monkeypatch.setattr("runs.report.drawing.static_svg", lambda spec, key: f"<svg id='{key}'></svg>")


def test_a_relaxed_plan_is_not_praised(tmp_path: Path) -> None:
    pin = {
        "asset": "battery",
        "limit": "pin",
        "steps": [40],
        "value": 0.0,
        "unit": "MW",
        "reason": "inspection",
    }
    broken = {"asset": "works", "clause": "firm_load", "steps": [40], "amounts_mw": [1.0], "total_mwh": 0.25}
    relaxations = with_spans([{**broken, "collides_with": [pin]}], LABELS)
    figures = kpis(unserved_mwh=0.25, is_shaving_met=True, is_capability_met=None)
    text = page(write_day(tmp_path, status="relaxed", relaxations=relaxations, kpis=figures)).text
    assert "0.250 MWh not served" in text
    assert "not computed (relaxed)" in text
    assert "does not count (relaxed)" in text
    assert "10:00–10:15; inspection" in text


def test_what_the_software_says_is_in_the_readers_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = FILES["factors.toml"].replace('region = "somewhere"', 'region = "somewhere"\nregion_zh = "某地"')
    monkeypatch.setitem(FILES, "factors.toml", named)
    factor = {"factor_t_per_mwh": 0.5, "year": 2020, "region": "somewhere", "kind": "average"}
    weather = record()["weather"] | {"source": "an English source"}
    folder = write_day(tmp_path, kpis=kpis(grid_factor=factor), weather=weather)
    text = page(folder, "zh").text
    assert "某地" in text
    assert "somewhere" not in text
    assert "an English source" not in text
    assert "所用的语言" in text
    english = page(folder).text
    assert "somewhere" in english
    assert "in which the file says it" in english
