r"""Power-factor adjustment 力调电费 of a day: what it adds to the month's adjustment.

With the month's imported energy P, reactive energy Q and charges C, each before the day (0) and with it (1), and the
adjustment a of the contract's table:

.. math:: a(P_1, Q_1)\, C_1 - a(P_0, Q_0)\, C_0, \qquad \cos\varphi = P / \sqrt{P^2 + Q^2}

so that the days of a month add up to its bill, also where a later day changes the mean power factor of the earlier
ones. C holds energy, tiers and the basic charge. The part is computed from the finished plan: power factors of assets
are data here, so no decision is taken for its sake, and stages do not see it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from dispatch.assets import BEHAVIOURS
from dispatch.contract.amounts import Tables
from dispatch.windows import Array
from sites.assets.grid import Grid
from sites.power_factor import PowerFactorRule, read_power_factor

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["POWER_FACTOR", "Month", "adjusted_ties", "month_with", "power_factor_kpis", "power_factor_yuan"]

POWER_FACTOR = "power_factor"
ADJUSTED = ("energy_import", "tiers", "demand_charge", "capacity_charge")


@dataclass(frozen=True)
class Month:
    """A month's sums at a tie: MWh, Mvarh and the yuan that are adjusted."""

    mwh: float
    mvarh: float
    yuan: float

    @property
    def power_factor(self) -> float | None:
        """Mean power factor, None where nothing was imported."""
        return self.mwh / math.hypot(self.mwh, self.mvarh) if self.mwh > 0 else None


def adjusted_ties(inputs: Inputs) -> dict[str, Grid]:
    """The ties whose bill is adjusted."""
    ties = {name: cast(Grid, inputs.site.assets[name]) for name in inputs.site.of_role("tie")}
    return {name: tie for name, tie in ties.items() if tie.power_factor_rule is not None}


def _before(inputs: Inputs, tie: str) -> Month:
    known = inputs.state.to_date
    return Month(*(known.get(f"{tie}/month_{what}", 0.0) for what in ("mwh", "mvarh", "yuan")))


def reactive_mvar(inputs: Inputs, tie: str, tables: Tables, feeds: Mapping[str, Array]) -> Array:
    """Reactive power that a tie delivers in each step, Mvar, shape (count,)."""
    site = inputs.site
    area = site.areas[site.assets[tie].bus]
    total = np.zeros(inputs.steps.count)
    for name, asset in site.assets.items():
        if asset.power_factor is None or asset.role == "tie" or asset.power_factor >= 1:
            continue
        slope = math.tan(math.acos(asset.power_factor))
        if asset.carrier == "electricity" and site.areas[asset.bus] == area:
            total = total + slope * np.abs(np.nan_to_num(tables[name]["injection_mw"]))
        for field, bus in asset.feeds.items():
            if site.buses[bus].carrier == "electricity" and site.areas[bus] == area:
                total = total + slope * np.abs(feeds.get(f"{name}/{field}", 0.0))
    ties = [cast(Grid, site.assets[each]) for each in site.of_area(area, "tie")]
    mine = cast(Grid, site.assets[tie])
    share = mine.import_mw_max / sum(each.import_mw_max for each in ties) if mine.import_mw_max else 0.0
    given = mine.power_factor_rule.compensation_mvar if mine.power_factor_rule else 0.0
    return np.asarray(np.maximum(total * share - given, 0.0), dtype=float)


def month_with(inputs: Inputs, tie: str, tables: Tables, feeds: Mapping[str, Array]) -> Month:
    """The month's sums with the day."""
    asset, before = cast(Grid, inputs.site.assets[tie]), _before(inputs, tie)
    bill = BEHAVIOURS[asset.type].bill(asset, inputs, tables[tie])
    reactive = float(reactive_mvar(inputs, tie, tables, feeds).sum()) * inputs.hours
    return Month(
        mwh=before.mwh + float(np.nansum(tables[tie]["import_mw"])) * inputs.hours,
        mvarh=before.mvarh + reactive,
        yuan=before.yuan + sum(bill.get(part, 0.0) for part in ADJUSTED),
    )


def _adjustment(inputs: Inputs, rule: PowerFactorRule, month: Month) -> float:
    """Share of the month's bill that is added."""
    table = read_power_factor(rule.table, inputs.site.text_of(rule.table))
    standard = next(each for each in table.standards if each.standard_frac == rule.standard_frac)
    found = month.power_factor
    return 0.0 if found is None else standard.adjustment_frac(found)


def power_factor_yuan(inputs: Inputs, tables: Tables, feeds: Mapping[str, Array]) -> dict[str, float]:
    """What the day adds to the adjustment of the month's bills, yuan; nothing where no tie has a rule."""
    ties = adjusted_ties(inputs)
    total = 0.0
    for name, tie in ties.items():
        rule = cast(PowerFactorRule, tie.power_factor_rule)
        before, after = _before(inputs, name), month_with(inputs, name, tables, feeds)
        total += (
            _adjustment(inputs, rule, after) * after.yuan - _adjustment(inputs, rule, before) * before.yuan
        )
    return {POWER_FACTOR: total} if ties else {}


def power_factor_kpis(
    inputs: Inputs, tables: Tables, feeds: Mapping[str, Array]
) -> dict[str, dict[str, Any]]:
    """The month with the day: mean power factor and adjustment by tie."""
    found: dict[str, dict[str, Any]] = {}
    for name, tie in adjusted_ties(inputs).items():
        rule = cast(PowerFactorRule, tie.power_factor_rule)
        month = month_with(inputs, name, tables, feeds)
        found[name] = {
            "power_factor_frac": month.power_factor,
            "standard_frac": rule.standard_frac,
            "adjustment_frac": _adjustment(inputs, rule, month),
            "month_mwh": month.mwh,
            "month_mvarh": month.mvarh,
        }
    return found
