"""Audit of a heat store: what every store has (`dispatch.audit.store`)."""

from __future__ import annotations

from dispatch.audit import store
from dispatch.audit.interface import AssetAudit

__all__ = ["AUDIT"]

AUDIT = AssetAudit(
    operation=(*store.OWN.operation, store.check_one_way),
    variables=store.VARIABLES,
    declared=(store.OWN.check_loss,),
    declared_variables=store.DECLARED_VARIABLES,
    reference=store.draw_mw,
    costs=store.costs,
    idle_mwh=store.idle_mwh,
    looped=store.looped_mwh,
    rules=(*store.OWN_RULES, "store-both-ways"),
)
