"""Second floor: a site and its weather give a forecast.

``read_weather`` or ``typical_weather`` -> ``forecast`` -> ``gate``, each a value that can be written to disk.
The names are imported when they are first used, so that ``import forecasts`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sites.lazy import lazily

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

__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
