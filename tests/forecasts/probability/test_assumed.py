"""Assumed spread: within what is possible, skewed near its ends, and together as the file says."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import numpy as np
import pytest

from forecasts.probability.assumed import FINE_LEVELS, assumed_bands, assumed_dependence, assumed_kinds
from forecasts.probability.reduction import restored
from forecasts.probability.scenarios import chosen_few, draw_scenarios
from tests.forecasts.calibration.made_up import times_of

STEPS = 96
TIMES = times_of(1, 15)


def test_every_figure_says_that_it_is_assumed() -> None:
    text = files("forecasts.probability").joinpath("assumed_spread.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    assert data["effective_from"]
    assert all(each["assumption"] for each in (*data["kinds"].values(), *data["together"]))
    pairs = {frozenset(each["kinds"]) for each in data["together"]}
    assert pairs == {frozenset((one, other)) for one in data["kinds"] for other in data["kinds"]}


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_sources_stay_within_what_is_possible_and_keep_their_mean(share: float) -> None:
    most = np.full(STEPS, 40.0)
    bands = assumed_bands(share * most, TIMES, "wind", most)
    power = draw_scenarios({"farm": bands}, {}, 4000, seed=1, limits_mw={"farm": (0.0, 40.0)})[0]
    assert power.min() >= 0.0
    assert power.max() <= 40.0
    assert power.mean() == pytest.approx(share * 40.0, rel=0.05)
    kind = assumed_kinds()["wind"]
    std = max(kind.std_least_frac, 2.0 * kind.std_frac * np.sqrt(share * (1.0 - share)))
    assert power.std() == pytest.approx(std * 40.0, rel=0.08)
    tails = [float(np.quantile(power, each)) for each in (0.05, 0.5, 0.95)]
    if share != 0.5:  # towards the free side
        assert ((tails[2] - tails[1]) > (tails[1] - tails[0])) == (share < 0.5)


def test_nothing_possible_is_nothing_and_loads_stay_above_it() -> None:
    dark = assumed_bands(np.zeros(STEPS), TIMES, "pv", np.zeros(STEPS))
    assert not dark.quantile_mw.to_numpy().any()
    load = assumed_bands(np.full(STEPS, 10.0), TIMES, "interruptible_load", None)
    table = load.quantile_mw.transpose("time", "level").to_numpy()[0]
    assert table[0] > 0.0
    assert table[list(FINE_LEVELS).index(0.5)] == pytest.approx(10.0, rel=0.005)


def test_errors_remember_and_hang_together_as_assumed() -> None:
    dependence = assumed_dependence(["pv", "pv", "wind"], STEPS, 15)
    assert dependence.shape == (3 * STEPS, 3 * STEPS)
    assert np.allclose(dependence, dependence.T)
    assert dependence[0, 12] == pytest.approx(np.exp(-1.0))  # three hours
    assert dependence[0, STEPS] == pytest.approx(0.8)
    assert dependence[0, 2 * STEPS] < 0
    half = np.full(STEPS, 0.5)
    bands = {name: assumed_bands(half, TIMES, kind, half * 2) for name, kind in (("a", "pv"), ("b", "pv"))}
    drawn = draw_scenarios(bands, {}, 3000, seed=2, assumed=assumed_dependence(["pv", "pv"], STEPS, 15))
    assert np.corrcoef(drawn[0][:, 40], drawn[1][:, 40])[0, 1] == pytest.approx(0.8, abs=0.05)
    assert np.corrcoef(drawn[0][:, 40], drawn[0][:, 52])[0, 1] == pytest.approx(np.exp(-1.0), abs=0.06)


def test_known_and_assumed_go_together_in_one_draw() -> None:
    rng = np.random.default_rng(0)
    half = np.full(STEPS, 0.5)
    bands = {name: assumed_bands(half, TIMES, "pv", half * 2) for name in ("known", "assumed")}
    errors = {"known": np.cumsum(rng.standard_normal((100, STEPS)), axis=1)}
    dependence = assumed_dependence(["pv", "pv"], STEPS, 15)
    drawn = draw_scenarios(bands, errors, 2000, seed=2, assumed=dependence)
    assert np.corrcoef(drawn[0][:, 40], drawn[1][:, 40])[0, 1] > 0.4
    for each in drawn:  # the patched correlation leaves each as wide as it was
        assert each.std() == pytest.approx(0.25, rel=0.06)


def test_a_chosen_few_keep_mean_and_tails_of_all() -> None:
    most = np.full(STEPS, 40.0)
    bands = {"farm": assumed_bands(0.15 * most, TIMES, "wind", most)}
    drawn = draw_scenarios(bands, {}, 200, seed=3, assumed=assumed_dependence(["wind"], STEPS, 15))
    kept, probability = chosen_few(drawn, 20)
    few = restored(drawn[0], kept, probability)
    assert np.allclose(probability @ few, drawn[0].mean(axis=0))
    spread = np.sqrt(probability @ (few - probability @ few) ** 2)
    assert spread.mean() == pytest.approx(drawn[0].std(axis=0).mean(), rel=0.04)
    bare = drawn[0][kept]
    lost = np.sqrt(probability @ (bare - probability @ bare) ** 2)
    assert lost.mean() < 0.95 * spread.mean()  # what the moving is for
    order = np.argsort(bare[:, 40])
    assert (np.diff(few[order, 40]) >= -1e-9).all()
    # no mirrored pairs
    halves = probability[: len(probability) // 2], probability[len(probability) // 2 :]
    assert not np.allclose(*halves)
