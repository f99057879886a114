"""What the command line shows of a check: what was edited, what was recomputed, and the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runs.format import figure_text, figure_title
from runs.shown import aligned
from sites.messages import say

if TYPE_CHECKING:
    from runs.checking import Checked

__all__ = ["check_lines"]

COLUMNS_SHOWN = 8
FIGURES_SHOWN = ("absorption_rate_frac", "shaving_frac", "cost_yuan", "co2_t")


def check_lines(found: Checked, *, is_short: bool = False) -> list[str]:
    """Return what came of the check of a table: what was edited, what was recomputed, and the findings."""
    lines = [] if is_short else [*_checked_against(found), *_figures_changed(found)]
    if found.overruled:
        names = ", ".join(f"{name} ({count})" for name, count in found.overruled.items())
        lines.append(say("check-overruled", cells=sum(found.overruled.values()), columns=names))
    if found.findings:
        lines.append(say("check-findings", count=len(found.findings)))
        lines += [f"  - {each['text']}" for each in found.findings]
    elif not is_short:
        lines.append(say("check-good"))
    return lines


def _checked_against(found: Checked) -> list[str]:
    whose = say("check-against-run", id=found.run_id) if found.run_id else say("check-against-day")
    lines = [say("check-headline", site=found.site, date=found.date, whose=whose)]
    lines += [str(note["text"]) for note in found.notes]
    if found.edited and found.run_id:
        names = ", ".join(f"{name} ({count})" for name, count in list(found.edited.items())[:COLUMNS_SHOWN])
        more = ", ..." if len(found.edited) > COLUMNS_SHOWN else ""
        lines.append(say("check-edited", cells=sum(found.edited.values()), columns=names + more))
    elif found.run_id:
        lines.append(say("check-unedited"))
    if found.absent:
        lines.append(say("check-absent", count=len(found.absent)))
    if found.is_completed:
        lines.append(say("check-completed"))
    if not found.is_judged:
        lines.append(say("check-not-judged"))
    return lines


def _figures_changed(found: Checked) -> list[str]:
    if not found.kpis:
        return []
    rows = [
        [
            figure_title(name),
            figure_text(name, found.kpis_before.get(name)),
            figure_text(name, found.kpis.get(name)),
        ]
        for name in FIGURES_SHOWN
    ]
    return aligned([[say("summary-figure"), say("check-before"), say("check-after")], *rows])
