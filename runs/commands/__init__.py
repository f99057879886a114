"""The commands of ``hengli``, a module each; they are light, and import what they use when they run."""

from __future__ import annotations

import click

from runs.commands.base import Group, Option
from runs.commands.check import check
from runs.commands.day_ahead import day_ahead
from runs.commands.forecast import forecast
from runs.commands.rerun import rerun
from runs.commands.runs import runs
from runs.commands.site import site

__all__ = ["hengli"]


def _show_version(context: click.Context, _parameter: click.Parameter, is_wanted: bool) -> None:
    if is_wanted:
        from importlib import metadata

        click.echo(f"hengli {metadata.version('hengli')}")
        context.exit()


@click.group(
    cls=Group, help="cli-hengli", short_help="cli-hengli", epilog="cli-exit-codes-all", no_args_is_help=True
)
@click.option(
    "--version",
    cls=Option,
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="cli-option-version",
)
def hengli() -> None:
    """Hold the commands; the text for people is in the catalogue."""


for _command in (day_ahead, forecast, check, rerun, runs, site):
    hengli.add_command(_command)
