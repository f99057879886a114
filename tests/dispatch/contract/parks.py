"""A park of one tie with a contract of its own: prices come from a list, the rest as a test says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sites
from sites.reading import site_from
from sites.site import Site
from tests.builders import FILES, ONE_BUS, merged
from tests.dispatch.toys import TIE, hours, prices_csv

__all__ = ["TABLE", "park"]

TABLE = (Path(sites.__file__).parent / "profiles" / "power_factor_1983.toml").read_text(encoding="utf-8")


def park(
    assets: Mapping[str, Any],
    *,
    tariff: str = "",
    tie: Mapping[str, Any] | None = None,
    contract: Mapping[str, Any] | None = None,
    buy: Sequence[float] | None = None,
    sell: Sequence[float] | None = None,
    order: Sequence[str] = ("cost",),
    factor: float = 1.0,
) -> Site:
    """A site of a tie and some assets, hourly; 100 yuan/MWh and nothing for feed-in unless given.

    Parameters
    ----------
    tariff : str
        Further lines of the tariff's version.
    factor : float
        All prices, tiers and surcharges come multiplied already; this multiplies the price list.
    """
    series = prices_csv([factor * price for price in buy or hours(100.0)], sell or hours(0.0))
    text = 'series = "prices.csv"\n' + FILES["tariff.toml"].lstrip() + tariff
    base = {key: value for key, value in ONE_BUS.items() if key not in ("assets", "targets", "climate")}
    changes = {
        "step_minutes": 60,
        "assets": {"tie": {**TIE, **(tie or {})}, **assets},
        "targets": {"shaving_frac": 0.05},
        "objective": {"order": list(order)},
        "contract": dict(contract or {}),
    }
    files = {**FILES, "tariff.toml": text, "prices.csv": series, "power_factor.toml": TABLE}
    for name in ("green_direct_2025.toml",):
        path = Path(sites.__file__).parent / "profiles" / name
        files[f"profiles/{name}"] = path.read_text(encoding="utf-8")
    return site_from(merged(base, changes), files)
