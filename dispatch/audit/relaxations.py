"""Declared relaxations: their form, and whether each was needed. What they excuse is counted by the ledger."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.finding import MW_TOLERANCE, Finding
from dispatch.audit.ledger import CLAUSES, Relaxation
from dispatch.audit.rules import Rule

__all__ = ["check_needed", "read_relaxations"]

POWER_CLAUSES = tuple(
    clause for clause in CLAUSES if clause not in ("level_window", "island_energy", "call_rules")
)


def read_relaxations(case: Case, entries: list[Any]) -> tuple[list[Relaxation], list[Finding]]:
    """The relaxations that can be read, and a finding for each that cannot; those excuse nothing."""
    read: list[Relaxation] = []
    found: list[Finding] = []
    for place, entry in enumerate(entries):
        relaxation = _read(case, entry)
        if relaxation is None:
            name = entry.get("asset") if isinstance(entry, dict) else None
            found.append(Finding(Rule.RELAXATION_FORM, str(name or place + 1), (), 1.0, ""))
        else:
            read.append(relaxation)
    return read, found


def _read(case: Case, entry: Any) -> Relaxation | None:
    try:
        steps = tuple(int(step) for step in entry["steps"])
        amounts = tuple(float(amount) for amount in entry["amounts_mw"])
        asset, clause, total = str(entry["asset"]), str(entry["clause"]), float(entry["total_mwh"])
    except (KeyError, TypeError, ValueError):
        return None
    known = {"", "contract", case.site.name, *case.site.assets, *case.site.buses, *case.site.branches}
    is_known = clause in CLAUSES and asset.partition("/")[0] in known
    is_shaped = len(steps) == len(amounts) > 0 and len(set(steps)) == len(steps)
    is_inside = all(0 <= step < case.steps.count for step in steps)
    is_sound = all(math.isfinite(amount) and amount >= 0.0 for amount in amounts)
    if not (is_known and is_shaped and is_inside and is_sound):
        return None
    if clause in POWER_CLAUSES and abs(total - sum(amounts) * case.hours) > MW_TOLERANCE * (1 + abs(total)):
        return None
    return Relaxation(asset, clause, steps, amounts, total)


def check_needed(track: Track) -> Iterator[Finding]:
    """Nothing is declared broken that was kept, or broken by less. Call after every rule of the plan was checked."""
    for (clause, asset), left in track.ledger.unused().items():
        unit = "MWh" if clause in ("level_window", "island_energy") else "MW"
        steps = np.flatnonzero(~(left <= 2 * MW_TOLERANCE))
        if steps.size:
            yield track.at(
                Rule.RELAXATION_UNUSED, f"{asset} {clause}".strip(), steps, float(left.max()), unit
            )
