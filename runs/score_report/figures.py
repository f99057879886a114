"""Figures of a score: errors by lead time, month and hour; reliability; ranks."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from forecasts.scores.probability import Probabilistic
from forecasts.scores.scoring import GROUPS, Score
from runs.report.clock import HEADING
from runs.report.drawing import Drawing, LegendEntry, draw
from runs.score_tables import BY, forecaster_title, group_title, number, percent
from sites.messages import say

__all__ = ["error_figures", "rank_figure", "reliability_figure"]

FOLDER = Path(__file__).parent / "figures"
LOOKS = {
    "forecast_mw": ("#0b6477", "line"),
    "weather_only_mw": ("#72c2bb", "line"),
    "vendor_mw": ("#d98c0f", "line"),
    "persistence_mw": ("#7b5fc0", "dash"),
    "climatology_mw": ("#98a4ab", "dash"),
    "mix_mw": ("#15242d", "dash"),
}
DASHES: dict[str, list[int]] = {"line": [1, 0], "dash": [4, 3]}
HALF = 540
ACROSS = {"lead": "score-across-lead", "month": "score-across-month", "hour": "score-across-hour"}


RANKS = {"quantiles": "score-rank-quantiles", "scenarios": "score-rank-scenarios"}


def error_figures(score: Score, place: int = 0) -> list[Drawing]:
    """RMSE of every forecaster by lead time, month and hour of day; a grouping into one group is left out."""
    return [_by(score, by, place) for by in GROUPS if len(score.groups[by]) > 1]


def _by(score: Score, by: str, place: int) -> Drawing:
    names = [name for name in LOOKS if name in score.lines]
    found: list[dict[str, Any]] = []
    for group in score.groups[by]:
        for name in names:
            error = group.rmse_frac[name]
            if math.isfinite(error):  # a group may hold no point of a forecaster
                found.append(
                    {
                        "label": group.label,
                        "heading": group_title(group),
                        "part": group.is_part,
                        "error": round(error, 5),
                        "series": forecaster_title(name),
                        "text": percent(error, 2),
                        "points": number(group.points, 0),
                    }
                )
    tooltip = [
        {"field": "heading", "type": "nominal", "title": HEADING},
        {"field": "series", "type": "nominal", "title": say("score-forecaster")},
        {"field": "text", "type": "nominal", "title": say("score-rmse")},
        {"field": "points", "type": "nominal", "title": say("score-points")},
    ]
    words = {
        "rows": found,
        "series": [forecaster_title(name) for name in names],
        "colours": [LOOKS[name][0] for name in names],
        "dashes": [DASHES[LOOKS[name][1]] for name in names],
        "across": say(ACROSS[by]),
        "error": say("score-rmse-of-capacity"),
        "tooltip": tooltip,
    }
    legend = tuple(LegendEntry(LOOKS[name][1], LOOKS[name][0], forecaster_title(name)) for name in names)
    title = say(BY[by])
    alt = say("score-figure-alt", title=title, count=len(score.groups[by]))
    caption = say("score-parts-of-months") if any(group.is_part for group in score.groups[by]) else ""
    return draw(
        "groups",
        f"by-{by}-{place}",
        words,
        title=title,
        alt=alt,
        caption=caption,
        legend=legend,
        folder=FOLDER,
    )


def reliability_figure(found: Probabilistic | None, place: int = 0) -> Drawing | None:
    """Share of points at or below each quantile against its level; None without quantiles."""
    if found is None or not found.levels:
        return None
    rows = [
        {"level": level, "share": share, "heading": percent(level, 0), "text": percent(share, 1)}
        for level, share in zip(found.levels, found.reliability_frac, strict=True)
    ]
    tooltip = [
        {"field": "heading", "type": "nominal", "title": HEADING},
        {"field": "text", "type": "nominal", "title": say("score-observed")},
    ]
    words = {
        "rows": rows,
        "nominal": say("score-nominal"),
        "observed": say("score-observed"),
        "tooltip": tooltip,
    }
    title = say("score-reliability")
    return draw(
        "reliability",
        f"reliability-{place}",
        words,
        title=title,
        alt=say("score-figure-alt", title=title, count=len(rows)),
        caption=say("score-reliability-caption"),
        width=HALF,
        folder=FOLDER,
    )


def rank_figure(found: Probabilistic | None, what: str, place: int = 0) -> Drawing | None:
    """Share of points in each gap between neighbouring ``quantiles`` or ``scenarios``; None without."""
    if found is None or not found.rank_share:
        return None
    rows = [
        {
            "gap": str(place + 1),
            "share": share,
            "expected": expected,
            "text": percent(share, 1),
            "due": percent(expected, 1),
        }
        for place, (share, expected) in enumerate(zip(found.rank_share, found.rank_expected, strict=True))
    ]
    tooltip = [
        {"field": "gap", "type": "nominal", "title": HEADING},
        {"field": "text", "type": "nominal", "title": say("score-rank-share")},
        {"field": "due", "type": "nominal", "title": say("score-rank-expected")},
    ]
    words = {"rows": rows, "gap": say("score-rank-gap"), "share": say("score-rank-share"), "tooltip": tooltip}
    title = say(RANKS[what])
    return draw(
        "rank",
        f"rank-{what}-{place}",
        words,
        title=title,
        alt=say("score-figure-alt", title=title, count=len(rows)),
        caption=say("score-rank-caption"),
        width=HALF,
        folder=FOLDER,
    )
