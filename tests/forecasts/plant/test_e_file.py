"""E files: whatever the maker's habits, the same points; what cannot be understood is refused by line."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from forecasts.notes import notes_of
from forecasts.plant import entities_of, parse_e_text, read_plant
from sites.problems import Refused
from tests.forecasts.plant.examples import DAY, MIDNIGHT, ZONE, e_lines, rows, write

TENTHS = np.arange(1, 97) / 10
HEADER = "@id\t短期预测功率"


def refused(path: Path, **given: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        read_plant(path, time_zone=ZONE, **given)
    assert str(caught.value)
    return [(each.key, each.where) for each in caught.value.problems]


VARIANTS = {
    "plain": e_lines(HEADER, *rows(96)),
    "spaces": e_lines(
        "@ id   短期预测功率", *(row.replace("#", "# ").replace("\t", "    ") for row in rows(96))
    ),
    "commas": e_lines("@id,功率", *(row.replace("\t", ",") for row in rows(96))),
    "unix": e_lines(HEADER, *rows(96)).replace("\r\n", "\n"),
    "comments": "// made by hand\r\n"
    + e_lines(HEADER, "// rows follow", *(f"{row} // {row}" for row in rows(96))),
    "no closing tag": e_lines(HEADER, *rows(96)).rpartition("</")[0],
    "closing tag spelt otherwise": e_lines(HEADER, *rows(96)).replace(
        "</ShortTermForcast", "</ShortTermForecast"
    ),
    "no tag": "<! Entity=FARM type=DQ time='2026-07-15' !>\n@id 功率\n" + "\n".join(rows(96)),
    "double quotes": e_lines(HEADER, *rows(96)).replace("'", '"'),
    "midnight": e_lines(HEADER, *rows(96), time="2026-07-15_00:00"),
    "first label": e_lines(HEADER, *rows(96), time="2026-07-15 00:15:00"),
    "compact day": e_lines(HEADER, *rows(96), time="20260715"),
    "dataTime": e_lines(HEADER, *rows(96)).replace("time=", "dataTime="),
    "names of points": e_lines(
        "@@NUM\tNAME\tVALUE\tCAP",
        *(f"#{n}\tVAL00{(n - 1) // 4:02d}{(n - 1) % 4 * 15:02d}\t{n / 10}\t20" for n in range(1, 97)),
    ),
    "no numbers": e_lines("@id 功率", *(f"# {n / 10}" for n in range(1, 97))),
    "other order": e_lines(HEADER, *reversed(rows(96))),
    "kilowatts": e_lines("@id 功率(kW)", *(f"#{n} {n * 100}" for n in range(1, 97))),
    "unit line": e_lines("@id 功率", "$ - kW", *(f"#{n} {n * 100}" for n in range(1, 97))),
    "a row a plant": e_lines(
        "@ id name " + " ".join(f"{m // 60:02d}:{m % 60:02d}" for m in range(15, 1441, 15)),
        "#1 FARM " + " ".join(f"{value:.1f}" for value in TENTHS),
        "#2 OTHER " + " ".join("7" for _ in TENTHS),
    ),
    "turned": e_lines("@# 顺序 属性名 FARM", *(f"#{n} p{n} {n / 10}" for n in range(1, 97))),
    "tag's time": e_lines(HEADER, *rows(96), time="").replace(
        "::FARM>\r\n@", "::FARM date='2026-07-15'>\r\n@"
    ),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_habit_gives_the_same_points(tmp_path: Path, variant: str, encoding: str) -> None:
    path = write(tmp_path, VARIANTS[variant], encoding=encoding)
    plant = read_plant(path, time_zone=ZONE, date=DAY)
    np.testing.assert_allclose(plant["plant_forecast_mw"], TENTHS)
    assert plant["time"].to_numpy()[0] == MIDNIGHT
    assert plant.sizes["time"] == 96
    assert [note.text() for note in notes_of(plant)]


def test_capacity_issue_time_and_kind(tmp_path: Path) -> None:
    text = "//\t2026-07-14_08:30:00\r\n" + e_lines("@id 短期预测功率 预计开机容量", *rows(96, "\t98.7"))
    plant = read_plant(write(tmp_path, text), time_zone=ZONE, date=DAY)
    assert set(plant["online_capacity_mw"].to_numpy()) == {98.7}
    assert plant.attrs["issue_time"] == "2026-07-14T00:30:00Z"
    assert (plant.attrs["entity"], plant.attrs["kind"]) == ("FARM", "DQ")


def test_missing_points_stay_missing_and_are_named(tmp_path: Path) -> None:
    kept = [row for row in rows(96) if row.split("\t")[0] not in ("#5", "#6", "#96")]
    text = e_lines(HEADER, *kept).replace("#9\t0.900", "#9\tNULL")
    plant = read_plant(write(tmp_path, text), time_zone=ZONE, date=DAY)
    assert np.flatnonzero(np.isnan(plant["plant_forecast_mw"].to_numpy())).tolist() == [4, 5, 8, 95]
    plant = read_plant(
        write(tmp_path, e_lines(HEADER, *(row for row in rows(96) if row[1:2] != "7"))),
        time_zone=ZONE,
        date=DAY,
    )
    note = next(note for note in notes_of(plant) if note.key == "plant-note-missing")
    assert note.args == {"count": 11, "points": "7, 70-79"}


def test_three_days_in_one_file(tmp_path: Path) -> None:
    path = write(tmp_path, e_lines(HEADER, *rows(288), time="2026-07-14_00:00"))
    plant = read_plant(path, time_zone=ZONE, date=DAY)
    np.testing.assert_allclose(plant["plant_forecast_mw"], np.arange(97, 193) / 10)
    assert read_plant(path, time_zone=ZONE).sizes["time"] == 288
    assert refused(path, date=dt.date(2026, 7, 18)) == [("plant-day", "farm.WPD")]


def test_ultra_short_term_starts_at_its_time(tmp_path: Path) -> None:
    text = "<! Entity=F type=CDQ time='2026-07-15_00:00' !>\n@id 预测功率\n#1 5\n#2 6\n"
    plant = read_plant(write(tmp_path, text), time_zone=ZONE)
    assert plant["time"].to_numpy()[0] == MIDNIGHT - np.timedelta64(15, "m")
    plant = read_plant(write(tmp_path, text), time_zone=ZONE, stamp="start")
    assert plant["time"].to_numpy()[0] == MIDNIGHT


def test_several_entities(tmp_path: Path) -> None:
    text = e_lines(HEADER, *rows(96), entity="A") + e_lines(
        HEADER, *(f"#{n} 7" for n in range(1, 97)), entity="乙"
    )
    path = write(tmp_path, text, encoding="gbk")
    assert entities_of(path) == ("A", "乙")
    assert set(read_plant(path, time_zone=ZONE, entity="乙")["plant_forecast_mw"].to_numpy()) == {7.0}
    assert refused(path) == [("plant-entities", "farm.WPD")]
    assert set(read_plant(path, time_zone=ZONE, entity=("x", "乙"))["plant_forecast_mw"].to_numpy()) == {7.0}
    with pytest.raises(Refused, match="A, 乙"):
        read_plant(path, time_zone=ZONE, entity="x")
    assert refused(path, entity="C") == [("plant-entity", "farm.WPD")]


def test_tables_of_capacity_are_no_forecast(tmp_path: Path) -> None:
    text = VARIANTS["plain"].replace(
        "<ShortTermForcast::FARM>",
        "<Capacity::FARM>\r\n@id 装机容量\r\n#1 98\r\n</Capacity::FARM>\r\n<ShortTermForcast::FARM>",
        1,
    )
    np.testing.assert_allclose(read_plant(write(tmp_path, text), time_zone=ZONE)["plant_forecast_mw"], TENTHS)


def test_clock_change_in_a_file_of_96_points(tmp_path: Path) -> None:
    for day, count in (("2026-03-29", 92), ("2026-10-25", 100)):
        path = write(tmp_path, e_lines(HEADER, *rows(96), time=day))
        plant = read_plant(path, time_zone="Europe/Berlin", date=dt.date.fromisoformat(day))
        values = plant["plant_forecast_mw"].to_numpy()
        assert len(values) == count
        assert (values[0], values[-1]) == (0.1, 9.6)
        assert values[8] == (1.3 if count == 92 else 0.9)  # 02:00 is skipped, or comes twice
        assert "plant-note-clock" in [note.key for note in notes_of(plant)]


def test_clock_change_with_the_last_point_missing(tmp_path: Path) -> None:
    path = write(tmp_path, e_lines(HEADER, *rows(95), time="2026-03-29"))
    values = read_plant(path, time_zone="Europe/Berlin", date=dt.date(2026, 3, 29))[
        "plant_forecast_mw"
    ].to_numpy()
    assert (len(values), values[8], values[90]) == (92, 1.3, 9.5)
    assert np.isnan(values[91])


def test_what_cannot_be_understood_is_refused_by_line(tmp_path: Path) -> None:
    assert refused(write(tmp_path, "hello")) == [("plant-not-e", "farm.WPD")]
    assert refused(write(tmp_path, e_lines(HEADER, "#1 1", "#2 one", "#3 x"))) == [
        ("plant-number", "farm.WPD:5"),
        ("plant-number", "farm.WPD:6"),
    ]
    assert refused(write(tmp_path, e_lines(HEADER, "#1 1", "#1 2"))) == [("plant-twice", "farm.WPD")]
    assert refused(write(tmp_path, e_lines(HEADER, "#0 1"))) == [("plant-row-number", "farm.WPD:4")]
    assert refused(write(tmp_path, e_lines(HEADER, "#20260715 1"))) == [("plant-point", "farm.WPD:4")]
    assert refused(write(tmp_path, e_lines(HEADER, "#1 1", time="soon"))) == [("plant-time", "farm.WPD")]
    assert refused(write(tmp_path, "@id 功率\n#1 1\n")) == [("plant-no-time", "farm.WPD")]
    assert refused(write(tmp_path, e_lines("@id 甲 乙", "#1 1 2"))) == [("plant-no-power-column", "farm.WPD")]
    assert refused(write(tmp_path, e_lines(HEADER))) == [("plant-no-rows", "farm.WPD")]
    assert refused(write(tmp_path, VARIANTS["plain"]), column="P") == [("plant-column", "farm.WPD")]


def test_attributes_of_heads_and_tags() -> None:
    document = parse_e_text(
        "<! Entity=华东 type=测试 dataTime='20120411 11:12:14'!>\n"
        "<DG::铁心桥 date='2012-04-23' DDMM='达梦' >\n@ a\n# 'x y'\n"
    )
    assert document.head == {"Entity": "华东", "type": "测试", "dataTime": "20120411 11:12:14"}
    table = document.tables[0]
    assert (table.name, table.entity, table.attributes["DDMM"]) == ("DG", "铁心桥", "达梦")
    assert table.rows == (("x y",),)


def test_a_code_for_missing_is_no_power(tmp_path: Path) -> None:
    lines = [re.sub(r"^#20\t.*", "#20\t-99", row) for row in rows(96)]
    plant = read_plant(write(tmp_path, e_lines(HEADER, *lines)), time_zone=ZONE, date=DAY)
    values = plant["plant_forecast_mw"].to_numpy()
    assert np.flatnonzero(np.isnan(values)).tolist() == [19]
