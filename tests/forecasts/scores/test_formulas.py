"""Formulas against figures worked out by hand, and against the definition of a calibrated forecast."""

from __future__ import annotations

import math

import numpy as np
import pytest

from forecasts.scores.point import point_score, skill
from forecasts.scores.probability import ensemble_score, quantile_score, rank_shares
from forecasts.scores.regions import REGIONS, assess, region_of
from sites.problems import Refused

NAN = math.nan


def test_point_scores_by_hand() -> None:
    found = point_score(np.array([10.0, 20.0, NAN, 40.0]), np.array([12.0, 14.0, 5.0, 10.0]), 100.0)
    assert found.points == 3
    assert found.missing == 0
    assert found.rmse_frac == pytest.approx(math.sqrt((0.02**2 + 0.06**2 + 0.30**2) / 3))
    assert found.accuracy_frac == pytest.approx(1 - found.rmse_frac)
    assert found.mae_frac == pytest.approx(0.38 / 3)
    assert found.bias_frac == pytest.approx((0.02 - 0.06 - 0.30) / 3)
    assert found.qualified_frac == pytest.approx(2 / 3)


def test_an_error_of_a_quarter_is_not_qualified() -> None:
    assert point_score(np.array([0.0]), np.array([25.0]), 100.0).qualified_frac == 0.0


def test_a_forecast_without_figures_is_counted_as_missing() -> None:
    found = point_score(np.array([1.0, 2.0]), np.array([NAN, NAN]), 1.0)
    assert (found.points, found.missing) == (0, 2)
    assert math.isnan(found.rmse_frac)


def test_skill_takes_the_points_that_both_have() -> None:
    measured = np.array([0.0, 0.0, 0.0])
    assert skill(measured, np.array([1.0, 1.0, 9.0]), np.array([2.0, 2.0, NAN])) == pytest.approx(0.5)
    assert math.isnan(skill(measured, measured, measured))


def test_pinball_and_crps_by_hand() -> None:
    found = quantile_score(np.array([5.0]), np.array([[2.0, 4.0, 9.0]]), np.array([0.1, 0.5, 0.9]), 10.0)
    assert found is not None
    assert found.pinball_mw == pytest.approx((0.1 * 3, 0.5 * 1, 0.1 * 4))
    assert found.crps_mw == pytest.approx(2 * (0.3 + 0.5 + 0.4) / 3)
    assert found.coverage_80_frac == 1.0
    assert found.width_80_frac == pytest.approx(0.7)
    assert found.reliability_frac == (0.0, 0.0, 1.0)
    assert found.rank_share == (0.0, 0.0, 1.0, 0.0)
    assert found.rank_expected == pytest.approx((0.1, 0.4, 0.4, 0.1))


def test_crps_of_scenarios_minds_their_probabilities() -> None:
    members = np.array([[0.0, 4.0]])
    even = ensemble_score(np.array([0.0]), members, np.array([0.5, 0.5]), 10.0)
    sure = ensemble_score(np.array([0.0]), members, np.array([0.75, 0.25]), 10.0)
    assert even is not None
    assert sure is not None
    assert even.crps_mw == pytest.approx(2.0 - 0.5 * 4 * 0.5)  # E|X| - E|X - X'| / 2
    assert sure.crps_mw == pytest.approx(1.0 - 0.5 * 4 * 2 * 0.75 * 0.25)


def test_ties_are_shared_among_ranks() -> None:
    shares = rank_shares(np.array([0.0]), np.array([[0.0, 0.0, 1.0]]))
    assert shares == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0.0])


def test_a_calibrated_forecast_is_seen_to_be_one() -> None:
    rng = np.random.default_rng(1)
    levels = np.round(np.arange(0.05, 0.96, 0.05), 2)
    measured = rng.uniform(0, 1, 20_000)
    quantiles = np.tile(levels, (20_000, 1))
    found = quantile_score(measured, quantiles, levels, 1.0)
    assert found is not None
    assert found.coverage_80_frac == pytest.approx(0.8, abs=0.01)
    assert found.reliability_frac == pytest.approx(levels, abs=0.015)
    assert found.rank_share == pytest.approx(found.rank_expected, abs=0.01)
    wide = quantile_score(measured * 0.5 + 0.25, quantiles, levels, 1.0)
    assert wide is not None
    assert wide.coverage_80_frac > 0.95


def test_points_without_spread_are_left_out_and_counted() -> None:
    found = quantile_score(
        np.zeros(3), np.array([[0.0, 0.0], [0.0, 0.0], [0.0, 1.0]]), np.array([0.1, 0.9]), 1.0
    )
    assert found is not None
    assert (found.points, found.flat) == (1, 2)
    assert quantile_score(np.zeros(1), np.zeros((1, 2)), np.array([0.1, 0.9]), 1.0) is None


def test_central_china_assesses_each_day_by_hand() -> None:
    days = np.array(["2022-01-01"] * 2 + ["2022-01-02"] * 2, dtype="datetime64[D]")
    measured, forecast = np.array([0.0, 0.0, 0.0, NAN]), np.array([30.0, 30.0, 10.0, 90.0])
    region = region_of("central-china")
    assert region.is_second_hand
    wind, pv = region.rule("wind"), region.rule("pv")
    assert wind is not None
    assert pv is not None
    found = assess(wind, measured, forecast, 100.0, days)
    assert (found.days, found.days_over) == (2, 1)
    assert found.energy_mwh == pytest.approx((0.30 - 0.20) * 100 * 1.0)
    assert assess(pv, measured, forecast, 100.0, days).energy_mwh == pytest.approx((0.30 - 0.15) * 100 * 1.5)
    assert region.rule("load") is None


def test_a_region_comes_by_name() -> None:
    assert "central-china" in REGIONS
    with pytest.raises(Refused, match="central-china"):
        region_of("nowhere")


def test_a_region_of_ones_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("rules") / "own.toml"
    text = 'title = "Own"\ntitle_zh = "自定"\nsource = "contract"\nis_second_hand = false\n'
    text += "effective_from = 2026-01-01\n"
    path.write_text(text + '[wind]\nerror = "mae"\nfree_frac = 0.1\nhours = 2\n', encoding="utf-8")
    assert region_of(str(path)).called("zh") == "自定"
    path.write_text(text + '[wind]\nerror = "median"\nfree_frac = 0.1\nhours = 2\n', encoding="utf-8")
    with pytest.raises(Refused, match="error"):
        region_of(str(path))


def test_steps_with_fewer_scenarios_are_scored_with_those_that_they_have() -> None:
    rng = np.random.default_rng(4)
    measured, members = rng.normal(5, 1, 40), rng.normal(5, 1, (40, 6))
    wide = np.concatenate([members, np.full((40, 4), np.nan)], axis=1)
    even = np.full(6, 1 / 6)
    plain = ensemble_score(measured, members, even, 10.0)
    padded = ensemble_score(measured, wide, np.concatenate([even, np.full(4, np.nan)]), 10.0)
    assert plain is not None
    assert padded is not None
    assert padded.crps_mw == pytest.approx(plain.crps_mw)
    assert padded.coverage_80_frac == plain.coverage_80_frac
    assert padded.rank_share == pytest.approx(plain.rank_share)


def test_scenarios_that_are_not_equally_likely_have_no_ranks() -> None:
    members = np.array([[1.0, 2.0, 4.0]])
    found = ensemble_score(np.array([3.0]), members, np.array([0.5, 0.3, 0.2]), 10.0)
    assert found is not None
    assert found.rank_share == ()
    assert np.isfinite(found.crps_mw)
