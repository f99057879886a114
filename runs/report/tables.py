"""The tables of the page: costs, sources, stages, relaxations, findings, history, and the plan step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from runs.broken import collision_texts
from runs.compare import METRICS, Rank, figure_of
from runs.format import (
    FIGURES,
    clause_word,
    clock_spans,
    figure_text,
    figure_title,
    none_text,
    number,
    percent,
    with_unit,
)
from runs.notes import finding_text
from runs.report.balance_figure import load_mw
from runs.report.contract import budget_title
from runs.report.past_figures import stage_title
from runs.report.power_figures import causes
from runs.report.reading import Array, Day
from runs.report.summary import rank_text
from runs.similar import like
from sites.messages import say

__all__ = [
    "all_figures",
    "costs",
    "findings",
    "history_rows",
    "plan_table",
    "relaxations",
    "similar_days",
    "sources",
    "stage_rows",
]

STAGE_STATUS: Mapping[str, str] = {
    "optimal": "stage-optimal",
    "feasible": "stage-feasible",
    "not_reached": "stage-not-reached",
}
SIMILAR_SHOWN = 5


def _word(table: Mapping[str, str], name: object) -> str:
    key = table.get(str(name))
    return say(key) if key else str(name)


def costs(day: Day) -> list[tuple[str, str]]:
    """Parts of the cost with their names."""
    parts = day.record.get("costs") or {}
    return [
        (say(f"cost-{name.replace('_', '-')}"), with_unit(value, "yuan", 0)) for name, value in parts.items()
    ]


def sources(day: Day) -> list[dict[str, Any]]:
    """Available, used and curtailed energy of each source, by cause."""
    rows = []
    for name, figures in (day.kpis.get("sources") or {}).items():
        by_cause = figures.get("curtailed_mwh_by_cause") or {}
        rows.append(
            {
                "title": day.title(name),
                "available": number(figures.get("available_mwh")),
                "used": number(figures.get("used_mwh")),
                "curtailed": number(figures.get("curtailed_mwh")),
                "rate": percent(figures.get("absorption_rate_frac")),
                "causes": [number(by_cause.get(cause)) for cause in causes(day)],
            }
        )
    return rows


def stage_rows(day: Day) -> list[dict[str, str]]:
    """Value, gap, price and time of each stage."""
    return [
        {
            "title": stage_title(stage.get("name")),
            "value": with_unit(stage.get("value"), str(stage.get("unit") or ""), 3),
            "tolerance": number(stage.get("tolerance"), 6),
            "gap": percent(stage.get("gap_rel"), 3),
            "status": _word(STAGE_STATUS, stage.get("status")),
            "price": with_unit(stage.get("price_yuan"), "yuan", 0),
            "seconds": number(stage.get("seconds"), 2),
        }
        for stage in day.record.get("stages") or []
    ]


def relaxations(day: Day) -> list[dict[str, Any]]:
    """Which hard limit was broken, by whom, when and by how much."""
    rows = []
    for each in day.record.get("relaxations") or []:
        amounts = [float(amount) for amount in each.get("amounts_mw") or []]
        rows.append(
            {
                "asset": _anyone(day, str(each.get("asset") or "")),
                "clause": clause_word(each.get("clause")),
                "when": ", ".join(clock_spans([int(step) for step in each.get("steps") or []], day.labels)),
                "most": number(max(amounts), 3) if amounts else none_text(),
                "total": number(each.get("total_mwh"), 3),
                "collides": collision_texts(each, lambda name: _anyone(day, name)),
            }
        )
    return rows


def _anyone(day: Day, name: str) -> str:
    """Name of an asset, of a part of one, or of the whole site."""
    if not name:
        return day.site.called(day.language)
    if name.startswith("contract/"):
        return budget_title(day, name.removeprefix("contract/"))
    return day.part_title(name) if "/" in name else day.title(name)


def findings(day: Day) -> list[str]:
    """What the audit found, in the language of the report where the rule is still known."""
    return [finding_text(each, day.language) for each in day.audit.get("findings") or []]


def history_rows(ranks: Sequence[Rank]) -> list[dict[str, str]]:
    """This plan against the archived days, figure by figure."""
    return [
        {
            "title": figure_title(rank.metric),
            "value": figure_text(rank.metric, rank.value),
            "rank": rank_text(rank) or "–",
            "best": figure_text(rank.metric, rank.best),
            "median": figure_text(rank.metric, rank.median),
            "better": say("report-higher") if rank.is_higher_better else say("report-lower"),
        }
        for rank in ranks
    ]


def similar_days(day: Day) -> list[dict[str, Any]]:
    """The archived days most like this one, with the ranked figures; this day first."""
    found = like(day.record, day.history, SIMILAR_SHOWN)
    if not found:
        return []
    rows = [
        {"date": str(day.record.get("date")), "distance": "–", "is_own": True, "values": _values(day.record)}
    ]
    for each in found:
        about = {"date": str(each.record.get("date")), "distance": number(each.distance), "is_own": False}
        rows.append({**about, "values": _values(each.record)})
    return rows


def _values(record: Mapping[str, Any]) -> list[str]:
    return [figure_text(metric.name, figure_of(record, metric.name)) for metric in METRICS]


def all_figures(day: Day) -> list[tuple[str, str, str]]:
    """Every figure that has a look: title, value, name in ``run.json``."""
    return [
        (figure_title(name), figure_text(name, _by_title(day, day.kpis.get(name))), name)
        for name in FIGURES
        if name in day.kpis
    ]


def _by_title(day: Day, value: object) -> object:
    return {day.title(str(key)): part for key, part in value.items()} if isinstance(value, Mapping) else value


def _columns(day: Day) -> Iterator[tuple[str, str, Array]]:
    """Columns of the plan step by step, with units: the whole site by role and carrier."""
    yield say("report-load"), "MW", day.series("load_mw")
    yield say("report-available"), "MW", day.total("available_mw", "renewable")
    yield say("report-used"), "MW", day.total("used_mw", "renewable")
    yield say("report-curtailed"), "MW", day.total("curtailed_mw", "renewable")
    if day.names("unit"):
        yield say("systems-units"), "MW", day.total("injection_mw", "unit", "electricity")
    if day.names("store", "electricity"):
        yield say("report-charging"), "MW", day.total("charge_mw", "store", "electricity")
        yield say("report-discharging"), "MW", day.total("discharge_mw", "store", "electricity")
        yield say("report-level"), "MWh", day.total("energy_mwh", "store", "electricity")
    for carrier in day.carriers[1:]:
        yield say("systems-load-of", carrier=carrier), "MW", load_mw(day, carrier)
        if day.names("store", carrier):
            yield say("systems-level-of", carrier=carrier), "MWh", day.total("energy_mwh", "store", carrier)
    yield say("report-import"), "MW", day.total("import_mw", "tie")
    yield say("report-export"), "MW", day.total("export_mw", "tie")
    yield say("report-net-exchange"), "MW", day.series("net_exchange_mw")
    yield say("report-reference-exchange"), "MW", day.series("reference_exchange_mw")


def plan_table(day: Day) -> dict[str, Any]:
    """The plan step by step: heads with units, and rows of texts."""
    columns = [(*column, 2) for column in _columns(day)]
    if day.names("tie"):
        unit = f"{say('unit-yuan')}/MWh"
        columns.append(
            (say("report-import-price"), unit, day.of("import_price_yuan_per_mwh", day.names("tie")[0]), 0)
        )
    windows = day.series("is_peak_window") > 0
    return {
        "heads": [(title, unit) for title, unit, _, _ in columns],
        "rows": [
            {
                "label": label,
                "is_window": bool(windows[step]) and not bool(windows.all()),
                "cells": [number(float(values[step]), digits) for _, _, values, digits in columns],
            }
            for step, label in enumerate(day.labels)
        ],
    }
