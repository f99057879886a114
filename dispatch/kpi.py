r"""Figures of a schedule: absorption, costs, peaks, shaving, CO2.

With available energy A, used U, curtailed C = A - U, renewable export X, losses L and stored rest S of renewable
energy, load served D:

.. math::

    \text{absorption} = \frac{A - C}{A}, \quad \text{self-use} = \frac{A - C - X}{A}, \quad
    \text{export share} = \frac{X}{A}, \quad \text{green share} = \frac{A - C - X - L - S}{D}

Renewable energy is traced by rule: what a step uses serves its load first, then charges stores, then is exported;
what stores discharge is renewable in proportion to what charged them. A ratio whose denominator is zero is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from dispatch.assets import BEHAVIOURS
from dispatch.carried import stocks_of
from dispatch.case import Case
from dispatch.contract import contract_kpis, contract_yuan
from dispatch.network.variables import network_kpis
from dispatch.reserve import reserve_yuan, short_of_reserve
from dispatch.results import ASSET_QUANTITIES
from dispatch.windows import Array

__all__ = ["costs_of", "kpis_of"]

ABOVE_LINE_MW = 1e-5
CAUSES = ("network", "unit_minimum", "surplus", "export_limit", "price")
Kpis = dict[str, Any]


def _over(numerator: float, denominator: float) -> float | None:
    return float(numerator / denominator) if denominator > 0 else None


def _sum(data: xr.Dataset, quantity: str) -> Array:
    """Sum over the electric assets, NaN as nothing, shape (count,)."""
    if quantity not in data:
        return np.zeros(data.sizes["time"])
    is_electric = data["asset_carrier"].values == "electricity"
    return np.asarray(np.nansum(data[quantity].values[:, is_electric], axis=1), dtype=float)


def _stored(data: xr.Dataset, quantity: str) -> Array:
    """Sum over the electric stores alone: the charging of vehicles is a load, shape (count,)."""
    return _sum(data.isel(asset=data["asset_role"].values == "store"), quantity)


def _fed_in(data: xr.Dataset) -> Array:
    """What the renewables feed in: what they use, but for water that a pond keeps or gives, shape (count,)."""
    return _sum(data.isel(asset=data["asset_role"].values == "renewable"), "injection_mw")


def _energy(data: xr.Dataset, quantity: str, hours: float) -> float:
    return float(_sum(data, quantity).sum() * hours)


def costs_of(case: Case, data: xr.Dataset) -> dict[str, float]:
    """Cost parts of a schedule, yuan; they sum to the total. Each asset's bill stands with its behaviour."""
    parts: dict[str, float] = {}
    for place, asset in enumerate(case.site.assets.values()):
        quantities = {q: data[q].values[:, place] for q in ASSET_QUANTITIES if q in data}
        quantities |= stocks_of(data, asset.name)
        for part, amount in BEHAVIOURS[asset.type].bill(asset, case, quantities).items():
            parts[part] = parts.get(part, 0.0) + amount
    known = {"": {"reserve_mw": np.nansum(data["reserve_mw"].values, axis=1)}} if "reserve_mw" in data else {}
    for part, amount in contract_yuan(case, data).items():
        parts[part] = parts.get(part, 0.0) + amount
    return parts | reserve_yuan(case, short_of_reserve(case, known))


@dataclass(frozen=True)
class Trace:
    """Renewable energy followed through the day, MWh."""

    exported: float
    lost: float
    left: float


def trace_renewables(case: Case, data: xr.Dataset) -> Trace:
    """Follow renewable energy by the rule of the module's docstring, all stores pooled."""
    hours = case.hours
    used, load = _fed_in(data) * hours, data["load_mw"].values * hours
    charge, discharge = _stored(data, "charge_mw") * hours, _stored(data, "discharge_mw") * hours
    export, loss = _sum(data, "export_mw") * hours, _sum(data, "loss_mwh")
    stores = case.site.of_role("store", "electricity")
    ends = {name: float(data["energy_mwh"].sel(asset=name).values[-1]) for name in stores}
    level = sum(case.state.level_mwh(case.site, name, ends[name]) for name in stores)
    content = exported = lost = 0.0
    for t in range(case.steps.count):
        to_stores = min(charge[t], max(0.0, used[t] - load[t]))
        direct = min(export[t], max(0.0, used[t] - load[t] - charge[t]))
        from_stores = min(export[t] - direct, discharge[t])
        pool, content = level + charge[t], content + to_stores
        share = content / pool if pool > 0 else 0.0
        exported += direct + share * from_stores
        lost += share * loss[t]
        content -= share * (discharge[t] + loss[t])
        level = pool - discharge[t] - loss[t]
    return Trace(exported=exported, lost=lost, left=content)


def _renewables(case: Case, data: xr.Dataset) -> Kpis:
    hours = case.hours
    sources: Kpis = {}
    for name in case.site.of_role("renewable"):
        of = data.sel(asset=name)
        available = float(of["available_mw"].values.sum() * hours)
        used = float(of["used_mw"].values.sum() * hours)
        sources[name] = {
            "available_mwh": available,
            "used_mwh": used,
            "curtailed_mwh": available - used,
            "absorption_rate_frac": _over(used, available),
            "curtailed_mwh_by_cause": {
                c: float(of[f"curtailed_{c}_mw"].values.sum() * hours) for c in CAUSES
            },
        }
    available = sum(source["available_mwh"] for source in sources.values())
    used = sum(source["used_mwh"] for source in sources.values())
    trace = trace_renewables(case, data)
    fed = float(_fed_in(data).sum() * hours)
    served = float(data["load_mw"].values.sum() * hours)
    return {
        "sources": sources,
        "available_mwh": available,
        "used_mwh": used,
        "curtailed_mwh": available - used,
        "curtailed_mwh_by_cause": {c: _energy(data, f"curtailed_{c}_mw", hours) for c in CAUSES},
        "absorption_rate_frac": _over(used, available),
        "curtailment_rate_frac": _over(available - used, available),
        "renewable_export_mwh": trace.exported,
        "self_use_rate_frac": _over(used - trace.exported, available),
        "export_share_frac": _over(trace.exported, available),
        "green_share_frac": _over(fed - trace.exported - trace.lost - trace.left, served),
    }


def _energies(case: Case, data: xr.Dataset) -> Kpis:
    hours, site = case.hours, case.site
    served, imported = float(data["load_mw"].values.sum() * hours), _energy(data, "import_mw", hours)
    cycles = {}
    change = 0.0
    for name in site.of_role("store"):
        of, asset = data.sel(asset=name), site.assets[name]
        usable = asset.level_mwh_max - asset.level_mwh_min  # type: ignore[attr-defined]  # a store by its role
        cycles[name] = _over(float(of["discharge_mw"].values.sum() * hours), usable)
        if asset.carrier == "electricity":
            end = float(of["energy_mwh"].values[-1])
            change += end - case.state.level_mwh(site, name, end)
    factor = site.grid_factors.on(case.date)
    fuel_co2 = float(np.nansum(data["co2_t"].values)) if "co2_t" in data else 0.0
    return {
        "import_mwh": imported,
        "export_mwh": _energy(data, "export_mw", hours),
        "load_served_mwh": served,
        "unserved_mwh": _energy(data, "unserved_mw", hours),
        "interrupted_mwh": _energy(data, "interrupted_mw", hours),
        "storage_losses_mwh": float(_sum(data, "loss_mwh").sum()),
        "stored_change_mwh": change,
        "equivalent_full_cycles": cycles,
        "self_sufficiency_frac": None if served <= 0 else 1.0 - imported / served,
        "units_mwh": _energy(data, "output_mw", hours),
        "fuel_co2_t": fuel_co2,
        "co2_t": imported * factor.factor_t_per_mwh + fuel_co2,
        "grid_factor": {
            "factor_t_per_mwh": factor.factor_t_per_mwh,
            "year": factor.year,
            "region": factor.region,
            "kind": factor.kind,
        },
    }


def _peaks(case: Case, data: xr.Dataset) -> Kpis:
    exchange, load = data["net_exchange_mw"].values, data["load_mw"].values
    peak, valley = float(exchange.max()), float(exchange.min())
    return {
        "import_peak_mw": float(_sum(data, "import_mw").max()),
        "exchange_peak_mw": peak,
        "exchange_valley_mw": valley,
        "peak_valley_difference_mw": peak - valley,
        "peak_valley_rate_frac": _over(peak - valley, peak),
        "load_peak_mw": float(load.max()),
        "load_factor_frac": _over(float(load.mean()), float(load.max())),
    }


def _targets(case: Case, data: xr.Dataset) -> Kpis:
    targets, reference, hours = case.site.targets, case.reference, case.hours
    series = data["net_exchange_mw" if targets.series == "net_exchange" else "load_mw"].values
    planned = float(series[reference.window].max()) if reference.window.any() else 0.0
    line = (1 - targets.shaving_frac) * reference.peak_mw
    shortfall = max(0.0, planned - line) if reference.is_applicable else 0.0
    is_met = int(shortfall <= max(1e-6 * abs(line), 1e-4)) if reference.is_applicable else None
    above = np.where(reference.window, np.maximum(series - line, 0.0), 0.0)
    gap = {
        "mw": shortfall,
        "mwh": float(above.sum() * hours),
        "steps": np.flatnonzero(above > ABOVE_LINE_MW).tolist(),
    }
    return {
        "reference_peak_mw": reference.peak_mw if reference.window.any() else None,
        "plan_peak_mw": planned if reference.window.any() else None,
        "shaving_frac": (reference.peak_mw - planned) / reference.peak_mw
        if reference.is_applicable
        else None,
        "shaving_target_frac": targets.shaving_frac,
        "shaving_shortfall_mw": shortfall if reference.is_applicable else None,
        "is_shaving_met": is_met,
        "gap_to_close": gap if is_met == 0 else None,
    }


def capability_kpis(case: Case, data: xr.Dataset) -> Kpis:
    """Callable capability against the reference day's peak load, and the year's."""
    targets, inside = case.site.targets, data["capability_mw"].values[case.reference.window]
    known = inside[np.isfinite(inside)]
    least = float(known.min()) if known.size else None
    share = None if least is None else _over(least, float(case.reference.load_mw.max()))
    year = targets.year_load_mw_max
    return {
        "capability_mw": least,
        "capability_share_frac": share,
        "capability_year_share_frac": None if least is None or not year else least / year,
        "capability_target_frac": targets.capability_frac,
        "is_capability_met": None if share is None else int(share >= targets.capability_frac - 1e-6),
    }


def island_kpis(case: Case, data: xr.Dataset) -> Kpis:
    """The shortest survival without the grid, where the site asks for it."""
    about = case.site.islanding
    if about is None or "island_hours" not in data:
        return {}
    known = data["island_hours"].values[np.isfinite(data["island_hours"].values)]
    least, wanted = float(known.min()) if known.size else None, about.length(case.steps) * case.hours
    return {
        "island_hours_min": least,
        "island_hours_wanted": wanted,
        "is_island_survived": None if least is None else int(least >= wanted - 1e-9),
    }


def kpis_of(case: Case, data: xr.Dataset, reference_data: xr.Dataset) -> tuple[Kpis, dict[str, float]]:
    """All figures of a schedule and its cost parts.

    Parameters
    ----------
    data, reference_data : xarray.Dataset
        The schedule and the reference day in the same form (`dispatch.results.schedule_data`).
    """
    costs = costs_of(case, data)
    total = sum(costs.values())
    kpis = {**_renewables(case, data), **_energies(case, data), **_peaks(case, data), **_targets(case, data)}
    kpis |= capability_kpis(case, data)
    kpis |= island_kpis(case, data)
    kpis |= network_kpis(case, data)
    kpis |= contract_kpis(case, data)
    kpis["cost_yuan"] = total
    kpis["cost_without_demand_charge_yuan"] = total - costs.get("demand_charge", 0.0)
    kpis["reference_cost_yuan"] = sum(costs_of(case, reference_data).values())
    return kpis, costs
