"""A site: what stands where, under which contract, and what its operator wants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, PrivateAttr, SerializeAsAny, model_validator

from sites.assets import AssetBase
from sites.base import Described, Name, Number, PowerMw, WholeNumber, custom_error
from sites.calendar import countries
from sites.climate import Climate
from sites.contract import Contract
from sites.islanding import Islanding
from sites.network import Line, Transformer, Tree, areas_of, trees
from sites.reserve import Reserve
from sites.resources import Resource
from sites.targets import Accounting, CarbonFactors, Objective, Targets
from sites.tariff import Tariff
from sites.time import Steps, day_steps

__all__ = ["Bus", "Place", "Site"]


class Place(Described):
    """Where the site lies."""

    latitude: Annotated[Number, Field(ge=-90, le=90)]
    longitude: Annotated[Number, Field(ge=-180, le=180)]
    elevation_m: Annotated[Number, Field(ge=-430, le=6000)]
    time_zone: str = Field(description="IANA name, e.g. Asia/Shanghai.")
    country: str = Field(description="ISO 3166 code of the country whose holidays count, e.g. CN.")

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.time_zone not in available_timezones():
            raise custom_error("site-time-zone", found=self.time_zone)
        if self.country not in countries():
            raise custom_error("site-country", found=self.country)
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.time_zone)


class Bus(Described):
    """A node with one balance each step."""

    carrier: Literal["electricity", "heat", "hydrogen"] = "electricity"
    title: str = ""
    title_zh: str = ""
    voltage_kv: Annotated[Number, Field(gt=0, le=1200)] | None = Field(
        default=None, description="Nominal voltage, kV; needed where a line or transformer ends."
    )
    voltage_pu_min: Annotated[Number, Field(gt=0.5, le=1)] | None = None
    voltage_pu_max: Annotated[Number, Field(ge=1, lt=1.5)] | None = None
    voltage_pu_set: Annotated[Number, Field(ge=0.8, le=1.2)] | None = Field(
        default=None,
        description="Voltage held where the network is fed, share of the nominal one; 1 where not given.",
    )
    spilled_mw_max: PowerMw | None = Field(
        default=None,
        description="Most heat of units that may be cooled away on a heat bus, MW; none where not given.",
    )

    @property
    def voltage_pu_held(self) -> float:
        """Voltage where the network is fed, share of the nominal one."""
        return 1.0 if self.voltage_pu_set is None else self.voltage_pu_set


class Site(Described):
    """Everything that is known about a site; frozen, so that it can be shared and compared.

    The texts of the files that it names are kept beside it (`files`), so that a run can be repeated from its
    archive.
    Made by `sites.load` or `sites.site_from`, which give each table of ``assets`` to the class of its type.
    """

    schema_version: Literal[1]
    name: Name
    title: str = ""
    title_zh: str = ""
    step_minutes: Annotated[WholeNumber, Field(ge=1, le=60)] = 15
    place: Place
    climate: Climate | None = Field(
        default=None, description="Monthly normals; needed for the typical year only."
    )
    buses: dict[Name, Bus] = Field(min_length=1)
    lines: dict[Name, Line] = Field(default_factory=dict)
    transformers: dict[Name, Transformer] = Field(default_factory=dict)
    resources: dict[Name, Resource] = Field(
        default_factory=dict, description="What batches of several assets share."
    )
    assets: dict[Name, SerializeAsAny[AssetBase]] = Field(min_length=1)
    targets: Targets = Targets()
    objective: Objective = Objective()
    accounting: Accounting
    contract: Contract = Contract()
    islanding: Islanding | None = None
    reserve: Reserve | None = Field(default=None, description="Spinning reserve that must be held.")

    _files: Mapping[str, str] = PrivateAttr(default_factory=dict)
    _tariffs: dict[str, Tariff] = PrivateAttr(default_factory=dict)
    _factors: CarbonFactors | None = PrivateAttr(default=None)

    @property
    def files(self) -> Mapping[str, str]:
        """Texts of the files that the site names, by their names in the site file."""
        return MappingProxyType(dict(self._files))

    def with_files(
        self, files: Mapping[str, str], tariffs: dict[str, Tariff], factors: CarbonFactors
    ) -> Self:
        """The same site with its files attached."""
        self._files, self._tariffs, self._factors = dict(files), dict(tariffs), factors
        return self

    def text_of(self, name: str) -> str:
        """Text of a file that the site names."""
        return self._files[name]

    def tariff_of(self, tie: str) -> Tariff:
        """Tariff of a tie."""
        return self._tariffs[self.assets[tie].tariff]  # type: ignore[attr-defined]  # a tie has one by its role

    @property
    def grid_factors(self) -> CarbonFactors:
        """Emission factors of imported energy."""
        assert self._factors is not None  # the reader sets it
        return self._factors

    def steps(self, date: dt.date) -> Steps:
        """Steps of a local day."""
        return day_steps(date, self.place.time_zone, self.step_minutes)

    def of_role(self, role: str, carrier: str | None = None) -> tuple[str, ...]:
        """Names of the assets with a role, in the file's order; of one carrier where it is given."""
        return tuple(
            name
            for name, asset in self.assets.items()
            if asset.role == role and carrier in (None, asset.carrier)
        )

    @property
    def branches(self) -> dict[str, Line | Transformer]:
        """Lines and transformers together."""
        return {**self.lines, **self.transformers}

    @cached_property
    def areas(self) -> Mapping[str, str]:
        """Bus -> the first bus of what hangs together with it, by branches or by an asset on both."""
        branches = [(branch.from_bus, branch.to_bus) for branch in self.branches.values()]
        return areas_of(self.buses, [*branches, *(tuple(a.buses.values()) for a in self.assets.values())])

    @cached_property
    def trees(self) -> tuple[Tree, ...]:
        """What hangs together by lines and transformers, each from the bus that feeds it."""
        return trees(self)

    def of_area(self, area: str, role: str | None = None, carrier: str | None = None) -> tuple[str, ...]:
        """Names of the assets at home in an area, of a role and a carrier where these are given."""
        return tuple(
            name
            for name, asset in self.assets.items()
            if self.areas[asset.bus] == area
            and role in (None, asset.role)
            and carrier in (None, asset.carrier)
        )

    def further_feeds(self, area: str) -> tuple[str, ...]:
        """``asset/field`` of each further bus of electricity, in an area, of the assets that are at home elsewhere."""
        return tuple(
            f"{name}/{field}"
            for name, asset in self.assets.items()
            for field, bus in asset.feeds.items()
            if self.areas[bus] == area and self.buses[bus].carrier == "electricity"
        )

    @property
    def area_names(self) -> tuple[str, ...]:
        """Each area once."""
        return tuple(dict.fromkeys(self.areas.values()))

    def called(self, language: str) -> str:
        """The site's name for people in a language."""
        return (self.title_zh if language == "zh" else self.title) or self.name

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if 60 % self.step_minutes:
            raise custom_error("site-step", found=self.step_minutes)
        return self
