"""Figures beside the day itself: what each objective costs, and the archived days."""

from __future__ import annotations

from collections.abc import Mapping

from runs.compare import METRICS, Rank, figure_of, is_ranked
from runs.format import FIGURES, figure_text, figure_title, number, unit_text
from runs.report.clock import HEADING, Rows
from runs.report.drawing import Drawing, bars_height, draw
from runs.report.reading import Day
from sites.messages import say

__all__ = ["STAGES", "histories", "stage_title", "stages"]

STAGES: Mapping[str, str] = {
    "shaving": "stage-shaving",
    "absorption": "stage-absorption",
    "cost": "stage-cost",
    "smooth": "stage-smooth",
    "relaxation": "stage-relaxation",
    "relaxation_order": "stage-relaxation-order",
}
"""Stages of the objective and their names."""


def stages(day: Day) -> Drawing | None:
    """The price of each stage; None where none is known."""
    known = [stage for stage in day.record.get("stages") or [] if stage.get("price_yuan") is not None]
    if not known:
        return None
    names = [stage_title(stage["name"]) for stage in known]
    unit = unit_text("yuan")
    bars = [
        {"stage": name, "yuan": round(float(stage["price_yuan"]), 2), "text": number(stage["price_yuan"], 0)}
        for name, stage in zip(names, known, strict=True)
    ]
    tooltip = [
        {"field": "stage", "type": "nominal", "title": HEADING},
        {"field": "text", "type": "nominal", "title": say("report-price-yuan", unit=unit)},
    ]
    words = {"bars": bars, "order": names, "yuan": unit, "height": bars_height(len(bars)), "tooltip": tooltip}
    alt = say("report-stages-alt", count=len(bars))
    return draw("stages", "stages", words, title=say("report-stage-prices"), alt=alt, width=700)


def stage_title(name: object) -> str:
    """Name of a stage for people."""
    key = STAGES.get(str(name))
    return say(key) if key else str(name)


def histories(day: Day, ranks: list[Rank]) -> dict[str, Drawing]:
    """One small figure for each ranked figure: the archived days and this one, by metric."""
    return {
        metric.name: drawn
        for metric, rank in zip(METRICS, ranks, strict=True)
        if (drawn := _history(day, rank))
    }


def _history(day: Day, rank: Rank) -> Drawing | None:
    rows: Rows = []
    for record in (*filter(is_ranked, day.history), day.record):
        value = figure_of(record, rank.metric)
        if value is not None:
            is_own = record is day.record
            text = figure_text(rank.metric, value)
            rows.append(
                {
                    "day": f"{record.get('date')}T00:00:00Z",
                    "value": value,
                    "own": "yes" if is_own else "no",
                    "size": 120 if is_own else 44,
                    "text": text,
                    "date": str(record.get("date")),
                }
            )
    if len(rows) < 2:
        return None
    rows.sort(key=lambda row: str(row["day"]))
    title = figure_title(rank.metric)
    tooltip = [
        {"field": "date", "type": "nominal", "title": HEADING},
        {"field": "text", "type": "nominal", "title": title},
    ]
    words = {
        "days": rows,
        "median": [] if rank.median is None else [{"value": rank.median}],
        "format": ".1%" if FIGURES[rank.metric].unit == "%" else "~s",
        "tooltip": tooltip,
    }
    alt = say("report-history-alt", title=title, count=len(rows))
    key = f"history-{rank.metric.replace('_', '-')}"
    return draw("history", key, words, title=title, alt=alt, width=320)
