"""The reference day, recomputed by its rule from site, state, day's facts and forecast alone.

Stores idle, loads take their demand, tasks and batches run at their preferred times, renewables are used as
they come; units run as they must; what feeds a bus of another carrier follows what is lacking there; renewables
above an area's load, the AC losses of its branches and its export limit are curtailed in the stated order. From it
follow the peak windows' reference peak and S, the steps whose available renewables exceed load plus export
limit in some area.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch.audit.case import Case, Track
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.ledger import Ledger
from dispatch.audit.registry import CHECKS
from dispatch.audit.rules import Rule
from dispatch.audit.structure import Declared

__all__ = ["Reference", "check_reference", "reference_day"]

VARIABLES = (
    "injection_mw",
    "used_mw",
    "power_mw",
    "charge_mw",
    "discharge_mw",
    "energy_mwh",
    "import_mw",
    "export_mw",
    "interrupted_mw",
    "is_interrupted",
    "output_mw",
    "is_on",
    "fuel_mwh",
    "co2_t",
)


LOSS_PASSES = 30
SETTLED_MW = 1e-10


@dataclass(frozen=True)
class Reference:
    """The reference day.

    Attributes
    ----------
    track : Track
        Its powers and levels.
    is_window : array of bool, shape (count,)
        Peak windows.
    surplus_on : dict of str to array, shape (count,)
        By how much available renewables exceed load plus export limit on each bus; above 0 in its steps S.
    series_mw : array, shape (count,)
        The series that the shaving target is about.
    peak_mw : float or None
        Its maximum in the windows, None where the day has no window.
    """

    track: Track
    is_window: NDArray[np.bool_]
    surplus_on: Mapping[str, Array]
    series_mw: Array
    peak_mw: float | None

    @property
    def surplus_mw(self) -> Array:
        """The largest surplus of any bus, shape (count,)."""
        return np.asarray(np.max(list(self.surplus_on.values()), axis=0), dtype=float)

    @property
    def day_peak_mw(self) -> float:
        """Maximum of the series over the whole day, MW."""
        return float(self.series_mw.max())

    @property
    def has_target(self) -> bool:
        """Whether there is a peak to shave."""
        return self.peak_mw is not None and self.peak_mw > 0.0


def reference_day(case: Case) -> Reference:
    """Compute the reference day; see the module's docstring."""
    count, names = case.steps.count, list(case.site.assets)
    rows = {name: row for row, name in enumerate(names)}
    variables = {name: np.zeros((len(names), count)) for name in VARIABLES}
    power = {name: CHECKS[asset.type].reference(asset, case) for name, asset in case.site.assets.items()}
    homes, feeds = _followed(case, power)
    for name in case.site.of_role("load"):
        variables["power_mw"][rows[name]] = -homes[name]
        variables["injection_mw"][rows[name]] = homes[name]
    for name in case.site.of_role("unit"):
        variables["output_mw"][rows[name]] = homes[name]
        variables["injection_mw"][rows[name]] = homes[name]
    for name, asset in case.site.assets.items():
        for variable, values in (
            CHECKS[asset.type].reference_quantities(asset, case, _own(name, homes, feeds)).items()
        ):
            variables.setdefault(variable, np.zeros((len(names), count)))[rows[name]] = values
    for name in case.site.of_role("store"):
        asset = case.site.assets[name]
        variables["energy_mwh"][rows[name]] = CHECKS[asset.type].idle_mwh(asset, case)
        variables["charge_mw"][rows[name]] = np.maximum(-homes[name], 0.0)
        variables["injection_mw"][rows[name]] = homes[name]
    losses: dict[str, Array] = {}
    for _ in range(LOSS_PASSES):
        surplus_on = {
            area: _fill_area(case, area, power, homes, feeds, rows, variables, losses)
            for area in case.site.area_names
        }
        track = Track(case, variables, rows, {}, {}, Ledger(count), feeds=feeds, stocks=_stocks(case))
        after = _losses_mw(case, track)
        change = max((np.abs(after[area] - losses.get(area, 0.0)).max() for area in after), default=0.0)
        losses = after
        if change < SETTLED_MW:
            break
    series = track.load_mw if case.site.targets.series == "load" else track.exchange_mw
    is_window = windows(case)
    peak = float(series[is_window].max()) if is_window.any() else None
    return Reference(track, is_window, surplus_on, series, peak)


def _stocks(case: Case) -> dict[str, Array]:
    """Contents of all stocks, by ``asset/stock``."""
    found: dict[str, Array] = {}
    for asset in case.site.assets.values():
        found |= CHECKS[asset.type].reference_stocks(asset, case)
    return found


def _own(name: str, homes: Mapping[str, Array], feeds: Mapping[str, Array]) -> dict[str, Array]:
    """What an asset feeds at home (``bus``) and into its further buses by field, MW."""
    further = {key.partition("/")[2]: power for key, power in feeds.items() if key.partition("/")[0] == name}
    return {"bus": homes[name], **further}


def _followed(case: Case, power: Mapping[str, Array]) -> tuple[dict[str, Array], dict[str, Array]]:
    """Injection of loads, units and idle stores at home, and what is fed into further buses, MW.

    What feeds a bus of another carrier follows what is lacking there, in the site's order.
    """
    assets = case.site.assets
    fed: dict[str, dict[str, Array]] = {}
    for name, asset in assets.items():
        sign = {"load": -1.0, "unit": 1.0, "store": -1.0}.get(asset.role, 0.0)
        fed[name] = {"bus": sign * power[name], **CHECKS[asset.type].reference_feeds(asset, case)}
    for bus, about in case.site.buses.items():
        if about.carrier == "electricity":
            continue
        for name, asset in assets.items():
            for field in [field for field, other in asset.feeds.items() if other == bus]:
                into = [
                    fed[other][where]
                    for other, each in assets.items()
                    for where, there in each.buses.items()
                    if there == bus
                ]
                lacking = np.maximum(-np.sum(into, axis=0), 0.0)
                after = CHECKS[asset.type].follow(asset, case, fed[name], field, lacking)
                fed[name] = fed[name] if after is None else after
    homes = {name: each["bus"] for name, each in fed.items()}
    feeds = {f"{n}/{field}": each[field] for n, each in fed.items() for field in assets[n].feeds}
    return homes, feeds


def _losses_mw(case: Case, track: Track) -> dict[str, Array]:
    """AC losses of what hangs together by branches, by area, MW; 0 in steps that have no power flow."""
    found: dict[str, Array] = {}
    for name, branch in case.site.branches.items():
        area = case.site.areas[branch.from_bus]
        lost = np.nan_to_num(track.swept.loss_mw(name))
        found[area] = found.get(area, np.zeros(case.steps.count)) + lost
    return found


def _fill_area(
    case: Case,
    area: str,
    power: Mapping[str, Array],
    homes: Mapping[str, Array],
    feeds: Mapping[str, Array],
    rows: Mapping[str, int],
    variables: dict[str, Array],
    losses: Mapping[str, Array],
) -> Array:
    """Curtail and exchange in one area; returns its available renewables less load, losses and export limit, MW."""
    zero = np.zeros(case.steps.count)
    renewables, ties = case.in_area(area, "renewable"), case.in_area(area, "tie")
    others = [name for role in ("load", "unit", "store") for name in case.in_area(area, role)]
    load = losses.get(area, zero) - sum(homes[name] for name in others)
    load = load - sum(feeds[key] for key in case.site.further_feeds(area))
    available = zero + sum(power[name] for name in renewables)
    margin = available - load - case.area_export_limit_mw(area)
    left = np.maximum(margin, 0.0)
    order = [name for name in case.site.objective.curtailment_order if name in renewables]
    for name in [*order, *(name for name in renewables if name not in order)]:
        curtailed = np.minimum(left, power[name])
        left = left - curtailed
        variables["used_mw"][rows[name]] = power[name] - curtailed
        variables["injection_mw"][rows[name]] = power[name] - curtailed
    net = load - (available - (np.maximum(margin, 0.0) - left))
    for tie in ties:
        share = np.clip(net, -case.export_limit_mw(tie), case.import_limit_mw(tie))
        net = net - share
        variables["injection_mw"][rows[tie]] = share
    if ties:
        variables["injection_mw"][rows[ties[0]]] += net
    for tie in ties:
        exchanged = variables["injection_mw"][rows[tie]]
        variables["import_mw"][rows[tie]] = np.maximum(exchanged, 0.0)
        variables["export_mw"][rows[tie]] = np.maximum(-exchanged, 0.0)
    return np.asarray(margin, dtype=float)


def windows(case: Case) -> NDArray[np.bool_]:
    """Peak windows, shape (count,): by the clock, by the first tie's tariff, else the whole day."""
    targets = case.site.targets
    if targets.windows:
        return case.steps.within_any(targets.windows)
    if targets.window_kinds:
        return np.isin(case.kinds(case.ties[0]), targets.window_kinds)
    return np.ones(case.steps.count, dtype=bool)


def check_reference(case: Case, reference: Reference, track: Track, declared: Declared) -> Iterator[Finding]:
    """What the schedule says of the reference day, its windows, its surplus and the tariff's periods."""
    wanted = reference.track
    for name, row in wanted.rows.items():
        found = declared.reference_injection_mw[row]
        yield from track.apart(Rule.REFERENCE_INJECTION, name, found, wanted.of("injection_mw", name))
    for feed, power in wanted.feeds.items():
        found = declared.reference_feeds_mw[feed]
        yield from track.apart(Rule.REFERENCE_FEED, feed, found, power)
    series = declared.series
    yield from track.apart(Rule.REFERENCE_EXCHANGE, "", series["reference_exchange_mw"], wanted.exchange_mw)
    yield from track.apart(Rule.REFERENCE_LOAD, "", series["reference_load_mw"], wanted.load_mw)
    yield from _differ(track, Rule.PEAK_WINDOW, series["is_peak_window"] != reference.is_window)
    is_clear = np.abs(reference.surplus_mw) > MW_TOLERANCE
    yield from _differ(
        track, Rule.SURPLUS_STEPS, is_clear & (series["is_surplus"] != (reference.surplus_mw > 0.0))
    )
    looping = [name for name, asset in case.site.assets.items() if CHECKS[asset.type].looped is not None]
    for store in looping:
        is_surplus = reference.surplus_on[case.area_of(case.site.assets[store])] > MW_TOLERANCE
        yield from _differ(track, Rule.LOSS_COUNTED, is_surplus & (track.of("is_loss_counted", store) < 1))
    kinds = case.kinds(case.ties[0]) if case.ties else np.full(case.steps.count, "")
    yield from _differ(track, Rule.PERIOD_KIND, np.asarray(declared.period_kind) != kinds)


def _differ(track: Track, rule: Rule, wrong: NDArray[np.bool_]) -> Iterator[Finding]:
    steps = np.flatnonzero(wrong)
    if steps.size:
        yield track.at(rule, "", steps, float(steps.size), "")
