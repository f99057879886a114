"""Audit of a battery.

Level at the end of a step: E_t = k E_(t-1) + s (eta_c C_t - D_t / eta_d), with charging power C and
discharging power D at the bus in MW, and (k, s) = ``Battery.retention``: the exact solution of dE/dt = -a E
+ p over the step.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dispatch.audit.case import AssetAudit, Case, Headroom, Track
from dispatch.audit.common import check_pin, injection, not_negative
from dispatch.audit.finding import Array, Finding
from dispatch.audit.rules import Rule
from sites.assets.battery import Battery

__all__ = ["AUDIT", "check_levels", "check_loss", "check_powers", "check_recursion", "costs", "idle_mwh"]


def check_powers(battery: Battery, case: Case, track: Track) -> Iterator[Finding]:
    """Both powers are not negative and within their limits; what is injected is D - C."""
    charge, discharge = track.of("charge_mw", battery.name), track.of("discharge_mw", battery.name)
    yield from not_negative(battery, track, "charge_mw", "discharge_mw")
    yield from injection(battery, track, discharge - charge)
    charge_limit = case.limited_mw(battery.name, battery.charging_mw_max)
    excess = track.ledger.excuse("power_limit", battery.name, charge - charge_limit)
    yield from track.over(Rule.BATTERY_CHARGE_LIMIT, battery.name, excess)
    discharge_limit = case.limited_mw(battery.name, battery.power_mw_max)
    excess = track.ledger.excuse("power_limit", battery.name, discharge - discharge_limit)
    yield from track.over(Rule.BATTERY_DISCHARGE_LIMIT, battery.name, excess)


def check_recursion(battery: Battery, case: Case, track: Track) -> Iterator[Finding]:
    """Each level follows from the one before; see the module's docstring."""
    kept, span_hours = battery.retention(case.hours)
    power_mw = (
        battery.charge_efficiency_frac * track.of("charge_mw", battery.name)
        - track.of("discharge_mw", battery.name) / battery.discharge_efficiency_frac
    )
    wanted = kept * track.level_before_mwh(battery.name) + span_hours * power_mw
    level = track.of("energy_mwh", battery.name)
    yield from track.apart(Rule.BATTERY_LEVEL_RECURSION, battery.name, level, wanted, "MWh")


def check_levels(battery: Battery, case: Case, track: Track) -> Iterator[Finding]:
    """The level stays in its window; and, relaxed or not, between empty and full."""
    level = track.of("energy_mwh", battery.name)
    for excess in (battery.level_mwh_min - level, level - battery.level_mwh_max):
        left = track.ledger.excuse("level_window", battery.name, excess)
        yield from track.over(Rule.BATTERY_LEVEL_WINDOW, battery.name, left, "MWh")
    for excess in (-level, level - battery.energy_mwh_max):
        yield from track.over(Rule.BATTERY_LEVEL_PHYSICAL, battery.name, excess, "MWh")


def check_loss(battery: Battery, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's own figure of the losses: (C - D) h - (E_t - E_(t-1))."""
    declared = track.of("loss_mwh", battery.name)
    yield from track.apart(Rule.BATTERY_LOSS, battery.name, declared, track.loss_mwh(battery.name), "MWh")


def costs(battery: Battery, case: Case, track: Track) -> dict[str, float]:
    """Wear of what is discharged; the value of the energy added to the store, as a negative cost."""
    discharged_mwh = float(track.of("discharge_mw", battery.name).sum()) * case.hours
    gained_mwh = float(track.of("energy_mwh", battery.name)[-1]) - case.state.level_mwh(
        case.site, battery.name
    )
    return {
        "wear": battery.wear_yuan_per_mwh * discharged_mwh,
        "terminal_value": -battery.terminal_value_yuan_per_mwh * gained_mwh,
    }


def looped_mwh(battery: Battery, case: Case, track: Track) -> Array:
    """The loss of the whole cycle for what is given back: (1 / (eta_c eta_d) - 1) D h."""
    cycle = battery.charge_efficiency_frac * battery.discharge_efficiency_frac
    return np.asarray((1.0 / cycle - 1.0) * track.of("discharge_mw", battery.name) * case.hours)


def idle_mwh(battery: Battery, case: Case) -> Array:
    """Level of a battery that is left alone, MWh, shape (count,)."""
    kept, _ = battery.retention(case.hours)
    start = case.state.level_mwh(case.site, battery.name)
    return np.asarray(start * kept ** np.arange(1, case.steps.count + 1), dtype=float)


def headroom(battery: Battery, case: Case, plan: Track, run: slice) -> Headroom:
    """Power up to the rated one, as long as there is energy above the lowest level."""
    given = plan.of("discharge_mw", battery.name)[run] - plan.of("charge_mw", battery.name)[run]
    held = max(0.0, float(plan.level_before_mwh(battery.name)[run.start]) - battery.level_mwh_min)
    return Headroom(
        stored_mw=case.limited_mw(battery.name, battery.power_mw_max)[run] - given,
        deliverable_mwh=held * battery.discharge_efficiency_frac - float(given.sum()) * case.hours,
    )


AUDIT = AssetAudit(
    operation=(check_pin, check_powers, check_recursion, check_levels),
    variables=("injection_mw", "charge_mw", "discharge_mw", "energy_mwh"),
    declared=(check_loss,),
    declared_variables=("loss_mwh", "is_loss_counted"),
    costs=costs,
    idle_mwh=idle_mwh,
    headroom=headroom,
    looped=looped_mwh,
)
