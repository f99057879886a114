"""Callable capability: for each claim K_t a complete day that proves it.

K_t is the power by which net exchange can stay below the plan in every step of [t, t + H). Its proof is a
day that is the plan before t, obeys every rule of every asset, delivers K_t, and afterwards does not catch
up inside a peak window, nor elsewhere above max(P_ref, the plan's own exchange). An upper bound from the
plan alone holds the claims from the other side.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from dispatch.audit.balance import check_balance
from dispatch.audit.case import Case, Track
from dispatch.audit.common import steps_at_least
from dispatch.audit.finding import MW_TOLERANCE, Array, Finding
from dispatch.audit.network import check_event_network, read_branches
from dispatch.audit.reference import Reference
from dispatch.audit.registry import CHECKS, check_operation
from dispatch.audit.reserve import check_reserve
from dispatch.audit.rules import Rule
from dispatch.audit.structure import Declared, not_finite

__all__ = ["bound_mw", "check_capability", "check_claims", "check_event"]


def check_capability(
    case: Case, plan: Track, reference: Reference, declared: Declared, events: xr.Dataset | None
) -> Iterator[Finding]:
    """Every claim and every proof of it."""
    claims = declared.series["capability_mw"]
    starts = _starts(case, events)
    yield from check_claims(case, plan, reference, claims, events, starts)
    if events is None or not starts:
        return
    lacking = sorted(_needed(case, plan) - set(map(str, events.data_vars)))
    for name in lacking:
        yield Finding(Rule.MISSING_VARIABLE, f"events {name}", (), 1.0, "")
    if lacking:
        return
    for place, start in enumerate(starts):
        if start is None:
            continue
        track = read_event(case, plan, events, place, start)
        broken = list(not_finite(case, track, is_plan=False))
        yield from broken or check_event(case, plan, reference, track, start, float(claims[start]))


def _starts(case: Case, events: xr.Dataset | None) -> list[int | None]:
    """Step of each event, None where its time is no step of the day."""
    if events is None or "event_time" not in events or not events.sizes.get("event", 0):
        return []
    times = events["event_time"].values.astype("datetime64[ns]")
    known = {time: step for step, time in enumerate(case.steps.times)}
    return [known.get(time) for time in times]


def _needed(case: Case, plan: Track) -> set[str]:
    names = {"capability_mw", "net_exchange_mw"}
    for asset in case.site.assets.values():
        names |= set(CHECKS[asset.type].variables)
    names |= {"task_power_mw"} if plan.tasks else set()
    names |= {"feed_mw"} if plan.feeds else set()
    names |= {"spilled_mw"} if plan.spilled else set()
    names |= {"stock_level"} if plan.stocks else set()
    names |= set(plan.branches)
    return names | ({"batch_power_mw"} if plan.batches else set())


def read_event(case: Case, plan: Track, events: xr.Dataset, place: int, start: int) -> Track:
    """The complete day of an event."""
    variables = {}
    for name in {n for asset in case.site.assets.values() for n in CHECKS[asset.type].variables}:
        array = events[name].transpose("event", "asset", "time")
        variables[name] = np.asarray(array.values[place], dtype=float)
    parts: list[dict[str, Array]] = []
    for name, dim, known in (
        ("task_power_mw", "task", plan.tasks),
        ("batch_power_mw", "batch", plan.batches),
        ("feed_mw", "feed", plan.feeds),
        ("spilled_mw", "bus", plan.spilled),
        ("stock_level", "stock", plan.stocks),
    ):
        values = events[name].transpose("event", dim, "time").values[place] if known else ()
        parts.append({key: np.asarray(row, dtype=float) for key, row in zip(known, values, strict=True)})
    label = case.steps.labels[start]
    tasks, batches, feeds, spilled, stocks = parts
    ledger = plan.ledger.again()
    branches = read_branches(events, place) if plan.branches else {}
    return Track(case, variables, plan.rows, tasks, batches, ledger, label, feeds, spilled, stocks, branches)


def check_claims(
    case: Case,
    plan: Track,
    reference: Reference,
    claims: Array,
    events: xr.Dataset | None,
    starts: list[int | None],
) -> Iterator[Finding]:
    """Every claim has its event, lies in a window and in the horizon, and is what the event says."""
    length = steps_at_least(case.site.targets.event_hours, case)
    claimed = np.isfinite(claims)
    index = np.arange(case.steps.count)
    proven = np.isin(index, [start for start in starts if start is not None])
    is_inside = index + length <= case.steps.count
    for rule, wrong in (
        (Rule.CAPABILITY_OUTSIDE_WINDOW, claimed & ~reference.is_window),
        (Rule.CAPABILITY_BEYOND_HORIZON, claimed & ~is_inside),
        (Rule.CAPABILITY_WITHOUT_EVENT, claimed & ~proven),
        (
            Rule.CAPABILITY_MISSING,
            (events is not None) & reference.is_window & is_inside & ~(claimed & proven),
        ),
    ):
        steps = np.flatnonzero(wrong)
        if steps.size:
            yield plan.at(rule, "", steps, float(steps.size), "")
    yield from plan.over(Rule.CAPABILITY_NEGATIVE, "", np.where(claimed, -claims, 0.0))
    above = np.zeros(case.steps.count)
    for start in np.flatnonzero(claimed & is_inside):
        above[start] = claims[start] - bound_mw(case, plan, int(start), length)
    yield from plan.over(Rule.CAPABILITY_ABOVE_BOUND, "", above)
    yield from _mismatches(case, plan, claims, events, starts)


def _mismatches(
    case: Case, plan: Track, claims: Array, events: xr.Dataset | None, starts: list[int | None]
) -> Iterator[Finding]:
    if events is None or "capability_mw" not in events:
        return
    apart = np.zeros(case.steps.count)
    for start, value in zip(starts, np.asarray(events["capability_mw"].values, dtype=float), strict=True):
        if start is None or not np.isfinite(claims[start]) or not np.isfinite(value):
            yield Finding(Rule.CAPABILITY_MISMATCH, "", (), 1.0, "")
        else:
            apart[start] = abs(claims[start] - value)
    yield from plan.over(Rule.CAPABILITY_MISMATCH, "", apart)


def bound_mw(case: Case, plan: Track, start: int, length: int) -> float:
    """No event in these steps can lower the exchange by more, MW: by power, by the ties' limits, by stored energy."""
    run = slice(start, start + length)
    other = sum(plan.curtailed_mw(name)[run] for name in case.renewables) + np.zeros(length)
    deliverable = 0.0
    powers = np.zeros(length)
    for asset in case.site.assets.values():
        headroom = CHECKS[asset.type].headroom(asset, case, plan, run)
        other += headroom.free_mw
        powers += headroom.stored_mw
        deliverable += headroom.deliverable_mwh
    other += sum(power[run] for power in plan.tasks.values()) + sum(
        power[run] for power in plan.batches.values()
    )
    other += sum(lost[run] for lost in plan.branches.get("planned_branch_loss_mw", {}).values())
    limit = sum(case.export_limit_mw(tie)[run] for tie in case.ties) + np.zeros(length)
    by_power = np.minimum(other + np.maximum(powers, 0.0), np.maximum(plan.exchange_mw[run] + limit, 0.0))
    by_energy = (float(other.sum()) * case.hours + max(deliverable, 0.0)) / (length * case.hours)
    return float(min(by_power.min(), by_energy))


def check_event(
    case: Case, plan: Track, reference: Reference, track: Track, start: int, claim_mw: float
) -> Iterator[Finding]:
    """One event's day: every rule of every asset, and the rules of the event."""
    length = steps_at_least(case.site.targets.event_hours, case)
    index = np.arange(case.steps.count)
    yield from check_operation(case, track)
    yield from check_balance(case, track)
    yield from check_event_network(case, track)
    yield from check_reserve(case, track)
    yield from _check_before(case, plan, track, start)
    change = track.exchange_mw - plan.exchange_mw
    is_event = (index >= start) & (index < start + length)
    is_after = index >= start + length
    yield from track.over(Rule.EVENT_RESPONSE_SHORT, "", np.where(is_event, change + claim_mw, 0.0))
    yield from track.over(
        Rule.EVENT_RECOVERY_IN_WINDOW, "", np.where(is_after & reference.is_window, change, 0.0)
    )
    most = np.maximum(plan.exchange_mw, -np.inf if reference.peak_mw is None else reference.peak_mw)
    above = np.where(is_after & ~reference.is_window, track.exchange_mw - most, 0.0)
    yield from track.over(Rule.EVENT_RECOVERY_ABOVE_REFERENCE, "", above)
    yield from _check_batches(case, plan, track, start)
    yield from _check_notice(case, plan, track, is_event)


def _check_before(case: Case, plan: Track, track: Track, start: int) -> Iterator[Finding]:
    """Until it is called, nobody knows of the event."""
    for name, asset in case.site.assets.items():
        apart = np.zeros(case.steps.count)
        for variable in CHECKS[asset.type].variables:
            apart = np.maximum(apart, np.abs(track.of(variable, name) - plan.of(variable, name)))
        apart[start:] = 0.0
        yield from track.over(Rule.EVENT_BEFORE_CHANGED, name, apart)
    for mine, theirs in (
        (track.tasks, plan.tasks),
        (track.batches, plan.batches),
        (track.feeds, plan.feeds),
    ):
        for key, power in mine.items():
            apart = np.abs(power - theirs[key])
            apart[start:] = 0.0
            yield from track.over(Rule.EVENT_BEFORE_CHANGED, key, apart)


def _check_batches(case: Case, plan: Track, track: Track, start: int) -> Iterator[Finding]:
    """A batch that has started when the event is called runs on as planned."""
    begun: dict[str, NDArray[np.bool_]] = {}
    for asset in case.site.assets.values():
        told = CHECKS[asset.type].begun
        begun |= {} if told is None else told(asset, case, plan, start)
    for key, power in track.batches.items():
        planned = plan.batches[key]
        running = np.flatnonzero(planned > MW_TOLERANCE)
        if running.size and running[0] < start:
            apart = np.where(begun.get(key, True), np.abs(power - planned), 0.0)
            yield from track.over(Rule.EVENT_BATCH_MOVED, key, apart)


def _check_notice(case: Case, plan: Track, track: Track, is_event: NDArray[np.bool_]) -> Iterator[Finding]:
    """A load that must be told earlier than the event is called stays as planned while it lasts."""
    for name, asset in case.site.assets.items():
        if getattr(asset, "notice_hours", 0.0) > case.site.targets.notice_hours:
            change = np.abs(track.of("power_mw", name) - plan.of("power_mw", name))
            yield from track.over(Rule.EVENT_NOTICE, name, np.where(is_event, change, 0.0))
