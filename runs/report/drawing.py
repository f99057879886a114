"""From a figure's template and its data to a Vega-Lite specification, and to the SVG that stays when nothing else can.

A template ``figures/<name>.vl.json`` holds the looks. A string ``"@word"`` in it stands for a value that the caller
gives under that word: an axis title in the language in force, a range of colours, rows of data. Both renderings, the
static and the one that answers to the pointer, come from the same specification.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Drawing", "LegendEntry", "bars_height", "draw", "fill", "template"]

FIGURES = Path(__file__).parent / "figures"
CONTAINER = "container"
LONG_DECIMALS = re.compile(r"(\d+\.\d{2})\d+")
GEOMETRY = re.compile(r'\b(d|transform|x|y|x1|x2|y1|y2|width|height|points)="([^"]*)"')
LOCAL_ID = re.compile(r'(\bid="|url\(#)([^")]+)')


@dataclass(frozen=True)
class LegendEntry:
    """A line of a legend: how it is drawn (``area``, ``line``, ``dash``, ``box``), in which colour, and its text."""

    look: str
    colour: str
    text: str


@dataclass(frozen=True)
class Drawing:
    """A figure ready for the page.

    Attributes
    ----------
    key
        Identifies it in the page.
    title, caption, alt
        Heading, what it shows, and the words that stand for it where it is not seen.
    spec
        Vega-Lite specification of the live figure, as wide as its place.
    svg
        The static figure.
    """

    key: str
    title: str
    alt: str
    spec: Mapping[str, Any]
    svg: str
    caption: str = ""
    legend: tuple[LegendEntry, ...] = field(default=())


@cache
def template(name: str, folder: Path = FIGURES) -> str:
    """Text of a figure's template."""
    return (folder / f"{name}.vl.json").read_text("utf-8")


@cache
def _config() -> dict[str, Any]:
    config: dict[str, Any] = json.loads((FIGURES / "config.json").read_text("utf-8"))
    return config


def fill(node: Any, words: Mapping[str, Any]) -> Any:
    """Put the caller's values in place of the words of a template; a word without a value is a `KeyError`."""
    if isinstance(node, dict):
        return {key: fill(value, words) for key, value in node.items()}
    if isinstance(node, list):
        return [fill(value, words) for value in node]
    if isinstance(node, str) and node.startswith("@"):
        return words[node[1:]]
    return node


def draw(
    name: str,
    key: str,
    words: Mapping[str, Any],
    *,
    title: str,
    alt: str,
    caption: str = "",
    legend: tuple[LegendEntry, ...] = (),
    width: int = 1060,
    folder: Path = FIGURES,
) -> Drawing:
    """Make a figure from the template of a name.

    Parameters
    ----------
    words
        What the template's words stand for; rows of data among them.
    width
        Width of the static figure, px; the live one takes what its place has.
    folder
        Where the template lies.
    """
    spec = fill(json.loads(template(name, folder)), words)
    spec.pop("$schema", None)
    spec["config"] = _config()
    spec["description"] = alt
    return Drawing(key, title, alt, spec, static_svg({**spec, "width": width}, key), caption, legend)


def bars_height(rows: int) -> int:
    """Height of a figure with bars in rows, px: 36 a row, and the axis below them."""
    return 36 * rows + 34


def static_svg(spec: Mapping[str, Any], key: str) -> str:
    """Draw a specification once, as SVG with names of its own, so that several fit into one page."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg(dict(spec), allowed_base_urls=[])
    svg = GEOMETRY.sub(_rounded, svg)
    svg = LOCAL_ID.sub(lambda found: f"{found[1]}{key}-{found[2]}", svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)


def _rounded(found: re.Match[str]) -> str:
    """An attribute with two decimals: a hundredth of a pixel is more than enough, and a third of the size."""
    short = LONG_DECIMALS.sub(r"\1", found[2])
    return f'{found[1]}="{short}"'
