"""What a day adds to the sums of a contract: as expressions of a model, or as figures of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo

from dispatch.assets.base import Expr
from dispatch.windows import Array
from sites.budgets import Budget

if TYPE_CHECKING:
    import xarray as xr

    from dispatch.inputs import Inputs
    from dispatch.model import Model
    from sites.site import Site

__all__ = ["Amounts", "Tables", "amounts_of", "charging_mw", "counted", "modelled", "sums", "tables_of"]

Tables = Mapping[str, Mapping[str, Array]]
"""Quantities over time by asset, then by name."""


@dataclass(frozen=True)
class Amounts:
    """Sums of a day over the whole site.

    Attributes
    ----------
    imported, exported, used, available, load : expression or float
        Energy over the ties, of the renewables and of the electric loads, MWh.
    burnt, emitted : dict of str to expression or float
        Fuel, MWh, and fossil CO2, t, by asset.
    """

    imported: Expr
    exported: Expr
    used: Expr
    available: float
    load: Expr
    burnt: Mapping[str, Expr]
    emitted: Mapping[str, Expr]


def modelled(model: Model) -> Amounts:
    """The sums as expressions of a model."""
    case, site = model.case, model.case.site

    def over(names: tuple[str, ...], what: str, sign: float = 1.0) -> Expr:
        behaviours = [(model.behaviours[name], model.block(name)) for name in names]
        return sign * pyo.quicksum(getattr(b, what)(block, t) for b, block in behaviours for t in model.T)

    ties = [(model.behaviours[name], model.block(name)) for name in site.of_role("tie")]
    exchanged = [behaviour.exchanged(block, t) for behaviour, block in ties for t in model.T]
    return Amounts(
        imported=case.hours * pyo.quicksum(each[0] for each in exchanged),
        exported=case.hours * pyo.quicksum(each[1] for each in exchanged),
        used=over(site.of_role("renewable"), "absorbed", case.hours),
        available=available_mwh(case),
        load=over(site.of_role("load", "electricity"), "injection", -case.hours),
        burnt={name: over((name,), "burnt") for name in site.assets},
        emitted={name: over((name,), "emitted") for name in site.assets},
    )


def available_mwh(inputs: Inputs) -> float:
    """Energy that the renewables could feed in, MWh."""
    return float(sum(power.sum() for power in inputs.available_mw.values()) * inputs.hours)


def tables_of(site: Site, data: xr.Dataset) -> dict[str, dict[str, Array]]:
    """Quantities over time of a schedule's data, by asset."""
    over = [str(name) for name, values in data.data_vars.items() if values.dims == ("time", "asset")]
    return {
        name: {each: np.asarray(data[each].values[:, place], dtype=float) for each in over}
        for place, name in enumerate(site.assets)
    }


def sums(site: Site, tables: Tables, hours: float, available: float) -> Amounts:
    """The sums as figures; what an asset does not have counts nothing."""

    def energy(quantity: str, names: tuple[str, ...]) -> float:
        found = [tables[name][quantity] for name in names if quantity in tables.get(name, {})]
        return float(sum(np.nansum(values) for values in found))

    ties = site.of_role("tie")
    return Amounts(
        imported=energy("import_mw", ties) * hours,
        exported=energy("export_mw", ties) * hours,
        used=energy("used_mw", site.of_role("renewable")) * hours,
        available=available,
        load=energy("power_mw", site.of_role("load", "electricity")) * hours,
        burnt={name: energy("fuel_mwh", (name,)) for name in site.assets},
        emitted={name: energy("co2_t", (name,)) for name in site.assets},
    )


def amounts_of(inputs: Inputs, tables: Tables) -> Amounts:
    """The sums of a plan as figures."""
    return sums(inputs.site, tables, inputs.hours, available_mwh(inputs))


def counted(budget: Budget, day: Amounts, grid_factor_t_per_mwh: float) -> tuple[Any, Any]:
    """What a day adds to a budget: its sum and 0, or numerator and denominator of its share."""
    if budget.quantity == "import_mwh":
        return day.imported, 0.0
    if budget.quantity == "export_mwh":
        return day.exported, 0.0
    if budget.quantity == "co2_t":
        return day.imported * grid_factor_t_per_mwh + _all_but(budget, day.emitted), 0.0
    if budget.quantity == "energy_tce":
        return budget.tce_per_mwh * (day.imported + _all_but(budget, day.burnt)), 0.0
    if budget.quantity == "export_of_generation":
        return day.exported, day.available
    return day.used - day.exported, day.load if budget.quantity == "self_use_of_load" else day.available


def _all_but(budget: Budget, parts: Mapping[str, Expr]) -> Expr:
    return sum(part for name, part in parts.items() if name not in budget.assets_excluded)


def charging_mw(site: Site, tables: Tables, count: int) -> Array:
    """What electric loads and stores take together in each step, MW, shape (count,)."""
    taken = np.zeros(count)
    for role, quantity in (("load", "power_mw"), ("store", "charge_mw")):
        for name in site.of_role(role, "electricity"):
            taken = taken + np.nan_to_num(tables.get(name, {}).get(quantity, np.zeros(count)))
    return taken
