"""Power from waste heat: it follows its host, some time later; by hand, and each rule of the audit broken."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.carried import carried_over
from sites.problems import Refused
from sites.site import Site
from tests.dispatch.solved import cost_of, findings, solve_and_audit
from tests.dispatch.toys import TIE, day_facts, forecast_of, hours, load, state_of, toy
from tests.dispatch.types.breaking import Breaker, rules_found, shift

KILN = {
    "type": "batch_load",
    "bus": "main",
    "batches": [
        {"name": "a", "profile_mw": [4.0, 8.0], "window": "06:00-12:00", "preferred_start": "08:00"},
        {"name": "b", "profile_mw": [6.0], "window": "21:00-24:00", "preferred_start": "23:00"},
    ],
}
ORC = {
    "type": "waste_heat",
    "bus": "main",
    "host": "kiln",
    "heat_frac": 0.5,
    "efficiency_frac": 0.2,
    "power_mw_max": 0.6,
    "delay_hours": 1.0,
}


def site(*, buy: list[float] | None = None, **changes: Any) -> Site:
    """A kiln, a works of 2 MW, and the unit behind the kiln: 0.1 MW per MW."""
    return toy({"tie": TIE, "works": load(2.0), "orc": {**ORC, **changes}, "kiln": KILN}, buy=buy)


def output(schedule: Any) -> Any:
    """The unit's output."""
    return schedule.data["output_mw"].sel(asset="orc").values


def test_it_follows_its_host_an_hour_later() -> None:
    """4 and 8 MW from 06:00 (the cheap hours) give 0.4 and, above 0.6 MW of machine, 0.6 MW an hour later."""
    dear = hours(200.0, {(6, 8): 100.0, (21, 22): 100.0})
    solved = solve_and_audit(site(buy=dear, wear_yuan_per_mwh=20.0))
    wanted = [0.0] * 24
    wanted[7], wanted[8], wanted[22] = 0.4, 0.6, 0.6
    assert output(solved) == pytest.approx(wanted, abs=1e-6)
    # 2 MW of works: 21 h at 200 and 3 h at 100; the kiln 18 MWh at 100; 0.4 MWh saved at 100, 1.2 MWh at 200; wear.
    assert cost_of(solved) == pytest.approx(42 * 200.0 + 6 * 100.0 + 1800.0 - 40.0 - 240.0 + 1.6 * 20.0)


def test_the_kiln_moves_so_that_its_heat_is_worth_more() -> None:
    """All hours cost the same but 10:00-11:00: 8 MW burnt from 09:00 give their power then."""
    solved = solve_and_audit(site(buy=hours(100.0, {(10, 11): 140.0})))
    assert output(solved)[10] == pytest.approx(0.6, abs=1e-6)


def test_heat_may_be_let_go() -> None:
    """Where nothing may be exported and nobody needs the power, nothing has to be made."""
    pinned = day_facts('[[pins]]\nasset = "orc"\nhours = "00:00-24:00"\nis_on = false\n')
    assert output(solve_and_audit(site(), day=pinned)).max() == 0.0


def test_the_reference_day_follows_the_host_s_reference_day() -> None:
    solved = solve_and_audit(site())
    wanted = [0.0] * 24
    wanted[9], wanted[10] = 0.4, 0.6
    assert solved.data["reference_injection_mw"].sel(asset="orc").values == pytest.approx(wanted)


def test_what_the_host_did_before_midnight_is_carried_over() -> None:
    """6 MW in the last hour: 0.6 MW in the next day's first."""
    made = site(buy=hours(200.0, {(23, 24): 50.0}))
    tables = carried_over(made, state_of(made), solve_and_audit(made).data)
    assert tables["stocks"] == pytest.approx({"orc/1": 6.0})
    after = solve_and_audit(made, state=state_of(made, stocks=tables["stocks"]))
    assert output(after)[0] == pytest.approx(0.6, abs=1e-6)


def test_a_host_that_is_a_unit() -> None:
    engine = {
        "type": "thermal",
        "bus": "main",
        "power_mw_max": 5.0,
        "must_run": True,
        "cost_curve": [
            {"output_mw": 0.0, "cost_yuan_per_h": 0.0},
            {"output_mw": 5.0, "cost_yuan_per_h": 100.0},
        ],
    }
    made = toy(
        {
            "tie": TIE,
            "works": load(9.0),
            "orc": {**ORC, "host": "engine", "delay_hours": 0.0},
            "engine": engine,
        }
    )
    assert output(solve_and_audit(made)) == pytest.approx([0.5] * 24, abs=1e-6)


def test_an_earlier_plan_is_carried_out_again() -> None:
    made = site(buy=hours(200.0, {(6, 8): 100.0}))
    before = solve_and_audit(made)
    again = solve_and_audit(made, previous=before.data, time_limit_s=1e-3)
    assert again.status == "previous_plan"
    assert output(again) == pytest.approx(output(before))
    assert findings(made, state_of(made), None, forecast_of(made), again) == []


BREAKS: dict[str, Breaker] = {
    "waste-heat-limit": shift("output_mw", "orc", 9, 0.3),
    "waste-heat-host": shift("output_mw", "orc", 2),
    "waste-heat-shown": shift("host_mw", "orc", 2),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_a_broken_rule_is_named(rule: str) -> None:
    made = site(buy=hours(200.0, {(7, 9): 100.0}))
    solved = solve_and_audit(made)
    assert rule in rules_found(made, state_of(made), forecast_of(made), solved, BREAKS[rule])


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"host": "nobody"}, '"nobody"'),
        ({"host": "tie"}, '"tie"'),
        ({"host": "orc"}, '"orc"'),
        ({"delay_hours": 0.7}, "0.7 h"),
        ({"delay_hours": 30.0}, "30 h"),
    ],
)
def test_bad_units_are_refused_by_name(changes: dict[str, Any], word: str) -> None:
    with pytest.raises(Refused) as refused:
        site(**changes)
    texts = [each.text("en") for each in refused.value.problems]
    assert any("[assets.orc]" in text and word in text for text in texts), texts
