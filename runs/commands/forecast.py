"""``hengli forecast``: a day's forecast, and how good forecasts were."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from runs.commands.base import (
    Argument,
    Command,
    Date,
    Group,
    Option,
    Outcome,
    archive_option,
    common_options,
    put_out,
)
from sites.problems import Refused, problem

if TYPE_CHECKING:
    from forecasts.scores import Score

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
@click.option("--date", cls=Option, type=Date(), metavar="YYYY-MM-DD", help="cli-option-date")
@click.option("--weather", cls=Option, type=FILE, metavar="FILE", help="cli-option-weather-file")
@click.option("--source", cls=Option, metavar="NAME", help="cli-option-source")
@click.option(
    "--weather-elsewhere", "is_elsewhere", cls=Option, is_flag=True, help="cli-option-weather-elsewhere"
)
@click.option("--weather-stamp", cls=Option, metavar="start|end", help="cli-option-weather-stamp")
@click.option("--weather-zone", cls=Option, metavar="ZONE", help="cli-option-weather-zone")
@click.option("--weather-mapping", cls=Option, type=FILE, metavar="FILE", help="cli-option-weather-mapping")
@click.option(
    "--history",
    "--measured",
    "history",
    cls=Option,
    multiple=True,
    metavar="ASSET=FILE[:MAPPING]",
    help="cli-option-asset-history",
)
@click.option("--plant", cls=Option, multiple=True, metavar="ASSET=FILE", help="cli-option-plant")
@click.option("--scenarios", cls=Option, type=int, default=0, metavar="N", help="cli-option-scenarios")
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
    vintage = make_forecast(ForecastOrder(files=files, **given), vintages=Vintages.at(archive))
    data = {**vintage.record, "folder": str(vintage.folder)}
    return Outcome(data, lambda: put_out(forecast_lines(vintage)))


@forecast.command("score", cls=Command, help="cli-forecast-score", short_help="cli-forecast-score-short")
@click.argument("site", cls=Argument, required=False, help="cli-argument-score-site")
@click.option("--history", cls=Option, multiple=True, metavar="[ASSET=]FILE", help="cli-option-score-history")
@click.option("--mapping", cls=Option, type=FILE, metavar="FILE", help="cli-option-mapping")
@click.option("--capacity", cls=Option, type=float, metavar="MW", help="cli-option-capacity")
@click.option("--share", cls=Option, type=float, default=0.3, metavar="SHARE", help="cli-option-share")
@click.option("--kind", cls=Option, metavar="wind|pv|load", help="cli-option-kind")
@click.option("--zone", cls=Option, metavar="ZONE", help="cli-option-zone")
@click.option("--from", "first", cls=Option, type=Date(), metavar="YYYY-MM-DD", help="cli-option-from")
@click.option("--to", "last", cls=Option, type=Date(), metavar="YYYY-MM-DD", help="cli-option-to")
@click.option("--region", cls=Option, metavar="NAME|FILE", help="cli-option-region")
@click.option("--report", cls=Option, type=FILE, metavar="FILE", help="cli-option-report")
@click.option("--seed", cls=Option, type=int, default=0, metavar="N", help="cli-option-forecast-seed")
@archive_option
@common_options
def score(*, site: str | None, archive: Path | None, report: Path | None, **given: Any) -> Outcome:
    """Score forecasts and write the report."""
    from runs.archive import archive_root
    from runs.score_report import write_score_report
    from runs.shown_forecast import score_lines

    root = archive_root(archive)
    found = _of_site(site, root, given) if site else [_of_history(given)]
    path = report or root / "_scores" / f"{_file_name(found)}.html"
    write_score_report(found, path, archive_root=root)
    data = {"scores": [each.as_dict() for each in found], "report": str(path)}
    return Outcome(data, lambda: put_out(score_lines(found, path)))


def _of_history(given: dict[str, Any]) -> Score:
    from runs.scoring import HistoryOrder, score_history

    if len(given["history"]) != 1:
        raise Refused(problem("forecast-score-what"))
    if given["first"] or given["last"]:
        raise Refused(problem("forecast-score-days-of-site", "--from, --to"))
    order = HistoryOrder(
        Path(given["history"][0]),
        mapping=given["mapping"],
        capacity_mw=given["capacity"],
        share=given["share"],
        kind=given["kind"],
        time_zone=given["zone"],
        region=given["region"],
        seed=given["seed"],
    )
    return score_history(order)


def _of_site(site: str, root: Path, given: dict[str, Any]) -> list[Score]:
    from runs.asset_files import asset_files
    from runs.scoring import SiteOrder, score_site
    from runs.vintages import Vintages

    first, last = given["first"], given["last"]
    if first is None or last is None:
        raise Refused(problem("forecast-score-days", "--from, --to"))
    assert isinstance(first, dt.date)
    files = asset_files("--history", given["history"])
    return score_site(SiteOrder(site, first, last, files, given["region"]), vintages=Vintages(root))


def _file_name(scores: list[Score]) -> str:
    first = scores[0]
    plain = "".join(letter if letter.isalnum() else "-" for letter in first.name.partition(" ")[0])
    return f"{plain}-{first.begin}-{first.end}"
