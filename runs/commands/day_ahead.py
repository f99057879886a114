"""``hengli day-ahead``: a day's schedule, from the forecast to the report."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from runs.commands.base import Argument, Command, Date, Option, Outcome, archive_option, common_options, quiet_option

__all__ = ["day_ahead"]

FILE = click.Path(path_type=Path)


@click.command("day-ahead", cls=Command, help="cli-day-ahead", short_help="cli-day-ahead-short")
@click.argument("site", cls=Argument, help="cli-argument-site")
@click.option("--date", cls=Option, type=Date(), metavar="YYYY-MM-DD", help="cli-option-date")
@click.option("--weather", cls=Option, type=FILE, metavar="FILE", help="cli-option-weather")
@click.option("--weather-elsewhere", "is_elsewhere", cls=Option, is_flag=True, help="cli-option-weather-elsewhere")
@click.option("--weather-stamp", cls=Option, metavar="start|end", help="cli-option-weather-stamp")
@click.option("--weather-zone", cls=Option, metavar="ZONE", help="cli-option-weather-zone")
@click.option("--state", cls=Option, type=FILE, metavar="FILE", help="cli-option-state")
@click.option("--day", cls=Option, type=FILE, metavar="FILE", help="cli-option-day")
@click.option("--solver", cls=Option, metavar="NAME", help="cli-option-solver")
@click.option("--time-limit", cls=Option, type=float, metavar="SECONDS", help="cli-option-time-limit")
@click.option("--gap", cls=Option, type=float, metavar="SHARE", help="cli-option-gap")
@click.option("--threads", cls=Option, type=int, metavar="N", help="cli-option-threads")
@click.option("--seed", cls=Option, type=int, default=0, metavar="N", help="cli-option-seed")
@click.option("--history/--no-history", "has_history", cls=Option, default=True, help="cli-option-history")
@archive_option
@quiet_option
@common_options
def day_ahead(*, archive: Path | None, has_history: bool, is_quiet: bool, **given: Any) -> Outcome:  # noqa: ANN401 - click's values
    """Schedule a day and show it."""
    from runs.archive import Archive
    from runs.execute import day_ahead as execute
    from runs.progress import shown_on

    place = Archive.at(archive)
    with shown_on(quiet=is_quiet) as shown:
        run = execute(_order(**given), archive=place, has_history=has_history, shown=shown)
    return outcome_of(run, place, is_short=is_quiet)


def _order(  # noqa: PLR0913 - an option each
    *,
    site: str,
    date: dt.date | None,
    weather: Path | None,
    is_elsewhere: bool,
    weather_stamp: str | None,
    weather_zone: str | None,
    state: Path | None,
    day: Path | None,
    solver: str | None,
    time_limit: float | None,
    gap: float | None,
    threads: int | None,
    seed: int,
) -> Any:  # noqa: ANN401 - an Order, imported when it is needed
    from runs.prepare import Order

    named = {"solver": solver, "time_limit_s": time_limit, "gap_rel": gap, "threads": threads}
    return Order(
        site=site,
        date=date,
        weather=weather,
        is_elsewhere=is_elsewhere,
        weather_stamp=weather_stamp,
        weather_zone=weather_zone,
        state=state,
        day=day,
        options={name: value for name, value in named.items() if value is not None},
        seed=seed,
    )


def outcome_of(run: Any, archive: Any, *, is_short: bool = False) -> Outcome:  # noqa: ANN401 - a Run and an Archive
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
