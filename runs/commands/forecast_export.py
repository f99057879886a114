"""``hengli forecast export``: an archived forecast as a file that goes out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from runs.commands.base import Argument, Command, Date, Option, Outcome, archive_option, common_options
from runs.commands.export import export_options, export_outcome, outgoing
from runs.commands.forecast_archived import archived_site

__all__ = ["export_forecast"]


@click.command("export", cls=Command, help="cli-forecast-export", short_help="cli-forecast-export-short")
@click.argument("site", cls=Argument, help="cli-argument-site")
@click.option(
    "--date", cls=Option, type=Date(), required=True, metavar="YYYY-MM-DD", help="cli-option-forecast-day"
)
@click.option("--issue", cls=Option, metavar="TIME|ID", help="cli-option-issue")
@export_options
@archive_option
@common_options
def export_forecast(
    *, site: str, date: dt.date, issue: str | None, archive: Path | None, **given: Any
) -> Outcome:
    """Write an archived forecast."""
    from runs.going_out import write_forecast
    from runs.vintages import Vintages

    vintages = Vintages.at(archive)
    vintage = vintages.find(archived_site(site, vintages.root), date, issue=issue)
    return export_outcome(write_forecast(vintage, outgoing(given)), {"issue": vintage.issue})
