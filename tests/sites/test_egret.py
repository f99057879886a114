"""Unit-commitment cases of Egret: taken over whole, or refused by the name of what has no place."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import dispatch
from dispatch.audit import audit
from sites.day import DayFacts
from sites.egret import egret_files, import_egret
from sites.problems import Refused
from sites.reading import load, parse_toml, read_model, site_from
from sites.site import Site
from sites.state import State, state_problems
from tests.dispatch.toys import forecast_of

DATE = dt.date(2026, 7, 15)
OPTIMA = {1: 4201915.017320504, 2: 5454367.7670904165, 3: 5999272.361123627}

UNIT: dict[str, Any] = {
    "generator_type": "thermal",
    "bus": "b",
    "p_min": 10.0,
    "p_max": 30.0,
    "ramp_up_60min": 20.0,
    "ramp_down_60min": 20.0,
    "startup_capacity": 10.0,
    "shutdown_capacity": 10.0,
    "min_up_time": 3,
    "min_down_time": 2,
    "initial_status": 5,
    "initial_p_output": 10.0,
    "must_run": 0,
    "startup_cost": [[2, 50.0], [6, 80.0]],
    "shutdown_cost": 0.0,
    "p_cost": {
        "data_type": "cost_curve",
        "cost_curve_type": "polynomial",
        "values": {"0": 5.0, "1": 10.0, "2": 0.1},
    },
}

SECOND = {
    **UNIT,
    "initial_status": -9,
    "initial_p_output": 0.0,
    "p_cost": {**UNIT["p_cost"], "values": {"0": 105.0, "1": 10.0, "2": 0.1}},
}
"""The same, 100 yuan/h dearer, and off."""


def series(values: list[float]) -> dict[str, Any]:
    """A time series as Egret writes it."""
    return {"data_type": "time_series", "values": values}


def case(
    units: Mapping[str, Any] | None = None, system: Mapping[str, Any] | None = None, **elements: Any
) -> Any:
    """A small case: two units, a load of 25 MW, 5 MW of reserve."""
    return {
        "system": {
            "time_keys": [str(hour + 1) for hour in range(24)],
            "time_period_length_minutes": 60,
            "reserve_requirement": 5.0,
            **(system or {}),
        },
        "elements": {
            "bus": {"b": {}},
            "load": {"b": {"bus": "b", "in_service": True, "p_load": series([25.0] * 24)}},
            "generator": {"first": UNIT, "second": SECOND, **(units or {})},
            **elements,
        },
    }


def solved(files: Mapping[str, str], site: Site | None = None, **options: Any) -> dispatch.Schedule:
    """Solve a case as it was written, and audit it."""
    made = site or site_from(parse_toml("site.toml", files["site.toml"]), files)
    state = (
        State.model_validate({**json.loads(files["state.json"]), "site": made.name})
        if "state.json" in files
        else None
    )
    day = read_model(DayFacts, "day.toml", files["day.toml"]) if "day.toml" in files else DayFacts()
    from sites.state import assumed_state

    begun = state or assumed_state(made, DATE)
    forecast = forecast_of(made, None, DATE)
    chosen = dispatch.Options(has_capability=False, has_stage_prices=False, **options)
    result = dispatch.schedule(made, forecast, state=begun, day=day, options=chosen)
    assert [each.text("en") for each in audit(made, begun, day, forecast, result.data)] == []
    return result


def test_a_small_case_is_taken_over_and_solved() -> None:
    """25 MW by the cheaper unit; its curve at 10, 20, 30 MW is 115, 245, 395 yuan/h.

    Reserve is 5 MW, just what is left below 30 MW: 245 + 5 x 15 = 320 yuan/h; both units would cost 395 at least. In
    the first hour 25 MW and 5 MW of reserve are just the ramp of 20 MW above the 10 MW before the day.
    """
    result = solved(egret_files("small", case()))
    assert result.kpis["cost_yuan"] == pytest.approx(24 * 320.0)


def test_more_pieces_follow_the_curve_more_closely() -> None:
    result = solved(egret_files("small", case(), pieces=4))
    # At 25 MW, a break of four pieces: 5 + 250 + 62.5.
    assert result.kpis["cost_yuan"] == pytest.approx(24 * 317.5)


def test_a_reserve_with_a_price_may_fall_short() -> None:
    """One unit leaves 5 MW; 6 are wanted at 2 yuan/MWh, far less than a second unit."""
    system = {"reserve_requirement": series([6.0] * 24), "reserve_shortfall_cost": 2.0}
    result = solved(egret_files("small", case(system=system)))
    assert result.kpis["cost_yuan"] == pytest.approx(24 * 322.0)


def test_renewables_are_taken_off_or_curtailed() -> None:
    """2 MW must be taken, up to 3 more may be: 20 MW are left for the unit at 245 yuan/h."""
    wind = {"generator_type": "renewable", "bus": "b", "fuel": "W", "p_min": 2.0, "p_max": series([5.0] * 24)}
    files = egret_files("small", case({"wind": wind}))
    assert "day.toml" in files
    assert solved(files).kpis["cost_yuan"] == pytest.approx(24 * 245.0)


def test_other_ways_to_say_the_same() -> None:
    """Piecewise points, fuel with a price, a start by fuel, must run, scalars."""
    points = {"data_type": "fuel_curve", "values": [[5.0, 30.0], [15.0, 90.0], [40.0, 300.0]]}
    unit = {k: v for k, v in UNIT.items() if k not in ("p_cost", "startup_cost")}
    unit |= {
        "p_fuel": points,
        "fuel_cost": 2.0,
        "startup_fuel": [[2, 10.0]],
        "non_fuel_startup_cost": 3.0,
        "must_run": 1,
    }
    files = egret_files("small", case({"third": unit}))
    site = site_from(parse_toml("site.toml", files["site.toml"]), files)
    third: Any = site.assets["third"]
    assert [(p.output_mw, p.cost_yuan_per_h) for p in third.cost_curve] == [
        (10.0, 120.0),
        (15.0, 180.0),
        (30.0, 432.0),
    ]
    assert [(t.off_hours_from, t.cost_yuan) for t in third.start_costs] == [(2.0, 23.0)]
    assert third.must_run
    assert solved(files).status == "optimal"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (case(storage={"s": {}}), "storage"),
        (case(branch={"l": {"from_bus": "b"}}), "branch"),
        (case(bus={"b": {}, "c": {}}), "2 buses"),
        (case({"x": {**UNIT, "regulation_capacity": 3.0}}), "regulation_capacity"),
        (case({"x": {**UNIT, "fixed_commitment": 1}}), "fixed_commitment"),
        (case({"x": {**UNIT, "generator_type": "virtual"}}), "virtual"),
        (case({"x": {**UNIT, "p_max": series([3.0] * 24)}}), "p_max"),
        (case({"x": {**UNIT, "p_cost": {"cost_curve_type": "polynomial", "values": {"2": -0.1}}}}), "p_cost"),
        (case({"x": {**UNIT, "p_cost": {"values": [[10.0, 1.0], [20.0, 2.0]]}}}), "10 to 20 MW"),
        (case(system={"time_period_length_minutes": 30}), "30 minutes"),
        (case(system={"time_keys": ["1", "2"]}), "2 values"),
        (case(system={"flexible_ramp_up_requirement": 4.0}), "flexible_ramp_up_requirement"),
    ],
)
def test_what_has_no_place_is_named(raw: Any, words: str) -> None:
    with pytest.raises(Refused) as refused:
        egret_files("small", raw, source="case.json")
    texts = [each.text("en") for each in refused.value.problems]
    assert any("case.json" in text and words in text for text in texts), texts


def test_a_refused_case_writes_nothing(tmp_path: Path) -> None:
    source = tmp_path / "case.json"
    source.write_text(json.dumps(case({"x": {**UNIT, "p_min": 40.0}})), encoding="utf-8")
    with pytest.raises(Refused):
        import_egret(source, tmp_path / "to", date=DATE)
    assert not (tmp_path / "to").exists()
    source.write_text("[1]", encoding="utf-8")
    with pytest.raises(Refused, match="system"):
        import_egret(source, tmp_path / "to", date=DATE)


def test_a_case_is_written_with_its_state(tmp_path: Path) -> None:
    source = tmp_path / "case.json"
    source.write_text(json.dumps(case()), encoding="utf-8")
    files = import_egret(source, tmp_path / "to", date=DATE)
    site = load(tmp_path / "to")
    state = State.model_validate_json(files["state.json"].read_text(encoding="utf-8"))
    assert state_problems(site, state, DATE) == []
    assert state.unit_hours == {"first": 5.0, "second": -9.0}
    with pytest.raises(Refused):  # never written over
        import_egret(source, tmp_path / "to", date=DATE)


@pytest.mark.slow
@pytest.mark.parametrize("number", OPTIMA)
def test_the_known_optima(number: int, shared_data: Path) -> None:
    """Egret's own optima at zero gap with two pieces a curve."""
    raw = json.loads(
        (shared_data / "unit_commitment" / f"test_case_{number}.json").read_text(encoding="utf-8")
    )
    result = solved(egret_files(f"case-{number}", raw), gap_rel=1e-7, time_limit_s=180.0, threads=2)
    assert result.kpis["cost_yuan"] == pytest.approx(OPTIMA[number], rel=1e-6)
