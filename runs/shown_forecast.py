"""What the command line shows of forecasts and of their scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from forecasts.notes import Array
from forecasts.scores.scoring import Score
from runs.cleaned import cleaned_line
from runs.forecast_points import ForecastPoints
from runs.format import number
from runs.notes import note_text
from runs.score_tables import about, head, probability_head, probability_rows, rows
from runs.shown import aligned
from runs.vintages import Vintage
from sites.messages import say

__all__ = ["forecast_lines", "list_lines", "points_lines", "score_lines"]

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
        *([say("forecast-hindsight")] if record.get("hindsight") else []),
        "",
        *aligned(table),
    ]
    lines += _sector_lines(record)
    cleaned = [cleaned_line(each) for each in dict(record.get("cleaning") or {}).values()]
    lines += ["", *cleaned] if cleaned else []
    lines += _notes(note_text(each) for each in record["notes"])
    return [*lines, "", say("forecast-folder", path=str(vintage.folder))]


def _sector_lines(record: Mapping[str, Any]) -> list[str]:
    """Lines about the parts of loads by sector, one a load."""
    parts: dict[str, list[str]] = {}
    for each in record.get("sectors") or []:
        own = each["sector"].rpartition("/")[2]
        name = say("forecast-sector-other") if own == "other" else own
        text = say("forecast-sector-part", sector=name, energy=number(each["energy_mwh"], 1))
        parts.setdefault(str(each["asset"]), []).append(text)
    join = say("forecast-sector-join")
    found = [say("forecast-sectors", asset=asset, parts=join.join(own)) for asset, own in parts.items()]
    return ["", *found] if found else []


def _spread(asset: Mapping[str, Any]) -> str:
    """Return the least and the most energy of the scenarios; one figure where they read the same."""
    low, high = (number(asset[f"energy_mwh_{end}"], 2) for end in ("low", "high"))
    return low if low == high else f"{low}–{high}"


def list_lines(vintages: Sequence[Vintage]) -> list[str]:
    """Lines about archived forecasts, a row each."""
    table = [
        [
            say("runs-list-day"),
            say("forecast-list-issued"),
            say("forecast-list-issue"),
            say("forecast-list-weather"),
            say("forecast-list-scenarios"),
            say("forecast-list-methods"),
        ]
    ]
    for each in vintages:
        record = each.record
        methods = [str(asset.get("method")) for asset in record.get("assets") or []]
        weather = dict(record.get("weather") or {})
        table.append(
            [
                str(each.date),
                each.issue_time.strftime("%Y-%m-%d %H:%M UTC"),
                each.issue.rpartition("-")[2],
                say("forecast-list-synthetic") if weather.get("synthetic") else str(weather.get("source")),
                str(record.get("scenarios") or say("figure-none")),
                ", ".join(
                    f"{say(METHODS[method]) if method in METHODS else method} {methods.count(method)}"
                    for method in dict.fromkeys(methods)
                ),
            ]
        )
    return aligned(table)


def points_lines(points: ForecastPoints) -> list[str]:
    """Lines about a forecast's steps: a column an asset, and its 80 % band where it has one [MW]."""
    columns: list[tuple[str, Array]] = []
    for name, values in points.mean_mw.items():
        columns.append((f"{name}, MW", values))
        if points.low is not None and points.high is not None and name in points.low_mw:
            columns.append((f"P{points.low * 100:.0f}", points.low_mw[name]))
            columns.append((f"P{points.high * 100:.0f}", points.high_mw[name]))
    rows = [
        [label, *(number(float(values[row]), 3) for _, values in columns)]
        for row, label in enumerate(points.labels)
    ]
    return aligned([[say("forecast-step-ending"), *(title for title, _ in columns)], *rows])


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
