"""Spinning reserve of the site: what all assets hold reaches what is needed; what it costs where it may fall short."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.finding import Array, Finding
from dispatch.audit.registry import CHECKS
from dispatch.audit.rules import Rule

__all__ = ["check_reserve", "reserve_costs"]


def short_mw(case: Case, track: Track) -> Array:
    """By how much the reserve falls short, MW, shape (count,)."""
    held = np.zeros(case.steps.count)
    if case.site.reserve is None:
        return held
    for name, asset in case.site.assets.items():
        if "reserve_mw" in CHECKS[asset.type].variables and "reserve_mw" in track.variables:
            held = held + track.of("reserve_mw", name)
    return np.maximum(case.site.reserve.needed_mw(case.site, case.steps) - held, 0.0)


def check_reserve(case: Case, track: Track) -> Iterator[Finding]:
    """Where no price is set for it, the reserve is held."""
    rule = case.site.reserve
    if rule is not None and rule.shortage_yuan_per_mwh is None:
        short = track.ledger.excuse("reserve", "", short_mw(case, track))
        yield from track.over(Rule.RESERVE, "", short)


def reserve_costs(case: Case, track: Track) -> dict[str, float]:
    """Cost of what is short, yuan."""
    rule = case.site.reserve
    if rule is None:
        return {}
    price = rule.shortage_yuan_per_mwh or 0.0
    return {"reserve_shortage": price * float(short_mw(case, track).sum()) * case.hours}
