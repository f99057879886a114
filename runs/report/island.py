"""The islanding part of the page: how long the critical loads survive an outage, by when it begins."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from runs.format import clock_spans, number, percent
from runs.report.clock import Rows, clock_words, hover_rows, spans_of
from runs.report.drawing import Drawing, LegendEntry, draw
from runs.report.reading import Array, Day
from sites.messages import say

__all__ = ["islanding"]

GOOD, SHORT = "#2f9d95", "#c5392f"
NEGLIGIBLE_H, NEGLIGIBLE_MWH = 1e-9, 1e-6
HOURS_SHORT, HOURS_WIDE = 8, 3


def islanding(day: Day) -> dict[str, Any] | None:
    """The figure, what it means in a sentence, and the worst outage load by load; None where nothing is asked for."""
    about = day.site.islanding
    if about is None or "island_hours" not in day.data:
        return None
    hours = day.series("island_hours")
    known = np.flatnonzero(np.isfinite(hours))
    if not known.size:
        return {"figure": None, "text": say("systems-island-unknown"), "rows": [], "worst": ""}
    wanted = float(day.kpis.get("island_hours_wanted") or about.hours)
    short = [int(step) for step in known if hours[step] < wanted - NEGLIGIBLE_H]
    least = int(known[int(np.lexsort((-_unserved(day)[known], hours[known]))[0])])
    told = {"wanted": number(wanted), "count": len(known)}
    text = say("systems-island-good", **told)
    if short:
        spans = ", ".join(clock_spans(short, day.labels))
        about_worst = {"least": number(float(hours[least])), "start": day.starts[least]}
        text = say("systems-island-short", **told, short=len(short), spans=spans, **about_worst)
    rows, start = _worst(day)
    return {
        "figure": _survival(day, hours, known, wanted),
        "text": text,
        "rows": rows,
        "worst": say("systems-island-worst", start=day.starts[start]) if rows and start is not None else "",
    }


def _unserved(day: Day) -> Array:
    if "island_unserved_mwh" not in day.data:
        return np.zeros(len(day.labels))
    return np.nan_to_num(day.series("island_unserved_mwh"))


def _survival(day: Day, hours: Array, known: Any, wanted: float) -> Drawing:
    """A bar for each step at which the outage may begin."""
    unserved = _unserved(day)
    columns = {
        say("systems-survival"): [f"{number(float(value))} h" for value in hours],
        say("systems-unserved"): [f"{number(float(value), 3)} MWh" for value in unserved],
    }
    hover, tooltip = hover_rows(day, columns, known.tolist())
    first, last = int(known[0]), int(known[-1]) + 1
    bars: Rows = [
        {
            "start": step * day.step_hours,
            "end": (step + 1) * day.step_hours,
            "hours": round(float(hours[step]), 4),
            "short": "yes" if hours[step] < wanted - NEGLIGIBLE_H else "no",
        }
        for step in known.tolist()
    ]
    length = (last - first) * day.step_hours
    words = {
        **clock_words(day, first, last, between=1 if length <= HOURS_SHORT else HOURS_WIDE),
        "power": "h",
        "steps": bars,
        "target": [{**span, "hours": wanted} for span in spans_of(day, np.isfinite(hours))],
        "hover": hover,
        "tooltip": tooltip,
    }
    legend = (
        LegendEntry("area", GOOD, say("systems-island-survives")),
        LegendEntry("area", SHORT, say("systems-island-fails")),
        LegendEntry("dash", "#b3312a", say("systems-island-wanted", hours=number(wanted))),
    )
    alt = say(
        "systems-island-alt",
        least=number(float(hours[known].min())),
        most=number(float(hours[known].max())),
        wanted=number(wanted),
    )
    return draw("survival", "survival", words, title=say("systems-survival-title"), alt=alt, legend=legend)


def _worst(day: Day) -> tuple[list[dict[str, str]], int | None]:
    """The outage that leaves most critical energy unserved, load by load: from the day that proves it."""
    about, witnesses = day.site.islanding, day.islands
    if about is None or witnesses is None or not witnesses.sizes.get("event"):
        return [], None
    starts = [int(step) for step in witnesses["event"].values]
    place = int(np.argmax([_unserved(day)[start] for start in starts]))
    outage = witnesses.isel(event=place)
    run = slice(starts[place], starts[place] + about.length(day.site.steps(_date(day))))
    rows = []
    for name, share in about.critical_frac.items():
        critical = share * np.maximum(-day.of("reference_injection_mw", name), 0.0)[run]
        shed, injected = (
            np.nan_to_num(np.asarray(outage[variable].sel(asset=name).values, dtype=float))[run]
            for variable in ("shed_mw", "injection_mw")
        )
        lost = np.maximum(critical + injected + shed, 0.0)
        rows.append(
            {
                "title": day.title(name),
                "share": percent(share, 0),
                "critical": number(day.energy_mwh(critical), 3),
                "lost": number(day.energy_mwh(lost), 3),
                "shed": number(day.energy_mwh(shed), 3),
            }
        )
    return rows, starts[place]


def _date(day: Day) -> dt.date:
    return dt.date.fromisoformat(str(day.record.get("date")))
