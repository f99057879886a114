"""Typical years as files: TMY3, TMY2, PVGIS."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pvlib
import pytest

from forecasts import read_weather
from forecasts.notes import notes_of
from forecasts.weather.tmy_file import open_tmy2
from sites.problems import Refused
from tests.forecasts.examples import DATE, a_site, keys
from tests.forecasts.weather.network.answers import (
    HOUR,
    hours,
    noon_of,
    over_hours,
    pvgis_tmy,
    solar_noon,
)

COLUMNS = (
    "Date (MM/DD/YYYY),Time (HH:MM),GHI (W/m^2),DNI (W/m^2),DHI (W/m^2),Dry-bulb (C),RHum (%),Pressure (mbar),"
    "Wdir (degrees),Wspd (m/s)"
)


def tmy3_lines(first: str = "2001-01-01") -> list[str]:
    """Return a TMY3 file of the site: hours 01:00 to 24:00, standard time."""
    site = a_site()
    local = hours(first, 365) + HOUR  # the stamp, at the end of its hour
    light = over_hours(site, local - HOUR - 8 * HOUR)
    place = site.place
    lines = [f'999999,"TESTING",CN,8.0,{place.latitude},{place.longitude},{place.elevation_m}', COLUMNS]
    for row, stamp in enumerate(local):
        day = str((stamp - HOUR).astype("datetime64[D]"))
        clock = int((stamp - HOUR - np.datetime64(day)) / HOUR) + 1
        shown = f"{day[5:7]}/{day[8:]}/{1990 + int(day[5:7])},{clock:02d}:00"
        figures = [f"{light[name][row]:.1f}" for name in ("ghi", "dni", "dhi")]
        lines.append(",".join([shown, *figures, f"{10 + clock % 24}", "70", "1010", "90", "2.5"]))
    return lines


def minutes_from_noon(path: Path) -> float:
    site = a_site()
    weather = read_weather(path, site, DATE)
    return abs(float((noon_of(weather, site, DATE) - solar_noon(site, DATE)) / np.timedelta64(1, "m")))


def test_tmy3_is_known_by_its_head_and_has_its_noon(tmp_path: Path) -> None:
    path = tmp_path / "tmy3.csv"
    path.write_text("\n".join(tmy3_lines()) + "\n")
    assert minutes_from_noon(path) <= 4  # another year's equation of time
    weather = read_weather(path, a_site(), DATE)
    assert weather.attrs["kind"] == "typical_months"
    assert float(weather["pressure"].mean()) == pytest.approx(101_000)
    # 12:00 to 13:00 lies between the stamps of 12 and 13
    assert float(weather["temp_air"].sel(time=np.datetime64("2026-07-15T04:00"))) == pytest.approx(22.5)
    said = next(note for note in notes_of(weather) if note.key == "weather-note-typical-months")
    assert "1997" in str(said.args["years"])


@pytest.mark.parametrize("offset_h", [0.1761, 0.5])
def test_pvgis_s_json_has_its_noon(tmp_path: Path, offset_h: float) -> None:
    path = tmp_path / "tmy.json"
    path.write_text(json.dumps(pvgis_tmy(a_site(), offset_h)))
    assert minutes_from_noon(path) <= 4


def test_pvgis_s_csv_is_the_same(tmp_path: Path) -> None:
    made = pvgis_tmy(a_site(), 0.1761)
    place = made["inputs"]["location"]
    rows = made["outputs"]["tmy_hourly"]
    lines = [
        f"Latitude (decimal degrees): {place['latitude']}",
        f"Longitude (decimal degrees): {place['longitude']}",
        f"Elevation (m): {place['elevation']}",
        f"Irradiance Time Offset (h): {place['irradiance_time_offset']}",
        "month,year",
        *(f"{each['month']},{each['year']}" for each in made["outputs"]["months_selected"]),
        ",".join(rows[0]),
        *(",".join(str(value) for value in row.values()) for row in rows),
        "",
        "T2m: 2-m air temperature (degree Celsius)",
    ]
    path = tmp_path / "tmy.csv"
    path.write_bytes("\r\n".join(lines).encode())
    other = tmp_path / "tmy.json"
    other.write_text(json.dumps(made))
    site = a_site()
    one, two = read_weather(path, site, DATE), read_weather(other, site, DATE)
    for name in one.data_vars:
        np.testing.assert_allclose(one[name], two[name])


def test_tmy2_has_its_tenths_and_its_noon() -> None:
    source = open_tmy2(Path(pvlib.__file__).parent / "data" / "12839.tm2")
    assert (source.origin.latitude, source.origin.longitude) == pytest.approx((25.8, -80.27), abs=0.05)
    assert 22 < source.columns["temp_air"].mean() < 26  # Miami
    assert 2 < source.columns["wind_speed"].mean() < 6
    assert 100_000 < source.columns["pressure"].mean() < 103_000
    hour = source.columns["ghi"].reshape(365, 24).mean(axis=0) @ (np.arange(24) + 0.5)
    assert hour / source.columns["ghi"].reshape(365, 24).mean(axis=0).sum() == pytest.approx(12.4, abs=0.3)


def test_typical_years_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    site = a_site()
    lines = tmy3_lines()
    short = tmp_path / "short.csv"
    short.write_text("\n".join(lines[:-24]) + "\n")
    hole = tmp_path / "hole.csv"
    at = 2 + 4000
    cells = lines[at].split(",")
    cells[5] = "-9900"
    hole.write_text("\n".join([*lines[:at], ",".join(cells), *lines[at + 1 :]]) + "\n")
    odd = tmp_path / "odd.json"
    odd.write_text('{"inputs": {}}')
    for path, key in (
        (short, "weather-tmy-rows"),
        (hole, "weather-epw-missing"),
        (odd, "weather-tmy-unreadable"),
    ):
        with pytest.raises(Refused) as refused:
            read_weather(path, site, DATE)
        assert keys(refused.value) == [key]
