"""Small models of units that burn fuel or follow a process: four steps of an hour, one site an asset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dispatch.model import Model, build
from tests.dispatch.toys import TIE, Raw, four_steps, load, state_of, toy

__all__ = ["UNITS"]

BURNER: Raw = {
    "type": "thermal",
    "bus": "main",
    "power_mw_min": 4.0,
    "power_mw_max": 10.0,
    "own_use_frac": 0.1,
    "min_up_hours": 2.0,
    "min_down_hours": 2.0,
    "ramp_up_mw_per_h": 3.0,
    "ramp_down_mw_per_h": 2.0,
    "start_mw_max": 5.0,
    "stop_mw_max": 8.0,
    "start_costs": [
        {"off_hours_from": 0.0, "cost_yuan": 100.0},
        {"off_hours_from": 3.0, "cost_yuan": 150.0},
    ],
    "fuels": [
        {
            "name": "waste",
            "price_yuan_per_mwh": -10.0,
            "must_burn_mwh": 30.0,
            "share_frac_min": 0.5,
        },
        {
            "name": "gas",
            "price_yuan_per_mwh": 40.0,
            "stock_mwh_initial": 20.0,
            "deliveries": [{"at": "02:00", "energy_mwh": 5.0}],
        },
    ],
    "fuel_curve": [
        {"output_mw": 4.0, "fuel_mwh_per_h": 14.0},
        {"output_mw": 7.0, "fuel_mwh_per_h": 23.0},
        {"output_mw": 10.0, "fuel_mwh_per_h": 33.0},
    ],
}
BEHIND: Raw = {
    "type": "waste_heat",
    "bus": "main",
    "host": "works",
    "heat_frac": 0.5,
    "efficiency_frac": 0.2,
    "power_mw_max": 0.6,
    "delay_hours": 1.0,
    "host_mw_before": 3.0,
}


def _model(asset: Raw, *, is_elastic: bool = False, state: dict[str, Any] | None = None) -> Model:
    made = toy({"tie": TIE, "works": load(8.0), "it": asset}, reserve={"constant_mw": 2.0})
    case = four_steps(made, state=state_of(made, **(state or {})))
    return build(case.elastic() if is_elastic else case)


ON_BEFORE = {"unit_hours": {"it": 1.0}, "output_mw": {"it": 6.3}}

UNITS: dict[str, tuple[str, Callable[[], Model]]] = {
    "thermal": ("it", lambda: _model(BURNER, state=ON_BEFORE)),
    "thermal_elastic": ("it", lambda: _model(BURNER, state=ON_BEFORE, is_elastic=True)),
    "waste_heat": ("it", lambda: _model(BEHIND)),
}
