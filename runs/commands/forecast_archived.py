"""``hengli forecast list`` and ``show``: archived forecasts, found again by site, day and issue time."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from runs.commands.base import (
    Argument,
    Command,
    Date,
    Option,
    Outcome,
    archive_option,
    common_options,
    put_out,
    quiet_option,
)
from sites.messages import say
from sites.problems import Refused, problem

__all__ = ["archived_site", "list_forecasts", "show_forecast"]


def archived_site(site: str, root: Path) -> str:
    """Return the name that a site has in the archive: as given where it is a folder there, else by its file."""
    plain = bool(site) and Path(site).name == site and site not in (".", "..")
    if plain and (root / site).is_dir():
        return site
    from sites.reading import load

    return load(site).name


@click.command(
    "list",
    cls=Command,
    help="cli-forecast-list",
    short_help="cli-forecast-list-short",
    epilog="cli-exit-codes-read",
)
@click.argument("site", cls=Argument, help="cli-argument-site")
@click.option("--date", cls=Option, type=Date(), metavar="YYYY-MM-DD", help="cli-option-forecast-list-date")
@click.option("--from", "first", cls=Option, type=Date(), metavar="YYYY-MM-DD", help="cli-option-list-from")
@click.option("--to", "last", cls=Option, type=Date(), metavar="YYYY-MM-DD", help="cli-option-list-to")
@archive_option
@quiet_option
@common_options
def list_forecasts(
    *,
    site: str,
    date: dt.date | None,
    first: dt.date | None,
    last: dt.date | None,
    archive: Path | None,
    is_quiet: bool,
) -> Outcome:
    """List the archived forecasts of a site; with ``--quiet`` only their issues."""
    from runs.archive import Archive
    from runs.shown_forecast import list_lines
    from runs.vintages import Vintages

    if date is not None and (first is not None or last is not None):
        raise Refused(problem("forecast-list-days", "--date"))
    if first is not None and last is not None and last < first:
        raise Refused(problem("forecast-score-span", "--to", first=str(first), last=str(last)))
    place = Archive.at(archive)
    place.expect(is_named=archive is not None)
    vintages = Vintages(place.root)
    name = archived_site(site, place.root)
    found = vintages.of_site(name, date or first, date or last)
    for folder in vintages.unreadable:
        sys.stderr.write(problem("run-unreadable", str(folder / "forecast.json")).text() + "\n")

    def show() -> None:
        if is_quiet:
            put_out(each.issue for each in found)
        elif found:
            put_out(list_lines(found))
        else:
            put_out([say("forecast-list-none", site=name, root=str(place.root))])

    return Outcome([{**each.record, "folder": str(each.folder)} for each in found], show)


@click.command(
    "show",
    cls=Command,
    help="cli-forecast-show",
    short_help="cli-forecast-show-short",
    epilog="cli-exit-codes-read",
)
@click.argument("site", cls=Argument, help="cli-argument-site")
@click.option(
    "--date", cls=Option, type=Date(), required=True, metavar="YYYY-MM-DD", help="cli-option-forecast-day"
)
@click.option("--issue", cls=Option, metavar="TIME|ID", help="cli-option-issue")
@click.option("--points", "has_points", cls=Option, is_flag=True, help="cli-option-points")
@archive_option
@common_options
def show_forecast(
    *, site: str, date: dt.date, issue: str | None, has_points: bool, archive: Path | None
) -> Outcome:
    """Show an archived forecast as it was shown when it was made."""
    from runs.forecast_points import points_of
    from runs.shown_forecast import forecast_lines, points_lines
    from runs.vintages import Vintages

    vintages = Vintages.at(archive)
    vintage = vintages.find(archived_site(site, vintages.root), date, issue=issue)
    points = points_of(vintage)
    data = {**vintage.record, "folder": str(vintage.folder), **points.as_dict()}

    def show() -> None:
        put_out(forecast_lines(vintage))
        if has_points:
            put_out(["", *points_lines(points)])

    return Outcome(data, show)
