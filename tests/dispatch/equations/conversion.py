"""Small models of loads on other carriers and of fleets: four steps of an hour, one site an asset."""

from __future__ import annotations

from collections.abc import Callable

from dispatch.model import Model, build
from dispatch.options import Options
from tests.dispatch.toys import TIE, Raw, four_steps, load, toy

__all__ = ["CONVERSION"]

CARRIERS = {"main": "electricity", "heat": "heat", "gas": "hydrogen"}
FLEET: Raw = {
    "type": "ev_fleet",
    "bus": "main",
    "power_mw_max": 2.0,
    "charge_efficiency_frac": 0.8,
    "discharge_efficiency_frac": 0.5,
    "wear_yuan_per_mwh": 10.0,
    "groups": [
        {
            "name": "ships",
            "count": 1,
            "energy_mwh_max": 2.0,
            "charge_mw_max": 1.0,
            "arrival": "00:00",
            "departure": "02:00",
            "soc_frac_arrival": 0.25,
            "soc_frac_departure": 0.75,
            "shore_mw": 0.25,
        },
        {
            "name": "cars",
            "count": 10,
            "energy_mwh_max": 0.1,
            "charge_mw_max": 0.05,
            "discharge_mw_max": 0.05,
            "arrival": "01:00",
            "departure": "04:00",
            "soc_frac_arrival": 0.5,
            "soc_frac_departure": 0.75,
            "soc_frac_min": 0.25,
        },
    ],
}
HOMES: Raw = {
    "type": "heat_load",
    "bus": "heat",
    "demand": {"constant_mw": 1.0},
    "temp_air_c": 0.0,
    "building": {
        "capacity_mwh_per_k": 0.14426950408889636,  # half of the warmth is left after an hour
        "loss_mw_per_k": 0.1,
        "heating_mw_max": 4.0,
        "set_point_c": 20.0,
        "comfort_c_min": 18.0,
        "comfort_c_max": 24.0,
        "terminal_value_yuan_per_mwh": 10.0,
    },
}
PUMP: Raw = {
    "type": "heat_pump",
    "bus": "main",
    "heat_bus": "heat",
    "power_mw_max": 2.0,
    "power_mw_min": 0.5,
    "cop_points": [{"source_c": 0.0, "cop": 3.0}],
}
MAKER: Raw = {
    "type": "electrolyser",
    "bus": "main",
    "hydrogen_bus": "gas",
    "curve": [
        {"power_mw": 1.0, "kwh_per_kg": 66.66},
        {"power_mw": 2.0, "kwh_per_kg": 66.66},
        {"power_mw": 4.0, "kwh_per_kg": 83.325},
    ],
    "standby_mw": 0.1,
    "cold_start_yuan": 50.0,
}
BUYER: Raw = {
    "type": "hydrogen_load",
    "bus": "gas",
    "demand": {"constant_mw": 0.5},
    "flexible": {"energy_mwh_max": 3.0, "power_mw_max": 2.0, "value_yuan_per_mwh": 500.0},
}
CELL: Raw = {
    "type": "fuel_cell",
    "bus": "main",
    "hydrogen_bus": "gas",
    "power_mw_max": 1.0,
    "power_mw_min": 0.25,
    "efficiency_frac": 0.5,
    "start_yuan": 7.0,
}
CENTRE: Raw = {
    "type": "shiftable_load",
    "bus": "main",
    "queues": [{"name": "jobs", "arrives": {"constant_mw": 1.0}, "deadline_hours": 2.0, "power_mw_max": 3.0}],
}


def _model(assets: Raw, *, is_elastic: bool = False) -> Model:
    used = {bus for asset in assets.values() for bus in map(str, asset.values())} & {*CARRIERS}
    buses = {bus: {"carrier": carrier} for bus, carrier in CARRIERS.items() if bus in {"main", *used}}
    site = toy({"tie": TIE, "works": load(1.0), **assets}, buses=buses)
    case = four_steps(site, options=Options(is_lazily_exclusive=False))
    return build(case.elastic() if is_elastic else case)


_HEAT: Raw = {"homes": HOMES, "pump": PUMP}
_GAS: Raw = {"maker": MAKER, "buyer": BUYER, "cell": CELL}

CONVERSION: dict[str, tuple[str, Callable[[], Model]]] = {
    "ev_fleet": ("fleet", lambda: _model({"fleet": FLEET})),
    "ev_fleet_elastic": ("fleet", lambda: _model({"fleet": FLEET}, is_elastic=True)),
    "heat_load": ("homes", lambda: _model(_HEAT)),
    "heat_load_elastic": ("homes", lambda: _model(_HEAT, is_elastic=True)),
    "heat_pump": ("pump", lambda: _model(_HEAT)),
    "electrolyser": ("maker", lambda: _model(_GAS)),
    "hydrogen_load": ("buyer", lambda: _model(_GAS)),
    "fuel_cell": ("cell", lambda: _model(_GAS)),
    "queues": ("centre", lambda: _model({"centre": CENTRE})),
    "queues_elastic": ("centre", lambda: _model({"centre": CENTRE}, is_elastic=True)),
}
"""By the name of the file: the asset whose block it shows, and its model."""
