r"""AC power flow of radial networks by backward and forward sweeps, in NumPy, all steps at once.

.. math::

    & I_j = (S_j / V_j)^* + \sum_{c} I_c, \qquad V_j = V_i - z I_{ij}

Currents are gathered from the ends to the root, voltages follow from the root to the ends, until no voltage changes.
Every branch is a pi of a series impedance with half of its shunt admittance at either end, a transformer with an ideal
ratio at its from end. Shirmohammadi et al., A compensation-based power flow method for weakly meshed distribution and
transmission networks, IEEE Transactions on Power Systems 3 (1988), DOI 10.1109/59.192932. Per unit of 1 MVA.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch.audit.finding import Array
from sites.network import Line, Transformer
from sites.site import Site

__all__ = ["Swept", "sweep"]

Complex = NDArray[np.complex128]
SMALLEST_CHANGE_PU = 1e-12
MOST_SWEEPS = 400
COLLAPSED_PU = 0.2


@dataclass(frozen=True)
class Swept:
    """What a power flow brought, by bus and branch, shape (count,) each; NaN in steps that have no solution.

    ``entering_mva`` and ``leaving_mva`` are complex powers: into a branch at its from end, out of it at its to end.
    """

    voltage_pu: Mapping[str, Array]
    entering_mva: Mapping[str, Complex]
    leaving_mva: Mapping[str, Complex]
    loading_frac: Mapping[str, Array]

    def loss_mw(self, branch: str) -> Array:
        """Losses of a branch, MW."""
        return np.asarray((self.entering_mva[branch] - self.leaving_mva[branch]).real)


@dataclass(frozen=True)
class _Pi:
    """A branch as the sweep sees it: from the root outwards; ratios are of the ideal transformer at either end."""

    name: str
    near: str
    far: str
    impedance: complex
    half_shunt: complex
    near_ratio: float
    far_ratio: float


def _pi_of(site: Site, name: str, near: str, far: str) -> _Pi:
    branch = site.branches[name]
    ratio = 1.0
    if isinstance(branch, Transformer):
        size, rated = branch.short_circuit_voltage_frac / branch.rated_mva, branch.rated_mva
        real = branch.short_circuit_loss_mw / (rated * rated)
        impedance = complex(real, math.sqrt(max(size * size - real * real, 0.0)))
        shunt, ratio = complex(branch.no_load_loss_mw), branch.tap_frac
    else:
        base_ohm = (site.buses[near].voltage_kv or 1.0) ** 2
        impedance = complex(branch.resistance_ohm, branch.reactance_ohm) / base_ohm
        shunt = 1e-6j * branch.susceptance_us * base_ohm
    is_outward = branch.from_bus == near
    return _Pi(
        name, near, far, impedance, shunt / 2, ratio if is_outward else 1.0, 1.0 if is_outward else ratio
    )


def sweep(site: Site, taken_mva: Mapping[str, Complex], count: int) -> Swept:
    """Power flow of every network of a site.

    Parameters
    ----------
    taken_mva : mapping of str to complex array, shape (count,)
        Constant power taken at each bus, MVA; nothing where a bus is not named.
    """
    voltage: dict[str, Array] = {}
    entering: dict[str, Complex] = {}
    leaving: dict[str, Complex] = {}
    loading: dict[str, Array] = {}
    for tree in site.trees:
        outward = [_pi_of(site, joint.branch, joint.parent, joint.child) for joint in tree.joints]
        held = complex(site.buses[tree.root].voltage_pu_held)
        level, near, far = _settle(outward, tree.root, held, taken_mva, count)
        for bus, value in level.items():
            voltage[bus] = np.abs(value)
        for pi in outward:
            into = level[pi.near] * np.conj(near[pi.name])
            out = level[pi.far] * np.conj(far[pi.name])
            is_outward = site.branches[pi.name].from_bus == pi.near
            entering[pi.name], leaving[pi.name] = (into, out) if is_outward else (-out, -into)
            loading[pi.name] = _loading(site, pi, (into, out), (near[pi.name], far[pi.name]))
    return Swept(voltage, entering, leaving, loading)


def _settle(
    outward: list[_Pi], root: str, held: complex, taken: Mapping[str, Complex], count: int
) -> tuple[dict[str, Complex], dict[str, Complex], dict[str, Complex]]:
    """Voltages by bus, and currents of each branch at its near and far end, outwards."""
    level = {bus: np.full(count, held) for bus in (root, *(pi.far for pi in outward))}
    near: dict[str, Complex] = {}
    far: dict[str, Complex] = {}
    lost = np.zeros(count, dtype=bool)
    change = np.zeros(count)
    for _ in range(MOST_SWEEPS):
        wanted = {bus: np.conj(taken.get(bus, 0.0) / value) for bus, value in level.items()}
        series: dict[str, Complex] = {}
        for pi in reversed(outward):
            far[pi.name] = wanted[pi.far]
            series[pi.name] = pi.far_ratio * far[pi.name] + pi.half_shunt * level[pi.far] / pi.far_ratio
            inner = series[pi.name] + pi.half_shunt * level[pi.near] / pi.near_ratio
            near[pi.name] = inner / pi.near_ratio
            wanted[pi.near] = wanted[pi.near] + near[pi.name]
        change = np.zeros(count)
        for pi in outward:
            after = pi.far_ratio * (level[pi.near] / pi.near_ratio - pi.impedance * series[pi.name])
            change = np.maximum(change, np.abs(after - level[pi.far]))
            level[pi.far] = after
        lost |= np.min([np.abs(value) for value in level.values()], axis=0) < COLLAPSED_PU
        for pi in outward:  # what has collapsed is kept finite, and told apart in the end
            level[pi.far] = np.where(lost, held, level[pi.far])
        if not (change > SMALLEST_CHANGE_PU)[~lost].any():
            break
    lost |= change > 1e3 * SMALLEST_CHANGE_PU
    for values in (level, near, far):
        for key, value in values.items():
            values[key] = np.where(lost, np.nan, value)
    return level, near, far


def _loading(
    site: Site, pi: _Pi, powers: tuple[Complex, Complex], currents: tuple[Complex, Complex]
) -> Array:
    branch = site.branches[pi.name]
    if isinstance(branch, Line):
        base_ka = 1.0 / (math.sqrt(3.0) * (site.buses[pi.near].voltage_kv or 1.0))
        most = np.maximum(np.abs(currents[0]), np.abs(currents[1])) * base_ka
        return np.asarray(most / branch.current_ka_max)
    return np.asarray(np.maximum(np.abs(powers[0]), np.abs(powers[1])) / branch.rated_mva)
