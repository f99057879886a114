"""A run folder made by hand with NumPy: everything that a report shows, without forecast or solver."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import tomlkit
import xarray as xr

from sites.reading import load
from sites.site import Site
from tests.builders import FILES, site_dict

__all__ = ["DAY", "RUN_ID", "kpis", "past_days", "record", "schedule_data", "write_day"]

DAY = dt.date(2026, 7, 15)
RUN_ID = "20260714T090000Z-3fa9c1"
HOURS = 0.25
QUANTITIES = (
    "injection_mw",
    "available_mw",
    "used_mw",
    "curtailed_mw",
    "curtailed_surplus_mw",
    "curtailed_export_limit_mw",
    "curtailed_price_mw",
    "charge_mw",
    "discharge_mw",
    "energy_mwh",
    "loss_mwh",
    "import_mw",
    "export_mw",
    "import_price_yuan_per_mwh",
    "export_price_yuan_per_mwh",
    "power_mw",
    "unserved_mw",
    "interrupted_mw",
    "is_interrupted",
    "reference_injection_mw",
)


def sunny(count: int) -> np.ndarray:
    """A bell over midday, 0 to 1."""
    return np.clip(np.sin((np.arange(count) / count - 0.25) * 2 * np.pi), 0.0, None)


def injections(table: dict[str, np.ndarray]) -> np.ndarray:
    """What each asset feeds in, by its other quantities."""
    signs = {
        "used_mw": 1,
        "discharge_mw": 1,
        "charge_mw": -1,
        "import_mw": 1,
        "export_mw": -1,
        "power_mw": -1,
    }
    return np.asarray(sum(sign * np.nan_to_num(table[name]) for name, sign in signs.items()))


def schedule_data(site: Site, date: dt.date = DAY) -> xr.Dataset:
    """A schedule of the small site: sun curtailed at noon, charging there, discharging in the evening."""
    steps = site.steps(date)
    count, names = steps.count, list(site.assets)
    clock = steps.local_minutes / 60
    window = (clock >= 16) & (clock < 22)
    nan = np.full((count, len(names)), np.nan)
    table = {name: nan.copy() for name in QUANTITIES}

    def put(quantity: str, asset: str, values: np.ndarray | float) -> None:
        table[quantity][:, names.index(asset)] = values

    available = 4.5 * sunny(count)
    curtailed = np.where((clock >= 11) & (clock < 13), 0.4, 0.0)
    charge, discharge = (
        np.where((clock >= 10) & (clock < 12), 1.5, 0.0),
        np.where((clock >= 17) & (clock < 19), 1.2, 0.0),
    )
    interrupted = np.where((clock >= 18) & (clock < 19), 0.5, 0.0)
    works = 3.0 + np.cos(clock / 24 * 2 * np.pi)
    pumps, mill = (
        np.where((clock >= 12) & (clock < 14), 0.75, 0.0),
        np.where((clock >= 9) & (clock < 11), 0.75, 0.0),
    )
    put("available_mw", "roof", available)
    put("used_mw", "roof", available - curtailed)
    put("curtailed_mw", "roof", curtailed)
    put("curtailed_surplus_mw", "roof", 0.0)
    put("curtailed_export_limit_mw", "roof", curtailed)
    put("curtailed_price_mw", "roof", 0.0)
    put("charge_mw", "battery", charge)
    put("discharge_mw", "battery", discharge)
    put("energy_mwh", "battery", 0.8 + np.cumsum(0.95 * charge - discharge / 0.95) * HOURS)
    put("loss_mwh", "battery", (0.05 * charge + 0.0526 * discharge) * HOURS)
    for asset, power in (("works", works), ("plating", 1.0 - interrupted), ("pumps", pumps), ("mill", mill)):
        put("power_mw", asset, power)
        put("unserved_mw", asset, 0.0)
    put("interrupted_mw", "plating", interrupted)
    put("is_interrupted", "plating", (interrupted > 0).astype(float))
    load = works + 1.0 - interrupted + pumps + mill
    net = load + charge - discharge - (available - curtailed)
    put("import_mw", "tie", np.maximum(net, 0.0))
    put("export_mw", "tie", np.maximum(-net, 0.0))
    put("import_price_yuan_per_mwh", "tie", np.where(window, 700.0, 500.0))
    put("export_price_yuan_per_mwh", "tie", 200.0)
    reference_load = works + 1.0 + np.where((clock >= 17) & (clock < 19), 1.5, 0.0)
    reference = reference_load - available
    put("reference_injection_mw", "roof", available)
    put("reference_injection_mw", "tie", reference)
    table["injection_mw"] = injections(table)
    variables: dict[str, Any] = {name: (("time", "asset"), values) for name, values in table.items()}
    variables["task_power_mw"] = (("time", "task"), pumps[:, None])
    variables["batch_power_mw"] = (("time", "batch"), np.stack([mill, np.roll(mill, 12)], axis=1))
    over_time = {
        "net_exchange_mw": net,
        "reference_exchange_mw": reference,
        "load_mw": load,
        "reference_load_mw": reference_load,
        "capability_mw": np.where(window, 0.3 + 0.01 * np.arange(count), np.nan),
    }
    variables |= {name: (("time",), values) for name, values in over_time.items()}
    variables["is_peak_window"] = (("time",), window.astype(np.int8))
    variables["is_surplus"] = (("time",), np.zeros(count, dtype=np.int8))
    kinds = np.where(window, "peak", np.where(clock < 6, "valley", "flat")).astype(object)
    variables["period_kind"] = (("time",), kinds)
    coordinates = {
        "time": steps.times,
        "label": (("time",), np.asarray(steps.labels, dtype=object)),
        "asset": np.asarray(names, dtype=object),
        "asset_type": (("asset",), np.asarray([site.assets[name].type for name in names], dtype=object)),
        "asset_role": (("asset",), np.asarray([site.assets[name].role for name in names], dtype=object)),
        "task": np.asarray(["pumps/fill"], dtype=object),
        "batch": np.asarray(["mill/first", "mill/second"], dtype=object),
    }
    return xr.Dataset(
        variables, coords=coordinates, attrs={"site": site.name, "step_minutes": site.step_minutes}
    )


def kpis(**changes: Any) -> dict[str, Any]:
    """Figures of a day that misses its target and curtails a little."""
    causes = {"surplus": 0.0, "export_limit": 0.8, "price": 0.0}
    source = {
        "available_mwh": 34.377,
        "used_mwh": 33.577,
        "curtailed_mwh": 0.8,
        "absorption_rate_frac": 0.97673,
    }
    return {
        "available_mwh": 34.377,
        "used_mwh": 33.577,
        "curtailed_mwh": 0.8,
        "absorption_rate_frac": 0.97673,
        "curtailment_rate_frac": 0.02327,
        "self_use_rate_frac": 0.91234,
        "green_share_frac": 0.30871,
        "import_mwh": 74.625,
        "export_mwh": 1.25,
        "peak_valley_difference_mw": 6.125,
        "load_factor_frac": 0.7654,
        "self_sufficiency_frac": None,
        "reference_peak_mw": 5.9751,
        "plan_peak_mw": 5.7961,
        "shaving_frac": 0.02996,
        "shaving_target_frac": 0.05,
        "shaving_shortfall_mw": 0.12,
        "is_shaving_met": 0,
        "capability_mw": 0.94,
        "capability_share_frac": 0.1441,
        "capability_year_share_frac": None,
        "capability_target_frac": 0.05,
        "is_capability_met": 1,
        "co2_t": 37.3125,
        "cost_yuan": 43210.4,
        "cost_without_demand_charge_yuan": 42001.6,
        "reference_cost_yuan": 45999.5,
        "equivalent_full_cycles": {"battery": 0.751},
        "sources": {"roof": {**source, "curtailed_mwh_by_cause": causes}},
        "grid_factor": {"factor_t_per_mwh": 0.5, "year": 2020, "region": "somewhere", "kind": "average"},
        "gap_to_close": {"mw": 0.12, "mwh": 0.055, "steps": [72, 73, 76]},
        **changes,
    }


def record(date: dt.date = DAY, **changes: Any) -> dict[str, Any]:
    """What ``run.json`` says."""
    return {
        "id": RUN_ID,
        "site": "small",
        "date": str(date),
        "created": "2026-07-14T09:00:05Z",
        "issue_time": "2026-07-14T09:00:00Z",
        "status": "feasible",
        "targets_met": False,
        "issued": None,
        "gap_rel": 0.0123,
        "solver": "highs 1.15.1",
        "kpis": kpis(),
        "costs": {"energy_import": 42500.0, "feed_in": -250.0, "demand_charge": 1208.8, "terminal_value": -248.4},
        "stages": [
            {"name": "shaving", "value": 0.12, "unit": "MW", "gap_rel": 0.0, "status": "optimal", "seconds": 0.5,
             "price_yuan": 123.4, "tolerance": 1e-6},
            {"name": "cost", "value": 43210.4, "unit": "yuan", "gap_rel": 0.0123, "status": "feasible", "seconds": 1.5,
             "price_yuan": None, "tolerance": 0.01},
        ],
        "relaxations": [],
        "weather": {"source": "typical year", "kind": "typical", "synthetic": True, "elsewhere_km": None},
        "state": {"origin": "assumption", "origin_id": ""},
        "options": {"solver": "highs", "threads": 1},
        "versions": {"hengli": "0.1.0"},
        "seeds": {"weather": 0},
        "features": {"is_workday": True, "ghi_w_per_m2": [100.0] * 24, "temp_air_c": [25.0] * 24,
                     "wind_speed_m_per_s": [3.0] * 24, "load_mw": [4.0] * 24},
        "notes": [],
        **changes,
    }  # fmt: skip


def past_days(count: int) -> list[dict[str, Any]]:
    """Records of the days before, each a little different."""
    found = []
    for back in range(1, count + 1):
        date = DAY - dt.timedelta(days=back)
        figures = kpis(cost_yuan=43000.0 + 100 * back, shaving_frac=0.05 + 0.001 * back)
        about = record()["features"] | {"load_mw": [4.0 + 0.1 * back] * 24}
        found.append(record(date, id=f"{date:%Y%m%d}T090000Z-00000{back}", kpis=figures, features=about))
    return found


def write_day(
    root: Path,
    *,
    audit: object = None,
    assets: dict[str, Any] | None = None,
    site: dict[str, Any] | None = None,
    **changes: Any,
) -> Path:
    """Write a run of the small site into an archive; return its folder."""
    folder = root / "small" / str(DAY) / RUN_ID
    (folder / "site").mkdir(parents=True)
    raw = site_dict(assets=assets or {}, **(site or {}))
    (folder / "site" / "site.toml").write_text(tomlkit.dumps(raw), encoding="utf-8")
    for name, text in FILES.items():
        (folder / "site" / name).write_text(text, encoding="utf-8")
    schedule_data(load(folder / "site")).to_netcdf(folder / "schedule.nc", engine="h5netcdf")
    documents = {
        "run.json": record(**changes),
        "audit.json": audit if audit is not None else {"findings": [], "rules_checked": 61},
        "state.json": {"levels_mwh": {"battery": 0.8}},
    }
    for name, content in documents.items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder
