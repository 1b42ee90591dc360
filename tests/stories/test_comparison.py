"""Comparisons as data: their JSON, timing, names, quotations, words."""

import json
from pathlib import Path
from typing import Any

import pytest

from stories.comparison import MOST_ARTICLES, StoryFacts, compare
from stories.lexicon import LexiconError, read_lexicon
from stories.links import Link
from tests.stories.side_by_side import article, later, meaning

ENGLISH = article(
    "en:1",
    "Storm sinks boats at Telmar",
    "The storm hurt 17 people in Yemen, officials said.",
    '"We tied the boats three times," said Zaza Kintsuria.',
    lead="A storm struck Telmar on Saturday.",
    tags=("storm", "Yemen"),
    published=later(0),
)
ARABIC = article(
    "ar:1",
    "عاصفة تضرب تلمار",
    "أصابت العاصفة 20 شخصاً في اليمن.",
    "وقال زازا كينتسوريا: «ربطنا القوارب ثلاث مرات».",
    lead="ضربت عاصفة تلمار السبت.",
    tags=("اليمن",),
    published=later(11),
)
SPANISH = article("es:1", "Un tren se detiene", "Viajaban 163 pasajeros.", published=None)
ARTICLES = (SPANISH, ARABIC, ENGLISH)
VECTORS = {"en:1": meaning(1, 2, 3, 4), "ar:1": meaning(1, 2, 3, 4), "es:1": meaning(8, 9)}

NUMBER, TEXT, FLAG = (int, float), (str,), (bool,)
SCHEMA: dict[str, Any] = {
    "story": {
        "id": (str, type(None)),
        "confidence": (float, type(None)),
        "evidence": [
            {
                "a": TEXT,
                "b": TEXT,
                "score": NUMBER,
                "cosine": (float, type(None)),
                "names": NUMBER,
                "hours_apart": (float, type(None)),
                "grade": (str, type(None)),
                "shared": {kind: [TEXT] for kind in ("names", "numbers", "countries", "tags")},
            }
        ],
        "editions": [TEXT],
        "missing": [TEXT],
    },
    "compared_by": TEXT,
    "articles": [{"id": TEXT, "title": TEXT, "sentences": [{"part": TEXT, "text": TEXT}]}],
    "timing": [
        {"id": TEXT, "published": (str, type(None)), "minutes_after_first": (int, type(None))}
    ],
    "alignment": [{"sentences": {"*": [NUMBER]}, "similarity": NUMBER}],
    "only_in": {"*": [{"sentence": NUMBER, "text": TEXT, "best_similarity": NUMBER}]},
    "numbers": [
        {
            "value": NUMBER,
            "in": [TEXT],
            "sentences": {"*": [NUMBER]},
            "conflict": FLAG,
            "against": [{"value": NUMBER}],
        }
    ],
    "countries": [{"code": TEXT, "name": TEXT, "in": [TEXT], "sentences": {"*": [NUMBER]}}],
    "names": [{"name": TEXT, "in": [TEXT], "not_found_in": [TEXT], "sentences": {"*": [NUMBER]}}],
    "quoted": [{"name": TEXT, "in": [TEXT], "quotations": {"*": [TEXT]}}],
    "terms": [{"term": TEXT, "counts": {"*": NUMBER}}],
    "tags": {"*": [TEXT]},
}


def check(value: Any, schema: Any, path: str = "") -> None:
    """Assert that a JSON value is as a schema says; objects may have more keys."""
    if isinstance(schema, tuple):
        assert isinstance(value, schema), path
    elif isinstance(schema, list):
        assert isinstance(value, list), path
        for place, each in enumerate(value):
            check(each, schema[0], f"{path}[{place}]")
    elif "*" in schema:
        for key, each in value.items():
            check(each, schema["*"], f"{path}.{key}")
    else:
        assert schema.keys() <= value.keys(), path
        for key, inner in schema.items():
            check(value[key], inner, f"{path}.{key}")


def row(rows: list[dict[str, Any]], key: str, value: object) -> dict[str, Any]:
    return next(each for each in rows if each[key] == value)


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    comparison = compare(ARTICLES, vectors=VECTORS, lexicon=read_lexicon())
    value = comparison.as_json()
    assert json.loads(json.dumps(value)) == value
    return value


def test_the_json_has_its_shape(found: dict[str, Any]) -> None:
    check(found, SCHEMA)
    assert found["story"]["id"] is None
    assert found["compared_by"] == "meaning"


def test_the_earliest_comes_first_and_undated_ones_last(found: dict[str, Any]) -> None:
    assert found["timing"] == [
        {"id": "en:1", "published": "2026-03-05T12:00:00Z", "minutes_after_first": 0},
        {"id": "ar:1", "published": "2026-03-05T12:11:00Z", "minutes_after_first": 11},
        {"id": "es:1", "published": None, "minutes_after_first": None},
    ]


def test_sentences_are_aligned_or_alone(found: dict[str, Any]) -> None:
    assert [each["sentences"] for each in found["alignment"]] == [
        {"ar:1": [n], "en:1": [n]} for n in range(4)
    ]
    assert found["only_in"]["en:1"] == []
    assert [each["text"] for each in found["only_in"]["es:1"]] == [
        "Un tren se detiene",
        "Viajaban 163 pasajeros.",
    ]


def test_conflicts_are_on_top(found: dict[str, Any]) -> None:
    first, second = found["numbers"][:2]
    assert (first["value"], first["in"], first["sentences"]) == (17, ["en:1"], {"en:1": [2]})
    assert (second["value"], second["in"]) == (20, ["ar:1"])
    assert first["conflict"] and second["conflict"]
    assert first["against"] == [{"value": 20, "percent": False}]
    assert not row(found["numbers"], "value", 163)["conflict"]


def test_countries_and_names(found: dict[str, Any]) -> None:
    yemen = row(found["countries"], "code", "YE")
    assert (yemen["name"], yemen["in"]) == ("Yemen", ["en:1", "ar:1"])
    zaza = row(found["names"], "name", "Zaza Kintsuria")
    assert (zaza["in"], zaza["not_found_in"]) == (["en:1", "ar:1"], ["es:1"])


def test_a_speaker_is_one_in_two_scripts(found: dict[str, Any]) -> None:
    zaza = row(found["quoted"], "name", "Zaza Kintsuria")
    assert zaza["in"] == ["en:1", "ar:1"]
    assert zaza["quotations"] == {
        "en:1": ['"We tied the boats three times,"'],
        "ar:1": ["«ربطنا القوارب ثلاث مرات»"],
    }
    assert row(found["quoted"], "name", "officials")["named"] is False


def test_tags_and_evidence(found: dict[str, Any]) -> None:
    assert found["tags"] == {"en:1": ["storm", "Yemen"], "ar:1": ["اليمن"], "es:1": []}
    best = found["story"]["evidence"][0]
    assert (best["a"], best["b"], best["hours_apart"]) == ("ar:1", "en:1", 0.18)
    assert best["shared"]["countries"] == ["YE"]
    assert best["grade"] is None


def test_a_link_is_the_evidence_of_its_pair() -> None:
    link = Link(
        a="ar:1",
        b="en:1",
        score=0.9,
        cosine=0.7,
        names=0.2,
        hours_apart=0.2,
        grade="confirmed",
        shared={"names": ("Zaza",)},
    )
    story = StoryFacts(id="s0123456789", confidence=0.9)
    found = compare(ARTICLES[1:], links=[link], story=story).as_json()["story"]
    assert (found["id"], found["confidence"], found["missing"]) == (story.id, 0.9, ["spanish"])
    (evidence,) = found["evidence"]
    assert (evidence["score"], evidence["grade"]) == (0.9, "confirmed")
    assert evidence["shared"]["names"] == ["Zaza"]


def test_vectors_of_another_version_are_left_aside() -> None:
    found = compare(ARTICLES, vectors=VECTORS | {"en:1": meaning(1, 2)})
    assert found.method == "names"


def test_the_order_of_articles_does_not_matter() -> None:
    one, other = (compare(some, vectors=VECTORS).as_json() for some in (ARTICLES, ARTICLES[::-1]))
    assert one == other


def test_one_article_or_too_many() -> None:
    alone = compare([ENGLISH, ENGLISH])
    assert [each.id for each in alone.tellings] == ["en:1"]
    assert len(alone.alignment.alone["en:1"]) == 4
    many = [article(f"es:{number}", f"Titular {number}") for number in range(MOST_ARTICLES + 5)]
    assert len(compare(many).tellings) == MOST_ARTICLES


def test_empty_articles_can_be_compared() -> None:
    found = compare([article("en:1", ""), article("es:1", "", body="")], vectors={}).as_json()
    assert found["only_in"] == {"en:1": [], "es:1": []}


# The lexicon


def test_words_are_counted_and_quotation_marks_seen() -> None:
    articles = [
        article("en:1", "Martyrs", "‘Israel’ and Israel: two martyrs."),
        article("ar:1", "شهداء", "وشهيد آخر."),
    ]
    terms = compare(articles, lexicon=read_lexicon()).as_json()["terms"]
    assert row(terms, "term", "martyr")["counts"] == {"ar:1": 2, "en:1": 2}
    assert row(terms, "term", "martyr")["forms"]["en:1"] == {"Martyrs": 1, "martyrs": 1}
    assert row(terms, "term", "'Israel' in quotation marks")["counts"] == {"ar:1": 0, "en:1": 1}


def test_a_lexicon_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[term]]\nname = "tram"\nen = ["tram"]\n', encoding="utf-8")
    (tram,) = compare([article("en:1", "A tram")], lexicon=read_lexicon(path)).terms
    assert (tram.name, tram.counts) == ("tram", {"en:1": 1})


@pytest.mark.parametrize(
    "text",
    [
        "[[term]]\nname = 1\n",
        "[[term]]\nen = []\n",
        'term = "x"\n',
        "[[term]]\nname = 'x'\nen = [1]\n",
        "[[term]]\nname = 'x'\nen = 3\n",
        "[term",
        "\x00",
        "[[term]]\nname = '\udcff'\n",
        f"# {'x' * 1_100_000}\n",
    ],
)
def test_a_lexicon_that_cannot_be_read_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(LexiconError, match="wrong"):
        read_lexicon(path)


def test_a_lexicon_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="none"):
        read_lexicon(tmp_path / "none.toml")
