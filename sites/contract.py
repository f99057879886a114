"""What a park has agreed beside its tariff: the price of carbon, certificates, budgets."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from sites.base import Described, PriceYuan

__all__ = ["CarbonPrice", "Contract"]


class CarbonPrice(Described):
    """Price of a liable tonne from a date on."""

    effective_from: dt.date
    price_yuan_per_t: Annotated[PriceYuan, Field(ge=0)]


class Contract(Described):
    """Terms that hold for the whole site."""

    carbon_prices: tuple[CarbonPrice, ...] = ()

    def carbon_price_yuan_per_t(self, date: dt.date) -> float:
        """Price in force on a date, yuan/t; 0 where none is yet."""
        before = [each for each in self.carbon_prices if each.effective_from <= date]
        return max(before, key=lambda each: each.effective_from).price_yuan_per_t if before else 0.0
