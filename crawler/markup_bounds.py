"""How much markup is given to a parser at most; a few megabytes can cost minutes and gigabytes."""

from typing import Any, cast

from lxml import etree

MAX_TAGS = 100_000
"""Real pages have about a thousand. A tree takes up to 300 bytes for each, whatever its text."""
MAX_ATTRIBUTES = 1_000
"""Of one element. In a tree of HTML, libxml2 takes quadratic time for them: a million an hour."""
_FEW_BYTES = 2**17
"""A shorter page has no room for attributes that would take more than a second or two."""


def is_too_much(content: bytes) -> bool:
    """Return whether a page has more markup than is worth reading. Builds no tree itself."""
    if len(content) <= MAX_TAGS:  # as most pages: no room for so many
        return False
    if content.count(b"<") > MAX_TAGS:
        return True
    return len(content) > _FEW_BYTES and _has_crowded_element(content)


def first_tags(content: bytes) -> bytes:
    """Return HTML or XML as far as it goes without too many tags."""
    return b"<".join(content.split(b"<", MAX_TAGS)[:MAX_TAGS])


class _Crowded(Exception):  # noqa: N818  no error: all that is wanted has been seen
    """Ends the reading."""


class _Watcher:
    """Looks at elements as they are read and keeps nothing."""

    def start(self, tag: str, attrib: dict[str, str]) -> None:  # noqa: ARG002  the parser's signature
        """Look at an element.

        Raises:
            _Crowded: It has too many attributes.
        """
        if len(attrib) > MAX_ATTRIBUTES:
            raise _Crowded

    def close(self) -> None:
        """Come to the end."""


def _has_crowded_element(content: bytes) -> bool:
    target = cast("Any", _Watcher())  # the stubs want methods that lxml does not
    parser = etree.HTMLParser(encoding="utf-8", target=target, no_network=True, huge_tree=False)
    try:
        etree.fromstring(content, parser)
    except _Crowded:
        return True
    except (etree.XMLSyntaxError, ValueError):  # what cannot be read is refused for that later
        pass
    return False
