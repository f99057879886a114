"""Networks that are none: each fault is named with its table and what to do."""

from __future__ import annotations

from typing import Any

import pytest

from sites.problems import Refused
from tests.dispatch.network.feeders import feeder_site
from tests.dispatch.toys import PV, TIE, load

KV = {"voltage_kv": 12.66}
LINE = {"resistance_ohm": 0.1, "reactance_ohm": 0.1, "current_ka_max": 0.4}
TRANSFORMER = {"rated_mva": 2.0, "short_circuit_voltage_frac": 0.06, "short_circuit_loss_mw": 0.02}


def line(one: str, other: str, **changes: Any) -> dict[str, Any]:
    """A line between two buses."""
    return {"from_bus": one, "to_bus": other, **LINE, **changes}


def refused(*args: Any, **changes: Any) -> list[tuple[str, str, str]]:
    """Key, place and text of every problem of a site."""
    with pytest.raises(Refused) as caught:
        feeder_site(*args, **changes)
    return [(each.key, each.where, each.text("en")) for each in caught.value.problems]


def test_a_tree_is_read_from_its_tie() -> None:
    site = feeder_site(
        {"a": KV, "b": KV},
        {"l1": line("b", "a"), "l2": line("a", "main")},
        assets={"works": {**load(1.0), "bus": "b"}},
    )
    (tree,) = site.trees
    assert tree.buses == ("main", "a", "b")
    assert [joint.branch for joint in tree.joints] == ["l2", "l1"]


def test_without_a_tie_a_generator_forms_the_voltage() -> None:
    site = feeder_site(
        {"a": KV, "b": KV},
        {"l1": line("a", "b")},
        assets={"works": {**load(1.0), "bus": "a"}, "roof": {**PV, "bus": "b"}},
    )
    assert [tree.root for tree in site.trees] == ["b"]


def test_a_ring_names_its_branches() -> None:
    found = refused(
        {"a": KV, "b": KV, "c": KV},
        {"l1": line("main", "a"), "l2": line("a", "b"), "l3": line("main", "b"), "l4": line("b", "c")},
        assets={"works": {**load(1.0), "bus": "b"}},
    )
    assert [(key, where) for key, where, _ in found] == [("network-loop", "site.toml [lines.l3]")]
    assert all(name in found[0][2] for name in ("l1", "l2", "l3"))
    assert "l4" not in found[0][2]


def test_parallel_lines_are_a_ring() -> None:
    found = refused(
        {"a": KV}, {"l1": line("main", "a"), "l2": line("a", "main")}, assets={"w": {**load(1.0), "bus": "a"}}
    )
    assert [key for key, *_ in found] == ["network-loop"]


def test_two_ties_close_the_ring_outside() -> None:
    found = refused({"a": KV}, {"l1": line("main", "a")}, assets={"tie2": {**TIE, "bus": "a"}})
    assert [(key, where) for key, where, _ in found] == [("network-two-ties", "site.toml [assets.tie2] bus")]


def test_a_tree_that_nothing_feeds_is_named() -> None:
    found = refused({"a": KV, "b": KV}, {"l1": line("a", "b")}, assets={"works": {**load(1.0), "bus": "b"}})
    assert [key for key, *_ in found] == ["network-unfed"]
    assert "a, b" in found[0][2]


@pytest.mark.parametrize(
    ("buses", "lines", "transformers", "key", "where"),
    [
        ({}, {"l": line("main", "nowhere")}, {}, "site-bus-unknown", "[lines.l] to_bus"),
        ({"a": {}}, {"l": line("main", "a")}, {}, "network-no-voltage", "[lines.l] to_bus"),
        ({"a": {"voltage_kv": 0.4}}, {"l": line("main", "a")}, {}, "network-line-voltages", "[lines.l]"),
        ({"a": KV}, {"a": line("main", "a")}, {}, "network-name-taken", "[lines.a]"),
        (
            {"a": KV, "b": KV},
            {"l": line("main", "a")},
            {"l": {"from_bus": "main", "to_bus": "b", **TRANSFORMER}},
            "network-name-taken",
            "[transformers.l]",
        ),
        (
            {"a": {**KV, "carrier": "heat"}},
            {"l": line("main", "a")},
            {},
            "site-bus-carrier",
            "[lines.l] to_bus",
        ),
        ({"a": KV}, {"l": line("a", "a")}, {}, "network-one-end", "[lines] l"),
        (
            {"a": KV},
            {"l": line("main", "a", resistance_ohm=0.0, reactance_ohm=0.0)},
            {},
            "network-no-impedance",
            "[lines] l",
        ),
        (
            {"a": KV},
            {},
            {"t": {"from_bus": "main", "to_bus": "a", **TRANSFORMER, "short_circuit_loss_mw": 0.2}},
            "network-copper-loss",
            "[transformers] t",
        ),
    ],
)
def test_what_a_branch_must_say(buses: Any, lines: Any, transformers: Any, key: str, where: str) -> None:
    found = refused(buses, lines, transformers, {"works": load(1.0)})
    assert (key, f"site.toml {where}") in [(each, place) for each, place, _ in found]


def test_a_held_voltage_lies_within_the_limits_of_its_bus() -> None:
    found = refused(
        {"main": {**KV, "voltage_pu_set": 1.06, "voltage_pu_max": 1.05}, "a": KV},
        {"l": line("main", "a")},
        assets={"works": {**load(1.0), "bus": "a"}},
    )
    assert [(key, where) for key, where, _ in found] == [
        ("network-set-voltage", "site.toml [buses.main] voltage_pu_set")
    ]
