"""Monthly normals of a place: what a typical year is generated from."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sites.base import Described, Number, custom_error

__all__ = ["Climate"]

MONTHS = 12


class Climate(Described):
    """Twelve monthly values each, January first."""

    ghi_kwh_per_m2_day: tuple[Annotated[Number, Field(ge=0, le=12)], ...]
    temp_air_mean_c: tuple[Annotated[Number, Field(ge=-70, le=55)], ...]
    temp_air_range_c: tuple[Annotated[Number, Field(ge=0, le=40)], ...] = Field(
        description="Mean daily maximum less mean daily minimum, K."
    )
    wind_speed_mean_m_per_s: tuple[Annotated[Number, Field(ge=0, le=40)], ...]
    wind_speed_height_m: Annotated[Number, Field(gt=0, le=300)] = 10.0
    relative_humidity_pct: tuple[Annotated[Number, Field(ge=0, le=100)], ...]
    wind_direction_deg: Annotated[Number, Field(ge=0, lt=360)] | None = None

    @model_validator(mode="after")
    def _twelve(self) -> Self:
        for field in type(self).model_fields:
            value = getattr(self, field)
            if isinstance(value, tuple) and len(value) != MONTHS:
                raise custom_error("site-twelve-of", field=field, found=len(value))
        return self
