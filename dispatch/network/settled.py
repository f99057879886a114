"""Losses where no solver chooses: they follow from what flows, and what flows follows from them.

Losses change what the tie exchanges, which changes no flow behind it, and what is curtailed under an export limit,
which does. So they are found in passes: the day without losses, its AC losses, the day with these, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from dispatch.network.feeder import feeder_of
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
    above what an area takes, whose voltages may rise to their limit.
    """
    site, count = case.site, case.steps.count
    if not site.branches:
        return None
    feeder = feeder_of(site)
    taken = taken_at_buses(site, count, case.reference.injection_mw, case.reference.feed_mw)
    point = point_of(feeder, ac_flow(site, *taken), *taken)
    tempting = np.isin(np.arange(count), list(case.tempting))
    areas = [site.areas[site.branches[name].from_bus] for name in feeder.branches]
    fed_back = {area: _net_mw(case, area) < 0 for area in set(areas)}
    is_exact = np.stack([case.reference.is_surplus_on[a] | tempting | fed_back[a] for a in areas], axis=1)
    return Linearisation.at(feeder, point, is_exact)


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


def _net_mw(case: Case, area: str) -> Array:
    """What the ties of an area bring on the reference day, MW, shape (count,)."""
    ties = case.site.of_area(area, "tie")
    zero = np.zeros(case.steps.count)
    return np.asarray(sum((case.reference.injection_mw[tie] for tie in ties), zero), dtype=float)
