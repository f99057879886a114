"""Parameters of plants as their histories show them, with their spread, beside what the site file states.

A stated value disagrees where it lies more than two spreads (standard deviations over draws of the history) from the
estimate.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from forecasts.calibration import estimate_plane, estimate_pv, estimate_wind
from forecasts.calibration.spread import Estimate
from runs.asset_files import AssetFile, check_assets
from runs.calibrated import history_of
from runs.cleaned import cleaning_record
from runs.notes import noted
from sites.assets.pv import Pv
from sites.assets.wind import Wind
from sites.problems import Problem, Refused, problem
from sites.site import Site

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["ESTIMATORS", "AssetParameters", "Parameter", "estimate_parameters"]

SPREADS = 2.0
TILT_SOFTNESS = 5.0  # degrees, see forecasts.calibration.pv_plane
HUB_HEIGHT_LEAST, HUB_HEIGHT_MOST = 30.0, 200.0  # m, hubs of farms on land
PROFILE_ROUGHNESS = 0.1  # m, of the height that stands for a wind factor


@dataclass(frozen=True)
class Parameter:
    """One parameter of an asset.

    Attributes
    ----------
    name
        As in the site file where it stands there, else a name of its own; with its unit.
    value, spread
        Estimated from history.
    stated
        What the site file says, None where it says nothing like it.
    digits
        With which it is shown.
    is_angle
        Whether 360 is 0.
    softness
        What the spread does not tell of how unsure the estimate is.
    """

    name: str
    value: float
    spread: float
    stated: float | None = None
    digits: int = 2
    is_angle: bool = False
    softness: float = 0.0

    @property
    def is_apart(self) -> bool:
        """Whether the stated value lies beyond the spread."""
        if self.stated is None or not math.isfinite(self.spread):
            return False
        apart = abs(self.value - self.stated)
        apart = min(apart % 360.0, -apart % 360.0) if self.is_angle else apart
        return apart > SPREADS * self.spread + self.softness + 0.5 * 10.0**-self.digits

    def as_dict(self) -> dict[str, Any]:
        """Return what JSON holds of it."""
        return {
            "name": self.name,
            "value": self.value,
            "spread": self.spread,
            "stated": self.stated,
            "is_apart": self.is_apart,
        }


@dataclass
class AssetParameters:
    """The parameters of one asset, what its history was, and what is to be said of them."""

    asset: str
    cleaning: dict[str, Any]
    parameters: list[Parameter] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return what JSON holds of it."""
        return {
            "asset": self.asset,
            "history": self.cleaning,
            "parameters": [each.as_dict() for each in self.parameters],
            "notes": noted(self.notes),
        }


def estimate_parameters(
    site: Site, files: tuple[AssetFile, ...], *, weather_height_m: float = 10.0, seed: int = 0
) -> list[AssetParameters]:
    """Estimate the parameters of assets from their histories.

    Parameters
    ----------
    files
        A history for each asset.
    weather_height_m
        Height above ground of the histories' wind speed.

    Raises
    ------
    Refused
        No history is given, an asset has no parameters to estimate, or a history does not serve; all at once.
    """
    if not files:
        raise Refused(problem("parameters-history", "--history"))
    problems = check_assets(site, "--history", files, site.assets)
    known = ", ".join(name for name, asset in site.assets.items() if asset.type in ESTIMATORS)
    problems += [
        problem("parameters-asset", "--history", found=each.asset, known=known)
        for each in files
        if each.asset in site.assets and site.assets[each.asset].type not in ESTIMATORS
    ]
    found: list[AssetParameters] = []
    for each in files if not problems else ():
        try:
            history = history_of(site, each)
            estimated = AssetParameters(each.asset, cleaning_record(history))
            ESTIMATORS[site.assets[each.asset].type](site, history, estimated, weather_height_m, seed)
        except Refused as refused:
            problems += [
                Problem(each_problem.key, each_problem.where or each.path.name, each_problem.args)
                for each_problem in refused.problems
            ]
            continue
        apart = [parameter.name for parameter in estimated.parameters if parameter.is_apart]
        if apart:
            names = ", ".join(apart)
            estimated.notes.append(problem("parameters-note-apart", asset=each.asset, names=names))
        found.append(estimated)
    if problems:
        raise Refused(problems)
    return found


def _pv(site: Site, history: xr.Dataset, found: AssetParameters, _height_m: float, seed: int) -> None:
    """Tilt and azimuth of the plane, power in full sun, losses, temperature coefficient."""
    asset = site.assets[found.asset]
    assert isinstance(asset, Pv)
    pv = estimate_pv(history, seed=seed)
    is_fixed = asset.mounting != "tracker"
    try:
        with np.errstate(divide="ignore", invalid="ignore"):  # a sun at the horizon has no clear sky
            plane = estimate_plane(
                history,
                site.place.latitude,
                site.place.longitude,
                site.place.elevation_m,
                seed=seed,
            )
    except Refused as refused:
        found.notes += refused.problems
    else:
        tilt, azimuth = asset.tilt_deg if is_fixed else None, asset.azimuth_deg if is_fixed else None
        found.parameters += [
            Parameter(
                "tilt_deg", plane.tilt_deg.value, plane.tilt_deg.spread, tilt, 1, softness=TILT_SOFTNESS
            ),
            Parameter(
                "azimuth_deg", plane.azimuth_deg.value, plane.azimuth_deg.spread, azimuth, 1, is_angle=True
            ),
        ]
        found.notes.append(
            problem("parameters-note-plane", asset=found.asset, days=plane.clear_days)
            if is_fixed
            else problem("parameters-note-tracker", asset=found.asset)
        )
    # the spread of a product is at most the sum of its parts', however they go together
    capacity, bend, gamma = pv.capacity_mw, pv.bend, pv.gamma_per_degc
    full = Estimate(
        capacity.value * (1.0 - bend.value),
        capacity.spread * abs(1.0 - bend.value) + capacity.value * bend.spread,
    )
    installed = asset.capacity_mw * asset.inverter_efficiency_frac
    losses = 1.0 - full.value / installed
    if not 0.0 <= losses < 1.0:
        found.notes.append(
            problem("parameters-note-losses", asset=found.asset, capacity=f"{asset.capacity_mw:g}")
        )
    found.parameters += [
        Parameter("full_sun_power_mw", full.value, full.spread, installed * (1.0 - asset.losses_frac), 3),
        Parameter("losses_frac", losses, full.spread / installed, asset.losses_frac, 3),
        Parameter(
            "temperature_coefficient_per_degc",
            gamma.value,
            gamma.spread,
            asset.temperature_coefficient_per_degc,
            5,
        ),
    ]


def _wind(site: Site, history: xr.Dataset, found: AssetParameters, height_m: float, seed: int) -> None:
    """Factor on the weather's wind, effective hub height where it can be one, efficiency, capacity."""
    asset = site.assets[found.asset]
    assert isinstance(asset, Wind)
    farm = estimate_wind(history, seed=seed, weather_height_m=height_m)
    roughness = asset.roughness_length_m
    stated = asset.speed_up_factor * math.log(asset.hub_height_m / roughness)
    stated /= math.log(max(height_m, roughness + 1.0) / roughness)
    share = (
        farm.capacity_mw.value / asset.capacity_mw
    )  # efficiency is a share of what the farm was seen to reach
    found.parameters += [
        Parameter("capacity_mw", farm.capacity_mw.value, farm.capacity_mw.spread, asset.capacity_mw, 2),
        Parameter("speed_factor", farm.speed_factor.value, farm.speed_factor.spread, stated, 2),
        Parameter(
            "efficiency_frac",
            farm.efficiency.value * share,
            farm.efficiency.spread * share,
            asset.farm_efficiency_frac * asset.availability_frac,
            3,
        ),
        Parameter("diffusion_frac", farm.diffusion.value, farm.diffusion.spread, None, 2),
    ]
    hub = farm.hub_height_m
    if HUB_HEIGHT_LEAST <= hub.value <= HUB_HEIGHT_MOST:
        is_alike = asset.speed_up_factor == 1.0 and roughness == PROFILE_ROUGHNESS
        found.parameters.insert(
            2, Parameter("hub_height_m", hub.value, hub.spread, asset.hub_height_m if is_alike else None, 0)
        )
    else:
        found.notes.append(problem("parameters-note-hub", asset=found.asset, height=f"{height_m:g}"))
    found.notes.append(problem("parameters-note-height", asset=found.asset, height=f"{height_m:g}"))


ESTIMATORS: Mapping[str, Callable[[Site, xr.Dataset, AssetParameters, float, int], None]] = {
    "pv": _pv,
    "wind": _wind,
}
"""Which parameters of which type of asset are estimated."""
