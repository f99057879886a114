r"""Green certificates 绿证: one for each MWh of renewable energy, sold at a price.

.. math:: \text{certificates} = -\pi \phi\, C, \qquad C = \sum_t u_t h, \quad
    C \le \sum_t u_t h, \; C \le \sum_t x_t h, \quad \text{or} \quad C = \sum_t c_t h, \; c_t \le u_t, \; c_t \le l_t

for ``generation``, ``exported`` and ``self_used``, with the used renewables u that earn certificates, the export x,
what loads and stores take l, the price :math:`\pi` and the share that is sold :math:`\phi`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyomo.environ as pyo

from dispatch.assets.base import Expr
from dispatch.contract.amounts import Tables, charging_mw

if TYPE_CHECKING:
    from dispatch.inputs import Inputs
    from dispatch.model import Model

__all__ = ["CERTIFICATES", "add_certificates", "certificate_cost", "certificate_yuan", "certified_mwh"]

CERTIFICATES = "certificates"


def _earning(inputs: Inputs) -> tuple[str, ...]:
    sold = inputs.site.contract.certificate(inputs.date)
    return sold.assets or inputs.site.of_role("renewable") if sold else ()


def _used(model: Model, t: int) -> Expr:
    names = _earning(model.case)
    return pyo.quicksum(model.behaviours[name].absorbed(model.block(name), t) for name in names)


def _taken(model: Model, t: int) -> Expr:
    """What electric loads and stores take in a step, MW."""
    site, taken = model.case.site, []
    for name in site.of_role("load", "electricity"):
        taken.append(-model.behaviours[name].injection(model.block(name), t))
    for name in site.of_role("store", "electricity"):
        flows = model.behaviours[name].store_flows(model.block(name), t)
        taken += [] if flows is None else [flows[0]]
    return pyo.quicksum(taken)


def add_certificates(model: Model) -> None:
    """Variables for the energy that earns certificates, where it is no plain sum."""
    m, sold = model.pyomo, model.case.site.contract.certificate(model.case.date)
    if sold is None or sold.counts == "generation" or not _earning(model.case):
        return
    m.certified = pyo.Var(model.T, within=pyo.NonNegativeReals)
    m.certified_is_used = pyo.Constraint(model.T, rule=lambda b, t: b.certified[t] <= _used(model, t))
    if sold.counts == "self_used":
        m.certified_is_taken = pyo.Constraint(model.T, rule=lambda b, t: b.certified[t] <= _taken(model, t))
        return
    ties = [(model.behaviours[name], model.block(name)) for name in model.case.site.of_role("tie")]
    exported = pyo.quicksum(tie.exchanged(block, t)[1] for tie, block in ties for t in model.T)
    m.certified_is_exported = pyo.Constraint(expr=pyo.quicksum(m.certified.values()) <= exported + 0.0)


def certificate_cost(model: Model) -> dict[str, Expr]:
    """What certificates bring, yuan, negative; nothing where none are sold."""
    case, sold = model.case, model.case.site.contract.certificate(model.case.date)
    if sold is None:
        return {}
    plain = sold.counts == "generation" or not _earning(case)
    power = [_used(model, t) for t in model.T] if plain else list(model.pyomo.certified.values())
    return {CERTIFICATES: -sold.price_yuan_per_mwh * sold.sold_frac * case.hours * pyo.quicksum(power)}


def certified_mwh(inputs: Inputs, tables: Tables) -> float:
    """Energy of the day that earns certificates, MWh."""
    site, sold = inputs.site, inputs.site.contract.certificate(inputs.date)
    zero = np.zeros(inputs.steps.count)
    used = sum((np.nan_to_num(tables[name]["used_mw"]) for name in _earning(inputs)), zero)
    if sold is None or sold.counts == "generation":
        return float(used.sum()) * inputs.hours
    if sold.counts == "self_used":
        taken = charging_mw(site, tables, inputs.steps.count)
        return float(np.minimum(used, taken).sum()) * inputs.hours
    exported = sum((np.nan_to_num(tables[tie]["export_mw"]) for tie in site.of_role("tie")), zero)
    return float(min(used.sum(), exported.sum())) * inputs.hours


def certificate_yuan(inputs: Inputs, tables: Tables) -> dict[str, float]:
    """What certificates bring in figures."""
    sold = inputs.site.contract.certificate(inputs.date)
    if sold is None:
        return {}
    return {CERTIFICATES: -sold.price_yuan_per_mwh * sold.sold_frac * certified_mwh(inputs, tables)}
