"""``hengli rerun``: a run again, from its folder alone."""

from __future__ import annotations

from pathlib import Path

import click

from runs.commands.base import (
    Argument,
    Command,
    Outcome,
    archive_option,
    common_options,
    put_out,
    quiet_option,
)
from runs.faults import EXIT_MET, EXIT_MISSED
from sites.messages import say

__all__ = ["rerun"]


@click.command(cls=Command, help="cli-rerun", short_help="cli-rerun-short", epilog="cli-exit-codes-rerun")
@click.argument("run_id", metavar="ID", cls=Argument, help="cli-argument-id")
@archive_option
@quiet_option
@common_options
def rerun(*, run_id: str, archive: Path | None, is_quiet: bool) -> Outcome:
    """Repeat a run and say whether the plan is the same."""
    from runs.archive import Archive
    from runs.format import status_word
    from runs.progress import Clock, shown_on
    from runs.repeat import repeat
    from runs.run import Run

    run = Run.read(Archive.at(archive).find(run_id))
    with shown_on(quiet=is_quiet) as shown:
        shown.days(1)
        shown.day(str(run.date))
        found = repeat(run, Clock(shown))
    key = "rerun-same" if found.is_same else "rerun-other"
    text = say(
        key,
        id=found.id,
        difference=f"{found.plan_mw:.3g}",
        quantity=found.quantity or "-",
        forecast=f"{found.forecast_mw:.3g}",
        before=status_word(found.status_before),
        now=status_word(found.status),
    )
    return Outcome(found.as_dict(), lambda: put_out([text]), EXIT_MET if found.is_same else EXIT_MISSED)
