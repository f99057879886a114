"""The bundled zone that holds every system together: each row of the plan is there, its day passes the audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest

import dispatch
import forecasts
from dispatch.audit import audit
from sites import Site, load
from sites.day import DayFacts
from sites.state import assumed_state

DATE = dt.date(2026, 7, 15)
NOON_BEFORE = dt.datetime(2026, 7, 14, 4, tzinfo=dt.UTC)
NAME = "ruichang-zone"


def has_type(*types: str) -> Callable[[Site], bool]:
    return lambda site: set(types) <= {asset.type for asset in site.assets.values()}


def tie_has(*fields: str) -> Callable[[Site], bool]:
    return lambda site: all(getattr(site.assets["tie"], field) is not None for field in fields)


ROWS: dict[int, Callable[[Site], bool]] = {
    1: lambda site: sum(name.startswith("roof-") for name in site.assets) >= 6,
    2: has_type("wind"),
    3: lambda site: "fishery-pv" in site.assets,
    4: lambda site: getattr(site.assets["weir"], "pond", None) is not None,
    5: lambda site: getattr(site.assets["waste"], "must_run", False),
    6: lambda site: len(getattr(site.assets["captive"], "fuels", ())) == 2,
    7: lambda site: getattr(site.assets["kiln-orc"], "host", "") == "kiln",
    8: has_type("grid"),
    9: lambda site: len(site.transformers) >= 2 and len(site.lines) >= 6,
    10: lambda site: site.islanding is not None and site.islanding.hours == 2.0,
    12: lambda site: bool(site.resources) and bool(getattr(site.assets["mills"], "silos", ())),
    13: has_type("load", "interruptible_load", "shiftable_load"),
    14: lambda site: any(group.discharge_mw_max for group in getattr(site.assets["depot"], "groups", ())),
    15: lambda site: any(group.shore_mw for group in getattr(site.assets["quay"], "groups", ())),
    16: has_type("heat_load", "heat_pump", "thermal_store"),
    17: lambda site: bool(getattr(site.assets["data-centre"], "queues", ())),
    18: has_type("electrolyser", "hydrogen_store", "hydrogen_load", "fuel_cell"),
    19: has_type("battery"),
    20: has_type("caes"),
    21: tie_has("demand_charge", "power_factor_rule"),
    22: lambda site: bool(
        site.contract.carbon_prices and site.contract.certificates and site.contract.budgets
    ),
    23: lambda site: bool(site.grid_factors.versions),
}


@pytest.mark.parametrize("row", ROWS)
def test_the_zone_holds_this_row_of_the_plan(row: int) -> None:
    assert ROWS[row](load(NAME))


@dataclass(frozen=True)
class Solved:
    schedule: dispatch.Schedule
    findings: list[str]


def solved(site: Site, **options: float | bool) -> Solved:
    weather = forecasts.typical_weather(site, DATE, 0)
    forecast = forecasts.forecast(site, weather, DATE, issue_time=NOON_BEFORE)
    state = assumed_state(site, DATE)
    schedule = dispatch.schedule(
        site, forecast, state=state, options=dispatch.Options.model_validate({"gap_rel": 1e-3, **options})
    )
    found = audit(site, state, DayFacts(), forecast, schedule.data, schedule.events, schedule.islands)
    return Solved(schedule, [each.text("en") for each in found])


def test_hourly_zone_is_solved_and_passes_the_audit() -> None:
    site = load(NAME).model_copy(update={"step_minutes": 60, "islanding": None})
    done = solved(site, has_capability=False, has_stage_prices=False, time_limit_s=120.0)
    assert done.findings == []
    assert done.schedule.status == "optimal"


@pytest.mark.slow
def test_the_zone_is_solved_and_passes_the_audit() -> None:
    done = solved(load(NAME), has_stage_prices=False, time_limit_s=600.0)
    assert done.findings == []
    assert done.schedule.status == "optimal"
