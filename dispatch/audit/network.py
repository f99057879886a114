"""Audit of lines, transformers and voltages: a power flow of its own (`dispatch.audit.sweep`) for every step.

* Every voltage and loading is within its limits, but for what is declared broken.
* The voltages, flows, losses and loadings that the schedule gives are those of the power flow.
* The losses that the plan counts with agree with them, network by network, within 0.05 % of all that is fed and taken
  there and 0.5 kW; a called event's within five times that, since its flows were never linearised.

What is fed and taken balances with the planned flows bus by bus (`dispatch.audit.balance`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import xarray as xr

from dispatch.audit.case import Case, Track
from dispatch.audit.finding import Array, Finding
from dispatch.audit.rules import Rule
from dispatch.audit.sweep import Swept

__all__ = ["check_event_network", "check_network", "network_kpis", "network_missing", "read_branches"]

OVER_BRANCHES = ("branch_power_mw", "branch_loss_mw", "loading_frac")
PLANNED = ("planned_branch_power_mw", "planned_branch_loss_mw")
VOLTAGE_TOLERANCE_PU = 1e-4
LOADING_TOLERANCE_FRAC = 1e-3
LOSS_TOLERANCE_FRAC, LOSS_TOLERANCE_MW = 5e-4, 5e-4
EVENT_LOOSER = 5.0
EVENT_VOLTAGE_PU, EVENT_LOADING_FRAC = 5e-3, 2e-2


def network_missing(case: Case, data: xr.Dataset) -> Iterator[Finding]:
    """What a schedule of a site with branches must have over them."""
    if not case.site.branches:
        return
    names = [str(name) for name in data["branch"].values] if "branch" in data.coords else []
    if names != list(case.site.branches):
        yield Finding(Rule.TASK_LIST, ", ".join(names), (), float(max(len(names), 1)), "")
    for name in sorted({"voltage_pu", *OVER_BRANCHES, *PLANNED} - set(map(str, data.variables))):
        yield Finding(Rule.MISSING_VARIABLE, name, (), 1.0, "")


def read_branches(data: xr.Dataset, place: int | None = None) -> dict[str, dict[str, Array]]:
    """Planned flows and losses by branch, MW, shape (count,); of one event where a place is given."""
    found: dict[str, dict[str, Array]] = {}
    for name in PLANNED:
        if name not in data or not data.sizes.get("branch", 0):
            continue
        table = data[name] if place is None else data[name].isel(event=place)
        values = np.asarray(table.transpose("branch", "time").values, dtype=float)
        found[name] = dict(zip(map(str, data["branch"].values), values, strict=True))
    return found


def check_network(case: Case, track: Track, data: xr.Dataset) -> Iterator[Finding]:
    """Limits, what the schedule says of the network, and the losses that its plan counts with."""
    if not case.site.branches:
        return
    swept = track.swept
    yield from _unsolved(case, track, swept)
    yield from _limits(case, track, swept, VOLTAGE_TOLERANCE_PU, LOADING_TOLERANCE_FRAC)
    yield from _declared(case, track, swept, data)
    yield from _losses(case, track, swept, 1.0)


def check_event_network(case: Case, track: Track) -> Iterator[Finding]:
    """Limits and losses of a called event's day, with the looser tolerances of flows that were never linearised."""
    if not case.site.branches:
        return
    yield from _unsolved(case, track, track.swept)
    yield from _limits(case, track, track.swept, EVENT_VOLTAGE_PU, EVENT_LOADING_FRAC)
    yield from _losses(case, track, track.swept, EVENT_LOOSER)


def _unsolved(case: Case, track: Track, swept: Swept) -> Iterator[Finding]:
    """Networks that have no power flow, but for what is declared: 1 p.u. at the bus that feeds them."""
    for tree in case.site.trees:
        lost = np.any([~np.isfinite(swept.voltage_pu[bus]) for bus in tree.buses], axis=0)
        steps = np.flatnonzero(track.ledger.excuse("network_limit", tree.root, lost.astype(float)) > 0)
        if steps.size:
            yield track.at(Rule.NETWORK_NO_SOLUTION, "", steps, float(steps.size), "")


def _limits(
    case: Case, track: Track, swept: Swept, voltage_tolerance: float, loading_tolerance: float
) -> Iterator[Finding]:
    for bus, voltage in swept.voltage_pu.items():
        about = case.site.buses[bus]
        low = -np.inf if about.voltage_pu_min is None else about.voltage_pu_min
        high = np.inf if about.voltage_pu_max is None else about.voltage_pu_max
        excess = np.nan_to_num(np.maximum(low - voltage, voltage - high))
        left = track.ledger.excuse("network_limit", bus, excess)
        yield from track.over(Rule.NETWORK_VOLTAGE_LIMIT, bus, left, "p.u.", voltage_tolerance)
    for name, loading in swept.loading_frac.items():
        excess = np.nan_to_num(loading - getattr(case.site.branches[name], "loading_frac_max", 1.0))
        left = track.ledger.excuse("network_limit", name, excess)
        yield from track.over(Rule.NETWORK_LOADING_LIMIT, name, left, "", loading_tolerance)


def _declared(case: Case, track: Track, swept: Swept, data: xr.Dataset) -> Iterator[Finding]:
    """Figures of the schedule beside those of the power flow; steps without a solution are told elsewhere."""
    voltages = _rows(data, "voltage_pu", "bus")
    for bus, wanted in swept.voltage_pu.items():
        apart = _apart(voltages[bus], wanted)
        yield from track.over(Rule.NETWORK_VOLTAGE, bus, apart, "p.u.")
    power, loss, loading = (_rows(data, name, "branch") for name in OVER_BRANCHES)
    for name in case.site.branches:
        flow = np.maximum(
            _apart(power[name], np.asarray(swept.entering_mva[name].real)),
            _apart(loss[name], swept.loss_mw(name)),
        )
        yield from track.over(Rule.NETWORK_FLOW, name, flow)
        yield from track.over(Rule.NETWORK_LOADING, name, _apart(loading[name], swept.loading_frac[name]), "")


def _rows(data: xr.Dataset, variable: str, dim: str) -> dict[str, Array]:
    values = np.asarray(data[variable].transpose(dim, "time").values, dtype=float)
    return dict(zip(map(str, data[dim].values), values, strict=True))


def _apart(found: Array, wanted: Array) -> Array:
    return np.where(np.isfinite(wanted), np.abs(found - wanted), 0.0)


def _losses(case: Case, track: Track, swept: Swept, looser: float) -> Iterator[Finding]:
    for tree in case.site.trees:
        names = [joint.branch for joint in tree.joints]
        planned = np.sum([track.branches["planned_branch_loss_mw"][name] for name in names], axis=0)
        lost = np.sum([swept.loss_mw(name) for name in names], axis=0)
        throughput = np.sum([np.abs(track.taken_mva[bus].real) for bus in tree.buses], axis=0)
        allowed = looser * (LOSS_TOLERANCE_MW + LOSS_TOLERANCE_FRAC * throughput)
        beyond = np.where(np.isfinite(lost), np.abs(planned - lost) - allowed, 0.0)
        yield from track.over(Rule.NETWORK_PLANNED_LOSS, tree.root, beyond)


def network_kpis(case: Case, track: Track) -> dict[str, Any]:
    """Losses and extremes of voltage and loading by the power flow; nothing without branches."""
    if not case.site.branches:
        return {}
    swept = track.swept
    voltage, loading = list(swept.voltage_pu.values()), list(swept.loading_frac.values())
    lost = float(np.nansum([swept.loss_mw(name) for name in case.site.branches])) * case.hours
    is_known = bool(np.isfinite(voltage).any())
    return {
        "network_losses_mwh": lost,
        "voltage_pu_min": float(np.nanmin(voltage)) if is_known else None,
        "voltage_pu_max": float(np.nanmax(voltage)) if is_known else None,
        "loading_frac_max": float(np.nanmax(loading)) if is_known else None,
    }
