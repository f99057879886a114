"""A score as a whole: counts, groups, references, and what is left out."""

from __future__ import annotations

import json

import numpy as np
import pytest
import xarray as xr

from forecasts.scores import region_of, score
from sites.problems import Refused
from tests.forecasts.scores.test_references import ZONE, series


def pairs(days: int = 70) -> xr.Dataset:
    """Return made-up pairs in MW of a plant of 50 MW: a forecast with an error of 3 MW, a vendor's of 6 MW."""
    rng = np.random.default_rng(7)
    times = series(days)["time"].to_numpy()
    measured = 25.0 + 15.0 * np.sin(np.arange(len(times)) / 96 * 2 * np.pi) + rng.normal(0, 5, len(times))
    forecast = measured + rng.normal(0, 3, len(times))
    levels = np.array([0.1, 0.5, 0.9])
    quantiles = forecast + np.array([-1.2816, 0.0, 1.2816])[:, None] * 3
    return xr.Dataset(
        {
            "measured_mw": ("time", measured),
            "forecast_mw": ("time", forecast),
            "vendor_mw": ("time", measured + rng.normal(0, 6, len(times))),
            "quantile_mw": (("level", "time"), quantiles),
        },
        coords={"time": times, "level": levels},
        attrs={"capacity_mw": 50.0, "time_zone": ZONE, "kind": "wind", "name": "made-up"},
    )


def test_all_forecasters_are_scored_side_by_side() -> None:
    found = score(pairs(), region=region_of("central-china"))
    assert list(found.lines) == ["forecast_mw", "vendor_mw", "persistence_mw", "climatology_mw", "mix_mw"]
    own, vendor = found.lines["forecast_mw"], found.lines["vendor_mw"]
    assert own.point.rmse_frac == pytest.approx(0.06, rel=0.03)
    assert own.rmse_ratio_vendor == pytest.approx(own.point.rmse_frac / vendor.point.rmse_frac)
    assert own.skill_frac["mix_mw"] > 0.3
    assert own.assessment is not None
    assert found.quantiles is not None
    assert found.quantiles.coverage_80_frac == pytest.approx(0.8, abs=0.02)
    assert (found.begin, found.end) == ("2022-03-01", "2022-05-09")


def test_groups_hold_every_point_once() -> None:
    found = score(pairs())
    for by, labels in {"month": 3, "hour": 24, "lead": 8}.items():
        rows = found.groups[by]
        assert len(rows) == labels
        assert sum(row.points for row in rows) == found.points
    assert found.groups["lead"][0].label == "15-18"


def test_curtailed_and_missing_points_are_left_out_and_counted() -> None:
    given = pairs()
    given["measured_mw"][:96] = np.nan
    is_curtailed = np.zeros(given.sizes["time"], dtype=bool)
    is_curtailed[50:200] = True
    given["measured_mw"][96:200] = 0.0
    given["is_curtailed"] = ("time", is_curtailed)
    found = score(given)
    assert (found.missing, found.curtailed) == (96, 104)
    assert found.points == found.steps - 200
    own = found.lines["forecast_mw"]
    assert own.rmse_with_curtailed_frac > own.point.rmse_frac * 1.2


def test_a_score_is_plain_data() -> None:
    told = json.loads(json.dumps(score(pairs(), region=region_of("central-china")).as_dict(), default=str))
    assert told["forecasters"]["forecast_mw"]["points"] == 70 * 96
    assert told["region"]["is_second_hand"] is True


def test_scenarios_are_scored_with_their_probabilities() -> None:
    given = pairs(20).drop_vars("quantile_mw")
    noise = np.random.default_rng(2).normal(0, 3, (10, given.sizes["time"]))
    given["scenario_mw"] = (("scenario", "time"), given["forecast_mw"].to_numpy() + noise)
    given["probability"] = ("scenario", np.full(10, 0.1))
    found = score(given)
    assert found.quantiles is None
    assert found.scenarios is not None
    assert len(found.scenarios.rank_share) == 11
    assert sum(found.scenarios.rank_share) == pytest.approx(1.0)


def test_nothing_to_score_is_refused() -> None:
    given = pairs(3)
    given["measured_mw"][:] = np.nan
    with pytest.raises(Refused, match="made-up"):
        score(given)
