"""Audit of a hydropower station.

Inflow A is used, U, or spilt, A - U. Without a pond the turbines give U; with one they give G and the level moves by
h (U - G), without any loss. Reference day: the water is used as it comes, the pond stands still.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dispatch.audit import renewable
from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, injection, not_negative
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.interface import AssetAudit, Headroom
from dispatch.audit.rules import Rule
from sites.assets.hydro import Hydro

__all__ = ["AUDIT"]

TURBINE, LEAST, WATER = "hydro-turbine", "hydro-least", "hydro-water"
WINDOW, RIVER, RUN = "hydro-window", "hydro-river", "hydro-as-it-comes"


def _before_mwh(hydro: Hydro, case: Case) -> float:
    return 0.0 if hydro.pond is None else case.state.level_mwh(case.site, hydro.name)


def check_used(hydro: Hydro, case: Case, track: Track) -> Iterator[Finding]:
    """0 <= U <= A."""
    yield from not_negative(hydro, track, "used_mw", "injection_mw")
    above = track.of("used_mw", hydro.name) - case.expected_mw(hydro.name)
    yield from track.over(Rule.RENEWABLE_ABOVE_AVAILABLE, hydro.name, above)


def check_turbined(hydro: Hydro, case: Case, track: Track) -> Iterator[Finding]:
    """What the turbines give is what is fed in."""
    del case
    yield from injection(hydro, track, track.of("turbined_mw", hydro.name))


def check_turbines(hydro: Hydro, case: Case, track: Track) -> Iterator[Finding]:
    """The turbines give no more than they can, and nothing below their least power."""
    given = track.of("injection_mw", hydro.name)
    yield from track.over(TURBINE, hydro.name, given - case.limited_mw(hydro.name, hydro.power_mw_rated))
    short = np.where(given > MW_TOLERANCE, hydro.power_mw_least - given, 0.0)
    yield from track.over(LEAST, hydro.name, track.ledger.excuse("unit_rules", hydro.name, short))


def check_water(hydro: Hydro, case: Case, track: Track) -> Iterator[Finding]:
    """All water is used, kept or spilt; the level stays in its window, and the river keeps its flow."""
    used, given = track.of("used_mw", hydro.name), track.of("injection_mw", hydro.name)
    level = track.of("energy_mwh", hydro.name)
    if hydro.pond is None:
        yield from track.apart(RUN, hydro.name, given, used)
        yield from track.over(WATER, hydro.name, np.abs(level), "MWh")
        return
    before = np.concatenate(([_before_mwh(hydro, case)], level[:-1]))
    yield from track.apart(WATER, hydro.name, level - before, (used - given) * case.hours, "MWh")
    for excess in (hydro.level_mwh_min - level, level - hydro.level_mwh_max):
        yield from track.over(
            WINDOW, hydro.name, track.ledger.excuse("level_window", hydro.name, excess), "MWh"
        )
    passed = given + case.expected_mw(hydro.name) - used
    needed = np.minimum(hydro.tailrace_mw, case.expected_mw(hydro.name))
    yield from track.over(RIVER, hydro.name, needed - passed)


def costs(hydro: Hydro, case: Case, track: Track) -> dict[str, float]:
    """What spilling costs; the value of the water added to the pond, as a negative cost."""
    parts = renewable.costs(hydro, case, track)
    if hydro.pond is not None:
        gained_mwh = float(track.of("energy_mwh", hydro.name)[-1]) - _before_mwh(hydro, case)
        parts["terminal_value"] = -hydro.pond.terminal_value_yuan_per_mwh * gained_mwh
    return parts


def reference_quantities(hydro: Hydro, case: Case, own: Mapping[str, Array]) -> dict[str, Array]:
    """The level of a pond that stands still, MWh."""
    return {"energy_mwh": np.full(case.steps.count, _before_mwh(hydro, case))}


def spare_mw(hydro: Hydro, case: Case, track: Track) -> Array:
    """What could have been fed in instead of spilt, as far as the turbines go, MW.

    Turbines that stand still can only start with their least power: for that there must be water, and import that it
    replaces or room to leave. Those that have a least power cannot always run, and the river's own flow is then spilt.
    """
    given, spilt = track.of("injection_mw", hydro.name), track.curtailed_mw(hydro.name)
    most = case.limited_mw(hydro.name, hydro.power_mw_rated)
    level = np.concatenate(([_before_mwh(hydro, case)], track.of("energy_mwh", hydro.name)[:-1]))
    held = np.maximum(level - hydro.level_mwh_min, 0.0) / case.hours
    reachable = np.minimum(most, case.expected_mw(hydro.name) + held)
    spare = np.minimum(spilt, np.maximum(most - given, 0.0))
    area = case.area_of(hydro)
    ties = case.in_area(area, "tie")
    imported, exported = track.total("import_mw", ties), track.total("export_mw", ties)
    discharged = track.total("discharge_mw", case.in_area(area, "store"))
    room = imported + discharged + case.area_export_limit_mw(area) - exported
    is_stuck = (reachable < hydro.power_mw_least - MW_TOLERANCE) | (
        room < hydro.power_mw_least - MW_TOLERANCE
    )
    if hydro.power_mw_least > 0:
        river = np.minimum(hydro.tailrace_mw, case.expected_mw(hydro.name))
        is_stuck |= spilt <= river + MW_TOLERANCE
    return np.where((given <= MW_TOLERANCE) & is_stuck, 0.0, spare)


def headroom(hydro: Hydro, case: Case, plan: Track, run: slice) -> Headroom:
    """The turbines up to their rating, as long as the pond holds water above its lowest level."""
    if hydro.pond is None:
        return Headroom()
    given, used = plan.of("injection_mw", hydro.name), plan.of("used_mw", hydro.name)
    level = np.concatenate(([_before_mwh(hydro, case)], plan.of("energy_mwh", hydro.name)))
    held = max(0.0, float(level[run.start]) - hydro.level_mwh_min)
    return Headroom(
        stored_mw=(case.limited_mw(hydro.name, hydro.power_mw_rated) - given)[run],
        deliverable_mwh=held + float((used - given)[run].sum()) * case.hours,
    )


AUDIT = AssetAudit(
    operation=(check_pin, check_used, check_turbined, check_turbines, check_water),
    variables=("injection_mw", "used_mw", "turbined_mw", "energy_mwh"),
    declared=(renewable.check_available, renewable.check_causes),
    declared_variables=renewable.DECLARED_VARIABLES,
    reference=renewable.available_mw,
    reference_quantities=reference_quantities,
    costs=costs,
    headroom=headroom,
    spare_mw=spare_mw,
    rules=(TURBINE, LEAST, WATER, WINDOW, RIVER, RUN),
)
