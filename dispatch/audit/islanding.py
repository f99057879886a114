"""Survival without the public grid: the claims, and the days that prove them.

A witness is the day of one outage: as planned before it, nothing over the ties while it lasts, every rule of every
asset obeyed until its end by what it would do, and loads cut off at their breakers. From what is cut off follows when
critical load was first left unserved: critical is a stated share of each load's power on the reference day.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import xarray as xr

from dispatch.audit.capability import read_event
from dispatch.audit.case import Case, Track
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.reference import Reference
from dispatch.audit.registry import CHECKS, check_operation

__all__ = ["RULES", "check_islands", "check_kept", "island_kpis"]

MISSING, OUTSIDE = "island-missing", "island-outside-window"
UNPROVEN, MISMATCH = "island-unproven", "island-mismatch"
BEFORE, TIE, SHED, BALANCE = "island-before-changed", "island-tie", "island-shed", "island-balance"
KEPT = "island-energy"
RULES = (KEPT, MISSING, OUTSIDE, UNPROVEN, MISMATCH, BEFORE, TIE, SHED, BALANCE)
UNSERVED_MW = 1e-4


def critical_mw(case: Case, reference: Reference) -> dict[str, Array]:
    """What must be served of each critical load, MW, shape (count,)."""
    about = case.site.islanding
    shares = about.critical_frac if about is not None else {}
    power = {name: reference.track.of("power_mw", name) for name in shares}
    return {name: share * np.maximum(power[name], 0.0) for name, share in shares.items()}


def island_kpis(case: Case, hours: Array | None) -> dict[str, float | int | None]:
    """The shortest survival over the windows, what is wanted, and whether it is reached."""
    about = case.site.islanding
    if about is None or hours is None:
        return {}
    known = hours[np.isfinite(hours)]
    least = float(known.min()) if known.size else None
    wanted = about.length(case.steps) * case.hours
    return {
        "island_hours_min": least,
        "island_hours_wanted": wanted,
        "is_island_survived": None if least is None else int(least >= wanted - 1e-9),
    }


def check_islands(
    case: Case, plan: Track, reference: Reference, data: xr.Dataset, islands: xr.Dataset | None
) -> Iterator[Finding]:
    """Every claim of survival, and every day that proves one."""
    about = case.site.islanding
    if about is None:
        return
    if "island_hours" not in data:
        return
    hours = np.asarray(data["island_hours"].values, dtype=float)
    claimed, starts = np.isfinite(hours), about.starts(case.steps)
    for rule, wrong in ((OUTSIDE, claimed & ~starts), (MISSING, (islands is not None) & starts & ~claimed)):
        steps = np.flatnonzero(wrong)
        if steps.size:
            yield plan.at(rule, "", steps, float(steps.size), "")
    if islands is None:
        return
    proven: dict[int, float] = {}
    for place, start in enumerate(int(step) for step in islands["event"].values):
        track, shed = _read(case, plan, islands, place, start)
        proven[start] = _survived(case, reference, track, shed, start)
        yield from _check_day(case, plan, track, shed, start)
    apart = np.zeros(case.steps.count)
    for start, value in proven.items():
        apart[start] = abs(value - hours[start])
    yield from plan.over(MISMATCH, "", apart, "h")
    yield from plan.over(UNPROVEN, "", _unproven(case, hours, proven), "h")


def check_kept(case: Case, plan: Track, reference: Reference) -> Iterator[Finding]:
    """Before each outage stores hold what the critical load of their area would lack: sum of max(0, critical - A) h."""
    about = case.site.islanding
    if about is None or not about.is_held:
        return
    length, critical = about.length(case.steps), critical_mw(case, reference)
    lack = np.zeros(case.steps.count)
    for area in case.site.area_names:
        wanted = sum((critical[n] for n in case.in_area(area, "load") if n in critical), np.zeros_like(lack))
        free = sum((case.expected_mw(n) for n in case.in_area(area, "renewable")), np.zeros_like(lack))
        short = np.maximum(wanted - free, 0.0) * case.hours
        for start in np.flatnonzero(about.starts(case.steps)):
            needed = float(short[start : start + length].sum())
            kept = sum(_deliverable_mwh(case, plan, n, int(start)) for n in case.in_area(area, "store"))
            lack[start] += max(needed - kept, 0.0)
    yield from plan.over(KEPT, "", plan.ledger.excuse("island_energy", "", lack), "MWh")


def _deliverable_mwh(case: Case, plan: Track, store: str, start: int) -> float:
    """What a store could give from the beginning of a step on, MWh at its bus."""
    asset = case.site.assets[store]
    return CHECKS[asset.type].headroom(asset, case, plan, slice(start, start)).deliverable_mwh


def _unproven(case: Case, hours: Array, proven: dict[int, float]) -> Array:
    """By how much a claim of an hour of the clock lies below the worst that is proven in it, shape (count,)."""
    clock = np.asarray(case.steps.local_minutes) // 60
    worst = np.full(case.steps.count, np.inf)
    for start, value in proven.items():
        worst[clock == clock[start]] = np.minimum(worst[clock == clock[start]], value)
    return np.where(np.isfinite(hours), np.where(np.isinf(worst), 1.0, worst - hours), 0.0)


def _read(
    case: Case, plan: Track, islands: xr.Dataset, place: int, start: int
) -> tuple[Track, dict[str, Array]]:
    """The day of an outage, and what is cut off by load, MW."""
    track = read_event(case, plan, islands, place, start)
    shed = np.asarray(islands["shed_mw"].transpose("event", "asset", "time").values[place], dtype=float)
    return track, {name: shed[row] for name, row in plan.rows.items()}


def _survived(case: Case, reference: Reference, track: Track, shed: dict[str, Array], start: int) -> float:
    about = case.site.islanding
    assert about is not None  # asked for by the caller
    length = about.length(case.steps)
    lost = np.zeros(length)
    for name, critical in critical_mw(case, reference).items():
        run = slice(start, start + length)
        lost += np.maximum(critical[run] + track.of("injection_mw", name)[run] + shed[name][run], 0.0)
    dark = np.flatnonzero(lost > UNSERVED_MW)
    return (int(dark[0]) if dark.size else length) * case.hours


def _check_day(
    case: Case, plan: Track, track: Track, shed: dict[str, Array], start: int
) -> Iterator[Finding]:
    about = case.site.islanding
    assert about is not None  # asked for by the caller
    index, end = np.arange(case.steps.count), start + about.length(case.steps)
    during = (index >= start) & (index < end)
    # After the outage the grid is back, and the rest of the day is another matter.
    yield from (found for found in check_operation(case, track) if any(step < end for step in found.steps))
    for name, asset in case.site.assets.items():
        apart = np.zeros(case.steps.count)
        for variable in CHECKS[asset.type].variables:
            apart = np.maximum(apart, np.abs(track.of(variable, name) - plan.of(variable, name)))
        yield from track.over(BEFORE, name, np.where(index < start, apart, 0.0))
        taken = np.maximum(-track.of("injection_mw", name), 0.0)
        most = np.where(during & (asset.role == "load"), taken, 0.0)
        yield from track.over(SHED, name, np.maximum(shed[name] - most, -shed[name]))
    for tie in case.ties:
        carried = track.of("import_mw", tie) + track.of("export_mw", tie)
        yield from track.over(TIE, tie, np.where(during, carried, 0.0))
    for bus in case.site.buses:
        here = sum(
            (shed[name] for name, asset in case.site.assets.items() if asset.bus == bus),
            np.zeros(case.steps.count),
        )
        off = np.where(during, np.abs(track.into(bus) + here), 0.0)
        yield from track.over(BALANCE, bus, off, tolerance=10 * MW_TOLERANCE)
