"""Budgets and certificates by hand: what a day may use, what happens beyond it, and what the next day begins with."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dispatch.carried import carried_over
from tests.dispatch.contract.parks import park
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import BATTERY, DATE, PV, hours, load, state_of

NOON = hours(0.0, {(10, 14): 10.0})
"""40 MWh of sun."""


def budget(**changes: Any) -> dict[str, Any]:
    """Import of a year: at most 8760 MWh."""
    return {"name": "quota", "quantity": "import_mwh", "limit": 8760.0, **changes}


def contract(*budgets: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"budgets": list(budgets), **more}


# 15 July is day 196 of 365: 195 before it, 170 left with it.
@pytest.mark.parametrize(
    ("changes", "used", "exceeded"),
    [
        ({}, 8760.0 - 170 * 24.0, 0.0),  # 24 MWh a day are left: just enough
        ({}, 8760.0 - 170 * 20.0, 4.0),
        ({"daily": "to_date"}, 8760.0 - 170 * 20.0, 0.0),
        ({"daily": "to_date"}, 8760.0 - 23.0, 1.0),
        ({"daily": "day"}, 9000.0, 0.0),  # 24 MWh a day, whatever was before
        ({"daily": "day", "limit": 365 * 21.0}, 0.0, 3.0),
        ({}, 9000.0, 24.0),  # used up: nothing is left
        ({"quantity": "co2_t", "limit": 4380.0}, 4380.0 - 170 * 10.0, 2.0),  # 24 MWh x 0.5 t/MWh against 10 t
        ({"quantity": "energy_tce", "tce_per_mwh": 0.1229, "limit": 1000.0}, 1000.0 - 170 * 2.0, 0.9496),
        ({"period": "month", "limit": 744.0}, 744.0 - 17 * 24.0, 0.0),  # 17 days of July are left
    ],
)
def test_what_a_day_may_use(changes: dict[str, Any], used: float, exceeded: float) -> None:
    """A load of 1 MW and a priced budget: what is beyond it costs 50 yuan each."""
    site = park({"works": load(1.0)}, contract=contract(budget(penalty_yuan_per_unit=50.0, **changes)))
    known = {"contract/quota": used, "contract/quota/days": 195.0}
    schedule = solve_and_audit(site, state=state_of(site, to_date=known))
    assert schedule.kpis["budgets"]["quota"]["exceeded"] == pytest.approx(exceeded, abs=1e-6)
    assert schedule.costs["budget_penalty"] == pytest.approx(50.0 * exceeded, abs=1e-5)
    assert cost_of(schedule) == pytest.approx(2400.0 + 50.0 * exceeded)


def test_figures_of_a_budget() -> None:
    """1950 MWh in 195 days, 24 today: 1974 in 196 days; 169 days more at that mean: 1974 x 365 / 196."""
    site = park({"works": load(1.0)}, contract=contract(budget()))
    known = {"contract/quota": 1950.0, "contract/quota/days": 195.0}
    found = solve_and_audit(site, state=state_of(site, to_date=known)).kpis["budgets"]["quota"]
    assert (found["used"], found["allowed"], found["day"]) == pytest.approx((1974.0, 8760.0, 24.0))
    assert found["remaining"] == pytest.approx(8760.0 - 1974.0)
    assert found["forecast"] == pytest.approx(1974.0 * 365 / 196)
    assert found["is_assumed"] == 0


def test_an_unknown_past_is_taken_as_even_use() -> None:
    site = park({"works": load(1.0)}, contract=contract(budget()))
    found = solve_and_audit(site).kpis["budgets"]["quota"]
    assert found["is_assumed"] == 1
    assert found["used"] == pytest.approx(195 * 24.0 + 24.0)


def test_a_hard_budget_that_cannot_be_kept_is_named() -> None:
    """24 MWh against 20: 4 MWh too many, which no shedding of the firm load would make better."""
    site = park({"works": load(1.0)}, contract=contract(budget()))
    known = {"contract/quota": 8760.0 - 170 * 20.0}
    schedule = solve_and_audit(site, state=state_of(site, to_date=known))
    assert schedule.status == "relaxed"
    (broken,) = schedule.relaxations
    assert (broken["asset"], broken["clause"]) == ("contract/quota", "budget")
    assert broken["total_mwh"] == pytest.approx(4.0, abs=1e-4)


def test_a_hard_budget_moves_the_plan() -> None:
    """Sun 40 MWh for nothing, exported at 300 or stored: the export budget of 10 MWh a day leaves the rest unused.

    Without it the 4 hours bring (10 - 1) x 4 x 300 = 10 800 yuan; with it 10 x 300; 20 hours of load at 100 cost 2000.
    """
    limit = budget(quantity="export_mwh", limit=3650.0, daily="day")
    free = park({"works": load(1.0), "roof": PV}, sell=hours(300.0))
    held = park({"works": load(1.0), "roof": PV}, sell=hours(300.0), contract=contract(limit))
    assert cost_of(solve_and_audit(free, {"roof": NOON})) == pytest.approx(2000.0 - 10_800.0)
    schedule = solve_and_audit(held, {"roof": NOON})
    assert cost_of(schedule) == pytest.approx(2000.0 - 3000.0)
    assert schedule.kpis["export_mwh"] == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("used", "of", "day_mwh"), [(0.0, 0.0, 8.0), (100.0, 1000.0, 40.0), (20.0, 80.0, 4.0)]
)
def test_export_share_to_date(used: float, of: float, day_mwh: float) -> None:
    """Export at most 20 % of the available generation to date: 0.2 (D + 40) - N may leave the day, at most 36."""
    rule = {"name": "quota", "quantity": "export_of_generation", "share_frac": 0.2}
    site = park({"works": load(1.0), "roof": PV}, sell=hours(300.0), contract=contract(rule))
    known = {"contract/quota": used, "contract/quota/of": of}
    schedule = solve_and_audit(site, {"roof": NOON}, state=state_of(site, to_date=known))
    exported = min(day_mwh, 36.0)
    assert schedule.kpis["export_mwh"] == pytest.approx(exported, abs=1e-5)
    share = (used + exported) / (of + 40.0)
    assert schedule.kpis["budgets"]["quota"]["used"] == pytest.approx(share)


def test_green_direct_profile_binds() -> None:
    """A roof of 40 MWh beside 24 MWh of load; feed-in 300 is far above 100 for import; a battery of 5 MWh.

    Without the rule all surplus of noon is sold: 36 of 40 MWh. Export may be 20 % = 8 MWh, no more. Self-use of
    generation should reach 24 MWh (60 %), that of load 30 % of 24 = 7.2: the load takes 4 MWh at noon, the battery
    1 MW x 4 h = 4 MWh. So 8 MWh are used on the site, 16 are missed at 500 yuan each, and 24 are curtailed.
    """
    site = park(
        {"works": load(1.0), "battery": BATTERY, "roof": PV},
        sell=hours(300.0),
        contract={"profiles": ["profiles/green_direct_2025.toml"]},
    )
    state = state_of(site, dt.date(2026, 1, 1))
    schedule = solve_and_audit(site, {"roof": NOON}, state=state, date=dt.date(2026, 1, 1))
    found = schedule.kpis["budgets"]
    assert set(found) == {"green-direct-generation", "green-direct-use", "green-direct-export"}
    assert schedule.kpis["export_mwh"] == pytest.approx(8.0, abs=1e-4)
    assert found["green-direct-export"]["used"] == pytest.approx(0.2, abs=1e-5)
    assert found["green-direct-generation"]["exceeded"] == pytest.approx(16.0, abs=1e-3)
    assert found["green-direct-use"]["exceeded"] == 0.0
    assert schedule.costs["budget_penalty"] == pytest.approx(16 * 500.0, rel=1e-5)


@pytest.mark.parametrize(
    ("counts", "mwh"),
    [
        ("generation", 40.0),  # all of the sun is used: 4 on the site, 36 sold
        ("exported", 36.0),
        ("self_used", 4.0),
    ],
)
def test_certificates(counts: str, mwh: float) -> None:
    sold = {
        "effective_from": dt.date(2026, 1, 1),
        "price_yuan_per_mwh": 5.0,
        "counts": counts,
        "sold_frac": 0.5,
    }
    site = park({"works": load(1.0), "roof": PV}, sell=hours(50.0), contract={"certificates": [sold]})
    schedule = solve_and_audit(site, {"roof": NOON})
    assert schedule.kpis["certified_mwh"] == pytest.approx(mwh)
    assert schedule.costs["certificates"] == pytest.approx(-2.5 * mwh)
    assert schedule.stages[0]["value"] == pytest.approx(cost_of(schedule))


@pytest.mark.parametrize(
    ("date", "wanted"),
    [
        (DATE, {"contract/quota": 1024.0, "contract/quota/days": 11.0, "tie/month_mwh": 524.0}),
        (dt.date(2026, 7, 31), {"contract/quota": 1024.0, "contract/quota/days": 11.0, "tie/month_mwh": 0.0}),
        (dt.date(2026, 12, 31), {"contract/quota": 0.0, "contract/quota/days": 0.0, "tie/month_mwh": 0.0}),
    ],
)
def test_sums_go_on_until_their_period_ends(date: dt.date, wanted: dict[str, float]) -> None:
    tiers = 'tiers = { period = "month", steps = [{ from_mwh = 0.0, adder_yuan_per_mwh = 5.0 }] }\n'
    site = park({"works": load(1.0)}, tariff=tiers, contract=contract(budget(penalty_yuan_per_unit=1.0)))
    known = {"contract/quota": 1000.0, "contract/quota/days": 10.0, "tie/month_mwh": 500.0}
    state = state_of(site, date, to_date=known)
    schedule = solve_and_audit(site, state=state, date=date)
    after = carried_over(site, state, schedule.data)["to_date"]
    assert after == pytest.approx(wanted)


def test_sums_of_the_power_factor_go_on() -> None:
    """24 MWh at 0.8: 18 Mvarh; 2400 yuan."""
    rule = {"table": "power_factor.toml", "standard_frac": 0.9}
    site = park({"works": {**load(1.0), "power_factor": 0.8}}, tie={"power_factor_rule": rule})
    state = state_of(site)
    after = carried_over(site, state, solve_and_audit(site, state=state).data)["to_date"]
    assert after == pytest.approx({"tie/month_mwh": 24.0, "tie/month_mvarh": 18.0, "tie/month_yuan": 2400.0})


GENERATOR: dict[str, Any] = {
    "type": "thermal",
    "bus": "main",
    "power_mw_max": 1.0,
    "power_mw_min": 0.0,
    "fuel_curve": [{"output_mw": 0.0, "fuel_mwh_per_h": 0.0}, {"output_mw": 1.0, "fuel_mwh_per_h": 2.5}],
    "fuels": [{"name": "coal", "price_yuan_per_mwh": 10.0, "factor_t_per_mwh": 0.4, "fossil_frac": 1.0}],
}


@pytest.mark.parametrize(
    ("quantity", "limit", "excluded", "own_mwh"),
    [
        # a MWh of the unit: 25 yuan, 2.5 x 0.4 = 1 t; a MWh imported: 100 yuan, 0.5 t; 24 MWh are needed
        ("co2_t", 24.0, (), 24.0),
        ("co2_t", 18.0, (), 12.0),  # x + 0.5 (24 - x) = 18
        ("co2_t", 12.0, (), 0.0),
        ("co2_t", 6.0, ("unit",), 24.0 - 12.0),  # only imports count: 12 MWh of them
        # 2.5 MWh of coal or 1 of import, 0.1 tce each: 2.5 x + 24 - x = 42
        ("energy_tce", 4.2, (), 12.0),
    ],
)
def test_budgets_count_fuels(quantity: str, limit: float, excluded: tuple[str, ...], own_mwh: float) -> None:
    """The cheaper source runs as far as the hard budget of the day allows."""
    rule = budget(
        quantity=quantity, limit=365 * limit, daily="day", tce_per_mwh=0.1, assets_excluded=list(excluded)
    )
    buy = hours(10.0) if excluded else hours(100.0)
    site = park({"works": load(1.0), "unit": GENERATOR}, contract=contract(rule), buy=buy)
    schedule = solve_and_audit(site)
    assert schedule.status == "optimal"
    assert schedule.kpis["units_mwh"] == pytest.approx(own_mwh, abs=1e-4)
    assert schedule.kpis["budgets"]["quota"]["day"] == pytest.approx(limit, abs=1e-4)
