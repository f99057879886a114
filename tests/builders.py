"""A small site for every test: a tie, a load, a roof, a battery and one asset of each flexible kind.

``small_site()`` is valid as it stands; a test names only what it changes::

    small_site(step_minutes=60, assets={"battery": {"power_mw_max": 5.0}, "roof": None})

Tables are merged, ``None`` takes an entry away, and ``files`` adds to or replaces the files.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from sites.reading import site_from
from sites.site import Site

__all__ = ["FILES", "ONE_BUS", "merged", "shape_csv", "site_dict", "small_site"]

Raw = dict[str, Any]

TARIFF = """
name = "two-prices"
assumption = "made up for the tests"

[[versions]]
effective_from = 2020-01-01
energy_price_yuan_per_mwh = 400.0
feed_in_price_yuan_per_mwh = 200.0
ratios = { peak = 1.5, flat = 1.0, valley = 0.5 }
adders = [{ name = "network", price_yuan_per_mwh = 100.0 }]
periods = [
    { kind = "peak", hours = ["16:00-22:00"] },
    { kind = "valley", hours = ["00:00-06:00"] },
]
"""

FACTORS = """
name = "grid"

[[versions]]
effective_from = 2020-01-01
year = 2020
region = "somewhere"
kind = "average"
factor_t_per_mwh = 0.5
"""


def shape_csv(workday: list[float], rest_day: list[float] | None = None) -> str:
    """Text of a daily shape from shares at equal steps."""
    minutes = 1440 // len(workday)
    lines = ["label,workday,rest_day"]
    for place, (work, rest) in enumerate(zip(workday, rest_day or workday, strict=True)):
        end = (place + 1) * minutes
        lines.append(f"{end // 60:02d}:{end % 60:02d},{work},{rest}")
    return "\n".join(lines) + "\n"


DAY_SHAPE = [0.6] * 7 + [0.9] * 9 + [1.0] * 6 + [0.7] * 2

FILES: dict[str, str] = {
    "tariff.toml": TARIFF,
    "factors.toml": FACTORS,
    "shape.csv": shape_csv(DAY_SHAPE, [share * 0.5 for share in DAY_SHAPE]),
}
"""The files that the small site names."""

ONE_BUS: Raw = {
    "schema_version": 1,
    "name": "small",
    "title": "A small site",
    "title_zh": "小场站",
    "step_minutes": 15,
    "place": {
        "latitude": 29.68,
        "longitude": 115.66,
        "elevation_m": 25.0,
        "time_zone": "Asia/Shanghai",
        "country": "CN",
    },
    "climate": {
        "ghi_kwh_per_m2_day": [2.0, 2.4, 3.0, 3.7, 4.2, 4.3, 4.7, 4.8, 3.8, 3.0, 2.4, 2.3],
        "temp_air_mean_c": [5.2, 6.9, 11.0, 17.0, 22.0, 25.3, 28.4, 28.5, 24.4, 19.4, 13.2, 7.1],
        "temp_air_range_c": [6.1, 6.0, 7.0, 7.7, 7.1, 6.9, 7.6, 7.0, 6.6, 7.1, 7.4, 7.3],
        "wind_speed_mean_m_per_s": [2.0, 2.2, 2.4, 2.3, 2.1, 2.1, 2.3, 2.2, 2.2, 2.0, 1.9, 1.9],
        "relative_humidity_pct": [76] * 12,
    },
    "buses": {"main": {}},
    "assets": {
        "roof": {
            "type": "pv",
            "bus": "main",
            "capacity_mw": 6.0,
            "inverter_mw": 5.0,
            "tilt_deg": 10.0,
            "azimuth_deg": 180.0,
        },
        "battery": {
            "type": "battery",
            "bus": "main",
            "power_mw_max": 2.0,
            "energy_mwh_max": 4.0,
            "wear_yuan_per_mwh": 20.0,
            "terminal_value_yuan_per_mwh": 300.0,
        },
        "tie": {
            "type": "grid",
            "bus": "main",
            "import_mw_max": 20.0,
            "export_mw_max": 1.0,
            "reverse_flow": "allowed",
            "tariff": "tariff.toml",
            "demand_charge": {"price_yuan_per_mw_month": 38000.0, "floor_mw": 5.0, "contract_mw": 10.0},
        },
        "works": {
            "type": "load",
            "bus": "main",
            "demand": {"shape": "shape.csv", "power_mw_peak": 4.0},
        },
        "plating": {
            "type": "interruptible_load",
            "bus": "main",
            "demand": {"constant_mw": 1.0},
            "interruptible_frac": 0.5,
            "calls_max": 2,
            "call_hours_min": 0.5,
            "call_hours_max": 2.0,
            "gap_hours_min": 1.0,
            "compensation_yuan_per_mwh": 1000.0,
        },
        "pumps": {
            "type": "shiftable_load",
            "bus": "main",
            "tasks": [
                {
                    "name": "fill",
                    "energy_mwh": 1.5,
                    "power_mw_max": 0.75,
                    "window": "08:00-22:00",
                    "preferred_start": "17:00",
                }
            ],
        },
        "mill": {
            "type": "batch_load",
            "bus": "main",
            "batches": [
                {
                    "name": "first",
                    "profile_mw": [0.5, 1.0],
                    "window": "06:00-18:00",
                    "preferred_start": "08:00",
                },
                {
                    "name": "second",
                    "profile_mw": [1.0, 0.5],
                    "window": "08:00-22:00",
                    "preferred_start": "17:00",
                    "after": "first",
                    "gap_hours_min": 0.5,
                },
            ],
        },
    },
    "targets": {"window_kinds": ["peak"]},
    "accounting": {"grid_factors": "factors.toml"},
}


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> Raw:
    """Merge tables into a copy; what is None goes, all else replaces what was there."""
    result = dict(copy.deepcopy(dict(base)))
    for key, value in changes.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(result.get(key), Mapping):
            result[key] = merged(result[key], value)
        elif isinstance(value, Mapping):
            result[key] = merged({}, value)
        else:
            result[key] = copy.deepcopy(value)
    return result


def site_dict(**changes: Any) -> Raw:
    """The small site as parsed TOML, with changes merged in."""
    return merged(ONE_BUS, changes)


def small_site(*, files: Mapping[str, str] | None = None, **changes: Any) -> Site:
    """The small site, read and checked, with changes merged in and files added or replaced."""
    return site_from(site_dict(**changes), {**FILES, **(files or {})})
