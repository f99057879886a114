"""``run.json``: what a run says of itself in plain figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib import metadata
from typing import TYPE_CHECKING, Any

from runs.broken import with_spans
from runs.faults import EXIT_MET, EXIT_MISSED
from runs.notes import noted
from runs.table import labels_of
from sites.time import utc_text

if TYPE_CHECKING:
    from dispatch import Schedule
    from runs.contents import Planned
    from runs.vintages import Vintage

__all__ = ["exit_code_of", "record_of"]

SCHEMA_VERSION = 1
LIBRARIES = ("hengli", "pyomo", "highspy", "h5netcdf", "pydantic")
GOOD = frozenset({"optimal", "feasible"})


def exit_code_of(schedule: Schedule, findings: Iterable[object]) -> int:
    """0 for a plan that meets its targets; 1 where one is missed, limits were relaxed, or the audit found something."""
    is_good = schedule.status in GOOD and bool(schedule.is_targets_met) and not list(findings)
    return EXIT_MET if is_good else EXIT_MISSED


def record_of(planned: Planned) -> dict[str, Any]:
    """Gather ``run.json`` of a plan; the times of the stages are added when they are known."""
    prepared, schedule, state = planned.prepared, planned.schedule, planned.state
    about, plan = prepared.forecast.attrs, schedule.data.attrs
    return {
        "schema_version": SCHEMA_VERSION,
        "id": planned.run_id,
        "site": prepared.site.name,
        "date": str(prepared.date),
        "created": utc_text(planned.created),
        "issue_time": about["issue_time"],
        "status": schedule.status,
        "targets_met": bool(schedule.is_targets_met),
        "exit_code": exit_code_of(schedule, planned.findings),
        "issued": None,
        "is_history": planned.is_history,
        "kpis": schedule.kpis,
        "costs": schedule.costs,
        "stages": schedule.stages,
        "relaxations": with_spans(schedule.relaxations, labels_of(schedule.data)),
        "gap_rel": plan.get("gap_rel"),
        "solver": plan.get("solver"),
        "findings": len(planned.findings),
        "weather": _weather(about),
        "forecast": _vintage(prepared.vintage),
        "state": {"origin": state.origin, "origin_id": state.origin_id},
        "inputs": {kind: name for kind, (name, _) in prepared.inputs.items()},
        "options": planned.options.model_dump(mode="json"),
        "seeds": {"weather": int(about.get("seed", 0)), "solver": planned.options.seed},
        "versions": versions(about),
        "features": prepared.features,
        "notes": noted(planned.notes),
        "duration_s": {},
    }


def _weather(about: Mapping[str, Any]) -> dict[str, object]:
    return {
        "source": about.get("weather_source"),
        "kind": about.get("weather_kind"),
        "issue_time": about.get("weather_issue_time"),
        "synthetic": bool(int(about.get("synthetic", 0))),
        "elsewhere_km": about.get("elsewhere_km"),
    }


def _vintage(vintage: Vintage | None) -> dict[str, object] | None:
    """The archived forecast that was planned with, None where the run made its own."""
    if vintage is None:
        return None
    issued = utc_text(vintage.issue_time)
    return {
        "issue": vintage.issue,
        "issue_time": issued,
        "hindsight": bool(vintage.record.get("hindsight")),
        "seed": vintage.record.get("seed"),
    }


def versions(about: Mapping[str, Any]) -> dict[str, str]:
    """Return the versions of what took part, those that the forecast names included."""
    found: dict[str, str] = dict(json.loads(str(about.get("versions", "{}"))))
    for library in LIBRARIES:
        try:
            found[library] = metadata.version(library)
        except metadata.PackageNotFoundError:  # run from a checkout that is not installed
            continue
    return found
