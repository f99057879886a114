r"""Electric boiler: `dispatch.assets.heater` with :math:`\rho_t = \eta`, its ``efficiency_frac``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dispatch.assets.heater import Heater
from dispatch.windows import Array
from sites.assets.electric_boiler import ElectricBoiler

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["ElectricBoilerBehaviour"]


class ElectricBoilerBehaviour(Heater[ElectricBoiler]):
    """An electric boiler."""

    @classmethod
    def ratio(cls, asset: ElectricBoiler, inputs: Inputs) -> Array:
        """Its efficiency in every step."""
        return np.full(inputs.steps.count, asset.efficiency_frac)
