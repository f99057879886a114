"""Audit of a heat pump: `dispatch.audit.heater` with its COP, and a limit of its heat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin
from dispatch.audit.finding import Array, Finding
from dispatch.audit.heater import Named, check_heater, followed, headroom
from dispatch.audit.interface import AssetAudit
from sites.assets.heat_pump import HeatPump

__all__ = ["AUDIT"]

RULES = Named("heat-pump-cop", "heat-pump-limit", "heat-pump-least")
SHOWN = "heat-pump-shown"


def _cop(pump: HeatPump, case: Case) -> Array:
    return pump.cop(case.outdoor_c(pump.temp_air_c))


def _most_mw(pump: HeatPump, case: Case) -> Array:
    """Most electric power, MW, shape (count,)."""
    by_heat = np.inf if pump.heat_mw_max is None else pump.heat_mw_max / _cop(pump, case)
    return np.asarray(np.minimum(case.limited_mw(pump.name, pump.power_mw_max), by_heat), dtype=float)


def check_power(pump: HeatPump, case: Case, track: Track) -> Iterator[Finding]:
    """Power within its limits, or none; heat is COP times power."""
    yield from check_heater(pump, track, _cop(pump, case), _most_mw(pump, case), RULES)


def check_shown(pump: HeatPump, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's own figures of COP."""
    yield from track.apart(SHOWN, pump.name, track.of("cop", pump.name), _cop(pump, case), "")


def follow(
    pump: HeatPump, case: Case, own: Mapping[str, Array], field: str, wanted_mw: Array
) -> dict[str, Array]:
    """What it takes and gives on the reference day."""
    return followed(pump, case, field, wanted_mw, _cop(pump, case), _most_mw(pump, case))


AUDIT = AssetAudit(
    operation=(check_pin, check_power),
    variables=("injection_mw", "power_mw"),
    declared=(check_shown,),
    declared_variables=("cop",),
    follow=follow,
    headroom=headroom,
    rules=(*RULES, SHOWN),
)
