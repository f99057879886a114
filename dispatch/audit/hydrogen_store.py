"""Audit of a hydrogen store: what every store has (`dispatch.audit.store`), and its compressor's electricity."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.audit import store
from dispatch.audit.case import Case, Track
from dispatch.audit.finding import Finding
from dispatch.audit.interface import AssetAudit
from sites.assets.hydrogen_store import HydrogenStore

__all__ = ["AUDIT", "check_compressor"]

COMPRESSOR = "hydrogen-compressor"


def check_compressor(tank: HydrogenStore, case: Case, track: Track) -> Iterator[Finding]:
    """The compressor draws its electricity for each MWh that is filled in."""
    if tank.compressor_bus is not None:
        wanted = -tank.compressor_mwh_per_mwh * track.of("charge_mw", tank.name)
        yield from track.apart(COMPRESSOR, tank.name, track.fed(tank.name, "compressor_bus"), wanted)


AUDIT = AssetAudit(
    operation=(*store.OWN.operation, store.check_one_way, check_compressor),
    variables=store.VARIABLES,
    declared=(store.OWN.check_loss,),
    declared_variables=store.DECLARED_VARIABLES,
    costs=store.costs,
    idle_mwh=store.idle_mwh,
    looped=store.looped_mwh,
    rules=(*store.OWN_RULES, "store-both-ways", COMPRESSOR),
)
