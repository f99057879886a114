"""AC power flow of every step at once, with power-grid-model (Newton-Raphson, batch calculation).

Library: Xiang et al., Power Grid Model: a high-performance distribution grid calculation library, CIRED 2023.
Assets take constant active and reactive power; the root of each tree holds its voltage and takes the rest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatch.network.feeder import Feeder, feeder_of
from dispatch.windows import Array
from sites.site import Site

__all__ = ["Flow", "ac_flow", "ac_losses_mw", "taken_at_buses"]

STIFF_VA = 1e16  # short-circuit power behind the held voltage: none of it is lost before the bus
TOLERANCE_PU = 1e-10
MOST_ITERATIONS = 50
FREQUENCY_HZ = 50.0
W = 1e6


@dataclass(frozen=True)
class Flow:
    """An AC power flow, shape (count, buses) and (count, branches) in the order of the feeder.

    Attributes
    ----------
    voltage_pu : array
        NaN in steps without a solution, and so are the others.
    power_mw, power_mvar : array
        What enters a branch at its from end.
    left_mw, left_mvar : array
        What enters it at its to end: minus what leaves it there.
    loading_frac : array
        Higher current of the ends over the limit (line), higher apparent power over the rating (transformer).
    """

    voltage_pu: Array
    power_mw: Array
    power_mvar: Array
    left_mw: Array
    left_mvar: Array
    loading_frac: Array

    @property
    def loss_mw(self) -> Array:
        """Losses of each branch, shape (count, branches)."""
        return self.power_mw + self.left_mw

    @property
    def is_solved(self) -> NDArray[np.bool_]:
        """Steps that have a solution, shape (count,)."""
        return np.asarray(np.isfinite(self.voltage_pu).all(axis=1))


def taken_at_buses(
    site: Site, count: int, homes: Mapping[str, Array], feeds: Mapping[str, Array]
) -> tuple[Array, Array]:
    """Active and reactive power that all assets but ties take from the buses of the feeder, MW and Mvar.

    Parameters
    ----------
    homes : mapping of str to array, shape (count,)
        Injection of each asset at home, MW.
    feeds : mapping of str to array, shape (count,)
        Injections into further buses, by ``asset/field``, MW.

    Returns
    -------
    taken_mw, taken_mvar : array, shape (count, buses)
        A power factor is inductive: reactive power is taken, whichever way active power flows.
    """
    places = {bus: place for place, bus in enumerate(bus for tree in site.trees for bus in tree.buses)}
    active, reactive = np.zeros((count, len(places))), np.zeros((count, len(places)))
    for name, asset in site.assets.items():
        for field, bus in asset.buses.items():
            power = homes.get(name) if field == "bus" else feeds.get(f"{name}/{field}")
            if bus not in places or power is None or asset.role == "tie":
                continue
            active[:, places[bus]] -= power
            reactive[:, places[bus]] += np.abs(power) * math.tan(math.acos(asset.power_factor or 1.0))
    return active, reactive


def ac_losses_mw(site: Site, taken_mw: Array, taken_mvar: Array) -> dict[str, Array]:
    """Losses of each area's branches, MW, shape (count,); 0 where no power flow exists."""
    found: dict[str, Array] = {}
    if not site.branches:
        return found
    flow = ac_flow(site, taken_mw, taken_mvar)
    losses = np.nan_to_num(flow.loss_mw)
    for place, name in enumerate(feeder_of(site).branches):
        area = site.areas[site.branches[name].from_bus]
        found[area] = found.get(area, 0.0) + losses[:, place]
    return found


def ac_flow(site: Site, taken_mw: Array, taken_mvar: Array) -> Flow:
    """AC power flow of every step.

    Parameters
    ----------
    taken_mw, taken_mvar : array, shape (count, buses)
        What is taken at each bus of the feeder (`taken_at_buses`).
    """
    feeder = feeder_of(site)
    flow = _solved(site, feeder, taken_mw, taken_mvar)
    lost = np.flatnonzero(~flow.is_solved)
    several = site.trees if lost.size and len(site.trees) > 1 else ()
    for tree in several:  # one network's collapse is not another's
        alone = np.isin(feeder.buses, tree.buses)
        apart = _solved(site, feeder, taken_mw[lost] * alone, taken_mvar[lost] * alone)
        branches = np.isin(feeder.branches, [joint.branch for joint in tree.joints])
        for each in fields(Flow):
            columns = np.flatnonzero(alone if each.name == "voltage_pu" else branches)
            getattr(flow, each.name)[np.ix_(lost, columns)] = getattr(apart, each.name)[:, columns]
    return flow


def _solved(site: Site, feeder: Feeder, taken_mw: Array, taken_mvar: Array) -> Flow:
    """All networks together: none of them is solved in a step in which one is not."""
    from power_grid_model import ComponentType, DatasetType, PowerGridModel, initialize_array

    count, buses = taken_mw.shape
    model = PowerGridModel(_described(site, feeder))
    update = initialize_array(DatasetType.update, ComponentType.sym_load, (count, buses))
    update["id"] = _ids(feeder)["load"][None, :]
    update["p_specified"], update["q_specified"] = taken_mw * W, taken_mvar * W
    asked: dict[Any, Any] = {
        ComponentType.node: None,
        ComponentType.line: None,
        ComponentType.transformer: None,
    }
    failed = np.zeros(count, dtype=bool)
    result = model.calculate_power_flow(
        update_data={ComponentType.sym_load: update},
        error_tolerance=TOLERANCE_PU,
        max_iterations=MOST_ITERATIONS,
        output_component_types=asked,
        continue_on_batch_error=True,
    )
    if model.batch_error is not None:
        failed[model.batch_error.failed_scenarios] = True
    return _read(feeder, result, failed)


def _ids(feeder: Feeder) -> dict[str, NDArray[np.int32]]:
    """Numbers of the components: buses, branches, sources, loads."""
    sizes = {
        "bus": len(feeder.buses),
        "branch": len(feeder.branches),
        "source": len(feeder.root_voltage),
        "load": len(feeder.buses),
    }
    ids: dict[str, NDArray[np.int32]] = {}
    first = 0
    for name, size in sizes.items():
        ids[name] = np.arange(first, first + size, dtype=np.int32)
        first += size
    return ids


def _described(site: Site, feeder: Feeder) -> dict[Any, Any]:
    """The network in the library's own words: rated values, volts and watts."""
    from power_grid_model import ComponentType, DatasetType, LoadGenType, initialize_array

    ids = _ids(feeder)
    volts = np.asarray([(site.buses[bus].voltage_kv or 1.0) * 1e3 for bus in feeder.buses])
    node = initialize_array(DatasetType.input, ComponentType.node, len(volts))
    node["id"], node["u_rated"] = ids["bus"], volts
    source = initialize_array(DatasetType.input, ComponentType.source, len(feeder.root_voltage))
    source["id"], source["status"], source["sk"] = ids["source"], 1, STIFF_VA
    source["node"], source["u_ref"] = list(feeder.root_voltage), list(feeder.root_voltage.values())
    load = initialize_array(DatasetType.input, ComponentType.sym_load, len(volts))
    load["id"], load["node"], load["status"] = ids["load"], ids["bus"], 1
    load["type"], load["p_specified"], load["q_specified"] = LoadGenType.const_power, 0.0, 0.0
    return {
        ComponentType.node: node,
        ComponentType.line: _lines(site, feeder),
        ComponentType.transformer: _transformers(site, feeder, volts),
        ComponentType.source: source,
        ComponentType.sym_load: load,
    }


def _ends(site: Site, feeder: Feeder, table: Any, chosen: NDArray[np.int64]) -> None:
    table["id"] = _ids(feeder)["branch"][chosen]
    table["from_node"] = np.where(feeder.is_forward, feeder.parent, feeder.child)[chosen]
    table["to_node"] = np.where(feeder.is_forward, feeder.child, feeder.parent)[chosen]
    table["from_status"] = table["to_status"] = 1


def _lines(site: Site, feeder: Feeder) -> Any:
    from power_grid_model import ComponentType, DatasetType, initialize_array

    chosen = np.flatnonzero(feeder.is_line)
    lines = [site.lines[feeder.branches[place]] for place in chosen]
    table = initialize_array(DatasetType.input, ComponentType.line, len(lines))
    _ends(site, feeder, table, chosen)
    table["r1"] = [line.resistance_ohm for line in lines]
    table["x1"] = [line.reactance_ohm for line in lines]
    table["c1"] = [line.susceptance_us * 1e-6 / (2 * math.pi * FREQUENCY_HZ) for line in lines]
    table["tan1"] = 0.0
    table["i_n"] = [line.current_ka_max * 1e3 for line in lines]
    return table


def _transformers(site: Site, feeder: Feeder, volts: Array) -> Any:
    from power_grid_model import BranchSide, ComponentType, DatasetType, WindingType, initialize_array

    chosen = np.flatnonzero(~feeder.is_line)
    given = [site.transformers[feeder.branches[place]] for place in chosen]
    table = initialize_array(DatasetType.input, ComponentType.transformer, len(given))
    _ends(site, feeder, table, chosen)
    rated = np.asarray([each.rated_mva for each in given]) * W
    iron = np.asarray([each.no_load_loss_mw for each in given]) * W
    table["u1"] = volts[table["from_node"]] * [each.tap_frac for each in given]
    table["u2"] = volts[table["to_node"]]
    table["sn"], table["uk"] = rated, [each.short_circuit_voltage_frac for each in given]
    table["pk"] = [each.short_circuit_loss_mw * W for each in given]
    table["p0"], table["i0"] = iron, iron / rated
    table["winding_from"] = table["winding_to"] = WindingType.wye_n
    table["clock"], table["tap_side"], table["tap_size"] = 0, BranchSide.from_side, 0.0
    table["tap_pos"] = table["tap_min"] = table["tap_max"] = table["tap_nom"] = 0
    return table


def _read(feeder: Feeder, result: Any, failed: NDArray[np.bool_]) -> Flow:
    tables = []
    for chosen, table in ((feeder.is_line, "line"), (~feeder.is_line, "transformer")):
        tables.append((np.flatnonzero(chosen), result[table] if chosen.any() else None))
    shape = len(failed), len(feeder.branches)

    def gathered(field: str, scale: float) -> Array:
        values = np.full(shape, np.nan)
        for chosen, table in tables:
            if table is not None:
                values[:, chosen] = table[field] / scale
        values[failed] = np.nan
        return values

    voltage = np.array(result["node"]["u_pu"], dtype=float)
    voltage[failed] = np.nan
    return Flow(
        voltage_pu=voltage,
        power_mw=gathered("p_from", W),
        power_mvar=gathered("q_from", W),
        left_mw=gathered("p_to", W),
        left_mvar=gathered("q_to", W),
        loading_frac=gathered("loading", 1.0),
    )
