"""What the command line shows of runs: the summary of one, lists and comparisons of several."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from runs.broken import capability_none, collision_texts, not_counted, unserved
from runs.budget_words import budget_warnings
from runs.compare import METRICS, Comparison, Rank, is_ranked
from runs.format import (
    clause_word,
    figure_number,
    figure_text,
    figure_title,
    figure_unit,
    none_text,
    number,
    percent,
    status_word,
)
from runs.notes import finding_text, note_text
from runs.wrapping import display_width
from sites.messages import say

if TYPE_CHECKING:
    from runs.similar import Similar

__all__ = [
    "aligned",
    "comparison_lines",
    "like_lines",
    "list_lines",
    "rank_lines",
    "show_summary",
]

Record = Mapping[str, Any]

FIGURES_SHOWN = (
    "absorption_rate_frac",
    "curtailment_rate_frac",
    "curtailed_mwh",
    "green_share_frac",
    "reference_peak_mw",
    "plan_peak_mw",
    "shaving_frac",
    "capability_share_frac",
    "import_mwh",
    "export_mwh",
    "cost_yuan",
    "cost_without_demand_charge_yuan",
    "reference_cost_yuan",
    "co2_t",
)
"""Figures of a run in its summary, in this order."""

TARGETS = {
    "shaving_frac": ("shaving_target_frac", "is_shaving_met"),
    "capability_share_frac": ("capability_target_frac", "is_capability_met"),
}
OF_RENEWABLES = frozenset(
    {"absorption_rate_frac", "curtailment_rate_frac", "curtailed_mwh", "green_share_frac"}
)
"""Figures that say nothing of a site without renewable sources."""
ONLY_WHERE_THERE_IS = ("units_mwh", "fuel_co2_t", "network_losses_mwh", "island_hours_min")
"""Figures that are shown where a site has what they are about."""

NOTES_SHOWN, FINDINGS_SHOWN, RELAXATIONS_SHOWN = 12, 10, 10
WIDTH_UNKNOWN = 110
GAP = 2
SHORT_ID = 6
"""Last characters of an id; random, so they tell runs apart, and every command takes them."""


def show_summary(
    record: Record, ranks: Sequence[Rank], findings: Sequence[Record], *, is_short: bool = False
) -> None:
    """Write the summary of a run to stdout: status, targets, figures, what was assumed, where the report is."""
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False, markup=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = WIDTH_UNKNOWN
    console.print(_headline(record), style="bold")
    console.print(say("summary-weather", weather=_weather_of(record)))
    if not is_short:
        console.print(_capability(record))
        console.print(_figures(record, ranks))
        for line in _notes(record):
            console.print(line)
    warnings = budget_warnings(record.get("kpis") or {})
    for line in (*_relaxations(record), *warnings, *_findings(findings)):
        console.print(line, style="yellow")
    console.print(say("summary-report", path=f"{record['folder']}/report.html"))


def _headline(record: Record) -> str:
    return say(
        "summary-headline",
        site=record["site"],
        date=record["date"],
        status=status_word(record["status"]),
        gap=_gap(record),
        shaving=_shaving(record),
        issued=say("summary-issued" if record.get("issued") else "summary-draft"),
        id=record["id"],
    )


def _gap(record: Record) -> str:
    """The largest gap of a stage, where a solver told one."""
    gap = record.get("gap_rel")
    is_told = isinstance(gap, int | float) and math.isfinite(gap)
    return say("summary-gap", gap=percent(gap, 3)) if is_told else ""


def _shaving(record: Record) -> str:
    kpis = record["kpis"]
    if not is_ranked(record):
        return unserved(record) or say("summary-shaving-not-counted")
    if kpis.get("is_shaving_met") is None:
        return say("summary-shaving-none")
    if kpis["is_shaving_met"]:
        return say("summary-shaving-met")
    return say("summary-shaving-missed", power=number(kpis.get("shaving_shortfall_mw"), 3))


def _capability(record: Record) -> str:
    """The callable capability by itself: no plan is held to its target yet, so a miss is no failure of the plan."""
    kpis = record["kpis"]
    if kpis.get("is_capability_met") is None:
        return say("summary-capability-none", why=capability_none(record))
    return say(
        "summary-capability-met" if kpis["is_capability_met"] else "summary-capability-missed",
        power=figure_text("capability_mw", kpis.get("capability_mw")),
        target=figure_text("capability_target_frac", kpis.get("capability_target_frac")),
    )


def _weather_of(record: Record) -> str:
    """Where the weather is from, in short; the report has its source in full."""
    seed = (record.get("seeds") or {}).get("weather", 0)
    if (record.get("weather") or {}).get("synthetic"):
        return say("summary-weather-typical", seed=seed)
    file = (record.get("inputs") or {}).get("weather", "")
    return say("problem-at", where=_weather(record), text=file) if file else _weather(record)


def _weather(record: Record) -> str:
    """What must be said of the weather wherever a plan is shown: that it is made up, or of another place."""
    weather = record.get("weather") or {}
    if weather.get("synthetic"):
        return say("summary-weather-synthetic")
    if weather.get("elsewhere_km") is not None:
        return say("summary-weather-elsewhere", distance=f"{weather['elsewhere_km']:.0f}")
    return say("summary-weather-given")


def _figures(record: Record, ranks: Sequence[Rank]) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    by_metric = {each.metric: each for each in ranks}
    has_history = any(each.n > 1 for each in ranks)
    table.add_column(say("summary-figure"))
    table.add_column(say("summary-value"), justify="right")
    table.add_column(say("summary-target"))
    if has_history:
        table.add_column(say("summary-rank"), justify="right")
        table.add_column(say("summary-median"), justify="right")
    for name in _names(record):
        cells = [
            figure_title(name),
            figure_text(name, record["kpis"].get(name)),
            _target(name, record),
        ]
        rank = by_metric.get(name)
        if has_history:
            cells += [_rank_text(rank), figure_text(name, rank.median) if rank is not None else ""]
        table.add_row(*cells)
    return table


def _names(record: Record) -> list[str]:
    """Names of the figures to show, in their order: those that the site has."""
    kpis = record["kpis"]
    shown = [name for name in FIGURES_SHOWN if kpis.get("sources") or name not in OF_RENEWABLES]
    further = [name for name in ONLY_WHERE_THERE_IS if kpis.get(name)]
    if kpis.get("island_hours_min") is not None:  # nothing survived is a figure too
        further = list(dict.fromkeys([*further, "island_hours_min"]))
    return [*(("unserved_mwh",) if unserved(record) else ()), *shown, *further]


def _rank_text(rank: Rank | None) -> str:
    if rank is None:
        return ""
    return none_text() if rank.rank is None else say("summary-rank-of", rank=rank.rank, count=rank.n)


def _target(name: str, record: Record) -> str:
    if name == "island_hours_min":
        wanted = figure_text("island_hours_wanted", record["kpis"].get("island_hours_wanted"))
        is_met = record["kpis"].get("is_island_survived")
        return say("summary-target-met" if is_met else "summary-target-missed", target=wanted)
    if name not in TARGETS:
        return ""
    target, is_met = (record["kpis"].get(key) for key in TARGETS[name])
    if is_met is None:
        return capability_none(record)
    if not is_ranked(record):
        return not_counted(record)
    shown = figure_text(TARGETS[name][0], target)
    return say("summary-target-met" if is_met else "summary-target-missed", target=shown)


def _notes(record: Record) -> list[str]:
    notes = [note_text(each) for each in record.get("notes", ())]
    if not notes:
        return [say("summary-no-notes")]
    lines = [say("summary-notes", count=len(notes)), *(f"  - {note}" for note in notes[:NOTES_SHOWN])]
    if len(notes) > NOTES_SHOWN:
        lines.append(say("summary-more", count=len(notes) - NOTES_SHOWN))
    return lines


def _relaxations(record: Record) -> list[str]:
    found = record.get("relaxations") or ()
    lines = []
    for each in found[:RELAXATIONS_SHOWN]:
        lines.append(
            say(
                "summary-relaxation",
                asset=each["asset"] or say("summary-whole-site"),
                clause=clause_word(each["clause"]),
                steps=len(each["steps"]),
                total=number(each["total_mwh"], 3),
            )
        )
        lines += [say("summary-collisions", what=text) for text in collision_texts(each)]
    if len(found) > RELAXATIONS_SHOWN:
        lines.append(say("summary-more", count=len(found) - RELAXATIONS_SHOWN))
    return lines


def _findings(findings: Sequence[Record]) -> list[str]:
    if not findings:
        return []
    lines = [
        say("summary-findings", count=len(findings)),
        *(f"  - {finding_text(each)}" for each in findings[:FINDINGS_SHOWN]),
    ]
    if len(findings) > FINDINGS_SHOWN:
        lines.append(say("summary-more", count=len(findings) - FINDINGS_SHOWN))
    return lines


def list_lines(records: Sequence[Record]) -> list[str]:
    """Return a line a run, with a header."""
    header = [
        say("runs-list-id"),
        say("runs-list-site"),
        say("runs-list-day"),
        say("runs-list-status"),
        say("runs-list-targets"),
        say("runs-list-issued"),
        say("runs-list-weather"),
        figure_title("cost_yuan"),
    ]
    rows = [
        [
            str(record["id"]),
            str(record["site"]),
            str(record["date"]),
            status_word(record.get("status")),
            _met(record),
            say("summary-issued" if record.get("issued") else "summary-draft"),
            _weather(record),
            figure_text("cost_yuan", (record.get("kpis") or {}).get("cost_yuan")),
        ]
        for record in records
    ]
    return aligned([header, *rows])


def _met(record: Record) -> str:
    if not is_ranked(record):
        return not_counted(record)
    is_met = (record.get("kpis") or {}).get("is_shaving_met", record.get("targets_met"))
    if is_met is None:
        return say("summary-target-not-applicable")
    return say("runs-list-met" if is_met else "runs-list-missed")


def comparison_lines(comparison: Comparison) -> list[str]:
    """Return runs side by side, a column each, each figure with its rank; those that do not fit stand below."""
    return _side_by_side(_comparison_rows(comparison))


def _comparison_rows(comparison: Comparison) -> list[list[str]]:
    rows = [
        [say("runs-list-id"), *(name[-SHORT_ID:] for name in comparison.ids)],
        [say("runs-list-site"), *comparison.sites],
        [say("runs-list-day"), *comparison.dates],
        [say("runs-list-status"), *(status_word(status) for status in comparison.statuses)],
    ]
    for metric, row in zip(METRICS, comparison.rows, strict=True):
        cells = [
            figure_number(metric.name, value) + ("" if rank is None else f" ({rank})")
            for value, rank in zip(row.values, row.ranks, strict=True)
        ]
        rows.append(
            [
                say("runs-compare-figure", title=figure_title(metric.name), unit=figure_unit(metric.name)),
                *cells,
            ]
        )
    return rows


def _side_by_side(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lay columns side by side, as many as fit; the first one stands before each lot."""
    widths = [max(display_width(row[place]) for row in rows) + GAP for place in range(len(rows[0]))]
    lots: list[list[int]] = [[]]
    for place in range(1, len(widths)):
        if lots[-1] and widths[0] + sum(widths[each] for each in [*lots[-1], place]) - GAP > WIDTH_UNKNOWN:
            lots.append([])
        lots[-1].append(place)
    lines = [[*aligned([row[0], *(row[each] for each in lot)] for row in rows), ""] for lot in lots]
    return [*chain.from_iterable(lines), say("runs-compare-ranks")]


def rank_lines(ranks: Sequence[Rank]) -> list[str]:
    """Return where a plan stands among others, a line a figure."""
    header = [
        say("summary-figure"),
        say("summary-value"),
        say("summary-rank"),
        say("summary-best"),
        say("summary-median"),
    ]
    rows = [
        [
            figure_title(each.metric),
            figure_text(each.metric, each.value),
            _rank_text(each),
            figure_text(each.metric, each.best),
            figure_text(each.metric, each.median),
        ]
        for each in ranks
    ]
    return aligned([header, *rows])


def like_lines(found: Sequence[Similar]) -> list[str]:
    """Return the days most like a day, nearest first."""
    header = [say("runs-list-day"), say("runs-list-id"), say("runs-list-status"), say("runs-like-distance")]
    rows = [
        [
            str(each.record["date"]),
            str(each.record["id"]),
            status_word(each.record.get("status")),
            f"{each.distance:.2f}",
        ]
        for each in found
    ]
    return aligned([header, *rows])


def aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows of cells as lines with columns in line; a Chinese character takes two places."""
    table = [list(row) for row in rows]
    widths = [max(display_width(row[place]) for row in table) for place in range(len(table[0]))]
    return [
        (" " * GAP)
        .join(cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True))
        .rstrip()
        for row in table
    ]
