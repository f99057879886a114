"""``hengli runs``: what the archive holds."""

from __future__ import annotations

import datetime as dt
import getpass
import sys
from pathlib import Path

import click

from runs.commands.base import (
    Argument,
    Date,
    Group,
    Number,
    Option,
    Outcome,
    archive_option,
    common_options,
    put_out,
    quiet_option,
)
from runs.commands.export import export_run
from sites.messages import say
from sites.problems import Refused, problem

__all__ = ["runs"]

LISTED = (
    "id",
    "site",
    "date",
    "created",
    "status",
    "targets_met",
    "issued",
    "exit_code",
    "weather",
    "kpis",
    "costs",
    "folder",
)


@click.group(cls=Group, help="cli-runs", short_help="cli-runs", no_args_is_help=True)
def runs() -> None:
    """Hold the commands about archived runs."""


@runs.command("list", help="cli-runs-list", short_help="cli-runs-list-short", epilog="cli-exit-codes-read")
@click.option("--site", cls=Option, metavar="NAME", help="cli-option-list-site")
@click.option("--date", cls=Option, type=Date(), metavar="YYYY-MM-DD", help="cli-option-list-date")
@archive_option
@quiet_option
@common_options
def list_runs(*, site: str | None, date: dt.date | None, archive: Path | None, is_quiet: bool) -> Outcome:
    """List the archived runs; with ``--quiet`` only their ids."""
    from runs.archive import Archive
    from runs.shown import list_lines

    place = Archive.at(archive)
    place.expect(is_named=archive is not None)
    records = place.records(site, None if date is None else str(date))
    for folder in place.unreadable:
        sys.stderr.write(problem("run-unreadable", str(folder / "run.json")).text() + "\n")

    def show() -> None:
        if is_quiet:
            put_out(str(record["id"]) for record in records)
        elif records:
            put_out(list_lines(records))
        elif site or date:
            put_out([say("runs-list-none", root=str(place.root))])
        else:
            put_out([say("runs-list-empty", root=str(place.root))])

    return Outcome([{name: record.get(name) for name in LISTED} for record in records], show)


@runs.command("show", help="cli-runs-show", short_help="cli-runs-show-short", epilog="cli-exit-codes-read")
@click.argument("run_id", metavar="ID", cls=Argument, help="cli-argument-id")
@archive_option
@quiet_option
@common_options
def show_run(*, run_id: str, archive: Path | None, is_quiet: bool) -> Outcome:
    """Show a run as it was shown when it was made."""
    from dataclasses import replace

    from runs.archive import Archive
    from runs.commands.day_ahead import outcome_of
    from runs.run import Run

    place = Archive.at(archive)
    return replace(outcome_of(Run.read(place.find(run_id)), place, is_short=is_quiet), code=0)


@runs.command("issue", help="cli-runs-issue", short_help="cli-runs-issue-short")
@click.argument("run_id", metavar="ID", cls=Argument, help="cli-argument-id")
@click.option("--by", cls=Option, metavar="NAME", help="cli-option-by")
@archive_option
@common_options
def issue(*, run_id: str, by: str | None, archive: Path | None) -> Outcome:
    """Mark a plan as issued."""
    from runs.archive import Archive

    place = Archive.at(archive)
    record = place.record(run_id)
    before = place.plan_of(record["site"], record["date"])
    is_already = before is not None and bool(before.get("issued")) and before["id"] == record["id"]
    record = record if is_already else place.issue(run_id, by or _user())
    lines = [
        say(
            "runs-issue-already" if is_already else "runs-issue-done",
            id=record["id"],
            site=record["site"],
            date=record["date"],
            by=record["issued"]["by"],
        )
    ]
    if before is not None and before.get("issued") and before["id"] != record["id"]:
        lines.append(say("runs-issue-supersedes", id=before["id"]))
    data = {"id": record["id"], "site": record["site"], "date": record["date"], "issued": record["issued"]}
    return Outcome(data, lambda: put_out(lines))


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no account behind the process, as in some containers
        return say("runs-issue-by-unknown")


@runs.command(
    "compare", help="cli-runs-compare", short_help="cli-runs-compare-short", epilog="cli-exit-codes-read"
)
@click.argument("run_ids", metavar="ID ID...", nargs=-1, cls=Argument, help="cli-argument-ids")
@archive_option
@common_options
def compare_runs(*, run_ids: tuple[str, ...], archive: Path | None) -> Outcome:
    """Put runs side by side."""
    from runs.archive import Archive
    from runs.compare import compare
    from runs.shown import comparison_lines

    place = Archive.at(archive)
    records = [place.record(run_id) for run_id in run_ids]
    different = len({record["id"] for record in records})
    if different < len(records):
        raise Refused(problem("cli-compare-twice"))
    if different < 2:
        raise Refused(problem("cli-compare-two", found=different))
    comparison = compare(records)
    return Outcome(comparison.as_dict(), lambda: put_out(comparison_lines(comparison)))


@runs.command("like", help="cli-runs-like", short_help="cli-runs-like-short", epilog="cli-exit-codes-read")
@click.argument("run_id", metavar="ID", cls=Argument, help="cli-argument-id")
@click.option(
    "--count", cls=Option, type=Number(least=1, most=100), default=5, metavar="N", help="cli-option-count"
)
@archive_option
@common_options
def like_run(*, run_id: str, count: int, archive: Path | None) -> Outcome:
    """Find the archived days most like a run's, and how its plan stands against them."""
    from runs.archive import Archive
    from runs.compare import compare, rank
    from runs.shown import comparison_lines, like_lines, rank_lines
    from runs.similar import like

    place = Archive.at(archive)
    record = place.record(run_id)
    found = like(record, place.records(record["site"]), count)
    others = [each.record for each in found]
    ranks, comparison = rank(record, others), compare([record, *others])

    def show() -> None:
        if not found:
            put_out([say("runs-like-none")])
            return
        put_out([*like_lines(found), "", *rank_lines(ranks), "", *comparison_lines(comparison)])

    data = {
        "id": record["id"],
        "like": [each.as_dict() for each in found],
        "ranks": [each.as_dict() for each in ranks],
        "comparison": comparison.as_dict(),
    }
    return Outcome(data, show)


runs.add_command(export_run)
