"""What is said of a plan that had to break limits: what was not served, and which limits collide where.

A relaxation of ``run.json`` holds ``collides_with``, a list of ``{asset, limit, steps, value, unit, reason}``: what
else binds in its steps. The clock spans of the steps are put beside them, so that a reader needs no labels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from runs.compare import is_ranked
from runs.format import clock_spans, number, percent, with_unit
from sites.messages import CatalogueFault, say

__all__ = ["capability_none", "collision_texts", "not_counted", "unserved", "with_spans"]

Record = Mapping[str, Any]
SERVED_MWH = 1e-6
"""Less than this not served is nothing, MWh."""


def with_spans(relaxations: Iterable[Record], labels: Sequence[str]) -> list[dict[str, Any]]:
    """The relaxations with the clock spans of their steps, and of what collides with them, as ``when``."""
    return [
        {**each, "when": clock_spans(each["steps"], labels), "collides_with": _timed(each, labels)}
        for each in relaxations
    ]


def _timed(relaxation: Record, labels: Sequence[str]) -> list[dict[str, Any]]:
    found = relaxation.get("collides_with") or ()
    return [{**each, "when": clock_spans(each["steps"], labels)} for each in found]


def unserved(record: Record) -> str:
    """How much energy the plan leaves unserved, in words; empty where it serves all."""
    energy = (record.get("kpis") or {}).get("unserved_mwh")
    if not isinstance(energy, int | float) or energy < SERVED_MWH:
        return ""
    return say("summary-unserved", energy=number(energy, 3))


def not_counted(record: Record) -> str:
    """That a target does not count, because limits were broken or the plan is a rule's; empty where it counts."""
    return "" if is_ranked(record) else say("summary-target-not-counted", status=str(record.get("status")))


def capability_none(record: Record) -> str:
    """Why there is no callable capability: it does not apply, or was not computed for such a plan."""
    if is_ranked(record):
        return say("summary-target-not-applicable")
    return say("summary-not-computed", status=str(record.get("status")))


def collision_texts(relaxation: Record, title: Callable[[str], str] = str) -> list[str]:
    """What collides with a relaxed limit, one text each: limit, asset, figure, clock spans and the day's reason."""
    return [_collision(each, title) for each in relaxation.get("collides_with") or ()]


def _collision(each: Record, title: Callable[[str], str]) -> str:
    is_share = each.get("unit") == "1"
    value = (
        percent(each.get("value"), 0)
        if is_share
        else with_unit(each.get("value"), str(each.get("unit") or ""))
    )
    limit, asset = str(each.get("limit")), title(str(each.get("asset") or ""))
    try:
        what = say(f"collision-{limit.replace('_', '-')}", asset=asset, value=value)
    except CatalogueFault:  # a limit of another version
        what = f"{limit}, {asset}, {value}"
    when = ", ".join(each.get("when") or ())
    reason = str(each.get("reason") or "")
    if reason:
        return say("collided-reason", what=what, when=when, reason=reason)
    return say("collided", what=what, when=when)
