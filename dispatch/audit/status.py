"""What a run says of itself: one status word, consistent with its stages, gaps, relaxations and targets."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from numbers import Real
from typing import Any

from dispatch.audit.case import Case
from dispatch.audit.finding import Finding
from dispatch.audit.rules import Rule
from dispatch.audit.structure import Declared

__all__ = ["STATUSES", "check_gap", "check_relaxed", "check_stages", "check_status", "check_targets"]

STATUSES = ("optimal", "feasible", "relaxed", "rule_based", "previous_plan")
STAGE_STATUSES = ("optimal", "feasible", "not_reached")
STAGE_FIELDS = ("name", "value", "unit", "gap_rel", "status", "seconds", "price_yuan", "tolerance")
UNSOLVED = ("rule_based", "previous_plan")


def _stages(declared: Declared) -> list[dict[str, Any]]:
    return [stage for stage in declared.attrs["stages"] if isinstance(stage, dict)]


def _number(value: object) -> float:
    return float(value) if isinstance(value, Real) else math.nan


def check_status(case: Case, declared: Declared) -> Iterator[Finding]:
    """The word is one of the five, and the stages bear it out."""
    status = declared.attrs["status"]
    if status not in STATUSES:
        yield Finding(Rule.STATUS_WORD, str(status), (), 1.0, "")
        return
    unfinished = [stage for stage in _stages(declared) if stage.get("status") != "optimal"]
    if status == "optimal" and (unfinished or not _stages(declared)):
        yield Finding(Rule.STATUS_STAGES, status, (), float(max(len(unfinished), 1)), "")
    if status == "feasible" and not unfinished:
        yield Finding(Rule.STATUS_STAGES, status, (), 1.0, "")


def check_relaxed(case: Case, declared: Declared) -> Iterator[Finding]:
    """Limits are declared broken where, and only where, the word says so."""
    status, count = declared.attrs["status"], len(declared.attrs["relaxations"])
    is_broken = status == "relaxed" and count == 0
    if is_broken or (count > 0 and status in ("optimal", "feasible")):
        yield Finding(Rule.STATUS_RELAXATIONS, str(status), (), float(max(count, 1)), "")


def check_gap(case: Case, declared: Declared) -> Iterator[Finding]:
    """The demanded gap is above 0, and what is called optimal has reached it."""
    demanded = _number(declared.attrs["gap_rel_allowed"])
    if not 0.0 < demanded < math.inf:
        yield Finding(
            Rule.STATUS_GAP, "gap_rel_allowed", (), abs(demanded) if math.isfinite(demanded) else 1.0, ""
        )
        return
    for stage in _stages(declared):
        reached = _number(stage.get("gap_rel"))
        if stage.get("status") == "optimal" and not reached <= demanded * (1 + 1e-6) + 1e-9:
            yield Finding(Rule.STATUS_GAP, str(stage.get("name")), (), reached, "")


def check_stages(case: Case, declared: Declared) -> Iterator[Finding]:
    """Every stage says what it must, and they stand in the site's order; after one not reached comes none that was."""
    for place, stage in enumerate(declared.attrs["stages"]):
        if not _is_formed(stage):
            name = stage.get("name", place + 1) if isinstance(stage, dict) else place + 1
            yield Finding(Rule.STAGE_FORM, str(name), (), 1.0, "")
    stages = _stages(declared)
    order = list(case.site.objective.order)
    named = [str(stage.get("name")) for stage in stages]
    places = [order.index(name) for name in named if name in order]
    is_late = [
        "not_reached" == before.get("status") != after.get("status") for before, after in pairwise(stages)
    ]
    if places != sorted(set(places)) or any(is_late):
        yield Finding(Rule.STAGE_ORDER, ", ".join(named), (), 1.0, "")


def _is_formed(stage: object) -> bool:
    if not isinstance(stage, dict) or any(field not in stage for field in STAGE_FIELDS):
        return False
    if stage["status"] == "not_reached":
        return True
    figures = [stage["value"], stage["seconds"]]
    if not (
        stage["status"] == "feasible" and stage["gap_rel"] is None
    ):  # stopped before any bound was proven
        figures.append(stage["gap_rel"])
    figures += [stage[name] for name in ("price_yuan", "tolerance") if stage[name] is not None]
    return stage["status"] in STAGE_STATUSES and all(math.isfinite(_number(figure)) for figure in figures)


def check_targets(case: Case, declared: Declared) -> Iterator[Finding]:
    """``targets_met`` is 0 where the achieved shaving misses its target; capability is told apart."""
    wanted = int(declared.kpis.get("is_shaving_met") != 0)
    found = _number(declared.attrs["targets_met"])
    if found != wanted:
        yield Finding(Rule.TARGETS_MET, "targets_met", (), 1.0, "")
