"""The tie to the public grid and the contract that goes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.base import Described, FileName, Number, PowerMw, PriceYuan, custom_error
from sites.power_factor import PowerFactorRule, read_power_factor
from sites.tariff import EnterpriseClass

if TYPE_CHECKING:
    from sites.problems import Problem
    from sites.site import Site

__all__ = ["CapacityCharge", "DemandCharge", "Grid"]


class DemandCharge(Described):
    """Charge on the month's highest mean import of a step.

    What a *day* is charged is ``price x max(0, P - B)`` with the day's highest import P and
    ``B = max(billed peak so far, expected peak of the rest of the month, floor_mw)``; what exceeds
    ``contract_mw (1 + overrun_tolerance_frac)`` is charged ``overrun_factor`` times.
    """

    price_yuan_per_mw_month: Annotated[PriceYuan, Field(ge=0)]
    floor_mw: PowerMw = Field(default=0.0, description="Demand billed in any case, MW (contract floor).")
    contract_mw: PowerMw | None = Field(default=None, description="Contracted demand, MW.")
    overrun_tolerance_frac: Annotated[Number, Field(ge=0, le=1)] = 0.05
    overrun_factor: Annotated[Number, Field(ge=1, le=10)] = 2.0
    expected_peak_mw: PowerMw = Field(
        default=0.0, description="Expected peak of the rest of the month where the state knows none, MW."
    )

    @property
    def overrun_mw(self) -> float:
        """Import above which the overrun factor holds, MW."""
        return (
            float("inf") if self.contract_mw is None else self.contract_mw * (1 + self.overrun_tolerance_frac)
        )


class CapacityCharge(Described):
    """Charge on the transformers' capacity: the same every month, a day carries its share of the month."""

    price_yuan_per_kva_month: Annotated[PriceYuan, Field(ge=0)]
    capacity_kva: Annotated[Number, Field(gt=0, le=30_000_000)] = Field(
        description="Capacity of the customer's transformers (and high-voltage motors), kVA."
    )

    @property
    def yuan_per_month(self) -> float:
        """The charge of a month, yuan."""
        return self.price_yuan_per_kva_month * self.capacity_kva


class Grid(AssetBase):
    """Tie to the public grid: limits, reverse-flow rule, tariff, and the basic charge of its contract.

    The basic charge goes by demand or by capacity. Where the contract offers the choice, both tables stand here and
    ``charged_by`` names the one in force; the report then says which would be cheaper.
    """

    role: ClassVar[Role] = "tie"
    state_fields: ClassVar[tuple[str, ...]] = ("billed_peak_mw", "expected_peak_mw")

    type: Literal["grid"]
    import_mw_max: PowerMw
    export_mw_max: PowerMw = 0.0
    reverse_flow: Literal["allowed", "forbidden"] = Field(
        description="Whether power may flow to the public grid."
    )
    tariff: FileName = Field(description="TOML file of the tariff and its versions.")
    demand_charge: DemandCharge | None = None
    capacity_charge: CapacityCharge | None = None
    charged_by: Literal["demand", "capacity"] | None = Field(
        default=None, description="Which basic charge is in force, where the contract offers both."
    )
    enterprise_class: EnterpriseClass = Field(
        default="permitted", description="Class of enterprise for the tariff's differential prices."
    )
    power_factor_rule: PowerFactorRule | None = Field(
        default=None, description="Adjustment of the bill by the month's mean power factor."
    )

    @property
    def billed_demand(self) -> DemandCharge | None:
        """The demand charge, None where it is not what is billed."""
        return None if self.charged_by == "capacity" else self.demand_charge

    @property
    def billed_capacity(self) -> CapacityCharge | None:
        """The capacity charge, None where it is not what is billed."""
        return None if self.charged_by == "demand" else self.capacity_charge

    def readers(self) -> dict[str, Callable[[str, str], object]]:
        """The table of power factors, where the contract has one."""
        rule = self.power_factor_rule
        return {} if rule is None else {rule.table: read_power_factor}

    def own_problems(self, site: Site, where: str) -> Iterator[Problem]:
        """A class or a standard that the tariff or the table does not know."""
        from sites.problems import problem

        tariff = site.tariff_of(self.name)
        known = [set(version.differential_yuan_per_mwh) for version in tariff.versions]
        if self.enterprise_class != "permitted" and not all(self.enterprise_class in each for each in known):
            about = {"found": self.enterprise_class, "tariff": self.tariff}
            yield problem("grid-differential-missing", f"{where} enterprise_class", **about)
        rule = self.power_factor_rule
        if rule is None:
            return
        table = read_power_factor(rule.table, site.text_of(rule.table))
        standards = [each.standard_frac for each in table.standards]
        if rule.standard_frac not in standards:
            about = {
                "found": f"{rule.standard_frac:.2f}",
                "known": ", ".join(f"{each:.2f}" for each in standards),
            }
            yield problem("grid-power-factor-standard", f"{where} power_factor_rule.standard_frac", **about)

    @property
    def export_limit_mw(self) -> float:
        """Most export after the reverse-flow rule, MW."""
        return 0.0 if self.reverse_flow == "forbidden" else self.export_mw_max

    @property
    def power_mw_rated(self) -> float:
        """The most that it can feed into its bus, MW."""
        return self.import_mw_max

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.reverse_flow == "forbidden" and self.export_mw_max > 0:
            raise custom_error("site-export-forbidden", found=self.export_mw_max)
        if self.demand_charge and self.capacity_charge and self.charged_by is None:
            raise custom_error("grid-two-charges")
        named = {"demand": self.demand_charge, "capacity": self.capacity_charge, None: self}
        if named[self.charged_by] is None:
            raise custom_error("grid-charge-missing", found=str(self.charged_by))
        return self
