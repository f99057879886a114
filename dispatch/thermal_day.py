"""A thermal unit's day in figures: when it may be on, what follows from its power, which of its rules that breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dispatch.assets.base import Doing
from dispatch.commitment import Commitment
from dispatch.fuels import blended, missing_mw, unburnt_mwh
from dispatch.windows import Array

if TYPE_CHECKING:
    from dispatch.inputs import Inputs
    from sites.assets.thermal import Thermal

__all__ = ["broken_by", "carried_out", "co2_t_per_mwh", "commitment_of", "power_before", "quantities_of"]


def commitment_of(asset: Thermal, inputs: Inputs) -> Commitment:
    """When the unit may be on: what lies before the day, its least times, and what forces it off."""
    limit = inputs.day.limited_mw(asset.name, inputs.steps, asset.power_mw_max)
    stands_still = inputs.day.pinned_mw(asset.name, inputs.steps) == 0.0
    return Commitment(
        hours=inputs.hours,
        hours_before=inputs.state.value(inputs.site, "unit_hours", asset.name),
        min_up_hours=asset.min_up_hours,
        min_down_hours=asset.min_down_hours,
        is_forced_off=(limit < asset.power_mw_min - 1e-9) | (limit <= 0.0) | stands_still,
        must_run=asset.must_run,
        start_yuan=asset.start_yuan,
        warm_hours=asset.start_costs[-1].off_hours_from if asset.start_costs else 0.0,
    )


def power_before(asset: Thermal, inputs: Inputs) -> float:
    """Generator's power in the step before the day, MW."""
    if inputs.state.value(inputs.site, "unit_hours", asset.name) <= 0:
        return 0.0
    return float(asset.generator_mw(inputs.state.value(inputs.site, "output_mw", asset.name), 1.0))


def co2_t_per_mwh(asset: Thermal) -> list[float]:
    """Fossil CO2 of each fuel, t/MWh."""
    return [fuel.factor_t_per_mwh * fuel.fossil_frac for fuel in asset.fuels]


def quantities_of(
    asset: Thermal, hours: float, power: Array, states: Array, second: Array | None
) -> dict[str, Array]:
    """What follows from the generator's power and state, and the share of the second fuel."""
    zero = np.zeros(len(power))
    burnt = asset.curve(power, states) * hours if asset.fuels else zero
    fuels = blended(asset, burnt, second)
    co2 = sum((each * kind for each, kind in zip(fuels, co2_t_per_mwh(asset), strict=False)), zero)
    return {
        "output_mw": np.asarray(asset.net_mw(power, states)),
        "is_on": states,
        "fuel_mwh": burnt,
        "first_fuel_mwh": fuels[0],
        "second_fuel_mwh": fuels[1],
        "co2_t": co2,
        "reserve_mw": zero,
    }


def carried_out(
    asset: Thermal, inputs: Inputs, wanted: NDArray[np.bool_], power: Array, second: Array | None = None
) -> Doing:
    """What the unit does where it follows a wish, and what that breaks."""
    c = commitment_of(asset, inputs)
    states = c.settled(np.asarray(wanted, dtype=bool))
    limit = inputs.day.limited_mw(asset.name, inputs.steps, asset.power_mw_max)
    power = np.where(states > 0.5, np.minimum(power, limit), 0.0)
    quantities = quantities_of(asset, inputs.hours, power, states, second)
    burnt = quantities["first_fuel_mwh"], quantities["second_fuel_mwh"]
    broken = broken_by(asset, inputs, power, states, burnt)
    feeds = {}
    if asset.heat_bus is not None:
        feeds["heat_bus"] = asset.heat_frac * power + asset.heat_mw_on * states
    named = {f"{part}/{clause}".strip("/"): amount for (part, clause), amount in broken.items()}
    return Doing(quantities, broken=named, feeds=feeds)


def broken_by(
    asset: Thermal,
    inputs: Inputs,
    power: Array,
    states: Array,
    burnt: tuple[Array, Array],
    held: Array | float = 0.0,
) -> dict[tuple[str, str], Array]:
    """How far a run leaves the unit's rules, MW, by part (``/fuel`` or nothing) and clause; reserve held has risen."""
    c, hours = commitment_of(asset, inputs), inputs.hours
    least, is_on = asset.power_mw_min, states > 0.5
    before = np.concatenate([[power_before(asset, inputs)], power[:-1]])
    was_on = np.concatenate([[c.was_on], is_on[:-1]])
    up = np.inf if asset.ramp_up_mw_per_h is None else asset.ramp_up_mw_per_h * hours
    down = np.inf if asset.ramp_down_mw_per_h is None else asset.ramp_down_mw_per_h * hours
    excess = np.where(is_on, np.maximum(least - power, 0.0), 0.0)
    rise = np.where(is_on, power + held - np.where(was_on, before + up, asset.start_limit_mw), 0.0)
    most_before = np.where(is_on, power + down, asset.stop_limit_mw)
    fall = np.where(was_on & ~c.is_forced_off, before - most_before, 0.0)
    excess = np.maximum(excess, np.maximum(rise, fall))
    found = {("", "unit_rules"): np.maximum(excess, 0.0)}
    for fuel, each in zip(asset.fuels, burnt, strict=False):
        found[f"/{fuel.name}", "budget"] = missing_mw(asset, fuel, inputs, each)
        unburnt = unburnt_mwh(fuel, each) / hours / len(each)
        found[f"/{fuel.name}", "unit_rules"] = np.full(len(each), unburnt)
    return found
