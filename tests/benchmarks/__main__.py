"""``python -m tests.benchmarks [SITE] [DATE] [--repeats N]``: a table for people, then the same as one line of JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent.parent
ZONE = "ruichang-zone"
ZONE_PARTS = (
    "build",
    "solve",
    "capability",
    "solve events",
    "islanding",
    "solve outages",
    "audit",
)
PARTS = {
    "import": "importing libraries and packages",
    "forecast": "reading the site, weather, forecast, gate",
    "build": "Pyomo model and its matrix",
    "solve": "inside the solver, all stages",
    "solve events": "inside the solver, called events",
    "solve outages": "inside the solver, outages of the grid",
    "plan": "stages, reference day, results, figures",
    "capability": "called events beside their solves",
    "islanding": "outages beside their solves",
    "audit": "independent audit",
    "write": "archive, table, report",
    "other": "all else",
}


def child(module: str, *arguments: str) -> dict[str, Any]:
    """Run a module in a process of its own and read the JSON it prints last."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(site: str, date: str, repeats: int) -> dict[str, Any]:
    """Medians of the parts' CPU seconds over some fresh processes, the limit, and the ratios between them."""
    days = [child("whole_day", site, date) for _ in range(repeats)]
    with tempfile.TemporaryDirectory() as folder:
        child("whole_day", site, date, folder)
        bare = [child("ready_matrix", folder) for _ in range(repeats)]
    parts = {part: statistics.median(day["cpu_s"].get(part, 0.0) for day in days) for part in PARTS}
    limit = {part: statistics.median(each["cpu_s"][part] for each in bare) for part in ("import", "solve")}
    whole, least = sum(parts.values()), sum(limit.values())
    return {
        "site": site,
        "date": date,
        "status": days[0]["status"],
        "machine": {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "system": platform.system(),
        },
        "repeats": repeats,
        "cpu_s": {name: round(seconds, 3) for name, seconds in parts.items()},
        "cpu_s_whole": round(whole, 3),
        "ready_matrix_cpu_s": {name: round(seconds, 3) for name, seconds in limit.items()},
        "ready_matrices": bare[0]["matrices"],
        "build_share_of_solve": round(parts["build"] / parts["solve"], 3) if parts["solve"] else None,
        "ratio_to_ready_matrix": round(whole / least, 2),
        "ratio_without_import": round((whole - parts["import"]) / limit["solve"], 2)
        if limit["solve"]
        else None,
    }


def show(figures: Mapping[str, Any]) -> None:
    """Print the table."""
    table = Table(title=f"{figures['site']} {figures['date']}: CPU seconds of one day ({figures['status']})")
    table.add_column("part")
    table.add_column("what it is")
    table.add_column("CPU s", justify="right")
    table.add_column("share", justify="right")
    for part, meaning in PARTS.items():
        seconds = figures["cpu_s"][part]
        table.add_row(part, meaning, f"{seconds:.2f}", f"{seconds / figures['cpu_s_whole']:.0%}")
    limit = figures["ready_matrix_cpu_s"]
    table.add_section()
    table.add_row("whole", "one process from start to end", f"{figures['cpu_s_whole']:.2f}", "")
    table.add_row(
        "limit",
        f"{figures['ready_matrices']} ready matrices in HiGHS alone",
        f"{sum(limit.values()):.2f}",
        "1.0",
    )
    table.add_section()
    table.add_row(
        "build / solve", "model build as a share of solve", f"{figures['build_share_of_solve']}", ""
    )
    table.add_row(
        "whole / limit", "the day against the bare solver", f"{figures['ratio_to_ready_matrix']}", ""
    )
    table.add_row("", "the same without imports", f"{figures['ratio_without_import']}", "")
    Console().print(table)


def show_zone(date: str) -> None:
    """One day of the site with every system: a row of CPU seconds."""
    day = child("whole_day", ZONE, date, "", json.dumps({"gap_rel": 1e-3, "time_limit_s": 600.0}))
    seconds = {part: round(day["cpu_s"].get(part, 0.0), 2) for part in ZONE_PARTS}
    table = Table(title=f"{ZONE} {date}, gap 0.1 %: CPU seconds ({day['status']})")
    for part in ZONE_PARTS:
        table.add_column(part, justify="right")
    table.add_row(*(f"{seconds[part]:.2f}" for part in ZONE_PARTS))
    Console().print(table)
    print(json.dumps({"site": ZONE, "date": date, "status": day["status"], "cpu_s": seconds}))


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("site", nargs="?", default="ruichang")
    parser.add_argument("date", nargs="?", default="2026-07-15")
    parser.add_argument("--repeats", type=int, default=3, help="fresh processes of each kind (default: 3)")
    chosen = parser.parse_args()
    figures = measure(chosen.site, chosen.date, chosen.repeats)
    show(figures)
    print(json.dumps(figures))
    if chosen.site != ZONE:
        show_zone(chosen.date)


if __name__ == "__main__":
    main()
