"""Second floor: a site and its weather give a forecast.

``read_weather`` or ``typical_weather`` -> ``forecast`` -> ``gate``, each a value that can be written to disk.
The names are imported when they are first used, so that ``import forecasts`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forecasts.day_ahead import forecast
    from forecasts.plausibility import gate
    from forecasts.weather.reading import read_weather
    from forecasts.weather.typical import typical_weather

__all__ = ["forecast", "gate", "read_weather", "typical_weather"]

_HOMES = {
    "forecast": "forecasts.day_ahead",
    "gate": "forecasts.plausibility",
    "read_weather": "forecasts.weather.reading",
    "typical_weather": "forecasts.weather.typical",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used (PEP 562)."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
