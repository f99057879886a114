"""Equations as text: a constraint of a small model in the manner of an LP file, compared with the text checked in.

One ``*.lp`` file an asset, one section ``# family`` an equation family. Terms stand in the order of their names,
so that only a change of meaning changes the text. After such a change read the new text, then write it into the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyomo.environ as pyo
from pyomo.repn import generate_standard_repn

__all__ = ["expected", "expression_text", "families", "lp_text"]

FOLDER = Path(__file__).parent


def families(asset: str) -> list[str]:
    """Names of the equation families that an asset's file holds."""
    text = (FOLDER / f"{asset}.lp").read_text(encoding="utf-8")
    return [line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ")]


def expected(asset: str, family: str) -> str:
    """The text that is checked in."""
    text = (FOLDER / f"{asset}.lp").read_text(encoding="utf-8")
    sections = {part.split("\n", 1)[0]: part.split("\n", 1)[1].strip() for part in text.split("# ")[1:]}
    return sections[family]


def lp_text(component: Any) -> str:
    """Constraints, bounds of variables, or an expression as text, one line each, without the names of blocks."""
    if component.ctype is pyo.Var:
        return "\n".join(_bounds(component[index]) for index in component)
    return "\n".join(_row(component[index]) for index in component)


def _row(row: Any) -> str:
    repn = generate_standard_repn(row.body, compute_values=True)
    assert repn.is_linear()
    terms = sorted(
        (variable.local_name, c) for c, variable in zip(repn.linear_coefs, repn.linear_vars, strict=True)
    )
    left = " ".join(f"{coefficient:+.10g} {name}" for name, coefficient in terms if coefficient) or "0"
    sign = "=" if row.equality else "<=" if row.has_ub() else ">="
    limit = pyo.value(row.upper if row.has_ub() else row.lower) - repn.constant
    return f"{row.local_name}: {left} {sign} {limit + 0.0:.10g}"


def _bounds(variable: Any) -> str:
    if variable.is_binary() and not variable.fixed and variable.ub == 1:
        return f"{variable.local_name} binary"
    if variable.fixed:
        return f"{variable.local_name} = {pyo.value(variable):.10g}"
    low = "-inf" if variable.lb is None else f"{variable.lb:.10g}"
    high = "inf" if variable.ub is None else f"{variable.ub:.10g}"
    return f"{low} <= {variable.local_name} <= {high}"


def expression_text(expression: Any) -> str:
    """A linear expression as text; its constant last, where there is one."""
    repn = generate_standard_repn(expression, compute_values=True)
    terms = sorted(
        (variable.local_name, c) for c, variable in zip(repn.linear_coefs, repn.linear_vars, strict=True)
    )
    constant = [f"{repn.constant:+.10g}"] if repn.constant else []
    return " ".join([f"{coefficient:+.10g} {name}" for name, coefficient in terms if coefficient] + constant)
