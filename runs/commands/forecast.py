"""``hengli forecast``: a day's forecast; found again, sent out, and how good forecasts were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from runs.commands.base import (
    Argument,
    Command,
    Group,
    Option,
    Outcome,
    archive_option,
    common_options,
    put_out,
    weather_options,
)
from runs.commands.forecast_archived import list_forecasts, show_forecast
from runs.commands.forecast_export import export_forecast
from runs.commands.forecast_parameters import parameters
from runs.commands.forecast_score import score

__all__ = ["forecast"]

FILE = click.Path(path_type=Path)
DEFAULT = "make"


class _ForecastGroup(Group):
    """A group in which ``forecast SITE`` means ``forecast make SITE``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in where none is named."""
        place = 2 if args[:1] == ["--lang"] else 0
        first = args[place : place + 1]
        if first and first[0] not in self.commands and first[0] not in ctx.help_option_names:
            args = [*args[:place], DEFAULT, *args[place:]]
        return super().parse_args(ctx, args)


@click.group(
    "forecast", cls=_ForecastGroup, help="cli-forecast", short_help="cli-forecast-short", no_args_is_help=True
)
def forecast() -> None:
    """Hold the commands about forecasts."""


@forecast.command(DEFAULT, cls=Command, help="cli-forecast-make", short_help="cli-forecast-make-short")
@click.argument("site", cls=Argument, help="cli-argument-site")
@weather_options
@click.option("--sectors", cls=Option, multiple=True, metavar="ASSET=FILE", help="cli-option-sectors")
@click.option("--scenarios", cls=Option, type=int, default=0, metavar="N", help="cli-option-scenarios")
@click.option("--keep", cls=Option, type=int, metavar="N", help="cli-option-keep")
@click.option("--seed", cls=Option, type=int, default=0, metavar="N", help="cli-option-forecast-seed")
@archive_option
@common_options
def make(*, archive: Path | None, history: tuple[str, ...], plant: tuple[str, ...], **given: Any) -> Outcome:
    """Forecast a day, archive it and show it."""
    from runs.asset_files import asset_files
    from runs.calibrated import PlantFiles
    from runs.forecasting import ForecastOrder, make_forecast
    from runs.shown_forecast import forecast_lines
    from runs.vintages import Vintages

    files = PlantFiles(asset_files("--history", history), asset_files("--plant", plant))
    given["sectors"] = asset_files("--sectors", given["sectors"])
    vintage = make_forecast(ForecastOrder(files=files, **given), vintages=Vintages.at(archive))
    data = {**vintage.record, "folder": str(vintage.folder)}
    return Outcome(data, lambda: put_out(forecast_lines(vintage)))


for _command in (list_forecasts, show_forecast, export_forecast, parameters, score):
    forecast.add_command(_command)
