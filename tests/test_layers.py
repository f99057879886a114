"""Imports run down only: the floors of the house, read from the source without importing it."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "sites": {"sites"},
    "forecasts": {"forecasts", "sites"},
    "dispatch": {"dispatch", "sites"},
    "runs": {"runs", "dispatch", "forecasts", "sites"},
}
FIRST_PARTY = {*MAY_IMPORT, "tests"}

MUST_NOT_IMPORT = {
    "sites": {"pyomo", "highspy", "pvlib", "windpowerlib"},
    "forecasts": {"pyomo", "highspy"},
    "dispatch": {"pvlib", "windpowerlib"},
    "runs": set[str](),
}

AUDIT = "dispatch.audit"
AUDIT_MAY_IMPORT = {"numpy", "xarray"}
"""What the audit may use besides the standard library and ``sites``: nothing that the model is made of."""


def module_name(path: Path) -> str:
    """Return the dotted name of a source file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(source: str, module: str, *, is_package: bool) -> Iterator[tuple[int, str]]:
    """Yield line and full dotted name of all that a module imports, at any depth, for types only or not."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")
                above = parts[: len(parts) - node.level + is_package]
                base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"import_module", "__import__"}:
                yield node.lineno, str(node.args[0].value)


def within(name: str, package: str) -> bool:
    """Return whether a dotted name is a package or stands in it."""
    return name == package or name.startswith(f"{package}.")


def breaches(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """Return what a module imports against the house rules."""
    floor = module.split(".", maxsplit=1)[0]
    found = []
    for line, name in imported(source, module, is_package=is_package):
        top = name.split(".")[0]
        if top in FIRST_PARTY and top not in MAY_IMPORT[floor]:
            found.append(f"{module}:{line}: {floor} may not import {name}")
        elif top in MUST_NOT_IMPORT[floor]:
            found.append(f"{module}:{line}: {floor} does without {top}")
        elif within(module, AUDIT) and not audit_may(name):
            found.append(f"{module}:{line}: the audit shares nothing with the model, so not {name}")
    return found


def audit_may(name: str) -> bool:
    """Return whether the audit may import a name."""
    top = name.split(".", maxsplit=1)[0]
    if top == "dispatch":
        return within(name, AUDIT)
    return top == "sites" or top in AUDIT_MAY_IMPORT or top in sys.stdlib_module_names


SOURCES = sorted(path for floor in MAY_IMPORT for path in (ROOT / floor).rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_imports_run_down_only(path: Path) -> None:
    is_package = path.name == "__init__.py"
    assert breaches(path.read_text(encoding="utf-8"), module_name(path), is_package=is_package) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sites.site", "import dispatch"),
        ("sites.site", "def f():\n    from pvlib import solarposition"),
        ("sites.site", "import tests.conftest"),
        ("forecasts.pv", "from dispatch.model import build"),
        ("forecasts.pv", "import pyomo.environ as pyo"),
        ("dispatch.model", "from forecasts import forecast"),
        ("dispatch.model", "if TYPE_CHECKING:\n    from runs import Run"),
        ("dispatch.model", "import importlib\nimportlib.import_module('forecasts.pv')"),
        ("dispatch.audit.battery", "from dispatch.assets import battery"),
        ("dispatch.audit.battery", "from dispatch import model"),
        ("dispatch.audit.battery", "from .. import model"),
        ("dispatch.audit.battery", "from ..assets.battery import behaviour"),
        ("dispatch.audit.battery", "import pyomo.environ"),
        ("dispatch.audit.battery", "import pandas"),
    ],
)
def test_a_breach_is_found(module: str, source: str) -> None:
    assert len(breaches(source, module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("runs.execute", "import dispatch.audit\nfrom forecasts import forecast\nfrom sites import load"),
        (
            "dispatch.audit.battery",
            "import numpy as np\nimport xarray as xr\nfrom sites import Site\nimport math",
        ),
        ("dispatch.audit.battery", "from dispatch.audit.rules import Finding\nfrom .rules import Finding"),
        ("dispatch.audit.battery", "from . import rules"),
        ("dispatch.model", "import pyomo.environ as pyo\nfrom .assets import battery"),
    ],
)
def test_what_the_house_allows_is_no_breach(module: str, source: str) -> None:
    assert breaches(source, module) == []
