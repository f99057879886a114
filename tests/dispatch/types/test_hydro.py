"""Hydropower: flow to power, hand-solved ponds, reference day, what cannot be had, and what the audit sees."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from dispatch.by_rule import reference_decisions, stored_decisions
from dispatch.carried import carried_over
from dispatch.case import case_of
from forecasts.hydro import natural_mw
from forecasts.registry import FORECASTERS
from sites.assets.hydro import Hydro
from sites.problems import Refused
from sites.reading import site_from
from sites.site import Site
from tests.builders import FILES, site_dict
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import TIE, day_facts, forecast_of, hours, load, state_of, toy
from tests.dispatch.types.breaking import Breaker, put, rules_found, shift

POND: dict[str, Any] = {"energy_mwh_max": 4.0, "level_frac_initial": 0.0}
RIVER: dict[str, Any] = {
    "type": "hydro",
    "bus": "main",
    "inflow": {"monthly_mw": [1.0] * 12},
    "power_mw_max": 2.0,
    "pond": POND,
}
ONE_MW_HEAD = 1000.0 / 9.80665
"""With this head and no loss 1 m3/s gives 1 MW."""
EVENING = hours(100.0, {(17, 19): 300.0})
NO_EXPORT: dict[str, Any] = {**TIE, "export_mw_max": 0.0, "reverse_flow": "forbidden"}


def river(works_mw: float = 3.0, tie: Any = TIE, buy: list[float] | None = None, **changes: Any) -> Site:
    """A tie, a load and a station; what is None is left out."""
    station = {key: value for key, value in {**RIVER, **changes}.items() if value is not None}
    return toy(
        {"tie": tie, "works": load(works_mw), "weir": station},
        buy=buy or EVENING,
        order=("absorption", "cost"),
    )


def of(schedule: Any, quantity: str) -> Any:
    """A quantity of the station."""
    return schedule.data[quantity].sel(asset="weir").values


def test_power_of_a_flow() -> None:
    """9.80665e-3 x 20 m x 0.85 = 0.16671305 MW for each m3/s; of 12 m3/s 2 pass beside, and 8 fit the turbines."""
    table = {
        **RIVER,
        "inflow": {"monthly_m3_per_s": [0.0] * 6 + [12.0, 5.0, 3.0] + [0.0] * 3},
        "head_m": 20.0,
        "flow_m3_per_s_max": 8.0,
        "flow_m3_per_s_min": 2.0,
        "release_m3_per_s_min": 2.0,
        "power_mw_max": None,
        "pond": None,
    }
    site = river(**table)
    station = site.assets["weir"]
    assert isinstance(station, Hydro)
    factor = 0.16671305
    for month, natural, available in ((7, 12.0, 8.0), (8, 5.0, 3.0), (9, 3.0, 0.0)):
        steps = site.steps(dt.date(2026, month, 15))
        assert natural_mw(site, station, steps) == pytest.approx(natural * factor)
        conditions: Any = type("Of", (), {"steps": steps})
        found = FORECASTERS["hydro"].power_mw(site, station, conditions)
        assert found == pytest.approx(available * factor)


def test_series_of_a_flow() -> None:
    """A pond collects what is below the turbines' least flow."""
    rows = "\n".join(f"2026-07-15T{h:02d}:00+08:00,{h / 10}" for h in range(24))
    table = {
        **RIVER,
        "inflow": {"series_m3_per_s": "flow.csv"},
        "head_m": ONE_MW_HEAD,
        "efficiency_frac": 1.0,
        "flow_m3_per_s_min": 0.5,
    }
    raw = site_dict(step_minutes=60, assets={"weir": table})
    site = site_from(raw, {**FILES, "flow.csv": f"time,inflow_m3_per_s\n{rows}\n"})
    conditions: Any = type("Of", (), {"steps": site.steps(dt.date(2026, 7, 15))})
    found = FORECASTERS["hydro"].power_mw(site, site.assets["weir"], conditions)
    assert found == pytest.approx(np.minimum(np.arange(24) / 10, 2.0))
    with pytest.raises(Refused) as refused:
        site_from(raw, {**FILES, "flow.csv": f"time,inflow_m3_per_s\n{rows.replace(',0.3', ',-3')}\n"})
    assert refused.value.problems[0].key == "table-negative"


def test_a_pond_moves_water_to_the_dear_hours() -> None:
    """1 MW comes all day; 2 MW in 17-19 need 2 MWh kept from hours of 100: 48 MWh bought, 2 saved at 300 not 100.

    Without a pond 2 MW are bought: 22 x 200 + 2 x 600 = 5600 yuan; 2 MWh x 200 yuan less: 5200.
    """
    assert cost_of(solve_and_audit(river(pond=None), {"weir": 1.0})) == pytest.approx(5600.0)
    schedule = solve_and_audit(river(), {"weir": 1.0})
    assert cost_of(schedule) == pytest.approx(5200.0)
    assert of(schedule, "injection_mw")[17:19] == pytest.approx([2.0, 2.0])
    assert of(schedule, "used_mw") == pytest.approx(np.ones(24))
    assert of(schedule, "energy_mwh")[16] == pytest.approx(2.0)
    assert schedule.kpis["absorption_rate_frac"] == pytest.approx(1.0)
    # 24 of 72 MWh are green, whenever they are made.
    assert schedule.kpis["green_share_frac"] == pytest.approx(1 / 3)


def test_water_kept_has_a_value() -> None:
    """A MWh kept is worth 150 yuan: more than 100, so the pond of 4 MWh is full in the end: 2 x 200 - 4 x 50 less."""
    schedule = solve_and_audit(river(pond={**POND, "terminal_value_yuan_per_mwh": 150.0}), {"weir": 1.0})
    assert of(schedule, "energy_mwh")[-1] == pytest.approx(4.0)
    assert schedule.costs["terminal_value"] == pytest.approx(-600.0)
    assert cost_of(schedule) == pytest.approx(5200.0 - 4 * 50.0)
    # What the pond keeps has served nobody: 20 of 72 MWh.
    assert schedule.kpis["green_share_frac"] == pytest.approx(20 / 72)


def test_what_neither_load_nor_pond_takes_is_spilt() -> None:
    """0.5 MW of load, nothing may leave: 12 MWh used at once, 4 kept, 8 of 24 spilt."""
    schedule = solve_and_audit(river(0.5, NO_EXPORT), {"weir": 1.0})
    assert of(schedule, "used_mw").sum() == pytest.approx(16.0)
    assert of(schedule, "curtailed_surplus_mw").sum() == pytest.approx(8.0)
    assert of(schedule, "energy_mwh")[-1] == pytest.approx(4.0)


def test_turbines_stand_still_below_their_least_power() -> None:
    """0.8 MW or nothing: a load of 0.5 MW is bought, and all water spilt, for a reason that the audit knows."""
    schedule = solve_and_audit(river(0.5, NO_EXPORT, pond=None, power_mw_min=0.8), {"weir": 1.0})
    assert of(schedule, "used_mw").sum() == pytest.approx(0.0)
    assert schedule.data["import_mw"].sel(asset="tie").values.sum() == pytest.approx(12.0)


def test_a_pond_lets_turbines_run_at_their_least() -> None:
    """0.5 MW come, the turbines need 1.0: they run half of the time, 12 MWh, and first where it is dear."""
    schedule = solve_and_audit(river(power_mw_min=1.0), {"weir": 0.5})
    given = of(schedule, "injection_mw")
    assert given.sum() == pytest.approx(12.0)
    assert given[given > 1e-6].min() >= 1.0 - 1e-6
    assert given[17:19] == pytest.approx([2.0, 2.0])


def test_the_river_keeps_its_flow() -> None:
    """0.4 m3/s below the weir, turbined or spilt: never less than 0.4 MW (1 m3/s gives 1 MW)."""
    table = {"head_m": ONE_MW_HEAD, "efficiency_frac": 1.0}
    schedule = solve_and_audit(
        river(buy=hours(100.0, {(0, 4): -50.0}), release_m3_per_s_min=0.4, release_from="tailrace", **table),
        {"weir": 1.0},
    )
    assert of(schedule, "injection_mw")[:4] == pytest.approx([0.4] * 4, abs=1e-3)
    # In the paid hours only what must pass is fed in: 4 x 0.6 = 2.4 MWh wait.
    assert of(schedule, "energy_mwh")[3] == pytest.approx(2.4, abs=1e-3)


def test_reference_day_uses_the_water_as_it_comes() -> None:
    """The pond stands at 2 MWh; above a load of 0.5 MW the rest is spilt where nothing may leave."""
    site = river(0.5, NO_EXPORT, pond={**POND, "level_frac_initial": 0.5})
    case = case_of(site, forecast_of(site, {"weir": 1.0}), state=state_of(site))
    assert case.reference.injection_mw["weir"] == pytest.approx(np.full(24, 0.5))
    known = reference_decisions(case).assets["weir"]
    assert known["energy_mwh"] == pytest.approx(np.full(24, 2.0))
    assert known["curtailed_mw"] == pytest.approx(np.full(24, 0.5))


def test_level_is_carried_and_begun_with() -> None:
    site = river(pond={**POND, "terminal_value_yuan_per_mwh": 150.0})
    schedule = solve_and_audit(site, {"weir": 1.0}, state=state_of(site, levels_mwh={"weir": 3.0}))
    assert schedule.costs["terminal_value"] == pytest.approx(-150.0)
    assert carried_over(site, state_of(site), schedule.data)["levels_mwh"] == {"weir": pytest.approx(4.0)}


def test_a_level_below_its_window_is_named_and_filled() -> None:
    """It begins at 0.5 of at least 1 MWh, and nothing comes before 02:00: 0.5 MWh lack in two steps."""
    site = river(pond={**POND, "level_frac_min": 0.25, "level_frac_initial": 0.25})
    schedule = solve_and_audit(
        site, {"weir": [0.0, 0.0] + [1.0] * 22}, state=state_of(site, levels_mwh={"weir": 0.5})
    )
    assert schedule.status == "relaxed"
    (only,) = schedule.relaxations
    assert (only["asset"], only["clause"]) == ("weir", "level_window")
    assert only["total_mwh"] == pytest.approx(1.0)


def test_an_outage_and_a_pin_are_obeyed() -> None:
    facts = (
        '[[outages]]\nasset = "weir"\nhours = "00:00-06:00"\navailable_frac = 0.0\n'
        '[[pins]]\nasset = "weir"\nhours = "08:00-10:00"\ninjection_mw = 0.25\n'
    )
    schedule = solve_and_audit(river(), {"weir": 1.0}, day=day_facts(facts))
    assert of(schedule, "injection_mw")[:6] == pytest.approx([0.0] * 6)
    assert of(schedule, "injection_mw")[8:10] == pytest.approx([0.25] * 2)


def test_an_earlier_plan_on_a_drier_day() -> None:
    """Planned: 2 MW in 17-19. With half the water the turbines give what is there, 12 MWh in all."""
    site = river()
    schedule = solve_and_audit(site, {"weir": 1.0})
    case = case_of(site, forecast_of(site, {"weir": 0.5}), state=state_of(site))
    known = stored_decisions(case, schedule.data).assets["weir"]
    assert known["energy_mwh"].min() >= -1e-9
    assert known["injection_mw"].sum() + known["energy_mwh"][-1] == pytest.approx(12.0)
    same = case_of(site, forecast_of(site, {"weir": 1.0}), state=state_of(site))
    again = stored_decisions(same, schedule.data).assets["weir"]
    assert again["injection_mw"] == pytest.approx(of(schedule, "injection_mw"))


def test_capability_counts_the_pond() -> None:
    """2 MWh in the pond: in an hour of the window the turbines go from 1 to 2 MW."""
    site = toy(
        {"tie": TIE, "works": load(3.0), "weir": {**RIVER, "pond": {**POND, "level_frac_initial": 0.5}}},
        buy=hours(100.0),
        targets={"shaving_frac": 0.0, "windows": ["09:00-10:00"], "event_hours": 1.0},
        order=("absorption", "cost", "smooth"),
    )
    schedule = solve_and_audit(site, {"weir": 1.0}, has_capability=True)
    given = of(schedule, "injection_mw")[9]
    assert schedule.data["capability_mw"].values[9] == pytest.approx(2.0 - given, abs=1e-4)
    assert schedule.data["capability_mw"].values[9] > 0.5


BREAKS: dict[str, Breaker] = {
    "hydro-turbine": shift("injection_mw", "weir", 17, 0.5),
    "hydro-least": put("injection_mw", "weir", 17, 0.1),
    "hydro-water": shift("energy_mwh", "weir", 9),
    "hydro-window": put("energy_mwh", "weir", 9, 4.1),
    "hydro-river": put("injection_mw", "weir", 3, 0.0),
    "hydro-as-it-comes": shift("injection_mw", "weir", 3),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_the_audit_names(rule: str) -> None:
    table: dict[str, Any] = {"head_m": ONE_MW_HEAD, "efficiency_frac": 1.0, "release_m3_per_s_min": 0.3}
    pond = None if rule == "hydro-as-it-comes" else POND
    site = river(release_from="tailrace", power_mw_min=0.3, pond=pond, **table)
    schedule = solve_and_audit(site, {"weir": 1.0})
    assert rule in rules_found(site, state_of(site), forecast_of(site, {"weir": 1.0}), schedule, BREAKS[rule])


@pytest.mark.parametrize(
    ("changes", "key", "place"),
    [
        ({"inflow": {"monthly_m3_per_s": [1.0] * 12}}, "hydro-head", "[assets] weir"),
        ({"power_mw_max": None}, "hydro-turbine", "[assets] weir"),
        ({"power_mw_min": 3.0}, "hydro-least-above-most", "[assets] weir"),
        ({"inflow": {"monthly_mw": [1.0] * 11}}, "site-twelve-of", "[assets.weir] inflow"),
        ({"inflow": {}}, "site-one-of", "[assets.weir] inflow"),
        ({"pond": {"level_frac_min": 0.1}}, "site-one-of", "[assets.weir] pond"),
        ({"pond": {**POND, "level_frac_min": 0.1}}, "site-initial-outside", "[assets.weir] pond"),
        (
            {"inflow": {"monthly_m3_per_s": [1.0] * 12}, "head_m": 10.0, "release_m3_per_s_min": 1.0},
            "hydro-release-high",
            "[assets.weir] release_m3_per_s_min",
        ),
    ],
)
def test_bad_input(changes: dict[str, Any], key: str, place: str) -> None:
    with pytest.raises(Refused) as refused:
        river(**changes)
    assert any(each.key == key and place in each.where for each in refused.value.problems), str(refused.value)
