"""Why articles are in one story, and the forms by which a reader says that they are, or are not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.article import Article
from stories.errors import StoriesError
from stories.folder import opened_stories, stories_folder
from stories.labels import FILE_NAME as LABELS
from stories.labels import Label, Labels
from stories.likeness import Evidence
from stories.links import EVIDENCE, Link, Pair
from stories.store import FILE_NAME
from stories.story import Story
from webui.asked import Asked
from webui.hits import article_address
from webui.interface import Interface
from webui.passages import Passage, label_of, passage_of
from webui.reading import Reader

MAX_SHARED = 12
"""Of each kind of evidence."""
MAX_DOUBTS = 10
_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Where a reader's word goes."""

    address: str
    """``""`` where none is taken."""
    token: str
    """Proves that the form came from this site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPair:
    """Two articles, and what they have in common."""

    a: str
    """An id."""
    b: str
    names: str
    score: str
    grade: str
    shared: tuple[tuple[str, str], ...]
    """Kind of evidence, and the things themselves."""
    is_labelled: bool
    """Whether the reader has confirmed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A pair of articles that is not, or may not be, of one story."""

    a: str
    b: str
    title: Passage
    """Of the article that is not on the page, or the lesser one."""
    address: str
    name: str
    """Of its edition."""
    edition: str
    state: str
    """Possible, or what the reader said."""
    is_labelled: bool


def verdicts_of(asked: Asked, reader: Reader) -> Verdicts:
    """Return how the reader of a story's page can judge."""
    site = reader.site
    return Verdicts(
        address=str(asked.page(f"{asked.path}/label")) if site.takes_labels else "",
        token=site.token,
    )


def show_pair(asked: Asked, names: Mapping[str, str], evidence: Evidence) -> ShownPair:
    """Return the evidence of two articles as a page shows it.

    Args:
        asked: What was asked for.
        names: Of the articles.
        evidence: Of two of them.
    """
    interface = asked.interface
    words = interface.words["story"]
    return ShownPair(
        a=label_of(evidence.a),
        b=label_of(evidence.b),
        names=words["pair"].format(a=names[evidence.a], b=names[evidence.b]),
        score=words["score"].format(n=interface.number(round(evidence.score, 2))),
        grade=interface.words["grades"][evidence.grade or "none"],
        shared=tuple(_shared(interface, evidence)),
        is_labelled=evidence.grade == "confirmed",
    )


def _shared(interface: Interface, evidence: Evidence) -> list[tuple[str, str]]:
    words = interface.words["story"]
    found = []
    for kind in EVIDENCE:
        values = evidence.shared.get(kind, ())[:MAX_SHARED]
        if kind == "countries":
            values = tuple(str(interface.locale.territories.get(each, each)) for each in values)
        if values:
            found.append((words[kind], " · ".join(map(label_of, values))))
    return found


def show_doubts(asked: Asked, reader: Reader, ids: Sequence[str]) -> tuple[Doubt, ...]:
    """Return what may belong to some articles, and what the reader said does not.

    Args:
        asked: What was asked for.
        reader: Where the articles are.
        ids: Of the articles on the page.
    """
    folder, words = reader.site.folder, asked.interface.words["grades"]
    chosen = set(ids)
    states: dict[Pair, tuple[str, bool]] = {
        link.pair: (words["possible"], False) for link in _possible(folder, ids)
    }
    for label in _labels(folder):
        is_shown = chosen.issuperset(label.pair) and label.verdict == "confirmed"
        if chosen.intersection(label.pair) and not is_shown:
            states[label.pair] = (words[label.verdict], True)
    some = list(states.items())[:MAX_DOUBTS]
    articles = reader.archive.articles(sorted({id for pair, _ in some for id in pair}))
    return tuple(
        _doubt(asked, pair, state, articles[_other(pair, chosen)])
        for pair, state in some
        if _other(pair, chosen) in articles
    )


def _other(pair: Pair, chosen: set[str]) -> str:
    return next((id for id in pair if id not in chosen), pair[0])


def _doubt(asked: Asked, pair: Pair, state: tuple[str, bool], article: Article) -> Doubt:
    return Doubt(
        a=label_of(pair[0]),
        b=label_of(pair[1]),
        title=passage_of((article.title or article.id)[:_TITLE], article),
        address=article_address(asked, article),
        name=asked.interface.named("edition", article.edition),
        edition=article.edition,
        state=state[0],
        is_labelled=state[1],
    )


def story_of(folder: Path, article_id: str) -> Story | None:
    """Return the story that an article is in; ``None`` if that is not known."""
    if not _has_stories(folder):
        return None
    try:
        with opened_stories(folder) as store:
            return store.story_of(article_id)
    except StoriesError:  # the article can be read all the same
        return None


def _has_stories(folder: Path) -> bool:
    return (stories_folder(folder) / FILE_NAME).exists()


def _possible(folder: Path, ids: Sequence[str]) -> list[Link]:
    if not _has_stories(folder):
        return []
    with opened_stories(folder) as store:
        links = {link.pair: link for id in ids for link in store.links_of(id)}
    return [link for link in links.values() if link.grade == "possible"]


def _labels(folder: Path) -> list[Label]:
    if not (stories_folder(folder) / LABELS).exists():
        return []
    labels = Labels(stories_folder(folder))
    try:
        return labels.all()
    finally:
        labels.close()
