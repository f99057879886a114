"""Valid schedules have no findings: two zones, two buses, 96, 100 and 24 steps, before and after a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from dispatch.audit import audit
from tests.dispatch.audit import places
from tests.dispatch.audit.builder import Plan, build
from tests.dispatch.audit.test_mutations import found_in

PlanOf = Callable[[str], Plan]


@pytest.mark.parametrize(("name", "steps"), [("park", 96), ("island", 100), ("tiny", 24)])
def test_a_valid_schedule_has_no_findings(name: str, steps: int, plan_of: PlanOf) -> None:
    plan = plan_of(name)
    assert plan.data.sizes["time"] == steps
    assert found_in(plan) == []


def test_a_valid_schedule_has_none_after_a_file(plan_of: PlanOf, tmp_path: Path) -> None:
    plan = plan_of("park")
    assert plan.events is not None
    plan.data.to_netcdf(tmp_path / "schedule.nc", engine="h5netcdf")
    plan.events.to_netcdf(tmp_path / "events.nc", engine="h5netcdf")
    with (
        xr.open_dataset(tmp_path / "schedule.nc", engine="h5netcdf") as data,
        xr.open_dataset(tmp_path / "events.nc", engine="h5netcdf") as events,
    ):
        assert audit(plan.site, plan.state, plan.day, plan.forecast, data.load(), events.load()) == []


def test_the_clock_goes_back_in_the_window_of_a_task(plan_of: PlanOf) -> None:
    taken = plan_of("island").data["task_power_mw"].values[:, 0]
    assert np.flatnonzero(taken).tolist() == list(range(10, 22))  # from 02:30, over the hour that comes twice


def test_indicators_by_hand(plan_of: PlanOf) -> None:
    """Two hours of 4 MW: 1 MW to the load, 2 into the battery, 1 out; 0.125 MW back in each of three hours."""
    kpis, costs = plan_of("tiny").json("kpis"), plan_of("tiny").json("costs")
    wanted = {
        "available_mwh": 8.0,
        "used_mwh": 8.0,
        "renewable_export_mwh": 2.0,
        "self_use_rate_frac": 0.75,
        "import_mwh": 21.625,
        "storage_losses_mwh": 1.175,
        "stored_change_mwh": 2.45,
        "green_share_frac": (8 - 2 - 0.4 / 3 - 0.4 * 29 / 57 - 0.375 * 29 / 57 - 6.45 * 29 / 57) / 24,
        "self_sufficiency_frac": 1 - 21.625 / 24,
        "co2_t": 10.8125,
        "shaving_frac": 0.125,
        "peak_valley_rate_frac": 2.0,
        "cost_yuan": 9451.25,
        "reference_cost_yuan": 22 * 500 - 2 * 1 * 200,
    }
    assert {name: kpis[name] for name in wanted} == pytest.approx(wanted, abs=1e-12)
    parts = {"energy_import": 10812.5, "feed_in": -400.0, "wear": 18.75, "terminal_value": -980.0}
    assert {name: costs[name] for name in parts} == pytest.approx(parts, abs=1e-9)
    assert found_in(plan_of("tiny")) == []


def test_nothing_is_available_on_a_day_without_renewables() -> None:
    """A rate of nothing is none, not 1 and not 0."""
    site = places.park()
    forecast = places.park_forecast(site)
    plan = build(site, places.PARK_DATE, forecast)
    dark = build(site, places.PARK_DATE, forecast.where(~forecast["asset"].isin(["pv", "wind"]), 1e-30))
    rates = ("absorption_rate_frac", "curtailment_rate_frac", "self_use_rate_frac", "export_share_frac")
    kpis = dark.json("kpis")
    dark.forecast = dark.forecast.where(~dark.forecast["asset"].isin(["pv", "wind"]), 0.0)
    kpis.update(dict.fromkeys(rates))
    for source in kpis["sources"].values():
        source["absorption_rate_frac"] = None
    dark.put("kpis", kpis)
    assert found_in(dark) == []
    assert plan.json("kpis")["absorption_rate_frac"] is not None
