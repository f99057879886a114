"""Losses where no solver chooses: they follow from what flows, and what flows follows from them.

Losses change what the tie exchanges, which changes no flow behind it, and what is curtailed under an export limit,
which does. So they are found in passes: the day without losses, its AC losses, the day with these, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dispatch.network.feeder import Feeder, feeder_of
from dispatch.network.flow import ac_flow, ac_losses_mw, taken_at_buses
from dispatch.network.tangents import Linearisation, point_of
from dispatch.network.variables import is_binding
from dispatch.windows import Array

if TYPE_CHECKING:
    from dispatch.case import Case
    from sites.site import Site

__all__ = ["full_steps", "linearised", "settled_losses_mw"]

MOST_PASSES = 30
SETTLED_MW = 1e-10
SHIFTS = (-1.0, -0.5, 0.5, 1.0)
Homes = Mapping[str, Array]


def settled_losses_mw(
    site: Site, count: int, fill: Callable[[Homes], Homes], feeds: Mapping[str, Array]
) -> dict[str, Array]:
    """Losses of each area with branches, MW, shape (count,).

    Parameters
    ----------
    fill : callable
        From losses by area to the injection of each asset at home, MW.
    feeds : mapping of str to array
        Injections into further buses, by ``asset/field``, MW.
    """
    losses: dict[str, Array] = {}
    for _ in range(MOST_PASSES if site.branches else 0):
        after = ac_losses_mw(site, *taken_at_buses(site, count, fill(losses), feeds))
        changes = [np.abs(after[area] - losses.get(area, 0.0)).max() for area in after]
        losses = after
        if max(changes) < SETTLED_MW:
            break
    return losses


def linearised(case: Case) -> Linearisation | None:
    """The network about the flows of the reference day; None without branches.

    Losses hold as an equation where losing energy may pay: in steps of surplus, of negative prices, and of renewables
    that the network could not take. Elsewhere they get tangents on either side as well, as far as what stands beyond a
    branch can move away from the reference day: the first plan then lies near one.
    """
    site, count = case.site, case.steps.count
    if not site.branches:
        return None
    feeder = feeder_of(site)
    taken = taken_at_buses(site, count, case.reference.injection_mw, case.reference.feed_mw)
    point = point_of(feeder, ac_flow(site, *taken), *taken)
    prices = [*case.import_price.values(), *case.export_price.values()]
    is_negative = np.min(prices, axis=0) < 0 if prices else np.zeros(count, dtype=bool)
    areas = [site.areas[site.branches[name].from_bus] for name in feeder.branches]
    is_exact = np.stack([case.surplus_on(area) | is_negative for area in areas], axis=1)
    about = Linearisation.at(feeder, point, is_exact)
    reach = _movable_mw(case, feeder)
    shifts = [point.shifted(share * reach) for share in SHIFTS] if reach.any() else []
    return replace(about, points=(*shifts, point))


def _movable_mw(case: Case, feeder: Feeder) -> Array:
    """How far stores, units and the like beyond a branch can move its flow, MW, shape (branches,)."""
    site = case.site
    most = np.zeros(len(feeder.buses))
    for name, asset in site.assets.items():
        place = feeder.place(asset.bus)
        if place is None or asset.role in ("tie", "renewable") or name in case.demand_mw:
            continue
        rated = getattr(asset, "power_mw_rated", None) or asset.power_mw_taken_most
        most[place] += float(rated or -case.reference.injection_mw[name].min(initial=0.0))
    for place in reversed(range(len(feeder.branches))):
        most[feeder.parent[place]] += most[feeder.child[place]]
    return np.asarray(most[feeder.child])


def full_steps(case: Case) -> dict[str, frozenset[int]]:
    """Steps, by area, in which the network could not take the renewables of the reference day.

    What a store gives back there displaces renewables, as it does beside a surplus of the area.
    """
    site, count = case.site, case.steps.count
    found: dict[str, frozenset[int]] = {}
    if not site.branches:
        return found
    taken = taken_at_buses(site, count, case.reference.injection_mw, case.reference.feed_mw)
    binding = is_binding(site, feeder_of(site), ac_flow(site, *taken))
    for name, available in case.available_mw.items():
        bus = site.assets[name].bus
        if bus in binding:
            steps = frozenset(np.flatnonzero(binding[bus] & (available > 0)).tolist())
            found[site.areas[bus]] = found.get(site.areas[bus], frozenset()) | steps
    return found
