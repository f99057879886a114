"""Weather by suffix and place: near, far, and on the other side of the earth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from forecasts import read_weather
from forecasts.notes import notes_of
from forecasts.weather.reading import distance_km
from sites.problems import Refused
from tests.forecasts.examples import DATE, a_site, csv_text, keys


def write(folder: Path, lines: list[str], name: str = "w.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_distances_are_those_of_the_map() -> None:
    assert distance_km(39.9042, 116.4074, 31.2304, 121.4737) == pytest.approx(
        1067, abs=3
    )  # Beijing to Shanghai
    assert distance_km(0, 0, 0, 180) == pytest.approx(20015, abs=1)
    assert distance_km(10, 179.9, 10, -179.9) == pytest.approx(21.9, abs=0.1)


def test_another_suffix_and_no_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_weather(write(tmp_path, ["x"], "w.grib"), a_site(), DATE)
    assert keys(refused.value) == ["weather-suffix"]
    assert ".csv, .epw" in str(refused.value)
    with pytest.raises(Refused, match="has no ending"):
        read_weather(write(tmp_path, ["x"], "weather"), a_site(), DATE)
    with pytest.raises(Refused) as refused:
        read_weather(tmp_path / "none.csv", a_site(), DATE)
    assert keys(refused.value) == ["weather-no-file"]


def test_weather_within_fifty_kilometres_is_used_without_a_word(tmp_path: Path) -> None:
    path = write(tmp_path, csv_text(a_site(latitude=29.9, longitude=115.9)))
    found = read_weather(path, a_site(), DATE)
    assert "elsewhere_km" not in found.attrs
    assert not [note for note in notes_of(found) if note.key == "weather-note-elsewhere"]


def test_weather_of_elsewhere_is_refused_unless_told(tmp_path: Path) -> None:
    path = write(tmp_path, csv_text(a_site(latitude=30.23, longitude=120.17)))
    with pytest.raises(Refused) as refused:
        read_weather(path, a_site(), DATE)
    assert keys(refused.value) == ["weather-elsewhere"]
    assert "439 km" in str(refused.value) or "438 km" in str(refused.value)
    found = read_weather(path, a_site(), DATE, elsewhere=True)
    assert found.attrs["elsewhere_km"] == pytest.approx(438, abs=2)
    assert notes_of(found)[0].key == "weather-note-elsewhere"
    assert (found.attrs["latitude"], found.attrs["longitude"]) == (30.23, 120.17)


def test_weather_of_the_other_side_comes_at_the_site_s_noon(tmp_path: Path) -> None:
    madrid = a_site(latitude=40.4, longitude=-3.7, time_zone="Europe/Madrid", country="ES")
    path = write(tmp_path, csv_text(madrid) + csv_text(madrid, DATE.replace(day=16))[8:])
    site = a_site()
    found = read_weather(path, site, DATE, elsewhere=True)
    assert "-8.0 h" in notes_of(found)[0].text("en")
    ghi = found["ghi"].to_numpy()
    local = (
        (found["time"].to_numpy() + np.timedelta64(8 * 60 + 30, "m")).astype("datetime64[m]").astype(int)
        % 1440
        / 60
    )
    assert float((ghi * local).sum() / ghi.sum()) == pytest.approx(12.4, abs=1.2)


def test_light_at_night_means_wrong_stamps(tmp_path: Path) -> None:
    lines = [line.replace("+08:00", "+00:00") for line in csv_text(a_site())]
    longer = lines + [
        line.replace("2026-07-16", "2026-07-17").replace("2026-07-15", "2026-07-16") for line in lines[8:]
    ]
    longer = lines[:4] + sorted(set(longer[4:]))
    path = write(tmp_path, longer)
    with pytest.raises(Refused) as refused:
        read_weather(path, a_site(), DATE.replace(day=16))
    assert keys(refused.value) == ["weather-night-light"]


def test_a_little_light_at_night_is_taken_away_and_counted(tmp_path: Path) -> None:
    lines = csv_text(a_site())
    at = next(place for place, line in enumerate(lines) if line.startswith("2026-07-15T02:00"))
    lines[at] = lines[at].replace(",0.000,0.000,0.000,", ",6.000,0.000,6.000,")
    found = read_weather(write(tmp_path, lines), a_site(), DATE)
    note = next(note for note in notes_of(found) if note.key == "weather-note-night-light")
    assert note.args == {"count": 1, "energy": "6"}
    assert float(found["ghi"][4]) == 0


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    import os

    path = write(tmp_path, csv_text(a_site()))
    first = read_weather(path, a_site(), DATE)
    write(
        tmp_path, [line.replace(",0.000,0.000,0.000,", ",1.000,0.000,1.000,") for line in csv_text(a_site())]
    )
    os.utime(path, ns=(1, 1))
    assert "weather-note-night-light" in [note.key for note in notes_of(read_weather(path, a_site(), DATE))]
    assert "weather-note-night-light" not in [note.key for note in notes_of(first)]


def test_a_zone_that_is_none_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, csv_text(a_site()))
    with pytest.raises(Refused) as refused:
        read_weather(path, a_site(), DATE, time_zone="Mars/X")
    assert keys(refused.value) == ["history-zone"]
