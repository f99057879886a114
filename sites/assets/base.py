"""What every asset has: a name, a type, a bus, and a role in the accounts."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from sites.base import Described, Name

__all__ = ["AssetBase", "Role"]

Role = Literal["renewable", "store", "load", "tie"]


class AssetBase(Described):
    """Fields that all assets share.

    ``role`` says how the accounts treat the asset, so that neither the model, the KPIs nor the report needs
    to know its type: a ``renewable`` has available, used and curtailed power; a ``store`` charges, discharges
    and holds a level; a ``load`` takes power; a ``tie`` imports and exports.
    """

    role: ClassVar[Role]
    state_fields: ClassVar[tuple[str, ...]] = ()
    """Tables of a day's starting state that may name the asset."""

    name: SkipJsonSchema[str] = Field(default="", exclude=True)
    type: str
    bus: Name = Field(description="The bus that the asset is connected to.")
    title: str = Field(default="", description="A name for people, in English.")
    title_zh: str = Field(default="", description="A name for people, in Chinese.")

    def called(self, language: str) -> str:
        """The asset's name for people in a language, its key where none is given."""
        return (self.title_zh if language == "zh" else self.title) or self.name
