"""Steps in which a network cannot export need no binaries, whatever the prices; all others keep them."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.case import Case, case_of
from tests.dispatch.network.feeders import two_buses
from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import BATTERY, PV, forecast_of, hours, state_of

BUY = hours(100.0, {(18, 20): -5.0})
SELL = hours(0.0, {(0, 12): 150.0})
POWERS = {"roof": hours(0.0, {(8, 12): 2.5, (10, 11): 4.0})}


def day(**battery: Any) -> Case:
    """3 MW are taken all day; by noon a roof gives 2.5 MW, then 4; feed-in is dearer than import until noon."""
    store = {**BATTERY, "bus": "far", **battery}
    site = two_buses({"roof": {**PV, "bus": "far"}, "battery": store}, buy=BUY, sell=SELL)
    return case_of(site, forecast_of(site, POWERS), state=state_of(site))


def test_steps_without_export_do_not_tempt() -> None:
    # Roof and a battery of 0.4 MW stay below 3 MW but from ten to eleven; of 1 MW also beside 2.5 MW.
    assert day(power_mw_max=0.4).tempting == {10, 18, 19}
    assert day(power_mw_max=1.0).tempting == {8, 9, 10, 11, 18, 19}


def test_an_elastic_day_may_cut_load_and_keeps_all() -> None:
    assert day(power_mw_max=0.4).elastic().tempting == {*range(12), 18, 19}


@pytest.mark.parametrize("power_mw", [0.4, 1.0])
def test_nobody_imports_and_exports_at_once(power_mw: float) -> None:
    case = day(power_mw_max=power_mw)
    schedule = solve_and_audit(case.site, POWERS)  # the audit would say so
    sold = schedule.data["export_mw"].sel(asset="tie").values
    assert sold[:8] == pytest.approx(0.0, abs=1e-9)
    assert sold[10] > 0.5
