"""The reference day's own rule, and figures of bill and trace, against results worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dispatch.audit import batch_load, grid, shiftable_load
from dispatch.audit.case import Case, Track
from dispatch.audit.ledger import Ledger
from dispatch.audit.reference import reference_day, windows
from dispatch.audit.trace import trace
from sites import DayFacts, Site
from sites.state import assumed_state
from tests.dispatch.audit import places


def case_of(site: Site, day: dict[str, Any] | None = None) -> Case:
    steps = site.steps(places.PARK_DATE)
    forecast = places.park_forecast(site)
    series = {str(name): forecast["power_mw"].sel(asset=name).values[0] for name in forecast["asset"].values}
    facts = DayFacts.model_validate(day or {})
    return Case(site, assumed_state(site, places.PARK_DATE), facts, places.PARK_DATE, steps, series)


def task_of(day: dict[str, Any] | None = None) -> Any:
    case = case_of(places.park(), day)
    load: Any = case.site.assets["washing"]
    return shiftable_load.reference_task_mw(load, load.tasks[0], case)


def test_a_task_runs_from_its_preferred_start() -> None:
    power = task_of()
    assert np.flatnonzero(power).tolist() == list(range(28, 37))
    assert power[28:37].tolist() == pytest.approx([1.0] * 8 + [0.8])


def test_a_task_takes_the_rest_from_the_windows_beginning() -> None:
    """Half power in the window and a standstill of an hour: 2 MWh late, 0.2 MWh from 06:00 on."""
    power = task_of(
        {
            "derates": [{"asset": "washing", "hours": "00:00-24:00", "power_mw_max": 0.5}],
            "pins": [{"asset": "washing", "hours": "08:00-09:00", "is_on": False}],
        }
    )
    assert power[28:32].tolist() == [0.5] * 4
    assert power[32:36].tolist() == [0.0] * 4
    assert power[36:48].tolist() == [0.5] * 12
    assert power[24:28].tolist() == pytest.approx([0.5, 0.3, 0.0, 0.0])


def starts_of(day: dict[str, Any]) -> dict[str, int]:
    case = case_of(places.park(), day)
    load: Any = case.site.assets["mill"]
    return batch_load.reference_starts(load, case)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ({}, {"first": 36, "second": 64}),
        ({"outages": [{"asset": "mill", "hours": "10:30-11:00"}]}, {"first": 44, "second": 64}),
        ({"pins": [{"asset": "mill", "hours": "09:00-15:00", "is_on": False}]}, {"first": 60, "second": 72}),
        # 1 MW is blocked from 10:00 on: the first batch still fits, the second never
        (
            {"derates": [{"asset": "mill", "hours": "10:00-22:00", "power_mw_max": 0.9}]},
            {"first": 36, "second": 64},
        ),
        (
            {"outages": [{"asset": "mill", "hours": "16:00-22:00", "available_frac": 0.5}]},
            {"first": 36, "second": 48},
        ),
        ({"outages": [{"asset": "mill", "hours": "00:00-24:00"}]}, {"first": 36, "second": 64}),
    ],
)
def test_a_blocked_batch_starts_later_else_earlier_else_as_preferred(
    day: dict[str, Any], wanted: dict[str, int]
) -> None:
    assert starts_of(day) == wanted


def test_surplus_is_curtailed_in_the_stated_order() -> None:
    """At noon PV and wind give 14 MW; the load, and 2 MW out, are all that is used, and the wind goes first."""
    reference = reference_day(case_of(places.park()))
    step = 50
    load = reference.track.load_mw[step]
    assert reference.surplus_mw[step] == pytest.approx(8.0 + 6.0 - load - 2.0)
    assert reference.track.of("used_mw", "wind")[step] == pytest.approx(max(0.0, load + 2.0 - 8.0))
    assert reference.track.of("export_mw", "tie")[step] == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("targets", "steps"),
    [
        ({}, set(range(96))),
        ({"windows": ["17:00-20:00"]}, set(range(68, 80))),
        ({"window_kinds": ["valley", "peak"]}, {*range(24), *range(68, 80)}),
        ({"window_kinds": ["sharp"]}, set()),  # of July alone
    ],
)
def test_windows_come_from_the_clock_the_tariff_or_the_day(targets: dict[str, Any], steps: set[int]) -> None:
    site = places.park({**places.park_raw(), "targets": targets})
    assert set(np.flatnonzero(windows(case_of(site))).tolist()) == steps


@pytest.mark.parametrize(
    ("peak_mw", "state", "yuan"),
    [
        (4.0, {}, 0.0),  # below the floor of 5 MW
        (6.0, {}, 40000.0),
        (7.0, {}, 40000.0 * (2.0 + 0.7)),  # 0.7 MW above 105 % of the contract, doubled
        (7.0, {"billed_peak_mw": {"tie": 6.5}}, 40000.0 * (0.5 + 0.5)),
        (7.0, {"expected_peak_mw": {"tie": 6.2}}, 40000.0 * (0.8 + 0.7)),
    ],
)
def test_demand_charge_by_hand(peak_mw: float, state: dict[str, Any], yuan: float) -> None:
    case = case_of(places.park())
    changed = Case(
        case.site, case.state.model_copy(update=state), case.day, case.date, case.steps, case.forecast_mw
    )
    tie: Any = case.site.assets["tie"]
    assert grid.demand_charge_yuan(tie, changed, peak_mw) == pytest.approx(yuan)


def test_renewable_export_is_traced_through_the_store() -> None:
    """Level 4 takes in 2 MWh of sun at 0.8, gives 1 MWh at 0.5; half of that is exported.

    First hour: 3 MWh used, 1 to the load, 2 into the store, f = 2/6, 0.4 lost, content 5.6/3. Second hour: the
    store gives 1 MWh, half of it to the load and half out.
    """
    site = places.tiny()
    steps = site.steps(places.TINY_DATE)
    state = assumed_state(site, places.TINY_DATE)
    case = Case(site, state, DayFacts(), places.TINY_DATE, steps, {})
    rows = {name: row for row, name in enumerate(site.assets)}
    names = ("injection_mw", "power_mw", "charge_mw", "discharge_mw", "energy_mwh", "import_mw", "export_mw")
    variables = {name: np.zeros((len(rows), 24)) for name in names}
    track = Track(case, variables, rows, {}, {}, Ledger(24))
    track.of("injection_mw", "pv")[0] = 3.0
    track.of("power_mw", "house")[:2] = (1.0, 0.5)
    track.of("charge_mw", "battery")[0] = 2.0
    track.of("discharge_mw", "battery")[1] = 1.0
    track.of("export_mw", "tie")[1] = 0.5
    track.of("energy_mwh", "battery")[:] = 3.6
    track.of("energy_mwh", "battery")[0] = 5.6
    traced = trace(case, track)
    assert traced.exported_mwh == pytest.approx(0.5 / 3)
    assert traced.lost_mwh == pytest.approx((0.4 + 1.0) / 3)
    assert traced.left_mwh == pytest.approx(3.6 / 3)
