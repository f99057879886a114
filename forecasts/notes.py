"""Notes on weather and forecasts: what was repaired, mapped or taken from elsewhere, said as data.

A note is a key of the message catalogue with its figures, like a :class:`sites.problems.Problem`, but nothing
is refused. Notes travel as JSON in the attribute ``notes`` of a Dataset, so they survive NetCDF and can be
shown in either language: ``[each.text() for each in notes_of(weather)]``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sites.problems import Problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Array", "Times", "notes_of", "notes_to_json", "with_notes"]

Array: TypeAlias = NDArray[np.float64]
"""Figures over time, shape (time,) unless said otherwise."""

Times: TypeAlias = NDArray[np.datetime64]
"""Stamps in UTC, ``datetime64[ns]``."""


def notes_to_json(notes: Iterable[Problem]) -> str:
    """Return notes as the JSON list ``[{"key": ..., "args": {...}}, ...]``; a note said twice stands once."""
    shown: list[dict[str, object]] = []
    for note in notes:
        entry: dict[str, object] = {"key": note.key, "args": note.as_dict()["args"]}
        if entry not in shown:
            shown.append(entry)
    return json.dumps(shown, ensure_ascii=False)


def notes_of(dataset: xr.Dataset) -> list[Problem]:
    """Return the notes of a weather or forecast Dataset, in the order they were made."""
    return [_note(entry) for entry in json.loads(str(dataset.attrs.get("notes", "[]")))]


def with_notes(dataset: xr.Dataset, notes: Iterable[Problem]) -> xr.Dataset:
    """Return the Dataset with further notes."""
    return dataset.assign_attrs(notes=notes_to_json([*notes_of(dataset), *notes]))


def _note(entry: Mapping[str, object]) -> Problem:
    args = entry["args"]
    assert isinstance(args, Mapping)
    return Problem(str(entry["key"]), "", {str(name): value for name, value in args.items()})
