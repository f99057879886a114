"""One day of a site from forecast to report in a fresh process: prints its CPU seconds by part as JSON.

``python -m tests.benchmarks.whole_day SITE DATE [FOLDER]``; with a folder every matrix that the solver is given is
written there, for `tests.benchmarks.ready_matrix`.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.meter import Meter

MATRIX = ("start_", "index_", "value_")
VECTORS = ("col_cost_", "col_lower_", "col_upper_", "row_lower_", "row_upper_")
IMPORTED = (
    "h5netcdf",
    "pvlib",
    "windpowerlib",
    "dispatch.audit",
    "dispatch.scheduling",
    "dispatch.solvers.highs",
    "forecasts.day_ahead",
    "forecasts.weather.typical",
    "runs.execute",
    "runs.report",
)
OPTIONS = ("time_limit", "mip_rel_gap", "mip_abs_gap", "threads", "random_seed")


def _import_all() -> None:
    """Import what the job imports on its way, so that it counts as import."""
    for name in IMPORTED:
        importlib.import_module(name)


def _watch(meter: Meter) -> None:
    import dispatch.capability
    import dispatch.lexicographic
    import dispatch.scheduling
    import runs.execute
    from dispatch.solvers.highs import HighsSession

    meter.watch(runs.execute, "prepare", "forecast")
    meter.watch(dispatch.lexicographic, "build", "build")
    meter.watch(dispatch.capability, "build", "build")
    meter.watch(HighsSession, "__init__", "build")
    _watch_solver(meter)
    meter.watch(dispatch.scheduling, "schedule", "plan")
    meter.watch(dispatch.scheduling, "capability", "capability")
    meter.watch(dispatch.scheduling, "_islands", "islanding")
    meter.watch(runs.execute, "audit", "audit")
    meter.watch(runs.execute, "_archived", "write")


def _watch_solver(meter: Meter) -> None:
    """Count the solver's time beside that of the stages, of called events and of outages."""
    from dispatch.solvers.highs import HighsSession

    inner: Any = HighsSession._run
    patched: Any = HighsSession
    names = {"plan": "solve", "capability": "solve events", "islanding": "solve outages"}

    def run(session: Any) -> Any:
        with meter.inside(names.get(meter.part, "solve")):
            return inner(session)

    patched._run = run


def _keep_matrices(folder: Path) -> None:
    """Write every matrix before it is solved."""
    from dispatch.solvers.highs import HighsSession

    solved: Any = HighsSession._run
    count = 0

    def run(session: Any) -> Any:
        nonlocal count
        lp = session.highs.getLp()
        options = {name: session.highs.getOptionValue(name)[1] for name in OPTIONS}
        arrays: dict[str, Any] = {name: np.asarray(getattr(lp, name)) for name in VECTORS}
        arrays |= {name: np.asarray(getattr(lp.a_matrix_, name)) for name in MATRIX}
        arrays["is_integer"] = np.asarray([int(kind) for kind in lp.integrality_], dtype=np.int8)
        arrays["format"] = np.asarray(int(lp.a_matrix_.format_))
        arrays["options"] = np.asarray(json.dumps(options))
        np.savez(folder / f"{count:03d}.npz", **arrays)
        count += 1
        return solved(session)

    patched: Any = HighsSession
    patched._run = run


def main(site: str, date: str, folder: str = "", options: str = "{}") -> None:
    """Run the day and print the figures; options of the schedule as JSON."""
    meter = Meter()
    _import_all()
    meter.lap("import")
    from runs.archive import Archive
    from runs.execute import day_ahead
    from runs.prepare import Order

    if not folder:
        _watch(meter)
    else:
        _keep_matrices(Path(folder))
    with tempfile.TemporaryDirectory() as archive:
        order = Order(site=site, date=dt.date.fromisoformat(date), options=json.loads(options))
        run = day_ahead(order, archive=Archive(Path(archive)), has_history=False)
    meter.lap("other")
    print(json.dumps({"cpu_s": meter.seconds, "status": run.record["status"]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
