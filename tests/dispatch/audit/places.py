"""Small sites of the audit's tests: a park with everything, an island with two buses, and one done by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import xarray as xr

from sites import Site, site_from

PARK_DATE = dt.date(2026, 10, 1)  # a named holiday of the tariff below
ISLAND_DATE = dt.date(2026, 10, 25)  # clocks go back in Athens: 100 quarter-hours
TINY_DATE = dt.date(2026, 7, 15)

FACTORS = """
name = "test"
[[versions]]
effective_from = 2020-01-01
year = 2020
region = "nowhere"
kind = "average"
factor_t_per_mwh = 0.9
[[versions]]
effective_from = 2025-01-01
year = 2025
region = "somewhere"
kind = "average"
factor_t_per_mwh = 0.5
"""

PARK_TARIFF = """
name = "park"
[[versions]]
effective_from = 2020-01-01
energy_price_yuan_per_mwh = 1.0
feed_in_price_yuan_per_mwh = 1.0
[[versions]]
effective_from = 2026-01-01
energy_price_yuan_per_mwh = 400.0
feed_in_price_yuan_per_mwh = 300.0
ratios = { sharp = 1.8, peak = 1.5, flat = 1.0, valley = 0.5, deep_valley = 0.25 }
adders = [
  { name = "transmission", price_yuan_per_mwh = 100.0 },
  { name = "fund", price_yuan_per_mwh = 20.0, is_floating = true },
]
[[versions.periods]]
kind = "peak"
hours = ["17:00-20:00"]
[[versions.periods]]
kind = "sharp"
months = [7]
hours = ["21:00-22:00"]
[[versions.periods]]
kind = "valley"
hours = ["00:00-06:00"]
[[versions.holidays]]
kind = "deep_valley"
names = ["National Day"]
hours = ["11:00-14:00"]
"""

FLAT_TARIFF = """
name = "flat"
[[versions]]
effective_from = 2020-01-01
energy_price_yuan_per_mwh = 500.0
feed_in_price_yuan_per_mwh = 200.0
"""

PLACE = {
    "latitude": 29.7,
    "longitude": 115.7,
    "elevation_m": 30.0,
    "time_zone": "Asia/Shanghai",
    "country": "CN",
}
PV = {
    "type": "pv",
    "bus": "main",
    "capacity_mw": 9.0,
    "inverter_mw": 8.0,
    "tilt_deg": 20.0,
    "azimuth_deg": 180.0,
}
WIND = {
    "type": "wind",
    "bus": "main",
    "capacity_mw": 6.0,
    "turbine_count": 3,
    "turbine_type": "E-53/800",
    "hub_height_m": 80.0,
    "elevation_m": 300.0,
}
BATTERY = {
    "type": "battery",
    "bus": "main",
    "power_mw_max": 2.0,
    "energy_mwh_max": 8.0,
    "soc_frac_min": 0.1,
    "soc_frac_max": 0.9,
    "self_discharge_frac_per_day": 0.02,
    "wear_yuan_per_mwh": 50.0,
    "terminal_value_yuan_per_mwh": 400.0,
}


def _batch(name: str, start: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "profile_mw": [1.0, 0.5], "window": "08:00-22:00", "preferred_start": start, **more}


def park_raw() -> dict[str, Any]:
    """A park with one asset of each type, two of some."""
    return {
        "schema_version": 1,
        "name": "park",
        "place": PLACE,
        "buses": {"main": {}},
        "assets": {
            "pv": PV,
            "wind": WIND,
            "battery": BATTERY,
            "tie": {
                "type": "grid",
                "bus": "main",
                "import_mw_max": 20.0,
                "export_mw_max": 2.0,
                "reverse_flow": "allowed",
                "tariff": "tariff.toml",
                "demand_charge": {
                    "price_yuan_per_mw_month": 40000.0,
                    "floor_mw": 5.0,
                    "contract_mw": 6.0,
                    "overrun_tolerance_frac": 0.05,
                },
            },
            "works": {"type": "load", "bus": "main", "demand": {"constant_mw": 4.0}},
            "furnace": {
                "type": "interruptible_load",
                "bus": "main",
                "demand": {"constant_mw": 2.0},
                "interruptible_frac": 0.5,
                "interrupted_mw_max": 0.8,
                "interrupted_mw_min": 0.2,
                "interrupted_mwh_max": 1.0,
                "energy_mwh_max": 50.0,
                "calls_max": 2,
                "call_hours_min": 0.5,
                "call_hours_max": 1.0,
                "gap_hours_min": 1.0,
                "notice_hours": 2.0,
                "compensation_yuan_per_mwh": 300.0,
                "value_yuan_per_mwh": 100.0,
            },
            "washing": {
                "type": "shiftable_load",
                "bus": "main",
                "tasks": [
                    {
                        "name": "early",
                        "energy_mwh": 2.2,
                        "power_mw_max": 1.0,
                        "power_mw_min": 0.15,
                        "window": "06:00-12:00",
                        "preferred_start": "07:00",
                    },
                    {
                        "name": "workdays-only",
                        "energy_mwh": 1.0,
                        "power_mw_max": 1.0,
                        "window": "06:00-12:00",
                        "preferred_start": "07:00",
                        "days": "workday",
                    },
                ],
            },
            "mill": {
                "type": "batch_load",
                "bus": "main",
                "batches": [
                    _batch("first", "09:00"),
                    _batch("second", "16:00", after="first", gap_hours_min=1.0, profile_mw=[1.0, 0.5, 0.5]),
                ],
            },
        },
        "targets": {"windows": ["17:00-20:00"], "year_load_mw_max": 10.0},
        "objective": {"curtailment_order": ["wind", "pv"]},
        "accounting": {"grid_factors": "factors.toml"},
    }


def park(raw: dict[str, Any] | None = None) -> Site:
    """Build the park, changed or not."""
    return site_from(raw or park_raw(), {"tariff.toml": PARK_TARIFF, "factors.toml": FACTORS})


def island(series: str) -> Site:
    """Two buses, one without a tie; two batteries on the other; spot prices from a series; clocks in Athens."""
    tariff = FLAT_TARIFF.replace('name = "flat"', 'name = "spot"\nseries = "spot.csv"')
    raw = {
        "schema_version": 1,
        "name": "island",
        "place": {**PLACE, "time_zone": "Europe/Athens", "country": "GR"},
        "buses": {"main": {}, "hut": {}},
        "assets": {
            "pv": PV,
            "one": {**BATTERY, "charge_mw_max": 1.0},
            "two": {**BATTERY, "charge_mw_max": 1.0},
            "cable": {
                "type": "grid",
                "bus": "main",
                "import_mw_max": 9.0,
                "reverse_flow": "forbidden",
                "tariff": "tariff.toml",
            },
            "houses": {"type": "load", "bus": "main", "demand": {"constant_mw": 2.0}},
            "hut-wind": {**WIND, "bus": "hut"},
            "hut-load": {"type": "load", "bus": "hut", "demand": {"constant_mw": 0.5}},
            "boilers": {
                "type": "shiftable_load",
                "bus": "main",
                "tasks": [
                    {
                        "name": "night",
                        "energy_mwh": 3.0,
                        "power_mw_max": 1.0,
                        "window": "00:00-06:00",
                        "preferred_start": "02:30",
                    }
                ],
            },
        },
        "targets": {"series": "load", "capability_frac": 0.0, "shaving_frac": 0.0},
        "accounting": {"grid_factors": "factors.toml"},
    }
    files = {"tariff.toml": tariff, "factors.toml": FACTORS, "spot.csv": series}
    return site_from(raw, files)


def spot_series() -> str:
    """Hourly prices by the clock; two of them negative."""
    rows = ["label,import_price_yuan_per_mwh,export_price_yuan_per_mwh"]
    for hour in range(24):
        price = -50.0 if hour in (1, 2) else 300.0 + 10.0 * hour
        rows.append(f"{hour + 1:02d}:00,{price},{price / 2}")
    return "\n".join(rows)


def tiny() -> Site:
    """Hourly steps, one PV field, one battery without self-discharge, one tie, one load."""
    battery = {**BATTERY, "charge_efficiency_frac": 0.8, "discharge_efficiency_frac": 0.5}
    raw = {
        "schema_version": 1,
        "name": "tiny",
        "step_minutes": 60,
        "place": PLACE,
        "buses": {"main": {}},
        "assets": {
            "pv": PV,
            "battery": {**battery, "self_discharge_frac_per_day": 0.0},
            "tie": {
                "type": "grid",
                "bus": "main",
                "import_mw_max": 9.0,
                "export_mw_max": 1.0,
                "reverse_flow": "allowed",
                "tariff": "tariff.toml",
            },
            "house": {"type": "load", "bus": "main", "demand": {"constant_mw": 1.0}},
        },
        "targets": {"windows": ["18:00-20:00"]},
        "accounting": {"grid_factors": "factors.toml"},
    }
    return site_from(raw, {"tariff.toml": FLAT_TARIFF, "factors.toml": FACTORS})


def forecast_of(site: Site, date: dt.date, powers: dict[str, np.ndarray[Any, Any] | float]) -> xr.Dataset:
    """A forecast of one scenario from powers by asset, MW."""
    steps = site.steps(date)
    values = np.stack(
        [np.broadcast_to(np.asarray(power, dtype=float), steps.count) for power in powers.values()], axis=1
    )
    return xr.Dataset(
        {"power_mw": (("scenario", "time", "asset"), values[None])},
        coords={"time": steps.times, "asset": list(powers)},
        attrs={"time_zone": steps.time_zone},
    )


def park_forecast(site: Site) -> xr.Dataset:
    """Wind at its capacity at noon, PV at its inverters': far more than the load, and nothing in the evening."""
    hours = site.steps(PARK_DATE).local_minutes / 60
    pv = np.clip(10.0 * np.sin(np.pi * (hours - 6) / 12), 0.0, 8.0)
    wind = np.where((hours >= 9) & (hours < 13), 6.0, 1.0)
    return forecast_of(
        site, PARK_DATE, {"pv": pv, "wind": wind, "works": 4.0 + np.sin(hours / 4), "furnace": 2.0}
    )


def island_forecast(site: Site) -> xr.Dataset:
    """PV above the houses' load at noon; wind on the hut's bus always above its load."""
    hours = site.steps(ISLAND_DATE).local_minutes / 60
    pv = np.clip(5.0 * np.sin(np.pi * (hours - 7) / 10), 0.0, 4.5)
    return forecast_of(site, ISLAND_DATE, {"pv": pv, "houses": 2.0, "hut-wind": 0.8, "hut-load": 0.5})


def tiny_forecast(site: Site) -> xr.Dataset:
    """PV of 4 MW at noon for two hours."""
    pv = np.zeros(24)
    pv[11:13] = 4.0
    return forecast_of(site, TINY_DATE, {"pv": pv, "house": 1.0})
