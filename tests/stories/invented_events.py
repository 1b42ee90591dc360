"""Small invented events, told by some editions, for tests of linking."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from archive import Archive
from archive.article import EDITION_LANGUAGES, Article
from archive.urls import HOSTS
from meaning.encoder import Thresholds, Vectors, unit
from stories.labels import Labels
from stories.store import SqliteStories
from stories.sync import relabel, sync

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)
NAMES = {
    "english": (
        "Talmara",
        "Quiroga",
        "Benferran",
        "Sadrin",
        "Kolvak",
        "Mirbat",
        "Dunlop",
        "Forsan",
    ),
    "arabic": ("تلمارة", "كيروغا", "بنفران", "سدرين", "كولفاك", "مرباط", "دنلوب", "فرسان"),
    "spanish": (
        "Talmara",
        "Quiroga",
        "Benferran",
        "Sadrin",
        "Kolvak",
        "Mirbat",
        "Dunlop",
        "Forsan",
    ),
}
_SENTENCES = {
    "english": "The council of {0} said that {1} counted {2} boats.",
    "arabic": "قال مجلس {0} إن {1} أحصى {2} قارباً.",
    "spanish": "El consejo de {0} dijo que {1} contó {2} barcas.",
}


def telling(
    event: int, edition: str, number: int = 0, *, hours: float = 0, kind: str = "news"
) -> Article:
    """Return an edition's article on an event; the same event has the same names and numbers."""
    language = EDITION_LANGUAGES[edition]
    names = NAMES[edition]
    text = _SENTENCES[edition].format(names[event % 8], names[(event * 3 + 1) % 8], 100 + event * 7)
    postid = 1000 + event * 30 + number
    path = f"{postid}/x" if edition == "spanish" else f"x-{postid}"
    return Article(
        id=f"{language}:{postid}",
        edition=edition,
        url=f"https://{HOSTS[edition]}/news/politics/{path}",
        kind=kind,
        title=text,
        body=f"{text} ({event})",
        published=NOON + timedelta(hours=hours),
        language=language,
    )


class EventVectors:
    """Vectors that are alike for one event, whatever the edition: as of a perfect encoder."""

    encoder = "events"

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def last_change(self) -> int:
        return self._archive.last_change()

    def article_vectors(self, ids: Iterable[str]) -> dict[str, Vectors]:
        return vectors_of(ids)


def vectors_of(ids: Iterable[str]) -> dict[str, Vectors]:
    return {id: _vector(id) for id in ids}


def _vector(id: str) -> Vectors:
    number = int(id[3:]) - 1000
    event = np.random.default_rng(number // 30).standard_normal(32)
    own = np.random.default_rng([number, len(id[:2]), ord(id[0])]).standard_normal(32)
    return unit(np.asarray(event + 0.6 * own, np.float32)[None]).reshape(32)


class Desk:
    """An archive with its stories and labels."""

    def __init__(self, folder: Path, archive: Archive, *, by_names: bool = False) -> None:
        self.archive = archive
        self.store = SqliteStories(folder)
        self.labels = Labels(folder)
        self._vectors = None if by_names else EventVectors(archive)

    def take_in(self, *articles: Article) -> int:
        for article in articles:
            self.archive.store(article)
        return self.sync()

    def sync(self) -> int:
        return sync(self.archive, self._vectors, self.store, self.labels)  # type: ignore[arg-type]

    def relabel(self) -> None:
        relabel(self._vectors, self.store, self.labels, Thresholds())  # type: ignore[arg-type]

    def stories(self) -> set[frozenset[str]]:
        return {frozenset(each.id for each in story.articles) for story in self.store.stories()}

    def ids(self) -> Mapping[frozenset[str], str]:
        return {frozenset(a.id for a in each.articles): each.id for each in self.store.stories()}

    def close(self) -> None:
        self.store.close()
        self.labels.close()
