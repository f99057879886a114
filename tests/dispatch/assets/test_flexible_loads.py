"""Firm loads, tasks that shift and batches that run through."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import DATE, TIE, Raw, day_facts, hours, load, toy

NIGHT = hours(500.0, {(2, 5): 100.0, (13, 14): 300.0})
SUNDAY = dt.date(2026, 7, 19)


def tasks(**changes: Any) -> Raw:
    """One task of 3 MWh at 2 MW, at any hour of the morning."""
    entry = {
        "name": "fill",
        "energy_mwh": 3.0,
        "power_mw_max": 2.0,
        "window": "00:00-12:00",
        "preferred_start": "08:00",
        **changes,
    }
    return {"type": "shiftable_load", "bus": "main", "tasks": [entry]}


def batch(name: str, profile: list[float], preferred: str, **changes: Any) -> Raw:
    """A batch that may run at any time."""
    return {
        "name": name,
        "profile_mw": profile,
        "window": "00:00-24:00",
        "preferred_start": preferred,
        **changes,
    }


def mill(*batches: Raw, **changes: Any) -> Raw:
    """A plant with batches."""
    return {"type": "batch_load", "bus": "main", "batches": list(batches), **changes}


def powers(asset: Raw, part: str, *, day: str = "", date: dt.date = DATE) -> list[float]:
    """Power of a task or batch in each hour; a firm load at noon keeps the reference day's maximum out of the way."""
    site = toy({"tie": TIE, "works": load(1.0), "it": asset}, buy=NIGHT)
    given = {"works": hours(1.0, {(12, 13): 9.0})}
    data = solve_and_audit(site, given, day=day_facts(day), date=date).data
    dimension = "task" if part in data.task.values else "batch"
    if part not in data[dimension].values:
        return []
    return [round(float(value), 6) for value in data[f"{dimension}_power_mw"].sel({dimension: part})]


def test_a_firm_load_is_served_in_full() -> None:
    demand = [1.0 + 0.1 * hour for hour in range(24)]
    data = solve_and_audit(toy({"tie": TIE, "works": load(1.0)}), {"works": demand}).data.sel(asset="works")
    np.testing.assert_allclose(data.power_mw, demand)
    assert data.unserved_mw.max() == 0.0


def test_a_task_takes_the_cheapest_hours_of_its_window() -> None:
    found = powers(tasks(), "it/fill")
    assert sum(found) == pytest.approx(3.0)
    assert sum(found[2:5]) == pytest.approx(3.0)
    assert sum(powers(tasks(window="06:00-12:00"), "it/fill")[6:12]) == pytest.approx(3.0)


def test_a_task_with_a_least_power_runs_at_it_or_stands_still() -> None:
    found = powers(tasks(power_mw_min=1.5), "it/fill")
    assert [value for value in found if value] == [1.5, 1.5]


def test_a_task_stands_still_where_it_is_pinned_off() -> None:
    day = '[[pins]]\nasset = "it"\nhours = "02:00-04:00"\nis_on = false\n'
    found = powers(tasks(), "it/fill", day=day)
    assert found[2:5] == [0.0, 0.0, 2.0]
    assert sum(found) == pytest.approx(3.0)


def test_tasks_and_batches_keep_to_their_days() -> None:
    for asset, part in (
        (tasks(days="workday"), "it/fill"),
        (mill(batch("a", [1.0], "08:00", days="workday")), "it/a"),
    ):
        assert sum(powers(asset, part)) > 0
        assert powers(asset, part, date=SUNDAY) == []


def test_a_batch_runs_its_whole_profile_where_that_is_cheapest() -> None:
    """1, 5 and 1 MW from 2 to 5 h: the three cheap hours."""
    assert powers(mill(batch("a", [1.0, 5.0, 1.0], "08:00")), "it/a") == hours(
        0.0, {(2, 3): 1.0, (3, 4): 5.0, (4, 5): 1.0}
    )


def test_a_batch_follows_another_after_its_gap() -> None:
    plant = mill(batch("a", [2.0], "08:00"), batch("b", [3.0], "12:00", after="a", gap_hours_min=1.0))
    first, second = powers(plant, "it/a"), powers(plant, "it/b")
    assert np.flatnonzero(second)[0] == np.flatnonzero(first)[0] + 2
    assert np.flatnonzero(first)[0] == 2


def test_batches_share_the_plant() -> None:
    """Two runs of two hours in three cheap hours: together if allowed, else one beside the other."""
    one_by_one, together = (
        [powers(mill(*runs, at_once_max=most), part) for part in ("it/a", "it/b")]
        for most in (1, 2)
        for runs in ((batch("a", [2.0, 2.0], "06:00"), batch("b", [2.0, 2.0], "08:00")),)
    )
    assert not (np.asarray(one_by_one[0]) * np.asarray(one_by_one[1])).any()
    assert (np.asarray(together[0]) * np.asarray(together[1])).any()
    assert all(sum(run[2:5]) == pytest.approx(4.0) for run in together)
