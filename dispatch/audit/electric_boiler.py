"""Audit of an electric boiler: `dispatch.audit.heater` with its efficiency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin
from dispatch.audit.finding import Array, Finding
from dispatch.audit.heater import Named, check_heater, followed, headroom
from dispatch.audit.interface import AssetAudit
from sites.assets.electric_boiler import ElectricBoiler

__all__ = ["AUDIT"]

RULES = Named("electric-boiler-heat", "electric-boiler-limit", "electric-boiler-least")


def _ratio(boiler: ElectricBoiler, case: Case) -> Array:
    return np.full(case.steps.count, boiler.efficiency_frac)


def check_power(boiler: ElectricBoiler, case: Case, track: Track) -> Iterator[Finding]:
    """Power within its limits, or none; heat is efficiency times power."""
    most = case.limited_mw(boiler.name, boiler.power_mw_max)
    yield from check_heater(boiler, track, _ratio(boiler, case), most, RULES)


def follow(
    boiler: ElectricBoiler, case: Case, own: Mapping[str, Array], field: str, wanted_mw: Array
) -> dict[str, Array]:
    """What it takes and gives on the reference day."""
    most = case.limited_mw(boiler.name, boiler.power_mw_max)
    return followed(boiler, case, field, wanted_mw, _ratio(boiler, case), most)


AUDIT = AssetAudit(
    operation=(check_pin, check_power),
    variables=("injection_mw", "power_mw"),
    follow=follow,
    headroom=headroom,
    rules=RULES,
)
