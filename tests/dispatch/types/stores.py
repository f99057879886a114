"""What the tests of the stores share: pinned days, and how the rules of every store are broken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import xarray as xr

from sites.site import Site
from tests.dispatch.solved import solve_and_audit
from tests.dispatch.toys import Raw, day_facts, toy
from tests.dispatch.types.breaking import TEN, Breaker, put, shift

__all__ = ["breaks_of_a_store", "losses_by_step", "pins", "series"]


def series(schedule: Any, variable: str, asset: str) -> Any:
    """Values of one variable of an asset, shape (count,)."""
    return schedule.data[variable].sel(asset=asset).values


def pins(asset: str, powers: Mapping[str, float]) -> str:
    """Pinned injections by hours of the day, as TOML."""
    return "".join(
        f'[[pins]]\nasset = "{asset}"\nhours = "{hours}"\ninjection_mw = {power}\n'
        for hours, power in powers.items()
    )


def losses_by_step(assets: Raw, day: str, store: str, **site: Any) -> list[float]:
    """Losses of a store over the same pinned day at steps of 60, 30 and 15 minutes, MWh."""
    found = []
    for minutes in (60, 30, 15):
        schedule = solve_and_audit(toy(assets, step_minutes=minutes, **site), day=day_facts(day))
        assert schedule.relaxations == []
        found.append(float(series(schedule, "loss_mwh", store).sum()))
    return found


def assert_same(losses: list[float]) -> None:
    """They do not depend on the step, and are some."""
    assert losses[0] > 0.01
    assert losses == pytest.approx([losses[0]] * len(losses), rel=1e-7)


def breaks_of_a_store(site: Site, name: str, charging: int, giving: int) -> dict[str, Breaker]:
    """Breakers of the rules of every store, for one that charges at its limit in a step and gives at it in another."""
    store: Any = site.assets[name]
    return {
        "store-charge-limit": put("charge_mw", name, charging, store.charging_mw_max + TEN),
        "store-discharge-limit": put("discharge_mw", name, giving, store.power_mw_rated + TEN),
        "store-level-recursion": shift("energy_mwh", name, giving),
        "store-level-window": put("energy_mwh", name, giving, store.level_mwh_min - TEN),
        "store-level-physical": put("energy_mwh", name, giving, -TEN),
        "store-loss": shift("loss_mwh", name, charging),
        "store-both-ways": put("discharge_mw", name, charging, TEN),
    }


def both(*breakers: Breaker) -> Breaker:
    """Several at once."""

    def breaker(data: xr.Dataset) -> None:
        for each in breakers:
            each(data)

    return breaker
