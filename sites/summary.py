"""What a site file says in short, and where its numbers come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sites.assets.demand import Demand
from sites.base import Described
from sites.contract import profiles_of
from sites.demand import read_series
from sites.messages import current_language, say
from sites.power_factor import read_power_factor
from sites.site import Site

__all__ = ["Figure", "assumptions", "figures", "sources", "summarise", "summary_rows", "unlabelled"]

Origin = Literal["source", "assumption", "default", "none"]
NO_FIGURE = ("schema_version",)


@dataclass(frozen=True)
class Figure:
    """One number, list of numbers or data file of a site, with its origin.

    Attributes
    ----------
    table : str
        Path of the table, e.g. ``assets.tie.demand_charge``; a file's tables begin with its name.
    field : str
        Name of the field; it ends in the unit.
    value : object
        What it says.
    origin : str
        ``source``, ``assumption``, ``default`` (left out, so the software's default holds, whatever is said of the
        table as a whole) or ``none``.
    text : str
        The source or assumption in words.
    """

    table: str
    field: str
    value: object
    origin: Origin
    text: str


def figures(site: Site) -> list[Figure]:
    """Every number of a site, its tariffs and its emission factors, in the order of the files.

    A table inside another takes over the provenance that the outer one gives for all of it, so that
    ``[[assets.pumps.tasks]]`` need not repeat what ``[assets.pumps]`` says.
    """
    found = list(_walk(site, "", None))
    for file in dict.fromkeys(getattr(site.assets[tie], "tariff", "") for tie in site.of_role("tie")):
        tie = next(name for name in site.of_role("tie") if getattr(site.assets[name], "tariff", "") == file)
        found += _walk(site.tariff_of(tie), file, None)
    found += _walk(site.grid_factors, site.accounting.grid_factors, None)
    for file, profile in profiles_of(site).items():
        found += _walk(profile, file, None)
    rules = [getattr(site.assets[tie], "power_factor_rule", None) for tie in site.of_role("tie")]
    for file in dict.fromkeys(rule.table for rule in rules if rule is not None):
        found += _walk(read_power_factor(file, site.text_of(file)), file, None)
    return found


def _walk(table: Described, path: str, outer: tuple[str, str] | None) -> Iterator[Figure]:
    named = {**table.numbers(), **_data_files(table)}
    for field, value in named.items():
        if field in NO_FIGURE:
            continue
        given = table.provenance_of(field) or outer
        if field not in table.model_fields_set and not _is_named(table, field):
            # A text for the whole table is about what the table says, not about what it leaves out.
            yield Figure(path, field, value, "default", say("site-default"))
        elif given is not None:
            origin: Origin = "source" if given[0] == "source" else "assumption"
            yield Figure(path, field, value, origin, given[1])
        else:
            yield Figure(path, field, value, "none", "")
    for field in type(table).model_fields:
        # What the head of a site file says is not meant for every asset below it.
        inherited = table.provenance_of(field) or outer if path else None
        for name, inner in _inner(getattr(table, field)):
            place = f"{field}{name}"
            yield from _walk(inner, f"{path}.{place}" if path else place, inherited)


def _is_named(table: Described, field: str) -> bool:
    """Whether a source or an assumption is given for this very field."""
    return any(isinstance(given, dict) and field in given for given in (table.source, table.assumption))


def _data_files(table: Described) -> dict[str, str]:
    """The files of figures that a table names."""
    given = {field: getattr(table, field) for field in table.data_files}
    return {field: name for field, name in given.items() if isinstance(name, str)}


def _inner(value: object) -> Iterator[tuple[str, Described]]:
    if isinstance(value, Described):
        yield "", value
    elif isinstance(value, Mapping):
        yield from ((f".{name}", inner) for name, inner in value.items() if isinstance(inner, Described))
    elif isinstance(value, tuple):
        entries = [inner for inner in value if isinstance(inner, Described)]
        yield from ((f"[{place + 1}]", inner) for place, inner in enumerate(entries))


def _of_origin(site: Site, *origins: Origin) -> list[tuple[str, str, object, str]]:
    chosen = (figure for figure in figures(site) if figure.origin in origins)
    return [(figure.table, figure.field, figure.value, figure.text) for figure in chosen]


def assumptions(site: Site) -> list[tuple[str, str, object, str]]:
    """``(table, field, value, text)`` of every number that the site calls an assumption."""
    return _of_origin(site, "assumption")


def sources(site: Site) -> list[tuple[str, str, object, str]]:
    """``(table, field, value, text)`` of every number with a source."""
    return _of_origin(site, "source")


def unlabelled(site: Site) -> list[tuple[str, str, object, str]]:
    """``(table, field, value, "")`` of every number that a file gives without saying where from."""
    return _of_origin(site, "none")


def summary_rows(site: Site) -> list[tuple[str, str]]:
    """``(heading, text)`` rows for ``hengli site check``, in the language in force."""
    place = site.place
    count = 24 * 60 // site.step_minutes
    return [
        (say("site-check-name"), f"{site.name}: {_called(site)}"),
        (say("site-check-place"), f"{place.latitude:.3f}, {place.longitude:.3f}; {place.time_zone}"),
        (say("site-check-steps"), say("site-check-steps-of", count=count, minutes=site.step_minutes)),
        *_bus_rows(site),
        *_branch_rows(site),
        *_type_rows(site),
        *_capacity_rows(site),
        *_tariff_rows(site),
        *_origin_rows(site),
    ]


def summarise(site: Site) -> list[str]:
    """The rows of `summary_rows` as lines of text."""
    return [say("problem-at", where=heading, text=text) for heading, text in summary_rows(site)]


def _called(site: Site) -> str:
    return site.called(current_language())


def _type_rows(site: Site) -> Iterator[tuple[str, str]]:
    counts = Counter(str(getattr(asset, "type", "")) for asset in site.assets.values())
    yield from ((say(f"type-{kind}"), str(count)) for kind, count in counts.items())


def _carriers(site: Site) -> list[str]:
    """What the buses carry, each once."""
    return list(dict.fromkeys(bus.carrier for bus in site.buses.values()))


def _of_carrier(text: str, carrier: str) -> str:
    """A heading, with the carrier where it is not electricity."""
    if carrier == "electricity":
        return text
    return say("site-check-of-carrier", text=text, carrier=carrier)


def _bus_rows(site: Site) -> Iterator[tuple[str, str]]:
    for carrier in _carriers(site):
        names = [name for name, bus in site.buses.items() if bus.carrier == carrier]
        yield _of_carrier(say("site-check-buses"), carrier), ", ".join(names)


def _branch_rows(site: Site) -> Iterator[tuple[str, str]]:
    if site.lines:
        yield say("site-check-lines"), str(len(site.lines))
    if site.transformers:
        yield say("site-check-transformers"), str(len(site.transformers))


def _capacity_rows(site: Site) -> Iterator[tuple[str, str]]:
    for role in ("renewable", "unit", "store", "load", "tie"):
        for carrier in _carriers(site):
            names = site.of_role(role, carrier)
            if not names:
                continue
            power = sum(_power_mw(site, name) for name in names)
            energy = sum(getattr(site.assets[name], "energy_mwh_max", None) or 0.0 for name in names)
            if role == "store":
                text = say("site-check-mw-mwh", power=_grouped(power), energy=_grouped(energy))
            else:
                text = say("site-check-mw", power=_grouped(power))
            yield _of_carrier(say("site-check-capacity", role=role), carrier), text


def _grouped(value: float) -> str:
    return f"{value:,.6g}" if value else "0"


def _power_mw(site: Site, name: str) -> float:
    """Rated power of an asset, MW; of a load the most that it can take by itself."""
    asset = site.assets[name]
    if asset.power_mw_taken_most is not None:
        return asset.power_mw_taken_most
    demand = getattr(asset, "demand", None)
    if isinstance(demand, Demand):
        if demand.series is not None:
            series = read_series(demand.series, site.text_of(demand.series))
            return float(np.max(series.columns["power_mw"]))
        months = max(demand.monthly_factor, default=1.0)
        return (
            demand.constant_mw if demand.constant_mw is not None else (demand.power_mw_peak or 0.0) * months
        )
    return float(getattr(asset, "power_mw_rated", 0.0))


def _tariff_rows(site: Site) -> Iterator[tuple[str, str]]:
    for tie in site.of_role("tie"):
        tariff = site.tariff_of(tie)
        name = (tariff.title_zh if current_language() == "zh" else tariff.title) or tariff.name
        text = say("site-check-second-hand", name=name) if tariff.is_second_hand else name
        yield say("site-check-tariff"), text


def _origin_rows(site: Site) -> Iterator[tuple[str, str]]:
    counts = Counter(figure.origin for figure in figures(site))
    yield say("site-check-sources"), str(counts["source"])
    yield say("site-check-assumptions"), str(counts["assumption"])
    yield say("site-check-defaults"), str(counts["default"])
    yield say("site-check-unlabelled"), str(counts["none"])
