"""Lines and transformers between the electric buses of a site, and what hangs together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from sites.base import Described, Name, Number, custom_error

__all__ = ["Branch", "Line", "Transformer", "areas_of"]

Positive = Annotated[Number, Field(gt=0)]
NotNegative = Annotated[Number, Field(ge=0)]


class Branch(Described):
    """What joins two electric buses."""

    from_bus: Name
    to_bus: Name
    title: str = ""
    title_zh: str = ""

    @model_validator(mode="after")
    def _two_ends(self) -> Self:
        if self.from_bus == self.to_bus:
            raise custom_error("network-one-end", found=self.from_bus)
        return self


class Line(Branch):
    """An overhead line or a cable, by its totals from end to end."""

    resistance_ohm: NotNegative
    reactance_ohm: NotNegative
    susceptance_us: NotNegative = Field(default=0.0, description="Shunt susceptance, microsiemens.")
    current_ka_max: Positive = Field(description="Thermal limit, kA.")
    length_km: Positive | None = None


class Transformer(Branch):
    """A transformer between two voltages; `from_bus` is the high side."""

    rated_mva: Positive
    short_circuit_voltage_frac: Annotated[Number, Field(gt=0, le=0.5)] = Field(
        description="u_k, share of the rated voltage."
    )
    short_circuit_loss_mw: NotNegative = Field(description="Copper loss at rated load, MW.")
    no_load_loss_mw: NotNegative = Field(default=0.0, description="Iron loss, MW.")
    tap_frac: Annotated[Number, Field(gt=0.5, lt=1.5)] = Field(
        default=1.0, description="Ratio of the set tap over the nominal ratio of the two bus voltages."
    )
    loading_frac_max: Annotated[Number, Field(gt=0, le=2)] = Field(
        default=1.0, description="Most loading allowed, share of the rating."
    )


def areas_of(buses: Iterable[str], joins: Iterable[tuple[str, ...]]) -> Mapping[str, str]:
    """Group buses that are joined, directly or over others: bus -> the first bus of its group.

    Parameters
    ----------
    joins : iterable of tuple of str
        Buses that hang together: the ends of a branch, or all buses of an asset.
    """
    area = {bus: bus for bus in buses}
    order = {bus: place for place, bus in enumerate(area)}
    for join in joins:
        known = [area[bus] for bus in join if bus in area]
        if len(set(known)) > 1:
            first = min(known, key=order.__getitem__)
            area = {bus: first if head in known else head for bus, head in area.items()}
    return area
