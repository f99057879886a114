"""A wind farm in the dispatch: its forecast, curtailed where need be (equations: `dispatch.assets.renewable`)."""

from __future__ import annotations

from dispatch.assets.renewable import Renewable
from sites.assets.wind import Wind

__all__ = ["WindBehaviour"]


class WindBehaviour(Renewable[Wind]):
    """A wind farm."""
