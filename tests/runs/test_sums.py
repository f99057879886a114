"""Sums to date of a contract over days without a plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from runs.sums import last_sums
from sites.site import Site
from sites.state import State
from tests.builders import small_site

DAY = dt.date(2026, 7, 15)


def site() -> Site:
    budgets: list[dict[str, Any]] = [
        {"name": "year", "quantity": "import_mwh", "limit": 1000.0},
        {"name": "month", "quantity": "import_mwh", "period": "month", "limit": 100.0},
    ]
    return small_site(contract={"budgets": budgets})


SUMS = {
    "contract/year": 500.0,
    "contract/month": 30.0,
    "tie/month_mwh": 40.0,
    "tie/year_mwh": 400.0,
    "contract/old": 1.0,
}


@pytest.mark.parametrize(
    ("known", "kept"),
    [
        # plan of 10 July: all sums of the site's terms go on; what it does not know any more is left out
        (dt.date(2026, 7, 10), {"contract/year", "contract/month", "tie/month_mwh", "tie/year_mwh"}),
        (dt.date(2026, 3, 10), {"contract/year", "tie/year_mwh"}),  # another month
        (dt.date(2025, 12, 20), set()),  # another year
    ],
)
def test_sums_go_on_from_the_last_known_day(known: dt.date, kept: set[str]) -> None:
    def left_on(day: dt.date) -> State | None:
        if day != known:
            return None
        after = day + dt.timedelta(days=1)
        return State(site="small", date=after, origin="issued_plan", to_date=SUMS)

    sums, notes = last_sums(site(), DAY, left_on)
    assert set(sums) == kept
    assert sums == {key: SUMS[key] for key in kept}
    assert [note.args["date"] for note in notes] == ([str(known)] if kept else [])


def test_a_site_without_such_terms_does_not_search() -> None:
    def never(day: dt.date) -> State | None:
        raise AssertionError(day)

    assert last_sums(small_site(), DAY, never) == ({}, ())
