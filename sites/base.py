"""What every description stands on: frozen, validated, a unit in each name and a source for each number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from sites.time import ClockSpan, parse_clock_span

__all__ = [
    "Clock",
    "Described",
    "EfficiencyFrac",
    "EnergyMwh",
    "FileName",
    "Fraction",
    "Hours",
    "Name",
    "Number",
    "PowerMw",
    "PriceYuan",
    "Span",
    "WholeNumber",
    "clock_minutes",
    "custom_error",
]

# Magnitudes above which a figure was certainly written in another unit (W or kW for MW): the largest power
# station on earth has 22 500 MW, and a city's park is far below it.
POWER_MW_MOST = 30_000.0
ENERGY_MWH_MOST = 300_000.0
PRICE_YUAN_MOST = 100_000.0


def custom_error(key: str, **args: object) -> PydanticCustomError:
    """An error whose type is a key of the message catalogue."""
    return PydanticCustomError(key, key, dict(args))


def _read_span(value: object) -> object:
    if isinstance(value, str):
        try:
            return parse_clock_span(value)
        except ValueError:
            raise custom_error("site-clock-span", found=value) from None
    return value


def clock_minutes(value: object) -> int:
    """Minutes since midnight of ``"08:15"``, or of a TOML local time."""
    if isinstance(value, dt.time) and value.second == value.microsecond == 0:
        return value.hour * 60 + value.minute
    hours, _, minutes = str(value).partition(":")
    is_clock = hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2 and int(minutes) < 60
    if not is_clock or int(hours) * 60 + int(minutes) > 1440:
        raise custom_error("site-clock", found=str(value))
    return int(hours) * 60 + int(minutes)


def _read_file(value: str, info: ValidationInfo) -> str:
    """Note the file in the reading context; the reader collects what the site names."""
    reader: Callable[[str], None] | None = (info.context or {}).get("read_file")
    if reader is not None:
        reader(value)
    return value


def _provenance(value: object) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
        return value
    raise custom_error("field-provenance", found=str(value))


# A text in quotes or true is not taken for a number: whoever wrote it meant something else.
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
WholeNumber = Annotated[int, Field(strict=True)]
NAME_PATTERN, NAME_LENGTH_MOST = r"^[A-Za-z0-9][A-Za-z0-9_-]*$", 60
Name = Annotated[str, Field(pattern=NAME_PATTERN, max_length=NAME_LENGTH_MOST)]
PowerMw = Annotated[Number, Field(ge=0, le=POWER_MW_MOST)]
EnergyMwh = Annotated[Number, Field(ge=0, le=ENERGY_MWH_MOST)]
PriceYuan = Annotated[Number, Field(ge=-PRICE_YUAN_MOST, le=PRICE_YUAN_MOST)]
Fraction = Annotated[Number, Field(ge=0, le=1)]
EfficiencyFrac = Annotated[Number, Field(gt=0, le=1)]
Hours = Annotated[Number, Field(ge=0, le=8784)]
CLOCK_PATTERN = r"([01]?\d|2[0-3]):[0-5]\d"
Span = Annotated[
    ClockSpan,
    BeforeValidator(_read_span),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^{CLOCK_PATTERN}\\s*[-–]\\s*({CLOCK_PATTERN}|24:00)$",
            "examples": ["16:00-22:00"],
        }
    ),
]
Clock = Annotated[
    int,
    BeforeValidator(clock_minutes),
    WithJsonSchema({"type": "string", "pattern": f"^({CLOCK_PATTERN}|24:00)$", "examples": ["08:15"]}),
]
FileName = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_read_file)]
Provenance = Annotated[
    str | dict[str, str],
    BeforeValidator(_provenance),
    Field(
        description="Where the numbers of this table come from: one text for all, or a table with one text a "
        "field ('*' for the rest)."
    ),
]


class Described(BaseModel):
    """A frozen table of a site file: unknown fields are refused, numbers have a `source` or `assumption`."""

    data_files: ClassVar[tuple[str, ...]] = ()
    """Fields that name files of figures."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        arbitrary_types_allowed=True,
        ser_json_inf_nan="constants",
    )

    source: Provenance = {}
    assumption: Provenance = {}

    @model_validator(mode="after")
    def _provenance_of_fields(self) -> Self:
        known = {*type(self).model_fields, "*"}
        for given in (self.source, self.assumption):
            unknown = sorted(set(given) - known) if isinstance(given, dict) else []
            if unknown:
                raise custom_error("field-provenance-field", field=", ".join(unknown))
        return self

    def provenance_of(self, field: str) -> tuple[str, str] | None:
        """``("source", text)`` or ``("assumption", text)`` of a field, None where nothing is said."""
        named = [
            (kind, given[field])
            for kind, given in self._provenances()
            if isinstance(given, dict) and field in given
        ]
        if named:
            return named[0]
        for kind, given in self._provenances():
            if isinstance(given, str) and given:
                return kind, given
            if isinstance(given, dict) and "*" in given:
                return kind, given["*"]
        return None

    def _provenances(self) -> tuple[tuple[str, str | dict[str, str]], ...]:
        return (("source", self.source), ("assumption", self.assumption))

    def numbers(self) -> dict[str, Any]:
        """The table's own fields that hold numbers, set or by default."""
        found: dict[str, Any] = {}
        for field in type(self).model_fields:
            value = getattr(self, field)
            if _is_number(value):
                found[field] = value
        return found


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return True
    if isinstance(value, tuple):
        return bool(value) and all(_is_number(item) for item in value)
    if isinstance(value, dict):
        return bool(value) and all(_is_number(item) for item in value.values())
    return False
