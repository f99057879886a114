"""Break a valid schedule rule by rule: the audit must name each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import xarray as xr

import dispatch
from dispatch.audit import audit
from sites.day import DayFacts
from sites.site import Site
from sites.state import State

__all__ = ["Breaker", "TEN", "put", "rules_found", "shift"]

TEN = 1e-4
"""Ten tolerances, MW or MWh."""

Breaker = Callable[[xr.Dataset], None]


def shift(variable: str, asset: str, step: int, by: float = TEN) -> Breaker:
    """Shift one figure of an asset (or of a feed ``asset/field``)."""

    def breaker(data: xr.Dataset) -> None:
        _values(data, variable, asset)[step] += by

    return breaker


def put(variable: str, asset: str, step: int, to: float) -> Breaker:
    """Set one figure of an asset (or of a feed ``asset/field``)."""

    def breaker(data: xr.Dataset) -> None:
        _values(data, variable, asset)[step] = to

    return breaker


def _values(data: xr.Dataset, variable: str, key: str) -> Any:
    dimension = next(str(each) for each in data[variable].dims if each != "time")
    place = list(map(str, data[dimension].values)).index(key)
    assert data[variable].dims == ("time", dimension)
    return data[variable].values[:, place]


def rules_found(
    site: Site,
    state: State,
    forecast: xr.Dataset,
    schedule: dispatch.Schedule,
    breaker: Breaker,
    day: DayFacts | None = None,
) -> set[str]:
    """The rules that the audit names after a schedule was broken."""
    data = schedule.data.copy(deep=True)
    for name in data.data_vars:
        data[name] = data[name].copy(data=np.array(data[name].values))
    breaker(data)
    return {str(finding.rule) for finding in audit(site, state, day or DayFacts(), forecast, data, None)}


BreakersOf = Mapping[str, Breaker]
