"""Figures of power over the day: supply and demand, loads, curtailment by cause."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from runs.format import number
from runs.report.clock import Rows, clock_words, hover_rows, spans_of, step_rows
from runs.report.colours import asset_colours, looks
from runs.report.drawing import Drawing, LegendEntry, draw
from runs.report.reading import Array, Day
from sites.messages import say

__all__ = [
    "CAUSES",
    "NOTHING_MW",
    "balance",
    "colours_of",
    "curtailment",
    "demand",
    "megawatts",
    "window_legend",
    "windows",
]

NOTHING_MW = 1e-6
CAUSES: Mapping[str, str] = {
    "surplus": "cause-surplus",
    "export_limit": "cause-export-limit",
    "price": "cause-price",
}
"""Causes of curtailment and their names."""


def colours_of(day: Day) -> dict[str, str]:
    """Colour of each asset of the day."""
    columns = (day.data[name].values for name in ("asset", "asset_type", "asset_role"))
    return asset_colours((str(name), str(kind), str(role)) for name, kind, role in zip(*columns, strict=True))


def megawatts(values: Array) -> list[str]:
    """A series as texts with the unit."""
    return [f"{number(float(value))} MW" for value in values]


def windows(day: Day) -> Rows:
    """Peak windows to shade; none where they are the whole day."""
    mask = day.series("is_peak_window") > 0
    return [] if mask.all() else list(spans_of(day, mask))


def window_legend(day: Day) -> tuple[LegendEntry, ...]:
    return (LegendEntry("box", "#f9e9e7", say("report-legend-window")),) if windows(day) else ()


def _stack(day: Day, parts: Mapping[str, Array]) -> Rows:
    """Rows of a stack, the first part at the bottom; parts that are zero all day are left out."""
    rows: Rows = []
    for order, (name, values) in enumerate(parts.items()):
        if np.abs(values).max(initial=0.0) > NOTHING_MW:
            rows += step_rows(day, values, series=name, order=order)
    return rows


def balance(day: Day) -> Drawing:
    """Stacked supply, charging and export below zero, and the load."""
    colours = colours_of(day)
    supply = {name: day.of("used_mw", name) for name in day.names("renewable")}
    supply |= {name: day.of("discharge_mw", name) for name in day.names("store")}
    supply |= {name: day.of("import_mw", name) for name in day.names("tie")}
    taken = {name: -day.of("charge_mw", name) for name in day.names("store")}
    taken |= {name: -day.of("export_mw", name) for name in day.names("tie")}
    shown = [
        name
        for name in supply
        if max(np.abs(supply[name]).max(), np.abs(taken.get(name, supply[name])).max()) > NOTHING_MW
    ]
    columns = {day.title(name): _both_ways(supply[name], taken.get(name)) for name in shown}
    columns[say("report-load")] = megawatts(day.series("load_mw"))
    columns[say("report-reference-load")] = megawatts(day.series("reference_load_mw"))
    hover, tooltip = hover_rows(day, columns)
    legend = [LegendEntry("area", colours[name], _two_way_title(day, name, taken)) for name in shown]
    legend.append(LegendEntry("line", looks()["ink"], say("report-load")))
    legend.append(LegendEntry("dash", looks()["ink"], say("report-reference-load")))
    words = {
        **clock_words(day),
        "power": "MW",
        "windows": windows(day),
        "supply": _stack(day, supply),
        "withdrawal": _stack(day, taken),
        "load": step_rows(day, day.series("load_mw")),
        "reference": step_rows(day, day.series("reference_load_mw")),
        "series": list(supply),
        "colours": [colours[name] for name in supply],
        "hover": hover,
        "tooltip": tooltip,
    }
    load = day.series("load_mw")
    alt = say("report-balance-alt", peak=number(float(load.max())), label=day.labels[int(load.argmax())])
    return draw(
        "balance",
        "balance",
        words,
        title=say("report-balance"),
        caption=say("report-balance-caption"),
        alt=alt,
        legend=(*legend, *window_legend(day)),
    )


def _both_ways(out: Array, back: Array | None) -> list[str]:
    return megawatts(out if back is None else out + back)


def _two_way_title(day: Day, name: str, taken: Mapping[str, Array]) -> str:
    if name not in taken:
        return day.title(name)
    key = "report-legend-store" if name in day.names("store") else "report-legend-tie"
    return say(key, name=day.title(name))


def demand(day: Day) -> Drawing:
    """Stacked loads, and the load of the reference day."""
    colours = colours_of(day)
    parts = {name: day.of("power_mw", name) for name in day.names("load")}
    shown = [name for name, values in parts.items() if np.abs(values).max() > NOTHING_MW]
    columns = {day.title(name): megawatts(parts[name]) for name in reversed(shown)}
    columns[say("report-load")] = megawatts(day.series("load_mw"))
    columns[say("report-reference-load")] = megawatts(day.series("reference_load_mw"))
    hover, tooltip = hover_rows(day, columns)
    legend = [LegendEntry("area", colours[name], day.title(name)) for name in shown]
    legend.append(LegendEntry("dash", looks()["ink"], say("report-reference-load")))
    words = {
        **clock_words(day),
        "power": "MW",
        "windows": windows(day),
        "supply": _stack(day, parts),
        "reference": step_rows(day, day.series("reference_load_mw")),
        "series": list(parts),
        "colours": [colours[name] for name in parts],
        "hover": hover,
        "tooltip": tooltip,
    }
    return draw(
        "demand",
        "demand",
        words,
        title=say("report-demand"),
        alt=say("report-demand-alt", energy=number(day.energy_mwh(day.series("load_mw")), 1)),
        legend=(*legend, *window_legend(day)),
    )


def curtailment(day: Day) -> Drawing | None:
    """Curtailed power by cause; None where nothing is curtailed."""
    parts = {cause: day.total(f"curtailed_{cause}_mw", "renewable") for cause in CAUSES}
    if max(values.max(initial=0.0) for values in parts.values()) <= NOTHING_MW:
        return None
    palette = looks()["causes"]
    names = {cause: say(key) for cause, key in CAUSES.items()}
    shown = [cause for cause, values in parts.items() if values.max() > NOTHING_MW]
    columns = {names[cause]: megawatts(parts[cause]) for cause in shown}
    columns[say("report-available")] = megawatts(day.total("available_mw", "renewable"))
    hover, tooltip = hover_rows(day, columns)
    words = {
        **clock_words(day),
        "power": "MW",
        "supply": _stack(day, parts),
        "series": list(parts),
        "colours": [palette[cause] for cause in parts],
        "hover": hover,
        "tooltip": tooltip,
    }
    total = sum(day.energy_mwh(values) for values in parts.values())
    legend = tuple(LegendEntry("area", palette[cause], names[cause]) for cause in shown)
    alt = say("report-curtailment-alt", energy=number(total))
    return draw("curtailment", "curtailment", words, title=say("report-curtailment"), alt=alt, legend=legend)
