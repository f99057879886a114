"""Types of asset. A new type: its file here, and one line in ``ASSET_TYPES``."""

from __future__ import annotations

from sites.assets.base import AssetBase, Role
from sites.assets.batch_load import BatchLoad
from sites.assets.battery import Battery
from sites.assets.caes import Caes
from sites.assets.electric_boiler import ElectricBoiler
from sites.assets.electrolyser import Electrolyser
from sites.assets.ev_fleet import EvFleet
from sites.assets.fuel_cell import FuelCell
from sites.assets.grid import Grid
from sites.assets.heat_load import HeatLoad
from sites.assets.heat_pump import HeatPump
from sites.assets.hydro import Hydro
from sites.assets.hydrogen_load import HydrogenLoad
from sites.assets.hydrogen_store import HydrogenStore
from sites.assets.interruptible_load import InterruptibleLoad
from sites.assets.load import Load
from sites.assets.pv import Pv
from sites.assets.shiftable_load import ShiftableLoad
from sites.assets.thermal import Thermal
from sites.assets.thermal_store import ThermalStore
from sites.assets.waste_heat import WasteHeat
from sites.assets.wind import Wind

__all__ = ["ASSET_TYPES", "AssetBase", "Role"]

ASSET_TYPES: dict[str, type[AssetBase]] = {
    "pv": Pv,
    "hydro": Hydro,
    "wind": Wind,
    "battery": Battery,
    "grid": Grid,
    "load": Load,
    "interruptible_load": InterruptibleLoad,
    "shiftable_load": ShiftableLoad,
    "batch_load": BatchLoad,
    "caes": Caes,
    "hydrogen_store": HydrogenStore,
    "thermal_store": ThermalStore,
    "thermal": Thermal,
    "waste_heat": WasteHeat,
    "ev_fleet": EvFleet,
    "heat_load": HeatLoad,
    "heat_pump": HeatPump,
    "electric_boiler": ElectricBoiler,
    "electrolyser": Electrolyser,
    "hydrogen_load": HydrogenLoad,
    "fuel_cell": FuelCell,
}
