"""Small figures of quantities that only some types of asset have: temperatures, coefficients, reserve, stocks.

Whatever a type declares for itself (`dispatch.results.ASSET_QUANTITIES`) is shown here, by its own name for people, so
that a new type needs no figure of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from runs.format import number, unit_text
from runs.report.clock import clock_words, hover_rows
from runs.report.colours import looks
from runs.report.drawing import Drawing, LegendEntry, draw
from runs.report.power_figures import colours_of
from runs.report.reading import Array, Day
from sites.messages import CatalogueFault, say

__all__ = ["more_quantities", "quantity_title"]

SHOWN_TOO = ("reserve_mw",)
NOT_SHOWN = ("is_",)
NEGLIGIBLE = 1e-6


def quantity_title(day: Day, name: str) -> str:
    """Name of a quantity for people; what the schedule says of it where the catalogue has no name."""
    try:
        return say(f"quantity-{name.replace('_', '-')}")
    except CatalogueFault:
        return str(day.data[name].attrs.get("long_name") or name)


def more_quantities(day: Day) -> list[Drawing]:
    """A small figure for each quantity that some type has for itself, a line for each asset; then the stocks."""
    from dispatch.results import ASSET_QUANTITIES, COMMON, SHARED

    names = [
        name
        for name in ASSET_QUANTITIES
        if (name in SHOWN_TOO or name not in COMMON | SHARED) and not name.startswith(NOT_SHOWN)
    ]
    return [*(drawn for name in names if (drawn := _of_quantity(day, name))), *_stocks(day)]


def _of_quantity(day: Day, name: str) -> Drawing | None:
    """None where the quantity is nothing all day."""
    lines = {asset: day.of(name, asset) for asset in day.having(name)}
    lines = {asset: values for asset, values in lines.items() if np.abs(values).max(initial=0.0) > NEGLIGIBLE}
    if not lines:
        return None
    unit = str(day.data[name].attrs.get("units", ""))
    title, key = quantity_title(day, name), f"quantity-{name.replace('_', '-')}"
    return _small(day, key, title, "" if unit == "1" else f" {unit_text(unit)}", lines)


def _stocks(day: Day) -> list[Drawing]:
    """Contents of silos and other stocks, in the unit of the site file."""
    if "stock_level" not in day.data:
        return []
    found = []
    for place, part in enumerate(map(str, day.data["stock"].values)):
        values = np.asarray(day.data["stock_level"].values[:, place], dtype=float)
        line = {part.partition("/")[0]: np.nan_to_num(values)}
        found.append(_small(day, f"stock-{place}", day.part_title(part), "", line))
    return found


def _small(day: Day, key: str, title: str, unit: str, lines: Mapping[str, Array]) -> Drawing:
    known = colours_of(day)
    colours = [known.get(asset, str(looks()["ink"])) for asset in lines]
    points = [
        {"hour": step * day.step_hours, "value": round(float(value), 4), "series": asset}
        for asset, values in lines.items()
        for step, value in enumerate([*values, values[-1]])
    ]
    columns = {day.title(a): [f"{number(float(v))}{unit}" for v in values] for a, values in lines.items()}
    hover, tooltip = hover_rows(day, columns)
    words = {
        **clock_words(day, between=6),
        "unit": unit.strip(),
        "lines": points,
        "series": list(lines),
        "colours": colours,
        "hover": hover,
        "tooltip": tooltip,
    }
    low, high = (pick(float(pick(values)) for values in lines.values()) for pick in (min, max))
    ends = {"low": number(low), "high": number(high), "unit": unit}
    alt, caption = say("systems-quantity-alt", title=title, **ends), say("systems-quantity-range", **ends)
    legend = tuple(LegendEntry("line", c, day.title(a)) for c, a in zip(colours, lines, strict=True))
    return draw("series", key, words, title=title, alt=alt, legend=legend, caption=caption, width=320)
