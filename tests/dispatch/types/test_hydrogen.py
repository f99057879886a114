"""Electrolyser, hydrogen load and fuel cell: hand-solved days, what cannot be had, what the audit sees."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dispatch.assets.electrolyser import hours_after
from dispatch.carried import carried_over
from dispatch.case import case_of
from sites.problems import Refused
from sites.site import Site
from tests.dispatch.solved import cost_of, solve_and_audit, stage_values
from tests.dispatch.toys import PV, TIE, day_facts, forecast_of, hours, load, state_of, toy
from tests.dispatch.types.breaking import Breaker, put, rules_found, shift

BUSES = {"main": {}, "gas": {"carrier": "hydrogen"}, "warm": {"carrier": "heat"}}
# 66.66 kWh/kg: half of the electricity; at 1 MW 0.5 MW, at 2 MW 1.0 MW, at 4 MW 83.325 kWh/kg: 1.6 MW.
MAKER: dict[str, Any] = {
    "type": "electrolyser",
    "bus": "main",
    "hydrogen_bus": "gas",
    "curve": [
        {"power_mw": 1.0, "kwh_per_kg": 66.66},
        {"power_mw": 2.0, "kwh_per_kg": 66.66},
        {"power_mw": 4.0, "kwh_per_kg": 83.325},
    ],
    "standby_mw": 0.1,
}
BUYER: dict[str, Any] = {"type": "hydrogen_load", "bus": "gas", "demand": {"constant_mw": 0.0}}
FLEXIBLE: dict[str, Any] = {"energy_mwh_max": 4.2, "power_mw_max": 2.0, "value_yuan_per_mwh": 500.0}
CELL: dict[str, Any] = {
    "type": "fuel_cell",
    "bus": "main",
    "hydrogen_bus": "gas",
    "power_mw_max": 1.0,
    "power_mw_min": 0.2,
    "efficiency_frac": 0.5,
}
ONE_WARM = {key: bus for key, bus in BUSES.items() if key != "warm"}


def park(assets: dict[str, Any] | None = None, *, buses: Any = ONE_WARM, **site: Any) -> Site:
    """A tie, a load of 1 MW, an electrolyser and a buyer of hydrogen."""
    base = {"tie": TIE, "works": load(1.0), "maker": MAKER, "buyer": {**BUYER, "flexible": FLEXIBLE}}
    return toy({**base, **(assets or {})}, buses=buses, **site)


def of(schedule: Any, quantity: str, asset: str) -> Any:
    """A quantity of an asset."""
    return schedule.data[quantity].sel(asset=asset).values


def test_makes_what_pays_along_its_curve() -> None:
    """A MWh of hydrogen is worth 500: up to 2 MW it costs 2 MWh, from 2 to 4 MW 1 / 0.3 = 3.33 MWh.

    At 100 yuan both pay (200, 333); at 200 only the first (400, 667); at 400 none. One hour each: 1.6 + 1.0 MWh for
    4 x 100 + 2 x 200 = 800 yuan, worth 1300: 500 yuan are earned. The works pay 22 x 400 + 100 + 200 = 9100.
    """
    buy = hours(400.0, {(3, 4): 100.0, (4, 5): 200.0})
    schedule = solve_and_audit(park(buy=buy))
    assert of(schedule, "power_mw", "maker")[2:6] == pytest.approx([0.0, 4.0, 2.0, 0.0])
    assert of(schedule, "kwh_per_kg", "maker")[3:5] == pytest.approx([83.325, 66.66])
    assert cost_of(schedule) == pytest.approx(9100.0 - 500.0)
    assert schedule.costs["hydrogen_sale"] == pytest.approx(-1300.0)


def test_keeps_warm_where_a_cold_start_costs_more() -> None:
    """Two cheap hours with one dear hour between: standby takes 0.1 x 400 = 40 yuan, another start 50."""
    buy = hours(400.0, {(3, 4): 100.0, (5, 6): 100.0})
    with_start = {"maker": {**MAKER, "cold_start_yuan": 50.0}}
    schedule = solve_and_audit(park(with_start, buy=buy))
    assert of(schedule, "is_standby", "maker")[4] == pytest.approx(1.0)
    assert of(schedule, "power_mw", "maker")[3:6] == pytest.approx([4.0, 0.1, 4.0])
    assert schedule.costs["electrolyser_start"] == pytest.approx(50.0)
    cheaper = solve_and_audit(park({"maker": {**MAKER, "cold_start_yuan": 30.0}}, buy=buy))
    assert cheaper.costs["electrolyser_start"] == pytest.approx(60.0)


def test_a_warm_start_is_known_from_the_state() -> None:
    site = park({"maker": {**MAKER, "cold_start_yuan": 50.0}}, buy=hours(400.0, {(0, 1): 100.0}))
    warm = solve_and_audit(site, state=state_of(site, unit_hours={"maker": 5.0}))
    assert warm.costs["electrolyser_start"] == pytest.approx(0.0)
    assert solve_and_audit(site).costs["electrolyser_start"] == pytest.approx(50.0)
    # Off from 01:00 on.
    assert carried_over(site, state_of(site), warm.data)["unit_hours"]["maker"] == pytest.approx(-23.0)


def test_hours_of_a_state() -> None:
    on = np.ones(24)
    assert hours_after(5.0, on, 1.0) == 29.0
    assert hours_after(-5.0, on, 1.0) == 24.0
    assert hours_after(-5.0, 0 * on, 1.0) == -29.0
    assert hours_after(5.0, np.concatenate([on[:20], 0 * on[:4]]), 0.5) == -2.0


def test_nothing_is_wasted_to_hide_a_surplus() -> None:
    """4 MW of sun beside 1 MW of load and 1.2 MWh of hydrogen wanted: with 2 MW for 1.0 and 2/3 MW for 0.2 more.

    Filling the worse segment first would take 1 + 2 + (0.1 / 0.5 = 0.2) MW, more absorbed for the same hydrogen.
    """
    tie = {**TIE, "export_mw_max": 0.0}
    sale = {**FLEXIBLE, "energy_mwh_max": 1.2}
    assets = {"tie": tie, "roof": PV, "buyer": {**BUYER, "flexible": sale}}
    site = park(assets, order=("absorption", "cost"))
    schedule = solve_and_audit(site, {"roof": hours(0.0, {(12, 13): 5.0})})
    assert of(schedule, "power_mw", "maker")[12] == pytest.approx(2.0 + 2.0 / 3.0, abs=1e-5)
    assert stage_values(schedule)["absorption"] == pytest.approx(3.0 + 2.0 / 3.0, abs=1e-4)


def test_a_curve_that_is_not_concave_is_followed_too() -> None:
    """0.4 MW at 1 MW, 0.6 at 2, 2.0 at 4: for 1.1 MW it takes 2 + 0.5 / 0.7 MW, not 1 + 0.7 / 0.7."""
    curve = [
        {"power_mw": 1.0, "kwh_per_kg": 83.325},
        {"power_mw": 2.0, "kwh_per_kg": 111.1},
        {"power_mw": 4.0, "kwh_per_kg": 66.66},
    ]
    buyer = {**BUYER, "flexible": {**FLEXIBLE, "energy_mwh_max": 1.1}}
    site = park({"maker": {**MAKER, "curve": curve}, "buyer": buyer}, buy=hours(400.0, {(3, 4): 100.0}))
    maker: Any = site.assets["maker"]
    assert not maker.is_concave
    schedule = solve_and_audit(site)
    assert of(schedule, "power_mw", "maker")[3] == pytest.approx(2.0 + 0.5 / 0.7)


def test_reference_day_follows_the_hydrogen_that_is_lacking() -> None:
    """Firm 0.6 MW and 4.8 MWh evenly, 0.2 MW: 0.8 MW need 1.6 MW; below 0.5 MW of hydrogen it is off."""
    sale = {**FLEXIBLE, "energy_mwh_max": 4.8}
    buyer = {**BUYER, "demand": {"constant_mw": 0.6}, "flexible": sale}
    site = park({"buyer": buyer})
    reference = case_of(site, forecast_of(site), state=state_of(site)).reference
    assert reference.injection_mw["maker"] == pytest.approx(np.full(24, -1.6))
    assert reference.feed_mw["maker/hydrogen_bus"] == pytest.approx(np.full(24, 0.8))
    low = park({"buyer": {**BUYER, "flexible": sale}})
    assert case_of(low, forecast_of(low), state=state_of(low)).reference.injection_mw["maker"].max() == 0.0


def test_hydrogen_that_cannot_be_had_is_named() -> None:
    out = '[[outages]]\nasset = "maker"\nhours = "06:00-08:00"\navailable_frac = 0.0\n'
    schedule = solve_and_audit(park({"buyer": {**BUYER, "demand": {"constant_mw": 0.6}}}), day=day_facts(out))
    assert schedule.status == "relaxed"
    (only,) = schedule.relaxations
    assert (only["asset"], only["clause"], only["steps"]) == ("buyer", "firm_load", [6, 7])
    assert only["total_mwh"] == pytest.approx(1.2)


def chain(cell: dict[str, Any] | None = None, **site: Any) -> Site:
    """Electrolyser and fuel cell on one bus, in balance in every step: hydrogen is burnt as it is made."""
    assets = {"cell": {**CELL, **(cell or {})}, "buyer": BUYER}
    return park(assets, **site)


def test_fuel_cell_runs_where_hydrogen_is_cheap() -> None:
    """Paid 100 yuan a MWh to take: 1 MW at 2 MW of hydrogen is beyond the 1.6 MW that the electrolyser makes at 4 MW.

    Then 4 MW in and 0.8 MW out: net 3.2 MW more, 320 yuan a paid hour.
    """
    schedule = solve_and_audit(chain(buy=hours(100.0, {(3, 4): -100.0})))
    assert of(schedule, "output_mw", "cell")[3] == pytest.approx(0.8)
    assert cost_of(schedule) == pytest.approx(2300.0 - 100.0 * (1.0 + 3.2))


def test_the_loop_counts_as_burnt() -> None:
    """Beside a surplus, 4 MW into hydrogen and 0.8 MW out of it again would use 3.2 MW more, and lose all of them.

    From 2 to 4 MW 0.3 of the electricity is hydrogen: a MWh given back counts 1.01 (1 / (0.3 x 0.5) - 1) = 5.72 MWh,
    4.58 in all; and standby, which takes 0.1 MW, counts 0.101. So the works' 1 MW alone are absorbed in that hour.
    """
    tie = {**TIE, "export_mw_max": 0.0}
    assets = {"cell": CELL, "buyer": BUYER, "tie": tie, "roof": PV}
    site = park(assets, order=("absorption", "cost"))
    cell: Any = site.assets["cell"]
    assert cell.cycle_frac(site) == pytest.approx(0.15)
    schedule = solve_and_audit(site, {"roof": hours(0.0, {(12, 13): 6.0})})
    assert stage_values(schedule)["absorption"] == pytest.approx(1.0, abs=1e-4)
    assert of(schedule, "used_mw", "roof")[12] == pytest.approx(1.0, abs=1e-3)


def test_a_further_megawatt_counts_where_it_is_worse_than_any_point() -> None:
    """A tank of 3 MWh, empty at eight, then surplus: two hours at 2 MW (1.212 MWh each), one at 0.93 MW for the rest.

    By its points the electrolyser keeps 0.606 or more, but a further MW only 0.594: by the points alone a third full
    hour would pay, and the cell would burn what the tank cannot hold.
    """
    curve = [{"power_mw": 0.5, "kwh_per_kg": 52.0}, {"power_mw": 2.0, "kwh_per_kg": 55.0}]
    tank = {"type": "hydrogen_store", "bus": "gas", "energy_mwh_max": 3.0, "level_frac_initial": 0.0}
    assets = {
        "tie": {**TIE, "export_mw_max": 0.0, "reverse_flow": "forbidden"},
        "maker": {**MAKER, "curve": curve, "standby_mw": 0.02},
        "cell": {**CELL, "power_mw_min": 0.0},
        "tank": {**tank, "fill_mw_max": 2.0, "draw_mw_max": 2.0},
        "buyer": BUYER,
        "roof": PV,
    }
    schedule = solve_and_audit(
        park(assets, order=("absorption", "cost")), {"roof": hours(0.0, {(8, 16): 4.0})}
    )
    slope = (2.0 / 55.0 - 0.5 / 52.0) * 33.33 / 1.5
    last = 0.5 + (3.0 - 2 * 2.0 * 33.33 / 55.0 - 0.5 * 33.33 / 52.0) / slope
    assert of(schedule, "output_mw", "cell")[8:16].sum() == pytest.approx(0.0, abs=1e-4)
    assert of(schedule, "curtailed_mw", "roof").sum() == pytest.approx(8 * 3.0 - 4.0 - last, abs=1e-3)


def test_heat_of_a_fuel_cell() -> None:
    """0.4 of 1.2 MW of hydrogen as heat beside 0.5 as electricity: 0.48 MW of heat for 0.6 MW."""
    homes = {"type": "heat_load", "bus": "warm", "demand": {"constant_mw": 0.48}}
    cell = {**CELL, "heat_bus": "warm", "heat_frac": 0.4, "start_yuan": 7.0}
    site = park({"cell": cell, "buyer": BUYER, "homes": homes}, buses=BUSES)
    schedule = solve_and_audit(site)
    assert of(schedule, "output_mw", "cell") == pytest.approx(np.full(24, 0.6))
    assert schedule.data["feed_mw"].sel(feed="cell/hydrogen_bus").values == pytest.approx(np.full(24, -1.2))
    assert schedule.costs["fuel_cell_start"] == pytest.approx(7.0)
    # 2 MW make 1.0 MW of hydrogen, 0.2 / 0.3 MW the other 0.2 MW.
    assert of(schedule, "power_mw", "maker") == pytest.approx(np.full(24, 2.0 + 2.0 / 3.0))
    assert carried_over(site, state_of(site), schedule.data)["unit_hours"]["cell"] == pytest.approx(24.0)


def both(*breakers: Breaker) -> Breaker:
    """One after the other."""

    def breaker(data: Any) -> None:
        for each in breakers:
            each(data)

    return breaker


def power(to: float, hour: int = 12) -> Breaker:
    """Another power of the electrolyser, with its injection."""
    return both(put("power_mw", "maker", hour, to), put("injection_mw", "maker", hour, -to))


def output(to: float, hour: int = 12) -> Breaker:
    """Another power of the fuel cell, with its injection."""
    return both(put("output_mw", "cell", hour, to), put("injection_mw", "cell", hour, to))


BREAKS: dict[str, Breaker] = {
    "electrolyser-state": put("is_standby", "maker", 12, 1.0),
    "electrolyser-power": power(0.9),
    "electrolyser-limit": power(4.1),
    "electrolyser-curve": shift("feed_mw", "maker/hydrogen_bus", 12),
    "electrolyser-shown": shift("kwh_per_kg", "maker", 12, 0.1),
    "hydrogen-flexible-power": put("flexible_mw", "buyer", 12, 2.1),
    "hydrogen-flexible-quantity": both(*(put("flexible_mw", "buyer", t, 0.4) for t in range(24))),
    "load-demand": shift("demand_mw", "buyer", 12),
    "load-unserved": shift("unserved_mw", "buyer", 12),
    "load-not-served": both(shift("power_mw", "buyer", 12, -0.3), shift("injection_mw", "buyer", 12, 0.3)),
    "fuel-cell-state": put("is_on", "cell", 12, 0.5),
    "fuel-cell-power": output(0.1),
    "fuel-cell-limit": output(1.1),
    "fuel-cell-hydrogen": shift("feed_mw", "cell/hydrogen_bus", 12),
    "fuel-cell-heat-given": shift("feed_mw", "cell/heat_bus", 12),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_the_audit_names(rule: str) -> None:
    homes = {"type": "heat_load", "bus": "warm", "demand": {"constant_mw": 0.4}}
    cell = {**CELL, "heat_bus": "warm", "heat_frac": 0.4}
    buyer = {**BUYER, "demand": {"constant_mw": 0.2}, "flexible": FLEXIBLE}
    site = park({"cell": cell, "homes": homes, "buyer": buyer}, buses=BUSES)
    schedule = solve_and_audit(site)
    assert rule in rules_found(site, state_of(site), forecast_of(site), schedule, BREAKS[rule])


@pytest.mark.parametrize(
    ("assets", "key"),
    [
        ({"maker": {**MAKER, "curve": MAKER["curve"][::-1]}}, "electrolyser-curve"),
        ({"maker": {**MAKER, "standby_mw": 1.5}}, "site-min-above-max"),
        ({"maker": {**MAKER, "hydrogen_bus": "main"}}, "site-bus-carrier"),
        ({"buyer": {**BUYER, "flexible": {**FLEXIBLE, "energy_mwh_max": 50.0}}}, "hydrogen-quantity"),
        ({"cell": {**CELL, "power_mw_min": 2.0}}, "site-min-above-max"),
        ({"cell": {**CELL, "heat_frac": 0.9, "heat_bus": "warm"}}, "fuel-cell-heat"),
        ({"cell": {**CELL, "heat_frac": 0.3}}, "site-together"),
        ({"cell": {**CELL, "hydrogen_bus": "other"}}, "fuel-cell-no-hydrogen"),
    ],
)
def test_bad_input(assets: dict[str, Any], key: str) -> None:
    buses = {**BUSES, "other": {"carrier": "hydrogen"}}
    with pytest.raises(Refused) as refused:
        park(assets, buses=buses)
    assert key in [each.key for each in refused.value.problems], str(refused.value)
