"""Absorption is never faked: no energy burnt in losses, nothing curtailed beside energy it could have replaced.

Both directions at once in a step are never right. The other three are right only for a reason that can be
named:

* a pin on the asset, or a declared relaxation in the step;
* a line, a transformer or a voltage at its limit: there each bus is looked at by itself;
* price, where cost is optimised before absorption or absorption has a value that caps it: being paid to
  import more than that value beats using one's own energy, in the step or later in the day;
* from one store into another, but never beside a surplus of the plan's own: stored energy is worth more in one than in
  the other, because terminal value, wear, efficiency or power per energy differ, or because one is fuller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatch.audit.case import Case, Track
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.registry import CHECKS
from dispatch.audit.rules import Rule
from dispatch.audit.structure import Declared

__all__ = ["absorbed_mwh", "check_both_ways", "check_curtailing", "check_held", "check_stores"]

WORTHS = (
    "terminal_value_yuan_per_mwh",
    "wear_yuan_per_mwh",
    "charge_efficiency_frac",
    "discharge_efficiency_frac",
    "self_discharge_frac_per_day",
    "given_per_stored",
    "terminal",
    "terminal_frac_target",
    "terminal_penalty_yuan_per_mwh",
    "calendar_wear_yuan_per_mwh_hour",
    "calendar_wear_soc_frac",
    "taper_charge_soc_frac",
    "taper_discharge_soc_frac",
    "draw_frac",
)
BURN_WEIGHT = 1.01  # as stated in the definition of the stage: burning is worse than curtailing
BESIDE_SURPLUS_MW = 1e-3
ALLOWED_MWH_MOST = 0.01


def check_both_ways(case: Case, track: Track) -> Iterator[Finding]:
    """No store charges and discharges, and no tie imports and exports, in one step, but where both may."""
    for rule, names, one, other in (
        (Rule.CHARGE_AND_DISCHARGE, case.stores, "charge_mw", "discharge_mw"),
        (Rule.IMPORT_AND_EXPORT, case.ties, "import_mw", "export_mw"),
    ):
        for name in names:
            if not getattr(case.site.assets[name], "is_one_way", True):
                continue
            yield from track.over(rule, name, np.minimum(track.of(one, name), track.of(other, name)))


def check_curtailing(case: Case, track: Track, declared: Declared) -> Iterator[Finding]:
    """In an area that curtails, nothing is discharged and nothing imported, unless for a named reason."""
    allowed_mwh = _allowed_mwh(declared)
    for area in case.site.area_names:
        free = ~_is_relaxed(case, track, area)
        curtailed = _unpinned(case, track, area, "renewable", lambda name: _movable_mw(case, track, name))
        discharged = _unpinned(case, track, area, "store", lambda name: track.of("discharge_mw", name))
        imported = _unpinned(case, track, area, "tie", lambda name: track.of("import_mw", name))
        is_paid = _is_paid(case, area)
        burnt = np.where(free, np.minimum(curtailed, discharged), 0.0)
        if not is_paid.any():
            yield from _beyond(track, Rule.DISCHARGE_WHILE_CURTAILING, area, burnt, allowed_mwh)
        displaced = np.where(free & ~is_paid, np.minimum(curtailed, imported), 0.0)
        yield from _beyond(track, Rule.IMPORT_WHILE_CURTAILING, area, displaced, allowed_mwh)
        if not is_paid.any():
            yield from _check_full_buses(case, track, area, free, allowed_mwh)


def _movable_mw(case: Case, track: Track, name: str) -> Array:
    """What a renewable could have fed in for any bus of its area, MW: nothing where the network takes no more."""
    is_full = track.is_network_full(case.site.assets[name].bus)
    return np.where(is_full, 0.0, _spare_mw(case, track, name))


def _check_full_buses(
    case: Case, track: Track, area: str, free: NDArray[np.bool_], allowed_mwh: float
) -> Iterator[Finding]:
    """Where the network takes no more from a bus, nothing is discharged on the bus itself while it curtails."""
    for bus in {case.site.assets[name].bus for name in case.in_area(area, "renewable")}:
        is_full = track.is_network_full(bus) & free
        spare, given = np.zeros(case.steps.count), np.zeros(case.steps.count)
        for name in case.in_area(area, "renewable") if is_full.any() else ():
            if case.site.assets[name].bus == bus and np.isnan(case.pinned_mw(name)).all():
                spare += _spare_mw(case, track, name)
        for name in case.in_area(area, "store") if is_full.any() else ():
            if case.site.assets[name].bus == bus and np.isnan(case.pinned_mw(name)).all():
                given += track.of("discharge_mw", name)
        burnt = np.where(is_full, np.minimum(spare, given), 0.0)
        yield from _beyond(track, Rule.DISCHARGE_WHILE_CURTAILING, bus, burnt, allowed_mwh)


def _spare_mw(case: Case, track: Track, name: str) -> Array:
    """What a renewable could have fed in instead of curtailing it, as far as its machines go, MW."""
    asset = case.site.assets[name]
    return CHECKS[asset.type].spare_mw(asset, case, track)


def _is_relaxed(case: Case, track: Track, area: str) -> NDArray[np.bool_]:
    """Steps with a declared relaxation in an area or of the whole site, shape (count,)."""
    return track.ledger.is_relaxed(("", case.site.name, *case.site.of_area(area)))


def _unpinned(case: Case, track: Track, area: str, role: str, power: Callable[[str], Array]) -> Array:
    total = np.zeros(case.steps.count)
    for name in case.in_area(area, role):
        total += np.where(np.isnan(case.pinned_mw(name)), power(name), 0.0)
    return np.where(total > MW_TOLERANCE, total, 0.0)


def _is_paid(case: Case, area: str) -> NDArray[np.bool_]:
    """Steps in which importing pays more than an absorbed MWh is worth, shape (count,)."""
    order, value = case.site.objective.order, case.site.objective.absorption_value_yuan_per_mwh
    is_second = "absorption" in order and order.index("cost") < order.index("absorption")
    if "absorption" not in order:
        return np.ones(case.steps.count, dtype=bool)
    is_paid = np.zeros(case.steps.count, dtype=bool)
    for tie in case.in_area(area, "tie") if is_second or value is not None else ():
        price, _ = case.prices_yuan_per_mwh(tie)
        is_paid |= price <= 0.0 if is_second else price < -(value or 0.0)
    return is_paid


def _allowed_mwh(declared: Declared) -> float:
    """The stated tolerance at which later stages hold the absorption, MWh, as far as it is a rounding.

    Twice that: what is held is used energy less losses, so that used energy alone may fall by somewhat more.
    """
    for stage in declared.attrs["stages"]:
        if isinstance(stage, dict) and stage.get("name") == "absorption":
            tolerance = stage.get("tolerance")
            return min(2 * float(tolerance), ALLOWED_MWH_MOST) if isinstance(tolerance, int | float) else 0.0
    return 0.0


def _beyond(track: Track, rule: Rule, area: str, power: Array, allowed_mwh: float) -> Iterator[Finding]:
    if float(power.sum()) * track.case.hours > allowed_mwh * (1 + 1e-6) + MW_TOLERANCE * track.case.hours:
        yield from track.over(rule, area, power)


def check_stores(case: Case, track: Track) -> Iterator[Finding]:
    """No store charges while another in its area discharges, unless a stored MWh is worth more there."""
    for area in case.site.area_names:
        free = ~_is_relaxed(case, track, area)
        is_surplus = _surplus_mw(case, track, area) > BESIDE_SURPLUS_MW
        stores = case.in_area(area, "store")
        moved = np.zeros(case.steps.count)
        for giver, taker in permutations(stores, 2):
            own_mw = getattr(
                case.site.assets[taker], "draw_mw", 0.0
            )  # what it needs for itself is no charging
            passed = np.minimum(track.of("discharge_mw", giver), track.of("charge_mw", taker) - own_mw)
            is_pinned = ~np.isnan(case.pinned_mw(giver)) | ~np.isnan(case.pinned_mw(taker))
            is_right = is_pinned | (~is_surplus & _is_worth_more(case, track, giver, taker))
            moved = np.maximum(moved, np.where(is_right, 0.0, passed))
        yield from track.over(Rule.STORE_TO_STORE, area, np.where(free, moved, 0.0))


def _surplus_mw(case: Case, track: Track, area: str) -> Array:
    """What the plan has available in an area above its load and its export limit, MW, shape (count,)."""
    available = sum(
        (case.expected_mw(name) for name in case.in_area(area, "renewable")), np.zeros(case.steps.count)
    )
    load = track.total("power_mw", case.in_area(area, "load"))
    return np.asarray(available - load - case.area_export_limit_mw(area), dtype=float)


def _is_worth_more(case: Case, track: Track, giver: str, taker: str) -> NDArray[np.bool_]:
    one: Any = case.site.assets[giver]
    other: Any = case.site.assets[taker]
    is_unlike = any(getattr(one, name, None) != getattr(other, name, None) for name in WORTHS) or (
        one.power_mw_rated * other.energy_mwh_max != other.power_mw_rated * one.energy_mwh_max
    )
    levels = [
        (track.level_before_mwh(store.name) - store.level_mwh_min)
        / max(store.level_mwh_max - store.level_mwh_min, 1e-9)
        for store in (one, other)
    ]
    is_fuller = np.abs(levels[0] - levels[1]) > 1e-6
    return np.asarray(is_unlike | is_fuller)


def absorbed_mwh(case: Case, track: Track) -> float:
    """What the absorption stage maximises: used energy less what stores burn in S and the steps that joined it, MWh.

    A store that gives back in a step of surplus has burnt its whole cycle's loss, (1 / (eta_c eta_d) - 1) d h.
    """
    used = float(track.total("used_mw", case.renewables).sum()) * case.hours
    burnt = 0.0
    for name, asset in case.site.assets.items():
        looped = CHECKS[asset.type].looped
        if looped is not None:
            is_counted = track.of("is_loss_counted", name) > 0
            burnt += float(looped(asset, case, track)[is_counted].sum())
    return used - BURN_WEIGHT * burnt


def check_held(case: Case, track: Track, declared: Declared) -> Iterator[Finding]:
    """The stages after absorption gave none of it back, beyond their stated tolerance."""
    if case.site.objective.absorption_value_yuan_per_mwh is not None:
        return
    for stage in declared.attrs["stages"]:
        if (
            not isinstance(stage, dict)
            or stage.get("name") != "absorption"
            or stage.get("status") == "not_reached"
        ):
            continue
        value, tolerance = stage.get("value"), stage.get("tolerance")
        if isinstance(value, int | float):
            stated = float(tolerance) if isinstance(tolerance, int | float) else 0.0
            short = value - absorbed_mwh(case, track) - min(stated, max(ALLOWED_MWH_MOST, 1e-5 * abs(value)))
            if not short <= MW_TOLERANCE:
                yield track.whole_day(Rule.ABSORPTION_NOT_HELD, "", short, "MWh")
