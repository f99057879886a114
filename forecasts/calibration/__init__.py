"""Forecasts calibrated with history: what a plant or a region measured teaches its forecast.

- :func:`fit_power` and :func:`backtest_power`: wind farms and PV stations, from forecast weather, the plant's own
  forecast and the latest measurements;
- :func:`fit_load` and :func:`backtest_load`: load, from its own history and the calendar;
- :func:`fit_sectors` and :func:`backtest_sectors`: a load's parts by sector, from their daily extremes;
- :func:`estimate_wind`, :func:`estimate_pv`, :func:`estimate_plane`: what nobody gives, with its spread.

Everything looks only at what was known when a day's forecast was issued. The names are imported when they are
first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sites.lazy import lazily

if TYPE_CHECKING:
    from forecasts.calibration.backtest import backtest_power
    from forecasts.calibration.load import LoadModel, backtest_load, fit_load
    from forecasts.calibration.power import PowerModel, fit_power
    from forecasts.calibration.pv_parameters import PvModel, estimate_pv, fit_pv
    from forecasts.calibration.pv_plane import estimate_plane
    from forecasts.calibration.sectors import SectorModel, backtest_sectors, fit_sectors
    from forecasts.calibration.wind_parameters import estimate_wind

__all__ = [
    "LoadModel",
    "PowerModel",
    "PvModel",
    "SectorModel",
    "backtest_load",
    "backtest_power",
    "backtest_sectors",
    "estimate_plane",
    "estimate_pv",
    "estimate_wind",
    "fit_load",
    "fit_power",
    "fit_pv",
    "fit_sectors",
]

_HOMES = {
    "LoadModel": ".load",
    "PowerModel": ".power",
    "PvModel": ".pv_parameters",
    "SectorModel": ".sectors",
    "backtest_load": ".load",
    "backtest_power": ".backtest",
    "backtest_sectors": ".sectors",
    "estimate_plane": ".pv_plane",
    "estimate_pv": ".pv_parameters",
    "estimate_wind": ".wind_parameters",
    "fit_load": ".load",
    "fit_power": ".power",
    "fit_pv": ".pv_parameters",
    "fit_sectors": ".sectors",
}

__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
