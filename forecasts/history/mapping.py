"""How the columns of a file are to be taken: column -> canonical name and unit, as a TOML file or a value.

::

    time_zone = "Asia/Shanghai"
    stamp = "end"                  # a stamp is the "start" or the "end" of its interval
    sentinels = [-99, 6553.5]      # figures that mean "missing"

    [time]
    columns = ["日期", "时刻"]       # one column, or a date and a clock
    format = "%d/%m/%Y %H:%M"      # if left out: found by itself
    dayfirst = true

    [columns]
    "总有功功率（kw）" = { name = "measured_mw", unit = "kW" }
    "气温" = { name = "temp_air", unit = "degC" }

A unit of energy (``kWh``, ``MWh``) is energy *per step* and becomes mean power.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal, Self, get_args
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from sites.base import custom_error
from sites.problems import Problem, Refused, problem

__all__ = [
    "ColumnMapping",
    "Mapping",
    "Name",
    "Stamp",
    "TimeColumns",
    "UNITS_OF",
    "load_mapping",
    "unit_known",
]

Stamp = Literal["start", "end"]
Name = Literal[
    "measured_mw",
    "second_meter_mw",
    "plant_forecast_mw",
    "wind_speed",
    "wind_direction",
    "temp_air",
    "relative_humidity",
    "pressure",
    "ghi",
    "dni",
    "dhi",
    "poa_global",
    "measured_wind_speed",
    "measured_wind_direction",
    "measured_temp_air",
    "measured_ghi",
]
"""Canonical names of a history; weather is a forecast or of unknown origin unless it says ``measured``."""

NAMES: tuple[str, ...] = get_args(Name)
POWER_UNITS = {"MW": 1.0, "kW": 1e-3, "W": 1e-6, "GW": 1e3, "万kW": 10.0, "MWh": 1.0, "kWh": 1e-3}
ENERGY_UNITS = ("MWh", "kWh")
UNITS_OF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("measured_mw", "second_meter_mw", "plant_forecast_mw"), tuple(POWER_UNITS)),
    **dict.fromkeys(("wind_speed", "measured_wind_speed"), ("m/s", "km/h")),
    **dict.fromkeys(("wind_direction", "measured_wind_direction"), ("deg",)),
    **dict.fromkeys(("temp_air", "measured_temp_air"), ("degC", "K")),
    "relative_humidity": ("%", "fraction"),
    "pressure": ("Pa", "hPa", "kPa"),
    **dict.fromkeys(("ghi", "dni", "dhi", "poa_global", "measured_ghi"), ("W/m2",)),
}
"""Canonical name -> units that a column of it may have; the first is taken where nothing is said."""
_UNIT_WORDS = {
    "℃": "degC",
    "°c": "degC",
    "c": "degC",
    "degc": "degC",
    "k": "K",
    "w/m2": "W/m2",
    "w/m²": "W/m2",
    "w/m^2": "W/m2",
    "w/㎡": "W/m2",
    "%": "%",
    "fraction": "fraction",
    "deg": "deg",
    "°": "deg",
    "度": "deg",
    "m/s": "m/s",
    "km/h": "km/h",
    "hpa": "hPa",
    "mbar": "hPa",
    "pa": "Pa",
    "kpa": "kPa",
    "mw": "MW",
    "kw": "kW",
    "w": "W",
    "gw": "GW",
    "mwh": "MWh",
    "kwh": "kWh",
    "万kw": "万kW",
    "万千瓦": "万kW",
    "千瓦": "kW",
    "兆瓦": "MW",
    "千瓦时": "kWh",
    "兆瓦时": "MWh",
}


def unit_known(text: str) -> str | None:
    """Return the unit that a text means, however it is written (``kw``, ``KW``, ``千瓦``), else None."""
    return _UNIT_WORDS.get(text.strip().lower())


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ColumnMapping(_Table):
    """What one column holds.

    Attributes
    ----------
    name
        Canonical name.
    unit
        See ``UNITS_OF``; the first of them where it is left out.
    """

    name: Name
    unit: str = ""

    @model_validator(mode="after")
    def _unit_fits(self) -> Self:
        if self.unit and unit_known(self.unit) not in UNITS_OF[self.name]:
            raise custom_error(
                "history-mapping-unit", name=self.name, found=self.unit, known=", ".join(UNITS_OF[self.name])
            )
        return self

    @property
    def unit_taken(self) -> str:
        """The unit as ``UNITS_OF`` writes it."""
        return unit_known(self.unit) or UNITS_OF[self.name][0]


class TimeColumns(_Table):
    """Where the stamps stand and how they are written.

    Attributes
    ----------
    columns
        One column, or two: the date and the clock.
    format
        As of ``strptime``; found from the stamps themselves where it is empty.
    dayfirst
        Whether the day stands before the month; None leaves it to the stamps.
    """

    columns: tuple[str, ...] = Field(min_length=1, max_length=2)
    format: str = ""
    dayfirst: bool | None = None


class Mapping(_Table):
    """How a file is to be taken; what is left out is found from the file and said in a note.

    Attributes
    ----------
    columns
        Column of the file -> what it holds. If empty all columns are guessed from their headers.
    time
        The stamps; None leaves them to the file.
    time_zone
        IANA zone of stamps without an offset.
    stamp
        What a stamp marks.
    sentinels
        Figures that mean "missing", in the unit of the file; None takes the usual ones.
    sheet
        Sheet of a workbook; the first where it is empty.
    """

    columns: dict[str, ColumnMapping] = {}
    time: TimeColumns | None = None
    time_zone: str | None = None
    stamp: Stamp | None = None
    sentinels: tuple[float, ...] | None = None
    sheet: str = ""

    @field_validator("time_zone")
    @classmethod
    def _zone_known(cls, value: str | None) -> str | None:
        if value is not None and value not in available_timezones():
            raise custom_error("history-zone", found=value)
        return value

    @model_validator(mode="after")
    def _each_name_once(self) -> Self:
        names = [column.name for column in self.columns.values()]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise custom_error("history-mapping-twice", names=", ".join(twice))
        return self


def load_mapping(path: str | Path) -> Mapping:
    """Read a mapping from a TOML file.

    Raises
    ------
    Refused
        The file cannot be read, or holds fields, names or units that are not known; all at once.
    """
    path = Path(path)
    try:
        return Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise Refused([problem("history-mapping-file", path.name, reason=str(fault))]) from fault
    except ValidationError as fault:
        raise Refused([_told(path.name, error) for error in fault.errors()]) from fault


def _told(file: str, error: object) -> Problem:
    assert isinstance(error, dict)
    where = f"{file}: {'.'.join(str(part) for part in error['loc'])}"
    kind = str(error["type"])
    if kind.startswith("history-"):
        return Problem(kind, where, dict(error.get("ctx", {})))
    if kind == "extra_forbidden":
        return problem("history-mapping-unknown", where)
    return problem("history-mapping-value", where, found=str(error["input"]), reason=str(error["msg"]))
