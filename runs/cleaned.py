"""What the cleaning of a history took out or changed: kept beside a forecast or a score, and told in a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from forecasts.history import cleaning_of
from runs.format import number
from sites.messages import say

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["CAUSES", "cleaned_line", "cleaning_record"]

CAUSES: Mapping[str, str] = {
    "missing_measured_mw": "missing",
    "missing_runs": "gaps",
    "longest_missing_run": "longest-gap",
    "curtailed": "curtailed",
    "stuck_": "stuck",
    "out_of_range_": "out-of-range",
    "negative_": "negative",
    "spike_": "spike",
    "far_from_level_": "far-from-level",
    "sentinel_": "sentinel",
    "unreadable_": "unreadable",
    "missing_stamps": "missing-stamps",
    "off_grid_stamps": "off-grid-stamps",
    "rows_without_stamp": "rows-without-stamp",
    "skipped_clock": "skipped-clock",
    "midnights_moved": "midnights-moved",
    "duplicate_rows": "duplicate-rows",
    "further_issues": "further-issues",
}
"""Count, or its beginning where each column has its own -> cause told, in the order of telling."""


def cleaning_record(history: xr.Dataset) -> dict[str, Any]:
    """Return the file of a history and its counts, as JSON can hold them: ``file`` and ``counts``."""
    return {"file": str(history.attrs.get("source", "")), "counts": cleaning_of(history)}


def cleaned_line(record: Mapping[str, Any]) -> str:
    """Return one sentence about a history of :func:`cleaning_record`; columns are added up by cause."""
    counts: Mapping[str, int] = record["counts"]
    told: list[str] = []
    for beginning, cause in CAUSES.items():
        is_many = beginning.endswith("_")
        total = sum(
            int(count)
            for what, count in counts.items()
            if what == beginning or (is_many and what.startswith(beginning))
        )
        if total:
            told.append(say(f"cleaned-{cause}", count=number(total, 0)))
    if not told:
        return say("history-cleaned-nothing", file=str(record["file"]))
    return say("history-cleaned", file=str(record["file"]), told=say("history-cleaned-join").join(told))
