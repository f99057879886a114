"""What is wrong, where, and what to do: the one shape of everything told to a user who must change something.

A :class:`Problem` is a key of the message catalogue with its figures, not a finished text, so one finding can
be shown in either language and written out as data. The message of a problem says what was found, then what
to do.

Code that checks an input collects all its problems and raises them together: :class:`Refused` when the user's
input is the cause and nothing was written, :class:`Trouble` when the machine is (a full disk, an internal
fault).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from numbers import Integral, Real

from sites.messages import current_language, say, use_language

__all__ = ["Problem", "Refused", "Trouble", "problem"]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes
    ----------
    key
        Name of the message in the catalogue.
    where
        File, table, field, line, asset or time step, for people; empty when the message needs no place.
    args
        The figures and names of the message.
    """

    key: str
    where: str = ""
    args: Mapping[str, object] = field(default_factory=dict, hash=False)

    def text(self, language: str | None = None) -> str:
        """Return the problem for people, its place first, in a language or the one in force."""
        with use_language(language or current_language()):
            message = say(self.key, **self.args)
            return say("problem-at", where=self.where, text=message) if self.where else message

    def as_dict(self) -> dict[str, object]:
        """Return the problem as data for JSON: ``key``, ``where``, ``text`` and ``args``."""
        args = {name: _json_value(value) for name, value in self.args.items()}
        return {"key": self.key, "where": self.where, "text": self.text(), "args": args}


def problem(key: str, /, where: str = "", **args: object) -> Problem:
    """Return a :class:`Problem` with its message's variables given by name."""
    return Problem(key, where, args)


class _Told(Exception):
    """An end that is explained to the user by at least one problem."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        given = (problems,) if isinstance(problems, Problem) else problems
        self.problems: tuple[Problem, ...] = tuple(dict.fromkeys(given))  # several may find the same
        if not self.problems:
            msg = f"{type(self).__name__} without a problem: say what is wrong, or do not raise it"
            raise ValueError(msg)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return all problems, one per line, in the language in force."""
        return "\n".join(each.text() for each in self.problems)


class Refused(_Told):
    """The input cannot be used as it is; nothing was written (exit code 2).

    Attributes
    ----------
    problems
        All that is wrong with it, at least one.
    """


class Trouble(_Told):
    """The result could not be written, or the program itself is at fault (exit code 3).

    Attributes
    ----------
    problems
        What went wrong, at least one.
    """


def _json_value(value: object) -> object:
    """Return a value that JSON can hold; what is no finite number, truth value or text becomes its text."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real) and math.isfinite(value):
        return float(value)
    return str(value)
