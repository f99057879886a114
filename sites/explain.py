"""From a validation library's errors to problems with file, table, field, what was found and what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from sites.assets import ASSET_TYPES
from sites.problems import Problem, problem

__all__ = ["explain", "near_miss", "unit_of"]

UNITS = (
    ("yuan_per_mw_month", "yuan/MW/month"),
    ("yuan_per_mwh", "yuan/MWh"),
    ("t_per_mwh", "t/MWh"),
    ("kwh_per_m2_day", "kWh/m2/day"),
    ("m_per_s", "m/s"),
    ("mwh", "MWh"),
    ("mw", "MW"),
    ("frac", "0-1"),
    ("deg", "deg"),
    ("hours", "h"),
    ("minutes", "min"),
    ("pct", "%"),
    ("c", "degC"),
    ("m", "m"),
)
LIMITS = {
    "greater_than_equal": ("ge", ">="),
    "greater_than": ("gt", ">"),
    "less_than_equal": ("le", "<="),
    "less_than": ("lt", "<"),
}
SHOWN_MOST = 80


@dataclass(frozen=True)
class _Spot:
    """One error with what a message about it needs."""

    place: str
    field: str
    kind: str
    found: str
    context: Mapping[str, Any]


def near_miss(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` most likely stands for, None where none is near."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def unit_of(field: str) -> str:
    """Unit that a field's name says, empty where none."""
    return next((unit for words, unit in UNITS if f"_{words}_" in f"_{field}_"), "")


def explain(
    lines: Iterable[Mapping[str, Any]], where: str, model: type[BaseModel], depth: int = 0
) -> list[Problem]:
    """One problem for each error.

    Parameters
    ----------
    lines : iterable of mapping
        Errors as pydantic lists them: ``loc``, ``type``, ``input``, ``ctx``.
    where : str
        File name.
    model : type
        The description that was being read, for near-miss names.
    depth : int
        How many leading parts of ``loc`` lie above the model.
    """
    listed = list(lines)
    return [_one(line, where, model, depth) for line in listed if not _is_consequence(line, listed)]


def _is_consequence(line: Mapping[str, Any], lines: list[Mapping[str, Any]]) -> bool:
    """Whether a list is called too short only because its entries were refused, each with its own error."""
    loc = tuple(line["loc"])
    inside = (tuple(other["loc"]) for other in lines if other is not line)
    return line["type"] == "too_short" and any(other[: len(loc)] == loc for other in inside)


def _one(line: Mapping[str, Any], where: str, model: type[BaseModel], depth: int) -> Problem:
    loc = [part for part in line["loc"] if part != "[key]"]
    spot = _Spot(
        place=_place(where, loc),
        field=next((part for part in reversed(loc) if isinstance(part, str)), ""),
        kind=str(line["type"]),
        found=_shown(line.get("input")),
        context={str(key): value for key, value in (line.get("ctx") or {}).items()},
    )
    if spot.kind == "site-type":
        return _asset_type(spot, is_missing=line.get("input") is None)
    if spot.kind == "extra_forbidden":
        return _unknown_field(spot, model, loc[depth:-1])
    if spot.kind in LIMITS:
        return _limit(spot)
    if spot.kind in ("literal_error", "enum"):
        return _choice(spot)
    return _other(spot)


def _asset_type(spot: _Spot, *, is_missing: bool) -> Problem:
    known = ", ".join(ASSET_TYPES)
    if is_missing:
        return problem("site-type-missing", spot.place, known=known)
    near = near_miss(spot.found, ASSET_TYPES)
    if near is None:
        return problem("site-type-unknown", spot.place, found=spot.found, known=known)
    return problem("site-type-near", spot.place, found=spot.found, near=near, known=known)


def _limit(spot: _Spot) -> Problem:
    name, sign = LIMITS[spot.kind]
    limit, unit = _shown(spot.context[name]), unit_of(spot.field)
    if unit == "0-1":
        return problem("field-fraction", spot.place, found=spot.found, sign=sign, limit=limit)
    if spot.kind.startswith("less") and unit:
        return problem("field-magnitude", spot.place, found=spot.found, limit=limit, unit=unit)
    return problem("field-limit", spot.place, found=spot.found, sign=sign, limit=limit, unit=unit or "none")


def _choice(spot: _Spot) -> Problem:
    known = str(spot.context.get("expected", ""))
    near = near_miss(spot.found, re.findall(r"'([^']+)'", known))
    if near is None:
        return problem("field-choice", spot.place, found=spot.found, known=known)
    return problem("field-choice-near", spot.place, found=spot.found, near=near, known=known)


def _other(spot: _Spot) -> Problem:
    simple = {
        "missing": problem("field-missing", spot.place, field=spot.field),
        "finite_number": problem("field-finite", spot.place, found=spot.found),
        "string_pattern_mismatch": problem("field-name", spot.place, found=spot.found),
    }
    if spot.kind in simple:
        return simple[spot.kind]
    if spot.kind.endswith(("_type", "_parsing", "_from_float", "_inexact")):
        expected, unit = spot.kind.split("_", maxsplit=1)[0], unit_of(spot.field)
        return problem("field-type", spot.place, found=spot.found, expected=expected, unit=unit or "none")
    if spot.kind in ("too_short", "string_too_short"):
        return problem("field-short", spot.place, least=spot.context.get("min_length", 1))
    if "-" in spot.kind:
        return problem(spot.kind, spot.place, **{key: _shown(value) for key, value in spot.context.items()})
    return problem("field-other", spot.place, found=spot.found, detail=spot.kind.replace("_", " "))


def _unknown_field(spot: _Spot, model: type[BaseModel], inner: list[Any]) -> Problem:
    known = list(_fields_at(model, inner))
    near = near_miss(spot.field, known)
    if near is not None:
        return problem("field-unknown-near", spot.place, field=spot.field, near=near)
    return problem("field-unknown", spot.place, field=spot.field, known=", ".join(known))


def _fields_at(model: type[BaseModel], inner: list[Any]) -> Iterable[str]:
    """Fields of the table that a path leads to."""
    for part in inner:
        if isinstance(part, int) or part not in model.model_fields:
            continue
        nested = _model_in(model.model_fields[part].annotation)
        if nested is not None:
            model = nested
    return [name for name in model.model_fields if name != "name" or model.model_fields[name].is_required()]


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in found if model is not None), None)


def _place(where: str, loc: list[Any]) -> str:
    """``site.toml [assets.roof-a] tilt_deg``; list entries as ``tasks[2]``, counted from 1."""
    parts: list[str] = []
    for part in loc:
        if isinstance(part, int) and parts:
            parts[-1] += f"[{part + 1}]"
        else:
            parts.append(str(part))
    if not parts:
        return where
    table = ".".join(parts[:-1])
    return f"{where} [{table}] {parts[-1]}" if table else f"{where} {parts[-1]}"


def _shown(value: object) -> str:
    if isinstance(value, float):
        text = f"{value:,.10g}"
    elif isinstance(value, int) and not isinstance(value, bool):
        text = f"{value:,}"
    elif isinstance(value, bool):
        text = str(value).lower()
    else:
        text = str(value)
    return text if len(text) <= SHOWN_MOST else text[: SHOWN_MOST - 3] + "..."
