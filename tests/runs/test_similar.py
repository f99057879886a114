"""Days like a day, by construction: same weather is nearest, and each part of the distance says its share."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
import xarray as xr

from runs.similar import PARTS_OF_DAY, QUANTITIES, features, like
from tests.builders import small_site

WORKDAY, SUNDAY = dt.date(2026, 7, 15), dt.date(2026, 7, 12)


def day(
    date: str, *, is_workday: bool = True, site: str = "small", **levels: float | list[float]
) -> dict[str, Any]:
    """A record with flat profiles, or the given ones."""
    about: dict[str, Any] = {"is_workday": is_workday}
    for name in QUANTITIES:
        level = levels.get(name, 1.0)
        about[name] = level if isinstance(level, list) else [level] * PARTS_OF_DAY
    return {"id": f"id-{date}", "site": site, "date": date, "created": f"{date}T00:00:00Z", "features": about}


def test_the_same_day_is_at_zero_and_first() -> None:
    own = day("2026-07-09", load_mw=4.0)
    history = [day("2026-07-01", load_mw=7.0), day("2026-07-02", load_mw=4.0), day("2026-07-03", load_mw=5.0)]
    found = like(own, history)
    assert [each.record["date"] for each in found] == ["2026-07-02", "2026-07-03", "2026-07-01"]
    assert found[0].distance == 0.0
    assert found[2].distance > found[1].distance


def test_a_level_is_measured_in_spreads() -> None:
    own = day("2026-07-09", temp_air_c=10.0)
    history = [day("2026-07-01", temp_air_c=20.0), day("2026-07-02", temp_air_c=30.0)]
    spread = float(np.std([10.0, 20.0, 30.0]))
    found = like(own, history)
    assert found[0].parts["temp_air_c_level"] == pytest.approx(10.0 / spread)
    assert found[1].parts["temp_air_c_level"] == pytest.approx(20.0 / spread)
    assert found[0].distance == pytest.approx(10.0 / spread / 3.0)  # nine parts, one differs


def test_a_cloudy_morning_is_no_cloudy_afternoon() -> None:
    morning, afternoon = [0.0] * 12 + [2.0] * 12, [2.0] * 12 + [0.0] * 12
    own = day("2026-07-09", ghi_w_per_m2=morning)
    found = like(own, [day("2026-07-01", ghi_w_per_m2=afternoon), day("2026-07-02", ghi_w_per_m2=morning)])
    assert [each.record["date"] for each in found] == ["2026-07-02", "2026-07-01"]
    assert found[1].parts["ghi_w_per_m2_level"] == 0.0
    assert found[1].parts["ghi_w_per_m2_shape"] > 1.0


def test_rest_days_differ_from_workdays() -> None:
    own = day("2026-07-09")
    found = like(own, [day("2026-07-04", is_workday=False), day("2026-07-03")])
    assert [each.record["date"] for each in found] == ["2026-07-03", "2026-07-04"]
    assert found[1].distance == pytest.approx(1.0 / 3.0)


def test_only_other_days_of_the_same_site_with_features() -> None:
    own = day("2026-07-09")
    bare = {**day("2026-07-02"), "features": {}}
    found = like(own, [own, day("2026-07-01", site="other"), bare, day("2026-07-03")])
    assert [each.record["date"] for each in found] == ["2026-07-03"]
    assert like(bare, [own]) == []


def test_as_many_as_wanted() -> None:
    history = [day(f"2026-07-0{place}", load_mw=float(place)) for place in range(1, 8)]
    assert len(like(day("2026-07-09"), history, 3)) == 3


def test_a_quantity_that_a_day_lacks_is_left_out() -> None:
    own, other = day("2026-07-09", load_mw=3.0), day("2026-07-01", load_mw=5.0)
    del other["features"]["wind_speed_m_per_s"]
    (found,) = like(own, [other])
    assert "wind_speed_m_per_s_level" not in found.parts
    assert found.distance == pytest.approx(np.sqrt(2.0**2 / 7))
    assert found.as_dict()["parts"] == found.parts


@pytest.mark.parametrize(("date", "is_workday"), [(WORKDAY, True), (SUNDAY, False)])
@pytest.mark.parametrize("step_minutes", [15, 30, 60])
def test_features_of_a_forecast(date: dt.date, is_workday: bool, step_minutes: int) -> None:
    site = small_site(step_minutes=step_minutes)
    steps = site.steps(date)
    hour = steps.local_minutes / 60
    power = np.stack([np.full(steps.count, 9.0), hour, np.ones(steps.count)], axis=1)[None]
    weather = dict.fromkeys(("ghi", "temp_air", "wind_speed"), ("time", hour * 10))
    forecast = xr.Dataset(
        {"power_mw": (("scenario", "time", "asset"), power), **weather},
        coords={"time": steps.times, "asset": ["roof", "works", "plating"]},
        attrs={"date": str(date)},
    )
    found: Any = features(site, forecast)
    assert found["is_workday"] is is_workday
    within = (60 - step_minutes) / 60 / 2
    assert found["load_mw"] == pytest.approx([place + within + 1.0 for place in range(24)])
    assert found["ghi_w_per_m2"] == pytest.approx([(place + within) * 10 for place in range(24)])


def test_a_short_day_has_as_many_parts() -> None:
    site = small_site(place={"time_zone": "Europe/Athens", "country": "GR"})
    steps = site.steps(dt.date(2026, 3, 29))
    forecast = xr.Dataset(
        {
            "power_mw": (("scenario", "time", "asset"), np.full((1, steps.count, 1), 2.0)),
            **{name: ("time", np.full(steps.count, 3.0)) for name in ("ghi", "temp_air", "wind_speed")},
        },
        coords={"time": steps.times, "asset": ["works"]},
        attrs={"date": "2026-03-29"},
    )
    found: Any = features(site, forecast)
    assert steps.count == 92
    assert found["load_mw"] == pytest.approx([2.0] * PARTS_OF_DAY)
