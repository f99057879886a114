"""What a site's tables must say together: small checks, one rule each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from sites.assets.demand import Demand
from sites.contract import check_contract
from sites.demand import demand_readers
from sites.islanding import islanding_problems
from sites.network_checks import check_branches, check_radial
from sites.problems import Problem, Refused, problem
from sites.site import Site
from sites.table import read_table
from sites.tariff import Holidays, Period, Tariff, TariffVersion

if TYPE_CHECKING:
    from sites.assets import AssetBase
    from sites.day import DayFacts

__all__ = [
    "bus_problems",
    "day_problems",
    "file_problems",
    "site_problems",
    "unreadable",
    "unread_day_problems",
]

PRICE_COLUMNS = ("import_price_yuan_per_mwh", "export_price_yuan_per_mwh")
DAY_TABLES = ("outages", "derates", "grid_limits", "pins")
SIGNS = {"load": -1.0, "renewable": 1.0, "unit": 1.0}


def site_problems(site: Site, where: str) -> list[Problem]:
    """Every problem between the tables of a site; empty if all fits."""
    checks = (
        check_buses,
        check_ties,
        check_branches,
        check_radial,
        check_feed,
        check_own,
        check_clocks,
        check_curtailment_order,
        check_windows,
        check_holidays,
        islanding_problems,
        check_contract,
    )
    return [found for check in checks for found in check(site, where)]


def check_buses(site: Site, where: str) -> Iterator[Problem]:
    """Every asset stands on buses of the site, each of the carrier that it needs."""
    yield from bus_problems(site.assets, site.buses, where)
    for name, asset in site.assets.items():
        for field, bus in asset.buses.items():
            wanted = asset.carriers[field]
            if bus in site.buses and site.buses[bus].carrier != wanted:
                found = {"bus": bus, "found": site.buses[bus].carrier, "wanted": wanted}
                yield problem("site-bus-carrier", f"{where} [assets.{name}] {field}", **found)


def bus_problems(
    assets: Mapping[str, AssetBase], buses: Mapping[str, object], where: str
) -> Iterator[Problem]:
    """Assets that stand on no bus; for the assets that could be read, whatever else is wrong with the site."""
    for name, asset in assets.items():
        for field, bus in asset.buses.items():
            if bus not in buses:
                known = ", ".join(buses)
                yield problem("site-bus-unknown", f"{where} [assets.{name}] {field}", found=bus, known=known)


def check_ties(site: Site, where: str) -> Iterator[Problem]:
    """At most one tie a bus: two would let power run in a circle."""
    taken: dict[str, str] = {}
    for name in site.of_role("tie"):
        bus = site.assets[name].bus
        if bus in taken:
            yield problem("site-two-ties", f"{where} [assets.{name}] bus", bus=bus, other=taken[bus])
        taken[bus] = name


def check_feed(site: Site, where: str) -> Iterator[Problem]:
    """A bus with loads has something that feeds it, itself or over lines."""
    for bus in site.buses:
        here = [name for name, asset in site.assets.items() if bus in asset.buses.values()]
        ends = [b for b in site.branches.values() if bus in (b.from_bus, b.to_bus)]
        if not here and not ends:
            yield problem("site-bus-empty", f"{where} [buses.{bus}]")
        elif here and not ends and not _is_fed(site, [bus]):
            yield problem("site-bus-unfed", f"{where} [buses.{bus}]")
    for tree in site.trees:
        if not _is_fed(site, list(tree.buses)):
            yield problem("network-unfed", f"{where} [buses.{tree.root}]", buses=", ".join(tree.buses))


def _is_fed(site: Site, buses: list[str]) -> bool:
    """Whether no load stands on some buses, or something else than a store feeds them."""
    homes = {asset.role for asset in site.assets.values() if asset.bus in buses}
    is_fed_beside = any(set(asset.feeds.values()) & set(buses) for asset in site.assets.values())
    return "load" not in homes or is_fed_beside or bool(homes - {"load", "store"})


def check_own(site: Site, where: str) -> Iterator[Problem]:
    """What each asset says that does not fit the rest of the site."""
    for name, asset in site.assets.items():
        yield from asset.own_problems(site, f"{where} [assets.{name}]")


def check_clocks(site: Site, where: str) -> Iterator[Problem]:
    """Every time of day lies on a step, so that a step is wholly inside a window or outside."""
    for at, minute in _clocks(site, where):
        if minute % site.step_minutes:
            found = f"{minute // 60:02d}:{minute % 60:02d}"
            yield problem("site-clock-step", at, found=found, step=site.step_minutes)


def _clocks(site: Site, where: str) -> Iterator[tuple[str, int]]:
    """Every time of day that the site file and its tariffs name, with its place."""
    for name, asset in site.assets.items():
        for place, minute in asset.clocks():
            table, _, field = place.rpartition(" ")
            yield f"{where} [assets.{name}{table}] {field}", minute
    for span in site.targets.windows:
        yield f"{where} [targets] windows", span.start_minute
        yield f"{where} [targets] windows", span.end_minute
    for at, version in _versions(site):
        spoken: dict[str, tuple[Period | Holidays, ...]] = {
            "periods": version.periods,
            "holidays": version.holidays,
        }
        for table, periods in spoken.items():
            for span in (span for period in periods for span in period.hours):
                yield f"{at} {table}", span.start_minute
                yield f"{at} {table}", span.end_minute


def _versions(site: Site) -> Iterator[tuple[str, TariffVersion]]:
    """Every version of every tariff, with its place."""
    files = {getattr(site.assets[tie], "tariff", ""): site.tariff_of(tie) for tie in site.of_role("tie")}
    for file, tariff in files.items():
        for place, version in enumerate(tariff.versions):
            yield f"{file} [versions[{place + 1}]]", version


def check_curtailment_order(site: Site, where: str) -> Iterator[Problem]:
    """The order of curtailment names renewable assets, each once."""
    order = site.objective.curtailment_order
    renewables = site.of_role("renewable")
    for name in order:
        if name not in renewables:
            known = ", ".join(renewables)
            yield problem(
                "site-order-unknown", f"{where} [objective] curtailment_order", found=name, known=known
            )
    if order and len(set(order)) != len(order):
        yield problem("site-name-twice", f"{where} [objective] curtailment_order", found=", ".join(order))


def check_windows(site: Site, where: str) -> Iterator[Problem]:
    """Windows that the tariff names need a tie whose tariff has such periods."""
    wanted, ties = site.targets.window_kinds, site.of_role("tie")
    if not wanted:
        return
    if not ties:
        yield problem("site-windows-no-tie", f"{where} [targets] window_kinds")
        return
    tariff = site.tariff_of(ties[0])
    known = {"flat"} | {period.kind for version in tariff.versions for period in version.periods}
    if not known & set(wanted):
        kinds = {"found": ", ".join(wanted), "known": ", ".join(sorted(known))}
        yield problem("site-windows-kind", f"{where} [targets] window_kinds", tariff=tariff.name, **kinds)


def check_holidays(site: Site, where: str) -> Iterator[Problem]:
    """A tariff's holidays are names of the site's calendar: a misspelt one would never come."""
    from sites.calendar import known_names

    country = site.place.country
    for at, version in _versions(site):
        named = {name for special in version.holidays for name in special.names}
        known = known_names(country) if named else ()
        for name in sorted(named - set(known)):
            yield problem(
                "tariff-holiday", f"{at} holidays", found=name, country=country, known=", ".join(known)
            )


def file_problems(
    assets: Mapping[str, AssetBase], files: Mapping[str, str], tariffs: Mapping[str, Tariff]
) -> list[Problem]:
    """Every problem in the CSV files that a site's assets and tariffs name; each file is read once."""
    return unreadable(_readings(assets, tariffs), files)


def unreadable(
    readings: Mapping[str, Callable[[str, str], object]], files: Mapping[str, str]
) -> list[Problem]:
    """Every problem in some files, by what reads and checks each."""
    found: list[Problem] = []
    for name, read in readings.items():
        if name in files:
            try:
                read(name, files[name])
            except Refused as refused:
                found += refused.problems
    return found


def _readings(
    assets: Mapping[str, AssetBase], tariffs: Mapping[str, Tariff]
) -> dict[str, Callable[[str, str], object]]:
    readings: dict[str, Callable[[str, str], object]] = {}
    for asset in assets.values():
        demand = getattr(asset, "demand", None)
        if isinstance(demand, Demand):
            readings |= demand_readers(demand)
        readings |= asset.readers()
    for tariff in tariffs.values():
        if tariff.series is not None:
            readings[tariff.series] = _read_prices
    return readings


def _read_prices(name: str, text: str) -> object:
    return read_table(name, text, PRICE_COLUMNS)


def unread_day_problems(site: Site, raw: Mapping[str, object], where: str) -> list[Problem]:
    """Assets that a day's file names wrongly, where the file as a whole cannot be read for other reasons."""
    found: list[Problem] = []
    for table in DAY_TABLES:
        entries = raw.get(table)
        for place, entry in enumerate(entries if isinstance(entries, list) else ()):
            name = entry.get("asset") if isinstance(entry, Mapping) else None
            if isinstance(name, str):
                found += _day_asset(site, table, f"{where} [{table}[{place + 1}]] asset", name)
    return found


def _day_asset(site: Site, table: str, at: str, name: str) -> Iterator[Problem]:
    """The asset of an entry is one of the site's, and a tie where a grid is limited."""
    if name not in site.assets:
        yield problem("day-asset", at, found=name, known=", ".join(site.assets))
    elif table == "grid_limits" and site.assets[name].role != "tie":
        yield problem("day-not-tie", at, found=name, known=", ".join(site.of_role("tie")))


def _pin_problems(site: Site, facts: DayFacts, where: str, date: dt.date) -> Iterator[Problem]:
    """A pin has the sign of its asset's role, and does not contradict another one of the same hours."""
    steps = site.steps(date)
    for place, pin in enumerate(facts.pins):
        at = f"{where} [pins[{place + 1}]]"
        role = site.assets[pin.asset].role if pin.asset in site.assets else ""
        if pin.pinned_mw * SIGNS.get(role, 0.0) < 0:
            yield problem("day-pin-sign", f"{at} injection_mw", found=pin.pinned_mw, role=role)
        for number, other in enumerate(facts.pins[:place], start=1):
            is_both = bool((steps.within(pin.hours) & steps.within(other.hours)).any())
            if other.asset == pin.asset and other.pinned_mw != pin.pinned_mw and is_both:
                about = {"found": pin.pinned_mw, "other": other.pinned_mw, "number": number}
                yield problem("day-pin-contradicts", f"{at} hours", **about)


def day_problems(site: Site, facts: DayFacts, where: str, date: dt.date) -> list[Problem]:
    """What does not fit between a day's facts and the site."""
    found: list[Problem] = []
    step = site.steps(date).step_minutes
    for table in DAY_TABLES:
        for place, entry in enumerate(getattr(facts, table)):
            at = f"{where} [{table}[{place + 1}]]"
            found += _day_asset(site, table, f"{at} asset", entry.asset)
            if entry.hours.start_minute % step or entry.hours.end_minute % step:
                found.append(problem("site-clock-step", f"{at} hours", found=str(entry.hours), step=step))
    return [*found, *_pin_problems(site, facts, where, date)]
