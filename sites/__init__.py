"""Sites: what stands where, typed, validated, with units. No solver and no weather model in here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sites.lazy import lazily

if TYPE_CHECKING:
    from sites.day import DayFacts
    from sites.problems import Problem, Refused, Trouble
    from sites.reading import bundled, load, site_from
    from sites.site import Site
    from sites.state import State

__all__ = ["DayFacts", "Problem", "Refused", "Site", "State", "Trouble", "bundled", "load", "site_from"]

_HOMES = {
    "DayFacts": "sites.day",
    "Problem": "sites.problems",
    "Refused": "sites.problems",
    "Site": "sites.site",
    "State": "sites.state",
    "Trouble": "sites.problems",
    "bundled": "sites.reading",
    "load": "sites.reading",
    "site_from": "sites.reading",
}

__getattr__ = lazily(__name__, _HOMES)
