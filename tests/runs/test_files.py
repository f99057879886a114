"""Values as JSON, and files that are there whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
import math
from pathlib import Path

import numpy as np
import pytest

from runs.files import json_text, replace_file


def test_values_become_json() -> None:
    value = {
        "nan": math.nan,
        "infinite": np.float64(np.inf),
        "count": np.int64(3),
        "is": np.bool_(True),
        "array": np.array([1.5, np.nan]),
        "date": dt.date(2026, 7, 15),
        "path": Path("a"),
        "text": "瑞昌",
        1: (None, True, 2),
    }
    read = json.loads(json_text(value))
    assert read == {
        "nan": None,
        "infinite": None,
        "count": 3,
        "is": True,
        "array": [1.5, None],
        "date": "2026-07-15",
        "path": "a",
        "text": "瑞昌",
        "1": [None, True, 2],
    }
    assert "瑞昌" in json_text(value)


def test_a_file_is_replaced_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "run.json"
    replace_file(path, "one")
    replace_file(path, b"two")
    assert path.read_bytes() == b"two"

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="space"):
        replace_file(path, "three")
    assert path.read_bytes() == b"two"
    assert [each.name for each in tmp_path.iterdir()] == ["run.json"]
