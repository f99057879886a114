"""``hengli forecast score``: how good forecasts were, in points and in money."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from sites.problems import Refused, problem

if TYPE_CHECKING:
    from forecasts.scores import Score
    from runs.regret_figures import MoneyScore
    from runs.scoring import SiteOrder

__all__ = ["score"]

FILE = click.Path(path_type=Path)


@click.command("score", cls=Command, help="cli-forecast-score", short_help="cli-forecast-score-short")
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
@click.option("--money", "has_money", cls=Option, is_flag=True, help="cli-option-money")
@click.option("--report", cls=Option, type=FILE, metavar="FILE", help="cli-option-report")
@click.option("--seed", cls=Option, type=int, default=0, metavar="N", help="cli-option-forecast-seed")
@archive_option
@quiet_option
@common_options
def score(
    *,
    site: str | None,
    archive: Path | None,
    report: Path | None,
    has_money: bool,
    is_quiet: bool,
    **given: Any,
) -> Outcome:
    """Score forecasts and write the report."""
    from runs.archive import archive_root
    from runs.regret_shown import regret_lines, regret_part
    from runs.score_report import write_score_report
    from runs.shown_forecast import score_lines

    if has_money and site is None:
        raise Refused(problem("regret-needs-site", "--money"))
    root = archive_root(archive)
    found = _of_site(_site_order(site, given), root) if site else [_of_history(given)]
    money = _money(_site_order(site, given), root, is_quiet=is_quiet) if has_money and site else None
    path = report or root / "_scores" / f"{_file_name(found)}.html"
    write_score_report(found, path, archive_root=root, money=regret_part(money) if money else None)
    data: dict[str, Any] = {"scores": [each.as_dict() for each in found], "report": str(path)}
    lines = score_lines(found, path)
    if money is not None:
        data["money"] = money.as_dict()
        lines = [*regret_lines(money), "", *lines]
    return Outcome(data, lambda: put_out(lines))


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


def _site_order(site: str, given: dict[str, Any]) -> SiteOrder:
    from runs.asset_files import asset_files
    from runs.scoring import SiteOrder

    first, last = given["first"], given["last"]
    if first is None or last is None:
        raise Refused(problem("forecast-score-days", "--from, --to"))
    assert isinstance(first, dt.date)
    return SiteOrder(site, first, last, asset_files("--history", given["history"]), given["region"])


def _of_site(order: SiteOrder, root: Path) -> list[Score]:
    from runs.scoring import score_site
    from runs.vintages import Vintages

    return score_site(order, vintages=Vintages(root))


def _money(order: SiteOrder, root: Path, *, is_quiet: bool) -> MoneyScore:
    from runs.progress import shown_on
    from runs.regret import money_score
    from runs.vintages import Vintages

    with shown_on(quiet=is_quiet) as shown:
        return money_score(order, vintages=Vintages(root), shown=shown)


def _file_name(scores: list[Score]) -> str:
    first = scores[0]
    plain = "".join(letter if letter.isalnum() else "-" for letter in first.name.partition(" ")[0])
    return f"{plain}-{first.begin}-{first.end}"
