"""CSV weather: what is read, what is completed, and each thing that is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from forecasts import read_weather, typical_weather
from forecasts.notes import notes_of
from sites.problems import Refused
from tests.forecasts.examples import DATE, a_site, csv_text, keys

HEADER = 3  # place of the header among the lines of csv_text without further settings


def written(folder: Path, lines: list[str]) -> Path:
    path = folder / "weather.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def refused_for(folder: Path, lines: list[str], date: dt.date = DATE) -> Refused:
    with pytest.raises(Refused) as refused:
        read_weather(written(folder, lines), a_site(), date)
    return refused.value


def columns_left(lines: list[str], kept: tuple[int, ...]) -> list[str]:
    """Keep some columns of the table."""
    return [
        line if line.startswith("#") else ",".join(line.split(",")[place] for place in kept) for line in lines
    ]


def cell_changed(lines: list[str], row: int, column: int, text: str) -> list[str]:
    """Change one cell; row 0 is the first below the header, a local 22:00."""
    at = HEADER + 1 + row
    cells = lines[at].split(",")
    cells[column] = text
    return [*lines[:at], ",".join(cells), *lines[at + 1 :]]


def test_a_whole_file_is_read_as_it_stands(tmp_path: Path) -> None:
    site = a_site()
    found = read_weather(written(tmp_path, csv_text(site)), site, DATE)
    expected = typical_weather(site, DATE)
    for name in ("ghi", "dni", "dhi", "temp_air", "wind_speed"):
        np.testing.assert_allclose(found[name], expected[name], atol=6e-4)
    assert found.attrs["kind"] == "series"
    assert found.attrs["synthetic"] == 0
    assert [note.key for note in notes_of(found)] == ["weather-note-pressure"]
    assert float(found["pressure"][0]) == pytest.approx(100_964, abs=20)  # 30 m in the standard atmosphere


def test_stamps_at_the_end_of_intervals_are_shifted(tmp_path: Path) -> None:
    site = a_site()
    lines = csv_text(site, head="# stamp = end")
    start = read_weather(written(tmp_path, lines), site, DATE, stamp="start")
    end = read_weather(written(tmp_path, lines), site, DATE)
    noon = np.datetime64("2026-07-15T04:00")
    assert float(end["ghi"].sel(time=noon)) == float(start["ghi"].sel(time=noon + np.timedelta64(60, "m")))


def test_naive_stamps_need_a_zone(tmp_path: Path) -> None:
    naive = [line.replace("+08:00", "") for line in csv_text(a_site())]
    refused = refused_for(tmp_path, naive)
    assert keys(refused) == ["weather-csv-naive"]
    assert "weather.csv:5" in str(refused)
    found = read_weather(written(tmp_path, ["# time_zone = Asia/Shanghai", *naive]), a_site(), DATE)
    expected = read_weather(written(tmp_path, csv_text(a_site())), a_site(), DATE)
    np.testing.assert_array_equal(found["time"], expected["time"])
    by_argument = read_weather(written(tmp_path, naive), a_site(), DATE, time_zone="Asia/Shanghai")
    np.testing.assert_array_equal(by_argument["time"], expected["time"])


@pytest.mark.parametrize(("date", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_naive_stamps_where_the_clock_changes(tmp_path: Path, date: str, hours: int) -> None:
    site = a_site(latitude=37.98, longitude=23.73, time_zone="Europe/Athens", country="GR")
    day = dt.date.fromisoformat(date)
    lines = [line.replace("+02:00", "").replace("+03:00", "") for line in csv_text(site, day)]
    found = read_weather(written(tmp_path, ["# time_zone = Europe/Athens", *lines]), site, day)
    assert found.sizes["time"] == hours + 4
    np.testing.assert_array_equal(found["time"], typical_weather(site, day)["time"])


def test_beam_and_diffuse_are_split_where_missing(tmp_path: Path) -> None:
    site = a_site()
    found = read_weather(written(tmp_path, columns_left(csv_text(site), (0, 1, 4, 5))), site, DATE)
    expected = typical_weather(site, DATE)  # which is split by Erbs as well
    np.testing.assert_allclose(found["dni"], expected["dni"], atol=0.5)
    note = next(note for note in notes_of(found) if note.key == "weather-note-split")
    assert note.args["fields"] == "dni, dhi"
    assert note.args["count"] == 28


@pytest.mark.parametrize(("kept", "filled"), [((0, 1, 2, 4, 5), "dhi"), ((0, 1, 3, 4, 5), "dni")])
def test_the_one_of_beam_and_diffuse_follows_from_the_other(
    tmp_path: Path, kept: tuple[int, ...], filled: str
) -> None:
    site = a_site()
    found = read_weather(written(tmp_path, columns_left(csv_text(site), kept)), site, DATE)
    expected = typical_weather(site, DATE)
    np.testing.assert_allclose(found[filled], expected[filled], atol=0.1)


def test_the_short_names_and_the_byte_order_mark_are_read(tmp_path: Path) -> None:
    site = a_site()
    lines = csv_text(site)
    lines[HEADER] = "\ufefftime,ghi,dni,dhi,temp_air,wind_speed".removeprefix("\ufeff")
    path = tmp_path / "weather.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    assert read_weather(path, site, DATE).sizes["time"] == 28


def test_quarter_hours_are_read(tmp_path: Path) -> None:
    site = a_site()
    start = dt.datetime(2026, 7, 14, 22, tzinfo=site.place.zone)
    rows = [f"{(start + dt.timedelta(minutes=15 * place)).isoformat()},0,20,3" for place in range(28 * 4)]
    found = read_weather(written(tmp_path, ["time,ghi,temp_air,wind_speed", *rows]), site, DATE)
    assert found.attrs["step_minutes"] == 15
    assert "weather-note-place-assumed" in [note.key for note in notes_of(found)]


def test_other_columns_are_left_out_with_a_word_and_slips_refused(tmp_path: Path) -> None:
    lines = csv_text(a_site())
    extra = [
        *lines[:HEADER],
        *(f"{line},rain" if n == 0 else f"{line},0" for n, line in enumerate(lines[HEADER:])),
    ]
    found = read_weather(written(tmp_path, extra), a_site(), DATE)
    assert "weather-note-columns-ignored" in [note.key for note in notes_of(found)]
    slip = [line.replace("wind_speed_m_per_s", "wind_sped_m_per_s") for line in lines]
    refused = refused_for(tmp_path, slip)
    assert keys(refused) == ["weather-csv-column", "weather-csv-column-missing"]
    assert "wind_speed_m_per_s" in str(refused)


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("# stamp = middle", "weather-csv-stamp"),
        ("# time_zone = Asia/Ruichang", "weather-csv-zone"),
        ("# issue_time = yesterday", "weather-csv-issue-time"),
        ("# issue_time = 2026-07-14T08:00", "weather-csv-issue-time"),
        ("# lattitude = 29.68", "weather-csv-setting"),
        ("# wind_speed_height_m = high", "weather-csv-number"),
    ],
)
def test_wrong_settings_are_refused(tmp_path: Path, head: str, key: str) -> None:
    assert keys(refused_for(tmp_path, csv_text(a_site(), head=head))) == [key]


def test_settings_reach_the_dataset(tmp_path: Path) -> None:
    head = "# issue_time = 2026-07-14T08:00+08:00\n# wind_speed_height_m = 100"
    found = read_weather(written(tmp_path, csv_text(a_site(), head=head)), a_site(), DATE)
    assert found.attrs["issue_time"] == "2026-07-14T00:00:00Z"
    assert found["wind_speed"].attrs["height_m"] == 100


@pytest.mark.parametrize(
    ("column", "text", "key"),
    [
        (1, "", "weather-value-missing"),
        (1, "nan", "weather-value-missing"),
        (1, "-5", "weather-value-negative"),
        (1, "4000", "weather-value-implausible"),
        (4, "299", "weather-value-implausible"),
        (5, "90", "weather-value-implausible"),
        (1, "12,5", "weather-value-implausible"),
        (4, "warm", "weather-csv-number"),
        (0, "15 July", "weather-csv-time"),
    ],
)
def test_wrong_figures_are_refused(tmp_path: Path, column: int, text: str, key: str) -> None:
    refused = refused_for(tmp_path, cell_changed(csv_text(a_site()), 14, column, text))
    assert key in keys(refused)


def test_wrong_figures_are_named_by_their_line(tmp_path: Path) -> None:
    refused = refused_for(tmp_path, cell_changed(csv_text(a_site()), 14, 4, "warm"))
    assert f"weather.csv:{HEADER + 16}" in str(refused)
    assert '"warm"' in str(refused)


def test_a_fault_outside_the_day_does_no_harm(tmp_path: Path) -> None:
    lines = cell_changed(csv_text(a_site()), 27, 1, "")
    found = read_weather(written(tmp_path, lines), a_site(), DATE)
    assert found.sizes["time"] == 27


def test_a_gap_a_double_and_a_wrong_order_are_refused(tmp_path: Path) -> None:
    lines = csv_text(a_site())
    at = HEADER + 15
    assert keys(refused_for(tmp_path, lines[:at] + lines[at + 1 :])) == ["weather-time-gap"]
    assert keys(refused_for(tmp_path, lines[:at] + lines[at - 1 :])) == ["weather-csv-duplicate"]
    swapped = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
    assert keys(refused_for(tmp_path, swapped)) == ["weather-csv-order"]


def test_another_date_is_refused_with_the_span_there_is(tmp_path: Path) -> None:
    refused = refused_for(tmp_path, csv_text(a_site()), DATE + dt.timedelta(days=1))
    assert keys(refused) == ["weather-span"]
    assert "from 2026-07-14 22:00+08:00 to 2026-07-16 02:00+08:00" in str(refused)


def test_other_steps_and_empty_files_are_refused(tmp_path: Path) -> None:
    lines = csv_text(a_site())
    assert keys(refused_for(tmp_path, lines[: HEADER + 2])) == ["weather-csv-empty"]
    assert keys(refused_for(tmp_path, lines[: HEADER + 1] + lines[HEADER + 1 :: 2])) == ["weather-csv-step"]


def test_beam_that_follows_from_a_wrong_ghi_blames_the_ghi(tmp_path: Path) -> None:
    rows = [
        f"2026-07-{14 + n // 24:02d} {n % 24:02d}:00,{900 if 6 <= n % 24 < 19 else 0},25,3" for n in range(72)
    ]
    path = tmp_path / "weather.csv"
    head = [
        "# time_zone = Asia/Shanghai",
        "# stamp = start",
        "time,ghi_w_per_m2,temp_air_degc,wind_speed_m_per_s",
    ]
    path.write_text("\n".join([*head, *rows]), encoding="utf-8")
    with pytest.raises(Refused, match="ghi cannot be right") as refused:
        read_weather(path, a_site(), DATE)
    assert set(keys(refused.value)) == {"weather-derived-implausible"}


def test_a_file_with_comments_in_gbk_is_read(tmp_path: Path) -> None:
    lines = ["# 瑞昌气象站", *csv_text(a_site())]
    path = tmp_path / "weather.csv"
    path.write_bytes("\n".join(lines).encode("gbk"))
    found = read_weather(path, a_site(), DATE)
    path = tmp_path / "plain.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert found["ghi"].equals(read_weather(path, a_site(), DATE)["ghi"])


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weather.csv"
    path.write_bytes(b"time,ghi\n\x80\xff,2\n3,4\n")
    with pytest.raises(Refused) as refused:
        read_weather(path, a_site(), DATE)
    assert keys(refused.value) == ["weather-csv-encoding"]


def test_many_faults_are_cut_short(tmp_path: Path) -> None:
    lines = csv_text(a_site())
    for row in range(28):
        lines = cell_changed(lines, row, 4, "warm")
    found = keys(refused_for(tmp_path, lines))
    assert len(found) == 21
    assert found[-1] == "weather-more"
