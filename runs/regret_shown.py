"""What the command line and the report show of regret: a row a day, the sum, and what has to be said about it."""

from __future__ import annotations

from typing import Any

from runs.format import number, percent
from runs.regret_figures import DayRegret, MoneyScore
from runs.shown import aligned
from sites.messages import say

__all__ = ["regret_head", "regret_lines", "regret_part", "regret_rows", "regret_sentence"]

APART = " *"


def regret_head() -> list[str]:
    """Titles of the table's columns."""
    return [
        say("regret-day"),
        say("regret-cost"),
        say("regret-perfect-cost"),
        say("regret-yuan"),
        say("regret-share"),
        say("regret-reference"),
        say("regret-absorbed"),
        say("regret-shaving"),
        say("regret-broken"),
    ]


def regret_rows(score: MoneyScore) -> list[list[str]]:
    """A row a day, and the sum where there are several days."""
    rows = [_row(day) for day in score.days]
    return [*rows, _sum(score)] if len(score.days) > 1 else rows


def _row(day: DayRegret) -> list[str]:
    one, best = day.achieved, day.perfect
    share = None if best.cost_yuan == 0 else day.regret_yuan / abs(best.cost_yuan)
    return [
        f"{day.date}{'' if day.is_comparable else APART}",
        number(one.cost_yuan, 0),
        number(best.cost_yuan, 0),
        _signed(day.regret_yuan),
        percent(share, 2, signed=True),
        _signed(day.reference_regret_yuan),
        _pair(number(one.absorbed_mwh, 2), number(best.absorbed_mwh, 2)),
        _pair(percent(one.shaving_frac, 2), percent(best.shaving_frac, 2)),
        number(one.unserved_mwh + one.over_limit_mwh, 2),
    ]


def _sum(score: MoneyScore) -> list[str]:
    broken = score.total("achieved", "unserved_mwh") + score.total("achieved", "over_limit_mwh")
    absorbed = (number(score.total(which, "absorbed_mwh"), 2) for which in ("achieved", "perfect"))
    return [
        say("regret-total"),
        number(score.total("achieved", "cost_yuan"), 0),
        number(score.total("perfect", "cost_yuan"), 0),
        _signed(score.regret_yuan),
        percent(score.regret_frac, 2, signed=True),
        _signed(score.reference_regret_yuan),
        _pair(*absorbed),
        "",
        number(broken, 2),
    ]


def _pair(one: str, other: str) -> str:
    return f"{one} / {other}"


def _signed(yuan: float | None) -> str:
    return number(yuan, 0, signed=True)


def regret_sentence(score: MoneyScore) -> str:
    """What the forecasts cost against perfect foresight, and what they were worth against persistence."""
    about: dict[str, Any] = {
        "days": len(score.days),
        "regret": number(score.regret_yuan, 0),
        "share": percent(score.regret_frac, 2),
    }
    reference = score.reference_regret_yuan
    if reference is None:
        return say("regret-sentence", **about)
    gain = reference - score.regret_yuan
    key = "regret-sentence-better" if gain >= 0 else "regret-sentence-worse"
    return say(key, **about, reference=number(reference, 0), gain=number(abs(gain), 0))


def regret_lines(score: MoneyScore) -> list[str]:
    """Lines for the command line."""
    notes = [f"  - {note.text()}" for note in score.notes]
    return [
        say("regret-title", site=score.site),
        "",
        *aligned([regret_head(), *regret_rows(score)]),
        "",
        regret_sentence(score),
        say("regret-definition"),
        *(["", say("score-notes"), *notes] if notes else []),
    ]


def regret_part(score: MoneyScore) -> dict[str, Any]:
    """What the report's section is made of."""
    return {
        "title": say("regret-title", site=score.site),
        "sentence": regret_sentence(score),
        "definition": say("regret-definition"),
        "head": regret_head(),
        "rows": regret_rows(score),
        "notes": [note.text() for note in score.notes],
    }
