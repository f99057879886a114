"""Problem P, a day of a made-up microgrid that several tools solve alike: our site for it has the same optimum.

Its battery begins the day at the level at which it ends it, curtailment costs 15 yuan/MWh, a peak of import 60
yuan/MW, four loads are worth something while they run, three batches find their place, and two units run for four
hours at least.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sites.reading import site_from
from sites.site import Site
from tests.builders import FILES, ONE_BUS, merged
from tests.conftest import NO_DATA
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import Powers, Raw

Array = NDArray[np.float64]
OPTIMUM_OF_DAY_20 = 45_051.859249520
GAP = 2e-7
STEPS = 96

LOADS = ((0.4, 3.0, 45.0, 75.0), (0.2, 2.0, 26.0, 98.0), (0.5, 4.0, 52.0, 112.0), (0.1, 1.5, 20.0, 140.0))
"""Least and most power in MW, energy of a day in MWh, worth of a MWh in yuan."""
BATCHES = (
    (3.0, 8, "06:00-18:00", "06:00"),
    (2.0, 12, "01:00-23:00", "01:00"),
    (4.0, 4, "10:00-22:00", "10:00"),
)
"""Power in MW, length in quarters of an hour, window."""
UNITS = ((6.0, 15.0, 92.0, 450.0), (4.0, 10.0, 118.0, 220.0))
"""Least and most power in MW, yuan/MWh, yuan a start."""


def wave(day: Array, kind: int) -> Array:
    """A smooth pseudo-random series about 0: five sines of unlike periods."""
    periods = (0.31, 0.77, 1.9, 3.7, 7.3)
    total = np.zeros_like(day)
    for place, per_day in enumerate(periods):
        phase = 0.37 * kind * (place + 1)
        total += np.sin(2 * np.pi * (per_day * day + phase)) / (place + 1.3)
    return total / 1.8


def bump(hour: Array, at: float, width: float) -> Array:
    """A bell of height 1."""
    return np.exp(-(((hour - at) / width) ** 2))


def series_of(first_day: int) -> dict[str, Array]:
    """Powers in MW and prices in yuan/MWh of the quarters of an hour of one day of the year."""
    day = first_day + np.arange(STEPS) / STEPS
    hour = (day % 1.0) * 24
    winter = np.cos(2 * np.pi * (day - 15) / 365.25)
    up, down = 6 - 1.2 * winter, 12 - 2.4 * winter
    is_light = (hour > 6 + 1.2 * winter) & (hour < 18 - 1.2 * winter)
    sun = np.maximum(np.sin(np.pi * (hour - up) / down), 0.0) * is_light
    clear = np.clip(0.72 + 0.38 * wave(day, 1), 0.12, 1.0)
    wind = np.clip(0.42 + 0.12 * winter + 0.42 * wave(day, 2), 0.0, 1.0) ** 1.5
    rest = 1 - 0.12 * ((np.floor(day) % 7) >= 5)
    need = 38 + 5 * winter + 9 * bump(hour, 9, 2.6) + 13 * bump(hour, 19, 2.3) - 6 * bump(hour, 3.5, 2.5)
    tariff = np.where((hour >= 17) & (hour < 21), 165.0, np.where((hour >= 7) & (hour < 23), 105.0, 68.0))
    buy = tariff + 6 * wave(day, 4)
    return {
        "roof": np.round(40 * (0.85 - 0.3 * winter) * sun * clear, 4),
        "turbines": np.round(30 * wind, 4),
        "town": np.round(need * rest + 2.2 * wave(day, 3), 4),
        "buy": np.round(buy, 3),
        "sell": np.round(0.55 * buy - 12 + 4 * wave(day, 5), 3),
    }


def assets_of() -> Raw:
    """The assets of the microgrid."""
    assets: dict[str, Any] = {
        "roof": {
            "type": "pv",
            "capacity_mw": 50.0,
            "inverter_mw": 50.0,
            "tilt_deg": 10.0,
            "azimuth_deg": 180.0,
            "curtailment_cost_yuan_per_mwh": 15.0,
        },
        "turbines": {
            "type": "wind",
            "capacity_mw": 30.0,
            "turbine_count": 10,
            "turbine_type": "V90/2000",
            "hub_height_m": 80.0,
            "elevation_m": 100.0,
            "curtailment_cost_yuan_per_mwh": 15.0,
        },
        "town": {"type": "load", "demand": {"constant_mw": 1.0}},
        "battery": {
            "type": "battery",
            "power_mw_max": 20.0,
            "energy_mwh_max": 40.0,
            "wear_yuan_per_mwh": 2.0,
            "terminal_value_yuan_per_mwh": 0.0,
            "terminal": "cyclic",
        },
        "tie": {
            "type": "grid",
            "import_mw_max": 60.0,
            "export_mw_max": 20.0,
            "reverse_flow": "allowed",
            "tariff": "tariff.toml",
            "demand_charge": {"price_yuan_per_mw_month": 60.0},
        },
    }
    for place, (least, most, energy, worth) in enumerate(LOADS, start=1):
        assets[f"load-{place}"] = {
            "type": "interruptible_load",
            "demand": {"constant_mw": most},
            "interrupted_mw_max": most - least,
            "energy_mwh_max": energy,
            "value_yuan_per_mwh": worth,
        }
    batches = [
        {
            "name": f"run-{place}",
            "profile_mw": [power] * length,
            "profile_step_minutes": 15,
            "window": window,
            "preferred_start": start,
        }
        for place, (power, length, window, start) in enumerate(BATCHES, start=1)
    ]
    assets["mill"] = {"type": "batch_load", "at_once_max": 3, "batches": batches}
    for place, (least, most, price, start) in enumerate(UNITS, start=1):
        curve = [{"output_mw": p, "cost_yuan_per_h": price * p} for p in (least, most)]
        assets[f"unit-{place}"] = {
            "type": "thermal",
            "power_mw_min": least,
            "power_mw_max": most,
            "cost_curve": curve,
            "start_costs": [{"off_hours_from": 0.0, "cost_yuan": start}],
            "min_up_hours": 4.0,
            "min_down_hours": 4.0,
        }
    return {name: {"bus": "main", **asset} for name, asset in assets.items()}


def site_of(prices: dict[str, Array]) -> Site:
    """The microgrid as a site, with the prices of its day."""
    ends = [f"{(t + 1) // 4:02d}:{(t + 1) % 4 * 15:02d}" for t in range(STEPS)]
    rows = [f"{ends[t]},{prices['buy'][t]},{prices['sell'][t]}" for t in range(STEPS)]
    files = {
        **FILES,
        "prices.csv": "\n".join(["label,import_price_yuan_per_mwh,export_price_yuan_per_mwh", *rows]) + "\n",
        "tariff.toml": 'series = "prices.csv"\n' + FILES["tariff.toml"].lstrip(),
    }
    base = {key: value for key, value in ONE_BUS.items() if key not in ("assets", "targets", "climate")}
    own = {"assets": assets_of(), "objective": {"order": ["cost"]}, "step_minutes": 15}
    return site_from(merged(base, own), files)


def optimum(first_day: int) -> float:
    """Least cost that we find for a day, yuan; the audit holds the plan to every rule."""
    found = series_of(first_day)
    powers: Powers = {name: found[name].tolist() for name in ("roof", "turbines", "town")}
    schedule = solve_and_audit(
        site_of(found), powers, gap_rel=GAP, gap_abs=1e-4, time_limit_s=300.0, has_stage_prices=False
    )
    assert schedule.status == "optimal"
    assert schedule.costs["curtailment"] >= 0.0
    levels = schedule.data["energy_mwh"].sel(asset="battery").values
    taken = schedule.data["charge_mw"].sel(asset="battery").values[0] * 0.95
    given = schedule.data["discharge_mw"].sel(asset="battery").values[0] / 0.95
    assert levels[-1] == pytest.approx(levels[0] - 0.25 * (taken - given), abs=1e-5)
    return cost_of(schedule)


def test_the_known_optimum() -> None:
    assert optimum(20) == pytest.approx(OPTIMUM_OF_DAY_20, rel=1e-6)


OTHER = """
import sys
sys.path.insert(0, sys.argv[1])
from data import day_case
from m_direct import build_day, highs
case = day_case(1, int(sys.argv[2]))
solver = highs(mip_rel_gap=2e-7)
solver.passModel(build_day(case)[0].lp(case["const"]))
solver.run()
print(solver.getInfo().objective_function_value)
"""


@pytest.mark.parametrize("first_day", [100, 200])
def test_another_tool_s_optimum_of_other_days(first_day: int, shared_data: Path) -> None:
    """The same matrix written by hand, where that benchmark is at hand."""
    folder = shared_data.parent / "bench"
    if not (folder / "m_direct.py").exists() or find_spec("highspy") is None:
        pytest.skip(f"{NO_DATA}: no benchmark in {folder}")
    command = [sys.executable, "-c", OTHER, str(folder), str(first_day)]
    known = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    assert optimum(first_day) == pytest.approx(float(known.split()[-1]), rel=1e-6)
