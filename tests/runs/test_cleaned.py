"""The line that tells what was taken out of a history."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from forecasts.history import read_history
from runs.cleaned import CAUSES, cleaned_line, cleaning_record
from sites.messages import use_language


def test_causes_are_told_in_order_and_added_up_over_columns() -> None:
    counts = {"stuck_measured_mw": 5, "stuck_pressure": 7, "missing_measured_mw": 14_668, "curtailed": 243}
    record = {"file": "wind.csv", "counts": counts}
    with use_language("en"):
        told = cleaned_line(record)
        assert told == "wind.csv: cleaned: 14,668 missing, 243 curtailed, 12 stuck."
        assert cleaned_line({"file": "wind.csv", "counts": {}}).endswith("nothing to take out.")
    with use_language("zh"):
        assert cleaned_line(record) == "wind.csv：清洗：缺测 14,668 个、限电 243 个、数值不变 12 个。"


def test_every_cause_has_its_words() -> None:
    for beginning in CAUSES:
        name = f"{beginning}ghi" if beginning.endswith("_") else beginning
        for language in ("en", "zh"):
            with use_language(language):
                told = cleaned_line({"file": "x.csv", "counts": {name: 7, "unheard_of": 9}})
            assert "7" in told
            assert "9" not in told


def test_every_count_of_a_reading_is_told(tmp_path: Path) -> None:
    times = pd.date_range("2026-01-01", periods=960, freq="15min")
    power = 5 + 4 * np.sin(np.arange(960) / 9)
    power[100:140], power[200:240] = 6.0, -0.2
    cells = [f"{value:.4f}" for value in power]
    cells[300:310] = [""] * 10
    cells[400] = "x"
    rows = [f"{time:%Y-%m-%d %H:%M},{cell}" for time, cell in zip(times, cells, strict=True)]
    path = tmp_path / "h.csv"
    path.write_text("time,power_mw\n" + "\n".join([*rows, rows[7]]) + "\n", encoding="utf-8")
    record = cleaning_record(read_history(path, time_zone="Asia/Shanghai"))
    assert record["file"] == "h.csv"
    beginnings = tuple(CAUSES)
    assert {"duplicate_rows", "stuck_measured_mw", "unreadable_measured_mw"} <= set(record["counts"])
    assert [each for each in record["counts"] if not each.startswith(beginnings)] == []
    assert json.loads(json.dumps(record)) == record
