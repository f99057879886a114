"""What renewable sources have in common."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from sites.assets.base import AssetBase, Role
from sites.base import PriceYuan

__all__ = ["Renewable"]


class Renewable(AssetBase):
    """A source that comes as it comes, and can be curtailed."""

    role: ClassVar[Role] = "renewable"

    curtailment_cost_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        default=0.0, description="Cost of each MWh curtailed, yuan: a support that is lost, or a penalty."
    )
