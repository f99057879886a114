"""Audit of the tie to the public grid: limits, prices, and its parts of the bill.

Demand charge of a day with the highest import P, the base B of the billing month and the overrun limit O:
price (max(0, P - B) + (factor - 1) max(0, P - max(B, O))).
Tiers: each MWh of the day pays the adder of the tier that the period's sum has reached.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, injection, not_negative
from dispatch.audit.finding import RELATIVE_TOLERANCE, Finding
from dispatch.audit.interface import AssetAudit
from dispatch.audit.rules import Rule
from sites.assets.grid import Grid

__all__ = ["AUDIT", "check_limits", "check_prices", "costs", "demand_charge_yuan"]


def check_limits(grid: Grid, case: Case, track: Track) -> Iterator[Finding]:
    """Import and export are not negative and within the day's limits; what is injected is their difference."""
    bought, sold = track.of("import_mw", grid.name), track.of("export_mw", grid.name)
    yield from not_negative(grid, track, "import_mw", "export_mw")
    yield from injection(grid, track, bought - sold)
    excess = track.ledger.excuse("import_limit", grid.name, bought - case.import_limit_mw(grid.name))
    yield from track.over(Rule.GRID_IMPORT_LIMIT, grid.name, excess)
    excess = track.ledger.excuse("export_limit", grid.name, sold - case.export_limit_mw(grid.name))
    yield from track.over(Rule.GRID_EXPORT_LIMIT, grid.name, excess)


def check_prices(grid: Grid, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's prices are those of the tariff's version, or of its series."""
    buying, selling = case.prices_yuan_per_mwh(grid.name)
    for rule, variable, wanted in (
        (Rule.IMPORT_PRICE, "import_price_yuan_per_mwh", buying),
        (Rule.EXPORT_PRICE, "export_price_yuan_per_mwh", selling),
    ):
        apart = abs(track.of(variable, grid.name) - wanted)
        tolerance = RELATIVE_TOLERANCE * abs(wanted).clip(min=1.0)
        yield from track.over(rule, grid.name, apart, "yuan/MWh", tolerance)


def demand_charge_yuan(grid: Grid, case: Case, peak_mw: float) -> float:
    """What the day's highest import adds to the month's demand charge, yuan; see the module's docstring."""
    charge = grid.billed_demand
    if charge is None:
        return 0.0
    base_mw = case.state.billing_base_mw(case.site, grid.name)
    overrun_mw = max(0.0, peak_mw - max(base_mw, charge.overrun_mw))
    charged_mw = max(0.0, peak_mw - base_mw) + (charge.overrun_factor - 1.0) * overrun_mw
    return charge.price_yuan_per_mw_month * charged_mw


def tiers_yuan(grid: Grid, case: Case, imported_mwh: float) -> float:
    """What the tiers add for the day's energy, yuan: tier after tier from the sum to date on."""
    tiers = case.site.tariff_of(grid.name).version(case.date).tiers
    if tiers is None:
        return 0.0
    reached, left, yuan = case.state.to_date.get(f"{grid.name}/{tiers.period}_mwh", 0.0), imported_mwh, 0.0
    adder, ahead = 0.0, list(tiers.steps)
    while left > 0.0:
        while ahead and ahead[0].from_mwh <= reached:
            adder = ahead.pop(0).adder_yuan_per_mwh
        step = min(left, ahead[0].from_mwh - reached) if ahead else left
        yuan, reached, left = yuan + adder * step, reached + step, left - step
    return yuan


def _beside_the_price(grid: Grid, case: Case, imported_mwh: float) -> dict[str, float]:
    """Tiers, differential price, capacity charge and carbon of imported energy, as far as the contract has them."""
    version, contract = case.site.tariff_of(grid.name).version(case.date), case.site.contract
    parts: dict[str, float] = {}
    if version.tiers is not None:
        parts["tiers"] = tiers_yuan(grid, case, imported_mwh)
    if grid.enterprise_class != "permitted":
        surcharge = version.differential_yuan_per_mwh.get(grid.enterprise_class, 0.0)
        parts["differential"] = surcharge * imported_mwh
    if grid.capacity_charge is not None and grid.charged_by != "demand":
        charge = grid.capacity_charge
        days = calendar.monthrange(case.date.year, case.date.month)[1]
        parts["capacity_charge"] = charge.price_yuan_per_kva_month * charge.capacity_kva / days
    if contract.import_carbon_liable_frac:
        liable_t = imported_mwh * case.site.grid_factors.on(case.date).factor_t_per_mwh
        liable_t *= contract.import_carbon_liable_frac
        parts["carbon"] = liable_t * contract.carbon_price_yuan_per_t(case.date)
    return parts


def costs(grid: Grid, case: Case, track: Track) -> dict[str, float]:
    """Energy bought and what is added to its price, energy sold as a negative cost, and the basic charge."""
    buying, selling = case.prices_yuan_per_mwh(grid.name)
    bought, sold = track.of("import_mw", grid.name), track.of("export_mw", grid.name)
    return {
        "energy_import": float((bought * buying).sum()) * case.hours,
        "feed_in": -float((sold * selling).sum()) * case.hours,
        "demand_charge": demand_charge_yuan(grid, case, float(bought.max())),
        **_beside_the_price(grid, case, float(bought.sum()) * case.hours),
    }


AUDIT = AssetAudit(
    operation=(check_pin, check_limits),
    variables=("injection_mw", "import_mw", "export_mw"),
    declared=(check_prices,),
    declared_variables=("import_price_yuan_per_mwh", "export_price_yuan_per_mwh"),
    costs=costs,
    rules=("budget-exceeded",),
)
