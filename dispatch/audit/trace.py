"""Which part of the exported energy is renewable.

In each step the renewables R that are fed in serve the load L first, then the charging C, then the export X. The rest
of the export comes from discharging D, renewable in the share f of the stores' pooled content; the content
starts at 0. With content K and level E before the step, both MWh, and the step's length h: f = (K + h
min(C, max(0, R - L))) / (E + h C); afterwards K = (K + h min(...)) - f (h D + losses).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.audit.case import Case, Track

__all__ = ["Trace", "trace"]


@dataclass(frozen=True)
class Trace:
    """Renewable energy over the day, MWh: exported, lost in stores, left in stores at the end."""

    exported_mwh: float
    lost_mwh: float
    left_mwh: float


def trace(case: Case, track: Track) -> Trace:
    """Follow the renewable energy through the day; see the module's docstring."""
    hours, stores = case.hours, case.stores
    used, load = track.total("injection_mw", case.renewables), track.load_mw
    charge, discharge = track.total("charge_mw", stores), track.total("discharge_mw", stores)
    export = track.total("export_mw", case.ties)
    direct = np.minimum(export, np.maximum(0.0, used - load - charge))
    charged = np.minimum(charge, np.maximum(0.0, used - load))
    level = np.zeros(case.steps.count) + sum(track.level_before_mwh(store) for store in stores)
    loss = np.zeros(case.steps.count) + sum(track.loss_mwh(store) for store in stores)
    content = exported = lost = 0.0
    for step in range(case.steps.count):
        held = level[step] + charge[step] * hours
        content += charged[step] * hours
        share = content / held if held > 0.0 else 0.0
        from_stores = min(export[step] - direct[step], discharge[step])
        exported += (direct[step] + share * from_stores) * hours
        lost += share * loss[step]
        content -= share * (discharge[step] * hours + loss[step])
    return Trace(float(exported), float(lost), float(content))
