"""``hengli check``: the audit of a plan table that was edited by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from runs.commands.base import (
    Argument,
    Command,
    Date,
    Number,
    Option,
    Outcome,
    archive_option,
    common_options,
    elsewhere_option,
    put_out,
    quiet_option,
)
from runs.faults import EXIT_MET, EXIT_MISSED

__all__ = ["check"]

FILE = click.Path(path_type=Path)


@click.command(cls=Command, help="cli-check", short_help="cli-check-short", epilog="cli-exit-codes-check")
@click.argument("table", metavar="PLAN", type=FILE, cls=Argument, help="cli-argument-plan")
@click.option("--run", "run_id", cls=Option, metavar="ID", help="cli-option-run")
@click.option("--complete", "is_completed", cls=Option, is_flag=True, help="cli-option-complete")
@click.option("--site", cls=Option, metavar="SITE", help="cli-option-check-site")
@click.option("--date", cls=Option, type=Date(), metavar="YYYY-MM-DD", help="cli-option-check-date")
@click.option("--weather", cls=Option, type=FILE, metavar="FILE", help="cli-option-weather")
@elsewhere_option
@click.option("--state", cls=Option, type=FILE, metavar="FILE", help="cli-option-state")
@click.option("--day", cls=Option, type=FILE, metavar="FILE", help="cli-option-day")
@click.option("--seed", cls=Option, type=Number(), default=0, metavar="N", help="cli-option-seed")
@archive_option
@quiet_option
@common_options
def check(
    *,
    table: Path,
    run_id: str | None,
    is_completed: bool,
    archive: Path | None,
    is_quiet: bool,
    **given: Any,
) -> Outcome:
    """Audit a table and show the findings."""
    from runs.archive import Archive
    from runs.checking import check_table
    from runs.prepare import Order
    from runs.shown_check import check_lines

    order = Order(**given) if given["site"] else None
    found = check_table(table, Archive.at(archive), run_id=run_id, order=order, is_completed=is_completed)

    code = EXIT_MISSED if found.findings else EXIT_MET
    return Outcome(found.as_dict(), lambda: put_out(check_lines(found, is_short=is_quiet)), code)
