"""AC power flow: published and hand-solved feeders, and two ways of computing that must agree."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.audit.sweep import sweep
from dispatch.network.flow import ac_flow
from dispatch.windows import Array
from sites.site import Site
from tests.dispatch.network.feeders import KV, feeder_site, ieee33, ieee33_taken, random_feeder
from tests.dispatch.toys import TIE, load


def differences(site: Site, active: Array, reactive: Array) -> float:
    """Largest difference between the two power flows: voltages, powers, losses, loadings."""
    flow = ac_flow(site, active, reactive)
    buses = [bus for tree in site.trees for bus in tree.buses]
    branches = [joint.branch for tree in site.trees for joint in tree.joints]
    taken = {bus: active[:, place] + 1j * reactive[:, place] for place, bus in enumerate(buses)}
    swept = sweep(site, taken, len(active))
    apart = [np.abs(swept.voltage_pu[bus] - flow.voltage_pu[:, place]) for place, bus in enumerate(buses)]
    for place, name in enumerate(branches):
        power = flow.power_mw[:, place] + 1j * flow.power_mvar[:, place]
        apart += [
            np.abs(swept.entering_mva[name] - power),
            np.abs(swept.loss_mw(name) - flow.loss_mw[:, place]),
            np.abs(swept.loading_frac[name] - flow.loading_frac[:, place]),
        ]
    return float(np.max(apart))


def test_the_33_buses_of_baran_and_wu() -> None:
    # Published: 3.715 MW and 2.3 Mvar taken, 202.7 kW lost, lowest voltage 0.9131 p.u. at bus 18.
    site = ieee33()
    active, reactive = ieee33_taken(site)
    flow = ac_flow(site, active, reactive)
    assert active.sum() == pytest.approx(3.715)
    assert reactive.sum() == pytest.approx(2.3)
    assert flow.loss_mw.sum() == pytest.approx(0.2027, abs=5e-5)
    assert flow.voltage_pu.min() == pytest.approx(0.9131, abs=5e-5)
    assert site.trees[0].buses[int(flow.voltage_pu.argmin())] == "b18"


def test_two_buses_by_hand() -> None:
    # 10 kV, 2 + 4j ohm: z = 0.02 + 0.04j p.u. of 1 MVA; 3 MW and 1 Mvar are taken at 1.0 p.u.
    # u^2 solves u^4 + (2 (rP + xQ) - 1) u^2 + |z|^2 |S|^2 = 0: u^4 - 0.8 u^2 + 0.02 = 0, u^2 = 0.4 + sqrt(0.14).
    squared = 0.4 + math.sqrt(0.14)
    site = feeder_site(
        {"main": {"voltage_kv": 10.0}, "far": {"voltage_kv": 10.0}},
        {"line": {"from_bus": "main", "to_bus": "far", "resistance_ohm": 2.0, "reactance_ohm": 4.0,
                  "current_ka_max": 0.25}},
        assets={"works": {**load(3.0), "bus": "far"}},
    )  # fmt: skip
    flow = ac_flow(site, np.array([[0.0, 3.0]]), np.array([[0.0, 1.0]]))
    assert flow.voltage_pu[0, 1] == pytest.approx(math.sqrt(squared), abs=1e-9)
    # Squared current 10 / u^2: losses 0.02 times that; current in kA over 0.25 kA.
    assert flow.loss_mw[0, 0] == pytest.approx(0.02 * 10 / squared, abs=1e-9)
    current_ka = math.sqrt(10 / squared) / (math.sqrt(3) * 10)
    assert flow.loading_frac[0, 0] == pytest.approx(current_ka / 0.25, abs=1e-9)


def test_two_buses_that_cannot_be_fed() -> None:
    # The discriminant of the equation above is negative from about 4.7 MW: both say so, and nothing is NaN elsewhere.
    site = feeder_site(
        {"main": {"voltage_kv": 10.0}, "far": {"voltage_kv": 10.0}},
        {"line": {"from_bus": "main", "to_bus": "far", "resistance_ohm": 2.0, "reactance_ohm": 4.0,
                  "current_ka_max": 0.25}},
        assets={"works": {**load(3.0), "bus": "far"}},
    )  # fmt: skip
    active = np.array([[0.0, 3.0], [0.0, 12.0]])
    flow = ac_flow(site, active, np.zeros((2, 2)))
    assert flow.is_solved.tolist() == [True, False]
    swept = sweep(site, {"far": active[:, 1].astype(complex)}, 2)
    assert np.isfinite(swept.voltage_pu["far"]).tolist() == [True, False]


@pytest.mark.parametrize("scale", [-1.2, -0.5, 0.0, 0.7, 1.3])
def test_both_power_flows_agree_on_the_33_buses(scale: float) -> None:
    site = ieee33()
    assert differences(site, *ieee33_taken(site, [scale])) < 1e-6


@pytest.mark.parametrize("tie_bus", ["high", "far"])
def test_both_agree_on_taps_iron_losses_and_charging_cables_fed_from_either_end(tie_bus: str) -> None:
    transformer: dict[str, Any] = {"short_circuit_voltage_frac": 0.12, "short_circuit_loss_mw": 0.15}
    site = feeder_site(
        {"low": {"voltage_kv": 0.4}, "far": {"voltage_kv": 0.4}, "high": {"voltage_kv": 110.0}},
        {"cable": {"from_bus": "far", "to_bus": "low", "resistance_ohm": 0.001, "reactance_ohm": 0.002,
                   "susceptance_us": 500.0, "current_ka_max": 2.0}},
        {"up": {"from_bus": "high", "to_bus": "main", "rated_mva": 40.0, "no_load_loss_mw": 0.03,
                "tap_frac": 1.05, **transformer},
         "down": {"from_bus": "main", "to_bus": "low", "rated_mva": 1.6, "short_circuit_voltage_frac": 0.06,
                  "short_circuit_loss_mw": 0.015, "no_load_loss_mw": 0.002, "tap_frac": 0.975}},
        {"tie": {**TIE, "bus": tie_bus}, "works": {**load(0.5), "bus": "main"}},
    )  # fmt: skip
    active = np.array([[0.0, 0.1, 0.3, 0.2], [0.0, 0.5, -0.4, 0.6], [0.0, -0.5, 0.2, -0.4]])
    assert differences(site, active, 0.4 * np.abs(active)) < 1e-6


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(2, 15))
def test_both_agree_on_random_feeders(seed: int, size: int) -> None:
    site = random_feeder(seed, size)
    chance = np.random.default_rng(seed + 1)
    active = chance.uniform(-1.0, 1.0, (5, size)) / size
    assert differences(site, active, chance.uniform(-0.3, 0.6, (5, size)) / size) < 1e-6


def test_a_branch_has_the_limits_of_its_description() -> None:
    site = ieee33(current_ka_max=0.2)
    active, reactive = ieee33_taken(site)
    flow = ac_flow(site, active, reactive)
    first = math.hypot(flow.power_mw[0, 0], flow.power_mvar[0, 0]) / (math.sqrt(3) * KV)
    assert flow.loading_frac[0, 0] == pytest.approx(first / 0.2, abs=1e-9)
