"""What the quality of search is measured on: texts, and questions that one of them answers."""

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from languages import LANGUAGES, clean_text
from replica.content import Page, Paragraph
from replica.records import read_files
from replica.stories import read_stories

PARAGRAPH_WORDS = 120
"""Of a distractor, about: as long as the gold paragraphs."""
_T = TypeVar("_T")
_OF_A_MONTH = 375
"""Articles of one month, among so many texts from elsewhere: as many as when the target was set."""
_ELSEWHERE = 6000
_EVERY_MONTH = 3
"""Of so many months one is taken."""
_WORDS_OF_ARTICLE = 40
"""An article with fewer is left out: videos with a line of text."""


class Question(NamedTuple):
    """A question and the place of the one text that answers it."""

    text: str
    answer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Texts of one language and questions to them."""

    name: str
    language: str
    texts: Sequence[str]
    questions: Sequence[Question]


def question_tasks(
    gold: Path, records: Path, *, distractors: int, questions: int
) -> Iterator[Task]:
    """Yield a task for each language: its questions to XQuAD's paragraphs among distractors.

    Args:
        gold: The folder of the gold data.
        records: JSON Lines of real Arabic articles, plain or gzipped.
        distractors: How many other texts there are, at most.
        questions: How many questions are drawn; 0: all.
    """
    paragraphs = read_gold(gold / "xquad_paragraphs.jsonl.gz")
    made = {language: partial(_recombined, gold, language) for language in ("en", "es")}
    sources = {"ar": partial(_cut, records), **made}
    for language in LANGUAGES:
        texts = [row[language] for row in paragraphs]
        asked = [
            Question(question[language], place)
            for place, row in enumerate(paragraphs)
            for question in row["questions"]
        ]
        others = list(sources[language](distractors))
        yield _task(f"questions {language}", language, texts + others, _drawn(asked, questions))


def headline_task(records: Path, *, articles: int = 0, questions: int = 0) -> Task:
    """Return the task to find Arabic articles by their headlines among so many; 0: all.

    The texts are leads and bodies, without the paragraphs that repeat the headline. A headline that
    several articles have is no question.
    """
    pages = _drawn(_long_articles(records), articles)
    name = f"headlines ar, {articles}" if articles else "headlines ar"
    return _task(name, "ar", list(map(_text, pages)), _drawn(_headlines(pages), questions))


def month_tasks(gold: Path, records: Path, *, questions: int = 0) -> Iterator[Task]:
    """Yield tasks of one name, each with Arabic articles of one month among texts from elsewhere.

    Every third month has one. The texts from elsewhere are made as the English and Spanish ones of
    :func:`question_tasks`. Articles and headlines: see :func:`headline_task`.
    """
    months: dict[str, list[Page]] = {}
    for page in _long_articles(records):
        months.setdefault(f"{page.published:%Y-%m}", []).append(page)
    elsewhere = list(_recombined(gold, "ar", _ELSEWHERE))
    for month in sorted(months)[::_EVERY_MONTH]:
        pages = _drawn(months[month], _OF_A_MONTH)
        texts = [*map(_text, pages), *elsewhere]
        yield _task("headlines ar, a month", "ar", texts, _drawn(_headlines(pages), questions))


def _long_articles(records: Path) -> list[Page]:
    return [page for page in _articles(records) if len(_text(page).split()) >= _WORDS_OF_ARTICLE]


def _headlines(pages: Sequence[Page]) -> list[Question]:
    """Return the headlines that one page alone has."""
    titles = [clean_text(page.title) for page in pages]
    seen: dict[str, list[int]] = {}
    for place, title in enumerate(titles):
        seen.setdefault(letters(title), []).append(place)
    return [Question(titles[places[0]], places[0]) for places in seen.values() if not places[1:]]


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Return the rows of gzipped JSON Lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def letters(text: str) -> str:
    """Return what of a text counts when it is compared with another: letters and digits."""
    return "".join(filter(str.isalnum, text.casefold()))


def _task(name: str, language: str, texts: Sequence[str], asked: Iterable[Question]) -> Task:
    """Return a task with its texts in random order, so that ties favour nobody."""
    order = list(range(len(texts)))
    random.Random(name).shuffle(order)  # noqa: S311  always the same, nothing secret
    places = {place: new for new, place in enumerate(order)}
    return Task(
        name=name,
        language=language,
        texts=[texts[place] for place in order],
        questions=[Question(each.text, places[each.answer]) for each in asked],
    )


def _drawn(all_of_them: list[_T], limit: int) -> list[_T]:
    drawing = random.Random(len(all_of_them))  # noqa: S311  always the same, nothing secret
    return drawing.sample(all_of_them, limit) if 0 < limit < len(all_of_them) else all_of_them


def _articles(records: Path) -> Iterator[Page]:
    """Yield the Arabic articles, each text once."""
    seen = set()
    for page in read_files([records]):
        text = letters(_text(page))
        if page.edition == "arabic" and text not in seen:
            seen.add(text)
            yield page


def _text(page: Page) -> str:
    parts = [page.lead, *(block.text for block in page.blocks if isinstance(block, Paragraph))]
    title = letters(page.title)
    once = dict.fromkeys(map(clean_text, parts))
    return "\n\n".join(part for part in once if part and letters(part) != title)


def _cut(records: Path, count: int) -> Iterator[str]:
    """Yield real Arabic text in pieces of so many words, evenly from all articles."""
    words = [_text(page).split() for page in _articles(records)]
    pieces = [
        " ".join(text[start : start + PARAGRAPH_WORDS])
        for text in words
        for start in range(0, len(text) - PARAGRAPH_WORDS // 2, PARAGRAPH_WORDS)
    ]
    yield from random.Random(0).sample(pieces, min(count, len(pieces)))  # noqa: S311  as above


def _recombined(gold: Path, language: str, count: int) -> Iterator[str]:
    """Yield texts made of sentences drawn at random, until they have as many words as a piece.

    The sentences are those of two other gold files (news articles translated by people, sentences
    of Wikipedia's sisters) and the paragraphs of the newsroom.
    """
    sentences = list(_sentences(gold, language))
    drawing = random.Random(language)  # noqa: S311  always the same, nothing secret
    for _ in range(count):
        text: list[str] = []
        while len(text) < PARAGRAPH_WORDS:
            text += drawing.choice(sentences).split()
        yield " ".join(text)


def _sentences(gold: Path, language: str) -> Iterator[str]:
    edition = LANGUAGES[language].edition
    news: Iterable[Mapping[str, Any]] = read_gold(gold / "ntrex_news_50.jsonl.gz")
    yield from chain.from_iterable(row[language] for row in news)
    yield from (row[language] for row in read_gold(gold / "sib200_flores_sentences.jsonl.gz"))
    for story in read_stories():
        if edition in story.tellings:
            yield from story.tellings[edition].paragraphs
