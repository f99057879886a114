"""The small models whose equations are checked in: four steps of an hour, one site an asset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dispatch.model import Model, build
from dispatch.options import Options
from tests.dispatch.equations.conversion import CONVERSION
from tests.dispatch.equations.feeding import NETWORK
from tests.dispatch.equations.process import PROCESS
from tests.dispatch.equations.unit import UNITS
from tests.dispatch.toys import BATTERY, PV, TIE, Raw, day_facts, four_steps, load, state_of, toy

__all__ = ["MODELS", "block_of", "surplus_model"]

STORE: Raw = {
    **BATTERY,
    "power_mw_max": 2.0,
    "charge_mw_max": 1.5,
    "energy_mwh_max": 4.0,
    "discharge_efficiency_frac": 0.5,
    "soc_frac_min": 0.25,
    "soc_frac_max": 0.75,
    "soc_frac_initial": 0.5,
}
CHARGED: Raw = {
    **TIE,
    "import_mw_max": 8.0,
    "export_mw_max": 3.0,
    "demand_charge": {
        "price_yuan_per_mw_month": 1000.0,
        "floor_mw": 4.0,
        "contract_mw": 5.0,
        "overrun_tolerance_frac": 0.1,
        "overrun_factor": 3.0,
    },
}
CALLED: Raw = {
    "type": "interruptible_load",
    "bus": "main",
    "demand": {"constant_mw": 4.0},
    "interruptible_frac": 0.5,
    "interrupted_mw_min": 0.5,
    "interrupted_mwh_max": 3.0,
    "energy_mwh_max": 15.0,
    "calls_max": 2,
    "call_hours_min": 2.0,
    "call_hours_max": 3.0,
    "gap_hours_min": 1.0,
}
TASKS: Raw = {
    "type": "shiftable_load",
    "bus": "main",
    "tasks": [
        {
            "name": "fill",
            "energy_mwh": 1.5,
            "power_mw_max": 1.0,
            "power_mw_min": 0.25,
            "window": "01:00-04:00",
            "preferred_start": "01:00",
        }
    ],
}
BATCHES: Raw = {
    "type": "batch_load",
    "bus": "main",
    "batches": [
        {"name": "a", "profile_mw": [1.0, 2.0], "window": "00:00-03:00", "preferred_start": "00:00"},
        {
            "name": "b",
            "profile_mw": [3.0],
            "window": "00:00-04:00",
            "preferred_start": "03:00",
            "after": "a",
            "gap_hours_min": 1.0,
        },
    ],
}

WHOLE_BATTERY: Raw = {
    **STORE,
    "taper_charge_soc_frac": 0.5,
    "taper_charge_power_frac": 0.2,
    "taper_discharge_soc_frac": 0.5,
    "taper_discharge_power_frac": 0.1,
    "auxiliary_mw": 0.1,
    "auxiliary_frac": 0.02,
    "calendar_wear_yuan_per_mwh_hour": 1.0,
    "calendar_wear_soc_frac": 0.6,
    "terminal": "cyclic",
}
HOT_TANK: Raw = {
    "type": "thermal_store",
    "bus": "heat",
    "energy_mwh_max": 4.0,
    "charge_mw_max": 2.0,
    "discharge_mw_max": 1.0,
    "discharge_efficiency_frac": 0.5,
    "self_discharge_frac_per_day": 0.5,
    "standing_loss_mw": 0.05,
    "terminal": "target",
    "terminal_frac_target": 0.75,
    "terminal_penalty_yuan_per_mwh": 10.0,
}
GAS_TANK: Raw = {
    "type": "hydrogen_store",
    "bus": "gas",
    "compressor_bus": "main",
    "compressor_mwh_per_mwh": 0.1,
    "energy_mwh_max": 4.0,
    "fill_mw_max": 2.0,
    "draw_mw_max": 1.0,
}
AIR: Raw = {
    "type": "caes",
    "bus": "main",
    "energy_mwh_max": 4.0,
    "compressor_mw_max": 2.0,
    "compressor_mw_min": 1.0,
    "compressor_start_yuan": 20.0,
    "compressor_hours_min": 2.0,
    "expander_mw_max": 1.5,
    "expander_mw_min": 0.5,
    "expander_output_mwh_per_mwh": 0.5,
}
WITH_HEAT: Raw = {"main": {}, "heat": {"carrier": "heat"}}
WITH_GAS: Raw = {"main": {}, "gas": {"carrier": "hydrogen"}}


def _model(
    asset: Raw,
    *,
    level_mwh: float | None = None,
    day: str = "",
    is_elastic: bool = False,
    is_lazily_exclusive: bool = True,
    **site: Any,
) -> Model:
    assets = {"tie": CHARGED if asset is CHARGED else TIE, "works": load(1.0), "roof": PV}
    if asset not in (CHARGED, PV):
        assets["it"] = asset
    options = Options(is_lazily_exclusive=is_lazily_exclusive)
    made = toy(assets, **site)
    state = state_of(made) if level_mwh is None else state_of(made, levels_mwh={"it": level_mwh})
    case = four_steps(made, {"roof": ROOF}, day=day_facts(day), state=state, options=options)
    return build(case.elastic() if is_elastic else case)


ROOF = [0.0, 0.0, 2.0] + [0.0] * 21
PEAK: Raw = {"shaving_frac": 0.25, "windows": ["00:00-01:00", "02:00-03:00"]}
LOAD_PEAK: Raw = {"shaving_frac": 0.25, "windows": ["03:00-04:00"], "series": "load"}
PIN = '[[pins]]\nasset = "it"\nhours = "01:00-02:00"\ninjection_mw = -0.5\n'

MODELS: dict[str, tuple[str, Callable[[], Model]]] = {
    "battery": ("it", lambda: _model(STORE, is_lazily_exclusive=False)),
    "battery_elastic": ("it", lambda: _model(STORE, is_elastic=True, level_mwh=0.25)),
    "grid": ("tie", lambda: _model(CHARGED, is_lazily_exclusive=False)),
    "grid_elastic": ("tie", lambda: _model(CHARGED, is_elastic=True)),
    "pv": ("roof", lambda: _model(PV)),
    "load_elastic": ("works", lambda: _model(PV, is_elastic=True)),
    "interruptible_load": ("it", lambda: _model(CALLED)),
    "interruptible_load_elastic": ("it", lambda: _model(CALLED, is_elastic=True)),
    "shiftable_load": ("it", lambda: _model(TASKS)),
    "shiftable_load_elastic": ("it", lambda: _model(TASKS, is_elastic=True)),
    "batch_load": ("it", lambda: _model(BATCHES)),
    "batch_load_elastic": ("it", lambda: _model(BATCHES, is_elastic=True)),
    "battery_whole": ("it", lambda: _model(WHOLE_BATTERY)),
    "thermal_store_elastic": ("it", lambda: _model(HOT_TANK, buses=WITH_HEAT, is_elastic=True)),
    "hydrogen_store": ("", lambda: _model(GAS_TANK, buses=WITH_GAS)),
    "caes": ("it", lambda: _model(AIR)),
    "caes_elastic": ("it", lambda: _model(AIR, is_elastic=True)),
    "site": ("", lambda: _model(STORE, day=PIN, targets=PEAK)),
    "site_elastic": ("", lambda: _model(STORE, day=PIN, targets=PEAK, is_elastic=True)),
    "site_load_series": ("", lambda: _model(CALLED, targets=LOAD_PEAK)),
    **CONVERSION,
    **NETWORK,
    **PROCESS,
    **UNITS,
}
"""By the name of the file: the asset whose block it shows (empty: the site's own equations), and its model."""


def block_of(name: str) -> Any:
    """The Pyomo block whose equations a file shows."""
    asset, made = MODELS[name]
    model = made()
    return model.block(asset) if asset else model.pyomo


def surplus_model() -> Model:
    """A roof that exceeds load and export limit in step 2, and a store."""
    tie = {**TIE, "export_mw_max": 3.0}
    site = toy({"tie": tie, "works": load(1.0), "roof": PV, "it": STORE})
    return build(four_steps(site, {"roof": [0.0, 4.0, 5.0, 0.0] + [0.0] * 20}))
