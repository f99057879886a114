"""A day's facts and the state that it starts from: what they do, and what does not fit the site."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from sites.checks import day_problems
from sites.day import DayFacts
from sites.messages import say
from sites.problems import Problem, Refused
from sites.reading import read_model
from sites.state import State, assumed_state, state_notes, state_problems
from tests.builders import small_site

DAY = dt.date(2026, 7, 15)
TEXT = """
[[outages]]
asset = "roof"
hours = "08:00-12:00"
available_frac = 0.5
reason = "inspection"

[[outages]]
asset = "roof"
hours = "10:00-11:00"

[[derates]]
asset = "battery"
hours = "00:00-24:00"
power_mw_max = 1.0

[[grid_limits]]
asset = "tie"
hours = "16:00-22:00"
import_mw_max = 3.0

[[pins]]
asset = "plating"
hours = "10:00-12:00"
is_on = false

[[pins]]
asset = "battery"
hours = "23:00-01:00"
injection_mw = -0.5
"""


def facts(text: str = TEXT) -> DayFacts:
    return read_model(DayFacts, "day.toml", text)


def test_facts_over_the_steps() -> None:
    site = small_site(step_minutes=60)
    steps, day = site.steps(DAY), facts()
    assert day_problems(site, day, "day.toml", DAY) == []
    share = day.available_frac("roof", steps)
    assert (share[7], share[8], share[10], share[11], share[12]) == (1.0, 0.5, 0.0, 0.5, 1.0)
    np.testing.assert_array_equal(day.limited_mw("battery", steps, 2.0), np.ones(24))
    np.testing.assert_allclose(day.limited_mw("roof", steps, 5.0), 5.0 * share)
    limit = day.import_mw_max("tie", steps, 20.0)
    assert (limit[15], limit[16], limit[21], limit[22]) == (20.0, 3.0, 3.0, 20.0)
    assert set(day.export_mw_max("tie", steps, 1.0)) == {1.0}
    pinned = day.pinned_mw("battery", steps)
    assert (pinned[23], pinned[0]) == (-0.5, -0.5)
    assert np.isnan(pinned[1:23]).all()
    assert list(np.flatnonzero(day.pinned_mw("plating", steps) == 0.0)) == [10, 11]
    assert ("roof", "08:00-12:00", "inspection") in day.reasons()


@pytest.mark.parametrize(
    ("text", "key", "where"),
    [
        ('[[pins]]\nasset="tie"\nhours="10:00-12:00"\n', "day-pin-form", "pins[1]"),
        ('[[pins]]\nasset="tie"\nhours="10:00-12:00"\nis_on=true\n', "day-pin-form", "pins[1]"),
        (
            '[[pins]]\nasset="tie"\nhours="10:00-12:00"\ninjection_mw=nan\n',
            "field-finite",
            "[pins[1]] injection_mw",
        ),
        ('[[grid_limits]]\nasset="tie"\nhours="10:00-12:00"\n', "day-grid-limit-empty", "grid_limits[1]"),
        ('[[outages]]\nasset="roof"\nhours="10-12"\n', "site-clock-span", "[outages[1]] hours"),
        (
            '[[outages]]\nasset="roof"\nhour="10:00-12:00"\nhours="10:00-12:00"\n',
            "field-unknown-near",
            "[outages[1]] hour",
        ),
        ('[[outage]]\nasset="roof"\nhours="10:00-12:00"\n', "field-unknown-near", "outage"),
    ],
)
def test_facts_that_cannot_be(text: str, key: str, where: str) -> None:
    with pytest.raises(Refused) as caught:
        facts(text)
    assert [(problem.key, problem.where) for problem in caught.value.problems] == [(key, f"day.toml {where}")]
    assert all(problem.text("zh") for problem in caught.value.problems)


def test_facts_that_do_not_fit_the_site() -> None:
    text = """
outages = [{ asset = "rof", hours = "08:05-12:00" }]
grid_limits = [{ asset = "roof", hours = "08:00-12:00", import_mw_max = 1.0 }]
pins = [
    { asset = "works", hours = "08:00-12:00", injection_mw = 2.0 },
    { asset = "roof", hours = "08:00-12:00", injection_mw = -2.0 },
    { asset = "battery", hours = "08:00-12:00", injection_mw = -2.0 },
]
"""
    found = day_problems(small_site(), facts(text), "day.toml", DAY)
    assert [(problem.key, problem.where) for problem in found] == [
        ("day-asset", "day.toml [outages[1]] asset"),
        ("site-clock-step", "day.toml [outages[1]] hours"),
        ("day-not-tie", "day.toml [grid_limits[1]] asset"),
        ("day-pin-sign", "day.toml [pins[1]] injection_mw"),
        ("day-pin-sign", "day.toml [pins[2]] injection_mw"),
    ]
    assert all(problem.text(language) for problem in found for language in ("en", "zh"))


def test_assumed_state() -> None:
    site = small_site()
    state = assumed_state(site, DAY)
    assert state.levels_mwh == {"battery": 2.0}
    assert state.origin == "assumption"
    assert state_problems(site, state, DAY) == []
    assert state.level_mwh(site, "battery") == 2.0


def test_state_survives_json() -> None:
    state = State(
        site="small",
        date=DAY,
        origin="issued_plan",
        origin_id="x",
        levels_mwh={"battery": 1.25},
        calls_used={"plating": 1},
    )
    assert State.model_validate_json(state.model_dump_json()) == state


def test_state_that_does_not_fit_the_site() -> None:
    state = State(
        site="other",
        date=DAY,
        origin="file",
        levels_mwh={"battery": 4.1, "batery": 1.0},
        billed_peak_mw={"ti": 1.0},
    )
    found = state_problems(small_site(), state, dt.date(2026, 7, 16))
    assert [(key, field) for key, field, _ in found] == [
        ("state-site", "site"),
        ("state-date", "date"),
        ("state-asset", "levels_mwh.batery"),
        ("state-asset", "billed_peak_mw.ti"),
        ("state-level", "levels_mwh.battery"),
    ]
    assert all(say(key, **args) for key, _, args in found)


@pytest.mark.parametrize(
    ("billed", "expected", "base"),
    [({}, {}, 5.0), ({"tie": 7.0}, {}, 7.0), ({"tie": 7.0}, {"tie": 8.0}, 8.0)],
)
def test_what_a_day_is_billed_above(
    billed: dict[str, float], expected: dict[str, float], base: float
) -> None:
    site = small_site()
    state = State(site="small", date=DAY, origin="file", billed_peak_mw=billed, expected_peak_mw=expected)
    assert state.billing_base_mw(site, "tie") == base
    assert state.billing_base_mw(site, "works") == 0.0


@pytest.mark.parametrize(
    ("field", "name", "value", "key"),
    [
        ("levels_mwh", "tie", 1.0, "state-kind"),
        ("calls_used", "works", 1, "state-kind"),
        ("billed_peak_mw", "battery", 1.0, "state-kind"),
        ("expected_peak_mw", "roof", 1.0, "state-kind"),
    ],
)
def test_a_state_of_the_wrong_kind_of_asset_is_refused(field: str, name: str, value: float, key: str) -> None:
    given = {"site": "small", "date": DAY, "origin": "file", field: {name: value}}
    ((found, at, args),) = state_problems(small_site(), State.model_validate(given), DAY)
    assert (found, at) == (key, f"{field}.{name}")
    assert Problem(found, at, args).text()


def test_a_kind_that_no_asset_of_the_site_has_is_refused() -> None:
    site = small_site(assets={"plating": None})
    given = {"site": "small", "date": DAY, "origin": "file", "calls_used": {"works": 1}}
    ((found, at, args),) = state_problems(site, State.model_validate(given), DAY)
    assert found == "state-kind-none"
    assert "works" in Problem(found, at, args).text()


@pytest.mark.parametrize(
    ("levels", "keys"),
    [
        ({}, ["state-note-level-absent"]),
        ({"battery": 0.1}, ["state-note-level-low"]),
        ({"battery": 3.9}, ["state-note-level-high"]),
        ({"battery": 0.4}, []),
        ({"battery": 0.4 - 1e-9}, []),
    ],
)
def test_odd_levels_are_noted(levels: dict[str, float], keys: list[str]) -> None:
    given = {"site": "small", "date": DAY, "origin": "file", "levels_mwh": levels}
    notes = state_notes(small_site(), State.model_validate(given))
    assert [note.key for note in notes] == keys
    assert all("battery" in note.text() for note in notes)


@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        ('"08:00-12:00"\ninjection_mw = -1.0', '"10:00-11:00"\nis_on = false', True),
        ('"08:00-12:00"\nis_on = false', '"10:00-11:00"\ninjection_mw = 0.0', False),
        ('"08:00-10:00"\ninjection_mw = -1.0', '"10:00-11:00"\nis_on = false', False),
    ],
)
def test_pins_that_contradict_are_refused(first: str, second: str, *, is_refused: bool) -> None:
    text = "".join(f'[[pins]]\nasset = "works"\nhours = {each}\n' for each in (first, second))
    found = day_problems(small_site(), read_model(DayFacts, "day.toml", text), "day.toml", DAY)
    assert [each.key for each in found] == (["day-pin-contradicts"] if is_refused else [])
    assert all(each.where == "day.toml [pins[2]] hours" and "pin 1" in each.text() for each in found)
