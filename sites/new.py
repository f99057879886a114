"""A site of the user's own to begin with: the commented starting file, or a copy of a worked example."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from pathlib import Path

from sites.base import NAME_LENGTH_MOST, NAME_PATTERN
from sites.explain import near_miss
from sites.problems import Problem, Refused, Trouble, problem
from sites.reading import examples

__all__ = ["copy_example", "new_site"]

STARTER = Path(__file__).parent / "starter"
SITE = "site.toml"
FOLDER = "examples/"
NAME_LINE = re.compile(r'^name = ".*?"', re.MULTILINE)


def new_site(name: str, folder: str | Path) -> Path:
    """Write a starting site file and the files that it names.

    Parameters
    ----------
    name : str
        The site's name: letters, digits, ``-`` and ``_``.
    folder : str or Path
        Where to; made if it is not there.

    Returns
    -------
    Path
        The site file, ``folder/site.toml``.

    Raises
    ------
    Refused
        Where the name cannot be used or a file is there already; nothing is written then.
    Trouble
        Where the folder cannot be written.
    """
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(STARTER.glob("*.*"))}
    return _written(name, Path(folder), {file: text.replace("@NAME@", name) for file, text in texts.items()})


def copy_example(name: str, example: str, folder: str | Path) -> Path:
    """Write a copy of a worked example, under a name of the user's own, with the files that it names.

    Parameters
    ----------
    name : str
        The new site's name.
    example : str
        ``"thermal"`` or ``"examples/thermal"``.
    folder : str or Path
        Where to; made if it is not there.

    Returns
    -------
    Path
        The site file, ``folder/site.toml``.

    Raises
    ------
    Refused
        Where there is no such example, or as `new_site` says; nothing is written then.
    Trouble
        Where the folder cannot be written; nothing is left of it then.
    """
    known = examples()
    wanted = example if example.startswith(FOLDER) else FOLDER + example
    if wanted not in known:
        names = [each.removeprefix(FOLDER) for each in known]
        near = near_miss(example.removeprefix(FOLDER), names)
        about = {"found": example, "known": ", ".join(names)}
        raise Refused(
            problem("new-example", "--example", **about)
            if near is None
            else problem("new-example-near", "--example", near=near, **about)
        )
    origin = known[wanted].parent
    files = [path for path in sorted(origin.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    texts = {path.relative_to(origin).as_posix(): path.read_text(encoding="utf-8") for path in files}
    texts[SITE] = NAME_LINE.sub(f'name = "{name}"', texts[SITE], count=1)
    return _written(name, Path(folder), texts)


def _written(name: str, target: Path, texts: Mapping[str, str]) -> Path:
    """Write the files of a site into a folder, all of them or none."""
    problems: list[Problem] = []
    if not re.match(NAME_PATTERN, name) or len(name) > NAME_LENGTH_MOST:
        problems.append(problem("new-name", found=name))
    problems += [
        problem("file-exists", file=str(target / file)) for file in texts if (target / file).exists()
    ]
    if target.exists() and not target.is_dir():
        problems.append(problem("file-exists", file=str(target)))
    if problems:
        raise Refused(problems)
    begun: list[Path] = []
    try:
        for file, text in texts.items():
            path = target / file
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                begun.append(path)
                stream.write(text)
    except OSError as error:
        for path in begun:
            with contextlib.suppress(OSError):
                path.unlink()
        detail = error.strerror or type(error).__name__
        raise Trouble(problem("file-unwritable", str(target), detail=detail)) from None
    return target / SITE
