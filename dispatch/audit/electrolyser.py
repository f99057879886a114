"""Audit of an electrolyser: its state, its power in that state, and hydrogen by the curve.

On the reference day it follows the hydrogen that its bus lacks, and is off where that is below its least load.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, injection, not_negative
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.interface import AssetAudit, Headroom
from sites.assets.electrolyser import LHV_KWH_PER_KG, Electrolyser

__all__ = ["AUDIT", "count_starts"]

STATE, POWER, LIMIT = "electrolyser-state", "electrolyser-power", "electrolyser-limit"
CURVE, SHOWN = "electrolyser-curve", "electrolyser-shown"
SHOWN_TOLERANCE = 0.01
"""kWh/kg, of the shown ratio alone: it divides by small figures."""


def count_starts(before_hours: float, is_on: Array) -> int:
    """How often something goes on in a day."""
    state = before_hours > 0
    found = 0
    for now in is_on > 0.5:
        found += int(now and not state)
        state = bool(now)
    return found


def check_state(asset: Electrolyser, case: Case, track: Track) -> Iterator[Finding]:
    """It is off, in standby (where it has one) or on."""
    on, standby = track.of("is_on", asset.name), track.of("is_standby", asset.name)
    for values in (on, standby):
        yield from track.over(STATE, asset.name, np.minimum(np.abs(values), np.abs(values - 1.0)), "")
    yield from track.over(STATE, asset.name, on + standby - 1.0, "")
    if asset.standby_mw is None:
        yield from track.over(STATE, asset.name, standby, "")


def check_power(asset: Electrolyser, case: Case, track: Track) -> Iterator[Finding]:
    """On between least load and rating, in standby its power, off none; never above what the day's facts leave."""
    power = track.of("power_mw", asset.name)
    on, standby = track.of("is_on", asset.name) > 0.5, track.of("is_standby", asset.name) > 0.5
    yield from not_negative(asset, track, "power_mw")
    yield from injection(asset, track, -power)
    held = np.where(standby, asset.standby_mw or 0.0, 0.0)
    low, high = np.where(on, asset.power_mw_min, held), np.where(on, asset.power_mw_max, held)
    yield from track.over(POWER, asset.name, np.maximum(low - power, power - high))
    yield from track.over(LIMIT, asset.name, power - case.limited_mw(asset.name, asset.power_mw_max))


def check_curve(asset: Electrolyser, case: Case, track: Track) -> Iterator[Finding]:
    """Hydrogen follows from the power: none but when on."""
    power, on = track.of("power_mw", asset.name), track.of("is_on", asset.name) > 0.5
    wanted = np.where(on, np.interp(power, asset.powers_mw, asset.hydrogens_mw), 0.0)
    yield from track.apart(CURVE, asset.name, track.fed(asset.name, "hydrogen_bus"), wanted)


def check_shown(asset: Electrolyser, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's own figure of kWh for a kilogram, where any is made."""
    made, power = track.fed(asset.name, "hydrogen_bus"), track.of("power_mw", asset.name)
    is_making = made > 100 * MW_TOLERANCE
    shown = track.variables.get("kwh_per_kg")
    if shown is None:
        yield track.at(SHOWN, asset.name, np.flatnonzero(is_making), 1.0, "")
        return
    wanted = np.divide(power, made, out=np.zeros(len(power)), where=is_making) * LHV_KWH_PER_KG
    apart = np.where(is_making, np.abs(shown[track.rows[asset.name]] - wanted), 0.0)
    yield from track.over(SHOWN, asset.name, apart, "kWh/kg", SHOWN_TOLERANCE)


def follow(
    asset: Electrolyser, case: Case, own: Mapping[str, Array], field: str, wanted_mw: Array
) -> dict[str, Array]:
    """What it takes and gives on the reference day; see the module's docstring."""
    most = np.where(case.pinned_mw(asset.name) == 0.0, 0.0, case.limited_mw(asset.name, asset.power_mw_max))
    power = np.minimum(np.interp(wanted_mw, asset.hydrogens_mw, asset.powers_mw), most)
    is_on = (wanted_mw > 0) & (wanted_mw >= asset.hydrogens_mw[0]) & (power >= asset.power_mw_min)
    made = np.where(is_on, np.interp(power, asset.powers_mw, asset.hydrogens_mw), 0.0)
    return {"bus": -np.where(is_on, power, 0.0), field: made}


def reference_quantities(asset: Electrolyser, case: Case, own: Mapping[str, Array]) -> dict[str, Array]:
    """On where it makes hydrogen, never in standby."""
    is_on = (own["hydrogen_bus"] > 0).astype(float)
    return {"is_on": is_on, "is_standby": np.zeros(case.steps.count)}


def costs(asset: Electrolyser, case: Case, track: Track) -> dict[str, float]:
    """Starts from cold."""
    before = case.state.value(case.site, "unit_hours", asset.name)
    warm = track.of("is_on", asset.name) + track.of("is_standby", asset.name)
    return {"electrolyser_start": asset.cold_start_yuan * count_starts(before, warm)}


def looped_mwh(asset: Electrolyser, case: Case, track: Track) -> Array:
    """Energy of the standby, which makes nothing."""
    return np.asarray((asset.standby_mw or 0.0) * track.of("is_standby", asset.name) * case.hours)


def headroom(asset: Electrolyser, case: Case, plan: Track, run: slice) -> Headroom:
    """It can stop."""
    return Headroom(free_mw=plan.of("power_mw", asset.name)[run])


AUDIT = AssetAudit(
    operation=(check_pin, check_state, check_power, check_curve),
    variables=("injection_mw", "power_mw", "is_on", "is_standby"),
    declared=(check_shown,),
    declared_variables=("is_loss_counted",),
    looped=looped_mwh,
    follow=follow,
    reference_quantities=reference_quantities,
    costs=costs,
    headroom=headroom,
    rules=(STATE, POWER, LIMIT, CURVE, SHOWN),
)
