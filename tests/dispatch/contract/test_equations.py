"""The rows of tiers, budgets and certificates, read and checked in (``equations/contract.lp``)."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from dispatch.model import Model, build
from tests.dispatch.contract.parks import park
from tests.dispatch.equations import expected, expression_text, families, lp_text
from tests.dispatch.toys import PV, four_steps, load, state_of

TIERS = 'tiers = { period = "month", steps = [{ from_mwh = 10.0, adder_yuan_per_mwh = 50.0 }, \
{ from_mwh = 30.0, adder_yuan_per_mwh = 80.0 }] }\n'


@cache
def model() -> Model:
    """Four steps: 20 MWh imported this month, 100 of 450 MWh this year, 60 of 200 MWh of generation exported."""
    budgets = [
        {"name": "quota", "quantity": "import_mwh", "limit": 450.0, "daily": "to_date"},
        {"name": "carbon", "quantity": "co2_t", "limit": 365.0, "daily": "day", "penalty_yuan_per_unit": 7.0},
        {"name": "export", "quantity": "export_of_generation", "share_frac": 0.25},
        {"name": "own", "quantity": "self_use_of_load", "share_frac": 0.5, "penalty_yuan_per_unit": 9.0},
    ]
    sold = {"effective_from": dt.date(2026, 1, 1), "price_yuan_per_mwh": 5.0, "counts": "exported"}
    site = park(
        {"works": load(1.0), "roof": PV}, tariff=TIERS, contract={"budgets": budgets, "certificates": [sold]}
    )
    sums = {
        "tie/month_mwh": 20.0,
        "contract/quota": 100.0,
        "contract/export": 60.0,
        "contract/export/of": 200.0,
        "contract/own": 40.0,
        "contract/own/of": 100.0,
    }
    return build(four_steps(site, {"roof": 2.0}, state=state_of(site, to_date=sums)))


@pytest.mark.parametrize("family", families("contract"))
def test_equation(family: str) -> None:
    made = model()
    of_tie = made.block("tie").component(family)
    component = made.pyomo.component(family) if of_tie is None else of_tie
    assert lp_text(component) == expected("contract", family)


def test_costs() -> None:
    parts = {name: expression_text(each) for name, each in model().cost_parts().items()}
    assert parts["tiers"] == "+1 tiers_yuan"
    assert parts["budget_penalty"] == "+7 budget_excess[carbon] +9 budget_excess[own]"
    assert parts["certificates"] == "-5 certified[0] -5 certified[1] -5 certified[2] -5 certified[3]"
