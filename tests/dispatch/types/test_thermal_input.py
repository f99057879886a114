"""Thermal units and states before the day that are refused, each by name."""

from __future__ import annotations

import pytest

from sites.problems import Refused
from sites.state import State, state_problems
from tests.dispatch.toys import DATE
from tests.dispatch.types.units import TIERS, UNIT, Raw, site

CONCAVE = [
    {"output_mw": 4.0, "fuel_mwh_per_h": 14.0},
    {"output_mw": 7.0, "fuel_mwh_per_h": 24.0},
    {"output_mw": 10.0, "fuel_mwh_per_h": 30.0},
]
WOOD = UNIT["fuels"][0]
REFUSED: dict[str, tuple[Raw, str]] = {
    "minimum above maximum": ({"power_mw_min": 11.0}, "power_mw_min"),
    "not convex": ({"fuel_curve": CONCAVE}, "not convex"),
    "points out of order": ({"fuel_curve": [CONCAVE[0], CONCAVE[2], CONCAVE[1]]}, "do not rise"),
    "curve too short": ({"fuel_curve": CONCAVE[:1]}, "from 4 to 4 MW"),
    "tiers falling": ({"start_costs": TIERS[::-1]}, "must rise"),
    "fuel without a curve": ({"fuel_curve": []}, "fuels, fuel_curve"),
    "share that cannot be": ({"fuels": [{**WOOD, "share_frac_max": 0.5}]}, "make a whole"),
    "share upside down": (
        {"fuels": [{**WOOD, "share_frac_min": 0.5, "share_frac_max": 0.4}]},
        "share_frac_min",
    ),
    "start below the minimum": ({"start_mw_max": 3.0}, "start_mw_max"),
    "reference below the minimum": ({"reference_mw": 3.0}, "reference_mw"),
    "heat without a bus": ({"heat_frac": 1.0}, "heat_bus"),
    "must run but resting": (
        {"must_run": True, "hours_initial": -2.0, "min_down_hours": 5.0},
        "must stay off",
    ),
    "on without power": ({"hours_initial": 2.0, "min_up_hours": 4.0, "output_mw_initial": 0.0}, "on for 2 h"),
    "off with power": ({"hours_initial": -2.0, "output_mw_initial": 5.0}, "off for 2 h"),
    "a delivery off the step": (
        {"fuels": [{**WOOD, "stock_mwh_initial": 1.0, "deliveries": [{"at": "08:20", "energy_mwh": 1.0}]}]},
        "08:20",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_bad_units_are_refused_by_name(what: str) -> None:
    changes, word = REFUSED[what]
    with pytest.raises(Refused) as refused:
        site(changes)
    texts = [each.text("en") for each in refused.value.problems]
    assert any("unit" in text.partition(": ")[0] and word in text for text in texts), texts
    assert all(each.text("zh") != each.text("en") for each in refused.value.problems)


def test_a_state_that_contradicts_the_unit_is_named() -> None:
    made = site({"min_up_hours": 4.0})
    raw = {"site": made.name, "date": DATE, "origin": "file"}
    state = State.model_validate({**raw, "unit_hours": {"unit": 2.0}, "output_mw": {"unit": 1.0}})
    ((key, place, args),) = state_problems(made, state, DATE)
    assert (key, place) == ("thermal-state-on-power", "output_mw.unit")
    assert args["least"] == 4.0
    none = State.model_validate({**raw, "unit_hours": {"unit": 0.0}, "output_mw": {"unit": 0.0}})
    assert [key for key, _, _ in state_problems(made, none, DATE)] == ["thermal-state-zero"]
