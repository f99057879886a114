"""What PV and wind have in common: A available, U used, C = A - U curtailed, with the cause of each curtailed MW."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.common import injection, not_negative
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.rules import Rule
from sites.assets.base import AssetBase

__all__ = [
    "CAUSES",
    "DECLARED_VARIABLES",
    "available_mw",
    "causes_mw",
    "check_available",
    "check_causes",
    "check_used",
    "costs",
]

CAUSES = ("network", "unit_minimum", "surplus", "export_limit", "price")
AT_MINIMUM_MW = 1e-4
DECLARED_VARIABLES = ("available_mw", "curtailed_mw", *(f"curtailed_{cause}_mw" for cause in CAUSES))


def available_mw(asset: AssetBase, case: Case) -> Array:
    """Forecast after outages and derates, MW, shape (count,)."""
    return case.expected_mw(asset.name)


def check_used(asset: AssetBase, case: Case, track: Track) -> Iterator[Finding]:
    """0 <= U <= A, and U is injected."""
    used = track.of("used_mw", asset.name)
    yield from not_negative(asset, track, "used_mw")
    yield from track.over(Rule.RENEWABLE_ABOVE_AVAILABLE, asset.name, used - case.expected_mw(asset.name))
    yield from injection(asset, track, used)


def check_available(asset: AssetBase, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's own figures of A and C."""
    available = track.of("available_mw", asset.name)
    yield from track.apart(Rule.RENEWABLE_AVAILABLE, asset.name, available, case.expected_mw(asset.name))
    curtailed = track.of("curtailed_mw", asset.name)
    yield from track.apart(Rule.RENEWABLE_CURTAILED, asset.name, curtailed, track.curtailed_mw(asset.name))


def causes_mw(asset: AssetBase, case: Case, track: Track) -> dict[str, Array]:
    """Curtailed power by cause, MW, shape (count,) each.

    ``network`` where the network takes no more from the bus; ``unit_minimum`` as much as units at their minimum give
    where nothing more may leave, borne by the sources in proportion. Of what is left: ``surplus`` where nothing may
    leave the area, ``export_limit`` where a limit above 0 is reached, else ``price``.
    """
    curtailed = track.curtailed_mw(asset.name)
    area = case.area_of(asset)
    limit = case.area_export_limit_mw(area)
    export = track.total("export_mw", case.in_area(area, "tie"))
    is_closed = limit <= 0.0
    is_reached = ~is_closed & (export >= limit - MW_TOLERANCE)
    is_full = track.is_network_full(asset.bus)
    free = ~is_full
    masks = (free & is_closed, free & is_reached, free & ~is_closed & ~is_reached)
    pressed = np.where(masks[2] | is_full, 0.0, curtailed) * _pressed_frac(case, track, area)
    left = curtailed - pressed
    network = {"network": np.where(is_full, curtailed, 0.0), "unit_minimum": pressed}
    return network | {cause: np.where(mask, left, 0.0) for cause, mask in zip(CAUSES[2:], masks, strict=True)}


def _pressed_frac(case: Case, track: Track, area: str) -> Array:
    """Share of the curtailed power of an area that units at their minimum stand in the way of, shape (count,)."""
    given, cut = np.zeros(case.steps.count), np.zeros(case.steps.count)
    for name in case.in_area(area, "unit"):
        least = case.site.assets[name].output_mw_least
        if least > 0:
            output, on = track.of("output_mw", name), track.of("is_on", name)
            given += np.where((on > 0.5) & (output <= least + AT_MINIMUM_MW), np.maximum(output, 0.0), 0.0)
    for name in case.in_area(area, "renewable"):
        cut += np.where(track.is_network_full(case.site.assets[name].bus), 0.0, track.curtailed_mw(name))
    return np.asarray(np.minimum(given / np.where(cut > 0, cut, 1.0), 1.0))


def check_causes(asset: AssetBase, case: Case, track: Track) -> Iterator[Finding]:
    """Each curtailed MW stands under its cause, and under no other."""
    apart = np.zeros(case.steps.count)
    for cause, wanted in causes_mw(asset, case, track).items():
        apart = np.maximum(apart, np.abs(track.of(f"curtailed_{cause}_mw", asset.name) - wanted))
    yield from track.over(Rule.CURTAILMENT_CAUSE, asset.name, apart)


def costs(asset: AssetBase, case: Case, track: Track) -> dict[str, float]:
    """What curtailing costs, where it does."""
    price = float(getattr(asset, "curtailment_cost_yuan_per_mwh", 0.0))
    cut_mwh = float(track.curtailed_mw(asset.name).sum()) * case.hours
    return {"curtailment": price * cut_mwh} if price > 0 else {}
