"""States and days given by a user: everything wrong is named, all at once."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from runs.inputs import read_day, read_state
from runs.prepare import Order, issue_time_of, prepare
from sites.problems import Refused
from tests.builders import small_site
from tests.runs.conftest import DAY, NOW

GOOD = {"site": "small", "date": str(DAY), "origin": "measured", "levels_mwh": {"battery": 3.0}}


def refusals(path: Path, content: str | bytes | None) -> list[str]:
    """Return why a state is refused."""
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(Refused) as refused:
        read_state(path, small_site(), DAY)
    return [each.text() for each in refused.value.problems]


def test_a_state_says_which_file_it_comes_from(tmp_path: Path) -> None:
    path = tmp_path / "evening.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8-sig")
    state = read_state(path, small_site(), DAY)
    assert (state.origin, state.origin_id, state.levels_mwh) == ("file", "evening.json", {"battery": 3.0})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "state.json"),
        (b"\xff", "UTF-8"),
        ("{", "state.json:1"),
        ("[]", "list"),
        (json.dumps(GOOD | {"level_mwh": {}}), "levels_mwh"),
        (json.dumps(GOOD | {"levels_mwh": {"battery": -1.0}}), "battery"),
        (json.dumps(GOOD | {"levels_mwh": {"battery": 4.5}}), "4.5"),
        (json.dumps(GOOD | {"levels_mwh": {"batery": 1.0}}), "batery"),
        (json.dumps(GOOD | {"date": "2026-07-14"}), "2026-07-14"),
        (json.dumps(GOOD | {"site": "other"}), "other"),
    ],
)
def test_a_state_that_cannot_be_used(tmp_path: Path, content: str | bytes | None, said: str) -> None:
    found = refusals(tmp_path / "state.json", content)
    assert len(found) == 1
    assert said in found[0]


def test_several_problems_of_a_state_come_together(tmp_path: Path) -> None:
    wrong = GOOD | {"date": "2026-07-14", "site": "other", "levels_mwh": {"battery": 9.0}}
    assert len(refusals(tmp_path / "state.json", json.dumps(wrong))) == 3


def test_no_day_file_is_an_ordinary_day() -> None:
    facts, text = read_day(None, small_site(), DAY)
    assert (facts.outages, text) == ((), "")


def test_a_day_that_does_not_fit_the_site(tmp_path: Path) -> None:
    path = tmp_path / "day.toml"
    path.write_text('[[outages]]\nasset = "boiler"\nhours = "08:00-12:00"\n', encoding="utf-8")
    with pytest.raises(Refused, match="boiler"):
        read_day(path, small_site(), DAY)


def test_problems_of_all_inputs_come_together(tmp_path: Path, site_folder: Path) -> None:
    (tmp_path / "state.json").write_text(json.dumps(GOOD | {"site": "other"}), encoding="utf-8")
    (tmp_path / "day.toml").write_text(
        '[[outages]]\nasset = "boiler"\nhours = "08:00-12:00"\n', encoding="utf-8"
    )
    order = Order(
        site=str(site_folder),
        date=DAY,
        state=tmp_path / "state.json",
        day=tmp_path / "day.toml",
        weather=tmp_path / "nothing.epw",
    )
    with pytest.raises(Refused) as refused:
        prepare(order, now=NOW)
    assert [each.where.split(" ")[0].rpartition("/")[2] for each in refused.value.problems] == [
        "state.json",
        "day.toml",
        "nothing.epw",
    ]


def test_tomorrow_is_the_sites_own(site_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    evening = dt.datetime(2026, 7, 14, 17, 0, tzinfo=dt.UTC)  # 01:00 of the 15th at the site
    assert prepare(Order(site=str(site_folder)), now=evening).date == dt.date(2026, 7, 16)
    noon = dt.datetime(2026, 7, 14, 12, 0, tzinfo=dt.UTC)
    assert prepare(Order(site=str(site_folder)), now=noon).date == dt.date(2026, 7, 15)


@pytest.mark.parametrize(
    ("date", "issued", "is_assumed"),
    [
        (dt.date(2026, 7, 15), NOW, False),
        (dt.date(2026, 7, 14), NOW, False),
        (dt.date(2026, 7, 21), NOW, False),
        (dt.date(2026, 7, 13), dt.datetime(2026, 7, 12, 4, 0, tzinfo=dt.UTC), True),
        (dt.date(2026, 7, 22), dt.datetime(2026, 7, 21, 4, 0, tzinfo=dt.UTC), True),
    ],
)
def test_when_a_forecast_counts_as_issued(date: dt.date, issued: dt.datetime, *, is_assumed: bool) -> None:
    assert issue_time_of(small_site(), date, NOW) == (issued, is_assumed)


def test_an_unknown_asset_is_named_beside_a_bad_field(tmp_path: Path) -> None:
    path = tmp_path / "day.toml"
    path.write_text(
        '[[outages]]\nasset = "rof"\nhours = "8-12"\n[[grid_limits]]\nasset = "works"\nhours = "08:00-09:00"\n'
        "import_mw_max = 1.0\n",
        encoding="utf-8",
    )
    with pytest.raises(Refused) as refused:
        read_day(path, small_site(), DAY)
    keys = [each.key for each in refused.value.problems]
    assert keys == ["site-clock-span", "day-asset", "day-not-tie"]
