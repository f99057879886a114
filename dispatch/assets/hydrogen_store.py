r"""Hydrogen store: a store (`dispatch.assets.store`) on a bus of hydrogen, with a compressor on one of electricity.

.. math:: \text{compressor}_t = \gamma\, c_t

with :math:`\gamma` = ``compressor_mwh_per_mwh``. The work of compression grows with the logarithm of the pressure in
the tank; taken at the tank's highest pressure, the constant ratio is on the safe side. For 350 bar it is about a tenth
of the lower heating value: Franco & Giovannini, Hydrogen Gas Compression for Efficient Storage, Hydrogen 5 (2024)
293-311, DOI 10.3390/hydrogen5020017.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import xarray as xr

from dispatch.assets.base import Block, Doing, Expr
from dispatch.assets.store import Stored
from sites.assets.hydrogen_store import HydrogenStore

if TYPE_CHECKING:
    from dispatch.inputs import Inputs

__all__ = ["HydrogenStoreBehaviour"]


class HydrogenStoreBehaviour(Stored[HydrogenStore]):
    """A tank and its compressor."""

    def feeds(self, block: Block, t: int) -> Mapping[str, Expr]:
        """The compressor draws electricity."""
        if self.asset.compressor_bus is None:
            return {}
        return {"compressor_bus": -self.asset.compressor_mwh_per_mwh * block.charge[t]}

    @classmethod
    def repeated(cls, asset: HydrogenStore, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """The powers of the earlier plan, and what the compressor needs for them."""
        doing = super().repeated(asset, inputs, earlier)
        if asset.compressor_bus is None:
            return doing
        drawn = -asset.compressor_mwh_per_mwh * doing.quantities["charge_mw"]
        return replace(doing, feeds={"compressor_bus": drawn})
