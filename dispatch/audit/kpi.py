"""Every indicator of a schedule, recomputed from its powers; formulas beside each.

A available, C curtailed, X_re exported renewable energy (`dispatch.audit.trace`), all in MWh over the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from dispatch.audit.bill import costs, is_apart
from dispatch.audit.case import Case, Track
from dispatch.audit.contract import budget_kpis, certified_mwh
from dispatch.audit.contract_power_factor import charge_kpis, power_factor_kpis
from dispatch.audit.finding import MW_TOLERANCE, RELATIVE_TOLERANCE, Finding
from dispatch.audit.islanding import island_kpis
from dispatch.audit.network import network_kpis
from dispatch.audit.reference import Reference
from dispatch.audit.registry import CHECKS
from dispatch.audit.renewable import CAUSES, causes_mw
from dispatch.audit.rules import Rule
from dispatch.audit.structure import Declared
from dispatch.audit.targets import capability_kpis, gap_to_close, shaving_kpis
from dispatch.audit.trace import trace

__all__ = ["check_kpis", "kpis"]


def kpis(case: Case, track: Track, reference: Reference, declared: Declared) -> dict[str, Any]:
    """All indicators by name, None where one does not apply."""
    return {
        **_absorption(case, track),
        **network_kpis(case, track),
        **_energies(case, track),
        **_storage(case, track),
        **_exchange(track),
        **shaving_kpis(case, track, reference),
        **capability_kpis(case, reference, declared.series["capability_mw"]),
        **_carbon(case, track),
        **_money(case, track, reference),
        **island_kpis(case, declared.island_hours),
        **_contract(case, track),
    }


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0.0 else None


def _absorption(case: Case, track: Track) -> dict[str, Any]:
    """Absorption (A - C) / A, curtailment C / A, self-use (A - C - X_re) / A, export X_re / A; green share."""
    sources = {name: _source(case, track, name) for name in case.renewables}
    available = sum(float(source["available_mwh"]) for source in sources.values())
    used = sum(float(source["used_mwh"]) for source in sources.values())
    traced = trace(case, track)
    served = float(track.load_mw.sum()) * case.hours
    fed = float(track.total("injection_mw", case.renewables).sum()) * case.hours
    green = fed - traced.exported_mwh - traced.lost_mwh - traced.left_mwh
    return {
        "available_mwh": available,
        "used_mwh": used,
        "curtailed_mwh": available - used,
        "absorption_rate_frac": _share(used, available),
        "curtailment_rate_frac": _share(available - used, available),
        "self_use_rate_frac": _share(used - traced.exported_mwh, available),
        "export_share_frac": _share(traced.exported_mwh, available),
        "green_share_frac": _share(green, served),
        "renewable_export_mwh": traced.exported_mwh,
        "curtailed_mwh_by_cause": {
            cause: sum(source["curtailed_mwh_by_cause"][cause] for source in sources.values())
            for cause in CAUSES
        },
        "sources": sources,
    }


def _source(case: Case, track: Track, name: str) -> dict[str, Any]:
    available = float(case.expected_mw(name).sum()) * case.hours
    used = float(track.of("used_mw", name).sum()) * case.hours
    causes = causes_mw(case.site.assets[name], case, track)
    return {
        "available_mwh": available,
        "used_mwh": used,
        "curtailed_mwh": available - used,
        "absorption_rate_frac": _share(used, available),
        "curtailed_mwh_by_cause": {cause: float(power.sum()) * case.hours for cause, power in causes.items()},
    }


def _energies(case: Case, track: Track) -> dict[str, Any]:
    """Energies of ties and loads; self-sufficiency 1 - imported / served."""
    bought = float(track.total("import_mw", case.ties).sum()) * case.hours
    served = float(track.load_mw.sum()) * case.hours
    with_demand = tuple(name for name in case.loads if hasattr(case.site.assets[name], "demand"))
    with_calls = tuple(name for name in with_demand if hasattr(case.site.assets[name], "interruptible_frac"))
    cut_mw = track.total("interrupted_mw", with_calls) if with_calls else np.zeros(case.steps.count)
    unserved = 0.0
    for name in with_demand:
        due_mw = case.expected_mw(name) - (track.of("interrupted_mw", name) if name in with_calls else 0.0)
        unserved += float(np.maximum(due_mw - track.of("power_mw", name), 0.0).sum()) * case.hours
    for name in set(case.loads) - set(with_demand):
        if "unserved_mw" in CHECKS[case.site.assets[name].type].variables:
            unserved += float(track.of("unserved_mw", name).sum()) * case.hours
    cut = float(cut_mw.sum()) * case.hours
    share = _share(bought, served)
    return {
        "import_mwh": bought,
        "export_mwh": float(track.total("export_mw", case.ties).sum()) * case.hours,
        "load_served_mwh": served,
        "unserved_mwh": unserved,
        "interrupted_mwh": cut,
        "self_sufficiency_frac": None if share is None else 1.0 - share,
    }


def _storage(case: Case, track: Track) -> dict[str, Any]:
    """Losses and change of the stores; equivalent full cycles: MWh discharged at the bus / MWh of the window."""
    cycles: dict[str, float | None] = {}
    change = lost = 0.0
    for name in case.site.of_role("store"):
        asset: Any = case.site.assets[name]
        discharged = float(track.of("discharge_mw", name).sum()) * case.hours
        cycles[name] = _share(discharged, asset.level_mwh_max - asset.level_mwh_min)
        if asset.carrier == "electricity":
            end = float(track.of("energy_mwh", name)[-1])
            change += end - case.state.level_mwh(case.site, name, end)
            lost += float(track.loss_mwh(name).sum())
    return {"storage_losses_mwh": lost, "stored_change_mwh": change, "equivalent_full_cycles": cycles}


def _exchange(track: Track) -> dict[str, Any]:
    """Peaks and valleys of exchange and load; peak-valley rate: difference / peak; load factor: mean / peak."""
    exchange, load = track.exchange_mw, track.load_mw
    peak, valley, load_peak = float(exchange.max()), float(exchange.min()), float(load.max())
    return {
        "import_peak_mw": float(track.total("import_mw", track.case.ties).max()),
        "exchange_peak_mw": peak,
        "exchange_valley_mw": valley,
        "peak_valley_difference_mw": peak - valley,
        "peak_valley_rate_frac": _share(peak - valley, peak),
        "load_peak_mw": load_peak,
        "load_factor_frac": _share(float(load.mean()), load_peak),
    }


def _carbon(case: Case, track: Track) -> dict[str, Any]:
    """Imported energy x the grid's factor in force on the day, and the fossil CO2 of fuels; no credit for export."""
    factor = case.site.grid_factors.on(case.date)
    bought = float(track.total("import_mw", case.ties).sum()) * case.hours
    units = case.site.of_role("unit", "electricity")
    burning = tuple(n for n, a in case.site.assets.items() if "co2_t" in CHECKS[a.type].variables)
    fuel = float(track.total("co2_t", burning).sum()) if burning else 0.0
    return {
        "units_mwh": float(track.total("output_mw", units).sum()) * case.hours if units else 0.0,
        "fuel_co2_t": fuel,
        "co2_t": bought * factor.factor_t_per_mwh + fuel,
        "grid_factor": {
            "factor_t_per_mwh": factor.factor_t_per_mwh,
            "year": factor.year,
            "region": factor.region,
            "kind": factor.kind,
        },
    }


def _money(case: Case, track: Track, reference: Reference) -> dict[str, Any]:
    parts = costs(case, track)
    total = sum(parts.values())
    return {
        "cost_yuan": total,
        "cost_without_demand_charge_yuan": total - parts["demand_charge"],
        "reference_cost_yuan": sum(costs(case, reference.track).values()),
    }


def _contract(case: Case, track: Track) -> dict[str, Any]:
    """Figures of the contract, each only where the site has such a term."""
    found: dict[str, Any] = {
        "budgets": budget_kpis(case, track),
        "charges": charge_kpis(case, track),
        "power_factors": power_factor_kpis(case, track),
    }
    if case.site.contract.certificate(case.date) is not None:
        found["certified_mwh"] = certified_mwh(case, track)
    return {name: value for name, value in found.items() if value != {}}


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def check_kpis(case: Case, track: Track, reference: Reference, declared: Declared) -> Iterator[Finding]:
    """Every indicator stands in the schedule with its value: a finding for each that does not."""
    found = dict(_flat(declared.kpis))
    wanted = dict(_flat(kpis(case, track, reference, declared)))
    for name, value in wanted.items():
        if name not in found:
            yield track.whole_day(Rule.KPI_MISSING, name, 1.0, "")
        elif not _is_same(name, found[name], value, wanted):
            yield track.whole_day(Rule.KPI_VALUE, name, _apart(found[name], value), _unit(name))
    yield from _check_gap(case, track, reference, declared)


def _is_same(name: str, found: object, value: Any, wanted: Mapping[str, Any]) -> bool:
    if name == "is_shaving_met" and wanted["is_shaving_met"] is not None:
        target_mw = (1.0 - wanted["shaving_target_frac"]) * wanted["reference_peak_mw"]
        if abs(wanted["plan_peak_mw"] - target_mw) <= 2 * MW_TOLERANCE:
            return found in (0, 1)
    if name == "is_capability_met" and wanted["capability_share_frac"] is not None:
        share = wanted["capability_share_frac"] - wanted["capability_target_frac"]
        if abs(share) <= RELATIVE_TOLERANCE:
            return found in (0, 1)
    if value is None or isinstance(value, str):
        return found == value
    return isinstance(found, int | float) and not is_apart(float(found), float(value))


def _apart(found: object, value: object) -> float:
    if isinstance(found, int | float) and isinstance(value, int | float):
        return abs(found - value)
    return next((abs(float(each)) for each in (found, value) if isinstance(each, int | float)), 1.0)


def _unit(name: str) -> str:
    for ending, unit in (
        ("_t_per_mwh", "t/MWh"),
        ("_mwh", "MWh"),
        ("_mw", "MW"),
        ("_yuan", "yuan"),
        ("co2_t", "t"),
    ):
        if name.endswith(ending):
            return unit
    return "MWh" if "_mwh_by_cause" in name else ""


def _check_gap(case: Case, track: Track, reference: Reference, declared: Declared) -> Iterator[Finding]:
    """What would close the gap to the shaving target; free where only the capability is missed."""
    found, wanted = declared.kpis.get("gap_to_close"), gap_to_close(case, track, reference)
    if "gap_to_close" not in declared.kpis:
        yield track.whole_day(Rule.KPI_MISSING, "gap_to_close", 1.0, "")
    elif wanted is None:
        is_free = isinstance(found, dict) and declared.kpis.get("is_capability_met") == 0
        if found is not None and not is_free and not _is_tiny(found):
            yield track.whole_day(Rule.KPI_VALUE, "gap_to_close", 1.0, "")
    elif not isinstance(found, dict) or list(found.get("steps", ())) != wanted["steps"]:
        yield track.whole_day(Rule.KPI_VALUE, "gap_to_close", wanted["mw"], "MW")
    else:
        for part, unit in (("mw", "MW"), ("mwh", "MWh")):
            figure = found.get(part)
            if not isinstance(figure, int | float) or is_apart(figure, wanted[part]):
                yield track.whole_day(
                    Rule.KPI_VALUE, f"gap_to_close.{part}", _apart(figure, wanted[part]), unit
                )


def _is_tiny(gap: object) -> bool:
    return isinstance(gap, dict) and float(gap.get("mw") or 0.0) <= 2 * MW_TOLERANCE
