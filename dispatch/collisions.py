"""What collides where a plan had to break limits: the limits that bind in the same steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from dispatch.case import Case
from dispatch.windows import Array

__all__ = ["with_collisions"]

BINDING = 1e-4
Collision = dict[str, Any]


def with_collisions(case: Case, data: xr.Dataset, relaxations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The relaxations, each with ``collides_with``: asset, limit, steps, value, unit and the day's reason.

    Listed are ties at their limit, stores that are empty, full or at full power, and the day's facts in force, as far
    as they fall into the steps of the relaxation; another asset's as well as its own.
    """
    found = [*_ties(case, data), *_stores(case, data), *_facts(case)]
    result = []
    for relaxation in relaxations:
        steps = set(relaxation["steps"])
        collisions = [{**each, "steps": sorted(steps & set(each["steps"]))} for each in found]
        result.append({**relaxation, "collides_with": [each for each in collisions if each["steps"]]})
    return result


def _collision(
    asset: str, limit: str, where: NDArray[np.bool_], value: float, unit: str, reason: str = ""
) -> Collision:
    steps = np.flatnonzero(where).tolist()
    return {"asset": asset, "limit": limit, "steps": steps, "value": value, "unit": unit, "reason": reason}


def _ties(case: Case, data: xr.Dataset) -> Iterator[Collision]:
    for name in case.site.of_role("tie"):
        for way, limits in (("import", case.import_limit_mw), ("export", case.export_limit_mw)):
            power, limit = data[f"{way}_mw"].sel(asset=name).values, limits[name]
            is_used = power > BINDING if way == "export" else np.ones(len(power), dtype=bool)
            for most in np.unique(limit):
                is_full = (limit == most) & (power >= most - BINDING) & is_used
                yield _collision(name, f"{way}_limit", is_full, float(most), "MW")


def _stores(case: Case, data: xr.Dataset) -> Iterator[Collision]:
    for name in case.site.of_role("store"):
        asset: Any = case.site.assets[name]
        level = data["energy_mwh"].sel(asset=name).values
        given = data["discharge_mw"].sel(asset=name).values
        most: Array = case.day.limited_mw(name, case.steps, asset.power_mw_rated)
        yield _collision(
            name, "level_min", level <= asset.level_mwh_min + BINDING, asset.level_mwh_min, "MWh"
        )
        yield _collision(
            name, "level_max", level >= asset.level_mwh_max - BINDING, asset.level_mwh_max, "MWh"
        )
        is_full = (given >= most - BINDING) & (most > 0)
        yield _collision(name, "power_limit", is_full, float(most.max()), "MW")


def _facts(case: Case) -> Iterator[Collision]:
    for table, limit in (
        ("outages", "outage"),
        ("derates", "derate"),
        ("grid_limits", "grid_limit"),
        ("pins", "pin"),
    ):
        for entry in getattr(case.day, table):
            fields = ("available_frac", "power_mw_max", "import_mw_max", "export_mw_max", "pinned_mw")
            values = [getattr(entry, field, None) for field in fields]
            value = next((float(each) for each in values if each is not None), 0.0)
            unit = "1" if limit == "outage" else "MW"
            yield _collision(entry.asset, limit, case.steps.within(entry.hours), value, unit, entry.reason)
