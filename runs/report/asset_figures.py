"""Figures of single assets and of the past: levels of stores, prices, flexible loads, stages, history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from runs.compare import METRICS, Rank, figure_of
from runs.format import FIGURES, figure_text, figure_title, number, unit_text
from runs.report.clock import HEADING, Rows, clock_words, hover_rows, spans_of, step_rows
from runs.report.colours import looks
from runs.report.drawing import Drawing, LegendEntry, draw
from runs.report.power_figures import NOTHING_MW, colours_of, megawatts
from runs.report.reading import Array, Day
from sites.messages import say

__all__ = ["KINDS", "STAGES", "flexible", "histories", "levels", "prices", "stages"]

KINDS: Mapping[str, str] = {
    "sharp": "period-sharp",
    "peak": "period-peak",
    "flat": "period-flat",
    "valley": "period-valley",
    "deep_valley": "period-deep-valley",
}
"""Kinds of tariff period and their names."""

ROW_PX, AXIS_PX = 36, 34
"""Height of a row of bars, and of the axis below them."""

STAGES: Mapping[str, str] = {
    "shaving": "stage-shaving",
    "absorption": "stage-absorption",
    "cost": "stage-cost",
    "smooth": "stage-smooth",
    "relaxation": "stage-relaxation",
    "relaxation_order": "stage-relaxation-order",
}
"""Stages of the objective and their names."""


def levels(day: Day) -> list[Drawing]:
    """The level of each store over the day, inside its window."""
    return [_level(day, name) for name in day.names("store")]


def _level(day: Day, name: str) -> Drawing:
    ends = day.of("energy_mwh", name)
    start = float(day.levels_mwh.get(name, ends[0]))
    described = day.site.assets.get(name)
    most = float(getattr(described, "energy_mwh_max", None) or max(float(ends.max()), start) or 1.0)
    low = float(getattr(described, "level_mwh_min", 0.0))
    high = float(getattr(described, "level_mwh_max", most))
    points = [start, *ends.tolist()]
    columns = {
        say("report-level-end"): [f"{number(float(value))} MWh" for value in ends],
        say("report-level-share"): [f"{number(float(value) / most * 100, 1)} %" for value in ends],
        say("report-charging"): megawatts(day.of("charge_mw", name)),
        say("report-discharging"): megawatts(day.of("discharge_mw", name)),
    }
    hover, tooltip = hover_rows(day, columns)
    colour = colours_of(day)[name]
    words = {
        **clock_words(day),
        "energy": "MWh",
        "allowed": [{"start": 0, "end": len(day.labels) * day.step_hours, "low": low, "high": high}],
        "level": [
            {"hour": place * day.step_hours, "mwh": round(value, 4)} for place, value in enumerate(points)
        ],
        "colour": colour,
        "range": [0, most],
        "hover": hover,
        "tooltip": tooltip,
    }
    legend = (
        LegendEntry("line", colour, say("report-level-end")),
        LegendEntry("dash", "#7b5fc0", say("report-legend-level-window", low=number(low), high=number(high))),
    )
    alt = say("report-level-alt", name=day.title(name), start=number(start), end=number(float(ends[-1])))
    return draw(
        "levels",
        f"level-{day.names('store').index(name)}",
        words,
        title=day.title(name),
        alt=alt,
        legend=legend,
    )


def prices(day: Day) -> list[Drawing]:
    """Import and feed-in price of each tie, over the kinds of tariff period."""
    return [_price(day, name) for name in day.names("tie")]


def _price(day: Day, name: str) -> Drawing:
    imports, feed_in = day.of("import_price_yuan_per_mwh", name), day.of("export_price_yuan_per_mwh", name)
    kinds = [str(kind) for kind in day.data["period_kind"].values]
    periods = _periods(day, kinds)
    unit = f"{unit_text('yuan')}/MWh"
    columns = {
        say("report-period"): [_kind_title(kind) for kind in kinds],
        say("report-import-price"): [f"{number(float(value))} {unit}" for value in imports],
        say("report-feed-in-price"): [f"{number(float(value))} {unit}" for value in feed_in],
    }
    hover, tooltip = hover_rows(day, columns)
    palette = looks()["kinds"]
    words = {
        **clock_words(day),
        "price": unit,
        "periods": periods,
        "labels": [
            {**each, "text": _kind_title(str(each["kind"]))}
            for each in periods
            if each["end"] - each["start"] >= 1.5
        ],
        "kinds": list(palette),
        "colours": list(palette.values()),
        "range": _price_range(imports, feed_in),
        "imports": _yuan_rows(day, imports),
        "feed_in": _yuan_rows(day, feed_in),
        "hover": hover,
        "tooltip": tooltip,
    }
    legend = [
        LegendEntry("line", looks()["ink"], say("report-import-price")),
        LegendEntry("dash", "#7b5fc0", say("report-feed-in-price")),
    ]
    legend += [LegendEntry("box", palette[kind], _kind_title(kind)) for kind in palette if kind in kinds]
    alt = say("report-price-alt", low=number(float(imports.min()), 0), high=number(float(imports.max()), 0))
    key = f"price-{day.names('tie').index(name)}"
    return draw(
        "price", key, words, title=say("report-price", name=day.title(name)), alt=alt, legend=tuple(legend)
    )


def _kind_title(kind: str) -> str:
    key = KINDS.get(kind)
    return say(key) if key else kind


def _periods(day: Day, kinds: list[str]) -> Rows:
    rows: Rows = []
    for kind in dict.fromkeys(kinds):
        if kind:
            spans = spans_of(day, np.asarray([each == kind for each in kinds]))
            rows += [{**span, "middle": (span["start"] + span["end"]) / 2, "kind": kind} for span in spans]
    return rows


def _price_range(*series: Array) -> list[float]:
    """From zero, or the lowest negative price, to a third above the highest: the periods are named up there."""
    low = min(0.0, *(float(values.min()) for values in series))
    high = max(float(values.max()) for values in series)
    return [low, high + (high - low) / 3 or 1.0]


def _yuan_rows(day: Day, values: Array) -> Rows:
    return [{"hour": row["hour"], "yuan": row["mw"]} for row in step_rows(day, values)]


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
    tooltip = [{"field": HEADING, "type": "nominal", "title": HEADING}]
    tooltip.append({"field": "what", "type": "nominal", "title": say("report-what")})
    tooltip.append({"field": "clock", "type": "nominal", "title": say("report-when")})
    tooltip.append({"field": "power", "type": "nominal", "title": say("report-power")})
    series = list(dict.fromkeys(str(row["series"]) for row in rows))
    colours = colours_of(day)
    words = {
        **clock_words(day),
        "rows": names,
        "height": ROW_PX * len(names) + AXIS_PX,
        "allowed": allowed,
        "preferred": preferred,
        "planned": planned,
        "series": series,
        "colours": [colours[name] for name in series],
        "tooltip": tooltip,
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
            title = say("report-interruption", name=day.title(name))
            blocks = _blocks(day, day.of("interrupted_mw", name))
            rows.append(
                {
                    "title": title,
                    "heading": title,
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


def stages(day: Day) -> Drawing | None:
    """The price of each stage; None where none is known."""
    known = [stage for stage in day.record.get("stages") or [] if stage.get("price_yuan") is not None]
    if not known:
        return None
    names = [stage_title(stage["name"]) for stage in known]
    unit = unit_text("yuan")
    bars = [
        {"stage": name, "yuan": round(float(stage["price_yuan"]), 2), "text": number(stage["price_yuan"], 0)}
        for name, stage in zip(names, known, strict=True)
    ]
    tooltip = [
        {"field": "stage", "type": "nominal", "title": HEADING},
        {"field": "text", "type": "nominal", "title": say("report-price-yuan", unit=unit)},
    ]
    height = ROW_PX * len(bars) + AXIS_PX
    words = {"bars": bars, "order": names, "yuan": unit, "height": height, "tooltip": tooltip}
    alt = say("report-stages-alt", count=len(bars))
    return draw("stages", "stages", words, title=say("report-stage-prices"), alt=alt, width=700)


def stage_title(name: object) -> str:
    """Name of a stage for people."""
    key = STAGES.get(str(name))
    return say(key) if key else str(name)


def histories(day: Day, ranks: list[Rank]) -> dict[str, Drawing]:
    """One small figure for each ranked figure: the archived days and this one, by metric."""
    return {
        metric.name: drawn
        for metric, rank in zip(METRICS, ranks, strict=True)
        if (drawn := _history(day, rank))
    }


def _history(day: Day, rank: Rank) -> Drawing | None:
    rows: Rows = []
    for record in (*day.history, day.record):
        value = figure_of(record, rank.metric)
        if value is not None:
            is_own = record is day.record
            text = figure_text(rank.metric, value)
            rows.append(
                {
                    "day": f"{record.get('date')}T00:00:00Z",
                    "value": value,
                    "own": "yes" if is_own else "no",
                    "size": 120 if is_own else 44,
                    "text": text,
                    "date": str(record.get("date")),
                }
            )
    if len(rows) < 2:
        return None
    rows.sort(key=lambda row: str(row["day"]))
    title = figure_title(rank.metric)
    tooltip = [
        {"field": "date", "type": "nominal", "title": HEADING},
        {"field": "text", "type": "nominal", "title": title},
    ]
    words = {
        "days": rows,
        "median": [] if rank.median is None else [{"value": rank.median}],
        "format": ".1%" if FIGURES[rank.metric].unit == "%" else "~s",
        "tooltip": tooltip,
    }
    alt = say("report-history-alt", title=title, count=len(rows))
    key = f"history-{rank.metric.replace('_', '-')}"
    return draw("history", key, words, title=title, alt=alt, width=320)
