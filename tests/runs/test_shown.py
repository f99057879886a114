"""What the command line shows of a run: each word says one thing, and tables stay narrow."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from runs.broken import with_spans
from runs.compare import compare
from runs.format import figure_title
from runs.run import Run
from runs.shown import WIDTH_UNKNOWN, comparison_lines, show_summary
from runs.wrapping import display_width
from sites.assets import ASSET_TYPES
from sites.messages import LANGUAGES, say, use_language


def shown(record: dict[str, Any], capsys: pytest.CaptureFixture[str], findings: Any = ()) -> str:
    """Return the summary of a run as text."""
    show_summary(record, [], findings)
    return capsys.readouterr().out


def changed(run: Run, **kpis: object) -> dict[str, Any]:
    """Return the record of a run with other figures."""
    record = copy.deepcopy(dict(run.record)) | {"folder": str(run.folder)}
    record["kpis"] |= kpis
    return record


def test_shaving_and_capability_are_told_apart(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    met = {"is_shaving_met": True, "is_capability_met": False}
    text = shown(changed(run, **met, capability_mw=-0.0, capability_target_frac=0.05), capsys)
    assert "shaving target met" in text.splitlines()[0]
    assert "Callable capability: 0.00\N{NO-BREAK SPACE}MW, target 5.00\N{NO-BREAK SPACE}% missed" in text
    assert text.count("not yet constrained") == 1
    assert "-0.00" not in text
    text = shown(changed(run, is_shaving_met=False, shaving_shortfall_mw=0.0471), capsys)
    assert "shaving target missed by 0.047 MW" in text.splitlines()[0]
    text = shown(changed(run, is_shaving_met=None), capsys)
    assert "no peak to shave" in text.splitlines()[0]


def test_the_weather_is_said_in_short(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    line = shown(changed(run), capsys).splitlines()[1]
    assert line == "Weather: synthetic typical year, seed 0"
    record = changed(run) | {
        "weather": {"synthetic": False, "elsewhere_km": 371.2, "source": "a long story"},
        "inputs": {"weather": "hangzhou.epw"},
    }
    assert shown(record, capsys).splitlines()[1] == "Weather: 371 km away: hangzhou.epw"


def test_a_relaxation_and_a_finding_are_in_words(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    broken = {"asset": "", "clause": "import_limit", "steps": [1, 2], "total_mwh": 1234.5678}
    found = {"rule": "of-another-version", "text": "an old finding"}
    with use_language("zh"):
        text = shown(changed(run) | {"relaxations": [broken]}, capsys, [found])
    assert "import_limit" not in text
    assert "购电超过限额，2 个时段，共 1,234.568 MWh" in text
    assert "an old finding" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_runs_side_by_side_stay_narrow(run: Run, language: str) -> None:
    records = [changed(run) | {"id": f"20260714T100000Z-{place:06x}"} for place in range(17)]
    with use_language(language):
        lines = comparison_lines(compare(records))
    assert max(display_width(line) for line in lines) <= WIDTH_UNKNOWN
    heads = [line.split()[1:] for line in lines if "00000" in line]
    assert [name for head in heads for name in head] == [f"{place:06x}" for place in range(17)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_of_asset_has_a_name(language: str) -> None:
    with use_language(language):
        names = {say(f"type-{kind}") for kind in ASSET_TYPES}
    assert len(names) == len(ASSET_TYPES)


def relaxed(run: Run) -> dict[str, Any]:
    """Return the record of a run as if its firm load could not be served in full."""
    pin = {"asset": "battery", "limit": "pin", "value": 0.0, "unit": "MW", "reason": "inspection"}
    tie = {"asset": "tie", "limit": "import_limit", "value": 5.0, "unit": "MW", "reason": ""}
    outage = {"asset": "roof", "limit": "outage", "value": 0.25, "unit": "1", "reason": ""}
    other = {"asset": "roof", "limit": "of_another_version", "value": 1.0, "unit": "MW", "reason": ""}
    broken = {"asset": "works", "clause": "firm_load", "steps": [40, 41], "total_mwh": 3.25}
    collisions = [{**each, "steps": [40]} for each in (pin, tie, outage, other)]
    labels = [str(label) for label in run.schedule.data["label"].values]
    kpis = {"unserved_mwh": 3.25, "is_shaving_met": True, "is_capability_met": None}
    record = changed(run, **kpis) | {"status": "relaxed"}
    return record | {"relaxations": with_spans([{**broken, "collides_with": collisions}], labels)}


def test_a_relaxed_plan_is_not_praised(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(relaxed(run), capsys)
    head = text.splitlines()[0]
    assert "3.250 MWh not served" in head
    assert "met" not in head
    assert "Callable capability: not computed (relaxed)" in text
    assert "does not count (relaxed)" in text
    assert figure_title("unserved_mwh") in text
    assert figure_title("unserved_mwh") not in shown(changed(run), capsys)


def test_what_collides_is_said_with_its_hours(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(relaxed(run), capsys)
    assert "battery pinned to 0.00\N{NO-BREAK SPACE}MW (10:00–10:15; inspection)" in text
    assert "import limit of tie, 5.00\N{NO-BREAK SPACE}MW (10:00–10:15)" in text
    assert "outage of roof, 25\N{NO-BREAK SPACE}% left (10:00–10:15)" in text
    assert "of_another_version, roof, 1.00" in text
    assert relaxed(run)["relaxations"][0]["when"] == ["10:00–10:30"]
    with use_language("zh"):
        assert "tie 的购电限额" in shown(relaxed(run), capsys)
