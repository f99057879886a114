"""Tariffs: hand-computed prices of the bundled ones, versions by date, and what a tariff must not say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.problems import Refused
from sites.reading import load, read_model
from sites.tariff import Tariff
from sites.time import day_steps
from tests.builders import FILES, small_site

# yuan/MWh at 430 for energy and 16 + 40 + 120 + 29 = 205 that do not float
PRICES = {"sharp": 979.0, "peak": 893.0, "flat": 635.0, "valley": 377.0, "deep_valley": 334.0}


def kind_at(date: str, clock: str) -> str:
    site = load("ruichang")
    day = dt.date.fromisoformat(date)
    steps = site.steps(day)
    version = site.tariff_of("tie").version(day)
    place = int(clock[:2]) * 4 + int(clock[3:]) // 15
    kind = str(version.kinds(steps, "CN")[place])
    assert version.import_price(steps, "CN")[place] == pytest.approx(PRICES[kind], abs=1e-9)
    return kind


@pytest.mark.parametrize(
    ("date", "clock", "kind"),
    [
        ("2026-01-15", "18:00", "sharp"),
        ("2026-01-15", "19:45", "sharp"),
        ("2026-01-15", "20:00", "peak"),
        ("2026-01-15", "09:00", "peak"),
        ("2026-01-15", "12:00", "flat"),
        ("2026-01-15", "05:45", "valley"),
        ("2026-01-15", "06:00", "flat"),
        ("2025-12-15", "11:45", "peak"),
        ("2026-02-10", "16:00", "peak"),
        ("2026-02-10", "00:00", "valley"),
        ("2026-02-10", "12:00", "flat"),
        ("2026-02-17", "12:00", "deep_valley"),  # Spring Festival
        ("2026-02-17", "13:45", "deep_valley"),
        ("2026-02-17", "14:00", "flat"),
        ("2026-02-14", "12:00", "flat"),  # worked for the Spring Festival
        ("2026-01-01", "12:00", "flat"),  # New Year is not among the three
        ("2026-04-15", "16:00", "peak"),
        ("2026-04-15", "21:45", "peak"),
        ("2026-04-15", "22:00", "flat"),
        ("2026-04-15", "01:00", "valley"),
        ("2026-04-15", "00:45", "flat"),
        ("2026-04-15", "11:30", "valley"),
        ("2026-04-15", "12:00", "deep_valley"),
        ("2026-04-15", "14:00", "valley"),
        ("2026-04-15", "14:30", "flat"),
        ("2026-05-01", "12:00", "deep_valley"),
        ("2026-07-15", "17:00", "peak"),
        ("2026-07-15", "20:15", "peak"),
        ("2026-07-15", "20:30", "sharp"),
        ("2026-07-15", "22:15", "sharp"),
        ("2026-07-15", "22:30", "peak"),
        ("2026-07-15", "16:45", "flat"),
        ("2026-09-15", "20:30", "peak"),
        ("2026-09-15", "22:45", "peak"),
        ("2026-09-15", "16:00", "flat"),
        ("2026-11-15", "16:00", "peak"),
        ("2026-11-15", "13:00", "deep_valley"),
    ],
)
def test_hours_of_jiangxi(date: str, clock: str, kind: str) -> None:
    assert kind_at(date, clock) == kind


@pytest.mark.parametrize(
    ("date", "hours"),
    [
        # by month group: sharp, peak, flat, valley, deep valley
        ("2026-01-15", (2.0, 4.0, 12.0, 6.0, 0.0)),
        ("2026-02-10", (0.0, 6.0, 12.0, 6.0, 0.0)),
        ("2026-02-17", (0.0, 6.0, 10.0, 6.0, 2.0)),
        ("2026-04-15", (0.0, 6.0, 11.0, 5.0, 2.0)),
        ("2026-08-15", (2.0, 4.0, 11.0, 5.0, 2.0)),
        ("2026-09-15", (0.0, 6.0, 11.0, 5.0, 2.0)),
    ],
)
def test_hours_of_each_kind_in_a_day(date: str, hours: tuple[float, ...]) -> None:
    site, day = load("ruichang"), dt.date.fromisoformat(date)
    kinds = site.tariff_of("tie").version(day).kinds(site.steps(day), "CN")
    assert tuple(float((kinds == kind).sum()) / 4 for kind in PRICES) == hours


def test_hours_of_the_greek_islands() -> None:
    site = load("tilos")
    for day, valley in (
        (dt.date(2026, 7, 15), 8.0),
        (dt.date(2026, 1, 15), 8.0),
        (dt.date(2026, 10, 25), 9.0),
    ):
        version = site.tariff_of("cable").version(day)
        steps = site.steps(day)
        kinds = version.kinds(steps, "GR")
        assert float((kinds == "valley").sum()) * steps.hours == valley
        prices = version.import_price(steps, "GR")
        assert set(np.round(prices, 6)) == {1520.0, 1199.96}


def test_floating_adder_is_multiplied() -> None:
    text = FILES["tariff.toml"].replace(
        "price_yuan_per_mwh = 100.0", "price_yuan_per_mwh = 100.0, is_floating = true"
    )
    site = small_site(files={"tariff.toml": text}, step_minutes=60)
    day = dt.date(2026, 7, 15)
    prices = site.tariff_of("tie").version(day).import_price(site.steps(day), "CN")
    assert (prices[0], prices[12], prices[16]) == (250.0, 500.0, 750.0)


def tariff(*versions: dict[str, Any], **changes: Any) -> Tariff:
    base = {"energy_price_yuan_per_mwh": 400.0, "feed_in_price_yuan_per_mwh": 200.0}
    return Tariff.model_validate(
        {"name": "t", "versions": [{**base, **version} for version in versions], **changes}
    )


def refused(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        read_model(Tariff, "tariff.toml", text)
    assert all(problem.text("zh") for problem in caught.value.problems)
    return [(problem.key, problem.where) for problem in caught.value.problems]


VERSION = (
    "[[versions]]\neffective_from = {}\nenergy_price_yuan_per_mwh = 1.0\nfeed_in_price_yuan_per_mwh = 1.0\n"
)
BEGIN = VERSION.format("2025-01-01")


def test_version_of_a_date() -> None:
    dates = (dt.date(2025, 1, 1), dt.date(2026, 3, 1))
    known = tariff(
        {"effective_from": dates[1], "effective_until": dt.date(2026, 12, 31)}, {"effective_from": dates[0]}
    )
    assert known.version(dt.date(2026, 2, 28)).effective_from == dates[0]
    assert known.version(dt.date(2026, 3, 1)).effective_from == dates[1]
    assert known.version(dt.date(2026, 12, 31)).effective_from == dates[1]
    for date in (dt.date(2024, 12, 31), dt.date(2027, 1, 1)):
        with pytest.raises(Refused) as caught:
            known.version(date)
        assert [problem.key for problem in caught.value.problems] == ["tariff-no-version"]
        assert str(date) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "key", "where"),
    [
        (BEGIN + BEGIN, "tariff-two-versions", "tariff.toml"),
        (
            BEGIN + "effective_until = 2026-06-30\n" + VERSION.format("2026-06-30"),
            "tariff-two-versions",
            "tariff.toml",
        ),
        (BEGIN + "effective_until = 2024-12-31\n", "tariff-until", "tariff.toml [versions[1]]"),
        (
            BEGIN + 'ratios = {peak=1.5, valley=0.5}\nperiods = [{kind="peak", hours=["16:00-22:00"]},'
            '{kind="valley", months=[3], hours=["21:00-02:00"]}]\n',
            "tariff-overlap",
            "tariff.toml [versions[1]]",
        ),
        (
            BEGIN + 'periods = [{kind="peak", hours=["16:00-22:00"]}]\n',
            "tariff-ratio",
            "tariff.toml [versions[1]]",
        ),
        (
            BEGIN + 'periods = [{kind="peek", hours=["16:00-22:00"]}]\n',
            "field-choice-near",
            "tariff.toml [versions[1].periods[1]] kind",
        ),
        (
            BEGIN + 'periods = [{kind="flat", months=[13], hours=["16:00-22:00"]}]\n',
            "field-limit",
            "tariff.toml [versions[1].periods[1]] months[1]",
        ),
        (VERSION.format('"soon"'), "field-type", "tariff.toml [versions[1]] effective_from"),
    ],
)
def test_what_a_tariff_must_not_say(text: str, key: str, where: str) -> None:
    place = where if where != "tariff.toml [versions[1]]" else "tariff.toml versions[1]"
    assert refused(f'name = "t"\n{text}') == [(key, place)]


def test_overlap_names_month_and_clock() -> None:
    text = (
        BEGIN + 'ratios = {peak=1.5, valley=0.5}\nperiods = [{kind="peak", hours=["16:00-22:00"]},'
        '{kind="valley", months=[3], hours=["21:00-02:00"]}]\n'
    )
    with pytest.raises(Refused, match="In month 3 at 21:00") as caught:
        read_model(Tariff, "tariff.toml", f'name = "t"\n{text}')
    assert "peak, valley" in str(caught.value)


def test_misspelt_holiday_is_refused() -> None:
    text = FILES["tariff.toml"] + (
        '\n[[versions.holidays]]\nkind = "valley"\nnames = ["Labor Day"]\nhours = ["12:00-14:00"]\n'
    )
    with pytest.raises(Refused) as caught:
        small_site(files={"tariff.toml": text})
    (problem,) = caught.value.problems
    assert (problem.key, problem.where) == ("tariff-holiday", "tariff.toml [versions[1]] holidays")
    assert "Labour Day" in problem.text("en")


def test_series_of_prices_may_be_negative_but_not_broken() -> None:
    rows = [f"{hour + 1:02d}:00,{-50.0 if hour == 12 else 300.0},200" for hour in range(24)]
    header = "label,import_price_yuan_per_mwh,export_price_yuan_per_mwh\n"
    text = FILES["tariff.toml"].replace("\n[[", '\nseries = "spot.csv"\n[[', 1)
    assert small_site(files={"tariff.toml": text, "spot.csv": header + "\n".join(rows)}).files["spot.csv"]
    with pytest.raises(Refused) as caught:
        small_site(files={"tariff.toml": text, "spot.csv": header + "\n".join(rows[:-1])})
    assert [(problem.key, problem.where) for problem in caught.value.problems] == [("table-rows", "spot.csv")]
    with pytest.raises(Refused) as caught:
        small_site(files={"tariff.toml": text})
    assert [(p.key, p.where) for p in caught.value.problems] == [("file-missing", "tariff.toml series")]


@given(st.integers(1, 12), st.sampled_from([15, 30]))
def test_every_step_has_one_price_of_the_five(month: int, minutes: int) -> None:
    site = load("ruichang")
    day = dt.date(2026, month, 12)
    version = site.tariff_of("tie").version(day)
    prices = version.import_price(day_steps(day, "Asia/Shanghai", minutes), "CN")
    assert set(np.round(prices, 9)) <= set(PRICES.values())
    assert prices.mean() == pytest.approx(version.import_price(site.steps(day), "CN").mean())
