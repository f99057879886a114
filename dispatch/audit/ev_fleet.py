"""Audit of a fleet: from the power of each group the energy in its batteries, held against what it needs.

With the power p that a group takes (negative where it gives back), the energy at the end of a step is e + h (eta_c p)
for p above 0 and e + h p / eta_d below; it begins with what the group comes with, or with the state's energy where the
group was there before the day. Reference day: from its arrival on a group charges at full power until its need is met,
the station's power being shared out in the order of the groups.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, injection, not_negative
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.interface import AssetAudit, Headroom
from sites.assets.ev_fleet import EvFleet, Group, Stay
from sites.demand import happens_on

__all__ = ["AUDIT", "groups", "levels_of"]

ABSENT, CHARGER, STATION = "fleet-absent", "fleet-charger", "fleet-station"
LEVEL, NEED, EXCESS = "fleet-level", "fleet-need", "fleet-excess"
ENERGY, SUM, BOTH, SHORE, DEMAND = (
    "fleet-energy",
    "fleet-sum",
    "fleet-both-ways",
    "fleet-shore",
    "fleet-demand",
)
Levels = Iterator[tuple[Stay, NDArray[np.int64], Array, float]]


def groups(fleet: EvFleet, case: Case) -> Iterator[tuple[str, Group]]:
    """``(asset/group, group)`` of all groups."""
    for group in fleet.groups:
        yield f"{fleet.name}/{group.name}", group


def _stays(fleet: EvFleet, group: Group, case: Case) -> Iterator[tuple[Stay, NDArray[np.int64], float]]:
    """Each stay of a group, its steps, and the energy it begins with, MWh."""
    yesterday = case.date - dt.timedelta(days=1)
    was = group.is_overnight and happens_on(group.days, yesterday, case.site.place.country)
    clock = case.steps.local_minutes
    for stay in group.stays(is_today=case.happens(group.days), was_yesterday=was):
        inside = np.flatnonzero((clock >= stay.start_minute) & (clock < stay.end_minute))
        start = group.arrival_mwh
        if stay.is_carried_in:
            start = case.state.value(case.site, "stocks", f"{fleet.name}/{group.name}")
        if inside.size:
            yield stay, inside, min(start, group.capacity_mwh)


def _there(fleet: EvFleet, group: Group, case: Case) -> NDArray[np.bool_]:
    there = np.zeros(case.steps.count, dtype=bool)
    for _, inside, _ in _stays(fleet, group, case):
        there[inside] = True
    return there


def shore_due_mw(fleet: EvFleet, case: Case) -> Array:
    """Shore power of all that are there, MW, shape (count,)."""
    total = np.zeros(case.steps.count)
    for group in fleet.groups:
        total += np.where(_there(fleet, group, case), group.count * group.shore_mw, 0.0)
    return total


def levels_of(fleet: EvFleet, group: Group, case: Case, power: Array) -> Levels:
    """Each stay, its steps, the energy at the end of each of them, and the energy it begins with, MWh."""
    inner = np.where(power > 0, fleet.charge_efficiency_frac * power, power / fleet.discharge_efficiency_frac)
    for stay, inside, start in _stays(fleet, group, case):
        yield stay, inside, start + case.hours * np.cumsum(inner[inside]), start


def check_groups(fleet: EvFleet, case: Case, track: Track) -> Iterator[Finding]:
    """A group takes and gives only while it is there, within its chargers, and its batteries stay in their window."""
    for key, group in groups(fleet, case):
        power, there = track.tasks[key], _there(fleet, group, case)
        yield from track.over(ABSENT, key, np.where(there, 0.0, np.abs(power)))
        excess = np.maximum(
            power - group.count * group.charge_mw_max, -power - group.count * group.discharge_mw_max
        )
        yield from track.over(CHARGER, key, np.where(there, excess, 0.0))
        for _, inside, level, start in levels_of(fleet, group, case, power):
            outside = np.zeros(case.steps.count)
            least = min(group.least_mwh, start)
            outside[inside] = np.maximum(least - level, level - group.capacity_mwh)
            yield from track.over(LEVEL, key, outside, "MWh")


def check_need(fleet: EvFleet, case: Case, track: Track) -> Iterator[Finding]:
    """A group leaves with what it needs, or has at midnight what the morning cannot add; and with no more."""
    left: dict[str, float] = {}
    for key, group in groups(fleet, case):
        missing = 0.0
        for stay, _, level, start in levels_of(fleet, group, case, track.tasks[key]):
            need = group.departure_mwh
            if stay.is_carried_on:
                need = max(0.0, need - fleet.charged_mwh(group, group.departure))
            missing += max(0.0, need - float(level[-1]))
            above = float(level[-1]) - max(group.departure_mwh, start)
            if above > MW_TOLERANCE:
                yield track.whole_day(EXCESS, key, above, "MWh")
        rest = track.ledger.excuse_total("fleet_energy", key, missing / case.hours) * case.hours
        left[key] = max(rest, 0.0)
    total = sum(left.values())
    rest = track.ledger.excuse_total("fleet_energy", fleet.name, total / case.hours) * case.hours
    if rest > MW_TOLERANCE:
        for key, lacking in left.items():
            if lacking > MW_TOLERANCE:
                yield track.whole_day(NEED, key, lacking, "MWh")


def check_station(fleet: EvFleet, case: Case, track: Track) -> Iterator[Finding]:
    """The station's limit holds both ways, it does not take and give at once, and ships get their shore power."""
    charge, discharge = track.of("charge_mw", fleet.name), track.of("discharge_mw", fleet.name)
    unserved = track.of("unserved_mw", fleet.name)
    limit, due = case.limited_mw(fleet.name, fleet.power_mw_max), shore_due_mw(fleet, case)
    yield from track.over(STATION, fleet.name, np.maximum(charge + due - unserved, discharge) - limit)
    yield from track.over(BOTH, fleet.name, np.minimum(charge, discharge))
    yield from track.over(SHORE, fleet.name, track.ledger.excuse("firm_load", fleet.name, unserved))
    yield from track.over(SHORE, fleet.name, np.maximum(unserved - due, -unserved))


def check_sums(fleet: EvFleet, case: Case, track: Track) -> Iterator[Finding]:
    """The fleet's powers are the sums of its groups'."""
    powers = np.stack([track.tasks[key] for key, _ in groups(fleet, case)])
    yield from not_negative(fleet, track, "charge_mw", "discharge_mw")
    yield from track.apart(
        SUM, fleet.name, track.of("charge_mw", fleet.name), np.maximum(powers, 0.0).sum(axis=0)
    )
    given = np.maximum(-powers, 0.0).sum(axis=0)
    yield from track.apart(SUM, fleet.name, track.of("discharge_mw", fleet.name), given)
    served = shore_due_mw(fleet, case) - track.of("unserved_mw", fleet.name)
    power = track.of("power_mw", fleet.name)
    yield from track.apart(SUM, fleet.name, power, powers.sum(axis=0) + served)
    yield from injection(fleet, track, -power)


def _energy_mwh(fleet: EvFleet, case: Case, powers: Mapping[str, Array]) -> Array:
    """Energy in all batteries that stay beyond a step, MWh, shape (count,)."""
    total = np.zeros(case.steps.count)
    for key, group in groups(fleet, case):
        for stay, inside, level, _ in levels_of(fleet, group, case, powers[key]):
            total[inside] += level
            total[inside[-1]] -= 0.0 if stay.is_carried_on else level[-1]
    return total


def check_energy(fleet: EvFleet, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's own figure of the energy in all batteries that stay beyond the step."""
    wanted = _energy_mwh(fleet, case, track.tasks)
    yield from track.apart(ENERGY, fleet.name, track.of("energy_mwh", fleet.name), wanted, "MWh")


def check_demand(fleet: EvFleet, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's own figure of what the fleet would take on its own."""
    wanted = reference_mw(fleet, case)
    yield from track.apart(DEMAND, fleet.name, track.of("demand_mw", fleet.name), wanted)


def reference_mw(fleet: EvFleet, case: Case) -> Array:
    """Power on the reference day, MW, shape (count,); see the module's docstring."""
    limit = case.limited_mw(fleet.name, fleet.power_mw_max)
    charged = sum(_reference_groups(fleet, case).values())
    return np.asarray(np.minimum(shore_due_mw(fleet, case), limit) + charged, dtype=float)


def _reference_groups(fleet: EvFleet, case: Case) -> dict[str, Array]:
    """Charging power of each group on the reference day, MW."""
    due = shore_due_mw(fleet, case)
    limit = case.limited_mw(fleet.name, fleet.power_mw_max)
    free = np.maximum(np.where(case.pinned_mw(fleet.name) == 0.0, 0.0, limit) - due, 0.0)
    powers: dict[str, Array] = {}
    for key, group in groups(fleet, case):
        powers[key] = np.zeros(case.steps.count)
        for _, inside, start in _stays(fleet, group, case):
            most = np.minimum(group.count * group.charge_mw_max, free[inside]) * case.hours
            need = max(0.0, group.departure_mwh - start) / fleet.charge_efficiency_frac
            before = np.concatenate(([0.0], np.cumsum(most)[:-1]))
            power = np.clip(need - before, 0.0, most) / case.hours
            free[inside] -= power
            powers[key][inside] += power
    return powers


def reference_quantities(fleet: EvFleet, case: Case, own: Mapping[str, Array]) -> dict[str, Array]:
    """Energy in the batteries on the reference day."""
    return {"energy_mwh": _energy_mwh(fleet, case, _reference_groups(fleet, case))}


def costs(fleet: EvFleet, case: Case, track: Track) -> dict[str, float]:
    """Wear of what is given back; value of what stays in the batteries after the day, less what was in them before."""
    came = sum(
        start for group in fleet.groups for stay, _, start in _stays(fleet, group, case) if stay.is_carried_in
    )
    change = float(track.of("energy_mwh", fleet.name)[-1]) - came
    given_mwh = float(track.of("discharge_mw", fleet.name).sum()) * case.hours
    return {
        "wear": fleet.wear_yuan_per_mwh * given_mwh,
        "terminal_value": -fleet.terminal_value_yuan_per_mwh * change,
    }


def looped_mwh(fleet: EvFleet, case: Case, track: Track) -> Array:
    """The loss of the whole cycle for what is given back."""
    cycle = fleet.charge_efficiency_frac * fleet.discharge_efficiency_frac
    return np.asarray((1.0 / cycle - 1.0) * track.of("discharge_mw", fleet.name) * case.hours)


def headroom(fleet: EvFleet, case: Case, plan: Track, run: slice) -> Headroom:
    """All that the chargers can give, as long as there is anything in the batteries at all."""
    if not fleet.has_v2g:
        return Headroom()
    limit = case.limited_mw(fleet.name, fleet.power_mw_max)[run]
    held = sum(group.capacity_mwh for group in fleet.groups if group.has_v2g)
    given = plan.of("discharge_mw", fleet.name)[run]
    return Headroom(
        free_mw=given, stored_mw=limit - given, deliverable_mwh=held * fleet.discharge_efficiency_frac
    )


AUDIT = AssetAudit(
    operation=(check_pin, check_groups, check_need, check_station, check_sums, check_energy),
    variables=("injection_mw", "power_mw", "charge_mw", "discharge_mw", "energy_mwh", "unserved_mw"),
    declared=(check_demand,),
    declared_variables=("demand_mw", "is_loss_counted"),
    reference=reference_mw,
    reference_quantities=reference_quantities,
    costs=costs,
    tasks=groups,
    headroom=headroom,
    looped=looped_mwh,
    rules=(ABSENT, CHARGER, STATION, LEVEL, NEED, EXCESS, ENERGY, SUM, BOTH, SHORE, DEMAND),
)
