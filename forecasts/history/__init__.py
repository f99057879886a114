"""What a plant or a region has measured so far: read from the files people have, cleaned, every repair counted.

``read_history`` -> Dataset on a regular UTC grid -> ``clean``. ``known_until`` says how much of it a forecast
for a day may know. The names are imported when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sites.lazy import lazily

if TYPE_CHECKING:
    from forecasts.history.cleaning import clean, cleaning_of
    from forecasts.history.curtailment import flagged
    from forecasts.history.known import estimated_capacity_mw, known_until
    from forecasts.history.mapping import ColumnMapping, Mapping, load_mapping
    from forecasts.history.reading import read_history
    from forecasts.history.sectors import read_sectors

__all__ = [
    "ColumnMapping",
    "Mapping",
    "clean",
    "cleaning_of",
    "estimated_capacity_mw",
    "flagged",
    "known_until",
    "load_mapping",
    "read_history",
    "read_sectors",
]

_HOMES = {
    "ColumnMapping": ".mapping",
    "Mapping": ".mapping",
    "clean": ".cleaning",
    "cleaning_of": ".cleaning",
    "estimated_capacity_mw": ".known",
    "flagged": ".curtailment",
    "known_until": ".known",
    "load_mapping": ".mapping",
    "read_history": ".reading",
    "read_sectors": ".sectors",
}

__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
