"""Each equation family of each asset, compared with the text that was read and checked in (``equations/*.lp``)."""

from __future__ import annotations

import pyomo.environ as pyo
import pytest

from dispatch.objective import absorption, relaxation_goals, total_cost
from tests.dispatch.equations import expected, expression_text, families, lp_text
from tests.dispatch.equations.sites import MODELS, block_of, surplus_model

FAMILIES = [(name, family) for name in MODELS for family in families(name)]
WHOLE = [name for name in MODELS if "_elastic" not in name and "_series" not in name]
NOT_SHOWN = {"moved_mw", "nothing"}  # plain variables: seen in moves_up and moves_down, and a zero for pins


@pytest.mark.parametrize(("name", "family"), FAMILIES)
def test_equation(name: str, family: str) -> None:
    assert lp_text(block_of(name).component(family)) == expected(name, family)


@pytest.mark.parametrize("name", WHOLE)
def test_no_family_is_left_out(name: str) -> None:
    components = block_of(name).component_objects((pyo.Var, pyo.Constraint), descend_into=False)
    assert {each.local_name for each in components if len(each)} - NOT_SHOWN == set(families(name))


def test_cost_of_a_battery_and_a_tie() -> None:
    _, made = MODELS["battery"]
    assert expression_text(total_cost(made())) == (
        "+10 discharge[0] +10 discharge[1] +10 discharge[2] +10 discharge[3] "
        "+100 imported[0] +100 imported[1] +100 imported[2] +100 imported[3]"
    )


def test_cost_of_the_day_s_peak() -> None:
    _, made = MODELS["grid"]
    assert expression_text(made().cost_parts()["demand_charge"]) == "+1000 above_billed +2000 above_overrun"


def test_absorption_counts_what_is_given_back_in_steps_of_surplus_only() -> None:
    """In step 2 the roof feeds 5 MW, load is 1 MW, export at most 3 MW: there 1.01 (1/(0.5 x 0.8) - 1) d counts."""
    assert expression_text(absorption(surplus_model())) == (
        "-1.515 discharge[2] +1 used[0] +1 used[1] +1 used[2] +1 used[3]"
    )


def test_least_total_of_broken_limits_counts_mwh() -> None:
    _, made = MODELS["battery_elastic"]
    total = expression_text(relaxation_goals(made())[0].minimised)
    assert "+1 slack[level_window,3]" in total
    assert "+1 slack[import_limit,0]" in total
    assert "+1 slack[firm_load,2]" in total
