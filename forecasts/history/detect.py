"""What the columns of a file hold, guessed from their headers in English or Chinese.

A guess is said in a note; a :class:`~forecasts.history.mapping.Mapping` goes before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forecasts.history.mapping import UNITS_OF, ColumnMapping, Name, unit_known
from forecasts.history.tables import numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["guessed_columns", "guessed_time", "guessed_unit"]

TIME_WORDS = (
    "datatime|datetime|timestamp|date.?time|^time|^date|^ds$|^utc|时间|日期|时标|时刻|采集时|^stamp",
    "year-month",
)
CLOCK_WORDS = "时刻|^时间$|^time$|clock|时点"
DATE_WORDS = "日期|^date$|^day$|^日$"

# The first pattern that fits a header decides; more special ones stand first.
_PATTERNS: tuple[tuple[str, Name | None], ...] = (
    (
        "无功|reactive|kvar|power.?factor|功率因数|电压|电流|voltage|co2|容量|capacity|弃|状态|status|最大|最小",
        None,
    ),
    (
        "理论|可用|可发|theoretical|available|累计|cumul|限电|组件温|背板|电池板温|module.?temp|cell.?temp",
        None,
    ),
    ("超短期|ultra|cdq", None),  # made hours before, so not known on the day before
    (r"round\(a\.ws", "measured_wind_speed"),
    (r"round\(a\.power", "second_meter_mw"),
    ("(实测|实际|测量|测风|measured|actual|observed|mast).*(风速|wind.?speed|ws)", "measured_wind_speed"),
    ("(实测|实际|测量|测风|measured|actual|observed|mast).*(风向|wind.?dir)", "measured_wind_direction"),
    ("(实测|实际|测量|measured|actual|observed).*(温|temp)", "measured_temp_air"),
    ("(实测|实际|测量|measured|actual|observed).*(水平|总辐|ghi|irradiance)", "measured_ghi"),
    ("风速|wind.?speed|wspd|(^|_)ws(_|$|\\d)", "wind_speed"),
    ("风向|wind.?dir|wdir|(^|_)wd(_|$|\\d)", "wind_direction"),
    ("湿度|humid|(^|_)rh(_|$|\\d)", "relative_humidity"),
    ("气压|压强|pressure|atmosphere|^pres", "pressure"),
    ("斜面|倾斜|组件.*辐|阵列.*辐|plane.?of.?array|^poa|total solar", "poa_global"),
    ("散射|漫射|diffuse|^dhi", "dhi"),
    ("直射|直接|法向|direct|^dni|beam", "dni"),
    ("辐照|辐射|irradian|radiation|^ghi", "ghi"),
    ("气温|温度|temp", "temp_air"),
    ("yd15", "measured_mw"),
    (
        "prepower|(预测|预报|短期|forecast|predict|计划).*(功率|出力|负荷|power|load|mw|kw)?",
        "plant_forecast_mw",
    ),
    ("(power|load|mw|功率|出力|负荷).*(预测|预报|forecast|predict)", "plant_forecast_mw"),
    (
        "实际功率|实测功率|实际出力|实测出力|实际负荷|(actual|measured).*(power|load|generation)",
        "measured_mw",
    ),
    (
        "功率|出力|负荷|电量|用电|有功|发电|power|load|usage|generation|consumption|demand|^kw|^mw",
        "measured_mw",
    ),
)
_BEST = "轮毂|hub|日前|day.?ahead|短期|yd15|总有功|实际功率|实测功率|actual.?power|measured.?power|usage_kwh"
_TEXT_COLUMNS = "type|week|类型|名称|name|编号|^id$|^nsm$|flag|备注"
KILOWATTS = ("PREPOWER", "YD15", "ROUND(A.POWER,0)")
"""Headers without a unit that are known to be in kW."""

SAMPLE = 2000
"""Rows that a guess looks at, spread over the file."""

_FORECAST_POWER_WORDS = "功率|出力|负荷|power|load|mw|kw|predict|forecast|^预测$|^短期"


def guessed_time(headers: list[str]) -> tuple[str, ...]:
    """Return the column of the stamps, or the two of dates and clocks; empty where none looks like it."""
    fitting = [each for each in headers if any(re.search(words, each.lower()) for words in TIME_WORDS)]
    dates = [each for each in fitting if re.search(DATE_WORDS, each.lower())]
    clocks = [each for each in fitting if re.search(CLOCK_WORDS, each.lower()) and each not in dates]
    if dates and clocks:
        return dates[0], clocks[0]
    return tuple(fitting[:1])


def guessed_columns(
    table: pd.DataFrame, time_columns: tuple[str, ...]
) -> tuple[dict[str, ColumnMapping], list[str]]:
    """Return what the other columns hold, and those left out.

    Of several columns of measured power the likeliest is taken and the next becomes the second meter.
    """
    found: dict[str, ColumnMapping] = {}
    left_out: list[str] = []
    taken: set[str] = set()
    headers = [each for each in table.columns if each not in time_columns]
    for header in sorted(headers, key=lambda each: not re.search(_BEST, each.lower())):
        name = _guessed_name(header)
        if name is not None and name in taken:
            name = "second_meter_mw" if name == "measured_mw" and "second_meter_mw" not in taken else None
        if name is None or not _is_numeric(table[header]):
            left_out.append(header)
            continue
        taken.add(name)
        found[header] = ColumnMapping(name=name, unit=guessed_unit(header, name, table[header])[0])
    if "measured_mw" not in taken and "second_meter_mw" in taken:
        header = next(each for each, column in found.items() if column.name == "second_meter_mw")
        found[header] = ColumnMapping(name="measured_mw", unit=found[header].unit)
    return {each: found[each] for each in headers if each in found}, [
        each for each in headers if each in left_out
    ]


def guessed_unit(header: str, name: Name, cells: pd.Series) -> tuple[str, bool]:
    """Return the unit of a column and whether it stands in its header.

    Without a unit in the header: power above 3000 is in kW (few plants have 3000 MW), else in MW; pressure by
    its size; temperature above 150 is in kelvin.
    """
    units = UNITS_OF[name]
    for text in re.findall(r"[(（\[/_]\s*([^()（）\[\]/_]+(?:/[a-z]+2?)?)\s*[)）\]]?\s*", header.lower()):
        unit = unit_known(text)
        if unit in units:
            return str(unit), True
    words = re.findall(r"(mwh|kwh|万kw|mw|kw|千瓦时|兆瓦时|万千瓦|千瓦|兆瓦)", header.lower())
    unit = unit_known(words[-1]) if words else None
    if unit in units:
        return str(unit), True
    if header in KILOWATTS:  # a shape that is known
        return "kW", True
    return _unit_by_size(cells, units)


def _unit_by_size(cells: pd.Series, units: tuple[str, ...]) -> tuple[str, bool]:
    few = cells[:: max(len(cells) // SAMPLE, 1)]
    size = float(numbers(few)[0].abs().quantile(0.99)) if len(few) else 0.0
    is_said = False
    if "MW" in units:
        unit = "kW" if size > 3000 else "MW"
    elif "Pa" in units:
        unit = "Pa" if size > 20_000 else "hPa" if size > 200 else "kPa"
    elif "K" in units:
        unit = "K" if size > 150 else "degC"
    elif "fraction" in units:
        unit = "%" if size > 1.5 else "fraction"
    else:
        unit, is_said = units[0], True
    return unit, is_said


def _guessed_name(header: str) -> Name | None:
    text = header.lower()
    if re.search(_TEXT_COLUMNS, text) and not re.search("功率|power", text):
        return None
    for pattern, name in _PATTERNS:
        if re.search(pattern, text):
            if name == "plant_forecast_mw" and not re.search(_FORECAST_POWER_WORDS, text):
                continue
            return name
    return None


def _is_numeric(cells: pd.Series) -> bool:
    few = cells[:: max(len(cells) // SAMPLE, 1)]
    values, unread = numbers(few if few.notna().any() else cells)
    return bool(values.notna().any()) and unread <= 0.05 * len(values)
