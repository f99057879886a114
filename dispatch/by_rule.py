"""Plans without a solver: the reference day, or earlier decisions, carried out on today's forecast.

Stores and flexible loads do what the decisions say; renewables are used as they come and curtailed in the stated order;
the tie takes the rest. What that breaks is named with its amount, so that the plan can be told from a good one.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr

from dispatch.assets import BEHAVIOURS
from dispatch.assets.base import Doing
from dispatch.case import Case
from dispatch.reference import curtail
from dispatch.results import EXPORT_TOLERANCE_MW, Decisions, injection_of, parts_of
from dispatch.windows import Array

__all__ = ["carry_out", "netted", "reference_decisions", "stored_decisions"]

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
    """Most power of each source where a plan curtailed it though its tie could have exported more, else infinite."""
    site, chosen = case.site, dict[str, Array]()
    for tie in site.of_role("tie"):
        of = data.sel(asset=tie)
        is_open = (of["export_mw"] - of["import_mw"]).values < case.export_limit_mw[tie] - EXPORT_TOLERANCE_MW
        for name in site.of_role("renewable"):
            if site.assets[name].bus == site.assets[tie].bus:
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
    site, zero = case.site, np.zeros(case.steps.count)
    assets: Setpoints = {name: dict(doing.quantities) for name, doing in doings.items() if doing.quantities}
    broken = {
        (name, clause): amount for name, doing in doings.items() for clause, amount in doing.broken.items()
    }
    for bus in site.buses:
        here = [name for name, asset in site.assets.items() if asset.bus == bus]
        taken = -np.asarray(sum((injection_of(assets[n]) for n in here if n in assets), zero), dtype=float)
        ties = [name for name in here if site.assets[name].role == "tie"]
        export_limit = case.export_limit_mw[ties[0]] if ties else zero
        sources = [name for name in here if site.assets[name].role == "renewable"]
        used = {name: np.minimum(case.available_mw[name], most.get(name, np.inf)) for name in sources}
        excess = np.maximum(sum(used.values(), zero) - taken - export_limit, 0.0)
        used = curtail(site, bus, used, excess)
        for name, power in used.items():
            available = case.available_mw[name]
            assets[name] = {"available_mw": available, "used_mw": power, "curtailed_mw": available - power}
        net = taken - sum(used.values(), zero)
        if ties:
            _tie(case, ties[0], net, assets, broken)
        else:
            _shed(case, here, net, assets, broken)
    _cap(case, assets, broken)
    kept = {key: value for key, value in broken.items() if value.max() > ROUND}
    return Decisions(assets=assets, parts=parts_of(case, doings), broken=kept)


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


def _cap(case: Case, assets: Setpoints, broken: dict[tuple[str, str], Array]) -> None:
    """Outside the peak windows the plan stays at or below the reference day's own maximum."""
    if not case.reference.is_applicable:
        return
    role = "tie" if case.site.targets.series == "net_exchange" else "load"
    sign = 1.0 if role == "tie" else -1.0
    series = sign * sum(
        (injection_of(assets[n]) for n in case.site.of_role(role)), np.zeros(case.steps.count)
    )
    above = np.where(case.reference.window, 0.0, series - case.reference.cap_mw)
    broken["", "outside_peak"] = np.maximum(above, 0.0)
