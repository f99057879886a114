"""The audit of the network: each of its rules names what breaks it."""

from __future__ import annotations

import pytest
import xarray as xr

import dispatch
from sites.site import Site
from tests.dispatch.network.feeders import feeder_site
from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import PV, Powers, forecast_of, hours, load, state_of
from tests.dispatch.types.breaking import TEN, Breaker, put, rules_found, shift

TEN_KV = {"voltage_kv": 10.0}
POWERS: Powers = {"roof": hours(0.0, {(10, 14): 8.0})}
NOON = 12


@pytest.fixture(scope="module")
def site() -> Site:
    """A line and a transformer, both full at noon; PV behind them."""
    return feeder_site(
        {"main": TEN_KV, "far": {**TEN_KV, "voltage_pu_max": 1.05}, "low": {"voltage_kv": 0.4}},
        {"line": {"from_bus": "main", "to_bus": "far", "resistance_ohm": 2.0, "reactance_ohm": 4.0,
                  "current_ka_max": 0.25}},
        {"tr": {"from_bus": "far", "to_bus": "low", "rated_mva": 2.0, "short_circuit_voltage_frac": 0.06,
                "short_circuit_loss_mw": 0.02, "no_load_loss_mw": 0.003}},
        {"roof": {**PV, "bus": "far"}, "works": {**load(1.0), "bus": "low", "power_factor": 0.95}},
        order=["shaving", "absorption", "cost", "smooth"],
    )  # fmt: skip


@pytest.fixture(scope="module")
def schedule(site: Site) -> dispatch.Schedule:
    """Its day, clean."""
    return solve_and_audit(site, POWERS)


def feed_back(more_mw: float) -> Breaker:
    """Use more of the curtailed PV and export it: every balance holds, the network does not."""

    def breaker(data: xr.Dataset) -> None:
        for name, asset in (("used_mw", "roof"), ("injection_mw", "roof"), ("export_mw", "tie")):
            data[name].loc[{"asset": asset}][NOON] += more_mw
        data["injection_mw"].loc[{"asset": "tie"}][NOON] -= more_mw
        data["planned_branch_power_mw"].loc[{"branch": "line"}][NOON] -= more_mw

    return breaker


def demand_more(data: xr.Dataset) -> None:
    """A load that no line can feed."""
    data["injection_mw"].loc[{"asset": "works"}][NOON] -= 200.0


def lose(branch: str, more_mw: float) -> Breaker:
    """Count with other losses, bought at the tie."""

    def breaker(data: xr.Dataset) -> None:
        data["planned_branch_loss_mw"].loc[{"branch": branch}][0] += more_mw
        data["planned_branch_power_mw"].loc[{"branch": branch}][0] += more_mw
        for name in ("import_mw", "injection_mw"):
            data[name].loc[{"asset": "tie"}][0] += more_mw

    return breaker


def overload(data: xr.Dataset) -> None:
    """Twice the load behind the transformer."""
    for name, sign in (("power_mw", 1.0), ("injection_mw", -1.0)):
        data[name].loc[{"asset": "works"}][0] += sign * 1.5


BREAKS: dict[str, Breaker] = {
    "network-voltage-limit": feed_back(0.1),
    "network-loading-limit": overload,
    "network-voltage": shift("voltage_pu", "far", 3, TEN),
    "network-loading": shift("loading_frac", "tr", 3, TEN),
    "network-flow": shift("branch_power_mw", "line", 3, TEN),
    "network-planned-loss": lose("line", 0.01),
    "network-no-solution": demand_more,
}


@pytest.mark.parametrize("rule", BREAKS)
def test_a_broken_rule_is_named(rule: str, site: Site, schedule: dispatch.Schedule) -> None:
    found = rules_found(site, state_of(site), forecast_of(site, POWERS), schedule, BREAKS[rule])
    assert rule in found


@pytest.mark.parametrize(
    ("breaker", "rule"),
    [
        (shift("branch_loss_mw", "tr", 3, TEN), "network-flow"),
        (put("voltage_pu", "low", 3, float("nan")), "network-voltage"),
        (put("planned_branch_loss_mw", "tr", 3, float("nan")), "not-finite"),
        (shift("planned_branch_power_mw", "line", 3, TEN), "bus-balance"),
        (shift("curtailed_network_mw", "roof", NOON, TEN), "curtailment-cause"),
        (lose("line", -0.01), "network-planned-loss"),
    ],
)
def test_what_the_schedule_says_of_the_network_is_checked(
    breaker: Breaker, rule: str, site: Site, schedule: dispatch.Schedule
) -> None:
    assert rule in rules_found(site, state_of(site), forecast_of(site, POWERS), schedule, breaker)


@pytest.mark.parametrize("name", ["voltage_pu", "loading_frac", "planned_branch_loss_mw"])
def test_a_missing_variable_is_named(name: str, site: Site, schedule: dispatch.Schedule) -> None:
    from dispatch.audit import audit
    from sites.day import DayFacts

    data = schedule.data.drop_vars(name)
    found = audit(site, state_of(site), DayFacts(), forecast_of(site, POWERS), data)
    assert [(str(each.rule), each.asset) for each in found] == [("missing-variable", name)]


def test_wrong_figures_of_the_network_are_named(site: Site, schedule: dispatch.Schedule) -> None:
    import json

    for name in ("network_losses_mwh", "voltage_pu_min", "voltage_pu_max", "loading_frac_max"):

        def breaker(data: xr.Dataset, name: str = name) -> None:
            kpis = json.loads(data.attrs["kpis"])
            data.attrs["kpis"] = json.dumps({**kpis, name: kpis[name] + 1e-3})

        assert rules_found(site, state_of(site), forecast_of(site, POWERS), schedule, breaker) == {
            "kpi-value"
        }
