"""Toy sites with a thermal unit, for its tests."""

from __future__ import annotations

from typing import Any

from sites.site import Site
from tests.dispatch.toys import TIE, hours, load, toy

__all__ = ["AT_8", "BLEND", "CHP", "FORBIDDEN", "RAMPS", "Raw", "STEAM", "TIERS", "UNIT", "chp", "of", "site"]

Raw = dict[str, Any]

# Fuel at 20 yuan/MWh: 280 yuan/h at 4 MW, 460 at 7 MW, 660 at 10 MW; slopes 60 and 66.67 yuan/MWh.
UNIT: Raw = {
    "type": "thermal",
    "bus": "main",
    "power_mw_min": 4.0,
    "power_mw_max": 10.0,
    "fuels": [{"name": "wood", "price_yuan_per_mwh": 20.0}],
    "fuel_curve": [
        {"output_mw": 4.0, "fuel_mwh_per_h": 14.0},
        {"output_mw": 7.0, "fuel_mwh_per_h": 23.0},
        {"output_mw": 10.0, "fuel_mwh_per_h": 33.0},
    ],
}
TIERS = [{"off_hours_from": 0.0, "cost_yuan": 100.0}, {"off_hours_from": 6.0, "cost_yuan": 150.0}]
AT_8 = 460.0 + 200.0 / 3  # yuan/h at 8 MW
FORBIDDEN: Raw = {**TIE, "export_mw_max": 0.0, "reverse_flow": "forbidden"}


def site(unit: Raw | None = None, *, buy: list[float] | None = None, need: float = 8.0, **more: Any) -> Site:
    """A tie without export, a load, and a unit with some fields of its own."""
    assets = {
        "tie": FORBIDDEN,
        "works": load(need),
        "unit": {**UNIT, **(unit or {})},
        **more.pop("assets", {}),
    }
    return toy(assets, buy=buy or hours(50.0), **more)


def of(schedule: Any, quantity: str, asset: str = "unit") -> Any:
    """A quantity of an asset over the day."""
    return schedule.data[quantity].sel(asset=asset).values


RAMPS = {"ramp_up_mw_per_h": 2.0, "ramp_down_mw_per_h": 2.0, "start_mw_max": 4.0, "stop_mw_max": 4.0}
BLEND = [
    {"name": "coal", "price_yuan_per_mwh": 20.0, "factor_t_per_mwh": 0.34, "fossil_frac": 1.0},
    {
        "name": "gas",
        "price_yuan_per_mwh": 40.0,
        "factor_t_per_mwh": 0.2,
        "fossil_frac": 0.0,
        "share_frac_max": 0.2,
    },
]


STEAM: Raw = {"main": {}, "steam": {"carrier": "heat", "spilled_mw_max": 9.0}}

CHP: Raw = {"heat_bus": "steam", "heat_frac": 1.5, "heat_mw_on": 1.0}


def chp(**more: Any) -> Site:
    """A unit whose heat nobody needs: at most 9 MW may be cooled away."""
    return site({**CHP, "must_run": True, "reference_mw": 5.0}, buy=hours(500.0), buses=STEAM, **more)
