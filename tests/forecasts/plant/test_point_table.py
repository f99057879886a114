"""Tables of 96 points as people make them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from forecasts.notes import notes_of
from forecasts.plant import read_plant
from sites.problems import Refused
from tests.forecasts.plant.examples import DAY, MIDNIGHT, ZONE, write

TENTHS = np.arange(1, 97) / 10
ENDS = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(15, 1441, 15)]
STARTS = ["00:00", *ENDS[:-1]]


def csv(labels: list[str], header: str = "时刻,预测功率(MW)") -> str:
    return header + "\n" + "\n".join(f"{label},{value}" for label, value in zip(labels, TENTHS, strict=True))


VARIANTS = {
    "ends": csv(ENDS),
    "ends, midnight as 0:00": csv([*(label.removeprefix("0") for label in ENDS[:-1]), "0:00"]),
    "starts": csv(STARTS),
    "numbers": csv([str(number) for number in range(1, 97)], "序号,功率（MW）"),
    "kilowatts": csv(ENDS, "时刻,功率(kW)").replace("96.0", ""),
    "stamps": csv([f"2026/7/15 {label}" for label in ENDS]),
    "stamps of starts": csv([f"15/07/2026 {label}:00" for label in STARTS]),
    "a row a day": "日期," + ",".join(ENDS) + "\n2026-07-15," + ",".join(str(value) for value in TENTHS),
    "p1 to p96": "date,"
    + ",".join(f"p{n}" for n in range(1, 97))
    + "\n2026-07-15,"
    + ",".join(map(str, TENTHS)),
}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_habit_gives_the_same_points(tmp_path: Path, variant: str, encoding: str) -> None:
    path = write(tmp_path, VARIANTS[variant], "p.csv", encoding)
    plant = read_plant(path, time_zone=ZONE, date=DAY)
    expected = TENTHS / 1000 if variant == "kilowatts" else TENTHS
    np.testing.assert_allclose(plant["plant_forecast_mw"], expected)
    assert plant["time"].to_numpy()[0] == MIDNIGHT


def test_a_workbook_with_clocks(tmp_path: Path) -> None:
    clocks = [dt.time(minute // 60 % 24, minute % 60) for minute in range(15, 1441, 15)]
    pd.DataFrame({"时刻": clocks, "功率(MW)": TENTHS}).to_excel(tmp_path / "p.xlsx", index=False)
    np.testing.assert_allclose(
        read_plant(tmp_path / "p.xlsx", time_zone=ZONE, date=DAY)["plant_forecast_mw"], TENTHS
    )


def test_the_day_may_stand_in_the_name(tmp_path: Path) -> None:
    plant = read_plant(write(tmp_path, csv(ENDS), "farm_20260715.csv"), time_zone=ZONE)
    assert plant["time"].to_numpy()[0] == MIDNIGHT
    with pytest.raises(Refused, match="no date was given"):
        read_plant(write(tmp_path, csv(ENDS), "farm.csv"), time_zone=ZONE)


def test_an_e_file_named_txt_is_an_e_file(tmp_path: Path) -> None:
    text = "<! Entity=F type=DQ time='2026-07-15' !>\n@id 功率\n" + "\n".join(
        f"#{n} {n / 10}" for n in range(1, 97)
    )
    plant = read_plant(write(tmp_path, text, "p.txt"), time_zone=ZONE)
    np.testing.assert_allclose(plant["plant_forecast_mw"], TENTHS)


def test_missing_and_unreadable_cells(tmp_path: Path) -> None:
    plant = read_plant(
        write(tmp_path, csv(ENDS).replace("09:00,3.6", "09:00,"), "p.csv"), time_zone=ZONE, date=DAY
    )
    assert np.flatnonzero(np.isnan(plant["plant_forecast_mw"].to_numpy())).tolist() == [35]
    with pytest.raises(Refused) as caught:
        read_plant(
            write(tmp_path, csv(ENDS).replace("09:00,3.6", "09:00,x"), "p.csv"), time_zone=ZONE, date=DAY
        )
    assert [(each.key, each.where) for each in caught.value.problems] == [("plant-number", "p.csv:37")]


@pytest.mark.parametrize(("variant", "column"), [("p1 to p96", "p1"), ("a row a day", "00:15")])
def test_the_notes_of_a_row_a_day_say_what_its_columns_are(tmp_path: Path, variant: str, column: str) -> None:
    plant = read_plant(write(tmp_path, VARIANTS[variant], "p.csv"), time_zone=ZONE, date=DAY)
    notes = {note.key: note.args for note in notes_of(plant)}
    assert list(notes) == ["history-note-wide", "plant-note-wide", "plant-note-unit"]
    assert (notes["plant-note-wide"]["column"], notes["plant-note-wide"]["label"]) == (column, "00:15")
    assert notes["plant-note-unit"]["unit"] == "MW"


def test_a_column_is_chosen_by_its_name_with_or_without_a_unit(tmp_path: Path) -> None:
    lines = [f"{label},{value},{value * 2:.1f}" for label, value in zip(ENDS, TENTHS, strict=True)]
    path = write(tmp_path, "\n".join(["时刻,甲风电（MW）,乙 (kW)", *lines]), "p.csv")
    for entity, factor in (("甲风电", 1.0), ("甲风电（MW）", 1.0), ("乙", 0.002), (("无", "乙"), 0.002)):
        plant = read_plant(path, time_zone=ZONE, date=DAY, entity=entity)
        np.testing.assert_allclose(plant["plant_forecast_mw"], TENTHS * factor)
    with pytest.raises(Refused, match="甲风电"):
        read_plant(path, time_zone=ZONE, date=DAY, entity="丙")
    with pytest.raises(Refused, match="甲风电"):
        read_plant(path, time_zone=ZONE, date=DAY)


def test_a_code_for_missing_is_no_power(tmp_path: Path) -> None:
    text = csv(ENDS).replace("05:00,2.0", "05:00,-99")
    assert "-99" in text
    plant = read_plant(write(tmp_path, text, "farm.csv"), time_zone=ZONE, date=DAY)
    values = plant["plant_forecast_mw"].to_numpy()
    assert np.flatnonzero(np.isnan(values)).tolist() == [19]
