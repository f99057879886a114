"""Batches that run several times, silos, shared resources and stoppages: hand-solved days, and what the audit sees."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray as xr

from dispatch.by_rule import reference_decisions, stored_decisions
from dispatch.carried import carried_over
from dispatch.case import case_of
from sites.problems import Refused
from sites.reading import site_from
from sites.site import Site
from tests.builders import FILES, site_dict
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import TIE, day_facts, forecast_of, hours, state_of, toy
from tests.dispatch.types.breaking import Breaker, rules_found

GRIND: dict[str, Any] = {
    "name": "grind",
    "profile_mw": [2.0],
    "window": "00:00-24:00",
    "preferred_start": "08:00",
    "runs_min": 0,
    "runs_max": 24,
    "fills": "cement",
    "product_t": 50.0,
}
CEMENT: dict[str, Any] = {"name": "cement", "t_max": 300.0, "t_initial": 120.0, "demand_t_per_h": 20.0}
KILN: dict[str, Any] = {
    "name": "burn",
    "profile_mw": [1.0, 1.0],
    "window": "00:00-24:00",
    "preferred_start": "08:00",
}
NIGHT = hours(100.0, {(0, 6): 40.0})


def mill(*batches: dict[str, Any], buy: list[float] | None = None, **changes: Any) -> Site:
    """A tie and a plant."""
    plant = {"type": "batch_load", "bus": "main", "batches": list(batches), **changes}
    return toy({"tie": TIE, "plant": plant}, buy=buy or NIGHT)


def cement(buy: list[float] | None = None, grind: Any = None, **silo: Any) -> Site:
    """The mill with its silo."""
    return mill({**GRIND, **(grind or {})}, buy=buy, silos=[{**CEMENT, **silo}])


def power(schedule: Any, key: str = "plant/grind") -> Any:
    """Power of a batch."""
    return schedule.data["batch_power_mw"].sel(batch=key).values


def stock(schedule: Any, key: str = "plant/cement") -> Any:
    """Content of a silo."""
    return schedule.data["stock_level"].sel(stock=key).values


def test_the_mill_runs_when_power_is_cheap_and_the_silo_never_runs_empty() -> None:
    """480 t are taken, 120 t are there: 8 runs of 50 t bring 400. Six fit into the cheap hours, room included.

    120 + 6 x (50 - 20) = 300 t at 06:00 are just full. Two more runs at 100: 6 x 2 x 40 + 2 x 2 x 100 = 880 yuan.
    """
    schedule = solve_and_audit(cement())
    assert cost_of(schedule) == pytest.approx(880.0)
    assert power(schedule)[:6] == pytest.approx([2.0] * 6)
    assert stock(schedule)[5] == pytest.approx(300.0)
    assert stock(schedule).min() >= -1e-6
    assert stock(schedule)[-1] == pytest.approx(40.0)
    site = cement()
    assert carried_over(site, state_of(site), schedule.data)["stocks"] == {
        "plant/cement": pytest.approx(40.0)
    }


def test_room_in_the_silo_limits_the_cheap_hours() -> None:
    """A silo of 200 t: 120 + 30 k <= 200 allows 2 runs, then 40 t of room come with every two hours without a run.

    Levels: 150, 180, 160, 190, 170, 200 with runs in hours 0, 1, 3 and 5: four at 40, four more at 100.
    """
    schedule = solve_and_audit(cement(t_max=200.0))
    assert power(schedule)[:6].sum() == pytest.approx(8.0)
    assert cost_of(schedule) == pytest.approx(4 * 80.0 + 4 * 200.0)


def test_product_left_has_a_value() -> None:
    """3 yuan/t: 50 t for 2 MWh are worth 150, more than 80 at night, less than 200 by day: nothing more by day."""
    schedule = solve_and_audit(cement(terminal_value_yuan_per_t=3.0))
    assert schedule.costs["terminal_value"] == pytest.approx(-3.0 * (40.0 - 120.0))
    assert cost_of(schedule) == pytest.approx(880.0 + 240.0)
    cheap = solve_and_audit(cement(hours(60.0), terminal_value_yuan_per_t=3.0))
    # At 60 a run costs 120 and is worth 150: the silo ends full, 300 t, or as near to it as whole runs come.
    assert stock(cheap)[-1] == pytest.approx(290.0)


def test_fewest_and_most_runs() -> None:
    """Three of at most four runs of an hour without a silo, in the cheap hours; then at most two at once a batch."""
    table = {**GRIND, "fills": None, "product_t": 0.0, "runs_min": 3, "runs_max": 4}
    table = {key: value for key, value in table.items() if value is not None}
    schedule = solve_and_audit(mill(table))
    assert power(schedule).sum() == pytest.approx(6.0)
    assert cost_of(schedule) == pytest.approx(3 * 80.0)
    paid = solve_and_audit(mill(table, buy=hours(100.0, {(0, 2): -10.0}), at_once_max=3))
    # Paid in two hours only, and a run never overlaps another of its own.
    assert power(paid)[:2] == pytest.approx([2.0, 2.0])
    assert power(paid).sum() == pytest.approx(6.0)


def test_a_chain_through_two_silos() -> None:
    """The mill draws 48 t of clinker for 50 t of cement; the kiln brings 200 t once, from 08:00 in its window.

    Clinker: 100 t before, so two runs before the kiln has brought some; cement: 120 t last for six hours.
    """
    kiln = {**KILN, "window": "08:00-24:00", "fills": "clinker", "product_t": 400.0}
    grind = {**GRIND, "draws": "clinker", "draw_t": 48.0}
    clinker = {"name": "clinker", "t_max": 600.0, "t_initial": 100.0}
    schedule = solve_and_audit(mill(kiln, grind, silos=[CEMENT, clinker], at_once_max=2))
    assert power(schedule)[:6].sum() == pytest.approx(4.0)
    # 2 night runs at 80, six by day at 200, the kiln 200.
    assert cost_of(schedule) == pytest.approx(160.0 + 6 * 200.0 + 200.0)
    assert stock(schedule, "plant/clinker")[-1] == pytest.approx(100.0 + 400.0 - 8 * 48.0)


def test_reference_day_keeps_the_silo_at_its_level() -> None:
    """From 08:00 a run begins where the silo would end the hour below 120 t; before, where it would run empty.

    120 t last until 06:00; a run at 06 (0 - 20 < 0) leaves 30, 07 leaves 10; from 08:00 on every hour has a run (40,
    70, 100, 130, 160) until 13 would end at 140 and 14 at 120 without one; 15 would end at 100.
    """
    site = cement()
    case = case_of(site, forecast_of(site), state=state_of(site))
    doing = case.reference.own["plant"]
    runs = np.flatnonzero(doing.parts["plant/grind"] > 0)
    assert runs[:7].tolist() == [6, 8, 9, 10, 11, 12, 15]
    assert doing.stocks["plant/cement"][[5, 6, 7, 8, 12, 13]] == pytest.approx([0, 30, 10, 40, 160, 140])


REFERENCE_TARGETS = {"shaving_frac": 0.0, "windows": ["09:00-11:00"], "event_hours": 1.0}


def test_rule_based_and_earlier_plans_know_their_silos() -> None:
    site = cement()
    schedule = solve_and_audit(site)
    case = case_of(site, forecast_of(site), state=state_of(site))
    again = stored_decisions(case, schedule.data)
    assert again.stocks["plant/cement"] == pytest.approx(stock(schedule))
    assert reference_decisions(case).broken == {}
    # Begun with 20 t instead of 120 the earlier plan runs the silo empty for 100 t, 0.04 MWh a tonne.
    low = case_of(site, forecast_of(site), state=state_of(site, stocks={"plant/cement": 20.0}))
    broken = stored_decisions(low, schedule.data).broken
    assert broken["plant/cement", "product"].sum() == pytest.approx(60.0 * 0.04)


def test_what_customers_lack_is_named() -> None:
    """Nothing runs before 12:00 (outage): 240 t are taken, 120 t are there; 120 t x 0.04 MWh/t = 4.8 MWh lack."""
    out = '[[outages]]\nasset = "plant"\nhours = "00:00-12:00"\navailable_frac = 0.0\n'
    schedule = solve_and_audit(cement(), day=day_facts(out))
    assert schedule.status == "relaxed"
    (only,) = schedule.relaxations
    assert (only["asset"], only["clause"]) == ("plant/cement", "product")
    assert only["total_mwh"] == pytest.approx(4.8)


def test_runs_that_cannot_be_are_named() -> None:
    """Three runs wanted, an outage until 22:00 leaves two hours: 2 MWh are missing."""
    table = {key: value for key, value in GRIND.items() if key not in ("fills", "product_t")}
    out = '[[outages]]\nasset = "plant"\nhours = "00:00-22:00"\navailable_frac = 0.0\n'
    schedule = solve_and_audit(mill({**table, "runs_min": 3}), day=day_facts(out))
    assert [(each["asset"], each["clause"]) for each in schedule.relaxations] == [
        ("plant/grind", "batch_run")
    ]
    assert schedule.relaxations[0]["total_mwh"] == pytest.approx(2.0)


def test_demand_hours_and_series() -> None:
    """Trucks come from 06:00 to 22:00: 30 t/h in 16 h. The same as a table."""
    site = cement(demand_t_per_h=30.0, demand_hours=["06:00-22:00"])
    schedule = solve_and_audit(site)
    assert stock(schedule)[0] in (pytest.approx(120.0), pytest.approx(170.0))
    rows = "".join(f"{h + 1:02d}:00,{30.0 if 6 <= h < 22 else 0.0}\n" for h in range(24))
    silo = {key: value for key, value in CEMENT.items() if key != "demand_t_per_h"}
    plant = {
        "type": "batch_load",
        "bus": "main",
        "batches": [GRIND],
        "silos": [{**silo, "demand_series": "out.csv"}],
    }
    raw = site_dict(step_minutes=60, assets={"plant": plant})
    other = site_from(raw, {**FILES, "out.csv": f"label,demand_t_per_h\n{rows}"})
    case = case_of(other, forecast_of(other), state=state_of(other))
    mine = case_of(site, forecast_of(site), state=state_of(site))
    found, wanted = (each.reference.own["plant"].stocks["plant/cement"] for each in (case, mine))
    assert found == pytest.approx(wanted)
    with pytest.raises(Refused) as refused:
        site_from(raw, {**FILES, "out.csv": f"label,demand_t_per_h\n{rows.replace('30.0', '-1')}"})
    assert refused.value.problems[0].key == "table-negative"


def shared(most: int = 1, **changes: Any) -> Site:
    """Two kilns of two works and one crew."""
    kiln = {**KILN, "resource": "crew", "window": "00:00-12:00"}
    works = {"type": "batch_load", "bus": "main"}
    assets = {
        "tie": TIE,
        "east": {**works, "batches": [{**kiln, "preferred_start": "08:00"}]},
        "west": {**works, "batches": [{**kiln, "preferred_start": "10:00", **changes}]},
    }
    buy = hours(100.0, {(0, 2): 20.0, (2, 4): 50.0})
    return toy(assets, buy=buy, resources={"crew": {"at_once_max": most}})


def test_a_crew_serves_one_kiln_at_a_time() -> None:
    """Both want 00-02 (20 yuan): 4 MWh x 20 = 80 with two crews; with one the other runs in 02-04: 40 + 100."""
    assert cost_of(solve_and_audit(shared(2))) == pytest.approx(80.0)
    assert cost_of(solve_and_audit(shared(1))) == pytest.approx(140.0)


def test_repeated_runs_share_too() -> None:
    """The western kiln may run twice: four of the six cheap hours, one after another."""
    schedule = solve_and_audit(shared(1, runs_min=2, runs_max=2, profile_mw=[1.0, 1.0]))
    east, west = power(schedule, "east/burn"), power(schedule, "west/burn")
    assert np.minimum(east, west).max() == pytest.approx(0.0)
    assert west.sum() == pytest.approx(4.0)


def test_what_overtaxes_a_crew_by_rule_is_named() -> None:
    """By rule the western kiln runs at 10-12 and again at 08-10, beside the eastern one: one too many for 2 h."""
    site = shared(1, runs_min=2, runs_max=2, window="08:00-12:00")
    case = case_of(site, forecast_of(site), state=state_of(site))
    assert reference_decisions(case).broken["", "resource"].sum() == pytest.approx(2.0)


STOPPED = {"first": "2026-07-10", "last": "2026-07-20", "batches": ["burn"], "reason": "错峰生产"}


def test_a_stopped_kiln_stands_still_and_the_mill_lives_on_its_silo() -> None:
    """15 July lies in the stoppage of the kiln: it is no part of the day; the mill draws on the clinker."""
    kiln = {**KILN, "fills": "clinker", "product_t": 400.0}
    grind = {**GRIND, "draws": "clinker", "draw_t": 48.0}
    clinker = {"name": "clinker", "t_max": 600.0, "t_initial": 500.0}
    site = mill(kiln, grind, silos=[CEMENT, clinker], stoppages=[STOPPED])
    schedule = solve_and_audit(site)
    assert list(schedule.data["batch"].values) == ["plant/grind"]
    assert cost_of(schedule) == pytest.approx(880.0)
    assert stock(schedule, "plant/clinker")[-1] == pytest.approx(500.0 - 8 * 48.0)


def test_capability_moves_runs_that_have_not_begun() -> None:
    """In the event's hour the mill stands still: 2 MW, and the run goes elsewhere; what has run stays."""
    site = toy(
        {
            "tie": TIE,
            "plant": {"type": "batch_load", "bus": "main", "batches": [GRIND], "silos": [CEMENT]},
        },
        buy=hours(100.0, {(9, 11): 20.0, (11, 12): 30.0, (0, 4): 40.0}),
        targets=REFERENCE_TARGETS,
    )
    schedule = solve_and_audit(site, has_capability=True)
    assert power(schedule)[[9, 10]] == pytest.approx([2.0, 2.0])
    assert schedule.data["capability_mw"].values[9] == pytest.approx(2.0)


def moved(key: str, change: Any) -> Breaker:
    """Another power of a batch, and what follows at the bus."""

    def breaker(data: xr.Dataset) -> None:
        place = list(data["batch"].values).index(key)
        row = list(data["asset"].values).index(key.partition("/")[0])
        values = data["batch_power_mw"].values
        before = values[:, place].copy()
        values[:, place] = change(before)
        data["power_mw"].values[:, row] += values[:, place] - before
        data["injection_mw"].values[:, row] -= values[:, place] - before

    return breaker


def stocked(step: int, by: float) -> Breaker:
    """Another content of the silo from a step on."""

    def breaker(data: xr.Dataset) -> None:
        data["stock_level"].values[step:, 0] += by

    return breaker


BREAKS: dict[str, Breaker] = {
    "batch-too-many": moved("west/mill", lambda power: np.where(np.arange(24) < 12, 2.0, 0.0)),
    "silo-balance": stocked(9, 0.01),
    "silo-window": stocked(9, 400.0),
    "resource-at-once": moved("west/burn", lambda power: np.roll(power, -1)),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_the_audit_names(rule: str) -> None:
    kiln = {**KILN, "resource": "crew", "window": "00:00-12:00"}
    works = {"type": "batch_load", "bus": "main"}
    grind = {**GRIND, "name": "mill", "runs_max": 10}
    assets = {
        "tie": TIE,
        "east": {**works, "batches": [kiln]},
        "west": {
            **works,
            "batches": [{**kiln, "preferred_start": "10:00"}, grind],
            "silos": [CEMENT],
            "at_once_max": 2,
        },
    }
    buy = hours(100.0, {(0, 2): 20.0, (2, 4): 50.0})
    site = toy(assets, buy=buy, resources={"crew": {"at_once_max": 1}})
    schedule = solve_and_audit(site)
    breaker = BREAKS[rule]
    if rule == "resource-at-once" and power(schedule, "west/burn")[0] > 0:
        breaker = moved("east/burn", lambda values: np.roll(values, -1))
    assert rule in rules_found(site, state_of(site), forecast_of(site), schedule, breaker)


@pytest.mark.parametrize(
    ("batch", "changes", "key", "found"),
    [
        ({"runs_min": 13, "window": "00:00-12:00"}, {}, "batch-runs-window", "grind"),
        ({"runs_min": 3, "runs_max": 2}, {}, "site-min-above-max", "runs_min"),
        ({"profile_mw": [0.0, 2.0]}, {}, "batch-profile-zero", "grind"),
        ({"fills": "sand"}, {}, "silo-unknown", "sand"),
        ({"product_t": 0.0}, {}, "site-together", "product_t"),
        ({"runs_max": 9}, {}, "silo-runs-empty", "480 t"),
        ({"resource": "crew"}, {}, "resource-unknown", "crew"),
        ({"after": "burn"}, {}, "batch-after-repeated", "grind"),
        ({}, {"stoppages": [{**STOPPED, "last": "2026-07-01"}]}, "batch-stoppage-order", "2026-07-10"),
        ({}, {"stoppages": [{**STOPPED, "batches": ["bake"]}]}, "batch-stoppage-unknown", "bake"),
        ({}, {"silos": [{**CEMENT, "t_initial": 301.0}]}, "silo-initial", "301"),
        ({}, {"silos": [{**CEMENT, "name": "grind"}]}, "site-name-twice", "grind"),
        ({}, {"silos": [CEMENT, {**CEMENT, "name": "spare"}]}, "silo-runs-empty", "spare"),
    ],
)
def test_bad_input(batch: dict[str, Any], changes: dict[str, Any], key: str, found: str) -> None:
    silos = changes.pop("silos", [CEMENT])
    with pytest.raises(Refused) as refused:
        mill({**KILN, "preferred_start": "01:00"}, {**GRIND, **batch}, silos=silos, **changes)
    (only,) = refused.value.problems
    assert only.key == key
    assert "plant" in only.where
    assert found in str(refused.value)


def test_a_circle_of_batches_is_told_with_its_trail() -> None:
    first, second = {**KILN, "name": "a", "after": "b"}, {**KILN, "name": "b", "after": "a"}
    with pytest.raises(Refused) as refused:
        mill(first, second)
    (only,) = refused.value.problems
    assert only.key == "site-circular"
    assert "[assets] plant" in only.where
    assert "a -> b -> a" in only.text("en")
    assert '"after"' in only.text("en")


def test_preferred_starts_must_not_overtax_a_resource() -> None:
    with pytest.raises(Refused) as refused:
        shared(1, preferred_start="09:00")
    assert [problem.key for problem in refused.value.problems] == ["resource-preferred"]
    assert "[assets.west.batches[1]] resource" in refused.value.problems[0].where


def test_a_state_above_the_silo_is_told() -> None:
    from sites.state import state_problems

    site = cement()
    state = state_of(site, stocks={"plant/cement": 301.0})
    assert [key for key, _, _ in state_problems(site, state, state.date)] == ["silo-state-full"]
