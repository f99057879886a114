"""What an asset's description computes by itself: retention, profiles, demand, limits."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.assets.batch_load import Batch
from sites.assets.battery import Battery
from sites.assets.demand import Demand
from sites.assets.grid import DemandCharge, Grid
from sites.assets.interruptible_load import InterruptibleLoad
from sites.demand import demand_mw
from sites.time import parse_clock_span
from tests.builders import DAY_SHAPE, FILES, ONE_BUS, shape_csv, small_site

DAY = dt.date(2026, 7, 15)


def battery(**changes: float) -> Battery:
    return Battery.model_validate({**ONE_BUS["assets"]["battery"], **changes})


def batch(profile: list[float], minutes: int) -> Batch:
    return Batch.model_validate(
        {
            "name": "b",
            "profile_mw": profile,
            "profile_step_minutes": minutes,
            "window": "00:00-24:00",
            "preferred_start": "00:00",
        }
    )


def test_battery_levels() -> None:
    store = battery(soc_frac_min=0.25, soc_frac_max=0.75, charge_mw_max=1.0)
    assert (store.level_mwh_min, store.level_mwh_max, store.level_mwh_initial) == (1.0, 3.0, 2.0)
    assert (store.power_mw_rated, store.charging_mw_max, battery().charging_mw_max) == (2.0, 1.0, 2.0)


def test_retention_keeps_what_a_day_keeps() -> None:
    kept, _ = battery(self_discharge_frac_per_day=0.1).retention(24.0)
    assert kept == pytest.approx(0.9, abs=1e-12)
    assert battery().retention(0.25) == (1.0, 0.25)


@given(st.floats(0.0, 0.5), st.floats(-2.0, 2.0), st.integers(1, 12))
def test_retention_does_not_depend_on_the_step(rate: float, power: float, parts: int) -> None:
    """One step of an hour gives the level that any number of equal parts of it give."""
    store = battery(self_discharge_frac_per_day=rate)
    kept, span = store.retention(1.0)
    part_kept, part_span = store.retention(1.0 / parts)
    level = 2.0
    for _ in range(parts):
        level = part_kept * level + part_span * power
    assert level == pytest.approx(kept * 2.0 + span * power, abs=1e-9)


@given(
    st.lists(st.floats(0.0, 100.0), min_size=1, max_size=6),
    st.sampled_from([15, 30, 60]),
    st.sampled_from([5, 15]),
)
def test_profile_keeps_its_energy(profile: list[float], minutes: int, step: int) -> None:
    run = batch(profile, minutes)
    values = run.profile(step)
    assert len(values) * step == run.minutes
    assert values.sum() * step / 60 == pytest.approx(run.energy_mwh, abs=1e-9)


def test_profile_over_longer_steps_is_the_mean() -> None:
    np.testing.assert_allclose(batch([1.0, 2.0, 3.0, 6.0], 15).profile(30), [1.5, 4.5])


def test_export_limit_obeys_the_rule() -> None:
    tie = {**ONE_BUS["assets"]["tie"]}
    assert Grid.model_validate(tie).export_limit_mw == 1.0
    assert (
        Grid.model_validate({**tie, "export_mw_max": 0.0, "reverse_flow": "forbidden"}).export_limit_mw == 0.0
    )


def test_overrun_begins_above_the_tolerance() -> None:
    charge = {"price_yuan_per_mw_month": 38000.0}
    assert DemandCharge.model_validate({**charge, "contract_mw": 10.0}).overrun_mw == pytest.approx(10.5)
    assert DemandCharge.model_validate(charge).overrun_mw == float("inf")


@pytest.mark.parametrize(
    ("changes", "has"),
    [({}, False), ({"calls_max": 0}, True), ({"call_hours_min": 1.0}, True), ({"gap_hours_min": 1.0}, True)],
)
def test_whether_calls_are_counted(changes: dict[str, float], has: bool) -> None:
    plain = {"type": "interruptible_load", "bus": "main", "demand": {"constant_mw": 1.0}}
    assert InterruptibleLoad.model_validate({**plain, **changes}).has_calls is has


def test_demand_by_type_of_day_and_month() -> None:
    shape = "\n".join(
        ["label,workday,rest_day,holiday", *(f"{hour + 1:02d}:00,0.8,0.4,0.2" for hour in range(24))]
    )
    months = [1.0] * 6 + [1.5] + [1.0] * 5
    site = small_site(
        files={"three.csv": shape},
        assets={"works": {"demand": {"shape": "three.csv", "monthly_factor": months}}},
    )
    demand = Demand(shape="three.csv", power_mw_peak=4.0, monthly_factor=tuple(months))
    for date, expected in (
        ("2026-07-15", 4.8),
        ("2026-07-18", 2.4),
        ("2026-10-01", 0.8),
        ("2026-02-14", 3.2),
    ):
        day = dt.date.fromisoformat(date)
        np.testing.assert_allclose(demand_mw(site, demand, site.steps(day)), expected)


def test_demand_of_a_holiday_is_that_of_a_rest_day_where_none_is_given() -> None:
    site = small_site(step_minutes=60)
    demand = Demand(shape="shape.csv", power_mw_peak=4.0)
    np.testing.assert_allclose(
        demand_mw(site, demand, site.steps(dt.date(2026, 10, 1))), 2.0 * np.asarray(DAY_SHAPE)
    )


def test_constant_demand_and_series() -> None:
    start = dt.datetime(2026, 7, 15, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    rows = [f"{(start + dt.timedelta(hours=hour)).isoformat()},{hour}" for hour in range(24)]
    text = "time,power_mw\n" + "\n".join(rows)
    site = small_site(
        files={"s.csv": text},
        assets={"works": {"demand": {"shape": None, "power_mw_peak": None, "series": "s.csv"}}},
    )
    steps = site.steps(DAY)
    np.testing.assert_array_equal(demand_mw(site, Demand(constant_mw=1.5), steps), np.full(96, 1.5))
    np.testing.assert_array_equal(
        demand_mw(site, Demand(series="s.csv"), steps), np.repeat(np.arange(24.0), 4)
    )


@given(st.sampled_from([5, 10, 15, 20, 30, 60]))
def test_energy_of_a_day_does_not_depend_on_the_step(minutes: int) -> None:
    shape = shape_csv([(place % 7) / 10 + 0.2 for place in range(96)])
    site = small_site(files={**FILES, "shape.csv": shape}, assets={"mill": None})
    demand = Demand(shape="shape.csv", power_mw_peak=4.0)
    from sites.time import day_steps

    steps = day_steps(DAY, "Asia/Shanghai", minutes)
    fine = day_steps(DAY, "Asia/Shanghai", 15)
    energy = demand_mw(site, demand, steps).sum() * steps.hours
    assert energy == pytest.approx(demand_mw(site, demand, fine).sum() * fine.hours)


def test_span_prints_as_it_is_written() -> None:
    assert str(parse_clock_span("16:00-22:00")) == "16:00-22:00"
