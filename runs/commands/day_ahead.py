"""``hengli day-ahead``: a day's schedule, from the forecast to the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from runs.commands.base import (
    Argument,
    Command,
    Number,
    Option,
    Outcome,
    archive_option,
    common_options,
    quiet_option,
    weather_options,
)
from sites.problems import Refused

if TYPE_CHECKING:
    from runs.archive import Archive
    from runs.prepare import Order
    from runs.run import Run

__all__ = ["day_ahead", "outcome_of"]

OPTIONS = {"solver": "solver", "time_limit": "time_limit_s", "gap": "gap_rel", "threads": "threads"}
"""Names of the solver's options on the command line, and in :class:`dispatch.Options`."""

FILE = click.Path(path_type=Path)


@click.command(
    "day-ahead",
    cls=Command,
    help="cli-day-ahead",
    short_help="cli-day-ahead-short",
    epilog="cli-exit-codes-day-ahead",
)
@click.argument("site", cls=Argument, help="cli-argument-site")
@weather_options
@click.option("--forecast", cls=Option, metavar="ISSUE|latest", help="cli-option-vintage")
@click.option("--state", cls=Option, type=FILE, metavar="FILE", help="cli-option-state")
@click.option("--day", cls=Option, type=FILE, metavar="FILE", help="cli-option-day")
@click.option("--solver", cls=Option, metavar="NAME", help="cli-option-solver")
@click.option(
    "--time-limit", cls=Option, type=Number(is_whole=False), metavar="SECONDS", help="cli-option-time-limit"
)
@click.option("--gap", cls=Option, type=Number(is_whole=False), metavar="SHARE", help="cli-option-gap")
@click.option("--threads", cls=Option, type=Number(), metavar="N", help="cli-option-threads")
@click.option("--seed", cls=Option, type=Number(), default=0, metavar="N", help="cli-option-seed")
@click.option(
    "--week-before/--no-week-before",
    " /--no-history",
    "has_history",
    cls=Option,
    default=True,
    help="cli-option-week-before",
)
@archive_option
@quiet_option
@common_options
def day_ahead(*, archive: Path | None, has_history: bool, is_quiet: bool, **given: Any) -> Outcome:
    """Schedule a day and show it."""
    from runs.archive import Archive
    from runs.execute import day_ahead as execute
    from runs.progress import shown_on

    place = Archive.at(archive)
    order = _order(given)
    with shown_on(quiet=is_quiet) as shown:
        run = execute(order, archive=place, has_history=has_history, shown=shown)
    return outcome_of(run, place, is_short=is_quiet)


def _order(given: dict[str, Any]) -> Order:
    """Return what is asked for; a bad option is named as it was typed."""
    from runs.asset_files import asset_files
    from runs.calibrated import PlantFiles
    from runs.execute import options_of
    from runs.prepare import Order

    plants = PlantFiles(
        asset_files("--history", given.pop("history")), asset_files("--plant", given.pop("plant"))
    )
    options = {field: given.pop(option) for option, field in OPTIONS.items()}
    chosen = {field: value for field, value in options.items() if value is not None}
    order = Order(options=chosen, files=plants, **given)
    typed = {f"options {field}": f"--{option.replace('_', '-')}" for option, field in OPTIONS.items()}
    try:
        options_of(order)
    except Refused as refused:
        raise Refused(
            replace(each, where=typed.get(each.where, each.where)) for each in refused.problems
        ) from None
    return order


def outcome_of(run: Run, archive: Archive, *, is_short: bool = False) -> Outcome:
    """Return a run as the result of a command."""
    from runs.compare import rank
    from runs.shown import show_summary

    record = {**run.record, "folder": str(run.folder)}
    ranks = rank(record, archive.records(record["site"]))
    data = {
        **record,
        "report": str(run.report),
        "audit": run.findings,
        "ranks": [each.as_dict() for each in ranks],
    }
    return Outcome(data, lambda: show_summary(record, ranks, run.findings, is_short=is_short), run.exit_code)
