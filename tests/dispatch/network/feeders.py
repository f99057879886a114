"""Radial feeders for the tests: one line, one transformer, the 33 buses of Baran and Wu, and random trees."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

import dispatch
from dispatch.windows import Array
from sites.site import Site
from tests.dispatch.toys import TIE, load, toy

__all__ = [
    "IEEE33",
    "KV",
    "LINE",
    "ORDER",
    "TEN_KV",
    "WORKS",
    "feeder_site",
    "ieee33",
    "ieee33_taken",
    "note_of",
    "random_feeder",
    "two_buses",
]

# M. E. Baran and F. F. Wu, Network reconfiguration in distribution systems for loss reduction and load balancing,
# IEEE Transactions on Power Delivery 4 (1989), DOI 10.1109/61.25627: 12.66 kV; the five open tie lines left out.
# From bus, to bus, ohm, ohm, then kW and kvar taken at the to bus.
IEEE33: tuple[tuple[int, int, float, float, float, float], ...] = (
    (1, 2, 0.0922, 0.0470, 100, 60),
    (2, 3, 0.4930, 0.2511, 90, 40),
    (3, 4, 0.3660, 0.1864, 120, 80),
    (4, 5, 0.3811, 0.1941, 60, 30),
    (5, 6, 0.8190, 0.7070, 60, 20),
    (6, 7, 0.1872, 0.6188, 200, 100),
    (7, 8, 0.7114, 0.2351, 200, 100),
    (8, 9, 1.0300, 0.7400, 60, 20),
    (9, 10, 1.0440, 0.7400, 60, 20),
    (10, 11, 0.1966, 0.0650, 45, 30),
    (11, 12, 0.3744, 0.1238, 60, 35),
    (12, 13, 1.4680, 1.1550, 60, 35),
    (13, 14, 0.5416, 0.7129, 120, 80),
    (14, 15, 0.5910, 0.5260, 60, 10),
    (15, 16, 0.7463, 0.5450, 60, 20),
    (16, 17, 1.2890, 1.7210, 60, 20),
    (17, 18, 0.7320, 0.5740, 90, 40),
    (2, 19, 0.1640, 0.1565, 90, 40),
    (19, 20, 1.5042, 1.3554, 90, 40),
    (20, 21, 0.4095, 0.4784, 90, 40),
    (21, 22, 0.7089, 0.9373, 90, 40),
    (3, 23, 0.4512, 0.3083, 90, 50),
    (23, 24, 0.8980, 0.7091, 420, 200),
    (24, 25, 0.8960, 0.7011, 420, 200),
    (6, 26, 0.2030, 0.1034, 60, 25),
    (26, 27, 0.2842, 0.1447, 60, 25),
    (27, 28, 1.0590, 0.9337, 60, 20),
    (28, 29, 0.8042, 0.7006, 120, 70),
    (29, 30, 0.5075, 0.2585, 200, 600),
    (30, 31, 0.9744, 0.9630, 150, 70),
    (31, 32, 0.3105, 0.3619, 210, 100),
    (32, 33, 0.3410, 0.5302, 60, 40),
)
KV = 12.66
TEN_KV = {"voltage_kv": 10.0}
LINE = {
    "from_bus": "main",
    "to_bus": "far",
    "resistance_ohm": 2.0,
    "reactance_ohm": 4.0,
    "current_ka_max": 0.25,
}
WORKS = {**load(3.0), "bus": "far", "power_factor": 3 / 10**0.5}
ORDER: dict[str, Any] = {"order": ["shaving", "absorption", "cost", "smooth"]}


def feeder_site(
    buses: Mapping[str, Any],
    lines: Mapping[str, Any] | None = None,
    transformers: Mapping[str, Any] | None = None,
    assets: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Site:
    """A toy site with a network; a tie on ``main`` unless the assets say otherwise."""
    standing = {"tie": TIE, **(assets or {})}
    return toy(
        {name: asset for name, asset in standing.items() if asset is not None},
        buses={"main": {"voltage_kv": KV}, **buses},
        lines=dict(lines or {}),
        transformers=dict(transformers or {}),
        **changes,
    )


def two_buses(assets: Any = None, far: Any = None, line: Any = None, **changes: Any) -> Site:
    """3 MW and 1 Mvar at the end of a line of 2 + 4j ohm at 10 kV."""
    standing = {"works": WORKS, **(assets or {})}
    return feeder_site(
        {"main": TEN_KV, "far": {**TEN_KV, **(far or {})}},
        {"line": {**LINE, **(line or {})}},
        assets=standing,
        **changes,
    )


def ieee33(
    assets: Mapping[str, Any] | None = None,
    current_ka_max: float = 0.4,
    site: Mapping[str, Any] | None = None,
    **bus: Any,
) -> Site:
    """The 33 buses; ``main`` is bus 1. Further assets, changes of the site, limits of every other bus."""
    loads: dict[str, Any] = {}
    for _, at, _, _, kilowatt, kilovar in IEEE33:
        factor = kilowatt / float(np.hypot(kilowatt, kilovar))
        loads[f"load{at}"] = {**load(kilowatt / 1e3), "bus": f"b{at}", "power_factor": factor}
    return feeder_site(
        {f"b{at}": {"voltage_kv": KV, **bus} for _, at, *_ in IEEE33},
        {
            f"line{at}": {
                "from_bus": "main" if begin == 1 else f"b{begin}",
                "to_bus": f"b{at}",
                "resistance_ohm": ohm,
                "reactance_ohm": reactance,
                "current_ka_max": current_ka_max,
            }
            for begin, at, ohm, reactance, *_ in IEEE33
        },
        assets={**loads, **(assets or {})},
        **(site or {}),
    )


def ieee33_taken(site: Site, scale: Sequence[float] = (1.0,)) -> tuple[Array, Array]:
    """The published loads times some factors, MW and Mvar, shape (len(scale), 33), in the feeder's order of buses."""
    order = [bus for tree in site.trees for bus in tree.buses]
    active, reactive = np.zeros(len(order)), np.zeros(len(order))
    for _, at, _, _, kilowatt, kilovar in IEEE33:
        active[order.index(f"b{at}")], reactive[order.index(f"b{at}")] = kilowatt / 1e3, kilovar / 1e3
    factors = np.asarray(scale, dtype=float)[:, None]
    return factors * active, factors * reactive


def random_feeder(seed: int, size: int) -> Site:
    """A random tree of so many buses with a load on each, small drops; every third branch is a transformer."""
    chance = np.random.default_rng(seed)
    names = ["main", *(f"b{place}" for place in range(1, size))]
    lines: dict[str, Any] = {}
    transformers: dict[str, Any] = {}
    for place in range(1, size):
        ends = [names[int(chance.integers(0, place))], names[place]]
        if chance.random() < 0.5:
            ends.reverse()
        between = {"from_bus": ends[0], "to_bus": ends[1]}
        if place % 3:
            ohm, reactance, charging = chance.uniform(0.05, 1.0, 3)
            lines[f"l{place}"] = {
                **between,
                "resistance_ohm": float(ohm),
                "reactance_ohm": float(reactance),
                "susceptance_us": float(10 * charging),
                "current_ka_max": 0.3,
            }
        else:
            transformers[f"l{place}"] = {
                **between,
                "rated_mva": 4.0,
                "short_circuit_voltage_frac": float(chance.uniform(0.04, 0.08)),
                "short_circuit_loss_mw": float(chance.uniform(0.01, 0.05)),
                "no_load_loss_mw": 0.003,
                "tap_frac": float(chance.uniform(0.98, 1.02)),
            }
    loads = {
        f"load{bus}": {**load(float(chance.uniform(0.0, 1.0 / size))), "bus": bus, "power_factor": 0.95}
        for bus in names[1:]
    }
    buses = {bus: {"voltage_kv": KV} for bus in names[1:]}
    return feeder_site(buses, lines, transformers, loads)


def note_of(schedule: dispatch.Schedule) -> dict[str, Any]:
    """The schedule's account of its rounds."""
    return dict(json.loads(schedule.data.attrs["network"]))
