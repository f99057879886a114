"""Fleet: hand-solved charging, V2G, reference day, what cannot be had, and what the audit sees."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dispatch.carried import carried_over
from dispatch.case import case_of
from dispatch.presence import presences
from sites.problems import Refused
from sites.site import Site
from sites.state import state_problems
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import DATE, TIE, day_facts, forecast_of, hours, load, state_of, toy
from tests.dispatch.types.breaking import Breaker, put, rules_found, shift

BUS: dict[str, Any] = {
    "name": "bus",
    "count": 2,
    "energy_mwh_max": 1.0,
    "charge_mw_max": 0.5,
    "arrival": "08:00",
    "departure": "12:00",
    "soc_frac_arrival": 0.2,
    "soc_frac_departure": 1.0,
}
CAR: dict[str, Any] = {
    **BUS,
    "name": "car",
    "count": 1,
    "energy_mwh_max": 2.0,
    "charge_mw_max": 1.0,
    "discharge_mw_max": 1.0,
    "departure": "11:00",
    "soc_frac_arrival": 0.5,
    "soc_frac_departure": 0.5,
    "soc_frac_min": 0.1,
}
NIGHT: dict[str, Any] = {
    **BUS,
    "name": "night",
    "arrival": "22:00",
    "departure": "02:00",
    "is_overnight": True,
}
FLEET: dict[str, Any] = {
    "type": "ev_fleet",
    "bus": "main",
    "power_mw_max": 2.0,
    "charge_efficiency_frac": 0.8,
    "discharge_efficiency_frac": 0.8,
}
MORNING = hours(100.0, {(8, 9): 400.0, (9, 10): 200.0, (10, 11): 300.0, (11, 12): 250.0})


def fleet(*groups: dict[str, Any], buy: list[float] | None = None, **changes: Any) -> Site:
    """A tie, a load of 1 MW and a fleet."""
    assets = {"tie": TIE, "works": load(1.0), "ev": {**FLEET, "groups": list(groups), **changes}}
    return toy(assets, buy=buy or MORNING)


def of(schedule: Any, quantity: str) -> Any:
    """A quantity of the fleet."""
    return schedule.data[quantity].sel(asset="ev").values


def test_charges_in_its_cheapest_hours() -> None:
    """Two buses lack 2 x 0.8 = 1.6 MWh, 2 MWh at the bus; at 1 MW: 09-10 (200) and 11-12 (250) = 450 yuan.

    The load of 1 MW pays 20 x 100 + 400 + 200 + 300 + 250 = 3150 yuan.
    """
    schedule = solve_and_audit(fleet(BUS))
    assert cost_of(schedule) == pytest.approx(3600.0)
    assert of(schedule, "charge_mw")[8:12] == pytest.approx([0.0, 1.0, 0.0, 1.0])
    # 0.4 MWh when they come, 0.8 more by 10:00; at 12:00 they have left.
    assert of(schedule, "energy_mwh")[8:13] == pytest.approx([0.4, 1.2, 1.2, 0.0, 0.0])


def test_station_limit_holds_for_all_chargers() -> None:
    """At 0.7 MW for 2 MWh: 0.7 at 200, 0.7 at 250, the remaining 0.6 at 300 yuan: 140 + 175 + 180 = 495 yuan."""
    schedule = solve_and_audit(fleet(BUS, power_mw_max=0.7))
    assert cost_of(schedule) == pytest.approx(3645.0)
    assert of(schedule, "power_mw")[8:12] == pytest.approx([0.0, 0.7, 0.6, 0.7])


def test_gives_back_where_the_price_pays_for_the_cycle() -> None:
    """A car has 1.0 of 2.0 MWh, at least 0.2 stay: 0.8 x 0.8 = 0.64 MW given at 08-09 save 0.64 x 400 = 256 yuan.

    Wear of 50 yuan/MWh costs 32; 0.8 MWh are charged again with 1.0 MWh at 200 = 200 yuan: 3150 - 24 = 3126.
    """
    schedule = solve_and_audit(fleet(CAR, wear_yuan_per_mwh=50.0))
    assert of(schedule, "discharge_mw")[8] == pytest.approx(0.64)
    assert of(schedule, "charge_mw")[9] == pytest.approx(1.0)
    assert cost_of(schedule) == pytest.approx(3126.0)
    assert schedule.costs["wear"] == pytest.approx(32.0)


def test_does_not_pass_energy_between_vehicles_to_earn_with_negative_prices() -> None:
    """Paid to take: the loss of giving and taking at once would pay; the station does one of both."""
    paid = hours(100.0, {(8, 12): -100.0})
    schedule = solve_and_audit(fleet(BUS, CAR, buy=paid))
    assert np.minimum(of(schedule, "charge_mw"), of(schedule, "discharge_mw")).max() < 1e-6


def test_surplus_is_not_burnt_in_batteries_that_leave() -> None:
    """Free energy all day long: the buses leave with what they need, not more."""
    schedule = solve_and_audit(fleet({**BUS, "soc_frac_departure": 0.6}, buy=hours(0.0)))
    # 2 x 0.4 = 0.8 MWh inside, 1.0 at the bus.
    assert of(schedule, "charge_mw").sum() == pytest.approx(1.0)


def test_overnight_group_ends_and_begins_the_day() -> None:
    """Two buses at 22:00 with 0.4, needed 2.0 at 02:00, 1 MW: two morning hours add 1.6, so 0.4 suffice at midnight.

    They came yesterday too and charged from 22:00 at full power: 0.4 + 1.6 = 2.0, so the morning needs nothing.
    With 150 yuan for a MWh that stays on, charging at 100 / 0.8 = 125 yuan pays: 2 MWh in the evening.
    """
    site = fleet(NIGHT, buy=hours(100.0), terminal_value_yuan_per_mwh=150.0)
    assert site.assets["ev"].initial_state() == {"stocks": {"ev/night": pytest.approx(2.0)}}
    schedule = solve_and_audit(site)
    assert of(schedule, "charge_mw")[22:] == pytest.approx([1.0, 1.0])
    # 24 + 2 MWh at 100; 2.0 MWh in the batteries before the day and 2.0 after it.
    assert schedule.costs["terminal_value"] == pytest.approx(0.0)
    assert cost_of(schedule) == pytest.approx(2600.0)
    assert carried_over(site, state_of(site), schedule.data)["stocks"]["ev/night"] == pytest.approx(2.0)
    lazy = solve_and_audit(fleet(NIGHT, buy=hours(100.0)), state=state_of(site, stocks={"ev/night": 0.4}))
    assert of(lazy, "charge_mw")[[0, 1]] == pytest.approx([1.0, 1.0])
    assert of(lazy, "charge_mw")[22:] == pytest.approx([0.0, 0.0])
    assert carried_over(site, state_of(site), lazy.data)["stocks"]["ev/night"] == pytest.approx(0.4)


def test_the_evening_charges_what_the_morning_cannot() -> None:
    """Leaving at 01:00 instead, one morning hour adds 0.8 MWh: 1.2 of 2.0 MWh must be there at midnight, 0.4 come.

    0.8 MWh inside are 1 MWh at the bus, at 22-23 (100) rather than 23-24 (300).
    """
    early = {**NIGHT, "departure": "01:00"}
    site = fleet(early, buy=hours(100.0, {(23, 24): 300.0}))
    schedule = solve_and_audit(site)
    assert of(schedule, "charge_mw")[21:] == pytest.approx([0.0, 1.0, 0.0])
    assert of(schedule, "energy_mwh")[-1] == pytest.approx(1.2)
    breaker = drain(22, -0.1)
    assert "fleet-need" in rules_found(site, state_of(site), forecast_of(site), schedule, breaker)


def test_weekdays_tell_who_is_there() -> None:
    """On a Wednesday the rest-day group is away, and a workday group came yesterday too."""
    site = fleet({**NIGHT, "days": "workday"}, {**BUS, "days": "rest_day"})
    case = case_of(site, forecast_of(site), state=state_of(site))
    known: Any = site.assets["ev"]
    found = [(stay.group.name, stay.first, stay.last) for stay in presences(known, case)]
    assert found == [("night", 0, 1), ("night", 22, 23)]


def test_reference_day_charges_on_arrival_in_the_order_of_the_groups() -> None:
    """Buses lack 2 MWh at the bus, at 1 MW; a second car group gets what 1.3 MW leave, 0.5 / 0.8 = 0.625 MWh."""
    car = {**CAR, "soc_frac_departure": 0.75}
    site = fleet(BUS, car, power_mw_max=1.3)
    reference = case_of(site, forecast_of(site), state=state_of(site)).reference
    assert -reference.injection_mw["ev"][8:12] == pytest.approx([1.3, 1.3, 0.025, 0.0])


def test_shore_power_of_a_ship() -> None:
    """A ship at berth from 08 to 12 takes 0.3 MW from the shore beside charging 0.7 MW at most (limit 1 MW).

    It lacks 1.12 MWh inside, 1.4 at the bus: 0.7 each in 09-10 (200) and 11-12 (250) = 315 yuan; the shore power
    costs 0.3 x 1150 = 345 yuan.
    """
    ship = {**BUS, "name": "ship", "count": 1, "energy_mwh_max": 1.4, "charge_mw_max": 0.9, "shore_mw": 0.3}
    schedule = solve_and_audit(fleet(ship, power_mw_max=1.0))
    assert of(schedule, "power_mw")[8:13] == pytest.approx([0.3, 1.0, 0.3, 1.0, 0.0])
    assert cost_of(schedule) == pytest.approx(3150.0 + 315.0 + 345.0)


OUT = '[[outages]]\nasset = "ev"\nhours = "09:00-12:00"\navailable_frac = 0.0\n'


def test_what_an_outage_leaves_uncharged_is_named() -> None:
    """The station is dead from 09:00: one hour at 1 MW gives 0.8 of 1.6 MWh; 0.8 are missing."""
    schedule = solve_and_audit(fleet(BUS), day=day_facts(OUT))
    assert schedule.status == "relaxed"
    (only,) = schedule.relaxations
    assert (only["asset"], only["clause"]) == ("ev/bus", "fleet_energy")
    assert only["total_mwh"] == pytest.approx(0.8)


def test_a_dead_shore_connection_is_a_load_not_served() -> None:
    ship = {**BUS, "name": "ship", "shore_mw": 0.1, "soc_frac_arrival": 1.0}
    schedule = solve_and_audit(fleet(ship), day=day_facts(OUT))
    assert schedule.status == "relaxed"
    assert of(schedule, "unserved_mw")[8:12] == pytest.approx([0.0, 0.2, 0.2, 0.2], abs=1e-5)


def test_a_pin_is_obeyed() -> None:
    pin = '[[pins]]\nasset = "ev"\nhours = "08:00-09:00"\ninjection_mw = -0.5\n'
    schedule = solve_and_audit(fleet(BUS), day=day_facts(pin))
    assert of(schedule, "injection_mw")[8] == pytest.approx(-0.5)


def test_capability_counts_the_fleet() -> None:
    targets = {"shaving_frac": 0.0, "windows": ["09:00-10:00"], "event_hours": 1.0}
    assets = {"tie": TIE, "works": load(1.0), "ev": {**FLEET, "groups": [BUS]}}
    site = toy(assets, buy=MORNING, targets=targets, order=("cost",))
    schedule = solve_and_audit(site, has_capability=True)
    # 1 MW planned at 09-10 moves to 10-11.
    assert schedule.data["capability_mw"].values[9] == pytest.approx(1.0)


def drain(hour: int, by: float) -> Breaker:
    """Move power of the group in an hour and everything that follows from it, but not the level."""

    def breaker(data: Any) -> None:
        for variable in ("task_power_mw",):
            data[variable].values[hour, 0] += by
        for variable in ("charge_mw", "power_mw", "injection_mw"):
            place = list(data["asset"].values).index("ev")
            data[variable].values[hour, place] += by if variable != "injection_mw" else -by

    return breaker


BREAKS: dict[str, Breaker] = {
    "fleet-absent": drain(5, 0.1),
    "fleet-charger": drain(9, 0.1),
    "fleet-station": drain(9, 1.5),
    "fleet-level": drain(8, -0.6),
    "fleet-need": drain(9, -0.1),
    "fleet-excess": drain(10, 0.1),
    "fleet-energy": shift("energy_mwh", "ev", 9),
    "fleet-sum": shift("charge_mw", "ev", 9),
    "fleet-both-ways": put("discharge_mw", "ev", 9, 0.1),
    "fleet-shore": put("unserved_mw", "ev", 8, 0.1),
    "fleet-demand": shift("demand_mw", "ev", 8),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_the_audit_names(rule: str) -> None:
    site = fleet({**BUS, "shore_mw": 0.2})
    schedule = solve_and_audit(site)
    assert rule in rules_found(site, state_of(site), forecast_of(site), schedule, BREAKS[rule])


@pytest.mark.parametrize(
    ("group", "changes", "key", "place"),
    [
        ({"departure": "07:00"}, {}, "fleet-departure-early", "[assets.ev"),
        ({"is_overnight": True}, {}, "fleet-overnight-late", "[assets.ev"),
        (
            {"arrival": "24:00", "departure": "08:00", "is_overnight": True},
            {},
            "fleet-arrival-late",
            "[assets.ev",
        ),
        (
            {"soc_frac_departure": None, "energy_mwh_departure": 1.1},
            {},
            "fleet-battery-small",
            "[assets.ev",
        ),
        ({"departure": "09:00"}, {}, "fleet-stay-short", "[assets.ev.groups[1]] departure"),
        ({"shore_mw": 1.5}, {}, "fleet-shore-high", "[assets.ev.groups[1]] shore_mw"),
        ({}, {"power_mw_max": 0.55}, "fleet-station-small", "[assets.ev] power_mw_max"),
        ({"soc_frac_arrival": None}, {}, "site-one-of", "[assets.ev"),
        ({"soc_frac_min": 1.0, "soc_frac_departure": 0.5}, {}, "site-min-above-max", "[assets.ev"),
        ({"name": "car"}, {}, "site-name-twice", "[assets] ev"),
    ],
)
def test_bad_input(group: dict[str, Any], changes: dict[str, Any], key: str, place: str) -> None:
    changed = {name: value for name, value in {**BUS, **group}.items() if value is not None}
    car = {**CAR, "soc_frac_departure": 0.6}
    with pytest.raises(Refused) as refused:
        fleet(changed, car, **changes)
    assert any(each.key == key and place in each.where for each in refused.value.problems), str(refused.value)


def test_a_state_beyond_the_batteries_is_refused() -> None:
    """Ten of 0.3 MWh hold 3 MWh, not 3.1."""
    cars = {**NIGHT, "count": 10, "energy_mwh_max": 0.3}
    fleet = {"type": "ev_fleet", "bus": "main", "power_mw_max": 5.0, "groups": [cars]}
    site = toy({"tie": TIE, "ev": fleet})
    fitting, beyond = (state_of(site, stocks={"ev/night": held}) for held in (3.0, 3.1))
    assert state_problems(site, fitting, DATE) == []
    about = {"found": 3.1, "most": 3.0}
    assert state_problems(site, beyond, DATE) == [("fleet-state-full", "stocks.ev/night", about)]
