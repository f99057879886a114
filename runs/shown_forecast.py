"""What the command line shows of forecasts and of their scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from forecasts.scores.scoring import Score
from runs.cleaned import cleaned_line
from runs.format import number
from runs.notes import note_text
from runs.score_tables import about, head, probability_head, probability_rows, rows
from runs.shown import aligned
from runs.vintages import Vintage
from sites.messages import say

__all__ = ["forecast_lines", "score_lines"]

METHODS: Mapping[str, str] = {
    "physics": "forecast-method-physics",
    "history": "forecast-method-history",
    "plant": "forecast-method-plant",
}
NOTES_SHOWN = 12


def forecast_lines(vintage: Vintage) -> list[str]:
    """Lines about a forecast: a row an asset, what was assumed, where it lies."""
    record = vintage.record
    titles = [
        say("forecast-asset"),
        say("forecast-method"),
        say("forecast-energy"),
        say("forecast-peak"),
        say("forecast-peak-at"),
    ]
    has_spread = int(record.get("scenarios") or 0) > 1
    table = [[*titles, say("forecast-spread")] if has_spread else titles]
    for asset in record["assets"]:
        row = [
            str(asset["name"]),
            say(METHODS[asset["method"]]) if asset["method"] in METHODS else str(asset["method"]),
            number(asset["energy_mwh"], 2),
            number(asset["peak_mw"], 3),
            str(asset["peak_label"]),
        ]
        table.append([*row, _spread(asset)] if has_spread else row)
    weather = record["weather"]
    lines = [
        say("forecast-headline", site=record["site"], date=record["date"], time=record["issue_time"]),
        say("forecast-weather-synthetic")
        if weather["synthetic"]
        else say("forecast-weather", source=weather["source"]),
        "",
        *aligned(table),
    ]
    cleaned = [cleaned_line(each) for each in dict(record.get("cleaning") or {}).values()]
    lines += ["", *cleaned] if cleaned else []
    lines += _notes(note_text(each) for each in record["notes"])
    return [*lines, "", say("forecast-folder", path=str(vintage.folder))]


def _spread(asset: Mapping[str, Any]) -> str:
    return f"{number(asset['energy_mwh_low'], 2)}–{number(asset['energy_mwh_high'], 2)}"


def score_lines(scores: Sequence[Score], report: Path) -> list[str]:
    """Lines about scores: for each a table of forecasters, the probabilistic scores, notes; then the report."""
    lines: list[str] = []
    for score in scores:
        lines += [*about(score), "", *aligned([head(score), *rows(score)])]
        chances = probability_rows(score)
        if chances:
            lines += ["", *aligned([probability_head(), *chances])]
        lines += _notes(note.text() for note in score.notes)
        lines.append("")
    return [*lines, say("score-definitions"), say("score-report", path=str(report))]


def _notes(texts: Iterable[str]) -> list[str]:
    found = list(texts)
    if not found:
        return []
    lines = ["", say("score-notes"), *(f"  - {text}" for text in found[:NOTES_SHOWN])]
    left = len(found) - NOTES_SHOWN
    return [*lines, say("forecast-notes-more", count=left)] if left > 0 else lines
