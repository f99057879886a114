"""Tables edited by hand: what is found, where, and what is not judged."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from runs.archive import Archive
from runs.checking import ROUNDING, check_table
from runs.prepare import Order
from runs.run import Run
from runs.shown_check import check_lines
from sites.problems import Refused
from tests.runs.conftest import DAY, NOW


class Table:
    """A plan table in a file, to be edited cell by cell."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open(encoding="utf-8-sig", newline="") as stream:
            self.header, *self.rows = list(csv.reader(stream))

    def place(self, label: str, column: str) -> tuple[int, int]:
        """Return row and column of a cell."""
        labels = [row[0] for row in self.rows]
        return labels.index(label), self.header.index(column)

    def add(self, label: str, column: str, amount: float) -> None:
        """Add to a cell."""
        row, place = self.place(label, column)
        self.rows[row][place] = str(float(self.rows[row][place]) + amount)

    def drop(self, column: str) -> None:
        """Take a column away."""
        place = self.header.index(column)
        for row in (self.header, *self.rows):
            del row[place]

    def save(self) -> Path:
        """Write the file."""
        with self.path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows([self.header, *self.rows])
        return self.path


@pytest.fixture
def table(run: Run, tmp_path: Path) -> Table:
    """Return a copy of the run's own table, away from the run."""
    path = tmp_path / "edited.csv"
    shutil.copy(run.folder / "plan.csv", path)
    return Table(path)


def test_the_plan_itself_has_no_findings(run: Run, archive: Archive) -> None:
    for name in ("plan.csv", "plan.xlsx"):
        found = check_table(run.folder / name, archive)
        assert (found.run_id, found.findings, found.edited) == (run.id, [], {})
        assert found.is_judged


def test_a_broken_limit_is_found_with_asset_and_step(table: Table, archive: Archive) -> None:
    table.add("13:00", "battery.charge_mw", 5.0)
    found = check_table(table.save(), archive)
    assert found.edited == {"battery.charge_mw": 1}
    assert not found.is_judged
    by_rule = {each["rule"]: each for each in found.findings}
    limit = by_rule["battery-charge-limit"]
    assert (limit["asset"], limit["steps"], limit["where"]) == ("battery", [51], "13:00")
    assert {"bus-balance", "battery-level-recursion"} <= by_rule.keys()


def test_an_edit_below_the_last_decimal_is_none(table: Table, archive: Archive, run: Run) -> None:
    row, place = table.place("13:00", "tie.import_mw")
    planned = float(run.schedule.data["import_mw"].sel(asset="tie")[row])
    table.rows[row][place] = repr(planned + 0.8 * ROUNDING)
    found = check_table(table.save(), archive)
    assert (found.edited, found.findings) == ({}, [])


def test_an_edit_of_a_level_is_found(table: Table, archive: Archive) -> None:
    table.add("20:00", "battery.energy_mwh", 0.01)
    found = check_table(table.save(), archive)
    assert "battery-level-recursion" in {each["rule"] for each in found.findings}


def test_decisions_are_completed(table: Table, archive: Archive, run: Run) -> None:
    data = run.schedule.data
    charge = data["charge_mw"].sel(asset="battery").values
    idle = [
        str(label)
        for label, power, discharge in zip(
            data["label"].values, charge, data["discharge_mw"].sel(asset="battery").values, strict=True
        )
        if power < 1e-9 and discharge < 1e-9
    ]
    table.add(idle[0], "battery.charge_mw", 0.01)
    path = table.save()
    assert check_table(path, archive).findings, "levels and exchange do not fit the edit"
    found = check_table(path, archive, is_completed=True)
    assert found.is_completed
    assert found.is_judged
    assert found.kpis["import_mwh"] == pytest.approx(run.kpis["import_mwh"] + 0.0025, abs=2e-3)
    assert {each["rule"] for each in found.findings} <= {"discharge-while-curtailing", "battery-level-window"}


def test_what_a_completed_edit_breaks_is_not_excused(table: Table, archive: Archive) -> None:
    for hour in range(1, 7):
        table.add(f"{hour:02d}:00", "battery.charge_mw", 20.0)
    found = check_table(table.save(), archive, is_completed=True)
    rules = {each["rule"] for each in found.findings}
    assert {"battery-charge-limit", "battery-level-window"} <= rules


def test_an_overruled_edit_is_said(table: Table, archive: Archive) -> None:
    table.add("13:00", "tie.import_mw", 1.0)
    found = check_table(table.save(), archive, is_completed=True)
    assert found.overruled == {"tie.import_mw": 1}
    assert found.findings == []


def test_absent_columns_are_said(table: Table, archive: Archive) -> None:
    table.drop("tie.import_price_yuan_per_mwh")
    table.drop("reference_load_mw")
    found = check_table(table.save(), archive)
    assert sorted(found.absent) == ["reference_load_mw", "tie.import_price_yuan_per_mwh"]
    assert found.findings == []


def test_an_empty_cell_is_refused(table: Table, archive: Archive) -> None:
    row, place = table.place("07:15", "battery.charge_mw")
    table.rows[row][place] = ""
    with pytest.raises(Refused) as refused:
        check_table(table.save(), archive)
    assert refused.value.problems[0].where == "edited.csv:30"
    assert "battery.charge_mw" in str(refused.value)


def test_a_workbook_edited_in_place(run: Run, archive: Archive, tmp_path: Path) -> None:
    book = load_workbook(run.folder / "plan.xlsx")
    sheet = book["plan"]
    header = [cell.value for cell in sheet[1]]
    sheet.cell(row=30, column=header.index("battery.discharge_mw") + 1, value=9.0)
    book.save(tmp_path / "edited.xlsx")
    found = check_table(tmp_path / "edited.xlsx", archive)
    limits = [each for each in found.findings if each["rule"] == "battery-discharge-limit"]
    assert [each["where"] for each in limits] == ["07:15"]


def test_whose_table_it_is(table: Table, archive: Archive, run: Run, tmp_path: Path) -> None:
    table.drop("run")
    path = table.save()
    with pytest.raises(Refused) as refused:
        check_table(path, archive)
    assert refused.value.problems[0].key == "plan-of-no-run"
    assert check_table(path, archive, run_id=run.id[-6:]).run_id == run.id
    alone = tmp_path / "alone"
    shutil.copytree(run.folder, alone)
    shutil.copy(path, alone / "edited.csv")
    assert check_table(alone / "edited.csv", Archive(tmp_path / "nothing")).run_id == run.id


def test_a_table_of_an_unknown_run_is_refused(run: Run, tmp_path: Path) -> None:
    shutil.copy(run.folder / "plan.csv", tmp_path / "plan.csv")
    with pytest.raises(Refused) as refused:
        check_table(tmp_path / "plan.csv", Archive(tmp_path / "nothing"))
    assert refused.value.problems[0].key == "run-id-unknown"


def test_a_table_held_against_a_site_and_a_day(table: Table, archive: Archive, site_folder: Path) -> None:
    order = Order(site=str(site_folder), date=DAY)
    path = table.save()
    found = check_table(path, archive, order=order, now=NOW)
    assert found.run_id == ""
    # a run's own stages excuse what is below their tolerance; a table of no run has none
    assert {each["rule"] for each in found.findings} <= {"import-while-curtailing"}
    assert all(each["amount"] < 1e-3 for each in found.findings)
    table.add("13:00", "battery.charge_mw", 5.0)
    table.save()
    again = check_table(path, archive, order=order, now=NOW)
    assert "battery-charge-limit" in {each["rule"] for each in again.findings}
    table.drop("battery.charge_mw")
    table.save()
    with pytest.raises(Refused) as refused:
        check_table(path, archive, order=order, now=NOW)
    assert refused.value.problems[0].key == "plan-column-missing"


def test_a_table_without_a_decision_is_refused(table: Table, archive: Archive) -> None:
    for column in [name for name in table.header if name.startswith(("battery.", "pumps/", "mill/"))]:
        table.drop(column)
    path = table.save()
    for is_completed in (False, True):
        with pytest.raises(Refused) as refused:
            check_table(path, archive, is_completed=is_completed)
        missing = {each.args["column"] for each in refused.value.problems}
        decided = {"battery.charge_mw", "battery.discharge_mw", "pumps/fill.task_power_mw"}
        assert missing == decided | {"mill/first.batch_power_mw", "mill/second.batch_power_mw"}


def test_every_change_that_is_not_used_is_said(table: Table, archive: Archive) -> None:
    for label in ("13:00", "13:15"):
        table.add(label, "pumps.power_mw", -0.1)
    table.add("14:00", "roof.used_mw", -0.1)
    found = check_table(table.save(), archive, is_completed=True)
    assert found.overruled == {"pumps.power_mw": 2, "roof.used_mw": 1}
    for is_short in (False, True):
        text = "\n".join(check_lines(found, is_short=is_short))
        assert "3 changes were not used" in text
        assert "roof.used_mw (1), pumps.power_mw (2)" in text


def test_an_edit_of_a_firm_load_stays_and_is_found(table: Table, archive: Archive) -> None:
    table.add("13:00", "works.power_mw", -1.0)
    found = check_table(table.save(), archive, is_completed=True)
    assert not found.overruled
    by_rule = {each["rule"]: each for each in found.findings}
    assert (by_rule["load-not-served"]["asset"], by_rule["load-not-served"]["where"]) == ("works", "13:00")
    assert not found.is_judged


def saved_by_excel(table: Table, delimiter: str, *, has_commas: bool) -> bytes:
    """Return the table as a Chinese Excel may save it."""
    lines = [table.header, *table.rows]
    if has_commas:
        lines = [table.header, *([cell.replace(".", ",") for cell in row] for row in table.rows)]
    text = "\r\n".join(delimiter.join(row) for row in lines) + "\r\n"
    return text.encode("gbk")


@pytest.mark.parametrize(("delimiter", "has_commas"), [(";", False), (";", True), ("\t", True), (",", False)])
def test_a_table_saved_by_excel_is_read(
    table: Table, archive: Archive, run: Run, delimiter: str, *, has_commas: bool
) -> None:
    table.path.write_bytes(saved_by_excel(table, delimiter, has_commas=has_commas))
    found = check_table(table.path, archive)
    assert (found.run_id, found.edited, found.findings) == (run.id, {}, [])
    assert [note["key"] for note in found.notes] == (["plan-note-comma"] if has_commas else [])


def test_commas_beside_points_are_refused(table: Table, archive: Archive) -> None:
    row, place = table.place("13:00", "works.power_mw")
    table.rows[row][place] = "1,5"
    table.path.write_bytes(saved_by_excel(table, ";", has_commas=False))
    with pytest.raises(Refused, match="1,5"):
        check_table(table.path, archive)
