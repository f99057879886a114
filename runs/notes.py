"""What was assumed, repaired or left out on the way to a plan: notes as data, shown in either language later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sites.problems import Problem

__all__ = ["noted", "notes_of", "note_text"]


def noted(notes: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return notes for ``run.json``, ``{"key", "where", "args"}`` each; a note said twice stands once."""
    result: list[dict[str, Any]] = []
    for note in notes:
        data = note.as_dict()
        entry = {"key": note.key, "where": note.where, "args": data["args"]}
        if entry not in result:
            result.append(entry)
    return result


def notes_of(entries: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Return the notes of a ``run.json``."""
    return [
        Problem(str(each["key"]), str(each.get("where") or ""), dict(each.get("args") or {}))
        for each in entries
    ]


def note_text(entry: Mapping[str, Any]) -> str:
    """Return a note of a ``run.json`` in the language in force."""
    return notes_of([entry])[0].text()
