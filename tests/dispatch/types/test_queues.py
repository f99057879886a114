"""Work that arrives and may wait: hand-solved days, deadlines missed, what the audit sees."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dispatch.case import case_of
from sites.problems import Refused
from sites.site import Site
from tests.builders import FILES, ONE_BUS, merged, shape_csv
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import TIE, day_facts, forecast_of, hours, load, state_of, toy
from tests.dispatch.types.breaking import Breaker, rules_found

QUEUE: dict[str, Any] = {
    "name": "batch",
    "arrives": {"constant_mw": 1.0},
    "deadline_hours": 3.0,
    "power_mw_max": 3.0,
}


def centre(buy: list[float] | None = None, **changes: Any) -> Site:
    """A tie, a load of 1 MW and a data centre."""
    centre = {"type": "shiftable_load", "bus": "main", "queues": [{**QUEUE, **changes}]}
    return toy({"tie": TIE, "works": load(1.0), "dc": centre}, buy=buy or hours(100.0))


def work(schedule: Any) -> Any:
    """Power of the queue."""
    return schedule.data["task_power_mw"].sel(task="dc/batch").values


def test_work_waits_for_the_cheap_hour_as_long_as_it_may() -> None:
    """1 MW arrives each hour and may wait 3 more hours. 12-13 costs 10 instead of 100 yuan.

    There is done what arrived at 10, 11 and 12 and, at 3 MW at most, no more: 3 MWh at 10, 21 at 100. Beside it 23 x
    100 + 10 for the works.
    """
    schedule = solve_and_audit(centre(hours(100.0, {(12, 13): 10.0})))
    assert work(schedule)[12] == pytest.approx(3.0)
    assert cost_of(schedule) == pytest.approx(30.0 + 2100.0 + 2310.0)
    wide = solve_and_audit(centre(hours(100.0, {(12, 13): 10.0}), power_mw_max=9.0))
    # What arrived at 09 may wait until 13:00, so it is done then too: 4 MWh at 10.
    assert work(wide)[12] == pytest.approx(4.0)
    assert cost_of(wide) == pytest.approx(40.0 + 2000.0 + 2310.0)


def test_work_that_cannot_wait_is_done_as_it_arrives() -> None:
    schedule = solve_and_audit(centre(hours(100.0, {(12, 13): 10.0}), deadline_hours=0.0))
    assert work(schedule) == pytest.approx(np.ones(24))


def test_all_is_done_by_the_end_of_the_day() -> None:
    schedule = solve_and_audit(centre(hours(100.0, {(0, 12): 900.0}), deadline_hours=48.0))
    assert work(schedule)[:12].max() == pytest.approx(0.0)
    assert work(schedule).sum() == pytest.approx(24.0)


def test_reference_day_does_it_as_it_arrives_and_catches_up() -> None:
    out = '[[outages]]\nasset = "dc"\nhours = "06:00-08:00"\navailable_frac = 0.0\n'
    site = centre()
    case = case_of(site, forecast_of(site), state=state_of(site), day=day_facts(out))
    assert -case.reference.injection_mw["dc"][5:10] == pytest.approx([1.0, 0.0, 0.0, 3.0, 1.0])


def test_work_that_misses_its_deadline_is_named() -> None:
    """Dead from 06:00 to 11:00: what arrives at 06 and 07 is due at 10:00 and 11:00 and lost, 2 MWh."""
    out = '[[outages]]\nasset = "dc"\nhours = "06:00-11:00"\navailable_frac = 0.0\n'
    schedule = solve_and_audit(centre(), day=day_facts(out))
    assert schedule.status == "relaxed"
    (only,) = schedule.relaxations
    assert (only["asset"], only["clause"], only["steps"]) == ("dc/batch", "task_energy", [9, 10])
    assert only["total_mwh"] == pytest.approx(2.0)


def move(start: int, end: int, by: float) -> Breaker:
    """Move power of the queue from one hour to another, and the asset's with it."""

    def breaker(data: Any) -> None:
        place = list(data["asset"].values).index("dc")
        for hour, change in ((start, -by), (end, by)):
            data["task_power_mw"].values[hour, 0] += change
            data["power_mw"].values[hour, place] += change
            data["injection_mw"].values[hour, place] -= change

    return breaker


BREAKS: dict[str, Breaker] = {
    "queue-early": move(12, 3, 0.1),
    "queue-late": move(3, 12, 0.1),
    "queue-power": move(3, 12, 2.1),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_the_audit_names(rule: str) -> None:
    site = centre(deadline_hours=0.0)
    schedule = solve_and_audit(site)
    assert rule in rules_found(site, state_of(site), forecast_of(site), schedule, BREAKS[rule])


def test_arrivals_come_from_a_shape() -> None:
    site = centre(arrives={"shape": "shape.csv", "power_mw_peak": 2.0})
    schedule = solve_and_audit(site)
    assert work(schedule).sum() == pytest.approx(2.0 * (0.6 * 7 + 0.9 * 9 + 6.0 + 1.4))


def test_bad_input() -> None:
    with pytest.raises(Refused) as refused:
        toy({"tie": TIE, "dc": {"type": "shiftable_load", "bus": "main"}})
    assert [each.key for each in refused.value.problems] == ["shiftable-empty"]
    with pytest.raises(Refused) as refused:
        centre(arrives={"shape": "absent.csv", "power_mw_peak": 2.0})
    assert "file-missing" in [each.key for each in refused.value.problems]
    broken = {**FILES, "shape.csv": shape_csv([2.0] * 24)}
    raw = merged(
        ONE_BUS,
        {
            "assets": {
                "dc": {
                    "type": "shiftable_load",
                    "bus": "main",
                    "queues": [{**QUEUE, "arrives": {"shape": "shape.csv", "power_mw_peak": 1.0}}],
                }
            }
        },
    )
    from sites.reading import site_from

    with pytest.raises(Refused) as refused:
        site_from(raw, broken)
    assert "table-share" in [each.key for each in refused.value.problems]
