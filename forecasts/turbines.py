"""Power curves of one turbine: from windpowerlib's library, or from the user's CSV.

The library is the Open Energy Platform's turbine table that windpowerlib ships, so that no network is needed.
Its CSV is read directly: windpowerlib's own reader warns under pandas 3.
"""

from __future__ import annotations

import csv
import difflib
import io
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from forecasts.notes import Array
from sites.problems import Refused, problem

if TYPE_CHECKING:
    from sites.assets.wind import Wind
    from sites.site import Site

__all__ = ["WAKE_CURVES", "PowerCurve", "library", "power_curve_of"]

WAKE_CURVES = (
    "dena_mean",
    "dena_extreme1",
    "dena_extreme2",
    "knorr_mean",
    "knorr_extreme1",
    "knorr_extreme2",
    "knorr_extreme3",
)
CAPACITY_TOLERANCE = 0.05


@dataclass(frozen=True)
class PowerCurve:
    """Power of one turbine over the wind speed at its hub, at an air density of 1.225 kg/m3.

    ``wind_speed_m_per_s`` increases; ``power_mw`` has the same shape. Outside the given speeds the power is
    0.
    """

    wind_speed_m_per_s: Array
    power_mw: Array

    @property
    def power_mw_max(self) -> float:
        """The highest power of the curve [MW]."""
        return float(self.power_mw.max())


def power_curve_of(site: Site, asset: Wind) -> PowerCurve:
    """Return the power curve of a farm's turbines.

    Raises
    ------
    Refused
        The library has no such turbine or wake curve (near ones are named), or the turbines together are not
        the farm's capacity within 5 %.
    """
    where = f"{site.name} [assets.{asset.name}]"
    if asset.wake_curve is not None and asset.wake_curve not in WAKE_CURVES:
        found = problem(
            "wind-wake-unknown", f"{where} wake_curve", found=asset.wake_curve, known=", ".join(WAKE_CURVES)
        )
        raise Refused([found])
    curve = (
        _users(site.text_of(asset.power_curve))
        if asset.power_curve
        else _from_library(where, str(asset.turbine_type))
    )
    together = asset.turbine_count * curve.power_mw_max
    if abs(together - asset.capacity_mw) > CAPACITY_TOLERANCE * asset.capacity_mw:
        found = problem(
            "wind-capacity",
            f"{where} capacity_mw",
            capacity=asset.capacity_mw,
            count=asset.turbine_count,
            each=curve.power_mw_max,
            together=together,
        )
        raise Refused([found])
    return curve


@lru_cache(maxsize=1)
def library() -> dict[str, PowerCurve]:
    """Return the turbines of windpowerlib's library that have a power curve, by type."""
    text = resources.files("windpowerlib").joinpath("oedb", "power_curves.csv").read_text(encoding="utf-8")
    rows = csv.reader(io.StringIO(text))
    speeds = np.array([float(cell) for cell in next(rows)[1:]])
    turbines: dict[str, PowerCurve] = {}
    for name, *cells in rows:
        is_given = np.array([cell != "" for cell in cells])
        watts = np.array([float(cell) for cell in cells if cell != ""])
        turbines[name] = PowerCurve(speeds[is_given], watts / 1e6)
    return turbines


def _from_library(where: str, turbine_type: str) -> PowerCurve:
    turbines = library()
    if turbine_type not in turbines:
        near = difflib.get_close_matches(turbine_type, turbines, 5, cutoff=0.3)
        known = ", ".join(near or sorted(turbines))
        raise Refused(
            [problem("wind-turbine-unknown", f"{where} turbine_type", found=turbine_type, known=known)]
        )
    return turbines[turbine_type]


def _users(text: str) -> PowerCurve:
    """Read a curve that the site's reader has checked (``sites.curve.check_power_curve``)."""
    rows = list(csv.DictReader(text.lstrip("\ufeff").splitlines(), skipinitialspace=True))
    return PowerCurve(
        np.array([float(row["wind_speed_m_per_s"]) for row in rows]),
        np.array([float(row["power_mw"]) for row in rows]),
    )
