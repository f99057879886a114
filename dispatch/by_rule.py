"""Plans without a solver: the reference day, or earlier decisions, carried out on today's forecast.

Stores and flexible loads do what the decisions say; renewables are used as they come and curtailed in the stated order;
the tie takes the rest. What that breaks is named with its amount, so that the plan can be told from a good one.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr

from dispatch.assets import BEHAVIOURS
from dispatch.assets.base import Doing, injection_of
from dispatch.case import Case
from dispatch.contract import over_budget
from dispatch.network.settled import settled_losses_mw
from dispatch.reference import curtail, fed_into, shared_out
from dispatch.reserve import short_of_reserve
from dispatch.results import EXPORT_TOLERANCE_MW, Decisions, feeds_of, parts_of
from dispatch.windows import Array

__all__ = ["cap", "carry_out", "netted", "reference_decisions", "stored_decisions"]

Setpoint = dict[str, Array]
Setpoints = dict[str, Setpoint]
ROUND = 1e-9


def reference_decisions(case: Case) -> Decisions:
    """The reference day as a plan: stores idle, loads at their preferred times."""
    return carry_out(case, case.reference.own)


def stored_decisions(case: Case, data: xr.Dataset, *, keeps_curtailment: bool = False) -> Decisions:
    """The decisions of an earlier plan for the same day, carried out on the case's forecast.

    Parameters
    ----------
    data : xarray.Dataset
        Schedule of the same site and steps.
    keeps_curtailment : bool
        Whether sources stay at or below the plan where it curtailed them by choice: more could have been exported.
    """
    assets = case.site.assets
    return carry_out(
        case,
        {n: BEHAVIOURS[asset.type].repeated(asset, case, data) for n, asset in assets.items()},
        _chosen_mw(case, data) if keeps_curtailment else {},
    )


def _chosen_mw(case: Case, data: xr.Dataset) -> Setpoint:
    """Most power of each source where a plan curtailed it though a tie could have exported more, else infinite."""
    site, chosen = case.site, dict[str, Array]()
    for area in site.area_names:
        is_open = np.zeros(case.steps.count, dtype=bool)
        for tie in site.of_area(area, "tie"):
            exported = (data["export_mw"] - data["import_mw"]).sel(asset=tie).values
            is_open |= exported < case.export_limit_mw[tie] - EXPORT_TOLERANCE_MW
        for name in site.of_area(area, "renewable") if site.of_area(area, "tie") else ():
            used, cut = (data[each].sel(asset=name).values for each in ("used_mw", "curtailed_mw"))
            chosen[name] = np.where(is_open & (cut > EXPORT_TOLERANCE_MW), used, np.inf)
    return chosen


def netted(case: Case, data: xr.Dataset) -> Decisions:
    """A plan that did two exclusive things at once, with only their difference left.

    Time may run out between the look that found them and the next solve. What feeds each bus stays the same; the levels
    rise, since less is lost: where that breaks a limit it is named.
    """
    power = data["discharge_mw"] - data["charge_mw"]
    differences = {"discharge_mw": power.clip(min=0.0), "charge_mw": (-power).clip(min=0.0)}
    return stored_decisions(case, data.assign(differences))


def carry_out(
    case: Case, doings: dict[str, Doing], used_mw_max: Mapping[str, Array] | None = None
) -> Decisions:
    """Complete what stores and loads do by renewables and exchange; name what is broken.

    Sources are used as they come, each up to ``used_mw_max`` where that is given, MW, shape (count,).
    """
    most = used_mw_max or {}
    assets: Setpoints = {name: dict(doing.quantities) for name, doing in doings.items() if doing.quantities}
    broken = {
        _placed(name, clause): amount
        for name, doing in doings.items()
        for clause, amount in doing.broken.items()
    }
    spilled = _other_carriers(case, doings, assets, broken)
    own, feeds = assets, feeds_of(doings)

    def homes(losses_mw: Mapping[str, Array]) -> dict[str, Array]:
        filled, _ = _exchanged(case, own, feeds, {}, losses_mw, most)
        return {name: injection_of(quantities) for name, quantities in filled.items()}

    losses = settled_losses_mw(case.site, case.steps.count, homes, feeds)
    assets, further = _exchanged(case, own, feeds, broken, losses, most)
    broken |= further
    cap(case, assets, broken)
    broken |= over_budget(case, assets)
    broken["", "resource"] = _overtaxed(case, doings)
    if case.site.reserve is not None and case.site.reserve.shortage_yuan_per_mwh is None:
        broken["", "reserve"] = short_of_reserve(case, assets)
    kept = {key: value for key, value in broken.items() if value.max() > ROUND}
    parts = parts_of(case, doings)
    stocks = {key: level for doing in doings.values() for key, level in doing.stocks.items()}
    return Decisions(stocks=stocks, assets=assets, parts=parts, broken=kept, feeds=feeds, spilled=spilled)


def _overtaxed(case: Case, doings: Mapping[str, Doing]) -> Array:
    """By how many runs shared resources are overtaxed, shape (count,)."""
    result = np.zeros(case.steps.count)
    for name, resource in case.site.resources.items():
        taken = sum(
            (doing.uses[name] for doing in doings.values() if name in doing.uses), np.zeros_like(result)
        )
        result = result + np.maximum(taken - resource.at_once_max, 0.0)
    return np.asarray(result)


def _exchanged(
    case: Case,
    own: Setpoints,
    feeds: Mapping[str, Array],
    known: Mapping[tuple[str, str], Array],
    losses_mw: Mapping[str, Array],
    most: Mapping[str, Array],
) -> tuple[Setpoints, dict[tuple[str, str], Array]]:
    """Renewables and ties beside what the others do, given the losses of each area's branches; and what is broken."""
    site, zero = case.site, np.zeros(case.steps.count)
    assets, broken = {name: dict(quantities) for name, quantities in own.items()}, dict(known)
    for area in site.area_names:
        here = site.of_area(area, carrier="electricity")
        fed = sum((injection_of(assets[n]) for n in here if n in assets), zero)
        fed = fed + sum((feeds[key] for key in site.further_feeds(area) if key in feeds), zero)
        taken = np.asarray(losses_mw.get(area, zero) - fed, dtype=float)
        ties = site.of_area(area, "tie")
        export_limit = sum((case.export_limit_mw[tie] for tie in ties), zero)
        sources = [name for name in site.of_area(area, "renewable") if name not in assets]
        used = {name: np.minimum(case.available_mw[name], most.get(name, np.inf)) for name in sources}
        excess = np.maximum(sum(used.values(), zero) - taken - export_limit, 0.0)
        used = curtail(site, used, excess)
        for name, power in used.items():
            asset = site.assets[name]
            doing = BEHAVIOURS[asset.type].as_used(asset, case, power)
            assets[name] = dict(doing.quantities)
            broken |= {(name, clause): amount for clause, amount in doing.broken.items()}
        net = np.asarray(taken - sum(used.values(), zero), dtype=float)
        for tie, share in shared_out(net, ties, case).items():
            _tie(case, tie, share, assets, broken)
        if not ties:
            _shed(case, list(here), net, assets, broken)
    return assets, broken


def _placed(asset: str, clause: str) -> tuple[str, str]:
    """Asset, or ``asset/part``, and clause: a doing names a part of its asset by ``part/clause``."""
    part, _, name = clause.rpartition("/")
    return (f"{asset}/{part}" if part else asset), name


def _other_carriers(
    case: Case, doings: Mapping[str, Doing], assets: Setpoints, broken: dict[tuple[str, str], Array]
) -> dict[str, Array]:
    """What is over on a bus of heat is cooled away; what is lacking on a bus is shed from its loads."""
    spilled: dict[str, Array] = {}
    for bus, about in case.site.buses.items():
        if about.carrier == "electricity":
            continue
        net = fed_into(case, bus, doings)
        if about.spilled_mw_max is not None:
            spilled[bus] = np.maximum(net, 0.0)
            broken[bus, "spill_limit"] = np.maximum(net - about.spilled_mw_max, 0.0)
        here = [name for name, asset in case.site.assets.items() if asset.bus == bus]
        _shed(case, here, -net, assets, broken)
    return spilled


def _tie(case: Case, tie: str, net: Array, assets: Setpoints, broken: dict[tuple[str, str], Array]) -> None:
    imported, exported = np.maximum(net, 0.0), np.maximum(-net, 0.0)
    assets[tie] = {
        "import_mw": imported,
        "export_mw": exported,
        "import_price_yuan_per_mwh": case.import_price[tie],
        "export_price_yuan_per_mwh": case.export_price[tie],
    }
    broken[tie, "import_limit"] = np.maximum(imported - case.import_limit_mw[tie], 0.0)
    broken[tie, "export_limit"] = np.maximum(exported - case.export_limit_mw[tie], 0.0)


def _shed(
    case: Case, here: list[str], net: Array, assets: Setpoints, broken: dict[tuple[str, str], Array]
) -> None:
    """Without a tie, what nothing feeds is shed from the loads in proportion to their power."""
    missing = np.maximum(net, 0.0)
    loads = [name for name in here if name in case.demand_mw]
    total = np.asarray(sum((assets[name]["power_mw"] for name in loads), np.zeros(len(net))), dtype=float)
    share = np.divide(missing, total, out=np.zeros_like(net), where=total > 0)
    for name in loads:
        shed = assets[name]["power_mw"] * np.minimum(share, 1.0)
        assets[name] |= {"power_mw": assets[name]["power_mw"] - shed, "unserved_mw": shed}
        broken[name, "firm_load"] = shed


def cap(case: Case, assets: Setpoints, broken: dict[tuple[str, str], Array]) -> None:
    """Outside the peak windows the plan stays at or below the reference day's own maximum."""
    if not case.reference.is_applicable:
        return
    role = "tie" if case.site.targets.series == "net_exchange" else "load"
    sign, names = 1.0 if role == "tie" else -1.0, case.site.of_role(role, "electricity")
    series = sign * sum((injection_of(assets[n]) for n in names), np.zeros(case.steps.count))
    above = np.where(case.reference.window, 0.0, series - case.reference.cap_mw)
    broken["", "outside_peak"] = np.maximum(above, 0.0)
