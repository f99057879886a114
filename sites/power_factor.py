r"""Power-factor adjustment 力调电费: a bonus or penalty in per cent of the bill by the month's mean power factor.

The table is data: knots of power factor and per cent for each standard (0.90, 0.85, 0.80), straight between the knots,
level above the last, and below the first a further rise for each 0.01 that is missing. The mean power factor is
:math:`P / \sqrt{P^2 + Q^2}` of the month's active and reactive energy, rounded to two digits.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from sites.base import Described, FileName, Fraction, Number, custom_error

__all__ = ["PowerFactorRule", "PowerFactorStandard", "PowerFactorTable", "read_power_factor"]

Knot = tuple[Annotated[Number, Field(gt=0, le=1)], Annotated[Number, Field(ge=-100, le=1000)]]


class PowerFactorStandard(Described):
    """One standard of the table."""

    standard_frac: Fraction = Field(description="The power factor that neither pays nor earns.")
    knots: tuple[Knot, ...] = Field(
        min_length=2, description="[power factor, adjustment of the bill in per cent], rising power factor."
    )
    below_pct_per_hundredth: Annotated[Number, Field(ge=0, le=100)] = Field(
        description="Further per cent for each 0.01 below the first knot."
    )

    @model_validator(mode="after")
    def _rising(self) -> Self:
        for before, after in pairwise(self.knots):
            if after[0] <= before[0] or after[1] > before[1]:
                raise custom_error("power-factor-knots", before=str(before), after=str(after))
        return self

    def adjustment_frac(self, power_factor: float) -> float:
        """Share of the bill that is added (+) or taken off (-) at a mean power factor."""
        rounded = math.floor(power_factor * 100 + 0.5 + 1e-9) / 100
        factors, per_cent = zip(*self.knots, strict=True)
        missing = max(0, round((factors[0] - rounded) * 100))
        found: float = float(np.interp(rounded, factors, per_cent)) + missing * self.below_pct_per_hundredth
        return found / 100


class PowerFactorTable(Described):
    """The table of a rule, with its standards."""

    name: str
    is_second_hand: bool = False
    standards: tuple[PowerFactorStandard, ...] = Field(min_length=1)


class PowerFactorRule(Described):
    """What a tie's contract says of the power factor.

    Reactive power of a step is what the electric assets of the tie's area take by their ``power_factor`` less what
    compensation gives, never below zero; it counts beside the imported energy.
    """

    table: FileName = Field(description='TOML file of the table, e.g. "profiles/power_factor_1983.toml".')
    standard_frac: Fraction = Field(description="The standard that holds for the customer, e.g. 0.90.")
    compensation_mvar: Annotated[Number, Field(ge=0, le=30_000)] = Field(
        default=0.0, description="Switched capacitors or inverters: the most that they give, Mvar."
    )


def read_power_factor(name: str, text: str) -> PowerFactorTable:
    """Read a table.

    Raises
    ------
    sites.Refused
        With every problem found.
    """
    from sites.reading import read_model

    return read_model(PowerFactorTable, name, text)
