"""A small checker of the words of JSON Schema that ours uses; any other word fails."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

__all__ = ["faults"]

Schema = dict[str, Any]

WORDS = {
    "$ref", "$schema", "$defs", "title", "description", "default", "examples", "type", "const", "enum", "anyOf",
    "oneOf", "properties", "required", "additionalProperties", "propertyNames", "minProperties", "items",
    "minItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "pattern", "minLength", "maxLength",
    "patternProperties", "format", "maxItems",
}  # fmt: skip
KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def faults(schema: Schema, value: object, defs: Schema, at: str = "") -> list[str]:
    """What a value does that its schema forbids, each with its place; empty if nothing."""
    assert set(schema) <= WORDS, set(schema) - WORDS
    if "$ref" in schema:
        return faults(defs[schema["$ref"].removeprefix("#/$defs/")], value, defs, at)
    for word in ("anyOf", "oneOf"):
        good = sum(not faults(each, value, defs, at) for each in schema.get(word, ()))
        if word in schema and (good == 0 or (word == "oneOf" and good > 1)):
            return [f"{at}: {good} of {word}"]
    if "const" in schema and value != schema["const"]:
        return [f"{at}: const"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: enum"]
    if schema.get("format") == "date" and isinstance(value, dt.date):
        value = value.isoformat()  # TOML has dates of its own
    kind = schema.get("type")
    if kind and (not isinstance(value, KINDS[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return [f"{at}: not {kind}"]
    return _inside(schema, value, defs, at)


def _inside(schema: Schema, value: object, defs: Schema, at: str) -> list[str]:
    if isinstance(value, dict):
        return _table(schema, value, defs, at)
    if isinstance(value, list):
        is_fit = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
        found = [] if is_fit else [f"{at}: {len(value)} entries"]
        for place, inner in enumerate(value):
            found += faults(schema.get("items", {}), inner, defs, f"{at}[{place}]")
        return found
    if isinstance(value, str):
        return [] if re.search(schema.get("pattern", ""), value) else [f"{at}: pattern"]
    if isinstance(value, int | float):
        is_inside = schema.get("minimum", value) <= value <= schema.get("maximum", value)
        is_between = (
            schema.get("exclusiveMinimum", value - 1) < value < schema.get("exclusiveMaximum", value + 1)
        )
        return [] if is_inside and is_between else [f"{at}: out of range"]
    return []


def _table(schema: Schema, value: dict[str, object], defs: Schema, at: str) -> list[str]:
    found = [f"{at}: {name} missing" for name in schema.get("required", []) if name not in value]
    others = schema.get("additionalProperties", True)
    for name, inner in value.items():
        if name in schema.get("properties", {}):
            found += faults(schema["properties"][name], inner, defs, f"{at}.{name}")
        elif matching := [
            each for rule, each in schema.get("patternProperties", {}).items() if re.search(rule, name)
        ]:
            found += [fault for each in matching for fault in faults(each, inner, defs, f"{at}.{name}")]
        elif others is False:
            found.append(f"{at}.{name}: unknown")
        elif isinstance(others, dict):
            found += faults(others, inner, defs, f"{at}.{name}")
    return found
