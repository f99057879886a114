"""A day that takes a solver long: many batches that exclude each other, and calls of odd lengths."""

from __future__ import annotations

from typing import Any

import numpy as np

from sites.site import Site
from tests.dispatch.toys import BATTERY, TIE, toy

__all__ = ["hard_site"]


def hard_site(runs: int = 9) -> tuple[Site, dict[str, Any]]:
    """The site, and the powers of its loads."""
    random = np.random.default_rng(5)
    entries = []
    for place in range(runs):
        profile = (random.integers(3, 23, size=4 + place % 3) / 7.0).round(3).tolist()
        entries.append(
            {
                "name": f"run-{place}",
                "profile_mw": profile,
                "profile_step_minutes": 15,
                "window": "00:00-24:00",
                "preferred_start": f"{90 * place // 60:02d}:{90 * place % 60:02d}",
            }
        )
    calls = {
        "type": "interruptible_load",
        "bus": "main",
        "demand": {"constant_mw": 2.0},
        "interrupted_mw_min": 0.35,
        "interrupted_mwh_max": 2.3,
        "calls_max": 3,
        "call_hours_min": 0.75,
        "call_hours_max": 1.5,
        "gap_hours_min": 2.0,
        "compensation_yuan_per_mwh": 140.0,
    }
    charge = {"price_yuan_per_mw_month": 3000.0}
    site = toy(
        {
            "tie": {**TIE, "demand_charge": charge},
            "works": {"type": "load", "bus": "main", "demand": {"constant_mw": 5.0}},
            "store": {**BATTERY, "power_mw_max": 1.3, "soc_frac_initial": 0.37},
            "mill": {"type": "batch_load", "bus": "main", "batches": entries},
            "press": {"type": "batch_load", "bus": "main", "batches": entries[::-1]},
            "plating": calls,
        },
        buy=[float(value) for value in random.integers(80, 900, size=24)],
        order=("shaving", "cost"),
        step_minutes=15,
    )
    return site, {"works": (5.0 + 2.0 * random.random(24)).round(3).tolist()}
