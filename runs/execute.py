"""The job: forecast -> gate -> dispatch -> audit -> archive, with the report, for one day or the week before it too.

Nothing is written before all inputs were read and checked; a run appears in the archive whole or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

import dispatch
from dispatch import Options
from dispatch.audit import audit
from forecasts.notes import notes_of as forecast_notes
from runs.archive import Archive, new_id
from runs.contents import Planned, write_contents, write_record
from runs.from_vintage import LATEST
from runs.prepare import Order, Prepared, gate_notes, prepare
from runs.progress import Clock, Shown, Silent
from runs.record import record_of
from runs.run import Run
from runs.state import StartingState, starting_state
from runs.vintages import Vintages
from sites.explain import explain
from sites.messages import current_language
from sites.problems import Problem, Refused, problem
from sites.state import state_notes

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["HISTORY_DAYS", "day_ahead", "options_of", "plan_day"]

HISTORY_DAYS = 7
DAY = dt.timedelta(days=1)


def day_ahead(
    order: Order,
    *,
    archive: Archive | None = None,
    has_history: bool = True,
    now: dt.datetime | None = None,
    shown: Shown | None = None,
) -> Run:
    """Schedule a day, archive it with its report, and return the run.

    Where the archive holds no run of the site yet, the seven days before are scheduled first, each from the state that
    the one before left, so that there is a history to compare with. Where that was interrupted, the days that are
    missing are scheduled.

    Parameters
    ----------
    order
        What is asked for.
    archive
        Where the run goes; the default archive where not given.
    has_history
        Whether an empty archive is filled with the seven days before.
    now
        The present, with its zone; for tests.
    shown
        Where progress is shown.

    Raises
    ------
    Refused
        Bad input; nothing was written.
    Trouble
        The archive could not be written.
    """
    archive, shown = archive or Archive.at(), shown or Silent()
    moment = now or dt.datetime.now(dt.UTC)
    options = options_of(order)
    shown.days(1)
    clock = Clock(shown)
    archive.probe()
    prepared = prepare(order, now=moment, clock=clock, vintages=Vintages(archive.root))
    taken = clock.durations()
    notes: list[Problem] = []
    if has_history and not archive.has_ordered(prepared.site.name):
        notes = _history(
            replace(order, date=prepared.date), prepared.site.name, archive, moment, options, shown
        )
    shown.day(str(prepared.date))
    return plan_day(prepared, archive, options, clock=Clock(shown, taken), notes=notes)


def options_of(order: Order) -> Options:
    """Return the options of the schedule.

    Raises
    ------
    Refused
        An option lies outside what it may be.
    """
    try:
        return Options.model_validate({"seed": order.seed, **order.options})
    except ValidationError as error:
        raise Refused(explain(error.errors(include_url=False), "options", Options)) from None


def _history(
    order: Order, site: str, archive: Archive, now: dt.datetime, options: Options, shown: Shown
) -> list[Problem]:
    """Schedule those of the days before that have no run yet; a day that cannot be had is left out and said."""
    assert order.date is not None  # set by the caller
    notes: list[Problem] = []
    before = [order.date - back * DAY for back in range(HISTORY_DAYS, 0, -1)]
    missing = [date for date in before if archive.plan_of(site, date) is None]
    shown.days(len(missing) + 1)
    for date in missing:
        shown.day(str(date))
        latest = LATEST if order.forecast is not None else None
        wanted = replace(order, date=date, state=None, day=None, forecast=latest)
        try:
            prepared = _prepared_somehow(wanted, now, Vintages(archive.root))
            plan_day(prepared, archive, options, clock=Clock(shown), is_history=True)
        except Refused as refused:
            notes.append(problem("note-history-left-out", date=str(date), reason=refused.problems[0].text()))
    return notes


def _prepared_somehow(order: Order, now: dt.datetime, vintages: Vintages) -> Prepared:
    """Prepare a day of the history from what was given where that covers it, else with the typical year."""
    try:
        return prepare(order, now=now, vintages=vintages)
    except Refused:
        if order == _of_typical_year(order):
            raise
        prepared = prepare(_of_typical_year(order), now=now)
        if order.forecast is not None:
            note = problem("note-history-forecast-typical", date=str(order.date))
        elif order.source is not None:
            note = problem("note-history-source-typical", source=order.source)
        else:
            note = problem("note-history-weather-typical", file=order.weather.name if order.weather else "")
        return replace(prepared, notes=(*prepared.notes, note))


def _of_typical_year(order: Order) -> Order:
    return replace(order, weather=None, weather_mapping=None, source=None, hindsight=False, forecast=None)


def plan_day(
    prepared: Prepared,
    archive: Archive,
    options: Options,
    *,
    clock: Clock | None = None,
    notes: Iterable[Problem] = (),
    is_history: bool = False,
) -> Run:
    """Schedule a prepared day, audit it, and archive it with its report.

    Raises
    ------
    Refused
        The state of the day before cannot be used, or the solver is not there; nothing was written.
    Trouble
        The archive could not be written.
    """
    clock = clock or Clock()
    site, date, day = prepared.site, prepared.date, prepared.day
    start = StartingState(prepared.state) if prepared.state else starting_state(site, date, archive)
    issued, unread = _issued_plan(archive, site.name, date)
    clock.begin("schedule")
    schedule = dispatch.schedule(
        site,
        prepared.forecast,
        state=start.state,
        day=day,
        options=options,
        previous=issued,
        progress=clock.step,
    )
    clock.begin("audit")
    found = audit(site, start.state, day, prepared.forecast, schedule.data, schedule.events, schedule.islands)
    clock.begin("archive")
    planned = Planned(
        run_id=new_id(),
        created=dt.datetime.now(dt.UTC),
        prepared=prepared,
        state=start.state,
        schedule=schedule,
        previous=issued if schedule.status == "previous_plan" else None,
        options=options,
        findings=tuple(each.as_dict() for each in found),
        notes=(*notes, *_notes(prepared, archive), *start.notes, *state_notes(site, start.state), *unread),
        is_history=is_history,
    )
    return _archived(planned, archive, clock)


def _notes(prepared: Prepared, archive: Archive) -> list[Problem]:
    """What was assumed or repaired in the inputs, and what the gate finds odd."""
    plan = archive.plan_of(prepared.site.name, prepared.date - DAY)
    before, unread = None, []
    try:
        before = Run(Path(plan["folder"]), plan).forecast if plan else None
    except Refused as refused:
        unread = [problem("note-before-unreadable", file=refused.problems[0].where)]
    return [*prepared.notes, *forecast_notes(prepared.forecast), *unread, *gate_notes(prepared, before)]


def _issued_plan(archive: Archive, site: str, date: dt.date) -> tuple[xr.Dataset | None, list[Problem]]:
    """The plan issued for the day already, to fall back on; None where there is none, or none that can be read."""
    plan = archive.plan_of(site, date)
    if plan is None or not plan.get("issued"):
        return None, []
    try:
        return Run(Path(plan["folder"]), plan).schedule.data, []
    except Refused as refused:
        return None, [problem("note-issued-unreadable", file=refused.problems[0].where)]


def _archived(planned: Planned, archive: Archive, clock: Clock) -> Run:
    """Write a run and its report in one move."""
    from runs.report import write_report

    site, date, record = planned.prepared.site, planned.prepared.date, record_of(planned)
    final = archive.root / site.name / str(date) / planned.run_id
    with archive.new(site.name, date, planned.run_id) as folder:
        write_contents(folder, planned, record)
        clock.begin("report")
        write_report(
            folder,
            archive_root=archive.root,
            language=current_language(),
            site=site,
            history=archive.records(site.name),
            final_folder=final,
        )
        record["duration_s"] = clock.durations()
        write_record(folder, record)
    return Run.read(final)
