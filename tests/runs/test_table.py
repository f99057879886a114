"""The plan as a table, and back."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from openpyxl import load_workbook

from runs.run import Run
from runs.table import columns_of, csv_bytes, excel_bytes, labels_of
from runs.table_reading import interpret, read_raw
from sites.problems import Refused
from sites.time import day_steps


def plan_of(date: dt.date, time_zone: str) -> xr.Dataset:
    """Return a plan of two assets with awkward figures."""
    steps = day_steps(date, time_zone, 15)
    import_mw = np.full((steps.count, 2), np.nan)
    import_mw[:, 0] = np.linspace(0, 1, steps.count) / 3
    charge_mw = np.full((steps.count, 2), np.nan)
    charge_mw[:, 1] = -1e-13
    return xr.Dataset(
        {
            "import_mw": (("time", "asset"), import_mw),
            "charge_mw": (("time", "asset"), charge_mw),
            "injection_mw": (("time", "asset"), np.zeros((steps.count, 2))),
            "task_power_mw": (("time", "task"), np.full((steps.count, 1), 0.75)),
            "batch_power_mw": (("time", "batch"), np.zeros((steps.count, 0))),
            "capability_mw": ("time", np.where(np.arange(steps.count) < 4, 2.5, np.nan)),
            "period_kind": ("time", np.full(steps.count, "flat", dtype=object)),
        },
        coords={
            "time": steps.times,
            "label": ("time", np.array(steps.labels, dtype=object)),
            "asset": np.array(["tie", "battery"], dtype=object),
            "task": np.array(["pumps/fill"], dtype=object),
            "batch": np.array([], dtype=object),
        },
    )


def rows_of(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_table_is_what_a_spreadsheet_expects() -> None:
    content = csv_bytes(plan_of(dt.date(2026, 7, 15), "Asia/Shanghai"), "r-1")
    assert content.startswith(b"\xef\xbb\xbflabel,")
    assert content.endswith(b"\r\n")
    header, *rows = rows_of(content)
    assert header == [
        "label",
        "capability_mw",
        "period_kind",
        "tie.import_mw",
        "battery.charge_mw",
        "pumps/fill.task_power_mw",
        "run",
    ]
    assert (len(rows), rows[0][0], rows[-1][0]) == (96, "00:15", "24:00")
    assert {row[-1] for row in rows} == {"r-1"}
    assert rows[1][3] == "0.003509"
    assert {row[4] for row in rows} == {"0"}, "a solver's -1e-13 is nothing"
    assert rows[-1][1] == "", "what is not known is empty"


@pytest.mark.parametrize(
    ("date", "count", "first", "last"),
    [
        (dt.date(2026, 3, 29), 92, "00:15", "24:00"),
        (dt.date(2026, 10, 25), 100, "00:15", "24:00"),
    ],
)
def test_days_of_92_and_100_steps(tmp_path: Path, date: dt.date, count: int, first: str, last: str) -> None:
    data = plan_of(date, "Europe/Athens")
    path = tmp_path / "plan.csv"
    path.write_bytes(csv_bytes(data, "r-1"))
    raw = read_raw(path)
    labels = [row[0] for row in raw.rows]
    assert (len(labels), labels[0], labels[-1]) == (count, first, last)
    assert len(set(labels)) == count
    interpret(raw, columns_of(data), [], labels_of(data))


def test_excel_holds_numbers_and_says_what_it_belongs_to() -> None:
    data = plan_of(dt.date(2026, 7, 15), "Asia/Shanghai")
    book = load_workbook(io.BytesIO(excel_bytes(data, "r-1", {"site": "small", "status": "optimal"})))
    sheet = book["plan"]
    assert (sheet.max_row, sheet.max_column) == (97, 7)
    assert (sheet["A2"].value, sheet["A97"].value, sheet["A2"].number_format) == ("00:15", "24:00", "@")
    assert sheet["D3"].value == pytest.approx(0.003509)
    assert sheet["B97"].value is None
    assert [[cell.value for cell in row] for row in book["about"].iter_rows()] == [
        ["site", "small"],
        ["status", "optimal"],
    ]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_table_is_read_as_it_was_written(tmp_path: Path, suffix: str) -> None:
    data = plan_of(dt.date(2026, 7, 15), "Asia/Shanghai")
    path = tmp_path / f"plan{suffix}"
    path.write_bytes(csv_bytes(data, "r-1") if suffix == ".csv" else excel_bytes(data, "r-1", {}))
    raw = read_raw(path)
    assert raw.run_id == "r-1"
    table = interpret(raw, columns_of(data), [], labels_of(data))
    for column in columns_of(data):
        if column.variable != "period_kind":
            np.testing.assert_allclose(table.columns[column.name], column.of(data), atol=5.001e-7)
    assert table.texts["period_kind"] == ("flat",) * 96


def test_what_spreadsheets_do_by_themselves_is_understood(tmp_path: Path) -> None:
    data = plan_of(dt.date(2026, 7, 15), "Asia/Shanghai")
    text = csv_bytes(data, "r-1").decode("utf-8-sig")
    text = text.replace("00:15,", "0:15,").replace("24:00,", "24:00:00,").replace(",", ";") + ";;;;;;\r\n"
    path = tmp_path / "plan.csv"
    path.write_bytes(text.replace("flat", "平段").encode("gb18030"))
    table = interpret(read_raw(path), columns_of(data), [], labels_of(data))
    assert table.texts["period_kind"][0] == "平段"


def in_line(number: int, old: str, new: str) -> Callable[[list[str]], list[str]]:
    """Return an edit that replaces something in a line."""
    return lambda lines: [*lines[:number], lines[number].replace(old, new), *lines[number + 1 :]]


EDITS: dict[str, Callable[[list[str]], list[str]]] = {
    "95 rows": lambda lines: [*lines[:40], *lines[41:]],
    "97 rows": lambda lines: [*lines[:40], *lines[39:]],
    "order": lambda lines: [*lines[:5], lines[6], lines[5], *lines[7:]],
    "text": in_line(9, ",0.75,", ",off,"),
    "nan": in_line(9, ",0.75,", ",nan,"),
    "comma": in_line(9, ",0.75,", ',"0,75",'),
    "near": in_line(0, "battery.charge_mw", "batery.charge_mw"),
    "unknown": in_line(0, "battery.charge_mw", "remarks"),
    "twice": in_line(0, "battery.charge_mw", "tie.import_mw"),
    "no label": in_line(0, "label", "clock"),
    "wide": lambda lines: [*lines[:3], lines[3] + ",7", *lines[4:]],
    "empty": lambda _: [""],
}


@pytest.mark.parametrize(
    ("case", "key", "where", "said"),
    [
        ("95 rows", "plan-rows", "plan.csv", "95"),
        ("97 rows", "plan-rows", "plan.csv", "97"),
        ("95 rows", "plan-label", "plan.csv:41", "10:15"),
        ("order", "plan-label", "plan.csv:6", "01:30"),
        ("text", "plan-not-number", "plan.csv:10", "off"),
        ("text", "plan-not-number", "plan.csv:10", "pumps/fill.task_power_mw"),
        ("nan", "plan-not-number", "plan.csv:10", "nan"),
        ("comma", "plan-not-number", "plan.csv:10", "0,75"),
        ("near", "plan-column-near", "plan.csv", "battery.charge_mw"),
        ("unknown", "plan-column-unknown", "plan.csv", "remarks"),
        ("unknown", "plan-column-missing", "plan.csv", "battery.charge_mw"),
        ("twice", "plan-column-twice", "plan.csv", "tie.import_mw"),
        ("no label", "plan-column-missing", "plan.csv", "label"),
        ("wide", "plan-wide", "plan.csv:4", "7"),
        ("empty", "plan-empty", "plan.csv", "empty"),
    ],
)
def test_a_bad_table_is_refused_by_row_and_column(
    tmp_path: Path, case: str, key: str, where: str, said: str
) -> None:
    data = plan_of(dt.date(2026, 7, 15), "Asia/Shanghai")
    path = tmp_path / "plan.csv"
    lines = csv_bytes(data, "r-1").decode("utf-8-sig").split("\r\n")
    path.write_text("\r\n".join(EDITS[case](lines)), encoding="utf-8-sig", newline="")
    with pytest.raises(Refused) as refused:
        interpret(read_raw(path), columns_of(data), ["battery.charge_mw"], labels_of(data))
    found = [each for each in refused.value.problems if each.key == key]
    assert found, [each.text() for each in refused.value.problems]
    assert found[0].where == where
    assert said in found[0].text()


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("plan.ods", b"", "plan-suffix"),
        ("plan.xlsx", b"no workbook", "plan-syntax"),
        ("plan.csv", b"\xff\xff\xff", "plan-encoding"),
        ("plan.csv", None, "input-not-there"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes | None, key: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_raw(tmp_path / name)
    assert [each.key for each in refused.value.problems] == [key]


def test_rows_of_two_runs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    content = csv_bytes(plan_of(dt.date(2026, 7, 15), "Asia/Shanghai"), "r-1")
    path.write_bytes(content.replace(b"r-1", b"r-2", 1))
    with pytest.raises(Refused) as refused:
        _ = read_raw(path).run_id
    assert refused.value.problems[0].key == "plan-two-runs"


def test_many_problems_are_counted(tmp_path: Path) -> None:
    data = plan_of(dt.date(2026, 7, 15), "Asia/Shanghai")
    path = tmp_path / "plan.csv"
    path.write_bytes(csv_bytes(data, "r-1").replace(b",0.75,", b",x,"))
    with pytest.raises(Refused) as refused:
        interpret(read_raw(path), columns_of(data), [], labels_of(data))
    assert len(refused.value.problems) == 21
    assert "76" in refused.value.problems[-1].text()


def test_a_real_plan_has_a_column_for_every_decision(run: Run) -> None:
    header = rows_of((run.folder / "plan.csv").read_bytes())[0]
    assert {
        "battery.charge_mw",
        "battery.discharge_mw",
        "battery.energy_mwh",
        "tie.import_mw",
        "plating.interrupted_mw",
        "pumps/fill.task_power_mw",
        "mill/first.batch_power_mw",
        "roof.curtailed_mw",
        "net_exchange_mw",
    } <= set(header)
    assert "roof.charge_mw" not in header


def test_a_table_in_gbk_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes("label,备注\r\n00:15,检修\r\n".encode("gbk"))
    raw = read_raw(path)
    assert (raw.header, raw.rows) == (("label", "备注"), (("00:15", "检修"),))
    assert [note.key for note in raw.notes] == ["plan-note-encoding"]
