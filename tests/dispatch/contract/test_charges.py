"""Tiers, differential prices, demand or capacity, power factor, carbon of imports: hand-computed bills."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dispatch.contract.parks import park
from tests.dispatch.solved import cost_of, solve_and_audit
from tests.dispatch.toys import BATTERY, hours, load, state_of

TIERS = 'tiers = { period = "month", steps = [{ from_mwh = 1000.0, adder_yuan_per_mwh = 50.0 }, \
{ from_mwh = 1020.0, adder_yuan_per_mwh = 80.0 }] }\n'


@pytest.mark.parametrize(
    ("before", "yuan"),
    [
        # the load takes 24 MWh
        (0.0, 0.0),
        (976.0, 0.0),  # reaches 1000, no more
        (990.0, 14 * 50.0),
        (1000.0, 20 * 50.0 + 4 * 80.0),
        (1010.0, 10 * 50.0 + 14 * 80.0),
        (2000.0, 24 * 80.0),
    ],
)
def test_a_day_crosses_tiers(before: float, yuan: float) -> None:
    site = park({"works": load(1.0)}, tariff=TIERS)
    schedule = solve_and_audit(site, state=state_of(site, to_date={"tie/month_mwh": before}))
    assert schedule.costs["tiers"] == pytest.approx(yuan, abs=1e-6)
    assert cost_of(schedule) == pytest.approx(2400.0 + yuan)
    assert schedule.stages[0]["value"] == pytest.approx(2400.0 + yuan)  # the model prices them alike


def test_a_tier_takes_part_of_what_trading_brings() -> None:
    """6.25 MWh bought at 100 fill the battery (0.8 x 6.25 = 5), 0.9 x 5 = 4.5 come back instead of import at 200.

    Gain 4.5 x (200 - 10 wear) - 6.25 x 100 = 230. In the last tier a MWh costs 80 more: 4.5 x 270 - 6.25 x 180 = 90.
    In a tier of 150, 4.5 x 340 - 6.25 x 250 < 0: it stays idle.
    """
    buy = hours(200.0, {(0, 8): 100.0})
    assets = {"works": load(1.0), "battery": BATTERY}
    tiered = park(assets, buy=buy, tariff=TIERS)
    steep = park(assets, buy=buy, tariff=TIERS.replace("80.0", "150.0"))
    base = 8 * 100.0 + 16 * 200.0
    below, above = ({"tie/month_mwh": before} for before in (1000.0 - 30.0, 2000.0))
    assert cost_of(solve_and_audit(park(assets, buy=buy))) == pytest.approx(base - 230.0)
    assert cost_of(solve_and_audit(tiered, state=state_of(tiered, to_date=below))) == pytest.approx(
        base - 230.0
    )
    after = solve_and_audit(tiered, state=state_of(tiered, to_date=above))
    assert cost_of(after) == pytest.approx(base + 24 * 80.0 - 90.0)
    idle = solve_and_audit(steep, state=state_of(steep, to_date=above))
    assert cost_of(idle) == pytest.approx(base + 24 * 150.0)


@settings(max_examples=8, deadline=None)
@given(
    before=st.floats(0.0, 1100.0),
    factor=st.floats(0.5, 4.0),
    night=st.floats(20.0, 150.0),
    adder=st.floats(5.0, 100.0),
)
def test_doubling_every_price_doubles_the_cost(
    before: float, factor: float, night: float, adder: float
) -> None:
    def cost(scale: float) -> float:
        tiers = (
            'tiers = { period = "year", steps = [{ from_mwh = 1000.0, adder_yuan_per_mwh = '
            f"{scale * adder} }}, {{ from_mwh = 1015.0, adder_yuan_per_mwh = {3 * scale * adder} }}] }}\n"
            f"differential_yuan_per_mwh = {{ restricted = {scale * 100.0} }}\n"
        )
        battery = {**BATTERY, "wear_yuan_per_mwh": scale * 10.0}
        site = park(
            {"works": load(1.0), "battery": battery},
            tariff=tiers,
            tie={
                "enterprise_class": "restricted",
                "demand_charge": {"price_yuan_per_mw_month": scale * 1000.0},
                "power_factor_rule": {"table": "power_factor.toml", "standard_frac": 0.9},
            },
            buy=hours(200.0, {(0, 8): night}),
            factor=scale,
        )
        return cost_of(solve_and_audit(site, state=state_of(site, to_date={"tie/year_mwh": before})))

    assert cost(factor * 2) == pytest.approx(2 * cost(factor), rel=1e-5)


def test_differential_price_falls_on_every_imported_mwh() -> None:
    site = park(
        {"works": load(1.0)},
        tariff="differential_yuan_per_mwh = { restricted = 100.0, eliminated = 300.0 }\n",
        tie={"enterprise_class": "eliminated"},
    )
    assert solve_and_audit(site).costs["differential"] == pytest.approx(24 * 300.0)


CHARGES = {
    "demand_charge": {"price_yuan_per_mw_month": 40_000.0},
    "capacity_charge": {"price_yuan_per_kva_month": 25.0, "capacity_kva": 3100.0},
}


@pytest.mark.parametrize(
    ("by", "billed", "part", "yuan", "cheaper"),
    [
        # July has 31 days; capacity: 25 x 3100 = 77 500 yuan a month, 2500 a day; the load takes 1 MW
        ("capacity", 0.0, "capacity_charge", 2500.0, "demand"),  # by demand the month stands at 40 000
        ("demand", 0.0, "demand_charge", 40_000.0, "demand"),
        ("demand", 2.0, "demand_charge", 0.0, "capacity"),  # 80 000 so far
    ],
)
def test_demand_or_capacity(by: str, billed: float, part: str, yuan: float, cheaper: str) -> None:
    site = park({"works": load(1.0)}, tie={**CHARGES, "charged_by": by})
    schedule = solve_and_audit(site, state=state_of(site, billed_peak_mw={"tie": billed}))
    assert schedule.costs[part] == pytest.approx(yuan)
    assert set(schedule.costs) & {"demand_charge", "capacity_charge"} == {part}
    compared = schedule.kpis["charges"]["tie"]
    assert (compared["charged_by"], compared["cheaper"]) == (by, cheaper)
    assert compared["capacity_charge_yuan"] == pytest.approx(77_500.0)
    assert compared["demand_charge_yuan"] == pytest.approx(40_000.0 * max(billed, 1.0))


@pytest.mark.parametrize(
    ("power_factor", "share"),
    [(0.85, 0.025), (0.95, -0.0075), (0.90, 0.0), (0.60, 0.25), (1.0, -0.0075)],
)
def test_power_factor_of_a_day(power_factor: float, share: float) -> None:
    """24 MWh at 100 yuan/MWh and a peak of 1 MW at 1000 yuan: 3400 yuan, adjusted by the table of 0.90."""
    site = park(
        {"works": {**load(1.0), "power_factor": power_factor}},
        tie={
            "power_factor_rule": {"table": "power_factor.toml", "standard_frac": 0.9},
            "demand_charge": {"price_yuan_per_mw_month": 1000.0},
        },
    )
    schedule = solve_and_audit(site)
    assert schedule.costs["power_factor"] == pytest.approx(share * 3400.0, abs=1e-6)
    month = schedule.kpis["power_factors"]["tie"]
    assert month["power_factor_frac"] == pytest.approx(power_factor)
    assert month["adjustment_frac"] == pytest.approx(share)


def test_days_add_up_to_the_month_s_adjustment() -> None:
    """240 MWh and 240 tan(acos 0.8) = 180 Mvarh for 24 000 yuan at 0.80 (+5 %): 1200 yuan so far.

    A day of 24 MWh without reactive energy: 264 / sqrt(264^2 + 180^2) = 0.826, rounded 0.83: +3.5 % of 26 400 = 924.
    The day brings 924 - 1200 = -276.
    """
    rule = {"table": "power_factor.toml", "standard_frac": 0.9, "compensation_mvar": 2.0}
    site = park({"works": {**load(1.0), "power_factor": 0.6}}, tie={"power_factor_rule": rule})
    sums = {"tie/month_mwh": 240.0, "tie/month_mvarh": 180.0, "tie/month_yuan": 24_000.0}
    schedule = solve_and_audit(site, state=state_of(site, to_date=sums))
    assert schedule.costs["power_factor"] == pytest.approx(-276.0)


def test_carbon_falls_on_the_liable_share_of_imports() -> None:
    """24 MWh x 0.5 t/MWh x 40 % x 80 yuan/t = 384 yuan."""
    prices = [{"effective_from": dt.date(2026, 1, 1), "price_yuan_per_t": 80.0}]
    site = park({"works": load(1.0)}, contract={"carbon_prices": prices, "import_carbon_liable_frac": 0.4})
    assert solve_and_audit(site).costs["carbon"] == pytest.approx(384.0)
    early = solve_and_audit(site, date=dt.date(2025, 7, 15))
    assert early.costs["carbon"] == 0.0
