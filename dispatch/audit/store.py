"""Audit of what all stores have in common.

Level at the end of a step: E_t = k E_(t-1) + s (eta_c C_t - D_t / eta_d), with charging power C and discharging power
D in MW, and (k, s) = ``Store.retention``: the exact solution of dE/dt = -a E + p over the step. A store that needs
something for itself (``draw_mw`` a while it is in service, and a share k of what passes) shows its net power at the
bus, n = C (1 + k) + a, or a - D (1 - k), from which C and D follow, since it never does both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, injection, not_negative
from dispatch.audit.finding import Array, Finding
from dispatch.audit.interface import Check, Headroom
from sites.assets.store import Store

__all__ = ["OWN", "Names", "begin_mwh", "costs", "draw_mw", "headroom", "idle_mwh", "inner_mw", "looped_mwh"]

VARIABLES = ("injection_mw", "charge_mw", "discharge_mw", "energy_mwh")
DECLARED_VARIABLES = ("loss_mwh", "is_loss_counted")


@dataclass(frozen=True)
class Names:
    """What the rules of a type of store are called."""

    charge_limit: str
    discharge_limit: str
    recursion: str
    window: str
    physical: str
    loss: str

    @property
    def operation(self) -> tuple[Check, ...]:
        """Rules of any complete day."""
        return check_pin, self.check_powers, self.check_recursion, self.check_levels

    def check_powers(self, store: Store, case: Case, track: Track) -> Iterator[Finding]:
        """Both powers are not negative and within their limits; what is injected is D - C."""
        charge, discharge = track.of("charge_mw", store.name), track.of("discharge_mw", store.name)
        yield from not_negative(store, track, "charge_mw", "discharge_mw")
        yield from injection(store, track, discharge - charge)
        inner = inner_mw(store, case, track)
        limits = store.charging_mw_max, store.power_mw_rated
        rules = self.charge_limit, self.discharge_limit
        for rule, power, rated in zip(rules, inner, limits, strict=True):
            excess = power - case.limited_mw(store.name, rated)
            yield from track.over(rule, store.name, track.ledger.excuse("power_limit", store.name, excess))

    def check_recursion(self, store: Store, case: Case, track: Track) -> Iterator[Finding]:
        """Each level follows from the one before; see the module's docstring."""
        kept, span_hours = store.retention(case.hours)
        charge, discharge = inner_mw(store, case, track)
        power_mw = store.stored_per_taken * charge - discharge / store.given_per_stored
        wanted = kept * track.level_before_mwh(store.name) + span_hours * power_mw
        level = track.of("energy_mwh", store.name)
        yield from track.apart(self.recursion, store.name, level, wanted, "MWh")

    def check_levels(self, store: Store, case: Case, track: Track) -> Iterator[Finding]:
        """The level stays in its window; and, relaxed or not, between empty and full."""
        level = track.of("energy_mwh", store.name)
        for excess in (store.level_mwh_min - level, level - store.level_mwh_max):
            left = track.ledger.excuse("level_window", store.name, excess)
            yield from track.over(self.window, store.name, left, "MWh")
        for excess in (-level, level - store.energy_mwh_max):
            yield from track.over(self.physical, store.name, excess, "MWh")

    def check_loss(self, store: Store, case: Case, track: Track) -> Iterator[Finding]:
        """The schedule's own figure of the losses: (C - D) h - (E_t - E_(t-1)), of the net powers."""
        declared = track.of("loss_mwh", store.name)
        yield from track.apart(self.loss, store.name, declared, track.loss_mwh(store.name), "MWh")


OWN = Names(
    charge_limit="store-charge-limit",
    discharge_limit="store-discharge-limit",
    recursion="store-level-recursion",
    window="store-level-window",
    physical="store-level-physical",
    loss="store-loss",
)
"""Rules of the stores that have no names of their own."""
OWN_RULES = tuple(str(name) for name in vars(OWN).values())


def check_one_way(store: Store, case: Case, track: Track) -> Iterator[Finding]:
    """A store that is not electric does not charge and discharge at once either."""
    both = np.minimum(track.of("charge_mw", store.name), track.of("discharge_mw", store.name))
    yield from track.over("store-both-ways", store.name, both)


def draw_mw(store: Store, case: Case) -> Array:
    """What a store takes for itself while it stands still, MW, shape (count,)."""
    share = case.day.available_frac(store.name, case.steps)
    return np.asarray(store.draw_mw * share, dtype=float)


def inner_mw(store: Store, case: Case, track: Track) -> tuple[Array, Array]:
    """Charging and discharging power behind the net power at the bus, MW, shape (count,) each."""
    charge, discharge = track.of("charge_mw", store.name), track.of("discharge_mw", store.name)
    if store.draw_mw == 0.0 and store.draw_frac == 0.0:
        return charge, discharge
    missing = track.ledger.declared.get(("firm_load", store.name), np.zeros(case.steps.count))
    track.ledger.excuse("firm_load", store.name, missing)
    net = charge - discharge + missing - draw_mw(store, case)
    return np.maximum(net, 0.0) / (1.0 + store.draw_frac), np.maximum(-net, 0.0) / (1.0 - store.draw_frac)


def begin_mwh(store: Store, case: Case, track: Track) -> float:
    """Level at the beginning of the day, MWh; where it ends, for a store whose days close in themselves."""
    return float(track.level_before_mwh(store.name)[0])


def costs(store: Store, case: Case, track: Track) -> dict[str, float]:
    """Wear of what is discharged; the value of the energy added, as a negative cost; what lacks at the end."""
    _, discharge = inner_mw(store, case, track)
    end = float(track.of("energy_mwh", store.name)[-1])
    parts = {
        "wear": store.wear_yuan_per_mwh * float(discharge.sum()) * case.hours,
        "terminal_value": -store.terminal_value_yuan_per_mwh * (end - begin_mwh(store, case, track)),
    }
    if store.terminal == "target":
        parts["terminal_target"] = store.terminal_penalty_yuan_per_mwh * max(
            0.0, store.level_mwh_target - end
        )
    return parts


def looped_mwh(store: Store, case: Case, track: Track) -> Array:
    """The loss of the whole cycle for what is given back: ((1 + k) / (eta_c eta_d) - (1 - k)) D h.

    With what the store draws beside, k; nothing where fuel adds.
    """
    cycle = store.stored_per_taken * store.given_per_stored
    _, discharge = inner_mw(store, case, track)
    lost = (1.0 + store.draw_frac) / cycle - (1.0 - store.draw_frac)
    return np.asarray(max(0.0, lost) * discharge * case.hours)


def idle_mwh(store: Store, case: Case) -> Array:
    """Level of a store that is left alone, MWh, shape (count,). What closes with losses is empty."""
    kept, _ = store.retention(case.hours)
    start = case.state.level_mwh(case.site, store.name)
    if store.is_cyclic and kept < 1.0:
        start = 0.0
    return np.asarray(start * kept ** np.arange(1, case.steps.count + 1), dtype=float)


def headroom(store: Store, case: Case, plan: Track, run: slice) -> Headroom:
    """Power up to the rated one, as long as there is energy above the lowest level."""
    given = plan.of("discharge_mw", store.name)[run] - plan.of("charge_mw", store.name)[run]
    held = max(0.0, float(plan.level_before_mwh(store.name)[run.start]) - store.level_mwh_min)
    return Headroom(
        stored_mw=case.limited_mw(store.name, store.power_mw_rated)[run] - given,
        deliverable_mwh=held * store.given_per_stored - float(given.sum()) * case.hours,
    )
