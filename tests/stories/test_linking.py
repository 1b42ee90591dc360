"""Scores, matches and the rules by which articles become stories."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meaning.encoder import Thresholds
from stories.calibration import calibrate
from stories.eras import ENOUGH_ARTICLES, Calendar, Eras, Frequencies, key_weights
from stories.evidence import shared_evidence
from stories.grouping import LONGEST_STORY_S, Edge, edges_of, group
from stories.keys import shared
from stories.labels import Label
from stories.links import pair_of
from stories.matching import Match, Placed, best_matches, names_products, pair_score
from stories.profiles import Profile, profile_of
from stories.story import story_id
from tests.stories.invented_events import telling

THRESHOLDS = Thresholds()
HOUR = 3600


def placed(id: str, x: float = 1.0, y: float = 0.0, *, at: float = 0, kind: str = "news") -> Placed:
    profile = Profile(
        id=id,
        edition={"en": "english", "ar": "arabic", "es": "spanish"}[id[:2]],
        language=id[:2],
        kind=kind,
        title=id,
        published=int(at * HOUR),
        keys={},
        printed={},
    )
    vector = np.array([x, y, max(0.0, 1 - x * x - y * y) ** 0.5], np.float32)
    return Placed(profile=profile, weights={}, vector=vector)


def matches(*articles: Placed, barred: tuple[str, str] = ("", "")) -> dict[tuple[str, str], float]:
    found = best_matches(articles, articles, THRESHOLDS, lambda a, b: pair_of(a, b) == barred)
    return {(match.id, match.other): match.score for match in found}


def stories(*articles: Placed, rejected: tuple[str, str] = ("", "")) -> list[set[str]]:
    found = best_matches(articles, articles, THRESHOLDS, lambda *_: False)
    by_id = {each.profile.id: each for each in articles}
    edges = edges_of(found, (), THRESHOLDS)
    return [set(each.ids) for each in group(by_id, edges, {rejected}, THRESHOLDS)]


def test_the_best_of_each_edition_is_found() -> None:
    one, near, far = placed("en:1"), placed("ar:1", 0.9), placed("ar:2", 0.8)
    assert matches(one, near, far) == {
        ("en:1", "ar:1"): 0.9,
        ("ar:1", "en:1"): 0.9,
        ("ar:2", "en:1"): 0.8,
    } | {pair: score for pair, score in matches(near, far).items() if score}


@pytest.mark.parametrize(("kind", "is_found"), [("news", True), ("newscast", False)])
def test_what_tells_of_many_events_is_matched_with_nothing(kind: str, is_found: bool) -> None:
    assert bool(matches(placed("en:1"), placed("es:1", kind=kind))) is is_found
    assert bool(matches(placed("es:1", kind=kind), placed("en:1"))) is is_found


def test_videos_of_one_edition_are_not_matched() -> None:
    assert matches(placed("en:1"), placed("en:2"))
    assert not matches(placed("en:1"), placed("en:2", kind="video"))
    assert matches(placed("en:1"), placed("ar:2", kind="video"))


@pytest.mark.parametrize(
    ("hours", "kind", "is_found"),
    [(36, "news", True), (36.1, "news", False), (72, "opinion", True), (72.1, "opinion", False)],
)
def test_the_window(hours: float, kind: str, is_found: bool) -> None:
    assert bool(matches(placed("en:1"), placed("es:1", at=hours, kind=kind))) is is_found


def test_between_equals_the_nearest_then_the_first_is_chosen() -> None:
    one, far, near = placed("en:1"), placed("ar:1", at=3), placed("ar:2", at=-2)
    assert ("en:1", "ar:2") in matches(one, far, near)
    assert ("en:1", "ar:1") in matches(
        one, far, replace(near, profile=replace(near.profile, published=3 * HOUR))
    )


def test_a_barred_pair_gives_way_to_the_next() -> None:
    found = matches(
        placed("en:1"), placed("ar:1", 0.9), placed("ar:2", 0.8), barred=("ar:1", "en:1")
    )
    assert ("en:1", "ar:2") in found
    assert ("en:1", "ar:1") not in found


@given(st.permutations(["en:1", "ar:1", "ar:2", "es:1", "es:2", "en:2"]))
def test_stories_do_not_depend_on_the_order(ids: list[str]) -> None:
    cosines = {"en:1": 1.0, "ar:1": 0.95, "es:1": 0.9, "en:2": 0.1, "ar:2": 0.3, "es:2": 0.0}
    articles = [placed(id, cosines[id], 0.0 if int(id[3:]) == 1 else 0.9) for id in ids]
    assert stories(*articles) == stories(*sorted(articles, key=lambda each: each.profile.id))
    assert {"ar:1", "en:1", "es:1"} in stories(*articles)


def test_a_story_takes_in_who_is_like_all_of_it() -> None:
    english, arabic = placed("en:1", 1.0, 0.0), placed("ar:1", 0.6, 0.8)
    assert stories(english, arabic, placed("es:1", 0.8, 0.6)) == [{"en:1", "ar:1", "es:1"}]
    assert stories(english, arabic, placed("es:1", 0.0, 1.0)) == [{"ar:1", "es:1"}]


def test_a_second_article_of_an_edition_must_be_more_like_the_others() -> None:
    first, partner = placed("en:1"), placed("ar:1")
    assert stories(first, partner, placed("en:2", 0.6)) == [{"en:1", "ar:1"}]
    assert stories(first, partner, placed("en:2", 0.75)) == [{"en:1", "ar:1", "en:2"}]


def test_no_story_lasts_for_ever() -> None:
    days = [placed(f"{'ar' if n % 2 else 'en'}:{n}", at=30 * n) for n in range(12)]
    for ids in stories(*days):
        times = [int(id[3:]) * 30 * HOUR for id in ids]
        assert max(times) - min(times) <= LONGEST_STORY_S


def test_rejected_articles_are_apart_through_what_is_confirmed_with_them() -> None:
    articles = {id: placed(id) for id in ("ar:1", "en:1", "es:1")}
    edges = [Edge(("ar:1", "es:1"), 0.9, "mutual"), Edge(("ar:1", "en:1"), 1.0, "confirmed")]
    found = group(articles, edges, {("en:1", "es:1")}, THRESHOLDS)
    assert [set(each.ids) for each in found] == [{"ar:1", "en:1"}]
    contradictory = group(articles, edges[1:], {("ar:1", "en:1")}, THRESHOLDS)
    assert contradictory == []


def test_links_of_one_edition_need_more() -> None:
    match = Match("en:1", "en:2", 1.39, 0.9, 0.4, 0, is_same_edition=True)
    assert edges_of([match], (), THRESHOLDS) == []
    assert edges_of([match._replace(score=1.4)], (), THRESHOLDS)[0].kind == "update"


KEYS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 5), max_size=8)


@given(st.lists(KEYS, min_size=2, max_size=6))
def test_names_are_the_cosine_of_the_keys(articles: list[dict[str, int]]) -> None:
    frequencies = Frequencies()
    for keys in articles:
        frequencies.add(keys, 1)
    several = [replace(placed("en:1"), weights=key_weights(keys, frequencies)) for keys in articles]
    products = names_products(several, several)
    for row, these in enumerate(articles):
        for column, others in enumerate(articles):
            wanted = shared(these, others, frequencies.idf)
            assert products[row, column] == pytest.approx(wanted, abs=1e-5)


@given(st.lists(KEYS, max_size=5), st.lists(KEYS, max_size=5))
def test_what_is_taken_back_was_never_counted(
    kept: list[dict[str, int]], gone: list[dict[str, int]]
) -> None:
    one, other = Frequencies(), Frequencies()
    for keys in [*kept, *gone]:
        one.add(keys, 1)
    for keys in gone:
        one.add(keys, -1)
    for keys in kept:
        other.add(keys, 1)
    assert [one.idf(key) for key in "abcdefgh"] == [other.idf(key) for key in "abcdefgh"]


def test_an_era_reaches_until_it_has_enough() -> None:
    dense = Calendar(dict.fromkeys(range(100), ENOUGH_ARTICLES))
    assert (dense.radius(50), dense.around(50, 2)) == (2, [48, 49, 50, 51, 52])
    sparse = Calendar({0: 100, 10: 100, 50: 400, 90: 400})
    assert [sparse.radius(day) for day in (0, 50, 90)] == [50, 40, 40]
    assert Calendar({7: 1}).radius(7) == 2


def test_weights_of_a_day_are_those_of_its_era_whatever_was_asked_before() -> None:
    profiles = [
        replace(profile_of(telling(event, "english")), published=event * 2 * 86_400)
        for event in range(8)
    ]
    by_day = {each.day: [each] for each in profiles}
    calendar = Calendar({day: 300 for day in by_day if day is not None})

    def eras() -> Eras:
        return Eras(calendar, lambda days: [each for day in days for each in by_day[day]])

    walked = eras()
    for day in (0, 14, 6, 8, 2):
        assert walked.weights(day) == eras().weights(day)


def test_evidence_is_shown_as_printed() -> None:
    frequencies = Frequencies()
    several = [profile_of(telling(1, edition)) for edition in ("arabic", "english")]
    frequencies.add({}, 1)
    arabic, english = (
        Placed(profile=each, weights=key_weights(each.keys, frequencies)) for each in several
    )
    found = shared_evidence(arabic, english)
    assert found["numbers"] == ("107",)
    assert set(found["names"]) == {"Quiroga", "Kolvak"}
    assert pair_score(arabic, english, THRESHOLDS)[1] is None


def test_calibration_counts_labels() -> None:
    labels = [
        Label(("ar:1", "en:1"), "confirmed"),
        Label(("ar:2", "en:2"), "confirmed"),
        Label(("ar:3", "en:3"), "rejected"),
        Label(("ar:4", "en:4"), "rejected"),
    ]
    scores = {("ar:1", "en:1"): 0.9, ("ar:2", "en:2"): 0.45, ("ar:3", "en:3"): 0.6}
    found = calibrate(labels, scores, THRESHOLDS)
    assert (found.confirmed, found.rejected, found.unknown) == (2, 1, 1)
    assert (found.likely.precision, found.likely.recall) == (0.5, 0.5)
    assert (found.possible.precision, found.possible.recall) == (2 / 3, 1.0)
    assert [each.threshold for each in found.curve] == [0.9, 0.6, 0.45]
    assert calibrate([], {}, THRESHOLDS).likely.precision is None


def test_ids_are_of_the_first_article_that_is_free() -> None:
    first, second = story_id(["en:1"]), story_id(["ar:1"])
    assert story_id(["en:1", "ar:1"]) == first
    assert story_id(["en:1", "ar:1"], {first}) == second
    assert len(first) == 11 and first.startswith("s")
