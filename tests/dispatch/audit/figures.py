"""Bill and indicators of a test's schedule, by formulas of their own: straight from the Dataset, step by step."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import xarray as xr

from sites import Site, State
from tests.dispatch.audit.draft import Reference

Figures = dict[str, Any]


def figures_of(
    site: Site, date: dt.date, state: State, data: xr.Dataset, reference: Reference
) -> tuple[Figures, dict[str, float]]:
    """``(kpis, costs)`` of a schedule."""
    hours = site.steps(date).hours
    costs = _costs(site, state, data, hours)
    total = sum(costs.values())
    kpis = {
        **_energy(site, state, data, hours),
        **_peaks(site, data),
        **_targets(site, data, hours),
        "cost_yuan": total,
        "cost_without_demand_charge_yuan": total - costs["demand_charge"],
        "reference_cost_yuan": _reference_cost(site, state, data, reference, hours),
    }
    return kpis, costs


def _mwh(data: xr.Dataset, name: str, hours: float) -> float:
    return float(np.nansum(data[name].values)) * hours


def _row(data: xr.Dataset, name: str, asset: str) -> Any:
    return data[name].sel(asset=asset).values


def _costs(site: Site, state: State, data: xr.Dataset, hours: float) -> dict[str, float]:
    parts = dict.fromkeys(
        (
            "energy_import",
            "feed_in",
            "demand_charge",
            "wear",
            "interruption",
            "served_value",
            "terminal_value",
        ),
        0.0,
    )
    for name, asset in site.assets.items():
        thing: Any = asset
        if asset.role == "tie":
            buying = _row(data, "import_price_yuan_per_mwh", name)
            selling = _row(data, "export_price_yuan_per_mwh", name)
            bought, sold = _row(data, "import_mw", name), _row(data, "export_mw", name)
            for step in range(len(bought)):
                parts["energy_import"] += bought[step] * buying[step] * hours
                parts["feed_in"] -= sold[step] * selling[step] * hours
            parts["demand_charge"] += _demand_charge(site, state, name, max(bought))
        if asset.role == "store":
            parts["wear"] += thing.wear_yuan_per_mwh * sum(_row(data, "discharge_mw", name)) * hours
            gained = _row(data, "energy_mwh", name)[-1] - state.level_mwh(site, name)
            parts["terminal_value"] -= thing.terminal_value_yuan_per_mwh * gained
        if asset.type == "interruptible_load":
            parts["interruption"] += (
                thing.compensation_yuan_per_mwh * sum(_row(data, "interrupted_mw", name)) * hours
            )
            parts["served_value"] -= thing.value_yuan_per_mwh * sum(_row(data, "power_mw", name)) * hours
    return {name: float(value) for name, value in parts.items()}


def _demand_charge(site: Site, state: State, tie: str, peak: float) -> float:
    charge = getattr(site.assets[tie], "demand_charge", None)
    if charge is None:
        return 0.0
    base = state.billing_base_mw(site, tie)
    yuan = charge.price_yuan_per_mw_month * max(0.0, peak - base)
    above = max(0.0, peak - max(base, charge.contract_mw * (1 + charge.overrun_tolerance_frac)))
    return float(yuan + charge.price_yuan_per_mw_month * (charge.overrun_factor - 1) * above)


def _reference_cost(site: Site, state: State, data: xr.Dataset, reference: Reference, hours: float) -> float:
    yuan = 0.0
    for name, asset in site.assets.items():
        thing: Any = asset
        if asset.role == "tie":
            buying = _row(data, "import_price_yuan_per_mwh", name)
            selling = _row(data, "export_price_yuan_per_mwh", name)
            yuan += float((reference.bought[name] * buying - reference.sold[name] * selling).sum()) * hours
            yuan += _demand_charge(site, state, name, reference.bought[name].max())
        if asset.role == "store":
            start = state.level_mwh(site, name)
            kept = (1.0 - thing.self_discharge_frac_per_day) ** (len(data["time"]) * hours / 24.0)
            yuan -= thing.terminal_value_yuan_per_mwh * (start * kept - start)
        if asset.type == "interruptible_load":
            yuan -= thing.value_yuan_per_mwh * _row(data, "demand_mw", name).sum() * hours
    return yuan


def _energy(site: Site, state: State, data: xr.Dataset, hours: float) -> Figures:
    available, used = _mwh(data, "available_mw", hours), _mwh(data, "used_mw", hours)
    exported, lost, left = trace(site, state, data, hours)
    bought, served = _mwh(data, "import_mw", hours), _mwh(data, "power_mw", hours)
    factor = site.grid_factors.versions[-1]
    cycles, change = {}, 0.0
    for name in site.of_role("store"):
        battery: Any = site.assets[name]
        window = battery.level_mwh_max - battery.level_mwh_min
        cycles[name] = float(_row(data, "discharge_mw", name).sum()) * hours / window
        change += _row(data, "energy_mwh", name)[-1] - state.level_mwh(site, name)
    return {
        "available_mwh": available,
        "used_mwh": used,
        "curtailed_mwh": available - used,
        "absorption_rate_frac": used / available,
        "curtailment_rate_frac": 1.0 - used / available,
        "self_use_rate_frac": (used - exported) / available,
        "export_share_frac": exported / available,
        "green_share_frac": (used - exported - lost - left) / served,
        "renewable_export_mwh": exported,
        "import_mwh": bought,
        "export_mwh": _mwh(data, "export_mw", hours),
        "load_served_mwh": served,
        "unserved_mwh": 0.0,
        "interrupted_mwh": _mwh(data, "interrupted_mw", hours),
        "storage_losses_mwh": _mwh(data, "loss_mwh", 1.0),
        "stored_change_mwh": float(change),
        "equivalent_full_cycles": cycles,
        "self_sufficiency_frac": 1.0 - bought / served,
        "units_mwh": 0.0,
        "fuel_co2_t": 0.0,
        "co2_t": bought * 0.5,
        "grid_factor": {
            "factor_t_per_mwh": 0.5,
            "year": factor.year,
            "region": factor.region,
            "kind": factor.kind,
        },
        "curtailed_mwh_by_cause": {
            cause: _mwh(data, f"curtailed_{cause}_mw", hours)
            for cause in ("network", "unit_minimum", "surplus", "export_limit", "price")
        },
        "sources": {name: _source(data.sel(asset=[name]), hours) for name in site.of_role("renewable")},
    }


def _source(data: xr.Dataset, hours: float) -> Figures:
    available, used = _mwh(data, "available_mw", hours), _mwh(data, "used_mw", hours)
    return {
        "available_mwh": available,
        "used_mwh": used,
        "curtailed_mwh": _mwh(data, "curtailed_mw", hours),
        "absorption_rate_frac": used / available,
        "curtailed_mwh_by_cause": {
            cause: _mwh(data, f"curtailed_{cause}_mw", hours)
            for cause in ("network", "unit_minimum", "surplus", "export_limit", "price")
        },
    }


def trace(site: Site, state: State, data: xr.Dataset, hours: float) -> tuple[float, float, float]:
    """Renewable MWh exported, lost in stores, and left in them."""
    level = sum(state.level_mwh(site, name) for name in site.of_role("store"))
    green = exported = lost = 0.0
    totals = data[["used_mw", "power_mw", "charge_mw", "discharge_mw", "export_mw", "loss_mwh"]].sum("asset")
    for step in range(len(data["time"])):
        used, load, charge, discharge, export, loss = (float(totals[name][step]) for name in totals)
        rest = max(0.0, used - load)
        into = min(rest, charge)
        straight = min(export, rest - into)
        share = (green + into * hours) / (level + charge * hours)
        out = min(export - straight, discharge)
        exported += (straight + out * share) * hours
        lost += share * loss
        level += (charge - discharge) * hours - loss
        green = share * level
    return exported, lost, green


def _peaks(site: Site, data: xr.Dataset) -> Figures:
    exchange, load = data["net_exchange_mw"].values, data["load_mw"].values
    return {
        "import_peak_mw": float(np.nansum(data["import_mw"].values, axis=1).max()),
        "exchange_peak_mw": float(exchange.max()),
        "exchange_valley_mw": float(exchange.min()),
        "peak_valley_difference_mw": float(exchange.max() - exchange.min()),
        "peak_valley_rate_frac": float((exchange.max() - exchange.min()) / exchange.max()),
        "load_peak_mw": float(load.max()),
        "load_factor_frac": float(load.sum() / len(load) / load.max()),
    }


def _targets(site: Site, data: xr.Dataset, hours: float) -> Figures:
    name = "load_mw" if site.targets.series == "load" else "net_exchange_mw"
    other = "reference_load_mw" if site.targets.series == "load" else "reference_exchange_mw"
    window = data["is_peak_window"].values == 1
    plan, before = data[name].values[window], data[other].values[window]
    most = before.max() * (1 - site.targets.shaving_frac)
    short = np.where(window, data[name].values - most, 0.0)
    steps = [int(step) for step in np.flatnonzero(short > 1e-5)]
    known = data["capability_mw"].values[np.isfinite(data["capability_mw"].values)]
    least = float(known.min()) if known.size else None
    peak = float(data["reference_load_mw"].values.max())
    year = site.targets.year_load_mw_max
    return {
        "reference_peak_mw": float(before.max()),
        "plan_peak_mw": float(plan.max()),
        "shaving_frac": float(1 - plan.max() / before.max()),
        "shaving_target_frac": site.targets.shaving_frac,
        "shaving_shortfall_mw": float(max(0.0, plan.max() - most)),
        "is_shaving_met": int(plan.max() <= most + 1e-5),
        "capability_mw": least,
        "capability_share_frac": None if least is None else least / peak,
        "capability_year_share_frac": None if least is None or year is None else least / year,
        "capability_target_frac": site.targets.capability_frac,
        "is_capability_met": None if least is None else int(least / peak >= site.targets.capability_frac),
        "gap_to_close": {
            "mw": float(short[steps].max()),
            "mwh": float(short[steps].sum()) * hours,
            "steps": steps,
        }
        if steps
        else None,
    }
