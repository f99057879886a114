"""What the columns of a weather table hold, told from their headings in Chinese or English.

A heading is taken apart into its words, the unit in its brackets and a height: ``70米风速（m/s）`` is a wind
speed at 70 m. Full-width signs are made plain first. Light on a tilted plane, temperatures of modules and all
power are no weather of a place and are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["FACTORS", "Heading", "read_headings", "unit_text"]

OTHER = re.compile(
    "组件|背板|板温|露点|斜面|倾斜|斜辐射|阵列|功率|电量|module|panel|cell|dew|power|poa|tilt|gust|阵风|极大|最大|最高|最低"
)
WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("wind_direction", re.compile(r"风向|wind[ _]*dir|^wd(\d|$)")),
    ("wind_speed", re.compile(r"风速|wind[ _]*speed|^ws(\d|$)")),
    ("dhi", re.compile(r"散射|漫射|散辐射|diffuse|^dhi")),
    ("dni", re.compile(r"法向|直接辐|直射|直辐射|direct[ _]*normal|^dni")),
    ("ghi", re.compile(r"总辐|全辐|水平.*辐|短波|global|shortwave|^ghi")),
    ("relative_humidity", re.compile(r"湿度|humid|^rh")),
    ("pressure", re.compile(r"气压|压强|压力|press|^atmosphere")),
    ("temp_air", re.compile(r"气温|温度|temp|^t2m")),
)
BEAM_ON_HORIZONTAL = re.compile("水平.*直|直.*水平|direct[ _]*horiz")
TIME = re.compile(r"时间|时刻|时标|^date|^time|^datatime|stamp|^日期$")
CLOCK_ONLY = re.compile(r"^时间$|^时刻$|^time$|^clock$|^时分$")
DATE_ONLY = re.compile(r"^日期$|^date$|^年月日$")
BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
HEIGHT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:米|m(?![a-z/])|$)")

FACTORS: dict[str, dict[str, tuple[float, float]]] = {
    "light": {"w/m2": (1.0, 0.0), "kw/m2": (1e3, 0.0)},
    "temp_air": {"degc": (1.0, 0.0), "k": (1.0, -273.15), "degf": (5 / 9, -160 / 9)},
    "wind_speed": {"m/s": (1.0, 0.0), "km/h": (1 / 3.6, 0.0), "kn": (1852 / 3600, 0.0)},
    "wind_direction": {"deg": (1.0, 0.0)},
    "relative_humidity": {"%": (1.0, 0.0), "fraction": (100.0, 0.0)},
    "pressure": {"pa": (1.0, 0.0), "hpa": (100.0, 0.0), "kpa": (1e3, 0.0)},
}
"""Quantity -> unit -> factor and offset to the canonical unit; the first is meant where nothing is said."""
ENERGIES = {"j/m2": 1.0, "kj/m2": 1e3, "mj/m2": 1e6, "wh/m2": 3600.0, "kwh/m2": 3.6e6}
"""Light as an energy of each step -> J/m2."""
_SAME = {
    "c": "degc", "°c": "degc", "度c": "degc", "摄氏度": "degc", "celsius": "degc", "°f": "degf", "f": "degf",
    "kelvin": "k", "mbar": "hpa", "百帕": "hpa", "帕": "pa", "千帕": "kpa", "米/秒": "m/s", "m s-1": "m/s",
    "ms-1": "m/s", "knots": "kn", "°": "deg", "度": "deg", "degree": "deg", "degrees": "deg", "1": "fraction",
    "瓦/平方米": "w/m2", "w/m^2": "w/m2", "w m-2": "w/m2", "w·m-2": "w/m2", "w/㎡": "w/m2", "j m-2": "j/m2",
    "mj/m^2": "mj/m2", "w m**-2": "w/m2", "j m**-2": "j/m2", "m s**-1": "m/s", "%rh": "%", "percent": "%",
}  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """One column that was recognised.

    Attributes
    ----------
    column
        As it stands in the file.
    name
        Canonical name.
    unit
        Of ``FACTORS`` or ``ENERGIES``; empty where the heading says none.
    height_m
        Of a wind speed, None where it says none.
    """

    column: str
    name: str
    unit: str
    height_m: float | None = None


def read_headings(columns: Iterable[str]) -> tuple[list[str], list[Heading], list[str]]:
    """Return the column or two columns of time, those that hold weather, and those left out.

    Of several wind speeds the highest is taken, of other things the first.
    """
    times: list[str] = []
    found: dict[str, Heading] = {}
    others: list[str] = []
    for column in columns:
        if TIME.search(_plain(column)):
            times.append(column)
            continue
        heading = _heading(column)
        before = found.get(heading.name) if heading else None
        if heading is None or (before is not None and not _is_higher(heading, before)):
            others.append(column)
            continue
        if before is not None:
            others.append(before.column)
        found[heading.name] = heading
    dates = [each for each in times if DATE_ONLY.search(_plain(each))]
    clocks = [each for each in times if CLOCK_ONLY.search(_plain(each))]
    taken = [dates[0], clocks[0]] if dates and clocks else times[:1]
    return taken, list(found.values()), others + [each for each in times if each not in taken]


def unit_text(text: str) -> str:
    """Return a unit as ``FACTORS`` and ``ENERGIES`` write it, however it was written."""
    plain = _plain(text)
    return _SAME.get(plain, plain)


def _heading(column: str) -> Heading | None:
    plain = _plain(column)
    if OTHER.search(plain) or BEAM_ON_HORIZONTAL.search(plain):
        return None
    words = BRACKETS.sub(" ", plain).strip()
    name = next((name for name, pattern in WORDS if pattern.search(words)), None)
    if name is None:
        return None
    inside = [unit_text(each) for each in BRACKETS.findall(plain)]
    known = {**FACTORS["light"], **ENERGIES} if name in ("ghi", "dni", "dhi") else FACTORS[name]
    unit = next((each for each in inside if each in known), "")
    height = HEIGHT.search(words) or next(filter(None, map(HEIGHT.fullmatch, inside)), None)
    is_high = name == "wind_speed" and height is not None
    return Heading(column, name, unit, float(height.group(1)) if is_high and height else None)


def _is_higher(new: Heading, old: Heading) -> bool:
    return new.name == "wind_speed" and (new.height_m or 0.0) > (old.height_m or 0.0)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("℃", "°C").strip().lower()
