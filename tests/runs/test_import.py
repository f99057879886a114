"""``hengli site import egret``: a case written as a site, or refused, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runs.cli import run
from sites.reading import load
from tests.sites.test_egret import UNIT, case


def test_a_case_is_imported_and_the_command_to_solve_it_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, folder = tmp_path / "case.json", tmp_path / "park"
    source.write_text(json.dumps(case()), encoding="utf-8")
    assert run(["site", "import", "egret", str(source), "--to", str(folder), "--pieces", "3"]) == 0
    assert f"--state {folder / 'state.json'}" in capsys.readouterr().out
    first: Any = load(folder).assets["first"]
    assert len(first.cost_curve) == 4


def test_a_case_that_does_not_fit_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, folder = tmp_path / "case.json", tmp_path / "park"
    source.write_text(json.dumps(case({"x": {**UNIT, "generator_type": "virtual"}})), encoding="utf-8")
    assert run(["site", "import", "egret", str(source), "--to", str(folder)]) == 2
    assert "virtual" in capsys.readouterr().err
    assert not folder.exists()


def test_the_short_way_writes_the_same_site(tmp_path: Path) -> None:
    source, short, long = tmp_path / "case.json", tmp_path / "short", tmp_path / "long"
    source.write_text(json.dumps(case()), encoding="utf-8")
    assert run(["site", "egret", str(source), "--to", str(short)]) == 0
    assert run(["site", "import", "egret", str(source), "--to", str(long)]) == 0
    assert load(short).assets == load(long).assets
