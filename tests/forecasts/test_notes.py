"""Notes travel as data and can be shown in either language."""

from __future__ import annotations

import json

import xarray as xr

from forecasts.notes import notes_of, notes_to_json, with_notes
from sites.problems import problem


def test_notes_come_back_as_they_went() -> None:
    notes = [problem("weather-note-leap-day"), problem("weather-note-bridged", field="temp_air", count=2)]
    dataset = xr.Dataset(attrs={"notes": notes_to_json(notes)})
    back = notes_of(dataset)
    assert [(note.key, dict(note.args)) for note in back] == [(note.key, dict(note.args)) for note in notes]
    assert back[1].text("en") == "temp_air: 2 missing hours were bridged by a straight line."
    assert back[1].text("zh").startswith("temp_air：缺测的 2 小时")


def test_a_note_said_twice_stands_once() -> None:
    dataset = xr.Dataset()
    assert notes_of(dataset) == []
    for _ in range(2):
        dataset = with_notes(dataset, [problem("weather-note-leap-day")])
    assert json.loads(dataset.attrs["notes"]) == [{"key": "weather-note-leap-day", "args": {}}]
