r"""Audit of the contract's terms for the whole site: budgets, certificates, and what a day adds to each sum.

Recomputed from the finished schedule alone. A day's excess over a budget, with the sum n (or numerator n of the
denominator d) of the day, N and D of the period before it, limit L and share s:

- a sum at most: :math:`n - A`, A = (L - N)+ / days left (``pro_rata``), (L - N)+ (``to_date``), L / days (``day``);
- a share at least: :math:`s (D + d) - (N + n)`, at most: its negative (``day``: N = D = 0).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.finding import Array, Finding
from sites.budgets import Budget, begun, days_of
from sites.contract import budgets_of

__all__ = ["BUDGET_RULE", "budget_kpis", "certified_mwh", "check_budgets", "contract_costs"]

BUDGET_RULE = "budget-exceeded"
BUDGET_TOLERANCE_MWH = 2e-4
"""A relaxation below 5e-6 MW in every step of a day is not declared."""


@dataclass(frozen=True)
class _Day:
    """A day's part of a budget."""

    number: float
    of: float
    excess: float


def _total(track: Track, variable: str, names: tuple[str, ...]) -> float:
    """Sum of a variable over assets and steps; nothing where the day has no such variable."""
    if variable not in track.variables:
        return 0.0
    return float(sum(np.nansum(track.of(variable, name)) for name in names))


def _energies(case: Case, track: Track) -> dict[str, float]:
    hours = case.hours
    return {
        "import": _total(track, "import_mw", case.ties) * hours,
        "export": _total(track, "export_mw", case.ties) * hours,
        "used": _total(track, "used_mw", case.renewables) * hours,
        "available": float(sum(case.expected_mw(name).sum() for name in case.renewables)) * hours,
        "load": _total(track, "power_mw", case.loads) * hours,
    }


def _factor(case: Case) -> float:
    return case.site.grid_factors.on(case.date).factor_t_per_mwh


def _of_day(budget: Budget, case: Case, track: Track) -> tuple[float, float]:
    """Sum of the day, or numerator and denominator of its share."""
    energy = _energies(case, track)
    burning = tuple(name for name in case.site.assets if name not in budget.assets_excluded)
    own = energy["used"] - energy["export"]
    return {
        "import_mwh": lambda: (energy["import"], 0.0),
        "export_mwh": lambda: (energy["export"], 0.0),
        "co2_t": lambda: (energy["import"] * _factor(case) + _total(track, "co2_t", burning), 0.0),
        "energy_tce": lambda: (
            (energy["import"] + _total(track, "fuel_mwh", burning)) * budget.tce_per_mwh,
            0.0,
        ),
        "self_use_of_generation": lambda: (own, energy["available"]),
        "self_use_of_load": lambda: (own, energy["load"]),
        "export_of_generation": lambda: (energy["export"], energy["available"]),
    }[budget.quantity]()


def _judged(budget: Budget, case: Case, track: Track) -> _Day:
    number, of = _of_day(budget, case, track)
    before = begun(budget, case.state.to_date, case.date)
    is_day = budget.rule == "day"
    if budget.limit is not None:
        left = max(0.0, budget.limit - before.used)
        allowed = left / before.remaining_days if budget.rule == "pro_rata" else left
        if is_day:
            allowed = budget.limit / days_of(budget.period, case.date)[1]
        return _Day(number, of, number - allowed)
    wanted = (budget.share_frac or 0.0) * (of + (0.0 if is_day else before.of))
    reached = number + (0.0 if is_day else before.used)
    return _Day(number, of, wanted - reached if budget.is_at_least else reached - wanted)


def check_budgets(case: Case, track: Track) -> Iterator[Finding]:
    """Hard budgets are kept, or what is beyond them is declared as broken, counted in MWh of import."""
    for budget in budgets_of(case.site, case.date):
        if budget.penalty_yuan_per_unit is not None:
            continue
        scale = {"co2_t": _factor(case), "energy_tce": budget.tce_per_mwh}.get(budget.quantity, 1.0) or 1.0
        excess = _judged(budget, case, track).excess / scale
        left = track.ledger.excuse_total("budget", budget.key, excess / case.hours) * case.hours
        if not left <= BUDGET_TOLERANCE_MWH + 1e-7 * abs(budget.limit or 0.0):
            yield track.whole_day(BUDGET_RULE, budget.name, left, "MWh")


def _penalty_yuan(case: Case, track: Track) -> dict[str, float]:
    priced = [each for each in budgets_of(case.site, case.date) if each.penalty_yuan_per_unit is not None]
    if not priced:
        return {}
    paid = [
        max(0.0, _judged(each, case, track).excess) * (each.penalty_yuan_per_unit or 0.0) for each in priced
    ]
    return {"budget_penalty": float(sum(paid))}


def certified_mwh(case: Case, track: Track) -> float:
    """Energy of the day that earns certificates, MWh."""
    sold = case.site.contract.certificate(case.date)
    names = (sold.assets if sold else ()) or case.renewables
    used: Array = np.asarray(sum((track.of("used_mw", n) for n in names), np.zeros(case.steps.count)))
    if sold is None or sold.counts == "generation":
        return float(used.sum()) * case.hours
    if sold.counts == "exported":
        return min(float(used.sum()), _total(track, "export_mw", case.ties)) * case.hours
    taken = track.load_mw.copy()
    if "charge_mw" in track.variables:
        taken = taken + sum(np.nan_to_num(track.of("charge_mw", name)) for name in case.stores)
    return float(np.minimum(used, taken).sum()) * case.hours


def contract_costs(case: Case, track: Track) -> dict[str, float]:
    """Parts of the bill that belong to no asset, the power-factor adjustment excepted, yuan."""
    parts = _penalty_yuan(case, track)
    sold = case.site.contract.certificate(case.date)
    if sold is not None:
        yield_yuan = certified_mwh(case, track) * sold.sold_frac * sold.price_yuan_per_mwh
        parts["certificates"] = -yield_yuan
    return parts


def budget_kpis(case: Case, track: Track) -> dict[str, dict[str, Any]]:
    """Each budget with the day included; see `sites.budgets` for what is counted."""
    found: dict[str, dict[str, Any]] = {}
    for budget in budgets_of(case.site, case.date):
        before, day = begun(budget, case.state.to_date, case.date), _judged(budget, case, track)
        used, of = before.used + day.number, before.of + day.of
        entry: dict[str, Any] = {
            "quantity": budget.quantity,
            "unit": budget.unit,
            "period": budget.period,
            "exceeded": max(0.0, day.excess),
            "is_assumed": int(before.is_assumed),
        }
        if budget.limit is not None:
            per_day = used / (before.days + 1)
            entry["used"], entry["day"], entry["allowed"] = used, day.number, budget.limit
            entry["remaining"] = budget.limit - used
            entry["forecast"] = used + per_day * (before.remaining_days - 1)
        else:
            share = budget.share_frac or 0.0
            sign = 1.0 if budget.is_at_least else -1.0
            entry["used"] = entry["forecast"] = used / of if of > 0.0 else None
            entry["day"] = day.number / day.of if day.of > 0.0 else None
            entry["allowed"], entry["remaining"] = share, sign * (used - share * of)
        found[budget.name] = entry
    return found
