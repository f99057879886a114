"""A run again, from its folder alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from runs.repeat import difference, repeat
from runs.run import Run
from sites.problems import Refused


@pytest.fixture
def alone(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the run's folder, with no archive around it."""
    folder = tmp_path / "elsewhere" / "copied"
    shutil.copytree(run.folder, folder)
    monkeypatch.setenv("HENGLI_ARCHIVE", str(tmp_path / "nothing"))
    return folder


def test_the_same_plan_again(alone: Path) -> None:
    found = repeat(Run.read(alone))
    assert found.is_same
    assert (found.forecast_mw, found.plan_mw) == (0.0, 0.0)


def test_another_state_gives_another_plan(alone: Path) -> None:
    state = json.loads((alone / "state.json").read_text(encoding="utf-8"))
    state["levels_mwh"]["battery"] = 3.2
    (alone / "state.json").write_text(json.dumps(state), encoding="utf-8")
    found = repeat(Run.read(alone))
    assert not found.is_same
    assert found.plan_mw > 0.1
    assert found.quantity


def test_options_of_another_version_are_refused(alone: Path) -> None:
    record = json.loads((alone / "run.json").read_text(encoding="utf-8"))
    record["options"]["horizon_days"] = 2
    (alone / "run.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(Refused, match="horizon_days"):
        repeat(Run.read(alone))


def test_differences_of_datasets() -> None:
    one = xr.Dataset({"import_mw": ("time", [1.0, np.nan]), "label": ("time", ["a", "b"])})
    same = xr.Dataset({"import_mw": ("time", [1.0, np.nan]), "label": ("time", ["a", "c"])})
    assert difference(one, same) == (0.0, "")
    other = xr.Dataset({"import_mw": ("time", [0.75, np.nan])})
    assert difference(one, other) == (0.25, "import_mw")
    assert difference(one, xr.Dataset({"import_mw": ("time", [1.0, 2.0])})) == (np.inf, "import_mw")
    assert difference(one, xr.Dataset({"export_mw": ("time", [1.0, 2.0])}))[0] == np.inf


@pytest.mark.parametrize(
    "name",
    ["state.json", "day.toml", "weather.nc", "forecast.nc", "schedule.nc", "site/site.toml", "run.json"],
)
@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_a_damaged_run_is_named_and_refused(alone: Path, name: str, damage: str) -> None:
    path = alone / name
    content = path.read_bytes()
    path.unlink()
    if damage == "cut":
        path.write_bytes(content[: len(content) // 2] or b"[")
    with pytest.raises(Refused) as refused:
        repeat(Run.read(alone))
    assert refused.value.problems[0].key == "run-unreadable"
    assert refused.value.problems[0].where == str(path)


def test_a_record_that_lacks_a_part_is_refused(alone: Path) -> None:
    record = json.loads((alone / "run.json").read_text(encoding="utf-8"))
    del record["seeds"]
    (alone / "run.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(Refused, match=r"run\.json"):
        repeat(Run.read(alone))
