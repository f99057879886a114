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
    """Colour of each asset.

    Parameters
    ----------
    assets
        Name, type and role of each. A type that the palette does not know takes a hue of its role, so that a new
        type needs no line here.
    """
    palette = looks()
    seen: dict[str, int] = {}
    result: dict[str, str] = {}
    for name, its_type, role in assets:
        hue = palette["types"].get(its_type) or _hue_of(role, its_type)
        shades = palette["hues"][hue]
        result[name] = shades[seen.get(hue, 0) % len(shades)]
        seen[hue] = seen.get(hue, 0) + 1
    return result


def _hue_of(role: str, its_type: str) -> str:
    hues = looks()["roles"].get(role, ["slate"])
    return str(hues[sum(its_type.encode()) % len(hues)])
