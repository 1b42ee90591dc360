"""What readers ask of the web pages in :mod:`benchmarks.load`: a fixed mix, and the work behind it.

Beside the address of each page stands the function whose result it shows, without anything of the
web.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from archive import open_archive
from archive.article import EDITION_LANGUAGES
from archive.history import find_history
from archive.lookup import find_article
from benchmarks.search_corpus import NEWEST, SECTIONS
from index import Query, search
from index.holdings import holdings_of
from index.similar import find_similar
from stories.comparing import compare_folder
from stories.coverage import BY
from stories.coverage_folder import cover_folder
from stories.folder import list_stories
from stories.lexicon import read_lexicon
from stories.store import StoryFilter
from webui.pages.article import SIMILAR
from webui.pages.stories import PAGE_SIZE
from webui.reading import Reader
from webui.search_request import FACETS
from webui.story_links import story_of

Work = Callable[[Reader], object]

MIX: Mapping[str, int] = {
    "search": 26,
    "search, filtered": 14,
    "search as JSON": 4,
    "search as CSV": 4,
    "search as Atom": 4,
    "article": 22,
    "history": 4,
    "story": 8,
    "stories": 6,
    "coverage": 4,
    "status": 4,
}
"""Of a hundred questions, how many are of each kind."""
_READ = 600
"""So many articles and stories are asked for, and the words of these articles."""
_SHORTEST_WORD = 5
_SINCE = f"{NEWEST:%Y}-05"


class Question(NamedTuple):
    """A page, and the work behind it."""

    kind: str
    """One of :data:`MIX`."""
    address: str
    """Path and query, percent-encoded."""
    work: Work


class Questions:
    """Asks about what a data folder holds, in a fixed disorder."""

    def __init__(self, folder: Path, changed: int) -> None:
        """Read what to ask about.

        Args:
            folder: The data folder.
            changed: So many of the archive's last changes made second versions.

        Raises:
            ArchiveError: There is no archive, or it cannot be read.
            StoriesError: The stories cannot be read.
        """
        self._folder = folder
        self._drawing = random.Random(6)  # noqa: S311  always the same ones, nothing secret
        with closing(open_archive(folder)) as archive:
            ids = [outline.id for outline in archive.outlines()]
            self._ids = self._drawing.sample(ids, min(_READ, len(ids)))
            self._changed = [each.id for each in archive.changes(archive.last_change() - changed)]
            self._words: dict[str, list[str]] = {code: [] for code in EDITION_LANGUAGES.values()}
            for article in archive.articles(self._ids).values():
                words = article.body.split()
                chosen = (each for each in words if len(each) >= _SHORTEST_WORD and each.isalpha())
                self._words[article.language].extend(chosen)
        stories, _ = list_stories(folder, StoryFilter(), limit=_READ)
        self._stories = [story.id for story in stories]

    def endless(self) -> Iterator[Question]:
        """Yield questions in the proportions of :data:`MIX`."""
        kinds = [kind for kind, share in MIX.items() for _ in range(share)]
        while True:
            self._drawing.shuffle(kinds)
            yield from map(self.ask, kinds)

    def ask(self, kind: str) -> Question:
        """Return a question of one kind, about one of the editions."""
        edition = self._drawing.choice(tuple(EDITION_LANGUAGES))
        path, work = _ASKING[kind](self, edition)
        return Question(kind, f"/{EDITION_LANGUAGES[edition]}{path}", work)

    def search(self, edition: str, form: str = "") -> tuple[str, Work]:
        """Return a search for one word or two."""
        text = self._text(edition)
        asked = {"q": text, "format": form} if form else {"q": text}
        query = Query(text=text, facets=FACETS)
        return f"/search?{urlencode(asked)}", partial(_search, query)

    def filtered(self, edition: str) -> tuple[str, Work]:
        """Return a search in one edition, a section and the last months, the newest first."""
        text, section = self._text(edition), self._drawing.choice(SECTIONS)
        asked = {"q": text, "edition": edition, "section": section, "since": _SINCE}
        since = NEWEST.replace(month=int(_SINCE[-2:]), day=1, hour=0)
        query = Query(
            text=text, editions=(edition,), sections=(section,), since=since, facets=FACETS
        )
        return f"/search?{urlencode(asked)}", partial(_search, query)

    def article(self, _: str) -> tuple[str, Work]:
        """Return an article with those that are like it, and its story."""
        id = self._drawing.choice(self._ids)
        return f"/article/{id}", partial(_read_article, id)

    def history(self, _: str) -> tuple[str, Work]:
        """Return the history of an article with two versions."""
        id = self._drawing.choice(self._changed)
        return f"/article/{id}/history", lambda reader: find_history(reader.archive, id)

    def story(self, _: str) -> tuple[str, Work]:
        """Return the comparison of a story; where there is none, of an article."""
        id = self._drawing.choice(self._stories or self._ids)
        return f"/story/{id}", lambda _: compare_folder(
            self._folder, [id], encoder="none", lexicon=read_lexicon(), note=_unheard
        )

    def stories(self, _: str) -> tuple[str, Work]:
        """Return the newest stories."""
        return "/stories", lambda _: list_stories(self._folder, StoryFilter(), limit=PAGE_SIZE)

    def coverage(self, _: str) -> tuple[str, Work]:
        """Return the coverage by one of the things it can be told by."""
        by = self._drawing.choice(BY)
        return f"/coverage?by={by}", lambda _: cover_folder(self._folder, by=by)

    def status(self, _: str) -> tuple[str, Work]:
        """Return what the data folder holds."""
        return "/status", lambda reader: holdings_of(
            reader.archive, self._folder, reader.site.engine, lambda: reader.index
        )

    def _text(self, edition: str) -> str:
        words = self._words[EDITION_LANGUAGES[edition]]
        return " ".join(self._drawing.choices(words, k=self._drawing.choice((1, 2))))


_ASKING: Mapping[str, Callable[[Questions, str], tuple[str, Work]]] = {
    "search": Questions.search,
    "search, filtered": Questions.filtered,
    "search as JSON": partial(Questions.search, form="json"),
    "search as CSV": partial(Questions.search, form="csv"),
    "search as Atom": partial(Questions.search, form="atom"),
    "article": Questions.article,
    "history": Questions.history,
    "story": Questions.story,
    "stories": Questions.stories,
    "coverage": Questions.coverage,
    "status": Questions.status,
}


def _search(query: Query, reader: Reader) -> object:
    return search(reader.archive, reader.index, query)


def _read_article(id: str, reader: Reader) -> object:
    article = find_article(reader.archive, id)
    assert article is not None  # noqa: S101  the archive gave this id
    story = story_of(reader.site.folder, id)
    return story, find_similar(reader.archive, reader.index, article, Query(limit=SIMILAR))


def _unheard(_: object) -> None:
    """Take a note, and leave it."""
