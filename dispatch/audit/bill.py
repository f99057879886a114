"""The bill, recomputed part by part; the reference day's by the same rules."""

from __future__ import annotations

import math
from collections.abc import Iterator

from dispatch.audit.case import Case, Track
from dispatch.audit.contract import contract_costs
from dispatch.audit.contract_power_factor import power_factor_costs
from dispatch.audit.finding import MW_TOLERANCE, RELATIVE_TOLERANCE, Finding
from dispatch.audit.registry import CHECKS
from dispatch.audit.reserve import reserve_costs
from dispatch.audit.rules import Rule
from dispatch.audit.structure import Declared

__all__ = ["PARTS", "check_bill", "costs", "is_apart"]

PARTS = (
    "energy_import",
    "feed_in",
    "demand_charge",
    "wear",
    "interruption",
    "served_value",
    "terminal_value",
)


def costs(case: Case, track: Track) -> dict[str, float]:
    """Parts of a day's bill, yuan; gains are negative."""
    parts = dict.fromkeys(PARTS, 0.0)
    for asset in case.site.assets.values():
        for part, yuan in CHECKS[asset.type].costs(asset, case, track).items():
            parts[part] = parts.get(part, 0.0) + yuan
    whole = {**contract_costs(case, track), **power_factor_costs(case, track), **reserve_costs(case, track)}
    for part, yuan in whole.items():
        parts[part] = parts.get(part, 0.0) + yuan
    return parts


def is_apart(found: float, wanted: float) -> bool:
    """Whether two figures differ by more than rounding; what is not a number differs."""
    return not abs(found - wanted) <= MW_TOLERANCE + RELATIVE_TOLERANCE * abs(wanted)


def check_bill(track: Track, declared: Declared, wanted: dict[str, float]) -> Iterator[Finding]:
    """Every part stands in the schedule with its figure, no other does, and they sum to the total."""
    for part in sorted({*wanted, *declared.costs}):
        found = _number(declared.costs.get(part, 0.0))
        if is_apart(found, wanted.get(part, 0.0)):
            yield track.whole_day(Rule.COST_PART, part, abs(found - wanted.get(part, 0.0)), "yuan")
    total = sum(_number(value) for value in declared.costs.values())
    stated = _number(declared.kpis.get("cost_yuan"))
    if is_apart(stated, total):
        yield track.whole_day(Rule.COST_SUM, "cost_yuan", abs(stated - total), "yuan")


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan
