"""The table of twelve days in both READMEs says what the software computes, and shows what it is there to show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from dispatch import Options, Schedule, schedule
from dispatch.audit import audit
from forecasts import forecast, typical_weather
from sites import DayFacts, load
from sites.state import assumed_state
from tests.runs.readme import ENGLISH, READMES, table_below

if TYPE_CHECKING:
    import xarray as xr

COLUMNS = (
    "available",
    "curtailed_reference",
    "curtailed_idle",
    "curtailed",
    "cycles",
    "peak",
    "share",
    "price",
)
DECIMALS = {"available": 0, "cycles": 1, "peak": 1, "share": 2, "price": -2}
"""Digits behind the point of each column, 1 where not named."""
CYCLES_WITHIN = 0.05
"""Cycles are free within the gap of the cost; prices are too, by the gap itself."""
OPTIONS = Options(has_capability=False)
IDLE = DayFacts.model_validate(
    {"pins": [{"asset": "battery", "hours": "00:00-24:00", "is_on": False, "reason": "to compare"}]}
)
SHOWN = {
    "storage": ("only the battery prevents curtailment", "仅靠储能避免弃电"),
    "surplus": ("more surplus than can be taken", "盈余无法全部消纳"),
    "arbitrage": ("arbitrage without surplus", "无盈余时的峰谷套利"),
    "binding": ("5 % binding", "5 % 起约束作用"),
    "missed": ("5 % missed", "5 % 未达到"),
}
"""What a day can show, in the words of the READMEs."""
FAST = ("2026-01-16", "2026-02-24")


@dataclass(frozen=True)
class Computed:
    """A day as it is scheduled, and with the battery idle."""

    figures: dict[str, float]
    shows: frozenset[str]
    gap_yuan: float


@cache
def rows(place: int = ENGLISH) -> dict[str, list[str]]:
    """Return the cells of the table in a README by day."""
    found = table_below(READMES[place], "2026-01-16")
    return {cells[0]: cells[1:] for cells in found}


def days() -> list[Any]:
    """Return the days of the table; all but two are slow."""
    return [pytest.param(day, marks=() if day in FAST else pytest.mark.slow) for day in rows()]


def planned(powers: xr.Dataset, date: dt.date, day: DayFacts) -> Schedule:
    """Schedule a day, and have it audited."""
    site = load("ruichang")
    state = assumed_state(site, date)
    plan = schedule(site, powers, state=state, day=day, options=OPTIONS)
    assert plan.status == "optimal"
    assert audit(site, state, day, powers, plan.data, plan.events) == []
    return plan


def computed(date: dt.date) -> Computed:
    """Compute a row of the table."""
    site = load("ruichang")
    weather = typical_weather(site, date, seed=0)
    issued = dt.datetime.combine(date - dt.timedelta(days=1), dt.time(12), tzinfo=site.place.zone)
    powers = forecast(site, weather, date, issue_time=issued.astimezone(dt.UTC))
    plan, idle = planned(powers, date, DayFacts()), planned(powers, date, IDLE)
    kpis, data = plan.kpis, plan.data
    sources = data["asset_role"] == "renewable"
    refused = (data["available_mw"] - data["reference_injection_mw"]).where(sources)
    price = next(stage["price_yuan"] for stage in plan.stages if stage["name"] == "shaving")
    figures = {
        "available": kpis["available_mwh"],
        "curtailed_reference": float(refused.sum()) * site.step_minutes / 60,
        "curtailed_idle": idle.kpis["curtailed_mwh"],
        "curtailed": kpis["curtailed_mwh"],
        "cycles": kpis["equivalent_full_cycles"]["battery"],
        "peak": kpis["reference_peak_mw"],
        "share": 100 * kpis["shaving_frac"],
        "price": price,
    }
    gap_yuan = OPTIONS.gap_rel * kpis["cost_yuan"]
    saved = idle.kpis["cost_yuan"] - kpis["cost_yuan"]
    is_met = bool(kpis["is_shaving_met"])
    facts = {
        "storage": figures["curtailed"] < 0.05 <= figures["curtailed_idle"],
        "surplus": figures["curtailed"] >= 0.05,
        "arbitrage": not np.any(data["is_surplus"]) and figures["cycles"] > 1 and saved > gap_yuan,
        "binding": is_met and figures["share"] < 5.01 and price > gap_yuan,
        "missed": not is_met,
    }
    return Computed(figures, frozenset(name for name, holds in facts.items() if holds), gap_yuan)


def shown(text: str, place: int = ENGLISH) -> frozenset[str]:
    """Return what the last cell of a row names."""
    return frozenset(name for name, words in SHOWN.items() if words[place] in text)


@pytest.mark.parametrize("day", days())
def test_a_row_says_what_is_computed(day: str) -> None:
    *printed, text = rows()[day]
    found = computed(dt.date.fromisoformat(day))
    for name, cell in zip(COLUMNS, printed, strict=True):
        slack = {"cycles": CYCLES_WITHIN, "price": found.gap_yuan}.get(name, 1e-3)
        half = 0.5 * 10.0 ** -DECIMALS.get(name, 1)
        number = float(cell.removesuffix("%").replace(",", ""))
        assert number == pytest.approx(found.figures[name], abs=half + slack), name
    assert shown(text) == found.shows


def test_the_days_show_every_tension() -> None:
    named = [shown(cells[-1]) for cells in rows().values()]
    assert len(named) == 12
    assert set(SHOWN) == set().union(*named)


def test_both_readmes_have_the_same_table() -> None:
    others = [rows(place) for place in range(len(READMES))]
    for day, cells in others[ENGLISH].items():
        for place, table in enumerate(others):
            assert table[day][:-1] == cells[:-1]
            assert shown(table[day][-1], place) == shown(cells[-1])
    assert all(list(table) == list(others[ENGLISH]) for table in others)
