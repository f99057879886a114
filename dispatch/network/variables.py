"""What a schedule says of the network: voltages, flows, losses and loadings of every step by AC power flow.

Beside them stand the flows and losses that the plan counts with (``planned_...``), which differ by what the linear
equations leave out; they balance each bus.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from dispatch.network.feeder import Feeder, feeder_of
from dispatch.network.flow import Flow, ac_flow, taken_at_buses
from dispatch.network.tangents import point_of
from dispatch.windows import Array

if TYPE_CHECKING:
    from dispatch.case import Case
    from sites.site import Site

__all__ = ["NETWORK_EVENT_VARIABLES", "is_binding", "network_kpis", "network_variables"]

Variables = dict[str, tuple[tuple[str, ...], object, dict[str, str]]]
NETWORK_EVENT_VARIABLES = ("planned_branch_power_mw", "planned_branch_loss_mw")
# How near to a limit a network counts as full: a polygon of 16 sides leaves up to 2 % of a loading unused.
BINDING_PU, BINDING_LOADING_FRAC = 0.002, 0.025


def network_variables(
    case: Case,
    homes: Mapping[str, Array],
    feeds: Mapping[str, Array],
    planned: Mapping[str, tuple[Array, Array]],
) -> tuple[Variables, dict[str, NDArray[np.bool_]]]:
    """Variables of a schedule over buses and branches, and the steps in which the network binds, by bus.

    Parameters
    ----------
    homes, feeds : mapping of str to array, shape (count,)
        Injections of the assets at home, and by ``asset/field``, MW.
    planned : mapping of str to (array, array)
        By branch: power entering at its from end and losses, MW; those of the AC power flow where not given.
    """
    site = case.site
    if not site.branches:
        return {}, {}
    feeder = feeder_of(site)
    taken = taken_at_buses(site, case.steps.count, homes, feeds)
    flow = ac_flow(site, *taken)
    planned = planned or _planned(feeder, flow, *taken)
    voltage = np.full((case.steps.count, len(site.buses)), np.nan)
    voltage[:, [list(site.buses).index(bus) for bus in feeder.buses]] = flow.voltage_pu
    order = [feeder.branches.index(name) for name in site.branches]
    over_branches = {
        "branch_power_mw": (flow.power_mw[:, order], "MW"),
        "branch_power_mvar": (flow.power_mvar[:, order], "Mvar"),
        "branch_loss_mw": (flow.loss_mw[:, order], "MW"),
        "loading_frac": (flow.loading_frac[:, order], "1"),
        "planned_branch_power_mw": (np.stack([planned[name][0] for name in site.branches], axis=1), "MW"),
        "planned_branch_loss_mw": (np.stack([planned[name][1] for name in site.branches], axis=1), "MW"),
    }
    variables: Variables = {
        name: (("time", "branch"), values, {"units": unit}) for name, (values, unit) in over_branches.items()
    }
    variables["voltage_pu"] = (("time", "bus"), voltage, {"units": "1"})
    return variables | _about(site), is_binding(site, feeder, flow)


def _about(site: Site) -> Variables:
    """Names and limits of the branches and buses; NaN where a bus has none."""
    branches, nan = site.branches, float("nan")
    lows = [nan if each.voltage_pu_min is None else each.voltage_pu_min for each in site.buses.values()]
    highs = [nan if each.voltage_pu_max is None else each.voltage_pu_max for each in site.buses.values()]
    words = {
        "branch_from": [each.from_bus for each in branches.values()],
        "branch_to": [each.to_bus for each in branches.values()],
        "branch_kind": ["line" if name in site.lines else "transformer" for name in branches],
    }
    about: Variables = {
        name: (("branch",), np.asarray(values, dtype=object), {}) for name, values in words.items()
    }
    about["branch"] = (("branch",), np.asarray(list(branches), dtype=object), {})
    most = np.asarray([getattr(each, "loading_frac_max", 1.0) for each in branches.values()])
    about["loading_frac_max"] = (("branch",), most, {"units": "1"})
    about["voltage_pu_min"] = (("bus",), np.asarray(lows), {"units": "1"})
    about["voltage_pu_max"] = (("bus",), np.asarray(highs), {"units": "1"})
    return about


def _planned(
    feeder: Feeder, flow: Flow, taken_mw: Array, taken_mvar: Array
) -> dict[str, tuple[Array, Array]]:
    """The AC flows as a plan; without losses in steps that have no solution."""
    beyond = point_of(feeder, flow, taken_mw, taken_mvar).sent_mw
    is_solved = flow.is_solved
    found = {}
    for e, name in enumerate(feeder.branches):
        sign = 1.0 if feeder.is_forward[e] else -1.0
        power = np.where(is_solved, flow.power_mw[:, e], sign * beyond[:, e])
        found[name] = power, np.where(is_solved, flow.loss_mw[:, e], 0.0)
    return found


def is_binding(site: Site, feeder: Feeder, flow: Flow) -> dict[str, NDArray[np.bool_]]:
    """Steps, by bus, in which the network takes no more from it.

    A branch between it and the root is loaded to its limit, or some bus of its tree is at its highest voltage.
    """
    full = flow.loading_frac >= feeder.limit / feeder.rating - BINDING_LOADING_FRAC
    high = flow.voltage_pu >= feeder.voltage_max - BINDING_PU
    found: dict[str, NDArray[np.bool_]] = {}
    for tree in site.trees:
        places = [feeder.buses.index(bus) for bus in tree.buses if bus != tree.root]
        found[tree.root] = np.asarray(high[:, places].any(axis=1))
        for joint in tree.joints:
            branch = feeder.branches.index(joint.branch)
            found[joint.child] = np.asarray(found[joint.parent] | full[:, branch])
    return found


def network_kpis(case: Case, data: xr.Dataset) -> dict[str, object]:
    """Losses, extremes of voltage and loading, and where and when these are; nothing without branches."""
    if not case.site.branches:
        return {}
    voltage, loading = data["voltage_pu"].values, data["loading_frac"].values
    kpis: dict[str, object] = {
        "network_losses_mwh": float(np.nansum(data["branch_loss_mw"].values) * case.hours)
    }
    for name, values, dim, pick in (
        ("voltage_pu_min", voltage, "bus", np.nanargmin),
        ("voltage_pu_max", voltage, "bus", np.nanargmax),
        ("loading_frac_max", loading, "branch", np.nanargmax),
    ):
        if not np.isfinite(values).any():
            kpis |= {name: None, f"{name}_at": None}
            continue
        step, place = np.unravel_index(int(pick(values)), values.shape)
        kpis[name] = float(values[step, place])
        kpis[f"{name}_at"] = {dim: str(data[dim].values[place]), "step": int(step)}
    return kpis
