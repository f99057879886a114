"""The page of a score: texts, tables and figures put into the template, written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from forecasts.scores.scoring import Score
from runs.faults import writing
from runs.files import replace_file
from runs.report.bundle import link_to_bundle
from runs.report.page import HTML_LANGUAGES
from runs.report.page import TEMPLATES as RUN_TEMPLATES
from runs.score_report.figures import error_figures, rank_figure, reliability_figure
from runs.score_tables import (
    BY,
    about,
    forecaster_title,
    group_title,
    head,
    kind_title,
    number,
    percent,
    probability_head,
    probability_rows,
    rows,
)
from sites.messages import current_language, say

__all__ = ["render", "write_score_report"]

TEMPLATES = Path(__file__).parent / "templates"


def write_score_report(
    scores: Sequence[Score], path: Path, *, archive_root: Path, money: Mapping[str, Any] | None = None
) -> Path:
    """Write the report of one or several scores in the language in force.

    The plotting library is taken from the archive, as seen from the page; without it the drawings stay. `money` is the
    section on regret (:func:`runs.regret_shown.regret_part`).

    Raises
    ------
    Trouble
        The page cannot be written.
    """
    with writing(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        bundle = link_to_bundle(archive_root, path.parent.absolute())
        replace_file(path, render(scores, bundle, money))
    return path


def render(scores: Sequence[Score], bundle: str, money: Mapping[str, Any] | None = None) -> str:
    """The page as HTML, in the language in force; `bundle` is the path of the plotting library."""
    template = _environment().get_template("score.html.j2")
    parts = [_part(score, place) for place, score in enumerate(scores)]
    return template.render(
        parts=parts, language=HTML_LANGUAGES[current_language()], bundle=bundle, say=say, money=money
    )


def _part(score: Score, place: int) -> dict[str, Any]:
    own = score.lines["forecast_mw"]
    figures = [*error_figures(score, place), reliability_figure(score.quantiles, place)]
    figures += [rank_figure(score.quantiles, "quantiles", place)]
    figures += [rank_figure(score.scenarios, "scenarios", place)]
    drawn = [each for each in figures if each is not None]
    return {
        "key": f"score-{place}",
        "score": score,
        "kind": kind_title(score),
        "about": about(score, is_titled=True),
        "tiles": [
            (say("score-rmse"), percent(own.point.rmse_frac, 2)),
            (say("score-accuracy"), percent(own.point.accuracy_frac, 2)),
            (say("score-skill"), percent(own.skill_frac.get("mix_mw"), 1, signed=True)),
            (say("score-qualified"), percent(own.point.qualified_frac, 1)),
        ],
        "head": head(score),
        "rows": rows(score),
        "probability_head": probability_head(),
        "probability_rows": probability_rows(score),
        "figures": [each for each in drawn if each.key.startswith("by-")],
        "halves": [each for each in drawn if not each.key.startswith("by-")],
        "groups": [_table(score, by) for by in score.groups],
        "notes": [note.text() for note in score.notes],
    }


def _table(score: Score, by: str) -> dict[str, Any]:
    names = list(score.lines)
    return {
        "title": say(BY[by]),
        "head": [say("score-group"), say("score-points"), *map(forecaster_title, names), say("score-bias")],
        "rows": [
            [
                group_title(group),
                number(group.points, 0),
                *(percent(group.rmse_frac[name], 2) for name in names),
                percent(group.bias_frac, 2, signed=True),
            ]
            for group in score.groups[by]
        ],
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader([TEMPLATES, RUN_TEMPLATES]),
        autoescape=select_autoescape(["html", "j2"], default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
