"""Joint scenarios of several assets: each keeps its own shape in time, and all hang together as their errors did.

Quantiles say how far each step may go; the copula of past errors says what goes together; many scenarios are
drawn and a few of them chosen. The same seed gives the same scenarios.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array
from forecasts.probability.bands import Bands
from forecasts.probability.copula import copula_uniforms, schaake_uniforms
from forecasts.probability.reduction import reduce_scenarios, restored
from sites.problems import Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "aligned_errors",
    "chosen_few",
    "draw_scenarios",
    "from_quantiles",
    "make_scenarios",
    "with_scenarios",
]

DRAWN_PER_SCENARIO = 10
Method = Literal["copula", "schaake"]


def make_scenarios(
    bands_by_asset: Mapping[str, Bands],
    past_errors: Mapping[str, Array],
    count: int,
    seed: int,
    *,
    method: Method = "copula",
    drawn: int | None = None,
    limits_mw: Mapping[str, tuple[float, float]] | None = None,
    assumed: Array | None = None,
) -> xr.Dataset:
    """Return joint scenarios of a day.

    Parameters
    ----------
    bands_by_asset
        Forecast and quantiles of each asset over the same times.
    past_errors
        By asset: measured less forecast of past days, shape (day, step) with the same days in the same rows for all;
        NaN where missing. Any unit: only ranks count. An asset without errors varies on its own.
    count
        Scenarios that stay.
    seed
        Of all draws.
    method
        ``copula``, or ``schaake`` for the ranks of real days (as many whole days as are drawn).
    drawn
        Scenarios that the few are chosen from; by default ten times ``count``, for ``schaake`` ``count``.
    limits_mw
        Least and most power by asset; by default 0 to no limit.
    assumed
        Correlation where no errors are known, see :func:`forecasts.probability.copula.copula_uniforms`.

    Returns
    -------
    xarray.Dataset
        ``scenario_mw(asset, scenario, time)`` and ``probability(scenario)``, which sums to 1.

    Raises
    ------
    Refused
        ``scenarios-bands`` where an asset's quantiles are missing; ``scenarios-count``; ``scenarios-too-few-days``.
    """
    import xarray as xr

    _check(bands_by_asset, count)
    many = drawn or (count if method == "schaake" else DRAWN_PER_SCENARIO * count)
    power = draw_scenarios(
        bands_by_asset, past_errors, many, seed, method=method, limits_mw=limits_mw, assumed=assumed
    )
    kept, probability = chosen_few(power, count)
    few = np.stack([restored(each, kept, probability) for each in power]) if count < many else power[:, kept]
    names = list(bands_by_asset)
    return xr.Dataset(
        {
            "scenario_mw": (("asset", "scenario", "time"), few, {"units": "MW"}),
            "probability": ("scenario", probability),
        },
        coords={
            "asset": names,
            "scenario": np.arange(count),
            "time": bands_by_asset[names[0]].mean_mw["time"],
        },
        attrs={"seed": seed, "method": method, "drawn": many},
    )


def draw_scenarios(
    bands_by_asset: Mapping[str, Bands],
    past_errors: Mapping[str, Array],
    count: int,
    seed: int,
    *,
    method: Method = "copula",
    limits_mw: Mapping[str, tuple[float, float]] | None = None,
    assumed: Array | None = None,
) -> Array:
    """Return equally likely joint scenarios [MW], shape (asset, scenario, time); see :func:`make_scenarios`."""
    _check(bands_by_asset, count)
    names = list(bands_by_asset)
    steps = bands_by_asset[names[0]].mean_mw.sizes["time"]
    days = _days(past_errors)
    history = np.concatenate([_fitted(past_errors.get(name), steps, days) for name in names], axis=1)
    if method == "schaake":
        uniforms = schaake_uniforms(history, count, seed)
    else:
        uniforms = copula_uniforms(history, count, seed, np.repeat(np.arange(len(names)), steps), assumed)
    blocks = np.split(uniforms, len(names), axis=1)
    return np.stack(
        [
            from_quantiles(block, bands_by_asset[name], _limit(limits_mw, name))
            for name, block in zip(names, blocks, strict=True)
        ]
    )


def chosen_few(power: Array, count: int, probability: Array | None = None) -> tuple[NDArray[np.int64], Array]:
    """Return which of the scenarios stay, and their probabilities; each asset counts by its own spread.

    Parameters
    ----------
    power
        Shape (asset, scenario, time).
    """
    size = np.maximum(np.array([float(np.std(each)) for each in power]), 1e-9)
    joint = np.concatenate(list(power / size[:, None, None]), axis=1)
    return reduce_scenarios(joint, count, probability)


def aligned_errors(errors: Mapping[str, xr.DataArray]) -> dict[str, Array]:
    """Return past errors of several assets over the same days, as :func:`make_scenarios` takes them.

    Parameters
    ----------
    errors
        By asset, dimensions (day, step), as a model's ``past_errors_mw`` gives them; the steps of a day may differ.
    """
    if not errors:
        return {}
    days = np.unique(np.concatenate([each["day"].to_numpy() for each in errors.values()]))
    return {name: each.reindex(day=days).to_numpy().astype(float) for name, each in errors.items()}


def with_scenarios(forecast: xr.Dataset, scenarios: xr.Dataset, variables: Mapping[str, str]) -> xr.Dataset:
    """Return a forecast whose variables have scenarios, with ``probability(scenario)``.

    Parameters
    ----------
    forecast
        Over ``time``.
    scenarios
        As :func:`make_scenarios` gives them, over the same times.
    variables
        Asset of the scenarios -> variable of the forecast that they replace; other variables stay as they are.
    """
    changed = {
        variable: scenarios["scenario_mw"].sel(asset=asset, drop=True).assign_attrs(forecast[variable].attrs)
        for asset, variable in variables.items()
    }
    return forecast.assign(changed).assign(probability=scenarios["probability"])


def _check(bands_by_asset: Mapping[str, Bands], count: int) -> None:
    if count < 1 or not bands_by_asset:
        raise Refused(problem("scenarios-count", wanted=str(count), found=str(len(bands_by_asset))))
    without = [name for name, each in bands_by_asset.items() if not np.isfinite(each.quantile_mw).all()]
    if without:
        raise Refused([problem("scenarios-bands", asset=name) for name in without])


def _days(errors: Mapping[str, Array]) -> int:
    found = {len(each) for each in errors.values()}
    if len(found) > 1:
        raise Refused(problem("scenarios-errors", found=", ".join(str(each) for each in sorted(found))))
    return max(found, default=1)


def _fitted(errors: Array | None, steps: int, days: int) -> Array:
    """Return errors of shape (day, step); a day of 92 or 100 steps borrows those of the nearest steps."""
    if errors is None or not len(errors):
        return np.zeros((max(days, 1), steps))
    place = np.minimum((np.arange(steps) * errors.shape[1]) // steps, errors.shape[1] - 1)
    return np.asarray(errors[:, place], dtype=float)


def _limit(limits: Mapping[str, tuple[float, float]] | None, name: str) -> tuple[float, float]:
    return (limits or {}).get(name, (0.0, np.inf))


def from_quantiles(uniforms: Array, bands: Bands, limits: tuple[float, float] = (0.0, np.inf)) -> Array:
    """Return power [MW] at uniforms, shape (scenario, time); tails go on with the slope of the outer quantiles."""
    table = bands.quantile_mw.transpose("time", "level").sortby("level")
    levels = np.asarray(table["level"].to_numpy(), dtype=float)
    rising = np.maximum.accumulate(np.asarray(table.to_numpy(), dtype=float), axis=1)
    below = rising[:, :1] - (rising[:, 1:2] - rising[:, :1]) / (levels[1] - levels[0]) * levels[0]
    above = rising[:, -1:] + (rising[:, -1:] - rising[:, -2:-1]) / (levels[-1] - levels[-2]) * (
        1.0 - levels[-1]
    )
    whole = np.concatenate([below, rising, above], axis=1)
    marks = np.concatenate([[0.0], levels, [1.0]])
    place = np.clip(np.searchsorted(marks, uniforms, side="right") - 1, 0, len(marks) - 2)
    step = np.arange(whole.shape[0])[None, :]
    share = (uniforms - marks[place]) / (marks[place + 1] - marks[place])
    power = whole[step, place] * (1.0 - share) + whole[step, place + 1] * share
    return np.asarray(np.clip(power, *limits), dtype=float)
