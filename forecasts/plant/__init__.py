"""Forecasts and plans of plants as the grid company receives them: tables of 96 points and E files.

Reading is tolerant and says what it assumed; writing is strict. The names are imported when they are first
used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sites.lazy import lazily

if TYPE_CHECKING:
    from forecasts.plant.e_text import EDocument, ETable, format_e_text, parse_e_text
    from forecasts.plant.reading import entities_of, read_plant
    from forecasts.plant.writing import EForm, write_e_file, write_point_table

__all__ = [
    "EDocument",
    "EForm",
    "ETable",
    "entities_of",
    "format_e_text",
    "parse_e_text",
    "read_plant",
    "write_e_file",
    "write_point_table",
]

_HOMES = {
    "EDocument": ".e_text",
    "EForm": ".writing",
    "ETable": ".e_text",
    "entities_of": ".reading",
    "format_e_text": ".e_text",
    "parse_e_text": ".e_text",
    "read_plant": ".reading",
    "write_e_file": ".writing",
    "write_point_table": ".writing",
}

__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
