"""EPW: its stamps, its typical months, its codes for missing; on a made file and on a real one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from forecasts import read_weather
from forecasts.notes import notes_of
from forecasts.weather.epw_file import open_epw
from sites.problems import Refused
from tests.forecasts.examples import DATE, a_site, keys

REAL = "weather/CHN_Zhejiang.Hangzhou.584570_CSWD.epw"
HEAD = 8


def made(folder: Path) -> list[str]:
    """Return the lines of an EPW file of the site's place: temperature is the number of the hour of the year."""
    head = [
        "LOCATION,Ruichang,Jiangxi,CHN,made,0,29.68,115.67,8.0,30.0",
        *(f"HEAD {place}" for place in range(7)),
    ]
    rows = []
    start = dt.datetime(2001, 1, 1)
    for hour in range(8760):
        at = start + dt.timedelta(hours=hour)
        light = 500 if 9 <= at.hour < 15 else 0
        cells = [str(1990 + at.month), str(at.month), str(at.day), str(at.hour + 1), "0", "?"]
        cells += [f"{hour / 400:.4f}", "5", "60", "101000", "0", "0", "0", str(light), "0", str(light)]
        cells += [
            "0",
            "0",
            "0",
            "0",
            "90",
            "3.0",
            "5",
            "5",
            "10",
            "7777",
            "9",
            "9",
            "10",
            "0.1",
            "0",
            "0",
            "0.2",
            "0",
            "1",
        ]
        rows.append(",".join(cells))
    return head + rows


@pytest.fixture(name="lines", scope="module")
def _lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return made(tmp_path_factory.mktemp("epw"))


def write(folder: Path, lines: list[str]) -> Path:
    path = folder / "made.epw"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_irradiance_is_of_the_hour_before_the_stamp(tmp_path: Path, lines: list[str]) -> None:
    found = read_weather(write(tmp_path, lines), a_site(), DATE)
    light = found["time"].to_numpy()[found["ghi"].to_numpy() > 0]
    # rows 10 to 15 are the hours from 9:00 to 15:00, standard time of UTC+8
    assert light[0] == np.datetime64("2026-07-15T01:00")
    assert light[-1] == np.datetime64("2026-07-15T06:00")
    assert found.sizes["time"] == 28


def test_the_rest_is_the_mean_of_two_stamps(tmp_path: Path, lines: list[str]) -> None:
    found = read_weather(write(tmp_path, lines), a_site(), DATE)
    hour = (dt.date(2001, 7, 15) - dt.date(2001, 1, 1)).days * 24 + 12
    at_noon = float(found["temp_air"].sel(time="2026-07-15T04:00"))  # 12:00 to 13:00 local
    assert at_noon == pytest.approx((hour - 0.5) / 400, abs=1e-3)


def test_months_of_other_years_serve_any_year(tmp_path: Path, lines: list[str]) -> None:
    path = write(tmp_path, lines)
    first = read_weather(path, a_site(), DATE)
    second = read_weather(path, a_site(), DATE.replace(year=2031))
    np.testing.assert_array_equal(first["temp_air"], second["temp_air"])
    assert second["time"].to_numpy()[2] == np.datetime64("2031-07-14T16:00")
    note = next(note for note in notes_of(second) if note.key == "weather-note-typical-months")
    assert str(note.args["years"]).startswith("1991, 1992")


def test_the_leap_day_is_the_28th_and_said_once(tmp_path: Path, lines: list[str]) -> None:
    path = write(tmp_path, lines)
    leap = read_weather(path, a_site(), dt.date(2028, 2, 29))
    before = read_weather(path, a_site(), dt.date(2028, 2, 28))
    np.testing.assert_array_equal(leap["temp_air"][2:-2], before["temp_air"][2:-2])
    assert [note.key for note in notes_of(leap)].count("weather-note-leap-day") == 1
    assert "weather-note-leap-day" not in [note.key for note in notes_of(before)]
    march = read_weather(path, a_site(), dt.date(2028, 3, 1))
    other = read_weather(path, a_site(), dt.date(2027, 3, 1))
    np.testing.assert_array_equal(march["temp_air"][2:], other["temp_air"][2:])


def test_new_year_goes_round(tmp_path: Path, lines: list[str]) -> None:
    found = read_weather(write(tmp_path, lines), a_site(), dt.date(2027, 1, 1))
    assert float(found["temp_air"][0]) == pytest.approx((8758 - 0.5) / 400, abs=1e-3)
    assert float(found["temp_air"][4]) == pytest.approx(1.5 / 400, abs=1e-3)


@pytest.mark.parametrize(("date", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_the_file_knows_no_daylight_saving(tmp_path: Path, lines: list[str], date: str, hours: int) -> None:
    athens = ["LOCATION,Athens,-,GRC,made,0,37.98,23.73,2.0,30.0", *lines[1:]]
    site = a_site(latitude=37.98, longitude=23.73, time_zone="Europe/Athens", country="GR")
    found = read_weather(write(tmp_path, athens), site, dt.date.fromisoformat(date))
    assert found.sizes["time"] == hours + 4
    light = found["time"].to_numpy()[found["ghi"].to_numpy() > 0]
    assert light[0] == np.datetime64(f"{date}T07:00")  # 9:00 at UTC+2, whatever the clock says


def changed(lines: list[str], row: int, column: int, text: str) -> list[str]:
    cells = lines[HEAD + row].split(",")
    cells[column] = text
    return [*lines[: HEAD + row], ",".join(cells), *lines[HEAD + row + 1 :]]


def test_codes_for_missing_are_bridged_or_refused(tmp_path: Path, lines: list[str]) -> None:
    bridged = read_weather(write(tmp_path, changed(lines, 4700, 6, "99.9")), a_site(), DATE)
    note = next(note for note in notes_of(bridged) if note.key == "weather-note-bridged")
    assert note.args == {"field": "temp_air", "count": 1}
    with pytest.raises(Refused) as refused:
        open_epw(write(tmp_path, changed(lines, 4700, 13, "9999")))
    assert keys(refused.value) == ["weather-epw-missing"]
    assert "made.epw:4709" in str(refused.value)
    long = lines
    for row in range(100, 104):
        long = changed(long, row, 21, "999")
    with pytest.raises(Refused) as refused:
        open_epw(write(tmp_path, long))
    assert keys(refused.value) == ["weather-epw-missing"]


def test_pressure_that_is_missing_throughout_is_that_of_the_height(tmp_path: Path, lines: list[str]) -> None:
    without = [*lines[:HEAD], *(line.replace(",101000,", ",999999,") for line in lines[HEAD:])]
    found = read_weather(write(tmp_path, without), a_site(), DATE)
    assert float(found["pressure"][0]) == pytest.approx(100_964, abs=20)


def test_broken_files_are_refused(tmp_path: Path, lines: list[str]) -> None:
    for broken, key in (
        (lines[:5000], "weather-epw-rows"),
        ([*lines[:HEAD], *lines[HEAD + 24 :], *lines[HEAD : HEAD + 24]], "weather-epw-calendar"),
        (["no EPW", *lines[1:]], "weather-epw-unreadable"),
        ([], "weather-epw-unreadable"),
    ):
        with pytest.raises(Refused) as refused:
            open_epw(write(tmp_path, broken))
        assert keys(refused.value) == [key]


def test_hangzhou_is_read_with_its_figures(shared_data: Path) -> None:
    path = shared_data / REAL
    site = a_site(latitude=30.23, longitude=120.17, elevation_m=41.7)
    source = open_epw(path)
    assert source.columns["ghi"].sum() / 1000 == pytest.approx(1202, abs=1)
    assert source.columns["temp_air"].mean() == pytest.approx(17.0, abs=0.05)
    found = read_weather(path, site, DATE)
    inside = found["ghi"].to_numpy()[2:-2]
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()[HEAD:]]
    given = [float(row[13]) for row in rows if (row[1], row[2]) == ("7", "15")]
    np.testing.assert_allclose(inside[6:19], given[6:19])
    assert found.attrs["source"].endswith("Hangzhou, CHN (CSWD 584570)")


def test_hangzhou_says_that_its_light_is_late(shared_data: Path) -> None:
    site = a_site(latitude=30.23, longitude=120.17, elevation_m=41.7)
    notes = notes_of(read_weather(shared_data / REAL, site, DATE))
    late = next(note for note in notes if note.key == "weather-note-late")
    assert late.args["minutes"] in (45, 60, 75)


def test_hangzhou_is_elsewhere_for_ruichang(shared_data: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_weather(shared_data / REAL, a_site(), DATE)
    assert keys(refused.value) == ["weather-elsewhere"]
