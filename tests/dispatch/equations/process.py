"""Small models of hydropower stations, silos and shared resources, whose equations are checked in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dispatch.model import Model, build
from tests.dispatch.toys import TIE, Raw, four_steps, state_of, toy

__all__ = ["PROCESS"]

RIVER: Raw = {
    "type": "hydro",
    "bus": "main",
    "inflow": {"monthly_mw": [1.0] * 12},
    "head_m": 1000.0 / 9.80665,
    "efficiency_frac": 1.0,
    "power_mw_max": 2.0,
    "power_mw_min": 0.5,
    "release_m3_per_s_min": 0.25,
    "release_from": "tailrace",
    "pond": {"energy_mwh_max": 4.0, "level_frac_min": 0.25, "level_frac_initial": 0.5},
}
MILL: Raw = {
    "type": "batch_load",
    "bus": "main",
    "at_once_max": 2,
    "batches": [
        {
            "name": "kiln",
            "profile_mw": [1.0, 2.0],
            "window": "00:00-03:00",
            "preferred_start": "00:00",
            "fills": "clinker",
            "product_t": 80.0,
            "resource": "crew",
        },
        {
            "name": "mill",
            "profile_mw": [3.0],
            "window": "00:00-04:00",
            "preferred_start": "02:00",
            "runs_min": 2,
            "runs_max": 3,
            "fills": "cement",
            "product_t": 50.0,
            "draws": "clinker",
            "draw_t": 40.0,
            "resource": "crew",
        },
    ],
    "silos": [
        {"name": "clinker", "t_max": 200.0, "t_min": 10.0, "t_initial": 50.0},
        {"name": "cement", "t_max": 300.0, "t_initial": 100.0, "demand_t_per_h": 5.0},
    ],
}


def _hydro(level_mwh: float, *, is_elastic: bool = False) -> Model:
    site = toy({"tie": TIE, "it": RIVER})
    state = state_of(site, levels_mwh={"it": level_mwh})
    case = four_steps(site, {"it": [0.0, 0.2, 1.0, 2.0] + [0.0] * 20}, state=state)
    return build(case.elastic() if is_elastic else case)


def _mill(*, is_elastic: bool = False) -> Model:
    site = toy({"tie": TIE, "it": MILL}, resources={"crew": {"at_once_max": 1}})
    case = four_steps(site)
    return build(case.elastic() if is_elastic else case)


PROCESS: dict[str, tuple[str, Callable[[], Any]]] = {
    "hydro": ("it", lambda: _hydro(2.0)),
    "hydro_elastic": ("it", lambda: _hydro(0.5, is_elastic=True)),
    "silo": ("it", _mill),
    "silo_elastic": ("it", lambda: _mill(is_elastic=True)),
    "resource_elastic": ("", lambda: _mill(is_elastic=True)),
}
