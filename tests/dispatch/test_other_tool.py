"""The same day built in PyPSA must cost the same."""

from __future__ import annotations

import numpy as np
import pypsa
import pytest

from sites.state import State
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import BATTERY, PV, TIE, hours, load, state_of, toy

BUY = hours(500.0, {(0, 6): 250.0, (16, 22): 800.0})
SELL = hours(200.0)
LOAD = [6.0 + 2.0 * np.sin(hour / 24 * 2 * np.pi - 3.4) for hour in range(24)]
ROOF = [max(0.0, 14.0 * np.sin(np.pi * (hour - 5.5) / 13)) for hour in range(24)]
CHARGE, BILLED = 1_000.0, 5.0
STORE = {
    **BATTERY,
    "power_mw_max": 2.0,
    "energy_mwh_max": 6.0,
    "charge_efficiency_frac": 0.93,
    "discharge_efficiency_frac": 0.96,
    "soc_frac_min": 0.1,
    "soc_frac_max": 0.9,
    "soc_frac_initial": 0.4,
    "wear_yuan_per_mwh": 35.0,
    "terminal_value_yuan_per_mwh": 410.0,
}


def cost_in_pypsa(minutes: int) -> float:
    """Cost of the day in PyPSA, yuan: Links and a Store for the battery, an extendable generator for the peak."""
    pypsa.options.api.legacy_string_dtype = False
    per_hour = 60 // minutes
    network = pypsa.Network()
    network.set_snapshots(list(range(24 * per_hour)))
    network.snapshot_weightings = network.snapshot_weightings.astype(float) * (minutes / 60)
    network.add("Bus", ["main", "inside"])
    network.add("Load", "works", bus="main", p_set=np.repeat(LOAD, per_hour))
    network.add("Generator", "roof", bus="main", p_nom=20.0, p_max_pu=np.repeat(ROOF, per_hour) / 20.0)
    network.add(
        "Generator",
        "import",
        bus="main",
        p_nom_extendable=True,
        p_nom_min=BILLED,
        p_nom_max=12.0,
        capital_cost=CHARGE,
        marginal_cost=np.repeat(BUY, per_hour),
    )
    network.add(
        "Generator", "export", bus="main", p_nom=3.0, sign=-1.0, marginal_cost=-np.repeat(SELL, per_hour)
    )
    network.add(
        "Link",
        "charge",
        bus0="main",
        bus1="inside",
        p_nom=STORE["power_mw_max"],
        efficiency=STORE["charge_efficiency_frac"],
    )
    out = STORE["discharge_efficiency_frac"]
    network.add(
        "Link",
        "discharge",
        bus0="inside",
        bus1="main",
        p_nom=STORE["power_mw_max"] / out,
        efficiency=out,
        marginal_cost=STORE["wear_yuan_per_mwh"] * out,
    )
    size, begun = STORE["energy_mwh_max"], STORE["soc_frac_initial"] * STORE["energy_mwh_max"]
    worth = np.zeros(24 * per_hour)
    worth[-1] = -STORE["terminal_value_yuan_per_mwh"] / (minutes / 60)
    network.add(
        "Store",
        "store",
        bus="inside",
        e_nom=size,
        e_min_pu=STORE["soc_frac_min"],
        e_max_pu=STORE["soc_frac_max"],
        e_initial=begun,
        marginal_cost_storage=worth,
    )
    status, _ = network.optimize(solver_name="highs", include_objective_constant=True, log_to_console=False)
    assert status == "ok"
    assert network.objective is not None
    worth_begun = STORE["terminal_value_yuan_per_mwh"] * begun
    return float(network.objective - CHARGE * BILLED + worth_begun)


@pytest.mark.parametrize("minutes", [60, 15])
def test_the_same_cost_as_in_pypsa(minutes: int) -> None:
    tie = {
        **TIE,
        "import_mw_max": 12.0,
        "export_mw_max": 3.0,
        "demand_charge": {"price_yuan_per_mw_month": CHARGE},
    }
    site = toy(
        {"tie": tie, "works": load(0.0), "roof": PV, "store": STORE},
        buy=BUY,
        sell=SELL,
        step_minutes=minutes,
    )
    state: State = state_of(site, billed_peak_mw={"tie": BILLED})
    schedule = solve_and_audit(site, {"works": LOAD, "roof": ROOF}, state=state)
    assert schedule.status == "optimal"
    assert schedule.costs["demand_charge"] > 0
    assert cost_of(schedule) == pytest.approx(cost_in_pypsa(minutes), rel=1e-6)
