"""One balance for each bus and step: what is injected is taken; and the sums over the site."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.finding import Finding
from dispatch.audit.rules import Rule
from dispatch.audit.structure import Declared

__all__ = ["check_balance", "check_totals"]


def check_balance(case: Case, track: Track) -> Iterator[Finding]:
    """The injections of a bus sum to 0 in each step."""
    for bus in case.site.buses:
        on_bus = tuple(name for name, asset in case.site.assets.items() if asset.bus == bus)
        yield from track.over(Rule.BUS_BALANCE, bus, np.abs(track.total("injection_mw", on_bus)))


def check_totals(track: Track, declared: Declared) -> Iterator[Finding]:
    """The schedule's own sums of exchange and load."""
    yield from track.apart(Rule.NET_EXCHANGE, "", declared.series["net_exchange_mw"], track.exchange_mw)
    yield from track.apart(Rule.LOAD_TOTAL, "", declared.series["load_mw"], track.load_mw)
