"""``hengli check``: the audit of a plan table that a dispatcher edited by hand.

The table is laid over the archived run that it came from (its column ``run``, ``--run``, or the ``run.json`` beside
it), or over a day that is forecast now (``--site``). Cells that still say what the plan said, to the six decimals of
the table, count as the plan's own exact figures; the others are edits. Then the day is audited.

What a run says about itself (bill, figures, stages, callable capability) is not in the table. After an edit it is not
judged, and that is said; with ``is_completed`` levels, exchange, curtailment and figures are first recomputed from the
decisions.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import dispatch
from dispatch.assets.base import injection_of
from dispatch.audit import audit
from dispatch.by_rule import reference_decisions
from dispatch.case import case_of
from dispatch.results import COMMON, schedule_data
from runs.archive import Archive
from runs.prepare import Order, prepare
from runs.run import Run
from runs.state import starting_state
from runs.table import DECIMALS, LEFT_OUT, Column, columns_of, labels_of
from runs.table_reading import PlanTable, RawTable, interpret, read_raw
from sites.day import DayFacts
from sites.problems import Problem, Refused, problem
from sites.site import Site
from sites.state import State

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["DECISIONS", "Checked", "check_table"]

DECISIONS = frozenset(
    {"charge_mw", "discharge_mw", "interrupted_mw", "task_power_mw", "batch_power_mw", "turbined_mw"}
)
"""Quantities that a plan decides; all others follow from them, the forecast and the rules."""

SAYS_OF_ITSELF = (
    "absorption-not-held",
    "capability-",
    "cost-",
    "event-",
    "kpi-",
    "relaxation-",
    "stage-",
    "status-",
    "targets-met",
)
"""Beginnings of the rules about what a run says of itself."""

RECOMPUTED = ("cost-", "kpi-")
ROUNDING = 0.51 * 10.0**-DECIMALS
ON_MW = 1e-6
KEPT = 1e-5
"""An edit that comes back within so much was used."""


@dataclass(frozen=True)
class Base:
    """The day that a table is laid over."""

    site: Site
    state: State
    day: DayFacts
    forecast: xr.Dataset
    data: xr.Dataset
    events: xr.Dataset | None = None
    run_id: str = ""


@dataclass(frozen=True)
class Checked:
    """What came of a check.

    Attributes
    ----------
    run_id
        The run that the table belongs to, empty where it was held against a site and a date.
    edited
        Number of edited cells by column.
    absent
        Columns that the table does not have; the plan's figures were used.
    overruled
        Number of edited cells by column that say something else once all that follows from the decisions is
        recomputed: such an edit was not used.
    is_completed
        Whether what follows from the decisions was recomputed.
    is_judged
        Whether bill and figures were judged too.
    findings
        What the audit found.
    kpis_before, kpis
        Figures of the plan, and of the edited table where they were recomputed.
    notes
        How the file was read where it is not as it was written.
    """

    run_id: str
    site: str
    date: str
    edited: Mapping[str, int]
    absent: Sequence[str]
    overruled: Mapping[str, int]
    is_completed: bool
    is_judged: bool
    findings: Sequence[Mapping[str, Any]]
    kpis_before: Mapping[str, Any] = field(default_factory=dict)
    kpis: Mapping[str, Any] = field(default_factory=dict)
    notes: Sequence[Mapping[str, Any]] = ()

    def as_dict(self) -> dict[str, object]:
        """As data for JSON."""
        return dict(vars(self))


def check_table(
    path: Path,
    archive: Archive,
    *,
    run_id: str | None = None,
    order: Order | None = None,
    is_completed: bool = False,
    now: dt.datetime | None = None,
) -> Checked:
    """Audit a table of a plan.

    Parameters
    ----------
    path
        CSV or Excel file.
    archive
        Where the run is looked for.
    run_id
        The run that the table belongs to, where it does not say so itself.
    order
        A site and a day instead, for a table of no archived run.
    is_completed
        Recompute levels, exchange, curtailment and figures from the decisions first.

    Raises
    ------
    Refused
        The table cannot be read, is incomplete, or belongs to no known run.
    """
    raw = read_raw(path)
    base = _of_order(order, archive, now) if order else _of_run(_run_of(path, raw, run_id, archive))
    known = columns_of(base.data)
    is_part = bool(base.run_id) or is_completed  # of a whole day's figures, what is decided must be there
    needed = [column.name for column in known if _is_decided(base.site, column) or not is_part]
    table = interpret(raw, known, needed, labels_of(base.data))
    data, edited = _laid_over(raw, table, base.data, known)
    verdict = (
        _completed_and_judged(base, data, known, edited) if is_completed else _as_it_is(base, data, edited)
    )
    return Checked(
        run_id=base.run_id,
        site=base.site.name,
        date=str(base.data.attrs["date"]),
        edited=edited,
        absent=[column.name for column in known if column.name not in raw.header],
        is_completed=is_completed,
        kpis_before=_kpis(base.data) if base.run_id else {},
        notes=[note.as_dict() for note in raw.notes],
        **vars(verdict),
    )


@dataclass(frozen=True)
class _Verdict:
    """What the audit says of a table; see :class:`Checked`."""

    findings: Sequence[Mapping[str, Any]]
    is_judged: bool
    overruled: Mapping[str, int] = field(default_factory=dict)
    kpis: Mapping[str, Any] = field(default_factory=dict)


def _as_it_is(base: Base, data: xr.Dataset, edited: Mapping[str, int]) -> _Verdict:
    """The table as it stands; what a run says of itself is judged where nothing was edited."""
    if edited:
        return _Verdict(_judged(base, data, None, ()), is_judged=False)
    return _Verdict(_judged(base, data, base.events, SAYS_OF_ITSELF), is_judged=True)


def _completed_and_judged(
    base: Base, data: xr.Dataset, known: Sequence[Column], edited: Mapping[str, int]
) -> _Verdict:
    """The decisions of the table with all that follows from them; a firm load that was edited stays as edited."""
    firm = [column for column in known if column.name in edited and _is_firm(base, column)]
    done = _completed(base, data)
    kpis = _kpis(done)
    for column in firm:
        column.put(done, column.of(data))
    _inject(done, {column.part for column in firm}, base.data)
    overruled = {
        column.name: count
        for column in known
        if column.name in edited and (count := _not_used(column, base.data, data, done))
    }
    found = _judged(base, done, None, () if firm else RECOMPUTED)
    return _Verdict(found, is_judged=not firm, overruled=overruled, kpis=kpis)


def _not_used(column: Column, before: xr.Dataset, edited: xr.Dataset, done: xr.Dataset) -> int:
    """Number of edited cells that the completed plan does not have."""
    wanted = column.of(edited)
    if column.variable not in done:
        return int(np.sum(wanted != column.of(before)))
    if wanted.dtype.kind not in "fiu":
        return int(np.sum((wanted != column.of(before)) & (wanted != column.of(done))))
    wanted, was, is_now = (column.of(each).astype(float) for each in (edited, before, done))
    is_edited = ~np.isclose(wanted, was, rtol=1e-12, atol=ROUNDING, equal_nan=True)
    is_apart = ~np.isclose(wanted, is_now, rtol=1e-9, atol=KEPT, equal_nan=True)
    return int((is_edited & is_apart).sum())


def _is_decided(site: Site, column: Column) -> bool:
    """Whether a column says what a plan decides: powers of stores, units, parts, and of what feeds a further bus."""
    if column.variable in DECISIONS:
        return True
    return column.variable == "power_mw" and bool(site.assets[column.part].feeds)


def _is_firm(base: Base, column: Column) -> bool:
    """Whether a column is the power of a load that nothing may change: an edit of it is a load not served."""
    asset = base.site.assets.get(column.part)
    if column.variable != "power_mw" or asset is None or asset.role != "load" or asset.feeds:
        return False
    own = {each.variable for each in columns_of(base.data) if each.part.partition("/")[0] == column.part}
    return not own & DECISIONS and own <= set(COMMON)


def _kpis(data: xr.Dataset) -> dict[str, Any]:
    return dict(json.loads(data.attrs["kpis"]))


def _run_of(path: Path, raw: RawTable, run_id: str | None, archive: Archive) -> Run:
    named = run_id or raw.run_id
    if named:
        beside = path.parent / "run.json"
        if path.parent.name == named and beside.is_file():
            return Run.read(path.parent)  # a run's folder that was copied out of its archive
        return Run.read(archive.find(named))
    if (path.parent / "run.json").is_file():
        return Run.read(path.parent)
    raise Refused(problem("plan-of-no-run", path.name))


def _of_run(run: Run) -> Base:
    schedule = run.schedule
    return Base(run.site, run.state, run.day, run.forecast, schedule.data, schedule.events, run.id)


def _of_order(order: Order, archive: Archive, now: dt.datetime | None) -> Base:
    """The day as its rule would have it; the table says everything that is decided."""
    prepared = prepare(order, now=now or dt.datetime.now(dt.UTC))
    site = prepared.site
    state = prepared.state or starting_state(site, prepared.date, archive).state
    case = case_of(site, prepared.forecast, state=state, day=prepared.day)
    data = schedule_data(case, reference_decisions(case))
    base = Base(site, state, prepared.day, prepared.forecast, data)
    return Base(site, state, prepared.day, prepared.forecast, _completed(base, data))


def _laid_over(
    raw: RawTable, table: PlanTable, data: xr.Dataset, known: Sequence[Column]
) -> tuple[xr.Dataset, dict[str, int]]:
    """Return the plan with the edited cells in place, and the number of these by column."""
    result, edited = data.copy(deep=True), {}
    problems: list[Problem] = []
    for column in known:
        if column.name in table.texts:
            before = [str(value) for value in column.of(data)]
            count = sum(one != other for one, other in zip(table.texts[column.name], before, strict=True))
            if count:
                edited[column.name] = count
                column.put(result, np.asarray(table.texts[column.name], dtype=object))
            continue
        if column.name not in table.columns:
            continue
        values, plan = table.columns[column.name], column.of(data).astype(float)
        empty = np.isnan(values) & ~np.isnan(plan)
        problems += [
            problem("plan-cell-empty", f"{raw.name}:{raw.row_numbers[place]}", column=column.name)
            for place in np.flatnonzero(empty)[:1]
        ]
        is_edited = ~np.isclose(values, plan, rtol=1e-12, atol=ROUNDING, equal_nan=True)
        if is_edited.any():
            edited[column.name] = int(is_edited.sum())
            column.put(result, np.where(is_edited, values, plan))
    if problems:
        raise Refused(problems)
    _inject(
        result,
        {column.part for column in known if column.name in edited and column.dimension == "asset"},
        data,
    )
    return result, edited


def _inject(data: xr.Dataset, assets: Iterable[str], before: xr.Dataset) -> None:
    """Let the injection of assets follow from their edited quantities; the table does not say it again.

    Where an asset injects something else than its quantities alone say (a pond that keeps water), it goes with them.
    """
    names = [str(name) for name in data["asset"].values]
    for asset in assets:
        place = names.index(asset)
        change = _said(data, place) - _said(before, place)
        is_changed = np.abs(np.nan_to_num(change)) > 0
        injected = before["injection_mw"].values[:, place] + change
        data["injection_mw"].values[:, place] = np.where(
            is_changed, injected, data["injection_mw"].values[:, place]
        )


def _said(data: xr.Dataset, place: int) -> Any:
    """Injection that the quantities of an asset say by themselves, shape (count,)."""
    of = {
        str(name): np.asarray(values.values[:, place], dtype=float)
        for name, values in data.data_vars.items()
        if values.dims == ("time", "asset") and name not in LEFT_OUT
    }
    return injection_of({name: values for name, values in of.items() if not np.isnan(values).all()})


def _completed(base: Base, data: xr.Dataset) -> xr.Dataset:
    """Recompute what follows from the decisions; what they break is a finding, not a declared relaxation."""
    ready = data.copy(deep=True)
    interrupted = ready["interrupted_mw"].values
    on = ready["is_interrupted"].values
    ready["is_interrupted"].values[:] = np.where(np.isnan(on), np.nan, interrupted > ON_MW)
    names = [str(name) for name in ready["asset"].values]
    for dimension in ("task", "batch"):
        totals: dict[str, Any] = {}
        for part in (str(part) for part in ready[dimension].values):
            power = ready[f"{dimension}_power_mw"].sel({dimension: part}).values
            owner = part.partition("/")[0]
            totals[owner] = totals.get(owner, 0.0) + power
        for owner, power in totals.items():
            ready["power_mw"].values[:, names.index(owner)] = power
    status = str(data.attrs.get("status", "rule_based"))
    done = dispatch.complete(base.site, base.forecast, ready, state=base.state, day=base.day, status=status)
    kept = {
        name: data.attrs[name]
        for name in ("relaxations", "stages", "gap_rel", "solver")
        if name in data.attrs
    }
    return done.data.assign_attrs({"relaxations": "[]", **kept})


def _judged(
    base: Base, data: xr.Dataset, events: xr.Dataset | None, of_itself: Sequence[str]
) -> list[dict[str, Any]]:
    """Audit, leaving out the rules about what a run says of itself that are not named in ``of_itself``."""
    found = audit(base.site, base.state, base.day, base.forecast, data, events)
    left_out = tuple(beginning for beginning in SAYS_OF_ITSELF if beginning not in of_itself)
    return [each.as_dict() for each in found if not str(each.rule).startswith(left_out or ("\0",))]
