"""The message catalogue and the code fit: same keys and variables in both languages, none missing or idle."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fluent.syntax import FluentParser, visitor
from fluent.syntax import ast as ftl
from jinja2 import Environment, nodes

from sites.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("sites", "forecasts", "dispatch", "runs")
TEMPLATES = {".html", ".j2"}
CALLS = {"say", "problem", "Problem"}

COMPUTED_PREFIXES: tuple[str, ...] = (
    "audit-",
    "cause-",
    "clause-",
    "cleaned-",
    "collision-",
    "cost-",
    "quantity-",
    "type-",
)
"""Beginnings of keys that the code puts together (``say(f"kpi-{name}")``), each with the place."""

SAME_IN_BOTH: tuple[str, ...] = ()
"""Keys whose text is the same in every language, such as a unit or a name that has no translation."""


@dataclass(frozen=True)
class Call:
    """A place in the code that names a message: its key, or the beginning of a computed one."""

    place: str
    key: str
    computed: bool = False
    given: frozenset[str] | None = (
        None  # names of the variables, None where they cannot be read from the source
    )


class _Inside(visitor.Visitor):
    """Collects the variables, the references and the literal text of one message."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.references: set[str] = set()
        self.text = ""

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802  (Fluent's visitor names it)
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:  # noqa: N802  (as above)
        self.references.add(node.id.name)

    def visit_TextElement(self, node: ftl.TextElement) -> None:  # noqa: N802  (as above)
        self.text += node.value


@cache
def entries(language: str) -> list[tuple[str, _Inside]]:
    """Return all messages of a language, one after the other, twice if they stand twice."""
    found = []
    for path in sorted((ROOT / "sites" / "messages" / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{language}/{path.name}: not Fluent: {entry.content}"
            if isinstance(entry, ftl.Message):
                inside = _Inside()
                inside.visit(entry)
                found.append((entry.id.name, inside))
    return found


def variables(key: str, language: str) -> set[str]:
    """Return the variables that a message needs, those of messages inside it included."""
    inside = dict(entries(language))[key]
    return inside.variables.union(*(variables(each, language) for each in inside.references))


def python_calls(source: str, place: str) -> Iterator[Call]:
    """Yield every call in a Python source that names a message."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "key"), None)
        if name not in CALLS or first is None:
            continue
        given = _given_to_problem(node) if name == "Problem" else _given(node)
        if given is not None and name == "problem":
            given -= {"where"}
        yield from _keys(first, f"{place}:{node.lineno}", given)


def _keys(node: ast.expr, place: str, given: frozenset[str] | None) -> Iterator[Call]:
    """Yield the keys that an expression can be; a plain name is somebody else's to check."""
    if isinstance(node, ast.IfExp):
        yield from _keys(node.body, place, given)
        yield from _keys(node.orelse, place, given)
    elif isinstance(node, ast.Constant):
        yield Call(place, str(node.value), given=given)
    elif isinstance(node, ast.JoinedStr):
        head = node.values[0] if node.values else None
        yield Call(place, str(head.value) if isinstance(head, ast.Constant) else "", computed=True)


def _given(node: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in node.keywords]
    return None if None in names else frozenset(name for name in names if name)


def _given_to_problem(node: ast.Call) -> frozenset[str] | None:
    """Return the variables of ``Problem(key, where, {...})`` where the mapping is written out."""
    mapping = (
        node.args[2]
        if len(node.args) > 2
        else next((k.value for k in node.keywords if k.arg == "args"), None)
    )
    if mapping is None:
        return frozenset()
    if isinstance(mapping, ast.Dict) and all(isinstance(key, ast.Constant) for key in mapping.keys):
        return frozenset(str(key.value) for key in mapping.keys if isinstance(key, ast.Constant))
    return None


def template_calls(source: str, place: str) -> Iterator[Call]:
    """Yield every ``say(...)`` of a Jinja template."""
    for node in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if isinstance(node.node, nodes.Name) and node.node.name == "say" and node.args:
            given = None if node.dyn_kwargs else frozenset(keyword.key for keyword in node.kwargs)
            where = f"{place}:{node.lineno}"
            first = node.args[0]
            if isinstance(first, nodes.Const):
                yield Call(where, str(first.value), given=given)
            elif isinstance(first, nodes.Add | nodes.Concat):
                head = first.left if isinstance(first, nodes.Add) else first.nodes[0]
                yield Call(where, str(head.value) if isinstance(head, nodes.Const) else "", computed=True)


def sources(suffixes: set[str]) -> Iterator[tuple[str, str]]:
    """Yield path and text of the four floors' files with one of some suffixes, archived runs left out."""
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*")):
            place = path.relative_to(ROOT)
            if path.suffix in suffixes and place.parts[:2] != ("runs", "archive"):
                yield str(place), path.read_text(encoding="utf-8")


@cache
def calls() -> list[Call]:
    """Return every place of the four floors that names a message."""
    python = [call for place, text in sources({".py"}) for call in python_calls(text, place)]
    return python + [call for place, text in sources(TEMPLATES) for call in template_calls(text, place)]


@cache
def words() -> set[str]:
    """Return every string literal of code and templates: a key may come through a table or a variable."""
    found = {call.key for call in calls() if not call.computed}
    for _, text in sources({".py"}):
        literals = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
        found.update(value for value in literals if isinstance(value, str))
    for _, text in sources(TEMPLATES):
        constants = Environment(autoescape=True).parse(text).find_all(nodes.Const)
        found.update(node.value for node in constants if isinstance(node.value, str))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_stands_once(language: str) -> None:
    counts = Counter(key for key, _ in entries(language))
    assert [key for key, count in counts.items() if count > 1] == []


def test_both_languages_have_the_same_keys() -> None:
    english, chinese = ({key for key, _ in entries(language)} for language in ("en", "zh"))
    assert english - chinese == set(), "missing in zh"
    assert chinese - english == set(), "missing in en"


def test_both_languages_use_the_same_variables() -> None:
    shared = dict(entries("en")).keys() & dict(entries("zh")).keys()
    assert [key for key in sorted(shared) if variables(key, "en") != variables(key, "zh")] == []


def test_chinese_is_chinese() -> None:
    wrong = []
    for key, inside in entries("zh"):
        has_letters = re.search(r"[^\W\d_]", inside.text) is not None
        has_chinese = re.search(r"[\u4e00-\u9fff]", inside.text) is not None
        if has_letters and has_chinese == (key in SAME_IN_BOTH):
            wrong.append(key)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_in_the_code_stands_in_the_catalogue(language: str) -> None:
    known = {key for key, _ in entries(language)}
    assert [
        f"{call.place}: {call.key}" for call in calls() if not call.computed and call.key not in known
    ] == []


def test_every_call_gives_what_its_message_needs() -> None:
    known = {key for key, _ in entries("en")}
    lacking = [
        f"{call.place}: {call.key} lacks {sorted(missing)}"
        for call in calls()
        if not call.computed and call.given is not None and call.key in known
        if (missing := variables(call.key, "en") - call.given)
    ]
    assert lacking == []


def test_every_computed_key_has_a_listed_prefix() -> None:
    unlisted = [
        f"{call.place}: {call.key}..."
        for call in calls()
        if call.computed and not call.key.startswith(COMPUTED_PREFIXES or ("\0",))
    ]
    assert unlisted == []


def test_every_listed_prefix_and_exception_is_needed() -> None:
    computed = [call.key for call in calls() if call.computed]
    known = {key for key, _ in entries("en")}
    idle = [each for each in COMPUTED_PREFIXES if not any(key.startswith(each) for key in computed)]
    empty = [each for each in COMPUTED_PREFIXES if not any(key.startswith(each) for key in known)]
    assert (idle, empty, set(SAME_IN_BOTH) - known) == ([], [], set())


def test_every_message_is_used() -> None:
    referred = {
        name for language in LANGUAGES for _, inside in entries(language) for name in inside.references
    }
    used = words() | referred
    left = [
        key
        for key, _ in entries("en")
        if key not in used and not key.startswith(COMPUTED_PREFIXES or ("\0",))
    ]
    assert left == []


def test_calls_are_read_from_python() -> None:
    source = """
say("a", x=1)
messages.say("b" if odd else "c", **more)
problem("d", "site.toml", found=1)
problem("e", where="site.toml", found=1)
Problem("f", "site.toml", {"found": 1})
Problem(key="g", args=given)
say(f"kpi-{name}")
say(name)
"""
    assert set(python_calls(source, "m.py")) == {
        Call("m.py:2", "a", given=frozenset({"x"})),
        Call("m.py:3", "b"),
        Call("m.py:3", "c"),
        Call("m.py:4", "d", given=frozenset({"found"})),
        Call("m.py:5", "e", given=frozenset({"found"})),
        Call("m.py:6", "f", given=frozenset({"found"})),
        Call("m.py:7", "g"),
        Call("m.py:8", "kpi-", computed=True),
    }


def test_calls_are_read_from_templates() -> None:
    source = (
        "<p>{{ say('a', x=1) }}</p>\n{% if y %}{{ say('kpi-' ~ name) }}{{ say('part-' + name) }}{% endif %}"
    )
    assert set(template_calls(source, "t.html")) == {
        Call("t.html:1", "a", given=frozenset({"x"})),
        Call("t.html:2", "kpi-", computed=True),
        Call("t.html:2", "part-", computed=True),
    }
