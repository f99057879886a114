"""The linear equations beside AC: exact about their own flows, close to it about others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.network.equations import SIDES, planned_flows
from tests.dispatch.network.feeders import IEEE33, ieee33, random_feeder
from tests.dispatch.network.linear import linear_voltages, solved_about
from tests.dispatch.toys import PV, Powers, hours

PVS = {
    f"pv{bus}": {**PV, "bus": f"b{bus}", "capacity_mw": 3.0, "inverter_mw": 3.0} for bus in (18, 22, 25, 33)
}


def scaled(factor: float, pv_mw: float) -> Powers:
    """The published loads times a factor all day; PV at the four line ends from 09:00 to 15:00."""
    loads = {f"load{at}": hours(factor * kilowatt / 1e3) for _, at, _, _, kilowatt, _ in IEEE33}
    return {**loads, **{name: hours(0.0, {(9, 15): pv_mw}) for name in PVS}}


@pytest.mark.parametrize(
    ("factor", "pv_mw"),
    [(0.5, 0.0), (0.8, 0.0), (0.8, 0.6), (0.3, 0.9), (0.1, 0.7)],
    ids=["light", "heavy", "sunny", "backfeed", "strong-backfeed"],
)
def test_the_33_buses_are_within_a_two_hundredth_of_ac(factor: float, pv_mw: float) -> None:
    # Losses linearised at a previous solution that had a fifth less load and PV.
    site = ieee33(PVS, site={"order": ["absorption", "cost"]})  # nothing is curtailed
    case, solved = solved_about(site, scaled(factor, pv_mw), scaled(0.8 * factor, 0.8 * pv_mw))
    linear, flow = linear_voltages(case, solved)
    assert case.network is not None
    voltages = flow.voltage_pu[:, case.network.feeder.child]
    is_usual = (voltages >= 0.93) & (voltages <= 1.07)
    assert is_usual.all()
    if pv_mw > 0.8 * factor:
        assert voltages.max() > 1.0  # power does flow back
    assert np.abs(linear - voltages).max() < 0.005
    # A fifth away the losses are within a tenth of themselves, too.
    lost = np.sum([loss for _, loss in planned_flows(solved.model).values()], axis=0)
    assert np.abs(lost - flow.loss_mw.sum(axis=1)).max() < 0.1 * flow.loss_mw.sum(axis=1).max()


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), size=st.integers(2, 8))
def test_random_feeders_are_exact_about_their_own_flows(seed: int, size: int) -> None:
    site = random_feeder(seed, size)
    case, solved = solved_about(site, {}, {})
    linear, flow = linear_voltages(case, solved)
    assert case.network is not None
    assert np.abs(linear - flow.voltage_pu[:, case.network.feeder.child]).max() < 1e-5


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), size=st.integers(2, 8), share=st.floats(0.0, 2.0))
def test_random_feeders_are_close_about_other_flows(seed: int, size: int, share: float) -> None:
    site = random_feeder(seed, size)
    names = [name for name in site.assets if name.startswith("load")]
    loads: dict[str, Any] = {name: site.assets[name] for name in names}
    previous = {name: hours(share * each.demand.constant_mw) for name, each in loads.items()}
    case, solved = solved_about(site, {}, previous)
    linear, flow = linear_voltages(case, solved)
    assert case.network is not None
    voltages = flow.voltage_pu[:, case.network.feeder.child]
    deepest = float(np.abs(1.0 - voltages).max())
    assert np.abs(linear - voltages).max() < 1e-5 + 0.25 * deepest**2 + 0.02 * deepest


def test_the_polygon_lies_inside_the_circle() -> None:
    angles = 2 * np.pi * (np.arange(SIDES) + 0.5) / SIDES
    corners = 2 * np.pi * np.arange(SIDES) / SIDES
    reach = np.cos(np.pi / SIDES) / np.cos(angles[:, None] - corners[None, :]).max(axis=0)
    assert reach == pytest.approx(1.0)
