"""Text in columns of a terminal, where a Chinese character takes two places and may stand beside any other.

A line breaks at spaces and between Chinese characters, never inside a Latin word or a number. No line begins with
closing punctuation or ends with an opening bracket (the rule of Chinese and Japanese typesetting, GB/T 15834).
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["display_width", "wrapped"]

NEVER_FIRST = frozenset("，。、；：！？）》」』】〉”’…,.;:!?)]}%")
NEVER_LAST = frozenset("（《「『【〈“‘([{")


def display_width(text: str) -> int:
    """Return how many columns a text takes in a terminal."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of at most so many columns.

    Parameters
    ----------
    text
        One paragraph; line breaks in it count as spaces.
    width
        Columns of a line. A word that is longer than a line stands alone on one and sticks out.
    """
    lines: list[str] = []
    current = ""
    for gap, piece in _pieces(text):
        longer = current + gap + piece
        if current and display_width(longer) > width:
            lines.append(current)
            current = piece
        else:
            current = longer if current else piece
    return [*lines, current] if current else lines


def _pieces(text: str) -> list[tuple[str, str]]:
    """What may not be broken, each with the gap before it: a space or nothing."""
    pieces: list[tuple[str, str]] = []
    for place, word in enumerate(re.split(r"\s+", text.strip())):
        gap = " " if place else ""
        for atom in _atoms(word):
            is_joined = not gap and pieces and (atom[0] in NEVER_FIRST or pieces[-1][1][-1] in NEVER_LAST)
            if is_joined:
                before, piece = pieces[-1]
                pieces[-1] = (before, piece + atom)
            else:
                pieces.append((gap, atom))
            gap = ""
    return pieces


def _atoms(word: str) -> list[str]:
    """Chinese characters one by one, and the runs of all else between them."""
    atoms: list[str] = []
    is_run = False
    for character in word:
        if _width(character) == 1 and is_run:
            atoms[-1] += character
        else:
            atoms.append(character)
        is_run = _width(character) == 1
    return atoms
