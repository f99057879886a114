"""Audit of power from waste heat: no more than the host's power gave a delay before, and than the machine can."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dispatch.audit.case import Case, Track
from dispatch.audit.common import check_pin, injection, not_negative
from dispatch.audit.finding import Array, Finding
from dispatch.audit.interface import AssetAudit, Headroom
from sites.assets.waste_heat import WasteHeat

__all__ = ["AUDIT"]


def _given_mw(unit: WasteHeat, case: Case, host_mw: Array) -> Array:
    """Electricity that the host's heat allows in each step, MW, shape (count,)."""
    delay, count = unit.delay_steps(case.steps.step_minutes), case.steps.count
    power = np.full(count, np.nan)
    for t in range(count):
        if t >= delay:
            power[t] = host_mw[t - delay]
        else:
            power[t] = case.state.stocks.get(unit.stock_key(delay - t), unit.host_mw_before)
    return unit.heat_frac * unit.efficiency_frac * power


def _host_mw(unit: WasteHeat, case: Case, track: Track) -> Array:
    """Power of the host: what a load takes, what a unit gives, MW, shape (count,)."""
    sign = -1.0 if case.site.assets[unit.host].role == "load" else 1.0
    return np.asarray(sign * track.of("injection_mw", unit.host))


def check_output(unit: WasteHeat, case: Case, track: Track) -> Iterator[Finding]:
    """Within the machine and within the heat."""
    output = track.of("output_mw", unit.name)
    yield from injection(unit, track, output)
    yield from not_negative(unit, track, "output_mw")
    yield from track.over(
        "waste-heat-limit", unit.name, output - case.limited_mw(unit.name, unit.power_mw_max)
    )
    given = _given_mw(unit, case, _host_mw(unit, case, track))
    yield from track.over("waste-heat-host", unit.name, output - given)


def check_shown(unit: WasteHeat, case: Case, track: Track) -> Iterator[Finding]:
    """The host's power that stands beside the output is the host's."""
    shown = track.of("host_mw", unit.name)
    yield from track.apart("waste-heat-shown", unit.name, shown, _host_mw(unit, case, track))


def costs(unit: WasteHeat, case: Case, track: Track) -> dict[str, float]:
    """Wear, yuan."""
    return {"running": unit.wear_yuan_per_mwh * float(track.of("output_mw", unit.name).sum()) * case.hours}


def reference_mw(unit: WasteHeat, case: Case) -> Array:
    """All that the host's reference day gives, MW, shape (count,)."""
    from dispatch.audit.registry import CHECKS

    host = case.site.assets[unit.host]
    power = CHECKS[host.type].reference(host, case)
    return np.minimum(_given_mw(unit, case, power), case.limited_mw(unit.name, unit.power_mw_max))


def headroom(unit: WasteHeat, case: Case, plan: Track, run: slice) -> Headroom:
    """Up to what the machine can: the host may run otherwise in an event."""
    limit = case.limited_mw(unit.name, unit.power_mw_max)
    return Headroom(free_mw=np.maximum(limit - plan.of("output_mw", unit.name), 0.0)[run])


AUDIT = AssetAudit(
    operation=(check_pin, check_output),
    variables=("injection_mw", "output_mw"),
    declared=(check_shown,),
    declared_variables=("host_mw",),
    costs=costs,
    reference=reference_mw,
    headroom=headroom,
    rules=("waste-heat-limit", "waste-heat-host", "waste-heat-shown"),
)
