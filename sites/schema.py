"""JSON Schema of a site file, for editors that complete and check TOML."""

from __future__ import annotations

from typing import Any

from sites.assets import ASSET_TYPES
from sites.base import NAME_LENGTH_MOST, NAME_PATTERN
from sites.explain import unit_of
from sites.site import Site

__all__ = ["site_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DESCRIPTION = (
    "A site of hengli: where it lies, its buses, and what stands there (sources, stores, loads, ties to the grid), "
    "with its targets. Power is in MW, energy in MWh, money in yuan; the unit of a field is the end of its name."
)
Schema = dict[str, Any]


def site_schema() -> Schema:
    """JSON Schema (draft 2020-12) of a site file.

    Every asset is one of the registered types, told apart by ``type``; unknown fields are refused; each field
    whose name says a unit has it in its description.
    """
    schema = Site.model_json_schema(ref_template="#/$defs/{model}")
    definitions: Schema = schema.pop("$defs", {})
    for kind, model in ASSET_TYPES.items():
        described = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= described.pop("$defs", {})
        described["required"] = ["type", *(name for name in described.get("required", []) if name != "type")]
        described["properties"]["type"] = {"const": kind, "title": "Type"}
        definitions[model.__name__] = described
    definitions.pop("AssetBase", None)
    choices = [{"$ref": f"#/$defs/{model.__name__}"} for model in ASSET_TYPES.values()]
    schema["properties"]["assets"] = _named({"oneOf": choices}, "What stands at the site, by name.")
    schema["properties"]["buses"] = _named({"$ref": "#/$defs/Bus"}, "Nodes of the site, by name.")
    for table in (schema, *definitions.values()):
        _put_units(table)
        _close(table)
    return {
        "$schema": DIALECT,
        "title": "hengli site",
        **_without_title(schema),
        "description": DESCRIPTION,
        "$defs": definitions,
    }


def _named(one: Schema, text: str) -> Schema:
    return {
        "type": "object",
        "description": text,
        "minProperties": 1,
        "propertyNames": {"pattern": NAME_PATTERN, "maxLength": NAME_LENGTH_MOST},
        "additionalProperties": one,
    }


def _without_title(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "title"}


def _close(node: object) -> None:
    """Refuse entries whose names cannot be, wherever entries are named by the user."""
    if isinstance(node, dict):
        if "patternProperties" in node:
            node.setdefault("additionalProperties", False)
        for inner in node.values():
            _close(inner)
    elif isinstance(node, list):
        for inner in node:
            _close(inner)


def _put_units(table: Schema) -> None:
    for field, described in table.get("properties", {}).items():
        unit = unit_of(field)
        text = described.get("description", "")
        if unit and not text.endswith(f"[{unit}]"):
            described["description"] = f"{text} [{unit}]".strip()
