"""Valid schedules, built once and handed out as copies that a test may break."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from tests.dispatch.audit import places
from tests.dispatch.audit.builder import Plan, build


@cache
def _built(name: str) -> Plan:
    if name == "park":
        site = places.park()
        return build(
            site,
            places.PARK_DATE,
            places.park_forecast(site),
            claim_mw=0.3,
            cut={"furnace": (72, 76, 0.8)},
        )
    if name == "island":
        site = places.island(places.spot_series())
        return build(site, places.ISLAND_DATE, places.island_forecast(site))
    site = places.tiny()
    return build(site, places.TINY_DATE, places.tiny_forecast(site))


@pytest.fixture
def plan_of() -> Callable[[str], Plan]:
    """Give a fresh copy of a valid schedule by the name of its site."""

    def copy(name: str) -> Plan:
        built = _built(name)
        events = None if built.events is None else built.events.copy(deep=True)
        return replace(built, data=built.data.copy(deep=True), events=events)

    return copy
