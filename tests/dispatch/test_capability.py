"""Callable capability: what could be shed on call for an hour, in cases worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import dispatch
from sites.site import Site
from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import BATTERY, TIE, Powers, Raw, day_facts, hours, load, state_of, toy

EVENING: Raw = {"windows": ["18:00-20:00"], "shaving_frac": 0.0}


def called(site: Site, powers: Powers | None = None, **given: Any) -> dispatch.Schedule:
    """A day's schedule with its callable capability."""
    return solve_and_audit(site, powers, has_capability=True, **given)


def capability(schedule: dispatch.Schedule) -> dict[int, float]:
    """Capability by step, where it is known."""
    values = schedule.data.capability_mw.values
    return {int(t): round(float(values[t]), 5) for t in np.flatnonzero(np.isfinite(values))}


def idle_store(**changes: Any) -> Raw:
    """A store that a flat price leaves alone: 5 MWh, 0.9 out."""
    return {**BATTERY, "wear_yuan_per_mwh": 50.0, "terminal_value_yuan_per_mwh": 100.0, **changes}


@pytest.mark.parametrize(
    ("power", "soc", "expected"), [(1.0, 1.0, 1.0), (3.0, 0.4, 1.8), (3.0, 0.0, 0.0), (9.0, 1.0, 4.0)]
)
def test_a_battery_gives_its_power_or_what_is_in_it(power: float, soc: float, expected: float) -> None:
    """The least of the power, the stored energy delivered in an hour (5 x soc x 0.9), and the import there is (4)."""
    store = idle_store(power_mw_max=power, soc_frac_initial=soc)
    tie = {**TIE, "export_mw_max": 0.0}
    site = toy({"tie": tie, "works": load(4.0), "store": store}, targets=EVENING)
    schedule = called(site)
    assert capability(schedule) == {18: expected, 19: expected}
    assert schedule.kpis["capability_share_frac"] == pytest.approx(expected / 4.0, abs=1e-5)
    assert schedule.kpis["is_capability_met"] == int(expected >= 0.2)


def test_half_an_hour_takes_twice_the_power() -> None:
    """1.8 MWh delivered over half an hour."""
    store = idle_store(power_mw_max=9.0, soc_frac_initial=0.4)
    targets = {**EVENING, "event_hours": 0.5}
    site = toy({"tie": TIE, "works": load(9.0), "store": store}, targets=targets, step_minutes=30)
    assert set(capability(called(site)).values()) == {3.6}


def test_charging_that_stops_counts() -> None:
    """At a low price the empty store charges 1 MW; a call stops that and, with nothing stored before, no more.

    An hour later 0.8 MWh are stored: 1 MW of charging stops and 0.8 x 0.9 = 0.72 MW are discharged.
    """
    prices = hours(1000.0, {(18, 20): 10.0})
    store = idle_store(terminal_value_yuan_per_mwh=500.0)
    site = toy({"tie": TIE, "works": load(4.0), "store": store}, buy=prices, targets=EVENING)
    schedule = called(site, {"works": hours(4.0, {(3, 4): 9.0})})
    assert schedule.data.charge_mw.sel(asset="store").values[18:20] == pytest.approx([1.0, 1.0], abs=1e-5)
    assert capability(schedule) == {18: 1.0, 19: 1.72}


PLATING: Raw = {
    "type": "interruptible_load",
    "bus": "main",
    "demand": {"constant_mw": 2.0},
    "interruptible_frac": 0.5,
    "calls_max": 1,
    "call_hours_max": 2.0,
    "compensation_yuan_per_mwh": 5000.0,
}


@pytest.mark.parametrize(
    ("changes", "used", "expected"),
    [
        ({}, 0, 1.0),
        ({}, 1, 0.0),
        ({"interrupted_mw_max": 0.7}, 0, 0.7),
        ({"interrupted_mwh_max": 0.4}, 0, 0.4),
        ({"call_hours_min": 2.0}, 0, 1.0),
        ({"notice_hours": 1.0}, 0, 0.0),
    ],
)
def test_an_interruption_counts_within_its_calls_and_notice(changes: Raw, used: int, expected: float) -> None:
    """Half of 2 MW, if a call is left; a notice longer than the event's own leaves the event's first hour as it is."""
    site = toy({"tie": TIE, "plating": {**PLATING, **changes}}, targets=EVENING)
    schedule = called(site, state=state_of(site, calls_used={"plating": used}))
    assert capability(schedule) == {18: expected, 19: expected}


def test_a_notice_that_the_event_gives_is_no_hindrance() -> None:
    site = toy(
        {"tie": TIE, "plating": {**PLATING, "notice_hours": 1.0}}, targets={**EVENING, "notice_hours": 1.0}
    )
    assert capability(called(site)) == {18: 1.0, 19: 1.0}


@pytest.mark.parametrize(
    ("window", "until", "expected"),
    [("18:00-19:00", "20:00", 1.0), ("18:00-19:00", "19:00", 0.0), ("18:00-20:00", "20:00", 0.0)],
)
def test_a_deferral_counts_only_if_a_later_slot_exists(window: str, until: str, expected: float) -> None:
    """1 MWh at 1 MW is planned from 18 to 19 h, the cheaper hour: it may move to 19 h if that is neither after its
    deadline nor in the peak window, where nothing is recovered.
    """
    fill = {
        "name": "fill",
        "energy_mwh": 1.0,
        "power_mw_max": 1.0,
        "window": f"18:00-{until}",
        "preferred_start": "18:00",
    }
    pumps = {"type": "shiftable_load", "bus": "main", "tasks": [fill]}
    site = toy(
        {"tie": TIE, "works": load(2.0), "pumps": pumps},
        buy=hours(200.0, {(18, 19): 100.0}),
        targets={"windows": [window], "shaving_frac": 0.0},
    )
    assert capability(called(site))[18] == expected


def test_recovery_stays_at_or_below_the_reference_peak() -> None:
    """The hour after takes the task, but only up to the reference day's 2.5 MW: half of it has to stay."""
    fill = {
        "name": "fill",
        "energy_mwh": 1.0,
        "power_mw_max": 1.0,
        "window": "18:00-20:00",
        "preferred_start": "18:00",
    }
    pumps = {"type": "shiftable_load", "bus": "main", "tasks": [fill]}
    site = toy(
        {"tie": TIE, "works": load(2.0), "pumps": pumps},
        buy=hours(200.0, {(18, 19): 100.0}),
        targets={"windows": ["18:00-19:00"], "shaving_frac": 0.0},
    )
    schedule = called(site, {"works": hours(1.0, {(18, 19): 1.5, (19, 20): 2.0})})
    assert capability(schedule) == {18: 0.5}


def test_a_started_batch_runs_on_and_one_to_come_may_wait() -> None:
    """A run of two hours from 18 h: at 18 h it can wait, at 19 h it is under way."""
    run = {"name": "a", "profile_mw": [1.0, 1.0], "window": "18:00-23:00", "preferred_start": "18:00"}
    mill = {"type": "batch_load", "bus": "main", "batches": [run]}
    site = toy(
        {"tie": TIE, "works": load(2.0), "mill": mill},
        buy=hours(300.0, {(18, 20): 100.0}),
        targets={"windows": ["18:00-20:00"], "shaving_frac": 0.0},
    )
    assert capability(called(site)) == {18: 1.0, 19: 0.0}


def test_an_event_that_leaves_the_day_is_marked() -> None:
    site = toy(
        {"tie": TIE, "works": load(2.0), "store": idle_store(soc_frac_initial=1.0)},
        targets={"windows": ["21:00-24:00"], "event_hours": 2.0, "shaving_frac": 0.0},
    )
    schedule = called(site)
    assert sorted(capability(schedule)) == [21, 22]
    assert np.isnan(schedule.data.capability_mw.values[23])


def test_a_pinned_store_cannot_be_called() -> None:
    site = toy({"tie": TIE, "works": load(2.0), "store": idle_store(soc_frac_initial=1.0)}, targets=EVENING)
    day = day_facts('[[pins]]\nasset = "store"\nhours = "18:00-20:00"\nis_on = false\n')
    assert capability(called(site, day=day)) == {18: 0.0, 19: 0.0}


def test_without_capability_nothing_is_said() -> None:
    site = toy({"tie": TIE, "works": load(2.0), "store": idle_store()}, targets=EVENING)
    schedule = solve_and_audit(site, has_capability=False)
    assert (capability(schedule), schedule.events, schedule.kpis["is_capability_met"]) == ({}, None, None)
