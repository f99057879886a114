"""Terms of the contract that hold for the whole site: budgets, certificates, power factor, the choice of a charge.

What belongs to one tie alone (tiers, differential prices, demand or capacity charge) stands with the tie's behaviour.
Every part is priced twice: as an expression of the model (`contract_cost`) and in figures (`contract_yuan`); the
power-factor adjustment in figures only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dispatch.contract.budgets import (
    add_budgets,
    budget_cost,
    budget_kpis,
    budget_slacks,
    budget_yuan,
    over_budget,
)
from dispatch.contract.certificates import add_certificates, certificate_cost, certificate_yuan, certified_mwh
from dispatch.contract.charges import charge_kpis
from dispatch.contract.power_factor import power_factor_kpis, power_factor_yuan
from dispatch.windows import Array

if TYPE_CHECKING:
    import xarray as xr

    from dispatch.assets.base import Expr
    from dispatch.inputs import Inputs
    from dispatch.model import Model

__all__ = [
    "add_contract",
    "budget_slacks",
    "contract_cost",
    "contract_kpis",
    "contract_yuan",
    "over_budget",
]


def add_contract(model: Model) -> None:
    """Add the contract's variables and rows to a model whose assets are built."""
    add_budgets(model)
    add_certificates(model)


def contract_cost(model: Model) -> dict[str, Expr]:
    """Cost parts as expressions, yuan."""
    return {**budget_cost(model), **certificate_cost(model)}


def _tables(inputs: Inputs, data: xr.Dataset) -> tuple[dict[str, dict[str, Array]], Mapping[str, Array]]:
    from dispatch.contract.amounts import tables_of

    feeds = {str(key): data["feed_mw"].values[:, place] for place, key in enumerate(data["feed"].values)}
    return tables_of(inputs.site, data), feeds


def contract_yuan(inputs: Inputs, data: xr.Dataset) -> dict[str, float]:
    """Cost parts of a plan, yuan."""
    tables, feeds = _tables(inputs, data)
    return {
        **budget_yuan(inputs, tables),
        **certificate_yuan(inputs, tables),
        **power_factor_yuan(inputs, tables, feeds),
    }


def contract_kpis(inputs: Inputs, data: xr.Dataset) -> dict[str, Any]:
    """Figures of the contract, each only where the site has such a term.

    ``budgets`` by name, ``charges`` by tie (demand or capacity), ``power_factors`` by tie, ``certified_mwh``.
    """
    tables, feeds = _tables(inputs, data)
    found: dict[str, Any] = {
        "budgets": budget_kpis(inputs, tables),
        "charges": charge_kpis(inputs, tables),
        "power_factors": power_factor_kpis(inputs, tables, feeds),
    }
    if inputs.site.contract.certificate(inputs.date) is not None:
        found["certified_mwh"] = certified_mwh(inputs, tables)
    return {name: value for name, value in found.items() if value != {}}
