"""A site that means harm: ``--fault hostile``.

Between the edition's own pages its sitemaps list an address for each case of :data:`PAGES`, and
those of :data:`LISTED`, which are no addresses of its own; its index lists :data:`SITEMAPS`.
"""

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from xml.sax.saxutils import escape

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from replica.hostile_answers import raw, redirect, stream, whole
from replica.hostile_pages import TEXTS, article, packed_bomb

PREFIX = "/news/politics/hostile-"
"""The path of a case, but for its name."""
SITEMAP_PREFIX = "/sitemaps/all/hostile-"
MEGABYTE = 2**20
_LOC = re.compile(r"<loc>(https?://[^/<]+)([^<]*)</loc>")
_MONTH = re.compile(r"/sitemap-\d+-(\d+)\.xml\Z")
_MONTHS = 12
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_OPEN = article("half").partition("</body>")[0].encode()
_DATED = "<url><loc>{}</loc><lastmod>{}</lastmod></url>"
_TIMES = ("1970-01-01", "2099-12-31T23:59:59+02:00", "0000-00-00", "99999-1-1", "now", "\u202e")
_ROW = b"<url><loc>%s</loc></url>\n"
_ROBOTS = (
    b"\xff\xfe\x00 junk \x1b[31m\nUser-agent: *\nCrawl-delay: nan\nCrawl-delay: -1\nAllow: /\n"
    b"Sitemap: javascript:alert(1)\nSitemap: https://elsewhere.example/sitemap.xml\n"
    b"Disallow: /" + b"x" * MEGABYTE + b"\n" + b"Disallow: /*zq*zq*zq*zq*zq\n" * 1000
)


def _encoded(name: str, body: bytes) -> Handler:
    return whole(body, headers={"Content-Encoding": name})


def _bomb(name: str) -> Handler:
    return _encoded(name, packed_bomb(name))


def _text(text: Callable[[], str | bytes] | tuple[str | bytes, str]) -> Handler:
    return whole(*text) if isinstance(text, tuple) else whole(text())


def _with_length(told: int, body: bytes) -> bytes:
    return _HEAD + f"Content-Length: {told}\r\n\r\n".encode() + body


def _whole_answer(name: str) -> bytes:
    body = article(name).encode()
    return _with_length(len(body), body)


def _status(status: int) -> Handler:
    line = f"HTTP/1.1 {status} Odd\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"
    return raw(line.encode())


@cache
def _million_elsewhere() -> bytes:
    rows = (_ROW % b"https://elsewhere.example/a-b-%d" % n for n in range(1_000_000))
    return gzip.compress(b"<urlset>" + b"".join(rows), 1)


PAGES: Mapping[str, Callable[[], Handler]] = {
    # --- Too much, too slow, too little -------------------------------------------------------
    "megabytes": lambda: stream(b" " * MEGABYTE, count=100, length=100 * MEGABYTE),
    "megabytes-in-chunks": lambda: stream(_OPEN, b"<p>More." * 2**13, count=1600),
    "endless": lambda: stream(_OPEN, b"<p>More of it.</p>" * 2**10),
    "slow-drip": lambda: stream(_OPEN, b".", pause_s=0.2),
    "silence": lambda: raw(stays=True),
    "silence-after-head": lambda: raw(_HEAD + b"Content-Length: 5000\r\n\r\n", stays=True),
    "hang-up": raw,
    "cut-in-head": lambda: raw(_HEAD),
    "cut-in-body": lambda: raw(_with_length(60_000, _OPEN)),
    "cut-in-chunk": lambda: raw(_HEAD + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n" + _OPEN),
    "shorter-than-told": lambda: raw(_with_length(40, _OPEN)),
    "second-answer": lambda: raw(_whole_answer("first") + _whole_answer("second"), stays=True),
    # --- No HTTP, or hardly -------------------------------------------------------------------
    "no-http": lambda: raw(b"220 mail.example ESMTP\r\n\r\n"),
    "binary": lambda: raw(bytes(range(256)) * 100),
    "version-nine": lambda: raw(_whole_answer("nine").replace(b"HTTP/1.1", b"HTTP/9.9")),
    "status-in-words": lambda: raw(b"HTTP/1.1 fine OK\r\n\r\n"),
    "two-lengths": lambda: raw(_HEAD + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n12345"),
    "negative-length": lambda: raw(_HEAD + b"Content-Length: -5\r\n\r\n12345"),
    "endless-length": lambda: raw(_HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n"),
    "bad-chunk": lambda: raw(_HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n0\r\n\r\n"),
    "endless-chunk-line": lambda: raw(
        _HEAD + b"Transfer-Encoding: chunked\r\n\r\n", repeated=b"0" * 2**14
    ),
    # --- Headers ------------------------------------------------------------------------------
    "long-header": lambda: raw(_HEAD + b"X-Long: " + b"x" * MEGABYTE + b"\r\n\r\n", stays=True),
    "long-status-line": lambda: raw(b"HTTP/1.1 200 " + b"O" * MEGABYTE, stays=True),
    "many-headers": lambda: raw(_HEAD + b"X-Many: x\r\n" * 100_000 + b"\r\n" + _OPEN),
    "endless-headers": lambda: raw(_HEAD, repeated=b"X-More: y\r\n" * 2**10),
    "endless-folded-header": lambda: raw(_HEAD + b"X-Folded: y\r\n", repeated=b" y\r\n" * 2**10),
    "odd-header-name": lambda: raw(_HEAD + b"X-\x1b[31m: x\r\n\r\n" + _OPEN),
    "odd-headers": lambda: raw(
        _HEAD + b"X-Odd: \x1b[2J\x00\xff\r\nETag: \x9b\x07" + b"e" * 5000 + b"\r\n"
        b"Last-Modified: never\r\nno colon\r\n\r\n" + article("odd-headers").encode()
    ),
    "cookies": lambda: raw(
        _HEAD
        + b"".join(b"Set-Cookie: c%d=1; Path=/\r\n" % n for n in range(500))
        + b"\r\n"
        + article("cookies").encode()
    ),
    # --- Statuses -----------------------------------------------------------------------------
    **{f"status-{n}": partial(_status, n) for n in (204, 206, 300, 304, 401, 418, 500, 999)},
    "status-000": lambda: raw(b"HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n"),
    "status-101": lambda: raw(b"HTTP/1.1 101 Switch\r\nUpgrade: x\r\n\r\n", stays=True),
    "early-hints": lambda: raw(b"HTTP/1.1 103 Early\r\n\r\n" * 3 + _whole_answer("early-hints")),
    "endless-hints": lambda: raw(repeated=b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n"),
    # --- Redirects ----------------------------------------------------------------------------
    "to-itself": lambda: redirect(f"{PREFIX}to-itself"),
    "to-and": lambda: redirect(f"{PREFIX}fro", 301),
    "fro": lambda: redirect(f"{PREFIX}to-and", 308),
    "to-file": lambda: redirect("file:///etc/hostname"),
    "to-ftp": lambda: redirect("ftp://elsewhere.example/x"),
    "to-javascript": lambda: redirect("javascript:alert(1)"),
    "to-data": lambda: redirect("data:text/html,<h1>x</h1>"),
    "to-elsewhere": lambda: redirect("https://elsewhere.example/x"),
    "to-own-network": lambda: redirect("http://169.254.169.254/latest/meta-data/"),
    "to-user": lambda: redirect("https://english.almayadeen.net@elsewhere.example/"),
    "to-long": lambda: redirect("/" + "x" * 10_000),
    "to-controls": lambda: redirect(b"/\x1b[31m\x00\xff\xfe"),
    "to-nowhere": lambda: raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"),
    "to-nothing": lambda: redirect(""),
    # --- What it says it is -------------------------------------------------------------------
    "pdf": lambda: whole(b"%PDF-1.7\n1 0 obj <p>", "application/pdf"),
    "pdf-as-page": lambda: whole(b"%PDF-1.7\n1 0 obj <p>"),
    "json": lambda: whole('{"title": "<h1>x</h1>"}', "application/json"),
    "image-as-page": lambda: whole(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR<p>"),
    "page-as-image": lambda: whole(article("page-as-image"), "image/png"),
    "no-type": lambda: whole(article("no-type"), None),
    "nonsense-type": lambda: raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: \x1b/;;charset=klingon;=;\r\n\r\n"
        + article("nonsense-type").encode()
    ),
    "plain-text": lambda: whole(article("plain-text"), "text/plain; charset=utf-8"),
    "empty": lambda: whole(b""),
    # --- How it is packed ---------------------------------------------------------------------
    **{f"{name}-bomb": partial(_bomb, name) for name in ("gzip", "deflate", "br", "zstd")},
    "gzip-of-gzip-bomb": lambda: _encoded("gzip, gzip", packed_bomb("gzip", "gzip")),
    "gzip-a-thousand-times": lambda: _encoded(", ".join(["gzip"] * 1000), packed_bomb("gzip")),
    **{
        f"no-{name}": partial(_encoded, name, article(f"no-{name}").encode())
        for name in ("gzip", "deflate", "br", "zstd")
    },
    "unknown-packing": lambda: _encoded("rot13", article("unknown-packing").encode()),
    # --- What it holds ------------------------------------------------------------------------
    **{name: partial(_text, text) for name, text in TEXTS.items()},
}
"""What is answered, by the name of the case."""

LISTED: Mapping[str, str] = {
    "javascript": "javascript:alert('x')",
    "data": "data:text/html,<h1>x</h1>",
    "file": "file:///etc/hostname",
    "mail": "mailto:desk@elsewhere.example",
    "ftp": "ftp://elsewhere.example/a-b-c",
    "no-scheme": "//elsewhere.example/news/a-b-c",
    "elsewhere": "https://elsewhere.example/news/politics/a-b-c",
    "own-network": "http://169.254.169.254/latest/meta-data/",
    "look-alike": "{origin}.elsewhere.example/news/politics/a-b-c",
    "user": "https://{host}@elsewhere.example/news/politics/a-b-c",
    "port": "{origin}:99999/news/politics/a-b-c",
    "broken-host": "https://[::1/news/politics/a-b-c",
    "long": "{origin}/news/politics/" + "long-" * 2000,
    "controls": "\x9b31m\u202ejavascript:x",
}
"""Addresses that are none of the edition's, as a sitemap lists them."""

OWN: Mapping[str, str] = {
    "with-user": "https://user:secret@{host}" + PREFIX + "plain",
    "as-http": "http://{host}:80" + PREFIX + "plain?utm_source=x#top",
    "wide": "{origin}/news/politics/" + "\U0001f3f4" * 1_900,
    "with-controls": "{origin}" + PREFIX + "a\u202eb\x9bc%0d%0ad%00e",
}
"""Odd ways to write addresses of the edition's own; two of them are that of a case."""

_ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "haha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(9))
    + b"]><urlset><url><loc>https://elsewhere.example/&j;</loc></url></urlset>"
)
_XML = "application/xml"
SITEMAPS: Mapping[str, Callable[[str], Handler]] = {
    "gzip-bomb.xml.gz": lambda _: whole(packed_bomb("gzip"), "application/gzip"),
    "packed-bomb.xml": lambda _: whole(packed_bomb("br"), _XML, headers={"Content-Encoding": "br"}),
    "entities.xml": lambda _: whole(_ENTITIES, _XML),
    "million.xml": lambda origin: stream(
        b"<urlset>", _ROW % f"{origin}{PREFIX}plain".encode() * 1000, count=1000, content_type=_XML
    ),
    "million-elsewhere.xml.gz": lambda _: whole(_million_elsewhere(), "application/gzip"),
    "depth.xml": lambda _: whole(b"<url>" * 200_000, _XML),
    "dated.xml": lambda origin: whole(
        "<urlset>"
        + "".join(_DATED.format(f"{origin}{PREFIX}plain", each) for each in _TIMES)
        + "</urlset>",
        _XML,
    ),
    "invalid-utf8.xml": lambda origin: whole(
        b"<urlset>" + _ROW % f"{origin}{PREFIX}plain".encode() + b"<x>\xff\xe2\x00</x></urlset>",
        _XML,
    ),
    "utf16.xml": lambda origin: whole(
        f"<urlset><url><loc>{origin}{PREFIX}plain</loc></url></urlset>".encode("utf-16"), _XML
    ),
    "endless.xml": lambda origin: stream(
        b"<urlset>", _ROW % f"{origin}{PREFIX}plain".encode() * 1000, content_type=_XML
    ),
    "slow.xml": lambda _: stream(b"<urlset>", b" ", pause_s=0.2, content_type=_XML),
    "silent.xml": lambda _: raw(stays=True),
    "page.xml": lambda _: whole(article("page")),
    "status.xml": lambda _: _status(500),
    "not-changed.xml": lambda _: _status(304),
    "loop.xml": lambda _: redirect(f"{SITEMAP_PREFIX}loop.xml"),
    "elsewhere.xml": lambda _: redirect("https://elsewhere.example/sitemap.xml"),
    "index.xml": lambda origin: whole(
        f"<sitemapindex><sitemap><loc>{origin}{SITEMAP_PREFIX}index.xml</loc></sitemap>"
        "</sitemapindex>",
        _XML,
    ),
}
"""Sitemaps that the index lists, and what is answered, given the edition's origin."""


def hostile() -> Middleware:
    """Return a middleware that makes a hostile site of an edition."""
    origin = ""

    @web.middleware
    async def harm(request: web.Request, handler: Handler) -> web.StreamResponse:
        nonlocal origin
        path = request.path
        if path == "/robots.txt":
            return web.Response(body=_ROBOTS, content_type="text/plain")
        if path.startswith(SITEMAP_PREFIX):
            return await SITEMAPS[path.removeprefix(SITEMAP_PREFIX)](origin)(request)
        if make := PAGES.get(path.removeprefix(PREFIX)):
            return await make()(request)
        answer = await handler(request)
        if isinstance(answer, web.Response) and answer.text and path.startswith("/sitemaps/all"):
            found = _LOC.search(answer.text)
            origin = found[1] if found else origin
            answer.text = "".join(_mixed(answer.text, path, origin))
        return answer

    return harm


def locations(month: int, origin: str) -> list[str]:
    """Return the addresses of the cases that the sitemap of a month lists, as it writes them."""
    host = origin.partition("//")[2]
    own = [f"{origin}{PREFIX}{name}" for name in PAGES]
    odd = [each.format(origin=origin, host=host) for each in (*LISTED.values(), *OWN.values())]
    return [*own, *odd][month - 1 :: _MONTHS]


def _mixed(text: str, path: str, origin: str) -> Iterator[str]:
    """Yield a sitemap with the hostile addresses between its own."""
    month = _MONTH.search(path)
    if month is None:
        names = [path, *(SITEMAP_PREFIX + name for name in SITEMAPS)]
        more = [f"<sitemap><loc>{origin}{name}</loc></sitemap>" for name in names]
    else:
        more = [
            f"<url><loc>{escape(each)}</loc></url>" for each in locations(int(month[1]), origin)
        ]
    lines = text.splitlines(keepends=True)
    yield from lines[:2]
    for line in lines[2:-1]:
        yield line
        yield from more[:2]
        del more[:2]
    yield from more
    yield lines[-1]
