r"""What a forecast was worth: the plan made from it, carried out on what really came, against perfect foresight.

For each day with an archived forecast, from one and the same state:

- **planned**: the day is scheduled with the archived forecast;
- **achieved**: that plan meets the measured power and load. Stores, tasks and batches do as planned, calls as far as
  the demand goes; sources give what really came, curtailed where the export limit demands it or the plan chose to;
  the tie takes the difference. What the tie cannot carry is counted as above its limit, what nothing feeds as unserved;
- **perfect**: the day is scheduled with what was measured;
- **reference**: as achieved, from the plan that persistence leads to.

.. math:: \text{regret} = \text{cost achieved} - \text{cost with perfect foresight}

Costs are those of every schedule (`dispatch.kpi`): with the demand charge, and with the energy left in stores at its
terminal value. A day begins as the achieved day before ended, so that the month's billed peak goes on; the first, and
one after a gap, as the archive or the site says.

Cost is but one objective. Where shaving or absorption come first, a plan may be cheaper than perfect foresight because
it shaves or absorbs less; the same holds where it broke a limit. Such days are marked (``is_comparable``). On the
others the regret is at least 0 within the solver's gap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import dispatch
from dispatch import Options, Schedule
from forecasts.registry import FORECASTERS
from runs.archive import Archive
from runs.progress import Shown, Silent
from runs.regret_figures import Achieved, DayRegret, MoneyScore
from runs.regret_series import AssetSeries, Day, day_powers, read_series, with_powers
from runs.run import readable
from runs.scoring import SiteOrder, check_order
from runs.state import end_state, starting_state
from runs.vintages import Vintage, Vintages
from sites.problems import Problem, Refused, problem
from sites.reading import load
from sites.site import Site
from sites.state import State

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["day_regret", "money_score"]

DAY = dt.timedelta(days=1)
SAME_MW, SAME_MWH = 1e-4, 1e-3
SOLVED = frozenset({"optimal", "feasible"})


def money_score(
    order: SiteOrder,
    *,
    vintages: Vintages | None = None,
    options: Options | None = None,
    shown: Shown | None = None,
) -> MoneyScore:
    """Judge the archived forecasts of a site by what the plans made from them would have achieved.

    Parameters
    ----------
    order
        Site, days and measured files; the last forecast issued before each day counts.
    vintages
        Where the forecasts lie; the default archive where not given.
    options
        How the days are scheduled.
    shown
        Where progress is shown.

    Raises
    ------
    Refused
        A file cannot be read, no forecast is archived for any of the days, or no day can be judged.
    """
    vintages, shown, site = vintages or Vintages.at(), shown or Silent(), load(order.site)
    check_order(site, order, [name for name, asset in site.assets.items() if asset.type in FORECASTERS])
    found = vintages.between(site.name, order.first, order.last)
    span = {"first": str(order.first), "last": str(order.last)}
    if not found:
        raise Refused(Problem("forecast-score-none", site.name, {**span, "root": str(vintages.root)}))
    series = read_series(site, order.measured)
    days, notes = _judged(site, found, series, Archive(vintages.root), _plain(options), shown)
    if not days:
        raise Refused(notes)
    return MoneyScore(site.name, site.objective.order, tuple(days), (*_notes(site, series, days), *notes))


def day_regret(
    site: Site,
    forecast: xr.Dataset,
    day: Day,
    *,
    state: State,
    issue: str = "",
    options: Options | None = None,
    shown: Shown | None = None,
) -> tuple[DayRegret, Schedule]:
    """Judge the forecast of one day; see the module's docstring.

    Parameters
    ----------
    forecast : xarray.Dataset
        ``power_mw(scenario, time, asset)``, with ``mean_mw`` where there are several scenarios.
    day
        What was measured; assets that are not in it were as forecast.
    state
        What planned, achieved and perfect day all start from.

    Returns
    -------
    DayRegret, Schedule
        The figures, and the achieved day.

    Raises
    ------
    Refused
        The forecast does not fit the site, or the solver is not there.
    """
    chosen, tell = _plain(options), (shown or Silent()).stage
    came = with_powers(forecast, day.measured)

    def planned(expected: xr.Dataset) -> Schedule:
        return dispatch.schedule(
            site, expected, state=state, options=chosen, progress=lambda name, _: tell(name)
        )

    def carried_out(expected: xr.Dataset) -> Schedule:
        plan = planned(expected).data
        return dispatch.complete(
            site, came, plan, state=state, status="previous_plan", keeps_curtailment=True
        )

    perfect, achieved = planned(came), carried_out(forecast)
    reference = None if day.persistence is None else carried_out(with_powers(forecast, day.persistence))
    figures = Achieved.of(achieved)
    found = DayRegret(
        date=dt.date.fromisoformat(str(achieved.data.attrs["date"])),
        issue=issue,
        achieved=figures,
        perfect=Achieved.of(perfect),
        reference=None if reference is None else Achieved.of(reference),
        is_comparable=_is_comparable(site, achieved, perfect),
        bridged=day.bridged,
        curtailed=day.curtailed,
    )
    return found, achieved


def _is_comparable(site: Site, achieved: Schedule, perfect: Schedule) -> bool:
    """Whether no limit was broken and no objective before cost fell short of perfect foresight."""
    if achieved.relaxations or perfect.status not in SOLVED:
        return False
    order = site.objective.order
    before = order[: order.index("cost")] if "cost" in order else order
    one, other = Achieved.of(achieved), Achieved.of(perfect)
    is_shaved = (one.shaving_shortfall_mw or 0.0) <= (other.shaving_shortfall_mw or 0.0) + SAME_MW
    is_absorbed = one.absorbed_mwh >= other.absorbed_mwh - SAME_MWH
    return ("shaving" not in before or is_shaved) and ("absorption" not in before or is_absorbed)


def _judged(
    site: Site,
    found: Iterable[Vintage],
    series: Sequence[AssetSeries],
    archive: Archive,
    options: Options,
    shown: Shown,
) -> tuple[list[DayRegret], list[Problem]]:
    """Judge each day; one that cannot be is left out and said."""
    days: list[DayRegret] = []
    notes: list[Problem] = []
    vintages, state = list(found), None
    shown.days(len(vintages))
    for vintage in vintages:
        shown.day(str(vintage.date))
        try:
            with readable(vintage.folder / "forecast.nc"):
                forecast = vintage.forecast
            day = day_powers(series, forecast["time"].to_numpy(), str(vintage.date))
            if state is None or state.date != vintage.date:
                state = starting_state(site, vintage.date, archive).state
            judged, achieved = day_regret(
                site, forecast, day, state=state, issue=vintage.issue, options=options, shown=shown
            )
        except Refused as refused:
            notes += [
                problem("regret-left-out", date=str(vintage.date), reason=each.text())
                for each in refused.problems
            ]
            continue
        days.append(judged)
        state = end_state(site, state, vintage.date, achieved.data, vintage.issue)
    return days, notes


def _plain(options: Options | None) -> Options:
    """The options without what is not looked at here: callable capability and the prices of the stages."""
    update = {"has_capability": False, "has_stage_prices": False}
    return (options or Options()).model_copy(update=update)


def _notes(site: Site, series: Sequence[AssetSeries], days: Sequence[DayRegret]) -> list[Problem]:
    """What has to be said about the figures."""
    named = {each.asset for each in series}
    others = [name for name, asset in site.assets.items() if asset.type in FORECASTERS and name not in named]
    notes = [problem("regret-note-as-forecast", assets=", ".join(others))] if others else []
    bridged, curtailed = sum(day.bridged for day in days), sum(day.curtailed for day in days)
    if bridged:
        notes.append(problem("regret-note-bridged", count=bridged))
    if curtailed:
        notes.append(problem("regret-note-curtailed", count=curtailed))
    if any(day.reference is None for day in days):
        notes.append(problem("regret-note-no-reference"))
    apart = [str(day.date) for day in days if not day.is_comparable]
    if apart:
        notes.append(problem("regret-note-not-comparable", days=", ".join(apart), count=len(apart)))
    return notes
