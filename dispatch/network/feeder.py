"""A site's trees of lines and transformers as arrays, in per unit of 1 MVA: powers in p.u. are then MW and Mvar.

Every branch is a pi of a series impedance with half of its shunt admittance at either end; a transformer has an ideal
ratio k (``tap_frac``) at its high side. With :math:`U` in kV and :math:`S_b` = 1 MVA:

* line: :math:`z = (R + jX) / U^2`, :math:`y = j B U^2`
* transformer: :math:`|z| = u_k / S_r`, :math:`r = P_k / S_r^2`, :math:`g = P_0` (IEC 60909-0, 6.3.1)
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch.windows import Array
from sites.network import Line, Transformer
from sites.site import Site

__all__ = ["Feeder", "feeder_of"]

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Feeder:
    """All trees of a site.

    Attributes
    ----------
    buses : tuple of str
        Roots and children, parents before children within a tree.
    branches : tuple of str
        In the order of the trees.
    parent, child : array of int, shape (branches,)
        Places of the ends in ``buses``.
    is_forward : array of bool, shape (branches,)
        Whether ``from_bus`` is the parent.
    r, x, g, b : array, shape (branches,)
        Series impedance and whole shunt admittance, p.u. of 1 MVA.
    parent_scale, child_scale : array, shape (branches,)
        What the squared voltage of an end is multiplied by to get behind the ideal ratio: 1 / k^2 at the high side.
    limit : array, shape (branches,)
        Most current of a line (p.u.), most apparent power of a transformer (MVA).
    rating : array, shape (branches,)
        What a loading of 1 means, in the same unit.
    is_line : array of bool, shape (branches,)
    root_voltage : dict of int to float
        Voltage held at each root, p.u., by its place.
    voltage_min, voltage_max : array, shape (buses,)
        Limits, p.u.; NaN where there is none.
    """

    buses: tuple[str, ...]
    branches: tuple[str, ...]
    parent: Places
    child: Places
    is_forward: NDArray[np.bool_]
    r: Array
    x: Array
    g: Array
    b: Array
    parent_scale: Array
    child_scale: Array
    limit: Array
    rating: Array
    is_line: NDArray[np.bool_]
    root_voltage: dict[int, float]
    voltage_min: Array
    voltage_max: Array

    def place(self, bus: str) -> int | None:
        """Place of a bus, None where no branch ends on it."""
        return self.buses.index(bus) if bus in self.buses else None


def feeder_of(site: Site) -> Feeder:
    """The trees of a site as arrays."""
    buses = tuple(bus for tree in site.trees for bus in tree.buses)
    places = {bus: place for place, bus in enumerate(buses)}
    joints = [joint for tree in site.trees for joint in tree.joints]
    branches = [site.branches[joint.branch] for joint in joints]
    forward = [branch.from_bus == joint.parent for branch, joint in zip(branches, joints, strict=True)]
    figures = np.asarray([_figures(site, branch) for branch in branches], dtype=float).reshape(-1, 6)
    scale = np.asarray([1.0 / getattr(branch, "tap_frac", 1.0) ** 2 for branch in branches])
    is_forward = np.asarray(forward, dtype=bool)
    about = [site.buses[bus] for bus in buses]
    return Feeder(
        buses=buses,
        branches=tuple(joint.branch for joint in joints),
        parent=np.asarray([places[joint.parent] for joint in joints], dtype=np.int64),
        child=np.asarray([places[joint.child] for joint in joints], dtype=np.int64),
        is_forward=is_forward,
        r=figures[:, 0],
        x=figures[:, 1],
        g=figures[:, 2],
        b=figures[:, 3],
        parent_scale=np.where(is_forward, scale, 1.0),
        child_scale=np.where(is_forward, 1.0, scale),
        limit=figures[:, 5],
        rating=figures[:, 4],
        is_line=np.asarray([isinstance(branch, Line) for branch in branches], dtype=bool),
        root_voltage={places[tree.root]: site.buses[tree.root].voltage_pu_held for tree in site.trees},
        voltage_min=_or_nan([each.voltage_pu_min for each in about]),
        voltage_max=_or_nan([each.voltage_pu_max for each in about]),
    )


def _or_nan(values: list[float | None]) -> Array:
    return np.asarray([math.nan if value is None else value for value in values], dtype=float)


def _figures(site: Site, branch: Line | Transformer) -> tuple[float, ...]:
    """r, x, g, b, rating, limit; see the module's docstring."""
    if isinstance(branch, Transformer):
        rated = branch.rated_mva
        impedance = branch.short_circuit_voltage_frac / rated
        resistance = branch.short_circuit_loss_mw / rated**2
        reactance = math.sqrt(max(impedance**2 - resistance**2, 0.0))
        return resistance, reactance, branch.no_load_loss_mw, 0.0, rated, rated * branch.loading_frac_max
    kv = site.buses[branch.from_bus].voltage_kv
    assert kv is not None  # checked when the site is read
    most = math.sqrt(3.0) * kv * branch.current_ka_max
    resistance, reactance = branch.resistance_ohm / kv**2, branch.reactance_ohm / kv**2
    return resistance, reactance, 0.0, branch.susceptance_us * 1e-6 * kv**2, most, most
