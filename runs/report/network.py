"""The network's part of the page: voltages, loadings and losses by AC power flow, and what had to be tightened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from runs.format import number, percent
from runs.report.clock import HEADING, Rows, clock_words, hover_rows
from runs.report.drawing import Drawing, LegendEntry, bars_height, draw
from runs.report.reading import Array, Day
from sites.messages import say

__all__ = ["network"]

FULL_FRAC = 0.9
CLASS_FRAC = 0.05
"""Loadings are drawn in classes of so much: neighbouring steps of one class are one bar."""
ROWS_TALL, SLIM_PX, TALL_PX = 12, 14, 26
TIGHTENED: Mapping[str, str] = {
    "voltage_min": "systems-voltage-min",
    "voltage_max": "systems-voltage-max",
    "loading": "systems-loading",
}
KINDS: Mapping[str, str] = {"line": "systems-line", "transformer": "systems-transformer"}


def network(day: Day) -> dict[str, Any] | None:
    """Figures, tables and notes of the network; None for a site without lines and transformers."""
    if "branch" not in day.data.dims or not day.data.sizes["branch"]:
        return None
    return {
        "voltage": _voltage(day),
        "loading": _loading(day),
        "buses": _bus_rows(day),
        "branches": _branch_rows(day),
        "notes": _notes(day),
        "tightened": _tightened(day),
    }


def _values(day: Day, variable: str) -> Array:
    return np.asarray(day.data[variable].values, dtype=float)


def _bus_title(day: Day, bus: str) -> str:
    about = day.site.buses.get(bus)
    found = (about.title_zh if day.language == "zh" else about.title) if about is not None else ""
    return found or bus


def _branch_title(day: Day, branch: str) -> str:
    about = day.site.branches.get(branch)
    found = (about.title_zh if day.language == "zh" else about.title) if about is not None else ""
    return found or branch


def _voltage(day: Day) -> Drawing | None:
    """The band in which the voltages of all buses lie, and their limits."""
    values = _values(day, "voltage_pu")
    names = [str(bus) for bus in day.data["bus"].values]
    places = np.flatnonzero(np.isfinite(values).sum(axis=0))
    if not places.size:
        return None
    values = values[:, places]
    is_solved = np.asarray(np.isfinite(values).all(axis=1))
    safe = np.where(is_solved[:, None], values, 1.0)
    low, high = safe.min(axis=1), safe.max(axis=1)
    at_low = [_bus_title(day, names[places[place]]) for place in safe.argmin(axis=1)]
    at_high = [_bus_title(day, names[places[place]]) for place in safe.argmax(axis=1)]
    limits = _limits(day, places)
    columns = {
        say("systems-voltage-lowest"): [f"{v:.4f} · {bus}" for v, bus in zip(low, at_low, strict=True)],
        say("systems-voltage-highest"): [f"{v:.4f} · {bus}" for v, bus in zip(high, at_high, strict=True)],
    }
    hover, tooltip = hover_rows(day, columns)
    band = [
        {"hour": step * day.step_hours, "low": round(float(a), 5), "high": round(float(b), 5)}
        for step, (a, b) in enumerate(zip([*low, low[-1]], [*high, high[-1]], strict=True))
    ]
    ends = [float(low.min()), float(high.max()), *limits]
    margin = 0.08 * (max(ends) - min(ends)) or 0.01
    words = {
        **clock_words(day),
        "unit": "p.u.",
        "band": band,
        "limits": [{"limit": limit} for limit in limits],
        "range": [min(ends) - margin, max(ends) + margin],
        "hover": hover,
        "tooltip": tooltip,
    }
    legend = [LegendEntry("area", "#5d8fb3", say("systems-voltage-band"))]
    if limits:
        legend.append(LegendEntry("dash", "#b3312a", say("systems-limits")))
    alt = say("systems-voltage-alt", low=f"{low.min():.4f}", high=f"{high.max():.4f}")
    return draw("band", "voltage", words, title=say("systems-voltage"), alt=alt, legend=tuple(legend))


def _limits(day: Day, places: Any) -> list[float]:
    """The narrowest limits of all buses, p.u."""
    lows, highs = (_values(day, f"voltage_pu_{end}")[places] for end in ("min", "max"))
    found = [float(np.nanmax(lows))] if np.isfinite(lows).any() else []
    return found + ([float(np.nanmin(highs))] if np.isfinite(highs).any() else [])


def _loading(day: Day) -> Drawing:
    """Loading of each branch over the day, in colour."""
    values = np.nan_to_num(_values(day, "loading_frac"))
    names = [str(name) for name in day.data["branch"].values]
    cells: Rows = []
    for place, name in enumerate(names):
        title = _branch_title(day, name)
        cells += [{"row": title, HEADING: title, **cell} for cell in _cells(day, values[:, place])]
    is_tall = len(names) > ROWS_TALL
    words = {
        **clock_words(day),
        "rows": [_branch_title(day, name) for name in names],
        "height": SLIM_PX * len(names) + 34 if is_tall else bars_height(len(names)),
        "bar": SLIM_PX - 2 if is_tall else TALL_PX,
        "cells": cells,
        "tooltip": [
            {"field": HEADING, "type": "nominal", "title": HEADING},
            {"field": "clock", "type": "nominal", "title": say("report-when")},
            {"field": "text", "type": "nominal", "title": say("systems-loading")},
        ],
    }
    step, worst_at = np.unravel_index(int(values.argmax()), values.shape)
    worst = values[step, worst_at]
    alt = say(
        "systems-loading-alt",
        most=percent(float(worst)),
        branch=_branch_title(day, names[int(worst_at)]),
        label=day.labels[int(step)],
    )
    legend = tuple(
        LegendEntry("box", colour, text)
        for colour, text in (
            ("#eaf1f5", "0 %"),
            ("#93b8d1", "50 %"),
            ("#e58a3c", "90 %"),
            ("#c5392f", "100 %"),
        )
    )
    return draw("heatmap", "loading", words, title=say("systems-loading-title"), alt=alt, legend=legend)


def _cells(day: Day, loading: Array) -> Rows:
    classes = np.floor(loading / CLASS_FRAC).astype(int)
    rows: Rows = []
    begin = 0
    for step in range(1, loading.size + 1):
        if step < loading.size and classes[step] == classes[begin]:
            continue
        most = float(loading[begin:step].max())
        span = {"start": begin * day.step_hours, "end": step * day.step_hours}
        clock = f"{day.starts[begin]}–{day.labels[step - 1]}"
        rows.append({**span, "share": round(most, 3), "clock": clock, "text": percent(most)})
        begin = step
    return rows


def _bus_rows(day: Day) -> list[dict[str, str]]:
    values = _values(day, "voltage_pu")
    lows, highs = _values(day, "voltage_pu_min"), _values(day, "voltage_pu_max")
    rows = []
    for place, bus in enumerate(str(name) for name in day.data["bus"].values):
        own = values[:, place]
        if not np.isfinite(own).any():
            continue
        low, high = int(np.nanargmin(own)), int(np.nanargmax(own))
        limits = [f"{end:.3f}" if np.isfinite(end) else "–" for end in (lows[place], highs[place])]
        rows.append(
            {
                "title": _bus_title(day, bus),
                "low": f"{own[low]:.4f}",
                "low_at": day.labels[low],
                "high": f"{own[high]:.4f}",
                "high_at": day.labels[high],
                "limits": " … ".join(limits),
            }
        )
    return rows


def _branch_rows(day: Day) -> list[dict[str, str]]:
    loading, power, loss = (
        np.nan_to_num(_values(day, name)) for name in ("loading_frac", "branch_power_mw", "branch_loss_mw")
    )
    ends = zip(day.data["branch_from"].values, day.data["branch_to"].values, strict=True)
    kinds = [str(kind) for kind in day.data["branch_kind"].values]
    rows = []
    for place, (name, (start, end)) in enumerate(zip(day.data["branch"].values, ends, strict=True)):
        own = loading[:, place]
        most = int(own.argmax())
        rows.append(
            {
                "title": _branch_title(day, str(name)),
                "kind": say(KINDS[kinds[place]]) if kinds[place] in KINDS else kinds[place],
                "ends": f"{_bus_title(day, str(start))} → {_bus_title(day, str(end))}",
                "most": percent(float(own[most])),
                "at": day.labels[most],
                "full": number(float((own >= FULL_FRAC).sum()) * day.step_hours),
                "power": number(float(power[int(np.abs(power[:, place]).argmax()), place])),
                "loss": number(day.energy_mwh(loss[:, place]), 3),
            }
        )
    return rows


def _told(day: Day) -> Mapping[str, Any]:
    """What the schedule says of how plan and power flow came together."""
    text = day.data.attrs.get("network")
    found = json.loads(str(text)) if text else {}
    return found if isinstance(found, dict) else {}


def _notes(day: Day) -> list[str]:
    told = _told(day)
    losses = day.energy_mwh(np.nan_to_num(_values(day, "branch_loss_mw")).sum(axis=1))
    served = float(day.kpis.get("load_served_mwh") or 0.0)
    notes = [
        say(
            "systems-losses-note",
            losses=number(losses, 3),
            share=percent(losses / served, 2) if served > 0 else "–",
        )
    ]
    unsolved = int((~np.isfinite(_values(day, "loading_frac")).all(axis=1)).sum())
    if unsolved:
        notes.append(say("systems-unsolved-note", count=unsolved))
    if told:
        key = "systems-rounds-note" if told.get("is_agreed") else "systems-rounds-apart-note"
        gap = number(float(told.get("loss_gap_mw") or 0.0) * 1000, 2)
        notes.append(say(key, rounds=int(told.get("rounds") or 0), gap=gap))
        if not told.get("tightened"):
            notes.append(say("systems-not-tightened"))
    return notes


def _tightened(day: Day) -> list[dict[str, str]]:
    rows = []
    for each in _told(day).get("tightened") or []:
        limit = str(each.get("limit"))
        is_loading = limit == "loading"
        by = float(each.get("by") or 0.0)
        title = (
            _branch_title(day, str(each.get("name")))
            if is_loading
            else _bus_title(day, str(each.get("name")))
        )
        rows.append(
            {
                "title": title,
                "limit": say(TIGHTENED[limit]) if limit in TIGHTENED else limit,
                "steps": str(each.get("steps")),
                "by": percent(by, 2) if is_loading else f"{by:.4f} p.u.",
            }
        )
    return rows
