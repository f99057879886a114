"""Available power of a wind farm: ``forecasts`` side of ``sites.assets.wind``.

For each step (functions of windpowerlib on arrays, unless another source stands here):

1. wind at the hub: ``v = v_weather speed_up ln(h_hub / z0) / ln(h_weather / z0)``, logarithmic profile over
   the farm's roughness length ``z0``;
2. air at the hub, ``elevation_m + hub_height_m`` above sea level: temperature falls by 6.5 K/km (ISO
   2533:1975); pressure by the hypsometric formula ``p exp(-g dz / (R T_mean))``, ``g`` = 9.80665 m/s2, ``R``
   = 287.058 J/(kg K), from the weather's place; density of an ideal gas;
3. wake: by ``wake_curve`` as a reduction of wind speed, or within ``farm_efficiency_frac``;
4. power curve with its speeds moved by ``(1.225 / density)^p``, ``p`` from 1/3 at 7.5 m/s to 2/3 at 12.5 m/s
   (Svenningsen 2010, as in windpowerlib): thinner air gives less power;
5. turbines, ``farm_efficiency_frac`` (where no wake curve is named), ``availability_frac``.
"""

from __future__ import annotations

import numpy as np

from forecasts.conditions import Conditions
from forecasts.notes import Array
from forecasts.turbines import PowerCurve, power_curve_of
from sites.assets.base import AssetBase
from sites.assets.wind import Wind
from sites.site import Site

__all__ = ["hub_density", "hub_wind_speed", "power_mw"]

GRAVITY = 9.80665  # m/s2
GAS_CONSTANT = 287.058  # J/(kg K), dry air
KELVIN = 273.15
TEMPERATURE_HEIGHT_M = 2.0


def power_mw(site: Site, asset: AssetBase, conditions: Conditions) -> Array:
    """Return the farm's available power [MW], shape (time,), before outages and curtailment.

    Raises
    ------
    Refused
        See :func:`forecasts.turbines.power_curve_of`.
    """
    assert isinstance(asset, Wind)
    curve = power_curve_of(site, asset)
    speed = hub_wind_speed(asset, conditions)
    efficiency = asset.farm_efficiency_frac
    if asset.wake_curve is not None:
        from windpowerlib import wake_losses

        speed = np.asarray(wake_losses.reduce_wind_speed(speed, asset.wake_curve), dtype=float)
        efficiency = 1.0
    each = _turbine_mw(curve, speed, hub_density(asset, conditions))
    return np.minimum(each * asset.turbine_count * efficiency * asset.availability_frac, asset.capacity_mw)


def hub_wind_speed(asset: Wind, conditions: Conditions) -> Array:
    """Return the undisturbed wind speed at the hub [m/s], shape (time,)."""
    from windpowerlib import wind_speed

    # a weather height within the roughness has no logarithmic profile; a metre above it is the least that has
    height = max(conditions.wind_height_m, asset.roughness_length_m + 1.0)
    profile = wind_speed.logarithmic_profile(
        conditions.wind_speed * asset.speed_up_factor, height, asset.hub_height_m, asset.roughness_length_m
    )
    return np.asarray(np.maximum(profile, 0.0), dtype=float)


def hub_density(asset: Wind, conditions: Conditions) -> Array:
    """Return the density of air at the hub [kg/m3], shape (time,)."""
    from windpowerlib import density, temperature

    hub_m = asset.elevation_m + asset.hub_height_m
    below = conditions.temp_air + KELVIN
    above = temperature.linear_gradient(below, conditions.elevation_m + TEMPERATURE_HEIGHT_M, hub_m)
    rise = hub_m - conditions.elevation_m
    pressure = conditions.pressure * np.exp(-GRAVITY * rise / (GAS_CONSTANT * (below + above) / 2.0))
    return np.asarray(density.ideal_gas(pressure, hub_m, hub_m, above), dtype=float)


def _turbine_mw(curve: PowerCurve, speed: Array, density: Array) -> Array:
    from windpowerlib import power_output

    power = power_output.power_curve(
        speed, curve.wind_speed_m_per_s, curve.power_mw, density=density, density_correction=True
    )
    return np.asarray(power, dtype=float)
