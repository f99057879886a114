"""Audit of a hydrogen load: its demand is served; what is flexible keeps its power and its daily quantity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.interface import AssetAudit
from dispatch.audit.load import shown, unserved
from sites.assets.hydrogen_load import HydrogenLoad

__all__ = ["AUDIT"]

POWER, QUANTITY = "hydrogen-flexible-power", "hydrogen-flexible-quantity"


def _most_mw(load: HydrogenLoad, case: Case) -> Array:
    """Most of the flexible part after the day's facts and the demand, MW, shape (count,)."""
    if load.flexible is None:
        return np.zeros(case.steps.count)
    left = np.maximum(case.derated_mw(load.name) - case.expected_mw(load.name), 0.0)
    return np.asarray(np.minimum(case.limited_mw(load.name, load.flexible.power_mw_max), left), dtype=float)


def check_served(load: HydrogenLoad, case: Case, track: Track) -> Iterator[Finding]:
    """The demand is served in full beside the flexible part; a pinned step obeys its pin instead."""
    beside = track.of("flexible_mw", load.name)
    yield from unserved(load, case, track, case.expected_mw(load.name), beside)


def check_flexible(load: HydrogenLoad, case: Case, track: Track) -> Iterator[Finding]:
    """Power and quantity of the flexible part."""
    taken = track.of("flexible_mw", load.name)
    yield from track.over(POWER, load.name, np.maximum(taken - _most_mw(load, case), -taken))
    most = 0.0 if load.flexible is None else load.flexible.energy_mwh_max
    above = float(taken.sum()) * case.hours - most
    if not above <= MW_TOLERANCE:
        yield track.whole_day(QUANTITY, load.name, above, "MWh")


def check_demand(load: HydrogenLoad, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's own figures of demand and of what was not served."""
    yield from shown(load, case, track, reference_mw(load, case), track.of("flexible_mw", load.name))


def _even_mw(load: HydrogenLoad, case: Case) -> Array:
    """The daily quantity evenly over the day, as far as it can be taken, MW."""
    if load.flexible is None:
        return np.zeros(case.steps.count)
    even = load.flexible.energy_mwh_max / (case.steps.count * case.hours)
    return np.minimum(even, _most_mw(load, case))


def reference_mw(load: HydrogenLoad, case: Case) -> Array:
    """Hydrogen taken on the reference day, MW, shape (count,)."""
    return np.asarray(case.expected_mw(load.name) + _even_mw(load, case), dtype=float)


def reference_quantities(load: HydrogenLoad, case: Case, own: Mapping[str, Array]) -> dict[str, Array]:
    """The flexible part on the reference day."""
    return {"flexible_mw": _even_mw(load, case)}


def costs(load: HydrogenLoad, case: Case, track: Track) -> dict[str, float]:
    """Worth of the flexible part, as a negative cost."""
    if load.flexible is None:
        return {}
    taken_mwh = float(track.of("flexible_mw", load.name).sum()) * case.hours
    return {"hydrogen_sale": -load.flexible.value_yuan_per_mwh * taken_mwh}


AUDIT = AssetAudit(
    operation=(check_pin, check_served, check_flexible),
    variables=("injection_mw", "power_mw", "flexible_mw"),
    declared=(check_demand,),
    declared_variables=("demand_mw", "unserved_mw"),
    reference=reference_mw,
    reference_quantities=reference_quantities,
    costs=costs,
    rules=(POWER, QUANTITY),
)
