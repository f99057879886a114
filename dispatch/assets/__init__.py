"""Behaviours by type of asset. A new type: its file here, and one line in ``BEHAVIOURS``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dispatch.assets.base import Behaviour
from dispatch.assets.batch_load import BatchLoadBehaviour
from dispatch.assets.battery import BatteryBehaviour
from dispatch.assets.caes import CaesBehaviour
from dispatch.assets.electric_boiler import ElectricBoilerBehaviour
from dispatch.assets.electrolyser import ElectrolyserBehaviour
from dispatch.assets.ev_fleet import EvFleetBehaviour
from dispatch.assets.fuel_cell import FuelCellBehaviour
from dispatch.assets.grid import GridBehaviour
from dispatch.assets.heat_load import HeatLoadBehaviour
from dispatch.assets.heat_pump import HeatPumpBehaviour
from dispatch.assets.hydro import HydroBehaviour
from dispatch.assets.hydrogen_load import HydrogenLoadBehaviour
from dispatch.assets.hydrogen_store import HydrogenStoreBehaviour
from dispatch.assets.interruptible_load import InterruptibleLoadBehaviour
from dispatch.assets.load import LoadBehaviour
from dispatch.assets.pv import PvBehaviour
from dispatch.assets.shiftable_load import ShiftableLoadBehaviour
from dispatch.assets.thermal import ThermalBehaviour
from dispatch.assets.thermal_store import ThermalStoreBehaviour
from dispatch.assets.waste_heat import WasteHeatBehaviour
from dispatch.assets.wind import WindBehaviour

if TYPE_CHECKING:
    from dispatch.case import Case

__all__ = ["BEHAVIOURS", "Behaviour", "behaviours"]

BEHAVIOURS: dict[str, type[Behaviour[Any]]] = {
    "pv": PvBehaviour,
    "hydro": HydroBehaviour,
    "wind": WindBehaviour,
    "battery": BatteryBehaviour,
    "grid": GridBehaviour,
    "load": LoadBehaviour,
    "interruptible_load": InterruptibleLoadBehaviour,
    "shiftable_load": ShiftableLoadBehaviour,
    "batch_load": BatchLoadBehaviour,
    "caes": CaesBehaviour,
    "hydrogen_store": HydrogenStoreBehaviour,
    "thermal_store": ThermalStoreBehaviour,
    "thermal": ThermalBehaviour,
    "waste_heat": WasteHeatBehaviour,
    "ev_fleet": EvFleetBehaviour,
    "heat_load": HeatLoadBehaviour,
    "heat_pump": HeatPumpBehaviour,
    "electric_boiler": ElectricBoilerBehaviour,
    "electrolyser": ElectrolyserBehaviour,
    "hydrogen_load": HydrogenLoadBehaviour,
    "fuel_cell": FuelCellBehaviour,
}


def behaviours(case: Case) -> dict[str, Behaviour[Any]]:
    """The behaviour of each asset of the site, in the site's order."""
    return {name: BEHAVIOURS[asset.type](asset, case) for name, asset in case.site.assets.items()}
