"""``hengli site``: site files, checked, listed, begun."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from runs.commands.base import (
    Argument,
    Date,
    Group,
    Number,
    Option,
    Outcome,
    common_options,
    put_out,
    quiet_option,
)
from runs.faults import writing
from runs.files import json_text
from sites.messages import current_language, say

__all__ = ["site"]


@click.group(cls=Group, help="cli-site", short_help="cli-site", no_args_is_help=True)
def site() -> None:
    """Hold the commands about sites."""


@site.command("check", help="cli-site-check", short_help="cli-site-check-short", epilog="cli-exit-codes-read")
@click.argument("name", metavar="FILE|NAME", cls=Argument, help="cli-argument-site")
@quiet_option
@common_options
def check_site(*, name: str, is_quiet: bool) -> Outcome:
    """Read a site with all its files and say what it is."""
    from runs.shown import aligned
    from sites.reading import load
    from sites.summary import summary_rows

    found = load(name)
    rows = [list(row) for row in summary_rows(found)]
    data = {"site": found.name, "summary": [{"heading": heading, "text": text} for heading, text in rows]}
    return Outcome(
        data, lambda: put_out([] if is_quiet else [*aligned(rows), say("site-check-good", name=found.name)])
    )


@site.command("list", help="cli-site-list", short_help="cli-site-list", epilog="cli-exit-codes-read")
@common_options
def list_sites() -> Outcome:
    """List the bundled sites and the worked examples."""
    from runs.shown import aligned
    from sites.reading import bundled, examples, read_toml

    kinds = {"bundled": bundled(), "example": examples()}
    data = [
        {"name": name, "kind": kind, **{title: str(raw.get(title) or "") for title in ("title", "title_zh")}}
        for kind, files in kinds.items()
        for name, path in files.items()
        for raw in (read_toml(path),)
    ]
    field = "title_zh" if current_language() == "zh" else "title"
    rows = [[each["name"], each[field] or each["title"] or each["name"]] for each in data]
    return Outcome(data, lambda: put_out([*aligned(rows), say("site-list-more")]))


@site.command("new", help="cli-site-new", short_help="cli-site-new-short")
@click.argument("name", metavar="NAME", cls=Argument, help="cli-argument-new")
@click.option(
    "--folder", cls=Option, type=click.Path(path_type=Path), metavar="DIR", help="cli-option-folder"
)
@click.option("--example", cls=Option, metavar="EXAMPLE", help="cli-option-example")
@common_options
def new(*, name: str, folder: Path | None, example: str | None) -> Outcome:
    """Write a commented site to begin with, or a copy of an example."""
    from sites.new import copy_example, new_site

    target = folder or Path(name)
    with writing(target):
        path = new_site(name, target) if example is None else copy_example(name, example, target)
    return Outcome({"file": str(path)}, lambda: put_out([say("site-new-done", path=str(path))]))


@site.command(
    "schema", help="cli-site-schema", short_help="cli-site-schema-short", epilog="cli-exit-codes-read"
)
@common_options
def schema() -> Outcome:
    """Give the JSON Schema of site files."""
    from sites.schema import site_schema

    found = site_schema()
    return Outcome(found, lambda: put_out([json_text(found).rstrip("\n")]))


@site.group(
    "import", cls=Group, help="cli-site-import", short_help="cli-site-import-short", no_args_is_help=True
)
def import_site() -> None:
    """Hold the commands that take sites over from other programs."""


@import_site.command("egret", help="cli-site-import-egret", short_help="cli-site-import-egret-short")
@click.argument(
    "file", metavar="FILE", cls=Argument, type=click.Path(path_type=Path), help="cli-argument-egret"
)
@click.option(
    "--to",
    "folder",
    cls=Option,
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="cli-option-import-to",
)
@click.option(
    "--pieces",
    cls=Option,
    type=Number(least=1, most=100),
    default=2,
    metavar="N",
    help="cli-option-pieces",
)
@click.option(
    "--date",
    cls=Option,
    type=Date(),
    default="2026-07-15",
    metavar="YYYY-MM-DD",
    help="cli-option-import-date",
)
@common_options
def egret(*, file: Path, folder: Path, pieces: int, date: dt.date) -> Outcome:
    """Take over a unit-commitment case of Egret."""
    from sites.egret import import_egret

    with writing(folder):
        files = import_egret(file, folder, date=date, pieces=pieces)
    command = ["hengli day-ahead", str(folder), "--date", str(date), "--state", str(files["state.json"])]
    command += ["--day", str(files["day.toml"])] if "day.toml" in files else []
    command += ["--no-history --gap 1e-6 --time-limit 180"]
    lines = [say("site-import-done", path=str(files["site.toml"]), command=" ".join(command))]
    return Outcome({name: str(path) for name, path in files.items()}, lambda: put_out(lines))


site.add_command(egret)  # the short way to it: "site egret" beside "site import egret"
