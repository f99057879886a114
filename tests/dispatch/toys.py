"""Toy sites with round figures: what a test needs, and nothing that it does not name.

``toy(assets)`` is a site of one bus with hourly steps (unless told otherwise) whose prices come from a list, so that
an optimum can be worked out by hand; ``four_steps`` cuts the first four steps out of a day, so that an equation can
be read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import xarray as xr

from dispatch.assets import BEHAVIOURS
from dispatch.case import Case, case_of
from dispatch.network.settled import linearised
from dispatch.options import Options
from dispatch.reference import reference_day
from sites.day import DayFacts
from sites.demand import demand_mw
from sites.reading import read_model, site_from
from sites.site import Site
from sites.state import State, assumed_state
from sites.time import Steps
from tests.builders import FILES, ONE_BUS, merged

__all__ = [
    "BATTERY",
    "DATE",
    "PV",
    "Powers",
    "TIE",
    "day_facts",
    "forecast_of",
    "four_steps",
    "hours",
    "load",
    "prices_csv",
    "state_of",
    "toy",
]

DATE = dt.date(2026, 7, 15)
"""A Wednesday."""

OVER_TIME = (
    "available_mw",
    "demand_mw",
    "import_limit_mw",
    "export_limit_mw",
    "import_price",
    "export_price",
)

Raw = Mapping[str, Any]
Powers = Mapping[str, float | Sequence[float]]

TIE: Raw = {
    "type": "grid",
    "bus": "main",
    "import_mw_max": 100.0,
    "export_mw_max": 100.0,
    "reverse_flow": "allowed",
    "tariff": "tariff.toml",
}
BATTERY: Raw = {
    "type": "battery",
    "bus": "main",
    "power_mw_max": 1.0,
    "energy_mwh_max": 5.0,
    "charge_efficiency_frac": 0.8,
    "discharge_efficiency_frac": 0.9,
    "soc_frac_min": 0.0,
    "soc_frac_max": 1.0,
    "soc_frac_initial": 0.0,
    "wear_yuan_per_mwh": 10.0,
    "terminal_value_yuan_per_mwh": 0.0,
}
PV: Raw = {
    "type": "pv",
    "bus": "main",
    "capacity_mw": 20.0,
    "inverter_mw": 20.0,
    "tilt_deg": 10.0,
    "azimuth_deg": 180.0,
}


def load(power_mw: float) -> Raw:
    """A firm load of constant power."""
    return {"type": "load", "bus": "main", "demand": {"constant_mw": power_mw}}


def hours(default: float, changes: Mapping[tuple[int, int], float] | None = None) -> list[float]:
    """24 hourly values: a default, and others from one hour to another."""
    values = [default] * 24
    for (start, end), value in (changes or {}).items():
        values[start:end] = [value] * (end - start)
    return values


def prices_csv(buy: Sequence[float], sell: Sequence[float]) -> str:
    """Text of a price series by label, one row an hour."""
    rows = [f"{hour + 1:02d}:00,{buy[hour]},{sell[hour]}" for hour in range(24)]
    return "\n".join(["label,import_price_yuan_per_mwh,export_price_yuan_per_mwh", *rows]) + "\n"


def toy(
    assets: Raw,
    *,
    buy: Sequence[float] | None = None,
    sell: Sequence[float] | None = None,
    order: Sequence[str] = ("cost",),
    targets: Raw | None = None,
    objective: Raw | None = None,
    step_minutes: int = 60,
    **changes: Any,
) -> Site:
    """A site of these assets, with hourly prices of its own (100 and 0 yuan/MWh unless given)."""
    series = prices_csv(buy or hours(100.0), sell or hours(0.0))
    tariff = 'series = "prices.csv"\n' + FILES["tariff.toml"].lstrip()
    base = {key: value for key, value in ONE_BUS.items() if key not in ("assets", "targets", "climate")}
    raw = merged(
        base,
        {
            "step_minutes": step_minutes,
            "assets": assets,
            "targets": targets or {"shaving_frac": 0.05},
            "objective": {"order": list(order), **(objective or {})},
            **changes,
        },
    )
    return site_from(raw, {**FILES, "tariff.toml": tariff, "prices.csv": series})


def forecast_of(site: Site, powers: Powers | None = None, date: dt.date = DATE) -> xr.Dataset:
    """A forecast: powers as given (hourly values are repeated), loads as the site says, other renewables nothing."""
    steps = site.steps(date)
    given = powers or {}
    columns: dict[str, Any] = {}
    for name, asset in site.assets.items():
        demand = getattr(asset, "demand", None)
        if name in given:
            values = np.asarray(given[name], dtype=float)
            if values.ndim and len(values) == 24:
                values = values[steps.local_minutes // 60]
            columns[name] = np.broadcast_to(values, (steps.count,))
        elif demand is not None:
            columns[name] = demand_mw(site, demand, steps)
        elif asset.role == "renewable":
            columns[name] = np.zeros(steps.count)
    power = np.stack(list(columns.values()), axis=1) if columns else np.zeros((steps.count, 0))
    return xr.Dataset(
        {"power_mw": (("scenario", "time", "asset"), power[None])},
        coords={"time": steps.times, "asset": np.asarray(list(columns), dtype=object)},
    )


def state_of(site: Site, date: dt.date = DATE, **changes: Any) -> State:
    """The site's assumption with changes."""
    return assumed_state(site, date).model_copy(update=changes)


def day_facts(text: str) -> DayFacts:
    """Facts of a day from TOML text."""
    return read_model(DayFacts, "day.toml", text)


def four_steps(
    site: Site,
    powers: Powers | None = None,
    *,
    day: DayFacts | None = None,
    state: State | None = None,
    options: Options | None = None,
) -> Case:
    """The first four steps of a day as a case of their own."""
    whole = case_of(site, forecast_of(site, powers), state=state or state_of(site), day=day, options=options)
    first: dict[str, Any] = {
        field: {name: values[:4] for name, values in getattr(whole, field).items()} for field in OVER_TIME
    }
    steps = Steps(whole.steps.start, 4, whole.steps.step_minutes, whole.steps.time_zone)
    first["temp_air"] = None if whole.temp_air is None else whole.temp_air[:4]
    short = replace(whole, steps=steps, **first)
    own = {name: BEHAVIOURS[asset.type].preferred(asset, short) for name, asset in site.assets.items()}
    short = replace(short, reference=reference_day(short, own))
    return replace(short, network=linearised(short))
