"""Flexible loads over the day: when they may run, would run on their own, and run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from runs.format import number
from runs.report.clock import HEADING, Rows, clock_words
from runs.report.drawing import Drawing, LegendEntry, bars_height, draw
from runs.report.power_figures import NOTHING_MW, colours_of
from runs.report.reading import Array, Day
from sites.messages import say

__all__ = ["flexible"]


def flexible(day: Day) -> Drawing | None:
    """Tasks, batches and interruptions: window, preferred time and plan; None where the day has none."""
    rows = [*_parts(day, "task"), *_parts(day, "batch"), *_interruptions(day)]
    if not rows:
        return None
    names = _unlike([str(row["title"]) for row in rows])
    allowed: Rows = []
    preferred: Rows = []
    planned: Rows = []
    for row, title in zip(rows, names, strict=True):
        about = {"row": title, HEADING: row["heading"]}
        allowed += [
            {**about, **span, "what": say("report-window"), **_said(day, span)} for span in row["allowed"]
        ]
        preferred += [
            {**about, **span, "what": say("report-preferred"), **_said(day, span)}
            for span in row["preferred"]
        ]
        planned += [
            {**about, "series": row["series"], "what": say("report-plan"), **span} for span in row["planned"]
        ]
    series = list(dict.fromkeys(str(row["series"]) for row in rows))
    colours = colours_of(day)
    words = {
        **clock_words(day),
        "rows": names,
        "height": bars_height(len(names)),
        "allowed": allowed,
        "preferred": preferred,
        "planned": planned,
        "series": series,
        "colours": [colours[name] for name in series],
        "tooltip": _tooltip(),
    }
    legend = [LegendEntry("area", colours[name], day.title(name)) for name in series]
    legend.append(LegendEntry("outline", "#6d7b83", say("report-preferred")))
    legend.append(LegendEntry("box", "#e9edeb", say("report-window")))
    alt = say("report-flexible-alt", count=len(rows))
    return draw(
        "tasks",
        "flexible",
        words,
        title=say("report-flexible"),
        caption=say("report-flexible-caption"),
        alt=alt,
        legend=tuple(legend),
    )


def _tooltip() -> list[dict[str, str]]:
    titles = {"what": say("report-what"), "clock": say("report-when"), "power": say("report-power")}
    fields = {HEADING: HEADING, **titles}
    return [{"field": name, "type": "nominal", "title": title} for name, title in fields.items()]


def _unlike(titles: list[str]) -> list[str]:
    """Titles that differ from each other: the second of two equal ones is numbered."""
    seen: dict[str, int] = {}
    result = []
    for title in titles:
        seen[title] = seen.get(title, 0) + 1
        result.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    return result


def _parts(day: Day, dimension: str) -> list[dict[str, Any]]:
    """One row for each task or batch of today."""
    if dimension not in day.data.dims:
        return []
    rows = []
    for part in (str(name) for name in day.data[dimension].values):
        power = np.nan_to_num(
            np.asarray(day.data[f"{dimension}_power_mw"].sel({dimension: part}).values, dtype=float)
        )
        asset, _, own = part.partition("/")
        described = _described(day, asset, own)
        allowed, preferred = _wanted(day, described)
        rows.append(
            {
                "title": own,
                "heading": day.part_title(part),
                "series": asset,
                "allowed": allowed,
                "preferred": preferred,
                "planned": _blocks(day, power),
            }
        )
    return rows


def _described(day: Day, asset: str, own: str) -> object | None:
    """The description of a task or batch: whichever list of the asset holds its name."""
    found = day.site.assets.get(asset)
    lists = (value for _, value in found or () if isinstance(value, tuple))
    return next((each for group in lists for each in group if getattr(each, "name", None) == own), None)


def _wanted(day: Day, described: object | None) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Window and preferred span of a task or batch, in hours; nothing where it says none."""
    window, start = getattr(described, "window", None), getattr(described, "preferred_start", None)
    if window is None or start is None:
        return [], []
    minutes = getattr(described, "minutes", None)
    if minutes is None:
        power = float(getattr(described, "power_mw_max", 0.0))
        minutes = float(getattr(described, "energy_mwh", 0.0)) / power * 60 if power else 0.0
    allowed = {"start": _hour(day, window.start_minute), "end": _hour(day, window.end_minute)}
    preferred = {"start": _hour(day, start), "end": _hour(day, start) + float(minutes) / 60}
    return [allowed], [preferred]


def _hour(day: Day, minute: int) -> float:
    """Hours since midnight of a clock time, true on days that are longer or shorter."""
    later = np.flatnonzero(day.start_minutes >= minute)
    return float(later[0]) * day.step_hours if later.size else len(day.labels) * day.step_hours


def _interruptions(day: Day) -> list[dict[str, Any]]:
    """One row for each load that can be interrupted; its demand is where it would run."""
    if "is_interrupted" not in day.data:
        return []
    rows = []
    for name in day.names("load"):
        if np.isfinite(np.asarray(day.data["is_interrupted"].sel(asset=name).values, dtype=float)).any():
            title = f"{day.title(name)}\n{say('report-interruption')}"
            blocks = _blocks(day, day.of("interrupted_mw", name))
            rows.append(
                {
                    "title": title,
                    "heading": title.replace("\n", ": "),
                    "series": name,
                    "allowed": [],
                    "preferred": [],
                    "planned": blocks,
                }
            )
    return rows


def _blocks(day: Day, power: Array) -> Rows:
    """Runs of steps with equal power as bars; their strength is the share of the highest."""
    highest = float(power.max(initial=0.0))
    rows: Rows = []
    begin = 0
    for step in range(1, power.size + 1):
        if step < power.size and abs(power[step] - power[begin]) <= NOTHING_MW:
            continue
        if power[begin] > NOTHING_MW:
            span = {"start": begin * day.step_hours, "end": step * day.step_hours}
            text = f"{number(float(power[begin]))} MW"
            rows.append({**span, "share": float(power[begin]) / highest, **_said(day, span), "power": text})
        begin = step
    return rows


def _said(day: Day, span: Mapping[str, float]) -> dict[str, str]:
    """A span as the tooltip says it."""
    first, last = round(span["start"] / day.step_hours), round(span["end"] / day.step_hours)
    start = day.starts[first] if first < len(day.starts) else day.labels[-1]
    return {
        "clock": f"{start}–{day.labels[max(last, 1) - 1] if last <= len(day.labels) else day.labels[-1]}",
        "power": "",
    }
