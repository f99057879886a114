"""Rules that hold for every asset."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.finding import Array, Finding
from dispatch.audit.rules import Rule
from sites.assets.base import AssetBase

__all__ = ["check_pin", "injection", "not_negative", "steps_at_least", "steps_at_most"]


def check_pin(asset: AssetBase, case: Case, track: Track) -> Iterator[Finding]:
    """Where the day's facts pin the asset, it injects exactly that."""
    pinned = case.pinned_mw(asset.name)
    if np.isnan(pinned).all():
        return
    excess = np.where(
        np.isnan(pinned), 0.0, np.abs(track.of("injection_mw", asset.name) - np.nan_to_num(pinned))
    )
    yield from track.over(Rule.PIN, asset.name, track.ledger.excuse("pin", asset.name, excess))


def injection(asset: AssetBase, track: Track, wanted_mw: Array) -> Iterator[Finding]:
    """The injection is what the asset's own powers say."""
    yield from track.apart(Rule.INJECTION, asset.name, track.of("injection_mw", asset.name), wanted_mw)


def not_negative(asset: AssetBase, track: Track, *variables: str) -> Iterator[Finding]:
    """Powers that have a direction of their own are not negative."""
    for variable in variables:
        yield from track.over(Rule.NEGATIVE_POWER, asset.name, -track.of(variable, asset.name))


def steps_at_least(hours: float, case: Case) -> int:
    """Fewest whole steps that last some hours."""
    return int(np.ceil(hours / case.hours - 1e-9))


def steps_at_most(hours: float, case: Case) -> int:
    """Most whole steps within some hours."""
    return int(np.floor(hours / case.hours + 1e-9))
