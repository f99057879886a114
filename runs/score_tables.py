"""Scores as texts: the same rows for the command line and for the report."""

from __future__ import annotations

import math
from collections.abc import Mapping

from forecasts.scores.scoring import Group, Line, Score
from runs.cleaned import cleaned_line
from runs.format import number as number_text
from runs.format import percent as percent_text
from sites.messages import current_language, say

__all__ = [
    "BY",
    "NAMES",
    "about",
    "dash",
    "forecaster_title",
    "group_title",
    "has_daylight",
    "head",
    "kind_title",
    "number",
    "percent",
    "probability_head",
    "probability_rows",
    "rows",
]

NAMES: Mapping[str, str] = {
    "forecast_mw": "score-forecaster-own",
    "weather_only_mw": "score-forecaster-weather-only",
    "vendor_mw": "score-forecaster-vendor",
    "persistence_mw": "score-forecaster-persistence",
    "climatology_mw": "score-forecaster-climatology",
    "mix_mw": "score-forecaster-mix",
}
BY: Mapping[str, str] = {"lead": "score-by-lead", "month": "score-by-month", "hour": "score-by-hour"}
KINDS: Mapping[str, str] = {"wind": "score-kind-wind", "pv": "score-kind-pv", "load": "score-kind-load"}


def forecaster_title(name: str) -> str:
    """Name of a forecaster for people."""
    return say(NAMES[name]) if name in NAMES else name


def group_title(group: Group) -> str:
    """Name of a group for people; a month of which only a part was scored says so."""
    return say("score-part-of-month", month=group.label) if group.is_part else group.label


def head(score: Score) -> list[str]:
    """Return the titles of the table's columns."""
    titles = [
        say("score-forecaster"),
        say("score-points"),
        say("score-rmse"),
        say("score-mae"),
        say("score-bias"),
        say("score-accuracy"),
        say("score-qualified"),
        say("score-skill"),
    ]
    if score.curtailed:
        titles.append(say("score-rmse-with-curtailed"))
    if has_daylight(score):
        titles += [say("score-daylight-rmse"), say("score-daylight-mae")]
    if "vendor_mw" in score.lines:
        titles.append(say("score-ratio-vendor"))
    if _is_assessed(score):
        titles.append(say("score-assessed"))
    return titles


def rows(score: Score) -> list[list[str]]:
    """Return one row for each forecaster."""
    found: list[list[str]] = []
    for name, line in score.lines.items():
        point = line.point
        row = [
            forecaster_title(name),
            number(point.points, 0),
            percent(point.rmse_frac, 2),
            percent(point.mae_frac, 2),
            percent(point.bias_frac, 2, signed=True),
            percent(point.accuracy_frac, 2),
            percent(point.qualified_frac, 1),
            dash() if name == "mix_mw" else percent(line.skill_frac.get("mix_mw"), 1, signed=True),
        ]
        if score.curtailed:
            row.append(percent(line.rmse_with_curtailed_frac, 2))
        if has_daylight(score):
            row += _daylight(line)
        if "vendor_mw" in score.lines:
            row.append(dash() if name == "vendor_mw" else number(line.rmse_ratio_vendor, 3))
        if _is_assessed(score):
            row.append(number(line.assessment.energy_mwh, 1) if line.assessment else dash())
        found.append(row)
    return found


def has_daylight(score: Score) -> bool:
    """Whether daylight was scored by itself too."""
    return any(line.daylight is not None for line in score.lines.values())


def _daylight(line: Line) -> list[str]:
    found = line.daylight
    if found is None or not found.points:
        return [dash(), dash()]
    return [percent(found.rmse_frac, 2), percent(found.mae_frac, 2)]


def dash() -> str:
    """What stands in a cell that holds nothing."""
    return "–"


def percent(value: float | None, digits: int = 1, *, signed: bool = False) -> str:
    """A fraction as per cent, a dash where there is none."""
    is_there = value is not None and math.isfinite(value)
    return percent_text(value, digits, signed=signed) if is_there else dash()


def number(value: float | None, digits: int = 2) -> str:
    """A number, a dash where there is none."""
    return number_text(value, digits) if value is not None and math.isfinite(value) else dash()


def kind_title(score: Score) -> str:
    """What was forecast, for people."""
    return say(KINDS[score.kind]) if score.kind in KINDS else score.kind


def about(score: Score, *, is_titled: bool = False) -> list[str]:
    """Return the sentences that say what was scored and by which rule; `is_titled`: its name and span stand above."""
    kind = kind_title(score)
    named = [say("score-about", name=score.name, kind=kind, begin=score.begin, end=score.end)]
    lines = [
        *([] if is_titled else named),
        say(
            "score-counts",
            points=number(score.points, 0),
            steps=number(score.steps, 0),
            missing=number(score.missing, 0),
            curtailed=number(score.curtailed, 0),
            capacity=number(score.capacity_mw, 2),
        ),
    ]
    day = score.lines["forecast_mw"].daylight
    if day is not None:
        lines.append(
            say("score-daylight", points=number(day.points, 0), night=number(score.points - day.points, 0))
        )
    if score.cleaning:
        is_named = is_titled and score.cleaning.get("file") == score.name
        own = {**score.cleaning, "file": say("score-history")} if is_named else score.cleaning
        lines.append(cleaned_line(own))
    region = score.region
    if region is not None:
        title = region.called(current_language())
        lines.append(say("score-region", title=title, source=region.source))
        if region.is_second_hand:
            lines.append(say("score-second-hand", title=title))
        if region.rule(score.kind) is None:
            lines.append(say("score-region-without", title=title, kind=kind))
    return lines


def probability_rows(score: Score) -> list[list[str]]:
    """Return rows for the quantiles and the scenarios, those that there are; name, CRPS, coverage, width, points."""
    found: list[list[str]] = []
    for title, each in ((say("score-quantiles"), score.quantiles), (say("score-scenarios"), score.scenarios)):
        if each is not None:
            found.append(
                [
                    title,
                    number(each.points, 0),
                    number(each.flat, 0),
                    f"{number(each.crps_mw, 3)} MW",
                    percent(each.crps_frac, 2),
                    percent(each.coverage_80_frac, 1),
                    percent(each.width_80_frac, 1),
                ]
            )
    return found


def probability_head() -> list[str]:
    """Return the titles of the columns of :func:`probability_rows`."""
    return [
        say("score-probability"),
        say("score-points"),
        say("score-flat"),
        say("score-crps"),
        say("score-crps-share"),
        say("score-coverage"),
        say("score-width"),
    ]


def _is_assessed(score: Score) -> bool:
    return score.region is not None and score.region.rule(score.kind) is not None
