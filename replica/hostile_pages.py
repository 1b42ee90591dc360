"""Pages that mean harm: for :mod:`replica.hostile`."""

import json
import sys
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_PARAGRAPHS = (
    "The ferry to Selun left the old harbour at noon with forty crates of lemons on its deck.",
    "It came back before dusk, and the harbour master wrote both times into his book.",
)
_BOMB_BYTES = 2**27
_PART = 2**20
_BIDI = "\u202eesrever\u202c \u2066isolate\u2069 \u200fmark"
_CONTROLS = "\x1b[2J\x1b]0;owned\x07 \x00\x01\x08\x7f\x9b31m\u0085\u2028\u200b\ufeff"


def article(
    name: str,
    *,
    title: str = "",
    metadata: Mapping[str, Any] | None = None,
    scripts: str | None = None,
    text: str = "",
    head: str = "",
) -> str:
    """Return a page in the site's form.

    Args:
        name: Of the case; in its title and post id, so that no two are one article.
        title: ``""``: one made of the name.
        metadata: More keys of the site's own object.
        scripts: Instead of that object.
        text: Before the paragraphs.
        head: More of it.
    """
    title = title or f"Ferry brings lemons to Selun ({name})"
    own = {"postid": f"hostile-{name}", "title": title, "type": "article", **(metadata or {})}
    if scripts is None:
        scripts = tawsiyat(json.dumps(own, ensure_ascii=False).replace("<", "\\u003c"))
    body = "".join(f"<p>{each}</p>\n" for each in _PARAGRAPHS)
    return (
        f"<!DOCTYPE html>\n<html lang='en'><head>{head}<title>{title}</title>{scripts}</head>\n"
        f"<body><div class='details-white-box'><h1>{title}</h1></div>"
        f"<p class='lg_para summary'>Forty crates came by ferry.</p>"
        f"<div class='p-content'>{text}{body}</div></body></html>\n"
    )


def tawsiyat(json_text: str) -> str:
    """Return the element that holds the site's own object."""
    return f"<script id='tawsiyat-metadata' type='text/tawsiyat'>{json_text}</script>"


@cache
def packed_bomb(*encodings: str) -> bytes:
    """Return 128 MB of nothing, packed once for each of the encodings, innermost first."""
    content = b""
    for number, encoding in enumerate(encodings):
        content = _pack(encoding, content if number else None)
    return content


def _pack(encoding: str, content: bytes | None) -> bytes:
    parts = [content] if content is not None else [b" " * _PART] * (_BOMB_BYTES // _PART)
    if encoding == "zstd":
        return b"".join(map(zstd.compress, parts))
    if encoding == "br":
        packer = brotli.Compressor(quality=1)
        return bytes(b"".join(map(packer.process, parts)) + packer.finish())
    zipper = zlib.compressobj(9, wbits=31 if encoding == "gzip" else 15)
    return b"".join(map(zipper.compress, parts)) + zipper.flush()


def _dated(time: str) -> Callable[[], str]:
    return lambda: article(f"dated-{time[:4]}", metadata={"published_time": time})


def _mixed() -> bytes:
    page = article("mixed-encodings", text="<p>Lemons: \u0644\u064a\u0645\u0648\u0646.</p>" * 3)
    return page.encode() + "<p>\u0644\u064a\u0645\u0648\u0646</p>".encode("windows-1256")


def _arabic(name: str) -> str:
    word = "\u0644\u064a\u0645\u0648\u0646 \u0645\u0646 \u0633\u064a\u0644\u0648\u0646 "
    return article(name, title=word * 4, text=f"<p>{word * 30}.</p>" * 4)


_ODD_ADDRESSES = (
    "javascript:alert(1)",
    "JavaScript&colon;alert(1)",
    "data:text/html,<h1>x</h1>",
    "file:///etc/hostname",
    "//elsewhere.example/news/politics/a-b-c",
    "https://elsewhere.example/news/politics/a-b-c",
    "https://english.almayadeen.net@elsewhere.example/news/politics/a-b-c",
    "http://[::1/news/politics/a-b-c",
    "/news/politics/" + "long-" * 2000,
    "/news/politics/hostile-plain",
)
_ODD_LINKS = "".join(f"<li><a href='{each}'>Lemons</a></li>" for each in _ODD_ADDRESSES)
_ODD_HEAD = "".join(
    f"<link rel='canonical' href='{each}'><meta property='og:url' content='{each}'>"
    f"<meta property='og:image' content='{each}'>"
    for each in _ODD_ADDRESSES[:-3]
)

_HUGE = "\U0001f34b" * 900_000
TEXTS: Mapping[str, Callable[[], str | bytes] | tuple[str | bytes, str]] = {
    "plain": lambda: article("plain"),
    # --- Encodings ----------------------------------------------------------------------------
    "windows-as-utf8": lambda: _arabic("windows-as-utf8").encode("windows-1256"),
    "windows-declared": (
        _arabic("windows-declared").encode("windows-1256"),
        "text/html; charset=windows-1256",
    ),
    "utf16": (article("utf16").encode("utf-16"), "text/html; charset=utf-16"),
    "utf16-as-utf8": lambda: article("utf16-as-utf8").encode("utf-16-le"),
    "utf16-in-meta": (article("utf16-in-meta", head="<meta charset='utf-16'>"), "text/html"),
    "utf7": (article("utf7").replace("<h1>", "+ADw-h1>"), "text/html; charset=utf-7"),
    "invalid-utf8": lambda: article("invalid-utf8").encode().replace(b"lemons", b"le\xffmons\xe2"),
    "mixed-encodings": _mixed,
    # --- Characters ---------------------------------------------------------------------------
    "controls": lambda: article("controls", title=f"Lemons {_CONTROLS} come", text=_CONTROLS),
    "escaped-controls": lambda: article(
        "escaped-controls", title="Lemons &#27;[2J&#155;31m&#0;&#x202e; come"
    ),
    "bidi-title": lambda: article("bidi-title", title=f"Lemons {_BIDI} come"),
    "marks": lambda: article("marks", title="Lemons" + "\u0301" * 200_000),
    "long-title": lambda: article("long-title", title="Lemons " * 100_000),
    "only-controls-title": lambda: article("x", title="\u202e\u200b\x1b", scripts=""),
    # --- The site's own object ----------------------------------------------------------------
    "broken-json": lambda: article("broken-json", scripts=tawsiyat('{"title": "Lem')),
    "doubled-json": lambda: article(
        "doubled-json",
        scripts=tawsiyat('{"title": "Lemons, doubled"}{"title": "x"}')
        + tawsiyat('{"title": "Lemons, again", "postid": "x-again"}'),
    ),
    "huge-json": lambda: article("huge-json", scripts=tawsiyat(f'{{"title": "{_HUGE}"}}')),
    "nested-json": lambda: article("nested-json", scripts=tawsiyat("[" * 500_000)),
    "odd-json": lambda: article(
        "odd-json",
        metadata={
            "url": ["javascript:alert(1)"],
            "keywords": {"a": [1e308, None]},
            "author": [[["x"]]] * 500,
            "published_time": 10**30,
            "video_duration": "9" * 500,
            "classes": [None, 5, {"mapping": ["country"], "value": {"x": 1}}],
            "thumbnail": "javascript:alert(1)",
            "lang": "\u202e",
        },
    ),
    "many-objects": lambda: article("many-objects", scripts=tawsiyat('{"title": "x"}') * 20_000),
    # --- Addresses ----------------------------------------------------------------------------
    "odd-links": lambda: article(
        "odd-links", head=_ODD_HEAD, text=f"<ul class='dual-related'>{_ODD_LINKS}</ul>"
    ),
    # --- Dates --------------------------------------------------------------------------------
    "dated-1970": _dated("1970-01-01T00:00:00+00:00"),
    "dated-2099": _dated("2099-12-31T23:59:59+02:00"),
    "dated-0001": _dated("0001-01-01T00:00:00"),
    "dated-9999": _dated("9999-12-31T23:59:59-12:00"),
    # --- Markup -------------------------------------------------------------------------------
    "deep": lambda: article("deep", text="<div>" * 100_000),
    "half-as-deep": lambda: article("half-as-deep", text="<div>" * 50_000),
    "attributes": lambda: article(
        "attributes", text="<p " + " ".join(f"a{n:x}" for n in range(500_000)) + ">x</p>"
    ),
    "many-elements": lambda: article("many-elements", text="<p>x" * 900_000),
    "many-sources": lambda: article("many-sources", text="Source:<b></b>" * 30_000),
    "many-links": lambda: article("many-links", text="<a href='/news/a-b-c/d-e-f'>x</a>" * 50_000),
    "entities": lambda: article("entities").replace(
        "<!DOCTYPE html>",
        "<!DOCTYPE html [<!ENTITY a 'ha'>"
        + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 20}'>" for n in range(9))
        + "<!ENTITY f SYSTEM 'file:///etc/hostname'>]>&j;&f;",
    ),
    "no-markup": lambda: "lemons " * 1000,
    "feed-as-page": lambda: "<?xml version='1.0'?><rss><channel><title>x</title></channel></rss>",
    "sitemap-as-page": lambda: "<urlset><url><loc>https://x/</loc></url></urlset>",
}
"""By the name of the case: what makes the page, or the page and its content type."""
