"""A firm load: it is served in full."""

from __future__ import annotations

from typing import ClassVar, Literal

from sites.assets.base import AssetBase, Role
from sites.assets.demand import Demand

__all__ = ["Load"]


class Load(AssetBase):
    """Fixed demand."""

    role: ClassVar[Role] = "load"

    type: Literal["load"]
    demand: Demand
