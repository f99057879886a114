"""Weather tables with Chinese headings, mappings and workbooks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from forecasts import read_weather, typical_weather
from forecasts.notes import notes_of
from forecasts.resample import to_steps
from forecasts.weather.headings import read_headings, unit_text
from sites.problems import Refused
from sites.site import Site
from tests.forecasts.examples import DATE, a_site, keys
from tests.forecasts.weather.network.answers import light_of, noon_of, solar_noon

CHINESE = (
    "时间",
    "总辐射（W/m²）",
    "直接辐射(W/m2)",
    "散射辐射(W/m2)",
    "环境温度(℃)",
    "70米风速（m/s）",
    "气压(hPa)",
)
BERLIN: dict[str, Any] = {"latitude": 52.5, "longitude": 13.4, "time_zone": "Europe/Berlin", "country": "DE"}


def clear_table(site: Site, date: dt.date, *, is_end: bool) -> pd.DataFrame:
    """Return quarter-hours of a cloudless local day with an hour on either side, by the clock of the site."""
    start = np.datetime64(dt.datetime.combine(date, dt.time()), "ns")
    whole = pd.date_range(start, start + np.timedelta64(24, "h"), freq="15min", inclusive="left")
    zone = site.place.time_zone
    first = whole[0].tz_localize(zone).tz_convert("UTC") - pd.Timedelta("1h")
    last = (whole[0] + pd.Timedelta("1D")).tz_localize(zone).tz_convert("UTC") + pd.Timedelta("1h")
    starts = pd.date_range(first, last, freq="15min", inclusive="left")
    light = light_of(site, (starts + pd.Timedelta("450s")).tz_convert(None).to_numpy())
    shown = (starts + pd.Timedelta("15min") if is_end else starts).tz_convert(zone)
    text = [each.strftime("%Y-%m-%d %H:%M") for each in shown]
    if is_end:
        text = [
            f"{(each - pd.Timedelta('1min')).strftime('%Y-%m-%d')} 24:00"
            if each.hour == each.minute == 0
            else words
            for each, words in zip(shown, text, strict=True)
        ]
    figures = [light["ghi"], light["dni"], light["dhi"], 20.0, 5.0, 1009.5]
    return pd.DataFrame(dict(zip(CHINESE, [text, *figures], strict=True)))


def written(path: Path, table: pd.DataFrame, encoding: str = "utf-8") -> Path:
    path.write_bytes(table.to_csv(index=False).encode(encoding))
    return path


def noted(weather: xr.Dataset) -> dict[str, str]:
    return {note.key: note.text("en") for note in notes_of(weather)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("is_end", [False, True])
def test_chinese_columns_are_understood_and_noon_is_right(
    tmp_path: Path, encoding: str, is_end: bool
) -> None:
    site = a_site()
    table = clear_table(site, DATE, is_end=is_end)
    table.columns = [each.replace("²", "2") for each in table.columns]  # GBK has no such sign
    weather = read_weather(written(tmp_path / "气象.csv", table, encoding), site, DATE)
    apart = abs(float((noon_of(weather, site, DATE) - solar_noon(site, DATE)) / np.timedelta64(1, "m")))
    assert apart <= 2
    assert weather.attrs["step_minutes"] == 15
    assert weather["wind_speed"].attrs["height_m"] == 70.0
    assert float(weather["pressure"].mean()) == pytest.approx(100_950)
    assert "总辐射（W/m2） = ghi" in noted(weather)["weather-note-headings"]
    assert "Asia/Shanghai" in noted(weather)["weather-note-zone-assumed"]


@pytest.mark.parametrize("is_end", [False, True])
@pytest.mark.parametrize(("date", "steps"), [("2026-03-29", 92), ("2026-10-25", 100), ("2026-06-21", 96)])
def test_days_on_which_the_clock_changes_are_whole(
    tmp_path: Path, date: str, steps: int, is_end: bool
) -> None:
    site = a_site(**BERLIN)
    day = dt.date.fromisoformat(date)
    weather = read_weather(written(tmp_path / "w.csv", clear_table(site, day, is_end=is_end)), site, day)
    assert weather.sizes["time"] == steps + 8
    assert to_steps(weather, site.steps(day), site.place).steps.count == steps
    apart = abs(float((noon_of(weather, site, day) - solar_noon(site, day)) / np.timedelta64(1, "m")))
    assert apart <= 2


def test_a_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    site = a_site()
    table = clear_table(site, DATE, is_end=False)
    by_csv = read_weather(written(tmp_path / "w.csv", table), site, DATE)
    table["时间"] = pd.to_datetime(table["时间"])
    table.to_excel(tmp_path / "w.xlsx", index=False)
    by_workbook = read_weather(tmp_path / "w.xlsx", site, DATE)
    for name in by_csv.data_vars:
        np.testing.assert_allclose(by_workbook[name], by_csv[name], atol=1e-6)


def test_a_mapping_says_what_nobody_could_guess(tmp_path: Path) -> None:
    site = a_site()
    table = clear_table(site, DATE, is_end=True)
    table.columns = ["stamp", "A1", "A2", "A3", "T", "V", "P"]
    table["T"] += 273.15
    table["V"] *= 3.6
    table.loc[3, "P"] = -1.0
    mapping = tmp_path / "map.toml"
    text = """
time_zone = "Asia/Shanghai"
stamp = "end"
sentinels = [-1]
[time]
columns = ["stamp"]
[columns]
A1 = { name = "ghi" }
A2 = { name = "dni" }
A3 = { name = "dhi" }
T = { name = "temp_air", unit = "K" }
V = { name = "wind_speed", unit = "km/h" }
P = { name = "pressure", unit = "hPa" }
"""
    mapping.write_text(text, encoding="utf-8")
    path = written(tmp_path / "w.csv", table)
    with pytest.raises(Refused):
        read_weather(path, site, DATE)
    weather = read_weather(path, site, DATE, mapping=mapping)
    assert float(weather["temp_air"].mean()) == pytest.approx(20.0)
    assert float(weather["wind_speed"].mean()) == pytest.approx(5.0)
    apart = abs(float((noon_of(weather, site, DATE) - solar_noon(site, DATE)) / np.timedelta64(1, "m")))
    assert apart <= 2
    assert noted(weather)["weather-note-codes"].startswith("pressure: one figure")
    assert "weather-note-gappy" in noted(weather)
    assert "weather-note-zone-assumed" not in noted(weather)
    mapping.write_text(text.replace('"end"', '"start"'), encoding="utf-8")
    shifted = read_weather(path, site, DATE, mapping=mapping)
    apart = abs(float((noon_of(shifted, site, DATE) - solar_noon(site, DATE)) / np.timedelta64(1, "m")))
    assert apart == pytest.approx(15, abs=2)
    mapping.write_text(text.replace("A1 =", "A9 ="), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_weather(path, site, DATE, mapping=mapping)
    assert "weather-csv-column-missing" in keys(refused.value)
    with pytest.raises(Refused) as refused:
        read_weather(path, site, DATE, mapping=tmp_path / "none.toml")
    assert keys(refused.value) == ["weather-no-file"]


def test_doubled_rows_wrong_order_and_other_units_are_put_right(tmp_path: Path) -> None:
    site = a_site()
    table = clear_table(site, DATE, is_end=False).drop(columns="气压(hPa)")
    table["本站气压"] = 1009.5
    table["总辐射(MJ/m2)"] = table.pop(CHINESE[1]) * 900 / 1e6
    again = table.iloc[:40].copy()
    again["70米风速（m/s）"] = 7.0
    mixed = pd.concat([table, again]).sample(frac=1.0, random_state=1)
    weather = read_weather(written(tmp_path / "w.csv", mixed), site, DATE)
    assert sorted(set(np.round(weather["wind_speed"].to_numpy(), 6))) == [5.0, 6.0]
    assert float(weather["pressure"].mean()) == pytest.approx(100_950)
    assert {"weather-note-doubled", "weather-note-unit-guessed"} <= set(noted(weather))
    middles = (weather["time"].to_numpy() + np.timedelta64(450, "s")).astype("datetime64[ns]")
    clear = light_of(site, middles)["ghi"]
    np.testing.assert_allclose(weather["ghi"], clear, atol=0.01)


def test_missing_light_is_refused_only_for_its_own_day(tmp_path: Path) -> None:
    site = a_site()
    days = [DATE + dt.timedelta(days=each) for each in range(3)]
    table = pd.concat([clear_table(site, day, is_end=False).iloc[4:-4] for day in days])
    table.iloc[96 + 48, 1] = np.nan
    path = written(tmp_path / "w.csv", table)
    assert read_weather(path, site, days[0]).sizes["time"] >= 96
    with pytest.raises(Refused) as refused:
        read_weather(path, site, days[1])
    assert "weather-value-missing" in keys(refused.value)


def test_a_week_without_rows_spoils_only_its_own_days(tmp_path: Path) -> None:
    site = a_site()
    days = [DATE + dt.timedelta(days=each) for each in (0, 1, 9, 10)]
    table = pd.concat([clear_table(site, day, is_end=False).iloc[4:-4] for day in days])
    path = written(tmp_path / "w.csv", table)
    for day in days[1:3]:
        assert read_weather(path, site, day).sizes["time"] >= 96
    with pytest.raises(Refused) as refused:
        read_weather(path, site, DATE + dt.timedelta(days=5))
    assert keys(refused.value) == ["weather-time-gap"]


def test_headings_are_told_apart() -> None:
    times, found, others = read_headings(
        [
            "日期",
            "时间",
            "水平面总辐照度(W/m2)",
            "斜面总辐照度",
            "10米风速",
            "风速(80m)",
            "风向(°)",
            "组件温度",
            "气温",
            "相对湿度(%)",
        ]
    )
    assert times == ["日期", "时间"]
    assert {each.name: each.column for each in found} == {
        "ghi": "水平面总辐照度(W/m2)",
        "wind_speed": "风速(80m)",
        "wind_direction": "风向(°)",
        "temp_air": "气温",
        "relative_humidity": "相对湿度(%)",
    }
    assert next(each.height_m for each in found if each.name == "wind_speed") == 80.0
    assert set(others) == {"斜面总辐照度", "10米风速", "组件温度"}
    assert [unit_text(each) for each in ("℃", "W/㎡", "百帕", "m s-1")] == ["degc", "w/m2", "hpa", "m/s"]


def test_a_real_station_s_workbook(shared_data: Path, tmp_path: Path) -> None:
    """The 50 MW station names no wind: its light and temperature are read with a mapping and refused without wind."""
    with pytest.raises(Refused) as refused:
        read_weather(shared_data / "solar" / "solar_station_1_50MW.xlsx", a_site(), dt.date(2020, 6, 1))
    assert keys(refused.value) == ["weather-csv-column-missing"]
    assert "wind_speed" in str(refused.value)


def test_a_typical_day_survives_the_table(tmp_path: Path) -> None:
    site = a_site()
    given = typical_weather(site, DATE)
    local = pd.DatetimeIndex(given["time"].to_numpy()).tz_localize("UTC").tz_convert("Asia/Shanghai")
    names = ("ghi", "dni", "dhi", "temp_air", "wind_speed")
    figures = {column: given[name].to_numpy() for column, name in zip(CHINESE[1:6], names, strict=True)}
    table = pd.DataFrame({"时间": local.strftime("%Y/%m/%d %H:%M:%S")} | figures)
    found = read_weather(written(tmp_path / "w.csv", table), site, DATE)
    for name in names:
        np.testing.assert_allclose(found[name], given[name], atol=1e-6)
