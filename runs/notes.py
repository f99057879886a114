"""Notes and findings of a run, kept as data and shown in either language later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sites.messages import CatalogueFault, current_language
from sites.problems import Problem

__all__ = ["finding_text", "noted", "notes_of", "note_text"]


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


def finding_text(found: Mapping[str, Any], language: str | None = None) -> str:
    """Return a finding of ``audit.json`` in a language or the one in force, as written where its rule is not known."""
    from dispatch.audit import Finding

    amount = found.get("amount")
    finding = Finding(
        rule=str(found.get("rule")),
        asset=str(found.get("asset") or ""),
        steps=tuple(found.get("steps") or ()),
        amount=float("nan") if amount is None else float(amount),
        unit=str(found.get("unit") or ""),
        where=str(found.get("where") or ""),
        event=str(found.get("event") or ""),
    )
    try:
        return finding.text(language or current_language())
    except CatalogueFault:  # a rule of another version
        return str(found.get("text") or found.get("rule"))
