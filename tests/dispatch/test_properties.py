"""What must hold for any day: doubled prices, other names and orders, more freedom, finer steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sites.state import State
from tests.dispatch.solved import cost_of, solve_and_audit, stage_values
from tests.dispatch.toys import BATTERY, DATE, PV, TIE, Raw, day_facts, hours, load, state_of, toy

FEW = settings(max_examples=6)
ALL_STAGES = ("shaving", "absorption", "cost")
TOLERANCE = {"shaving": 1e-4, "absorption": 2e-3, "cost": 0.5}
SENSE = {"shaving": 1.0, "absorption": -1.0, "cost": 1.0}
"""+1 where less is better."""


def hourly(low: int, high: int) -> st.SearchStrategy[list[float]]:
    """24 whole figures."""
    return st.lists(st.integers(low, high).map(float), min_size=24, max_size=24)


prices = hourly(10, 900)
loads = hourly(1, 6)
roofs = st.lists(st.integers(0, 9).map(float), min_size=10, max_size=10).map(
    lambda day: [0.0] * 7 + day + [0.0] * 7
)
PLAIN_STORE: Raw = {**BATTERY, "wear_yuan_per_mwh": 0.0, "soc_frac_initial": 0.4}
PLATING: Raw = {
    "type": "interruptible_load",
    "bus": "main",
    "demand": {"constant_mw": 2.0},
    "interruptible_frac": 0.5,
    "calls_max": 1,
    "call_hours_max": 2.0,
    "compensation_yuan_per_mwh": 300.0,
}
PUMPS: Raw = {
    "type": "shiftable_load",
    "bus": "main",
    "tasks": [
        {
            "name": "fill",
            "energy_mwh": 2.0,
            "power_mw_max": 1.0,
            "window": "08:00-20:00",
            "preferred_start": "17:00",
        }
    ],
}
LIMITED: Raw = {**TIE, "import_mw_max": 9.0, "export_mw_max": 2.0}
ASSETS: dict[str, Raw] = {
    "tie": LIMITED,
    "works": load(3.0),
    "roof": PV,
    "store": {**BATTERY, "soc_frac_initial": 0.4, "terminal_value_yuan_per_mwh": 200.0},
    "plating": PLATING,
    "pumps": PUMPS,
}


def values(
    assets: dict[str, Raw], buy: list[float], powers: dict[str, Any], **given_state: Any
) -> dict[str, float]:
    """Stage values of a day; selling is always worth less than buying."""
    site = toy(assets, buy=buy, sell=hours(5.0), order=ALL_STAGES, targets={"windows": ["16:00-21:00"]})
    state = state_of(site, **given_state) if given_state else None
    return stage_values(solve_and_audit(site, powers, state=state, gap_rel=1e-6))


def is_no_worse(found: dict[str, float], than: dict[str, float]) -> bool:
    """Whether a vector of stage values is lexicographically no worse than another, within the gap."""
    for stage in ALL_STAGES:
        worse_by = SENSE[stage] * (found[stage] - than[stage])
        if abs(worse_by) > TOLERANCE[stage]:
            return worse_by < 0
    return True


@FEW
@given(buy=prices, demand=loads, roof=roofs)
def test_doubling_all_prices_doubles_a_price_only_cost(
    buy: list[float], demand: list[float], roof: list[float]
) -> None:
    sell = [0.4 * price for price in buy]
    costs = []
    for factor in (1.0, 2.0):
        site = toy(
            {"tie": TIE, "works": load(1.0), "roof": PV, "store": PLAIN_STORE},
            buy=[factor * price for price in buy],
            sell=[factor * price for price in sell],
        )
        costs.append(cost_of(solve_and_audit(site, {"works": demand, "roof": roof})))
    assert costs[1] == pytest.approx(2 * costs[0], rel=1e-6, abs=1e-3)


@FEW
@given(buy=prices, demand=loads, roof=roofs, names=st.permutations(list(ASSETS)))
def test_names_and_order_of_assets_change_no_stage_value(
    buy: list[float], demand: list[float], roof: list[float], names: list[str]
) -> None:
    plain = values(ASSETS, buy, {"works": demand, "roof": roof})
    renamed = {f"{name}-{place}": ASSETS[name] for place, name in enumerate(names)}
    powers = {f"works-{names.index('works')}": demand, f"roof-{names.index('roof')}": roof}
    other = values(renamed, buy, powers)
    assert is_no_worse(plain, other)
    assert is_no_worse(other, plain)


FREE_STORE: Raw = {**BATTERY, "wear_yuan_per_mwh": 0.0, "soc_frac_initial": 0.0}
FREEDOMS: dict[str, dict[str, Raw]] = {
    "a free battery": {"more": FREE_STORE},
    "no import limit": {"tie": {**LIMITED, "import_mw_max": 100.0}},
    "more power": {"store": {**ASSETS["store"], "power_mw_max": 3.0}},
    "more energy": {"store": {**ASSETS["store"], "energy_mwh_max": 10.0, "soc_frac_initial": 0.2}},
    "no limit of calls": {"plating": {**PLATING, "calls_max": None, "call_hours_max": None}},
    "a whole day for the task": {
        "pumps": {**PUMPS, "tasks": [{**PUMPS["tasks"][0], "window": "00:00-24:00"}]}
    },
}


@pytest.mark.parametrize("freedom", FREEDOMS)
@settings(max_examples=3)
@given(buy=prices, demand=loads, roof=roofs)
def test_more_freedom_never_worsens_the_vector_of_stage_values(
    freedom: str, buy: list[float], demand: list[float], roof: list[float]
) -> None:
    powers = {"works": demand, "roof": roof}
    freed: dict[str, Raw] = {
        name: {key: value for key, value in asset.items() if value is not None}
        for name, asset in {**ASSETS, **FREEDOMS[freedom]}.items()
    }
    assert is_no_worse(values(freed, buy, powers), values(ASSETS, buy, powers))


@FEW
@given(buy=prices, demand=loads, roof=roofs)
def test_half_the_step_changes_nothing_where_only_prices_count(
    buy: list[float], demand: list[float], roof: list[float]
) -> None:
    costs = []
    for minutes in (60, 30):
        site = toy(
            {"tie": LIMITED, "works": load(1.0), "roof": PV, "store": BATTERY},
            buy=buy,
            sell=hours(5.0),
            step_minutes=minutes,
        )
        costs.append(cost_of(solve_and_audit(site, {"works": demand, "roof": roof})))
    assert costs[1] == pytest.approx(costs[0], rel=1e-6, abs=1e-3)


@FEW
@given(powers=st.lists(st.integers(-4, 4), min_size=24, max_size=24), lost=st.sampled_from([0.0, 0.02, 0.3]))
def test_a_prescribed_power_series_loses_and_wears_the_same_at_any_step(
    powers: list[int], lost: float
) -> None:
    """Pinned to the hour, at 60, 30 and 15 minutes: losses and wear to 1e-9."""
    store = {
        **BATTERY,
        "energy_mwh_max": 400.0,
        "soc_frac_initial": 0.5,
        "power_mw_max": 5.0,
        "self_discharge_frac_per_day": lost,
    }
    pins = "".join(
        f'[[pins]]\nasset = "store"\nhours = "{hour:02d}:00-{hour + 1:02d}:00"\ninjection_mw = {power}.0\n'
        for hour, power in enumerate(powers)
    )
    found = []
    for minutes in (60, 30, 15):
        site = toy({"tie": TIE, "works": load(20.0), "store": store}, step_minutes=minutes)
        state: State = state_of(site, DATE)
        demand = hours(20.0, {(0, 1): 30.0})  # a maximum that the pins cannot exceed
        schedule = solve_and_audit(
            site, {"works": demand}, state=state, day=day_facts(pins), has_capability=False
        )
        assert schedule.status == "optimal"
        found.append((schedule.kpis["storage_losses_mwh"], schedule.costs["wear"]))
    np.testing.assert_allclose(found[1:], [found[0]] * 2, rtol=1e-9, atol=1e-9)
