"""What the lines and transformers of a site must say together with its buses: small checks, one rule each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sites.network import Transformer, loops
from sites.problems import Problem, problem

if TYPE_CHECKING:
    from sites.site import Site

__all__ = ["check_branches", "check_radial"]


def check_branches(site: Site, where: str) -> Iterator[Problem]:
    """Branches end on electric buses of known voltage, the same one where it is a line; each name is used once."""
    for table, branches in (("lines", site.lines), ("transformers", site.transformers)):
        for name, branch in branches.items():
            at = f"{where} [{table}.{name}]"
            is_twice = table == "transformers" and name in site.lines
            if is_twice or name in site.buses or name in site.assets:
                yield problem("network-name-taken", at, found=name)
            ends = (("from_bus", branch.from_bus), ("to_bus", branch.to_bus))
            found = [each for field, bus in ends for each in _end_problems(site, f"{at} {field}", bus)]
            yield from found
            if not found and not isinstance(branch, Transformer):
                one, other = (site.buses[bus].voltage_kv for _, bus in ends)
                if one != other:
                    yield problem("network-line-voltages", at, found=one, other=other)


def _end_problems(site: Site, at: str, bus: str) -> Iterator[Problem]:
    if bus not in site.buses:
        yield problem("site-bus-unknown", at, found=bus, known=", ".join(site.buses))
        return
    about = site.buses[bus]
    if about.carrier != "electricity":
        yield problem("site-bus-carrier", at, bus=bus, found=about.carrier, wanted="electricity")
    elif about.voltage_kv is None:
        yield problem("network-no-voltage", at, bus=bus)


def check_radial(site: Site, where: str) -> Iterator[Problem]:
    """What hangs together is a tree with at most one tie, and the voltage held there is an allowed one."""
    for ring in loops(site):
        table = "lines" if ring[-1] in site.lines else "transformers"
        yield problem("network-loop", f"{where} [{table}.{ring[-1]}]", branches=", ".join(ring))
    for tree in site.trees:
        ties = [name for name in site.of_role("tie") if site.assets[name].bus in tree.buses]
        if len(ties) > 1:
            yield problem("network-two-ties", f"{where} [assets.{ties[1]}] bus", ties=", ".join(ties))
        about = site.buses.get(tree.root)
        low, high = (about.voltage_pu_min or 0.0, about.voltage_pu_max or 2.0) if about else (0.0, 2.0)
        if about and not low <= about.voltage_pu_held <= high:
            at = f"{where} [buses.{tree.root}] voltage_pu_set"
            yield problem("network-set-voltage", at, found=about.voltage_pu_held, low=low, high=high)
