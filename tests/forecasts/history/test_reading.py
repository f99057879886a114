"""Histories from files of every shape: the same figures whatever they are wrapped in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from forecasts.history import ColumnMapping, Mapping, cleaning_of, known_until, read_history, read_sectors
from forecasts.history.detect import guessed_columns
from forecasts.notes import notes_of
from sites.problems import Refused
from tests.forecasts.history.examples import ZONE, load_mw, stamps, write, write_frame


def keys(dataset: xr.Dataset) -> list[str]:
    return [note.key for note in notes_of(dataset)]


@pytest.mark.parametrize(
    ("header", "name", "unit"),
    [
        ("总有功功率（kw）", "measured_mw", "kW"),
        ("实际发电功率(mw)", "measured_mw", "MW"),
        ("短期预测功率", "plant_forecast_mw", "MW"),
        ("日前预测出力/kW", "plant_forecast_mw", "kW"),
        ("Power (MW)", "measured_mw", "MW"),
        ("有功电量（千瓦时）", "measured_mw", "kWh"),
        ("Wind speed at height of 10 meters (m/s)", "wind_speed", "m/s"),
        ("nwp_ws", "wind_speed", "m/s"),
        ("nwp_wd_100m", "wind_direction", "deg"),
        ("nwp_rh", "relative_humidity", "%"),
        ("mast_ws", "measured_wind_speed", "m/s"),
        ("测风塔70米风速(m/s)", "measured_wind_speed", "m/s"),
        ("Wind direction at the height of wheel hub (˚)", "wind_direction", "deg"),
        ("环境温度(℃)", "temp_air", "degC"),
        ("Atmosphere (hpa)", "pressure", "hPa"),
        ("总辐照度(W/㎡)", "ghi", "W/m2"),
        ("Total solar irradiance (W/m2)", "poa_global", "W/m2"),
        ("散射辐射", "dhi", "W/m2"),
        ("超短期预测功率", None, ""),
        ("理论功率", None, ""),
        ("组件温度", None, ""),
        ("无功功率", None, ""),
        ("装机容量(MW)", None, ""),
        ("累计发电量", None, ""),
    ],
)
def test_what_a_header_is_taken_for(header: str, name: str | None, unit: str) -> None:
    found, left_out = guessed_columns(pd.DataFrame({"time": ["a", "b"], header: ["1.5", "12"]}), ("time",))
    if name is None:
        assert left_out == [header]
    else:
        assert (found[header].name, found[header].unit_taken) == (name, unit)


def test_of_several_columns_the_likeliest_is_taken() -> None:
    headers = ("有功功率", "实际功率", "超短期预测功率", "短期预测功率", "10米风速", "轮毂高度风速")
    found, left_out = guessed_columns(pd.DataFrame({each: ["1", "2"] for each in headers}), ())
    assert {header: column.name for header, column in found.items()} == {
        "有功功率": "second_meter_mw",
        "实际功率": "measured_mw",
        "短期预测功率": "plant_forecast_mw",
        "轮毂高度风速": "wind_speed",
    }
    assert left_out == ["超短期预测功率", "10米风速"]


def test_a_week_without_measurements_and_rows_out_of_order(tmp_path: Path) -> None:
    frame = pd.DataFrame({"time": stamps(21).astype(str), "load (MW)": load_mw(21)})
    kept = frame[(frame.index < 7 * 96) | (frame.index >= 14 * 96)].sample(frac=1.0, random_state=1)
    history = read_history(write_frame(tmp_path / "p.csv", kept), time_zone=ZONE, quantity="load")
    assert history.sizes["time"] == 21 * 96
    assert cleaning_of(history)["longest_missing_run"] == 7 * 96
    np.testing.assert_allclose(history["measured_mw"][14 * 96 :], load_mw(21)[14 * 96 :])


def test_impossible_weather_is_taken_out(tmp_path: Path) -> None:
    frame = pd.DataFrame({"time": stamps(2).astype(str), "power (MW)": load_mw(2), "风速": 5.0, "气温": 20.0})
    frame.loc[[3, 4], "风速"] = 90.0
    frame.loc[7, "气温"] = -99.0
    history = read_history(write_frame(tmp_path / "p.csv", frame), time_zone=ZONE)
    assert np.flatnonzero(history["wind_speed"].isnull()).tolist() == [3, 4]
    assert np.flatnonzero(history["temp_air"].isnull()).tolist() == [7]
    assert cleaning_of(history)["out_of_range_wind_speed"] == 2


def test_excel_serial_numbers(tmp_path: Path) -> None:
    serial = (stamps(2) - pd.Timestamp("1899-12-30")) / pd.Timedelta(days=1)
    pd.DataFrame({"时间": serial, "功率(MW)": load_mw(2)}).to_excel(tmp_path / "p.xlsx", index=False)
    history = read_history(tmp_path / "p.xlsx", time_zone=ZONE, cleaned=False)
    np.testing.assert_allclose(history["measured_mw"], load_mw(2))
    assert history["time"].to_numpy()[0] == np.datetime64("2024-03-03T16:00")


def test_chinese_headers_in_gbk(tmp_path: Path) -> None:
    power = load_mw(2)
    frame = pd.DataFrame(
        {
            "数据时间": stamps(2).strftime("%Y年%m月%d日 %H时%M分"),
            "实际功率（kW）": power * 1000,
            "预测功率（kW）": power * 900,
            "预测风速": 5.0,
            "实测风速": 6.0,
            "气压(hPa)": 901.0,
            "备注": "好",
        }
    )
    history = read_history(write_frame(tmp_path / "场站.csv", frame, "gbk"), time_zone=ZONE, cleaned=False)
    np.testing.assert_allclose(history["measured_mw"], power)
    np.testing.assert_allclose(history["plant_forecast_mw"], power * 0.9)
    assert float(history["wind_speed"][0]) == 5.0
    assert float(history["measured_wind_speed"][0]) == 6.0
    assert float(history["pressure"][0]) == 90_100.0
    assert history["time"].to_numpy()[0] == np.datetime64("2024-03-03T16:00")
    assert "history-note-left-out" in keys(history)


@pytest.mark.parametrize(
    "form",
    [
        "%Y-%m-%d %H:%M:%S",
        "%d/%m/%Y %H:%M",
        "%m/%d/%Y %H:%M",
        "%Y/%m/%d %H:%M",
        "%Y%m%d %H%M",
        "%d.%m.%y %H:%M",
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_stamps_of_any_order(tmp_path: Path, form: str, separator: str) -> None:
    frame = pd.DataFrame({"time": stamps(20).strftime(form), "load (MW)": load_mw(20)})
    path = write(tmp_path / "load.csv", frame.to_csv(index=False, sep=separator))
    mapping = (
        Mapping.model_validate({"time": {"columns": ["time"], "format": form}}) if "%H%M" in form else None
    )
    history = read_history(path, mapping=mapping, time_zone=ZONE, cleaned=False)
    np.testing.assert_allclose(history["measured_mw"], load_mw(20))
    assert history["time"].to_numpy()[0] == np.datetime64("2024-03-03T16:00")


def test_two_issues_are_averaged_and_counted(tmp_path: Path) -> None:
    text = "DATATIME,PREPOWER,WINDDIRECTION,YD15\n"
    for stamp in stamps(1):
        text += f"{stamp:%d/%m/%Y %H:%M:%S},8000,350,9000\n{stamp:%d/%m/%Y %H:%M:%S},10000,10,9000\n"
    history = read_history(write(tmp_path / "farm.csv", text), time_zone=ZONE)
    np.testing.assert_allclose(history["plant_forecast_mw"], 9.0)
    assert set(history["plant_forecast_issues"].to_numpy()) == {2.0}
    directions = history["wind_direction"].to_numpy()
    assert np.all((directions < 1e-6) | (directions > 360 - 1e-6))  # a mean of vectors, not 180
    assert cleaning_of(history)["further_issues"] == 96
    assert "history-note-issues" in keys(history)


def test_midnight_of_the_day_before_and_energy(tmp_path: Path) -> None:
    ends = stamps(3) + pd.Timedelta(minutes=15)
    shown = [
        f"{(end - pd.Timedelta(days=1)) if end == end.normalize() else end:%d/%m/%Y} {end:%H:%M}"
        for end in ends
    ]
    frame = pd.DataFrame({"date": shown, "Usage_kWh": np.arange(len(ends)) * 1.0 + 250})
    history = read_history(
        write_frame(tmp_path / "works.csv", frame), time_zone=ZONE, quantity="load", cleaned=False
    )
    np.testing.assert_allclose(history["measured_mw"], (np.arange(len(ends)) + 250) * 4 / 1000)
    assert history["time"].to_numpy()[0] == np.datetime64("2024-03-03T16:00")
    assert cleaning_of(history)["midnights_moved"] == 3
    assert {"history-note-midnights", "history-note-energy"} <= set(keys(history))


def test_label_of_24_00_and_ends(tmp_path: Path) -> None:
    clocks = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(15, 1441, 15)]
    rows = [f"2024-03-{day:02d} {clock},{day}" for day in (4, 5) for clock in clocks]
    history = read_history(
        write(tmp_path / "p.csv", "时间,功率(MW)\n" + "\n".join(rows)), time_zone=ZONE, cleaned=False
    )
    assert history.sizes["time"] == 192
    assert set(history["measured_mw"].to_numpy()[:96]) == {4.0}
    assert history["time"].to_numpy()[0] == np.datetime64("2024-03-03T16:00")


def test_a_row_a_day(tmp_path: Path) -> None:
    clocks = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(15, 1441, 15)]
    power = load_mw(3)
    frame = pd.DataFrame(power.reshape(3, 96), columns=clocks)
    frame.insert(0, "日期", ["2024-03-04", "2024-03-05", "2024-03-06"])
    history = read_history(write_frame(tmp_path / "wide.csv", frame), time_zone=ZONE, cleaned=False)
    np.testing.assert_allclose(history["measured_mw"], power)
    assert history["time"].to_numpy()[0] == np.datetime64("2024-03-03T16:00")


@pytest.mark.parametrize(
    ("first", "days", "zone"), [("2024-10-26", 3, "Europe/Berlin"), ("2024-03-30", 3, "Europe/Berlin")]
)
def test_days_of_daylight_saving(tmp_path: Path, first: str, days: int, zone: str) -> None:
    begin = pd.Timestamp(first, tz=zone)
    aware = pd.date_range(begin, begin + pd.DateOffset(days=days), freq="15min", inclusive="left")
    frame = pd.DataFrame(
        {"time": aware.strftime("%Y-%m-%d %H:%M"), "power (MW)": np.arange(len(aware)) * 1.0}
    )
    history = read_history(write_frame(tmp_path / "p.csv", frame), time_zone=zone, cleaned=False)
    assert history.sizes["time"] == len(aware) == (292 if "10" in first else 284)
    np.testing.assert_array_equal(history["measured_mw"], np.arange(len(aware)))


def test_stamps_with_offset_need_no_zone(tmp_path: Path) -> None:
    text = "time,power_mw\n2024-03-04T00:00+08:00,1\n2024-03-04T00:15+08:00,2\n2024-03-04T00:30+08:00,3\n"
    history = read_history(write(tmp_path / "p.csv", text), cleaned=False)
    assert history["time"].to_numpy()[0] == np.datetime64("2024-03-03T16:00")


def test_a_workbook(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Time": stamps(1), "Power (MW)": load_mw(1)})
    frame.to_excel(tmp_path / "p.xlsx", index=False)
    history = read_history(tmp_path / "p.xlsx", time_zone=ZONE, cleaned=False)
    np.testing.assert_allclose(history["measured_mw"], load_mw(1))


def test_finer_steps_are_averaged(tmp_path: Path) -> None:
    frame = pd.DataFrame({"time": stamps(1, minutes=5).astype(str), "power (MW)": np.arange(288.0)})
    history = read_history(write_frame(tmp_path / "p.csv", frame), time_zone=ZONE, cleaned=False)
    assert history.attrs["step_minutes"] == 15
    np.testing.assert_allclose(history["measured_mw"], np.arange(96) * 3 + 1.0)


def test_a_mapping_goes_before_headers(tmp_path: Path) -> None:
    frame = pd.DataFrame({"t": stamps(1).astype(str), "甲": 1500.0, "乙": 293.15, "丙": -77.0})
    mapping = Mapping.model_validate(
        {
            "time": {"columns": ["t"]},
            "stamp": "end",
            "time_zone": ZONE,
            "sentinels": [-77],
            "columns": {
                "甲": {"name": "measured_mw", "unit": "千瓦"},
                "乙": {"name": "temp_air", "unit": "K"},
                "丙": {"name": "ghi"},
            },
        }
    )
    history = read_history(write_frame(tmp_path / "p.csv", frame), mapping=mapping, cleaned=False)
    assert float(history["measured_mw"][0]) == 1.5
    assert float(history["temp_air"][0]) == pytest.approx(20.0)
    assert history["ghi"].isnull().all()
    assert history["time"].to_numpy()[0] == np.datetime64("2024-03-03T15:45")


def test_refusals_say_what_to_do(tmp_path: Path) -> None:
    frame = pd.DataFrame({"time": stamps(1).astype(str), "power (MW)": 1.0})
    path = write_frame(tmp_path / "p.csv", frame)
    unmapped = Mapping(columns={"P": ColumnMapping(name="measured_mw")})
    calls: list[tuple[Path, Mapping | None, str | None, str]] = [
        (path, None, None, "history-naive"),
        (tmp_path / "no.csv", None, ZONE, "history-file"),
        (write(tmp_path / "p.doc", "x"), None, ZONE, "history-suffix"),
        (write(tmp_path / "e.csv", ""), None, ZONE, "history-empty"),
        (write(tmp_path / "n.csv", "time,apples\n2024-01-01 00:00,1\n"), None, ZONE, "history-no-power"),
        (write(tmp_path / "s.csv", "time,power\nsoon,1\nlater,2\n"), None, ZONE, "history-stamps"),
        (write(tmp_path / "x.xlsx", "no workbook"), None, ZONE, "history-file"),
        (write(tmp_path / "o.csv", "time,power\n2024-01-01 00:00,1\n"), None, ZONE, "history-step"),
        (path, unmapped, ZONE, "history-column-missing"),
    ]
    for file, mapping, zone, key in calls:
        with pytest.raises(Refused) as caught:
            read_history(file, mapping=mapping, time_zone=zone)
        assert [each.key for each in caught.value.problems] == [key]
        assert str(caught.value)


def test_known_until_is_nine_of_the_day_before() -> None:
    assert known_until(dt.date(2022, 3, 1), ZONE) == np.datetime64("2022-02-28T01:00")
    assert known_until(dt.date(2024, 3, 31), "Europe/Berlin") == np.datetime64("2024-03-30T08:00")
    assert known_until(dt.date(2024, 4, 1), "Europe/Berlin", "09:00") == np.datetime64("2024-03-31T07:00")


class TestRealFiles:
    @pytest.mark.parametrize(("farm", "capacity", "missing"), [("03", 57.948, 388), ("08", 49.88, 14668)])
    def test_wind_farms(self, shared_data: Path, farm: str, capacity: float, missing: int) -> None:
        history = read_history(shared_data / "wind" / f"wind_farm_{farm}.csv", time_zone=ZONE)
        assert history.sizes["time"] == 365 * 96
        assert history["time"].to_numpy()[0] == np.datetime64("2021-11-01T16:00")
        assert history.attrs["capacity_mw"] == pytest.approx(capacity, abs=0.01)
        assert cleaning_of(history)["missing_measured_mw"] == missing
        shown = history.isel(time=0)
        if farm == "03":
            assert float(shown["measured_mw"]) == pytest.approx(13.913)
            assert float(shown["plant_forecast_mw"]) == pytest.approx((8.765 + 8.847) / 2)

    def test_region(self, shared_data: Path) -> None:
        raw = read_history(
            shared_data / "load" / "region_15min.csv", time_zone=ZONE, quantity="load", cleaned=False
        )
        assert float(raw["measured_mw"].mean()) == pytest.approx(214, abs=0.5)
        assert float(raw["measured_mw"].max()) == pytest.approx(369.6, abs=0.1)
        clean = read_history(shared_data / "load" / "region_15min.csv", time_zone=ZONE, quantity="load")
        assert float(raw["measured_mw"].min()) < 10
        assert float(clean["measured_mw"].min()) > 25
        assert cleaning_of(clean)["missing_measured_mw"] < 0.01 * clean.sizes["time"]

    def test_steel_works(self, shared_data: Path) -> None:
        history = read_history(shared_data / "load" / "steel_works_15min.csv", time_zone=ZONE, cleaned=False)
        assert cleaning_of(history) == {"midnights_moved": 365}
        assert history.sizes["time"] == 365 * 96
        assert float(history["measured_mw"][0]) == pytest.approx(3.17 * 4 / 1000)
        assert float(history["measured_mw"][-1]) == pytest.approx(3.67 * 4 / 1000)

    def test_solar_station(self, shared_data: Path) -> None:
        history = read_history(shared_data / "solar" / "solar_station_1_50MW.xlsx", time_zone=ZONE)
        assert history.sizes["time"] == 731 * 96
        assert {"poa_global", "ghi", "dni", "temp_air", "pressure", "measured_mw"} <= set(history.data_vars)
        assert cleaning_of(history)["sentinel_temp_air"] == 60
        assert float(history["temp_air"].min()) > -30
        assert float(history["measured_mw"].max()) < 50

    def test_sectors(self, shared_data: Path) -> None:
        sectors = read_sectors(shared_data / "load" / "region_sectors_daily.csv")
        first = sectors.sel(sector="大工业用电", date="2019-01-01")
        assert float(first["power_mw_max"]) == pytest.approx(117.888, abs=1e-3)
        assert float(first["power_mw_min"]) == pytest.approx(51.527, abs=1e-3)


def test_a_zone_that_is_none_is_refused(tmp_path: Path) -> None:
    path = write_frame(
        tmp_path / "farm.csv", pd.DataFrame({"time": stamps(2).astype(str), "power (MW)": 1.0})
    )
    with pytest.raises(Refused) as caught:
        read_history(path, time_zone="Mars/X")
    assert [each.key for each in caught.value.problems] == ["history-zone"]
