"""Command line of the replica: ``python -m replica serve``, ``python -m replica demo``.

The first line of ``serve`` on standard output is JSON, the address of each edition. It ends on
SIGTERM or SIGINT.
"""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Iterable, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TextIO

from replica.content import Page
from replica.demo import run_demo
from replica.faults import FaultError, Faults, describe
from replica.records import RecordError, read_files
from replica.server import serving
from replica.stories import NEWSROOM, read_stories
from replica.tellings import read_extras, read_newsroom


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status: 0 ended by signal, 1 failed, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    if options.command == "demo":
        return run_demo(serve=options.serve)
    try:
        faults = Faults(options.fault)
        with options.log.open("a", encoding="utf-8") if options.log else nullcontext() as log:
            asyncio.run(_serve(_pages(options), faults, options.port_base, log))
    except FaultError as error:
        print(f"replica: {error}", file=sys.stderr)
        return 2
    except (OSError, RecordError) as error:
        print(f"replica: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="replica", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command", metavar="serve|demo")
    demo = commands.add_parser("demo", help="crawl the replica, search and compare what was found")
    demo.add_argument("--serve", action="store_true", help="end with the pages in a browser")
    serve = commands.add_parser(
        "serve",
        help="serve the three editions on ports of 127.0.0.1",
        epilog=f"faults:\n{describe()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    serve.add_argument(
        "--articles",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE",
        help="JSON Lines, plain or gzipped, to serve instead of the newsroom and the extras",
    )
    serve.add_argument("--newsroom", type=Path, default=NEWSROOM, help="folder of stories")
    serve.add_argument("--fault", action="append", default=[], metavar="NAME[=VALUE]")
    serve.add_argument("--port-base", type=int, default=0, metavar="N", help="0: any free ports")
    serve.add_argument(
        "--log", type=Path, metavar="FILE", help="write a line of JSON for each request"
    )
    return parser


def _pages(options: argparse.Namespace) -> Iterable[Page]:
    if options.articles:
        return read_files(options.articles)
    return [*read_newsroom(read_stories(options.newsroom)), *read_extras()]


async def _serve(pages: Iterable[Page], faults: Faults, port_base: int, log: TextIO | None) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, ended.set)
    async with serving(pages, faults, port_base, log) as addresses:
        print(json.dumps(addresses), flush=True)
        await ended.wait()


if __name__ == "__main__":
    sys.exit(main())
