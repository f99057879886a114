"""Audit of a batch load: once started, a batch runs through its profile.

Reference day: each batch, in the file's order, starts at ``preferred_start``; where that is not feasible (a
step blocked by the day's facts, the batch before not ended, too many at once) at the next later feasible
start, else at the earliest feasible start, else at ``preferred_start`` all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dispatch.audit import batch_silo
from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, injection, steps_at_least
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.interface import AssetAudit
from dispatch.audit.rules import Rule
from sites.assets.batch_load import Batch, BatchLoad

__all__ = [
    "AUDIT",
    "check_limits",
    "check_order",
    "check_runs",
    "check_sum",
    "check_together",
    "reference_mw",
    "reference_starts",
    "start_of",
    "todays",
]


TOO_MANY = "batch-too-many"


def todays(load: BatchLoad, case: Case) -> Iterator[tuple[str, Batch]]:
    """``(asset/batch, batch)`` of the batches that happen on the day."""
    for batch in load.todays(case.date, case.site.place.country):
        yield f"{load.name}/{batch.name}", batch


def start_of(power_mw: Array, profile_mw: Array) -> int | None:
    """Step at which a series begins to be exactly the profile, with nothing else in it; None where it is not."""
    count, length = len(power_mw), len(profile_mw)
    if length > count:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(power_mw, length)
    apart = np.abs(windows - profile_mw).max(axis=1)
    total = np.abs(power_mw).sum()
    elsewhere = total - np.abs(windows).sum(axis=1)
    fits = np.flatnonzero((apart <= MW_TOLERANCE) & (elsewhere <= MW_TOLERANCE * count))
    for start in fits:
        rest = np.concatenate((power_mw[:start], power_mw[start + length :]))
        if rest.size == 0 or np.abs(rest).max() <= MW_TOLERANCE:
            return int(start)
    return None


def _starts(load: BatchLoad, case: Case, track: Track) -> dict[str, int]:
    found = {}
    for key, batch in todays(load, case):
        if not batch.is_once:
            continue
        start = start_of(track.batches[key], batch.profile(case.steps.step_minutes))
        if start is not None:
            found[batch.name] = start
    return found


def runs_of(load: BatchLoad, case: Case, track: Track) -> dict[str, list[int]]:
    """Where the runs of each batch begin; none where its power is not that of whole runs."""
    found: dict[str, list[int]] = {name: [start] for name, start in _starts(load, case, track).items()}
    for key, batch in todays(load, case):
        if not batch.is_once:
            profile = batch.profile(case.steps.step_minutes)
            found[batch.name] = batch_silo.runs_in(track.batches[key], profile) or []
    return found


def check_repeated(load: BatchLoad, case: Case, track: Track) -> Iterator[Finding]:
    """A batch that may run several times does nothing but whole runs in its window, as many as it may."""
    for key, batch in todays(load, case):
        if batch.is_once:
            continue
        power, profile = track.batches[key], batch.profile(case.steps.step_minutes)
        starts = batch_silo.runs_in(power, profile)
        if starts is None:
            yield _not_the_profile(key, profile, track)
            continue
        outside = np.where(case.within(batch.window), 0.0, power)
        yield from track.over(Rule.BATCH_WINDOW, key, outside)
        missing_mw = max(batch.runs_min - len(starts), 0) * float(profile.sum())
        for name in (key, load.name):
            missing_mw = track.ledger.excuse_total("batch_run", name, missing_mw)
        if not missing_mw <= MW_TOLERANCE:
            yield track.whole_day(Rule.BATCH_MISSING, key, missing_mw * case.hours, "MWh")
        if len(starts) > batch.runs_max:
            yield track.whole_day(TOO_MANY, key, float(len(starts) - batch.runs_max), "")


def check_silos(load: BatchLoad, case: Case, track: Track) -> Iterator[Finding]:
    """The silos of the asset; see `dispatch.audit.batch_silo`."""
    if load.silos:
        yield from batch_silo.check_silos(load, case, track, runs_of(load, case, track))


def uses(load: BatchLoad, case: Case, track: Track) -> dict[str, Array]:
    """Runs that use each shared resource."""
    return batch_silo.occupied(load, case, runs_of(load, case, track))


def begun(load: BatchLoad, case: Case, plan: Track, start: int) -> dict[str, NDArray[np.bool_]]:
    """Of a batch that may run several times only what has begun when the event is called stays as planned."""
    found: dict[str, NDArray[np.bool_]] = {}
    runs = runs_of(load, case, plan)
    for key, batch in todays(load, case):
        length = batch.minutes // case.steps.step_minutes
        last = max((first + length for first in runs.get(batch.name, []) if first < start), default=0)
        if not batch.is_once:
            found[key] = np.arange(case.steps.count) < last
    return found


def check_runs(load: BatchLoad, case: Case, track: Track) -> Iterator[Finding]:
    """Each of the day's batches runs exactly once, through its profile, wholly inside its window."""
    starts = _starts(load, case, track)
    for key, batch in todays(load, case):
        if not batch.is_once:
            continue
        power, profile = track.batches[key], batch.profile(case.steps.step_minutes)
        if batch.name in starts:
            run = slice(starts[batch.name], starts[batch.name] + len(profile))
            outside = np.zeros(case.steps.count)
            outside[run] = np.where(case.within(batch.window)[run], 0.0, 1.0)
            yield from track.over(Rule.BATCH_WINDOW, key, outside * np.maximum(power, 2 * MW_TOLERANCE))
        elif np.abs(power).max() <= MW_TOLERANCE:
            missing_mw = float(profile.sum())
            for name in (key, load.name):
                missing_mw = track.ledger.excuse_total("batch_run", name, missing_mw)
            if not missing_mw <= MW_TOLERANCE:
                yield track.whole_day(Rule.BATCH_MISSING, key, missing_mw * case.hours, "MWh")
        else:
            yield _not_the_profile(key, profile, track)


def _not_the_profile(key: str, profile: Array, track: Track) -> Finding:
    """How far the nearest run of the profile is from what the schedule says."""
    power = track.batches[key]
    count = len(power) - len(profile) + 1
    placed = np.zeros((max(count, 1), len(power)))
    for start in range(max(count, 0)):
        placed[start, start : start + len(profile)] = profile
    apart = np.abs(placed - power)
    best = apart[int(apart.sum(axis=1).argmin())]
    steps = np.flatnonzero(~(best <= MW_TOLERANCE))
    return track.at(Rule.BATCH_PROFILE, key, steps, float(best.max()), "MW")


def check_order(load: BatchLoad, case: Case, track: Track) -> Iterator[Finding]:
    """A batch begins after the one that it waits for has ended, and the gap after it."""
    starts = _starts(load, case, track)
    by_name = {batch.name: batch for batch in load.batches}
    for key, batch in todays(load, case):
        if batch.name not in starts or batch.after not in starts:
            continue
        earliest = _earliest(batch, starts, by_name, case)
        if starts[batch.name] < earliest:
            early = (earliest - starts[batch.name]) * case.hours
            yield track.at(Rule.BATCH_ORDER, key, np.asarray([starts[batch.name]]), early, "h")


def _earliest(batch: Batch, starts: dict[str, int], by_name: dict[str, Batch], case: Case) -> int:
    if batch.after is None or batch.after not in starts:
        return 0
    before = by_name[batch.after]
    length = before.minutes // case.steps.step_minutes
    return starts[batch.after] + length + steps_at_least(batch.gap_hours_min, case)


def check_together(load: BatchLoad, case: Case, track: Track) -> Iterator[Finding]:
    """No more batches run together than may."""
    running = np.zeros(case.steps.count)
    for name, starts in runs_of(load, case, track).items():
        batch = next(batch for batch in load.batches if batch.name == name)
        for start in starts:
            running[start : start + batch.minutes // case.steps.step_minutes] += 1
    yield from track.over(Rule.BATCH_TOGETHER, load.name, running - load.at_once_max, "")


def check_limits(load: BatchLoad, case: Case, track: Track) -> Iterator[Finding]:
    """An outage or a derate leaves no power for a run: batches cannot run at less than their profile."""
    total = np.zeros(case.steps.count)
    excess = total
    for key, _ in todays(load, case):
        power = track.batches[key]
        total = total + power
        excess = np.maximum(excess, power - case.limited_mw(load.name, power))
    excess = np.maximum(excess, total - case.derated_mw(load.name))
    yield from track.over(
        Rule.BATCH_POWER_LIMIT, load.name, track.ledger.excuse("power_limit", load.name, excess)
    )


def check_sum(load: BatchLoad, case: Case, track: Track) -> Iterator[Finding]:
    """The asset's power is that of its batches, and is taken from the bus."""
    power = track.of("power_mw", load.name)
    total = np.zeros(case.steps.count) + sum(track.batches[key] for key, _ in todays(load, case))
    yield from track.apart(Rule.BATCH_SUM, load.name, power, total)
    yield from injection(load, track, -power)


def reference_starts(load: BatchLoad, case: Case) -> dict[str, int]:
    """Step at which each batch that runs once starts on the reference day; see the module's docstring."""
    by_name = {batch.name: batch for batch in load.batches}
    running = np.zeros(case.steps.count)
    starts: dict[str, int] = {}
    for _, batch in todays(load, case):
        if not batch.is_once:
            continue
        profile = batch.profile(case.steps.step_minutes)
        later = np.flatnonzero(case.steps.local_minutes >= batch.preferred_start)
        preferred = int(later[0])
        earliest = _earliest(batch, starts, by_name, case)
        free = _is_free(load, batch, profile, case) & (np.arange(case.steps.count) >= earliest)
        for start in np.flatnonzero(free):
            free[start] = running[start : start + len(profile)].max() < load.at_once_max
        feasible = np.flatnonzero(free)
        chosen = [*feasible[feasible >= preferred], *feasible, preferred][0]
        starts[batch.name] = int(chosen)
        running[chosen : chosen + len(profile)] += 1
    return starts


def _is_free(load: BatchLoad, batch: Batch, profile: Array, case: Case) -> NDArray[np.bool_]:
    """Starts, shape (count,), from which a whole run lies in the window and meets no outage, derate or pin."""
    count, length = case.steps.count, len(profile)
    inside = case.within(batch.window)
    is_off = case.pinned_mw(load.name) == 0.0
    share, most = case.day.available_frac(load.name, case.steps), case.derated_mw(load.name)
    free = np.zeros(count, dtype=bool)
    for start in np.flatnonzero(inside):
        run = slice(start, start + length)
        if start + length > count or not inside[run].all():
            continue
        limit = np.minimum(profile * share[run], most[run])
        is_blocked = (limit < profile - 1e-9) | (is_off[run] & (profile > 0))
        free[start] = not is_blocked.any()
    return free


def reference_runs(load: BatchLoad, case: Case) -> dict[str, list[int]]:
    """Steps at which the runs of each batch begin on the reference day."""
    placed = {name: [start] for name, start in reference_starts(load, case).items()}
    batches = [batch for _, batch in todays(load, case)]
    if all(batch.is_once for batch in batches):
        return placed
    step = case.steps.step_minutes
    free = {batch.name: _is_free(load, batch, batch.profile(step), case) for batch in batches}
    return batch_silo.usual_runs(load, case, batches, free, placed)


def reference_mw(load: BatchLoad, case: Case) -> Array:
    """Power on the reference day, MW, shape (count,)."""
    result = np.zeros(case.steps.count)
    runs = reference_runs(load, case)
    for _, batch in todays(load, case):
        profile = batch.profile(case.steps.step_minutes)
        for start in runs[batch.name]:
            room = result[start : start + len(profile)]
            room += profile[: len(room)]
    return result


def reference_stocks(load: BatchLoad, case: Case) -> dict[str, Array]:
    """Contents of the silos on the reference day, t, by ``asset/silo``."""
    return batch_silo.levels_t(load, case, reference_runs(load, case)) if load.silos else {}


AUDIT = AssetAudit(
    operation=(
        check_pin,
        check_runs,
        check_repeated,
        check_order,
        check_together,
        check_limits,
        check_sum,
        check_silos,
    ),
    variables=("injection_mw", "power_mw"),
    reference=reference_mw,
    batches=todays,
    stocks=batch_silo.silos_of,
    reference_stocks=reference_stocks,
    uses=uses,
    begun=begun,
    costs=batch_silo.costs,
    rules=(TOO_MANY, *batch_silo.RULES),
)
