"""What every asset has: a name, a type, the buses it stands on, and a role in the accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from sites.base import Described, Name, Number

if TYPE_CHECKING:
    from sites.problems import Problem
    from sites.site import Site

__all__ = ["AssetBase", "Role"]

Role = Literal["renewable", "unit", "store", "load", "tie"]
ELECTRIC: Mapping[str, str] = {"bus": "electricity"}


class AssetBase(Described):
    """Fields that all assets share.

    ``role`` says how the accounts treat the asset, so that neither the model, the KPIs nor the report needs
    to know its type: a ``renewable`` has available, used and curtailed power; a ``unit`` makes power from
    something else than weather; a ``store`` charges, discharges and holds a level; a ``load`` takes power; a
    ``tie`` imports and exports.

    ``carriers`` names the fields that hold a bus, with the carrier that the bus must have: ``bus`` is where the
    asset is at home and what its role is about, any other is fed or drawn from as well.
    """

    role: ClassVar[Role]
    state_fields: ClassVar[tuple[str, ...]] = ()
    """Tables of a day's starting state that may name the asset."""
    carriers: ClassVar[Mapping[str, str]] = ELECTRIC

    name: SkipJsonSchema[str] = Field(default="", exclude=True)
    type: str
    bus: Name = Field(description="The bus that the asset is connected to.")
    title: str = Field(default="", description="A name for people, in English.")
    title_zh: str = Field(default="", description="A name for people, in Chinese.")
    power_factor: Annotated[Number, Field(gt=0, le=1)] | None = Field(
        default=None, description="Power factor of what it takes or feeds, inductive; 1 where not given."
    )

    def called(self, language: str) -> str:
        """The asset's name for people in a language, its key where none is given."""
        return (self.title_zh if language == "zh" else self.title) or self.name

    @property
    def carrier(self) -> str:
        """Carrier of the bus where the asset is at home."""
        return self.carriers["bus"]

    @property
    def buses(self) -> dict[str, str]:
        """Every bus that the asset stands on, by the field that names it."""
        return {field: bus for field in self.carriers if (bus := getattr(self, field)) is not None}

    @property
    def feeds(self) -> dict[str, str]:
        """The further buses that the asset feeds or draws from, by field: all but its home."""
        return {field: bus for field, bus in self.buses.items() if field != "bus"}

    def initial_state(self) -> dict[str, dict[str, float]]:
        """What the site assumes where no state is known: field of the state -> key -> value.

        Keys are the asset's name, or ``name/part``.
        """
        level = getattr(self, "level_mwh_initial", None)
        return {} if level is None else {"levels_mwh": {self.name: float(level)}}

    def clocks(self) -> Iterator[tuple[str, int]]:
        """Times of day that the asset names: place inside its table, minute; each must lie on a step."""
        yield from ()

    def own_problems(self, site: Site, where: str) -> Iterator[Problem]:
        """What the asset says that does not fit the rest of the site.

        Parameters
        ----------
        where : str
            The asset's table, ``site.toml [assets.name]``.
        """
        del site, where
        yield from ()

    def state_contradictions(
        self, value: Callable[[str, str], float]
    ) -> Iterator[tuple[str, str, dict[str, object]]]:
        """What of a day's starting state contradicts the asset: message, field of the state, figures.

        Parameters
        ----------
        value : callable
            What the state says, by its table and key.
        """
        del value
        yield from ()

    def readers(self) -> dict[str, Callable[[str, str], object]]:
        """The files that the asset names, each with what reads and checks its text."""
        return {}

    @property
    def output_mw_least(self) -> float:
        """The least that it feeds into its bus while it is on, MW; 0 where nothing keeps it from less."""
        return 0.0

    @property
    def power_mw_taken_most(self) -> float | None:
        """The most that a load takes by itself, MW, where the description tells without a forecast."""
        return None
