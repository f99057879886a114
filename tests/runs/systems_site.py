"""A site with a little of everything: a line, heat, hydrogen, a unit, islanding; for what people are shown of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.runs.conftest import write_site

__all__ = ["SYSTEMS", "write_systems"]

SYSTEMS: dict[str, Any] = {
    "name": "systems",
    "step_minutes": 60,
    "buses": {
        "main": {"voltage_kv": 10.0, "title": "Main busbar", "title_zh": "主母线"},
        "east": {"voltage_kv": 10.0, "voltage_pu_min": 0.95, "voltage_pu_max": 1.05},
        "warm": {"carrier": "heat", "spilled_mw_max": 5.0},
        "gas": {"carrier": "hydrogen"},
    },
    "lines": {
        "feeder": {
            "from_bus": "main",
            "to_bus": "east",
            "resistance_ohm": 0.4,
            "reactance_ohm": 0.3,
            "current_ka_max": 0.4,
            "title": "Feeder east",
            "title_zh": "东馈线",
        }
    },
    "assets": {
        "roof": {"bus": "east"},
        "works": {"bus": "east"},
        "plating": None,
        "pumps": None,
        "mill": None,
        "unit": {
            "type": "thermal",
            "bus": "main",
            "heat_bus": "warm",
            "heat_frac": 1.0,
            "title": "Small unit",
            "title_zh": "小机组",
            "power_mw_max": 2.0,
            "power_mw_min": 0.8,
            "hours_initial": -10.0,
            "fuel_curve": [
                {"output_mw": 0.8, "fuel_mwh_per_h": 2.4},
                {"output_mw": 2.0, "fuel_mwh_per_h": 5.6},
            ],
            "fuels": [
                {"name": "gas", "price_yuan_per_mwh": 100.0, "factor_t_per_mwh": 0.2, "fossil_frac": 1.0}
            ],
        },
        "pump": {
            "type": "heat_pump",
            "bus": "main",
            "heat_bus": "warm",
            "power_mw_max": 0.5,
            "carnot_frac": 0.45,
            "supply_c": 50.0,
        },
        "homes": {"type": "heat_load", "bus": "warm", "demand": {"constant_mw": 1.0}},
        "stack": {
            "type": "electrolyser",
            "bus": "main",
            "hydrogen_bus": "gas",
            "curve": [{"power_mw": 0.2, "kwh_per_kg": 55.0}, {"power_mw": 1.0, "kwh_per_kg": 54.0}],
        },
        "tank": {
            "type": "hydrogen_store",
            "bus": "gas",
            "energy_mwh_max": 4.0,
            "fill_mw_max": 0.5,
            "draw_mw_max": 0.5,
            "level_frac_min": 0.05,
            "level_frac_max": 1.0,
            "level_frac_initial": 0.5,
            "wear_yuan_per_mwh": 2.0,
            "terminal": "value",
            "terminal_value_yuan_per_mwh": 500.0,
        },
        "trucks": {"type": "hydrogen_load", "bus": "gas", "demand": {"constant_mw": 0.2}},
    },
    "islanding": {"hours": 2.0, "windows": ["06:00-12:00"], "critical_frac": {"works": 0.6}},
}


def write_systems(folder: Path) -> Path:
    """Write the site into a folder."""
    return write_site(folder, **SYSTEMS)
