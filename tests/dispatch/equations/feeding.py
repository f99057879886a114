"""Small models of a network: a line with a store behind it, a transformer with a load; four steps of an hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from dispatch.model import Model, build
from dispatch.network.tangents import Linearisation, Point
from tests.dispatch.toys import BATTERY, TIE, Raw, four_steps, load, toy

__all__ = ["NETWORK"]

BUSES: Raw = {
    "main": {"voltage_kv": 10.0, "voltage_pu_set": 1.02},
    "far": {"voltage_kv": 10.0, "voltage_pu_max": 1.07},
    "low": {"voltage_kv": 0.4, "voltage_pu_min": 0.93},
}
LINES: Raw = {
    "line": {
        "from_bus": "far",
        "to_bus": "main",
        "resistance_ohm": 2.0,
        "reactance_ohm": 4.0,
        "susceptance_us": 100.0,
        "current_ka_max": 0.17,
    }
}
TRANSFORMERS: Raw = {
    "transformer": {
        "from_bus": "far",
        "to_bus": "low",
        "rated_mva": 2.0,
        "short_circuit_voltage_frac": 0.05,
        "short_circuit_loss_mw": 0.06,
        "no_load_loss_mw": 0.004,
        "tap_frac": 1.25,
    }
}


def _model(*, is_elastic: bool = False) -> Model:
    site = toy(
        {
            "tie": TIE,
            "works": {**load(1.2), "bus": "low", "power_factor": 0.8},
            "battery": {**BATTERY, "bus": "far"},
        },
        buses=BUSES,
        lines=LINES,
        transformers=TRANSFORMERS,
        targets={"shaving_frac": 0.05, "windows": ["10:00-11:00"]},
    )
    case = four_steps(site)
    assert case.network is not None
    return build(replace(case, network=_about(case.network), is_elastic=is_elastic))


def _about(network: Linearisation) -> Linearisation:
    """About round flows; the last step's losses as equations, its limits tightened."""
    last = np.asarray([[0.0], [0.0], [0.0], [1.0]])
    ones = np.ones((4, 1))
    voltage_sq = ones * [1.0404, 0.64]
    points = (
        Point(ones * [2.0, 1.6], ones * [1.0, 0.8], voltage_sq),
        Point(ones * [1.0, 1.6], 0 * ones, voltage_sq),
    )
    return replace(
        network,
        points=points,
        is_exact=np.tile(last > 0, (1, 2)),
        voltage_low=last * [0.0, 0.0, 0.01],
        voltage_high=last * [0.0, 0.02, 0.0],
        loading=last * [0.1, 0.05],
    )


NETWORK: dict[str, tuple[str, Callable[[], Model]]] = {
    "network": ("", _model),
    "network_elastic": ("", lambda: _model(is_elastic=True)),
}
