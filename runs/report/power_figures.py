"""Figures of power over the day: supply and demand, net exchange before and after, curtailment, callable capability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from runs.format import number, percent
from runs.report.clock import Rows, clock_words, hover_rows, spans_of, step_rows
from runs.report.colours import asset_colours, looks
from runs.report.drawing import Drawing, LegendEntry, draw
from runs.report.reading import Array, Day
from sites.messages import say

__all__ = ["CAUSES", "balance", "capability", "colours_of", "curtailment", "demand", "exchange"]

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


def _windows(day: Day) -> Rows:
    """Peak windows to shade; none where they are the whole day."""
    mask = day.series("is_peak_window") > 0
    return [] if mask.all() else list(spans_of(day, mask))


def _window_legend(day: Day) -> tuple[LegendEntry, ...]:
    return (LegendEntry("box", "#f9e9e7", say("report-legend-window")),) if _windows(day) else ()


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
        "windows": _windows(day),
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
        legend=(*legend, *_window_legend(day)),
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
        "windows": _windows(day),
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
        legend=(*legend, *_window_legend(day)),
    )


def exchange(day: Day, series: str = "net_exchange") -> Drawing:
    """A series before (reference day) and after (plan), with the target inside the peak windows.

    Parameters
    ----------
    series
        ``net_exchange`` or ``load``; the target line is drawn where the site's targets name this series.
    """
    plan_name, reference_name = {
        "net_exchange": ("net_exchange_mw", "reference_exchange_mw"),
        "load": ("load_mw", "reference_load_mw"),
    }[series]
    plan, reference = day.series(plan_name), day.series(reference_name)
    target = _target_mw(day) if day.site.targets.series == series else None
    mask = day.series("is_peak_window") > 0
    columns = {
        say("report-reference"): megawatts(reference),
        say("report-plan"): megawatts(plan),
        say("report-difference"): [f"{number(float(value), signed=True)} MW" for value in plan - reference],
    }
    hover, tooltip = hover_rows(day, columns)
    colours = [looks()["reference"], looks()["plan"]]
    words = {
        **clock_words(day),
        "power": "MW",
        "windows": _windows(day),
        "between": _between(day, plan, reference),
        "reference": step_rows(day, reference),
        "plan": step_rows(day, plan),
        "target": [] if target is None else [{**span, "mw": target} for span in spans_of(day, mask)],
        "peaks": _peaks(day, {"reference": reference, "plan": plan}, mask) if target is not None else [],
        "series": ["reference", "plan"],
        "colours": ["#5d6c75", looks()["plan"]],
        "hover": hover,
        "tooltip": tooltip,
    }
    legend = [
        LegendEntry("line", colours[0], say("report-reference")),
        LegendEntry("line", colours[1], say("report-plan")),
    ]
    if target is not None:
        text = say(
            "report-legend-target", share=percent(day.kpis.get("shaving_target_frac")), power=number(target)
        )
        legend.append(LegendEntry("dash", looks()["target"], text))
    return draw(
        "exchange",
        f"exchange-{series.replace('_', '-')}",
        words,
        title=say("report-exchange") if series == "net_exchange" else say("report-load-before-after"),
        caption=say("report-exchange-caption"),
        alt=say(
            "report-exchange-alt", before=number(float(reference.max())), after=number(float(plan.max()))
        ),
        legend=(*legend, *_window_legend(day)),
    )


def _target_mw(day: Day) -> float | None:
    """The exchange that the target allows in the windows, MW; None where it does not apply."""
    reference, target = day.kpis.get("reference_peak_mw"), day.kpis.get("shaving_target_frac")
    if reference is None or target is None or reference <= 0:
        return None
    return float(reference) * (1.0 - float(target))


def _between(day: Day, plan: Array, reference: Array) -> Rows:
    """The gap between the two lines, one bar for steps of the same values."""
    rows: Rows = []
    for step, (after, before) in enumerate(zip(plan.tolist(), reference.tolist(), strict=True)):
        if abs(after - before) > NOTHING_MW:
            low, high = sorted((round(after, 4), round(before, 4)))
            is_less = "yes" if after < before else "no"
            bounds = {"start": step * day.step_hours, "end": (step + 1) * day.step_hours}
            rows.append({**bounds, "low": low, "high": high, "less": is_less})
    return rows


def _peaks(day: Day, lines: Mapping[str, Array], mask: Array) -> Rows:
    """The highest step of each line inside the windows."""
    rows: Rows = []
    for name, values in lines.items():
        step = int(np.argmax(np.where(mask, values, -np.inf)))
        text = f"{number(float(values[step]))} MW"
        rows.append(
            {"hour": (step + 0.5) * day.step_hours, "mw": float(values[step]), "series": name, "text": text}
        )
    return rows


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


def capability(day: Day) -> Drawing | None:
    """Callable capability in each step of the windows against its target; None where nothing was computed."""
    if "capability_mw" not in day.data or not np.isfinite(day.series("capability_mw")).any():
        return None
    values = day.series("capability_mw")
    known = np.flatnonzero(np.isfinite(values))
    target = _capability_target_mw(day)
    hover, tooltip = hover_rows(day, {say("report-capability"): megawatts(values)}, known.tolist())
    first, last = int(known[0]), int(known[-1]) + 1
    bars = [{**_bounds(day, step), "mw": round(float(values[step]), 4)} for step in known.tolist()]
    hours = (last - first) * day.step_hours
    words: dict[str, Any] = {
        **clock_words(day, first, last, between=1 if hours <= 8 else HOURS_WIDE),
        "power": "MW",
        "steps": bars,
        "target": []
        if target is None
        else [{**span, "mw": target} for span in spans_of(day, np.isfinite(values))],
        "hover": hover,
        "tooltip": tooltip,
    }
    legend: Sequence[LegendEntry] = [LegendEntry("area", "#5d8fb3", say("report-capability"))]
    if target is not None:
        share = percent(day.kpis.get("capability_target_frac"))
        text = say("report-legend-capability-target", share=share, power=number(target))
        legend = [*legend, LegendEntry("dash", looks()["target"], text)]
    alt = say(
        "report-capability-alt",
        least=number(float(values[known].min())),
        most=number(float(values[known].max())),
    )
    return draw(
        "capability", "capability", words, title=say("report-capability"), alt=alt, legend=tuple(legend)
    )


HOURS_WIDE = 3


def _bounds(day: Day, step: int) -> dict[str, float]:
    return {"start": step * day.step_hours, "end": (step + 1) * day.step_hours}


def _capability_target_mw(day: Day) -> float | None:
    """The share of the reference day's peak load that the target asks for, MW."""
    share = day.kpis.get("capability_target_frac")
    peak = float(np.nanmax(day.series("reference_load_mw")))
    return None if share is None or peak <= 0 else float(share) * peak
