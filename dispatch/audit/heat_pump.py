"""Audit of a heat pump: heat is COP times power, within its limits.

On the reference day it follows the heat that its bus lacks, and stands still where that is below its least power.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, injection, not_negative
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.interface import AssetAudit, Headroom
from sites.assets.heat_pump import HeatPump

__all__ = ["AUDIT"]

COP, LIMIT, LEAST, SHOWN = "heat-pump-cop", "heat-pump-limit", "heat-pump-least", "heat-pump-shown"


def _cop(pump: HeatPump, case: Case) -> Array:
    return pump.cop(case.outdoor_c(pump.temp_air_c))


def _most_mw(pump: HeatPump, case: Case) -> Array:
    """Most electric power, MW, shape (count,)."""
    by_heat = np.inf if pump.heat_mw_max is None else pump.heat_mw_max / _cop(pump, case)
    return np.asarray(np.minimum(case.limited_mw(pump.name, pump.power_mw_max), by_heat), dtype=float)


def check_power(pump: HeatPump, case: Case, track: Track) -> Iterator[Finding]:
    """Power within its limits, or none; heat is COP times power."""
    power = track.of("power_mw", pump.name)
    yield from not_negative(pump, track, "power_mw")
    yield from injection(pump, track, -power)
    yield from track.over(LIMIT, pump.name, power - _most_mw(pump, case))
    between = np.where(power > MW_TOLERANCE, np.minimum(power, pump.power_mw_min - power), 0.0)
    yield from track.over(LEAST, pump.name, between)
    yield from track.apart(COP, pump.name, track.fed(pump.name, "heat_bus"), power * _cop(pump, case))


def check_shown(pump: HeatPump, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's own figures of COP and of the reference day."""
    yield from track.apart(SHOWN, pump.name, track.of("cop", pump.name), _cop(pump, case), "")


def follow(
    pump: HeatPump, case: Case, own: Mapping[str, Array], field: str, wanted_mw: Array
) -> dict[str, Array]:
    """What it takes and gives on the reference day; see the module's docstring."""
    cop = _cop(pump, case)
    power = np.minimum(wanted_mw / cop, _most_mw(pump, case))
    power = np.where((power < pump.power_mw_min) | (case.pinned_mw(pump.name) == 0.0), 0.0, power)
    return {"bus": -power, field: power * cop}


def headroom(pump: HeatPump, case: Case, plan: Track, run: slice) -> Headroom:
    """It can stand still."""
    return Headroom(free_mw=plan.of("power_mw", pump.name)[run])


AUDIT = AssetAudit(
    operation=(check_pin, check_power),
    variables=("injection_mw", "power_mw"),
    declared=(check_shown,),
    declared_variables=("cop",),
    follow=follow,
    headroom=headroom,
    rules=(COP, LIMIT, LEAST, SHOWN),
)
