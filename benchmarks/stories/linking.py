"""How well stories are found among real articles of the same days.

    python -m benchmarks.stories.linking GOLD [RECORDS] [--encoder none] [--thresholds]

GOLD is a folder with the news that :mod:`benchmarks.stories.gold` describes; RECORDS a file of real
Arabic articles with their times, as ``import`` reads it. The editions of
:mod:`benchmarks.stories.simulated` are published within a day of one another, somewhere in the week
of which RECORDS has most articles; those of that week are distractors, and a link with one is
wrong. Stories are made as the program makes them, at its own thresholds: nothing is tuned here.

Then the newsroom, whose look-alikes (the same kind of event on another day) must be kept apart,
also when all of it is published on one day. Returns 1 if a floor of ``floors.json`` is not reached.
"""

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import numpy as np

from archive.article import EDITION_LANGUAGES, Article
from archive.imports import article_of_row
from archive.json_lines import read_rows
from benchmarks.floors import report
from benchmarks.stories.news import News, read_news
from benchmarks.stories.simulated import Task, Telling, draw
from meaning.article_sentences import article_language, article_sentences
from meaning.encoder import NAMES_ONLY, Encoder, Thresholds, Vectors
from meaning.means import centred, language_means
from meaning.opening import encoder_name, open_encoder
from replica.stories import read_stories
from stories.linking import link_articles
from stories.links import Pair, pair_of
from stories.profiles import profile_of

DAYS = 7
DRAWS = 8
MONDAY = datetime(2024, 3, 4, tzinfo=UTC)
"""Where there are no records."""
_DOCUMENTED = (0.32, 0.40, 0.45, 0.48, 0.51, 0.55, 0.60, 0.63, 0.75)
_DOCUMENTED_NAMES = (0.083, 0.095, 0.13, 0.16, 0.19)
_EDITIONS = {code: edition for edition, code in EDITION_LANGUAGES.items()}
_TASKS: tuple[Task, ...] = ("partial", "disjoint")
_DAY = timedelta(days=1)


class Linking(NamedTuple):
    """How well links were found: the pairs of articles that are in one story."""

    precision: float
    recall: float
    f1: float


class Corpus(NamedTuple):
    """Articles with the stories that they tell."""

    articles: Sequence[Article]
    gold: Mapping[str, str]
    """Id to story; an article without one tells a story of its own."""


class Encoded:
    """The vectors of articles; each sentence is encoded once."""

    def __init__(self, encoder: Encoder | None) -> None:
        self._encoder = encoder
        self._means = language_means(encoder) if encoder else {}
        self._known: dict[str, Vectors] = {}

    def thresholds(self) -> Thresholds:
        """Return what scores mean."""
        return self._encoder.thresholds if self._encoder else NAMES_ONLY

    def vectors(self, articles: Iterable[Article]) -> dict[str, Vectors] | None:
        """Return the vector of each article, as the store has it; ``None`` without an encoder."""
        if self._encoder is None:
            return None
        texts = {each.id: [one.text for one in article_sentences(each)] for each in articles}
        new = list({text for each in texts.values() for text in each} - self._known.keys())
        self._known.update(zip(new, self._encoder.encode(new), strict=True))
        found = {}
        for each in articles:
            rows = [self._known[text] for text in texts[each.id]]
            if rows:
                mean = np.asarray(np.mean(rows, axis=0, keepdims=True), np.float32)
                found[each.id] = centred(mean, article_language(each), self._means)[0]
        return found


def linking(corpus: Corpus, encoded: Encoded, thresholds: Thresholds | None = None) -> Linking:
    """Return how well the stories of a corpus are found.

    What distractors have to do with one another nobody knows, so that does not count.
    """
    every = found_pairs(corpus.articles, encoded, thresholds)
    found = {pair for pair in every if not corpus.gold.keys().isdisjoint(pair)}
    true = {
        pair_of(*pair)
        for pair in combinations(corpus.gold, 2)
        if corpus.gold[pair[0]] == corpus.gold[pair[1]]
    }
    right = len(found & true)
    return Linking(
        right / max(1, len(found)), right / len(true), 2 * right / (len(found) + len(true))
    )


def found_pairs(
    articles: Sequence[Article], encoded: Encoded, thresholds: Thresholds | None = None
) -> set[Pair]:
    """Return the pairs of articles that were found to tell one story."""
    linked = link_articles(
        [profile_of(each) for each in articles],
        encoded.vectors(articles),
        thresholds or encoded.thresholds(),
    )
    return {pair_of(*pair) for story in linked.stories for pair in combinations(story.ids, 2)}


def simulated(
    news: Sequence[News], distractors: Sequence[Article], task: Task, seed: int
) -> Corpus:
    """Return one draw of the simulated editions among the distractors."""
    drawing = random.Random(f"{task} {seed}")  # noqa: S311  nothing secret
    first = min((each.published for each in distractors if each.published), default=MONDAY)
    starts: dict[str, datetime] = defaultdict(lambda: first + drawing.random() * DAYS * _DAY)
    articles = [
        _article(number, telling, starts[telling.story] + drawing.random() * _DAY)
        for number, telling in enumerate(draw(news, task, seed))
    ]
    tellings = draw(news, task, seed)
    gold = {each.id: telling.story for each, telling in zip(articles, tellings, strict=True)}
    return Corpus([*articles, *distractors], gold)


def _article(number: int, telling: Telling, published: datetime) -> Article:
    return Article(
        id=f"{telling.language}:s{number}",
        edition=_EDITIONS[telling.language],
        url=f"https://example.org/{number}",
        kind="news",
        title=telling.sentences[0],
        body="\n\n".join(telling.sentences[1:]),
        published=published.replace(microsecond=0),
        language=telling.language,
    )


def busiest_week(file: Path) -> list[Article]:
    """Return the articles of the seven days of which a file has most."""
    articles = [
        article
        for _, row in read_rows(file, lambda *_: None)
        if (article := article_of_row(row, now=datetime.now(UTC))).published and article.body
    ]
    by_day = Counter(each.published.date() for each in articles if each.published)
    week = max(by_day, key=lambda day: sum(by_day[day + number * _DAY] for number in range(DAYS)))
    return [
        each
        for each in articles
        if each.published
        and each.published.date() - week < DAYS * _DAY
        and each.published.date() >= week
    ]


def newsroom(*, on_one_day: bool = False) -> tuple[Corpus, set[Pair]]:
    """Return the newsroom's articles, and the pairs of look-alikes among them."""
    articles, gold, alike = [], {}, defaultdict(list)
    for story in read_stories():
        for telling in story.tellings.values():
            language = EDITION_LANGUAGES[telling.edition]
            published = telling.published.astimezone(UTC)
            article = Article(
                id=f"{language}:{story.id}",
                edition=telling.edition,
                url=f"https://example.org/{language}/{story.id}",
                kind=telling.kind,
                title=telling.title,
                lead=telling.lead,
                body="\n\n".join(telling.paragraphs),
                tags=telling.tags,
                country=telling.country,
                published=published.replace(month=3, day=5) if on_one_day else published,
                language=language,
            )
            articles.append(article)
            gold[article.id] = story.id
            if story.look_alike:
                alike[story.look_alike].append(article.id)
    pairs = {
        pair_of(*pair)
        for ids in alike.values()
        for pair in combinations(ids, 2)
        if gold[pair[0]] != gold[pair[1]]
    }
    return Corpus(articles, gold), pairs


def _simulations(
    news: Sequence[News],
    distractors: Sequence[Article],
    encoded: Encoded,
    thresholds: Thresholds | None = None,
) -> dict[str, Linking]:
    found: dict[str, Linking] = {}
    for task in _TASKS:
        drawn = [
            linking(simulated(news, distractors, task, seed), encoded, thresholds)
            for seed in range(DRAWS)
        ]
        found[task] = Linking(*(fmean(values) for values in zip(*drawn, strict=True)))
    return found


def _newsrooms(
    encoded: Encoded, thresholds: Thresholds | None = None
) -> dict[str, tuple[Linking, float]]:
    found = {}
    for name, on_one_day in (("newsroom", False), ("newsroom, one day", True)):
        corpus, alike = newsroom(on_one_day=on_one_day)
        together = found_pairs(corpus.articles, encoded, thresholds) & alike
        found[name] = (linking(corpus, encoded, thresholds), 1 - len(together) / len(alike))
    return found


def _print(name: str, found: Linking, apart: float | None = None) -> None:
    kept = "" if apart is None else f"   look-alikes kept apart {apart:.1%}"
    print(f"{name:20}" + "".join(f"{value:8.3f}" for value in found) + kept)


def _print_all(
    news: Sequence[News],
    distractors: Sequence[Article],
    encoded: Encoded,
    thresholds: Thresholds | None = None,
) -> dict[str, float]:
    reached = {}
    print(f"{'':20} precision recall   F1")
    for name, found in _simulations(news, distractors, encoded, thresholds).items():
        _print(name, found)
        reached[name] = found.f1
    for name, (found, apart) in _newsrooms(encoded, thresholds).items():
        _print(name, found, apart)
        reached |= {name: found.f1, f"{name}, look-alikes apart": apart}
    return reached


def main() -> int:
    """Print the tables; return 1 if a floor is not reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("records", type=Path, nargs="?", help="real Arabic articles")
    parser.add_argument("--encoder", default=encoder_name())
    parser.add_argument("--thresholds", action="store_true", help="also at other thresholds")
    options = parser.parse_args()
    news = read_news(options.gold)
    distractors = busiest_week(options.records) if options.records else []
    encoded = Encoded(open_encoder(options.encoder))
    is_names_only = encoded.thresholds() is NAMES_ONLY
    print(f"{len(news)} stories, {len(distractors)} real articles of the same week, {DRAWS} draws")
    reached = _print_all(news, distractors, encoded)
    for likely in (
        (_DOCUMENTED_NAMES if is_names_only else _DOCUMENTED) if options.thresholds else ()
    ):
        print(f"\nat {likely}")
        _print_all(news, distractors, encoded, replace(encoded.thresholds(), likely=likely))
    return report(reached, "stories_names" if is_names_only else "stories")


if __name__ == "__main__":
    sys.exit(main())
