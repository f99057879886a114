"""What a park has agreed beside its tariff: the price of carbon, certificates, budgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sites.base import Described, FileName, Fraction, Name, PriceYuan
from sites.budgets import Budget, Profile, read_profile

if TYPE_CHECKING:
    from sites.problems import Problem
    from sites.site import Site

__all__ = [
    "CarbonPrice",
    "CertificatePrice",
    "Contract",
    "budgets_of",
    "check_contract",
    "has_sums",
    "profiles_of",
    "to_date_problems",
]

TIE_SUMS = ("month_mwh", "year_mwh", "month_mvarh", "month_yuan")


class CarbonPrice(Described):
    """Price of a liable tonne from a date on."""

    effective_from: dt.date
    price_yuan_per_t: Annotated[PriceYuan, Field(ge=0)]


class CertificatePrice(Described):
    """Green certificates 绿证 that are sold from a date on: one for each MWh of renewable energy.

    ``counts`` says which energy earns them: all ``generation`` that is used, what the site uses itself
    (``self_used``: in each step the used renewables up to load and charging), or what is ``exported`` (the day's
    export, no more than its used renewables). What is sold may not be called green any more by the seller.
    """

    effective_from: dt.date
    price_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)]
    counts: Literal["generation", "self_used", "exported"] = "exported"
    sold_frac: Fraction = Field(default=1.0, description="Share of the certificates that is sold.")
    assets: tuple[Name, ...] = Field(
        default=(), description="Renewable assets that earn certificates; all where none is named."
    )


class Contract(Described):
    """Terms that hold for the whole site.

    The carbon price falls on liable emissions only: the fossil CO2 of each burning asset by its own liable share, and
    of imported energy the share given here (none: indirect emissions are not liable, as in the national market).
    """

    carbon_prices: tuple[CarbonPrice, ...] = ()
    import_carbon_liable_frac: Fraction | None = Field(
        default=None,
        description="Share of the imported energy's CO2 that the carbon price falls on; none if left out.",
    )
    certificates: tuple[CertificatePrice, ...] = ()
    budgets: tuple[Budget, ...] = ()
    profiles: tuple[FileName, ...] = Field(
        default=(), description='Files of budgets to take over, e.g. "profiles/green_direct_2025.toml".'
    )

    def carbon_price_yuan_per_t(self, date: dt.date) -> float:
        """Price in force on a date, yuan/t; 0 where none is yet."""
        before = [each for each in self.carbon_prices if each.effective_from <= date]
        return max(before, key=lambda each: each.effective_from).price_yuan_per_t if before else 0.0

    def certificate(self, date: dt.date) -> CertificatePrice | None:
        """What certificates bring on a date, None where nothing is sold yet."""
        before = [each for each in self.certificates if each.effective_from <= date]
        return max(before, key=lambda each: each.effective_from) if before else None


def profiles_of(site: Site) -> dict[str, Profile]:
    """The profiles that a site takes over, by file."""
    return {name: read_profile(name, site.text_of(name)) for name in site.contract.profiles}


def budgets_of(site: Site, date: dt.date | None = None) -> tuple[Budget, ...]:
    """Every budget of a site, its own and those of its profiles; those in force on a date where it is given."""
    taken = [budget for profile in profiles_of(site).values() for budget in profile.budgets]
    every = (*site.contract.budgets, *taken)
    return tuple(budget for budget in every if date is None or budget.holds_on(date))


def check_contract(site: Site, where: str) -> Iterator[Problem]:
    """Each budget once, each of something that the site has, certificates of renewable assets."""
    from sites.problems import Refused, problem

    at = f"{where} [contract] budgets"
    try:
        budgets = budgets_of(site)
    except Refused as refused:
        yield from refused.problems
        return
    names = [budget.name for budget in budgets]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield problem("budget-twice", at, found=name)
    for budget in budgets:
        if budget.is_share and not site.of_role("renewable"):
            yield problem("budget-no-renewables", at, found=budget.name, quantity=budget.quantity)
    renewables = site.of_role("renewable")
    for name in (name for each in site.contract.certificates for name in each.assets):
        if name not in renewables:
            place = f"{where} [contract] certificates"
            yield problem("certificate-asset", place, found=name, known=", ".join(renewables))


def has_sums(site: Site) -> bool:
    """Whether something of the contract goes by sums to date: tiers, power factors, budgets."""
    ties = site.of_role("tie")
    has_rule = any(getattr(site.assets[tie], "power_factor_rule", None) is not None for tie in ties)
    has_tiers = any(version.tiers is not None for tie in ties for version in site.tariff_of(tie).versions)
    return has_rule or has_tiers or bool(budgets_of(site))


def to_date_problems(site: Site, keys: list[str]) -> list[tuple[str, str, dict[str, object]]]:
    """Sums to date that no budget and no tie goes by."""
    budgets = [f"contract/{budget.name}" for budget in budgets_of(site)]
    ties = [f"{tie}/{what}" for tie in site.of_role("tie") for what in TIE_SUMS]
    allowed = {*ties, *(f"{budget}{part}" for budget in budgets for part in ("", "/of", "/days"))}
    about = {"known": ", ".join([*budgets, *ties])}
    return [
        ("state-to-date", f"to_date.{key}", {"found": key, **about}) for key in keys if key not in allowed
    ]
