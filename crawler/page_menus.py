"""A page's menu and footer, left out before it is parsed: they hold more than half of its elements.

Only what surely is one goes: the header with which the body begins and the footer with which it
ends, whole, and of nothing but what menus are made of. All else stays in the page, where
:class:`crawler.page_tree.PageTree` passes over it.
"""

import re

_PICTURE = rb"(?:circle|defs|ellipse|g|line|path|polygon|polyline|rect|svg|symbol|use)\b"
_PLAIN = (
    rb"(?:a|b|br|button|div|em|footer|form|h[3-6]|header|i|img|input|label|li|nav|ol|span|ul)\b"
)
_NO_PICTURE = re.compile(rb"<(?!/|!--|%b)" % _PICTURE)
"""Only pictures may stand before the header."""
_NO_MENU = re.compile(rb"<(?!/|%b|!--|%b)" % (_PLAIN, _PICTURE))
"""Metadata, scripts, and whatever an article is made of."""
_NO_END = re.compile(rb"</(?!(?:body|html|noscript|script|style)\b)")
"""The end of what a footer may stand in."""


def without_menus(content: bytes) -> bytes:
    """Return a page without its menu and its footer, or as it is when they are not plain to see."""
    menu, footer = _menu(content), _footer(content)
    if not menu and not footer:
        return content
    start, end = menu or (0, 0), footer or (len(content), len(content))
    return b"".join([content[: start[0]], content[start[1] : end[0]], content[end[1] :]])


def _menu(content: bytes) -> tuple[int, int] | None:
    """Return where the icons and the header with which the body begins start and end."""
    start, end = _whole(content, b"header")
    body = content.rfind(b"<body", 0, start)
    first = content.find(b">", body) + 1
    is_first = 0 <= body < first <= start and not _NO_PICTURE.search(content, first, start)
    return (first, end) if is_first else None


def _footer(content: bytes) -> tuple[int, int] | None:
    """Return where the footer with which the body ends starts and ends."""
    start, end = _whole(content, b"footer")
    return (start, end) if end and not _NO_END.search(content, end) else None


def _whole(content: bytes, name: bytes) -> tuple[int, int]:
    """Return where the last element of a name starts and ends; noughts if it is no mere menu."""
    ending = b"</%b>" % name
    end = content.rfind(ending)
    start = content.rfind(b"<" + name, 0, max(end, 0))
    is_menu = (
        start >= 0
        and not _NO_MENU.search(content, start, end)
        and content.find(ending, start, end) < 0
    )
    return (start, end + len(ending)) if is_menu else (0, 0)
