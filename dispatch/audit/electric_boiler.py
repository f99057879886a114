"""Audit of an electric boiler: heat is efficiency times power, within its limits.

On the reference day it follows the heat that its bus lacks, and stands still where that is below its least power.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, injection, not_negative
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.interface import AssetAudit, Headroom
from sites.assets.electric_boiler import ElectricBoiler

__all__ = ["AUDIT"]

HEAT, LIMIT, LEAST = "electric-boiler-heat", "electric-boiler-limit", "electric-boiler-least"


def check_power(boiler: ElectricBoiler, case: Case, track: Track) -> Iterator[Finding]:
    """Power within its limits, or none; heat is efficiency times power."""
    name, power = boiler.name, track.of("power_mw", boiler.name)
    yield from not_negative(boiler, track, "power_mw")
    yield from injection(boiler, track, -power)
    yield from track.over(LIMIT, name, power - case.limited_mw(name, boiler.power_mw_max))
    between = np.where(power > MW_TOLERANCE, np.minimum(power, boiler.power_mw_min - power), 0.0)
    yield from track.over(LEAST, name, between)
    yield from track.apart(HEAT, name, track.fed(name, "heat_bus"), power * boiler.efficiency_frac)


def follow(
    boiler: ElectricBoiler, case: Case, own: Mapping[str, Array], field: str, wanted_mw: Array
) -> dict[str, Array]:
    """What it takes and gives on the reference day; see the module's docstring."""
    power = np.minimum(wanted_mw / boiler.efficiency_frac, case.limited_mw(boiler.name, boiler.power_mw_max))
    power = np.where((power < boiler.power_mw_min) | (case.pinned_mw(boiler.name) == 0.0), 0.0, power)
    return {"bus": -power, field: power * boiler.efficiency_frac}


def headroom(boiler: ElectricBoiler, case: Case, plan: Track, run: slice) -> Headroom:
    """It can stand still."""
    return Headroom(free_mw=plan.of("power_mw", boiler.name)[run])


AUDIT = AssetAudit(
    operation=(check_pin, check_power),
    variables=("injection_mw", "power_mw"),
    follow=follow,
    headroom=headroom,
    rules=(HEAT, LIMIT, LEAST),
)
