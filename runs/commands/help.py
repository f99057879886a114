"""Help in the language in force: texts from the catalogue, broken by columns of the terminal."""

from __future__ import annotations

from collections.abc import Iterable

import click

from runs.wrapping import display_width, wrapped
from sites.messages import say

__all__ = ["Context", "Formatter", "Told"]

HEADINGS = {
    "Options": "cli-heading-options",
    "Commands": "cli-heading-commands",
    "Positional arguments": "cli-heading-arguments",
}
METAVARS = {"[OPTIONS]": "cli-metavar-options", "COMMAND [ARGS]...": "cli-metavar-command"}
WIDTH_MOST = 100
FIRST_COLUMN_MOST = 30
GAP = 2
CODE_WIDTH = 3


class Formatter(click.HelpFormatter):
    """Help in the language in force, broken into lines by columns of the terminal, not by characters."""

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        super().__init__(indent_increment, width, max_width or WIDTH_MOST)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        lines = wrapped(f"{prefix or say('cli-heading-usage', command=prog)} {args}", self.width - GAP)
        self.write(f"\n{' ' * 2 * GAP}".join(lines) + "\n")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(
            " " * self.current_indent + (say(HEADINGS[heading]) if heading in HEADINGS else heading) + "\n"
        )

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        indent = " " * self.current_indent
        for line in wrapped(text, self.width - self.current_indent):
            self.write(f"{indent}{line}\n")

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = FIRST_COLUMN_MOST,
        col_spacing: int = GAP,
    ) -> None:
        """Write names and what they mean in two columns."""
        table = list(rows)
        first = min(max(display_width(name) for name, _ in table), col_max)
        start = self.current_indent + first + col_spacing
        for name, text in table:
            lines = wrapped(text, max(self.width - start, FIRST_COLUMN_MOST))
            head = " " * self.current_indent + name
            if display_width(name) > first or not lines:
                self.write(head + "\n")
            else:
                self.write(head + " " * (start - display_width(head)) + lines.pop(0) + "\n")
            self.write("".join(f"{' ' * start}{line}\n" for line in lines))


class Told(click.Command):
    """A command that has its texts by key: what it does, and its exit codes."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(str(self.help)))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit codes, a line each: the catalogue has code and meaning in lines below a heading."""
        del ctx
        heading, *lines = say(self.epilog or "cli-exit-codes").splitlines()
        codes = [line.split(maxsplit=1) for line in lines]
        with formatter.section(heading):
            formatter.write_dl([(code.rjust(CODE_WIDTH), meaning) for code, meaning in codes])

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what stands behind the command in the line of usage."""
        pieces = super().collect_usage_pieces(ctx)
        return [say(METAVARS[piece]) if piece in METAVARS else piece for piece in pieces]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("cli-option-help")
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the line in the list of commands."""
        del limit
        return say(str(self.short_help))


class Context(click.Context):
    """A context that formats help with :class:`Formatter`."""

    formatter_class = Formatter
