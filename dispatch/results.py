"""From a solved model to the schedule's data: plain arrays with labels, units and the reference day beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyomo.environ as pyo
import xarray as xr
from numpy.typing import NDArray

from dispatch.assets import BEHAVIOURS, Behaviour
from dispatch.assets.base import Doing, injection_of
from dispatch.case import Case
from dispatch.contract import over_budget
from dispatch.model import Model
from dispatch.network.equations import planned_flows
from dispatch.network.variables import network_variables
from dispatch.reserve import short_of_reserve
from dispatch.windows import Array, period_kinds

__all__ = ["ASSET_QUANTITIES", "Decisions", "decisions_of", "feeds_of", "parts_of", "schedule_data"]

COMMON: dict[str, tuple[str, str]] = {
    "injection_mw": ("MW", "power fed into the bus, negative where taken"),
    "reference_injection_mw": ("MW", "injection on the reference day"),
    "available_mw": ("MW", "renewable power available after outages and derates"),
    "used_mw": ("MW", "renewable power used"),
    "curtailed_mw": ("MW", "renewable power curtailed"),
    "curtailed_surplus_mw": ("MW", "curtailed because nothing may be exported in the step"),
    "curtailed_export_limit_mw": ("MW", "curtailed because the export limit is reached"),
    "curtailed_unit_minimum_mw": ("MW", "curtailed because units that are on can give no less"),
    "curtailed_network_mw": ("MW", "curtailed because a line, a transformer or a voltage is at its limit"),
    "curtailed_price_mw": ("MW", "curtailed by choice of cost"),
    "charge_mw": ("MW", "charging power at the bus"),
    "discharge_mw": ("MW", "discharging power at the bus"),
    "energy_mwh": ("MWh", "stored energy at the end of the step"),
    "loss_mwh": ("MWh", "energy lost in the step"),
    "is_loss_counted": ("1", "whether what a store gives back in the step counts as burnt"),
    "import_mw": ("MW", "import"),
    "export_mw": ("MW", "export"),
    "import_price_yuan_per_mwh": ("yuan/MWh", "price of imported energy"),
    "export_price_yuan_per_mwh": ("yuan/MWh", "price of exported energy"),
    "demand_mw": ("MW", "demand on the reference day"),
    "power_mw": ("MW", "power served"),
    "unserved_mw": ("MW", "firm demand not served"),
    "interrupted_mw": ("MW", "demand cut by a call"),
    "is_interrupted": ("1", "whether a call is on"),
}
# What several types of asset have, and not every site.
SHARED: dict[str, tuple[str, str]] = {
    "output_mw": ("MW", "power of a unit"),
    "is_on": ("1", "whether a unit runs"),
    "fuel_mwh": ("MWh", "fuel burnt in the step"),
    "co2_t": ("t", "fossil CO2 of fuels in the step"),
    "reserve_mw": ("MW", "spinning reserve held"),
}
# Every quantity over (time, asset), with its unit and what it means; NaN where it does not apply to an asset.
ASSET_QUANTITIES: dict[str, tuple[str, str]] = (
    COMMON
    | SHARED
    | {name: about for behaviour in BEHAVIOURS.values() for name, about in behaviour.quantities.items()}
)
PARTS = ("task", "batch")
EXPORT_TOLERANCE_MW = 1e-5
AT_MINIMUM_MW = 1e-4
Variables = dict[str, tuple[tuple[str, ...], object, dict[str, str]]]


@dataclass(frozen=True)
class Decisions:
    """What a plan decides: quantities of each asset over time, power of tasks and batches, broken limits.

    Attributes
    ----------
    assets : dict of str to dict of str to array, shape (count,)
        By asset, then by quantity.
    parts : dict of str to dict of str to array, shape (count,)
        By dimension (``task`` or ``batch``), then by ``asset/name``, MW.
    broken : dict of (str, str) to array, shape (count,)
        By asset and clause, how far a limit is broken, MW (level window: MWh).
    feeds : dict of str to array, shape (count,)
        Injections into further buses, by ``asset/field``, MW.
    spilled : dict of str to array, shape (count,)
        Heat cooled away, by bus, MW.
    flows : dict of str to (array, array), shape (count,) each
        Power that enters each branch at its from end and its losses, as the plan counts them, MW; empty where they
        are those of an AC power flow.
    stocks : dict of str to array, shape (count,)
        Contents of stocks at the end of each step, by ``asset/stock``.
    """

    assets: dict[str, dict[str, Array]]
    parts: dict[str, dict[str, Array]] = field(default_factory=dict)
    broken: dict[tuple[str, str], Array] = field(default_factory=dict)
    feeds: dict[str, Array] = field(default_factory=dict)
    spilled: dict[str, Array] = field(default_factory=dict)
    flows: dict[str, tuple[Array, Array]] = field(default_factory=dict)
    stocks: dict[str, Array] = field(default_factory=dict)


def decisions_of(model: Model) -> Decisions:
    """Read the solution out of a model."""
    assets: dict[str, dict[str, Array]] = {}
    broken: dict[tuple[str, str], Array] = {}
    feeds: dict[str, Array] = {}
    stocks: dict[str, Array] = {}
    for name, behaviour in model.behaviours.items():
        block = model.block(name)
        assets[name] = behaviour.results(block)
        broken |= behaviour.overruns(block)
        stocks |= behaviour.stocks(block)
        for bus_field in behaviour.asset.feeds:
            values = [pyo.value(behaviour.feeds(block, t)[bus_field]) for t in model.T]
            feeds[f"{name}/{bus_field}"] = np.asarray(values, dtype=float)
    spilled = {
        bus: np.asarray([pyo.value(model.pyomo.spilled[bus, t]) for t in model.T])
        for bus in model.pyomo.SPILLING
    }
    if model.case.is_elastic:
        case = model.case
        count, m = case.steps.count, model.pyomo
        for (_, name, t), slack in m.pin_slack.items():
            broken.setdefault((name, "pin"), np.zeros(count))[t] += pyo.value(slack)
        cap = np.zeros(count)
        for t, slack in m.cap_slack.items():
            cap[t] = pyo.value(slack)
        broken["", "outside_peak"] = cap
        for (_, t), slack in m.island_slack.items():
            broken.setdefault(("", "island_energy"), np.zeros(count))[t] += pyo.value(slack)
        broken |= over_budget(case, assets)
        if case.site.reserve is not None and case.site.reserve.shortage_yuan_per_mwh is None:
            broken["", "reserve"] = short_of_reserve(case, assets)
    parts = parts_of(
        model.case, {n: Doing(parts=b.parts(model.block(n))) for n, b in model.behaviours.items()}
    )
    flows = planned_flows(model)
    return Decisions(assets, parts, broken, feeds=feeds, spilled=spilled, flows=flows, stocks=stocks)


def feeds_of(doings: Mapping[str, Doing]) -> dict[str, Array]:
    """Injections into further buses, by ``asset/field``, MW."""
    return {
        f"{name}/{field}": power for name, doing in doings.items() for field, power in doing.feeds.items()
    }


def parts_of(case: Case, doings: dict[str, Doing]) -> dict[str, dict[str, Array]]:
    """Power of all tasks and batches by dimension, then by ``asset/name``."""
    parts: dict[str, dict[str, Array]] = {dimension: {} for dimension in PARTS}
    for name, doing in doings.items():
        if doing.parts:
            parts[BEHAVIOURS[case.site.assets[name].type].part_dimension] |= doing.parts
    return parts


def schedule_data(case: Case, decisions: Decisions) -> xr.Dataset:
    """The schedule's data, without status and figures.

    Returns
    -------
    xarray.Dataset
        Dimensions ``time``, ``asset``, ``task``, ``batch``, ``feed``, ``bus``; `ASSET_QUANTITIES` over (time, asset).
    """
    site, steps = case.site, case.steps
    homes = {name: injection_of(quantities) for name, quantities in decisions.assets.items()}
    network, binding = network_variables(case, homes, decisions.feeds, decisions.flows)
    tables = _tables(case, decisions, binding)
    variables: Variables = {
        quantity: (
            ("time", "asset"),
            table,
            dict(zip(("units", "long_name"), ASSET_QUANTITIES[quantity], strict=True)),
        )
        for quantity, table in tables.items()
    }
    for dimension in PARTS:
        parts = decisions.parts.get(dimension, {})
        stacked = np.stack(list(parts.values()), axis=1) if parts else np.zeros((steps.count, 0))
        variables[f"{dimension}_power_mw"] = (("time", dimension), stacked, {"units": "MW"})
    if decisions.stocks:
        stacked = np.stack(list(decisions.stocks.values()), axis=1)
        about = {"long_name": "content of a stock at the end of the step, in the unit of the site file"}
        variables["stock_level"] = (("time", "stock"), stacked, about)
    variables |= _feeds(case, decisions)
    variables |= _series(case, tables)
    variables |= network
    return xr.Dataset(
        variables,
        coords=_coordinates(case, decisions),
        attrs={
            "Conventions": "CF-1.11",
            "site": site.name,
            "date": str(case.date),
            "time_zone": steps.time_zone,
            "step_minutes": steps.step_minutes,
        },
    )


def _tables(case: Case, decisions: Decisions, binding: Mapping[str, NDArray[np.bool_]]) -> dict[str, Array]:
    """Every quantity over (time, asset)."""
    names, site_areas = list(case.site.assets), case.site.areas
    given = {quantity for each in decisions.assets.values() for quantity in each}
    empty = np.full((case.steps.count, len(names)), np.nan)
    tables = {q: empty.copy() for q in ASSET_QUANTITIES if q in COMMON or q in given}
    for place, (name, asset) in enumerate(case.site.assets.items()):
        quantities = decisions.assets[name]
        for quantity, values in quantities.items():
            tables[quantity][:, place] = values
        tables["injection_mw"][:, place] = injection_of(quantities)
        tables["reference_injection_mw"][:, place] = case.reference.injection_mw[name]
        if BEHAVIOURS[asset.type].looped is not Behaviour.looped:
            tables["is_loss_counted"][:, place] = case.surplus_on(site_areas[asset.bus])
    _causes(case, decisions, tables, names, binding)
    return tables


def _feeds(case: Case, decisions: Decisions) -> Variables:
    """What is fed into further buses, and the heat that is cooled away."""
    zero = np.zeros(case.steps.count)
    names, buses = feed_names(case), list(case.site.buses)
    table = {"feed_mw": decisions.feeds, "reference_feed_mw": case.reference.feed_mw}
    variables: Variables = {
        name: (("time", "feed"), _stacked([values.get(each, zero) for each in names], zero), {"units": "MW"})
        for name, values in table.items()
    }
    spilled = _stacked([decisions.spilled.get(bus, zero) for bus in buses], zero)
    return variables | {"spilled_mw": (("time", "bus"), spilled, {"units": "MW"})}


def feed_names(case: Case) -> list[str]:
    """``asset/field`` of every further bus of an asset."""
    return [f"{name}/{field}" for name, asset in case.site.assets.items() for field in asset.feeds]


def _stacked(series: list[Array], zero: Array) -> Array:
    return np.stack(series, axis=1) if series else np.zeros((len(zero), 0))


def _series(case: Case, tables: dict[str, Array]) -> Variables:
    """What is said of the whole site over time."""
    names, reference = list(case.site.assets), case.reference
    loads = [names.index(name) for name in case.site.of_role("load", "electricity")]
    ties = [names.index(name) for name in case.site.of_role("tie")]
    over_time = {
        "net_exchange_mw": tables["injection_mw"][:, ties].sum(axis=1),
        "reference_exchange_mw": reference.net_exchange_mw,
        "load_mw": tables["power_mw"][:, loads].sum(axis=1),
        "reference_load_mw": reference.load_mw,
        "capability_mw": np.full(case.steps.count, np.nan),
    }
    series: Variables = {name: (("time",), values, {"units": "MW"}) for name, values in over_time.items()}
    series["is_peak_window"] = (("time",), reference.window.astype(np.int8), {"units": "1"})
    series["is_surplus"] = (("time",), reference.is_surplus.astype(np.int8), {"units": "1"})
    series["period_kind"] = (("time",), period_kinds(case.site, case.steps).astype(object), {})
    return series


def _coordinates(case: Case, decisions: Decisions) -> dict[str, object]:
    site, names = case.site, list(case.site.assets)
    about = {
        field: [getattr(site.assets[name], field) for name in names]
        for field in ("type", "role", "bus", "carrier")
    }
    coordinates: dict[str, object] = {
        "time": case.steps.times,
        "label": (("time",), np.asarray(case.steps.labels, dtype=object)),
        "asset": np.asarray(names, dtype=object),
    }
    if decisions.stocks:
        coordinates["stock"] = np.asarray(list(decisions.stocks), dtype=object)
    feeds = feed_names(case)
    fed = [site.assets[name].feeds[field] for name, _, field in (each.partition("/") for each in feeds)]
    coordinates |= {
        "feed": np.asarray(feeds, dtype=object),
        "feed_bus": (("feed",), np.asarray(fed, dtype=object)),
        "bus": np.asarray(list(site.buses), dtype=object),
        "bus_carrier": (("bus",), np.asarray([b.carrier for b in site.buses.values()], dtype=object)),
        "bus_area": (("bus",), np.asarray([site.areas[bus] for bus in site.buses], dtype=object)),
    }
    coordinates |= {
        f"asset_{field}": (("asset",), np.asarray(values, dtype=object)) for field, values in about.items()
    }
    return coordinates | {d: np.asarray(list(decisions.parts.get(d, {})), dtype=object) for d in PARTS}


def _causes(
    case: Case,
    decisions: Decisions,
    tables: dict[str, Array],
    names: list[str],
    binding: Mapping[str, NDArray[np.bool_]],
) -> None:
    """Why each curtailed MW was curtailed: network full, units at their minimum, no export, export limit, or cost.

    Where nothing more can leave the area, what units at their minimum give takes the room of as much renewable power;
    each source bears its part of it.
    """
    site = case.site
    zero = np.zeros(case.steps.count)
    room = {area: _at_minimum_mw(case, decisions, area) for area in site.area_names}
    rest: dict[str, Array] = dict.fromkeys(site.area_names, zero)
    for name in site.of_role("renewable"):
        full = binding.get(site.assets[name].bus, np.zeros(case.steps.count, dtype=bool))
        area = site.areas[site.assets[name].bus]
        rest[area] = rest[area] + np.where(full, 0.0, tables["curtailed_mw"][:, names.index(name)])
    for name in site.of_role("renewable"):
        place, ties = names.index(name), site.of_area(site.areas[site.assets[name].bus], "tie")
        is_network = binding.get(site.assets[name].bus, np.zeros(case.steps.count, dtype=bool))
        tables["curtailed_network_mw"][:, place] = np.where(is_network, tables["curtailed_mw"][:, place], 0.0)
        cut = tables["curtailed_mw"][:, place] - tables["curtailed_network_mw"][:, place]
        limit = sum((case.export_limit_mw[tie] for tie in ties), zero)
        exported = sum((decisions.assets[tie]["export_mw"] for tie in ties), zero)
        is_closed, is_full = limit <= 0, exported >= limit - EXPORT_TOLERANCE_MW
        area = site.areas[site.assets[name].bus]
        share = np.divide(room[area], rest[area], out=zero.copy(), where=rest[area] > 0).clip(0.0, 1.0)
        tables["curtailed_unit_minimum_mw"][:, place] = np.where(is_closed | is_full, share * cut, 0.0)
        cut = cut - tables["curtailed_unit_minimum_mw"][:, place]
        tables["curtailed_surplus_mw"][:, place] = np.where(is_closed, cut, 0.0)
        tables["curtailed_export_limit_mw"][:, place] = np.where(~is_closed & is_full, cut, 0.0)
        tables["curtailed_price_mw"][:, place] = np.where(~is_closed & ~is_full, cut, 0.0)


def _at_minimum_mw(case: Case, decisions: Decisions, area: str) -> Array:
    """Power of the units of an area that are on and at their minimum, MW, shape (count,)."""
    total = np.zeros(case.steps.count)
    for name in case.site.of_area(area, "unit", "electricity"):
        least, quantities = case.site.assets[name].output_mw_least, decisions.assets[name]
        if least > 0:
            output = quantities["output_mw"]
            is_least = (quantities["is_on"] > 0.5) & (output <= least + AT_MINIMUM_MW)
            total += np.where(is_least, output.clip(0.0), 0.0)
    return total
