"""``hengli runs export``: the plan of a run as a file that goes out; and what both exports share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from runs.commands.base import Argument, Command, Option, Outcome, archive_option, common_options, put_out
from runs.format import number
from sites.messages import say

if TYPE_CHECKING:
    from runs.going_out import Outgoing, WrittenFile

__all__ = ["export_options", "export_outcome", "export_run", "outgoing"]

F = TypeVar("F", bound=Callable[..., Any])
FORM = "e-file|points-csv|points-xlsx"


def export_options(function: F) -> F:
    """Add the options of a file that goes out."""
    for option in reversed(
        (
            click.option("--as", "form", cls=Option, required=True, metavar=FORM, help="cli-option-as"),
            click.option(
                "--to",
                "path",
                cls=Option,
                required=True,
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="cli-option-export-to",
            ),
            click.option(
                "--asset",
                "assets",
                cls=Option,
                multiple=True,
                metavar="ASSET[=NAME]",
                help="cli-option-export-asset",
            ),
            click.option(
                "--encoding",
                cls=Option,
                default="utf-8",
                metavar="utf-8|gbk",
                help="cli-option-export-encoding",
            ),
            click.option("--entity", cls=Option, metavar="NAME", help="cli-option-export-entity"),
            click.option("--force", "is_forced", cls=Option, is_flag=True, help="cli-option-export-force"),
        )
    ):
        function = option(function)
    return function


def outgoing(given: dict[str, Any]) -> Outgoing:
    """Return what :func:`export_options` were given."""
    from runs.going_out import Outgoing

    return Outgoing(**{**given, "path": given["path"].expanduser()})


def export_outcome(written: WrittenFile, about: dict[str, object]) -> Outcome:
    """Return what is told of a file that was written."""
    lines = [say("export-done", path=str(written.path), steps=written.steps)]
    for asset, name in written.names.items():
        shown = asset if asset == name else f"{asset} ({name})"
        lines.append(say("export-asset-line", asset=shown, energy=number(written.energy_mwh[asset], 2)))
    data = {
        **about,
        "file": str(written.path),
        "steps": written.steps,
        "names": written.names,
        "energy_mwh": written.energy_mwh,
    }
    return Outcome(data, lambda: put_out(lines))


@click.command("export", cls=Command, help="cli-runs-export", short_help="cli-runs-export-short")
@click.argument("run_id", metavar="ID", cls=Argument, help="cli-argument-id")
@export_options
@archive_option
@common_options
def export_run(*, run_id: str, archive: Path | None, **given: Any) -> Outcome:
    """Write the plan of a run."""
    from runs.archive import Archive
    from runs.going_out import write_plan
    from runs.run import Run

    run = Run.read(Archive.at(archive).find(run_id))
    return export_outcome(write_plan(run, outgoing(given)), {"run": run.id})
