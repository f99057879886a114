"""The reference day, recomputed by its rule from site, state, day's facts and forecast alone.

Stores idle, loads take their demand, tasks and batches run at their preferred times, renewables are used as
they come; what of them exceeds a bus's load plus export limit is curtailed in the stated order. From it
follow the peak windows' reference peak and S, the steps whose available renewables exceed load plus export
limit on some bus.
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
)


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
    for name in case.loads:
        variables["power_mw"][rows[name]] = power[name]
        variables["injection_mw"][rows[name]] = -power[name]
    for name in case.stores:
        asset = case.site.assets[name]
        variables["energy_mwh"][rows[name]] = CHECKS[asset.type].idle_mwh(asset, case)
    surplus_on = {bus: _fill_bus(case, bus, power, rows, variables) for bus in case.site.buses}
    track = Track(case, variables, rows, {}, {}, Ledger(count))
    series = track.load_mw if case.site.targets.series == "load" else track.exchange_mw
    is_window = windows(case)
    peak = float(series[is_window].max()) if is_window.any() else None
    return Reference(track, is_window, surplus_on, series, peak)


def _fill_bus(
    case: Case, bus: str, power: dict[str, Array], rows: dict[str, int], variables: dict[str, Array]
) -> Array:
    """Curtail and exchange on one bus; returns its available renewables less load and export limit, MW."""
    renewables = case.on_bus(bus, "renewable")
    load = np.zeros(case.steps.count) + sum(power[name] for name in case.on_bus(bus, "load"))
    available = np.zeros(case.steps.count) + sum(power[name] for name in renewables)
    margin = available - load - case.bus_export_limit_mw(bus)
    left = np.maximum(margin, 0.0)
    order = [name for name in case.site.objective.curtailment_order if name in renewables]
    for name in [*order, *(name for name in renewables if name not in order)]:
        curtailed = np.minimum(left, power[name])
        left = left - curtailed
        variables["used_mw"][rows[name]] = power[name] - curtailed
        variables["injection_mw"][rows[name]] = power[name] - curtailed
    tie = case.tie_of(bus)
    if tie is not None:
        net = load - (available - np.maximum(margin, 0.0))
        variables["import_mw"][rows[tie]] = np.maximum(net, 0.0)
        variables["export_mw"][rows[tie]] = np.maximum(-net, 0.0)
        variables["injection_mw"][rows[tie]] = net
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
    series = declared.series
    yield from track.apart(Rule.REFERENCE_EXCHANGE, "", series["reference_exchange_mw"], wanted.exchange_mw)
    yield from track.apart(Rule.REFERENCE_LOAD, "", series["reference_load_mw"], wanted.load_mw)
    yield from _differ(track, Rule.PEAK_WINDOW, series["is_peak_window"] != reference.is_window)
    is_clear = np.abs(reference.surplus_mw) > MW_TOLERANCE
    yield from _differ(
        track, Rule.SURPLUS_STEPS, is_clear & (series["is_surplus"] != (reference.surplus_mw > 0.0))
    )
    for store in case.stores:
        is_surplus = reference.surplus_on[case.site.assets[store].bus] > MW_TOLERANCE
        yield from _differ(track, Rule.LOSS_COUNTED, is_surplus & (track.of("is_loss_counted", store) < 1))
    kinds = case.kinds(case.ties[0]) if case.ties else np.full(case.steps.count, "")
    yield from _differ(track, Rule.PERIOD_KIND, np.asarray(declared.period_kind) != kinds)


def _differ(track: Track, rule: Rule, wrong: NDArray[np.bool_]) -> Iterator[Finding]:
    steps = np.flatnonzero(wrong)
    if steps.size:
        yield track.at(rule, "", steps, float(steps.size), "")
