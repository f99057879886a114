"""Every type of asset that has a forecast has a forecaster."""

from __future__ import annotations

from forecasts.registry import FORECASTERS
from sites.assets import ASSET_TYPES


def test_renewables_and_demands_are_forecast() -> None:
    wanted = {
        name
        for name, kind in ASSET_TYPES.items()
        if kind.role == "renewable" or "demand" in kind.model_fields
    }
    assert wanted <= set(FORECASTERS)


def test_forecasters_are_of_known_types() -> None:
    assert set(FORECASTERS) <= set(ASSET_TYPES)


def test_bounded_types_have_a_rated_power() -> None:
    for name, forecaster in FORECASTERS.items():
        assert forecaster.is_bounded == hasattr(ASSET_TYPES[name], "power_mw_rated")
        assert forecaster.is_bounded or not forecaster.needs_sun
