"""Audit of a heat load: its demand is served, and its building stays warm.

Over a step of h hours the temperature of a building falls towards the outdoors and rises with heat q and gains g:
T = T_out + (q + g) / L + (T_before - T_out - (q + g) / L) exp(-L h / C), the exact solution of C dT/dt = q + g - L (T -
T_out). On the reference day q holds the set-point as far as the radiators can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin
from dispatch.audit.finding import Array, Finding
from dispatch.audit.interface import AssetAudit
from dispatch.audit.load import shown, unserved
from sites.assets.heat_load import Building, HeatLoad

__all__ = ["AUDIT"]

COLD, WARM, TEMPERATURE, RADIATORS = "heat-cold", "heat-warm", "heat-temperature", "heat-radiators"


def _start_c(load: HeatLoad, case: Case) -> float:
    return case.state.value(case.site, "stocks", load.name)


def _settles_c(building: Building, outdoor_c: float, heat_mw: float) -> float:
    """Temperature towards which the building moves, degC."""
    return outdoor_c + (heat_mw + building.gains_mw) / building.loss_mw_per_k


def temperatures_c(load: HeatLoad, building: Building, case: Case, heating: Array) -> Array:
    """Temperature at the end of each step, degC, shape (count,)."""
    factor = np.exp(-building.loss_mw_per_k * case.hours / building.capacity_mwh_per_k)
    outdoor, now = case.outdoor_c(load.temp_air_c), _start_c(load, case)
    result = np.zeros(case.steps.count)
    for step in range(case.steps.count):
        end = _settles_c(building, float(outdoor[step]), float(heating[step]))
        now = end + (now - end) * factor
        result[step] = now
    return result


def _most_mw(load: HeatLoad, building: Building, case: Case) -> Array:
    """Most heat of the radiators after the day's facts and the demand, MW, shape (count,)."""
    left = case.derated_mw(load.name) - case.expected_mw(load.name)
    return np.clip(case.limited_mw(load.name, building.heating_mw_max), 0.0, np.maximum(left, 0.0))


def held_mw(load: HeatLoad, case: Case) -> Array:
    """Heat that holds the set-point on the reference day, MW, shape (count,)."""
    result = np.zeros(case.steps.count)
    building = load.building
    if building is None:
        return result
    factor = np.exp(-building.loss_mw_per_k * case.hours / building.capacity_mwh_per_k)
    outdoor, now = case.outdoor_c(load.temp_air_c), _start_c(load, case)
    most = _most_mw(load, building, case)
    for step in range(case.steps.count):
        wanted_end = (building.set_point_c - now * factor) / (1.0 - factor)
        need = (wanted_end - outdoor[step]) * building.loss_mw_per_k - building.gains_mw
        result[step] = np.clip(need, 0.0, most[step])
        end = _settles_c(building, float(outdoor[step]), float(result[step]))
        now = end + (now - end) * factor
    return result


def check_served(load: HeatLoad, case: Case, track: Track) -> Iterator[Finding]:
    """The demand is served in full beside the building's heat; a pinned step obeys its pin instead."""
    beside = track.of("heating_mw", load.name)
    yield from unserved(load, case, track, case.expected_mw(load.name), beside)


def check_building(load: HeatLoad, case: Case, track: Track) -> Iterator[Finding]:
    """The radiators' limit, and the band of the temperature that follows."""
    building, heating, name = load.building, track.of("heating_mw", load.name), load.name
    if building is None:
        yield from track.over(RADIATORS, name, np.abs(heating))
        return
    yield from track.over(RADIATORS, name, np.maximum(heating - _most_mw(load, building, case), -heating))
    wanted = temperatures_c(load, building, case, heating)
    cold_mw = (building.comfort_c_min - wanted) * building.capacity_mwh_per_k / case.hours
    left = track.ledger.excuse("comfort", name, cold_mw) * case.hours / building.capacity_mwh_per_k
    yield from track.over(COLD, name, left, "K")
    unheated = temperatures_c(load, building, case, np.zeros(case.steps.count))
    yield from track.over(WARM, name, wanted - np.maximum(building.comfort_c_max, unheated), "K")


def check_shown(load: HeatLoad, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's own figure of the temperature."""
    if load.building is not None:
        wanted = temperatures_c(load, load.building, case, track.of("heating_mw", load.name))
        shown = track.variables.get("indoor_c")
        found = np.full(len(wanted), np.nan) if shown is None else shown[track.rows[load.name]]
        yield from track.apart(TEMPERATURE, load.name, found, wanted, "K")


def check_demand(load: HeatLoad, case: Case, track: Track) -> Iterator[Finding]:
    """The schedule's own figures of demand and of what was not served."""
    yield from shown(load, case, track, reference_mw(load, case), track.of("heating_mw", load.name))


def reference_mw(load: HeatLoad, case: Case) -> Array:
    """Heat taken on the reference day, MW, shape (count,)."""
    return np.asarray(case.expected_mw(load.name) + held_mw(load, case), dtype=float)


def reference_quantities(load: HeatLoad, case: Case, own: Mapping[str, Array]) -> dict[str, Array]:
    """The building's heat on the reference day."""
    return {"heating_mw": held_mw(load, case)}


def costs(load: HeatLoad, case: Case, track: Track) -> dict[str, float]:
    """Value of the heat in the walls after the day, less what was in them before, as a negative cost."""
    if load.building is None:
        return {}
    indoor = temperatures_c(load, load.building, case, track.of("heating_mw", load.name))
    warmer = float(indoor[-1]) - _start_c(load, case)
    stored_mwh = warmer * load.building.capacity_mwh_per_k
    return {"terminal_value": -load.building.terminal_value_yuan_per_mwh * stored_mwh}


AUDIT = AssetAudit(
    operation=(check_pin, check_served, check_building),
    variables=("injection_mw", "power_mw", "heating_mw"),
    declared=(check_demand, check_shown),
    declared_variables=("demand_mw", "unserved_mw"),
    reference=reference_mw,
    reference_quantities=reference_quantities,
    costs=costs,
    rules=(COLD, WARM, TEMPERATURE, RADIATORS),
)
