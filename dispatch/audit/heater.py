"""What the audits of heat pumps and electric boilers share: heat is a ratio times power, within its limits.

On the reference day they follow the heat that their bus lacks, and stand still where that is below their least power.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.common import injection, not_negative
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.interface import Headroom
from sites.assets.electric_boiler import ElectricBoiler
from sites.assets.heat_pump import HeatPump

__all__ = ["Named", "check_heater", "followed", "headroom"]

Heater = HeatPump | ElectricBoiler


class Named(NamedTuple):
    """Names of the rules of one type."""

    heat: str
    limit: str
    least: str


def check_heater(
    heater: Heater, track: Track, ratio: Array, most_mw: Array, rules: Named
) -> Iterator[Finding]:
    """Power within its limits, or none; heat is the ratio times power."""
    name, power = heater.name, track.of("power_mw", heater.name)
    yield from not_negative(heater, track, "power_mw")
    yield from injection(heater, track, -power)
    yield from track.over(rules.limit, name, power - most_mw)
    between = np.where(power > MW_TOLERANCE, np.minimum(power, heater.power_mw_min - power), 0.0)
    yield from track.over(rules.least, name, between)
    yield from track.apart(rules.heat, name, track.fed(name, "heat_bus"), power * ratio)


def followed(
    heater: Heater, case: Case, field: str, wanted_mw: Array, ratio: Array, most_mw: Array
) -> dict[str, Array]:
    """What it takes and gives on the reference day; see the module's docstring."""
    power = np.minimum(wanted_mw / ratio, most_mw)
    power = np.where((power < heater.power_mw_min) | (case.pinned_mw(heater.name) == 0.0), 0.0, power)
    return {"bus": -power, field: power * ratio}


def headroom(heater: Heater, case: Case, plan: Track, run: slice) -> Headroom:
    """It can stand still."""
    return Headroom(free_mw=plan.of("power_mw", heater.name)[run])
