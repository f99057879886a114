"""Figures of the 5 % targets: exchange before and after, and what could still be called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from runs.format import number, percent
from runs.report.clock import Rows, clock_words, hover_rows, spans_of, step_rows
from runs.report.colours import looks
from runs.report.drawing import Drawing, LegendEntry, draw
from runs.report.power_figures import NOTHING_MW, megawatts, window_legend, windows
from runs.report.reading import Array, Day
from sites.messages import say

__all__ = ["capability", "exchange"]

HOURS_SHORT, HOURS_WIDE = 8, 3
"""Up to so many hours the axis is labelled every hour, else every so many."""


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
    words = {
        **clock_words(day),
        "power": "MW",
        "windows": windows(day),
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
    return draw(
        "exchange",
        f"exchange-{series.replace('_', '-')}",
        words,
        title=say("report-exchange") if series == "net_exchange" else say("report-load-before-after"),
        caption=say("report-exchange-caption") if series == "net_exchange" else say("report-load-caption"),
        alt=say(
            "report-exchange-alt", before=number(float(reference.max())), after=number(float(plan.max()))
        ),
        legend=(*_exchange_legend(day, target), *window_legend(day)),
    )


def _exchange_legend(day: Day, target: float | None) -> list[LegendEntry]:
    legend = [
        LegendEntry("line", looks()["reference"], say("report-reference")),
        LegendEntry("line", looks()["plan"], say("report-plan")),
    ]
    if target is not None:
        text = say(
            "report-legend-target", share=percent(day.kpis.get("shaving_target_frac")), power=number(target)
        )
        legend.append(LegendEntry("dash", looks()["target"], text))
    return legend


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


def _peaks(day: Day, lines: Mapping[str, Array], mask: NDArray[np.bool_]) -> Rows:
    """The highest step of each line inside the windows."""
    rows: Rows = []
    for name, values in lines.items():
        step = int(np.argmax(np.where(mask, values, -np.inf)))
        text = f"{number(float(values[step]))} MW"
        rows.append(
            {"hour": (step + 0.5) * day.step_hours, "mw": float(values[step]), "series": name, "text": text}
        )
    return rows


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
        **clock_words(day, first, last, between=1 if hours <= HOURS_SHORT else HOURS_WIDE),
        "power": "MW",
        "steps": bars,
        "target": []
        if target is None
        else [{**span, "mw": target} for span in spans_of(day, np.isfinite(values))],
        "hover": hover,
        "tooltip": tooltip,
    }
    legend = [LegendEntry("area", "#5d8fb3", say("report-capability"))]
    if target is not None:
        share = percent(day.kpis.get("capability_target_frac"))
        text = say("report-legend-capability-target", share=share, power=number(target))
        legend.append(LegendEntry("dash", looks()["target"], text))
    alt = say(
        "report-capability-alt",
        least=number(float(values[known].min())),
        most=number(float(values[known].max())),
    )
    return draw(
        "capability", "capability", words, title=say("report-capability"), alt=alt, legend=tuple(legend)
    )


def _bounds(day: Day, step: int) -> dict[str, float]:
    return {"start": step * day.step_hours, "end": (step + 1) * day.step_hours}


def _capability_target_mw(day: Day) -> float | None:
    """The share of the reference day's peak load that the target asks for, MW."""
    share = day.kpis.get("capability_target_frac")
    peak = float(np.nanmax(day.series("reference_load_mw")))
    return None if share is None or peak <= 0 else float(share) * peak
