"""What a contract must not say, and what its tables give: tiers, charges, power factors, budgets, profiles."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import sites
from sites.budgets import Budget, begun, days_of
from sites.contract import Contract, budgets_of
from sites.power_factor import read_power_factor
from sites.problems import Refused
from sites.reading import load, read_model
from sites.site import Site
from sites.state import assumed_state, state_problems
from sites.tariff import Tariff
from tests.builders import small_site

PROFILES = Path(sites.__file__).parent / "profiles"
VERSION = (
    'name = "t"\n[[versions]]\neffective_from = 2025-01-01\nenergy_price_yuan_per_mwh = 400.0\n'
    "feed_in_price_yuan_per_mwh = 200.0\nratios = { peak = 1.5, valley = 0.5 }\n"
)


def refused(text: str) -> tuple[str, str, str]:
    """Key, place and English text of the one problem of a tariff."""
    with pytest.raises(Refused) as caught:
        read_model(Tariff, "tariff.toml", text)
    (problem,) = caught.value.problems
    assert problem.text("zh") != problem.text("en")
    return problem.key, problem.where, problem.text("en")


@pytest.mark.parametrize(
    ("periods", "month", "hours"),
    [
        # claimed complete
        (
            'is_complete = true\nperiods = [{ kind = "peak", hours = ["08:00-22:00"] }]',
            "1",
            "00:00-08:00, 22:00-24:00",
        ),
        # flat hours are named, so all hours are
        (
            'periods = [{ kind = "peak", hours = ["08:00-22:00"] }, { kind = "flat", hours = ["22:00-06:00"] }]',
            "1",
            "06:00-08:00",
        ),
        # periods, and no price for what they leave out
        ('periods = [{ kind = "peak", hours = ["08:00-22:00"] }]', "1", "00:00-08:00, 22:00-24:00"),
        # complete but for one month
        (
            'periods = [{ kind = "peak", hours = ["08:00-22:00"] }, { kind = "flat", hours = ["22:00-08:00"], '
            "months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] }, "
            '{ kind = "flat", hours = ["22:00-07:45"], months = [12] }]',
            "12",
            "07:45-08:00",
        ),
    ],
)
def test_a_gap_in_the_hours(periods: str, month: str, hours: str) -> None:
    key, where, text = refused(VERSION + periods + "\n")
    assert (key, where) == ("tariff-gap", "tariff.toml versions[1]")
    assert f"month {month} " in text
    assert hours in text


def test_hours_that_no_period_names_are_flat_where_flat_has_a_ratio() -> None:
    text = (
        VERSION.replace("peak = 1.5,", "peak = 1.5, flat = 1.0,")
        + 'periods = [{ kind = "peak", hours = ["08:00-22:00"] }]\n'
    )
    assert read_model(Tariff, "tariff.toml", text).versions[0].periods


def test_a_gap_between_versions() -> None:
    second = VERSION.replace('name = "t"\n', "").replace("2025-01-01", "2026-01-01")
    key, where, text = refused(VERSION + "effective_until = 2025-11-30\n" + second)
    assert (key, where) == ("tariff-version-gap", "tariff.toml")
    assert "2025-11-30" in text
    assert "2026-01-01" in text


@pytest.mark.parametrize(
    ("steps", "key", "text"),
    [
        ([(0.0, 10.0), (100.0, 10.0)], "tariff-tiers-falling", "Tier 2 adds 10 yuan/MWh"),
        ([(0.0, 10.0), (100.0, 5.0)], "tariff-tiers-falling", "Tier 2 adds 5 yuan/MWh"),
        ([(50.0, -10.0)], "tariff-tiers-falling", "Tier 1 adds -10 yuan/MWh"),
        ([(0.0, 1.0), (0.0, 2.0)], "tariff-tiers-order", "Tier 2 begins at 0 MWh"),
    ],
)
def test_tiers_must_rise(steps: list[tuple[float, float]], key: str, text: str) -> None:
    entries = ", ".join(f"{{ from_mwh = {a}, adder_yuan_per_mwh = {b} }}" for a, b in steps)
    found = refused(f'{VERSION}tiers = {{ period = "year", steps = [{entries}] }}\n')
    assert found[:2] == (key, "tariff.toml [versions[1]] tiers")
    assert text in found[2]


DEMAND: dict[str, Any] = {"price_yuan_per_mw_month": 38_000.0}
CAPACITY: dict[str, Any] = {"price_yuan_per_kva_month": 25.0, "capacity_kva": 20_000.0}


def site_problems(files: dict[str, str] | None = None, **changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        small_site(files=files, **changes)
    assert all(problem.text("zh") != problem.text("en") for problem in caught.value.problems)
    return [(problem.key, problem.where) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("tie", "key", "where"),
    [
        ({"capacity_charge": CAPACITY}, "grid-two-charges", "site.toml [assets] tie"),
        ({"demand_charge": None, "charged_by": "demand"}, "grid-charge-missing", "site.toml [assets] tie"),
        ({"charged_by": "capacity"}, "grid-charge-missing", "site.toml [assets] tie"),
        (
            {"enterprise_class": "restricted"},
            "grid-differential-missing",
            "site.toml [assets.tie] enterprise_class",
        ),
        (
            {"power_factor_rule": {"table": "pf.toml", "standard_frac": 0.91}},
            "grid-power-factor-standard",
            "site.toml [assets.tie] power_factor_rule.standard_frac",
        ),
    ],
)
def test_what_a_tie_must_not_say(tie: dict[str, Any], key: str, where: str) -> None:
    table = {"pf.toml": (PROFILES / "power_factor_1983.toml").read_text(encoding="utf-8")}
    assert site_problems(table, assets={"tie": tie}) == [(key, where)]


def test_both_charges_where_one_is_named() -> None:
    site = small_site(assets={"tie": {"capacity_charge": CAPACITY, "charged_by": "capacity"}})
    tie: Any = site.assets["tie"]
    assert tie.billed_demand is None
    assert tie.billed_capacity.yuan_per_month == 500_000.0


def quota(**changes: Any) -> dict[str, Any]:
    known = {"name": "quota", "quantity": "import_mwh", "limit": 100.0, **changes}
    return {key: value for key, value in known.items() if value is not None}


@pytest.mark.parametrize(
    ("contract", "key", "where"),
    [
        ({"budgets": [quota(limit=None)]}, "budget-kind", "site.toml [contract] budgets[1]"),
        ({"budgets": [quota(quantity="self_use_of_load")]}, "budget-kind", "site.toml [contract] budgets[1]"),
        (
            {"budgets": [quota(quantity="self_use_of_load", limit=None, share_frac=0.3, daily="pro_rata")]},
            "budget-pro-rata",
            "site.toml [contract] budgets[1]",
        ),
        ({"budgets": [quota(), quota()]}, "budget-twice", "site.toml [contract] budgets"),
        (
            {"budgets": [quota(quantity="import_mw")]},
            "field-choice-near",
            "site.toml [contract.budgets[1]] quantity",
        ),
        (
            {
                "certificates": [
                    {"effective_from": dt.date(2026, 1, 1), "price_yuan_per_mwh": 5.0, "assets": ["works"]}
                ]
            },
            "certificate-asset",
            "site.toml [contract] certificates",
        ),
        ({"profiles": ["none.toml"]}, "file-missing", "site.toml [contract] profiles[1]"),
        ({"profiles": ["bad.toml"]}, "field-missing", "bad.toml name"),
    ],
)
def test_what_a_contract_must_not_say(contract: dict[str, Any], key: str, where: str) -> None:
    bad = '[[budgets]]\nname = "x"\nquantity = "import_mwh"\nlimit = 1.0\n'
    assert site_problems({"bad.toml": bad}, contract=contract) == [(key, where)]


def test_sums_of_nothing_are_refused() -> None:
    site = small_site(contract={"budgets": [quota()]})
    day = dt.date(2026, 7, 15)
    sums = {
        "contract/quota": 1.0,
        "contract/quota/days": 3.0,
        "tie/month_mwh": 5.0,
        "contract/quote": 2.0,
        "tie/moth_mwh": 5.0,
        "x/y": 1.0,
    }
    state = assumed_state(site, day).model_copy(update={"to_date": sums})
    found = [(key, place) for key, place, _ in state_problems(site, state, day)]
    assert found == [("state-to-date", f"to_date.{key}") for key in ("contract/quote", "tie/moth_mwh", "x/y")]


def test_shares_need_renewables() -> None:
    share = quota(quantity="self_use_of_load", limit=None, share_frac=0.3)
    found = site_problems(assets={"roof": None}, contract={"budgets": [share]})
    assert found == [("budget-no-renewables", "site.toml [contract] budgets")]


# The printed tables of the rule of 1983, at the corners and between them, per cent.
@pytest.mark.parametrize(
    ("standard", "values"),
    [
        (
            0.90,
            {1.0: -0.75, 0.95: -0.75, 0.94: -0.60, 0.92: -0.30, 0.91: -0.15, 0.90: 0, 0.89: 0.5, 0.85: 2.5},
        ),
        (
            0.90,
            {0.80: 5.0, 0.70: 10.0, 0.69: 11.0, 0.65: 15.0, 0.64: 17.0, 0.60: 25.0, 0.894: 0.5, 0.895: 0.0},
        ),
        (
            0.85,
            {1.0: -1.1, 0.94: -1.1, 0.93: -0.95, 0.91: -0.65, 0.90: -0.5, 0.86: -0.1, 0.84: 0.5, 0.59: 17.0},
        ),
        (
            0.80,
            {1.0: -1.3, 0.92: -1.3, 0.91: -1.15, 0.90: -1.0, 0.81: -0.1, 0.79: 0.5, 0.60: 10.0, 0.54: 17.0},
        ),
    ],
)
def test_table_of_power_factors(standard: float, values: dict[float, float]) -> None:
    name = "power_factor_1983.toml"
    table = read_power_factor(name, (PROFILES / name).read_text(encoding="utf-8"))
    assert table.is_second_hand
    (found,) = (each for each in table.standards if each.standard_frac == standard)
    for power_factor, per_cent in values.items():
        assert found.adjustment_frac(power_factor) == pytest.approx(per_cent / 100, abs=1e-12)


def test_knots_must_not_rise() -> None:
    text = (
        'name = "x"\n[[standards]]\nstandard_frac = 0.9\nknots = [[0.8, 1.0], [0.9, 2.0]]\n'
        "below_pct_per_hundredth = 1.0\n"
    )
    with pytest.raises(Refused) as caught:
        read_power_factor("pf.toml", text)
    assert [problem.key for problem in caught.value.problems] == ["power-factor-knots"]


def test_profile_of_green_direct_connection() -> None:
    """60 % of generation, 30 % of use until 2029 and 35 % from 2030 on, export at most 20 %; from a shipped file."""
    site = small_site(
        contract={"profiles": ["profiles/green_direct_2025.toml"]},
        files={
            "profiles/green_direct_2025.toml": (PROFILES / "green_direct_2025.toml").read_text(
                encoding="utf-8"
            )
        },
    )

    def shares(date: dt.date) -> list[tuple[str, float | None]]:
        return [(each.quantity, each.share_frac) for each in budgets_of(site, date)]

    rest = [("self_use_of_generation", 0.6), ("export_of_generation", 0.2)]
    assert sorted(shares(dt.date(2029, 12, 31))) == sorted([*rest, ("self_use_of_load", 0.3)])
    assert sorted(shares(dt.date(2030, 1, 1))) == sorted([*rest, ("self_use_of_load", 0.35)])


@pytest.mark.parametrize(
    ("period", "date", "days"),
    [
        ("year", dt.date(2026, 7, 15), (195, 365)),
        ("year", dt.date(2028, 12, 31), (365, 366)),
        ("month", dt.date(2026, 2, 1), (0, 28)),
    ],
)
def test_days_of_a_period(period: str, date: dt.date, days: tuple[int, int]) -> None:
    assert days_of(period, date) == days


def test_an_unknown_past() -> None:
    day = dt.date(2026, 7, 15)
    limit, share = Budget(**quota(limit=365.0)), Budget(name="s", quantity="self_use_of_load", share_frac=0.3)
    assert (begun(limit, {}, day).used, begun(limit, {}, day).is_assumed) == (195.0, True)
    assert (begun(share, {}, day).used, begun(share, {}, day).of) == (0.0, 0.0)
    assert begun(limit, {}, dt.date(2026, 1, 1)).is_assumed is False
    assert begun(limit, {"contract/quota": 7.0, "contract/quota/days": 3.0}, day).days == 3.0


def test_prices_of_a_date() -> None:
    contract = Contract.model_validate(
        {
            "certificates": [
                {"effective_from": dt.date(2025, 1, 1), "price_yuan_per_mwh": 3.0},
                {"effective_from": dt.date(2026, 1, 1), "price_yuan_per_mwh": 5.0},
            ]
        }
    )
    found = [contract.certificate(dt.date(year, 6, 1)) for year in (2024, 2025, 2026)]
    assert [each.price_yuan_per_mwh if each else None for each in found] == [None, 3.0, 5.0]


@pytest.mark.parametrize("name", ["examples/contract", "examples/green-direct"])
def test_examples_label_every_number(name: str) -> None:
    from sites.summary import unlabelled

    site: Site = load(name)
    assert unlabelled(site) == []
