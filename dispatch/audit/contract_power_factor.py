r"""Audit of the power-factor adjustment, and of the choice between demand and capacity.

What a day adds: :math:`a_1 C_1 - a_0 C_0` with the adjustment a at the month's mean power factor
:math:`P / \sqrt{P^2 + Q^2}`, rounded to two digits, and the adjusted charges C, before (0) and with the day (1).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.finding import Array
from dispatch.audit.grid import costs as tie_costs
from sites.power_factor import PowerFactorRule, PowerFactorStandard, read_power_factor

__all__ = ["charge_kpis", "power_factor_costs", "power_factor_kpis"]

CHARGED = ("energy_import", "tiers", "demand_charge", "capacity_charge")
Sums = tuple[float, float, float]


def _ruled(case: Case) -> dict[str, PowerFactorRule]:
    rules = {tie: case.grid(tie).power_factor_rule for tie in case.ties}
    return {tie: rule for tie, rule in rules.items() if rule is not None}


def _standard(case: Case, rule: PowerFactorRule) -> PowerFactorStandard:
    table = read_power_factor(rule.table, case.site.text_of(rule.table))
    (found,) = (each for each in table.standards if each.standard_frac == rule.standard_frac)
    return found


def _reactive_mvarh(case: Case, track: Track, tie: str, rule: PowerFactorRule) -> float:
    """Reactive energy over the tie, Mvarh: of the area's assets, by share of the import limit, less compensation."""
    area = case.site.areas[case.site.assets[tie].bus]
    reactive: Array = np.zeros(case.steps.count)
    for name, asset in case.site.assets.items():
        if asset.power_factor is None or asset.role == "tie":
            continue
        for field, bus in asset.buses.items():
            if case.site.buses[bus].carrier == "electricity" and case.site.areas[bus] == area:
                active = np.abs(track.fed(name, field))
                reactive = reactive + active * np.sqrt(1.0 / asset.power_factor**2 - 1.0)
    limits = {each: case.grid(each).import_mw_max for each in case.site.of_area(area, "tie")}
    share = limits[tie] / sum(limits.values()) if limits[tie] > 0.0 else 0.0
    return float(np.maximum(reactive * share - rule.compensation_mvar, 0.0).sum()) * case.hours


def _month(case: Case, track: Track, tie: str, rule: PowerFactorRule) -> tuple[Sums, Sums]:
    """The month's MWh, Mvarh and charges before the day and with it."""
    known = case.state.to_date
    before = tuple(known.get(f"{tie}/month_{what}", 0.0) for what in ("mwh", "mvarh", "yuan"))
    bill = tie_costs(case.grid(tie), case, track)
    day = (
        float(track.of("import_mw", tie).sum()) * case.hours,
        _reactive_mvarh(case, track, tie, rule),
        sum(bill.get(part, 0.0) for part in CHARGED),
    )
    return (before[0], before[1], before[2]), (before[0] + day[0], before[1] + day[1], before[2] + day[2])


def _mean(sums: Sums) -> float | None:
    return float(sums[0] / np.sqrt(sums[0] ** 2 + sums[1] ** 2)) if sums[0] > 0.0 else None


def _adjusted(case: Case, rule: PowerFactorRule, sums: Sums) -> float:
    mean = _mean(sums)
    return 0.0 if mean is None else _standard(case, rule).adjustment_frac(mean)


def power_factor_costs(case: Case, track: Track) -> dict[str, float]:
    """What the day adds to the month's adjustment, yuan; nothing where no tie has a rule."""
    rules, total = _ruled(case), 0.0
    for tie, rule in rules.items():
        before, after = _month(case, track, tie, rule)
        total += _adjusted(case, rule, after) * after[2] - _adjusted(case, rule, before) * before[2]
    return {"power_factor": total} if rules else {}


def power_factor_kpis(case: Case, track: Track) -> dict[str, dict[str, Any]]:
    """The month with the day, by tie."""
    found: dict[str, dict[str, Any]] = {}
    for tie, rule in _ruled(case).items():
        _, after = _month(case, track, tie, rule)
        found[tie] = {
            "power_factor_frac": _mean(after),
            "standard_frac": rule.standard_frac,
            "adjustment_frac": _adjusted(case, rule, after),
            "month_mwh": after[0],
            "month_mvarh": after[1],
        }
    return found


def charge_kpis(case: Case, track: Track) -> dict[str, dict[str, Any]]:
    """The month's basic charge by demand and by capacity, where a contract offers both."""
    found: dict[str, dict[str, Any]] = {}
    for tie in case.ties:
        grid = case.grid(tie)
        if grid.demand_charge is None or grid.capacity_charge is None:
            continue
        demand = grid.demand_charge
        billed = case.state.billed_peak_mw.get(tie, 0.0)
        peak = max(billed, float(track.of("import_mw", tie).max()), demand.floor_mw)
        overrun = max(0.0, peak - demand.overrun_mw) * (demand.overrun_factor - 1.0)
        yuan = (peak + overrun) * demand.price_yuan_per_mw_month
        fixed = grid.capacity_charge.price_yuan_per_kva_month * grid.capacity_charge.capacity_kva
        found[tie] = {
            "charged_by": grid.charged_by,
            "month_peak_mw": peak,
            "demand_charge_yuan": yuan,
            "capacity_charge_yuan": fixed,
            "cheaper": "capacity" if fixed < yuan else "demand",
        }
    return found
