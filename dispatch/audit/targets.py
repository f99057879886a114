"""Achieved shaving, recomputed: P_ref and P_plan are maxima of the target's series in the peak windows.

Shaving is (P_ref - P_plan) / P_ref, none where P_ref <= 0. Outside the windows the plan stays at or below
the reference day's own maximum.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.reference import Reference
from dispatch.audit.rules import Rule

__all__ = ["capability_kpis", "check_outside", "gap_to_close", "series_mw", "shaving_kpis"]


def series_mw(case: Case, track: Track) -> Array:
    """The series that the shaving target is about, MW, shape (count,)."""
    return track.load_mw if case.site.targets.series == "load" else track.exchange_mw


def check_outside(case: Case, track: Track, reference: Reference) -> Iterator[Finding]:
    """Outside the windows the plan makes no peak above the reference day's."""
    if not reference.has_target:
        return
    above = np.where(reference.is_window, 0.0, series_mw(case, track) - reference.day_peak_mw)
    for name in ("", case.site.name, *case.ties):
        above = track.ledger.excuse("outside_peak", name, above)
    yield from track.over(Rule.OUTSIDE_PEAK, "", above)


def shaving_kpis(case: Case, track: Track, reference: Reference) -> dict[str, Any]:
    """Indicators of achieved shaving; None where they do not apply."""
    target = case.site.targets.shaving_frac
    result: dict[str, Any] = {
        "reference_peak_mw": reference.peak_mw,
        "plan_peak_mw": None,
        "shaving_frac": None,
        "shaving_target_frac": target,
        "shaving_shortfall_mw": None,
        "is_shaving_met": None,
    }
    if reference.peak_mw is None:
        return result
    plan_peak = float(series_mw(case, track)[reference.is_window].max())
    result["plan_peak_mw"] = plan_peak
    if reference.has_target:
        shortfall = plan_peak - (1.0 - target) * reference.peak_mw
        result["shaving_frac"] = (reference.peak_mw - plan_peak) / reference.peak_mw
        result["shaving_shortfall_mw"] = max(0.0, shortfall)
        result["is_shaving_met"] = int(shortfall <= MW_TOLERANCE)
    return result


def gap_to_close(case: Case, track: Track, reference: Reference) -> dict[str, Any] | None:
    """What is missing to the shaving target: MW at the worst step, MWh in all, and the steps; None where nothing is."""
    if reference.peak_mw is None or not reference.has_target:
        return None
    most = (1.0 - case.site.targets.shaving_frac) * reference.peak_mw
    excess = np.where(reference.is_window, series_mw(case, track) - most, 0.0)
    steps = np.flatnonzero(excess > MW_TOLERANCE)
    if not steps.size:
        return None
    return {
        "mw": float(excess[steps].max()),
        "mwh": float(excess[steps].sum()) * case.hours,
        "steps": [int(step) for step in steps],
    }


def capability_kpis(case: Case, reference: Reference, capability_mw: Array) -> dict[str, Any]:
    """Indicators of callable capability: the least over the windows, against peak loads of day and year."""
    targets = case.site.targets
    known = capability_mw[reference.is_window & np.isfinite(capability_mw)]
    least = float(known.min()) if known.size else None
    load_peak = float(reference.track.load_mw.max())
    share = least / load_peak if least is not None and load_peak > 0.0 else None
    year = targets.year_load_mw_max
    return {
        "capability_mw": least,
        "capability_share_frac": share,
        "capability_year_share_frac": least / year if least is not None and year else None,
        "capability_target_frac": targets.capability_frac,
        "is_capability_met": None
        if share is None or least is None
        else int(least >= targets.capability_frac * load_peak - MW_TOLERANCE),
    }
