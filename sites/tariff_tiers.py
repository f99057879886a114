"""Tiered prices 阶梯电价: what is added to the price as the month's or the year's energy grows."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sites.base import Described, Number, PriceYuan, custom_error

__all__ = ["TierStep", "Tiers"]


class TierStep(Described):
    """What is added to the price of each MWh above a sum of energy, until the next step begins."""

    from_mwh: Annotated[Number, Field(ge=0)] = Field(description="Imported energy of the period so far, MWh.")
    adder_yuan_per_mwh: PriceYuan


class Tiers(Described):
    r"""Tiers of a tie: the energy of a period so far decides what is added to the price of the next MWh.

    A day that begins at the sum :math:`M` and imports :math:`E` is charged :math:`F(M + E) - F(M)` with

    .. math:: F(x) = \sum_k a_k\, |[0, x] \cap [m_k, m_{k+1})|

    so that the days of a period add up to its bill. The adders must rise from tier to tier: F is convex then, and a
    linear program prices it exactly. Below the first step nothing is added.
    """

    period: Literal["month", "year"]
    steps: tuple[TierStep, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.steps[0].from_mwh > 0 and self.steps[0].adder_yuan_per_mwh <= 0:
            raise custom_error("tariff-tiers-falling", number=1, before=0.0, after=self._adder(0))
        for place, (before, after) in enumerate(pairwise(self.steps), start=1):
            if after.from_mwh <= before.from_mwh:
                raise custom_error(
                    "tariff-tiers-order", number=place + 1, before=before.from_mwh, after=after.from_mwh
                )
            if after.adder_yuan_per_mwh <= before.adder_yuan_per_mwh:
                raise custom_error(
                    "tariff-tiers-falling",
                    number=place + 1,
                    before=before.adder_yuan_per_mwh,
                    after=after.adder_yuan_per_mwh,
                )
        return self

    def _adder(self, place: int) -> float:
        return self.steps[place].adder_yuan_per_mwh

    @property
    def pieces(self) -> tuple[tuple[float, float, float], ...]:
        """``(from, until, adder)`` of each tier, MWh and yuan/MWh; the last has no end."""
        ends = [*(step.from_mwh for step in self.steps[1:]), math.inf]
        return tuple(
            (step.from_mwh, end, step.adder_yuan_per_mwh) for step, end in zip(self.steps, ends, strict=True)
        )
