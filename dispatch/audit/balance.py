"""One balance for each bus and step: what is injected is taken; and the sums over the site."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.finding import Array, Finding
from dispatch.audit.rules import Rule
from dispatch.audit.structure import Declared

__all__ = ["check_balance", "check_totals"]


def check_balance(case: Case, track: Track) -> Iterator[Finding]:
    """What is fed into a bus is taken from it or cooled away in each step, the latter within its limit."""
    for bus, about in case.site.buses.items():
        yield from track.over(Rule.BUS_BALANCE, bus, np.abs(track.into(bus)))
        spilled = track.spilled.get(bus, np.zeros(case.steps.count))
        most = np.minimum(about.spilled_mw_max or 0.0, np.maximum(_unit_heat_mw(case, track, bus), 0.0))
        above = np.maximum(spilled - most, -spilled)
        yield from track.over(Rule.SPILL_LIMIT, bus, track.ledger.excuse("spill_limit", bus, above))


def _unit_heat_mw(case: Case, track: Track, bus: str) -> Array:
    """What units feed into a bus, MW, shape (count,): nothing else is cooled away."""
    total = np.zeros(case.steps.count)
    for name in case.site.of_role("unit"):
        for field, other in case.site.assets[name].buses.items():
            if other == bus:
                total = total + track.fed(name, field)
    return total


def check_totals(track: Track, declared: Declared) -> Iterator[Finding]:
    """The schedule's own sums of exchange and load."""
    yield from track.apart(Rule.NET_EXCHANGE, "", declared.series["net_exchange_mw"], track.exchange_mw)
    yield from track.apart(Rule.LOAD_TOTAL, "", declared.series["load_mw"], track.load_mw)
