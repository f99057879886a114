"""What a schedule is held against (`Case`), and a complete day as arrays (`Track`): plan, event or reference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from dispatch.audit.finding import MW_TOLERANCE, Array, Finding, spans
from dispatch.audit.ledger import Ledger
from dispatch.audit.sweep import Swept, sweep
from sites.assets.base import AssetBase
from sites.assets.grid import Grid
from sites.day import DayFacts
from sites.demand import happens_on
from sites.site import Site
from sites.state import State
from sites.table import read_table
from sites.time import ClockSpan, Steps

__all__ = ["Case", "Mask", "Track"]

Mask = NDArray[np.bool_]
NEAR_PU, NEAR_LOADING_FRAC = 0.002, 0.025
PRICE_COLUMNS = ("import_price_yuan_per_mwh", "export_price_yuan_per_mwh")


@dataclass(frozen=True)
class Case:
    """Site, state, the day's facts and the forecast, with what follows from them alone."""

    site: Site
    state: State
    day: DayFacts
    date: dt.date
    steps: Steps
    forecast_mw: Mapping[str, Array]
    temp_air: Array | None = None
    _kept: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    def outdoor_c(self, otherwise_c: float) -> Array:
        """Outdoor temperature, degC, shape (count,): the forecast's, else what an asset assumes."""
        known = np.full(self.steps.count, np.nan) if self.temp_air is None else self.temp_air
        return np.where(np.isfinite(known), known, otherwise_c)

    @property
    def hours(self) -> float:
        """Length of a step, hours."""
        return self.steps.hours

    def expected_mw(self, asset: str) -> Array:
        """Available power of a renewable, or demand of a load, after outages and derates, MW, shape (count,)."""
        return self.limited_mw(asset, self.forecast_mw[asset], "forecast")

    def limited_mw(self, asset: str, rated_mw: float | Array, key: object = None) -> Array:
        """A rated power after the day's outages and derates, MW, shape (count,)."""
        key = rated_mw if key is None else key
        return cast(
            Array,
            self._keep(("limited", asset, key), lambda: self.day.limited_mw(asset, self.steps, rated_mw)),
        )

    def derated_mw(self, asset: str) -> Array:
        """Most power of the whole asset by the day's derates, MW, shape (count,); infinite where none."""
        return cast(Array, self._keep(("derated", asset), lambda: self.day.power_mw_max(asset, self.steps)))

    def pinned_mw(self, asset: str) -> Array:
        """Pinned injection, MW, shape (count,); NaN where free."""
        return cast(Array, self._keep(("pinned", asset), lambda: self.day.pinned_mw(asset, self.steps)))

    def within(self, span: ClockSpan) -> Mask:
        """Which steps begin inside a span of clock time, shape (count,)."""
        return cast(Mask, self._keep(("within", span), lambda: self.steps.within(span)))

    def import_limit_mw(self, tie: str) -> Array:
        """Most import of a tie, MW, shape (count,)."""
        rated = self.grid(tie).import_mw_max
        return cast(
            Array, self._keep(("import", tie), lambda: self.day.import_mw_max(tie, self.steps, rated))
        )

    def export_limit_mw(self, tie: str) -> Array:
        """Most export of a tie after the reverse-flow rule, MW, shape (count,)."""
        rated = self.grid(tie).export_limit_mw
        return cast(
            Array, self._keep(("export", tie), lambda: self.day.export_mw_max(tie, self.steps, rated))
        )

    def happens(self, days: str) -> bool:
        """Whether what is planned for some days happens on this one."""
        return bool(
            self._keep(("happens", days), lambda: happens_on(days, self.date, self.site.place.country))
        )

    def grid(self, tie: str) -> Grid:
        """Description of a tie."""
        return cast(Grid, self.site.assets[tie])

    def area_of(self, asset: AssetBase) -> str:
        """Area in which an asset is at home."""
        return self.site.areas[asset.bus]

    def area_export_limit_mw(self, area: str) -> Array:
        """Most that may leave an area through its ties, MW, shape (count,); 0 without a tie."""
        ties = self.site.of_area(area, "tie")
        return np.zeros(self.steps.count) + sum(self.export_limit_mw(tie) for tie in ties)

    def in_area(self, area: str, role: str) -> tuple[str, ...]:
        """Electric assets of a role in an area."""
        return self.site.of_area(area, role, "electricity")

    @cached_property
    def ties(self) -> tuple[str, ...]:
        """Names of the ties."""
        return self.site.of_role("tie")

    @cached_property
    def renewables(self) -> tuple[str, ...]:
        """Names of the renewable assets."""
        return self.site.of_role("renewable")

    @cached_property
    def stores(self) -> tuple[str, ...]:
        """Names of the electric stores."""
        return self.site.of_role("store", "electricity")

    @cached_property
    def loads(self) -> tuple[str, ...]:
        """Names of the electric loads."""
        return self.site.of_role("load", "electricity")

    def kinds(self, tie: str) -> NDArray[np.str_]:
        """Kind of tariff period of each step, shape (count,)."""
        version = self.site.tariff_of(tie).version(self.date)
        return cast(
            "NDArray[np.str_]",
            self._keep(("kinds", tie), lambda: version.kinds(self.steps, self.site.place.country)),
        )

    def prices_yuan_per_mwh(self, tie: str) -> tuple[Array, Array]:
        """Import and export price of each step, yuan/MWh, shape (count,) each: a series, else the tariff's version."""
        return cast("tuple[Array, Array]", self._keep(("prices", tie), lambda: self._prices(tie)))

    def _prices(self, tie: str) -> tuple[Array, Array]:
        tariff = self.site.tariff_of(tie)
        if tariff.series is not None:
            table = read_table(tariff.series, self.site.text_of(tariff.series), PRICE_COLUMNS)
            return table.values(PRICE_COLUMNS[0], self.steps), table.values(PRICE_COLUMNS[1], self.steps)
        version = tariff.version(self.date)
        feed_in = np.full(self.steps.count, version.feed_in_price_yuan_per_mwh)
        return version.import_price(self.steps, self.site.place.country), feed_in

    def _keep(self, key: tuple[object, ...], make: Callable[[], object]) -> object:
        if any(isinstance(part, np.ndarray) for part in key):
            return make()
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]


@dataclass(frozen=True)
class Track:
    """A complete day: variables of shape (asset, count), tasks and batches by ``asset/name``, shape (count,).

    ``feeds`` are injections into further buses by ``asset/field``, ``spilled`` the heat cooled away by bus, MW.
    ``branches`` are planned flows and losses by variable and branch, MW.
    """

    case: Case
    variables: Mapping[str, Array]
    rows: Mapping[str, int]
    tasks: Mapping[str, Array]
    batches: Mapping[str, Array]
    ledger: Ledger
    event: str = ""
    feeds: Mapping[str, Array] = field(default_factory=dict)
    spilled: Mapping[str, Array] = field(default_factory=dict)
    stocks: Mapping[str, Array] = field(default_factory=dict)
    branches: Mapping[str, Mapping[str, Array]] = field(default_factory=dict)

    def fed(self, asset: str, field: str) -> Array:
        """What an asset feeds into the bus that a field of it names, MW, shape (count,)."""
        return self.of("injection_mw", asset) if field == "bus" else self.feeds[f"{asset}/{field}"]

    def into(self, bus: str) -> Array:
        """Sum of what all assets and branches feed into a bus, less what is cooled away there, MW, shape (count,)."""
        total = np.zeros(self.case.steps.count) - self.spilled.get(bus, 0.0)
        for name, asset in self.case.site.assets.items():
            for where, other in asset.buses.items():
                if other == bus:
                    total = total + self.fed(name, where)
        for name, branch in self.case.site.branches.items():
            power = self.branches["planned_branch_power_mw"][name]
            if branch.from_bus == bus:
                total = total - power
            elif branch.to_bus == bus:
                total = total + power - self.branches["planned_branch_loss_mw"][name]
        return np.asarray(total, dtype=float)

    @cached_property
    def taken_mva(self) -> dict[str, NDArray[np.complex128]]:
        """What all assets but ties take from each electric bus, MVA, shape (count,); a power factor is inductive."""
        total = {bus: np.zeros(self.case.steps.count, dtype=complex) for bus in self.case.site.buses}
        for name, asset in self.case.site.assets.items():
            factor = asset.power_factor or 1.0
            share = np.sqrt(1.0 - factor**2) / factor
            for where, bus in asset.buses.items() if asset.role != "tie" else ():
                power = self.fed(name, where)
                total[bus] = total[bus] - power + 1j * share * np.abs(power)
        return total

    @cached_property
    def swept(self) -> Swept:
        """AC power flow of every network in every step."""
        return sweep(self.case.site, self.taken_mva, self.case.steps.count)

    def is_network_full(self, bus: str) -> Mask:
        """Steps in which the network takes no more from a bus, shape (count,).

        A branch on its way to the root is within 2.5 % of its most loading, or a bus of its tree but the root is within
        0.002 p.u. of its highest voltage.
        """
        site, found = self.case.site, np.zeros(self.case.steps.count, dtype=bool)
        for tree in site.trees:
            if bus not in tree.buses:
                continue
            for other in tree.buses[1:]:
                most = site.buses[other].voltage_pu_max
                found |= self.swept.voltage_pu[other] >= (np.inf if most is None else most) - NEAR_PU
            feeding = {joint.child: joint for joint in tree.joints}
            while bus in feeding:
                name = feeding[bus].branch
                most = getattr(site.branches[name], "loading_frac_max", 1.0)
                found |= self.swept.loading_frac[name] >= most - NEAR_LOADING_FRAC
                bus = feeding[bus].parent
        return found

    def of(self, variable: str, asset: str) -> Array:
        """A variable of an asset, shape (count,)."""
        return cast(Array, self.variables[variable][self.rows[asset]])

    def total(self, variable: str, assets: tuple[str, ...]) -> Array:
        """Sum of a variable over assets, shape (count,)."""
        if not assets:
            return np.zeros(self.case.steps.count)
        return np.asarray(
            self.variables[variable][[self.rows[asset] for asset in assets]].sum(axis=0), dtype=float
        )

    @cached_property
    def exchange_mw(self) -> Array:
        """Import less export over all ties, MW, shape (count,)."""
        ties = self.case.ties
        return self.total("import_mw", ties) - self.total("export_mw", ties)

    @cached_property
    def load_mw(self) -> Array:
        """Served power of all loads, MW, shape (count,)."""
        return self.total("power_mw", self.case.loads)

    def level_before_mwh(self, store: str) -> Array:
        """Level of a store at the beginning of each step, MWh, shape (count,)."""
        levels = self.of("energy_mwh", store)
        start = self.case.state.level_mwh(self.case.site, store, float(levels[-1]))
        return np.concatenate(([start], levels[:-1]))

    def loss_mwh(self, store: str) -> Array:
        """What a store lost in each step, MWh, shape (count,)."""
        taken = (self.of("charge_mw", store) - self.of("discharge_mw", store)) * self.case.hours
        return np.asarray(taken - (self.of("energy_mwh", store) - self.level_before_mwh(store)), dtype=float)

    def curtailed_mw(self, asset: str) -> Array:
        """What a renewable could have fed in and did not, MW, shape (count,)."""
        return self.case.expected_mw(asset) - self.of("used_mw", asset)

    def over(
        self, rule: str, asset: str, excess: Array, unit: str = "MW", tolerance: float | Array = MW_TOLERANCE
    ) -> Iterator[Finding]:
        """A finding where an excess is above the tolerance in any step; what is not a number is above it."""
        steps = np.flatnonzero(~(excess <= tolerance))
        if steps.size:
            worst = float(np.max(excess[steps]))
            yield self.at(rule, asset, steps, worst, unit)

    def apart(
        self, rule: str, asset: str, found: Array, wanted: Array, unit: str = "MW"
    ) -> Iterator[Finding]:
        """A finding where two series differ."""
        return self.over(rule, asset, np.abs(found - wanted), unit)

    def at(self, rule: str, asset: str, steps: NDArray[np.int64], amount: float, unit: str) -> Finding:
        """A finding about some steps."""
        where = spans(self.case.steps.labels, steps)
        return Finding(rule, asset, tuple(int(step) for step in steps), amount, unit, where, self.event)

    def whole_day(self, rule: str, asset: str, amount: float, unit: str) -> Finding:
        """A finding about the whole day."""
        return Finding(rule, asset, (), amount, unit, "", self.event)
