"""Audit of the tie to the public grid: limits, prices, and its parts of the bill.

Demand charge of a day with the highest import P, the base B of the billing month and the overrun limit O:
price (max(0, P - B) + (factor - 1) max(0, P - max(B, O))).
"""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.audit.case import AssetAudit, Case, Track
from dispatch.audit.common import check_pin, injection, not_negative
from dispatch.audit.finding import RELATIVE_TOLERANCE, Finding
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
    charge = grid.demand_charge
    if charge is None:
        return 0.0
    base_mw = case.state.billing_base_mw(case.site, grid.name)
    overrun_mw = max(0.0, peak_mw - max(base_mw, charge.overrun_mw))
    charged_mw = max(0.0, peak_mw - base_mw) + (charge.overrun_factor - 1.0) * overrun_mw
    return charge.price_yuan_per_mw_month * charged_mw


def costs(grid: Grid, case: Case, track: Track) -> dict[str, float]:
    """Energy bought, energy sold as a negative cost, and the demand charge."""
    buying, selling = case.prices_yuan_per_mwh(grid.name)
    bought, sold = track.of("import_mw", grid.name), track.of("export_mw", grid.name)
    return {
        "energy_import": float((bought * buying).sum()) * case.hours,
        "feed_in": -float((sold * selling).sum()) * case.hours,
        "demand_charge": demand_charge_yuan(grid, case, float(bought.max())),
    }


AUDIT = AssetAudit(
    operation=(check_pin, check_limits),
    variables=("injection_mw", "import_mw", "export_mw"),
    declared=(check_prices,),
    declared_variables=("import_price_yuan_per_mwh", "export_price_yuan_per_mwh"),
    costs=costs,
)
