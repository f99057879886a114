"""One day to be solved: the site, its state, the day's facts and the forecast as plain arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from dispatch.assets import BEHAVIOURS
from dispatch.inputs import Inputs
from dispatch.network.crossing import never_exporting
from dispatch.network.settled import full_steps, linearised
from dispatch.network.tangents import Linearisation
from dispatch.options import Options
from dispatch.reference import ReferenceDay, reference_day
from dispatch.windows import Array, prices
from sites.day import DayFacts
from sites.problems import Problem, Refused, problem
from sites.site import Site
from sites.state import State
from sites.time import Steps

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Case", "case_of"]


@dataclass(frozen=True, kw_only=True)
class Case(Inputs):
    """Everything the model of a day is built from.

    Attributes
    ----------
    reference : ReferenceDay
        The reference day.
    is_elastic : bool
        Whether hard limits may be broken at a price (only after no plan was found that keeps them all).
    exclusive : mapping of str to set of int
        Steps in which an asset has a binary that keeps it from doing two things at once.
    late_surplus : mapping of str to set of int
        Steps of an area outside S in which a plan was seen to give energy back beside a surplus of its own: it had
        moved flexible load away.
    one_way : mapping of str to set of int
        Steps in which the stores of an area were seen to pass energy to each other beside a surplus.
    network : Linearisation or None
        About which flows the network is linear, and which of its limits were tightened; None without branches.
    never_exporting : frozenset of int
        Steps in which behind the branches no more can be fed in than is taken (`dispatch.network.crossing`).
    known : mapping of str to (float, float)
        Value and gap of each stage as it was solved before what is set right now (losses, a limit): the integers of
        ``start`` then stay, and gaps are told against the bounds found before.
    start : mapping of str to float
        Integers of a plan that was found for nearly the same case, by their variables' names: a solver begins there.
    """

    options: Options
    reference: ReferenceDay
    is_elastic: bool = False
    exclusive: Mapping[str, frozenset[int]] = field(default_factory=dict)
    late_surplus: Mapping[str, frozenset[int]] = field(default_factory=dict)
    one_way: Mapping[str, frozenset[int]] = field(default_factory=dict)
    network: Linearisation | None = None
    never_exporting: frozenset[int] = frozenset()
    start: Mapping[str, float] = field(default_factory=dict)
    known: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def surplus_on(self, area: str) -> NDArray[np.bool_]:
        """Steps of an area whose burnt energy counts against absorption, shape (count,): S and what a look found."""
        late = np.isin(np.arange(self.steps.count), list(self.late_surplus.get(area, ())))
        return self.reference.is_surplus_on[area] | late

    def one_way_steps(self, area: str) -> frozenset[int]:
        """Steps in which the electric stores of an area all charge or all discharge."""
        if self.options.is_lazily_exclusive:
            return self.one_way.get(area, frozenset())
        return frozenset(np.flatnonzero(self.surplus_on(area)).tolist())

    @property
    def tempting(self) -> frozenset[int]:
        """Steps in which prices reward doing two things at once: one is negative, or feed-in is above import.

        Feed-in does not where nothing can be fed in; an elastic day may cut load and feed in what it took.
        """
        found: set[int] = set()
        for tie, price in self.import_price.items():
            feed_in = self.export_price[tie]
            found |= set(np.flatnonzero((price < 0) | (feed_in < 0) | (feed_in > price)).tolist())
        return frozenset(found if self.is_elastic else found - self.never_exporting)

    def exclusive_steps(self, asset: str) -> frozenset[int]:
        """Steps in which an asset needs its exclusivity binary."""
        if not self.options.is_lazily_exclusive:
            return frozenset(range(self.steps.count))
        return self.tempting | self.exclusive.get(asset, frozenset())

    def with_looks(
        self,
        exclusive: Mapping[str, frozenset[int]],
        late_surplus: Mapping[str, frozenset[int]],
        one_way: Mapping[str, frozenset[int]],
    ) -> Self:
        """The same case with what a look at its plan has found."""
        return replace(
            self,
            exclusive=_merged(self.exclusive, exclusive),
            late_surplus=_merged(self.late_surplus, late_surplus),
            one_way=_merged(self.one_way, one_way),
        )

    def elastic(self) -> Self:
        """The same case with limits that may be broken."""
        return replace(self, is_elastic=True)


def _merged(
    old: Mapping[str, frozenset[int]], new: Mapping[str, frozenset[int]]
) -> dict[str, frozenset[int]]:
    return {name: old.get(name, frozenset()) | new.get(name, frozenset()) for name in {*old, *new}}


def case_of(
    site: Site,
    forecast: xr.Dataset,
    *,
    state: State,
    day: DayFacts | None = None,
    options: Options | None = None,
) -> Case:
    """Gather a day from the site, the forecast and the day's facts.

    Parameters
    ----------
    forecast : xarray.Dataset
        ``power_mw(scenario, time, asset)`` of one scenario, or with ``mean_mw(time, asset)`` beside several.

    Raises
    ------
    sites.Refused
        Where the forecast lacks an asset, has other steps than a local day, or holds what is no number.
    """
    facts = day or DayFacts()
    steps = _steps_of(site, forecast)
    given = _forecast_mw(site, forecast, steps)
    limited = {name: facts.limited_mw(name, steps, values) for name, values in given.items()}
    available = {name: values for name, values in limited.items() if site.assets[name].role == "renewable"}
    demand = {name: values for name, values in limited.items() if name not in available}
    imports = {n: facts.import_mw_max(n, steps, site.assets[n].import_mw_max) for n in site.of_role("tie")}  # type: ignore[attr-defined]  # by its role
    exports = {n: facts.export_mw_max(n, steps, site.assets[n].export_limit_mw) for n in site.of_role("tie")}  # type: ignore[attr-defined]  # by its role
    tariff = {name: prices(site, name, steps) for name in site.of_role("tie")}
    inputs = Inputs(
        site=site,
        steps=steps,
        state=state,
        day=facts,
        available_mw=available,
        demand_mw=demand,
        import_limit_mw=imports,
        export_limit_mw=exports,
        import_price={name: pair[0] for name, pair in tariff.items()},
        export_price={name: pair[1] for name, pair in tariff.items()},
        temp_air=_temp_air(forecast),
    )
    own = {name: BEHAVIOURS[asset.type].preferred(asset, inputs) for name, asset in site.assets.items()}
    known = {each.name: getattr(inputs, each.name) for each in fields(Inputs)}
    case = Case(**known, options=options or Options(), reference=reference_day(inputs, own))
    case = replace(case, late_surplus=full_steps(case))
    return replace(case, network=linearised(case), never_exporting=never_exporting(case))


def _forecast_mw(site: Site, forecast: xr.Dataset, steps: Steps) -> dict[str, Array]:
    """Forecast power of each renewable and of each load with a demand, MW; every problem is collected."""
    known = [str(name) for name in forecast["asset"].values]
    power = _to_plan_with(forecast)
    found: list[Problem] = []
    result: dict[str, Array] = {}
    for name, asset in site.assets.items():
        if asset.role != "renewable" and getattr(asset, "demand", None) is None:
            continue
        if name not in known:
            found.append(problem("forecast-asset-missing", name, known=", ".join(known)))
            continue
        result[name] = power[:, known.index(name)]
        wrong = np.flatnonzero(~np.isfinite(result[name]) | (result[name] < 0))
        if wrong.size:
            place = int(wrong[0])
            where = f"{name} {steps.labels[place]}"
            found.append(problem("forecast-value", where, found=float(result[name][place])))
    if found:
        raise Refused(found)
    return result


def _temp_air(forecast: xr.Dataset) -> Array | None:
    """Outdoor temperature of a forecast, degC; None where it has none."""
    if "temp_air" not in forecast:
        return None
    return np.asarray(forecast["temp_air"].values, dtype=float)


def _to_plan_with(forecast: xr.Dataset) -> Array:
    """The one forecast that a day is planned with, MW, shape (count, assets): its mean, or its only scenario."""
    if "mean_mw" in forecast:
        return np.asarray(forecast["mean_mw"].transpose("time", "asset").values, dtype=float)
    count = forecast.sizes["scenario"]
    if count != 1:
        raise Refused([problem("forecast-scenarios", "scenario", found=count)])
    return np.asarray(forecast["power_mw"].isel(scenario=0).transpose("time", "asset").values, dtype=float)


def _steps_of(site: Site, forecast: xr.Dataset) -> Steps:
    times = np.asarray(forecast["time"].values, dtype="datetime64[ns]")
    first = times[0].astype("datetime64[s]").astype(dt.datetime).replace(tzinfo=dt.UTC)
    steps = site.steps(first.astimezone(site.place.zone).date())
    if not np.array_equal(times, steps.times):
        wanted = f"{steps.local_dates[0]}, {steps.count} x {steps.step_minutes} min"
        raise Refused(
            [problem("forecast-steps", "time", found=len(times), begin=str(times[0]), wanted=wanted)]
        )
    return steps
