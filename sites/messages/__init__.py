"""Text for people: one catalogue, two languages, one function.

The catalogue is written in Project Fluent. Every ``*.ftl`` file of a language's folder belongs to that
language's one bundle, so a floor of the house adds its own file (``en/dispatch.ftl`` and ``zh/dispatch.ftl``)
and nothing has to be registered. A key means one message in all files of a language, and stands in every
language.

The language in force is a context variable: :func:`use_language` holds for a ``with`` block,
:func:`set_language` for the rest of the context. Where neither was called it is ``HENGLI_LANG``, else the
system's locale, else English. A new thread starts from that default again.

Figures read the same in both languages: numbers are given to a message without digit grouping, floats with
six significant digits. Whoever needs another format hands over the finished string. Whole numbers stay
selectable, as in ``{ $steps -> [one] one step *[other] { $steps } steps }``.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluent.runtime import FluentBundle

__all__ = ["CatalogueFault", "LANGUAGES", "current_language", "say", "set_language", "use_language"]

LANGUAGES: tuple[str, ...] = ("en", "zh")
"""The languages of the catalogue; each is a folder beside this file."""

_FOLDER = Path(__file__).parent
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_POSITIONAL_FROM, _POSITIONAL_BELOW = 1e-6, 1e12
_chosen: ContextVar[str | None] = ContextVar("hengli_language", default=None)


class CatalogueFault(KeyError):
    """The catalogue and the code do not fit: a fault of the program, never of its user."""

    def __str__(self) -> str:
        """Return the text itself; a plain ``KeyError`` would put it in quotes."""
        return str(self.args[0])


def current_language() -> str:
    """Return the language in force, one of :data:`LANGUAGES`."""
    return _chosen.get() or _default_language()


def set_language(language: str) -> None:
    """Use a language from here on in this context.

    Raises
    ------
    ValueError
        The language is not one of :data:`LANGUAGES`.
    """
    _chosen.set(_checked(language))


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Use a language inside a ``with`` block, then the one before again.

    Raises
    ------
    ValueError
        The language is not one of :data:`LANGUAGES`.
    """
    token = _chosen.set(_checked(language))
    try:
        yield
    finally:
        _chosen.reset(token)


def say(key: str, /, **args: object) -> str:
    """Return the message of a key in the language in force.

    Parameters
    ----------
    key
        Name of the message in the catalogue.
    **args
        The message's variables. Floats are shown with six significant digits, whole numbers plainly, all
        else by ``str``.

    Raises
    ------
    CatalogueFault
        The language has no such message, or the message needs a variable that was not given.
    """
    language = current_language()
    bundle = _bundle(language)
    if not bundle.has_message(key):
        msg = f"no message '{key}' in sites/messages/{language}: add it there, in every language"
        raise CatalogueFault(msg)
    pattern = bundle.get_message(key).value
    if pattern is None:
        msg = f"message '{key}' in sites/messages/{language} has no text of its own, only attributes"
        raise CatalogueFault(msg)
    text, faults = bundle.format_pattern(pattern, {name: _plain(value) for name, value in args.items()})
    if faults:
        reasons = "; ".join(str(fault) for fault in faults)
        msg = f"message '{key}' in sites/messages/{language} cannot be formed: {reasons}"
        raise CatalogueFault(msg)
    return str(text)


def _checked(language: str) -> str:
    if language not in LANGUAGES:
        msg = f"no language '{language}'; there are: {', '.join(LANGUAGES)}"
        raise ValueError(msg)
    return language


def _default_language() -> str:
    """Return the environment's language: ``HENGLI_LANG``, else the locale in POSIX order, else English."""
    for variable in ("HENGLI_LANG", *_LOCALE_VARIABLES):
        value = os.environ.get(variable)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def _plain(value: object) -> object:
    """Return a value as a message shows it, whatever the language."""
    if isinstance(value, Integral) and not isinstance(value, bool):
        from fluent.runtime.types import fluent_number

        return fluent_number(int(value), useGrouping=False)
    if isinstance(value, Real) and not isinstance(value, bool):
        return _figure(float(value))
    return str(value)


def _figure(value: float) -> str:
    """Return six significant digits, with an exponent only where the zeros could not be counted any more."""
    shown = format(value, ".6g")
    if "e" not in shown or not _POSITIONAL_FROM <= abs(value) < _POSITIONAL_BELOW:
        return shown
    return format(Decimal(shown), "f")


@cache
def _bundle(language: str) -> FluentBundle:
    """Return the bundle of all ``*.ftl`` files of a language.

    Fluent itself skips what it cannot parse and keeps the first of two equal keys; both would hide a mistake,
    so both are refused here.
    """
    from fluent.runtime import FluentBundle, FluentResource
    from fluent.syntax.ast import Junk, Message, Term

    bundle = FluentBundle([language], use_isolating=False)
    seen: dict[str, str] = {}
    for path in sorted((_FOLDER / language).glob("*.ftl")):
        resource = FluentResource(path.read_text(encoding="utf-8"))
        for entry in resource.body:
            if isinstance(entry, Junk):
                line = (entry.content or "").strip().partition("\n")[0]
                msg = f"sites/messages/{language}/{path.name}: not Fluent, from: {line}"
                raise CatalogueFault(msg)
            if isinstance(entry, Message | Term):
                name = f"{'-' if isinstance(entry, Term) else ''}{entry.id.name}"
                if name in seen:
                    msg = f"sites/messages/{language}/{path.name}: '{name}' stands in {seen[name]} already"
                    raise CatalogueFault(msg)
                seen[name] = path.name
        bundle.add_resource(resource)
    return bundle
