"""Figures of single assets: levels of stores, and prices at the ties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from runs.format import number, unit_text
from runs.report.clock import Rows, clock_words, hover_rows, spans_of, step_rows
from runs.report.colours import looks
from runs.report.drawing import Drawing, LegendEntry, draw
from runs.report.power_figures import colours_of, megawatts
from runs.report.reading import Array, Day
from sites.messages import say

__all__ = ["KINDS", "Stored", "levels", "prices"]

KINDS: Mapping[str, str] = {
    "sharp": "period-sharp",
    "peak": "period-peak",
    "flat": "period-flat",
    "valley": "period-valley",
    "deep_valley": "period-deep-valley",
}
"""Kinds of tariff period and their names."""


@dataclass(frozen=True)
class Stored:
    """The level figures of one carrier, under its name."""

    title: str
    drawings: list[Drawing]


def levels(day: Day) -> list[Stored]:
    """The level of each store and of whatever else holds energy over the day, carrier by carrier."""
    names = list(dict.fromkeys([*day.names("store"), *day.having("energy_mwh")]))
    found = []
    for carrier in day.carriers:
        here = [name for name in names if day.carrier_of(name) == carrier]
        if here:
            drawings = [_level(day, name, names.index(name)) for name in here]
            found.append(Stored(say("systems-carrier", carrier=carrier), drawings))
    return found


def _level(day: Day, name: str, place: int) -> Drawing:
    ends = day.of("energy_mwh", name)
    known = day.levels_mwh.get(name)
    start = float(known if known is not None else ends[0])
    described = day.site.assets.get(name)
    if getattr(described, "is_cyclic", False):  # its day closes in itself, whatever the state says
        start = float(ends[-1])
    reached = max(float(ends.max()), start)
    most = max(float(getattr(described, "energy_mwh_max", None) or reached or 1.0), reached)
    low = float(getattr(described, "level_mwh_min", 0.0))
    high = float(getattr(described, "level_mwh_max", most))
    points = [start, *ends.tolist()]
    columns = {
        say("report-level-end"): [f"{number(float(value))} MWh" for value in ends],
        say("report-level-share"): [f"{number(float(value) / most * 100, 1)} %" for value in ends],
    }
    for title, quantity in (
        (say("report-charging"), "charge_mw"),
        (say("report-discharging"), "discharge_mw"),
    ):
        if name in day.having(quantity):
            columns[title] = megawatts(day.of(quantity, name))
    hover, tooltip = hover_rows(day, columns)
    colour = colours_of(day)[name]
    words = {
        **clock_words(day),
        "energy": "MWh",
        "allowed": [{"start": 0, "end": len(day.labels) * day.step_hours, "low": low, "high": high}],
        "level": [
            {"hour": step * day.step_hours, "mwh": round(value, 4)} for step, value in enumerate(points)
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
    return draw("levels", f"level-{place}", words, title=day.title(name), alt=alt, legend=legend)


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
