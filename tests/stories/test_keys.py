"""What an article names, as keys, and how much two articles share."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Article
from replica.stories import read_stories
from stories.keys import article_keys, shared, shared_keys, text_keys
from stories.rarity import KeyFrequencies, key_frequencies

LANGUAGE = {"english": "en", "arabic": "ar", "spanish": "es"}
KEYS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 5), max_size=8)


def article(language: str, **fields: object) -> Article:
    edition = {code: name for name, code in LANGUAGE.items()}[language]
    blank = Article(id=f"{language}:1", edition=edition, url="https://x.invalid/1", title="")
    return replace(blank, language=language, **fields)  # type: ignore[arg-type]


def test_what_an_article_names_is_the_same_in_three_languages() -> None:
    told = {
        "en": "On Thursday, 15 March, Anton Brezhin told NATO that 1,500 Yemenis saw 20 percent.",
        "ar": "الخميس 15 آذار/مارس قال أنطون بريجين للناتو إن 1500 يمني رأوا 20 في المئة",
        "es": "El jueves 15 de marzo Anton Brezhin dijo a la OTAN que 1.500 yemeníes vieron 20 %.",
    }
    keys = [set(article_keys(article(code, body=text))) for code, text in told.items()]
    common = {"w:thu", "d:03-15", "n:1500", "n:20", "c:YE", "o:NATO", "s:ntn", "s:brgn"}
    assert set.intersection(*keys) == common


def test_tags_and_images() -> None:
    keys = article_keys(
        article(
            "es",
            tags=("Yemen", "Otan", "Brezhin", ""),
            image_url="https://x.invalid/media/2024/Foto%20Uno.JPG?v=2&width=1000",
        ),
    )
    assert {"t:YE", "t:brgn", "i:foto uno.jpg"} <= set(keys)


@pytest.mark.parametrize("url", ["", "https://[", "https://x.invalid/", "\x00"])
def test_an_image_without_a_name(url: str) -> None:
    assert not [key for key in article_keys(article("en", image_url=url)) if key[:3] == "i:h"]


def test_a_lead_that_the_body_repeats_counts_once() -> None:
    once = article_keys(article("en", lead="17 boats", body="17 boats sank"))
    assert once["n:17"] == 1
    assert article_keys(article("en", lead="17 boats", body="17 ships sank"))["n:17"] == 2


def test_a_huge_article_has_a_bounded_number_of_keys() -> None:
    body = " ".join(map(str, range(100, 7_000)))
    assert len(article_keys(article("en", body=body))) <= 5_000


@given(KEYS, KEYS)
def test_what_is_shared_is_a_cosine(these: dict[str, int], others: dict[str, int]) -> None:
    def idf(key: str) -> float:
        return float(ord(key) - ord("a"))

    value = shared(these, others, idf)
    assert 0 <= value <= 1
    assert value == shared(others, these, idf)
    assert (value > 0) == any(idf(key) for key in these.keys() & others.keys())
    if any(map(idf, these)):
        assert shared(these, these, idf) == pytest.approx(1)


def test_shared_keys_are_in_the_order_of_what_they_tell() -> None:
    idf = {"a": 1.0, "b": 3.0, "c": 1.0}.__getitem__
    assert shared_keys({"c": 1, "a": 1, "b": 1}, {"a": 2, "b": 2, "c": 2}, idf) == ["b", "a", "c"]


def test_a_rare_key_tells_more() -> None:
    frequencies = key_frequencies(
        [("en", {"c:US": 1, "s:rare": 1}), ("en", {"c:US": 1}), ("ar", {"c:US": 1, "s:rare": 1})],
    )
    assert frequencies.idf("s:rare") > frequencies.idf("c:US") >= 0
    assert frequencies.idf("unseen") >= frequencies.idf("s:rare")


def test_a_key_of_one_language_tells_less() -> None:
    pairs = [("en", {"both": 1}), ("en", {}), ("ar", {"both": 1, "one": 1}), ("ar", {})]
    frequencies = key_frequencies([*pairs])
    assert 0 < frequencies.idf("one") < frequencies.idf("both")


@given(st.lists(st.tuples(st.sampled_from(["en", "ar"]), KEYS), max_size=8))
def test_the_order_of_articles_does_not_matter(articles: list[tuple[str, dict[str, int]]]) -> None:
    there, back = key_frequencies(articles), key_frequencies(articles[::-1])
    assert all(there.idf(key) == back.idf(key) for key in "abcdefghz")


def test_what_is_added_can_be_taken_back() -> None:
    frequencies = KeyFrequencies()
    frequencies.add("en", {"a": 1})
    before = frequencies.idf("a")
    frequencies.add("en", {"a": 1, "b": 1})
    frequencies.add("en", {"a": 1, "b": 1}, count=-1)
    assert frequencies.idf("a") == before


def test_tellings_of_the_newsroom_find_one_another() -> None:
    """Every telling's best match in another edition tells the same story."""
    keys = {
        (story.id, edition): text_keys(telling.text, LANGUAGE[edition])
        for story in read_stories()
        for edition, telling in story.tellings.items()
    }
    frequencies = key_frequencies((LANGUAGE[edition], each) for (_, edition), each in keys.items())
    hits = total = 0
    for (story, edition), these in keys.items():
        for other in set(LANGUAGE) - {edition}:
            if (story, other) in keys:
                rivals = {name: each for (name, there), each in keys.items() if there == other}
                best = max(rivals, key=lambda name: shared(these, rivals[name], frequencies.idf))
                hits += best == story
                total += 1
    assert hits / total >= 0.97
