"""Audit of a battery: what every store has (`dispatch.audit.store`), power near full and empty, wear at rest.

At the level E at the end of a step the charging power is at most C (1 - (1 - r) (E / E_nominal - s) / (1 - s)), and
the discharging power at most D (r + (1 - r) E / (s E_nominal)). Wear at rest is a constant a day, and a price for each
MWh and hour above a level, by the mean of begin and end of each step.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dispatch.audit import store
from dispatch.audit.case import Case, Track
from dispatch.audit.finding import Finding
from dispatch.audit.interface import AssetAudit
from dispatch.audit.rules import Rule
from dispatch.audit.store import Names, inner_mw
from sites.assets.battery import Battery

__all__ = ["AUDIT", "check_taper", "costs"]

NAMES = Names(
    charge_limit=Rule.BATTERY_CHARGE_LIMIT,
    discharge_limit=Rule.BATTERY_DISCHARGE_LIMIT,
    recursion=Rule.BATTERY_LEVEL_RECURSION,
    window=Rule.BATTERY_LEVEL_WINDOW,
    physical=Rule.BATTERY_LEVEL_PHYSICAL,
    loss=Rule.BATTERY_LOSS,
)
CHARGE_TAPER, DISCHARGE_TAPER = "battery-charge-taper", "battery-discharge-taper"


def check_taper(battery: Battery, case: Case, track: Track) -> Iterator[Finding]:
    """Near full it charges, and near empty it discharges, with less than its rated power."""
    charge, discharge = inner_mw(battery, case, track)
    share = track.of("energy_mwh", battery.name) / battery.energy_mwh_max
    begin, end = battery.taper_charge_soc_frac, battery.taper_discharge_soc_frac
    if begin is not None:
        fallen = (1.0 - battery.taper_charge_power_frac) * np.maximum(share - begin, 0.0) / (1.0 - begin)
        excess = charge - battery.charging_mw_max * (1.0 - fallen)
        yield from track.over(CHARGE_TAPER, battery.name, excess)
    if end is not None:
        left = battery.taper_discharge_power_frac
        risen = left + (1.0 - left) * np.minimum(share / end, 1.0)
        yield from track.over(DISCHARGE_TAPER, battery.name, discharge - battery.power_mw_max * risen)


def costs(battery: Battery, case: Case, track: Track) -> dict[str, float]:
    """What every store costs, and the wear of rest."""
    parts = store.costs(battery, case, track)
    fixed, rate = battery.calendar_wear_yuan_per_day, battery.calendar_wear_yuan_per_mwh_hour
    if fixed > 0 or rate > 0:
        levels = track.level_before_mwh(battery.name), track.of("energy_mwh", battery.name)
        held = sum(float(np.maximum(each - battery.level_mwh_wearing, 0.0).sum()) for each in levels) / 2
        parts["calendar_wear"] = fixed + rate * held * case.hours
    return parts


AUDIT = AssetAudit(
    operation=(*NAMES.operation, check_taper),
    variables=store.VARIABLES,
    declared=(NAMES.check_loss,),
    declared_variables=store.DECLARED_VARIABLES,
    reference=store.draw_mw,
    costs=costs,
    idle_mwh=store.idle_mwh,
    headroom=store.headroom,
    looped=store.looped_mwh,
    rules=(CHARGE_TAPER, DISCHARGE_TAPER),
)
