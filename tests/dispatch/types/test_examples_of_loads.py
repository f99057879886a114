"""The worked examples of fleets, heat, hydrogen and waiting work: in summer and winter, as planned and carried out."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest
import xarray as xr

import dispatch
import sites
from dispatch.audit import audit
from dispatch.by_rule import reference_decisions
from dispatch.case import case_of
from dispatch.scheduling import complete
from forecasts.registry import FORECASTERS
from sites.day import DayFacts
from sites.state import assumed_state
from tests.dispatch.toys import forecast_of

EXAMPLES = (
    "ev_fleet",
    "heat_load",
    "heat_pump",
    "electrolyser",
    "hydrogen_load",
    "fuel_cell",
    "shiftable_load",
)
DATES = {dt.date(2026, 7, 15): 28.0, dt.date(2026, 1, 17): -2.0}  # a Wednesday and a Saturday, degC


def forecast(site: sites.Site, date: dt.date) -> xr.Dataset:
    """Demands of the site, with heating by degree-hours, under one temperature."""
    from types import SimpleNamespace
    from typing import Any

    made = forecast_of(site, None, date)
    steps = site.steps(date)
    conditions: Any = SimpleNamespace(steps=steps, temp_air=np.full(steps.count, DATES[date]))
    for place, name in enumerate(map(str, made["asset"].values)):
        made["power_mw"].values[0, :, place] = FORECASTERS[site.assets[name].type].power_mw(
            site, site.assets[name], conditions
        )
    return made.assign(temp_air=("time", conditions.temp_air))


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_example(name: str, date: dt.date) -> None:
    site = sites.load(f"examples/{name}")
    state, made = assumed_state(site, date), forecast(site, date)
    plan = dispatch.schedule(site, made, state=state, options=dispatch.Options())
    assert plan.status == "optimal"
    found = audit(site, state, DayFacts(), made, plan.data, plan.events)
    assert [each.text("en") for each in found] == []
    again = complete(site, made, plan.data, state=state, status="optimal")
    for quantity in ("injection_mw", "power_mw", "energy_mwh"):
        np.testing.assert_allclose(again.data[quantity], plan.data[quantity], atol=2e-5)
    assert again.kpis["cost_yuan"] == pytest.approx(plan.kpis["cost_yuan"], abs=0.05)
    assert json.loads(plan.data.attrs["kpis"])["cost_yuan"] <= plan.kpis["reference_cost_yuan"] + 0.05


@pytest.mark.parametrize("name", EXAMPLES)
def test_reference_day_of_an_example_is_a_day_that_could_be(name: str) -> None:
    """What the sites would do on their own breaks nothing, so that savings are measured against something real."""
    site, date = sites.load(f"examples/{name}"), dt.date(2026, 7, 15)
    case = case_of(site, forecast(site, date), state=assumed_state(site, date))
    assert reference_decisions(case).broken == {}
