"""Lines of help: no word is broken, none begins with closing punctuation, and none is too wide."""

from __future__ import annotations

import re

import pytest

from runs.cli import run as command
from runs.commands import hengli
from runs.wrapping import NEVER_FIRST, NEVER_LAST, display_width, wrapped
from tests.runs.test_cli import every_command

TEXT = "日初状态，JSON，格式同运行的 state.json。默认：HENGLI_ARCHIVE，否则为（源码目录中的）runs/archive，共 50 km。"


def words(text: str) -> list[str]:
    """Return the Latin words of a text."""
    return re.findall(r"[\w./-]+", re.sub(r"[^\x00-\x7f]", " ", text))


@pytest.mark.parametrize("width", range(16, 60))
def test_chinese_breaks_between_characters_and_never_inside_a_word(width: int) -> None:
    lines = wrapped(TEXT, width)
    assert "".join(lines).replace(" ", "") == TEXT.replace(" ", "")
    assert [word for line in lines for word in words(line)] == words(TEXT)
    assert all(display_width(line) <= width for line in lines)
    assert not any(line[0] in NEVER_FIRST or line[-1] in NEVER_LAST for line in lines)


def test_latin_text_breaks_at_spaces_only() -> None:
    assert wrapped("one (two) day-ahead  three", 9) == ["one (two)", "day-ahead", "three"]
    assert wrapped("a very-long-word b", 6) == ["a", "very-long-word", "b"]
    assert wrapped(" ", 6) == []


@pytest.mark.parametrize("columns", ["70", "80", "120"])
@pytest.mark.parametrize("path", every_command(hengli), ids=" ".join)
def test_every_chinese_help_fits_and_has_no_english_headings(
    path: tuple[str, ...], columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    command(["--lang", "zh", *path, "--help"])
    text = capsys.readouterr().out
    for line in text.splitlines():
        assert display_width(line) <= int(columns), line
        assert line.strip()[:1] not in NEVER_FIRST - {""} or not line.strip(), line
    assert not re.search(r"Usage|OPTIONS|Options|ARGS|COMMAND|Arguments", text)
    assert text.startswith("用法：hengli")


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        (("day-ahead",), {"0", "1", "2", "3", "130"}),
        (("check",), {"0", "1", "2", "3", "130"}),
        (("runs", "list"), {"0", "2", "3", "130"}),
        (("runs", "issue"), {"0", "2", "3", "130"}),
        (("site", "check"), {"0", "2", "3", "130"}),
    ],
)
def test_help_names_the_exit_codes_that_can_occur(
    path: tuple[str, ...], codes: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    command([*path, "--help"])
    assert set(re.findall(r"^ *(\d+)  ", capsys.readouterr().out, re.MULTILINE)) == codes
