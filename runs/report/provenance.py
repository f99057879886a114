"""Where the site's numbers come from: every one that is an assumption, and every rule known second-hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sites.base import Described
from sites.contract import profiles_of
from sites.site import Site

__all__ = ["Origin", "origins", "second_hand"]

UNLISTED = {"schema_version", "months"}
Said = tuple[str, str] | None


@dataclass(frozen=True)
class Origin:
    """Numbers of one table that have the same origin.

    Attributes
    ----------
    table
        E.g. ``assets.roof-a``.
    kind
        ``assumption``, ``source``, or empty where the site file says nothing.
    numbers
        ``field = value`` each.
    text
        What the site file says about them.
    """

    table: str
    kind: str
    numbers: tuple[str, ...]
    text: str


def origins(site: Site) -> list[Origin]:
    """Origin of every number of the site and of its tariffs and emission factors, in the files' order."""
    found = list(_of("", site, None))
    tariffs = {site.tariff_of(tie).name: site.tariff_of(tie) for tie in site.of_role("tie")}
    for name, tariff in tariffs.items():
        found += _of(f"tariff {name}", tariff, None)
    found += _of(f"grid factors {site.grid_factors.name}", site.grid_factors, None)
    for profile in profiles_of(site).values():
        found += _of(f"profile {profile.name}", profile, None)
    return found


def second_hand(site: Site) -> list[str]:
    """Tariffs and rules that were read in another's words only."""
    tariffs = {site.tariff_of(tie).name: site.tariff_of(tie) for tie in site.of_role("tie")}
    rules = [profile.name for profile in profiles_of(site).values() if profile.is_second_hand]
    return [name for name, tariff in tariffs.items() if tariff.is_second_hand] + rules


def _of(table: str, described: Described, above: Said) -> Iterator[Origin]:
    """Numbers of a table by origin, then those of the tables inside it; these inherit what is said about the whole."""
    groups: dict[tuple[str, str], list[str]] = {}
    for field, value in described.numbers().items():
        if field not in UNLISTED and field in described.model_fields_set:
            said = described.provenance_of(field) or above or ("", "")
            groups.setdefault(said, []).append(f"{field} = {_shown(value)}")
    for (kind, text), numbers in groups.items():
        yield Origin(table, kind, tuple(numbers), text)
    for field in type(described).model_fields:
        whole = described.provenance_of(field) or _whole(described) or above
        for place, inner in _inside(getattr(described, field)):
            yield from _of(".".join(part for part in (table, field + place) if part), inner, whole)


def _whole(described: Described) -> Said:
    """What is said about a table as a whole."""
    for kind, given in (("source", described.source), ("assumption", described.assumption)):
        if isinstance(given, str) and given:
            return kind, given
    return None


def _inside(value: object) -> Iterator[tuple[str, Described]]:
    """Tables in a field, with what comes after the field's name."""
    if isinstance(value, Described):
        yield "", value
    elif isinstance(value, Mapping):
        yield from ((f".{key}", each) for key, each in value.items() if isinstance(each, Described))
    elif isinstance(value, tuple):
        yield from (
            (f"[{place + 1}]", each) for place, each in enumerate(value) if isinstance(each, Described)
        )


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return "[" + ", ".join(_shown(each) for each in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_shown(each)}" for key, each in value.items()) + "}"
    return str(value)
