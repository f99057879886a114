"""Joint scenarios of a day: from past errors, from the members of a weather ensemble, else by assumption.

=====================================  ==========================================================================
asset                                  its scenarios
=====================================  ==========================================================================
weather drives it, ensemble given      the members' weather through the site's physics, each member one scenario;
                                       with a history: its quantiles in the ranks of the members (ensemble copula
                                       coupling, Schefzik et al. 2013, doi:10.1214/13-STS443)
a history, no ensemble                 its quantiles, with the dependence of the past errors
neither                                the assumed spread about its forecast (``forecasts/probability/
                                       assumed_spread.toml``), which a note says
=====================================  ==========================================================================

All are drawn together, and a chosen few of them may be kept with probabilities. A seed gives the same ones again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array
from forecasts.registry import FORECASTERS
from runs.possible import most_mw, possible_mw
from runs.spread import Errors, joint_draws
from sites.problems import Problem, problem
from sites.site import Site

if TYPE_CHECKING:
    import xarray as xr

    from forecasts.probability.bands import Bands

__all__ = ["Joint", "Wanted", "joint_scenarios", "member_powers", "moved_by"]

DRAWN_PER_SCENARIO = 10
DRAWN_MOST = 2000
MOVES_MW = 1e-9


@dataclass(frozen=True)
class Wanted:
    """How many scenarios are wanted, and from what seed.

    Attributes
    ----------
    count
        How many are made.
    keep
        How many of them stay, with probabilities; all of them where None.
    """

    count: int
    keep: int | None = None
    seed: int = 0

    def numbers(self, members: int) -> tuple[int, int]:
        """Return how many are drawn and how many stay, with so many members (0: no ensemble)."""
        if self.keep is not None:
            return self.count, self.keep
        if members:
            return max(members, self.count), self.count
        return max(self.count, min(DRAWN_PER_SCENARIO * self.count, DRAWN_MOST)), self.count


@dataclass(frozen=True)
class Joint:
    """Scenarios.

    Attributes
    ----------
    power_mw
        Shape (scenario, time, asset).
    probability
        Shape (scenario,), sums to 1.
    """

    power_mw: Array
    probability: Array
    notes: list[Problem]


def member_powers(site: Site, members: xr.Dataset, base: xr.Dataset) -> Array:
    """Return the power of each member of a weather ensemble [MW], shape (member, time, asset)."""
    import datetime as dt

    from forecasts.day_ahead import forecast_over

    steps = site.steps(dt.date.fromisoformat(str(base.attrs["date"])))
    each = [
        forecast_over(site, members.isel(member=place, drop=True), steps)["power_mw"].to_numpy()[0]
        for place in range(members.sizes["member"])
    ]
    return np.stack(each)


def moved_by(powers: Array, names: list[str]) -> list[str]:
    """Return the assets whose power differs between the members."""
    return [name for place, name in enumerate(names) if np.ptp(powers[:, :, place], axis=0).max() > MOVES_MW]


def joint_scenarios(
    site: Site,
    base: xr.Dataset,
    mean: Array,
    bands: Mapping[str, Bands],
    errors: Mapping[str, Errors],
    wanted: Wanted,
    members: Array | None = None,
) -> Joint:
    """Return joint scenarios of all assets of a forecast.

    Parameters
    ----------
    base
        The physical forecast.
    mean
        The forecast to plan with [MW], shape (time, asset).
    bands, errors
        Of the assets with a history.
    members
        Power by the members of an ensemble, as :func:`member_powers` gives it.
    """
    names = [str(each) for each in base["asset"].values]
    drawn, kept_count = wanted.numbers(0 if members is None else len(members))
    notes: list[Problem] = []
    moved = moved_by(members, names) if members is not None else []
    power = np.zeros((len(names), drawn, base.sizes["time"]))
    if members is not None and moved:
        picked = _picked(len(members), drawn, wanted.seed)
        for name in moved:
            place = names.index(name)
            power[place] = _of_members(
                members[:, :, place], picked, mean[:, place], bands.get(name), wanted.seed
            )
        notes += _member_notes(moved, len(members), drawn)
    still = [name for name in names if name not in moved]
    if still:
        own, assumed = _bands_of(site, base, mean, {name: bands.get(name) for name in still}, names)
        draws = joint_draws(own, errors, drawn, wanted.seed, [site.assets[name] for name in still], site)
        for place, name in enumerate(still):
            power[names.index(name)] = draws[place]
        if assumed:
            notes.append(problem("forecast-note-assumed-spread", assets=", ".join(assumed)))
    for place, name in enumerate(names):
        upper = None if name in bands else most_mw(site, base, name)
        at_most = None if upper is None else np.maximum(upper, mean[:, place])
        power[place] = possible_mw(site, base, name, power[place], at_most)
    few, probability = _few(power, kept_count, [name in moved for name in names])
    if kept_count < drawn and wanted.keep is not None:
        notes.append(problem("forecast-note-reduced", drawn=drawn, kept=kept_count))
    return Joint(few.transpose(1, 2, 0), probability, notes)


def _picked(members: int, drawn: int, seed: int) -> NDArray[np.int64]:
    """Return the member of each scenario: all in turn, in an order that the seed gives."""
    rng = np.random.default_rng(seed)
    rounds = [rng.permutation(members) for _ in range(-(-drawn // members))]
    return np.asarray(np.concatenate(rounds)[:drawn], dtype=np.int64)


def _of_members(
    members: Array, picked: NDArray[np.int64], mean: Array, bands: Bands | None, seed: int
) -> Array:
    """Return an asset's scenarios, shape (scenario, time): members about the forecast, or quantiles in their ranks."""
    chosen = members[picked]
    if bands is None:
        return np.asarray(chosen + (mean - members.mean(axis=0)), dtype=float)
    from forecasts.probability.scenarios import from_quantiles

    tie = np.broadcast_to(chosen.sum(axis=1, keepdims=True), chosen.shape)  # the richer day first
    chance = np.broadcast_to(np.random.default_rng(seed).random((len(chosen), 1)), chosen.shape)
    rank = np.lexsort((chance, tie, chosen), axis=0).argsort(axis=0)
    return from_quantiles((rank + 0.5) / len(chosen), bands)


def _member_notes(moved: list[str], members: int, drawn: int) -> list[Problem]:
    found = [problem("forecast-note-members", assets=", ".join(moved), count=members)]
    if drawn > members:
        found.append(problem("forecast-note-members-repeated", count=members, drawn=drawn))
    return found


def _bands_of(
    site: Site, base: xr.Dataset, mean: Array, known: Mapping[str, Bands | None], names: list[str]
) -> tuple[dict[str, Bands], list[str]]:
    """Return bands of all, by assumption where none are known, and the names of those."""
    from forecasts.probability.assumed import assumed_bands

    found: dict[str, Bands] = {}
    assumed: list[str] = []
    for name, own in known.items():
        if own is not None:
            found[name] = own
            continue
        assumed.append(name)
        values = mean[:, names.index(name)]
        kind = site.assets[name].type
        most = most_mw(site, base, name) if FORECASTERS[kind].is_bounded else None
        found[name] = assumed_bands(values, base["time"].to_numpy(), kind, most)
    return found, assumed


def _few(power: Array, count: int, is_whole: list[bool]) -> tuple[Array, Array]:
    """Return the few that stay, shape (asset, count, time), and their probabilities.

    Scenarios of members are kept as they are: one weather each. The others are moved to stand for all of theirs.
    """
    drawn = power.shape[1]
    if count >= drawn:
        return power, np.full(drawn, 1.0 / drawn)
    from forecasts.probability.reduction import restored
    from forecasts.probability.scenarios import chosen_few

    kept, probability = chosen_few(power, count)
    few = [
        each[kept] if whole else restored(each, kept, probability)
        for each, whole in zip(power, is_whole, strict=True)
    ]
    return np.stack(few), probability
