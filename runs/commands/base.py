"""What all commands share: help from the catalogue, common options, and one way to put out a result.

The ``help`` of a command or option is a key of the catalogue, looked up when help is asked for, so that it comes in the
language in force. A command is a function that returns an :class:`Outcome`.
"""

from __future__ import annotations

import datetime as dt
import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from runs.commands.help import Context, Told
from runs.faults import EXIT_MET
from runs.files import json_text
from sites.messages import LANGUAGES, say
from sites.problems import Refused, problem

__all__ = [
    "Argument",
    "Command",
    "Date",
    "Group",
    "Number",
    "Option",
    "Outcome",
    "archive_option",
    "common_options",
    "elsewhere_option",
    "put_out",
    "quiet_option",
    "weather_options",
]

FILE = click.Path(path_type=Path)

P = ParamSpec("P")
F = TypeVar("F", bound=Callable[..., Any])
LANG: dict[str, Any] = {"metavar": "|".join(LANGUAGES), "expose_value": False, "help": "cli-option-lang"}
"""``--lang``, which :mod:`runs.cli` reads before anything is shown; click only has to know it."""


@dataclass(frozen=True)
class Outcome:
    """The result of a command.

    Attributes
    ----------
    code
        Exit code.
    data
        What ``--json`` puts out.
    show
        Puts it out for people.
    """

    data: object
    show: Callable[[], None] = field(repr=False)
    code: int = EXIT_MET


class Command(Told):
    """A command whose texts are in the catalogue."""

    context_class = Context
    allow_extra_args = True  # refused below, in the language in force

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read a command line and refuse words that are too many."""
        rest = super().parse_args(ctx, args)
        if ctx.args:
            raise Refused(problem("cli-extra", found=" ".join(ctx.args), command=ctx.command_path))
        return rest


class Group(Told, click.Group):
    """A group of commands in the order in which they were added."""

    context_class = Context
    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(Option(["--lang"], **LANG))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        del ctx
        return list(self.commands)


class Option(click.Option):
    """An option whose help is a key of the catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the names and the help."""
        record = super().get_help_record(ctx)
        return None if record is None else (record[0], say(str(self.help)))


class Argument(click.Argument):
    """An argument whose help is a key of the catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Return the name and the help."""
        return super().get_help_record(ctx)[0], say(str(self.help))


class Date(click.ParamType[dt.date]):
    """A date as 2026-07-15."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read a date."""
        del param, ctx
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            raise Refused(problem("cli-date", "--date", found=str(value))) from None


class Number(click.ParamType[float]):
    """A number, whole unless told otherwise, at least ``least`` and at most ``most``."""

    name = "number"

    def __init__(self, *, is_whole: bool = True, least: float = -math.inf, most: float = math.inf) -> None:
        self._is_whole, self._least, self._most = is_whole, least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read a number."""
        del ctx
        where = max(param.opts, key=len) if param is not None else ""
        try:
            found = int(value) if self._is_whole else float(value)
        except ValueError:
            key = "cli-not-whole" if self._is_whole else "cli-not-number"
            raise Refused(problem(key, where, found=str(value))) from None
        if not self._least <= found <= self._most:
            args = {"found": found, "least": self._least, "most": self._most}
            raise Refused(problem("cli-beyond", where, **args))
        return found


def archive_option(function: F) -> F:
    """Add ``--archive``."""
    return click.option(
        "--archive", cls=Option, metavar="DIR", type=click.Path(path_type=Path), help="cli-option-archive"
    )(function)


def weather_options(function: F) -> F:
    """Add what says which weather: file, how to read it, source, and the plants' own files."""
    for option in reversed(
        (
            click.option("--date", cls=Option, type=Date(), metavar="YYYY-MM-DD", help="cli-option-date"),
            click.option("--weather", cls=Option, type=FILE, metavar="FILE", help="cli-option-weather"),
            elsewhere_option,
            click.option("--weather-stamp", cls=Option, metavar="start|end", help="cli-option-weather-stamp"),
            click.option("--weather-zone", cls=Option, metavar="ZONE", help="cli-option-weather-zone"),
            click.option(
                "--weather-mapping", cls=Option, type=FILE, metavar="FILE", help="cli-option-weather-mapping"
            ),
            click.option("--source", cls=Option, metavar="NAME", help="cli-option-source"),
            click.option("--hindsight", cls=Option, is_flag=True, help="cli-option-hindsight"),
            click.option(
                "--history",
                "--measured",
                "history",
                cls=Option,
                multiple=True,
                metavar="ASSET=FILE[:MAPPING]",
                help="cli-option-asset-history",
            ),
            click.option(
                "--plant", cls=Option, multiple=True, metavar="ASSET=FILE[:ENTITY]", help="cli-option-plant"
            ),
        )
    ):
        function = option(function)
    return function


def elsewhere_option(function: F) -> F:
    """Add ``--weather-elsewhere``."""
    return click.option(
        "--weather-elsewhere", "is_elsewhere", cls=Option, is_flag=True, help="cli-option-weather-elsewhere"
    )(function)


def quiet_option(function: F) -> F:
    """Add ``--quiet``."""
    return click.option("--quiet", "is_quiet", cls=Option, is_flag=True, help="cli-option-quiet")(function)


def common_options(function: Callable[P, Outcome]) -> Callable[..., int]:
    """Add ``--json`` and ``--lang``, and put out what the command returns; the result is the exit code."""

    @click.option("--json", "is_json", cls=Option, is_flag=True, help="cli-option-json")
    @click.option("--lang", cls=Option, **LANG)
    @wraps(function)
    def wrapped(*args: Any, is_json: bool, **kwargs: Any) -> int:
        outcome = function(*args, **kwargs)
        if is_json:
            sys.stdout.write(json_text(outcome.data))
        else:
            outcome.show()
        return outcome.code

    return wrapped


def put_out(lines: Iterable[str]) -> None:
    """Write lines to stdout."""
    for line in lines:
        sys.stdout.write(line + "\n")
