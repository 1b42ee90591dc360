"""The command for readers who prefer a browser."""

from contextlib import closing, suppress

import click

from commands.options import engine_option
from printing.command_line import Command, say

_NEEDED = frozenset({"babel", "jinja2", "markupsafe", "starlette", "uvicorn"})
_MAX_PORT = 65_535


@click.command(cls=Command, epilog="Example: search_cli.py serve --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, _MAX_PORT),
    help="0: any free one.",
)
@engine_option
def serve(*, host: str, port: int, engine: str) -> None:
    """Search, read and compare in a browser, until Ctrl-C.

    The first line of standard output is the address. By default only this machine can reach it:
    there are no passwords, so with another --host whoever reaches it can read the archive.
    """
    from archive import open_archive
    from archive.data_folder import data_folder

    folder = data_folder()
    open_archive(folder).close()  # what is wrong with it is better told now
    try:
        from webui.serving import Listening
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _NEEDED:
            raise
        message = f"the web pages need {missing}: pip install 'triptych[web]'"
        raise click.ClickException(message) from error
    try:
        listening = Listening(host, port)
    except OSError as error:
        message = f"cannot listen on {host}, port {port}: {error.strerror}: try another --port"
        raise click.ClickException(message) from error
    with suppress(KeyboardInterrupt), closing(listening):
        if not listening.is_loopback:
            say("whoever reaches this address can read the archive", err=True)
        listening.serve(folder, engine, ready=lambda: say(listening.address))
