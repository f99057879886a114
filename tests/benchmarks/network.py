"""``python -m tests.benchmarks.network``: AC flow of 96 steps x 33 buses, beside the audit's and one step at a time.

The last line is JSON: medians in seconds, and ratios that a slower machine leaves as they are.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable

import numpy as np

from dispatch.audit.sweep import sweep
from dispatch.network.flow import ac_flow
from tests.dispatch.network.feeders import ieee33, ieee33_taken

STEPS = 96
REPEATS = 7


def seconds(work: Callable[[], object]) -> float:
    """Median wall-clock time of some calls after a first one."""
    work()
    taken = []
    for _ in range(REPEATS):
        before = time.perf_counter()
        work()
        taken.append(time.perf_counter() - before)
    return statistics.median(taken)


def measure() -> dict[str, float]:
    """Times of the batch, of the audit's sweeps, and of one step after the other."""
    site = ieee33()
    active, reactive = ieee33_taken(site, np.linspace(-1.0, 1.2, STEPS).tolist())
    order = site.trees[0].buses
    taken = {bus: active[:, place] + 1j * reactive[:, place] for place, bus in enumerate(order)}
    batch = seconds(lambda: ac_flow(site, active, reactive))
    single = seconds(lambda: [ac_flow(site, active[t : t + 1], reactive[t : t + 1]) for t in range(STEPS)])
    swept = seconds(lambda: sweep(site, taken, STEPS))
    return {
        "batch_s": round(batch, 5),
        "sweep_s": round(swept, 5),
        "step_by_step_over_batch": round(single / batch, 2),
        "sweep_over_batch": round(swept / batch, 2),
    }


if __name__ == "__main__":
    print(json.dumps(measure()))
