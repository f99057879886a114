"""Colours of assets: one hue a type, one shade an asset, so that the same thing has the same colour in all figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["asset_colours", "looks"]

LOOKS = Path(__file__).parent / "figures" / "looks.json"


@cache
def looks() -> Mapping[str, Any]:
    """The palette."""
    found: dict[str, Any] = json.loads(LOOKS.read_text("utf-8"))
    return found


def asset_colours(assets: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Colour of each asset: assets of one hue take shades from light to dark, in their order.

    Parameters
    ----------
    assets
        Name, type and role of each. A type that the palette does not know takes a hue of its role, so that a new
        type needs no line here.
    """
    groups: dict[str, list[str]] = {}
    for name, its_type, role in assets:
        hue = looks()["types"].get(its_type) or _hue_of(role, its_type)
        groups.setdefault(hue, []).append(name)
    return {
        name: _shade(hue, place, len(names))
        for hue, names in groups.items()
        for place, name in enumerate(names)
    }


def _shade(hue: str, place: int, count: int) -> str:
    """The shade at a place among as many, evenly spread; one alone takes the middle."""
    shades = looks()["hues"][hue]
    return str(shades[int((place + 0.5) / count * len(shades))])


def _hue_of(role: str, its_type: str) -> str:
    hues = looks()["roles"].get(role, ["slate"])
    return str(hues[sum(its_type.encode()) % len(hues)])
