"""Long texts in parts of a bounded size: what a page can carry, and a reader can scroll."""

from collections.abc import Iterator

MAX_PART = 16_000
"""Characters of the text on one page; an article has some 3,000."""


def parts_of(body: str, most: int = MAX_PART) -> list[tuple[str, ...]]:
    r"""Return the paragraphs of a text, in parts of at most so many characters; at least one part.

    A paragraph that is longer than a part is cut, between words where there are any.

    >>> parts_of("One.\n\nTwo.\n\nThree.", most=9)
    [('One.', 'Two.'), ('Three.',)]
    """
    parts: list[list[str]] = [[]]
    room = most
    for paragraph in body.split("\n\n"):
        for piece in _pieces(paragraph, most):
            if len(piece) > room:
                parts.append([])
                room = most
            parts[-1].append(piece)
            room -= len(piece)
    return [tuple(part) for part in parts]


def _pieces(paragraph: str, most: int) -> Iterator[str]:
    rest = paragraph.strip()
    while len(rest) > most:
        space = rest.rfind(" ", 1, most)
        end = space if space > 0 else most
        yield rest[:end]
        rest = rest[end:].lstrip()
    if rest:
        yield rest
