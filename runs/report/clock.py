"""Rows over the hours of a day, for figures: steps, spans of steps, and an axis that shows the local clock.

The axis counts hours since local midnight and is labelled with the clock, so a day of 23 or 25 hours is drawn true.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from runs.report.reading import Array, Day

__all__ = ["HEADING", "Rows", "clock_words", "hover_rows", "spans_of", "step_rows"]

HOURS_BETWEEN_LABELS = 3
HEADING = "title"
"""The tooltip shows the field of this name as its heading."""
Rows: TypeAlias = list[dict[str, Any]]


def clock_words(
    day: Day, first: int = 0, last: int | None = None, between: float = HOURS_BETWEEN_LABELS
) -> dict[str, Any]:
    """The words ``hours`` and ``clock`` of a template: domain and axis over the steps from `first` to `last`."""
    stop = len(day.labels) if last is None else last
    minutes = round(between * 60)
    begins = [
        step
        for step in range(first, min(stop, len(day.labels) - 1) + 1)
        if day.start_minutes[step] % minutes == 0
    ]
    ticks = [*begins, stop] if stop == len(day.labels) else begins
    clock = {_key(step * day.step_hours): _clock(day, step) for step in ticks}
    axis = {
        "title": None,
        "values": [step * day.step_hours for step in ticks],
        "labelExpr": f"({json.dumps(clock)})[datum.value]",
        "labelOverlap": True,
        "labelFlush": False,
    }
    return {"hours": [first * day.step_hours, stop * day.step_hours], "clock": axis}


def _key(hours: float) -> str:
    return f"{hours:g}"


def _clock(day: Day, step: int) -> str:
    return day.starts[step] if step < len(day.starts) else day.labels[-1]


def step_rows(day: Day, values: Array, **fields: object) -> Rows:
    """A value a step as ``hour, mw``, the last said again at the day's end, where a stepped line must reach."""
    ends = [*values.tolist(), values[-1].item()] if values.size else []
    return [
        {
            "hour": place * day.step_hours,
            "mw": round(float(value), 4) if np.isfinite(value) else None,
            **fields,
        }
        for place, value in enumerate(ends)
    ]


def spans_of(day: Day, mask: NDArray[np.bool_]) -> list[dict[str, float]]:
    """Runs of steps that a mask holds, as ``start, end`` in hours."""
    padded = np.concatenate([[False], np.asarray(mask, dtype=bool), [False]])
    changes = np.flatnonzero(padded[1:] != padded[:-1])
    return [
        {"start": float(begin) * day.step_hours, "end": float(end) * day.step_hours}
        for begin, end in zip(changes[::2], changes[1::2], strict=True)
    ]


def hover_rows(
    day: Day, columns: Mapping[str, Sequence[str]], steps: Sequence[int] | None = None
) -> tuple[Rows, list[dict[str, str]]]:
    """What the pointer finds in each step: rows, and the tooltip's fields.

    Parameters
    ----------
    columns
        Finished texts, one a step of the day, by title.
    steps
        The steps to show, all by default.
    """
    chosen = range(len(day.labels)) if steps is None else steps
    fields = [{"field": "heading", "type": "nominal", "title": HEADING}]
    fields += [
        {"field": f"c{place}", "type": "nominal", "title": title} for place, title in enumerate(columns)
    ]
    rows: Rows = []
    for step in chosen:
        row: dict[str, Any] = {"start": step * day.step_hours, "end": (step + 1) * day.step_hours}
        row["heading"] = f"{day.starts[step]}–{day.labels[step]}"
        row |= {f"c{place}": texts[step] for place, texts in enumerate(columns.values())}
        rows.append(row)
    return rows, fields
