"""How the command line ends: an error is one line of standard error and an exit status."""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, NoReturn

import click

FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130


def say(text: str, *, err: bool = False) -> None:
    """Print a text that is ready, unless there is none."""
    if text:
        click.echo(text, err=err, color=True)


class Command(click.Command):
    """A command whose foreseen errors become one line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it."""
        from archive import ArchiveError
        from index import QuerySyntaxError, SearchError
        from printing.failures import render_query_failure
        from stories.errors import StoriesError

        try:
            return super().invoke(ctx)
        except QuerySyntaxError as error:
            say(render_query_failure(error.message, error.text, error.position), err=True)
            ctx.exit(WRONG_USAGE)
        except (ArchiveError, SearchError, StoriesError) as error:
            raise click.ClickException(str(error)) from error


class CommandLine(click.Group):
    """A group of commands that ends with a status: 0, 1 failed, 2 wrong usage, 130 interrupted."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run the program and exit."""
        try:
            status = super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            say(error.format_message(), err=True)
            status = WRONG_USAGE
        except click.ClickException as error:
            say(_failure(error), err=True)
            status = error.exit_code
        except click.Abort:
            status = INTERRUPTED
        sys.exit(status or 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; when the reader of its output has gone away, that ends it quietly."""
        with suppress(AttributeError):  # a stand-in for standard output
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            with suppress(OSError):  # what is still buffered goes nowhere, without a complaint
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


class OneOf(click.ParamType[str]):
    """One of some names, which are loaded when they are needed."""

    name = "name"

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self._names = names

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return a known name."""
        names = sorted(self._names())
        if value not in names:
            self.fail(f"{value!r} is not one of {', '.join(names)}", param, ctx)
        return str(value)


def comma_separated(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    """Return the texts of an option that takes several in one, with commas between."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


def show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the program's version and end, if that is wanted."""
    if wanted:
        say(_version())
        ctx.exit()


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version
    from pathlib import Path

    try:
        return version("triptych")
    except PackageNotFoundError:  # run from a checkout
        import tomllib

        project = Path(__file__).resolve().parent.parent / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def _failure(error: click.ClickException) -> str:
    from printing.failures import render_failure

    message = error.format_message()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        message = f"{message.rstrip('.')} (see `{error.ctx.command_path} --help`)"
    return render_failure(message)
