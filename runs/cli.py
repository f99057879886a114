"""The command ``hengli``: its language, its exit codes, and what it says when it ends early.

Nothing ends in a raw traceback: bad input is explained (2), what the machine refuses and internal faults are named with
the file that holds the traceback (3), Ctrl-C ends with one line (130).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from runs.faults import EXIT_BAD_INPUT, EXIT_INTERRUPTED, EXIT_PIPE_CLOSED, EXIT_TROUBLE
from sites.messages import LANGUAGES, current_language, say, use_language
from sites.problems import Problem, Refused, Trouble, problem

if TYPE_CHECKING:
    import click

__all__ = ["main", "run"]


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a terminal that cannot show a character is no reason to fail
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    named = _value_of("--lang", arguments)
    language = named if named in LANGUAGES else current_language()
    with use_language(language):
        if named is not None and named not in LANGUAGES:
            return _refused(
                [problem("cli-language", "--lang", found=named, known=", ".join(LANGUAGES))], arguments
            )
        try:
            code = _guarded(list(arguments))
            sys.stdout.flush()
        except BrokenPipeError:
            return _pipe_closed()
        return code


def _guarded(arguments: list[str]) -> int:
    """Run a command and turn every early end into words and an exit code."""
    try:
        return _invoked(arguments)
    except Refused as refused:
        return _refused(refused.problems, arguments)
    except Trouble as trouble:
        return _told(trouble.problems, arguments, EXIT_TROUBLE)
    except KeyboardInterrupt:
        sys.stderr.write(say("cli-interrupted") + "\n")  # click has ended the line
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as fault:  # noqa: BLE001 - the last door: whatever comes here is a fault of the program
        return _fault(fault, arguments)


def _invoked(arguments: list[str]) -> int:
    import click

    from runs.commands import hengli

    try:
        code = hengli.main(arguments, prog_name="hengli", standalone_mode=False)
    except click.Abort:
        raise KeyboardInterrupt from None
    except SystemExit:  # click's own end when nobody reads its output
        raise BrokenPipeError from None
    except click.exceptions.NoArgsIsHelpError as error:
        sys.stderr.write(error.format_message() + "\n")
        return EXIT_BAD_INPUT
    except click.ClickException as error:
        raise Refused(_usage_problem(error, arguments)) from None
    return int(code or 0)


def _shown_name(parameter: click.Parameter) -> str:
    """The name of a parameter as a user writes it."""
    if parameter.param_type_name == "option":
        return max(parameter.opts, key=len)
    return parameter.human_readable_name


def _usage_problem(error: click.ClickException, arguments: Sequence[str]) -> Problem:
    """Say in the language in force what is wrong with a command line."""
    import click

    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "hengli"
    if isinstance(error, click.NoSuchOption | click.exceptions.NoSuchCommand):
        return _unknown(error, command)
    if isinstance(error, click.MissingParameter):
        name = _shown_name(error.param) if error.param is not None else ""
        return problem("cli-missing", name=name, command=command)
    if isinstance(error, click.BadOptionUsage):
        is_switch = any(argument.startswith(f"{error.option_name}=") for argument in arguments)
        key = "cli-switch-value" if is_switch else "cli-option-value"
        return problem(key, error.option_name, command=command)
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = max(error.param.opts, key=len)
        return problem("cli-value", name, detail=error.message, command=command)
    if context is not None and isinstance(context.command, click.Group):
        return problem("cli-no-subcommand", known=", ".join(context.command.commands), command=command)
    return problem("cli-usage", detail=error.format_message(), command=command)


def _unknown(error: click.NoSuchOption | click.exceptions.NoSuchCommand, command: str) -> Problem:
    import click

    near = ", ".join(error.possibilities or ())
    if isinstance(error, click.NoSuchOption):
        key = "cli-no-option-near" if near else "cli-no-option"
        return problem(key, found=error.option_name, near=near, command=command)
    key = "cli-no-command-near" if near else "cli-no-command"
    return problem(key, found=error.command_name, near=near, command=command)


def _refused(problems: Sequence[Problem], arguments: Sequence[str]) -> int:
    return _told(problems, arguments, EXIT_BAD_INPUT)


def _told(problems: Sequence[Problem], arguments: Sequence[str], code: int) -> int:
    """Write problems to stderr, a line each, and as data to stdout with ``--json``."""
    for each in problems:
        sys.stderr.write(each.text() + "\n")
    if "--json" in arguments:
        from runs.files import json_text

        sys.stdout.write(json_text({"exit_code": code, "problems": [each.as_dict() for each in problems]}))
    return code


def _fault(fault: Exception, arguments: Sequence[str]) -> int:
    from runs.archive import archive_root
    from runs.faults import keep_traceback

    named = _value_of("--archive", arguments)
    root = archive_root(Path(named) if named else None)
    kept = keep_traceback(fault, [root / ".faults"])
    name = type(fault).__name__
    if kept is None:
        found = problem("cli-fault-unkept", name=name, detail=str(fault))
    else:
        found = problem("cli-fault", name=name, path=str(kept))
    return _told([found], arguments, EXIT_TROUBLE)


def _value_of(option: str, arguments: Sequence[str]) -> str | None:
    """Return the value of an option wherever it stands, as ``--lang zh`` or ``--lang=zh``."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            return None
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
        if argument == option and place + 1 < len(arguments):
            return arguments[place + 1]
    return None


def _pipe_closed() -> int:
    """End without a word when nobody reads any more, also when Python closes its streams."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return EXIT_PIPE_CLOSED
