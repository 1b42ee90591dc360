"""From the text of a page as others have saved it back to its paragraphs and embedded posts."""

import re
from collections.abc import Callable, Iterator, Sequence

from replica.content import Block, Embed, Heading, Paragraph

_BLANK_LINES = re.compile(r"\n[ \t\r]*\n\s*")
_PICTURE = re.compile(r"(?:pic\.twitter\.com|https://t\.co)/\w+\s*\Z")
_CARD_DATE = re.compile(r"(?:اليوم|أمس|\d{1,2} [ء-ي ]{2,13}(?: \d{4})?)(?: \d{1,2}:\d\d)?")
_PAGE_END = ("تصفح المزيد", "اقرأ للكاتب", "شبكة الميادين", "واتخذت من", "جميع الحقوق")
_SENTENCE_ENDS = (".", "؟", "?", "!", "…", ":")
_QUOTES = '"«»'
_TAG_LENGTH = 60
_NOTE = re.compile(r"\[([^\]]*)\]\s*(.*)", re.DOTALL)
_POST_NOTES = ("embedded tweet", "tweet signature", "rest of the tweet")
_HEADING_NOTES = ("sub-heading",)


def split_text(text: str) -> list[str]:
    """Return the lines of a saved text, each as it is; blank ones are left out."""
    return [line for line in text.split("\n") if line.strip(" \t\r")]


def split_whole_page(text: str, *, has_coverage: bool) -> list[str]:
    """Return the lines of the article in a text that has every paragraph of the page.

    What is furniture stands after the article, set apart by blank lines: tags, the coverage's
    blurb, dates of cards, the footer. Dates of cards stand among the paragraphs, too.
    """
    parts = _BLANK_LINES.split(text.strip())
    _drop_last(parts, _is_page_end)
    if has_coverage and len(parts) > 1 and "\n" not in parts[-1]:
        parts.pop()
    _drop_last(parts, _is_tag)
    return [line for line in split_text("\n".join(parts)) if not _CARD_DATE.fullmatch(line.strip())]


def without_lead(lines: Sequence[str], lead: str) -> list[str]:
    """Return the lines without the lead at their beginning and, if it is there again, end."""
    said = [line.split() for line in lead.split("\n") if line.strip()]
    rest = list(lines)
    if not said:
        return rest
    if [line.split() for line in rest[: len(said)]] == said:
        rest = rest[len(said) :]
    if [line.split() for line in rest[-len(said) :]] == said:
        rest = rest[: -len(said)]
    return rest


def blocks_of_lines(lines: Sequence[str]) -> tuple[Block, ...]:
    """Return the blocks of lines; notes such as ``[sub-heading]`` say what a line is."""
    return tuple(_merged(_block(line) for line in lines))


def _drop_last(parts: list[str], is_furniture: Callable[[str], bool]) -> None:
    while len(parts) > 1 and is_furniture(parts[-1].strip()):
        parts.pop()


def _is_page_end(part: str) -> bool:
    return part.startswith(_PAGE_END) or _CARD_DATE.fullmatch(part) is not None


def _is_tag(part: str) -> bool:
    is_short = len(part) <= _TAG_LENGTH and "\n" not in part
    return is_short and not part.strip(_QUOTES).endswith(_SENTENCE_ENDS)


def _block(line: str) -> Block:
    note = _NOTE.fullmatch(line)
    if note and note[1].startswith(_POST_NOTES):
        return Embed((note[2],))
    if note and note[1].startswith(_HEADING_NOTES):
        return Heading(note[2])
    return Embed((line.strip(),)) if _PICTURE.search(line) else Paragraph(line)


def _merged(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks, the parts of one embedded post as one."""
    embed: Embed | None = None
    for block in blocks:
        if isinstance(block, Embed):
            is_whole = embed is None or _PICTURE.search(embed.lines[-1])
            if embed and is_whole:
                yield embed
            embed = block if embed is None or is_whole else Embed(embed.lines + block.lines)
            continue
        if embed:
            yield embed
            embed = None
        yield block
    if embed:
        yield embed
