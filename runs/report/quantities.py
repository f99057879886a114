"""Figures of quantities that only some types of asset have: temperatures, coefficients, reserve held.

Whatever a type declares for itself (`dispatch.results.ASSET_QUANTITIES`) is shown here, by its own name for people, so
that a new type needs no figure of its own.
"""

from __future__ import annotations

import numpy as np

from runs.format import number, unit_text
from runs.report.clock import clock_words, hover_rows
from runs.report.drawing import Drawing, LegendEntry, draw
from runs.report.power_figures import colours_of
from runs.report.reading import Day
from sites.messages import CatalogueFault, say

__all__ = ["more_quantities", "quantity_title"]

SHOWN_TOO = ("reserve_mw",)
NOT_SHOWN = ("is_",)
DIGITS = 2
NEGLIGIBLE = 1e-6


def quantity_title(day: Day, name: str) -> str:
    """Name of a quantity for people; what the schedule says of it where the catalogue has no name."""
    try:
        return say(f"quantity-{name.replace('_', '-')}")
    except CatalogueFault:
        return str(day.data[name].attrs.get("long_name") or name)


def more_quantities(day: Day) -> list[Drawing]:
    """A small figure for each quantity that some type has for itself, a line for each asset."""
    from dispatch.results import ASSET_QUANTITIES, COMMON, SHARED

    names = [
        name
        for name in ASSET_QUANTITIES
        if (name in SHOWN_TOO or name not in COMMON | SHARED) and not name.startswith(NOT_SHOWN)
    ]
    return [_drawn(day, name, having) for name in names if (having := _having(day, name))]


def _having(day: Day, name: str) -> list[str]:
    """Assets of which the quantity is something at some time of the day."""
    return [asset for asset in day.having(name) if np.abs(day.of(name, asset)).max(initial=0.0) > NEGLIGIBLE]


def _drawn(day: Day, name: str, assets: list[str]) -> Drawing:
    unit, colours = str(day.data[name].attrs.get("units", "")), colours_of(day)
    shown = "" if unit == "1" else f" {unit_text(unit)}"
    lines = [
        {"hour": step * day.step_hours, "value": round(float(value), 4), "series": asset}
        for asset in assets
        for step, value in enumerate([*day.of(name, asset), day.of(name, asset)[-1]])
    ]
    columns = {day.title(a): [f"{number(float(v), DIGITS)}{shown}" for v in day.of(name, a)] for a in assets}
    hover, tooltip = hover_rows(day, columns)
    values = [value for asset in assets for value in day.of(name, asset).tolist()]
    words = {
        **clock_words(day, between=6),
        "unit": shown.strip(),
        "lines": lines,
        "series": assets,
        "colours": [colours[asset] for asset in assets],
        "hover": hover,
        "tooltip": tooltip,
    }
    title = quantity_title(day, name)
    ends = {"low": number(min(values)), "high": number(max(values)), "unit": shown}
    alt = say("systems-quantity-alt", title=title, **ends)
    caption = say("systems-quantity-range", **ends)
    legend = tuple(LegendEntry("line", colours[asset], day.title(asset)) for asset in assets)
    key = f"quantity-{name.replace('_', '-')}"
    return draw("series", key, words, title=title, alt=alt, legend=legend, caption=caption, width=320)

