"""Figures of power over the day: loads and curtailment by cause, and what figures of power share."""

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
    "NOTHING_MW",
    "causes",
    "colours_of",
    "curtailment",
    "demand",
    "megawatts",
    "stack",
    "window_legend",
    "windows",
]

NOTHING_MW = 1e-6
CURTAILED, MW = "curtailed_", "_mw"


def causes(day: Day) -> dict[str, str]:
    """Causes of curtailment that the schedule tells apart (``curtailed_<cause>_mw``), and their names."""
    found = [str(name) for name in day.data.data_vars if str(name).startswith(CURTAILED)]
    named = [
        name.removeprefix(CURTAILED).removesuffix(MW) for name in found if name != CURTAILED.rstrip("_") + MW
    ]
    return {cause: say(f"cause-{cause.replace('_', '-')}") for cause in named}


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


def stack(day: Day, parts: Mapping[str, Array]) -> Rows:
    """Rows of a stack, the first part at the bottom; parts that are zero all day are left out."""
    rows: Rows = []
    for order, (name, values) in enumerate(parts.items()):
        if np.abs(values).max(initial=0.0) > NOTHING_MW:
            rows += step_rows(day, values, series=name, order=order)
    return rows


def demand(day: Day) -> Drawing:
    """Stacked loads, and the load of the reference day."""
    colours = colours_of(day)
    parts = {name: np.maximum(-day.injection(name), 0.0) for name in day.names("load", "electricity")}
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
        "supply": stack(day, parts),
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
    names = causes(day)
    parts = {cause: day.total(f"{CURTAILED}{cause}{MW}", "renewable") for cause in names}
    shown = [cause for cause, values in parts.items() if values.max(initial=0.0) > NOTHING_MW]
    if not shown:
        return None
    palette = _cause_colours(names)
    columns = {names[cause]: megawatts(parts[cause]) for cause in shown}
    columns[say("report-available")] = megawatts(day.total("available_mw", "renewable"))
    hover, tooltip = hover_rows(day, columns)
    words = {
        **clock_words(day),
        "power": "MW",
        "supply": stack(day, parts),
        "series": list(parts),
        "colours": [palette[cause] for cause in parts],
        "hover": hover,
        "tooltip": tooltip,
    }
    total = sum(day.energy_mwh(values) for values in parts.values())
    legend = tuple(LegendEntry("area", palette[cause], names[cause]) for cause in shown)
    alt = say("report-curtailment-alt", energy=number(total))
    return draw("curtailment", "curtailment", words, title=say("report-curtailment"), alt=alt, legend=legend)


def _cause_colours(names: Mapping[str, str]) -> dict[str, str]:
    """Colour of each cause; one that the palette does not know takes the next free one."""
    known, free = looks()["causes"], iter(looks()["more_causes"])
    return {cause: str(known.get(cause) or next(free, looks()["ink"])) for cause in names}
