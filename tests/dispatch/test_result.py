"""A schedule survives its file, and its figures are plain JSON."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import dispatch
from dispatch.options import Options
from tests.builders import small_site
from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import TIE, hours, load, state_of, toy


@pytest.fixture(scope="module")
def schedule() -> dispatch.Schedule:
    """The small site's day at hourly steps."""
    return solve_and_audit(
        small_site(step_minutes=60), {"roof": hours(0.0, {(8, 16): 4.0})}, has_capability=True
    )


def test_what_is_read_is_what_was_written(schedule: dispatch.Schedule, tmp_path: Path) -> None:
    schedule.save(tmp_path)
    again = dispatch.Schedule.read(tmp_path)
    xr.testing.assert_identical(again.data, schedule.data)
    assert again.events is not None
    assert schedule.events is not None
    xr.testing.assert_allclose(again.events, schedule.events, rtol=0, atol=0)
    assert (again.kpis, again.costs, again.stages) == (schedule.kpis, schedule.costs, schedule.stages)
    assert (again.status, again.is_targets_met, again.relaxations) == (
        schedule.status,
        schedule.is_targets_met,
        schedule.relaxations,
    )


def test_a_schedule_without_tasks_and_events_survives_too(tmp_path: Path) -> None:
    plain = solve_and_audit(toy({"tie": TIE, "works": load(1.0)}))
    plain.save(tmp_path)
    again = dispatch.Schedule.read(tmp_path)
    xr.testing.assert_identical(again.data, plain.data)
    assert again.events is None
    assert again.data.sizes["task"] == again.data.sizes["batch"] == 0


def test_figures_are_json_without_nan(schedule: dispatch.Schedule) -> None:
    def refuse(text: str) -> None:
        raise AssertionError(text)

    for name in ("stages", "relaxations", "costs", "kpis"):
        json.loads(schedule.data.attrs[name], parse_constant=refuse)


def test_cost_parts_sum_to_the_cost(schedule: dispatch.Schedule) -> None:
    assert sum(schedule.costs.values()) == pytest.approx(schedule.kpis["cost_yuan"], rel=1e-12)
    cost = next(stage for stage in schedule.stages if stage["name"] == "cost")
    assert cost["value"] == pytest.approx(schedule.kpis["cost_yuan"], abs=0.05)


def test_labels_are_the_ends_of_the_steps(schedule: dispatch.Schedule) -> None:
    assert schedule.data.label.values[[0, -1]].tolist() == ["01:00", "24:00"]


def test_every_quantity_has_a_unit_and_applies_to_some_asset(schedule: dispatch.Schedule) -> None:
    for name, variable in schedule.data.data_vars.items():
        if "asset" in variable.dims:
            assert variable.attrs["units"], name
            assert not np.isnan(variable.values).all(), name


def test_progress_tells_each_stage_as_it_begins() -> None:
    told: list[str] = []
    site = small_site(step_minutes=60)
    from tests.dispatch.toys import forecast_of

    dispatch.schedule(
        site, forecast_of(site), state=state_of(site), progress=lambda name, seconds: told.append(name)
    )
    wanted = ["build", "shaving", "absorption", "cost", "smooth", "capability"]
    assert [name for name in told if not name.startswith("price_")] == wanted


@pytest.mark.parametrize(
    "wrong",
    [
        {"gap_rel": 0.0},
        {"time_limit_s": 0.0},
        {"threads": 0},
        {"gap_reel": 0.1},
        {"time_limit_s": float("inf")},
    ],
)
def test_options_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Options.model_validate(wrong)


def test_a_run_repeats_itself() -> None:
    site = small_site(step_minutes=30)
    first, second = (
        solve_and_audit(site, {"roof": hours(0.0, {(8, 16): 4.0})}, has_capability=True) for _ in range(2)
    )
    data = [each.data.drop_attrs() for each in (first, second)]
    xr.testing.assert_identical(*data)
