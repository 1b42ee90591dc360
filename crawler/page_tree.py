"""From the bytes of a page to its tree, within bounds."""

import codecs
import re

from lxml import etree

from crawler.items import RefusedPageError

MAX_BYTES = 8 * 2**20
"""Real pages have about 100 kB."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*"""
    rb"""(utf-?8|(?:windows-|cp)125[0-8]|iso-?8859-(?:[1-9]|1[0-35])|us-ascii)\b""",
    re.IGNORECASE,
)
"""Only these are looked up: some of Python's codecs are slow on purpose-made input."""
_CHARSET_WITHIN = 4096
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|script|section|article|div|span|p|h[1-6])\b",
    re.IGNORECASE,
)
_OTHER_FORMAT = re.compile(
    rb"\s*(?:%PDF|\x89PNG|GIF8|PK|[{\[]|(?:<\?xml[^>]*>\s*)?<(?:urlset|sitemapindex|rss|feed|svg)\b)"
)
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\f\r"})


def read_tree(html: bytes | str) -> etree._Element:
    """Return the root element of a page.

    Bytes that are not UTF-8 are read in the character set that they declare; what does not fit is
    replaced. No network, no entity expansion, no comments in the tree.

    Raises:
        RefusedPageError: ``too-large`` or ``not-html``.
    """
    if len(html) > MAX_BYTES:
        raise RefusedPageError("too-large")
    content = html.encode(errors="ignore") if isinstance(html, str) else _as_utf8(html)
    content = content.translate(None, _CONTROLS)
    if not _MARKUP.search(content) or _OTHER_FORMAT.match(content):
        raise RefusedPageError("not-html")
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedPageError("not-html") from error
    if root is None:
        raise RefusedPageError("not-html")
    return root


def _as_utf8(content: bytes) -> bytes:
    """Return a page in UTF-8, without a byte order mark; what cannot be read is replaced."""
    mark, charset = next((each for each in _BOMS if content.startswith(each[0])), (b"", ""))
    if not charset:
        try:
            content.decode()
        except UnicodeDecodeError:
            declared = _CHARSET.search(content[:_CHARSET_WITHIN])
            charset = declared[1].decode() if declared else "utf-8"
        else:
            return content
    return content[len(mark) :].decode(charset, "replace").encode(errors="ignore")
