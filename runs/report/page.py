"""The page itself: all parts put into the templates, rendered, and written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

import sites
from runs.compare import METRICS, is_ranked, rank
from runs.files import replace_file
from runs.format import figure_title, none_text, number
from runs.report.asset_figures import levels, prices
from runs.report.balance_figure import balances, energy_rows
from runs.report.bundle import link_to_bundle
from runs.report.contract import contract
from runs.report.flexible_figure import flexible
from runs.report.island import islanding
from runs.report.network import network
from runs.report.past_figures import histories, stages
from runs.report.peak_figures import capability, exchange
from runs.report.power_figures import causes, curtailment, demand
from runs.report.provenance import origins, second_hand
from runs.report.quantities import more_quantities
from runs.report.reading import Day, read_day
from runs.report.summary import banner, gap_to_close, moment, tiles, weekday
from runs.report.tables import (
    all_figures,
    costs,
    findings,
    history_rows,
    plan_table,
    relaxations,
    similar_days,
    sources,
    stage_rows,
)
from runs.report.units import unit_rows, units
from sites.messages import CatalogueFault, say, use_language

__all__ = ["render", "write_report"]

TEMPLATES = Path(__file__).parent / "templates"
HTML_LANGUAGES = {"en": "en", "zh": "zh-CN"}
FILE = "report.html"
Record = Mapping[str, Any]


def write_report(
    run_folder: Path,
    *,
    archive_root: Path,
    language: str,
    site: sites.Site | None = None,
    history: Iterable[Record] | None = None,
    final_folder: Path | None = None,
) -> Path:
    """Write ``report.html`` into a run's folder.

    Parameters
    ----------
    run_folder
        Holds ``run.json``, ``schedule.nc``, ``audit.json``, ``state.json``, ``site/`` and maybe ``day.toml``.
    archive_root
        Folder of the archive; the plotting library is put there once.
    language
        ``en`` or ``zh``.
    site
        The site, where it is at hand; else it is read from the run's folder.
    history
        Records to compare with; all of the archive by default.
    final_folder
        Where the run will lie, while `run_folder` is a temporary one; the link to the library starts there.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    OSError
        Where the page or the library cannot be written.
    sites.Refused
        Where the archived site cannot be read.
    """
    with use_language(language):
        day = read_day(run_folder, archive_root=archive_root, language=language, site=site, history=history)
        page = render(day, link_to_bundle(archive_root, final_folder or run_folder))
    path = run_folder / FILE
    replace_file(path, page)
    return path


def render(day: Day, bundle: str) -> str:
    """The page as HTML, in the language in force; `bundle` is the path of the plotting library."""
    template = _environment().get_template("page.html.j2")
    return template.render(**_figures(day), **_context(day), bundle=bundle, say=say)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html", "j2"], default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _figures(day: Day) -> dict[str, Any]:
    ranks = rank(day.record, day.history)
    balance, *others = balances(day)
    return {
        "balance": balance,
        "other_balances": others,
        "units": units(day),
        "quantities": more_quantities(day),
        "network": network(day),
        "island": islanding(day),
        "demand": demand(day),
        "exchange": exchange(day),
        "load_before_after": exchange(day, "load") if day.site.targets.series == "load" else None,
        "levels": levels(day),
        "prices": prices(day),
        "flexible": flexible(day),
        "curtailment": curtailment(day),
        "stages": stages(day),
        "capability": capability(day),
        "histories": histories(day, ranks),
        "tiles": tiles(day, ranks),
        "history_rows": history_rows(ranks),
    }


def _context(day: Day) -> dict[str, Any]:
    record = day.record
    return {
        "language": HTML_LANGUAGES[day.language],
        "record": record,
        "site_title": day.site.called(day.language),
        "date": str(record.get("date")),
        "weekday": weekday(str(record.get("date"))),
        "created": moment(day, record.get("created")),
        "issue_time": moment(day, record.get("issue_time")),
        "banner": banner(day),
        "gap": gap_to_close(day),
        "costs": costs(day),
        "contract": contract(day),
        "sources": sources(day),
        "cause_titles": list(causes(day).values()),
        "unit_rows": unit_rows(day),
        "energies": [(say("systems-carrier", carrier=each), energy_rows(day, each)) for each in day.carriers],
        "stage_rows": stage_rows(day),
        "relaxations": relaxations(day),
        "findings": findings(day),
        "is_audited": day.audit.get("findings") is not None,
        "rules_checked": day.audit.get("rules_checked"),
        "metric_titles": [figure_title(metric.name) for metric in METRICS],
        "similar": similar_days(day),
        "history_count": sum(map(is_ranked, day.history)),
        "all_figures": all_figures(day),
        "plan": plan_table(day),
        "notes": [_note(entry) for entry in record.get("notes") or []],
        "facts": [(day.title(asset), hours, reason) for asset, hours, reason in day.facts.reasons()],
        "origins": origins(day.site),
        "second_hand": second_hand(day.site),
        "files": [name for name in day.files if name != FILE],
        "details": _details(_in_words(record)),
        "none": none_text(),
    }


def _note(entry: Mapping[str, Any]) -> str:
    """A note in the language in force; its key where the catalogue does not know it any more."""
    args = entry.get("args") or {}
    try:
        return say(str(entry.get("key")), **{str(name): value for name, value in args.items()})
    except CatalogueFault:
        return f"{entry.get('key')} {dict(args)}"


def _in_words(record: Record) -> Record:
    """The record with the source of made-up weather in the language in force; that of a file is a file's own text."""
    weather = record.get("weather")
    if not isinstance(weather, Mapping) or not weather.get("synthetic"):
        return record
    seed = (record.get("seeds") or {}).get("weather", 0)
    return {**record, "weather": {**weather, "source": say("summary-weather-typical", seed=seed)}}


def _details(record: Record) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a run was made with, for the last section: groups of name and value."""
    groups = (
        (say("report-weather"), "weather"),
        (say("report-state"), "state"),
        (say("report-options"), "options"),
        (say("report-versions"), "versions"),
        (say("report-seeds"), "seeds"),
        (say("report-durations"), "duration_s"),
    )
    return [
        (title, _pairs(record.get(key))) for title, key in groups if record.get(key) not in (None, {}, [])
    ]


def _pairs(value: object) -> list[tuple[str, str]]:
    if not isinstance(value, Mapping):
        return [("", _plain(value))]
    return [(str(key), _plain(part)) for key, part in value.items()]


def _plain(value: object) -> str:
    if value is None:
        return none_text()
    if isinstance(value, float):
        return number(value, 3) if abs(value) >= 0.1 or value == 0 else f"{value:g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_plain(part)}" for key, part in value.items()) or none_text()
    return str(value)
