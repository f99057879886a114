"""Available power of a PV array: ``forecasts`` side of ``sites.assets.pv``.

For each step, with the sun of its middle (all through pvlib, arrays in and out):

1. plane: fixed, or a single-axis tracker with backtracking (Anderson & Mikofski 2020, doi:10.2172/1660126);
2. irradiance on the plane: beam ``dni cos(aoi)``; sky by Perez-Driesse (2024,
   doi:10.1016/j.solener.2023.112093); ground ``ghi albedo (1 - cos tilt) / 2``;
3. reflection at the glass: Martin & Ruiz 2001, doi:10.1016/S0927-0248(00)00408-6, for beam, sky and ground;
4. optional rear side: rows without end above flat ground (Mikofski et al. 2019,
   doi:10.1109/PVSC40753.2019.8980572), 1.5 m high with modules 2 m wide, times ``bifaciality_frac``;
5. cell temperature: SAPM (King et al. 2004, SAND2004-3535), ``close mount`` on roofs, ``open rack``
   elsewhere, wind at 10 m;
6. direct current (PVWatts 5, Dobos 2014, doi:10.2172/1158421): ``P_dc = E / 1000 capacity (1 + gamma (T_cell
   - 25))``, less ``losses_frac``;
7. inverter: PVWatts' part-load efficiency, clipped at ``inverter_mw``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasts.conditions import Conditions
from forecasts.notes import Array
from sites.assets.base import AssetBase
from sites.assets.pv import Pv
from sites.site import Site

__all__ = ["Plane", "power_mw"]

MODULE_WIDTH_M = 2.0
ROW_HEIGHT_M = 1.5
WIND_HEIGHT_M = 10.0
WIND_EXPONENT = 1 / 7
AIRMASS_AT_HORIZON = 38.0
TILT_LEAST_DEG = 1e-3
CELL_MODELS = {
    "roof": "close_mount_glass_glass",
    "open_rack": "open_rack_glass_polymer",
    "tracker": "open_rack_glass_polymer",
}


@dataclass(frozen=True)
class Plane:
    """Where the modules face, each of shape (time,): tilt from horizontal, azimuth from north [degrees]."""

    tilt_deg: Array
    azimuth_deg: Array


@dataclass(frozen=True)
class _Lit:
    """Conditions of the steps with light, each of shape (lit,)."""

    zenith: Array
    azimuth: Array
    airmass: Array
    dni_extra: Array
    ghi: Array
    dni: Array
    dhi: Array
    temp_air: Array
    wind_speed: Array


def power_mw(_site: Site, asset: AssetBase, conditions: Conditions) -> Array:
    """Return the array's available power [MW, AC], shape (time,), before outages and curtailment."""
    assert isinstance(asset, Pv)
    is_lit = conditions.ghi > 0
    result = np.zeros(conditions.steps.count)
    if is_lit.any() and asset.power_mw_rated > 0:
        result[is_lit] = _lit_power_mw(asset, _lit(conditions, is_lit))
    return result


def _lit(conditions: Conditions, is_lit: np.ndarray) -> _Lit:
    sun = conditions.sun
    airmass = np.nan_to_num(sun.airmass_relative, nan=AIRMASS_AT_HORIZON)
    wind = conditions.wind_speed * (WIND_HEIGHT_M / conditions.wind_height_m) ** WIND_EXPONENT
    return _Lit(
        zenith=sun.apparent_zenith_deg[is_lit],
        azimuth=sun.azimuth_deg[is_lit],
        airmass=airmass[is_lit],
        dni_extra=sun.dni_extra[is_lit],
        ghi=conditions.ghi[is_lit],
        dni=conditions.dni[is_lit],
        dhi=conditions.dhi[is_lit],
        temp_air=conditions.temp_air[is_lit],
        wind_speed=wind[is_lit],
    )


def _lit_power_mw(asset: Pv, lit: _Lit) -> Array:
    from pvlib import inverter, pvsystem, temperature

    plane = _plane(asset, lit)
    incident, effective = _irradiance(asset, lit, plane)
    parameters = temperature.TEMPERATURE_MODEL_PARAMETERS["sapm"][CELL_MODELS[asset.mounting]]
    cell = temperature.sapm_cell(incident, lit.temp_air, lit.wind_speed, **parameters)
    direct = pvsystem.pvwatts_dc(effective, cell, asset.capacity_mw, asset.temperature_coefficient_per_degc)
    direct = np.maximum(direct, 0.0) * (1.0 - asset.losses_frac)
    efficiency = asset.inverter_efficiency_frac
    alternating = inverter.pvwatts(direct, asset.inverter_mw / efficiency, eta_inv_nom=efficiency)
    return np.asarray(np.minimum(alternating, asset.power_mw_rated), dtype=float)


def _plane(asset: Pv, lit: _Lit) -> Plane:
    if asset.mounting != "tracker":
        return Plane(np.full(len(lit.ghi), asset.tilt_deg), np.full(len(lit.ghi), asset.azimuth_deg))
    from pvlib import tracking

    turned = tracking.singleaxis(
        lit.zenith,
        lit.azimuth,
        axis_azimuth=asset.axis_azimuth_deg,
        max_angle=asset.max_tilt_deg,
        backtrack=True,
        gcr=asset.ground_cover_ratio,
    )
    # with the sun below the horizon there is no ideal rotation: the tracker lies flat
    tilt = np.nan_to_num(np.asarray(turned["surface_tilt"], dtype=float), nan=0.0)
    azimuth = np.nan_to_num(np.asarray(turned["surface_azimuth"], dtype=float), nan=asset.axis_azimuth_deg)
    return Plane(tilt, azimuth)


def _irradiance(asset: Pv, lit: _Lit, plane: Plane) -> tuple[Array, Array]:
    """Return what falls on the modules, and what of it reaches the cells [W/m2]."""
    from pvlib import iam, irradiance

    on_plane = irradiance.get_total_irradiance(
        plane.tilt_deg,
        plane.azimuth_deg,
        lit.zenith,
        lit.azimuth,
        lit.dni,
        lit.ghi,
        lit.dhi,
        dni_extra=lit.dni_extra,
        airmass=lit.airmass,
        albedo=asset.albedo,
        model="perez-driesse",
    )
    angle = irradiance.aoi(plane.tilt_deg, plane.azimuth_deg, lit.zenith, lit.azimuth)
    # pvlib's integral is 0/0 at tilts that are next to nothing, as a tracker has them at noon
    through = iam.martin_ruiz_diffuse(np.maximum(plane.tilt_deg, TILT_LEAST_DEG))
    effective = (
        on_plane["poa_direct"] * iam.martin_ruiz(angle)
        + on_plane["poa_sky_diffuse"] * through["sky"]
        + on_plane["poa_ground_diffuse"] * through["ground"]
    )
    rear = _rear(asset, lit, plane) if asset.bifaciality_frac > 0 else 0.0
    return np.asarray(on_plane["poa_global"] + rear), np.asarray(effective + rear)


def _rear(asset: Pv, lit: _Lit, plane: Plane) -> Array:
    """Return what the rear side adds, as if it fell on the front [W/m2]."""
    from pvlib.bifacial import infinite_sheds

    rear = infinite_sheds.get_irradiance_poa(
        180.0 - plane.tilt_deg,
        (plane.azimuth_deg + 180.0) % 360.0,
        lit.zenith,
        lit.azimuth,
        gcr=asset.ground_cover_ratio,
        height=ROW_HEIGHT_M,
        pitch=MODULE_WIDTH_M / asset.ground_cover_ratio,
        ghi=lit.ghi,
        dhi=lit.dhi,
        dni=lit.dni,
        albedo=asset.albedo,
    )
    return np.asarray(rear["poa_global"] * asset.bifaciality_frac, dtype=float)
