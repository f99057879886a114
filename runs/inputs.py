"""What a day needs beside its site: the state to start from (``--state``) and the day's own facts (``--day``)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from sites.checks import day_problems, unread_day_problems
from sites.day import DayFacts
from sites.explain import explain
from sites.problems import Problem, Refused, problem
from sites.reading import parse_toml, read_model
from sites.site import Site
from sites.state import State, state_problems

__all__ = ["Gathered", "read_day", "read_state", "read_text", "state_from"]

T = TypeVar("T")


class Gathered:
    """Collects the problems of several inputs, so that a user sees all of them at once.

    >>> inputs = Gathered()
    >>> state = inputs.take(lambda: read_state(path, site, date))
    >>> inputs.finish()
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def take(self, read: Callable[[], T]) -> T | None:
        """Return what a function reads, None where it refuses."""
        try:
            return read()
        except Refused as refused:
            self.problems.extend(refused.problems)
            return None

    def finish(self) -> None:
        """Refuse all that was collected, if anything was."""
        if self.problems:
            raise Refused(self.problems)


def read_text(path: Path) -> str:
    """Return the text of an input file.

    Raises
    ------
    Refused
        It cannot be read or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Refused(problem("input-not-there", str(path))) from None
    except UnicodeDecodeError as fault:
        raise Refused(problem("input-encoding", str(path), byte=fault.start)) from None
    except OSError as fault:
        raise Refused(
            problem("input-unreadable", str(path), detail=fault.strerror or type(fault).__name__)
        ) from None


def state_from(text: str, name: str) -> State:
    """Read a state from JSON text.

    Raises
    ------
    Refused
        With every problem found, each with file and field.
    """
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as fault:
        raise Refused(problem("json-syntax", f"{name}:{fault.lineno}", detail=fault.msg)) from None
    if not isinstance(raw, dict):
        raise Refused(problem("json-not-table", name, found=type(raw).__name__))
    try:
        return State.model_validate(raw)
    except ValidationError as error:
        raise Refused(explain(error.errors(include_url=False), name, State)) from None


def read_state(path: Path, site: Site, date: dt.date) -> State:
    """Read the state that a user gives for the beginning of a day.

    Raises
    ------
    Refused
        With every problem: unknown fields, another site or date, a level above what the store holds.
    """
    state = state_from(read_text(path), path.name)
    found = state_problems(site, state, date)
    if found:
        raise Refused([Problem(key, f"{path.name} {field}", args) for key, field, args in found])
    return state.model_copy(update={"origin": "file", "origin_id": path.name})


def read_day(path: Path | None, site: Site, date: dt.date) -> tuple[DayFacts, str]:
    """Read the day's facts and return them with their text; nothing special where no file is given.

    Raises
    ------
    Refused
        With every problem found, each with file, table and field.
    """
    if path is None:
        return DayFacts(), ""
    text = read_text(path)
    try:
        facts = read_model(DayFacts, path.name, text)
    except Refused as refused:
        raise Refused([*refused.problems, *_unread(site, path.name, text)]) from None
    found = day_problems(site, facts, path.name, date)
    if found:
        raise Refused(found)
    return facts, text


def _unread(site: Site, name: str, text: str) -> list[Problem]:
    """What can be said of a day's file against the site although it cannot be read as a whole."""
    try:
        raw = parse_toml(name, text)
    except Refused:
        return []
    return unread_day_problems(site, raw, name)
