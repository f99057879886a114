"""The reference day comes from a rule, never from an optimised schedule: hand cases."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dispatch.case import Case, case_of
from sites.site import Site
from tests.dispatch.toys import (
    BATTERY,
    PV,
    TIE,
    Powers,
    Raw,
    day_facts,
    forecast_of,
    hours,
    load,
    state_of,
    toy,
)


def case(site: Site, powers: Powers | None = None, day: str = "") -> Case:
    """The day of a site."""
    return case_of(site, forecast_of(site, powers), state=state_of(site), day=day_facts(day))


def task(**changes: Any) -> Raw:
    """A load with one task: 5 MWh at 2 MW from 12 to 15 h, by choice from 12 h."""
    entry = {
        "name": "fill",
        "energy_mwh": 5.0,
        "power_mw_max": 2.0,
        "window": "10:00-15:00",
        "preferred_start": "12:00",
        **changes,
    }
    return {"type": "shiftable_load", "bus": "main", "tasks": [entry]}


def batches(*entries: Raw, **changes: Any) -> Raw:
    """A plant with batches."""
    return {"type": "batch_load", "bus": "main", "batches": list(entries), **changes}


FIRST: Raw = {"name": "a", "profile_mw": [1.0, 2.0], "window": "06:00-18:00", "preferred_start": "08:00"}
SECOND: Raw = {
    "name": "b",
    "profile_mw": [3.0],
    "window": "06:00-22:00",
    "preferred_start": "11:00",
    "after": "a",
    "gap_hours_min": 1.0,
}


def steps_of(values: Any) -> dict[int, float]:
    """What is not zero, by step."""
    return {int(t): float(values[t]) for t in np.flatnonzero(np.asarray(values))}


def test_stores_idle_and_loads_take_their_demand() -> None:
    reference = case(
        toy({"tie": TIE, "works": load(2.0), "store": BATTERY}), {"works": hours(2.0, {(8, 9): 3.0})}
    ).reference
    assert steps_of(reference.injection_mw["store"]) == {}
    assert reference.net_exchange_mw.tolist() == hours(2.0, {(8, 9): 3.0})
    assert (reference.peak_mw, reference.cap_mw) == (3.0, 3.0)


def test_a_task_runs_from_its_preferred_start_until_done() -> None:
    reference = case(toy({"tie": TIE, "pumps": task()})).reference
    assert steps_of(reference.own["pumps"].parts["pumps/fill"]) == {12: 2.0, 13: 2.0, 14: 1.0}


def test_what_a_task_cannot_take_by_the_end_it_takes_from_the_beginning() -> None:
    outage = '[[outages]]\nasset = "pumps"\nhours = "13:00-14:00"\n'
    reference = case(toy({"tie": TIE, "pumps": task()}), day=outage).reference
    assert steps_of(reference.own["pumps"].parts["pumps/fill"]) == {10: 1.0, 12: 2.0, 14: 2.0}


def test_a_task_obeys_a_derate_and_a_pin_that_holds_it_off() -> None:
    day = '[[derates]]\nasset = "pumps"\nhours = "00:00-13:00"\npower_mw_max = 0.5\n'
    day += '[[pins]]\nasset = "pumps"\nhours = "14:00-15:00"\nis_on = false\n'
    reference = case(toy({"tie": TIE, "pumps": task(energy_mwh=3.0)}), day=day).reference
    assert steps_of(reference.own["pumps"].parts["pumps/fill"]) == {10: 0.5, 12: 0.5, 13: 2.0}


def test_batches_start_at_their_preferred_times() -> None:
    reference = case(toy({"tie": TIE, "mill": batches(FIRST, SECOND)})).reference
    assert steps_of(reference.injection_mw["mill"]) == {8: -1.0, 9: -2.0, 11: -3.0}


def test_a_blocked_batch_starts_at_the_next_later_time_and_takes_its_follower_along() -> None:
    outage = '[[outages]]\nasset = "mill"\nhours = "09:00-11:00"\n'
    reference = case(toy({"tie": TIE, "mill": batches(FIRST, SECOND)}), day=outage).reference
    assert steps_of(reference.own["mill"].parts["mill/a"]) == {11: 1.0, 12: 2.0}
    assert steps_of(reference.own["mill"].parts["mill/b"]) == {14: 3.0}


def test_a_batch_blocked_to_the_end_starts_earlier_and_one_that_never_fits_at_its_time() -> None:
    outage = '[[outages]]\nasset = "mill"\nhours = "{}"\n'
    reference = case(toy({"tie": TIE, "mill": batches(FIRST)}), day=outage.format("09:00-18:00")).reference
    assert steps_of(reference.injection_mw["mill"]) == {6: -1.0, 7: -2.0}
    reference = case(toy({"tie": TIE, "mill": batches(FIRST)}), day=outage.format("00:00-24:00")).reference
    assert steps_of(reference.injection_mw["mill"]) == {8: -1.0, 9: -2.0}


def test_a_derate_below_the_profile_blocks_only_the_steps_that_exceed_it() -> None:
    derate = '[[derates]]\nasset = "mill"\nhours = "09:00-10:00"\npower_mw_max = 1.5\n'
    reference = case(toy({"tie": TIE, "mill": batches(FIRST)}), day=derate).reference
    assert steps_of(reference.injection_mw["mill"]) == {9: -1.0, 10: -2.0}


def test_no_more_batches_run_together_than_allowed() -> None:
    other = {**FIRST, "name": "c", "preferred_start": "10:00"}
    outage = '[[outages]]\nasset = "mill"\nhours = "08:00-09:00"\n'
    one = case(toy({"tie": TIE, "mill": batches(FIRST, other)}), day=outage).reference
    assert steps_of(one.own["mill"].parts["mill/c"]) == {11: 1.0, 12: 2.0}
    two = case(toy({"tie": TIE, "mill": batches(FIRST, other, at_once_max=2)}), day=outage).reference
    assert steps_of(two.own["mill"].parts["mill/c"]) == {10: 1.0, 11: 2.0}


def test_an_outage_takes_its_share_of_source_and_load() -> None:
    day = '[[outages]]\nasset = "roof"\nhours = "10:00-11:00"\navailable_frac = 0.25\n'
    day += '[[outages]]\nasset = "works"\nhours = "10:00-11:00"\navailable_frac = 0.5\n'
    site = toy({"tie": TIE, "works": load(6.0), "roof": PV})
    reference = case(site, {"roof": hours(0.0, {(10, 12): 4.0})}, day).reference
    assert reference.net_exchange_mw[9:13].tolist() == [6.0, 2.0, 2.0, 6.0]


@pytest.mark.parametrize(
    ("order", "left"), [((), (0.0, 2.5)), (("east", "west"), (0.0, 2.5)), (("west", "east"), (2.0, 0.5))]
)
def test_curtailment_follows_the_stated_order(order: tuple[str, ...], left: tuple[float, float]) -> None:
    """2 MW east, 4 MW west, 1 MW load, 1.5 MW export: 3.5 MW too much, of which the first named gives all it has."""
    tie = {**TIE, "export_mw_max": 1.5}
    site = toy(
        {"tie": tie, "works": load(1.0), "east": PV, "west": PV}, objective={"curtailment_order": list(order)}
    )
    noon = hours(0.0, {(12, 13): 1.0})
    found = case(site, {"east": [2 * v for v in noon], "west": [4 * v for v in noon]}).reference
    assert (found.injection_mw["east"][12], found.injection_mw["west"][12]) == pytest.approx(left)
    assert found.net_exchange_mw[12] == pytest.approx(-1.5)
    assert np.flatnonzero(found.is_surplus).tolist() == [12]


def test_surplus_is_judged_bus_by_bus() -> None:
    """The island's roof cannot feed the other bus's load: a surplus, although the site as a whole has none."""
    site = toy(
        {
            "tie": TIE,
            "works": load(9.0),
            "roof": {**PV, "bus": "island"},
            "hut": {**load(1.0), "bus": "island"},
        },
        buses={"island": {}},
    )
    reference = case(site, {"roof": hours(1.0, {(12, 13): 3.0})}).reference
    assert np.flatnonzero(reference.is_surplus).tolist() == [12]
    assert reference.injection_mw["roof"][12] == 1.0
    assert reference.net_exchange_mw.tolist() == hours(9.0)


def test_windows_by_the_clock_by_tariff_kind_and_none() -> None:
    powers = {"works": hours(1.0, {(3, 4): 9.0, (17, 18): 5.0})}
    assets = {"tie": TIE, "works": load(1.0)}
    by_clock = case(toy(assets, targets={"windows": ["16:00-18:00", "20:00-21:00"]}), powers).reference
    assert np.flatnonzero(by_clock.window).tolist() == [16, 17, 20]
    assert (by_clock.peak_mw, by_clock.cap_mw) == (5.0, 9.0)
    by_kind = case(toy(assets, targets={"window_kinds": ["peak"]}), powers).reference
    assert np.flatnonzero(by_kind.window).tolist() == [16, 17, 18, 19, 20, 21]
    assert case(toy(assets), powers).reference.peak_mw == 9.0


def test_the_named_series_may_be_the_load() -> None:
    site = toy({"tie": TIE, "works": load(3.0), "roof": PV}, targets={"series": "load"})
    reference = case(site, {"roof": hours(2.0)}).reference
    assert reference.peak_mw == 3.0
    assert reference.net_exchange_mw.max() == 1.0


def test_a_site_that_only_exports_has_no_peak_to_shave() -> None:
    site = toy({"tie": TIE, "works": load(1.0), "roof": PV})
    reference = case(site, {"roof": hours(3.0)}).reference
    assert (reference.peak_mw, reference.is_applicable) == (-2.0, False)
