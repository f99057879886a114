"""What all commands share: help from the catalogue, common options, and one way to put out a result.

The ``help`` of a command or option is a key of the catalogue, looked up when help is asked for, so that it comes in the
language in force. A command is a function that returns an :class:`Outcome`.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from runs.faults import EXIT_MET
from runs.files import json_text
from sites.messages import LANGUAGES, current_language, say
from sites.problems import Refused, problem

__all__ = [
    "Argument",
    "Command",
    "Date",
    "Group",
    "Option",
    "Outcome",
    "archive_option",
    "common_options",
    "put_out",
    "quiet_option",
]

P = ParamSpec("P")
F = TypeVar("F", bound=Callable[..., Any])
HEADINGS = {
    "Options": "cli-heading-options",
    "Commands": "cli-heading-commands",
    "Positional arguments": "cli-heading-arguments",
}
LANG: dict[str, Any] = {"metavar": "|".join(LANGUAGES), "expose_value": False, "help": "cli-option-lang"}
"""``--lang``, which :mod:`runs.cli` reads before anything is shown; click only has to know it."""
WIDTH_MOST = 100
FIRST_COLUMN = 26


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


class Formatter(click.HelpFormatter):
    """Help with headings in the language in force."""

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        super().__init__(indent_increment, width, max_width or WIDTH_MOST)
        if current_language() == "zh":  # a Chinese character takes two columns, and click counts one
            self.width = FIRST_COLUMN + max(self.width - FIRST_COLUMN, 20) // 2

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        super().write_usage(prog, args, prefix or f"{say('cli-heading-usage')} ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        super().write_heading(say(HEADINGS[heading]) if heading in HEADINGS else heading)


class _Told:
    """Texts of a command by key: what it does, and its exit codes."""

    help: str | None
    epilog: str | None
    short_help: str | None

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(str(self.help)))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit codes, a line each."""
        del ctx
        formatter.write_paragraph()
        formatter.write_text("\b\n" + say(self.epilog or "cli-exit-codes"))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the line in the list of commands."""
        del limit
        return say(str(self.short_help))


class _Context(click.Context):
    formatter_class = Formatter


class Command(_Told, click.Command):
    """A command whose texts are in the catalogue."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("cli-option-help")
        return option


class Group(_Told, click.Group):
    """A group of commands in the order in which they were added."""

    context_class = _Context
    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(Option(["--lang"], **LANG))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        del ctx
        return list(self.commands)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("cli-option-help")
        return option


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


def archive_option(function: F) -> F:
    """Add ``--archive``."""
    return click.option(
        "--archive", cls=Option, metavar="DIR", type=click.Path(path_type=Path), help="cli-option-archive"
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
