"""Types of asset. A new type: its file here, and one line in ``ASSET_TYPES``."""

from __future__ import annotations

from sites.assets.base import AssetBase, Role
from sites.assets.batch_load import BatchLoad
from sites.assets.battery import Battery
from sites.assets.grid import Grid
from sites.assets.interruptible_load import InterruptibleLoad
from sites.assets.load import Load
from sites.assets.pv import Pv
from sites.assets.shiftable_load import ShiftableLoad
from sites.assets.wind import Wind

__all__ = ["ASSET_TYPES", "AssetBase", "Role"]

ASSET_TYPES: dict[str, type[AssetBase]] = {
    "pv": Pv,
    "wind": Wind,
    "battery": Battery,
    "grid": Grid,
    "load": Load,
    "interruptible_load": InterruptibleLoad,
    "shiftable_load": ShiftableLoad,
    "batch_load": BatchLoad,
}
