"""Solvers by name: the default, a second one that really runs, and those that are not there."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dispatch.case import case_of
from dispatch.model import build
from dispatch.objective import total_cost
from dispatch.solvers.base import Limits
from dispatch.solvers.highs import HighsSession
from sites.problems import Refused
from tests.builders import small_site
from tests.dispatch.solved import solve_and_audit, stage_values
from tests.dispatch.toys import BATTERY, PV, TIE, forecast_of, hours, load, state_of, toy

ROOT = Path(__file__).resolve().parent.parent.parent
ROOF = {"roof": hours(0.0, {(8, 16): 4.0})}


def test_a_second_solver_gives_the_same_stage_values() -> None:
    """The whole small site at hourly steps: calls, batches, tasks, demand charge, absorption."""
    site = small_site(step_minutes=60, objective={"order": ["shaving", "absorption", "cost"]})
    values = {
        name: stage_values(solve_and_audit(site, ROOF, solver=name, gap_rel=1e-6))
        for name in ("highs", "scip_direct")
    }
    assert values["scip_direct"] == pytest.approx(values["highs"], rel=1e-4, abs=1e-3)


def test_the_solver_and_its_version_are_named() -> None:
    site = toy({"tie": TIE, "works": load(1.0)})
    assert solve_and_audit(site).data.attrs["solver"].startswith("HiGHS 1.")
    assert solve_and_audit(site, solver="scip_direct").data.attrs["solver"].startswith("scip_direct ")


@pytest.mark.parametrize(
    ("name", "key"), [("no-such-solver", "solver-unknown"), ("gurobi_direct", "solver-missing")]
)
def test_a_solver_that_cannot_run_is_refused_by_name(name: str, key: str) -> None:
    site = toy({"tie": TIE, "works": load(1.0)})
    with pytest.raises(Refused) as refused:
        solve_and_audit(site, solver=name)
    assert [each.key for each in refused.value.problems] == [key]
    assert "highs" in str(refused.value)


def test_a_stage_starts_from_the_last_and_a_hold_can_be_released() -> None:
    site = toy({"tie": TIE, "works": load(2.0), "roof": PV, "store": BATTERY})
    model = build(case_of(site, forecast_of(site, ROOF), state=state_of(site)))
    session = HighsSession(model.pyomo)
    limits = Limits(seconds=10.0, gap_rel=1e-6, gap_abs=1e-6)
    cost = total_cost(model)
    least = session.minimise(cost, limits)
    assert session.minimise(-cost, limits).value < -least.value
    handle = session.hold(cost, least.value + 1.0)
    assert session.minimise(-cost, limits).value == pytest.approx(-least.value - 1.0)
    session.release(handle)
    assert session.minimise(-cost, limits).value < -least.value - 1.0


def test_an_infeasible_model_is_said_to_be_so() -> None:
    site = toy({"tie": {**TIE, "import_mw_max": 1.0}, "works": load(2.0)})
    model = build(case_of(site, forecast_of(site), state=state_of(site)))
    answer = HighsSession(model.pyomo).minimise(
        total_cost(model), Limits(seconds=10.0, gap_rel=1e-6, gap_abs=1e-6)
    )
    assert (answer.status, answer.has_solution) == ("infeasible", False)


LONG_SOLVE = """
import dispatch
from tests.dispatch.hard import hard_site
from tests.dispatch.toys import forecast_of, state_of
site, powers = hard_site(12)
options = dispatch.Options(time_limit_s=300, gap_rel=1e-9, gap_abs=1e-9)
try:
    dispatch.schedule(site, forecast_of(site, powers), state=state_of(site), options=options,
                      progress=lambda name, seconds: print(name, flush=True))
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def test_ctrl_c_ends_a_long_solve() -> None:
    """The signal comes in the middle of the cost stage, which would take minutes."""
    with subprocess.Popen(
        [sys.executable, "-c", LONG_SOLVE], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == "cost":
                break
        time.sleep(1.0)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
    assert rest.splitlines() == ["interrupted"]
    assert process.returncode == 0
